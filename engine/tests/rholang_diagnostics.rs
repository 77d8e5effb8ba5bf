//! Errors of the node: sections 4.1 and 4.2 of the fact sheet `rholang.md`, each row with its
//! example and with legal neighbours.
//!
//! `⟦..⟧` marks the range of each diagnostic; see [`check_diagnostics`].

mod support;

use rholang_engine::LanguageId;
use support::rholang::check_diagnostics;

/// Every text is legal and gives rise to nothing at all.
fn check_legal(sources: &[&str]) {
    let cases: Vec<(&str, &str)> = sources.iter().map(|&source| (source, "")).collect();
    check_diagnostics(&cases);
}

#[test]
fn integers_fit_64_bits() {
    check_diagnostics(&[
        ("@1!(⟦99999999999999999999⟧)", "number-out-of-range"),
        ("@1!(⟦9223372036854775808⟧)", "number-out-of-range"),
        ("@1!(⟦-9223372036854775809⟧)", "number-out-of-range"),
        // Inside brackets a sign after an operand is a subtraction.
        ("@1!(1 - ⟦9223372036854775808⟧)", "number-out-of-range"),
        ("@1!(1 -⟦9223372036854775808⟧)", "number-out-of-range"),
        ("match 1 { ⟦9223372036854775808⟧ => Nil }", "number-out-of-range"),
        (
            "@1!([⟦99999999999999999999⟧, 1, ⟦99999999999999999999⟧])",
            "number-out-of-range number-out-of-range",
        ),
        ("@1!(⟦00009223372036854775808⟧)", "number-out-of-range"),
    ]);
    check_legal(&[
        "@1!(9223372036854775807)",
        "@1!(-9223372036854775808)",
        "@1!(007)",
        "@1!(00009223372036854775807)",
        "@1!(99999999999999999999n)",
        "@1!(-99999999999999999999n)",
        "@1!(99999999999999999999r)",
        "@1!(99999999999999999999.5)",
        "@1!(BigInt(99999999999999999999))",
        "match 1 { -9223372036854775808 => Nil }",
    ]);
}

#[test]
fn widths_are_powers_of_two_from_8() {
    check_diagnostics(&[
        ("@1!(1i⟦12⟧)", "invalid-number-width"),
        ("@1!(1i⟦4⟧)", "invalid-number-width"),
        ("@1!(1i⟦7⟧)", "invalid-number-width"),
        ("@1!(1u⟦24⟧)", "invalid-number-width"),
        ("@1!(-1i⟦33⟧)", "invalid-number-width"),
    ]);
    check_legal(&[
        "@1!(1i8)",
        "@1!(1i16)",
        "@1!(1u32)",
        "@1!(1u64)",
        "@1!(1i128)",
        "@1!(1u256)",
        "@1!(1i1024)",
        "@1!(1f32)",
        "@1!(1.5f64)",
        "@1!(1.50p2)",
        "@1!(1.5)",
        "@1!(1e5)",
        "@1!(.5)",
        "@1!(1.5e-3)",
        "@1!(-1i8)",
    ]);
}

#[test]
fn free_variables_are_unbound() {
    check_diagnostics(&[
        ("⟦x⟧!(1)", "unbound-variable"),
        // Every occurrence is reported.
        ("⟦x⟧!(⟦y⟧) | ⟦x⟧!(2)", "unbound-variable unbound-variable unbound-variable"),
        ("@1!(*⟦x⟧)", "unbound-variable"),
        ("for (_ <- ⟦c⟧) { Nil }", "unbound-variable"),
        ("contract ⟦f⟧(_) = { Nil }", "unbound-contract"),
        ("contract @⟦f⟧(_) = { Nil }", "unbound-variable"),
        ("new x in { x!(1) } | ⟦x⟧!(2)", "unbound-variable"),
        ("@1!(⟦x⟧.nth(⟦y⟧))", "unbound-variable unbound-variable"),
        ("if (⟦x⟧) { Nil }", "unbound-variable"),
        ("bundle+{⟦x⟧}", "unbound-variable"),
        ("@1!(⟦x⟧) | bundle+{Nil}", "unbound-variable"),
    ]);
    check_legal(&["new x in { x!(1) }", "for (@x <- @1) { @2!(x) }"]);
}

#[test]
fn wildcards_stand_in_patterns() {
    check_diagnostics(&[
        (r#"@"c"!(⟦_⟧)"#, "wildcard-outside-pattern"),
        ("⟦_⟧!(1)", "wildcard-outside-pattern"),
        ("for (_ <- ⟦_⟧) { Nil }", "wildcard-outside-pattern"),
        ("@⟦_⟧!(1)", "wildcard-outside-pattern"),
        ("@1!(*⟦_⟧)", "wildcard-outside-pattern"),
        ("match 1 { 1 => @2!(⟦_⟧) }", "wildcard-outside-pattern"),
        ("match 1 { 1 where ⟦_⟧ => Nil }", "wildcard-outside-pattern"),
        ("@1!([⟦_⟧, ⟦_⟧])", "wildcard-outside-pattern wildcard-outside-pattern"),
        ("contract ⟦_⟧() = { Nil }", "wildcard-outside-pattern"),
    ]);
    check_legal(&[
        "for (_ <- @1) { Nil }",
        "for (_, @_ <- @1) { Nil }",
        "match 1 { _ => Nil }",
        "match [] { [_, _ ..._] => Nil }",
        "@1!(2 matches _)",
        "contract @1(_, ...@_) = { Nil }",
        "let _ <- 1 in { Nil }",
        "for (@{_!(_)} <- @1) { Nil }",
    ]);
}

#[test]
fn connectives_stand_in_patterns() {
    check_diagnostics(&[
        ("⟦~Nil⟧", "connective-outside-pattern"),
        (r#"@"c"!(⟦1 \/ 2⟧)"#, "connective-outside-pattern"),
        (r#"@"c"!(⟦1 /\ 2⟧)"#, "connective-outside-pattern"),
        ("⟦1 \\/ 2⟧", "connective-outside-pattern"),
        ("match 1 { x where ⟦~x⟧ => @2!(x) }", "connective-outside-pattern"),
        ("match ⟦~1⟧ { _ => Nil }", "connective-outside-pattern"),
        ("for (_ <- @{⟦1 \\/ 2⟧}) { Nil }", "connective-outside-pattern"),
        ("@1!([⟦~1⟧, ⟦~2⟧])", "connective-outside-pattern connective-outside-pattern"),
        ("if (⟦true /\\ false⟧) { Nil }", "connective-outside-pattern"),
    ]);
    check_legal(&[
        "match 1 { ~1 => Nil 1 \\/ 2 => Nil Int /\\ 3 => Nil }",
        "@1!(1 matches ~2)",
        "@1!(true and not false)",
    ]);
}

#[test]
fn sorts_agree() {
    check_diagnostics(&[
        (r#"new x in { @"c"!(⟦x⟧) }"#, "name-used-as-process"),
        ("for (y <- @1) { ⟦y⟧ }", "name-used-as-process"),
        ("new x in { @⟦x⟧!(1) }", "name-used-as-process"),
        ("new x in { match ⟦x⟧ { _ => Nil } }", "name-used-as-process"),
        ("let x <- 1 in { @2!(⟦x⟧) }", "name-used-as-process"),
        ("new x in { @1!([⟦x⟧], {\"k\": ⟦x⟧}) }", "name-used-as-process name-used-as-process"),
        ("new x in { @1!(⟦x⟧.nth(0)) }", "name-used-as-process"),
        ("contract @1(ret) = { @2!(⟦ret⟧) }", "name-used-as-process"),
        ("for (@x <- @1) { ⟦x⟧!(1) }", "process-used-as-name"),
        ("for (@x <- @1) { @2!(*⟦x⟧) }", "process-used-as-name"),
        ("for (@x <- @1) { for (_ <- ⟦x⟧) { Nil } }", "process-used-as-name"),
        ("for (@x <- @1) { contract ⟦x⟧() = { Nil } }", "process-used-as-name"),
        ("let x = 1 in { ⟦x⟧!(1) }", "process-used-as-name"),
        ("match 1 { x => ⟦x⟧!(1) }", "process-used-as-name"),
        ("match [1] { [_ ...r] => ⟦r⟧!(1) }", "process-used-as-name"),
        ("for (@x <- @1; _ <- ⟦x⟧) { Nil }", "process-used-as-name"),
        // Below `=` the sorts have to agree as well.
        ("new z in { match 1 { =⟦z⟧ => Nil } }", "name-used-as-process"),
        ("for (@z <- @1) { match 1 { =*⟦z⟧ => Nil } }", "process-used-as-name"),
    ]);
    check_legal(&[
        r#"new x in { @"c"!(*x) }"#,
        "for (@x <- @1) { @x!(1) }",
        "for (@x <- @1) { contract @x() = { Nil } }",
        "for (@z <- @1) { match 1 { =z => Nil } }",
        "new z in { match 1 { =*z => Nil } }",
        "let x = 1 in { @2!(x) }",
        "let x <- 1 in { x!(1) }",
        "match 1 { *x => x!(1) }",
    ]);
}

#[test]
fn variable_references_need_a_binder() {
    check_diagnostics(&[
        ("match 1 { =⟦z⟧ => Nil }", "unbound-variable-reference"),
        ("match 1 { =*⟦z⟧ => Nil }", "unbound-variable-reference"),
        ("for (@=⟦z⟧ <- @1) { Nil }", "unbound-variable-reference"),
        ("@1!(2 matches [=⟦z⟧, =⟦z⟧])", "unbound-variable-reference unbound-variable-reference"),
        ("@1!(=⟦z⟧)", "unbound-variable-reference"),
    ]);
    check_legal(&[
        "for (@z <- @1) { match 1 { [=z, =z] => Nil } }",
        "for (@z <- @1) { for (@=z <- @2) { Nil } }",
        "for (z <- @1) { for (@=*z <- @2) { Nil } }",
    ]);
}

#[test]
fn patterns_are_linear() {
    check_diagnostics(&[
        ("for (x, ⟦x⟧ <- @1) { x!(1) }", "duplicate-binder"),
        ("for (x <- @1 & ⟦x⟧ <- @2) { x!(1) }", "duplicate-binder"),
        ("for (x, @⟦x⟧ <- @1) { x!(1) }", "duplicate-binder"),
        ("for (x, y <- @1 & @[⟦y⟧, ⟦x⟧] <- @2) { x!(*y) }", "duplicate-binder duplicate-binder"),
        ("match 1 { [x, ⟦x⟧] => @2!(x) }", "duplicate-binder"),
        ("match 1 { [x ...⟦x⟧] => @2!(x) }", "duplicate-binder"),
        ("match 1 { {x: ⟦x⟧} => @2!(x) }", "duplicate-binder"),
        ("match 1 { x /\\ ⟦x⟧ => @2!(x) }", "duplicate-binder"),
        ("match 1 { x + ⟦x⟧ => @2!(x) }", "duplicate-binder"),
        ("contract @1(x, ⟦x⟧) = { x!(1) }", "duplicate-binder"),
        ("contract @1(x ...@⟦x⟧) = { x!(1) }", "duplicate-binder"),
        ("let @[x, ⟦x⟧] <- [1, 2] in { @2!(x) }", "duplicate-binder"),
        ("for (x, ⟦x⟧, ⟦x⟧ <- @1) { x!(1) }", "duplicate-binder duplicate-binder"),
        ("new x, ⟦x⟧ in { x!(1) }", "duplicate-name-declaration"),
        ("new x, y, ⟦x⟧(`rho:io:stdout`) in { x!(*y) }", "duplicate-name-declaration"),
    ]);
    check_legal(&[
        "for (x, y <- @1) { x!(*y) }",
        "match 1 { [x] => @2!(x) (x, 1) => @2!(x) }",
        "for (x <- @1) { x!(1) } | for (x <- @1) { x!(1) }",
        "match 1 { [x] \\/ (x, 1) => Nil }",
        "contract @1(x) = { x!(1) } | contract @1(x, y) = { x!(*y) }",
    ]);
}

#[test]
fn channels_of_a_join_differ() {
    check_diagnostics(&[
        ("for (_ <- @2 & _ <- ⟦@2⟧) { Nil }", "same-channel-join"),
        (r#"for (_ <- @"a" & _ <- ⟦@"a"⟧) { Nil }"#, "same-channel-join"),
        ("new c in { for (_ <- c & _ <- ⟦c⟧) { Nil } }", "same-channel-join"),
        ("new c in { for (_ <- @{*c} & _ <- ⟦c⟧) { Nil } }", "same-channel-join"),
        ("new c in { for (_ <- @*@*c & _ <- ⟦c⟧) { Nil } }", "same-channel-join"),
        ("for (_ <- @2 & _ <- ⟦@{2}⟧) { Nil }", "same-channel-join"),
        ("for (_ <- @2 & _ <- ⟦@(2)⟧) { Nil }", "same-channel-join"),
        ("for (_ <- @2 & _ <- @3 & _ <- ⟦@2⟧) { Nil }", "same-channel-join"),
        ("for (_ <- @[1, [2]] & _ <- ⟦@[1, [2]]⟧) { Nil }", "same-channel-join"),
        ("for (_ <- @(1 + 1) & _ <- ⟦@(1 + 1)⟧) { Nil }", "same-channel-join"),
        ("for (_ <= @2 & _ <= ⟦@2⟧) { Nil }", "same-channel-join"),
        ("for (_ <<- @2 & _ <<- ⟦@2⟧) { Nil }", "same-channel-join"),
        ("new c in { for (_ <- c?! & _ <- ⟦c⟧) { Nil } }", "same-channel-join"),
        (
            "for (_ <- ⟦_⟧ & _ <- ⟦⟦_⟧⟧) { Nil }",
            "wildcard-outside-pattern same-channel-join wildcard-outside-pattern",
        ),
    ]);
    check_legal(&[
        "for (_ <- @2 & _ <- @3) { Nil }",
        "for (_ <- @2; _ <- @2) { Nil }",
        "for (_ <- @(1 + 1) & _ <- @2) { Nil }",
        "for (_ <- @[1, 2] & _ <- @[1, [2]]) { Nil }",
        "for (_ <- @\"2\" & _ <- @2) { Nil }",
        "new c in { for (_ <- c!?(1) & _ <- c!?(1)) { Nil } }",
        "new c in { for (_ <- c!?(1) & _, _ <- c) { Nil } }",
        "contract @1(_) = { Nil } | contract @1(_) = { Nil }",
        "new c, d in { for (_ <- c & _ <- d) { Nil } }",
        "new c in { for (c1 <- c; _ <- c & _ <- c1) { Nil } }",
    ]);
}

#[test]
fn receives_take_no_disjunction_or_negation() {
    check_diagnostics(&[
        (r#"for (@{⟦~Nil⟧} <- @"c") { Nil }"#, "connective-in-receive-pattern"),
        ("for (@(⟦1 \\/ 2⟧) <- @1) { Nil }", "connective-in-receive-pattern"),
        ("for (@{@1!(⟦~Nil⟧)} <- @1) { Nil }", "connective-in-receive-pattern"),
        ("for (@[1, {\"k\": ⟦~2⟧}] <- @1) { Nil }", "connective-in-receive-pattern"),
        ("contract @1(@{⟦~Nil⟧}) = { Nil }", "connective-in-receive-pattern"),
        ("for (@{⟦~Nil⟧} <= @1) { Nil }", "connective-in-receive-pattern"),
        ("for (_ <- @1 & @{⟦~Nil⟧} <- @2) { Nil }", "connective-in-receive-pattern"),
        ("let @{⟦~Nil⟧} <- 1 & _ <- 2 in { Nil }", "connective-in-receive-pattern"),
        ("for (@{1 /\\ ⟦~2⟧} <- @1) { Nil }", "connective-in-receive-pattern"),
        // A `for` in a body is a receive of its own.
        ("for (_ <- @1) { for (@{⟦~Nil⟧} <- @2) { Nil } }", "connective-in-receive-pattern"),
        ("match 1 { _ => for (@{⟦~Nil⟧} <- @2) { Nil } }", "connective-in-receive-pattern"),
    ]);
    check_legal(&[
        "for (@x <- @1) { match x { ~Nil => Nil } }",
        "for (@{1 /\\ Int} <- @1) { Nil }",
        "for (@Int <- @1) { Nil }",
        // In a pattern inside the pattern.
        "for (@{match 1 { ~Nil => Nil }} <- @1) { Nil }",
        "for (@{1 matches ~2} <- @1) { Nil }",
        // A receive inside a pattern.
        "match 1 { {for (@{~Nil} <- @1) { Nil }} => Nil }",
        "for (@{for (@{~Nil} <- @1) { Nil }} <- @2) { Nil }",
        "let @{~Nil} <- 1 in { Nil }",
        "let @{1 \\/ 2} <- 1; _ <- 2 in { Nil }",
        "@1!(2 matches ~3 \\/ 4)",
    ]);
}

#[test]
fn bundles_hold_no_connectives_and_in_patterns_no_binders() {
    check_diagnostics(&[
        ("@1!(bundle+{⟦~Nil⟧})", "invalid-bundle-content"),
        ("@1!(bundle-{⟦1 \\/ 2⟧})", "invalid-bundle-content"),
        ("@1!(bundle0{⟦1 /\\ 2⟧})", "invalid-bundle-content"),
        ("@1!(bundle{⟦~Nil⟧ | Nil})", "invalid-bundle-content"),
        ("@1!(bundle+{⟦Int⟧})", "invalid-bundle-content"),
        ("match 1 { bundle+{⟦~Nil⟧} => Nil }", "invalid-bundle-content"),
        ("for (@{⟦bundle+{x}⟧} <- @1) { @2!(x) }", "invalid-bundle-content"),
        ("match 1 { ⟦bundle+{_}⟧ => Nil }", "invalid-bundle-content"),
        ("match 1 { [⟦bundle+{x!(y)}⟧] => x!(y) }", "invalid-bundle-content"),
        ("match 1 { ⟦bundle+{[1 ...r]}⟧ => @1!(r) }", "invalid-bundle-content"),
        ("bundle+{⟦_⟧}", "wildcard-outside-pattern"),
    ]);
    check_legal(&[
        "new c in { @1!(bundle+{*c}, bundle-{*c}, bundle0{*c}, bundle{*c}) }",
        "bundle+{ @1!(2) }",
        "bundle+{ @1!(Int) }",
        "bundle+{bundle-{Nil}}",
        "match 1 { [bundle+{1}, x] => @2!(x) }",
        "for (@{bundle+{1}} <- @1) { Nil }",
        "bundle+{ for (x <- @1) { x!(1) } }",
    ]);
}

#[test]
fn complex_sources_come_first_and_take_the_linear_arrow() {
    check_diagnostics(&[
        ("for (_ <- @1 & _ <- ⟦@2!?(1)⟧) { Nil }", "complex-source-in-join"),
        ("for (_ <- @1 & _ <- ⟦@2?!⟧) { Nil }", "complex-source-in-join"),
        ("for (_ <- @1 & _ <- ⟦@2!m(1)⟧) { Nil }", "complex-source-in-join"),
        ("for (_ <- ⟦@1?!⟧ & _ <= @2) { Nil }", "complex-source-in-join"),
        ("for (_ <- ⟦@1!?(1)⟧ & _ <<- @2) { Nil }", "complex-source-in-join"),
        ("for (_ <- @3; _ <- @1 & _ <- ⟦@2?!⟧) { Nil }", "complex-source-in-join"),
    ]);
    check_legal(&[
        "for (_ <- @2!?(1)) { Nil }",
        "for (_ <- @2?!) { Nil }",
        "for (_ <- @2!m(1)) { Nil }",
        "for (_ <- @2!?(1) & _ <- @1) { Nil }",
        "for (_ <- @2?! & _ <- @1!?()) { Nil }",
        "for (_ <- @1; _ <- @2!?(1)) { Nil }",
    ]);
}

#[test]
fn select_is_not_implemented() {
    check_diagnostics(&[
        ("⟦select⟧ { _ <- @1 => Nil }", "unsupported-select"),
        ("@1!(2) | ⟦select⟧ { x <- @1 => x!(1) _ <- @2 => Nil }", "unsupported-select"),
        ("⟦select⟧ { _ <- @1 & _ <- @2 => Nil }", "unsupported-select"),
    ]);
}

#[test]
fn remainders_stand_in_patterns() {
    check_diagnostics(&[
        ("match [1] { [h ...t] => @2!([h ⟦...t⟧]) }", "remainder-outside-pattern"),
        ("@1!([1 ⟦...r⟧])", "remainder-outside-pattern"),
        (
            "@1!(Set(1 ⟦...r⟧), {1: 2 ⟦...r⟧})",
            "remainder-outside-pattern remainder-outside-pattern",
        ),
        ("@1!({| 1 ⟦...r⟧ |})", "remainder-outside-pattern"),
    ]);
    check_legal(&["match [1] { [h ...t] => @2!([h] ++ t) }"]);
}

#[test]
fn what_is_no_error() {
    check_legal(&[
        "@1!(Int, Bool, String, Uri, ByteArray)",
        "new x in { @1!(=*x) }",
        "new x(`rho:io:stdout`) in { x!(1) }",
        "Nil",
        "{}",
        "()",
        "if (true) {}",
        "match 1 { _ => {} }",
        "new _x in {}",
        "new in in { in!(1) }",
        "new agent in { agent!(1) }",
        "new method, default, private, constructor in { method!(*default, *private, *constructor) }",
        "@1!(1 < 2 and 3 >= 4 or not (5 == 6))",
        "@1!(true && false || true)",
        "@1!(\"a\nb\")",
        "@1!(\"\\n\\r\\t\\0\\\\\\\"\\123\")",
    ]);
}

#[test]
fn declarations_of_let_have_as_many_values_as_names() {
    check_diagnostics(&[
        ("let ⟦x, y <- 1⟧ in { x!(*y) }", "malformed-let"),
        ("let ⟦x, y, z <- 1, 2⟧ in { x!(*y, *z) }", "malformed-let"),
        ("let _ <- 1; ⟦x, y <- 1⟧ in { x!(*y) }", "malformed-let"),
        ("let _ <- 1 & ⟦x, y <- 1⟧ in { x!(*y) }", "malformed-let"),
        ("let ⟦x, y <- 1, 2⟧ in { x!(*y) }", "let-with-several-values"),
        ("let ⟦x <- 1, 2⟧ in { x!(1) }", "let-with-several-values"),
        ("let ⟦x, ...@r <- 1, 2, 3⟧ in { x!(r) }", "let-with-several-values"),
        ("let ⟦...@r <- 1, 2⟧ in { @1!(r) }", "let-with-several-values"),
    ]);
    check_legal(&[
        "let x <- 1 in { x!(1) }",
        "let ...@r <- 1 in { @1!(r) }",
        "let x = 1; y = 2 in { @x!(y) }",
        "let @(x, y) <- (1, 2) in { @x!(y) }",
    ]);
}

#[test]
fn members_of_agents() {
    check_diagnostics(&[
        (
            "new A in { agent A { constructor() { Nil } | ⟦constructor⟧() { Nil } | default() { Nil } } }",
            "duplicate-agent-member",
        ),
        (
            "new A in { agent A { constructor() { Nil } | default() { Nil } | ⟦default⟧() { Nil } } }",
            "duplicate-agent-member",
        ),
        (
            "new A in { agent A { constructor() { Nil } | default() { Nil } | private default() { Nil } | \
             ⟦private default⟧() { Nil } } }",
            "duplicate-agent-member",
        ),
        ("new A in { ⟦agent A⟧ { constructor() { Nil } } }", "missing-agent-member"),
        ("new A in { ⟦agent A⟧ { default() { Nil } } }", "missing-agent-member"),
        (
            "new A in { ⟦⟦agent A⟧⟧ { method m() { Nil } } }",
            "missing-agent-member missing-agent-member",
        ),
        (
            "new A in { ⟦agent A⟧ { constructor() { Nil } | default() { Nil } | private method m() { Nil } } }",
            "missing-agent-member",
        ),
    ]);
    check_legal(&[
        "new A in { agent A { constructor() { Nil } | default() { Nil } } }",
        "new A in { agent A { default() { Nil } | method m() { Nil } | constructor() { Nil } } }",
        "new A in { agent A { constructor() { Nil } | default() { Nil } | private default() { Nil } } }",
        "new A in { agent A { constructor() { Nil } | default() { Nil } | private method m() { Nil } | \
         private default() { Nil } } }",
        // Names of methods are not checked for duplicates.
        "new A in { agent A { constructor() { Nil } | method m() { Nil } | method m() { Nil } | default() { Nil } } }",
    ]);
}

#[test]
fn all_errors_of_a_file_are_reported() {
    check_diagnostics(&[
        (
            "⟦a⟧!(⟦_⟧) |\nnew x in {\n  @1!(⟦x⟧, ⟦~Nil⟧, ⟦99999999999999999999⟧) |\n  for (y, ⟦y⟧ <- x & _ <- ⟦x⟧) { ⟦z⟧!(*y) }\n}",
            "unbound-variable wildcard-outside-pattern name-used-as-process connective-outside-pattern \
             number-out-of-range duplicate-binder same-channel-join unbound-variable",
        ),
        (
            "match 1 { =⟦q⟧ => ⟦select⟧ { _ <- @1 => Nil } [x, ⟦x⟧] => @1!([x ⟦...r⟧]) }",
            "unbound-variable-reference unsupported-select duplicate-binder remainder-outside-pattern",
        ),
    ]);
}

#[test]
fn empty_programs() {
    check_diagnostics(&[
        ("⟦⟧", "empty-program"),
        ("  \n⟦⟧", "empty-program"),
        ("// only a comment⟦⟧", "empty-program"),
        ("/* only */ // comments\n⟦⟧", "empty-program"),
        ("#!/usr/bin/env rholang\n⟦⟧", "empty-program"),
    ]);
    check_legal(&[
        "Nil",
        "#!/usr/bin/env rholang\nNil",
        "// comment\nNil // comment",
        "/***/Nil/**/",
    ]);
}

#[test]
fn ranges_and_remainders() {
    check_diagnostics(&[
        ("new c in { for (_ <- c & _ <- ⟦@*c⟧) { Nil } }", "same-channel-join"),
        ("let ⟦x, ...@r <- 1⟧ in { x!(r) }", "let-with-several-values"),
        ("@1!([1 ⟦..._⟧])", "remainder-outside-pattern"),
    ]);
}

/// Names that nothing binds differ if they are spelt differently.
#[test]
fn joins_of_unbound_channels() {
    check_diagnostics(&[
        ("for (_ <- ⟦a⟧ & _ <- ⟦b⟧) { Nil }", "unbound-variable unbound-variable"),
        (
            "for (_ <- ⟦a⟧ & _ <- ⟦⟦a⟧⟧) { Nil }",
            "unbound-variable same-channel-join unbound-variable",
        ),
    ]);
}

/// A syntax error that leaves the tree as it is hides nothing.
#[test]
fn harmless_syntax_errors_hide_nothing() {
    check_diagnostics(&[(
        "new x in { x!(1) | for (_ <- x) ⟦{}⟧ | @1!(⟦z⟧, \"⟦\\q⟧\") }",
        "syntax-empty-block unbound-variable syntax-invalid-escape",
    )]);
}

/// Hints never crowd out an error.
#[test]
fn errors_are_kept_beside_many_hints() {
    let mut text = "new x in { x!(1) | ".repeat(10_100);
    text.push_str("@1!(1i12)");
    text.push_str(&"}".repeat(10_100));
    let analysis = support::analyze(LanguageId::Rholang, &text);
    let codes: Vec<&str> = analysis.diagnostics.iter().map(|found| found.code.name).collect();
    assert!(codes.contains(&"invalid-number-width"));
    assert_eq!(codes.len(), 10_001);
}
