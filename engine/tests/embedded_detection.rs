//! Which strings of a Rholang program are programs of another language.
//!
//! In these texts `⟦rule|..⟧` marks a program from its first part to its last one, and `⟨..⟩` its
//! holes. `⟦name.rule|..⟧` is a program of another language than MeTTa. A fixture that fails is printed
//! with the marks that it deserves.

mod support;

use std::fmt::Write;

use rholang_engine::diagnostic::DiagnosticSink;
use rholang_engine::languages::rholang::embed::standard_settings;
use rholang_engine::region::{
    Embedded, EmbeddedLanguage, EmbeddedSettings, EmbeddedText, LanguageTag, NoSinks, Part,
    QuotedMessage, Rule, SinkExport, Sinks,
};
use rholang_engine::{Analyzer, LanguageId};

/// Finds what a text holds, and the codes of what is wrong with its directives.
fn find(text: &str, sinks: &dyn Sinks) -> (Embedded, Vec<&'static str>) {
    let analysis = Analyzer::new().analyze(LanguageId::Rholang, text);
    let mut sink = DiagnosticSink::new();
    let rules = LanguageId::Rholang.language();
    let embedded = rules.embedded(text, analysis.facts.ir(), sinks, &mut sink);
    (embedded, sink.finish().iter().map(|found| found.code.name).collect())
}

fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Directive => "directive",
        Rule::FirstLine => "first-line",
        Rule::Channel => "channel",
        Rule::Flow => "flow",
        Rule::OtherFile => "other-file",
    }
}

/// The text with its marks.
fn mark(text: &str, texts: &[EmbeddedText], settings: &EmbeddedSettings) -> String {
    let mut marks: Vec<(u32, u32, String)> = Vec::new();
    for embedded in texts {
        let language = settings.language(embedded.language).expect("the tag is of the settings");
        let mut rule = rule_name(embedded.reason.rule).to_owned();
        if language.name != "metta" {
            rule = format!("{}.{rule}", language.name);
        }
        let extent = embedded.extent();
        marks.push((extent.start, 2, format!("⟦{rule}|")));
        for part in &embedded.parts {
            if let Part::Hole(range) = part {
                marks.push((range.start, 3, "⟨".to_owned()));
                marks.push((range.end, 0, "⟩".to_owned()));
            }
        }
        marks.push((extent.end, if extent.is_empty() { 4 } else { 1 }, "⟧".to_owned()));
    }
    marks.sort();
    let mut output = String::new();
    let mut done = 0;
    for (offset, _, sign) in marks {
        output.push_str(&text[done..offset as usize]);
        output.push_str(&sign);
        done = offset as usize;
    }
    output.push_str(&text[done..]);
    output
}

fn unmarked(source: &str) -> String {
    let mut text = String::new();
    let mut rest = source;
    while let Some(place) = rest.find(['⟦', '⟧', '⟨', '⟩']) {
        text.push_str(&rest[..place]);
        rest = &rest[place..];
        let sign = rest.chars().next().expect("a sign was found");
        rest = &rest[sign.len_utf8()..];
        if sign == '⟦' {
            rest = &rest[rest.find('|').expect("a mark has a rule") + 1..];
        }
    }
    text + rest
}

/// Compares sources with what is found in them, and fails with all differences at once.
fn check_with<S: AsRef<str>>(sinks: &dyn Sinks, cases: &[S]) {
    let mut differences = String::new();
    for source in cases {
        let source = source.as_ref();
        let text = unmarked(source);
        let (embedded, _) = find(&text, sinks);
        let actual = mark(&text, &embedded.texts, sinks.settings());
        if source != actual {
            write!(differences, "\nexpected: {source}\n  actual: {actual}\n").unwrap();
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

fn check<S: AsRef<str>>(cases: &[S]) {
    check_with(&NoSinks(&standard_settings()), cases);
}

// ---- channels ----

const URIS: [&str; 5] = [
    "rho:metta:compile",
    "rho:metta:compile:sync",
    "rho:metta:eval",
    "rho:metta:run",
    "rho:metta:repl",
];

/// URIs that take no programs.
const OTHER_URIS: [&str; 5] = [
    "rho:io:stdout",
    "rho:metta",
    "rho:metta:compiles",
    "rho:metta:typecheck",
    "rho:io:metta:compile",
];

/// Every way to send to a channel `c`, with the string in every place.
const SENDS: [&str; 14] = [
    "c!(S)",
    "c!(S, *r)",
    "c!(*r, S)",
    "c!(*r, S, 1)",
    "c!!(S)",
    "c!!(*r, S)",
    "c!?(S).",
    "c!?(S); Nil",
    "c!?(S); { r!(1) }",
    "c!?(1, S).",
    "for (@x <- c!?(S)) { Nil }",
    "for (x <- r & @y <- c!?(1, S)) { Nil }",
    "select { x <- r => Nil } | c!(S)",
    "if (true) { c!(S) } else { for (_ <- r) { c!(*r, S) } }",
];

#[test]
fn sends_to_channels_that_take_programs() {
    let marked = "\"⟦channel|(f)⟧\"";
    let mut cases = Vec::new();
    for send in SENDS {
        for uri in URIS {
            let send = send.replace('S', marked);
            cases.push(format!("new r, c(`{uri}`) in {{ {send} }}"));
            cases.push(format!("new r in {{ {} }}", send.replace("c!", &format!("@\"{uri}\"!"))));
        }
        for uri in OTHER_URIS {
            let send = send.replace('S', "\"(f)\"");
            cases.push(format!("new r, c(`{uri}`) in {{ {send} }}"));
            cases.push(format!("new r in {{ {} }}", send.replace("c!", &format!("@\"{uri}\"!"))));
        }
    }
    assert!(cases.len() > 200);
    check(&cases);
}

#[test]
fn what_is_no_text_of_a_message() {
    check(&[
        // The channel itself, and names of channels.
        "@\"rho:metta:compile\"!(*@\"reply\", \"⟦channel|(f)⟧\")",
        "new c(`rho:metta:compile`) in { c!(*@\"(f)\") }",
        "new c(`rho:metta:compile`) in { @\"x\"!(*c, \"(f)\") }",
        // Texts inside of other values.
        "new c(`rho:metta:compile`) in { c!([\"(f)\"]) }",
        "new c(`rho:metta:compile`) in { c!({\"a\": \"(f)\"}) }",
        "new c(`rho:metta:compile`) in { c!((\"(f)\", 1)) }",
        "new c(`rho:metta:compile`) in { c!(\"(f)\".length()) }",
        "new c(`rho:metta:compile`) in { c!(\"(f)\" == \"(g)\") }",
        "new c(`rho:metta:compile`) in { c!({ @\"out\"!(\"(f)\") }) }",
        // Receives.
        "new c(`rho:metta:compile`) in { for (@\"(f)\" <- c) { Nil } }",
        "contract @\"rho:metta:compile\"(@\"(f)\") = { Nil }",
        // Other strings nearby.
        "new c(`rho:metta:compile`), d in { d!(\"(f)\") | c!(\"⟦channel|(f)⟧\") | @\"(f)\"!(\"(f)\") }",
        // Other names.
        "new c(`rho:metta:compile`) in { new c in { c!(\"(f)\") } }",
        "new c(`rho:metta:compile`) in { for (c <- @\"x\") { c!(\"(f)\") } }",
        "new c in { c!(\"rho:metta:compile\", \"(f)\") }",
        "c!(\"(f)\") | new c(`rho:metta:compile`) in { Nil }",
        // Code that is matched.
        "new c(`rho:metta:compile`) in { match Nil { { c!(\"(f)\") } => Nil } }",
    ]);
}

#[test]
fn names_are_seen_through() {
    check(&[
        "new c(`rho:metta:compile`) in { @{*c}!(\"⟦channel|(f)⟧\") }",
        "new c(`rho:metta:compile`) in { @*c!(\"⟦channel|(f)⟧\") }",
        "new c(`rho:metta:compile`) in { @{bundle+{*c}}!(\"⟦channel|(f)⟧\") }",
        "new c(`rho:metta:compile`) in { @{bundle+{bundle+{*c}}}!(\"⟦channel|(f)⟧\") }",
        "new c in { @{bundle+{*c}}!(\"(f)\") }",
        "@{bundle+{\"rho:metta:compile\"}}!(\"⟦channel|(f)⟧\")",
    ]);
}

// ---- texts ----

#[test]
fn texts_of_several_parts() {
    let compile = |argument: &str| format!("new c(`rho:metta:compile`), x in {{ c!({argument}) }}");
    let cases = [
        "\"⟦channel|⟧\"",
        "\"⟦channel|(f\n  é \\\"x\\\")⟧\"",
        "\"⟦channel|(f \" ++ ⟨*x⟩ ++ \")⟧\"",
        "\"⟦channel|a\" ++ \"b⟧\"",
        "⟦channel|⟨*x⟩ ++ \"a\" ++ ⟨1⟩⟧",
        "\"⟦channel|a\" ++ ⟨*x⟩ ++ \"b\" ++ (⟨1 + 2⟩) ++ ⟨*x⟩ ++ \"c⟧\"",
        "\"⟦channel|a\" ++ (\"b\" ++ ⟨*x⟩) ++ (⟨*x⟩ ++ \"c⟧\")",
        "(\"⟦channel|a⟧\")",
        "\"⟦channel|a\" /* c */ ++ // d\n \"b⟧\"",
        "\"⟦channel|a\" ++ ⟨*x.f(\"b\")⟩ ++ \"c⟧\"",
        "*x ++ *x",
        "\"⟦channel|(f ⟨${a}⟩ ⟨${b c}⟩)⟧\" %% {\"a\": 1, \"b c\": *x}",
        "\"⟦channel|⟨${a}⟩⟧\" %% {\"a\": \"(g)\"}",
        "\"⟦channel|${} ${a $x {b} ⟨${c}⟩⟧\" %% {\"c\": 1}",
        "\"⟦channel|(f ${a})⟧\"",
        // `%%` binds tighter than `++`.
        "\"⟦channel|a\" ++ \"${b}\" ++ \"⟨${c}⟩⟧\" %% {\"c\": 1}",
        "(\"⟦channel|⟨${b}⟩\" %% {\"b\": 1}) ++ \"${c}⟧\"",
        "*x %% {\"b\": \"(f)\"}",
        "\"a\" -- \"b\"",
    ]
    .map(compile);
    check(&cases);
}

// ---- flow ----

#[test]
fn values_reach_the_compiler() {
    let compiler = |body: &str| {
        format!("new compile(`rho:metta:compile`), out(`rho:io:stdout`), a, b, r in {{ {body} }}")
    };
    let cases = [
        // Through a channel, in any order of the text.
        "a!(\"⟦flow|(f)⟧\") | for (@x <- a) { compile!(x) }",
        "for (@x <- a) { compile!(x) } | a!(\"⟦flow|(f)⟧\")",
        "for (x <- a) { compile!(*x) } | a!(\"⟦flow|(f)⟧\")",
        "for (@x <= a) { compile!(*r, x) } | a!(\"⟦flow|(f)⟧\")",
        "for (@x <<- a) { compile!?(x). } | a!!(\"⟦flow|(f)⟧\")",
        "for (@x <- a) { out!(x) } | a!(\"(f)\")",
        "for (@x <- b) { compile!(x) } | a!(\"(f)\")",
        "for (@x <- a) { for (@x <- b) { compile!(x) } } | a!(\"(f)\") | b!(\"⟦flow|(g)⟧\")",
        // Several literals, joined ones, and ones with holes.
        "a!(\"⟦flow|(f)⟧\") | a!(\"⟦flow|(g)⟧\") | for (@x <- a) { compile!(x) }",
        "a!(\"⟦flow|(f \" ++ ⟨*r⟩ ++ \")⟧\") | for (@x <- a) { compile!(x) }",
        "a!(\"⟦flow|⟨${k}⟩⟧\" %% {\"k\": 1}) | for (@x <- a) { compile!(x) }",
        // A text that is a part of another one is no program.
        "a!(\"(f)\") | for (@x <- a) { compile!(\"⟦channel|(g \" ++ ⟨x⟩ ++ \")⟧\") }",
        "a!(\"(f)\") | for (@x <- a) { compile!(x.length()) }",
        // Two hops and more, and cycles.
        "a!(\"⟦flow|(f)⟧\") | for (@x <- a) { b!(x) } | for (@y <- b) { compile!(y) }",
        "for (@y <- b) { compile!(y) } | for (@x <- a) { b!(x) } | a!(\"⟦flow|(f)⟧\")",
        "a!(\"⟦flow|(f)⟧\") | for (@x <- a) { b!(x) } | for (@y <- b) { a!(y) | compile!(y) }",
        "a!(\"(f)\") | for (@x <- a) { b!(x) } | for (@y <- b) { a!(y) }",
        "a!(\"(f)\") | for (@x <- a) { a!(x) }",
        // The right part of the message.
        "a!(\"⟦flow|(f)⟧\", \"(g)\") | for (@x, @y <- a) { compile!(x) | out!(y) }",
        "a!(\"(f)\", \"⟦flow|(g)⟧\") | for (@x, @y <- a) { compile!(y) | out!(x) }",
        "a!(\"(f)\", 1) | a!(\"⟦flow|(g)⟧\") | for (@x <- a) { compile!(x) }",
        "a!(1, \"⟦flow|(f)⟧\") | for (@_, @x ...@y <- a) { compile!(x) }",
        "a!(1, \"⟦flow|(f)⟧\", 2) | for (@_, @x ...@y <- a) { compile!(x) }",
        "a!(1, \"(f)\") | for (@_ ...@y <- a) { compile!(y) }",
        // Joins and later receives.
        "a!(\"⟦flow|(f)⟧\") | b!(\"(g)\") | for (@x <- a & @y <- b) { compile!(x) | out!(y) }",
        "a!(\"(f)\") | b!(\"⟦flow|(g)⟧\") | for (@x <- a; @y <- b) { compile!(y) | out!(x) }",
        "a!(\"⟦flow|(f)⟧\") | select { @x <- a => compile!(x) }",
        // `let`.
        "let x <- \"⟦flow|(f)⟧\" in { compile!(*x) }",
        "let @x <- \"⟦flow|(f)⟧\" in { compile!(x) }",
        "let x = \"⟦flow|(f)⟧\" in { compile!(x) }",
        "let x = \"(f)\" in { out!(x) | compile!(\"⟦channel|(g)⟧\") }",
        "let x = \"⟦flow|(f)⟧\"; y = x in { compile!(y) }",
        "let x = \"(f)\"; y = \"⟦flow|(g)⟧\" in { compile!(y) }",
        "let x = \"⟦flow|(f)⟧\" & y = \"(g)\" in { compile!(x) }",
        "let x = \"⟦flow|(f\" ++ ⟨*r⟩ ++ \")⟧\" in { compile!(x) }",
        "let x, y <- \"(f)\", \"⟦flow|(g)⟧\" in { compile!(*y) }",
        // `match`.
        "match \"⟦flow|(f)⟧\" { x => compile!(x) }",
        "match \"⟦flow|(f)⟧\" { \"(g)\" => Nil x => compile!(x) }",
        "match \"(f)\" { x => out!(x) }",
        "match \"(f)\" { \"(f)\" => compile!(\"⟦channel|(g)⟧\") }",
        "for (@m <- a) { match m { x => compile!(x) } } | a!(\"⟦flow|(f)⟧\")",
        "for (@m <- a) { match m { x /\\ String => compile!(x) } } | a!(\"⟦flow|(f)⟧\")",
        // Contracts.
        "contract a(@x) = { compile!(x) } | a!(\"⟦flow|(f)⟧\")",
        "a!(\"⟦flow|(f)⟧\") | contract a(@x) = { compile!(x) }",
        "contract a(ret, @x) = { compile!(*ret, x) } | a!(*r, \"⟦flow|(f)⟧\")",
        "contract a(ret, @x) = { new c in { compile!(*c, x) | for (@y <- c) { ret!(y) } } } | \
         a!(*r, \"⟦flow|(f)⟧\") | a!(*r, \"⟦flow|(g)⟧\") | for (@z <- r) { out!(z, \"(h)\") }",
        "contract a(ret, @x) = { out!(x, *ret) } | a!(*r, \"(f)\")",
        "contract a(@x) = { b!(x) } | contract b(@y) = { compile!(y) } | a!(\"⟦flow|(f)⟧\")",
        "contract a(@x) = { a!(x) | compile!(x) } | a!(\"⟦flow|(f)⟧\")",
        "contract a(@x, @y) = { compile!(y) } | a!(\"(f)\", \"⟦flow|(g)⟧\") | a!(\"(h)\")",
        "contract @\"a\"(@x) = { compile!(x) } | @\"a\"!(\"⟦flow|(f)⟧\") | @\"b\"!(\"(f)\")",
        "contract @\"a\"(@x) = { out!(x) } | @\"a\"!(\"(f)\")",
        "for (@r <- a!?(\"⟦flow|(f)⟧\")) { Nil } | contract a(ret, @x) = { compile!(x) }",
        "a!?(\"⟦flow|(f)⟧\"). | contract a(ret, @x) = { compile!(x) }",
        "a!?(\"⟦flow|(f)⟧\"); Nil | contract a(ret, @x) = { compile!(x) }",
        "a!?(\"(f)\"). | contract a(@x, ret) = { compile!(x) }",
        // Messages that begin with a word.
        "contract a(@\"run\", @x) = { compile!(x) } | a!(\"run\", \"⟦flow|(f)⟧\")",
        "contract a(@\"run\", @x) = { compile!(x) } | a!(\"print\", \"(f)\")",
        "contract a(@\"run\", @x) = { compile!(x) } | contract a(@\"print\", @x) = { out!(x) } | \
         a!(\"print\", \"(f)\") | a!(\"run\", \"⟦flow|(g)⟧\") | a!(*r, \"⟦flow|(h)⟧\")",
        "contract a(@word, @x) = { compile!(x) } | a!(\"run\", \"⟦flow|(f)⟧\")",
    ]
    .map(compiler);
    check(&cases);
}

#[test]
fn answers_reach_the_compiler() {
    let compiler = |body: &str| {
        format!("new compile(`rho:metta:compile`), out(`rho:io:stdout`), a, b, r in {{ {body} }}")
    };
    let cases = [
        "for (@x <- a!?(1)) { compile!(x) } | contract a(ret, @n) = { ret!(\"⟦flow|(f)⟧\") }",
        "for (@x <- a!?(1)) { out!(x) } | contract a(ret, @n) = { ret!(\"(f)\") }",
        "for (@x <- a!?(1)) { for (@y <- a!?(x)) { compile!(y) } } | \
         contract a(ret, @n) = { ret!(\"⟦flow|(f)⟧\") }",
        "a!(*r) | for (@x <- r) { compile!(x) } | contract a(ret) = { ret!(\"⟦flow|(f)⟧\") }",
        "a!(*r) | for (@x <- b) { compile!(x) } | contract a(ret) = { ret!(\"(f)\") }",
        // What the compiler answers is no program.
        "for (@s <- compile!?(\"⟦channel|(f)⟧\")) { out!(s, \"(f)\") }",
        "compile!(*r, \"⟦channel|(f)⟧\") | for (@s <- r) { out!(s) } | r!(\"(g)\")",
        // A receive that answers takes the reply channel last.
        "for (@x <- a?!) { compile!(x) } | a!(\"⟦flow|(f)⟧\", *r)",
        "for (@x <- a?!) { compile!(x) } | a!(\"(f)\")",
    ]
    .map(compiler);
    check(&cases);
}

#[test]
fn names_of_channels_travel() {
    let compiler = |body: &str| {
        format!("new compile(`rho:metta:compile`), out(`rho:io:stdout`), a, b, r in {{ {body} }}")
    };
    let cases = [
        "let c <- *compile in { c!(\"⟦channel|(f)⟧\") }",
        "let c = *compile in { @c!(\"⟦channel|(f)⟧\") }",
        "let c = bundle+{*compile} in { @c!(\"⟦channel|(f)⟧\") }",
        "let c = *out in { @c!(\"(f)\") }",
        "let c <- *@\"rho:metta:compile\" in { c!(\"⟦channel|(f)⟧\") }",
        "match *compile { c => @c!(\"⟦channel|(f)⟧\") }",
        "a!(*compile) | for (c <- a) { c!(\"⟦channel|(f)⟧\") }",
        "for (c <- a) { c!(\"⟦channel|(f)⟧\") } | a!(*compile)",
        "a!(bundle+{*compile}) | for (c <- a) { c!(*r, \"⟦channel|(f)⟧\") }",
        "a!(*out) | for (c <- a) { c!(\"(f)\") }",
        "a!(*compile) | b!(*a) | for (d <- b) { for (c <- d) { c!(\"⟦channel|(f)⟧\") } }",
        "contract a(c, @x) = { c!(x) } | a!(*compile, \"⟦flow|(f)⟧\")",
        "contract a(c, @x) = { c!(x) } | a!(*out, \"(f)\")",
        "contract a(c) = { c!(\"⟦channel|(f)⟧\") } | a!(*compile)",
        // A variable that can be one channel or another.
        "contract a(c, @x) = { c!(x) } | a!(*compile, \"(f)\") | a!(*out, \"(g)\")",
        "contract a(c, @x) = { c!(x) } | a!(*compile, \"⟦flow|(f)⟧\") | a!(*compile, \"⟦flow|(g)⟧\")",
        // A local channel that is passed on.
        "a!(*b) | for (c <- a) { c!(\"⟦flow|(f)⟧\") } | for (@x <- b) { compile!(x) }",
        "a!(*b) | for (c <- a) { for (@x <- c) { compile!(x) } } | b!(\"⟦flow|(f)⟧\")",
        "for (c <- a) { c!(\"⟦flow|(f)⟧\") | for (@x <- c) { compile!(x) } }",
        // What comes from the compiler's channel is no compiler.
        "for (c <- compile) { c!(\"(f)\") }",
        "for (c <- @\"rho:metta:compile\") { c!(\"(f)\") }",
    ]
    .map(compiler);
    check(&cases);
}

#[test]
fn parts_of_values_are_told_apart() {
    let compiler = |body: &str| {
        format!("new compile(`rho:metta:compile`), out(`rho:io:stdout`), a, b, r in {{ {body} }}")
    };
    let cases = [
        "a!([\"⟦flow|(f)⟧\", \"(g)\"]) | for (@[x, y] <- a) { compile!(x) | out!(y) }",
        "a!((\"(f)\", \"⟦flow|(g)⟧\")) | for (@(x, y) <- a) { compile!(y) | out!(x) }",
        "a!([\"(f)\"]) | for (@(x, y) <- a) { compile!(x) }",
        "a!([\"⟦flow|(f)⟧\", \"(g)\"]) | for (@[x ...y] <- a) { compile!(x) }",
        "a!([1, [\"⟦flow|(f)⟧\"]]) | for (@[_, [x]] <- a) { compile!(x) }",
        "a!({\"code\": \"⟦flow|(f)⟧\", \"name\": \"(g)\"}) | \
         for (@{\"code\": x, \"name\": y} <- a) { compile!(x) | out!(y) }",
        "a!({\"code\": \"(f)\"}) | for (@{\"name\": x} <- a) { compile!(x) }",
        "match [\"(f)\", \"⟦flow|(g)⟧\"] { [x, y] => compile!(y) }",
        "let @[x, y] <- [\"(f)\", \"⟦flow|(g)⟧\"] in { compile!(y) }",
        "a!([\"(f)\"]) | for (@x <- a) { compile!(x) }",
        "a!([*compile, \"⟦flow|(f)⟧\"]) | for (@[c, x] <- a) { @c!(x) }",
    ]
    .map(compiler);
    check(&cases);
}

#[test]
fn code_that_is_sent_is_seen_into() {
    check(&[
        "new c(`rho:metta:compile`), a in { a!({ c!(\"⟦channel|(f)⟧\") }) }",
        "new c(`rho:metta:compile`), a in { @{ c!(\"⟦channel|(f)⟧\") }!(1) }",
    ]);
}

// ---- comments ----

#[test]
fn directives() {
    check(&[
        "// @metta\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "//@metta\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "/// @metta\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "// @meta\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "// @MeTTa\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "// @metta the robot\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "// @language: metta\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "// @language:metta\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "// @language : meta\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "// @Language: MeTTa\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "/* @metta */\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "/** @metta */\n@\"a\"!(\"⟦directive|(f)⟧\")",
        "/*@metta*/ @\"a\"!(\"⟦directive|(f)⟧\")",
        "/* @language: metta */ @\"a\"!(\"⟦directive|(f)⟧\")",
        "@\"a\"!(/* @metta */ \"⟦directive|(f)⟧\")",
        "@\"a\"!( // @metta\n  \"⟦directive|(f)⟧\")",
        "@\"a\"!(\"(f)\", /* @metta */ \"⟦directive|(g)⟧\")",
        // One string: the next one.
        "// @metta\n@\"a\"!(\"⟦directive|(f)⟧\", \"(g)\")",
        "// @metta\n@\"a\"!(\"⟦directive|(f)⟧\") | @\"b\"!(\"(g)\")",
        "/* @metta */ @\"a\"!(\"⟦directive|(f)⟧\", \"(g)\") |\n@\"b\"!(\"(g)\")",
        "// @metta\n@\"a\"!(\"⟦directive|(f)⟧\", /* @metta */ \"⟦directive|(g)⟧\")",
        // The whole of a joined text.
        "new x in { // @metta\n@\"a\"!(\"⟦directive|(f \" ++ ⟨*x⟩ ++ \")⟧\") }",
        "new x in { @\"a\"!(\"⟦directive|(f \" ++ /* @metta */ ⟨*x⟩ ++ \")⟧\") }",
        "// @metta\n@\"a\"!(\"⟦directive|⟨${k}⟩⟧\" %% {\"k\": 1})",
        "/* @metta */ @\"a\"!(\n\"⟦directive|(f)⟧\")",
        "// @metta\nnew x in { x!(\"⟦directive|(f)⟧\") }",
        // Too far away.
        "// @metta\n\n@\"a\"!(\"(f)\")",
        "// @metta\nnew x in {\n x!(\"(f)\") }",
        "// @metta\n// more\n@\"a\"!(\"(f)\")",
        "@\"a\"!(\"(f)\") // @metta",
        "@\"a\"!(\"(f)\") // @metta\n| @\"b\"!(\"⟦directive|(g)⟧\")",
        "// @metta\nNil",
        "// @metta",
        // No directives.
        "// metta\n@\"a\"!(\"(f)\")",
        "// see @metta\n@\"a\"!(\"(f)\")",
        "// @metta: f\n@\"a\"!(\"(f)\")",
        "// @mettafile\n@\"a\"!(\"(f)\")",
        "// @param\n@\"a\"!(\"(f)\")",
        "/// @param metta\n@\"a\"!(\"(f)\")",
        "// @param language: metta\n@\"a\"!(\"(f)\")",
        "// @return metta\n@\"a\"!(\"(f)\")",
        "// @language metta\n@\"a\"!(\"(f)\")",
        "// @language:\n@\"a\"!(\"(f)\")",
        "// @\n@\"a\"!(\"(f)\")",
        "// @ metta\n@\"a\"!(\"(f)\")",
        "@\"// @metta\"!(\"(f)\")",
        "/* @metta\n@\"a\"!(\"(f)\")",
        // Names of channels are no programs.
        "// @metta\n@\"(f)\"!(1)",
        // A directive before flow.
        "/* @metta */ @\"rho:metta:compile\"!(\"⟦directive|(f)⟧\")",
        "// @nothing\n@\"rho:metta:compile\"!(\"⟦channel|(f)⟧\")",
    ]);
}

#[test]
fn unknown_languages_are_hinted_at() {
    let settings = standard_settings();
    for (text, is_hinted) in [
        ("// @language: mettta\n@\"a\"!(\"(f)\")", true),
        ("// @language: prolog\n@\"a\"!(\"(f)\")", true),
        ("/* @language: x */ @\"a\"!(\"(f)\")", true),
        ("// @mettta\n@\"a\"!(\"(f)\")", true),
        ("// @Meta2\n@\"a\"!(\"(f)\")", true),
        ("// @metta\n@\"a\"!(\"(f)\")", false),
        ("// @language: metta\n@\"a\"!(\"(f)\")", false),
        ("// @param\n@\"a\"!(\"(f)\")", false),
        ("// @return x\n@\"a\"!(\"(f)\")", false),
        ("// @todo\n@\"a\"!(\"(f)\")", false),
        ("// @deprecated\n@\"a\"!(\"(f)\")", false),
        ("// @language: prolog\nNil", false),
        ("// @language: prolog\n\n@\"a\"!(\"(f)\")", false),
        ("// @prolog\n@\"a\"!(\"(f)\")", false),
    ] {
        let (_, codes) = find(text, &NoSinks(&settings));
        let expected: &[&str] = if is_hinted { &["unknown-embedded-language"] } else { &[] };
        assert_eq!(codes, expected, "{text}");
    }
}

#[test]
fn first_lines() {
    check(&[
        "@\"a\"!(\"#!metta\n⟦first-line|(f)⟧\")",
        "@\"a\"!(\"#!metta\\n⟦first-line|(f)⟧\")",
        "@\"a\"!(\"#!metta\\r\\n⟦first-line|(f)⟧\")",
        "@\"a\"!(\"#!metta \n⟦first-line|(f)\n(g)⟧\")",
        "@\"a\"!(\"#!metta ⟦first-line|(f)⟧\")",
        "@\"a\"!(\"#!metta⟦first-line|⟧\")",
        "@\"a\"!(\"#!meta\n⟦first-line|(f)⟧\")",
        "@\"#!metta\n⟦first-line|(f)⟧\"!(1)",
        "new x in { @\"a\"!(\"#!metta\n⟦first-line|(f \" ++ ⟨*x⟩ ++ \")⟧\") }",
        "@\"rho:metta:compile\"!(\"#!metta\n⟦first-line|(f)⟧\")",
        "// @metta\n@\"a\"!(\"#!metta\n⟦directive|(f)⟧\")",
        "@\"a\"!(\"#!mettafile\n(f)\")",
        "@\"a\"!(\"#!prolog\n(f)\")",
        "@\"a\"!(\"#! metta\n(f)\")",
        "@\"a\"!(\" #!metta\n(f)\")",
        "@\"a\"!(\"(f)\n#!metta\")",
        "@\"a\"!(\"#!metta(f)\")",
        "@\"a\"!(\"metta\n(f)\")",
        "@\"a\"!(\"#!\")",
        "new x in { @\"a\"!(*x ++ \"#!metta\n(f)\") }",
    ]);
}

// ---- other files ----

/// The promises of other files.
struct OtherFiles {
    settings: EmbeddedSettings,
    exports: Vec<SinkExport>,
}

impl Sinks for OtherFiles {
    fn settings(&self) -> &EmbeddedSettings {
        &self.settings
    }

    fn quoted(&self, message: &QuotedMessage<'_>, index: u32) -> Option<LanguageTag> {
        let found = self.exports.iter().find(|export| export.covers(message, index));
        found.map(|export| export.language)
    }
}

fn exports_of(text: &str) -> Vec<SinkExport> {
    find(text, &NoSinks(&standard_settings())).0.exports
}

#[test]
fn exports() {
    for (text, expected) in [
        ("contract @\"run\"(@x) = { @\"rho:metta:compile\"!(x) }", "run/1#0"),
        ("contract @\"run\"(ret, @x) = { @\"rho:metta:compile\"!(*ret, x) }", "run/2#0 run/2#1"),
        ("contract @\"run\"(ret, @x) = { @\"rho:metta:compile\"!(x) }", "run/2#1"),
        ("contract @\"run\"(@x) = { @\"out\"!(x) }", ""),
        ("for (@x <- @\"run\") { @\"rho:metta:compile\"!(x) }", "run/1#0"),
        ("contract @\"run\"(@x ...@y) = { @\"rho:metta:compile\"!(x) }", "run/*#0"),
        ("contract @\"run\"(@\"now\", @x) = { @\"rho:metta:compile\"!(x) }", "run(now)/2#1"),
        ("new run in { contract run(@x) = { @\"rho:metta:compile\"!(x) } }", ""),
        (
            "contract @\"a\"(@x) = { @\"b\"!(x) } | contract @\"b\"(@x) = { @\"rho:metta:eval\"!(x) }",
            "a/1#0 b/1#0",
        ),
        ("@\"run\"!(\"(f)\")", ""),
        ("contract @\"rho:metta:compile\"(@x) = { @\"a\"!(x) }", ""),
        ("new run(`rho:x`) in { contract run(@x) = { @\"rho:metta:compile\"!(x) } }", ""),
        ("contract @\"run\"(@[x]) = { @\"rho:metta:compile\"!(x) }", ""),
    ] {
        let found: Vec<String> = exports_of(text)
            .iter()
            .map(|export| {
                let head = export.head.as_ref().map_or(String::new(), |head| format!("({head})"));
                let arity = match export.arity {
                    u32::MAX => "*".to_owned(),
                    arity => arity.to_string(),
                };
                format!("{}{head}/{arity}#{}", export.channel, export.index)
            })
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn texts_reach_other_files() {
    let library = "contract @\"run\"(ret, @x) = { @\"rho:metta:compile\"!(x) } | \
                   contract @\"tell\"(@\"now\", @x) = { @\"rho:metta:compile\"!(x) } | \
                   contract @\"all\"(@x ...@y) = { @\"rho:metta:compile\"!(x) } | \
                   contract @\"print\"(@x) = { @\"out\"!(x) }";
    let files = OtherFiles { settings: standard_settings(), exports: exports_of(library) };
    check_with(
        &files,
        &[
            "new r in { @\"run\"!(*r, \"⟦other-file|(f)⟧\") }",
            "new r in { @\"run\"!(\"(f)\", *r) }",
            "@\"run\"!(\"(f)\")",
            "@\"run\"!?(\"⟦other-file|(f)⟧\").",
            "for (@x <- @\"run\"!?(\"⟦other-file|(f)⟧\")) { Nil }",
            "@\"print\"!(\"(f)\")",
            "@\"tell\"!(\"now\", \"⟦other-file|(f)⟧\")",
            "@\"tell\"!(\"later\", \"(f)\")",
            "new w in { @\"tell\"!(*w, \"⟦other-file|(f)⟧\") }",
            "@\"all\"!(\"⟦other-file|(f)⟧\") | @\"all\"!(\"⟦other-file|(f)⟧\", \"(g)\")",
            "new a in { for (@x <- a) { @\"all\"!(x) } | a!(\"⟦other-file|(f)⟧\") }",
            "new r, run in { run!(*r, \"(f)\") }",
            "@\"all\"!(1) | let c <- *@\"all\" in { c!(\"⟦other-file|(f)⟧\") }",
            // A channel of this name in this file is the same channel.
            "contract @\"run\"(ret, @x) = { Nil } | @\"run\"!(1, \"⟦other-file|(f)⟧\")",
        ],
    );
    // What a file hands on to another one is no promise of its own.
    let text = "contract @\"mine\"(@x) = { @\"all\"!(x) } | @\"mine\"!(\"⟦other-file|(f)⟧\")";
    check_with(&files, &[text]);
    assert_eq!(find(&unmarked(text), &files).0.exports, []);
}

// ---- settings ----

#[test]
fn settings_add_languages_and_channels() {
    let mut settings = standard_settings();
    let prolog = EmbeddedLanguage {
        name: "prolog".to_owned(),
        aliases: vec!["pl".to_owned()],
        dialect: None,
    };
    let prolog = settings.add_language(prolog).expect("there is room");
    settings.add_channel("rho:prolog:ask", prolog);
    let metta = settings.find_language("metta").expect("is standard");
    settings.add_channel("myCompiler", metta);
    check_with(
        &NoSinks(&settings),
        &[
            "// @prolog\n@\"a\"!(\"⟦prolog.directive|f.⟧\")",
            "// @language: PL\n@\"a\"!(\"⟦prolog.directive|f.⟧\")",
            "@\"a\"!(\"#!pl\n⟦prolog.first-line|f.⟧\")",
            "new c(`rho:prolog:ask`) in { c!(\"⟦prolog.channel|f.⟧\") }",
            "contract @\"ask\"(@x) = { @\"rho:prolog:ask\"!(x) } | @\"ask\"!(\"⟦prolog.flow|f.⟧\")",
            "@\"myCompiler\"!(\"⟦channel|(f)⟧\") | @\"rho:metta:eval\"!(\"⟦channel|(f)⟧\")",
            // A directive says it better than the channel.
            "// @prolog\n@\"myCompiler\"!(\"⟦prolog.directive|f.⟧\")",
        ],
    );
    settings.remove_channel("myCompiler");
    check_with(&NoSinks(&settings), &["@\"myCompiler\"!(\"(f)\")"]);
    check_with(
        &NoSinks(&EmbeddedSettings::default()),
        &["// @metta\n@\"rho:metta:compile\"!(\"#!metta\n(f)\")"],
    );
}

// ---- damage and size ----

#[test]
fn damaged_programs_keep_their_programs() {
    check(&[
        "new c(`rho:metta:compile`) in { c!(\"⟦channel|(f)⟧\"",
        "new c(`rho:metta:compile`) in { c!(\"⟦channel|(f)⟧\") | d!( }",
        "new c(`rho:metta:compile`) in { c!(\"(f)) }",
        "// @metta\n@\"a\"!(\"⟦directive|(f)⟧\"",
        "// @metta\n\"⟦directive|(f)⟧\"",
        "// @metta\n\"",
        "\"#!metta",
    ]);
}

/// Every list and stack that detection uses holds each node, edge and text a bounded number of times.
#[test]
fn large_programs_take_linear_time() {
    const COUNT: usize = 20_000;
    let repeat = |piece: &dyn Fn(usize) -> String| (0..COUNT).map(piece).collect::<String>();
    let program = |body: String| format!("new c(`rho:metta:compile`), a in {{ {body} Nil }}");
    let texts = [
        program(repeat(&|_| "c!(\"(f)\") | ".to_owned())),
        program(repeat(&|_| "a!(\"(f)\") | for (@x <- a) { c!(x) } | ".to_owned())),
        program(repeat(&|_| "a!(*a) | for (x <- a) { x!(\"(f)\") | c!(*x) } | ".to_owned())),
        program(repeat(&|_| {
            "contract a(b, @x ...@y) = { b!(x) } | a!(*c, \"f\", 1) | ".to_owned()
        })),
        program(repeat(&|_| {
            "for (@r <- a!?(\"f\")) { c!(r) } | contract a(b, @x) = { b!(x) } | ".to_owned()
        })),
        program(format!("c!({}\"(f)\") |", repeat(&|_| "\"a\" ++ *c ++ ".to_owned()))),
        program(format!("c!(\"{}\" %% {{}}) |", "${k} ".repeat(COUNT))),
        program(format!("a!({}1{}) |", "[".repeat(COUNT), "]".repeat(COUNT))),
        program(repeat(&|_| "// @metta\n@\"a\"!(\"(f)\") | ".to_owned())),
        program(repeat(&|_| "/* @metta */ ".to_owned()) + "a!(\"(f)\") |"),
        program(repeat(&|_| "/* @metta */ @\"a\"!(1) | ".to_owned()) + "a!(\"(f)\") |"),
        program(repeat(&|n| format!("let x{n} = \"(f)\" in {{ c!(x{n}) }} | "))),
        program(repeat(&|n| format!("for (@x{n} <- a) {{ @\"{n}\"!(x{n}) }} | "))),
        program(format!("a!({}) |", repeat(&|_| "\"f\", ".to_owned()) + "1")),
        program(format!("{}c!(x){}| ", "match \"f\" { x => ".repeat(COUNT), "}".repeat(COUNT))),
        program(repeat(&|_| "@\"x\"!(\"#!metta\n(f)\") | ".to_owned())),
    ];
    let settings = standard_settings();
    let limit = std::time::Duration::from_secs(5);
    for text in &texts {
        let analysis = Analyzer::new().analyze(LanguageId::Rholang, text);
        let start = std::time::Instant::now();
        let mut sink = DiagnosticSink::new();
        let rules = LanguageId::Rholang.language();
        rules.embedded(text, analysis.facts.ir(), &NoSinks(&settings), &mut sink);
        let taken = start.elapsed();
        assert!(taken < limit, "{taken:?}: {}", text.chars().take(120).collect::<String>());
    }
}
