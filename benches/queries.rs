//! Instructions that questions about a workspace, and edits in it, take, with a limit for each.
//!
//! `cargo bench -p rholang-benches --bench queries` counts them under callgrind and fails if a
//! count is above its limit. `docs/performance.md` says how to read the output and how to change the
//! limits.
//!
//! Everything runs on the thread that asks, so that counts are repeatable; the workspace has
//! [`FILES`] files. An edit is what a worker does for it, from the changed text to facts, findings and the
//! programs inside; `commit` is what the engine's thread does then.

#![expect(missing_docs, reason = "the macros make public items without documentation")]

// The attributes of the package refer to it by its new name.
extern crate iai_callgrind as gungraun;

use std::hint::black_box;

use gungraun::{
    Callgrind, Dhat, DhatMetric, EventKind, LibraryBenchmarkConfig, library_benchmark,
    library_benchmark_group, main,
};
use rholang_benches::loaded::{Loaded, place_after};
use rholang_benches::{
    COUNTED_ENVIRONMENT, EmbeddingProgram, WorkspaceFile, embedding, program, workspace_file,
    workspace_path,
};
use rholang_engine::LanguageId::{self, Metta, Rholang};
use rholang_engine::diagnostic::DiagnosticSink;
use rholang_engine::languages::rholang::embed::standard_settings;
use rholang_engine::query::{
    CancelToken, definition, document_symbols, highlights, hover, references, rename,
    semantic_tokens, workspace_symbols,
};
use rholang_engine::region::{EmbeddedSettings, NoSinks};
use rholang_engine::text::{Text, TextRange};
use rholang_engine::workspace::Analyzed;
use rholang_engine::{Analysis, Analyzer, At, FileId, Regions, Snapshot};

/// The seed of the generated programs. Another one needs other limits.
const SEED: u64 = 7;
/// The number of files of the workspace.
const FILES: usize = 300;
/// About how many bytes each has.
const FILE_BYTES: usize = 1_000;
/// A file in the middle of the workspace, which asks the service of the file before it.
const ASKER: &str = "folder1/file101.rho";
/// What it asks.
const SERVICE: &str = "@\"service-100";
/// What it tells, as 75 other files do.
const HUB: &str = "@\"hub-";

/// Limits for the instructions, and for the blocks and bytes that are allocated.
fn limit(instructions: u64, blocks: u64, bytes: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, instructions)]);
    let mut dhat = Dhat::default();
    dhat.format([DhatMetric::TotalBlocks, DhatMetric::TotalBytes]);
    dhat.hard_limits([(DhatMetric::TotalBlocks, blocks), (DhatMetric::TotalBytes, bytes)]);
    let mut config = LibraryBenchmarkConfig::default();
    let (name, value) = COUNTED_ENVIRONMENT;
    config.tool(callgrind).tool(dhat).env(name, value);
    config
}

// The inputs are part of the results so that freeing them is not counted.

/// A question about a place in a workspace.
struct Asked {
    snapshot: Snapshot,
    at: At,
    token: CancelToken,
    _loaded: Loaded,
}

impl Asked {
    /// The place after a text in a file; the memory that queries use has grown to its size.
    fn new(before: &str) -> Self {
        let loaded = Loaded::generated(FILES, FILE_BYTES, SEED);
        let snapshot = loaded.engine.snapshot();
        let at = place_after(&snapshot, ASKER, before);
        Self { snapshot, at, token: CancelToken::new(), _loaded: loaded }
    }
}

#[library_benchmark(setup = Asked::new)]
#[bench::other_file(args = (SERVICE), config = limit(15_553, 15, 1_166))]
fn definition_of(asked: Asked) -> (usize, Asked) {
    let links = definition(&asked.snapshot, asked.at, &asked.token).expect("nobody cancels");
    assert!(links.iter().all(|link| link.file != asked.at.file) && !links.is_empty());
    (black_box(links).len(), asked)
}

#[library_benchmark(setup = Asked::new)]
#[bench::channel(args = (SERVICE), config = limit(54_726, 62, 3_952))]
#[bench::channel_of_75_files(args = (HUB), config = limit(311_960, 133, 45_327))]
fn hover_on(asked: Asked) -> (bool, Asked) {
    let found = hover(&asked.snapshot, asked.at, &asked.token).expect("nobody cancels");
    assert!(found.is_some());
    (black_box(found).is_some(), asked)
}

#[library_benchmark(setup = Asked::new)]
#[bench::channel(args = (SERVICE), config = limit(5_173, 3, 375))]
fn highlights_of(asked: Asked) -> (usize, Asked) {
    let found = highlights(&asked.snapshot, asked.at);
    assert!(!found.is_empty());
    (black_box(found).len(), asked)
}

#[library_benchmark(setup = Asked::new)]
#[bench::in_75_files(args = (HUB), config = limit(239_187, 96, 46_210))]
fn references_to(asked: Asked) -> (usize, Asked) {
    let found = references(&asked.snapshot, asked.at, true, &asked.token).expect("nobody cancels");
    assert!(found.len() >= 75);
    (black_box(found).len(), asked)
}

#[library_benchmark(setup = Asked::new)]
#[bench::in_75_files(args = (HUB), config = limit(316_788, 251, 62_563))]
fn rename_of(asked: Asked) -> (usize, Asked) {
    let edits =
        rename(&asked.snapshot, asked.at, "other", &asked.token).expect("it can be renamed");
    assert!(edits.len() >= 75);
    (black_box(edits).len(), asked)
}

#[library_benchmark(setup = Asked::new)]
#[bench::of_300_files(args = (HUB), config = limit(52_440, 35, 4_922))]
fn symbols_of_workspace(asked: Asked) -> (usize, Asked) {
    let found = workspace_symbols(&asked.snapshot, "service-101", 100, &asked.token);
    let found = found.expect("nobody cancels");
    assert!(!found.is_empty());
    (black_box(found).len(), asked)
}

/// A workspace of one file.
fn single(language: LanguageId, bytes: usize) -> (Loaded, Snapshot, FileId) {
    let mut loaded = Loaded::empty(1);
    let file = loaded.commit("single", language, program(language, bytes, SEED));
    let snapshot = loaded.engine.snapshot();
    (loaded, snapshot, file)
}

type Single = (Loaded, Snapshot, FileId);

#[library_benchmark(setup = single)]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(703_292, 13, 63_741))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(890_194, 12, 49_082))]
fn tokens_of(single: Single) -> (usize, Single) {
    let tokens = semantic_tokens(&single.1, single.2, None);
    assert!(!tokens.is_empty());
    (black_box(tokens).len(), single)
}

#[library_benchmark(setup = single)]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(252_358, 187, 12_658))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(330_708, 461, 33_816))]
fn symbols_of_document(single: Single) -> (usize, Single) {
    let symbols = document_symbols(&single.1, single.2);
    assert!(!symbols.is_empty());
    (black_box(symbols).len(), single)
}

/// A Rholang program with MeTTa programs.
struct Host {
    text: String,
    analysis: Analysis,
    settings: EmbeddedSettings,
    regions: usize,
}

impl Host {
    fn new(bytes: usize) -> Self {
        let EmbeddingProgram { text, regions } = embedding(bytes);
        let analysis = Analyzer::new().analyze(Rholang, &text);
        Self { text, analysis, settings: standard_settings(), regions }
    }
}

#[library_benchmark(setup = Host::new)]
#[bench::of_1_kb(args = (1_000), config = limit(58_296, 74, 10_138))]
#[bench::of_10_kb(args = (10_000), config = limit(480_020, 378, 123_701))]
#[bench::of_100_kb(args = (100_000), config = limit(4_180_280, 2_759, 1_278_298))]
fn detection(host: Host) -> (usize, Host) {
    let mut sink = DiagnosticSink::new();
    let (ir, sinks) = (host.analysis.facts.ir(), NoSinks(&host.settings));
    let found = Rholang.language().embedded(&host.text, ir, &sinks, &mut sink);
    assert_eq!(found.texts.len(), host.regions);
    (black_box(found).texts.len(), host)
}

/// A document that has been analysed, and a place in it where somebody types.
struct Edited {
    analyzer: Analyzer,
    settings: EmbeddedSettings,
    language: LanguageId,
    text: Text,
    /// The text before the edit, and what is known of it.
    before: (String, Analysis),
    regions: Regions,
    offset: u32,
}

impl Edited {
    /// A program without other programs; the place is in a word in the middle.
    fn plain(language: LanguageId, bytes: usize) -> Self {
        let text = program(language, bytes, SEED);
        let analysis = Analyzer::new().analyze(language, &text);
        let ir = analysis.facts.ir();
        let starts = ir.references.node.iter().map(|&node| ir.nodes.start(node));
        let start = starts.filter(|&start| start as usize >= text.len() / 2).min();
        Self::new(language, text, start.expect("programs use names everywhere") + 1)
    }

    /// A program without other programs; the place is where its names, or its forms, begin.
    fn start(language: LanguageId, bytes: usize) -> Self {
        let text = program(language, bytes, SEED);
        let names = match language {
            Rholang => text.find("new ").expect("all of it is in a `new`") + "new ".len(),
            Metta => 0,
        };
        Self::new(language, text, u32::try_from(names).expect("texts are small"))
    }

    /// A Rholang program with MeTTa programs; the place is in one of those.
    fn inside(bytes: usize) -> Self {
        let text = embedding(bytes).text;
        let name = text.rfind("(= (twice-").expect("there is a function") + "(= (twice".len();
        Self::new(Rholang, text, u32::try_from(name).expect("texts are small"))
    }

    fn new(language: LanguageId, text: String, offset: u32) -> Self {
        let (mut analyzer, settings) = (Analyzer::new(), standard_settings());
        let analysis = analyzer.analyze(language, &text);
        let sinks = NoSinks(&settings);
        let regions = analyzer.regions(&text, &analysis, &sinks, &Regions::default());
        let before = (text.clone(), analysis);
        Self { analyzer, settings, language, text: Text::new(text), before, regions, offset }
    }

    fn analyze(&mut self) -> (Analysis, Regions) {
        let content = self.text.content();
        let before = Some((self.before.0.as_str(), &self.before.1));
        let (analysis, _) = self.analyzer.analyze_after(self.language, content, before, None);
        let sinks = NoSinks(&self.settings);
        let regions = self.analyzer.regions(content, &analysis, &sinks, &self.regions);
        (analysis, regions)
    }
}

type Facts = (Analysis, Regions);

#[library_benchmark(setup = Edited::plain)]
#[bench::rholang_1_kb(args = (Rholang, 1_000), config = limit(40_319, 16, 4_855))]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(80_795, 19, 39_889))]
#[bench::rholang_100_kb(args = (Rholang, 100_000), config = limit(417_671, 29, 383_654))]
#[bench::rholang_1_mb(args = (Rholang, 1_000_000), config = limit(3_566_276, 40, 13_813_763))]
#[bench::metta_1_kb(args = (Metta, 1_000), config = limit(84_240, 37, 8_931))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(136_568, 41, 50_042))]
#[bench::metta_100_kb(args = (Metta, 100_000), config = limit(564_344, 52, 418_694))]
#[bench::metta_1_mb(args = (Metta, 1_000_000), config = limit(4_425_668, 45, 14_521_427))]
fn edit(mut edited: Edited) -> (Facts, Edited) {
    edited.text.replace(TextRange::empty(edited.offset), "e");
    (black_box(edited.analyze()), edited)
}

// An opening bracket, so that the text has a syntax error.
#[library_benchmark(setup = Edited::plain)]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(497_145, 86, 49_528))]
#[bench::rholang_1_mb(args = (Rholang, 1_000_000), config = limit(22_654_662, 108, 29_733_105))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(342_596, 110, 60_203))]
#[bench::metta_1_mb(args = (Metta, 1_000_000), config = limit(4_904_337, 91, 14_495_807))]
fn edit_that_breaks(mut edited: Edited) -> (Facts, Edited) {
    edited.text.replace(TextRange::empty(edited.offset), "(");
    let facts = edited.analyze();
    assert!(!facts.0.is_sound());
    (black_box(facts), edited)
}

// In Rholang a name around the whole program, so that no item holds the edit; in MeTTa a comment.
#[library_benchmark(setup = Edited::start)]
#[bench::rholang_1_mb(args = (Rholang, 1_000_000), config = limit(51_265_009, 3_923, 14_409_637))]
#[bench::metta_1_mb(args = (Metta, 1_000_000), config = limit(4_196_868, 37, 7_397_814))]
fn edit_at_the_start(mut edited: Edited) -> (Facts, Edited) {
    let more = if edited.language == Rholang { "e, " } else { "; e\n" };
    edited.text.replace(TextRange::empty(edited.offset), more);
    (black_box(edited.analyze()), edited)
}

#[library_benchmark(setup = Edited::start)]
#[bench::rholang_1_mb(args = (Rholang, 1_000_000), config = limit(56_789_312, 3_302, 31_898_972))]
#[bench::metta_1_mb(args = (Metta, 1_000_000), config = limit(4_932_519, 93, 7_373_159))]
fn edit_at_the_start_that_breaks(mut edited: Edited) -> (Facts, Edited) {
    edited.text.replace(TextRange::empty(edited.offset), "(");
    let facts = edited.analyze();
    assert!(!facts.0.is_sound());
    (black_box(facts), edited)
}

#[library_benchmark(setup = Edited::inside)]
#[bench::of_1_kb(args = (1_000), config = limit(140_550, 143, 19_821))]
#[bench::of_10_kb(args = (10_000), config = limit(700_432, 676, 198_568))]
#[bench::of_100_kb(args = (100_000), config = limit(5_677_784, 5_209, 2_132_466))]
fn edit_of_embedded(mut edited: Edited) -> (Facts, Edited) {
    edited.text.replace(TextRange::empty(edited.offset), "e");
    (black_box(edited.analyze()), edited)
}

/// How often a file changes before its change is counted. By then the allocator has pieces of each size
/// at hand; the first searches through what is left of other sizes depend on the addresses in memory,
/// and differ by 2 % of a commit.
const CHANGES_BEFORE: usize = 16;

/// A workspace, and the new facts of one of its files, which has changed before.
fn analyzed(count: usize) -> (Loaded, Analyzed) {
    let mut loaded = Loaded::generated(count, FILE_BYTES, SEED);
    let indexer = loaded.engine.indexer();
    let file = indexer.file(&workspace_path(100));
    let analyze = |index: usize| {
        let WorkspaceFile { language, text, .. } = workspace_file(index, count, FILE_BYTES, SEED);
        indexer.analyze(file, language, text, indexer.stamp())
    };
    for _ in 0..CHANGES_BEFORE / 2 {
        loaded.engine.commit([analyze(108)]);
        loaded.engine.commit([analyze(100)]);
    }
    let analyzed = analyze(108);
    (loaded, analyzed)
}

#[library_benchmark(setup = analyzed)]
#[bench::to_120_files(args = (120), config = limit(21_143, 43, 4_014))]
#[bench::to_300_files(args = (300), config = limit(24_050, 43, 5_597))]
fn commit((mut loaded, analyzed): (Loaded, Analyzed)) -> (usize, Loaded) {
    (black_box(loaded.engine.commit([analyzed])).len(), loaded)
}

library_benchmark_group!(
    name = queries,
    benchmarks = [
        definition_of,
        hover_on,
        highlights_of,
        references_to,
        rename_of,
        symbols_of_workspace,
        tokens_of,
        symbols_of_document,
        detection,
        edit,
        edit_that_breaks,
        edit_at_the_start,
        edit_at_the_start_that_breaks,
        edit_of_embedded,
        commit
    ]
);
main!(library_benchmark_groups = queries);
