//! Files that are templates of programs.

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::diagnostic::DiagnosticSink;
use crate::ir::Ir;
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{code, shape};
use crate::text::TextRange;

/// Whether the file is a template for a text engine. Then nothing else is said about it: what the
/// engine will put in is unknown.
pub(super) fn check(text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) -> bool {
    let Some(range) = statement(text, ir).or_else(|| expression(text, ir)) else {
        return false;
    };
    sink.clear();
    sink.report(&code::TEMPLATE_FILE, range);
    true
}

/// How many bytes after its opening sign the end of a `{% .. %}` or `{{ .. }}` is looked for.
const TEMPLATE_TAG_BYTES_MAX: usize = 256;

/// The text between an opening sign that ends at `start` and the next `closer`.
fn tag<'a>(text: &'a str, start: usize, closer: &str) -> Option<&'a str> {
    let rest = text.get(start..)?;
    let window = rest.len().min(TEMPLATE_TAG_BYTES_MAX);
    let end = memmem::find(&rest.as_bytes()[..window], closer.as_bytes())?;
    rest.get(..end)
}

/// Whether the place is in a string or comment.
fn is_quoted(ir: Ir<'_>, offset: usize) -> bool {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let node = ir.nodes.innermost_at(offset);
    ir.is_in_comment(offset as usize)
        || node.is_some_and(|node| shape::kind(ir.nodes, node) == NodeKind::String)
}

/// The first `{% .. %}`. White space after the sign is required, because `{%NAME}` is a block
/// around a placeholder.
fn statement(text: &str, ir: Ir<'_>) -> Option<TextRange> {
    memmem::find_iter(text.as_bytes(), "{%").find_map(|start| {
        let content = tag(text, start + 2, "%}")?;
        let is_statement = content.starts_with([' ', '-', '\t', '\n']) && !is_quoted(ir, start);
        is_statement.then(|| TextRange::from_offsets(start..start + content.len() + 4))
    })
}

/// The first `{{ name }}` whose name is not bound in the file.
fn expression(text: &str, ir: Ir<'_>) -> Option<TextRange> {
    // Made on the first candidate: hardly any file has one.
    let mut bound: Option<FxHashSet<&[u8]>> = None;
    memmem::find_iter(text.as_bytes(), "{{").find_map(|start| {
        let content = tag(text, start + 2, "}}")?;
        let name = content.trim();
        let is_name =
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte))
                && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        if !is_name || name == "Nil" || is_quoted(ir, start) {
            return None;
        }
        let bound = bound.get_or_insert_with(|| {
            ir.binders.name.iter().map(|&name| ir.names.bytes(name)).collect()
        });
        let first = name.split('.').next().unwrap_or(name);
        let is_expression = !bound.contains(first.as_bytes());
        is_expression.then(|| TextRange::from_offsets(start..start + content.len() + 4))
    })
}
