//! Folds: a line for each, `first-last kind: first line`, lines counted from 1. Selections: a line for each
//! step.

mod support;

use std::fmt::Write;

use expect_test::{Expect, expect};
use rholang_engine::query;

use support::workspace::Fixture;

fn check(fixture: &Fixture, expected: &Expect) {
    let file = fixture.file();
    let text = fixture.snapshot.file(file).expect("the file is there").text();
    let mut output = String::new();
    for fold in query::folding_ranges(&fixture.snapshot, file) {
        let (first, last) =
            (text.lines().line(fold.range.start), text.lines().line(fold.range.end));
        let line = text.lines().line_range(text.content(), first).of(text.content()).trim();
        writeln!(output, "{}-{} {:?}: {line}", first + 1, last + 1, fold.kind).unwrap();
    }
    expected.assert_eq(&output);
}

fn check_selection(fixture: &Fixture, expected: &Expect) {
    let text = fixture.snapshot.file(fixture.file()).expect("the file is there").text();
    let mut output = String::new();
    for range in query::selection_ranges(&fixture.snapshot, fixture.at()) {
        writeln!(output, "{}", range.of(text.content()).replace('\n', "⏎")).unwrap();
    }
    expected.assert_eq(&output);
}

#[test]
fn rholang_constructs() {
    check(
        &Fixture::rholang(
            r#"new
  a,
  b in {
  contract a(
    @x,
    y
  ) = {
    for (@z <- b;
         @w <- b) {
      if (z) {
        y!([
          1,
          2
        ])
      } else {
        y!({
          "k": 1
        }) |
        Nil
      }
    } |
    match x {
      1 =>
        y!(
          1)
      _ => {
        Nil
      }
    }
  } |
  agent C {
    constructor(q) {
      Nil
    } |
    method m(r) {
      Nil
    } |
    default() { Nil }
  } |
  "a
  string"
}"#,
        ),
        &expect![[r#"
            1-41 Code: new
            3-41 Code: b in {
            4-29 Code: contract a(
            7-29 Code: ) = {
            8-20 Code: for (@z <- b;
            9-20 Code: @w <- b) {
            10-14 Code: if (z) {
            11-13 Code: y!([
            15-19 Code: } else {
            16-17 Code: y!({
            22-28 Code: match x {
            23-25 Code: 1 =>
            24-25 Code: y!(
            26-27 Code: _ => {
            31-38 Code: agent C {
            32-33 Code: constructor(q) {
            35-36 Code: method m(r) {
            40-41 Code: "a
        "#]],
    );
}

#[test]
fn rholang_one_line_and_damage() {
    check(&Fixture::rholang("new x in { x!(1) }"), &expect![[""]]);
    check(&Fixture::rholang("new x in {\n}"), &expect![[""]]);
    check(
        &Fixture::rholang("new x in {\n  x!(1\n | for (y <- x) {\n Nil\n}"),
        &expect![[r#"
        1-4 Code: new x in {
        3-4 Code: | for (y <- x) {
    "#]],
    );
    check(
        &Fixture::rholang(")\n}\n{|\n1\n|}"),
        &expect![[r#"
        3-4 Code: {|
    "#]],
    );
}

#[test]
fn comments_and_regions() {
    check(
        &Fixture::rholang(
            "// one\n// two\n// three\n\n// alone\nNil // beside\n// and below\n| Nil\n/* block\n   end */\n\
            // #region Outer\n| Nil\n//#region Inner\n| Nil\n// #endregion\n// #endregion Outer\n// #endregion",
        ),
        &expect![[r#"
            1-3 Comment: // one
            9-10 Comment: /* block
            11-16 Region: // #region Outer
            13-15 Region: //#region Inner
        "#]],
    );
    check(
        &Fixture::metta(
            "; one\n;; two\n(a)\n;#region R\n(b)\n; x\n; y\n; #endregion\n; #region never closed\n(c)",
        ),
        &expect![[r#"
            1-2 Comment: ; one
            4-8 Region: ;#region R
            6-7 Comment: ; x
        "#]],
    );
}

#[test]
fn metta_constructs() {
    check(
        &Fixture::metta(
            "!(import! &self a)\n!(import! &self b)\n!(include c)\n\n(= (f $x)\n   (let $y 1\n     (g $x\n       $y)))\n\
            (a (b\n c)\n d\n)\n!(f\n  1)\n(\"two\nlines\")\n!(import! &self d)",
        ),
        &expect![[r#"
            1-3 Imports: !(import! &self a)
            5-8 Code: (= (f $x)
            6-8 Code: (let $y 1
            7-8 Code: (g $x
            9-11 Code: (a (b
            13-14 Code: !(f
            15-16 Code: ("two
        "#]],
    );
    check(
        &Fixture::metta("(= (f)\n  (g\n(= (h)\n  1)"),
        &expect![[r#"
        1-2 Code: (= (f)
        3-4 Code: (= (h)
    "#]],
    );
    check(&Fixture::metta("(a\n)"), &expect![[""]]);
}

#[test]
fn selections_in_rholang() {
    for (text, expected) in [
        (
            "new x in { x!([1, \"a$0b\"], 2) }",
            expect![[r#"
            ab
            "ab"
            [1, "ab"]
            x!([1, "ab"], 2)
            new x in { x!([1, "ab"], 2) }
        "#]],
        ),
        (
            "new x$0 in { x!(1) }",
            expect![[r#"
            x
            new x in { x!(1) }
        "#]],
        ),
        (
            "contract c(@a, ...@r$0) = { Nil }",
            expect![[r#"
            r
            ...@r
            contract c(@a, ...@r) = { Nil }
        "#]],
        ),
        (
            "for (@{\"k\": v$0} <- c) { Nil }",
            expect![[r#"
            v
            "k": v
            {"k": v}
            @{"k": v}
            @{"k": v} <- c
            for (@{"k": v} <- c) { Nil }
        "#]],
        ),
        (
            "new x(`rho:i$0o`) in { Nil }",
            expect![[r#"
            rho:io
            `rho:io`
            x(`rho:io`)
            new x(`rho:io`) in { Nil }
        "#]],
        ),
        (
            "// one\n// t$0wo\n\n// three\nNil",
            expect![[r#"
            // two
            // one⏎// two
            // one⏎// two⏎⏎// three⏎Nil
        "#]],
        ),
        (
            "Nil | $0 Nil",
            expect![[r#"
            Nil |  Nil
        "#]],
        ),
        (
            "new x in { x!(1 + $0",
            expect![[r#"
            new x in { x!(1 + 
        "#]],
        ),
        ("$0", expect![[""]]),
    ] {
        check_selection(&Fixture::rholang(text), &expected);
    }
}

#[test]
fn selections_in_metta() {
    for (text, expected) in [
        (
            "(= (f $x$0) (g $x))\n(a)",
            expect![[r#"
            $x
            (f $x)
            (= (f $x) (g $x))
            (= (f $x) (g $x))⏎(a)
        "#]],
        ),
        (
            "!(f \"a $0b\" 1)",
            expect![[r#"
            a b
            "a b"
            (f "a b" 1)
            !(f "a b" 1)
        "#]],
        ),
        (
            "!(f \"$0\" 1)",
            expect![[r#"
            ""
            (f "" 1)
            !(f "" 1)
        "#]],
        ),
        (
            "!(f \"ab\"$0 1)",
            expect![[r#"
            "ab"
            (f "ab" 1)
            !(f "ab" 1)
        "#]],
        ),
        (
            "(a) ; on$0e\n(b)",
            expect![[r#"
            ; one
            (a) ; one⏎(b)
        "#]],
        ),
        (
            "(größe (ж$0))",
            expect![[r#"
            ж
            (ж)
            (größe (ж))
        "#]],
        ),
        (
            "((a$0",
            expect![[r#"
                a
                (a
                ((a
            "#]],
        ),
        (
            "!$0(f)",
            expect![[r#"
            (f)
            !(f)
        "#]],
        ),
    ] {
        check_selection(&Fixture::metta(text), &expected);
    }
}

/// Programs inside strings fold and are selected like files, and then the string around them.
#[test]
fn programs_in_strings() {
    check(
        &Fixture::rholang(
            "new c(`rho:metta:compile`) in {\n  c!(Nil, \"\n    (= (f)\n      (g\n        1))\n    ; a\n    ; b\n\
            \") |\n  c!(Nil, \"(= (h)\n  \" ++ *c ++ \"\n  2)\")\n}",
        ),
        &expect![[r#"
            1-11 Code: new c(`rho:metta:compile`) in {
            2-8 Code: c!(Nil, "
            3-5 Code: (= (f)
            4-5 Code: (g
            6-7 Comment: ; a
            9-11 Code: c!(Nil, "(= (h)
            10-11 Code: " ++ *c ++ "
        "#]],
    );
    check_selection(
        &Fixture::rholang("@\"rho:metta:compile\"!(Nil, \"(a \\\"b $0c\\\" d) (e)\") | Nil"),
        &expect![[r#"
            b c
            \"b c\"
            (a \"b c\" d)
            (a \"b c\" d) (e)
            "(a \"b c\" d) (e)"
            @"rho:metta:compile"!(Nil, "(a \"b c\" d) (e)")
            @"rho:metta:compile"!(Nil, "(a \"b c\" d) (e)") | Nil
        "#]],
    );
    check_selection(
        &Fixture::rholang("@\"rho:metta:compile\"!(Nil, \"(a\" ++ *x ++ \" (b$0))\") | Nil"),
        &expect![[r#"
            b
            (b)
            (a" ++ *x ++ " (b))
            "(a" ++ *x ++ " (b))"
            @"rho:metta:compile"!(Nil, "(a" ++ *x ++ " (b))")
            @"rho:metta:compile"!(Nil, "(a" ++ *x ++ " (b))") | Nil
        "#]],
    );
    check_selection(
        &Fixture::rholang("@\"rho:metta:compile\"!(Nil, \"(a\" ++ *x$0 ++ \" (b))\") | Nil"),
        &expect![[r#"
            x
            *x
            "(a" ++ *x
            "(a" ++ *x ++ " (b))"
            @"rho:metta:compile"!(Nil, "(a" ++ *x ++ " (b))")
            @"rho:metta:compile"!(Nil, "(a" ++ *x ++ " (b))") | Nil
        "#]],
    );
}
