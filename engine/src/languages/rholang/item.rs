//! Parts of a program that are analysed anew alone after an edit.
//!
//! An item is what stands between two braces of a block, or some of several processes joined by `|` in
//! a block or in the program. Whatever it holds, the parser comes back to the same state at its end, so
//! the text around it is read as before; and it binds nothing for that text. Items are looked for
//! only where processes run: not in patterns, in what is sent or quoted, in agents, and in bundles.
//!
//! A head is what stands before a body in braces: the names of a `new`, the formals of a contract, the
//! binds of a `for` or `let`. Whatever it holds, the brace after it begins the body, and the construct ends
//! with the body.

use core::ops::Range;

use super::kind::{ChannelKind, NodeKind};
use super::shape;
use crate::ir::{Comments, Head, Ir, Item, NodeId, Nodes, RowNumbers};
use crate::symbol::Document;
use crate::text::TextRange;

/// How many items are tried for one edit. Larger ones come later, and cost more.
const ITEMS_PER_EDIT_MAX: usize = 3;

pub(super) const ROW_NUMBERS: RowNumbers = RowNumbers {
    variables: [NodeKind::NameVariable.code(), NodeKind::ProcessVariable.code()],
    binder_channel: ChannelKind::Binder.code(),
    defined: NodeKind::Quote.code(),
};

/// The items around an edit, the smallest first.
pub(super) fn around(document: Document<'_>, edit: TextRange) -> Vec<Item> {
    let nodes = document.ir.nodes;
    let Some(mut node) = nodes.innermost_at(edit.start) else { return Vec::new() };
    let mut items = Vec::new();
    let add = |item: Option<Item>, items: &mut Vec<Item>| {
        let is_around = |item: &Item| items.len() < ITEMS_PER_EDIT_MAX && item.range.covers(edit);
        items.extend(item.filter(is_around));
    };
    loop {
        // An edit between two of several processes concerns both.
        add(joined(document, node, edit), &mut items);
        let Some(parent) = nodes.parent(node).some() else { return items };
        if is_passed_through(nodes, parent, node) {
            add(block(document, parent, node), &mut items);
        } else {
            // What was found so far lies in something that is matched or sent.
            items.clear();
        }
        node = parent;
    }
}

/// What is read in the place of a body.
const EMPTY_BODY: &str = "{Nil}";

/// The head around an edit: what stands before the braces around the last process of a construct.
pub(super) fn head_around(document: Document<'_>, edit: TextRange) -> Option<Head> {
    let nodes = document.ir.nodes;
    let innermost = nodes.innermost_at(edit.start)?;
    let mut found = None;
    for node in core::iter::once(innermost).chain(nodes.ancestors(innermost)) {
        found = found.or_else(|| head(document, node).filter(|head| head.item.range.covers(edit)));
        let parent = nodes.parent(node).some();
        if parent.is_some_and(|parent| !is_passed_through(nodes, parent, node)) {
            found = None;
        }
    }
    found
}

/// The head of a construct whose body is a block.
fn head(document: Document<'_>, node: NodeId) -> Option<Head> {
    let nodes = document.ir.nodes;
    let has_head = matches!(
        shape::kind(nodes, node),
        NodeKind::New
            | NodeKind::Contract
            | NodeKind::For
            | NodeKind::LetSequential
            | NodeKind::LetConcurrent
    );
    let body = nodes.children(node).last().filter(|_| has_head)?;
    let block = with_braces(document, body);
    if block == nodes.range(body) {
        return None;
    }
    let range = TextRange::new(nodes.start(node), block.start);
    let item = Item { parent: node, nodes: node.next()..body, range };
    Some(Head { item, empty_body: EMPTY_BODY })
}

/// Which nodes of the new text of a head with an empty body are those of the head.
pub(super) fn fit_head(
    document: Document<'_>,
    item: &Item,
    length: u32,
    ir: Ir<'_>,
) -> Option<Range<usize>> {
    let nodes = ir.nodes;
    let mut children = nodes.children(NodeId::new(0));
    let (Some(construct), None) = (children.next(), children.next()) else { return None };
    let body = NodeId::from_index(nodes.len() - 1);
    let is_same = nodes.start(construct) == 0
        && nodes.kind(construct) == document.ir.nodes.kind(item.parent)
        && shape::kind(nodes, body) == NodeKind::Nil
        && nodes.parent(body) == construct
        && nodes.start(body) == length + 1;
    is_same.then(|| construct.next().index()..body.index())
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

/// What stands in a block whose process is `node`.
fn block(document: Document<'_>, parent: NodeId, node: NodeId) -> Option<Item> {
    let nodes = document.ir.nodes;
    // A case is no process.
    let is_process = shape::kind(nodes, node) != NodeKind::Case;
    let range = block_around(document, node).filter(|_| is_process)?;
    Some(Item { parent, nodes: node..nodes.subtree_end(node), range })
}

/// Those of several processes joined by `|` that an edit touches, or stands between. Others are left.
fn joined(document: Document<'_>, par: NodeId, edit: TextRange) -> Option<Item> {
    let nodes = document.ir.nodes;
    let is_par = shape::kind(nodes, par) == NodeKind::Par;
    if !is_par || nodes.parent(par) != NodeId::new(0) && block_around(document, par).is_none() {
        return None;
    }
    let (mut first, mut last) = (par.next(), par.next());
    for child in nodes.children(par) {
        if nodes.start(child) <= edit.start {
            first = child;
        }
        last = child;
        if nodes.end(child) >= edit.end {
            break;
        }
    }
    let item = first..nodes.subtree_end(last);
    let range = TextRange::new(with_braces(document, first).start, with_braces(document, last).end);
    let [before, after] = neighbours(document, range);
    let is_first = first == par.next();
    let begins =
        if is_first { matches!(before.1, None | Some(b'{')) } else { before.1 == Some(b'|') };
    let ends = matches!(after.1, None | Some(b'|' | b'}'));
    let is_part = !is_first || item.end < nodes.subtree_end(par);
    (begins && ends && is_part).then_some(Item { parent: par, nodes: item, range })
}

/// The range of a process that is the last one of a construct or one of several joined by `|`, with the
/// braces right around it, which are its own.
fn with_braces(document: Document<'_>, node: NodeId) -> TextRange {
    let mut range = document.ir.nodes.range(node);
    while let Some(block) = between_braces(document, range) {
        range = TextRange::new(block.start - 1, block.end + 1);
    }
    range
}

/// What stands between the braces right around a node.
fn block_around(document: Document<'_>, node: NodeId) -> Option<TextRange> {
    between_braces(document, document.ir.nodes.range(node))
}

/// What stands between the braces right around a range.
fn between_braces(document: Document<'_>, range: TextRange) -> Option<TextRange> {
    let [before, after] = neighbours(document, range);
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

/// How the nodes of an item's new text can stand in place of the old ones.
pub(super) fn fit(document: Document<'_>, item: &Item, text: &str, ir: Ir<'_>) -> Option<usize> {
    let nodes = ir.nodes;
    let mut children = nodes.children(NodeId::new(0));
    let (Some(child), None) = (children.next(), children.next()) else { return None };
    // A comment may go on after the item. The first line says what runs a file.
    let end = ir.comments.end.last().copied().unwrap_or(0) as usize;
    if end == text.len() || text.starts_with("#!") {
        return None;
    }
    if shape::kind(document.ir.nodes, item.parent) != NodeKind::Par
        || block_around(document, item.nodes.start).is_some_and(|block| block == item.range)
    {
        return Some(1);
    }
    // Between others joined by `|`, without braces around all of it.
    let is_whole = nodes.range(child).as_usize() == (0..text.len());
    let around = if shape::kind(nodes, child) == NodeKind::Par { 2 } else { 1 };
    is_whole.then_some(around)
}
