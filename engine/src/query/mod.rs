//! Questions about a version of a workspace.
//!
//! Each query is a function of a [`Snapshot`](crate::Snapshot): it takes plain data and returns plain data, with byte
//! offsets into the texts of files. It changes nothing, takes no lock, and gives the same answer for
//! the same version. Queries that may look at many files take a [`CancelToken`] and check it for each
//! file.
//!
//! A query knows no language. It finds the [`Document`](crate::symbol::Document) that an offset
//! belongs to and asks the document's language; for symbols that documents share it asks the language
//! about each document of the files that use the name, which the workspace lists.
//!
//! One file holds one query. This module depends on all modules before it.

mod diagnostics;
mod document;
mod folds;
mod highlight;
mod hover;
mod link;
mod module;
mod navigate;
mod outline;
mod pattern;
mod references;
mod region;
mod rename;
mod search;
mod selection;
mod tokens;

pub use diagnostics::{FileDiagnostic, FileRelated, diagnostics};
pub use folds::folding_ranges;
pub use highlight::highlights;
pub use hover::{Hover, hover};
pub use navigate::{Link, declaration, definition, implementation};
pub use outline::document_symbols;
pub use references::{FileOccurrence, references};
pub use rename::{FileEdits, RenameError, RenameTarget, prepare_rename, rename};
pub use search::{WORKSPACE_SYMBOLS_MAX, WorkspaceSymbol, workspace_symbols};
pub use selection::selection_ranges;
pub use tokens::semantic_tokens;

pub use rholang_engine_sync::pool::{CancelToken, Cancelled};

use crate::workspace::FileId;

/// A place in a file: the character that begins at the offset. A query also takes the offset right
/// after a word as a place of the word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct At {
    /// The file.
    pub file: FileId,
    /// Offset in bytes.
    pub offset: u32,
}
