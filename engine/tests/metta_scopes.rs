//! Scopes, binders and references of MeTTa (`metta.md` 2.3).
//!
//! Each text stands above its binders with their uses.

mod support;

use expect_test::{Expect, expect};
use rholang_engine::LanguageId;

use support::{analyze, render_nodes, render_scopes};

/// Compares binders and uses in a text with what is expected.
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render_scopes(LanguageId::Metta, text));
}

/// Compares the nodes of a text with what is expected.
fn check_nodes(text: &str, expected: &Expect) {
    expected.assert_eq(&render_nodes(LanguageId::Metta, text));
}

/// Nothing wraps a form, and brackets have no nodes.
#[test]
fn nodes() {
    check_nodes(
        "(= (f $x \"s\") 1) ; c\n!(f 1.5 True)\n!\nx ()",
        &expect![[r#"
        Program 1:1-4:5
          Expression 1:1-1:17
            Symbol 1:2-1:3
            Expression 1:4-1:14
              Symbol 1:5-1:6
              Variable 1:7-1:9
              String 1:10-1:13
            Integer 1:15-1:16
          Evaluation 2:1-2:14
            Expression 2:2-2:14
              Symbol 2:3-2:4
              Float 2:5-2:8
              Boolean 2:9-2:13
          Evaluation 3:1-4:2
            Symbol 4:1-4:2
          Expression 4:3-4:5
    "#]],
    );
}

/// A top-level form begins in the first column where the forms before it lack brackets.
#[test]
fn nodes_of_damaged_text() {
    check_nodes(
        "(= (f $x)\n  (g\n!(h 1)\n(k) )",
        &expect![[r#"
            Program 1:1-4:6
              Expression 1:1-2:5
                Symbol 1:2-1:3
                Expression 1:4-1:10
                  Symbol 1:5-1:6
                  Variable 1:7-1:9
                Expression 2:3-2:5
                  Symbol 2:4-2:5
                  Missing 2:5-2:5
                Missing 2:5-2:5
              Evaluation 3:1-3:7
                Expression 3:2-3:7
                  Symbol 3:3-3:4
                  Integer 3:5-3:6
              Expression 4:1-4:4
                Symbol 4:2-4:3
              Error 4:5-4:6
        "#]],
    );
}

/// Every variable is a binder or refers to one, and every use has the name of its binder.
#[test]
fn tables_agree() {
    let text =
        "(= (f $x $y) (let $z ($x $y $w) (let* (($x $z)) ($x $w))))\n!(g $x $x)\n$x (: a $t)";
    let analysis = analyze(LanguageId::Metta, text);
    let ir = analysis.facts.ir();
    for reference in ir.references.ids() {
        let binder = ir.references.binder(reference);
        assert_eq!(ir.references.name(reference), ir.binders.name(binder));
    }
    for scope in ir.scopes.ids() {
        let row = ir.scopes.row(scope);
        for binder in row.first_binder.raw()..row.binder_end.raw() {
            assert_eq!(ir.binders.scope[binder as usize], scope);
        }
    }
}

/// A variable's identity is its top-level form and its name.
#[test]
fn one_scope_per_form() {
    check(
        r#"(= (f $x) ($x $y $y))
(= (g $x) $x)
!(h $x $x)
$x
(fact $x (a $x))"#,
        &expect![[r#"
    $x 1:7 Clause seen 1:1-1:22: 1:12
    $y 1:15 Free seen 1:1-1:22: 1:18
    $x 2:7 Clause seen 2:1-2:14: 2:11
    $x 3:5 Free seen 3:1-3:11: 3:8
    $x 4:1 Free seen 4:1-4:3: unused
    $x 5:7 Free seen 5:1-5:17: 5:13
"#]],
    );
    check(
        r#"(a b)
!(c)
1"#,
        &expect![""],
    );
}

/// The left side of a rule binds.
#[test]
fn clauses() {
    check(
        "(= (f (Cons $h $t) $h) ($h $t))",
        &expect![[r#"
        $h 1:13 Clause seen 1:1-1:32: 1:20 1:25
        $t 1:16 Clause seen 1:1-1:32: 1:28
    "#]],
    );
    check(
        r#"(= ((curry $x) $y) ($x $y))
(= ($f a) $f)
(= $x $x)"#,
        &expect![[r#"
    $x 1:12 Clause seen 1:1-1:28: 1:21
    $y 1:16 Clause seen 1:1-1:28: 1:24
    $f 2:5 Clause seen 2:1-2:14: 2:11
    $x 3:4 Clause seen 3:1-3:10: 3:7
"#]],
    );
    check(
        "(= (f) $x)",
        &expect![[r#"
        $x 1:8 Free seen 1:1-1:11: unused
    "#]],
    );
}

/// `let` and `let*` bind their patterns.
#[test]
fn let_forms() {
    check(
        "!(let ($a (B $b)) (f $c) ($a $b $c))",
        &expect![[r#"
        $a 1:8 Let seen 1:1-1:37: 1:27
        $b 1:14 Let seen 1:1-1:37: 1:30
        $c 1:22 Free seen 1:1-1:37: 1:33
    "#]],
    );
    check(
        "!(let* (($x 1) (($y $z) (g $x))) ($x $y $z))",
        &expect![[r#"
        $x 1:10 Let seen 1:1-1:45: 1:28 1:35
        $y 1:18 Let seen 1:1-1:45: 1:38
        $z 1:21 Let seen 1:1-1:45: 1:41
    "#]],
    );
    check(
        "!(let $x 1 (let $x 2 $x))",
        &expect![[r#"
        $x 1:7 Let seen 1:1-1:26: 1:17 1:22
    "#]],
    );
    check(
        "!(+ (let $t 1 $t) (let $t 2 $t))",
        &expect![[r#"
        $t 1:10 Let seen 1:1-1:33: 1:15 1:24 1:29
    "#]],
    );
    check(
        "!(+ $x (let $x 1 $x))",
        &expect![[r#"
        $x 1:13 Let seen 1:1-1:22: 1:5 1:18
    "#]],
    );
}

/// `match` and `unify` bind their patterns.
#[test]
fn queries() {
    check(
        "!(match &self (, (p $x $y) (p $y $z)) ($x $z))",
        &expect![[r#"
        $x 1:21 Match seen 1:1-1:47: 1:40
        $y 1:24 Match seen 1:1-1:47: 1:31
        $z 1:34 Match seen 1:1-1:47: 1:43
    "#]],
    );
    check(
        "!(match & self (p $x) $x)",
        &expect![[r#"
        $x 1:19 Match seen 1:1-1:26: 1:23
    "#]],
    );
    check(
        "(= (f $x) (match &self (= (g $x) (let $y 1 $y)) $y))",
        &expect![[r#"
        $x 1:7 Clause seen 1:1-1:53: 1:30
        $y 1:39 Match seen 1:1-1:53: 1:44 1:49
    "#]],
    );
    check(
        "!(unify ($a 1) (2 $b) ($a $b) $c)",
        &expect![[r#"
        $a 1:10 Unify seen 1:1-1:34: 1:24
        $b 1:19 Unify seen 1:1-1:34: 1:27
        $c 1:31 Free seen 1:1-1:34: unused
    "#]],
    );
}

/// `case` and `switch` bind in their arms.
#[test]
fn arms() {
    check(
        "!(case (f $v) ((($a $b) ($a $v)) ($_ $_)))",
        &expect![[r#"
        $v 1:11 Free seen 1:1-1:43: 1:29
        $a 1:18 Arm seen 1:1-1:43: 1:26
        $b 1:21 Arm seen 1:1-1:43: unused
        $_ 1:35 Arm seen 1:1-1:43: 1:38
    "#]],
    );
    check(
        "!(switch $v (($x $x) ((A $x) ($x $v))))",
        &expect![[r#"
        $v 1:10 Free seen 1:1-1:40: 1:34
        $x 1:15 Arm seen 1:1-1:40: 1:18 1:26 1:31
    "#]],
    );
    check(
        "!(case $v $arms)",
        &expect![[r#"
        $v 1:8 Free seen 1:1-1:17: unused
        $arms 1:11 Free seen 1:1-1:17: unused
    "#]],
    );
}

/// Forms that take variables.
#[test]
fn slots() {
    check(
        "!(chain (f) $x (g $x))",
        &expect![[r#"
        $x 1:13 Chain seen 1:1-1:23: 1:19
    "#]],
    );
    check(
        r#"!(map-atom $l $x (+ $x 1))
!(filter-atom $l $x (eval (> $x 1)))"#,
        &expect![[r#"
    $l 1:12 Free seen 1:1-1:27: unused
    $x 1:15 Item seen 1:1-1:27: 1:21
    $l 2:15 Free seen 2:1-2:37: unused
    $x 2:18 Item seen 2:1-2:37: 2:30
"#]],
    );
    check(
        "!(foldl-atom $l 0 $acc $item (+ $acc $item))",
        &expect![[r#"
        $l 1:14 Free seen 1:1-1:45: unused
        $acc 1:19 Item seen 1:1-1:45: 1:33
        $item 1:24 Item seen 1:1-1:45: 1:38
    "#]],
    );
    check(
        "!(if-decons-expr $e $h $t ($h $t) $e)",
        &expect![[r#"
        $e 1:18 Free seen 1:1-1:38: 1:35
        $h 1:21 Part seen 1:1-1:38: 1:28
        $t 1:24 Part seen 1:1-1:38: 1:31
    "#]],
    );
    check(
        "!(atom-subst 1 $v ($v $v))",
        &expect![[r#"
        $v 1:16 Substitution seen 1:1-1:27: 1:20 1:23
    "#]],
    );
    check(
        r#"!((lambda $x (+ $x 1)) 2)
!((|-> ($x $y) (+ $x $y)) 1 2)"#,
        &expect![[r#"
    $x 1:11 Parameter seen 1:1-1:26: 1:17
    $x 2:9 Parameter seen 2:1-2:31: 2:19
    $y 2:12 Parameter seen 2:1-2:31: 2:22
"#]],
    );
}

/// Variables that no form binds.
#[test]
fn other_variables() {
    check(
        "(: f (-> $t (List $t) $u))",
        &expect![[r#"
        $t 1:10 Type seen 1:1-1:27: 1:19
        $u 1:23 Type seen 1:1-1:27: unused
    "#]],
    );
    check(
        "!(f $x (sealed ($x) ($x $y)))",
        &expect![[r#"
        $x 1:5 Free seen 1:1-1:30: 1:17 1:22
        $y 1:25 Free seen 1:1-1:30: unused
    "#]],
    );
    check(
        "(@doc f $x)",
        &expect![[r#"
        $x 1:9 Free seen 1:1-1:12: unused
    "#]],
    );
}

/// Names of variables are everything up to white space or a bracket.
#[test]
fn unusual_names() {
    check(
        "(= (f $ $é $x;y $x.y) ($ $é $x;y $x.y))",
        &expect![[r#"
        $ 1:7 Clause seen 1:1-1:40: 1:24
        $é 1:9 Clause seen 1:1-1:40: 1:26
        $x;y 1:12 Clause seen 1:1-1:40: 1:29
        $x.y 1:17 Clause seen 1:1-1:40: 1:34
    "#]],
    );
    check(
        "(= (f $x)\r\n  $x)",
        &expect![[r#"
        $x 1:7 Clause seen 1:1-2:6: 2:3
    "#]],
    );
}

/// Forms that lack brackets keep their variables to themselves.
#[test]
fn damaged_forms() {
    check(
        r#"(= (f $x) (g $x
(= (h $x) $x)"#,
        &expect![[r#"
    $x 1:7 Clause seen 1:1-1:16: 1:14
    $x 2:7 Clause seen 2:1-2:14: 2:11
"#]],
    );
    check(
        r#"(= (f $x) $x))
($x $x)"#,
        &expect![[r#"
    $x 1:7 Clause seen 1:1-1:14: 1:11
    $x 2:2 Free seen 2:1-2:8: 2:5
"#]],
    );
}
