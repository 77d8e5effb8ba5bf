//! Outlines of MeTTa files, and searches for what they list.

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use expect_test::{Expect, expect};
use support::workspace::Fixture;

fn check_outline(text: &str, expected: &Expect) {
    expected.assert_eq(&Fixture::metta(text).outline());
}

#[test]
fn outline() {
    check_outline(
        r#"!(import! &self lib)
!(import! &kb "data.metta")
!(include a:b)
!(bind! &s (new-space))
; f
(@doc f (@desc "F"))
(: f (-> Number
         Number))
(= (f 0) 1)
!(f 0)
(= (f $x)
   (g $x))
(= (g) 1)
(: Nat Type)
(: Vec (-> Type Type))
(: Z Nat)
(= size 3)
(:< Nat Number)
(: Cons (-> $t (List $t) (List $t)))
(parent Tom Bob)
(parent Bob Ann)
(single fact)
(= ($f a) 1)
(= 5 (five))
(exec P1 (, (a $x)) (, (b $x)))
(println! "stored")
((a) b)
word
!(f 1)"#,
        &expect![[r#"
            Module lib &self main.metta:1:17-1:20
            Module data.metta &kb main.metta:2:15-2:27
            Module a:b main.metta:3:11-3:14
            Token &s (new-space) main.metta:4:9-4:11
            Function f (-> Number Number) main.metta:7:4-7:5
              Clause (f 0) main.metta:9:5-9:6
              Clause (f $x) main.metta:11:5-11:6
            Function g main.metta:13:5-13:6
              Clause (g) main.metta:13:5-13:6
            Type Nat Type main.metta:14:4-14:7
            Type Vec (-> Type Type) main.metta:15:4-15:7
            Constant Z Nat main.metta:16:4-16:5
            Constant size 3 main.metta:17:4-17:8
            Type Nat main.metta:18:5-18:8
            Function Cons (-> $t (List $t) (List $t)) main.metta:19:4-19:8
            Fact parent 2 facts main.metta:20:2-20:8
              Fact (parent Tom Bob) main.metta:20:2-20:8
              Fact (parent Bob Ann) main.metta:21:2-21:8
            Fact single fact main.metta:22:2-22:8
            Rule ($f a) main.metta:23:4-23:10
            Rule 5 main.metta:24:4-24:5
            Rule exec P1 (, (a $x)) (, (b $x)) main.metta:25:2-25:6
        "#]],
    );
    check_outline(
        "(= (f) 1)\n(= (g) 1)\n(= (f 1) 1)",
        &expect![[r#"
        Function f main.metta:1:5-1:6
          Clause (f) main.metta:1:5-1:6
        Function g main.metta:2:5-2:6
          Clause (g) main.metta:2:5-2:6
        Function f main.metta:3:5-3:6
          Clause (f 1) main.metta:3:5-3:6
    "#]],
    );
    check_outline("", &expect![[""]]);
    check_outline(
        "(= (f $x\n(= (g",
        &expect![[r#"
        Function f main.metta:1:5-1:6
          Clause (f $x main.metta:1:5-1:6
        Function g main.metta:2:5-2:6
          Clause (g main.metta:2:5-2:6
    "#]],
    );
    check_outline(
        "(= (größe $ж) \"ü\")\n(λ 1)",
        &expect![[r#"
        Function größe main.metta:1:5-1:10
          Clause (größe $ж) main.metta:1:5-1:10
        Fact λ 1 main.metta:2:2-2:3
    "#]],
    );
    let many: String = (0..60).map(|n| format!("(rel {n})\n")).collect();
    check_outline(
        &many,
        &expect![[r#"
        Fact rel 60 facts main.metta:1:2-1:5
    "#]],
    );
    let long = format!("(= (f {}) 1)", "abcdefgh ".repeat(20));
    check_outline(
        &long,
        &expect![[r#"
        Function f main.metta:1:5-1:6
          Clause (f abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcde… main.metta:1:5-1:6
    "#]],
    );
}

/// Ranges of an outline nest, and selections lie in them.
#[test]
fn outlines_nest() {
    use rholang_engine::query;
    let text =
        "(: f T)\n(= (f 0) 1)\n(a)\n(= (f 1) 2)\n(a)\n(a)\n(@doc f)\n!(bind! x 1)\n(= (f) 1)";
    let fixture = Fixture::metta(text);
    let items = query::document_symbols(&fixture.snapshot, fixture.file());
    assert!(items.len() > 8);
    for (index, item) in items.iter().enumerate() {
        assert!(item.range.covers(item.selection), "{item:?}");
        if let Some(parent) = item.parent {
            assert!((parent as usize) < index);
            assert!(items[parent as usize].range.covers(item.range), "{item:?}");
        }
    }
}

#[test]
fn search() {
    let text = r"(: fact-orial (-> Number Number))
(= (fact-orial 0) 1)
(parent Tom Bob)
!(bind! &facts (new-space))
!(import! &self factory)
(: Fact Type)
//- other.metta
(= (my-fact $x) $x)
(uses fact-orial)";
    let fixture = Fixture::metta(text);
    expect![[r#"
        Type Fact main.metta:6:4-6:8 Fact
        Function fact-orial main.metta:1:4-1:14 fact-orial
        Token &facts main.metta:4:9-4:15 &facts
        Function my-fact other.metta:1:5-1:12 my-fact
    "#]]
    .assert_eq(&fixture.search("fact"));
    expect![[r#"
        Fact parent main.metta:3:2-3:8 parent
    "#]]
    .assert_eq(&fixture.search("par"));
    expect![[""]].assert_eq(&fixture.search("nothing"));
}

#[test]
fn search_among_many() {
    use std::fmt::Write;
    let mut text = String::new();
    for number in 0..9_000 {
        writeln!(text, "(= (item-{number}) {number})").unwrap();
    }
    text.push_str("(= (a-needle) 1)\n(= (otherItem) 2)\n");
    let fixture = Fixture::metta(&text);
    let names = |query: &str| -> Vec<String> {
        let found = fixture.search(query);
        let name = |line: &str| line.split(' ').nth(1).unwrap().to_owned();
        found.lines().map(name).collect()
    };
    assert_eq!(names("item-4321"), ["item-4321"]);
    assert_eq!(names("nedl"), ["a-needle"]);
    assert_eq!(names("zz"), [""; 0]);
    // The shortest names first, then by spelling.
    let all: Vec<String> = (0..100).map(|number| format!("item-{number}")).collect();
    assert_eq!(names("")[..10], all[..10]);
    assert!(names("").iter().all(|name| name.len() <= 8));
    assert_eq!(names("item")[..100], all);
    // Beginnings of words before the rest.
    let fives = |numbers: core::ops::Range<u32>| numbers.map(|number| format!("item-{number}"));
    let expected: Vec<String> = fives(5..6).chain(fives(50..60)).chain(fives(500..589)).collect();
    assert_eq!(names("5"), expected);
    assert_eq!(names("oI"), ["otherItem"]);
}
