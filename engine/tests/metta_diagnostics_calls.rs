//! Diagnostics of MeTTa: calls and the forms that the language knows.
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

/// A form at the top level is stored (`metta.md` 2.1).
#[test]
fn forms_that_do_not_run() {
    check(
        r#"(println! "a")
(bind! &x (new-space))
(import! &self m)
(add-atom &self (a))
(assertEqual 1 1)"#,
        &expect![[r#"
    1:2-1:10 warning form-not-run: `println!` is stored and does not run; write `!` before the form
    2:2-2:7 warning form-not-run: `bind!` is stored and does not run; write `!` before the form
    3:2-3:9 warning form-not-run: `import!` is stored and does not run; write `!` before the form
    4:2-4:10 warning form-not-run: `add-atom` is stored and does not run; write `!` before the form
    5:2-5:13 warning form-not-run: `assertEqual` is stored and does not run; write `!` before the form
"#]],
    );
    check(
        r#"!(println! "a")
(pragma! type-check auto)
(quote (println! "a"))
(foo (println! "a"))"#,
        &expect![""],
    );
    check(
        r#"(= (println! $x) $x)
(println! "a")"#,
        &expect![""],
    );
}

/// A call of a typed function with a number of arguments that no type has.
#[test]
fn call_arity() {
    check(
        r#"!(+ 1)
!(+ 1 2 3)
!(not)
!(new-space 1)"#,
        &expect![[r#"
    1:3-1:4 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:3-2:4 warning call-arity: the number of arguments of `+` is 2, not 3: the call gives an error
    3:3-3:6 warning call-arity: the number of arguments of `not` is 1, not 0: the call gives an error
    4:3-4:12 warning call-arity: the number of arguments of `new-space` is 0, not 1: the call gives an error
"#]],
    );
    check(
        r#"(: f (-> Number Number))
!(f 1 2)
!(f)
!(f 1)"#,
        &expect![[r#"
    2:3-2:4 warning call-arity: the number of arguments of `f` is 1, not 2: the call gives an error
    3:3-3:4 warning call-arity: the number of arguments of `f` is 1, not 0: the call gives an error
"#]],
    );
    check(
        r#"(: f (-> Number Number))
(: f (-> Number Number Number))
!(f 1)
!(f 1 2)
!(f 1 2 3)"#,
        &expect![[r#"
    5:3-5:4 warning call-arity: the number of arguments of `f` is 1, not 3: the call gives an error
"#]],
    );
    check(
        r#"(: f Number)
!(f 1 2)"#,
        &expect![""],
    );
    check(
        r#"(: c (-> Number (-> Number Number)))
!((c 1) 2)
!(c 1 2)"#,
        &expect![[r#"
    3:3-3:4 warning call-arity: the number of arguments of `c` is 1, not 2: the call gives an error
"#]],
    );
    check(
        r#"(= (f $x) $x)
!(f 1 2)
!(f)"#,
        &expect![""],
    );
    check(
        r#"!(nosuch 1 2)
!(nosuch)"#,
        &expect![""],
    );
    check(
        r#"!(nosuch (+ 1))
!($f (+ 1))
!(quote (+ 1))
!(add-atom &self (+ 1))
!(match &self (+ 1) (a))
!(get-type (+ 1))"#,
        &expect![""],
    );
    check(
        r#"!(match &self (a $x) (+ $x))
!(if True (+ 1) (- 1))
!(let $x 1 (+ $x))
!(case 1 ((1 (+ 1)) ($_ (- 2))))
!(superpose ((+ 1) 2))
!(collapse (+ 1))"#,
        &expect![[r#"
    1:23-1:24 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:12-2:13 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:18-2:19 warning call-arity: the number of arguments of `-` is 2, not 1: the call gives an error
    3:13-3:14 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    4:15-4:16 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    4:26-4:27 warning call-arity: the number of arguments of `-` is 2, not 1: the call gives an error
    5:15-5:16 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    6:13-6:14 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
    check(
        r#"!(assertEqual (+ 1) 2)
!(assertEqualToResult (f) ((+ 1)))"#,
        &expect![[r#"
    1:16-1:17 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
    check("!(assertEqual (+ 1) (Error (+ 1) IncorrectNumberOfArguments))", &expect![""]);
    check(
        r#"(= (f) (+ 1))
(: g (-> Atom))
(= (g) (+ 1))
(= h (+ 1))"#,
        &expect![[r#"
    1:9-1:10 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
    check(
        r#"!(help!)
!(help! +)
!(help! + 1)"#,
        &expect![[r#"
    3:3-3:8 warning call-arity: the number of arguments of `help!` is 1, not 2: the call gives an error
"#]],
    );
    check(
        r#"!(nop 1 2)
!(pragma! a b c)"#,
        &expect![""],
    );
    check(
        r#"(: + (-> Number Number))
!(+ 1)
!(+ 1 2)"#,
        &expect![[r#"
    3:3-3:4 warning call-arity: the number of arguments of `+` is 1, not 2: the call gives an error
"#]],
    );
    check(
        r#"(= (+ $x) $x)
!(+ 1)"#,
        &expect![""],
    );
    check(
        r#"!(add-atom &self (: f (-> A B)))
(: f (-> A B C))
!(f 1)"#,
        &expect![""],
    );
    check("!(json-encode 1 2)", &expect![""]);
    check(
        r#"!(import! &self json)
!(json-encode 1 2)"#,
        &expect![[r#"
    2:3-2:14 warning call-arity: the number of arguments of `json-encode` is 1, not 2: the call gives an error
"#]],
    );
    check(
        r#"!(error 1)
!(repr)"#,
        &expect![""],
    );
    check(
        r#"(+ 1)
(a (+ 1))"#,
        &expect![""],
    );
    check(
        r#"!(1 (+ 1))
!((+ 1) 2)"#,
        &expect![[r#"
    1:6-1:7 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
    2:4-2:5 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
    check(
        r#"!(function (chain (eval (+ 1)) $x (return $x)))
!(eval (+ 1))
!(map-atom (1 2) $x (+ $x))"#,
        &expect![""],
    );
    check(
        r#"(: f (-> Atom Number Number))
!(f (+ 1) (+ 2))"#,
        &expect![[r#"
    2:12-2:13 warning call-arity: the number of arguments of `+` is 2, not 1: the call gives an error
"#]],
    );
}

/// A literal that no type of the function admits.
#[test]
fn literal_types() {
    check(
        r#"!(+ 1 "2")
!(and True 1)
!(not "x")
!(format-args 1 ())
!(+ 1.5 True)"#,
        &expect![[r#"
    1:7-1:10 warning call-type-mismatch: `+` takes a `Number` here, and this is a `String`: the call gives an error
    2:12-2:13 warning call-type-mismatch: `and` takes a `Bool` here, and this is a `Number`: the call gives an error
    3:7-3:10 warning call-type-mismatch: `not` takes a `Bool` here, and this is a `String`: the call gives an error
    4:15-4:16 warning call-type-mismatch: `format-args` takes a `String` here, and this is a `Number`: the call gives an error
    5:9-5:13 warning call-type-mismatch: `+` takes a `Number` here, and this is a `Bool`: the call gives an error
"#]],
    );
    check(
        r#"(: f (-> String Bool Number))
!(f "a" True)
!(f 1 True)
!(f "a" 0)
!(f f f)
!(f $x (g))"#,
        &expect![[r#"
    3:5-3:6 warning call-type-mismatch: `f` takes a `String` here, and this is a `Number`: the call gives an error
    4:9-4:10 warning call-type-mismatch: `f` takes a `Bool` here, and this is a `Number`: the call gives an error
"#]],
    );
    check(
        r#"(: f (-> String A))
(: f (-> Number A))
!(f 1)
!(f "s")
!(f True)"#,
        &expect![[r#"
    5:5-5:9 warning call-type-mismatch: `f` takes a `String` here, and this is a `Bool`: the call gives an error
"#]],
    );
    check(
        r#"!(== 1 "a")
!(println! 1)
!(id True)
!(quote 1)"#,
        &expect![""],
    );
    check("!(+ one two)", &expect![""]);
}

/// A form that binds a variable needs one.
#[test]
fn variable_slots() {
    check(
        r#"!(map-atom (1 2) x (+ x 1))
!(chain (f) (a b) 1)
!(foldl-atom (1 2) 0 acc $x (+ $acc $x))
!(filter-atom (1 2) "v" (eval (> $v 1)))"#,
        &expect![[r#"
    1:18-1:19 warning variable-slot: `map-atom` takes a variable here
    2:13-2:18 warning variable-slot: `chain` takes a variable here
    3:22-3:25 warning variable-slot: `foldl-atom` takes a variable here
    4:21-4:24 warning variable-slot: `filter-atom` takes a variable here
"#]],
    );
    check(
        r#"!(map-atom (1 2) $x (+ $x 1))
!(chain (f) $y (g $y))"#,
        &expect![""],
    );
}

/// The predicate of `filter-atom` runs as an instruction in hyperon (`metta.md` 2.5).
#[test]
fn filters() {
    check(
        r#"!(filter-atom (1 2) $v (> $v 1))
!(filter-atom (1 2) $v (even $v))"#,
        &expect![[r#"
    1:24-1:32 warning filter-without-eval: wrap this predicate in `(eval ..)`: `filter-atom` does not evaluate it, and gives an error
    2:24-2:33 warning filter-without-eval: wrap this predicate in `(eval ..)`: `filter-atom` does not evaluate it, and gives an error
"#]],
    );
    check(
        r#"!(filter-atom (1 2) $v (eval (> $v 1)))
!(filter-atom (1 2) $v $_p)
!(filter-atom (1 2) $v (chain (eval (f $v)) $y (eval (g $y))))"#,
        &expect![[r#"
    2:21-2:23 hint unused-variable: `$v` occurs only here; a name that begins with `$_` says that this is intended
"#]],
    );
}

/// Forms without the parts they need.
#[test]
fn shapes_of_forms() {
    check(
        r#"!(let $x 1)
!(let $x 1 $x 2)
!(let (($x 1)) $x)"#,
        &expect![[r#"
    1:3-1:6 warning form-shape: `let` is written `(let pattern value body)`
    2:3-2:6 warning form-shape: `let` is written `(let pattern value body)`
    3:3-3:6 warning form-shape: `let` is written `(let pattern value body)`
"#]],
    );
    check(
        r#"!(if True 1)
!(if True 1 2 3)
!(if True 1 2)"#,
        &expect![[r#"
    1:3-1:5 warning form-shape: `if` is written `(if condition then else)`
    2:3-2:5 warning form-shape: `if` is written `(if condition then else)`
"#]],
    );
    check(
        r#"!(let* (($x 1) ($y $x)) (+ $x $y))
!(let* ($x 1) $x)
!(let* (($x 1 2)) $x)
!(let* (($x 1)))
!(let* () 1)
!(let* $b 1)"#,
        &expect![[r#"
    2:12-2:13 warning form-shape: `let*` is written `(let* ((pattern value) (pattern value)) body)`
    3:9-3:17 warning form-shape: `let*` is written `(let* ((pattern value) (pattern value)) body)`
    4:3-4:7 warning form-shape: `let*` is written `(let* ((pattern value) (pattern value)) body)`
"#]],
    );
    check(
        r#"!(case 1 ((1 a) ($_ b)))
!(case 1 (1 a) (2 b))
!(case 1 (1 a))
!(case 1 ((1)))
!(case 1 ())
!(case 1 $arms)
!(case 1 ($arm (2 b)))
!(switch 1 5)"#,
        &expect![[r#"
    2:3-2:7 warning form-shape: `case` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
    3:11-3:12 warning form-shape: `case` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
    4:11-4:14 warning form-shape: `case` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
    8:12-8:13 warning form-shape: `switch` is written `(case value ((pattern result) (pattern result)))`, and `switch` likewise
"#]],
    );
    check(
        r#"!(match &self (a $x) $x)
!(match & self (a $x) $x)
!(match &self (a $x))
!(match &self a b c)"#,
        &expect![[r#"
    3:3-3:8 warning form-shape: `match` is written `(match space pattern template)`
    4:3-4:8 warning form-shape: `match` is written `(match space pattern template)`
"#]],
    );
    check(
        r#"(= (f))
(= (f) 1 2)
(: f)
(: f A B)
(=)
(: f A)"#,
        &expect![[r#"
    1:2-1:3 warning form-shape: `=` is written `(= left right)`
    2:2-2:3 warning form-shape: `=` is written `(= left right)`
    3:2-3:3 warning form-shape: `:` is written `(: name type)`
    4:2-4:3 warning form-shape: `:` is written `(: name type)`
    5:2-5:3 warning form-shape: `=` is written `(= left right)`
"#]],
    );
    check(
        r#"(= (let $x) $x)
!(let 1)"#,
        &expect![""],
    );
    check(
        r#"(let $x 1)
!(quote (if True))
(a (case))"#,
        &expect![""],
    );
}
