//! Instructions that each step from text to facts takes, with a limit for each.
//!
//! `cargo bench -p rholang-benches --bench pipeline` counts them under callgrind and fails if a
//! count is above its limit. `docs/performance.md` says how to read the output, and how to change
//! the limits. A limit is about 2 % above the count at the time it was set: counts are the same in
//! each run of one build on one machine, and differ a little between compilers and processors.

#![expect(missing_docs, reason = "the macros make public items without documentation")]

// The attributes of the package refer to it by its new name.
extern crate iai_callgrind as gungraun;

use std::hint::black_box;

use gungraun::{
    Callgrind, Dhat, DhatMetric, EventKind, LibraryBenchmarkConfig, library_benchmark,
    library_benchmark_group, main,
};
use rholang_benches::{COUNTED_ENVIRONMENT, program};
use rholang_engine::LanguageId::{self, Metta, Rholang};
use rholang_engine::ir::{IrBuilder, estimated_nodes, estimated_scratch_bytes};
use rholang_engine::languages::Reading;
use rholang_engine::syntax::{SyntaxParser, SyntaxTree, TextEdit};
use rholang_engine::text::{LineIndex, TextRange};
use rholang_engine::{Analysis, Analyzer};
use rholang_engine_sync::Scratch;

/// The seed of the generated programs. Another one needs other limits.
const SEED: u64 = 7;

/// A parser that has grown to its size, and a text.
struct ParserInput {
    parser: SyntaxParser,
    language: LanguageId,
    text: String,
    /// The tree of the text before an edit.
    old: Option<SyntaxTree>,
}

impl ParserInput {
    fn new(language: LanguageId, bytes: usize) -> Self {
        let text = program(language, bytes, SEED);
        let mut input = Self { parser: SyntaxParser::new(), language, text, old: None };
        // Workers use a parser for many files, so its memory is there already.
        drop(input.parse());
        input
    }

    fn parse(&mut self) -> SyntaxTree {
        let grammar = self.language.language().grammar();
        self.parser
            .parse(&grammar, &self.text, self.old.as_ref(), &mut || false)
            .expect("generated programs are small, and nobody cancels")
    }

    /// A text in which someone has typed a letter into a word in the middle.
    fn edited(language: LanguageId, bytes: usize) -> Self {
        let mut input = Self::new(language, bytes);
        let mut tree = input.parse();
        let offset = offset_in_a_middle_word(language, &input.text);
        let edit = TextEdit { range: TextRange::empty(offset), text: "e" };
        tree.edit(&input.text, &edit);
        edit.apply(&mut input.text);
        input.old = Some(tree);
        input
    }
}

/// The place after the first character of the first name that a program uses in its second half.
fn offset_in_a_middle_word(language: LanguageId, text: &str) -> u32 {
    let analysis = Analyzer::new().analyze(language, text);
    let ir = analysis.facts.ir();
    let starts = ir.references.node.iter().map(|&node| ir.nodes.start(node));
    let start = starts.filter(|&start| start as usize >= text.len() / 2).min();
    start.expect("generated programs use names everywhere") + 1
}

/// An analyzer that has grown to its size, a text, and its tree.
struct AnalyzerInput {
    analyzer: Analyzer,
    language: LanguageId,
    text: String,
    tree: SyntaxTree,
}

impl AnalyzerInput {
    fn new(language: LanguageId, bytes: usize) -> Self {
        let text = program(language, bytes, SEED);
        let mut analyzer = Analyzer::new();
        drop(analyzer.analyze(language, &text));
        let tree = analyzer
            .parse(language, &text, None, &mut || false)
            .expect("generated programs are small, and nobody cancels");
        Self { analyzer, language, text, tree }
    }
}

/// Memory that has grown to its size, and a text.
struct DirectInput {
    scratch: Scratch,
    language: LanguageId,
    text: String,
}

impl DirectInput {
    fn new(language: LanguageId, bytes: usize) -> Self {
        let text = program(language, bytes, SEED);
        let mut input = Self { scratch: Scratch::new(), language, text };
        assert!(input.parse(), "the direct parser accepts generated programs");
        input
    }

    fn parse(&mut self) -> bool {
        let rows = estimated_nodes(self.text.len());
        self.scratch.prepare(estimated_scratch_bytes(self.text.len(), rows));
        let mut ir = IrBuilder::new(self.text.len(), rows, &self.scratch);
        self.language.language().parse(&self.text, &mut ir) == Reading::Accepted
    }
}

fn text(language: LanguageId, bytes: usize) -> String {
    program(language, bytes, SEED)
}

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

#[library_benchmark(setup = ParserInput::new)]
#[bench::rholang_1_kb(args = (Rholang, 1_000), config = limit(539_027, 126, 13_137))]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(5_568_063, 1_300, 137_936))]
#[bench::rholang_100_kb(args = (Rholang, 100_000), config = limit(56_252_774, 12_788, 1_346_073))]
#[bench::metta_1_kb(args = (Metta, 1_000), config = limit(412_884, 61, 6_723))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(4_166_321, 563, 64_121))]
#[bench::metta_100_kb(args = (Metta, 100_000), config = limit(43_086_257, 5_730, 653_656))]
fn parse(mut input: ParserInput) -> (SyntaxTree, ParserInput) {
    (black_box(input.parse()), input)
}

#[library_benchmark(setup = ParserInput::edited)]
#[bench::rholang_1_kb(args = (Rholang, 1_000), config = limit(113_771, 32, 3_884))]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(198_357, 58, 6_332))]
#[bench::rholang_100_kb(args = (Rholang, 100_000), config = limit(595_325, 170, 17_087))]
#[bench::metta_1_kb(args = (Metta, 1_000), config = limit(77_000, 27, 2_798))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(504_862, 154, 15_185))]
#[bench::metta_100_kb(args = (Metta, 100_000), config = limit(4_780_673, 1_385, 135_333))]
fn parse_after_edit(mut input: ParserInput) -> (SyntaxTree, ParserInput) {
    (black_box(input.parse()), input)
}

// What stands in for `parse` and for the lowering inside of `facts`.
#[library_benchmark(setup = DirectInput::new)]
#[bench::rholang_1_kb(args = (Rholang, 1_000), config = limit(44_045, 0, 0))]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(428_407, 0, 0))]
#[bench::rholang_100_kb(args = (Rholang, 100_000), config = limit(4_177_225, 0, 0))]
#[bench::metta_1_kb(args = (Metta, 1_000), config = limit(42_481, 0, 0))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(415_105, 0, 0))]
#[bench::metta_100_kb(args = (Metta, 100_000), config = limit(4_235_624, 0, 0))]
fn direct_parse(mut input: DirectInput) -> (bool, DirectInput) {
    (black_box(input.parse()), input)
}

#[library_benchmark(setup = AnalyzerInput::new)]
#[bench::rholang_1_kb(args = (Rholang, 1_000), config = limit(258_467, 35, 13_780))]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(2_239_006, 85, 218_477))]
#[bench::rholang_100_kb(args = (Rholang, 100_000), config = limit(21_048_378, 460, 484_285))]
#[bench::metta_1_kb(args = (Metta, 1_000), config = limit(200_377, 33, 9_578))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(1_619_034, 92, 208_067))]
#[bench::metta_100_kb(args = (Metta, 100_000), config = limit(15_646_844, 442, 1_912_911))]
fn facts(mut input: AnalyzerInput) -> (Analysis, AnalyzerInput) {
    let analysis = input.analyzer.facts(input.language, &input.text, &input.tree);
    (black_box(analysis), input)
}

#[library_benchmark(setup = AnalyzerInput::new)]
#[bench::rholang_1_kb(args = (Rholang, 1_000), config = limit(107_314, 30, 6_091))]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(950_301, 79, 52_044))]
#[bench::rholang_100_kb(args = (Rholang, 100_000), config = limit(9_027_653, 448, 468_861))]
#[bench::metta_1_kb(args = (Metta, 1_000), config = limit(128_829, 29, 8_496))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(1_042_326, 83, 57_804))]
#[bench::metta_100_kb(args = (Metta, 100_000), config = limit(9_916_335, 433, 488_969))]
fn analyze(mut input: AnalyzerInput) -> (Analysis, AnalyzerInput) {
    (black_box(input.analyzer.analyze(input.language, &input.text)), input)
}

#[library_benchmark(setup = text)]
#[bench::rholang_1_kb(args = (Rholang, 1_000), config = limit(4_612, 2, 379))]
#[bench::rholang_10_kb(args = (Rholang, 10_000), config = limit(34_801, 1, 1_277))]
#[bench::rholang_100_kb(args = (Rholang, 100_000), config = limit(312_848, 1, 12_745))]
#[bench::metta_1_kb(args = (Metta, 1_000), config = limit(5_023, 2, 391))]
#[bench::metta_10_kb(args = (Metta, 10_000), config = limit(34_544, 1, 1_277))]
#[bench::metta_100_kb(args = (Metta, 100_000), config = limit(309_589, 1, 12_750))]
fn line_index(text: String) -> (LineIndex, String) {
    (black_box(LineIndex::new(&text)), text)
}

library_benchmark_group!(
    name = pipeline,
    benchmarks = [parse, parse_after_edit, direct_parse, facts, analyze, line_index]
);
main!(library_benchmark_groups = pipeline);
