//! Tables of a text of which a few subtrees are made anew.
//!
//! A file of a megabyte has about a hundred thousand nodes, and an edit concerns a few of them. A
//! *splice* takes the tables of the text before the edit and the rows of the few subtrees that the
//! edit has changed, its *item*, and gives the tables of the text after it. All rows of other items
//! are copied; what they say about places is moved by the difference, in loops over columns that take
//! several rows at a time. So the cost of a row that stays is that of copying it.
//!
//! It works in three steps. [`Splice::begin`] finds the item's new nodes in the builder, puts the old
//! ones around them, and copies the rows of the other tables up to the item. Then the language adds
//! the item's scopes, binders, references, endpoints and definitions, as it does for a whole text.
//! [`Splice::finish`] adds the rows after the item.
//!
//! What makes this possible is that the rows of subtrees side by side are contiguous in every table, and that rows
//! outside of an item never refer to rows of the item other than by its node. Languages choose items
//! for which this holds.
//!
//! Names keep their numbers, and new ones are added at the end. Names that only the old text used stay.
//!
//! An edit of a *head*, such as the names of a `new`, leaves all nodes behind it as they are, but not what
//! their names mean. [`replace_head`] takes the nodes of the text before, and the rest is made anew.

use core::ops::Range;

use super::{BINDER_FLAG, BinderId, Ir, IrBuilder, NodeId, ScopeId, comments, nodes, rows_of};
use crate::text::TextRange;

/// A part of a text that consists of subtrees, and can be read without the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The node around the subtrees.
    pub parent: NodeId,
    /// The nodes of the subtrees, which are children of `parent`, one after the other.
    pub nodes: Range<NodeId>,
    /// The bytes of the part: those of the nodes, and perhaps blanks and comments around them.
    pub range: TextRange,
}

/// The part of a construct that stands before its body.
#[derive(Clone, Debug)]
pub struct Head {
    /// The part: all children of the construct but the body, and the text before the body.
    pub item: Item,
    /// A text to be read in the place of the body.
    pub empty_body: &'static str,
}

impl Item {
    /// Where the item's range, or one that ends before or begins after it, lies after an edit of the item
    /// that makes the text longer by `by` bytes, modulo 2^32.
    pub fn moved(&self, range: TextRange, by: u32) -> TextRange {
        let moved = |at: u32| if at >= self.range.end { at.wrapping_add(by) } else { at };
        TextRange::new(moved(range.start), moved(range.end))
    }
}

/// Which columns hold numbers of rows beyond those that every language has.
#[derive(Clone, Copy, Debug)]
pub struct RowNumbers {
    /// The kinds of nodes whose data is a reference or, with [`BINDER_FLAG`], a binder.
    pub variables: [u8; 2],
    /// The kind of an endpoint's channel that is a binder.
    pub binder_channel: u8,
    /// The kind of nodes whose data is written with the definitions.
    pub defined: u8,
}

/// Tables of which the rows up to an item are written.
#[derive(Debug)]
pub struct Splice<'o> {
    old: Ir<'o>,
    /// The item's nodes before the edit.
    old_nodes: Range<NodeId>,
    /// The item's nodes after it.
    nodes: Range<NodeId>,
    /// The item's rows before the edit, as places in the columns.
    scopes: Range<usize>,
    binders: Range<usize>,
    references: Range<usize>,
    endpoints: Range<usize>,
    definitions: Range<usize>,
}

/// A number that is to be moved by the difference of `after` and `before` if it is at least `from`.
/// `u32::MAX`, which means nothing, stays.
#[inline]
fn moved(number: u32, from: u32, by: u32) -> u32 {
    if number >= from && number != u32::MAX { number.wrapping_add(by) } else { number }
}

/// How far something moves from one place to another, for [`u32::wrapping_add`].
fn distance(before: usize, after: usize) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "differences are taken modulo 2^32")]
    let distance = (after as u32).wrapping_sub(before as u32);
    distance
}

impl<'o> Splice<'o> {
    /// Begins a splice into `ir`, which holds what the language has written for the item's new text alone.
    /// Its names are those of [`IrBuilder::after`]. The first `around` of its nodes, at least the root,
    /// stand for what is around the item; the others take the item's place. `length` is the number of
    /// bytes of the new text.
    pub fn begin(
        old: Ir<'o>,
        item: &Item,
        around: usize,
        length: u32,
        ir: &mut IrBuilder<'_>,
    ) -> Self {
        let old_nodes = item.nodes.clone();
        let by = distance(item.range.len() as usize, length as usize);
        let nodes = write_nodes(old, item, around..ir.nodes.len(), by, ir);
        write_comments(old, item, by, ir);
        let place = |rows: &[NodeId]| rows_of(rows, &old_nodes);
        let scopes = scopes_of(old, &old_nodes);
        let binder_end = |scopes_end: usize| {
            scopes_end.checked_sub(1).map_or(0, |last| old.scopes.binder_end[last].index())
        };
        let splice = Self {
            old,
            nodes,
            binders: binder_end(scopes.start)..binder_end(scopes.end),
            scopes,
            references: place(old.references.node),
            endpoints: place(old.endpoints.node),
            definitions: place(old.definitions.node),
            old_nodes,
        };
        ir.scopes.extend(old.scopes, 0..splice.scopes.start);
        ir.binders.extend(old.binders, 0..splice.binders.start);
        ir.references.extend(old.references, 0..splice.references.start);
        ir.endpoints.extend(old.endpoints, 0..splice.endpoints.start);
        ir.definitions.extend(old.definitions, 0..splice.definitions.start);
        let (end, by) = (splice.old_nodes.end.raw(), splice.nodes_by());
        for node_end in ir.scopes.view_mut().node_end {
            *node_end = NodeId::new(moved(node_end.raw(), end, by));
        }
        splice
    }

    /// The nodes that the language has to look at.
    pub fn nodes(&self) -> Range<NodeId> {
        self.nodes.clone()
    }

    /// The binders of the item before the edit, and those after it, which the language has written.
    pub fn binders(&self, ir: &IrBuilder<'_>) -> [Range<BinderId>; 2] {
        let ids =
            |rows: Range<usize>| BinderId::from_index(rows.start)..BinderId::from_index(rows.end);
        [ids(self.binders.clone()), ids(self.binders.start..ir.binders.len())]
    }

    fn nodes_by(&self) -> u32 {
        self.nodes.end.raw().wrapping_sub(self.old_nodes.end.raw())
    }

    /// Adds the rows after the item.
    pub fn finish(self, numbers: RowNumbers, ir: &mut IrBuilder<'_>) {
        let old = self.old;
        let scopes_by = distance(self.scopes.end, ir.scopes.len());
        let binders_by = distance(self.binders.end, ir.binders.len());
        let references_by = distance(self.references.end, ir.references.len());
        let first = (ir.scopes.len(), ir.binders.len(), ir.references.len());
        let (first_endpoint, first_definition) = (ir.endpoints.len(), ir.definitions.len());
        ir.scopes.extend(old.scopes, self.scopes.end..old.scopes.len());
        ir.binders.extend(old.binders, self.binders.end..old.binders.len());
        ir.references.extend(old.references, self.references.end..old.references.len());
        ir.endpoints.extend(old.endpoints, self.endpoints.end..old.endpoints.len());
        ir.definitions.extend(old.definitions, self.definitions.end..old.definitions.len());
        #[expect(clippy::cast_possible_truncation, reason = "tables have fewer than 2^31 rows")]
        let [scope_end, binder_end, reference_end] =
            [self.scopes.end, self.binders.end, self.references.end].map(|end| end as u32);
        let (node_end, nodes_by) = (self.old_nodes.end.raw(), self.nodes_by());
        let node = |node: &mut NodeId| *node = NodeId::new(moved(node.raw(), node_end, nodes_by));
        let binder = |binder: &mut BinderId| {
            *binder = BinderId::new(moved(binder.raw(), binder_end, binders_by));
        };
        let scope = |scope: &mut ScopeId| {
            *scope = ScopeId::new(moved(scope.raw(), scope_end, scopes_by));
        };

        let rows = ir.scopes.view_mut();
        rows.parent[first.0..].iter_mut().for_each(scope);
        rows.first_node[first.0..].iter_mut().for_each(node);
        rows.node_end[first.0..].iter_mut().for_each(node);
        rows.first_binder[first.0..].iter_mut().for_each(binder);
        rows.binder_end[first.0..].iter_mut().for_each(binder);
        let rows = ir.binders.view_mut();
        rows.node[first.1..].iter_mut().for_each(node);
        rows.scope[first.1..].iter_mut().for_each(scope);
        let rows = ir.references.view_mut();
        rows.node[first.2..].iter_mut().for_each(node);
        rows.binder[first.2..].iter_mut().for_each(binder);
        let rows = ir.endpoints.view_mut();
        rows.node[first_endpoint..].iter_mut().for_each(node);
        let channels =
            rows.channel_kind[first_endpoint..].iter().zip(&mut rows.channel[first_endpoint..]);
        for (&kind, channel) in channels {
            if kind == numbers.binder_channel {
                *channel = moved(*channel, binder_end, binders_by);
            }
        }
        let rows = ir.definitions.view_mut();
        rows.node[first_definition..].iter_mut().for_each(node);
        rows.name_node[first_definition..].iter_mut().for_each(node);

        if binders_by != 0 || references_by != 0 {
            let data = |data: &mut u32| {
                *data = if *data & BINDER_FLAG == 0 {
                    moved(*data, reference_end, references_by)
                } else {
                    moved(*data, binder_end | BINDER_FLAG, binders_by)
                };
            };
            let rows = ir.nodes.view_mut();
            let after = self.nodes.end.index()..;
            for (kind, value) in rows.kind[after.clone()].iter().zip(&mut rows.data[after]) {
                if numbers.variables.contains(kind) {
                    data(value);
                }
            }
            // The names of a `let` stand before its values, and are visible after them.
            for (place, &node) in ir.binders.view().node.iter().enumerate().skip(first.1) {
                if node < self.nodes.start {
                    rows.data[node.index()] = BINDER_FLAG | BinderId::from_index(place).raw();
                }
            }
        }
    }
}

/// The scopes that open in the item.
fn scopes_of(old: Ir<'_>, nodes: &Range<NodeId>) -> Range<usize> {
    let rows = old.scopes;
    let mut start = rows.first_node.partition_point(|&node| node < nodes.start);
    // The scope of `new x in ..` begins with the item as well, and is around it.
    let is_around = |scope: usize| {
        let binder = rows.first_binder[scope];
        old.binders.node.get(binder.index()).is_some_and(|&node| node < nodes.start)
    };
    while rows.first_node.get(start) == Some(&nodes.start) && is_around(start) {
        start += 1;
    }
    let end = rows.first_node.partition_point(|&node| node < nodes.end);
    start..end.max(start)
}

/// Puts the nodes and comments of a text around those of the new text of a head, of `length` bytes, which
/// the language has written with an empty body. `rows` are the nodes of the head among them. The data of
/// nodes is what it is before names are resolved.
pub fn replace_head(
    old: Ir<'_>,
    item: &Item,
    rows: Range<usize>,
    length: u32,
    numbers: RowNumbers,
    ir: &mut IrBuilder<'_>,
) {
    let by = distance(item.range.len() as usize, length as usize);
    let new = write_nodes(old, item, rows, by, ir);
    write_comments(old, item, by, ir);
    let rows = ir.nodes.view_mut();
    for part in [0..new.start.index(), new.end.index()..rows.kind.len()] {
        for (kind, data) in rows.kind[part.clone()].iter().zip(&mut rows.data[part]) {
            if numbers.variables.contains(kind) {
                let is_binder = *data & BINDER_FLAG != 0;
                let names = if is_binder { old.binders.name } else { old.references.name };
                *data = names[(*data & !BINDER_FLAG) as usize].raw();
            } else if *kind == numbers.defined {
                *data = u32::MAX;
            }
        }
    }
}

/// Puts the old nodes around the new ones of the item, `new`; returns where these are then.
fn write_nodes(
    old: Ir<'_>,
    item: &Item,
    new: Range<usize>,
    text_by: u32,
    ir: &mut IrBuilder<'_>,
) -> Range<NodeId> {
    let (start, old_end) = (item.nodes.start.index(), item.nodes.end.index());
    let rows = old.nodes.len() - (old_end - start) + new.len();
    let around = new.start;
    let mut table = nodes::Builder::with_capacity(rows, ir.scratch());
    table.extend(old.nodes, 0..start);
    table.extend(ir.nodes.view(), new);
    let end = table.len();
    table.extend(old.nodes, old_end..old.nodes.len());

    let rows = table.view_mut();
    let (offset, place) = (item.range.start, distance(around, start));
    for text in [&mut rows.start[start..end], &mut rows.end[start..end]] {
        text.iter_mut().for_each(|at| *at += offset);
    }
    for node in &mut rows.parent[start..end] {
        let is_root = node.index() < around;
        *node = if is_root { item.parent } else { NodeId::new(node.raw().wrapping_add(place)) };
    }
    for node in &mut rows.subtree_end[start..end] {
        *node = NodeId::new(node.raw().wrapping_add(place));
    }
    if text_by != 0 {
        for text in [&mut rows.start[end..], &mut rows.end[end..]] {
            text.iter_mut().for_each(|at| *at = at.wrapping_add(text_by));
        }
    }
    let by = distance(old_end, end);
    if by != 0 {
        let from = item.nodes.end.raw();
        for node in &mut rows.parent[end..] {
            *node = NodeId::new(moved(node.raw(), from, by));
        }
        for node in &mut rows.subtree_end[end..] {
            *node = NodeId::new(node.raw().wrapping_add(by));
        }
    }
    let mut node = item.parent;
    while node.is_some() {
        rows.end[node.index()] = rows.end[node.index()].wrapping_add(text_by);
        let subtree_end = &mut rows.subtree_end[node.index()];
        *subtree_end = NodeId::new(subtree_end.raw().wrapping_add(by));
        node = rows.parent[node.index()];
    }
    ir.nodes = table;
    NodeId::from_index(start)..NodeId::from_index(end)
}

/// Puts the old comments around the new ones of the item.
fn write_comments(old: Ir<'_>, item: &Item, text_by: u32, ir: &mut IrBuilder<'_>) {
    let before = |offset: u32| old.comments.start.partition_point(|&start| start < offset);
    let (start, old_end) = (before(item.range.start), before(item.range.end));
    let rows = old.comments.len() - (old_end - start) + ir.comments.len();
    let mut table = comments::Builder::with_capacity(rows, ir.scratch());
    table.extend(old.comments, 0..start);
    table.extend(ir.comments.view(), 0..ir.comments.len());
    let end = table.len();
    table.extend(old.comments, old_end..old.comments.len());
    let rows = table.view_mut();
    for column in [rows.start, rows.end] {
        column[start..end].iter_mut().for_each(|at| *at += item.range.start);
        column[end..].iter_mut().for_each(|at| *at = at.wrapping_add(text_by));
    }
    ir.comments = table;
}
