//! The programs of the guide's groups, and what all of them need.

use rholang_engine::LanguageId;
use rholang_engine::ir::{IrBuilder, estimated_nodes, estimated_scratch_bytes};
use rholang_engine::languages::Reading;
use rholang_engine_sync::Scratch;

/// A function and its call.
pub(crate) const SIMPLE: &str = include_str!("simple.metta");
/// Facts, queries, recursion, `let`, `if` and a fold.
pub(crate) const COMPLEX: &str = include_str!("complex.metta");
/// A Rholang program with MeTTa programs.
pub(crate) const EMBEDDING: &str = include_str!("embedding.rho");
/// The number of MeTTa programs in [`EMBEDDING`].
pub(crate) const EMBEDDING_REGIONS: usize = 6;

/// The seed of generated programs.
pub(crate) const SEED: u64 = 7;

/// The sizes of generated programs, with their names.
pub(crate) const SIZES: [(&str, usize); 3] =
    [("1 KB", 1_000), ("10 KB", 10_000), ("100 KB", 100_000)];

/// Calls `work` with the tables of a text, in which there are nodes and nothing more.
pub(crate) fn with_nodes<R>(
    scratch: &mut Scratch,
    language: LanguageId,
    text: &str,
    work: impl FnOnce(&mut IrBuilder<'_>) -> R,
) -> R {
    let rows = estimated_nodes(text.len());
    scratch.prepare(estimated_scratch_bytes(text.len(), rows));
    let mut ir = IrBuilder::new(text.len(), rows, scratch);
    let is_accepted = language.language().parse(text, &mut ir) == Reading::Accepted;
    assert!(is_accepted, "the direct parser accepts the text");
    let result = work(&mut ir);
    drop(ir);
    scratch.release();
    result
}
