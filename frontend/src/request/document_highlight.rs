//! `textDocument/documentHighlight`: where the symbol at a place occurs in the same file.

use lsp_types::{DocumentHighlight, DocumentHighlightParams};
use rholang_engine::query;

use super::{Context, Failure};
use crate::proto::to_lsp_highlight;

/// Answers the request.
///
/// # Errors
///
/// None.
pub fn run(
    context: &Context,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>, Failure> {
    let convert = &context.convert;
    let Some(at) = convert.at(&params.text_document_position_params) else {
        return Ok(None);
    };
    let found = query::highlights(&convert.snapshot, at);
    let highlight = |(range, role)| to_lsp_highlight(convert, at.file, range, role);
    Ok(Some(found.into_iter().map(highlight).collect()))
}
