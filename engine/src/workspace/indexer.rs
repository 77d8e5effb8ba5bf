//! Analysing texts, on whatever thread.

use core::cell::RefCell;
use core::fmt;
use std::sync::Arc;

use super::exports::Exports;
use super::file::{FileId, FileRevision};
use super::shared::{Shared, Stamp};
use crate::analysis::Analyzer;
use crate::languages::LanguageId;
use crate::symbol::Document;
use crate::syntax::SyntaxTree;
use crate::text::Text;

std::thread_local! {
    /// The analyzer of each thread. It is taken out while it works, so that a worker which begins
    /// another analysis on top of one gets a fresh analyzer.
    static ANALYZER: RefCell<Option<Box<Analyzer>>> = const { RefCell::new(None) };
}

/// Calls `work` with the thread's analyzer.
fn with_analyzer<R>(work: impl FnOnce(&mut Analyzer) -> R) -> R {
    let kept = ANALYZER.with_borrow_mut(Option::take);
    let mut analyzer = kept.unwrap_or_default();
    let result = work(&mut analyzer);
    ANALYZER.set(Some(analyzer));
    result
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
        let analysis = with_analyzer(|analyzer| analyzer.analyze(language, text.content()));
        self.finish(file, text, None, stamp, analysis, None)
    }

    /// Analyses the text of an open document.
    pub(super) fn analyze_open(&self, task: OpenTask) -> Analyzed {
        let OpenTask { file, language, text, tree, version, stamp } = task;
        let (analysis, tree) = with_analyzer(|analyzer| {
            analyzer.analyze_after(language, text.content(), tree.as_ref())
        });
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
