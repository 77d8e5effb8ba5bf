//! References, highlights and renames in MeTTa, in one file and across imports (`metta.md` 2.3, 2.6).

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use expect_test::{Expect, expect};
use support::workspace::Fixture;

fn check_references(text: &str, expected: &Expect) {
    expected.assert_eq(&Fixture::metta(text).references());
}

fn check_rename(text: &str, new_name: &str, expected: &Expect) {
    expected.assert_eq(&Fixture::metta(text).rename(new_name));
}

/// The error of a rename.
fn refusal(text: &str, new_name: &str) -> String {
    let answer = Fixture::metta(text).rename(new_name);
    answer.strip_prefix("error: ").unwrap_or(&answer).trim_end().to_owned()
}

/// All occurrences in the top-level form, whichever form binds them, and none in another one.
#[test]
fn variables() {
    check_references(
        r"(= (f (Cons $h$0 $t)) (let $h (g $h) (h $h $t)))
(= (g $h) $h)",
        &expect![[r#"
            main.metta:1:13-1:15 $h Write
            main.metta:1:26-1:28 $h Write
            main.metta:1:32-1:34 $h Read
            main.metta:1:39-1:41 $h Read
        "#]],
    );
    check_references(
        r"!(case (f) (((a $x) (g $x)) ((b $x) (h $x$0)) ($y $y)))",
        &expect![[r#"
            main.metta:1:17-1:19 $x Write
            main.metta:1:24-1:26 $x Read
            main.metta:1:33-1:35 $x Write
            main.metta:1:40-1:42 $x Read
        "#]],
    );
    check_references(
        "(fact $x$0 $y $x)\n(fact $x)",
        &expect![[r#"
        main.metta:1:7-1:9 $x Read
        main.metta:1:13-1:15 $x Read
    "#]],
    );
    check_references(
        "(: f (-> $t$0 (List $t)))",
        &expect![[r#"
        main.metta:1:10-1:12 $t Read
        main.metta:1:19-1:21 $t Read
    "#]],
    );
}

/// Clause heads define, types, documentation and bindings declare, facts add to a relation, and
/// everything else reads, quoted or not.
#[test]
fn roles_of_symbols() {
    check_references(
        r#"(@doc f (@desc "about f"))
(: f (-> A A))
(= (f$0 $x) (g $x))
(= (f 0) "f")
!(f 1)
!(match &self (= (f $a) $b) (quote f))
; f
(f 1 2)
(x (f))
f"#,
        &expect![[r#"
            main.metta:1:7-1:8 f Declaration
            main.metta:2:4-2:5 f Declaration
            main.metta:3:5-3:6 f Definition
            main.metta:4:5-4:6 f Definition
            main.metta:5:3-5:4 f Read
            main.metta:6:19-6:20 f Read
            main.metta:6:36-6:37 f Read
            main.metta:8:2-8:3 f Write
            main.metta:9:5-9:6 f Read
            main.metta:10:1-10:2 f Read
        "#]],
    );
    check_references(
        "!(bind! &kb$0 (new-space))\n!(add-atom &kb (a))\n(&kb)",
        &expect![[r#"
        main.metta:1:9-1:12 &kb Declaration
        main.metta:2:12-2:15 &kb Read
        main.metta:3:2-3:5 &kb Write
    "#]],
    );
    check_references(
        "(: Nat Type)\n(:< Nat Number)\n(: Z Nat$0)",
        &expect![[r#"
        main.metta:1:4-1:7 Nat Declaration
        main.metta:2:5-2:8 Nat Declaration
        main.metta:3:6-3:9 Nat Read
    "#]],
    );
}

/// `import!` adds the `&` of a token that is written without it.
#[test]
fn tokens_of_imports() {
    check_references(
        r"!(import! kb data)
!(match &kb$0 (a $x) $x)
!(match kb (a $x) $x)
!(import! &kb more)",
        &expect![[r#"
            main.metta:1:11-1:13 kb Declaration
            main.metta:2:9-2:12 &kb Read
            main.metta:4:11-4:14 &kb Declaration
        "#]],
    );
    check_references(
        "!(import! kb$0 data)\n!(match &kb (a $x) $x)",
        &expect![[r#"
        main.metta:1:11-1:13 kb Declaration
        main.metta:2:9-2:12 &kb Read
    "#]],
    );
    check_rename(
        "!(import! kb data)\n!(get-atoms &kb$0)",
        "facts",
        &expect![[r#"
        //- main.metta
        !(import! &facts data)
        !(get-atoms &facts)
    "#]],
    );
}

/// Only the name of a module stands for the module.
#[test]
fn modules_are_no_symbols() {
    check_references(
        "!(import! &self lib)\n(lib$0 1)\n!(lib)",
        &expect![[r#"
        main.metta:2:2-2:5 lib Write
        main.metta:3:3-3:6 lib Read
    "#]],
    );
    check_references(
        "!(import! &self lib$0)\n(lib 1)\n!(include lib)",
        &expect![[r#"
        main.metta:1:17-1:20 lib Read
        main.metta:3:11-3:14 lib Read
    "#]],
    );
}

#[test]
fn highlights() {
    let highlight = |text: &str| Fixture::metta(text).highlights();
    expect![[r#"
        main.metta:1:7-1:9 $x Write
        main.metta:1:19-1:21 $x Read
        main.metta:1:25-1:27 $x Read
    "#]]
    .assert_eq(&highlight("(= (f $x) (let $y $x (g $x$0 $y)))"));
    expect![[r#"
        main.metta:1:4-1:5 f Declaration
        main.metta:2:5-2:6 f Definition
        main.metta:2:9-2:10 f Read
        main.metta:3:2-3:3 f Write
    "#]]
    .assert_eq(&highlight("(: f T)\n(= (f) (f$0))\n(f)"));
    expect![[r#"
        main.metta:1:17-1:20 a:b Read
        main.metta:2:11-2:14 a:b Read
    "#]]
    .assert_eq(&highlight("!(import! &self a:b$0)\n!(include a:b)\n(a:b)"));
    expect![[""]].assert_eq(&highlight("(f \"te$0xt\" 1)"));
    expect![[r#"
        main.metta:1:4-1:5 ж Read
        main.metta:1:8-1:9 ж Read
    "#]]
    .assert_eq(&highlight("(é ж$0 é ж)"));
}

/// Imports connect files, in both directions and through other files; nothing else does where a
/// definition is near.
#[test]
fn references_across_files() {
    check_references(
        r"!(import! &self lib)
!(f$0 1)
//- lib.metta
!(import! &self base)
(= (f $x) (g $x))
//- base.metta
(= (g $x) $x)
(uses f)
//- other.metta
!(import! &m lib)
(apply f 1)
//- stray.metta
(= (f $x) stray)
!(f 1)
//- loose.metta
!(h f)",
        &expect![[r#"
            main.metta:2:3-2:4 f Read
            lib.metta:2:5-2:6 f Definition
            base.metta:2:7-2:8 f Read
            other.metta:2:8-2:9 f Read
            loose.metta:1:5-1:6 f Read
        "#]],
    );
    check_references(
        r"(= (f) 1)
!(f$0)
//- other.metta
(= (f) 2)
//- third.metta
!(import! &self other)
!(f)",
        &expect![[r#"
            main.metta:1:5-1:6 f Definition
            main.metta:2:3-2:4 f Read
        "#]],
    );
}

/// What nobody defines is the same in files that a program loads together.
#[test]
fn undefined_symbols() {
    check_references(
        r"!(import! &self a)
!(import! &self b)
(fact data)
//- a.metta
(rel data$0)
//- b.metta
(rule data)
//- stray.metta
(thing data)",
        &expect![[r#"
            a.metta:1:6-1:10 data Read
            main.metta:3:7-3:11 data Read
            b.metta:1:7-1:11 data Read
        "#]],
    );
}

/// A module is known by its file: relative to the importer, in folders above, as a folder, under any
/// spelling.
#[test]
fn modules() {
    check_references(
        r#"//- src/main.metta
!(import! &self lib:util$0)
!(import! &again "lib/util.metta")
!(import! &self util)
//- src/lib/util.metta
(= (u) 1)
//- src/deep/down/other.metta
!(include lib:util)
//- util.metta
(= (v) 1)
//- lib/util.metta
(= (w) 1)"#,
        &expect![[r#"
            src/main.metta:1:17-1:25 lib:util Read
            src/main.metta:2:19-2:33 lib/util.metta Read
            src/deep/down/other.metta:1:11-1:19 lib:util Read
        "#]],
    );
    for (import, expected) in [
        ("lib", "src/lib.metta:1:1-1:1 \n"),
        ("self:lib", "src/lib.metta:1:1-1:1 \n"),
        ("top:lib", "src/lib.metta:1:1-1:1 \n"),
        ("dir", "src/dir/module.metta:1:1-1:1 \n"),
        ("dir:part", "src/dir/part.metta:1:1-1:1 \n"),
        ("above", "above.metta:1:1-1:1 \n"),
        ("./lib", "src/lib.metta:1:1-1:1 \n"),
        ("./above", ""),
        ("../above", "above.metta:1:1-1:1 \n"),
        ("../../above", ""),
        ("\"lib.metta\"", "src/lib.metta:1:1-1:1 \n"),
        ("\"dir/part.metta\"", "src/dir/part.metta:1:1-1:1 \n"),
        ("nowhere", ""),
        ("LIB", ""),
        ("json", ""),
        (":", ""),
        ("..", ""),
    ] {
        let (head, tail) = import.split_at(1);
        let files = "\n//- src/lib.metta\n(a)\n//- src/dir/module.metta\n(b)\n\
            //- src/dir/part.metta\n(c)\n//- above.metta\n(d)\n";
        let text = format!("//- src/main.metta\n!(import! &self {head}$0{tail}){files}");
        assert_eq!(Fixture::metta(&text).definition(), expected, "{import}");
    }
}

/// A module that is registered under its path is imported by its last component.
#[test]
fn registered_modules() {
    let text = "//- main.metta\n!(register-module! far/away/mod)\n!(import! &self mod$0)\n!(f)\n\
        //- far/away/mod.metta\n(= (f) 1)";
    expect![[r#"
        far/away/mod.metta:1:1-1:1 
    "#]]
    .assert_eq(&Fixture::metta(text).definition());
    expect![[r#"
        main.metta:1:20-1:32 far/away/mod Read
        main.metta:2:17-2:20 mod Read
    "#]]
    .assert_eq(&Fixture::metta(text).references());
}

/// What a library does not say, the programs that import it may say.
#[test]
fn libraries_see_the_programs_that_load_them() {
    let text = "//- lib.metta\n(= (run) (helper$0))\n//- main.metta\n!(import! &self lib)\n\
        !(import! &self tools)\n//- tools.metta\n(= (helper) near)\n//- stray.metta\n(= (helper) far)\n";
    expect![[r#"
        tools.metta:1:5-1:11 helper
    "#]]
    .assert_eq(&Fixture::metta(text).definition());
    expect![[r#"
        lib.metta:1:11-1:17 helper Read
        tools.metta:1:5-1:11 helper Definition
    "#]]
    .assert_eq(&Fixture::metta(text).references());
    let text = text.replace("!(import! &self tools)", "");
    expect![[r#"
        tools.metta:1:5-1:11 helper
        stray.metta:1:5-1:11 helper
    "#]]
    .assert_eq(&Fixture::metta(&text).definition());
}

/// Constructors of a type in files that see the type.
#[test]
fn implementations_across_files() {
    let text = "(: Color$0 Type)\n//- red.metta\n!(import! &self main)\n(: Red Color)\n\
        //- use.metta\n!(import! &self main)\n(: mix (-> Color Color Color))\n(= (f Color) 1)\n\
        //- stray.metta\n(: Color Type)\n(: Blue Color)\n";
    expect![[r#"
        red.metta:2:4-2:7 Red
        use.metta:2:4-2:7 mix
    "#]]
    .assert_eq(&Fixture::metta(text).implementation());
}

/// Imports may form a circle.
#[test]
fn circular_imports() {
    check_references(
        r"!(import! &self b)
(= (f) (g))
//- b.metta
!(import! &self main)
(= (g) (f$0))",
        &expect![[r#"
            b.metta:2:9-2:10 f Read
            main.metta:2:5-2:6 f Definition
        "#]],
    );
}

#[test]
fn rename_variables() {
    check_rename(
        "(= (f (Cons $h $t)) (let $h (g $h$0) ($h $t)))\n(= (g $h) $h)",
        "$head",
        &expect![[r#"
            //- main.metta
            (= (f (Cons $head $t)) (let $head (g $head) ($head $t)))
            (= (g $h) $h)
        "#]],
    );
    check_rename(
        "(= (f $x$0) $x)",
        "y",
        &expect![[r#"
        //- main.metta
        (= (f $y) $y)
    "#]],
    );
    check_rename(
        "(= (f $x$0) $x)",
        "ж-1",
        &expect![[r#"
        //- main.metta
        (= (f $ж-1) $ж-1)
    "#]],
    );
}

#[test]
fn rename_symbols() {
    check_rename(
        "; f stays\n(@doc f (@desc \"f\"))\n(: f (-> A A))\n(= (f$0 $f) (quote (f \"f\" $f)))\n!(f 1)",
        "[new]",
        &expect![[r#"
            //- main.metta
            ; f stays
            (@doc [new] (@desc "f"))
            (: [new] (-> A A))
            (= ([new] $f) (quote ([new] "f" $f)))
            !([new] 1)
        "#]],
    );
    check_rename(
        "!(import! &self lib)\n!(f$0)\n//- lib.metta\n(= (f) (g))\n//- stray.metta\n(= (f) 1)",
        "h",
        &expect![[r#"
            //- main.metta
            !(import! &self lib)
            !(h)

            //- lib.metta
            (= (h) (g))

        "#]],
    );
    check_rename("(= (f) 1)\n!(f$0)", "f", &expect![[""]]);
}

/// What the reader would not take for the same sort of word is refused, and so is a name that is
/// taken.
#[test]
fn refused_names() {
    for (text, new_name, expected) in [
        ("(= (f $x$0) $x)", "", "a variable needs at least one character after its `$`"),
        ("(= (f $x$0) $x)", "$", "a variable needs at least one character after its `$`"),
        ("(= (f $x$0) $x)", "$a b", "a variable cannot contain a space"),
        ("(= (f $x$0) $x)", "$a\u{a0}b", "a variable cannot contain white space"),
        ("(= (f $x$0) $x)", "$a#1", "a variable cannot contain `#`"),
        ("(= (f $x$0) $x)", "$a;b", "a variable cannot contain `;`"),
        ("(= (f $x$0) $x)", "(a)", "a variable cannot contain `(`"),
        (
            "(= (f $x$0 $y) $x)",
            "y",
            "`$y` is already a variable of this form, and the two would become one",
        ),
        ("(f$0)", "", "a symbol needs at least one character"),
        ("(f$0)", "a b", "a symbol cannot contain a space"),
        ("(f$0)", "a\nb", "a symbol cannot contain white space"),
        ("(f$0)", "a)b", "a symbol cannot contain `)`"),
        ("(f$0)", "a;b", "a symbol cannot contain `;`"),
        ("(f$0)", "$a", "a word that begins with `$` is a variable, not a symbol"),
        ("(f$0)", "\"a\"", "a word that begins with `\"` is a string, not a symbol"),
        ("(f$0)", "12", "`12` is a number, not a symbol"),
        ("(f$0)", "-12", "`-12` is a number, not a symbol"),
        ("(f$0)", "+1.5", "`+1.5` is a number, not a symbol"),
        ("(f$0)", "1e5", "`1e5` is a number, not a symbol"),
        ("(f$0)", "-1.5E-3", "`-1.5E-3` is a number, not a symbol"),
        ("(f$0)", "True", "`True` is a truth value, not a symbol"),
        ("(f$0)", "if", "`if` is the name of something built in"),
        ("(f$0)", "&self", "`&self` is the name of something built in"),
        ("(if$0 True 1 2)", "when", "`if` is built in and keeps its name"),
        ("!(match &self$0 $x $x)", "&me", "`&self` is built in and keeps its name"),
        ("(= (if$0 a) b)", "when", "`if` is built in and keeps its name"),
        (
            "!(import! &self lib$0)",
            "other",
            "a module has the name of its file; rename the file instead",
        ),
        ("(f$0)\n(g)", "g", "`g` is already the name of something else in main.metta"),
        ("(f \"a$0\")", "b", "there is nothing to rename here"),
        ("(f 1$0)", "b", "there is nothing to rename here"),
        ("; comm$0ent", "b", "there is nothing to rename here"),
        (
            "!(import! &self lib)\n!(f$0)\n//- lib.metta\n(= (f) 1)\n//- sub/a.metta\n(= (g) 1)",
            "g$",
            "//- main.metta\n!(import! &self lib)\n!(g$)\n\n//- lib.metta\n(= (g$) 1)",
        ),
        // A file that the changed files see, or that sees them, has the name already.
        (
            "!(import! &self lib)\n!(import! &self two)\n!(f$0)\n//- lib.metta\n(= (f) 1)\n\
            //- two.metta\n(= (g) 1)",
            "g",
            "`g` is already the name of something else in two.metta",
        ),
        (
            "(= (f$0) 1)\n//- sub/user.metta\n!(import! &self main)\n(= (g) 2)",
            "g",
            "`g` is already the name of something else in user.metta",
        ),
    ] {
        assert_eq!(refusal(text, new_name), expected, "{text} to {new_name}");
    }
}

/// Words that look like literals, or like something else, and are symbols.
#[test]
fn unusual_names() {
    for name in ["1.", ".5", "3d", "1e", "e5", "+", "-x", "true", "a\"b", "a$b", "{x}", "[0]", "'q"]
    {
        // A few of these are built in.
        let expected = match name {
            "+" => "`+` is the name of something built in".to_owned(),
            _ => format!("//- main.metta\n({name})"),
        };
        assert_eq!(refusal("(f$0)", name), expected);
    }
}

/// A name that a module brings can be taken by a program that does not want the module.
#[test]
fn names_of_optional_modules() {
    check_rename(
        "(= (json-encode$0 $x) $x)\n!(json-encode 1)",
        "encode",
        &expect![[r#"
        //- main.metta
        (= (encode $x) $x)
        !(encode 1)
    "#]],
    );
    assert_eq!(
        refusal("!(json-encode$0 1)", "encode"),
        "`json-encode` is built in and keeps its name"
    );
}

#[test]
fn prepare_rename() {
    for (text, expected) in [
        ("(= (f $lo$0ng) 1)", "main.metta:1:7-1:12 $long\n"),
        ("(f (g$0))", "main.metta:1:5-1:6 g\n"),
        ("!(bind! &kb$0 (new-space))", "main.metta:1:9-1:12 &kb\n"),
        ("(if$0 a b)", "error: `if` is built in and keeps its name\n"),
        ("(f $0 a)", "error: there is nothing to rename here\n"),
        ("(ключ$0)", "main.metta:1:2-1:6 ключ\n"),
        ("!(include a$0)", "error: a module has the name of its file; rename the file instead\n"),
    ] {
        assert_eq!(Fixture::metta(text).prepare_rename(), expected, "{text}");
    }
}
