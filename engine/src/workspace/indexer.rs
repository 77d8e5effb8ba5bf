//! Analysing texts, on whatever thread.

use core::cell::RefCell;
use core::fmt;
use core::panic::AssertUnwindSafe;
use std::panic;
use std::sync::Arc;

use rholang_engine_sync::HeldTable;

use super::file::{FileId, FileRevision, tag};
use super::settings::Settings;
use super::shared::{Shared, Stamp};
use super::sinks::OtherFiles;
use super::store::{Row, Rows};
use crate::analysis::{self, Analyzer};
use crate::languages::LanguageId;
use crate::syntax::SyntaxTree;
use crate::text::Text;

std::thread_local! {
    /// The analyzer of each thread. It is taken out while it works, so that a worker which begins
    /// another analysis on top of one gets a fresh analyzer.
    static ANALYZER: RefCell<Option<Box<Analyzer>>> = const { RefCell::new(None) };
}

/// Calls `work` with the thread's analyzer. A panic of `work` gives `failed`, and the analyzer, which
/// may be in any state, is not used again.
fn with_analyzer<R>(work: impl FnOnce(&mut Analyzer) -> R, failed: impl FnOnce() -> R) -> R {
    let kept = ANALYZER.with_borrow_mut(Option::take);
    let mut analyzer = kept.unwrap_or_default();
    match panic::catch_unwind(AssertUnwindSafe(|| work(&mut analyzer))) {
        Ok(result) => {
            ANALYZER.set(Some(analyzer));
            result
        }
        Err(_) => failed(),
    }
}

/// The result of an analysis, to be committed by the [`Engine`](super::Engine).
#[derive(Debug)]
pub struct Analyzed {
    pub(super) file: FileId,
    pub(super) revision: Arc<FileRevision>,
    pub(super) occasion: Occasion,
}

/// Why there was something to analyse.
#[derive(Debug)]
pub(super) enum Occasion {
    /// The file was read from disk.
    Read,
    /// The text of an open document has changed. The tree is for its next change.
    Change(Option<SyntaxTree>),
    /// Other files say something else about the same text.
    Others,
}

impl Analyzed {
    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// What was found.
    pub fn revision(&self) -> &FileRevision {
        &self.revision
    }
}

/// Analyses texts for an engine. Clones are cheap.
#[derive(Clone)]
pub struct Indexer {
    pub(super) shared: Arc<Shared>,
    pub(super) settings: Arc<Numbered<Settings>>,
}

/// Something that changes now and then.
pub(super) struct Numbered<T> {
    pub(super) value: T,
    /// Greater for later values.
    pub(super) number: u64,
}

impl Indexer {
    /// The stamp of a text that is about to be read. Take it before reading, so that of two readings
    /// the one that began later wins.
    pub fn stamp(&self) -> Stamp {
        self.shared.stamp()
    }

    /// The file of a label.
    ///
    /// # Panics
    ///
    /// If there are more than [`FILES_MAX`](super::FILES_MAX) files.
    pub fn file(&self, label: &str) -> FileId {
        self.shared.file(label)
    }

    /// Analyses a text that is not open in an editor, on the calling thread.
    pub fn analyze(
        &self,
        file: FileId,
        language: LanguageId,
        text: String,
        stamp: Stamp,
    ) -> Analyzed {
        let text = Arc::new(Text::new(text));
        let variant = self.settings.value.variant(language);
        let analysis = with_analyzer(
            |analyzer| analyzer.analyze(variant, text.content()),
            || analysis::failed(variant),
        );
        let revision = FileRevision::new(text, None, stamp, analysis, &self.shared);
        // The commit looks at other files.
        let revision = self.look_inside(file, revision, None, None);
        Analyzed { file, revision: Arc::new(revision), occasion: Occasion::Read }
    }

    /// Analyses the text of an open document.
    pub(super) fn analyze_open(&self, task: OpenTask) -> Analyzed {
        let OpenTask { file, language, text, tree, version, stamp, version_before } = task;
        let variant = self.settings.value.variant(language);
        let rows = version_before.snapshot();
        let previous = super::store::file(rows, file).map(|revision| &**revision);
        let before = previous.and_then(FileRevision::sound);
        let (analysis, tree) = with_analyzer(
            |analyzer| analyzer.analyze_after(variant, text.content(), before, tree),
            || (analysis::failed(variant), None),
        );
        let revision = FileRevision::new(text, Some(version), stamp, analysis, &self.shared);
        let revision = revision.after(previous);
        let revision = self.look_inside(file, revision, Some(rows), previous);
        Analyzed { file, revision: Arc::new(revision), occasion: Occasion::Change(tree) }
    }

    /// Looks for programs in a file of a version again, if what it depends on has changed since.
    pub(super) fn look_again(&self, file: FileId, rows: Rows<'_>) -> Option<FileRevision> {
        let revision = super::store::file(rows, file)?;
        let others = self.others(file, Some(rows));
        let has_changed = revision.has_other_context(&others, self.settings.number);
        let again = || self.look_inside(file, (**revision).clone(), Some(rows), Some(revision));
        has_changed.then(again)
    }

    /// Adds the programs inside a text to a revision. `rows` is the version of the workspace that
    /// says what other files do, and `previous` an earlier revision of the file.
    pub(super) fn look_inside(
        &self,
        file: FileId,
        revision: FileRevision,
        rows: Option<Rows<'_>>,
        previous: Option<&FileRevision>,
    ) -> FileRevision {
        let others = self.others(file, rows);
        let number = self.settings.number;
        with_analyzer(
            |analyzer| revision.clone().with_regions(analyzer, &others, number, previous),
            // What is in the text stays unknown, and nothing else is lost.
            || revision.clone(),
        )
    }

    /// What a file can know of the others.
    pub(super) fn others<'a>(&'a self, file: FileId, rows: Option<Rows<'a>>) -> OtherFiles<'a> {
        OtherFiles::new(rows, &self.shared, &self.settings.value.embedded, file)
    }
}

impl fmt::Debug for Indexer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Indexer")
    }
}

/// A text of an open document that is to be analysed.
pub(super) struct OpenTask {
    pub(super) file: FileId,
    pub(super) language: LanguageId,
    pub(super) text: Arc<Text>,
    /// The tree of an earlier text, moved by all edits since.
    pub(super) tree: Option<SyntaxTree>,
    pub(super) version: i32,
    pub(super) stamp: Stamp,
    /// The latest version of the workspace when the task began.
    pub(super) version_before: HeldTable<tag::Row, Row>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_an_analyzer_and_no_more() {
        let work = |_: &mut Analyzer| -> usize { std::panic::resume_unwind(Box::new("a fault")) };
        assert_eq!(with_analyzer(work, || 1), 1);
        let count = |analyzer: &mut Analyzer| {
            analyzer.analyze(LanguageId::Rholang, "x!(1)").diagnostics.len()
        };
        assert_eq!(with_analyzer(count, || 0), 1);
        let failed = analysis::failed(LanguageId::Metta.into());
        assert_eq!(failed.diagnostics.iter().next().unwrap().code.name, "internal-fault");
    }
}
