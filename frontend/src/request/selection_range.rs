//! `textDocument/selectionRange`: what can be selected around places, step by step.

use lsp_types::{SelectionRange, SelectionRangeParams};
use rholang_engine::{At, query};

use super::{Context, Failure};
use crate::proto::to_lsp_selection_range;

/// Answers the request: one range for each position.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(
    context: &Context,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>, Failure> {
    let convert = &context.convert;
    let Some(file) = convert.file(&params.text_document) else {
        return Ok(None);
    };
    let mut selections = Vec::with_capacity(params.positions.len());
    for position in params.positions {
        context.cancel.check()?;
        let offset = convert.offset(file, position).unwrap_or(0);
        let ranges = query::selection_ranges(&convert.snapshot, At { file, offset });
        selections.push(to_lsp_selection_range(convert, file, position, &ranges));
    }
    Ok(Some(selections))
}
