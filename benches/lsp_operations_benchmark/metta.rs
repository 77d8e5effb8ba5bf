//! From the text of a MeTTa program to its tables.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use rholang_engine::Analyzer;
use rholang_engine::LanguageId::{self, Metta, Rholang};
use rholang_engine::diagnostic::DiagnosticSink;
use rholang_engine::ir::{FileFacts, NodeId};
use rholang_engine_sync::Scratch;

use crate::texts::{COMPLEX, EMBEDDING, SIMPLE, with_nodes};

/// `metta_parsing`: text to nodes, by the direct parser and by tree-sitter with the lowering.
pub(crate) fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("metta_parsing");
    for (name, text) in [("simple", SIMPLE), ("complex", COMPLEX)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut scratch = Scratch::new();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                with_nodes(&mut scratch, Metta, black_box(text), |ir| ir.view().nodes.len())
            });
        });
        let mut analyzer = Analyzer::new();
        group.bench_function(format!("{name}, syntax tree"), |bencher| {
            bencher.iter(|| {
                analyzer.parse(Metta, black_box(text), None, &mut || false).expect("it is small")
            });
        });
    }
    group.finish();
}

/// `symbol_table_building`: nodes to scopes, binders, references and definitions, and freezing.
pub(crate) fn symbol_tables(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("symbol_table_building");
    let cases: [(&str, LanguageId, &str); 3] =
        [("simple", Metta, SIMPLE), ("complex", Metta, COMPLEX), ("rholang", Rholang, EMBEDDING)];
    for (name, language, text) in cases {
        let mut scratch = Scratch::new();
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                (0..times).map(|_| symbol_tables_of(&mut scratch, language, text)).sum()
            });
        });
    }
    group.finish();
}

/// How long the tables of symbols take; parsing is not counted.
fn symbol_tables_of(scratch: &mut Scratch, language: LanguageId, text: &str) -> Duration {
    with_nodes(scratch, language, text, |ir| {
        let rules = language.language();
        let mut sink = DiagnosticSink::new();
        let start = Instant::now();
        let all = NodeId::new(0)..NodeId::from_index(ir.nodes.len());
        rules.resolve(text, ir, all.clone(), &mut sink);
        rules.define(text, ir, all);
        let facts = black_box(FileFacts::freeze(ir.view()));
        let elapsed = start.elapsed();
        assert!(!facts.ir().binders.is_empty(), "the programs bind names");
        elapsed
    })
}
