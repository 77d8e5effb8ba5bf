//! Requests in a large workspace, inside of the engine.

use criterion::Criterion;
use rholang_benches::loaded::{Loaded, place_after};
use rholang_engine::query::{
    CancelToken, definition, document_symbols, highlights, hover, references, rename,
    semantic_tokens, workspace_symbols,
};

use crate::texts::SEED;

/// The size of the workspace in files.
const FILES: usize = 10_000;
/// About how many bytes each has.
const FILE_BYTES: usize = 1_000;
/// The most symbols that an editor asks for.
const SYMBOLS: usize = 100;

/// `requests`: the workspace is there; only the query is timed.
pub(crate) fn requests(criterion: &mut Criterion) {
    let loaded = Loaded::generated(FILES, FILE_BYTES, SEED);
    let snapshot = loaded.engine.snapshot();
    let token = CancelToken::new();
    // File 5,001 asks the service of file 5,000.
    let asker = "folder50/file5001.rho";
    let service = place_after(&snapshot, asker, "@\"service-5000");
    let hub = place_after(&snapshot, asker, "@\"hub-");
    let mut group = criterion.benchmark_group("requests");
    group.bench_function("definition", |bencher| {
        bencher.iter(|| {
            let links = definition(&snapshot, service, &token).expect("nobody cancels");
            assert!(links.iter().any(|link| link.file != service.file));
            links
        });
    });
    group.bench_function("hover", |bencher| {
        bencher.iter(|| {
            let found = hover(&snapshot, service, &token).expect("nobody cancels");
            found.expect("there is something to say about a channel")
        });
    });
    group.bench_function("highlights", |bencher| {
        bencher.iter(|| {
            let found = highlights(&snapshot, service);
            assert!(!found.is_empty());
            found
        });
    });
    group.bench_function("references, 100 files", |bencher| {
        bencher.iter(|| {
            let found = references(&snapshot, hub, true, &token).expect("nobody cancels");
            assert!(found.len() >= 80, "{}", found.len());
            found
        });
    });
    group.bench_function("rename, 100 files", |bencher| {
        bencher.iter(|| {
            let edits = rename(&snapshot, hub, "other-hub", &token).expect("the name will do");
            assert!(edits.len() >= 80, "{}", edits.len());
            edits
        });
    });
    for query in ["service-5001", "sv50", "nothing-has-this-name"] {
        group.bench_function(format!("workspace_symbols, {query}"), |bencher| {
            bencher.iter(|| workspace_symbols(&snapshot, query, SYMBOLS, &token));
        });
    }
    group.bench_function("semantic_tokens", |bencher| {
        bencher.iter(|| semantic_tokens(&snapshot, service.file, None));
    });
    group.bench_function("document_symbols", |bencher| {
        bencher.iter(|| document_symbols(&snapshot, service.file));
    });
    group.finish();
}
