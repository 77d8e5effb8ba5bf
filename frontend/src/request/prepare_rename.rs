//! `textDocument/prepareRename`: whether the word at a place can be renamed.

use lsp_types::{PrepareRenameParams, PrepareRenamePlaceholder};
use rholang_engine::query::{self, RenameError};

use super::{Context, Failure};

/// Answers the request; nothing if there is no name at the place.
///
/// # Errors
///
/// If there is a name that cannot be changed; the error says why.
pub fn run(
    context: &Context,
    params: PrepareRenameParams,
) -> Result<Option<PrepareRenamePlaceholder>, Failure> {
    let convert = &context.convert;
    let Some(at) = convert.at(&params.text_document_position_params) else {
        return Ok(None);
    };
    match query::prepare_rename(&convert.snapshot, at) {
        Ok(target) => Ok(Some(PrepareRenamePlaceholder {
            range: convert.range(at.file, target.range),
            placeholder: target.placeholder,
        })),
        Err(RenameError::NoSymbol) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl From<RenameError> for Failure {
    fn from(error: RenameError) -> Self {
        match error {
            RenameError::Cancelled => Self::Cancelled,
            error => Self::Refused(error.to_string()),
        }
    }
}
