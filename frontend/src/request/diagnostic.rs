//! `textDocument/diagnostic`: what is wrong with a document.
//!
//! The diagnostics of a file depend on its revision and on the settings, and on nothing else. So a
//! result is identified by these two, and whether it has changed is known without computing it.

use lsp_types::{
    Diagnostic, DocumentDiagnosticParams, FullDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};
use rholang_engine::FileId;
use serde::Serialize;

use super::{Context, Failure};
use crate::proto::{DiagnosticOptions, to_lsp_diagnostics};

/// What is wrong with a document, or that it is the same as before.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Report {
    /// All diagnostics.
    Full(FullDocumentDiagnosticReport),
    /// The result of this id still holds.
    Unchanged(UnchangedDocumentDiagnosticReport),
}

/// Answers the request.
///
/// # Errors
///
/// None.
pub fn run(context: &Context, params: DocumentDiagnosticParams) -> Result<Report, Failure> {
    let Some(file) = context.convert.file(&params.text_document) else {
        let items = Vec::new();
        return Ok(Report::Full(FullDocumentDiagnosticReport { result_id: None, items }));
    };
    let result_id = context.revision_id(file);
    Ok(if params.previous_result_id.as_ref() == Some(&result_id) {
        Report::Unchanged(UnchangedDocumentDiagnosticReport { result_id })
    } else {
        Report::Full(report(context, file))
    })
}

/// All diagnostics of a file, with their id.
pub fn report(context: &Context, file: FileId) -> FullDocumentDiagnosticReport {
    let result_id = Some(context.revision_id(file));
    FullDocumentDiagnosticReport { result_id, items: diagnostics(context, file) }
}

/// The diagnostics of a file.
pub fn diagnostics(context: &Context, file: FileId) -> Vec<Diagnostic> {
    let options = DiagnosticOptions {
        related_information: context.client.related_information,
        code_description: context.client.code_description,
        tags: context.client.diagnostic_tags,
        severity: &|diagnostic| context.settings.severity(diagnostic.code),
    };
    to_lsp_diagnostics(&context.convert, file, &options)
}
