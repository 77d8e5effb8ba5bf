//! Definition, declaration and implementation in MeTTa (`metta.md` 2.3).
//!
//! Most tests ask about every word of a text at once.

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use expect_test::{Expect, expect};
use rholang_engine::query;

use support::words::table;
use support::workspace::Fixture;

fn check_definitions(text: &str, expected: &Expect) {
    expected.assert_eq(&table(&Fixture::metta(text), query::definition));
}

fn check_declarations(text: &str, expected: &Expect) {
    expected.assert_eq(&table(&Fixture::metta(text), query::declaration));
}

fn check_implementations(text: &str, expected: &Expect) {
    expected.assert_eq(&table(&Fixture::metta(text), query::implementation));
}

/// Clauses whose arguments match come first, the most specific first, then clauses of the same
/// length, of other lengths, types and facts.
#[test]
fn calls_lead_to_the_clauses_that_fit() {
    check_definitions(
        r"(: fact (-> Number Number))
(= (fact $n) (* $n (fact (- $n 1))))
(= (fact 0) 1)
!(fact 0)
!(fact 5)
!(fact (+ 1 2))
!(fact)
!(fact 1 2)
!(map fact)
fact",
        &expect![[r#"
            1:4 fact -> 2:5 3:5 1:4
            2:5 fact -> 2:5 3:5 1:4
            2:10 $n -> 2:10
            2:17 $n -> 2:10
            2:21 fact -> 2:5 3:5 1:4
            2:29 $n -> 2:10
            3:5 fact -> 3:5 2:5 1:4
            4:3 fact -> 3:5 2:5 1:4
            5:3 fact -> 2:5 3:5 1:4
            6:3 fact -> 2:5 3:5 1:4
            7:3 fact -> 2:5 3:5 1:4
            8:3 fact -> 2:5 3:5 1:4
            9:7 fact -> 2:5 3:5 1:4
            10:1 fact -> 2:5 3:5 1:4
        "#]],
    );
    check_definitions(
        r#"(= (f 1 $y) a)
(= (f "s" $y) b)
(= (f True 2) c)
(= (f $x $x) d)
(= (f 1.5 x) e)
!(f 1 2)
!(f "s" 2)
!(f True 2)
!(f True 3)
!(f 7 7)
!(f 7 8)
!(f 1.5 x)
!(f $a 2)"#,
        &expect![[r#"
            1:5 f -> 1:5 4:5 2:5 3:5 5:5
            1:9 $y -> 1:9
            2:5 f -> 2:5 4:5 1:5 3:5 5:5
            2:11 $y -> 2:11
            3:5 f -> 3:5 1:5 2:5 4:5 5:5
            4:5 f -> 1:5 2:5 3:5 5:5 4:5
            4:7 $x -> 4:7
            4:10 $x -> 4:7
            5:5 f -> 5:5 1:5 2:5 3:5 4:5
            6:3 f -> 1:5 2:5 3:5 4:5 5:5
            7:3 f -> 2:5 1:5 3:5 4:5 5:5
            8:3 f -> 3:5 1:5 2:5 4:5 5:5
            9:3 f -> 1:5 2:5 3:5 4:5 5:5
            10:3 f -> 4:5 1:5 2:5 3:5 5:5
            11:3 f -> 1:5 2:5 3:5 4:5 5:5
            12:3 f -> 5:5 1:5 2:5 3:5 4:5
            13:3 f -> 3:5 1:5 2:5 4:5 5:5
            13:5 $a -> 13:5
        "#]],
    );
}

/// Constructors are compared part by part; what another call gives is not known.
#[test]
fn structures() {
    check_definitions(
        r"(: Cons (-> $t (List $t) (List $t)))
(: Nil (List $t))
(= (len Nil) 0)
(= (len (Cons $h $t)) (+ 1 (len $t)))
(= (other $x) $x)
!(len Nil)
!(len (Cons 1 Nil))
!(len (other 1))
!(len (unknown 1))
!(len ())
!(len (Cons 1))
!(len (1 2))",
        &expect![[r#"
            1:4 Cons -> 1:4
            1:13 $t -> 1:13
            1:22 $t -> 1:13
            1:32 $t -> 1:13
            2:4 Nil -> 2:4
            2:14 $t -> 2:14
            3:5 len -> 3:5 4:5
            3:9 Nil -> 2:4
            4:5 len -> 4:5 3:5
            4:10 Cons -> 1:4
            4:15 $h -> 4:15
            4:18 $t -> 4:18
            4:29 len -> 3:5 4:5
            4:33 $t -> 4:18
            5:5 other -> 5:5
            5:11 $x -> 5:11
            5:15 $x -> 5:11
            6:3 len -> 3:5 4:5
            6:7 Nil -> 2:4
            7:3 len -> 4:5 3:5
            7:8 Cons -> 1:4
            7:15 Nil -> 2:4
            8:3 len -> 3:5 4:5
            8:8 other -> 5:5
            9:3 len -> 3:5 4:5
            10:3 len -> 3:5 4:5
            11:3 len -> 3:5 4:5
            11:8 Cons -> 1:4
            12:3 len -> 3:5 4:5
        "#]],
    );
    check_definitions(
        r"(= (g (a (b $x) c)) 1)
(= (g (a (b 2) d)) 2)
(= (g ((h 1) 2)) 3)
(= (g ()) 4)
!(g (a (b 2) c))
!(g (a (b 2) d))
!(g (a (b 2) $z))
!(g ((h 1) 2))
!(g ((h 2) 2))
!(g ())",
        &expect![[r#"
            1:5 g -> 1:5 3:5 4:5 2:5
            1:13 $x -> 1:13
            2:5 g -> 2:5 3:5 4:5 1:5
            3:5 g -> 3:5 1:5 2:5 4:5
            4:5 g -> 4:5 1:5 2:5 3:5
            5:3 g -> 1:5 3:5 4:5 2:5
            6:3 g -> 2:5 3:5 4:5 1:5
            7:3 g -> 2:5 1:5 3:5 4:5
            7:14 $z -> 7:14
            8:3 g -> 3:5 1:5 2:5 4:5
            9:3 g -> 1:5 2:5 4:5 3:5
            10:3 g -> 4:5 1:5 2:5 3:5
        "#]],
    );
}

/// Curried clauses are found under their innermost name.
#[test]
fn curried_clauses() {
    check_definitions(
        r"(= ((curry $f) $x $y) ($f $x $y))
(= (((k $a $b) $c) $d) $a)
!((curry +) 1 2)
!(((k 1 2) 3) 4)",
        &expect![[r#"
            1:6 curry -> 1:6
            1:12 $f -> 1:12
            1:16 $x -> 1:16
            1:19 $y -> 1:19
            1:24 $f -> 1:12
            1:27 $x -> 1:16
            1:30 $y -> 1:19
            2:7 k -> 2:7
            2:9 $a -> 2:9
            2:12 $b -> 2:12
            2:16 $c -> 2:16
            2:20 $d -> 2:20
            2:24 $a -> 2:9
            3:4 curry -> 1:6
            4:5 k -> 2:7
        "#]],
    );
}

/// A bare mention means the rule for the bare name first.
#[test]
fn constants_and_bare_mentions() {
    check_definitions(
        r"(= size 3)
(= (size $x) 4)
(: size Number)
!(eval size)
!(size 1)
!(size)",
        &expect![[r#"
            1:4 size -> 1:4 2:5 3:4
            2:5 size -> 2:5 1:4 3:4
            2:10 $x -> 2:10
            3:4 size -> 1:4 2:5 3:4
            4:8 size -> 1:4 2:5 3:4
            5:3 size -> 2:5 1:4 3:4
            6:3 size -> 1:4 2:5 3:4
        "#]],
    );
}

/// Types and facts, with clauses first.
#[test]
fn types_and_facts() {
    check_definitions(
        r"(: Nat Type)
(: Z Nat)
(: S (-> Nat Nat))
(:< Nat Number)
(parent Tom Bob)
(parent Bob Ann)
(= (parent $x) (match &self (parent $y $x) $y))
(: plus (-> Nat Nat Nat))
!(plus Z (S Z))",
        &expect![[r#"
            1:4 Nat -> 1:4 4:5
            2:4 Z -> 2:4
            2:6 Nat -> 1:4 4:5
            3:4 S -> 3:4
            3:10 Nat -> 1:4 4:5
            3:14 Nat -> 1:4 4:5
            4:5 Nat -> 1:4 4:5
            5:2 parent -> 7:5 5:2 6:2
            6:2 parent -> 7:5 5:2 6:2
            7:5 parent -> 7:5 5:2 6:2
            7:12 $x -> 7:12
            7:23 &self -> 1:1
            7:30 parent -> 7:5 5:2 6:2
            7:37 $y -> 7:37
            7:40 $x -> 7:40
            7:44 $y -> 7:37
            8:4 plus -> 8:4
            8:13 Nat -> 1:4 4:5
            8:17 Nat -> 1:4 4:5
            8:21 Nat -> 1:4 4:5
            9:3 plus -> 8:4
            9:8 Z -> 2:4
            9:11 S -> 3:4
            9:13 Z -> 2:4
        "#]],
    );
}

/// Several declared types: those of the call's length first.
#[test]
fn overloaded_types() {
    check_definitions(
        r"(: f (-> A B))
(: f (-> A A B))
!(f 1 2)
!(f 1)
!(f)",
        &expect![[r#"
            1:4 f -> 1:4 2:4
            2:4 f -> 1:4 2:4
            3:3 f -> 2:4 1:4
            4:3 f -> 1:4 2:4
            5:3 f -> 1:4 2:4
        "#]],
    );
}

/// Tokens lead to what binds them, `&self` to the file.
#[test]
fn tokens() {
    check_definitions(
        r"!(bind! &kb (new-space))
!(add-atom &kb (fact 1))
!(match &kb (fact $x) $x)
!(match &self (fact $x) $x)
!(import! &lib nowhere)
!(import! other nowhere)
!(get-atoms &lib)
!(get-atoms &other)
(other 1)",
        &expect![[r#"
            1:9 &kb -> 1:9
            2:12 &kb -> 1:9
            3:9 &kb -> 1:9
            3:19 $x -> 3:19
            3:23 $x -> 3:19
            4:9 &self -> 1:1
            4:21 $x -> 4:21
            4:25 $x -> 4:21
            5:11 &lib -> 5:11
            6:11 other -> 6:11
            7:13 &lib -> 5:11
            8:13 &other -> 6:11
            9:2 other -> 9:2
        "#]],
    );
}

/// Built-ins have no place, unless the program gives one.
#[test]
fn builtins() {
    check_definitions("!(if True (car-atom (1 2)) (+ 1 2))", &expect![[""]]);
    check_definitions(
        r"(println! stored)
(: car-atom (-> Expression Atom))
(= (car-atom $x) $x)
!(car-atom (1))",
        &expect![[r#"
            2:4 car-atom -> 3:5 2:4
            3:5 car-atom -> 3:5 2:4
            3:14 $x -> 3:14
            3:18 $x -> 3:14
            4:3 car-atom -> 3:5 2:4
        "#]],
    );
}

/// Symbols in patterns, quotations and data are the same symbols.
#[test]
fn programs_are_data() {
    check_definitions(
        r"(= (f $x) $x)
!(match &self (= (f $x) $b) $b)
!(quote (f 1))
(data f (f))",
        &expect![[r#"
            1:5 f -> 1:5
            1:7 $x -> 1:7
            1:11 $x -> 1:7
            2:9 &self -> 1:1
            2:19 f -> 1:5
            2:21 $x -> 2:21
            2:25 $b -> 2:25
            2:29 $b -> 2:25
            3:10 f -> 1:5
            4:2 data -> 4:2
            4:7 f -> 1:5
            4:10 f -> 1:5
        "#]],
    );
}

/// Declarations: types, then what binds, then documentation.
#[test]
fn declarations() {
    check_declarations(
        r#"(@doc f (@desc "F"))
(: f (-> A A))
(: f (-> A A A))
(= (f $x) $x)
(: A Type)
(:< A Atom)
!(bind! &s (new-space))
!(import! &m nowhere)
!(f 1 2)
!(f 1)
!(get-atoms &s)
!(get-atoms &m)
(fact 1)
!(fact $z)"#,
        &expect![[r#"
            1:7 f -> 2:4 3:4 1:7
            2:4 f -> 2:4 3:4 1:7
            2:10 A -> 5:4 6:5
            2:12 A -> 5:4 6:5
            3:4 f -> 2:4 3:4 1:7
            3:10 A -> 5:4 6:5
            3:12 A -> 5:4 6:5
            3:14 A -> 5:4 6:5
            4:5 f -> 2:4 3:4 1:7
            4:7 $x -> 4:7
            4:11 $x -> 4:7
            5:4 A -> 5:4 6:5
            6:5 A -> 5:4 6:5
            7:9 &s -> 7:9
            8:11 &m -> 8:11
            9:3 f -> 3:4 2:4 1:7
            10:3 f -> 2:4 3:4 1:7
            11:13 &s -> 7:9
            12:13 &m -> 8:11
            14:8 $z -> 14:8
        "#]],
    );
}

/// Implementations: clauses of functions; constructors, functions and subtypes of a type.
#[test]
fn implementations() {
    check_implementations(
        r"(: Nat Type)
(: Z Nat)
(: S (-> Nat Nat))
(: List (-> Type Type))
(: Nil (List $t))
(: Cons (-> $t (List $t) (List $t)))
(: Even Type)
(:< Even Nat)
(= (double Z) Z)
(= (double (S $n)) (S (S (double $n))))
(= zero Z)",
        &expect![[r#"
            1:4 Nat -> 2:4 3:4 8:5
            2:6 Nat -> 2:4 3:4 8:5
            3:10 Nat -> 2:4 3:4 8:5
            3:14 Nat -> 2:4 3:4 8:5
            4:4 List -> 5:4 6:4
            5:9 List -> 5:4 6:4
            6:17 List -> 5:4 6:4
            6:27 List -> 5:4 6:4
            8:10 Nat -> 2:4 3:4 8:5
            9:5 double -> 9:5 10:5
            10:5 double -> 10:5 9:5
            10:27 double -> 9:5 10:5
            11:4 zero -> 11:4
        "#]],
    );
}

/// The file itself, the files that it imports, others: by how well they fit, then by distance.
#[test]
fn other_files() {
    check_definitions(
        r"!(import! &self lib)
(= (f $x $y) own)
!(f 1)
!(f 1 2)
!(g 1)
!(h 1)
//- lib.metta
(= (f $x) lib)
(= (g 0) lib)
(= (g 1) lib)
//- stray.metta
(= (f $x) stray)
(= (h $x) stray)
//- other.metta
(= (h $x $y) other)",
        &expect![[r#"
            1:11 &self -> 1:1
            1:17 lib -> lib.metta:1:1
            2:5 f -> 2:5 lib.metta:1:5
            2:7 $x -> 2:7
            2:10 $y -> 2:10
            3:3 f -> lib.metta:1:5 2:5
            4:3 f -> 2:5 lib.metta:1:5
            5:3 g -> lib.metta:3:5 lib.metta:2:5
            6:3 h -> stray.metta:2:5 other.metta:1:5
        "#]],
    );
}

/// Before, in and after damage.
#[test]
fn damaged_text() {
    check_definitions(
        r"(= (f $x) (g $x
(= (g $y) (f $y))
!(f (g 1)
(h $z $z",
        &expect![[r#"
            1:5 f -> 1:5
            1:7 $x -> 1:7
            1:12 g -> 2:5
            1:14 $x -> 1:7
            2:5 g -> 2:5
            2:7 $y -> 2:7
            2:12 f -> 1:5
            2:14 $y -> 2:7
            3:3 f -> 1:5
            3:6 g -> 2:5
            4:2 h -> 4:2
            4:4 $z -> 4:4
            4:7 $z -> 4:4
        "#]],
    );
    check_definitions(
        "(= (f) 1))\n!(f)",
        &expect![[r#"
        1:5 f -> 1:5
        2:3 f -> 1:5
    "#]],
    );
}

#[test]
fn words_of_other_scripts() {
    check_definitions(
        "(= (größe $länge) (* $länge 2))\n!(größe 3)\n(→ λ)\n!(match &self (→ $ж) $ж)",
        &expect![[r#"
            1:5 größe -> 1:5
            1:11 $länge -> 1:11
            1:22 $länge -> 1:11
            2:3 größe -> 1:5
            3:2 → -> 3:2
            4:9 &self -> 1:1
            4:16 → -> 3:2
            4:18 $ж -> 4:18
            4:22 $ж -> 4:18
        "#]],
    );
}

/// A place right after a word belongs to the word.
#[test]
fn ends_of_words() {
    for (text, expected) in [
        ("(= (f) 1)\n!(f$0)", "main.metta:1:5-1:6 f\n"),
        ("(= (f) 1)\n!($0f)", "main.metta:1:5-1:6 f\n"),
        ("(= (f) 1)\n!(f $0 1)", ""),
        ("(= (f) 1)\n!($0(f))", ""),
        ("(= (f) 1)\n!(a f$0(f))", "main.metta:1:5-1:6 f\n"),
        ("(= (f) 1)\n!(f$0", "main.metta:1:5-1:6 f\n"),
        ("(= (f) 1)\n; f$0", ""),
        ("(= (f) 1)\n(\"f$0\")", ""),
        ("(= (f $x) $x$0)", "main.metta:1:7-1:9 $x\n"),
        ("$0", ""),
        ("($0", ""),
        (")$0", ""),
    ] {
        assert_eq!(Fixture::metta(text).definition(), expected, "{text}");
    }
}

/// What a host computes may be any argument, and any number of them.
#[test]
fn holes() {
    check_definitions(
        "(= (f 1) a)\n(= (f 1 2) b)\n(= (g (h 1)) c)\n(= (g 2) d)\n!(f \u{e000})\n!(f 1 2)\n\
            !(g (h \u{e000}))\n!(g \u{e000}x)\n(= (f \u{e000}) e)",
        &expect![[r#"
            1:5 f -> 1:5 9:5 2:5
            2:5 f -> 2:5 9:5 1:5
            3:5 g -> 3:5 4:5
            4:5 g -> 4:5 3:5
            5:3 f -> 1:5 2:5 9:5
            6:3 f -> 2:5 9:5 1:5
            7:3 g -> 3:5 4:5
            8:3 g -> 3:5 4:5
            9:5 f -> 1:5 2:5 9:5
        "#]],
    );
}
