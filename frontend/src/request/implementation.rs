//! `textDocument/implementation`: what carries the word at a place out.

use lsp_types::ImplementationParams;
use rholang_engine::query;

use super::navigate::{Targets, navigate};
use super::{Context, Failure};

/// Answers the request.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(context: &Context, params: ImplementationParams) -> Result<Option<Targets>, Failure> {
    let wants_links = context.client.implementation_links;
    navigate(context, &params.text_document_position_params, wants_links, query::implementation)
}
