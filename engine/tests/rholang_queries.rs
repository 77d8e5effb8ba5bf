//! All queries about Rholang at all places: none fails, and their answers agree with each other.

mod support;

use proptest::prelude::*;
use rholang_engine::ir::Ir;
use rholang_engine::query::{self, CancelToken};
use rholang_engine::symbol::{Document, Symbol};
use rholang_engine::text::TextRange;
use rholang_engine::{Analyzer, At, Engine, LanguageId, Snapshot};
use rholang_engine_sync::pool::{Pool, PoolOptions};

/// Programs that use every construct.
const PROGRAMS: &[&str] = &[
    "new api, out(`rho:io:stdout`), é in { contract api(@\"get\", @{\"k\": v ...r}, ret) = { ret!(v) | out!(*ret) } | api!(\"get\", {\"k\": 1}, *out) | for (@x, y <- @\"a→😀\"; @z <= y & @{w /\\ Int} <<- @*api where w > 1) { @\"a→😀\"!(x, *y) | @z!(w) } }",
    "new A in { agent A { constructor(@x, y) { this!(x) | private!m(1). } | method get(@k ...@r) { return!(k, x, r) } | private method m(k) { @1!(k, args) } | default() { @2!(args) } | private default() { Nil } } | for (o <- A!?(1, 2)) { for (v <- o!get(1, 2)) { o!get(*v); o!put(3). } } }",
    "let @a <- 1; b = a + 2; @[h ...t] <- [a, b] in { match [a, {\"k\": [b]}] { [=a, {\"k\": [q]}] where q > 1 => @1!(q, h, t) [_, ~x] => Nil {1 \\/ y} => @2!(h) } }",
    "let @a <- 1 & b <- 2 in { if (a matches Int /\\ z) { @a!!(*b) } else { @{a | Nil}!?(bundle+{*b}); select { c <- b => @1!(*c) } } }",
    "// Doc of c.\n// @param x it\nnew c(`rho:id:abc`), d in {\n  /** Doc. */ contract c(x, ...@rest) = { x!(rest) } |\n  for (@{for (@p <- q) { s!(p) }} <- d) { c!(Set(1, 2), (1, \"s\"), {| 1 |}, 1.5, -1, 2n, 1i32) | d!(q) } |\n  @1!([1].nth(0), \"a\" ++ \"b\", not true, `rho:id:abc`) }",
    "foo!(1) | contract foo(@1, @{x!(y)}) = { x!(y) } | for (a <- foo?!) { new foo in { foo!(*a) } }",
];

/// A workspace of one or two files.
struct Workspace {
    snapshot: Snapshot,
    _engine: Engine,
    _pool: Pool,
}

impl Workspace {
    fn new(texts: &[&str]) -> Self {
        let pool = Pool::new(PoolOptions::new().threads(1)).expect("a thread can be started");
        let mut engine = Engine::new(pool.handle());
        let indexer = engine.indexer();
        let mut results = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let file = engine.file(&format!("{index}.rho"));
            let (language, stamp) = (LanguageId::Rholang, indexer.stamp());
            results.push(indexer.analyze(file, language, (*text).to_owned(), stamp));
        }
        engine.commit(results);
        Self { snapshot: engine.snapshot(), _engine: engine, _pool: pool }
    }
}

/// Asks everything at every place of the first file.
fn ask_everything(texts: &[&str]) {
    let workspace = Workspace::new(texts);
    let snapshot = &workspace.snapshot;
    let cancel = CancelToken::new();
    let file = snapshot.find("0.rho").expect("the file is there");
    let text = snapshot.file(file).expect("the file is there").text().content();
    let content = |file| snapshot.file(file).map_or("", |found| found.text().content());
    let fits = |file, range: TextRange| content(file).get(range.as_usize()).is_some();
    for offset in (0..=text.len()).chain([text.len() + 9]) {
        let at = At { file, offset: u32::try_from(offset).unwrap() };
        for go in [query::definition, query::declaration, query::implementation] {
            for link in go(snapshot, at, &cancel).unwrap() {
                assert!(link.range.covers(link.name), "{link:?}");
                assert!(fits(link.file, link.range) && fits(link.file, link.name));
                assert!(fits(file, link.origin));
            }
        }
        let found = query::references(snapshot, at, true, &cancel).unwrap();
        let marked = query::highlights(snapshot, at);
        for occurrence in &found {
            assert!(fits(occurrence.file, occurrence.range));
            // Each occurrence knows all the others.
            let there = At { file: occurrence.file, offset: occurrence.range.start };
            let again = query::references(snapshot, there, true, &cancel).unwrap();
            assert_eq!(sorted(&again), sorted(&found), "{offset} {occurrence:?}");
        }
        let here: Vec<TextRange> =
            found.iter().filter(|found| found.file == file).map(|found| found.range).collect();
        assert_eq!(marked.iter().map(|&(range, _)| range).collect::<Vec<_>>(), here);
        assert!(here.is_sorted());
        if let Ok(target) = query::prepare_rename(snapshot, at) {
            assert!(target.range.start <= at.offset && at.offset <= target.range.end);
            assert_eq!(target.range.of(text), target.placeholder);
            assert!(here.contains(&target.range));
        }
        if let Ok(files) = query::rename(snapshot, at, "fresh_name", &cancel) {
            let edits: usize = files.iter().map(|edits| edits.edits.len()).sum();
            assert_eq!(edits, found.len());
            for edits in files {
                assert!(edits.edits.is_sorted_by(|(left, _), (right, _)| left.end <= right.start));
            }
        }
        if let Some(hover) = query::hover(snapshot, at, &cancel).unwrap() {
            assert!(fits(file, hover.range) && !hover.blocks.is_empty());
        }
    }
    let items = query::document_symbols(snapshot, file);
    for (index, item) in items.iter().enumerate() {
        assert!(item.range.covers(item.selection) && !item.name.is_empty(), "{item:?}");
        if let Some(parent) = item.parent {
            assert!((parent as usize) < index);
            assert!(items[parent as usize].range.covers(item.range));
        }
    }
    for query in ["", "a", "get"] {
        query::workspace_symbols(snapshot, query, 100, &cancel).unwrap();
    }
}

fn sorted(found: &[query::FileOccurrence]) -> Vec<(rholang_engine::FileId, TextRange)> {
    let mut places: Vec<_> = found.iter().map(|found| (found.file, found.range)).collect();
    places.sort_unstable();
    places
}

#[test]
fn every_query_at_every_place() {
    for (index, program) in PROGRAMS.iter().enumerate() {
        let other = PROGRAMS[(index + 1) % PROGRAMS.len()];
        ask_everything(&[program, other]);
    }
}

/// What each name means: the binders' nodes, and the binder of each reference.
fn meaning(ir: Ir<'_>) -> (Vec<u32>, Vec<(u32, u32)>) {
    let binders = ir.binders.node.iter().map(|node| node.raw()).collect();
    let references = ir.references.ids();
    let references = references
        .map(|id| (ir.references.node(id).raw(), ir.references.binder(id).raw()))
        .collect();
    (binders, references)
}

/// Renames each name of a program to each other one; counts those that are done and refused.
fn rename_everything(program: &str) -> (usize, usize) {
    let (mut renamed, mut refused) = (0, 0);
    let mut analyzer = Analyzer::new();
    let workspace = Workspace::new(&[program]);
    let snapshot = &workspace.snapshot;
    let file = snapshot.find("0.rho").expect("the file is there");
    let before = analyzer.analyze(LanguageId::Rholang, program);
    let ir = before.facts.ir();
    let document = Document { text: program, ir };
    let mut names: Vec<&str> = ir.binders.name.iter().map(|&name| ir.names.text(name)).collect();
    names.extend(ir.references.name.iter().map(|&name| ir.names.text(name)));
    names.sort_unstable();
    names.dedup();
    for offset in 0..program.len() {
        let offset = u32::try_from(offset).unwrap();
        let language = LanguageId::Rholang.language();
        let Some(occurrence) = language.occurrence_at(document, offset) else { continue };
        if matches!(occurrence.symbol, Symbol::Shared(..)) || occurrence.range.start != offset {
            continue;
        }
        for name in &names {
            let cancel = CancelToken::new();
            let Ok(files) = query::rename(snapshot, At { file, offset }, name, &cancel) else {
                refused += 1;
                continue;
            };
            let mut text = program.to_owned();
            for (range, with) in files.iter().flat_map(|edits| edits.edits.iter().rev()) {
                text.replace_range(range.as_usize(), with);
            }
            let after = analyzer.analyze(LanguageId::Rholang, &text);
            assert_eq!(meaning(after.facts.ir()), meaning(ir), "{program}\n{text}");
            renamed += 1;
        }
    }
    (renamed, refused)
}

#[test]
fn a_rename_changes_no_meaning() {
    let counts = PROGRAMS.iter().map(|program| rename_everything(program));
    let (renamed, refused) = counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(renamed > 300 && refused > 300, "{renamed} {refused}");
}

/// A program of few names that are bound again and again.
fn crowded() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(vec!["a", "b", "c"]);
    let send = (name(), name()).prop_map(|(x, y)| format!("{x}!(*{y})"));
    send.prop_recursive(5, 24, 3, move |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(p, q)| format!("{p} | {q}")),
            (name(), inner.clone()).prop_map(|(x, p)| format!("new {x} in {{ {p} }}")),
            (name(), name(), inner.clone())
                .prop_map(|(x, y, p)| format!("for ({x} <- {y}) {{ {p} }}")),
            (name(), name(), name(), inner.clone())
                .prop_map(|(x, y, z, p)| format!("for ({x} <- {y}; {z} <- {x}) {{ {p} }}")),
            (name(), name(), inner.clone())
                .prop_map(|(x, y, p)| format!("contract {x}({y}, @{{=*{x}}}) = {{ {p} }}")),
            (name(), two.clone())
                .prop_map(|(x, (p, q))| format!("for (@{{{q}}} <- {x}) {{ {p} }}")),
            (name(), name(), two)
                .prop_map(|(x, y, (p, q))| format!("let {x} <- *{y} in {{ {p} | {q} }}")),
            (name(), name(), inner)
                .prop_map(|(x, y, p)| format!("match *{x} {{ *{y} => {{ {p} }} }}")),
        ]
    })
}

/// A program with some slices of its text removed, repeated or replaced.
fn damaged() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "",
        "(",
        ")",
        "{",
        "}",
        "@",
        "*",
        "\"",
        "`",
        "x",
        "new ",
        " in ",
        "|",
        "!",
        "<-",
        "...",
        ",",
        "=",
        "~",
        "é",
        "//",
        "/*",
        "agent ",
        "method ",
        "contract ",
        "for (",
        "match ",
        " where ",
        "\n",
    ]);
    let edit = (0..1000_usize, 0..12_usize, pieces);
    (prop::sample::select(PROGRAMS.to_vec()), prop::collection::vec(edit, 1..4)).prop_map(
        |(program, edits)| {
            let mut characters: Vec<char> = program.chars().collect();
            for (place, length, piece) in edits {
                let start = place % (characters.len() + 1);
                let end = (start + length).min(characters.len());
                characters.splice(start..end, piece.chars());
            }
            characters.into_iter().collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_rename_in_a_crowd_changes_no_meaning(text in crowded()) {
        let analysis = Analyzer::new().analyze(LanguageId::Rholang, &text);
        let is_double = |code: &str| code.starts_with("duplicate");
        if !analysis.diagnostics.iter().any(|found| is_double(found.code.name)) {
            rename_everything(&text);
        }
    }

    #[test]
    fn damaged_programs_answer_too(text in damaged(), other in damaged()) {
        ask_everything(&[&text, &other]);
    }
}
