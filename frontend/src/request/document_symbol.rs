//! `textDocument/documentSymbol`: what a document consists of.

use lsp_types::{DocumentSymbolParams, DocumentSymbolResponse};
use rholang_engine::query;

use super::{Context, Failure};
use crate::proto::{to_lsp_document_symbols, to_lsp_flat_symbols};

/// Answers the request.
///
/// # Errors
///
/// None.
pub fn run(
    context: &Context,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>, Failure> {
    let convert = &context.convert;
    let Some(file) = convert.file(&params.text_document) else {
        return Ok(None);
    };
    let items = query::document_symbols(&convert.snapshot, file);
    Ok(Some(if context.client.hierarchical_symbols {
        let symbols = to_lsp_document_symbols(convert, file, &items);
        DocumentSymbolResponse::DocumentSymbolList(symbols)
    } else {
        let symbols = to_lsp_flat_symbols(convert, file, &items);
        DocumentSymbolResponse::SymbolInformationList(symbols)
    }))
}
