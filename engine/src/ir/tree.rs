//! Moving about in the node table.

use core::ops::Range;

use super::{NodeId, Nodes};
use crate::text::TextRange;

impl<'a> Nodes<'a> {
    /// The root, if the file has any node.
    pub fn root(&self) -> Option<NodeId> {
        if self.is_empty() { None } else { Some(NodeId::new(0)) }
    }

    /// The direct children of a node, in order.
    #[inline]
    pub fn children(&self, node: NodeId) -> Children<'a> {
        self.siblings(node.next()..self.subtree_end(node))
    }

    /// The first nodes of subtrees that lie side by side, in order.
    #[inline]
    pub fn siblings(&self, subtrees: Range<NodeId>) -> Children<'a> {
        Children { nodes: *self, next: subtrees.start, end: subtrees.end }
    }

    /// The nodes that enclose a node, innermost first, the node itself excluded.
    #[inline]
    pub fn ancestors(&self, node: NodeId) -> Ancestors<'a> {
        Ancestors { nodes: *self, node }
    }

    /// Whether the subtree of `outer` holds `inner`.
    #[inline]
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.subtree_end(outer)
    }

    /// The bytes of the text that a node covers.
    #[inline]
    pub fn range(&self, node: NodeId) -> TextRange {
        TextRange::new(self.start(node), self.end(node))
    }

    /// The innermost node that covers the character at byte `offset`; a node also covers the
    /// place right after its last character.
    ///
    /// Takes time logarithmic in the number of nodes plus linear in the depth.
    pub fn innermost_at(&self, offset: u32) -> Option<NodeId> {
        // Nodes start in ascending order, so the last one that starts at or before the offset is
        // the innermost candidate; what covers the offset is that node or one around it.
        let after = self.start.partition_point(|&start| start <= offset);
        let last = NodeId::from_index(after.checked_sub(1)?);
        core::iter::once(last).chain(self.ancestors(last)).find(|&node| offset <= self.end(node))
    }
}

/// The direct children of a node, or others side by side.
#[derive(Clone, Debug)]
pub struct Children<'a> {
    nodes: Nodes<'a>,
    next: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let child = self.next;
        self.next = self.nodes.subtree_end(child);
        Some(child)
    }
}

/// The rows of a table that belong to some subtrees side by side, which follow each other; `column` says to
/// which node each row belongs.
pub fn rows_of(column: &[NodeId], nodes: &Range<NodeId>) -> Range<usize> {
    let before = |end: NodeId| column.partition_point(|&node| node < end);
    before(nodes.start)..before(nodes.end)
}

/// The nodes around a node, innermost first.
#[derive(Clone, Debug)]
pub struct Ancestors<'a> {
    nodes: Nodes<'a>,
    node: NodeId,
}

impl Iterator for Ancestors<'_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        self.node = self.nodes.parent(self.node);
        self.node.some()
    }
}
