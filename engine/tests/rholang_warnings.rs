//! Warnings and hints: legal programs that are sure to misbehave, each with a legal twin, and the
//! comments that silence them. Sections 2.3, 4 (suggested severities) and 5.2 of the fact sheet.
//!
//! `⟦..⟧` marks the range of each diagnostic; see [`check_diagnostics`].

mod support;

use support::rholang::{check_diagnostics, check_one_code};

fn check_legal(sources: &[&str]) {
    let cases: Vec<(&str, &str)> = sources.iter().map(|&source| (source, "")).collect();
    check_diagnostics(&cases);
}

#[test]
fn unused_binders() {
    check_diagnostics(&[
        ("new ⟦x⟧ in { Nil }", "unused-binder"),
        ("new ⟦x⟧, y, ⟦z⟧ in { y!(1) }", "unused-binder unused-binder"),
        ("new ⟦out⟧(`rho:io:stdout`) in { Nil }", "unused-binder"),
        ("for (⟦x⟧ <- @1) { Nil }", "unused-binder"),
        ("for (@⟦x⟧, ⟦y⟧ <- @1) { Nil }", "unused-binder unused-binder"),
        ("for (_ ...@⟦r⟧ <- @1) { Nil }", "unused-binder"),
        ("contract @1(⟦x⟧, @[⟦y⟧]) = { Nil }", "unused-binder unused-binder"),
        ("match 1 { ⟦x⟧ => Nil }", "unused-binder"),
        ("match [1] { [⟦h⟧ ...⟦t⟧] => Nil }", "unused-binder unused-binder"),
        ("match 1 { x => @1!(x) [⟦x⟧] => Nil }", "unused-binder"),
        ("let ⟦x⟧ <- 1 in { Nil }", "unused-binder"),
        ("let ⟦x⟧ = 1 in { Nil }", "unused-binder"),
        ("let ⟦x⟧ = 1 & ⟦y⟧ = 2 in { Nil }", "unused-binder unused-binder"),
        ("for (⟦x⟧ <- @1; _ <- @2) { Nil }", "unused-binder"),
        // Quoted code in a pattern has binders of its own.
        ("for (@{new x in { Nil }} <- @1) { Nil }", ""),
        // A variable in a pattern is no use of an outer one, and hides it in the body.
        ("for (@⟦x⟧ <- @1) { match 1 { ⟦x⟧ => @2!(x) } }", "unused-binder shadowed-binder"),
        ("for (@⟦x⟧ <- @1) { @2!(1 matches [x]) }", "unused-binder"),
        // Members of agents; what an agent brings along need not be used.
        (
            "new A in { agent A { constructor(⟦x⟧) { Nil } | method m(⟦y⟧) { Nil } | default() { Nil } } }",
            "unused-binder unused-binder",
        ),
    ]);
    check_legal(&[
        "new _x in { Nil }",
        "new __, _' in { Nil }",
        "for (_x, @_y ...@_r <- @1) { Nil }",
        "match 1 { _x => Nil }",
        "let _x = 1 in { Nil }",
        "contract @1(_ret) = { Nil }",
        // A contract's channel is a use, and so is a reference in a pattern.
        "new f in { contract f(_) = { Nil } }",
        "new A in { agent A { constructor() { Nil } | default() { Nil } } }",
        "for (@x <- @1) { match 1 { =x => Nil } }",
        "for (x <- @1) { match 1 { =*x => Nil } }",
        "for (@x <- @1 where x > 1) { Nil }",
        "for (x <- @1; _ <- x) { Nil }",
        "for (@x <- @1; @=x <- @2) { Nil }",
        "match 1 { x where x > 0 => Nil }",
        // Variables that exist only in their pattern.
        "match 1 { ~x => Nil [x] \\/ 1 => Nil }",
        "@1!(2 matches [x, y])",
        "new A in { agent A { constructor() { Nil } | default(_x) { Nil } } }",
    ]);
}

#[test]
fn unused_names_are_not_claimed_where_the_text_does_not_parse() {
    check_one_code("unused-binder", &["new x in { x!( }", "new x in { Nil", "for (x <- @1) { ] }"]);
    check_one_code("unbound-variable", &["x!(", "new x in { y!(1) | ] }"]);
}

#[test]
fn shadowed_binders() {
    check_diagnostics(&[
        ("new x in { x!(1) | new ⟦x⟧ in { x!(2) } }", "shadowed-binder"),
        ("new x in { for (⟦x⟧ <- x) { x!(1) } }", "shadowed-binder"),
        ("new x in { contract x(@⟦x⟧) = { @2!(x) } }", "shadowed-binder"),
        ("new x in { x!(1) | match 1 { ⟦x⟧ => @2!(x) } }", "shadowed-binder"),
        ("for (x <- @1; ⟦x⟧ <- x) { x!(1) }", "shadowed-binder"),
        ("let x = 1; ⟦x⟧ = x in { @1!(x) }", "shadowed-binder"),
        ("new x in { x!(1) | new y in { y!(1) | new ⟦x⟧ in { x!(2) } } }", "shadowed-binder"),
        (
            "match [1] { [x] => match x { [⟦x⟧ ...⟦r⟧] => @2!(x) } }",
            "shadowed-binder unused-binder",
        ),
    ]);
    check_legal(&[
        "new _x in { new _x in { Nil } }",
        "new x in { x!(1) } | new x in { x!(2) }",
        "match 1 { [x] => @1!(x) x => @1!(x) }",
        // A pattern sees nothing of its surroundings, so it cannot hide anything there.
        "new x in { for (@{new x in { x!(1) }} <- x) { Nil } }",
        "new x in { x!(1 matches [x]) }",
        "new x in { x!(1) | match 1 { ~x => Nil } }",
        "new this in { this!(1) | new A in { agent A { constructor() { this!(1) } | default() { Nil } } } }",
    ]);
}

#[test]
fn unusual_identifiers() {
    check_diagnostics(&[
        ("new ⟦'key⟧ in { 'key!(1) }", "unusual-identifier"),
        ("new ⟦größe⟧ in { größe!(1) }", "unusual-identifier"),
        ("for (@⟦é⟧ <- @1) { @2!(é) }", "unusual-identifier"),
        ("for (@⟦⟦'a'⟧⟧ <- @1) { Nil }", "unused-binder unusual-identifier"),
    ]);
    check_legal(&["new x', st'ate, _', X9_ in { x'!(*st'ate, *_', *X9_) }"]);
}

#[test]
fn mixed_arrows() {
    check_diagnostics(&[
        ("for (_ <- @1 & _ ⟦<=⟧ @2) { Nil }", "mixed-arrows"),
        ("for (_ <= @1 & _ ⟦<-⟧ @2) { Nil }", "mixed-arrows"),
        ("for (_ <- @1 & _ ⟦<<-⟧ @2) { Nil }", "mixed-arrows"),
        ("for (_ <- @1 & _ <- @2 & _ ⟦<=⟧ @3) { Nil }", "mixed-arrows"),
        ("for (_ <= @1 & _ ⟦<<-⟧ @2 & _ ⟦<-⟧ @3) { Nil }", "mixed-arrows mixed-arrows"),
        ("for (_ <- @1 & _ /* <- */ ⟦<=⟧ @2) { Nil }", "mixed-arrows"),
        ("for (@(1 <= 2) <- @1 & @(1 <= 2) ⟦<=⟧ @2) { Nil }", "mixed-arrows"),
    ]);
    check_legal(&[
        "for (_ <- @1 & _ <- @2) { Nil }",
        "for (_ <= @1 & _ <= @2) { Nil }",
        "for (_ <<- @1 & _ <<- @2) { Nil }",
        "for (_ <- @1; _ <= @2; _ <<- @3) { Nil }",
    ]);
}

#[test]
fn ignored_guards() {
    check_diagnostics(&[
        ("for (@x <- @1!?(2) ⟦where x > 1⟧) { Nil }", "ignored-guard"),
        ("for (@x <- @1?! ⟦where x > 1⟧) { Nil }", "ignored-guard"),
        ("for (@x <- @1!m(2) ⟦where x > 1⟧) { Nil }", "ignored-guard"),
        ("for (_ <- @3; @x <- @1?! ⟦where x > 1⟧) { Nil }", "ignored-guard"),
    ]);
    check_legal(&[
        "for (@x <- @1 where x > 1) { Nil }",
        "for (@x <- @1!?(2); _ <- @3 where x > 1) { Nil }",
        "for (@x <- @1 & @y <- @2 where x > y) { Nil }",
    ]);
}

#[test]
fn tuples_by_parentheses() {
    check_diagnostics(&[
        ("⟦(@1!(2))⟧", "one-tuple"),
        ("⟦(@1!(2) | @3!(4))⟧", "one-tuple"),
        ("⟦(new x in { x!(1) })⟧", "one-tuple"),
        ("⟦(for (_ <- @1) { Nil })⟧", "one-tuple"),
        ("@1!(⟦(@2!(3))⟧)", "one-tuple"),
        ("⟦(match 1 { _ => Nil })⟧", "one-tuple"),
        ("⟦(if (true) { Nil })⟧", "one-tuple"),
        ("⟦(bundle+{Nil})⟧", "one-tuple"),
        ("⟦(let _x = 1 in { Nil })⟧", "one-tuple"),
        ("⟦(@1!!(2))⟧ | ⟦(@1!?(2).)⟧", "one-tuple one-tuple"),
        ("if (true) ⟦(@1!(2))⟧ else ⟦(@3!(4))⟧", "one-tuple one-tuple"),
    ]);
    check_legal(&[
        "(1)",
        "(1 + 2) * 3",
        "@1!((2))",
        "@1!((2,))",
        "@1!((@2!(3), 4))",
        "{ @1!(2) }",
        "if ((true)) { Nil }",
        "@(1)!(2)",
        "new x in { (*x) }",
    ]);
}

#[test]
fn empty_blocks() {
    check_diagnostics(&[
        ("for (_ <- @1) ⟦{}⟧", "syntax-empty-block"),
        ("for (_ <- @1) ⟦{ }⟧", "syntax-empty-block"),
        ("for (_ <- @1) ⟦{ /* nothing */ }⟧", "syntax-empty-block"),
        ("contract @1() = ⟦{}⟧", "syntax-empty-block"),
        ("bundle+⟦{}⟧", "syntax-empty-block"),
        (
            "new A in { agent A { constructor() ⟦{}⟧ | method m() ⟦{}⟧ | default() ⟦{}⟧ } }",
            "syntax-empty-block syntax-empty-block syntax-empty-block",
        ),
    ]);
    check_legal(&[
        "for (_ <- @1) { {} }",
        "if (true) {} else {}",
        "match 1 { _ => {} }",
        "new _x in {}",
        "let _x = 1 in {}",
        "@1!({})",
        "{}",
    ]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn methods_of_the_node() {
    check_diagnostics(&[
        ("@1!([1].⟦lenght⟧())", "unknown-method"),
        ("@1!([1].⟦foo⟧(1, 2))", "unknown-method"),
        ("@1!(1.⟦toInt⟧())", "unknown-method"),
        ("@1!(1.⟦toBigInt⟧())", "unknown-method"),
        ("@1!([1].⟦nth⟧())", "method-arity"),
        ("@1!([1].⟦nth⟧(0, 1))", "method-arity"),
        ("@1!([1].length().⟦toString⟧(1))", "method-arity"),
    ]);
    // Section 5.2: methods by number of arguments.
    const METHODS: [&[&str]; 3] = [
        &[
            "length",
            "size",
            "keys",
            "toList",
            "toSet",
            "toMap",
            "toString",
            "toByteArray",
            "hexToBytes",
            "toUtf8Bytes",
            "bytesToHex",
            "readZipper",
            "writeZipper",
            "descendFirst",
            "ascendOne",
            "reset",
            "toNextSibling",
            "toPrevSibling",
            "childCount",
            "getLeaf",
            "getSubtrie",
            "removeLeaf",
            "removeBranches",
            "pathExists",
            "prunePath",
        ],
        &[
            "nth",
            "take",
            "contains",
            "get",
            "add",
            "delete",
            "union",
            "diff",
            "intersection",
            "restriction",
            "dropHead",
            "run",
            "readZipperAt",
            "writeZipperAt",
            "descendTo",
            "descendIndexedBranch",
            "ascend",
            "setLeaf",
            "setSubtrie",
            "graft",
            "joinInto",
            "atPath",
            "createPath",
        ],
        &["slice", "getOrElse", "set"],
    ];
    for (arity, methods) in METHODS.iter().enumerate() {
        for method in *methods {
            for given in 0..4 {
                let arguments = vec!["1"; given].join(", ");
                let (open, close, code) =
                    if given == arity { ("", "", "") } else { ("⟦", "⟧", "method-arity") };
                let source =
                    format!("for (@x <- @1) {{ @2!(x.{open}{method}{close}({arguments})) }}");
                check_diagnostics(&[(&source, code)]);
            }
        }
    }
}

#[test]
fn operands_of_operators() {
    check_diagnostics(&[
        ("@1!(⟦\"a\" + 1⟧)", "operator-types"),
        ("@1!(⟦\"a\" + \"b\"⟧)", "operator-types"),
        ("@1!(⟦1 + 1n⟧)", "operator-types"),
        ("@1!(⟦1 - true⟧)", "operator-types"),
        ("@1!(⟦[1] * 2⟧)", "operator-types"),
        ("@1!(⟦1 / \"2\"⟧)", "operator-types"),
        ("@1!(⟦1.5 % 2.5⟧)", "operator-types"),
        ("@1!(⟦\"a\" ++ 1⟧)", "operator-types"),
        ("@1!(⟦1 ++ 2⟧)", "operator-types"),
        ("@1!(⟦[1] -- [2]⟧)", "operator-types"),
        ("@1!(⟦\"a\" %% 1⟧)", "operator-types"),
        ("@1!(⟦1 < \"a\"⟧)", "operator-types"),
        ("@1!(⟦[1] < [2]⟧)", "operator-types"),
        ("@1!(⟦1 and 2⟧)", "operator-types"),
        ("@1!(⟦true or 2⟧)", "operator-types"),
        ("@1!(⟦1.5 + 1⟧)", "operator-types"),
        ("@1!(⟦[1] - 1⟧)", "operator-types"),
    ]);
    check_legal(&[
        "@1!(1 + 2, 1n + 2n, 1r / 3r, 1.5 + 2.25, 1.5p1 * 2.5p1)",
        "@1!(\"a\" ++ \"b\", [1] ++ [2], {1: 2} ++ {3: 4}, Set(1) ++ Set(2))",
        "@1!(Set(1) -- Set(1), Set(1) + 2, Set(1) - 1, {1: 2} - 1)",
        "@1!(\"${a}\" %% {\"a\": 1})",
        "@1!(1 < 2, \"a\" < \"b\", true < false, 1.5 >= 2.5, 1n > 2n)",
        "@1!(1 == \"a\", [] != 2)",
        "@1!(true and false or true)",
        "@1!(5 % 3, 5n % 3n, 5r - 2r)",
        "for (@x <- @1) { @1!(x + 1, \"a\" ++ x) }",
    ]);
}

#[test]
fn templates() {
    check_diagnostics(&[
        ("⟦{% if x %}⟧\nNil\n{% endif %}", "template-file"),
        ("⟦{%- if x -%}⟧\nNil\n{% endif %}", "template-file"),
        ("new x in { x!(⟦{{ value }}⟧, {{ other }}) }", "template-file"),
        ("⟦{{ contract }}⟧", "template-file"),
        ("@1!(⟦{{name}}⟧) | y!(1)", "template-file"),
        ("@1!(⟦{{ a.b }}⟧)", "template-file"),
        ("x!(⟦{{ a }}⟧, ", "template-file"),
    ]);
    check_legal(&[
        "for (@x <- @1) {{ @2!(x) }}",
        "for (@x <- @1) {{x}}",
        "match 1 {{x} => @1!(x)}",
        "for (_ <- @1) {{Nil}}",
        "@1!({{1: 2}: 3})",
        "@1!($$name$$)",
        "new x in { for (@{$$pattern$$} <- x) { Nil } }",
        "@1!(%NAME)",
        "@1!(%NAME, \"a\" %% {\"a\": 1})",
        "for (@N <- @1) { @1!(5 %N, 5%N, 5 % N) }",
        "for (@n <- @1) { @1!(5 %n) }",
        "@1!(\"a\" %% {\"k\": 1})",
        // Strings and comments may hold anything.
        "@1!(\"{{ name }}\")",
        "@1!(\"{% if %}\")",
        "// {{ name }}\nNil",
        "// {% if %}\nNil",
        "/* {{ name }} */ Nil",
        "/* {% if %} */ Nil",
    ]);
}

#[test]
fn comments_that_silence() {
    check_diagnostics(&[
        ("// rholang-ls: allow(unused-binder)\nnew x in { Nil }", ""),
        ("//rholang-ls:allow(unused-binder)\nnew x in { Nil }", ""),
        ("/* rholang-ls: allow(unused-binder) */ new x in { Nil }", ""),
        ("/* rholang-ls: allow(unused-binder) */\nnew x in { Nil }", ""),
        ("// rholang-ls: allow(unused-binder, shadowed-binder)\nnew x in { new x in { Nil } }", ""),
        (
            "// rholang-ls: allow( unused-binder ,shadowed-binder )\nnew x in { new x in { Nil } }",
            "",
        ),
        (
            "// rholang-ls: allow(unused-binder)\n// rholang-ls: allow(shadowed-binder)\nnew x in { new x in { Nil } }",
            "",
        ),
        (
            "// rholang-ls: allow(unused-binder)\n// The reason.\n\n/* More. */\nnew x in { Nil }",
            "",
        ),
        ("// rholang-ls: allow(unused-binder)\r\nnew x in { Nil }", ""),
        ("new a in {\n  a!(1) |\n  // rholang-ls: allow(unused-binder)\n  new x in { Nil }\n}", ""),
        // Only on the next line of program text.
        ("// rholang-ls: allow(unused-binder)\nNil |\nnew ⟦x⟧ in { Nil }", "unused-binder"),
        ("new ⟦x⟧ in { Nil } // rholang-ls: allow(unused-binder)", "unused-binder"),
        (
            "// rholang-ls: allow(unused-binder)\nnew x in {\n  new ⟦y⟧ in { Nil }\n}",
            "unused-binder",
        ),
        // Only these codes.
        ("// rholang-ls: allow(shadowed-binder)\nnew ⟦x⟧ in { Nil }", "unused-binder"),
        // Unknown codes, and errors.
        ("// rholang-ls: allow(⟦no-such-code⟧)\nNil", "unknown-suppression"),
        (
            "// rholang-ls: allow(⟦unbound-variable⟧)\n@1!(⟦x⟧)",
            "unknown-suppression unbound-variable",
        ),
        ("// rholang-ls: allow(⟦syntax-missing⟧)\nNil", "unknown-suppression"),
        (
            "// rholang-ls: allow(⟦oops⟧, unused-binder, ⟦oh⟧)\nnew x in { Nil }",
            "unknown-suppression unknown-suppression",
        ),
        // Text in a string is no comment.
        ("@1!(\"// rholang-ls: allow(oops)\")", ""),
        ("@1!(\"\n// rholang-ls: allow(unused-binder)\n\") | new ⟦x⟧ in { Nil }", "unused-binder"),
    ]);
}

#[test]
fn hints_and_warnings_of_one_file_come_together() {
    check_diagnostics(&[(
        "new ⟦a⟧, out(⟦`rho:io:stdoot`⟧) in {\n  out!([1].⟦foo⟧(), ⟦\"a\" + 1⟧) | ⟦(out!(1))⟧ |\n  for (⟦x⟧ <- out & _ ⟦<=⟧ @1) { Nil }\n}",
        "unused-binder unknown-system-channel unknown-method operator-types one-tuple unused-binder mixed-arrows",
    )]);
}

#[test]
fn arrows_in_comments_are_no_arrows() {
    check_diagnostics(&[("for (_ <- @1 & _ ⟦<=⟧ /* <= */ @2) { Nil }", "mixed-arrows")]);
}

/// Code that is quoted or sent may never run, so nothing is said about its messages, and its
/// channels count as passed on.
#[test]
fn messages_of_code_that_is_data() {
    check_diagnostics(&[
        ("new c in { @{ c!(1, 2) }!(0) | for (x <- c) { @1!(*x) } | c!(1) }", ""),
        ("new d, out(`rho:io:stdout`) in { d!( out!(1, 2) ) | for (x <- d) { *x } }", ""),
        ("new d, out(`rho:io:stdout`) in { d!?(*out); ⟦out!(1, 2)⟧ }", "system-channel-arity"),
        ("for (@{for (x <- @y) { Nil }} <- @1) { @2!(y) }", ""),
    ]);
}
