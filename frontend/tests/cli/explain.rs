//! `explain`, and the page that it generates.

use expect_test::{expect, expect_file};

use crate::sandbox::{Sandbox, check};

#[test]
fn one_code() {
    check(
        "",
        "explain unbound-variable",
        &expect![[r#"
        error[unbound-variable]: `…` is not bound; declare it with `new … in { .. }` or bind it in a pattern around this place (Rholang)

        Rholang is lexical: a name must be bound by `new`, a receive, a contract's
        formals, a case, a `let` or an agent around its use. Inside a pattern, names of
        the surroundings are invisible except below `=`.

        Example:

            @"c"!(x)
        --- exit status 0
    "#]],
    );
}

#[test]
fn a_code_of_all_languages() {
    check(
        "",
        "explain file-too-large",
        &expect![[r#"
        error[file-too-large]: this file is larger than … MiB and is not analysed (Any language)

        Analysis keeps several bytes in memory for each byte of text, so there is a
        limit on the size of one file. Split the file, or keep generated data out of the
        source.
        --- exit status 0
    "#]],
    );
}

#[test]
fn a_code_that_languages_share() {
    check(
        "",
        "explain syntax-unclosed-string",
        &expect![[r#"
        error[syntax-unclosed-string]: this string is never closed (Rholang)

        A string runs from `"` to the next `"` that has no backslash before it; it may
        span lines.

        Example:

            new x in { x!("a) }

        error[syntax-unclosed-string]: this string is never closed (MeTTa)

        A string runs from `"` to the next `"` that has no backslash before it; it may
        span lines. A `"` inside a word is part of the word and begins no string.

        Example:

            !(println! "hello)
        --- exit status 0
    "#]],
    );
}

#[test]
fn unknown_codes() {
    check(
        "",
        "explain unbond-variable",
        &expect![[r#"
        --- standard error
        error: there is no code `unbond-variable`; did you mean `unbound-variable`, `rebound-variable`, `unused-variable`?
        --- exit status 2
    "#]],
    );
    check(
        "",
        "explain binder",
        &expect![[r#"
        --- standard error
        error: there is no code `binder`; did you mean `unused-binder`, `shadowed-binder`, `duplicate-binder`?
        --- exit status 2
    "#]],
    );
    check(
        "",
        "explain xyzzy",
        &expect![[r#"
        --- standard error
        error: there is no code `xyzzy`; `rholang-language-server explain` lists all codes
        --- exit status 2
    "#]],
    );
}

#[test]
fn the_list_has_every_code_of_the_page() {
    let sandbox = Sandbox::new("");
    let text = |arguments| String::from_utf8(sandbox.output(arguments, b"").stdout).unwrap();
    let (list, page) = (text("explain"), text("explain --markdown"));
    let in_page = page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`'));
    let in_list =
        list.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().nth(1));
    assert_eq!(in_list.collect::<Vec<_>>(), in_page.collect::<Vec<_>>());
}

#[test]
fn the_page_is_fresh() {
    let page = Sandbox::new("").output("explain --markdown", b"").stdout;
    expect_file!["../../../docs/diagnostics.md"].assert_eq(&String::from_utf8(page).unwrap());
}
