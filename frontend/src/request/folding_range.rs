//! `textDocument/foldingRange`: parts of a document that can be hidden.

use lsp_types::{FoldingRange, FoldingRangeParams};
use rholang_engine::query;

use super::{Context, Failure};
use crate::proto::to_lsp_folding_range;

/// Answers the request.
///
/// # Errors
///
/// None.
pub fn run(
    context: &Context,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>, Failure> {
    let convert = &context.convert;
    let Some(file) = convert.file(&params.text_document) else {
        return Ok(None);
    };
    let folds = query::folding_ranges(&convert.snapshot, file);
    Ok(Some(folds.iter().map(|fold| to_lsp_folding_range(convert, file, fold)).collect()))
}
