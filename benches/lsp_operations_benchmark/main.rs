//! Times of the operations that an editor waits for.
//!
//! `cargo bench -p rholang-benches --bench lsp_operations_benchmark` measures all groups; a word after
//! `--` picks those whose names hold it, `--save-baseline NAME` and `--baseline NAME` keep and
//! compare figures, and `target/criterion/report/index.html` shows them. The first six groups are
//! those of the performance guide, under its names; `docs/performance.md` says what each measures.
//!
//! Whatever looks for MeTTa in Rholang asserts how much it has found, so nothing is measured on
//! programs without any.

mod editing;
mod embedded;
mod metta;
mod requests;
mod resolution;
mod texts;
mod workspace;

use criterion::{criterion_group, criterion_main};

criterion_group!(
    benches,
    metta::parsing,
    metta::symbol_tables,
    resolution::resolution,
    embedded::detection,
    embedded::end_to_end,
    embedded::parallel,
    editing::rholang_parsing,
    editing::incremental_edit,
    requests::requests,
    workspace::workspace,
);
criterion_main!(benches);
