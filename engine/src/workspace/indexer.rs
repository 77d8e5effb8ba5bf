//! Analysing texts, on whatever thread.

use core::cell::RefCell;
use core::fmt;
use core::panic::AssertUnwindSafe;
use std::panic;
use std::sync::Arc;

use super::exports::Exports;
use super::file::{FileId, FileRevision};
use super::shared::{Shared, Stamp};
use crate::analysis::{self, Analyzer};
use crate::languages::LanguageId;
use crate::symbol::Document;
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
    pub(super) is_open: bool,
    pub(super) tree: Option<SyntaxTree>,
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
        let analysis = with_analyzer(
            |analyzer| analyzer.analyze(language, text.content()),
            || analysis::failed(language.into()),
        );
        self.finish(file, text, None, stamp, analysis, None)
    }

    /// Analyses the text of an open document.
    pub(super) fn analyze_open(&self, task: OpenTask) -> Analyzed {
        let OpenTask { file, language, text, tree, version, stamp } = task;
        let (analysis, tree) = with_analyzer(
            |analyzer| analyzer.analyze_after(language, text.content(), tree),
            || (analysis::failed(language.into()), None),
        );
        self.finish(file, text, Some(version), stamp, analysis, tree)
    }

    fn finish(
        &self,
        file: FileId,
        text: Arc<Text>,
        version: Option<i32>,
        stamp: Stamp,
        analysis: crate::Analysis,
        tree: Option<SyntaxTree>,
    ) -> Analyzed {
        let document = Document { text: text.content(), ir: analysis.facts.ir() };
        let exports = Exports::of(analysis.language, document, &self.shared);
        let revision = FileRevision::new(text, version, stamp, analysis, exports);
        Analyzed { file, revision: Arc::new(revision), is_open: version.is_some(), tree }
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
