//! Hovers in MeTTa.

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use expect_test::{Expect, expect};
use support::workspace::Fixture;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&Fixture::metta(text).hover());
}

/// Type, documentation, comments and clauses.
#[test]
fn functions() {
    check(
        r#"; Factorial
; of a number.
(: fact (-> Number Number))
(@doc fact
  (@desc "Multiplies the numbers up to \"n\"")
  (@params ((@param "How far")))
  (@return "The product"))
; ------------
; The induction:
(= (fact 0) 1)
(= (fact $n) (* $n (fact (- $n 1))))
!(fact$0 5)"#,
        &expect![[r#"
            main.metta:12:3-12:7 fact
            function `fact`, 2 clauses
            Factorial
            of a number.
            ```metta
            (: fact (-> Number Number))
            ```
            Multiplies the numbers up to "n"

            - `$n`: How far

            Returns: The product
            The induction:
            ```metta
            (= (fact 0) 1)
            (= (fact $n) (* $n (fact (- $n 1))))
            ```
        "#]],
    );
    check(
        "(= (f $x) 1) ; beside\n\n(= (g) 2)\n!(g$0)",
        &expect![[r#"
        main.metta:4:3-4:4 g
        function `g`, 1 clause
        ```metta
        (= (g) 2)
        ```
    "#]],
    );
    check(
        "(= (g) 1) ; beside\n(= (f) 2)\n!(f$0)",
        &expect![[r#"
        main.metta:3:3-3:4 f
        function `f`, 1 clause
        ```metta
        (= (f) 2)
        ```
    "#]],
    );
    check(
        "  ; indented\n  (= (f) 2)\n!(f$0)",
        &expect![[r#"
        main.metta:3:3-3:4 f
        function `f`, 1 clause
        indented
        ```metta
        (= (f) 2)
        ```
    "#]],
    );
    check(
        "(@doc f (@desc \"D\") (@params ((@param \"A\") (@param \"B\"))))\n!(f$0)",
        &expect![[r#"
        main.metta:2:3-2:4 f
        symbol `f`
        D

        - argument 1: A
        - argument 2: B
    "#]],
    );
    check(
        "(@doc f \"no desc\")\n!(f$0)",
        &expect![[r#"
        main.metta:2:3-2:4 f
        symbol `f`
        no desc
    "#]],
    );
}

/// Long groups and long forms are cut.
#[test]
fn long_groups() {
    let clauses: String = (0..9).map(|n| format!("(= (f {n}) {n})\n")).collect();
    check(
        &format!("{clauses}!(f$0 1)"),
        &expect![[r#"
        main.metta:10:3-10:4 f
        function `f`, 9 clauses
        ```metta
        (= (f 0) 0)
        (= (f 1) 1)
        (= (f 2) 2)
        (= (f 3) 3)
        (= (f 4) 4)
        (= (f 5) 5)
        ; and 3 more
        ```
    "#]],
    );
    let body: String = (0..100).map(|n| format!("    (line {n})\n")).collect();
    let hover = Fixture::metta(&format!("(= (f)\n  (do\n{body}))\n!(f$0)")).hover();
    assert!(hover.len() < 1_000, "{hover}");
    let facts: String = (0..9).map(|n| format!("(rel {n})\n")).collect();
    check(
        &format!("{facts}!(rel$0 1)"),
        &expect![[r#"
        main.metta:10:3-10:6 rel
        relation `rel`, 9 facts
        ```metta
        (rel 0)
        (rel 1)
        (rel 2)
        (rel 3)
        (rel 4)
        (rel 5)
        ; and 3 more
        ```
    "#]],
    );
}

#[test]
fn types_constants_and_tokens() {
    check(
        "(: Nat Type)\n(:< Nat Number)\n(: Z Nat$0)",
        &expect![[r#"
        main.metta:3:6-3:9 Nat
        type `Nat`
        ```metta
        (: Nat Type)
        ```
        ```metta
        (:< Nat Number)
        ```
    "#]],
    );
    check(
        "(: Z Nat)\n!(f Z$0)",
        &expect![[r#"
        main.metta:2:5-2:6 Z
        constant `Z`
        ```metta
        (: Z Nat)
        ```
    "#]],
    );
    check(
        "(= size 3)\n!(eval size$0)",
        &expect![[r#"
        main.metta:2:8-2:12 size
        constant `size`
        ```metta
        (= size 3)
        ```
    "#]],
    );
    check(
        "(: Cons (-> $t (List $t) (List $t)))\n!(Cons$0 1 Nil)",
        &expect![[r#"
        main.metta:2:3-2:7 Cons
        function or constructor `Cons`, without clauses in its file
        ```metta
        (: Cons (-> $t (List $t) (List $t)))
        ```
    "#]],
    );
    check(
        "!(bind! &kb (new-space))\n!(get-atoms &kb$0)",
        &expect![[r#"
        main.metta:2:13-2:16 &kb
        token `&kb`
        ```metta
        !(bind! &kb (new-space))
        ```
    "#]],
    );
    check(
        "!(f data$0)",
        &expect![[r#"
        main.metta:1:5-1:9 data
        symbol `data`, which nothing in this file defines
    "#]],
    );
    check(
        "(= ((curry $f) $x) 1)\n!((curry$0 +) 1)",
        &expect![[r#"
        main.metta:2:4-2:9 curry
        function `curry`, 1 clause
        ```metta
        (= ((curry $f) $x) 1)
        ```
    "#]],
    );
}

#[test]
fn builtins() {
    check(
        "!(+$0 1 2)",
        &expect![[r#"
        main.metta:1:3-1:4 +
        ```metta
        (: + (-> Number Number Number))
        ```
        built-in: Sum of two numbers.
    "#]],
    );
    check(
        "!(match$0 &self $x $x)",
        &expect![[r#"
            main.metta:1:3-1:8 match
            ```metta
            (: match (-> SpaceType Atom Atom %Undefined%))
            ```
            built-in: Finds all atoms of a space that match the pattern and gives the template for each.
            MeTTaTron reads `&self` as two words, which makes four arguments.
        "#]],
    );
    check(
        "!(match &self$0 $x $x)",
        &expect![[r#"
            main.metta:1:9-1:14 &self
            ```metta
            (: &self SpaceType)
            ```
            built-in: The space of the current module.
            MeTTaTron reads it as the two words `&` and `self`.
        "#]],
    );
    check(
        "!(json-encode$0 1)",
        &expect![[r#"
        main.metta:1:3-1:14 json-encode
        ```metta
        (: json-encode (-> Atom String))
        ```
        built-in: Encodes an atom as JSON.
        From the module `json`: `!(import! &self json)`
        Only in hyperon.
    "#]],
    );
    check(
        "(= (f) PI$0)",
        &expect![[r#"
        main.metta:1:8-1:10 PI
        ```metta
        (: PI Number)
        ```
        built-in: The constant pi.
        Only in hyperon.
    "#]],
    );
    check(
        "(=$0 (f) 1)",
        &expect![[r#"
        main.metta:1:2-1:3 =
        ```metta
        (: = (-> $t $t %Undefined%))
        ```
        built-in: Rewrite rule: what matches the first pattern reduces to the second.
    "#]],
    );
    check(
        "; Mine.\n(= (car-atom$0 $x) 1)",
        &expect![[r#"
        main.metta:2:5-2:13 car-atom
        ```metta
        (: car-atom (-> Expression %Undefined%))
        ```
        built-in: The first element of an expression.
        function `car-atom`, 1 clause
        Mine.
        ```metta
        (= (car-atom $x) 1)
        ```
    "#]],
    );
}

/// Which form binds a variable, and its type where a declaration tells.
#[test]
fn variables() {
    let hover = |text: &str| Fixture::metta(text).hover();
    expect![[r#"
        main.metta:2:17-2:19 $l
        ```metta
        (: $l (List $t))
        ```
        parameter of `f`; occurs 2 times in its form
    "#]]
    .assert_eq(&hover("(: f (-> Number (List $t) A))\n(= (f $n $l) (g $l$0))"));
    let texts = [
        "(= (f (Cons $h$0)) $h)",
        "(= ($f$0 a) 1)",
        "!(let $x 1 $x$0)",
        "!(let* (($x 1)) $x$0)",
        "!(match &self (a $x) $x$0)",
        "!(case 1 (($x $x$0)))",
        "!(switch 1 (($x $x$0)))",
        "!(chain 1 $x $x$0)",
        "!(unify $x 1 $x$0 no)",
        "!(map-atom (1) $x $x$0)",
        "!(foldl-atom (1) 0 $a $x (+ $a$0 $x))",
        "!(if-decons-expr (1) $h $t $h$0 no)",
        "!(atom-subst 1 $x $x$0)",
        "!(lambda $x $x$0)",
        "!(f $x$0)",
        "(: f (-> $t$0 $t))",
        "(: f A)\n(: f (-> A B))\n(: f (-> C B))\n(= (f $x$0) $x)",
    ];
    let table: String = texts
        .iter()
        .map(|text| {
            let last = hover(text).lines().skip(1).collect::<Vec<_>>().join(" ");
            format!("{text}\n    {last}\n")
        })
        .collect();
    expect![[r#"
        (= (f (Cons $h$0)) $h)
            parameter of `f`; occurs 2 times in its form
        (= ($f$0 a) 1)
            variable of a rule's left side; occurs once in its form
        !(let $x 1 $x$0)
            bound by `let`; occurs 2 times in its form
        !(let* (($x 1)) $x$0)
            bound by `let*`; occurs 2 times in its form
        !(match &self (a $x) $x$0)
            bound by `match`; occurs 2 times in its form
        !(case 1 (($x $x$0)))
            bound by an arm of `case`; occurs 2 times in its form
        !(switch 1 (($x $x$0)))
            bound by an arm of `switch`; occurs 2 times in its form
        !(chain 1 $x $x$0)
            bound by `chain`; occurs 2 times in its form
        !(unify $x 1 $x$0 no)
            bound by `unify`; occurs 2 times in its form
        !(map-atom (1) $x $x$0)
            bound by `map-atom`; occurs 2 times in its form
        !(foldl-atom (1) 0 $a $x (+ $a$0 $x))
            bound by `foldl-atom`; occurs 2 times in its form
        !(if-decons-expr (1) $h $t $h$0 no)
            bound by `if-decons-expr`; occurs 2 times in its form
        !(atom-subst 1 $x $x$0)
            bound by `atom-subst`; occurs 2 times in its form
        !(lambda $x $x$0)
            parameter of `lambda`; occurs 2 times in its form
        !(f $x$0)
            free variable: it takes any value that fits; occurs once in its form
        (: f (-> $t$0 $t))
            type variable; occurs 2 times in its form
        (: f A)
        (: f (-> A B))
        (: f (-> C B))
        (= (f $x$0) $x)
            parameter of `f`; occurs 2 times in its form
    "#]]
    .assert_eq(&table);
}

#[test]
fn literals_and_other_places() {
    let texts = [
        "(f 1$0)",
        "(f -1.5$0)",
        "(f 1e5$0)",
        "(f \"a$0\")",
        "(f True$0)",
        "(f $0 a)",
        "; a$0",
        "$0",
        "(f",
        "($0)",
    ];
    let table: String = texts
        .iter()
        .map(|text| {
            let text = if text.contains("$0") { (*text).to_owned() } else { format!("{text}$0") };
            format!("{text}\n{}", Fixture::metta(&text).hover())
        })
        .collect();
    expect![[r#"
        (f 1$0)
        main.metta:1:4-1:5 1
        integer of 64 bits, of type `Number`
        (f -1.5$0)
        main.metta:1:4-1:8 -1.5
        floating-point number of 64 bits, of type `Number`
        (f 1e5$0)
        main.metta:1:4-1:7 1e5
        floating-point number of 64 bits, of type `Number`
        (f "a$0")
        main.metta:1:4-1:7 "a"
        literal of type `String`
        (f True$0)
        main.metta:1:4-1:8 True
        truth value, of type `Bool`
        (f $0 a)
        nothing
        ; a$0
        nothing
        $0
        nothing
        (f$0
        main.metta:1:2-1:3 f
        relation `f`, 1 fact
        ```metta
        (f
        ```
        ($0)
        nothing
    "#]]
    .assert_eq(&table);
}

#[test]
fn modules() {
    check(
        "!(import! &self lib$0)\n//- lib.metta\n; A library.\n; For all.\n\n(= (f) 1)\n(= (f 1) 1)\n(= (g) 1)",
        &expect![[r#"
            main.metta:1:17-1:20 lib
            module `lib`
            A library.
            For all.
            The file defines 2 names.
        "#]],
    );
    check(
        "!(import! &self json$0)",
        &expect![[r#"
        main.metta:1:17-1:21 json
        module `json`, built in: `dict-space`, `get-keys`, `get-value`, `json-decode`, `json-encode`
    "#]],
    );
    check(
        "!(import! &self nowhere$0)",
        &expect![[r#"
        main.metta:1:17-1:24 nowhere
        module `nowhere`
    "#]],
    );
}

/// What other files say.
#[test]
fn definitions_of_other_files() {
    check(
        r"!(import! &self lib)
!(f$0 1)
//- lib.metta
; Doubles.
(: f (-> Number Number))
(= (f $x) (* 2 $x))",
        &expect![[r#"
            main.metta:2:3-2:4 f
            symbol `f`, which nothing in this file defines
            function `f`, 1 clause
            Doubles.
            ```metta
            (: f (-> Number Number))
            ```
            ```metta
            (= (f $x) (* 2 $x))
            ```
        "#]],
    );
}
