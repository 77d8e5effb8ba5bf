//! `textDocument/declaration`: what introduces the word at a place.

use lsp_types::DeclarationParams;
use rholang_engine::query;

use super::navigate::{Targets, navigate};
use super::{Context, Failure};

/// Answers the request.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(context: &Context, params: DeclarationParams) -> Result<Option<Targets>, Failure> {
    let wants_links = context.client.declaration_links;
    navigate(context, &params.text_document_position_params, wants_links, query::declaration)
}
