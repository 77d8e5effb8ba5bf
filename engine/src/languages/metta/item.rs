//! Parts of a program that are analysed anew alone after an edit.
//!
//! An item is one or several forms at the top level, the first and the last of which are in brackets,
//! perhaps with a `!` before them. An edit between the first and the last character concerns the item
//! alone if the new text consists of whole forms again: nothing outside is read differently, and no
//! variable is seen by another form. At the beginning and at the end of the text there need not be a
//! form in brackets.

use super::kind::NodeKind;
use crate::ir::{Ir, Item, NodeId, Nodes, RowNumbers};
use crate::symbol::Document;
use crate::text::{TextRange, offset_of};

pub(super) const ROW_NUMBERS: RowNumbers = RowNumbers {
    variables: [NodeKind::Variable.code(), NodeKind::Variable.code()],
    // There are no channels.
    binder_channel: u8::MAX,
    defined: u8::MAX,
};

/// How many forms are passed over, on each side of an edit, to find one in brackets.
const FORMS_PASSED_MAX: usize = 8;

/// The items around an edit, the smaller first: the form that holds it, and that with the forms beside
/// it.
pub(super) fn around(document: Document<'_>, edit: TextRange) -> Vec<Item> {
    let Document { text, ir: Ir { nodes, .. } } = document;
    let bytes = text.as_bytes();
    let top = |node: NodeId| {
        let around = core::iter::once(node).chain(nodes.ancestors(node));
        around.take_while(|&node| node != NodeId::new(0)).last()
    };
    let begins = |node: NodeId| {
        nodes.start(node) < edit.start
            && matches!(bytes.get(nodes.start(node) as usize), Some(b'(' | b'!'))
    };
    let ends = |node: NodeId| {
        edit.end < nodes.end(node) && bytes.get(nodes.end(node) as usize - 1) == Some(&b')')
    };
    // The last form that begins before the edit, if there is one.
    let count = nodes.start.partition_point(|&start| start < edit.start);
    let last = count.checked_sub(1).map(NodeId::from_index).and_then(top);
    let root = NodeId::new(0);
    let mut items = Vec::new();
    if let Some(last) = last.filter(|&last| begins(last) && ends(last)) {
        let nodes_of = last..nodes.subtree_end(last);
        items.push(Item { parent: root, nodes: nodes_of, range: nodes.range(last) });
    }
    let previous = |node: NodeId| top(NodeId::new(node.raw().checked_sub(1)?));
    let Some((first, start)) = begin(last, previous, begins, nodes) else { return items };
    let next = |node: NodeId| {
        let next = nodes.subtree_end(node);
        (next.index() < nodes.len()).then_some(next)
    };
    let from = last.or(Some(root.next()).filter(|first| first.index() < nodes.len()));
    let mut after = core::iter::successors(from, |&node| next(node))
        .skip_while(|&node| nodes.end(node) <= edit.end);
    let found = after.by_ref().take(FORMS_PASSED_MAX).find(|&node| ends(node));
    let (end, range_end) = match found {
        Some(node) => (nodes.subtree_end(node), nodes.end(node)),
        // Behind the last form is nothing that could be read differently.
        None if after.next().is_none() => (NodeId::from_index(nodes.len()), offset_of(text.len())),
        None => return items,
    };
    let item = Item { parent: root, nodes: first..end, range: TextRange::new(start, range_end) };
    if first < end && items.first() != Some(&item) {
        items.push(item);
    }
    items
}

/// The form in brackets with which an item can begin, going back from the one that begins last before an
/// edit, or the beginning of the text, before which is nothing that could go on into the item.
fn begin(
    last: Option<NodeId>,
    previous: impl Fn(NodeId) -> Option<NodeId>,
    begins: impl Fn(NodeId) -> bool,
    nodes: Nodes<'_>,
) -> Option<(NodeId, u32)> {
    let mut before = core::iter::successors(last, |&node| previous(node));
    match before.by_ref().take(FORMS_PASSED_MAX).find(|&node| begins(node)) {
        Some(node) => Some((node, nodes.start(node))),
        // Tree-sitter passes over a byte order mark, which no item holds.
        None if before.next().is_none() && nodes.start.first() == Some(&0) => {
            Some((NodeId::new(1), 0))
        }
        None => None,
    }
}

/// How the nodes of an item's new text can stand in place of the old ones.
pub(super) fn fit(document: Document<'_>, item: &Item, text: &str, ir: Ir<'_>) -> Option<usize> {
    let nodes = ir.nodes;
    let first = nodes.children(NodeId::new(0)).next()?;
    // The item begins and ends with forms in brackets, which have to be there still, or where the text
    // begins and ends.
    let has_bracket = matches!(text.as_bytes().first(), Some(b'(' | b'!'));
    let begins = item.range.start == 0 || nodes.start(first) == 0 && has_bracket;
    let last = nodes.children(NodeId::new(0)).last()?;
    let is_last = item.range.end as usize == document.text.len();
    let ends = is_last || nodes.end(last) as usize == text.len();
    (begins && ends).then_some(1)
}
