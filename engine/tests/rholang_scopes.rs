//! What binds, where it is visible and of which sort it is: section 3 of the fact sheet
//! `rholang.md`, row by row, and the desugarings of its section 2.4.
//!
//! The labels after `#` are explained at [`check_names`].

mod support;

use support::rholang::check_names;

#[test]
fn new_binds_names_in_its_body() {
    check_names(&[
        ("new x#1n in { x#1!(*x#1) }", ""),
        ("new x#1n, y#2n(`rho:io:stdout`) in { y#2!(*x#1) }", ""),
        // The body is a single process of level 1, so it ends before `|`.
        ("new x#1n in x#1!(1) | x#0!(2)", "unbound-variable"),
        ("new x#1n in { x#1!(1) } | x#0!(2)", "unbound-variable"),
        ("x#0!(1) | new x#1n in { x#1!(2) }", "unbound-variable"),
        // Shadowing is always legal and ends with the inner scope.
        ("new x#1n in { new x#2n in { x#2!(1) } | x#1!(2) }", ""),
        ("new x#1n in { new y#2n in { new x#3n in { x#3!(*y#2) } | x#1!(2) } }", ""),
        ("new x#1n, x#0 in { x#1!(1) }", "duplicate-name-declaration"),
        // A URI says nothing about the scope.
        ("new x#1n(`rho:io:stdout`) in { new x#2n in { x#2!(1) } | x#1!(2) }", ""),
    ]);
}

#[test]
fn receives_bind_in_their_body() {
    check_names(&[
        ("new c#1n in { for (x#2n <- c#1) { x#2!(1) } }", ""),
        (r#"for (@x#1p <- @"c") { @"d"!(x#1) }"#, ""),
        (r#"for (@x#1p <= @"c") { @"d"!(x#1) }"#, ""),
        (r#"for (x#1n <<- @"c") { x#1!(1) }"#, ""),
        (r#"for (x#1n, @y#2p <- @"c") { x#1!(y#2) }"#, ""),
        (r#"for (_ <- @"c") { Nil }"#, ""),
        (r#"for (_, _ <- @"c") { Nil }"#, ""),
        (r#"for (_, @_ <- @"c") { Nil }"#, ""),
        (r#"for (x#1n <- @"c") { x#1!(1) } | x#0!(2)"#, "unbound-variable"),
        (r#"for (@x#1p <- @"c") { for (@x#2p <- @x#1) { @"d"!(x#2) } | @"e"!(x#1) }"#, ""),
    ]);
}

#[test]
fn remainders_bind_processes() {
    check_names(&[
        (r#"for (x#1n ...@r#2p <- @"c") { x#1!(r#2) }"#, ""),
        (r#"for (x#1n, ...@r#2p <- @"c") { x#1!(r#2) }"#, ""),
        (r#"for (...@r#1p <- @"c") { @"d"!(r#1) }"#, ""),
        (r#"for (x#1n, ...@_ <- @"c") { x#1!(1) }"#, ""),
        (r#"contract @"f"(x#1n ...@r#2p) = { x#1!(r#2) }"#, ""),
        (r#"contract @"f"(...@r#1p) = { @"d"!(r#1) }"#, ""),
        ("match [1] { [h#1p ...t#2p] => @h#1!(t#2) }", ""),
        ("match [1] { [h#1p, ...t#2p] => @h#1!(t#2) }", ""),
        ("match [1] { [_ ..._] => Nil }", ""),
        ("match Set(1) { Set(h#1p ...t#2p) => @h#1!(t#2) }", ""),
        ("match {} { {\"k\": h#1p ...t#2p} => @h#1!(t#2) }", ""),
        ("match {||} { {| h#1p ...t#2p |} => @h#1!(t#2) }", ""),
        // A remainder never consults the surroundings.
        (r#"for (@r#1p <- @"c") { match r#1 { [h#2p ...r#3p] => @h#2!(r#3) } }"#, ""),
    ]);
}

#[test]
fn sources_of_a_join_are_resolved_outside() {
    check_names(&[
        ("new x#1n in { for (x#2n <- x#1) { x#2!(1) } }", ""),
        ("new x#1n in { for (x#2n <- x#1 & y#3n <- @[*x#1]) { x#2!(*y#3) } }", ""),
        ("for (x#1n <- @1 & y#2n <- x#0) { x#1!(*y#2) }", "unbound-variable"),
        ("for (x#1n <- y#0 & y#2n <- @1) { x#1!(*y#2) }", "unbound-variable"),
        ("new c#1n in { for (x#2n <- c#1?!) { x#2!(1) } }", ""),
        ("new x#1n in { for (x#2n <- x#1?!) { x#2!(1) } }", ""),
        ("new x#1n in { for (x#2n <- x#1!?(*x#1, 1)) { x#2!(1) } }", ""),
        ("for (@x#1p <- @1!?(x#0)) { @2!(x#1) }", "unbound-variable"),
        ("new x#1n in { for (x#2n <- x#1!x(*x#1)) { x#2!(1) } }", ""),
        ("new x#1n in { for (x#2n <= x#1) { x#2!(1) } }", ""),
        ("new x#1n in { for (x#2n <<- x#1) { x#2!(1) } }", ""),
    ]);
}

#[test]
fn later_receipts_see_the_binders_of_earlier_ones() {
    check_names(&[
        ("for (x#1n <- @1; y#2n <- x#1) { y#2!(*x#1) }", ""),
        ("for (x#1n <- @1; x#2n <- x#1) { x#2!(1) }", ""),
        ("for (x#1n <- y#0; y#2n <- @1) { x#1!(*y#2) }", "unbound-variable"),
        ("for (@x#1p <- @1; y#2n <- @2!?(x#1)) { y#2!(1) }", ""),
        ("for (@x#1p <- @1; @=x#1 <- @2) { Nil }", ""),
        ("for (x#1n <- @1; @{=*x#1} <- @2) { Nil }", ""),
        // A pattern of the same join does not see it.
        ("for (@x#1p <- @1 & @=x#0 <- @2) { @3!(x#1) }", "unbound-variable-reference"),
        // A pattern sees nothing but below `=`.
        ("for (@x#1p <- @1; @[x#2p] <- @x#1) { @3!(x#2) }", ""),
        ("for (a#1n <- @1 & b#2n <- @2; c#3n <- a#1 & d#4n <- b#2) { c#3!(*d#4) }", ""),
    ]);
}

#[test]
fn guards_see_the_binders_of_their_own_receipt_and_earlier_ones() {
    check_names(&[
        ("for (@x#1p <- @1 where x#1 > 1) { @2!(x#1) }", ""),
        ("for (@x#1p <- @1 & @y#2p <- @2 where x#1 > y#2) { @3!(x#1) }", ""),
        ("for (@x#1p <- @1; @y#2p <- @2 where x#1 > y#2) { @3!(x#1) }", ""),
        ("for (@x#1p <- @1 where y#0 > 1; @y#2p <- @2) { @3!(x#1 + y#2) }", "unbound-variable"),
        ("for (@x#1p <- @1; @x#2p <- @x#1 where x#2 > 1) { @3!(x#2) }", ""),
        ("match 1 { x#1p where x#1 > 0 => @2!(x#1) }", ""),
        ("match 1 { x#1p => @2!(x#1) _ where x#0 > 0 => Nil }", "unbound-variable"),
        ("for (@y#1p <- @1) { match 1 { x#2p where x#2 > y#1 => @2!(x#2) } }", ""),
    ]);
}

#[test]
fn contracts_bind_their_formals_and_not_their_name() {
    check_names(&[
        ("new f#1n in { contract f#1(x#2n, @y#3p) = { x#2!(y#3) } }", ""),
        ("new f#1n in { contract f#1(@x#2p) = { f#1!(x#2) } }", ""),
        ("contract f#0(x#1n) = { x#1!(1) }", "unbound-contract"),
        // The channel is not a binder for anybody.
        ("contract f#0(_) = { Nil } | f#0!(1)", "unbound-contract unbound-variable"),
        (r#"contract @"f"(x#1n) = { x#1!(1) } | x#0!(2)"#, "unbound-variable"),
        ("new f#1n in { contract f#1(f#2n) = { f#2!(1) } | f#1!(1) }", ""),
        ("for (@x#1p <- @1) { contract @x#1(x#2n) = { x#2!(1) } }", ""),
        ("new x#1n in { contract @[*x#1](_) = { Nil } }", ""),
        ("new x#1n in { contract @1(@{x#2n!(y#3p)}) = { x#2!(y#3) } | x#1!(1) }", ""),
    ]);
}

#[test]
fn cases_bind_for_their_guard_and_body_only() {
    check_names(&[
        ("for (@v#1p <- @1) { match v#1 { x#2p => @2!(x#2) } }", ""),
        ("match 1 { [x#1p] => @2!(x#1) (x#2p, y#3p) => @2!(x#2 + y#3) }", ""),
        ("match 1 { [x#1p] => @2!(x#1) _ => @2!(x#0) }", "unbound-variable"),
        ("match 1 { x#1p => Nil } | @2!(x#0)", "unbound-variable"),
        ("new x#1n in { match *x#1 { x#2p => @2!(x#2) } }", ""),
        ("match x#0 { x#1p => @2!(x#1) }", "unbound-variable"),
        ("for (@x#1p <- @1) { match 1 { x#2p => @2!(x#2) } | @3!(x#1) }", ""),
        ("match 1 { @x#1p!(y#2p) => @x#1!(y#2) }", ""),
        // `*x` in a pattern binds a name.
        ("match 1 { *x#1n => x#1!(1) }", ""),
        ("match 1 { [*x#1n, @{*y#2n}!(1)] => x#1!(*y#2) }", ""),
        (
            "match 1 { (x#1p, {\"a\": y#2p, z#3p: 1}, Set(u#4p), {| v#5p |}) => @x#1!(y#2, z#3, u#4, v#5) }",
            "",
        ),
        ("match 1 { {x#1p} => @2!(x#1) }", ""),
        ("match 1 { x#1p | y#2p => @2!(x#1, y#2) }", ""),
        // Expressions are terms of the pattern language.
        ("match 1 { 1 + x#1p => @2!(x#1) }", ""),
        ("match 1 { x#1p.nth(y#2p) => @2!(x#1, y#2) }", ""),
    ]);
}

#[test]
fn variable_references_look_through_all_patterns() {
    check_names(&[
        ("for (@x#1p <- @1) { match 1 { =x#1 => Nil } }", ""),
        ("new x#1n in { match 1 { =*x#1 => Nil } }", ""),
        ("new x#1n in { match [1] { [=*x#1, y#2p] => @2!(y#2) } }", ""),
        ("match 1 { =z#0 => Nil }", "unbound-variable-reference"),
        ("match 1 { =*z#0 => Nil }", "unbound-variable-reference"),
        ("for (@x#1p <- @1) { if (2 matches =x#1) { Nil } }", ""),
        // From a pattern inside a pattern.
        ("for (@x#1p <- @1) { for (@{match 1 { =x#1 => Nil }} <- @2) { Nil } }", ""),
        ("for (@{for (y#1n <- @1) { match 1 { =*y#1 => Nil } }} <- @2) { Nil }", ""),
        // The free variables of a pattern are not bound while it is read.
        ("match 1 { [x#1p, =x#0] => @2!(x#1) }", "unbound-variable-reference"),
        // Outside patterns a reference passes the normalizer.
        (r#"new x#1n in { @"c"!(=*x#1) }"#, ""),
    ]);
}

#[test]
fn matches_binds_nothing_visible() {
    check_names(&[
        ("for (@v#1p <- @1) { if (v#1 matches [x#lp, _]) { @2!(v#1) } }", ""),
        ("for (@v#1p <- @1) { if (v#1 matches x#lp) { @2!(x#0) } }", "unbound-variable"),
        ("for (@v#1p <- @1) { if (v#1 matches v#lp) { @2!(v#1) } }", ""),
        ("new x#1n in { @1!(*x#1 matches x#ln!(y#lp)) }", ""),
        ("for (@x#1p <- @1) { @2!(1 matches [x#lp] and x#1) }", ""),
        ("@1!(1 matches [x#lp, x#0])", "duplicate-binder"),
    ]);
}

#[test]
fn branches_of_select_bind_for_their_guard_and_body() {
    check_names(&[
        ("select { x#1n <- @1 => x#1!(1) }", "unsupported-select"),
        (
            "select { x#1n <- @1 => x#1!(1) y#2n <- x#0 => y#2!(1) }",
            "unsupported-select unbound-variable",
        ),
        ("select { @x#1p <- @1 where x#1 > 1 => @2!(x#1) }", "unsupported-select"),
        ("select { x#1n <- @1 & y#2n <- @2 => x#1!(*y#2) }", "unsupported-select"),
        ("select { x#1n <- @1; y#2n <- @2 => x#1!(*y#2) }", "unsupported-select"),
    ]);
}

#[test]
fn sequential_let_binds_for_later_declarations_and_the_body() {
    check_names(&[
        // `x <- e` binds a name, `@x <- e` and `x = e` a process.
        ("let x#1n <- 1 in { @2!(*x#1) }", ""),
        ("let @x#1p <- 1 in { @2!(x#1) }", ""),
        ("let x#1p = 1 in { @2!(x#1) }", ""),
        ("let @x#1p <- 1; @y#2p <- x#1 in { @2!(x#1 + y#2) }", ""),
        ("let x#1p = 1; y#2p = x#1 in { @2!(y#2) }", ""),
        ("let @x#1p <- x#0 in { @2!(x#1) }", "unbound-variable"),
        ("let x#1p = x#0 in { @2!(x#1) }", "unbound-variable"),
        ("let @x#1p <- y#0; @y#2p <- 1 in { @2!(x#1 + y#2) }", "unbound-variable"),
        ("for (@x#1p <- @1) { let x#2p = x#1 in { @2!(x#2) } | @3!(x#1) }", ""),
        ("let x#1p = 1; x#2p = x#1 in { @2!(x#2) }", ""),
        ("let x#1p = 1 in @2!(x#1) | @3!(x#0)", "unbound-variable"),
        ("let @[x#1p ...r#2p] <- [1] in { @x#1!(r#2) }", ""),
        ("let @(a#1p, *b#2n) <- (1, 2) in { b#2!(a#1) }", ""),
        ("let @x#1p, ...@r#2p <- 1 in { @x#1!(r#2) }", ""),
        ("let _ <- 1 in { Nil }", ""),
        // A pattern sees nothing of its surroundings.
        ("for (@x#1p <- @1) { let @[x#2p] <- [x#1] in { @2!(x#2) } }", ""),
        ("for (@x#1p <- @1) { let @[=x#1, y#2p] <- [1, 2] in { @2!(y#2) } }", ""),
        // `let` allows the connectives that receives do not.
        ("let @{x#1p /\\ ~[y#lp]} <- 1 in { @2!(x#1) }", ""),
        ("let @{[y#lp] \\/ y#lp} <- 1 in { @2!(y#0) }", "unbound-variable"),
    ]);
}

#[test]
fn concurrent_let_binds_for_the_body_only() {
    check_names(&[
        ("let @x#1p <- 1 & @y#2p <- 2 in { @3!(x#1 + y#2) }", ""),
        ("let x#1p = 1 & y#2p = x#0 in { @3!(x#1 + y#2) }", "unbound-variable"),
        ("for (@x#1p <- @1) { let x#2p = 1 & y#3p = x#1 in { @3!(x#2 + y#3) } }", ""),
        // The node lets the later one shadow the earlier one.
        ("let @x#1p <- 1 & @x#2p <- 2 in { @3!(x#2) }", ""),
        ("let x#1p = 1 & y#2p = 2 in @3!(x#1 + y#2) | @4!(y#0)", "unbound-variable"),
        // It is a `for`, so `~` and `\/` are not allowed.
        ("let @{~x#lp} <- 1 & _ <- 2 in { Nil }", "connective-in-receive-pattern"),
    ]);
}

#[test]
fn conjunctions_bind_on_both_sides() {
    check_names(&[
        ("match 1 { x#1p /\\ [y#2p] => @2!(x#1 + y#2) }", ""),
        ("match 1 { x#1p /\\ x#0 => @2!(x#1) }", "duplicate-binder"),
        ("for (@{x#1p /\\ Int} <- @1) { @2!(x#1) }", ""),
        ("for (@x#1p /\\ y#2p <- @1) { @2!(x#1 + y#2) }", ""),
        ("match 1 { [x#1p /\\ Int, y#2p /\\ String] => @2!(x#1, y#2) }", ""),
    ]);
}

#[test]
fn disjunctions_and_negations_bind_nothing() {
    check_names(&[
        ("match 1 { [x#lp] \\/ (x#lp, 1) => @2!(x#0) }", "unbound-variable"),
        ("match 1 { ~[x#lp] => @2!(x#0) }", "unbound-variable"),
        ("match 1 { ~x#lp => Nil }", ""),
        // Sides are independent of each other and of the rest of the pattern.
        ("match 1 { [x#1p, [x#lp] \\/ [x#lp]] => @2!(x#1) }", ""),
        ("match 1 { [[x#lp] \\/ 1, x#1p] => @2!(x#1) }", ""),
        ("match 1 { [x#1p, ~x#lp] => @2!(x#1) }", ""),
        ("match 1 { ~[x#lp] /\\ x#1p => @2!(x#1) }", ""),
        // Within one side the pattern is linear.
        ("match 1 { [x#lp, x#0] \\/ 1 => Nil }", "duplicate-binder"),
        ("match 1 { 1 \\/ [x#lp, x#0] => Nil }", "duplicate-binder"),
        ("match 1 { ~[x#lp, x#0] => Nil }", "duplicate-binder"),
        ("match 1 { 1 \\/ 2 \\/ [x#lp] => Nil }", ""),
        ("match 1 { ~~x#lp => @2!(x#0) }", "unbound-variable"),
        // A conjunction below a negation binds nothing either.
        ("match 1 { ~{x#lp /\\ [y#lp]} => @2!(y#0) }", "unbound-variable"),
        ("match 1 { [*x#ln] \\/ 1 => Nil }", ""),
        ("match 1 { ~[1 ...r#lp] => @2!(r#0) }", "unbound-variable"),
        // References look through.
        ("for (@v#1p <- @1) { match 1 { ~=v#1 => Nil } }", ""),
    ]);
}

#[test]
fn patterns_see_nothing_of_their_surroundings() {
    check_names(&[
        ("new x#1n in { for (@[x#2p] <- x#1) { @3!(x#2) } }", ""),
        ("new x#1n in { for (@{x#2n!(1)} <- x#1) { x#2!(2) } }", ""),
        ("new x#1n in { match *x#1 { x#2n!(1) => x#2!(2) } }", ""),
        ("for (@x#1p <- @1) { contract @x#1(@[x#2p]) = { @3!(x#2) } }", ""),
        ("new x#1n in { for (@{@{*x#2n}!(y#3p)} <- x#1) { x#2!(y#3) } }", ""),
    ]);
}

#[test]
fn quoted_code_in_patterns_binds_inside_itself() {
    check_names(&[
        ("for (@{for (y#1n <- z#2n) { y#1!(1) }} <- @1) { z#2!(1) }", ""),
        ("for (@{for (y#1n <- @2) { y#1!(1) }} <- @1) { y#0!(1) }", "unbound-variable"),
        ("for (@{for (y#1n <- @2) { y#1!(z#2p) }} <- @1) { @3!(z#2) }", ""),
        ("for (@{new y#1n in { y#1!(x#2p) }} <- @1) { @3!(x#2) }", ""),
        ("for (@{new y#1n in { y#1!(1) }} <- @1) { y#0!(1) }", "unbound-variable"),
        ("for (@{contract f#1n(a#2n) = { a#2!(b#3p) }} <- @1) { f#1!(b#3) }", ""),
        ("for (@{match v#1p { x#2p => @2!(x#2) }} <- @1) { @3!(v#1) }", ""),
        ("for (@{match 1 { x#1p => @2!(x#1) }} <- @1) { @3!(x#0) }", "unbound-variable"),
        ("for (@{let y#1p = z#2p in { @2!(y#1) }} <- @1) { @3!(z#2) }", ""),
        ("for (@{if (c#1p) { @2!(d#2p) }} <- @1) { @3!(c#1, d#2) }", ""),
        ("match 1 { {for (@x#1p <- c#2n) { @2!(x#1) }} => c#2!(1) }", ""),
        // One world for the whole pattern: a second occurrence is the same binder again.
        ("for (@{x#1n!(1) | x#0!(2)} <- @1) { x#1!(3) }", "duplicate-binder"),
        ("for (@{x#1n!(1) | for (_ <- @2) { x#0!(2) }} <- @1) { x#1!(3) }", "duplicate-binder"),
        // The code's own binder hides the pattern's.
        ("for (@{x#1n!(1) | new x#2n in { x#2!(2) }} <- @1) { x#1!(3) }", ""),
        ("for (@{1 matches [x#lp]} <- @1) { @2!(x#0) }", "unbound-variable"),
        // The surroundings of the pattern stay invisible in its code.
        ("new o#1n in { for (@{new y#2n in { y#2!(o#3p) }} <- o#1) { @3!(o#3) } }", ""),
        // Join inside a pattern: sources are resolved outside of it, in the pattern.
        (
            "for (@{for (a#1n <- b#2n & c#3n <- d#4n) { a#1!(*c#3) }} <- @1) { b#2!(1) | d#4!(1) }",
            "",
        ),
    ]);
}

#[test]
fn quotes_outside_patterns_only_use() {
    check_names(&[
        ("new x#1n in { @{x#1!(1)}!(2) }", ""),
        ("new x#1n in { for (@y#2p <- x#1) { @[*x#1, y#2]!(1) } }", ""),
        ("for (@x#1p <- @1) { @x#1!(*@x#1) }", ""),
        ("new x#1n in { @*x#1!(1) }", ""),
        ("@{x#0!(1)}!(2)", "unbound-variable"),
        ("new x#1n in { bundle+{*x#1} | if (*x#1 == 1) { x#1!(1) } else { x#1!!(2) } }", ""),
        ("new x#1n in { x#1!?(*x#1); x#1!?(1). }", ""),
        ("new x#1n in { x#1!m(*x#1); x#1!m(1). }", ""),
        ("new x#1n in { @1!([*x#1], (*x#1, 1), Set(*x#1), {*x#1: *x#1}, {| *x#1 |}) }", ""),
        ("for (@x#1p <- @1) { @1!(x#1.nth(x#1), -x#1, not x#1, x#1 ++ x#1 %% x#1) }", ""),
    ]);
}

#[test]
fn remainders_outside_patterns_are_no_binders() {
    check_names(&[
        ("match [1] { [h#1p ...t#2p] => @2!([h#1 ...t#2]) }", "remainder-outside-pattern"),
        ("@2!([1 ...t#0])", "remainder-outside-pattern"),
    ]);
}
