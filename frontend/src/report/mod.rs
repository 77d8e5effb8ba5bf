//! Diagnostics as output.

mod check;
pub mod excerpt;
pub mod human;
pub mod json;
mod summary;

pub use check::{CheckedFile, Format, check_file};
pub use summary::{Counts, Summary};

use rholang_engine::diagnostic::Diagnostics;
use rholang_engine::ir::Names;
use rholang_engine::text::LineIndex;

/// What was found in one file, with all that is needed to show it.
#[derive(Clone, Copy, Debug)]
pub struct FileReport<'a> {
    /// What the file is called.
    pub label: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The lines of the text.
    pub lines: &'a LineIndex,
    /// The names that messages mention.
    pub names: Names<'a>,
    /// The findings.
    pub diagnostics: &'a Diagnostics,
}
