//! `workspace/symbol`: symbols whose names resemble a query.

use lsp_types::WorkspaceSymbolParams;
use rholang_engine::query;
use serde_json::value::RawValue;

use super::{Context, Failure, raw_items};
use crate::proto::to_lsp_workspace_symbol;

/// How many symbols are returned. Clients ask again when the user types on, and show no more.
pub const SYMBOLS_MAX: usize = 512;

/// Answers the request, best symbols first.
///
/// # Errors
///
/// If the request was cancelled.
pub fn run(
    context: &Context,
    params: WorkspaceSymbolParams,
) -> Result<Vec<Box<RawValue>>, Failure> {
    let convert = &context.convert;
    let found =
        query::workspace_symbols(&convert.snapshot, &params.query, SYMBOLS_MAX, &context.cancel)?;
    Ok(raw_items(&found, &context.cancel, |symbol| to_lsp_workspace_symbol(convert, symbol))?)
}
