//! Parts of a program that are analysed anew alone after an edit.
//!
//! An item is one or several forms at the top level, the first and the last of which are in brackets,
//! perhaps with a `!` before them. An edit between the first and the last character concerns the item
//! alone if the new text consists of whole forms again: nothing outside is read differently, and no
//! variable is seen by another form.

use super::kind::NodeKind;
use crate::ir::{Ir, Item, NodeId, RowNumbers};
use crate::symbol::Document;
use crate::text::TextRange;

pub(super) const ROW_NUMBERS: RowNumbers = RowNumbers {
    variables: [NodeKind::Variable.code(), NodeKind::Variable.code()],
    // There are no channels.
    binder_channel: u8::MAX,
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
    // The last form that begins before the edit, and the first one after that.
    let count = nodes.start.partition_point(|&start| start < edit.start);
    let Some(last) = count.checked_sub(1).map(NodeId::from_index).and_then(top) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    if begins(last) && ends(last) {
        let nodes_of = last..nodes.subtree_end(last);
        items.push(Item { parent: NodeId::new(0), nodes: nodes_of, range: nodes.range(last) });
    }
    let before =
        core::iter::successors(Some(last), |&node| top(NodeId::new(node.raw().checked_sub(1)?)));
    let first = before.take(FORMS_PASSED_MAX).find(|&node| begins(node));
    let after = core::iter::successors(Some(last), |&node| {
        let next = nodes.subtree_end(node);
        (next.index() < nodes.len()).then_some(next)
    });
    let mut after = after.skip_while(|&node| nodes.end(node) <= edit.end).take(FORMS_PASSED_MAX);
    let next = after.find(|&node| ends(node));
    if let (Some(first), Some(next)) = (first, next)
        && first < next
    {
        let range = TextRange::new(nodes.start(first), nodes.end(next));
        items.push(Item { parent: NodeId::new(0), nodes: first..nodes.subtree_end(next), range });
    }
    items
}

/// How the nodes of an item's new text can stand in place of the old ones.
pub(super) fn fit(_document: Document<'_>, _item: &Item, text: &str, ir: Ir<'_>) -> Option<usize> {
    let nodes = ir.nodes;
    let first = nodes.children(NodeId::new(0)).next()?;
    // The item begins and ends with forms in brackets; they have to be there still.
    let begins = nodes.start(first) == 0 && matches!(text.as_bytes().first(), Some(b'(' | b'!'));
    let last = nodes.children(NodeId::new(0)).last()?;
    (begins && nodes.end(last) as usize == text.len()).then_some(1)
}
