//! From paths to texts.

mod discover;
mod read;

pub use discover::{Discovery, STANDARD_INPUT, discover, language_of, named_input, sources};
pub use read::{ReadError, SourceText, read, read_file};
pub use rholang_engine::syntax::TEXT_BYTES_MAX;

use std::path::PathBuf;

use rholang_engine::LanguageId;

/// A text to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What messages call it.
    pub label: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The language that it is written in.
    pub language: LanguageId,
}

/// Where a text comes from. Standard input sorts before all files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The standard input of this process.
    StandardInput,
    /// A file.
    File(PathBuf),
}
