//! `textDocument/hover`: what there is to say about the word at a place.

use lsp_types::{Hover, HoverParams};
use rholang_engine::query;

use super::{Context, Failure};
use crate::proto::to_lsp_hover;

/// Answers the request.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(context: &Context, params: HoverParams) -> Result<Option<Hover>, Failure> {
    let convert = &context.convert;
    let Some(at) = convert.at(&params.text_document_position_params) else {
        return Ok(None);
    };
    let hover = query::hover(&convert.snapshot, at, &context.cancel)?;
    let is_markdown = context.client.hover_markdown;
    Ok(hover.map(|hover| to_lsp_hover(convert, at.file, &hover, is_markdown)))
}
