//! What can be selected around a place, step by step.

use super::At;
use super::document::{DocumentRef, document_at, documents};
use crate::ir::NodeId;
use crate::text::TextRange;
use crate::workspace::Snapshot;

/// The constructs around a place, innermost first, each longer than the one before: the word, what
/// stands between the quotes of a string, the string, expressions and statements, the file. A place in
/// a program inside a string goes on with the string.
pub fn selection_ranges(snapshot: &Snapshot, at: At) -> Vec<TextRange> {
    let Some((document, offset)) = document_at(snapshot, at) else {
        return Vec::new();
    };
    let mut ranges: Vec<TextRange> = Vec::new();
    add(&document, offset, &mut ranges);
    if let Some(host) = documents(snapshot, at.file).next()
        && !host.is_same(&document)
    {
        add(&host, at.offset, &mut ranges);
    }
    ranges
}

/// Adds the constructs of one document, as ranges of the file, that are longer than those so far.
fn add(document: &DocumentRef<'_>, offset: u32, ranges: &mut Vec<TextRange>) {
    let text = document.text();
    let nodes = document.document().ir.nodes;
    let mut push = |range: TextRange| {
        let Some(range) = document.file_span(range) else {
            return;
        };
        let grows = ranges.last().is_none_or(|last| range.covers(*last) && range != *last);
        if grows && !range.is_empty() {
            ranges.push(range);
        }
    };
    let comment = comment_at(document, offset);
    if let Some((comment, run)) = comment {
        push(comment);
        push(run);
    }
    // What is missing has no characters; the word before it is meant.
    let has_text = |node: &NodeId| !nodes.range(*node).is_empty();
    let innermost = nodes.innermost_at(offset).filter(has_text).or_else(|| {
        let after = nodes.start.partition_point(|&start| start < offset);
        let last = NodeId::from_index(after.checked_sub(1)?);
        let around = core::iter::once(last).chain(nodes.ancestors(last));
        around.into_iter().find(|&node| offset <= nodes.end(node))
    });
    let chain = innermost.into_iter().chain(innermost.into_iter().flat_map(|n| nodes.ancestors(n)));
    for node in chain {
        let range = nodes.range(node);
        let is_leaf = nodes.subtree_end(node) == node.next();
        // Right after a construct, those around the place count: the word to the right, or the rest.
        if let Some(content) = quoted(text, range).filter(|content| {
            is_leaf && comment.is_none() && content.start <= offset && offset <= content.end
        }) {
            push(content);
        }
        push(range);
    }
    push(TextRange::from_offsets(0..text.len()));
}

/// The comment at a place, and the comments above and below it without other lines between them.
fn comment_at(document: &DocumentRef<'_>, offset: u32) -> Option<(TextRange, TextRange)> {
    let comments = document.document().ir.comments;
    let text = document.text();
    let place = comments.start.partition_point(|&start| start <= offset).checked_sub(1)?;
    let range = |place: usize| {
        let (start, end) = (comments.start.get(place)?, comments.end.get(place)?);
        Some(TextRange::new(*start, *end))
    };
    let comment = range(place).filter(|comment| offset <= comment.end)?;
    let mut run = comment;
    for above in (0..place).rev().map_while(range) {
        if !super::folds::continues(text, above, run) {
            break;
        }
        run = TextRange::new(above.start, run.end);
    }
    for below in (place + 1..).map_while(range) {
        if !super::folds::continues(text, run, below) {
            break;
        }
        run = TextRange::new(run.start, below.end);
    }
    Some((comment, run))
}

/// What stands between the quotes of a literal.
fn quoted(text: &str, range: TextRange) -> Option<TextRange> {
    let literal = range.of(text).as_bytes();
    let (first, last) = (literal.first()?, literal.last()?);
    let is_quoted = literal.len() > 2 && first == last && matches!(first, b'"' | b'`');
    is_quoted.then(|| TextRange::new(range.start + 1, range.end - 1))
}
