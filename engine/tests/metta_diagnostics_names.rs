//! Diagnostics of MeTTa: definitions, variables and names.
//!
//! Each text stands above what is said about it; nothing means that nothing is said.

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use expect_test::{Expect, expect};
use rholang_engine::LanguageId;

use support::render_diagnostics;

/// Compares the findings in a text with what is expected.
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render_diagnostics(LanguageId::Metta, text));
}

/// Clauses of one name, and clauses and types.
#[test]
fn clauses() {
    check(
        r#"(= (f $x) $x)
(= (f $x $y) (+ $x $y))
(= (f) 1)
(= (f $x $y $z) ($x $y $z))"#,
        &expect![[r#"
    2:5-2:6 info clause-arity: the number of parameters of `f` is 2 here and 1 in an earlier clause
        1:5-1:6 the earlier clause
"#]],
    );
    check(
        r#"(: f (-> A B))
(= (f $x) $x)
(= (f $x $y) ($x $y))"#,
        &expect![[r#"
    3:5-3:6 info clause-type-arity: the number of parameters of `f` is 2 here and 1 in its type, so no call reaches this clause
"#]],
    );
    check(
        r#"(: f (-> A B))
(: f (-> A A B))
(= (f $x) $x)
(= (f $x $y) ($x $y))"#,
        &expect![""],
    );
    check(
        r#"(= ((curry $x) $y) ($x $y))
(= (curry $x) $x)
(= curry 1)"#,
        &expect![""],
    );
    check(
        r#"(= (f $x) (g $x))
(= (f $y) (g $y))
(= (f $x) (h $x))
(= (f 1) (g 1))
(= (f "1") (g 1))"#,
        &expect![[r#"
    2:1-2:18 warning duplicate-clause: this clause repeats an earlier one, so each call gives its result twice; remove it
        1:1-1:18 the earlier one
"#]],
    );
    check(
        r#"(= (f $x $y) ($x $y))
(= (f $y $x) ($y $x))
(= (f $x $y) ($y $x))"#,
        &expect![[r#"
    2:1-2:22 warning duplicate-clause: this clause repeats an earlier one, so each call gives its result twice; remove it
        1:1-1:22 the earlier one
"#]],
    );
    check(
        r#"(= (bin) 0)
(= (bin) 1)
(fact a)
(fact a)"#,
        &expect![""],
    );
}

/// Names of types that differ from built-in ones in case only.
#[test]
fn types() {
    check(
        r#"(: f (-> number String bool))
(: x string)"#,
        &expect![[r#"
    1:10-1:16 warning misspelled-type: nothing declares the type `number`; did you mean `Number`?
    1:24-1:28 warning misspelled-type: nothing declares the type `bool`; did you mean `Bool`?
    2:6-2:12 warning misspelled-type: nothing declares the type `string`; did you mean `String`?
"#]],
    );
    check(
        r#"(: number Type)
(: f (-> number Number))
(: x symbol)
(: y (Vec number))"#,
        &expect![""],
    );
    check(
        r#"!(import! &self types)
(: f (-> number Number))"#,
        &expect![""],
    );
}

/// Documentation and what it documents (`metta.md` 2.7).
#[test]
fn documentation() {
    check(
        r#"(@doc f (@desc "F"))"#,
        &expect![[r#"
        1:7-1:8 hint orphan-doc: this documents `f`, which occurs nowhere else in the file
    "#]],
    );
    check(
        r#"(@doc f (@desc "F"))
(= (f) 1)
(@doc + (@desc "plus"))
(@doc Fact (@desc "fact"))
(Fact 1)"#,
        &expect![""],
    );
    check(
        r#"(: f (-> A B C))
(@doc f (@desc "F") (@params ((@param "a"))) (@return "r"))"#,
        &expect![[r#"
    2:7-2:8 hint doc-parameter-count: the number of parameters of `f` is 1 in its documentation and 2 in its type
"#]],
    );
    check(
        r#"(: f (-> A B C))
(@doc f (@desc "F") (@params ((@param "a") (@param "b"))) (@return "r"))"#,
        &expect![""],
    );
    check(
        r#"(= (f $x) $x)
(@doc f (@desc "F") (@params ()) (@return "r"))"#,
        &expect![""],
    );
}

/// Names that `bind!` takes.
#[test]
fn tokens() {
    check(
        r#"!(bind! &a.c (new-space))
!(bind! &ok (new-space))
!(bind! what? 1)
!(add-atom &ok (a))"#,
        &expect![[r#"
    1:9-1:13 hint regex-token: `bind!` reads `&a.c` as a regular expression, so it may match other words too
    3:9-3:14 hint regex-token: `bind!` reads `what?` as a regular expression, so it may match other words too
"#]],
    );
}

/// A pattern's variable that occurs once.
#[test]
fn unused_variables() {
    check(
        r#"(= (first $x $y) $x)
(= (second $_x $y) $y)
(= (third $_ $ $z) $z)"#,
        &expect![[r#"
    1:14-1:16 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
"#]],
    );
    check(
        r#"!(let $x 1 2)
!(let* (($x 1) ($y $x)) 3)
!(case (f) (($a 1) ((B $b) $b)))
!(match &self (p $x $y) $x)
!(chain (f) $x 1)
!(unify (a $x) (a $y) $x no)"#,
        &expect![[r#"
    1:7-1:9 hint unused-variable: `$x` occurs only here; a name that begins with `$_` says that this is intended
    2:17-2:19 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
    3:14-3:16 hint unused-variable: `$a` occurs only here; a name that begins with `$_` says that this is intended
    4:21-4:23 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
    5:13-5:15 hint unused-variable: `$x` occurs only here; a name that begins with `$_` says that this is intended
    6:19-6:21 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
"#]],
    );
    check(
        r#"(fact $x)
(: f (-> $t Number))
!(f $x)
!(quote (let $x 1 2))
!(add-atom &self (= (g $x) 1))"#,
        &expect![""],
    );
    check(
        r#"(= (f $x)
  (sealed ($x) (let $y 1 2)))"#,
        &expect![""],
    );
    check(
        r#"(= (f $x) (function (chain (eval (g $x)) $y (return 1))))
!(map-atom (1 2) $x 3)"#,
        &expect![[r#"
    1:42-1:44 hint unused-variable: `$y` occurs only here; a name that begins with `$_` says that this is intended
    2:18-2:20 hint unused-variable: `$x` occurs only here; a name that begins with `$_` says that this is intended
"#]],
    );
}

/// There is no shadowing: an inner binder compares (`metta.md` 2.3, rule 0).
#[test]
fn rebound_variables() {
    check(
        "!(let $x 1 (let $x 2 $x))",
        &expect![[r#"
        1:17-1:19 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
            1:7-1:9 bound here
    "#]],
    );
    check(
        "!(let* (($x 1) ($x 2)) $x)",
        &expect![[r#"
        1:17-1:19 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
            1:10-1:12 bound here
    "#]],
    );
    check(
        r#"!(let $_ 1 (let $_ 2 ok))
!(let* (($_ 1) ($_ 2)) ok)"#,
        &expect![[r#"
    1:17-1:19 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        1:7-1:9 bound here
    2:17-2:19 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        2:10-2:12 bound here
"#]],
    );
    check(
        r#"(= (g $_ $_) ok)
!(let ($_ $_) (f) ok)"#,
        &expect![[r#"
    1:10-1:12 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        1:7-1:9 bound here
    2:11-2:13 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        2:8-2:10 bound here
"#]],
    );
    check(
        r#"!(let $x 9 (map-atom (1 2) $x (+ $x 1)))
!(let $x 9 (chain (f) $x $x))"#,
        &expect![[r#"
    1:28-1:30 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
        1:7-1:9 bound here
    2:23-2:25 info rebound-variable: `$x` already has a value here, so this is a comparison: there is no result if the values differ
        2:7-2:9 bound here
"#]],
    );
    check(
        r#"!(+ (let $t 1 $t) (let $t 2 $t))
!(let $x (let $x 1 $x) $x)"#,
        &expect![""],
    );
    check(
        r#"(= (f $x) (let $x 5 $x))
(= (g $x) (match &self (p $x $y) $y))
!(let $x 1 (case 2 (($x a) ((b $x) c))))"#,
        &expect![""],
    );
    check("!(let $n 7 (unify (a $n) (a 7) $n no))", &expect![""]);
    check(
        r#"!(case 1 (($_ (case 2 (($_ a))))))
!(case 1 ((1 (let $_ 1 2)) (2 (let $_ 1 2))))"#,
        &expect![[r#"
    1:25-1:27 info rebound-variable: `$_` already has a value here, so this is a comparison: there is no result if the values differ
        1:12-1:14 bound here
"#]],
    );
}

/// Spaces that nothing binds.
#[test]
fn spaces() {
    check(
        r#"!(add-atom &kb (a))
!(match &kb (a $x) $x)
!(match &self (a) b)
!(get-atoms &other)"#,
        &expect![[r#"
    1:12-1:15 hint unbound-space: nothing in this file binds `&kb`; create the space with `!(bind! &kb (new-space))`
    4:13-4:19 hint unbound-space: nothing in this file binds `&other`; create the space with `!(bind! &other (new-space))`
"#]],
    );
    check(
        r#"!(bind! &kb (new-space))
!(add-atom &kb (a))"#,
        &expect![""],
    );
    check(
        r#"!(import! &kb m)
!(add-atom &kb (a))
!(add-atom &other (a))"#,
        &expect![""],
    );
    check(
        r#"(uses &kb)
!(f &kb)"#,
        &expect![""],
    );
    check("(= (go) (let $_ (bind! &kb (new-space)) (add-atom &kb (a))))", &expect![""]);
}

/// Heads of calls that are one letter away from a built-in.
#[test]
fn typos() {
    check(
        r#"!(car-atm (1 2))
!(printlnn! 1)
!(println 1)
!(supperpose (1 2))
!(colapse (f))
!(car-atom2 (1))
!(Collapse (f))"#,
        &expect![[r#"
    1:3-1:10 hint possible-typo: nothing in this file defines `car-atm`, so the call stands for itself; did you mean `car-atom`?
    2:3-2:12 hint possible-typo: nothing in this file defines `printlnn!`, so the call stands for itself; did you mean `println!`?
    3:3-3:10 hint possible-typo: nothing in this file defines `println`, so the call stands for itself; did you mean `println!`?
    4:3-4:13 hint possible-typo: nothing in this file defines `supperpose`, so the call stands for itself; did you mean `superpose`?
    5:3-5:10 hint possible-typo: nothing in this file defines `colapse`, so the call stands for itself; did you mean `collapse`?
"#]],
    );
    check(
        r#"!(catch 1)
!(matches 1)
!(lets 1)
!(uniqe 1)"#,
        &expect![[r#"
    4:3-4:8 hint possible-typo: nothing in this file defines `uniqe`, so the call stands for itself; did you mean `unique`?
"#]],
    );
    check(
        r#"(= (car-atm $x) $x)
!(car-atm 1)"#,
        &expect![""],
    );
    check(
        r#"(cdr-atm 1)
!(cdr-atm 1)
!(f cdr-atm)"#,
        &expect![""],
    );
    check(
        r#"!(import! &self m)
!(car-atm (1 2))"#,
        &expect![""],
    );
}
