//! Rename in Rholang. `$0` is the place that is asked about.

mod support;

use support::workspace::Fixture;

/// Renames and compares the text, which is one file.
fn renamed(cases: &[(&str, &str, &str)]) {
    for (text, new_name, expected) in cases {
        let found = Fixture::rholang(text).rename(new_name);
        assert_eq!(found, format!("//- main.rho\n{expected}\n"), "{text} to {new_name}");
    }
}

/// Renames and compares why it is refused.
fn refused(cases: &[(&str, &str, &str)]) {
    for (text, new_name, expected) in cases {
        let found = Fixture::rholang(text).rename(new_name);
        assert_eq!(found, format!("error: {expected}\n"), "{text} to {new_name}");
    }
}

#[test]
fn variables() {
    renamed(&[
        ("new x$0 in { x!(1) }", "y", "new y in { y!(1) }"),
        (
            "new $0x in { x!(*x) | for (@y <- x) { @y!(*x) } }",
            "chan",
            "new chan in { chan!(*chan) | for (@y <- chan) { @y!(*chan) } }",
        ),
        ("for (@$0x <- @1) { @2!(x) }", "y", "for (@y <- @1) { @2!(y) }"),
        ("for (@x <- @1) { @2!($0x) }", "@y", "for (@y <- @1) { @2!(y) }"),
        ("for (x <- @1) { @2!(*$0x) }", "*y", "for (y <- @1) { @2!(*y) }"),
        ("for (@[h ...$0t] <- @1) { @2!(t) }", "rest", "for (@[h ...rest] <- @1) { @2!(rest) }"),
        (
            "for (@x <- @1) { match 1 { =$0x => Nil } }",
            "y",
            "for (@y <- @1) { match 1 { =y => Nil } }",
        ),
        ("new x in { match 1 { =*$0x => Nil } }", "y", "new y in { match 1 { =*y => Nil } }"),
        (
            "new x in { new x in { $0x!(1) } | x!(2) }",
            "y",
            "new x in { new y in { y!(1) } | x!(2) }",
        ),
        (
            "new x in { new x in { x!(1) } | $0x!(2) }",
            "y",
            "new y in { new x in { x!(1) } | y!(2) }",
        ),
        (
            "new foo in { contract $0foo(a) = { foo!(1) } }",
            "bar'",
            "new bar' in { contract bar'(a) = { bar'!(1) } }",
        ),
        (
            "new foo in { contract foo(@$0a) = { foo!(a) } }",
            "_b",
            "new foo in { contract foo(@_b) = { foo!(_b) } }",
        ),
        ("contract $0foo(a) = { foo!(1) }", "bar", "contract bar(a) = { bar!(1) }"),
        ("let $0x = 1; @y <- x in { @1!(x) }", "z", "let z = 1; @y <- z in { @1!(z) }"),
        (
            "new A in { agent A { constructor(x) { @1!(*x) } | method m() { @1!(*$0x) } | default() { Nil } } }",
            "y",
            "new A in { agent A { constructor(y) { @1!(*y) } | method m() { @1!(*y) } | default() { Nil } } }",
        ),
        ("new /* é→😀 */ $0x in { @\"→\"!(*x) }", "y", "new /* é→😀 */ y in { @\"→\"!(*y) }"),
        ("new x in { $0x!(", "y", "new y in { y!("),
        // The new name may be bound elsewhere, hidden or not.
        (
            "new $0x in { x!(1) } | new y in { y!(1) }",
            "y",
            "new y in { y!(1) } | new y in { y!(1) }",
        ),
        ("new y in { new $0x in { x!(1) } }", "y", "new y in { new y in { y!(1) } }"),
        (
            "new $0x in { x!(1) | new y in { y!(1) } }",
            "y",
            "new y in { y!(1) | new y in { y!(1) } }",
        ),
        (
            "new $0x in { x!(1) | match 1 { y => @1!(y) } }",
            "y",
            "new y in { y!(1) | match 1 { y => @1!(y) } }",
        ),
        (
            "for (@$0x <- @1) { match 1 { {a /\\ y} => Nil {y \\/ z} => @1!(x) } }",
            "y",
            "for (@y <- @1) { match 1 { {a /\\ y} => Nil {y \\/ z} => @1!(y) } }",
        ),
    ]);
}

#[test]
fn the_same_name_changes_nothing() {
    assert_eq!(Fixture::rholang("new $0x in { x!(1) }").rename("x"), "");
    assert_eq!(Fixture::rholang("for (@$0x <- @1) { Nil }").rename("@x"), "");
}

#[test]
fn new_names_are_checked() {
    refused(&[
        ("new $0x in { x!(1) }", "", "the new name is empty"),
        ("new $0x in { x!(1) }", "  ", "the new name is empty"),
        ("new $0x in { x!(1) }", "_", "`_` is the wildcard, which names nothing"),
        (
            "new $0x in { x!(1) }",
            "1a",
            "`1a` is no identifier: identifiers begin with a letter from a to z or `_`",
        ),
        (
            "new $0x in { x!(1) }",
            "'a",
            "`'a` is no identifier: identifiers begin with a letter from a to z or `_`",
        ),
        (
            "new $0x in { x!(1) }",
            "é",
            "`é` is no identifier: identifiers begin with a letter from a to z or `_`",
        ),
        (
            "new $0x in { x!(1) }",
            "a-b",
            "`a-b` is no identifier: `-` is none of the letters from a to z, digits, `_` and `'`",
        ),
        (
            "new $0x in { x!(1) }",
            "a b",
            "`a b` is no identifier: ` ` is none of the letters from a to z, digits, `_` and `'`",
        ),
        ("new $0x in { x!(1) }", "new", "`new` is a word of the language and cannot be a name"),
        ("new $0x in { x!(1) }", "Nil", "`Nil` is a word of the language and cannot be a name"),
        ("new $0x in { x!(1) }", "in", "`in` is a word of the language and cannot be a name"),
        (
            "new $0x in { x!(1) }",
            "bundle0",
            "`bundle0` is a word of the language and cannot be a name",
        ),
        (
            "for (@$0x <- @1) { Nil }",
            "@match",
            "`match` is a word of the language and cannot be a name",
        ),
    ]);
    for word in ["agent", "method", "default", "private", "constructor", "a'", "__", "x1", "Z"] {
        let expected = format!("//- main.rho\nnew {word} in {{ {word}!(1) }}\n");
        assert_eq!(Fixture::rholang("new $0x in { x!(1) }").rename(word), expected);
    }
}

#[test]
fn names_of_one_scope_stay_apart() {
    let together = |old: &str| format!("`y` is already bound together with `{old}`");
    let cases = [
        "new $0x, y in { x!(1) }",
        "new $0x, y in { Nil }",
        "for (@$0x, @y <- @1) { Nil }",
        "for (@$0x <- @1 & y <- @2) { Nil }",
        "contract @1($0x, ...@y) = { Nil }",
        "match 1 { [$0x, y] => Nil }",
        "let @$0x <- 1 & @y <- 2 in { Nil }",
        "let @y <- 1 & @$0x <- 2 in { Nil }",
    ];
    for text in cases {
        refused(&[(text, "y", &together("x"))]);
    }
}

#[test]
fn nothing_is_captured() {
    refused(&[
        (
            "new $0x in { new y in { x!(1) } }",
            "y",
            "`y` is bound again in line 1 where `x` is used, so that use would mean the other `y`",
        ),
        (
            "new $0x in {\n for (@y <- @1) {\n x!(y) } }",
            "y",
            "`y` is bound again in line 3 where `x` is used, so that use would mean the other `y`",
        ),
        (
            "new $0x in { contract @1(y) = { x!(1) } }",
            "y",
            "`y` is bound again in line 1 where `x` is used, so that use would mean the other `y`",
        ),
        (
            "for (@$0x <- @1) { match 1 { y => @1!(x) } }",
            "y",
            "`y` is bound again in line 1 where `x` is used, so that use would mean the other `y`",
        ),
        (
            "for (@$0x <- @1) { let y = 1 in { @1!(x) } }",
            "y",
            "`y` is bound again in line 1 where `x` is used, so that use would mean the other `y`",
        ),
        (
            "for (@$0x <- @1) { for (@y <- @1) { match 1 { =x => Nil } } }",
            "y",
            "`y` is bound again in line 1 where `x` is used, so that use would mean the other `y`",
        ),
        (
            "for (@$0x <- @1; @y <- @x) { @1!(x) }",
            "y",
            "`y` is bound again in line 1 where `x` is used, so that use would mean the other `y`",
        ),
    ]);
}

#[test]
fn nothing_captures_another_name() {
    refused(&[
        ("new y in { new $0x in { x!(1) | y!(2) } }", "y", "`y` in line 1 would then mean `x`"),
        ("new y in { for (@$0x <- @1) {\n @1!(*y) } }", "y", "`y` in line 2 would then mean `x`"),
        (
            "for (@y <- @1) { for (@$0x <- @1) { match 1 { =y => Nil } } }",
            "y",
            "`y` in line 1 would then mean `x`",
        ),
        ("new $0x in { x!(1) | y!(2) }", "y", "`y` in line 1 would then mean `x`"),
        (
            "match 1 { {for (@$0p <- q) { s!(p) }} => Nil }",
            "s",
            "`s` in line 1 and `p` would then be one variable of a pattern",
        ),
        (
            "match 1 { {for (@p <- q) { $0s!(p) }} => Nil }",
            "p",
            "`p` in line 1 and `s` would then be one variable of a pattern",
        ),
        ("$0x!(1) | y!(2)", "y", "`y` is already used in line 1"),
        ("new y in { $0x!(1) }", "y", "`y` is already bound in line 1"),
        (
            "new A in { agent A { constructor($0x) { this!(*x) } | default() { Nil } } }",
            "this",
            "`this` is bound again in line 1 where `x` is used, so that use would mean the other `this`",
        ),
        (
            "new A in { agent A { constructor() { Nil } | method m($0x) { return!(x) } | default() { Nil } } }",
            "return",
            "`return` is already bound together with `x`",
        ),
        (
            "new $0A in { agent A { constructor() { A!(1) } | default() { Nil } } }",
            "this",
            "`this` is bound again in line 1 where `A` is used, so that use would mean the other `this`",
        ),
    ]);
}

#[test]
fn names_that_an_agent_brings_along_stay() {
    for name in ["this", "private"] {
        let text = format!(
            "new A in {{ agent A {{ constructor() {{ $0{name}!(1) }} | default() {{ Nil }} }} }}"
        );
        let expected =
            format!("`{name}` is a name that every agent brings along, so it cannot be renamed");
        refused(&[(&text, "x", &expected)]);
        assert_eq!(Fixture::rholang(&text).prepare_rename(), format!("error: {expected}\n"));
    }
}

#[test]
fn quoted_channels() {
    renamed(&[
        (
            "@\"$0a\"!(1) | for (x <- @\"a\") { @2!(\"a\") }",
            "b",
            "@\"b\"!(1) | for (x <- @\"b\") { @2!(\"a\") }",
        ),
        ("@\"$0a\"!(1)", "\"b c\"", "@\"b c\"!(1)"),
        ("@\"$0a\"!(1)", "@\"b\"", "@\"b\"!(1)"),
        ("@\"$0a\"!(1)", "", "@\"\"!(1)"),
        ("@\"$0a\"!(1)", "é→😀", "@\"é→😀\"!(1)"),
        ("@\"$0a\"!(1)", "a\\\"b\\\\\\n\\12", "@\"a\\\"b\\\\\\n\\12\"!(1)"),
        ("@\"$0a\"!(1)", "match", "@\"match\"!(1)"),
        (
            "contract @\"$0a\"(@\"a\", x) = { Nil } | @1!(*@\"a\")",
            "b",
            "contract @\"b\"(@\"a\", x) = { Nil } | @1!(*@\"b\")",
        ),
    ]);
    refused(&[
        ("@\"$0a\"!(1)", "b\"c", "a `\"` in the name of a channel must be written `\\\"`"),
        ("@\"$0a\"!(1)", "b\\", "a `\\` at the end must be written `\\\\`"),
        ("@\"$0a\"!(1)", "b\\q", "`\\q` is no escape that a string can hold"),
        ("@\"$0a\"!(1) | @\"b\"!(1)", "b", "`b` is already the name of something else in main.rho"),
        ("$0@[1]!(2)", "b", "`@[1]` is a term, not a name that can be replaced by another one"),
        ("contract @1(@\"$0get\") = { Nil }", "b", "there is nothing to rename here"),
    ]);
    let text = "//- a.rho\n@\"$0api\"!(1) | new api in { api!(1) }\n//- b.rho\ncontract @\"api\"(x) = { Nil }\n//- c.rho\n@\"apis\"!(1) | @1!(\"api\")\n";
    assert_eq!(
        Fixture::rholang(text).rename("web"),
        "//- a.rho\n@\"web\"!(1) | new api in { api!(1) }\n\n//- b.rho\ncontract @\"web\"(x) = { Nil }\n\n"
    );
}

#[test]
fn uris_and_methods() {
    renamed(&[
        (
            "new c(`$0rho:id:a`) in { @1!(`rho:id:a`) }",
            "rho:id:b",
            "new c(`rho:id:b`) in { @1!(`rho:id:b`) }",
        ),
        ("new c(`$0rho:id:a`) in { Nil }", "`rho:id:b`", "new c(`rho:id:b`) in { Nil }"),
        (
            "new c(`$0rho:io:stdut`) in { Nil }",
            "rho:io:stdout",
            "new c(`rho:io:stdout`) in { Nil }",
        ),
        ("new c(`rho:io:stdout`) in { $0c!(1) }", "out", "new out(`rho:io:stdout`) in { out!(1) }"),
        (
            "new A in { agent A { constructor() { Nil } | method $0m() { Nil } | default() { Nil } } | for (o <- A!?()) { o!m(). } }",
            "n",
            "new A in { agent A { constructor() { Nil } | method n() { Nil } | default() { Nil } } | for (o <- A!?()) { o!n(). } }",
        ),
    ]);
    refused(&[
        (
            "new c(`$0rho:io:stdout`) in { Nil }",
            "rho:x:y",
            "`rho:io:stdout` is a URI of the node, which a program cannot rename",
        ),
        (
            "@1!(`$0rho:lang:either`)",
            "rho:x:y",
            "`rho:lang:either` is a name of the registry, which a program cannot rename",
        ),
        ("@1!(`$0rho:id:a`)", "", "a URI cannot be empty"),
        ("@1!(`$0rho:id:a`)", "a`b", "a URI cannot hold a backquote, backslash or line end"),
        (
            "for (o <- @1) { o!$0m(). }",
            "match",
            "`match` is a word of the language and cannot be a name",
        ),
        (
            "for (o <- @1) { o!$0m(). | o!n(). }",
            "n",
            "`n` is already the name of something else in main.rho",
        ),
        ("@1!([1].$0nth(0))", "at", "there is nothing to rename here"),
        ("@1!(\"$0a\")", "b", "there is nothing to rename here"),
        ("n$0ew x in { Nil }", "b", "there is nothing to rename here"),
    ]);
}

#[test]
fn what_would_be_renamed() {
    let cases = [
        ("for (@$0x <- @1) { Nil }", "main.rho:1:7-1:8 x\n"),
        ("for (@x$0 <- @1) { Nil }", "main.rho:1:7-1:8 x\n"),
        ("@\"a$0pi\"!(1)", "main.rho:1:3-1:6 api\n"),
        ("@1!(`rho:$0id:a`)", "main.rho:1:6-1:14 rho:id:a\n"),
        ("@1!(1$0)", "error: there is nothing to rename here\n"),
        (
            "@1!(`rho:io$0:stdout`)",
            "error: `rho:io:stdout` is a URI of the node, which a program cannot rename\n",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(Fixture::rholang(text).prepare_rename(), expected, "{text}");
    }
}
