//! Definitions of MeTTa (`metta.md` 2.2).
//!
//! Each text stands above what it defines: `kind name/arity place of the name`.

mod support;

use std::fmt::Write;

use expect_test::{Expect, expect};
use rholang_engine::LanguageId;

use support::{Places, analyze};

/// Compares the definitions in a text with what is expected.
fn check(text: &str, expected: &Expect) {
    let analysis = analyze(LanguageId::Metta, text);
    let ir = analysis.facts.ir();
    let places = Places::new(text);
    let kinds = LanguageId::Metta.language().kind_names();
    let mut output = String::new();
    for definition in ir.definitions.ids() {
        let row = ir.definitions.row(definition);
        let kind = kinds.definitions[usize::from(row.kind)];
        let arity = if row.arity == u32::MAX { String::new() } else { format!("/{}", row.arity) };
        let (name, place) = (ir.names.text(row.name), places.range(ir.range(row.name_node)));
        writeln!(output, "{kind} {name}{arity} {place}").unwrap();
    }
    assert!(ir.endpoints.is_empty());
    expected.assert_eq(&output);
}

/// Clauses, curried clauses and constants; rules without a symbol at the head have no name.
#[test]
fn rules() {
    check(
        r#"(= (f $x (g $y)) 1)
(= (f) 2)
(= c 3)"#,
        &expect![[r#"
    Clause f/2 1:5-1:6
    Clause f/0 2:5-2:6
    Constant c 3:4-3:5
"#]],
    );
    check(
        r#"(= ((curry $x) $y) 1)
(= (((k $a $b) $y) $z) 1)"#,
        &expect![[r#"
    CurriedClause curry/1 1:6-1:11
    CurriedClause k/2 2:7-2:8
"#]],
    );
    check(
        r#"(= ($f a) 1)
(= 5 1)
(= "s" 1)
(= () 1)
(= $x 1)
(= (1 2) 3)"#,
        &expect![""],
    );
    check(
        r#"(=)
(= (f))
(= (f) 1 2)"#,
        &expect![[r#"
    Clause f/0 2:5-2:6
    Clause f/0 3:5-3:6
"#]],
    );
}

/// Declarations of types.
#[test]
fn types() {
    check(
        r#"(: Nat Type)
(: Vec (-> Type Nat Type))
(: f (-> Nat (-> Nat Nat) Nat))
(: z Nat)
(: v (Vec Z))
(: u (->))
(: t (-> Nat))"#,
        &expect![[r#"
    Type Nat 1:4-1:7
    TypeConstructor Vec/2 2:4-2:7
    FunctionType f/2 3:4-3:5
    Typed z 4:4-4:5
    Typed v 5:4-5:5
    Typed u 6:4-6:5
    FunctionType t/0 7:4-7:5
"#]],
    );
    check(
        r#"(: (f a) T)
(: $x T)
(: a)
(:< A B)"#,
        &expect![[r#"
    Subtype A 4:5-4:6
"#]],
    );
}

/// Documentation.
#[test]
fn documentation() {
    check(
        r#"(@doc f (@desc "F"))
(@doc (f x) (@desc "F"))"#,
        &expect![[r#"
    Documentation f 1:7-1:8
"#]],
    );
}

/// What evaluated forms define.
#[test]
fn evaluations() {
    check(
        r#"!(bind! &kb (new-space))
!(import! &self mod)
!(import! &m lib:sub)
!(import! &self "a b")
!(include inc)
!(register-module! dir)
!(mod-space! m)"#,
        &expect![[r#"
            Token &kb 1:9-1:12
            Import mod 2:17-2:20
            ModuleToken &m 3:11-3:13
            Import lib:sub 3:14-3:21
            Import a b 4:17-4:22
            Import inc 5:11-5:14
            Import dir 6:20-6:23
            Import m 7:14-7:15
        "#]],
    );
    check(
        r#"(bind! &kb (new-space))
(import! &self mod)
!(= (f) 1)
!(: f A)
!(foo bar)"#,
        &expect![[r#"
    Fact bind!/2 1:2-1:7
    Fact import!/2 2:2-2:9
"#]],
    );
    check(
        r#"!(import! &self)
!(import! &self ($x))
!(bind!)"#,
        &expect![""],
    );
}

/// Facts and the rules of MORK.
#[test]
fn facts() {
    check(
        r#"(parent Tom Bob)
(unit)
()
word
(1 2)
((a) b)
($x y)"#,
        &expect![[r#"
    Fact parent/2 1:2-1:8
    Fact unit/0 2:2-2:6
"#]],
    );
    check(
        r#"(exec P1 (, (a $x)) (, (b $x)))
(coalg (a) (b))
(lookup a b c)
(rulify $n a b c d)"#,
        &expect![[r#"
    MorkRule exec/3 1:2-1:6
    MorkRule coalg/2 2:2-2:7
    MorkRule lookup/3 3:2-3:8
    MorkRule rulify/5 4:2-4:8
"#]],
    );
}

/// Definitions are in order of the text.
#[test]
fn order_and_unicode() {
    check(
        "(λ 1)\r\n(= (é $x) $x)\n; (= (no) 1)\n(\"s\" (= (no) 1))",
        &expect![[r#"
        Fact λ/1 1:2-1:3
        Clause é/1 2:5-2:6
    "#]],
    );
}

/// Forms before and after the damage.
#[test]
fn damaged_text() {
    check(
        r#"(= (f $x)
  (g
(= (h) 1)
(: k A) (l"#,
        &expect![[r#"
            Clause f/1 1:5-1:6
            Clause h/0 3:5-3:6
            Typed k 4:4-4:5
            Fact l/0 4:10-4:11
        "#]],
    );
}
