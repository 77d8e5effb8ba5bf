//! Nodes in post-order, on their way to the node table.
//!
//! A parser of infix operators learns of a node when the first child is already written, which is
//! too late for a table in pre-order. It writes each node after its children instead, together with
//! the row where the node's subtree begins, and all rows are put in order at the end.
//!
//! The place of a node in pre-order is the number of the first row of its subtree in post-order plus
//! the number of nodes around it. (Before the node come all subtrees to the left of it, which are
//! the rows before the first one of its own subtree, and the nodes around it.)

use rholang_engine_sync::{Scratch, ScratchVec};

use super::{NodeId, nodes};

/// A node after its children.
#[derive(Clone, Copy, Debug)]
pub struct PostOrderRow {
    /// The language's own kind code.
    pub kind: u8,
    /// Byte offset of the first character.
    pub start: u32,
    /// Byte offset after the last character.
    pub end: u32,
    /// The first row of the node's subtree; the node's own row if it has no children.
    pub first: u32,
    /// What the row says beyond its kind.
    pub data: u32,
}

/// Nodes in post-order.
#[derive(Debug)]
pub struct PostOrder<'s> {
    rows: ScratchVec<'s, PostOrderRow>,
}

impl<'s> PostOrder<'s> {
    /// No nodes yet, with room for `capacity` of them.
    pub fn with_capacity(capacity: usize, scratch: &'s Scratch) -> Self {
        Self { rows: scratch.vec(capacity) }
    }

    /// The number of nodes, which is also the row of the next one.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a text has fewer than 2^31 nodes")]
    pub fn len(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Whether there are no nodes yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a node whose children are the subtrees from row `first` on.
    #[inline]
    pub fn push(&mut self, row: PostOrderRow) {
        self.rows.push(row);
    }

    /// The node added last.
    #[inline]
    pub fn last_mut(&mut self) -> Option<&mut PostOrderRow> {
        self.rows.last_mut()
    }

    /// Writes all nodes to an empty table in pre-order. The last node is the root of all others.
    ///
    /// Takes time linear in the number of nodes, whatever their shape.
    pub(super) fn write(&self, table: &mut nodes::Builder<'s>) {
        let nothing = nodes::Row {
            kind: 0,
            start: 0,
            end: 0,
            parent: NodeId::NONE,
            subtree_end: NodeId::NONE,
            data: u32::MAX,
        };
        let rows = self.rows.len();
        table.resize(rows, nothing);
        // Slices of one length, so that one test of a place serves for all columns.
        let nodes::ViewMut { kind, start, end, parent: parents, subtree_end, data } =
            table.view_mut();
        let (kind, start, end) = (&mut kind[..rows], &mut start[..rows], &mut end[..rows]);
        let (parents, data) = (&mut parents[..rows], &mut data[..rows]);
        let subtree_end = &mut subtree_end[..rows];
        // The node around the row at hand, the first row of its subtree, and how many there are.
        let (mut parent, mut parent_first, mut depth) = (NodeId::NONE, 0, 0);
        for (row, node) in self.rows.iter().enumerate().rev() {
            while depth > 0 && row < parent_first {
                parent = parents[parent.index()];
                depth -= 1;
                // A node's place is the first row of its subtree plus its depth.
                parent_first = if depth > 0 { parent.index() + 1 - depth } else { 0 };
            }
            let first = node.first as usize;
            let place = first + depth;
            kind[place] = node.kind;
            start[place] = node.start;
            end[place] = node.end;
            data[place] = node.data;
            parents[place] = parent;
            subtree_end[place] = NodeId::from_index(place + row + 1 - first);
            if first < row {
                parent = NodeId::from_index(place);
                parent_first = first;
                depth += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::IrBuilder;
    use proptest::prelude::*;

    /// A tree as brackets: true opens a node, false closes the innermost one. Nodes are told apart by
    /// where they begin.
    fn tree(brackets: &[bool]) -> Vec<bool> {
        let mut tree = vec![true];
        let mut depth = 1;
        for &opens in brackets {
            if opens || depth > 1 {
                tree.push(opens);
                depth = if opens { depth + 1 } else { depth - 1 };
            }
        }
        tree.extend(vec![false; depth]);
        tree
    }

    proptest! {
        #[test]
        fn post_order_becomes_pre_order(brackets in prop::collection::vec(any::<bool>(), 0..200)) {
            let tree = tree(&brackets);
            let scratch = Scratch::new();
            let mut expected = IrBuilder::new(0, 0, &scratch);
            let mut rows = PostOrder::with_capacity(0, &scratch);
            let mut open = Vec::new();
            for (at, &opens) in (0_u32..).zip(&tree) {
                if opens {
                    expected.open(7, at, at + 1);
                    open.push((at, rows.len()));
                } else {
                    expected.close();
                    let (start, first) = open.pop().expect("brackets are balanced");
                    let row = PostOrderRow { kind: 7, start, end: start + 1, first, data: u32::MAX };
                    rows.push(row);
                }
            }
            let mut written = IrBuilder::new(0, 0, &scratch);
            written.write_post_order(&rows);
            let (expected, written) = (expected.view().nodes, written.view().nodes);
            prop_assert_eq!(expected.len(), written.len());
            for node in expected.ids() {
                prop_assert_eq!(expected.row(node), written.row(node));
            }
        }
    }
}
