//! The engine's tables in text form, for people who debug the engine or build on it.
//!
//! Both forms are written row by row as the tables are walked, without recursion and without a
//! second copy in memory, so they work for any file that the engine accepts.

mod data;
pub mod json;
pub mod sexp;

use rholang_engine::Analysis;

/// A file and its tables.
#[derive(Clone, Copy, Debug)]
pub struct FileTables<'a> {
    /// What the file is called.
    pub label: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The tables.
    pub analysis: &'a Analysis,
}
