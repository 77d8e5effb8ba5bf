//! What is wrong with a file.

use super::document::{DocumentRef, documents};
use crate::diagnostic::{Code, Diagnostics};
use crate::text::TextRange;
use crate::workspace::{FileId, Snapshot};

/// One finding in one file.
#[derive(Clone, Debug)]
pub struct FileDiagnostic {
    /// What is wrong.
    pub code: &'static Code,
    /// The text that is wrong.
    pub range: TextRange,
    /// The message in English.
    pub message: String,
    /// Places that explain the finding.
    pub related: Vec<FileRelated>,
}

/// A place that explains a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileRelated {
    /// The file.
    pub file: FileId,
    /// The place.
    pub range: TextRange,
    /// What the place has to do with the finding.
    pub note: &'static str,
}

/// Adds findings in a document. Nothing is said about what the file computes.
fn add_findings(
    document: &DocumentRef<'_>,
    diagnostics: &Diagnostics,
    found: &mut Vec<FileDiagnostic>,
) {
    let (names, text) = (document.document.ir.names, document.document.text);
    for diagnostic in diagnostics {
        let Some(range) = document.file_range(diagnostic.range) else {
            continue;
        };
        let related = diagnostics.related(diagnostic).iter().filter_map(|related| {
            let range = document.file_range(related.range)?;
            Some(FileRelated { file: document.file, range, note: related.note })
        });
        found.push(FileDiagnostic {
            code: diagnostic.code,
            range,
            message: diagnostic.message(names, text),
            related: related.collect(),
        });
    }
}

/// The findings in a file and the programs inside it, in order of the text.
pub fn diagnostics(snapshot: &Snapshot, file: FileId) -> Vec<FileDiagnostic> {
    let Some(revision) = snapshot.file(file) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for document in documents(snapshot, file) {
        add_findings(&document, document.diagnostics(revision), &mut found);
        if document.extent().is_none() {
            add_findings(&document, revision.regions().diagnostics(), &mut found);
        }
    }
    found.sort_by_key(|diagnostic| diagnostic.range);
    found
}
