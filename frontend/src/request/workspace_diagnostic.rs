//! `workspace/diagnostic`: what is wrong with all files.
//!
//! Clients ask again as soon as they have an answer. So if nothing has changed since the last time,
//! the answer waits until something does.

use lsp_types::{FullDocumentDiagnosticReport, PreviousResultId, Uri, WorkspaceDiagnosticParams};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::Value;

use super::diagnostic::report;
use super::{Context, Failure, Reply, read_params};
use crate::proto::label_of_uri;
use crate::transport::raw;

#[derive(Serialize)]
struct FileReport {
    uri: Uri,
    version: Option<i32>,
    #[serde(flatten)]
    report: FullDocumentDiagnosticReport,
}

#[derive(Serialize)]
struct WorkspaceReport {
    items: Vec<FileReport>,
}

/// Answers the request.
///
/// # Errors
///
/// If the parameters make no sense or the request was cancelled.
pub fn run(context: &Context, params: Value) -> Result<Reply, Failure> {
    let params: WorkspaceDiagnosticParams = read_params(params)?;
    let snapshot = &context.convert.snapshot;
    let mut previous: FxHashMap<String, PreviousResultId> = params
        .previous_result_ids
        .into_iter()
        .map(|previous| (label_of_uri(&previous.uri.0), previous))
        .collect();
    let mut items = Vec::new();
    for (file, revision) in snapshot.files() {
        context.cancel.check()?;
        let known = previous.remove(snapshot.label(file)).map(|previous| previous.value);
        if known.as_ref() == Some(&context.revision_id(file)) {
            continue;
        }
        if known.is_none() && revision.is_clean() {
            continue;
        }
        let report = report(context, file);
        // Of a file that the client knows nothing about and in which nothing is wrong, there is
        // nothing to tell.
        if known.is_none() && report.items.is_empty() {
            continue;
        }
        items.push(FileReport {
            uri: context.convert.uri(file),
            version: revision.version(),
            report,
        });
    }
    // Files that are gone have nothing wrong with them.
    items.extend(previous.into_values().filter(|gone| !gone.value.is_empty()).map(gone_report));
    if items.is_empty() {
        return Ok(Reply::Unchanged);
    }
    Ok(Reply::Result(raw(&WorkspaceReport { items })))
}

fn gone_report(gone: PreviousResultId) -> FileReport {
    // The empty id tells a file that is gone from one that is not, when the client asks again.
    let result_id = Some(String::new());
    let report = FullDocumentDiagnosticReport { result_id, items: Vec::new() };
    FileReport { uri: gone.uri, version: None, report }
}
