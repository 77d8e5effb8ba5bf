//! Diagnostics as output.

mod check;
pub mod excerpt;
mod finding;
pub mod human;
pub mod json;
mod summary;

pub use check::{CheckedFile, Format, check_file};
pub use finding::{Finding, findings};
pub use summary::{Counts, Summary};

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
    /// The findings, in order of the text.
    pub findings: &'a [Finding],
}
