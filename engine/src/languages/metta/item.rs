//! Parts of a program that are analysed anew alone after an edit.
//!
//! An item is a form at the top level in brackets, with the `!` before it. An edit between its first
//! and last character concerns it alone if the new text is one such form again: nothing outside is read
//! differently, and no variable is seen by another form.

use super::kind::NodeKind;
use crate::ir::{Ir, Item, NodeId, RowNumbers};
use crate::symbol::Document;
use crate::text::TextRange;

pub(super) const ROW_NUMBERS: RowNumbers = RowNumbers {
    variables: [NodeKind::Variable.code(), NodeKind::Variable.code()],
    // There are no channels.
    binder_channel: u8::MAX,
};

/// The item around an edit.
pub(super) fn around(document: Document<'_>, edit: TextRange) -> Vec<Item> {
    let nodes = document.ir.nodes;
    let Some(innermost) = nodes.innermost_at(edit.start) else { return Vec::new() };
    let around = core::iter::once(innermost).chain(nodes.ancestors(innermost));
    let top = around.take_while(|&node| node != NodeId::new(0)).last();
    let item = top.map(|node| Item { node, range: nodes.range(node) });
    let holds = |item: &Item| {
        let is_closed = document.text.as_bytes().get(item.range.end as usize - 1) == Some(&b')');
        is_closed && item.range.start < edit.start && edit.end < item.range.end
    };
    item.filter(holds).into_iter().collect()
}

/// Whether the nodes of an item's new text can stand in place of the old ones.
pub(super) fn fits(_document: Document<'_>, _item: Item, text: &str, ir: Ir<'_>) -> bool {
    let nodes = ir.nodes;
    let mut children = nodes.children(NodeId::new(0));
    let (Some(child), None) = (children.next(), children.next()) else { return false };
    nodes.range(child).as_usize() == (0..text.len())
}
