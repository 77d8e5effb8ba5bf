//! `textDocument/rename`: gives the symbol at a place another name, in all files.

use lsp_types::{RenameParams, WorkspaceEdit};
use rholang_engine::query;

use super::{Context, Failure};
use crate::proto::to_lsp_workspace_edit;

/// Answers the request.
///
/// # Errors
///
/// If the symbol cannot be given that name, or the request was cancelled.
pub fn run(context: &Context, params: RenameParams) -> Result<Option<WorkspaceEdit>, Failure> {
    let convert = &context.convert;
    let Some(at) = convert.at(&params.text_document_position_params) else {
        return Err(Failure::Refused("the document is not known".to_owned()));
    };
    let edits = query::rename(&convert.snapshot, at, &params.new_name, &context.cancel)?;
    Ok(Some(to_lsp_workspace_edit(convert, edits, context.client.document_changes)))
}
