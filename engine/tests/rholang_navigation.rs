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

/// A message `c!(VALUE)` and patterns: those that take it, and those that do not.
#[test]
fn literals_collections_types_and_connectives() {
    let cases: &[(&str, &[&str], &[&str])] = &[
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
            &[
                "@[1, 2]",
                "@[a, b]",
                "@[1, ..._]",
                "@[a ...r]",
                "@[a, b ...r]",
                "@[...r]",
                "@[_, 2]",
            ],
            &[
                "@[1]",
                "@[2, b]",
                "@[1, 2, 3]",
                "@[a, b, c ...r]",
                "@(1, 2)",
                "@Set(1, 2)",
                "@[]",
                "@1",
            ],
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
            &[
                "@{\"b\": x}",
                "@{\"b\": x ...r}",
                "@{\"a\": 2}",
                "@{\"a\": x, \"b\": y}",
                "@{}",
                "@[1]",
            ],
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
        (
            "bundle+{1}",
            &["@{bundle+{1}}", "@{bundle+{x}}"],
            &["@{bundle-{1}}", "@{bundle+{2}}", "@1"],
        ),
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
    for (value, takes, refuses) in cases {
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
