//! Outlines and searches in Rholang.

mod support;

use expect_test::{Expect, expect};
use support::workspace::Fixture;

fn outline(text: &str, expected: Expect) {
    expected.assert_eq(&Fixture::rholang(text).outline());
}

#[test]
fn contracts_with_their_signatures() {
    outline(
        "new api in {\n  contract api(@\"get\", @k, r) = { Nil } |\n  contract api(@{\"a\": x ...y}, ...@z) = { Nil } |\n  contract api(_, @[h, (t, 1)], @{Int /\\ i}, @Nil) = { Nil } |\n  contract api() = { Nil } |\n  contract @\"web\"(@x) = { Nil } |\n  contract @{api!(1)}(x) = { Nil } |\n  contract @[*api, \"m\"](x) = { Nil } |\n  contract @*api(x) = { Nil } |\n  contract @\"\"(x) = { Nil }\n}",
        expect![[r#"
            Channel api main.rho:1:5-1:8
            Contract api ("get", k, r) main.rho:2:12-2:15
            Contract api ({"a": x ...y}, ...@z) main.rho:3:12-3:15
            Contract api (_, [h, (t, 1)], Int /\ i, Nil) main.rho:4:12-4:15
            Contract api () main.rho:5:12-5:15
            Contract web (x) main.rho:6:14-6:17
            Contract @{api!(1)} (x) main.rho:7:12-7:22
            Contract @[*api, "m"] (x) main.rho:8:12-8:24
            Contract api (x) main.rho:9:14-9:17
            Contract @"" (x) main.rho:10:12-10:15
        "#]],
    );
}

#[test]
fn names_and_nesting() {
    outline(
        "new a, out(`rho:io:stdout`), b in {\n  contract a(x) = {\n    new c in {\n      contract c(y) = { for (z <- y) { contract @\"in\"() = { Nil } } } |\n      contract b(y) = { Nil }\n    }\n  } |\n  for (x <- b) { new d in { contract d() = { Nil } } } |\n  match 1 { 1 => new e in { Nil } }\n}",
        expect![[r#"
            Channel a main.rho:1:5-1:6
            SystemChannel out rho:io:stdout main.rho:1:8-1:11
            Channel b main.rho:1:30-1:31
            Contract a (x) main.rho:2:12-2:13
              Channel c main.rho:3:9-3:10
              Contract c (y) main.rho:4:16-4:17
                Contract in () main.rho:4:51-4:53
              Contract b (y) main.rho:5:16-5:17
            Channel d main.rho:8:22-8:23
            Contract d () main.rho:8:38-8:39
            Channel e main.rho:9:22-9:23
        "#]],
    );
}

#[test]
fn agents() {
    outline(
        "new A in {\n  agent A {\n    constructor(@x, y) { new z in { Nil } } |\n    method get(@k ...@r) { contract @\"q\"() = { Nil } } |\n    private method put() { Nil } |\n    default(_) { Nil } |\n    private   default() { Nil }\n  } |\n  agent @\"B\" { default() { Nil } }\n}",
        expect![[r#"
            Channel A main.rho:1:5-1:6
            Agent A (x, y) main.rho:2:9-2:10
              Method constructor (x, y) main.rho:3:5-3:16
                Channel z main.rho:3:30-3:31
              Method get (k, ...@r) main.rho:4:12-4:15
                Contract q () main.rho:4:39-4:40
              Method put () main.rho:5:20-5:23
              Method default (_) main.rho:6:5-6:12
              Method private default () main.rho:7:5-7:22
            Agent B main.rho:9:11-9:12
              Method default () main.rho:9:16-9:23
        "#]],
    );
}

#[test]
fn patterns_make_nothing() {
    outline(
        "for (@{contract @\"a\"(x) = { Nil }} <- @1) { match 1 { {new x in { Nil }} => contract @\"b\"(x) = { new c in { Nil } } } }",
        expect![[r#"
            Contract b (x) main.rho:1:88-1:89
              Channel c main.rho:1:102-1:103
        "#]],
    );
}

#[test]
fn long_and_broken_signatures() {
    outline(
        "contract @\"a\"(\n  // First.\n  @x,\n  y /* the\n  other */,\n  @[é, \"→\"]\n) = { Nil } |\ncontract @\"b\"(@\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", x, y) = { Nil }",
        expect![[r#"
            Contract a (x, y, [é, "→"]) main.rho:1:12-1:13
            Contract b ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…, …) main.rho:8:12-8:13
        "#]],
    );
    outline(
        "contract @\"a\"(x = { new y in { Nil } | contract @\"b\"() = { Nil }",
        expect![[r#"
        Channel y main.rho:1:25-1:26
        Contract b () main.rho:1:51-1:52
    "#]],
    );
    outline("", expect![[""]]);
    outline("new", expect![[""]]);
}

#[test]
fn search_finds_what_outlines_list() {
    let fixture = Fixture::rholang(
        "//- a.rho\nnew getBalance, out(`rho:io:stdout`), plain in { contract getBalance(x) = { contract @\"getBalance\"(y) = { Nil } } }\n//- b.rho\ncontract @\"setBalance\"(x) = { Nil } | new getBalance in { getBalance!(1) | @\"setBalance\"!(1) }\n//- c.rho\nnew Account in { agent Account { constructor() { Nil } | method balance() { Nil } | default() { Nil } } | for (a <- @1) { a!balance(). } }\n",
    );
    expect![[r#"
        Method balance in Account c.rho:1:65-1:72 balance
        Contract getBalance a.rho:1:59-1:69 getBalance
        Contract getBalance in getBalance a.rho:1:88-1:98 getBalance
        Contract setBalance b.rho:1:12-1:22 setBalance
    "#]]
    .assert_eq(&fixture.search("balance"));
    expect![[r#"
        Contract getBalance a.rho:1:59-1:69 getBalance
        Contract getBalance in getBalance a.rho:1:88-1:98 getBalance
    "#]]
    .assert_eq(&fixture.search("gB"));
    expect![[r#"
        SystemChannel out a.rho:1:17-1:20 out
        Agent Account c.rho:1:24-1:31 Account
    "#]]
    .assert_eq(&fixture.search("out"));
    expect![[""]].assert_eq(&fixture.search("plain"));
    expect![[r#"
        Agent Account c.rho:1:24-1:31 Account
    "#]]
    .assert_eq(&fixture.search("acc"));
}
