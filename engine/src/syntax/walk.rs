//! Visiting a syntax tree without recursion.

use tree_sitter::Node;

/// What [`walk`] calls for the nodes of a tree.
pub trait TreeVisitor {
    /// What the visitor remembers about a node while its children are visited.
    type Frame;

    /// Visits a node before its children. `parent` is the frame of the node around it.
    ///
    /// Returns the frame for this node's children, or nothing to pass over them; then `leave` is
    /// not called for the node.
    fn enter(&mut self, node: Node<'_>, parent: Option<&mut Self::Frame>) -> Option<Self::Frame>;

    /// Visits a node after its children.
    fn leave(&mut self, node: Node<'_>, frame: Self::Frame);
}

/// From how many children on a node counts as wide.
///
/// Tree-sitter balances the long lists of a grammar's rules, so that a child is found by its number
/// in logarithmic time. Comments and the children of errors are plain lists, where that takes linear
/// time.
const WIDE_CHILDREN_MIN: u32 = 64;

/// The children of a node of a syntax tree, one after the other.
#[derive(Debug)]
pub struct TreeChildren<'t> {
    node: Node<'t>,
    next: u32,
    end: u32,
    /// All children of a wide node.
    wide: Vec<Node<'t>>,
}

impl<'t> TreeChildren<'t> {
    /// All children of a node.
    pub fn new(node: Node<'t>) -> Self {
        Self::within(node, 0)
    }

    /// The children of a node without as many of them at either end.
    pub fn within(node: Node<'t>, ends: u32) -> Self {
        let count = node.child_count();
        let wide = if count >= WIDE_CHILDREN_MIN {
            node.children(&mut node.walk()).collect()
        } else {
            Vec::new()
        };
        Self { node, next: ends, end: count.saturating_sub(ends), wide }
    }
}

impl<'t> Iterator for TreeChildren<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        while self.next < self.end {
            let index = self.next;
            self.next += 1;
            let child = match self.wide.get(index as usize) {
                Some(&child) => Some(child),
                None => self.node.child(index),
            };
            if child.is_some() {
                return child;
            }
        }
        None
    }
}

/// A node whose children are being visited.
struct Visit<'t, Frame> {
    node: Node<'t>,
    children: TreeChildren<'t>,
    frame: Frame,
}

impl<'t, Frame> Visit<'t, Frame> {
    fn new(node: Node<'t>, frame: Frame) -> Self {
        Self { node, children: TreeChildren::new(node), frame }
    }
}

/// Visits all nodes below and including `root` in order of the text.
///
/// The visit keeps its own stack, so deep nesting costs heap memory and never overflows the call
/// stack. It asks for children by number, which was measured at half the cost of a tree cursor.
pub fn walk<V: TreeVisitor>(root: Node<'_>, visitor: &mut V) {
    let mut stack: Vec<Visit<'_, V::Frame>> = Vec::new();
    if let Some(frame) = visitor.enter(root, None) {
        stack.push(Visit::new(root, frame));
    }
    while let Some(visit) = stack.last_mut() {
        if let Some(node) = visit.children.next() {
            if let Some(frame) = visitor.enter(node, Some(&mut visit.frame)) {
                stack.push(Visit::new(node, frame));
            }
        } else if let Some(visit) = stack.pop() {
            visitor.leave(visit.node, visit.frame);
        }
    }
}
