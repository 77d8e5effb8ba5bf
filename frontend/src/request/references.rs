//! `textDocument/references`: where the symbol at a place occurs.

use lsp_types::ReferenceParams;
use rholang_engine::query;
use serde_json::value::RawValue;

use super::{Context, Failure, raw_items};

/// Answers the request.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(
    context: &Context,
    params: ReferenceParams,
) -> Result<Option<Vec<Box<RawValue>>>, Failure> {
    let convert = &context.convert;
    let Some(at) = convert.at(&params.text_document_position_params) else {
        return Ok(None);
    };
    let include_declaration = params.context.include_declaration;
    let found = query::references(&convert.snapshot, at, include_declaration, &context.cancel)?;
    let location = |found: &query::FileOccurrence| convert.location(found.file, found.range);
    Ok(Some(raw_items(&found, &context.cancel, location)?))
}
