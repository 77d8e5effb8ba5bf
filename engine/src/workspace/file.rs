//! One text of one file, and all that is known of it.

use std::sync::Arc;

use rholang_engine_sync::Id;

use super::exports::Exports;
use super::shared::Stamp;
use crate::analysis::Analysis;
use crate::languages::LanguageId;
use crate::symbol::Document;
use crate::text::Text;

/// Types that only tell ids apart.
pub(super) mod tag {
    #[derive(Debug)]
    pub enum File {}
    #[derive(Debug)]
    pub enum Key {}
    #[derive(Debug)]
    pub(in crate::workspace) enum Row {}
}

/// A file: the number of its label. Numbers are dense, and never given away twice.
pub type FileId = Id<tag::File>;

/// What is known of one text of one file.
#[derive(Debug)]
pub struct FileRevision {
    text: Arc<Text>,
    version: Option<i32>,
    stamp: Stamp,
    analysis: Analysis,
    exports: Exports,
}

impl FileRevision {
    pub(super) fn new(
        text: Arc<Text>,
        version: Option<i32>,
        stamp: Stamp,
        analysis: Analysis,
        exports: Exports,
    ) -> Self {
        Self { text, version, stamp, analysis, exports }
    }

    /// The language that the text was read as.
    pub fn language(&self) -> LanguageId {
        self.analysis.language
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The number that the editor gave the text; none for a text from disk.
    pub fn version(&self) -> Option<i32> {
        self.version
    }

    /// From when the text is.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Facts and diagnostics.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// The names that the file shares.
    pub fn exports(&self) -> &Exports {
        &self.exports
    }

    /// Text and tables.
    pub fn document(&self) -> Document<'_> {
        Document { text: self.text.content(), ir: self.analysis.facts.ir() }
    }

    /// The bytes of the names that the file shares.
    pub(super) fn exports_bytes(&self) -> usize {
        self.exports.byte_len()
    }
}
