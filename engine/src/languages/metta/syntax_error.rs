//! What to say about text that does not parse.

use super::code;
use crate::diagnostic::DiagnosticSink;
use crate::syntax::SyntaxTree;
use crate::text::TextRange;

/// Reports the syntax errors of a tree that has some.
pub(super) fn explain(text: &str, _tree: &SyntaxTree, sink: &mut DiagnosticSink) {
    let range = TextRange::from_offsets(0..text.len().min(1));
    sink.report(&code::SYNTAX_UNEXPECTED, range).text(range);
}

/// The opening brackets that lack a partner, in order of the text.
pub(super) fn unclosed_openers(_text: &str) -> Vec<u32> {
    Vec::new()
}
