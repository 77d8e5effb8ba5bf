//! The names of agents: the agent rows of sections 2.4 and 3 of the fact sheet `rholang.md`.
//!
//! The labels after `#` are explained at [`check_names`].

mod support;

use support::rholang::check_names;

/// Agents in a `new` that declares their channel.
fn check_agents(cases: &[(&str, &str)]) {
    let wrapped: Vec<(String, &str)> = cases
        .iter()
        .map(|&(members, errors)| (format!("new A#1n in {{ agent A#1 {{ {members} }} }}"), errors))
        .collect();
    let cases: Vec<(&str, &str)> =
        wrapped.iter().map(|(source, errors)| (source.as_str(), *errors)).collect();
    check_names(&cases);
}

#[test]
fn the_name_of_an_agent_is_a_use() {
    check_names(&[
        ("new A#1n in { agent A#1 { constructor() { Nil } | default() { Nil } } }", ""),
        ("agent A#0 { constructor() { Nil } | default() { Nil } }", "unbound-variable"),
        ("agent @\"A\" { constructor() { Nil } | default() { Nil } }", ""),
        ("for (@A#1p <- @1) { agent @A#1 { constructor() { Nil } | default() { Nil } } }", ""),
    ]);
}

#[test]
fn constructor_formals_are_visible_in_every_member() {
    check_agents(&[
        ("constructor(x#2n, @y#3p) { x#2!(y#3) } | default() { x#2!(y#3) }", ""),
        ("constructor(x#2n) { Nil } | method m() { x#2!(1) } | default() { Nil }", ""),
        ("method m() { x#2!(1) } | constructor(x#2n) { Nil } | default() { Nil }", ""),
        ("default() { x#2!(1) } | constructor(x#2n) { x#2!(2) }", ""),
        ("constructor(x#2n ...@r#3p) { Nil } | method m() { x#2!(r#3) } | default() { Nil }", ""),
        ("private default() { x#2!(1) } | constructor(x#2n) { Nil } | default() { x#2!(2) }", ""),
        ("constructor(x#2n, x#0) { x#2!(1) } | default() { Nil }", "duplicate-binder"),
        // The constructor is a receive, a method is a match.
        ("constructor(@{~Nil}) { Nil } | default() { Nil }", "connective-in-receive-pattern"),
        ("constructor() { Nil } | method m(@{~Nil}) { Nil } | default() { Nil }", ""),
    ]);
}

#[test]
fn names_of_the_constructor_body_stay_there() {
    check_agents(&[
        (
            "constructor() { new s#2n in { s#2!(1) } } | method m() { s#0!(1) } | default() { Nil }",
            "unbound-variable",
        ),
        (
            "constructor(x#2n) { Nil } | default() { Nil } } | @1!(x#0) | Nil | {Nil",
            "unbound-variable",
        ),
    ]);
}

#[test]
fn method_formals_are_processes() {
    check_agents(&[
        (
            "constructor() { Nil } | method m(x#2p, @y#3p) { @1!(x#2 + y#3) } | default() { Nil }",
            "",
        ),
        ("constructor() { Nil } | method m(x#2p ...@r#3p) { @x#2!(r#3) } | default() { Nil }", ""),
        ("constructor() { Nil } | method m(_) { Nil } | default() { Nil }", ""),
        (
            "constructor() { Nil } | method m(x#2p) { Nil } | method n() { @1!(x#0) } | default() { Nil }",
            "unbound-variable",
        ),
        (
            "constructor() { Nil } | method m(x#2p) { x#2!(1) } | default() { Nil }",
            "process-used-as-name",
        ),
        (
            "constructor() { Nil } | method m(x#2p, x#0) { @1!(x#2) } | default() { Nil }",
            "duplicate-binder",
        ),
        // They may hide the formals of the constructor.
        ("constructor(x#2n) { x#2!(1) } | method m(x#3p) { @1!(x#3) } | default() { x#2!(1) }", ""),
        (
            "constructor() { Nil } | private method m(x#2p) { return#i!(x#2) } | \
             default() { Nil } | private default() { Nil }",
            "",
        ),
    ]);
}

#[test]
fn names_that_an_agent_brings_along() {
    check_agents(&[
        ("constructor() { this#i!(*private#i) } | default() { this#i!(*private#i) }", ""),
        (
            "constructor() { Nil } | method m() { return#i!(*this#i, args#i, *private#i) } | default() { Nil }",
            "",
        ),
        ("constructor() { Nil } | default() { @1!(args#i) }", ""),
        ("constructor() { Nil } | default() { return#0!(1) }", "unbound-variable"),
        ("constructor() { return#0!(1) } | default() { Nil }", "unbound-variable"),
        ("constructor() { @1!(args#0) } | default() { Nil }", "unbound-variable"),
        (
            "constructor() { Nil } | method m() { args#i!(1) } | default() { Nil }",
            "process-used-as-name",
        ),
        (
            "constructor() { Nil } | method m() { @1!(this#i) } | default() { Nil }",
            "name-used-as-process",
        ),
        (
            "constructor() { Nil } | method m() { @1!(return#i) } | default() { Nil }",
            "name-used-as-process",
        ),
        (
            "constructor() { Nil } | method m(return#0) { Nil } | default() { Nil }",
            "duplicate-binder",
        ),
        (
            "constructor() { Nil } | private method m() { Nil } | default() { Nil } | \
             private default() { @1!(args#i) }",
            "",
        ),
        (
            "constructor() { Nil } | private method m() { Nil } | default() { Nil } | \
             private default() { return#0!(1) }",
            "unbound-variable",
        ),
    ]);
    check_names(&[(
        "new A#1n in { agent A#1 { constructor() { Nil } | default() { Nil } } | this#0!(1) }",
        "unbound-variable",
    )]);
}

#[test]
fn method_formals_may_hide_args_and_this() {
    check_agents(&[
        ("constructor() { Nil } | method m(args#2p) { @1!(args#2) } | default() { Nil }", ""),
        ("constructor() { Nil } | method m(this#2p) { @1!(this#2) } | default() { Nil }", ""),
    ]);
}

#[test]
fn formals_of_a_default_are_dropped() {
    check_agents(&[
        ("constructor() { Nil } | default(x#ln) { x#0!(1) }", "unbound-variable"),
        ("constructor() { Nil } | default(...@r#lp) { @1!(r#0) }", "unbound-variable"),
        ("constructor(x#2n) { Nil } | default(x#ln) { x#2!(1) }", ""),
    ]);
}

/// `agent A { constructor(f) { C } | .. }` is `for(__r, f <- A){ new this, private in { .. } }`, so
/// a formal may be called `this` and is hidden by the name that the agent brings along.
#[test]
fn formals_may_have_the_names_that_an_agent_brings_along() {
    check_agents(&[
        ("constructor(this#2n) { this#i!(1) } | default() { Nil }", ""),
        ("constructor(@private#2p) { private#i!(1) } | default() { Nil }", ""),
    ]);
}
