//! Definitions of variables in MeTTa (`metta.md` 2.3).

#![allow(clippy::too_many_lines, reason = "the functions are tables of texts")]

mod support;

use expect_test::{Expect, expect};
use rholang_engine::query;

use support::words::table;
use support::workspace::Fixture;

fn check_definitions(text: &str, expected: &Expect) {
    expected.assert_eq(&table(&Fixture::metta(text), query::definition));
}

/// Variables lead to the pattern that gives them their value.
#[test]
fn variables_of_clauses() {
    check_definitions(
        r"(= (f (Cons $h $t) $n) (g $t $h $n $free $free))
(= (h $x $x) $x)
(: id (-> $t $t))
(fact $y $y)",
        &expect![[r#"
            1:5 f -> 1:5
            1:13 $h -> 1:13
            1:16 $t -> 1:16
            1:20 $n -> 1:20
            1:27 $t -> 1:16
            1:30 $h -> 1:13
            1:33 $n -> 1:20
            1:36 $free -> 1:36
            1:42 $free -> 1:36
            2:5 h -> 2:5
            2:7 $x -> 2:7
            2:10 $x -> 2:7
            2:14 $x -> 2:7
            3:4 id -> 3:4
            3:11 $t -> 3:11
            3:14 $t -> 3:11
            4:2 fact -> 4:2
            4:7 $y -> 4:7
            4:10 $y -> 4:7
        "#]],
    );
}

/// The binding forms, one after the other.
#[test]
fn variables_of_forms() {
    check_definitions(
        r"!(let $a (f $a) (g $a))
!(let ($b (c $d)) (f) (g $b $d))
!(let* (($e 1) (($f $g) (h $e))) (i $e $f $g))
!(match &self (, (p $h $i) (q $i $j)) ($h $i $j))
!(match & self (p $k) $k)
!(chain (f) $l (g $l))
!(unify (a $m) (b $n) ($m $n) (no $m))
!(map-atom (1 2) $o (+ $o 1))
!(filter-atom (1 2) $p (> $p 1))
!(foldl-atom (1 2) 0 $q $r (+ $q $r))
!(if-decons-expr (1 2) $s $t ($s $t) (no $s))
!(atom-subst 1 $u (f $u))
!(lambda $v (f $v))
!(|-> ($w $x) (f $w $x))",
        &expect![[r#"
            1:7 $a -> 1:7
            1:13 $a -> 1:7
            1:20 $a -> 1:7
            2:8 $b -> 2:8
            2:14 $d -> 2:14
            2:26 $b -> 2:8
            2:29 $d -> 2:14
            3:10 $e -> 3:10
            3:18 $f -> 3:18
            3:21 $g -> 3:21
            3:28 $e -> 3:10
            3:37 $e -> 3:10
            3:40 $f -> 3:18
            3:43 $g -> 3:21
            4:9 &self -> 1:1
            4:21 $h -> 4:21
            4:24 $i -> 4:24
            4:31 $i -> 4:24
            4:34 $j -> 4:34
            4:40 $h -> 4:21
            4:43 $i -> 4:24
            4:46 $j -> 4:34
            5:19 $k -> 5:19
            5:23 $k -> 5:19
            6:13 $l -> 6:13
            6:19 $l -> 6:13
            7:12 $m -> 7:12
            7:19 $n -> 7:19
            7:24 $m -> 7:12
            7:27 $n -> 7:19
            7:35 $m -> 7:12
            8:18 $o -> 8:18
            8:24 $o -> 8:18
            9:21 $p -> 9:21
            9:27 $p -> 9:21
            10:22 $q -> 10:22
            10:25 $r -> 10:25
            10:31 $q -> 10:22
            10:34 $r -> 10:25
            11:24 $s -> 11:24
            11:27 $t -> 11:27
            11:31 $s -> 11:24
            11:34 $t -> 11:27
            11:42 $s -> 11:24
            12:16 $u -> 12:16
            12:22 $u -> 12:16
            13:10 $v -> 13:10
            13:16 $v -> 13:10
            14:8 $w -> 14:8
            14:11 $x -> 14:11
            14:18 $w -> 14:8
            14:21 $x -> 14:11
        "#]],
    );
}

/// Where a name has several binders, the innermost one that can be seen counts.
#[test]
fn variables_with_several_binders() {
    check_definitions(
        r"(= (f $v)
   (case $v
     (((Pair $x $y) ($x $y))
      ((Left $x) (g $x))
      ($y (h $y $x)))))",
        &expect![[r#"
            1:5 f -> 1:5
            1:7 $v -> 1:7
            2:10 $v -> 1:7
            3:14 $x -> 3:14
            3:17 $y -> 3:17
            3:22 $x -> 3:14
            3:25 $y -> 3:17
            4:14 $x -> 4:14
            4:21 $x -> 4:14
            5:8 $y -> 5:8
            5:14 $y -> 5:8
            5:17 $x -> 3:14
        "#]],
    );
    check_definitions(
        "!(let $x 1 (let $x $x (g $x)))",
        &expect![[r#"
        1:7 $x -> 1:7
        1:17 $x -> 1:17
        1:20 $x -> 1:7
        1:26 $x -> 1:17
    "#]],
    );
    check_definitions(
        "!(let* (($x 1) ($y $x) ($x 2) ($z $x)) ($x $y $z))",
        &expect![[r#"
        1:10 $x -> 1:10
        1:17 $y -> 1:17
        1:20 $x -> 1:10
        1:25 $x -> 1:25
        1:32 $z -> 1:32
        1:35 $x -> 1:25
        1:41 $x -> 1:25
        1:44 $y -> 1:17
        1:47 $z -> 1:32
    "#]],
    );
    check_definitions(
        "!(+ (let $t 1 $t) (let $t 2 (f $t)))",
        &expect![[r#"
        1:10 $t -> 1:10
        1:15 $t -> 1:10
        1:24 $t -> 1:24
        1:32 $t -> 1:24
    "#]],
    );
    check_definitions(
        "(= (f $x) (switch $x ((1 $y) ($z (let $x $z $x)))))",
        &expect![[r#"
        1:5 f -> 1:5
        1:7 $x -> 1:7
        1:19 $x -> 1:7
        1:26 $y -> 1:26
        1:31 $z -> 1:31
        1:39 $x -> 1:39
        1:42 $z -> 1:31
        1:45 $x -> 1:39
    "#]],
    );
}

/// A variable belongs to its top-level form.
#[test]
fn variables_of_other_forms_are_others() {
    check_definitions(
        r"(= (f $x) $x)
(= (g $y) $x)
!(h $x)
$x",
        &expect![[r#"
            1:5 f -> 1:5
            1:7 $x -> 1:7
            1:11 $x -> 1:7
            2:5 g -> 2:5
            2:7 $y -> 2:7
            2:11 $x -> 2:11
            3:5 $x -> 3:5
            4:1 $x -> 4:1
        "#]],
    );
}
