//! Files that are templates of programs.

use core::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NameId};
use crate::languages::Change;
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{code, shape};
use crate::symbol::Document;
use crate::text::TextRange;

/// Whether the file is a template for a text engine. Then nothing else is said about it: what the
/// engine will put in is unknown.
pub(super) fn check(text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) -> bool {
    let whole = 0..text.len();
    let found = statement(text, ir, whole.clone()).or_else(|| expression(text, ir, whole));
    report(found, sink)
}

/// The same after an edit of a file that was no template. What is read as a tag depends on the text up to
/// its end and on the names that the file binds.
pub(super) fn check_after(change: &Change<'_>, sink: &mut DiagnosticSink) -> bool {
    let Document { text, ir } = change.after;
    let item = change.range().as_usize();
    // The first sign that begins a tag which can reach the item, and the last one that begins in it.
    let tag_bytes = TEMPLATE_TAG_BYTES_MAX + 2 * SIGN_BYTES;
    let places = item.start.saturating_sub(tag_bytes)..text.len().min(item.end + SIGN_BYTES);
    let found = statement(text, ir, places.clone()).or_else(|| {
        let places = if has_lost_name(change) { 0..text.len() } else { places };
        expression(text, ir, places)
    });
    report(found, sink)
}

/// Whether the edit has removed the last binder of a name.
fn has_lost_name(change: &Change<'_>) -> bool {
    let (before, ir) = (change.before.ir, change.after.ir);
    let rows = before.binders.name.iter().zip(before.binders.node);
    let in_item = rows.filter(|&(_, node)| change.item.nodes.contains(node));
    let mut lost: FxHashSet<NameId> = in_item.map(|(&name, _)| name).collect();
    if lost.is_empty() {
        return false;
    }
    for name in ir.binders.name {
        lost.remove(name);
    }
    !lost.is_empty()
}

fn report(found: Option<TextRange>, sink: &mut DiagnosticSink) -> bool {
    if let Some(range) = found {
        sink.clear();
        sink.report(&code::TEMPLATE_FILE, range);
    }
    found.is_some()
}

/// How many bytes the signs around a tag have.
const SIGN_BYTES: usize = 2;

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

/// Where a sign begins in a part of the text.
fn places_of(text: &str, sign: &str, places: Range<usize>) -> impl Iterator<Item = usize> {
    let start = places.start;
    let part = text.as_bytes().get(places).unwrap_or(&[]);
    memmem::find_iter(part, sign.as_bytes()).map(move |place| start + place)
}

/// The first `{% .. %}` that begins in a part of the text. White space after the sign is required,
/// because `{%NAME}` is a block around a placeholder.
fn statement(text: &str, ir: Ir<'_>, places: Range<usize>) -> Option<TextRange> {
    places_of(text, "{%", places).find_map(|start| {
        let content = tag(text, start + 2, "%}")?;
        let is_statement = content.starts_with([' ', '-', '\t', '\n']) && !is_quoted(ir, start);
        is_statement.then(|| TextRange::from_offsets(start..start + content.len() + 4))
    })
}

/// The first `{{ name }}` that begins in a part of the text and whose name is not bound in the file.
fn expression(text: &str, ir: Ir<'_>, places: Range<usize>) -> Option<TextRange> {
    // Made on the first candidate: hardly any file has one.
    let mut bound: Option<FxHashSet<&[u8]>> = None;
    places_of(text, "{{", places).find_map(|start| {
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
