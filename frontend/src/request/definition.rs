//! `textDocument/definition`: what gives the word at a place its meaning.

use lsp_types::DefinitionParams;
use rholang_engine::query;

use super::navigate::{Targets, navigate};
use super::{Context, Failure};

/// Answers the request.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(context: &Context, params: DefinitionParams) -> Result<Option<Targets>, Failure> {
    let wants_links = context.client.definition_links;
    navigate(context, &params.text_document_position_params, wants_links, query::definition)
}
