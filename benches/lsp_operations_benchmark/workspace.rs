//! Many files: taking one in, and all.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use rholang_benches::loaded::Loaded;
use rholang_benches::{WorkspaceFile, workspace_file};

use crate::texts::SEED;

/// About how many bytes a file has.
const FILE_BYTES: usize = 1_000;
/// The number of files that are indexed from nothing.
const COLD_FILES: usize = 1_000;

/// `workspace`: the commit of one file in a small and a large workspace, and a cold index.
pub(crate) fn workspace(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("workspace");
    for count in [1_000, 10_000] {
        let mut loaded = Loaded::generated(count, FILE_BYTES, SEED);
        let indexer = loaded.engine.indexer();
        let file = indexer.file("folder0/file100.rho");
        // Two texts with other names, so that each commit changes who uses what.
        let texts = [100, 200].map(|index| workspace_file(index, count, FILE_BYTES, SEED));
        let mut number = 0;
        group.bench_function(BenchmarkId::new("commit of one file", count), |bencher| {
            bencher.iter_batched(
                || {
                    number += 1;
                    let WorkspaceFile { language, text, .. } = texts[number % 2].clone();
                    indexer.analyze(file, language, text, indexer.stamp())
                },
                |analyzed| assert_eq!(loaded.engine.commit([analyzed]).len(), 1),
                BatchSize::PerIteration,
            );
        });
    }
    let files: Vec<WorkspaceFile> =
        (0..COLD_FILES).map(|index| workspace_file(index, COLD_FILES, FILE_BYTES, SEED)).collect();
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("cold index of 1,000 files", threads), |bencher| {
            bencher.iter_batched_ref(
                || Loaded::empty(threads),
                |loaded| {
                    loaded.index(&files);
                    assert_eq!(loaded.engine.snapshot().files().count(), COLD_FILES);
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}
