//! The Rholang grammar for [tree-sitter](https://tree-sitter.github.io), with its queries.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_rholang() -> *const ();
}

/// The tree-sitter language of Rholang.
// SAFETY: the generated function takes no arguments, has no effects, and returns a pointer to a
// language description that lives as long as the program.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_rholang) };

/// The kinds of nodes this grammar makes, as the JSON text tree-sitter generates.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// Captures for syntax highlighting.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// Captures for code folding.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// Captures for automatic indentation.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

/// Captures for scopes, definitions and references.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// Captures for embedded languages.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// Captures for code navigation.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");

#[cfg(test)]
mod tests {
    use tree_sitter::{Language, Parser, Query};

    fn language() -> Language {
        super::LANGUAGE.into()
    }

    #[test]
    fn the_parser_loads_and_parses() {
        let mut parser = Parser::new();
        parser.set_language(&language()).expect("the language fits the library");
        let source = "new x in { x!(1) | for (@y <- x) { @\"out\"!(y) } }";
        let tree = parser.parse(source, None).expect("nothing stops the parser");
        assert!(!tree.root_node().has_error(), "{}", tree.root_node().to_sexp());
    }

    #[test]
    fn every_query_compiles() {
        let queries = [
            ("highlights", super::HIGHLIGHTS_QUERY),
            ("folds", super::FOLDS_QUERY),
            ("indents", super::INDENTS_QUERY),
            ("locals", super::LOCALS_QUERY),
            ("injections", super::INJECTIONS_QUERY),
            ("tags", super::TAGS_QUERY),
        ];
        for (name, text) in queries {
            let query = Query::new(&language(), text);
            let query = query.unwrap_or_else(|error| panic!("{name}.scm: {error}"));
            assert!(query.pattern_count() > 0, "{name}.scm holds no pattern");
        }
    }
}
