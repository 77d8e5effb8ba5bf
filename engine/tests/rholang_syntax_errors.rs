//! What is said about text that does not parse: one finding for each mistake, at the place where
//! somebody would repair it. Sections 1 and 2 of the fact sheet `rholang.md`.
//!
//! `⟦..⟧` marks the range of each diagnostic; see [`check_diagnostics`].

mod support;

use expect_test::{Expect, expect};
use rholang_engine::LanguageId;
use support::render_diagnostics;
use support::rholang::check_diagnostics;

/// Constructs of which only the beginning has been typed.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn half_typed_constructs() {
    check_diagnostics(&[
        ("x!⟦(⟧", "syntax-unclosed-delimiter"),
        ("@1!⟦(⟧", "syntax-unclosed-delimiter"),
        ("@1!⟦(⟧1", "syntax-unclosed-delimiter"),
        ("@1!⟦(⟧1,", "syntax-unclosed-delimiter"),
        ("@1!⟦⟧", "syntax-missing"),
        ("@1!?⟦⟧", "syntax-missing"),
        ("@1!?(2)⟦⟧", "syntax-missing"),
        ("@1!m(2)⟦⟧", "syntax-missing"),
        ("@1!?(2);⟦⟧", "syntax-missing"),
        ("for ⟦(⟧", "syntax-unclosed-delimiter"),
        ("for ⟦(⟧x", "syntax-unclosed-delimiter"),
        ("for ⟦(⟧x <-", "syntax-unclosed-delimiter"),
        ("for ⟦(⟧x <- @1", "syntax-unclosed-delimiter"),
        ("for (x <- @1)⟦⟧", "syntax-missing"),
        ("for (x <- @1) ⟦{⟧", "syntax-unclosed-delimiter"),
        ("for ⟦(⟧x <- @1;", "syntax-unclosed-delimiter"),
        ("for ⟦(⟧x <- @1 &", "syntax-unclosed-delimiter"),
        ("for ⟦(⟧x <- @1 where", "syntax-unclosed-delimiter"),
        ("for (⟦)⟧ { Nil }", "syntax-unexpected"),
        ("new⟦⟧", "syntax-missing"),
        ("new x⟦⟧", "syntax-missing"),
        ("new x,⟦⟧", "syntax-missing"),
        ("new x in⟦⟧", "syntax-missing"),
        ("new x in ⟦{⟧", "syntax-unclosed-delimiter"),
        ("new in ⟦{⟧ Nil }", "syntax-unexpected"),
        ("contract⟦⟧", "syntax-missing"),
        ("contract @1⟦⟧", "syntax-missing"),
        ("contract f⟦(⟧", "syntax-unclosed-delimiter"),
        ("contract @1⟦(⟧x", "syntax-unclosed-delimiter"),
        ("contract @1(x)⟦⟧", "syntax-missing"),
        ("contract @1(x) =⟦⟧", "syntax-missing"),
        ("contract @1(x) = ⟦Nil⟧", "syntax-unexpected"),
        ("match⟦⟧", "syntax-missing"),
        ("match 1⟦⟧", "syntax-missing"),
        ("match x ⟦{⟧", "syntax-unclosed-delimiter"),
        ("match 1 { ⟦}⟧", "syntax-unexpected"),
        ("match 1 ⟦{⟧ x", "syntax-unclosed-delimiter"),
        ("match 1 ⟦{⟧ x =>", "syntax-unclosed-delimiter"),
        ("match 1 ⟦{⟧ x => Nil", "syntax-unclosed-delimiter"),
        ("if⟦⟧", "syntax-missing"),
        ("if ⟦(⟧", "syntax-unclosed-delimiter"),
        ("if ⟦(⟧true", "syntax-unclosed-delimiter"),
        ("if (true)⟦⟧", "syntax-missing"),
        ("if ⟦true⟧ { Nil }", "syntax-unexpected"),
        ("if (true) { Nil } else⟦⟧", "syntax-missing"),
        ("let⟦⟧", "syntax-missing"),
        ("let x⟦⟧", "syntax-missing"),
        ("let x =⟦⟧", "syntax-missing"),
        ("let x = 1⟦⟧", "syntax-missing"),
        ("let x = 1 in⟦⟧", "syntax-missing"),
        ("let _ ⟦=⟧ 1 in { Nil }", "syntax-unexpected"),
        ("bundle+⟦⟧", "syntax-missing"),
        ("bundle+ ⟦Nil⟧", "syntax-unexpected"),
        ("bundle ⟦+⟧ {Nil}", "syntax-unexpected"),
        ("select ⟦{⟧", "syntax-unclosed-delimiter"),
        ("agent A⟦⟧", "syntax-missing"),
        ("agent A ⟦{⟧", "syntax-unclosed-delimiter"),
        ("agent A ⟦{⟧ constructor", "syntax-unclosed-delimiter"),
        ("Nil |⟦⟧", "syntax-missing"),
        ("⟦|⟧ Nil", "syntax-unexpected"),
        ("1 +⟦⟧", "syntax-missing"),
        ("⟦+⟧ 1", "syntax-unexpected"),
        ("1 + * ⟦2⟧", "syntax-unexpected"),
        ("not⟦⟧", "syntax-missing"),
        ("@1!(1 +⟦)⟧", "syntax-unexpected"),
        ("⟦[⟧1,", "syntax-unclosed-delimiter"),
        ("⟦{⟧1:", "syntax-unclosed-delimiter"),
        ("⟦{⟧1: 2", "syntax-unclosed-delimiter"),
        ("Set⟦(⟧", "syntax-unclosed-delimiter"),
        ("⟦(⟧1,", "syntax-unclosed-delimiter"),
        ("~⟦⟧", "syntax-missing"),
        ("*⟦⟧", "syntax-missing"),
        ("@⟦⟧", "syntax-missing"),
        ("x.⟦⟧", "syntax-missing"),
        ("x.f⟦⟧", "syntax-missing"),
        ("x.f⟦(⟧", "syntax-unclosed-delimiter"),
        ("=⟦⟧", "syntax-missing"),
        ("1 ==⟦⟧", "syntax-missing"),
        ("@1!(x.⟦)⟧", "syntax-unexpected"),
        ("@1!(a: ⟦1⟧)", "syntax-unexpected"),
    ]);
}

/// Text that belongs elsewhere, or nowhere.
#[test]
fn misplaced_text() {
    check_diagnostics(&[
        ("x!(1) ⟦y⟧!(2)", "syntax-unexpected"),
        ("new x in { x!(1) ⟦x⟧!(2) }", "syntax-unexpected"),
        ("new x in {\n  x!(1)\n  ⟦x⟧!(2)\n}", "syntax-unexpected"),
        ("contract @1(x) = { x!(1) }\n⟦@⟧2!(3)", "syntax-unexpected"),
        ("f⟦(⟧x)", "syntax-unexpected"),
        ("@1!(f⟦(⟧x))", "syntax-unexpected"),
        ("x!(1)⟦!⟧(2)", "syntax-unexpected"),
        ("*x⟦!⟧(1)", "syntax-unexpected"),
        ("*⟦*⟧x", "syntax-unexpected"),
        ("@1!(2);⟦⟧", "syntax-missing"),
        ("@1!(1⟦;⟧2)", "syntax-unexpected"),
        ("for (x <= @1⟦!?⟧(2)) { Nil }", "syntax-unexpected"),
        ("for (...⟦y⟧ <- @1) { Nil }", "syntax-unexpected"),
        ("for (x <- @1;⟦)⟧ { Nil }", "syntax-unexpected"),
        ("let x <- 1; y <- 2 ⟦&⟧ z <- 3 in { Nil }", "syntax-unexpected"),
        ("new x ⟦{⟧ Nil }", "syntax-unexpected"),
        ("x ⟦=⟧ 1", "syntax-unexpected"),
        ("@1!(\"a\" ⟦\"b\"⟧)", "syntax-unexpected"),
        ("@1!(1 ⟦2⟧)", "syntax-unexpected"),
        ("@1!(1,⟦,⟧2)", "syntax-unexpected"),
        ("@1!(⟦,⟧)", "syntax-unexpected"),
        ("[1 ⟦2⟧]", "syntax-unexpected"),
        ("{\"a\": 1, \"b\"⟦}⟧", "syntax-unexpected"),
        ("{\"a\"⟦,⟧ \"b\"}", "syntax-unexpected"),
        ("{| a: ⟦b⟧ |}", "syntax-unexpected"),
        ("match 1 { 1 => Nil⟦,⟧ 2 => Nil }", "syntax-unexpected"),
        ("match 1 { 1 => Nil⟦;⟧ 2 => Nil }", "syntax-unexpected"),
        ("@1!?(2).⟦f⟧()", "syntax-unexpected"),
        ("@1!(@2⟦)⟧", "syntax-unexpected"),
        ("for (@x <- @1) { x | ⟦}⟧", "syntax-unexpected"),
        ("0⟦x10⟧", "syntax-unexpected"),
        ("1.⟦⟧", "syntax-missing"),
        ("⟦#⟧", "syntax-unexpected"),
        ("a ⟦$⟧ b", "syntax-unexpected"),
        ("@1!(1 ⟦?⟧ 2)", "syntax-unexpected"),
        ("new Map(⟦)⟧", "syntax-unexpected"),
        ("if (true) { Nil } else { Nil } ⟦else⟧ { Nil }", "syntax-unexpected"),
        ("@1 ⟦|⟧ @2!(1)", "syntax-unexpected"),
        ("x!(1)⟦!!⟧(2)", "syntax-unexpected"),
        ("@1!(x) ⟦where⟧ x", "syntax-unexpected"),
    ]);
}

/// Reserved words in the place of names (section 1).
#[test]
fn reserved_words() {
    check_diagnostics(&[
        ("new ⟦match⟧ in { Nil }", "syntax-reserved-word"),
        ("new x, ⟦for⟧ in { Nil }", "syntax-reserved-word"),
        ("contract ⟦new⟧() = { Nil }", "syntax-reserved-word"),
        ("contract @1(⟦true⟧) = { Nil }", "syntax-reserved-word"),
        ("let ⟦let⟧ = 1 in { Nil }", "syntax-reserved-word"),
        ("new ⟦where⟧ in { Nil }", "syntax-reserved-word"),
        ("match⟦!⟧(1)", "syntax-unexpected"),
        ("agent ⟦for⟧ { Nil }", "syntax-reserved-word"),
    ]);
}

/// Delimiters without partners.
#[test]
fn delimiters() {
    check_diagnostics(&[
        ("new x in ⟦{⟧", "syntax-unclosed-delimiter"),
        ("new x in ⟦{⟧ x!(1)", "syntax-unclosed-delimiter"),
        ("new x in {\n  for (y <- x) ⟦{⟧\n    y!(1)\n}", "syntax-unclosed-delimiter"),
        ("new x in {\n  for (y <- x) ⟦{⟧\n    y!(1)\n  |\n  x!(2)\n}", "syntax-unclosed-delimiter"),
        ("new x in {\n  x!⟦(⟧1 |\n  x!(2)\n}", "syntax-unclosed-delimiter"),
        ("new x in {\n  x!(⟦[⟧1, 2) |\n  x!(3)\n}", "syntax-unclosed-delimiter"),
        ("new x in {\n  x!(⟦{⟧1: 2)\n}", "syntax-unclosed-delimiter"),
        ("new x in {\n  x!(⟦{|⟧ 1, 2)\n}", "syntax-unclosed-delimiter"),
        ("x!(1)⟦)⟧", "syntax-unexpected-closer"),
        ("new x in { x!(1)⟦)⟧ }", "syntax-unexpected-closer"),
        ("new x in { Nil }⟦}⟧", "syntax-unexpected-closer"),
        ("@1!([1]⟦]⟧)", "syntax-unexpected-closer"),
        ("@1!(1⟦]⟧)", "syntax-unexpected-closer"),
        ("⟦)⟧", "syntax-unexpected-closer"),
        ("⟦}⟧", "syntax-unexpected-closer"),
        ("⟦(⟧", "syntax-unclosed-delimiter"),
        ("⟦{⟧", "syntax-unclosed-delimiter"),
        ("⟦[⟧", "syntax-unclosed-delimiter"),
        ("⟦{|⟧", "syntax-unclosed-delimiter"),
        ("⟦(⟧⟦]⟧", "syntax-unclosed-delimiter syntax-unexpected-closer"),
        ("for ⟦(⟧x <- @1 { Nil }", "syntax-unclosed-delimiter"),
        ("contract @1⟦(⟧x = { Nil }", "syntax-unclosed-delimiter"),
        ("match 1 ⟦{⟧ 1 => { Nil }", "syntax-unclosed-delimiter"),
        ("if ⟦(⟧true { Nil }", "syntax-unclosed-delimiter"),
        ("@1!⟦(⟧((1))", "syntax-unclosed-delimiter"),
        ("new x in {\n  x!(1) |\n  for (y <- x) { y!(2) }\n}\n⟦}⟧\n", "syntax-unexpected-closer"),
        ("bundle+⟦{⟧Nil", "syntax-unclosed-delimiter"),
        ("@1!(\"(\") | @2!(`{`) | ⟦{⟧", "syntax-unclosed-delimiter"),
    ]);
}

/// Strings, URIs and comments that do not end.
#[test]
fn unclosed_tokens() {
    check_diagnostics(&[
        ("new x in { x!(⟦\"⟧a) }", "syntax-unclosed-string"),
        ("@1!(⟦\"⟧a)\n| @2!(\"b\")\n", "syntax-unclosed-string"),
        ("@1!(\"a\") | @2!(⟦\"⟧b)", "syntax-unclosed-string"),
        ("new x(⟦`⟧rho:io:stdout) in { Nil }", "syntax-unclosed-uri"),
        ("Nil ⟦/*⟧ note\nmore", "syntax-unclosed-comment"),
        ("⟦/*⟧", "syntax-unclosed-comment"),
        ("⟦\"⟧", "syntax-unclosed-string"),
        ("⟦`⟧", "syntax-unclosed-uri"),
        ("@1!(⟦\"⟧a\\\")", "syntax-unclosed-string"),
        ("@1!(⟦\"⟧\\", "syntax-unclosed-string"),
        ("@1!(⟦\"⟧a)\n|\n@2!(3)\n", "syntax-unclosed-string"),
    ]);
}

/// Escapes that the node's lexer rejects (section 1).
#[test]
fn odd_escapes() {
    check_diagnostics(&[
        ("@1!(\"⟦\\q⟧\")", "syntax-invalid-escape"),
        ("@1!(\"⟦\\x⟧41 ⟦\\q⟧\")", "syntax-invalid-escape syntax-invalid-escape"),
        ("@1!(\"a⟦\\ ⟧b\")", "syntax-invalid-escape"),
        ("@1!(\"C:⟦\\d⟧ata\\new\")", "syntax-invalid-escape"),
        ("@1!(\"⟦\\é⟧\")", "syntax-invalid-escape"),
    ]);
}

/// Line ends, tabs, other alphabets, null characters.
#[test]
fn text_of_all_kinds() {
    check_diagnostics(&[
        ("new x in {\r\n  x!(1)\r\n  ⟦x⟧!(2)\r\n}\r\n", "syntax-unexpected"),
        ("new x in ⟦{⟧\r\n  x!(1)\r\n", "syntax-unclosed-delimiter"),
        ("\tnew x in {\n\t\tx!⟦(⟧1\n\t}\n", "syntax-unclosed-delimiter"),
        ("@1!(\"größe\") ⟦é⟧!(1)", "syntax-unexpected"),
        ("@1!(\"→ ✓ 😀\") ⟦@⟧2!(3)", "syntax-unexpected"),
        ("new größe in { größe!(1) ⟦größe⟧!(2) }", "syntax-unexpected"),
        ("Nil⟦\0⟧", "syntax-unexpected"),
        ("#!/usr/bin/env rholang\n@1!⟦(⟧", "syntax-unclosed-delimiter"),
        ("Nil ⟦#⟧!/bin/sh", "syntax-unexpected"),
        ("// comment\n/* more */ ⟦)⟧", "syntax-unexpected-closer"),
    ]);
}

/// All mistakes of a text are reported, and each of them once.
#[test]
fn several_errors() {
    check_diagnostics(&[
        (
            "new x in {\n  x!(1)\n  ⟦x⟧!(2) |\n  for (y <-⟦⟧ ) { Nil } |\n  x!(3)\n}",
            "syntax-unexpected syntax-missing",
        ),
        ("@1!(1 ⟦2⟧) |\n@2!(3 ⟦4⟧)", "syntax-unexpected syntax-unexpected"),
        ("@1!(⟦]⟧) | @2!(⟦}⟧)", "syntax-unexpected-closer syntax-unexpected-closer"),
        (
            "new a in { a!⟦(⟧ } |\nnew b in { b!⟦(⟧ }",
            "syntax-unclosed-delimiter syntax-unclosed-delimiter",
        ),
        ("contract @1() = ⟦{ }⟧ | contract @2() = ⟦Nil⟧", "syntax-empty-block syntax-unexpected"),
    ]);
}

/// The words of some findings; the other tests compare places and codes only.
#[test]
fn messages() {
    check_messages(
        &[
            "new x in {\n  x!(1)\n  x!(2)\n}",
            "contract @1(x) = Nil",
            "let x = 1",
            "new match in { Nil }",
            "f(1)",
            "x = 1",
            "x!(1))",
            "new x in { x!(1)",
        ],
        expect![[r#"
            3:3-3:4 error syntax-unexpected: `x` is not expected here; processes that run side by side are joined with `|`
            1:18-1:21 error syntax-unexpected: `Nil` is not expected here; expected `{`
            1:10-1:10 error syntax-missing: `in` is missing here
            1:5-1:10 error syntax-reserved-word: `match` is a reserved word and cannot be a name
            1:2-1:3 error syntax-unexpected: `(` is not expected here; there are no function calls, send a message with `!`
            1:3-1:4 error syntax-unexpected: `=` is not expected here; there is no assignment, bind names with `let`
            1:6-1:7 error syntax-unexpected-closer: this `)` closes nothing
            1:10-1:11 error syntax-unclosed-delimiter: this `{` is never closed
        "#]],
    );
}

fn check_messages(sources: &[&str], expected: Expect) {
    let findings: Vec<String> =
        sources.iter().map(|source| render_diagnostics(LanguageId::Rholang, source)).collect();
    expected.assert_eq(&findings.concat());
}

#[test]
fn one_mistake_is_one_finding_at_the_first_wrong_token() {
    check_diagnostics(&[
        // A missing `|` between two receives.
        ("for (x <- @1) { x!(1) }\n⟦for⟧ (y <- @2) { y!(2) }", "syntax-unexpected"),
        // The word, not the `new` before it.
        ("for (x <-⟦⟧ ) { Nil } | new ⟦match⟧ in { Nil }", "syntax-missing syntax-reserved-word"),
        // A comment that is never closed is not a division by `*note`.
        ("Nil ⟦/*⟧ note ", "syntax-unclosed-comment"),
        ("Nil ⟦/*⟧ note", "syntax-unclosed-comment"),
        // The first wrong token, not the end of the text.
        ("for (x <- @1) ⟦Nil⟧", "syntax-unexpected"),
        ("let @x ⟦=⟧ 1 in { Nil }", "syntax-unexpected"),
        ("match 1 { 1 -⟦>⟧ Nil }", "syntax-unexpected"),
        ("match 1 { =⟦⟧> Nil }", "syntax-missing"),
        ("import ⟦x⟧", "syntax-unexpected"),
        ("var ⟦x⟧ = 1 in { Nil }", "syntax-unexpected"),
        ("agent A { constructor() { Nil } | ⟦m⟧() { Nil } }", "syntax-unexpected"),
        ("select { x <- @1 ⟦}⟧", "syntax-unexpected"),
        // Reserved words.
        ("x.⟦match⟧()", "syntax-reserved-word"),
        ("@1!(x.⟦match⟧())", "syntax-reserved-word"),
        ("@1!(x.⟦bundle⟧())", "syntax-reserved-word"),
        ("for (⟦if⟧ <- @1) { Nil }", "syntax-reserved-word"),
        // One mistake, one finding.
        ("x!⟦new⟧(1).", "syntax-reserved-word"),
        ("@1!⟦new⟧(1).", "syntax-reserved-word"),
        ("new ⟦and⟧ in { and!(1) }", "syntax-reserved-word"),
        ("new x in {\n  x!(⟦{|⟧ 1, 2})\n}", "syntax-unclosed-delimiter"),
        ("@1!({|1|}⟦|}⟧)", "syntax-unexpected-closer"),
        ("for ⟦x⟧ <- @1) { Nil }", "syntax-unexpected"),
    ]);
}
