//! MeTTa in Rholang: finding it, and everything that follows.

use std::cell::RefCell;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use rayon::prelude::*;
use rholang_benches::loaded::Loaded;
use rholang_benches::{EmbeddingProgram, embedding};
use rholang_engine::diagnostic::DiagnosticSink;
use rholang_engine::languages::rholang::embed::standard_settings;
use rholang_engine::region::{EmbeddedSettings, NoSinks};
use rholang_engine::{Analyzer, LanguageId, Regions};
use rholang_engine_sync::pool::{Lane, map};

use crate::texts::{EMBEDDING, EMBEDDING_REGIONS, SIZES};

/// The number of documents that are analysed in parallel.
const DOCUMENTS: usize = 64;
/// About how long each of them is in bytes.
const DOCUMENT_BYTES: usize = 4_000;
/// The number of workers of the parallel ways.
const WORKERS: usize = 2;

/// The Rholang programs, with the number of MeTTa programs in each.
fn hosts() -> Vec<(&'static str, EmbeddingProgram)> {
    let text = EMBEDDING.to_owned();
    let mut hosts = vec![("guide", EmbeddingProgram { text, regions: EMBEDDING_REGIONS })];
    hosts.extend(SIZES.map(|(name, bytes)| (name, embedding(bytes))));
    hosts
}

/// `virtual_document_detection`: tables of a Rholang program to the places of its MeTTa programs.
pub(crate) fn detection(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("virtual_document_detection");
    let settings = standard_settings();
    for (name, host) in hosts() {
        let analysis = Analyzer::new().analyze(LanguageId::Rholang, &host.text);
        let rules = LanguageId::Rholang.language();
        group.throughput(Throughput::Bytes(host.text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut sink = DiagnosticSink::new();
                let (ir, sinks) = (analysis.facts.ir(), NoSinks(&settings));
                let found = rules.embedded(black_box(&host.text), ir, &sinks, &mut sink);
                assert_eq!(found.texts.len(), host.regions);
                found
            });
        });
    }
    group.finish();
}

/// Everything from the text of a Rholang program to the facts of its MeTTa programs. Returns how
/// many there are.
fn analyze(analyzer: &mut Analyzer, settings: &EmbeddedSettings, text: &str) -> usize {
    let host = analyzer.analyze(LanguageId::Rholang, text);
    let regions = analyzer.regions(text, &host, &NoSinks(settings), &Regions::default());
    black_box(&regions).len()
}

/// `end_to_end_virtual_doc`: the text of a Rholang program to the symbols of its MeTTa programs.
pub(crate) fn end_to_end(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("end_to_end_virtual_doc");
    let settings = standard_settings();
    let mut analyzer = Analyzer::new();
    for (name, host) in hosts() {
        group.throughput(Throughput::Bytes(host.text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let found = analyze(&mut analyzer, &settings, black_box(&host.text));
                assert_eq!(found, host.regions);
            });
        });
    }
    group.finish();
}

std::thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

/// `parallel_processing`: many documents on one thread, on rayon, and on our pool.
pub(crate) fn parallel(criterion: &mut Criterion) {
    let settings = standard_settings();
    let documents: Vec<EmbeddingProgram> =
        (0..DOCUMENTS).map(|number| embedding(DOCUMENT_BYTES + number)).collect();
    let regions: usize = documents.iter().map(|document| document.regions).sum();
    let serve = |index: usize| {
        let text = &documents[index].text;
        ANALYZER.with_borrow_mut(|analyzer| analyze(analyzer, &settings, text))
    };
    let mut group = criterion.benchmark_group("parallel_processing");
    group.throughput(Throughput::Elements(DOCUMENTS as u64)).sample_size(20);
    group.bench_function("sequential", |bencher| {
        bencher.iter(|| assert_eq!((0..DOCUMENTS).map(serve).sum::<usize>(), regions));
    });
    let rayon = rayon::ThreadPoolBuilder::new().num_threads(WORKERS).build();
    let rayon = rayon.expect("the system starts threads");
    group.bench_function(BenchmarkId::new("rayon", WORKERS), |bencher| {
        bencher.iter(|| {
            let count = || (0..DOCUMENTS).into_par_iter().map(serve).sum::<usize>();
            assert_eq!(rayon.install(count), regions);
        });
    });
    let ours = Loaded::empty(WORKERS);
    group.bench_function(BenchmarkId::new("ours", WORKERS), |bencher| {
        bencher.iter(|| {
            let counts = ours.pool.run(Lane::Interactive, || map(0..DOCUMENTS, serve));
            assert_eq!(counts.into_iter().sum::<usize>(), regions);
        });
    });
    group.finish();
}
