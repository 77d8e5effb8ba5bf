//! Parts of a program that are analysed anew alone after an edit.
//!
//! An item is what stands between two braces of a block, or one of several processes joined by `|` in
//! a block or in the program. Whatever it holds, the parser comes back to the same state at its end, so
//! the text around it is read as before; and it binds nothing for that text. Items are looked for
//! only where processes run: not in patterns, in what is sent or quoted, in agents, and in bundles.

use super::kind::{ChannelKind, NodeKind};
use super::shape;
use crate::ir::{Comments, Ir, Item, NodeId, Nodes, RowNumbers};
use crate::symbol::Document;
use crate::text::TextRange;

/// How many items are tried for one edit. Larger ones come later, and cost more.
const ITEMS_PER_EDIT_MAX: usize = 3;

pub(super) const ROW_NUMBERS: RowNumbers = RowNumbers {
    variables: [NodeKind::NameVariable.code(), NodeKind::ProcessVariable.code()],
    binder_channel: ChannelKind::Binder.code(),
};

/// The items around an edit, the smallest first.
pub(super) fn around(document: Document<'_>, edit: TextRange) -> Vec<Item> {
    let nodes = document.ir.nodes;
    let Some(innermost) = nodes.innermost_at(edit.start) else { return Vec::new() };
    let mut items = Vec::new();
    let mut node = innermost;
    while let Some(parent) = nodes.parent(node).some() {
        if !is_passed_through(nodes, parent, node) {
            // What was found so far lies in something that is matched or sent.
            items.clear();
        } else if items.len() < ITEMS_PER_EDIT_MAX
            && let Some(range) = extent(document, parent, node)
            && range.covers(edit)
        {
            items.push(Item { node, range });
        }
        node = parent;
    }
    items
}

/// Whether a child runs where its parent runs, and nothing around looks into it.
fn is_passed_through(nodes: Nodes<'_>, parent: NodeId, child: NodeId) -> bool {
    let is_last = || nodes.subtree_end(child) == nodes.subtree_end(parent);
    match shape::kind(nodes, parent) {
        NodeKind::Program | NodeKind::Par => true,
        NodeKind::New
        | NodeKind::Contract
        | NodeKind::For
        | NodeKind::Case
        | NodeKind::LetSequential
        | NodeKind::LetConcurrent
        | NodeKind::SyncSendThen
        | NodeKind::MethodSendThen => is_last(),
        NodeKind::If | NodeKind::Match => child != parent.next(),
        _ => false,
    }
}

/// The bytes of the item whose root is `node`, if it is one.
fn extent(document: Document<'_>, parent: NodeId, node: NodeId) -> Option<TextRange> {
    let nodes = document.ir.nodes;
    // A case is no process.
    if shape::kind(nodes, node) == NodeKind::Case {
        return None;
    }
    if let Some(block) = block_around(document, node) {
        return Some(block);
    }
    let is_joined = shape::kind(nodes, parent) == NodeKind::Par
        && (nodes.parent(parent) == NodeId::new(0) || block_around(document, parent).is_some());
    if !is_joined {
        return None;
    }
    let range = nodes.range(node);
    let [before, after] = neighbours(document, range);
    let is_first = node == parent.next();
    let begins =
        if is_first { matches!(before.1, None | Some(b'{')) } else { before.1 == Some(b'|') };
    let ends = matches!(after.1, None | Some(b'|' | b'}'));
    (begins && ends).then_some(range)
}

/// What stands between the braces right around a node.
fn block_around(document: Document<'_>, node: NodeId) -> Option<TextRange> {
    let [before, after] = neighbours(document, document.ir.nodes.range(node));
    let is_block = before.1 == Some(b'{') && after.1 == Some(b'}');
    is_block.then(|| TextRange::new(before.0, after.0))
}

/// The tokens before and after a range: where the one ends and the other begins, and the byte there.
fn neighbours(document: Document<'_>, range: TextRange) -> [(u32, Option<u8>); 2] {
    let Document { text, ir } = document;
    let bytes = text.as_bytes();
    let (before, after) = (
        before_blanks(bytes, ir.comments, range.start),
        after_blanks(bytes, ir.comments, range.end),
    );
    let last = before.checked_sub(1).and_then(|last| bytes.get(last as usize));
    [(before, last.copied()), (after, bytes.get(after as usize).copied())]
}

/// Where the token ends that comes before `offset`; 0 if none does.
fn before_blanks(bytes: &[u8], comments: Comments<'_>, mut offset: u32) -> u32 {
    loop {
        let before = bytes.get(..offset as usize).unwrap_or(&[]);
        let end = before.iter().rposition(|byte| !is_blank(*byte)).map_or(0, |last| last + 1);
        offset = u32::try_from(end).unwrap_or(0);
        let earlier = comments.start.partition_point(|&start| start < offset);
        match earlier.checked_sub(1) {
            Some(comment) if offset <= comments.end[comment] => offset = comments.start[comment],
            _ => return offset,
        }
    }
}

/// Where the token begins that comes at or after `offset`, or the end of the text.
fn after_blanks(bytes: &[u8], comments: Comments<'_>, mut offset: u32) -> u32 {
    loop {
        let rest = bytes.get(offset as usize..).unwrap_or(&[]);
        let blanks = rest.iter().position(|byte| !is_blank(*byte)).unwrap_or(rest.len());
        offset = offset.saturating_add(u32::try_from(blanks).unwrap_or(0));
        match comments.start.binary_search(&offset) {
            Ok(comment) => offset = comments.end[comment],
            Err(_) => return offset,
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Whether the nodes of an item's new text can stand in place of the old ones.
pub(super) fn fits(document: Document<'_>, item: Item, text: &str, ir: Ir<'_>) -> bool {
    let nodes = ir.nodes;
    let mut children = nodes.children(NodeId::new(0));
    let (Some(child), None) = (children.next(), children.next()) else { return false };
    // A comment may go on after the item. The first line says what runs a file.
    let end = ir.comments.end.last().copied().unwrap_or(0) as usize;
    if end == text.len() || text.starts_with("#!") {
        return false;
    }
    let is_joined = document.ir.nodes.range(item.node) == item.range;
    // What stands between others joined by `|` has to be one process without braces around it.
    !is_joined
        || shape::kind(nodes, child) != NodeKind::Par
            && nodes.range(child).as_usize() == (0..text.len())
}
