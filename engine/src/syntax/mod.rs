//! Syntax trees: the driver of tree-sitter.
//!
//! [`SyntaxParser`] parses text into a [`SyntaxTree`], from scratch or from the tree of the text
//! before an edit. [`walk`] visits a tree without recursion. Only this module and the languages'
//! `lower` and `syntax_error` modules know tree-sitter; everything after lowering reads the tables
//! of `ir`.
//!
//! This module depends on `text`. It knows no language: callers pass the grammar.

mod culprit;
pub mod delimiter;
mod parser;
mod walk;

pub use culprit::{Culprit, find_culprit};
pub use parser::{ParseError, SyntaxParser, SyntaxTree, TEXT_BYTES_MAX, TextEdit, TreeEdit};
pub use walk::{TreeChildren, TreeVisitor, walk};
