//! `rholang/syntaxTree`: what the engine makes of a document, for people who debug.

use lsp_types::TextDocumentIdentifier;
use serde::{Deserialize, Serialize};

use super::{Context, Failure};
use crate::tables::{FileTables, sexp};

/// Which document to show.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyntaxTreeParams {
    /// The document.
    pub text_document: TextDocumentIdentifier,
}

/// The tables of a document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SyntaxTree {
    /// The version of the text that they are of; none for a text from disk.
    pub version: Option<i32>,
    /// The tables as S-expressions. Their form may change with any version of the server.
    pub text: String,
}

/// Answers the request; nothing if the document is not known.
///
/// # Errors
///
/// None.
pub fn run(context: &Context, params: SyntaxTreeParams) -> Result<Option<SyntaxTree>, Failure> {
    let file = context.convert.file(&params.text_document);
    let revision = file.and_then(|file| context.convert.snapshot.file(file));
    let version = revision.and_then(|revision| revision.version());
    Ok(tables(context, &params.text_document).map(|text| SyntaxTree { version, text }))
}

/// The tables of a document; nothing if it is not known.
pub fn tables(context: &Context, document: &TextDocumentIdentifier) -> Option<String> {
    let snapshot = &context.convert.snapshot;
    let file = context.convert.file(document)?;
    let revision = snapshot.file(file)?;
    let text = revision.text().content();
    let tables = FileTables { label: snapshot.label(file), text, analysis: revision.analysis() };
    let mut output = Vec::new();
    // Writing to memory cannot fail, and what is written is text.
    sexp::write(&tables, &mut output).ok()?;
    String::from_utf8(output).ok()
}
