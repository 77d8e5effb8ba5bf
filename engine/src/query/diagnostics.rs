//! What is wrong with a file.

use super::document::{DocumentRef, documents};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::symbol::{Symbol, Uses};
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

/// Whether another document of the same file uses the shared name at an offset of a document.
fn is_elsewhere(snapshot: &Snapshot, document: &DocumentRef<'_>, offset: u32) -> bool {
    let occurrence = document.rules().occurrence_at(document.document(), offset);
    let Some(Symbol::Shared(space, name)) = occurrence.map(|occurrence| occurrence.symbol) else {
        return false;
    };
    let key = document.key_of(snapshot, name);
    key.is_some_and(|key| {
        documents(snapshot, document.file).any(|other| {
            !other.is_same(document) && other.name_of(key, Uses::occurrence_in(space)).is_some()
        })
    })
}

/// Adds those findings in a document that are to be kept. Nothing is said about what the file computes.
fn add_findings(
    document: &DocumentRef<'_>,
    diagnostics: &Diagnostics,
    is_kept: impl Fn(&Diagnostic) -> bool,
    found: &mut Vec<FileDiagnostic>,
) {
    let (names, text) = (document.document().ir.names, document.text());
    for diagnostic in diagnostics.iter().filter(|diagnostic| is_kept(diagnostic)) {
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
        let diagnostics = document.diagnostics(revision);
        if document.extent().is_none() {
            add_findings(&document, diagnostics, |_| true, &mut found);
            add_findings(&document, revision.regions().diagnostics(), |_| true, &mut found);
        } else {
            // The programs inside one file are loaded together, so what one lacks is in another.
            let is_kept = |diagnostic: &Diagnostic| {
                !diagnostic.code.claims_absence
                    || !is_elsewhere(snapshot, &document, diagnostic.range.start)
            };
            add_findings(&document, diagnostics, is_kept, &mut found);
        }
    }
    found.sort_by_key(|diagnostic| diagnostic.range);
    found
}
