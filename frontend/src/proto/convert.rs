//! Places in one version of the workspace.

use std::sync::Arc;

use lsp_types::{
    Location, Position, Range, TextDocumentIdentifier, TextDocumentPositionParams, Uri,
};
use rholang_engine::text::{PositionEncoding, TextRange};
use rholang_engine::{At, FileId, Snapshot};
use rustc_hash::FxHashMap;

use super::position::{from_lsp_position, to_lsp_range};
use super::uri::label_of_uri;

/// How the client spells the URIs of files whose labels it spells differently.
pub type Spellings = FxHashMap<FileId, Box<str>>;

/// Turns places of one version into those of the protocol and back.
#[derive(Clone)]
pub struct Convert {
    /// The version.
    pub snapshot: Snapshot,
    /// The unit of columns.
    pub encoding: PositionEncoding,
    /// The client's spellings of URIs.
    pub spellings: Arc<Spellings>,
}

impl Convert {
    /// The file of a document; none if this version does not have it.
    pub fn file(&self, document: &TextDocumentIdentifier) -> Option<FileId> {
        self.snapshot.find(&label_of_uri(&document.uri.0))
    }

    /// The place that a request is about; none if this version does not have the file.
    pub fn at(&self, place: &TextDocumentPositionParams) -> Option<At> {
        let file = self.file(&place.text_document)?;
        Some(At { file, offset: self.offset(file, place.position)? })
    }

    /// The byte offset of a position; the nearest one for a position outside of the text.
    pub fn offset(&self, file: FileId, position: Position) -> Option<u32> {
        let text = self.snapshot.file(file)?.text();
        Some(from_lsp_position(text.content(), text.lines(), position, self.encoding))
    }

    /// The URI of a file, as the client spells it.
    pub fn uri(&self, file: FileId) -> Uri {
        let spelling = self.spellings.get(&file).map(|spelling| &**spelling);
        Uri::from(spelling.unwrap_or_else(|| self.snapshot.label(file)))
    }

    /// A range of a file; the empty range at the start if this version does not have the file.
    pub fn range(&self, file: FileId, range: TextRange) -> Range {
        self.snapshot.file(file).map_or_else(Range::default, |revision| {
            let text = revision.text();
            to_lsp_range(text.content(), text.lines(), range, self.encoding)
        })
    }

    /// A range with its file.
    pub fn location(&self, file: FileId, range: TextRange) -> Location {
        Location { uri: self.uri(file), range: self.range(file, range) }
    }
}
