//! Definition, declaration and implementation in Rholang. `$0` is the place that is asked about,
//! `«1:x»` the first answer.

mod support;

use support::marked::{check, declaration, definition, implementation};

fn definitions(texts: &[&str]) {
    texts.iter().for_each(|text| check("main.rho", text, definition));
}

fn declarations(texts: &[&str]) {
    texts.iter().for_each(|text| check("main.rho", text, declaration));
}

fn implementations(texts: &[&str]) {
    texts.iter().for_each(|text| check("main.rho", text, implementation));
}

#[test]
fn variables_lead_to_their_binders() {
    definitions(&[
        "new «1:x» in { @1!(*x$0) }",
        "new «1:x» in { @1!(*$0x) }",
        "new «1:$0x» in { Nil }",
        "new a, «1:x», b in { @1!(*a, *$0x) }",
        "for (@«1:x» <- @1) { @2!($0x) }",
        "for (@«1:x» <- @1) { @2!(x$0) }",
        "for («1:x» <- @1) { @2!(*$0x) }",
        "for (@«1:x», y <- @1; z <- y) { @2!($0x) }",
        "for (@a, «1:y» <- @1; z <- $0y) { Nil }",
        "for (@[«1:h» ...t] <- @1) { @2!($0h) }",
        "for (@[h ...«1:t»] <- @1) { @2!($0t) }",
        "for (@{\"k\": {\"l\": «1:v»}} <- @1) { @2!($0v) }",
        "for (@(a, (b, [«1:c»])) <- @1) { @2!($0c) }",
        "for (@Set(«1:a» ...r) <- @1) { @2!($0a) }",
        "for (@{«1:a» /\\ Int} <- @1) { @2!($0a) }",
        "for (x, ...@«1:rest» <- @1) { @2!($0rest) }",
        "for (x, ...@rest <- @1) { match 1 { «1:x» => @2!($0x) } }",
        "contract @1(@«1:x», ret) = { @2!($0x) }",
        "contract @1(@x, «1:ret») = { $0ret!(x) }",
        "contract @1(...@«1:all») = { @2!($0all) }",
        "let «1:x» <- 1 in { @2!(*$0x) }",
        "let @(a, «1:b») <- (1, 2) in { @2!($0b) }",
        "let @«1:x» <- 1; @y <- $0x in { Nil }",
        "let @x <- 1; @«1:x» <- x in { @2!($0x) }",
        "let @«1:x» <- 1; @x <- $0x in { @2!(x) }",
        "let @x <- 1 & @«1:y» <- 2 in { @2!($0y) }",
        "match [1] { [«1:x»] => @2!($0x) [x, y] => @3!(x) }",
        "match [1] { [x] => @2!(x) [«1:x», y] => @3!($0x) }",
        "match 1 { «1:x» where $0x > 1 => Nil }",
        "new «1:x» in { match 1 { =*$0x => Nil } }",
        "for (@«1:x» <- @1) { match 1 { =$0x => Nil } }",
        "for (@«1:x» <- @1) { match 1 { [=$0x, x] => Nil } }",
        "new x in { new «1:x» in { @1!(*$0x) } | @2!(*x) }",
        "new «1:x» in { new x in { @1!(*x) } | @2!(*$0x) }",
        "match 1 { *«1:x» => @1!(*$0x) }",
        "for (@{y!(«1:a»)} <- @1) { @2!($0a) }",
        "if (1 matches [«1:$0x»]) { Nil }",
    ]);
}

#[test]
fn a_message_leads_to_the_receivers_that_take_it() {
    definitions(&[
        // Arity.
        "new c in { contract «1:c»(x) = { Nil } | contract c(x, y) = { Nil } | $0c!(1) }",
        "new c in { contract c(x) = { Nil } | contract «1:c»(x, y) = { Nil } | $0c!(1, 2) }",
        "new c in { contract «2:c»(x ...@r) = { Nil } | contract «1:c»(x, y) = { Nil } | $0c!(1, 2) }",
        "new c in { contract «1:c»(x ...@r) = { Nil } | contract c(x, y) = { Nil } | $0c!(1, 2, 3) }",
        "new c in { contract «1:c»(...@r) = { Nil } | contract c(x) = { Nil } | $0c!() }",
        "new c in { contract «1:c»() = { Nil } | contract c(x) = { Nil } | $0c!() }",
        // Tags.
        "new c in { contract «1:c»(@\"get\", r) = { Nil } | contract c(@\"set\", r) = { Nil } | $0c!(\"get\", 1) }",
        "new c in { contract «2:c»(@x, r) = { Nil } | contract «1:c»(@\"set\", r) = { Nil } | $0c!(\"set\", 1) }",
        "new c in { contract «1:c»(@x, r) = { Nil } | contract c(@\"set\", r) = { Nil } | $0c!(\"get\", 1) }",
        "new c in { contract «2:c»(@\"get\", r) = { Nil } | contract «3:c»(@\"set\", r) = { Nil } | contract «1:c»(@x, r) = { Nil } | for (@k <- @1) { $0c!(k, 1) } }",
        "new c in { contract «1:c»(@\"get\") = { Nil } | contract c(@\"set\") = { Nil } | $0c!(*@\"get\") }",
        "new c in { contract «1:c»(@{\"get\"}) = { Nil } | contract c(@\"set\") = { Nil } | $0c!({\"get\"}) }",
        // Nothing fits: by arity, then all, then the binder.
        "new c in { contract «1:c»(@\"get\", r) = { Nil } | contract c(r) = { Nil } | $0c!(\"put\", 1) }",
        "new c in { contract «1:c»(@\"get\", r) = { Nil } | contract «2:c»(r) = { Nil } | $0c!() }",
        "new «1:c» in { $0c!(1) | @1!(*c) }",
        "contract @1(«1:ret») = { $0ret!(1) }",
        // Receives, also persistent ones and peeks.
        "new c in { for (x <- «1:c») { Nil } | $0c!(1) }",
        "new c in { for (x <= «1:c») { Nil } | $0c!(1) }",
        "new c in { for (x <<- «1:c») { Nil } | $0c!(1) }",
        "new c, d in { for (x <- d & y <- «1:c») { Nil } | $0c!(1) }",
        "new c in { for (x <- «1:c»; y <- «2:c») { Nil } | $0c!!(1) }",
        "new c in { for (@1 <- «1:c») { Nil } | for (@2 <- c) { Nil } | $0c!(1) }",
        "new c in { for (x <- «1:c»?!) { Nil } | for (x <- c) { Nil } | $0c!(1, 2) }",
        "new c in { for (x <- «1:c») { Nil } | @*$0c!(1) }",
        "new c in { for (x <- @*«1:c») { Nil } | $0c!(1) }",
        "new c in { select { x <- «1:c» => Nil } | $0c!(1) }",
        // Synchronous sends put a reply channel first.
        "new c in { contract «1:c»(r, @x) = { Nil } | contract c(@x) = { Nil } | $0c!?(1). }",
        "new c in { contract «1:c»(r, @x) = { Nil } | contract c(@x) = { Nil } | $0c!?(1); Nil }",
        "new c in { contract «1:c»(r, @x) = { Nil } | contract c(@x) = { Nil } | for (y <- $0c!?(1)) { Nil } }",
        "new c in { contract c(@\"x\") = { Nil } | contract «1:c»(r) = { Nil } | $0c!?(). }",
        "new c in { contract c(@\"x\", @1) = { Nil } | contract «1:c»(r, @1) = { Nil } | $0c!?(1). }",
        // The receive that a declared name leads to may come later and stand deeper.
        "new c in { $0c!(1) | new d in { if (true) { for (x <- «1:c») { Nil } } } }",
        // Only the same channel counts.
        "new c in { new c in { contract c(x) = { Nil } } | contract «1:c»(x) = { Nil } | $0c!(1) }",
    ]);
}

/// A part of a message, and patterns: those that take it, and those that do not.
const MATCHES: &[(&str, &[&str], &[&str])] = &[
    (
        "1",
        &["@1", "@01", "@Int", "@x", "x", "_", "@_"],
        &["@2", "@-1", "@\"1\"", "@String", "@Nil", "@true", "@1.5", "@[1]"],
    ),
    ("-1", &["@-1", "@Int"], &["@1", "@\"-1\""]),
    ("0", &["@0", "@-0", "@00"], &["@1"]),
    ("1i32", &["@1i32", "@1", "@Int", "@1n"], &["@\"1\"", "@Bool", "@1.5"]),
    ("1n", &["@1n", "@BigInt"], &["@1", "@Int", "@\"1\""]),
    ("1.5", &["@1.5"], &["@Int", "@1", "@\"1.5\""]),
    ("true", &["@true", "@Bool"], &["@false", "@1", "@String", "@Nil"]),
    ("1 < 2", &["@true", "@false", "@Bool"], &["@1", "@\"a\"", "@Int"]),
    ("not true", &["@Bool", "@false"], &["@\"a\""]),
    ("\"a\"", &["@\"a\"", "@String"], &["@\"b\"", "@1", "@Int", "@`a`", "@Uri", "@[]"]),
    ("\"a\" ++ \"b\"", &["@\"ab\"", "@\"c\"", "@String", "@1"], &[]),
    ("`rho:a`", &["@`rho:a`", "@Uri"], &["@`rho:b`", "@\"rho:a\"", "@String"]),
    ("Nil", &["@Nil"], &["@1", "@\"Nil\"", "@[]", "@()"]),
    ("()", &["@()"], &["@Nil", "@1"]),
    (
        "[1, 2]",
        &["@[1, 2]", "@[a, b]", "@[1, ..._]", "@[a ...r]", "@[a, b ...r]", "@[...r]", "@[_, 2]"],
        &["@[1]", "@[2, b]", "@[1, 2, 3]", "@[a, b, c ...r]", "@(1, 2)", "@Set(1, 2)", "@[]", "@1"],
    ),
    ("[]", &["@[]", "@[...r]"], &["@[a]", "@{}", "@Nil"]),
    ("[[1], [2]]", &["@[[a], [b]]", "@[[1], b]"], &["@[[2], b]", "@[[], b]"]),
    (
        "(1, \"a\")",
        &["@(1, \"a\")", "@(a, b)", "@(Int, String)"],
        &["@(a, b, c)", "@(a,)", "@(\"a\", 1)", "@[1, \"a\"]"],
    ),
    ("(1,)", &["@(a,)", "@(1,)"], &["@(a, b)", "@(2,)"]),
    (
        "{\"a\": 1}",
        &["@{\"a\": 1}", "@{\"a\": x}", "@{\"a\": x ...r}", "@{...r}", "@{k: v}"],
        &["@{\"b\": x}", "@{\"b\": x ...r}", "@{\"a\": 2}", "@{\"a\": x, \"b\": y}", "@{}", "@[1]"],
    ),
    (
        "{\"a\": 1, \"b\": 2}",
        &["@{\"b\": 2, \"a\": 1}", "@{\"a\": x, \"b\": y}", "@{\"b\": x ...r}"],
        &["@{\"a\": x, \"c\": y}", "@{\"b\": 1 ...r}"],
    ),
    (
        "{\"a\": {\"b\": 1}}",
        &["@{\"a\": {\"b\": x}}"],
        &["@{\"a\": {\"c\": x}}", "@{\"a\": {\"b\": 2}}"],
    ),
    (
        "Set(1, 2)",
        &["@Set(2, 1)", "@Set(1 ...r)", "@Set(a, b)", "@Set(...r)"],
        &["@Set(3 ...r)", "@Set(1, 3)", "@Set(1, 2, 3)", "@[1, 2]", "@Set(1, \"a\")"],
    ),
    ("{|1, 2|}", &["@{|1, 2|}", "@{|a ...r|}"], &["@[1, 2]", "@1"]),
    ("bundle+{1}", &["@{bundle+{1}}", "@{bundle+{x}}"], &["@{bundle-{1}}", "@{bundle+{2}}", "@1"]),
    (
        "@1!(2)",
        &["@{@1!(2)}", "@{x!(2)}", "@{x!(y)}", "@{@1!(y)}"],
        &["@{@2!(x)}", "@{x!(3)}", "@{x!(1, 2)}", "@1", "@\"a\"", "@{x!!(2)}"],
    ),
    ("1", &["@{x /\\ Int}", "@{1 /\\ 1}", "@{Int /\\ 1}"], &["@{x /\\ String}", "@{1 /\\ 2}"]),
    ("1", &["@{1 \\/ 2}", "@{String \\/ Int}"], &["@{2 \\/ 3}", "@{String \\/ Bool}"]),
    ("1", &["@{~2}", "@{~String}", "@{~~1}"], &["@{~1}", "@{~Int}", "@{~~2}", "@{~x}"]),
    ("x", &["@1", "@\"a\"", "@[a]", "@Int", "@{~1}", "@{bundle+{1}}", "@{x!(1)}"], &[]),
    ("x.get(1)", &["@1", "@{\"a\": b}"], &[]),
    ("x + 1", &["@1", "@2"], &[]),
    (
        "*ret",
        &["r", "@r", "@{~1}", "_"],
        &["@1", "@\"a\"", "@[a]", "@{\"a\": 1}", "@Int", "@Nil", "@{bundle+{1}}"],
    ),
    ("*c", &["r", "@_"], &["@1"]),
    ("for (y <- @1) { Nil }", &["@{for (y <- @1) { Nil }}", "@p"], &["@1", "@\"a\"", "@[x]"]),
    ("1", &["@=x", "@{=x}"], &[]),
];

#[test]
fn literals_collections_types_and_connectives() {
    for (value, takes, refuses) in MATCHES {
        for (patterns, is_taken) in [(takes, true), (refuses, false)] {
            for pattern in *patterns {
                // The second contract takes nothing, so it shows if the first one does not either.
                let other = if is_taken { "c" } else { "«2:c»" };
                let text = format!(
                    "for (@x <- @0) {{ new ret, c in {{ contract «1:c»({pattern}) = {{ Nil }} | \
                     contract {other}(@{{~_}}) = {{ Nil }} | $0c!({value}) }} }}"
                );
                check("main.rho", &text, definition);
            }
        }
    }
}

#[test]
fn a_name_that_only_mentions_a_channel_leads_to_its_contracts() {
    definitions(&[
        "new c in { contract «1:c»(x) = { Nil } | @1!(*$0c) }",
        "new c in { contract «1:c»(x) = { Nil } | contract «2:c»(x, y) = { Nil } | @1!(*$0c) }",
        "new «1:c» in { for (x <- c) { Nil } | @1!(*$0c) }",
        "new c in { contract «1:c»(x) = { Nil } | @1!(bundle+{*$0c}) }",
        "new c in { contract «1:$0c»(x) = { Nil } | contract «2:c»(x, y) = { Nil } }",
        "new c in { contract «2:c»(x) = { Nil } | contract «1:$0c»(x, y) = { Nil } }",
        "new «1:c» in { for (x <- $0c) { Nil } | c!(1) }",
        "new «1:$0c» in { contract c(x) = { Nil } }",
        "new «1:c»(`rho:io:stdout`) in { $0c!(1) }",
    ]);
}

#[test]
fn declarations_are_binders() {
    declarations(&[
        "new «1:c» in { contract c(x) = { Nil } | $0c!(1) }",
        "new «1:c» in { contract $0c(x) = { Nil } | c!(1) }",
        "new «1:c» in { for (x <- $0c) { Nil } }",
        "new «1:$0c» in { Nil }",
        "new «1:c» in { @1!(*$0c) }",
        "for (@«1:x» <- @1) { @2!($0x) }",
        "new a, «1:c»(`rho:io:stdout`) in { $0c!(1) }",
        "new x in { new «1:x» in { $0x!(1) } | x!(1) }",
        "new «1:A» in { agent $0A { constructor() { Nil } | default() { Nil } } }",
    ]);
}

#[test]
fn implementations_are_senders_of_receivers_and_contracts_of_names() {
    implementations(&[
        "new c in { contract $0c(x) = { Nil } | «1:c»!(1) | c!(1, 2) | «2:c»!!(2) }",
        "new c in { contract $0c(x, y) = { Nil } | c!(1) | «1:c»!?(1). | «2:c»!(1, 2) }",
        "new c in { contract $0c(@\"get\") = { Nil } | c!(\"set\") | «1:c»!(\"get\") }",
        "new c in { for (@\"get\" <- $0c) { Nil } | c!(\"set\") | «1:c»!(\"get\") }",
        "new c in { for (@x <- @1) { contract $0c(@\"get\") = { Nil } | c!(\"set\") | «1:c»!(x) } }",
        "new c in { contract $0c(@\"get\") = { Nil } | «1:c»!(\"set\") | c!() }",
        "new c in { contract $0c(@\"get\") = { Nil } | «1:c»!(1, 2) }",
        "new c in { for (x <- $0c) { Nil } | for (y <- «1:c»!?()) { Nil } | for (y <- c!?(1)) { Nil } }",
        "new $0c in { contract «1:c»(x) = { Nil } | for (y <- c) { Nil } | c!(1) }",
        "new $0c in { for (y <- «1:c») { Nil } | c!(1) }",
        "new c in { contract «1:c»(x) = { Nil } | contract c(x, y) = { Nil } | $0c!(1) }",
    ]);
}

#[test]
fn unbound_names_lead_to_their_contracts_in_the_document() {
    definitions(&[
        "contract «1:foo»(x) = { Nil } | $0foo!(1)",
        "contract foo(x) = { Nil } | contract «1:foo»(@\"a\", y) = { Nil } | $0foo!(\"a\", 2)",
        "$0foo!(1)",
        "contract «1:foo»(x) = { Nil } | @1!(*$0foo)",
        "contract foo(x) = { Nil } | new «1:foo» in { $0foo!(1) }",
        "contract «1:$0foo»(x) = { Nil }",
    ]);
    declarations(&["contract «1:foo»(x) = { Nil } | $0foo!(1)"]);
    implementations(&["contract $0foo(x) = { Nil } | «1:foo»!(1) | bar!(1)"]);
}

#[test]
fn quoted_channels_lead_across_files() {
    definitions(&[
        "contract @\"«1:api»\"(x) = { Nil } | @\"$0api\"!(1)",
        "contract @\"«1:api»\"(x) = { Nil } | @\"api$0\"!(1)",
        "contract @\"«1:api»\"(x) = { Nil } | @{\"$0api\"}!(1)",
        "//- a.rho\n@\"$0api\"!(1)\n//- b.rho\ncontract @\"«1:api»\"(x) = { Nil }\n",
        "//- a.rho\n@\"$0api\"!(\"get\", 1)\n//- b.rho\ncontract @\"api\"(@\"set\", x) = { Nil }\n//- c.rho\ncontract @\"«1:api»\"(@\"get\", x) = { Nil }\n",
        // The best fit comes first, wherever it is.
        "//- a.rho\ncontract @\"«2:api»\"(x, y) = { Nil } | @\"$0api\"!(\"get\", 1)\n//- b.rho\ncontract @\"«1:api»\"(@\"get\", x) = { Nil }\n",
        // Equally good ones: the own file first.
        "//- a.rho\nfor (x <- @\"«2:api»\") { Nil }\n//- b.rho\n@\"$0api\"!(1) | for (x <- @\"«1:api»\") { Nil }\n",
        // A receiver elsewhere that fits beats one here that does not.
        "//- a.rho\n@\"$0api\"!(1) | for (x, y <- @\"api\") { Nil }\n//- b.rho\nfor (x <- @\"«1:api»\") { Nil }\n",
        "//- a.rho\n@\"$0api\"!(1)\n//- b.rho\n@\"api\"!(2)\n",
        // Names are no channels of the same spelling, and no strings.
        "//- a.rho\n@\"$0api\"!(1)\n//- b.rho\nnew api in { contract api(x) = { @2!(\"api\") } }\n",
        "//- a.rho\nnew «1:api» in { $0api!(1) }\n//- b.rho\ncontract @\"api\"(x) = { Nil }\n",
        // Mentions.
        "//- a.rho\n@1!(*@\"$0api\")\n//- b.rho\ncontract @\"«1:api»\"(x) = { Nil } | for (x <- @\"api\") { Nil }\n",
        "//- a.rho\n@1!(*@\"$0api\")\n//- b.rho\nfor (x <- @\"«1:api»\") { Nil }\n",
        "contract @\"«1:$0api»\"(x) = { Nil } | for (x <- @\"«2:api»\") { Nil }",
        "contract @\"«2:api»\"(x) = { Nil } | for (x <- @\"«1:$0api»\") { Nil }",
        "agent @\"«1:api»\" { constructor(x) { Nil } | default() { Nil } } | @\"$0api\"!?(1).",
    ]);
    declarations(&[
        "//- a.rho\n@\"$0api\"!(1)\n//- b.rho\ncontract @\"«1:api»\"(x) = { Nil }\n",
        "//- a.rho\n@1!(*@\"$0api\")\n//- b.rho\ncontract @\"«1:api»\"(x) = { Nil }\n//- c.rho\ncontract @\"«2:api»\"(x, y) = { Nil }\n",
    ]);
    implementations(&[
        "//- a.rho\ncontract @\"$0api\"(@\"get\") = { Nil }\n//- b.rho\n@\"«1:api»\"!(\"get\") | @\"api\"!(\"set\")\n//- c.rho\n@\"«2:api»\"!(\"get\")\n",
        "//- a.rho\n@\"$0api\"!(1)\n//- b.rho\ncontract @\"«1:api»\"(x) = { Nil }\n",
    ]);
}

#[test]
fn channels_that_are_terms() {
    definitions(&[
        "contract «1:@[1, \"a\"]»(x) = { Nil } | $0@[1,\"a\"]!(1)",
        "contract «1:@(1, \"a\")»(x) = { Nil } | contract @[1, \"a\"](x) = { Nil } | $0@(1, \"a\")!(1)",
        "contract «1:@{\"a\": 1, \"b\": Set(1, 2)}»(x) = { Nil } | $0@{\"b\": Set(2, 1), \"a\": 1}!(1)",
        "for (x <- «1:@1») { Nil } | for (x <- @2) { Nil } | $0@1!(1)",
        "for (x <- «1:@Nil») { Nil } | $0@{Nil}!(1)",
        "new a, b in { for (x <- «1:@(*a, \"k\")») { Nil } | for (x <- @(*b, \"k\")) { Nil } | $0@(*a, \"k\")!(1) }",
        "new a in { for (x <- «1:@(*a, 1)») { Nil } | new a in { for (x <- @(*a, 1)) { Nil } } | $0@(*a, 1)!(1) }",
        "for (@k <- @0) { contract «1:@[k]»(@\"get\") = { Nil } | contract @[k](@\"set\") = { Nil } | $0@[k]!(\"get\") }",
        "//- a.rho\n$0@[1, 2]!(\"get\")\n//- b.rho\ncontract «1:@[1, 2]»(@\"get\") = { Nil }\n",
        "//- a.rho\nnew a in { $0@[*a]!(1) }\n//- b.rho\nnew a in { contract @[*a](x) = { Nil } }\n",
        "new «1:a» in { for (x <- @(*a, 1)) { Nil } | @(*$0a, 1)!(1) }",
        "contract @[1](@{\"«1:k»\": v}) = { Nil } | @[1]!({\"$0k\": 1})",
        "for (@x <- @0) { $0@{x | Nil}!(1) | for (y <- @{x | Nil}) { Nil } }",
    ]);
    implementations(&[
        "contract $0@[1](@\"get\") = { Nil } | «1:@[1]»!(\"get\") | @[1]!(\"set\") | @[2]!(\"get\")",
    ]);
    check(
        "main.rho",
        "contract «f:$0@[1]»(x) = { «r:@[1]»!(1) | for (x <- «w:@[1]») { @[2]!(1) } }",
        support::marked::references,
    );
    check(
        "main.rho",
        "new a in { contract «f:$0@[*a]»(x) = { «r:@[*a]»!(1) } }",
        support::marked::references,
    );
}

#[test]
fn uris_lead_to_the_names_that_are_bound_to_them() {
    definitions(&[
        "new «1:c»(`$0rho:a:b`) in { Nil }",
        "new «1:c»(`rho:a:b`) in { @1!(`rho:$0a:b`) }",
        "//- a.rho\n@1!(`$0rho:id:x`)\n//- b.rho\nnew «1:c»(`rho:id:x`) in { c!(1) }\n//- c.rho\nnew c(`rho:id:y`) in { c!(1) }\n",
        "//- a.rho\nnew «1:c»(`rho:id:x$0`) in { Nil }\n//- b.rho\nnew «2:c»(`rho:id:x`) in { Nil }\n",
        "@1!(`$0rho:id:x`)",
    ]);
    declarations(&[
        "//- a.rho\nnew «1:c»(`$0rho:id:x`) in { Nil }\n//- b.rho\nnew «2:d»(`rho:id:x`) in { Nil }\n",
    ]);
    implementations(&[
        "new c(`$0rho:a:b`) in { contract «1:c»(x) = { Nil } }",
        "//- a.rho\nnew c(`$0rho:a:b`) in { Nil }\n//- b.rho\nnew d(`rho:a:b`) in { for (x <- «1:d») { Nil } }\n",
    ]);
    // Two names of one URI are one channel.
    definitions(&["new a(`rho:a:b`), b(`rho:a:b`) in { contract «1:b»(x) = { Nil } | $0a!(1) }"]);
}

#[test]
fn strings_of_a_message_lead_to_the_patterns_that_spell_them() {
    definitions(&[
        "new c in { contract c(@{\"«1:name»\": n}) = { Nil } | c!({\"$0name\": 1}) }",
        "new c in { contract c(@{\"«1:name»\": n}) = { Nil } | c!({\"name$0\": 1}) }",
        "new c in { contract c(@{\"name\": n, \"«1:age»\": a}) = { Nil } | c!({\"name\": 1, \"$0age\": 2}) }",
        "new c in { contract c(@{\"user\": {\"«1:email»\": e}}) = { Nil } | c!({\"user\": {\"$0email\": 1}}) }",
        "new c in { contract c(@{\"«1:user»\": {\"email\": e}}) = { Nil } | c!({\"$0user\": {\"email\": 1}}) }",
        "new c in { contract c(@{\"email\": {\"email\": e} ...r}) = { Nil } | contract c(@{\"a\": {\"email\": e}}) = { Nil } | c!({\"b\": {\"$0email\": 1}}) }",
        "new c in { contract c(x, @{\"«1:k»\": v}) = { Nil } | c!({\"k\": 1}, {\"$0k\": 2}) }",
        "new c in { contract c(@[a, {\"«1:k»\": v}]) = { Nil } | c!([1, {\"$0k\": 2}]) }",
        "new c in { contract c(@(a, {\"«1:k»\": v})) = { Nil } | c!((1, {\"$0k\": 2})) }",
        "new c in { contract c(@{m /\\ {\"«1:k»\": v}}) = { Nil } | c!({\"$0k\": 2}) }",
        "new c in { for (@{\"«1:k»\": v} <- c) { Nil } | c!({\"$0k\": 2}) }",
        "new c in { contract c(@{\"k\": 1}) = { Nil } | contract c(@{\"«1:k»\": 2}) = { Nil } | c!({\"$0k\": 2}) }",
        "new c in { contract c(r, @{\"«1:k»\": 2}) = { Nil } | c!?({\"$0k\": 2}). }",
        "new c in { contract c(@\"«1:get»\", k) = { Nil } | contract c(@\"set\", k) = { Nil } | c!(\"$0get\", 1) }",
        "new c in { contract c(@{\"a\": \"«1:b»\"}) = { Nil } | c!({\"a\": \"$0b\"}) }",
        "new c in { contract c(@{\"a\": \"«1:a»\"}) = { Nil } | c!({\"a\": \"$0a\"}) }",
        "new c in { contract c(x) = { Nil } | c!({\"$0k\": 2}) }",
        "new c in { contract c(@{\"k\": v}) = { Nil } | @1!({\"$0k\": 2}) }",
        "//- a.rho\n@\"c\"!({\"$0k\": 2})\n//- b.rho\ncontract @\"c\"(@{\"«1:k»\": v}) = { Nil }\n",
        "for (@x <- @1) { @2!(x.get(\"$0k\")) }",
    ]);
    // A string is no symbol.
    let text = "new c in { contract c(@{\"k\": v}) = { Nil } | c!({\"$0k\": 2}) }";
    check("main.rho", text, support::marked::references);
    check("main.rho", text, declaration);
}

#[test]
fn methods_lead_to_the_agents_that_declare_them() {
    let agent = |channel: &str, method: &str| {
        format!(
            "agent {channel} {{ constructor(x) {{ Nil }} | method {method} {{ Nil }} | default() {{ Nil }} }}"
        )
    };
    let a = agent("A", "«1:get»(k)");
    let other = agent("B", "get(k)");
    let texts = [
        format!("new A in {{ {a} | for (o <- A!?(1)) {{ o!$0get(1). }} }}"),
        format!("new A in {{ {a} | for (o <- A!?(1)) {{ o!get$0(1); Nil }} }}"),
        format!("new A in {{ {a} | for (o <- A!?(1)) {{ for (v <- o!$0get(1)) {{ Nil }} }} }}"),
        format!("new A, B in {{ {a} | {other} | for (o <- A!?(1)) {{ o!$0get(1). }} }}"),
        format!("new A, B in {{ {other} | {a} | for (o <- A!?(1)) {{ o!$0get(1). }} }}"),
        format!("new A, B, r in {{ {other} | {a} | A!(*r, 1) | for (o <- r) {{ o!$0get(1). }} }}"),
        format!("//- a.rho\nfor (o <- @\"A\"!?(1)) {{ o!$0get(1). }}\n//- b.rho\n{}\n//- c.rho\n{}\n",
            agent("@\"B\"", "get(k)"), agent("@\"A\"", "«1:get»(k)")),
        // Nothing tells which agent: arity decides the order.
        format!("new A, B in {{ {} | {} | for (o <- @1) {{ o!$0get(1, 2). }} }}",
            agent("A", "«2:get»(k)"), agent("B", "«1:get»(k, l)")),
        format!("new A in {{ {} }}", agent("A", "«1:$0get»(k)")),
        "new A in { agent A { constructor() { this!$0m(). } | method «1:m»() { Nil } | default() { Nil } } }".to_owned(),
        "new A in { agent A { constructor() { private!$0m(). } | private method «1:m»() { Nil } | default() { Nil } | private default() { Nil } } }".to_owned(),
    ];
    for text in &texts {
        check("main.rho", text, definition);
    }
    implementations(&[
        "new A in { agent A { constructor() { Nil } | method $0m() { Nil } | default() { Nil } } | for (o <- A!?()) { o!«1:m»(). | o!n(). } }",
    ]);
    definitions(&[
        "new A in { agent «1:A» { constructor(x) { Nil } | default() { Nil } } | $0A!?(1). }",
        "new A, «1:c» in { agent A { constructor(x) { Nil } | default() { Nil } } | $0c!?(1). }",
        "new A in { agent A { constructor(«1:x») { @1!(*$0x) } | method m() { @1!(*x) } | default() { Nil } } }",
        "new A in { agent A { constructor(«1:x») { Nil } | method m() { @1!(*$0x) } | default() { Nil } } }",
        "new A in { agent A { constructor() { Nil } | method m(@«1:k») { return!($0k) } | default() { Nil } } }",
        "new A in { agent A { constructor() { Nil } | method «1:m»(@k) { $0return!(k) } | default() { Nil } } }",
        "new A in { agent «1:A» { constructor() { $0this!(1) } | default() { Nil } } }",
        "new A in { agent A { constructor() { Nil } | «1:default»() { @1!($0args) } } }",
        "@1!([1].$0nth(0))",
    ]);
}

#[test]
fn columns_are_right_after_other_characters() {
    definitions(&[
        "new «1:x» in { @\"é→😀\"!(1) | /* ∨ */ @\"→\"!(*$0x) }",
        "contract @\"«1:é→😀»\"(x) = { Nil } | @\"é$0→😀\"!(1)",
        "new c in { contract c(@{\"«1:naïve»\": n}) = { Nil } | c!({\"$0naïve\": 1}) }",
        "new «1:x» in {\r\n  @1!(*$0x)\r\n}\r\n",
    ]);
}

#[test]
fn nothing_is_found_where_nothing_stands() {
    definitions(&[
        "$0",
        "new x in { $0 x!(1) }",
        "// $0x\nnew x in { x!(1) }",
        "/* $0x */ new x in { x!(1) }",
        "new x in { x!(\"$0x\") }",
        "new x i$0n { x!(1) }",
        "@1!(2$0)",
        "new x in { x!(1) }$0",
    ]);
}

#[test]
fn damaged_text_still_leads_somewhere() {
    definitions(&[
        "new «1:x» in { $0x!(1 | ) }",
        "new «1:x» in { $0x!(",
        "new c in { contract «1:c»(y) = { Nil } | $0c!(1",
        "new c in { contract «1:c»(y) = { | $0c!(1) }",
        "for (@«1:x» <- ) { @1!($0x) }",
        "contract @\"«1:a»\"(x) = { Nil } | @\"$0a\"!(1) | ) } new",
    ]);
}
