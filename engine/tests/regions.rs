//! Programs inside Rholang strings as documents of their own, from edit to edit.

#[path = "support/facts.rs"]
mod facts;

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Arc;

use proptest::prelude::*;
use rholang_engine::languages::rholang::embed::standard_settings;
use rholang_engine::region::{HOLE, NoSinks, encode};
use rholang_engine::text::TextRange;
use rholang_engine::{Analysis, Analyzer, LanguageId, Region, Regions, Variant};

fn regions_after(text: &str, previous: &Regions) -> Regions {
    let mut analyzer = Analyzer::new();
    let host = analyzer.analyze(LanguageId::Rholang, text);
    let settings = standard_settings();
    analyzer.regions(text, &host, &NoSinks(&settings), previous)
}

fn regions(text: &str) -> Regions {
    regions_after(text, &Regions::default())
}

/// The keys and virtual texts.
fn outline(regions: &Regions) -> Vec<(u32, &str)> {
    regions.iter().map(|region| (region.key(), region.document().text().content())).collect()
}

fn embedded() -> Variant {
    Variant::embedded(LanguageId::Metta)
}

const HOST: &str = r#"new compile(`rho:metta:compile`), x in {
  compile!("(= (f $a) $a)") |
  compile!("!(g " ++ *x ++ ")\n!(\"é\")") |
  compile!("(h 1)") | compile!("(h 1)")
}"#;

#[test]
fn virtual_texts() {
    let found = regions(HOST);
    assert_eq!(
        outline(&found),
        [(0, "(= (f $a) $a)"), (1, "!(g \u{E000})\n!(\"é\")"), (2, "(h 1)"), (3, "(h 1)")]
    );
    for region in found.iter() {
        assert_eq!(region.document().variant(), embedded());
        let extent = region.map().host_extent();
        assert_eq!(found.at(extent.start).map(|(found, _)| found.key()), Some(region.key()));
        assert_eq!(found.at(extent.end).map(|(found, _)| found.key()), Some(region.key()));
        assert!(found.at(extent.start - 1).is_none());
        assert_eq!(found.find(region.key()).map(Region::key), Some(region.key()));
    }
    assert!(found.at(0).is_none());
    assert!(found.at(u32::MAX).is_none());
    assert!(regions("x!(\"(f)\")").is_empty());
}

/// What an edit keeps: for each new region the key, and whether it shares its document.
fn after_edit(old_text: &str, from: &str, to: &str) -> Vec<(u32, bool)> {
    let old = regions(old_text);
    let new = regions_after(&old_text.replacen(from, to, 1), &old);
    let is_shared = |region: &Region| {
        old.iter()
            .any(|old| old.key() == region.key() && Arc::ptr_eq(old.document(), region.document()))
    };
    new.iter().map(|region| (region.key(), is_shared(region))).collect()
}

#[test]
fn an_edit_costs_the_regions_that_it_touches() {
    let kept = [(0, true), (1, true), (2, true), (3, true)];
    assert_eq!(after_edit(HOST, "new ", "// a comment\nnew y, "), kept);
    assert_eq!(after_edit(HOST, "\"(= (f", "/* é */ \"(= (f"), kept);
    assert_eq!(after_edit(HOST, "*x", "*x ++ *x"), [(0, true), (1, false), (2, true), (3, true)]);
    // What fills a hole is no part of the virtual text.
    assert_eq!(after_edit(HOST, "*x", "*compile"), kept);
    assert_eq!(after_edit(HOST, "$a) $a", "$b) $b"), [(0, false), (1, true), (2, true), (3, true)]);
    // Another way to write the same.
    assert_eq!(after_edit(HOST, "\\n!", "\n!"), kept);
    assert_eq!(after_edit(HOST, "(h 1)", "(h 2)"), [(0, true), (1, true), (2, false), (3, true)]);
}

#[test]
fn regions_come_and_go() {
    let removed = after_edit(HOST, "compile!(\"(= (f $a) $a)\") |", "");
    assert_eq!(removed, [(1, true), (2, true), (3, true)]);
    let added = after_edit(HOST, "compile!(\"!", "compile!(\"(new)\") | compile!(\"!");
    assert_eq!(added, [(0, true), (4, false), (1, true), (2, true), (3, true)]);
    // A key is not given away again.
    let first = regions(HOST);
    let without = regions_after("Nil", &first);
    assert!(without.is_empty());
    let again = regions_after(HOST, &without);
    let keys: Vec<u32> = again.iter().map(Region::key).collect();
    assert_eq!(keys, [4, 5, 6, 7]);
}

// ---- the same program in a string and in a file ----

/// The findings of an analysis, with the ranges as `map` gives them.
fn findings(
    analysis: &Analysis,
    text: &str,
    map: impl Fn(TextRange) -> Option<TextRange>,
) -> Vec<String> {
    let names = analysis.facts.ir().names;
    let line = |found: &rholang_engine::diagnostic::Diagnostic| {
        let range = map(found.range)?;
        let mut line = format!("{range:?} {} {}", found.code.name, found.message(names, text));
        for related in analysis.diagnostics.related(found) {
            write!(line, " {:?} {}", map(related.range), related.note).unwrap();
        }
        Some(line)
    };
    analysis.diagnostics.iter().filter_map(line).collect()
}

const PROGRAMS: &[&str] = &[
    "(= (fact $n) (if (== $n 0) 1 (* $n (fact (- $n 1)))))\n!(fact 5)",
    "!(let $x 1)",
    "(= (f $x) 1) (= (f $y $z) 2) (= (f $a) 1)",
    "(f (g)",
    "(f))",
    "(name \"C:\\data\")",
    "!(println! \"λ\" 99999999999999999999)",
    "// no\n(= (f $x) $x)",
    "(: f (-> number Number))",
    "; rholang-ls: allow(unused-variable)\n(= (f $x) 1)",
    "",
];

#[test]
fn a_program_in_a_string_has_the_findings_of_the_program() {
    for program in PROGRAMS {
        let text = format!("@\"rho:metta:compile\"!(*@\"é\", \"{}\")", encode(program));
        let found = regions(&text);
        let region = found.iter().next().expect("the string is a program");
        assert_eq!(found.len(), 1);
        let virtual_text = region.document().text().content();
        assert_eq!(virtual_text, *program);
        let alone = Analyzer::new().analyze(embedded(), program);
        let inside = region.document().analysis();
        let same = |range| Some(range);
        assert_eq!(findings(inside, virtual_text, same), findings(&alone, program, same));
        // Every finding has a place in the host that holds the same characters.
        for diagnostic in &inside.diagnostics {
            let host = region.map().host_range(diagnostic.range).expect("there are no holes");
            assert_eq!(host.of(&text), encode(diagnostic.range.of(program)));
        }
    }
}

// ---- random programs and edits ----

const PIECES: &[&str] = &[
    "compile!(\"(f $x)\") | ",
    "compile!(*r, \"(= (g) \" ++ *r ++ \")\") | ",
    "a!(\"(h)\") | ",
    "for (@x <- a) { compile!(x) } | ",
    "// @metta\n",
    "\"",
    "\\\"",
    "\\n",
    "(",
    ")",
    " ++ ",
    "*r",
    "é🦀",
    "\u{E000}",
    "{",
    "}",
    " | ",
    "Nil",
    "#!metta\n",
    "",
    "",
];

#[derive(Clone, Debug)]
struct RandomEdit {
    start: usize,
    length: usize,
    text: &'static str,
}

fn edits() -> impl Strategy<Value = Vec<RandomEdit>> {
    let edit = (any::<usize>(), 0..10_usize, prop::sample::select(PIECES))
        .prop_map(|(start, length, text)| RandomEdit { start, length, text });
    prop::collection::vec(edit, 1..12)
}

fn apply(text: &mut String, edit: &RandomEdit) {
    let floor = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = floor(edit.start % (text.len() + 1));
    let end = floor((start + edit.length).min(text.len()));
    text.replace_range(start..end.max(start), edit.text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn after_edits_as_from_scratch(edits in edits()) {
        let mut text = HOST.replace("x in", "x, a, r in");
        let mut current = regions(&text);
        let mut known: HashSet<u32> = current.iter().map(Region::key).collect();
        for edit in &edits {
            apply(&mut text, edit);
            let before: HashSet<u32> = current.iter().map(Region::key).collect();
            current = regions_after(&text, &current);
            let scratch = regions(&text);
            prop_assert_eq!(current.len(), scratch.len());
            prop_assert_eq!(current.exports(), scratch.exports());
            for (now, fresh) in current.iter().zip(scratch.iter()) {
                prop_assert_eq!(now.embedded(), fresh.embedded());
                prop_assert_eq!(now.map(), fresh.map());
                let (now_text, fresh_text) = (now.document().text(), fresh.document().text());
                prop_assert_eq!(now_text.content(), fresh_text.content());
                let analyses = [now, fresh].map(|region| region.document().analysis());
                prop_assert_eq!(analyses[0].is_sound(), analyses[1].is_sound());
                // Where errors end is a guess, which may depend on the text before.
                if analyses[0].is_sound() {
                    let [now, fresh] = analyses.map(|it| facts::written(it, now_text.content()));
                    prop_assert_eq!(now, fresh);
                }
                // A key belongs to a region of the last revision, or is new.
                prop_assert!(before.contains(&now.key()) || !known.contains(&now.key()));
            }
            let keys: HashSet<u32> = current.iter().map(Region::key).collect();
            prop_assert_eq!(keys.len(), current.len());
            known.extend(keys);
        }
    }

    /// Nothing that is found, and no place to edit, lies in a hole; whatever lies in no hole has a
    /// place in the host.
    #[test]
    fn holes_are_left_alone(edits in edits()) {
        let mut text = HOST.to_owned();
        for edit in &edits {
            apply(&mut text, edit);
        }
        for region in regions(&text).iter() {
            let virtual_text = region.document().text().content();
            for found in &region.document().analysis().diagnostics {
                let has_hole = found.range.of(virtual_text).contains(HOLE);
                let host = region.map().host_range(found.range);
                prop_assert_eq!(host.is_none(), has_hole);
                if let Some(host) = host {
                    prop_assert!(text.get(host.as_usize()).is_some());
                    prop_assert!(region.map().host_extent().covers(host));
                }
            }
        }
    }
}
