//! MeTTa grammar for [tree-sitter](https://tree-sitter.github.io).
//!
//! The tokens are those of the reader of hyperon-experimental. The node kinds are `source_file`, `evaluation`,
//! `expression`, `variable`, `string_literal`, `boolean_literal`, `float_literal`, `integer_literal`, `symbol` and
//! `comment`; the forms are direct children of the expression that holds them.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_metta::LANGUAGE.into()).unwrap();
//! let tree = parser.parse("!(println! \"hello\")", None).unwrap();
//! assert_eq!(
//!     tree.root_node().to_sexp(),
//!     "(source_file (evaluation operand: (expression (symbol) (string_literal))))",
//! );
//! ```

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_metta() -> *const ();
}

/// The language, to be converted into a `tree_sitter::Language`.
// SAFETY: The generated parser exports this function, which returns a pointer to a static language table.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_metta) };

/// The node kinds with their fields and children, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// The query that assigns highlight names.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// The query that marks foldable nodes.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// The query that marks where indentation grows and shrinks.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

/// The query that marks scopes, definitions and references of variables.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// The query that marks definitions and calls for code navigation.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");
