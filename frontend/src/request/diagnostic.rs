//! `textDocument/diagnostic`: what is wrong with a document.
//!
//! The diagnostics of a file depend on its text and on the settings, and on nothing else. So a result
//! is identified by these two, and whether it has changed is known without computing it.

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
    Ok(report(context, file, params.previous_result_id.as_deref()))
}

/// The report on a file for a client that has the result of an id, if it has one.
pub fn report(context: &Context, file: FileId, previous: Option<&str>) -> Report {
    let result_id = result_id(context, file);
    if previous == Some(&*result_id) {
        return Report::Unchanged(UnchangedDocumentDiagnosticReport { result_id });
    }
    let items = diagnostics(context, file);
    Report::Full(FullDocumentDiagnosticReport { result_id: Some(result_id), items })
}

/// The id of the diagnostics of a file.
pub fn result_id(context: &Context, file: FileId) -> String {
    let revision = context.convert.snapshot.file(file);
    let stamp = revision.map_or(0, |revision| revision.stamp().number());
    // What is inside the text can change when other files do.
    let inside = revision.map_or(0, |revision| revision.context());
    format!("{}.{stamp}.{inside:x}", context.settings_id)
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
