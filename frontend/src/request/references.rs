//! `textDocument/references`: where the symbol at a place occurs.

use lsp_types::{Location, ReferenceParams};
use rholang_engine::query;

use super::{Context, Failure};

/// Answers the request.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(context: &Context, params: ReferenceParams) -> Result<Option<Vec<Location>>, Failure> {
    let convert = &context.convert;
    let Some(at) = convert.at(&params.text_document_position_params) else {
        return Ok(None);
    };
    let include_declaration = params.context.include_declaration;
    let found = query::references(&convert.snapshot, at, include_declaration, &context.cancel)?;
    let location = |found: &query::FileOccurrence| convert.location(found.file, found.range);
    Ok(Some(found.iter().map(location).collect()))
}
