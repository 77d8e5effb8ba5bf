//! Which part of a construct is what.
//!
//! The node table stores children in order and leaves their roles to the kind. Damaged text may
//! lack children, so every answer here is a node of the construct or the end of its subtree.

use core::ops::Range;

use super::kind::NodeKind;
use crate::ir::{Ir, NameId, NodeId, Nodes};

/// The kind of a node.
#[inline]
pub(super) fn kind(nodes: Nodes<'_>, node: NodeId) -> NodeKind {
    NodeKind::from_code(nodes.kind(node))
}

/// The kind of the node around a node; that of the program for the root.
#[inline]
pub(super) fn parent_kind(nodes: Nodes<'_>, node: NodeId) -> NodeKind {
    nodes.parent(node).some().map_or(NodeKind::Program, |parent| kind(nodes, parent))
}

/// The first child that fails the test, or the end of the node.
pub(super) fn first_child_except(
    nodes: Nodes<'_>,
    node: NodeId,
    is_passed: impl Fn(NodeKind) -> bool,
) -> NodeId {
    let child = nodes.children(node).find(|&child| !is_passed(kind(nodes, child)));
    child.unwrap_or_else(|| nodes.subtree_end(node))
}

/// The last child that parses, or the end of the node. It is the body of a contract or `for` and
/// the source of a bind.
pub(super) fn last_child(nodes: Nodes<'_>, node: NodeId) -> NodeId {
    let is_sound = |&child: &NodeId| kind(nodes, child) != NodeKind::Error;
    nodes.children(node).filter(is_sound).last().unwrap_or_else(|| nodes.subtree_end(node))
}

/// The node after the subtree of the first child, or the end of the node.
pub(super) fn after_first_child(nodes: Nodes<'_>, node: NodeId) -> NodeId {
    let first = nodes.children(node).next();
    nodes.subtree_end(first.unwrap_or(node))
}

/// The nodes of a construct that are patterns: a slice of its subtree, empty for constructs
/// without patterns.
pub(super) fn patterns(nodes: Nodes<'_>, node: NodeId) -> Range<NodeId> {
    let end = nodes.subtree_end(node);
    match kind(nodes, node) {
        NodeKind::LinearBind | NodeKind::RepeatedBind | NodeKind::PeekBind => {
            node.next()..last_child(nodes, node)
        }
        NodeKind::Contract => {
            let formals = after_first_child(nodes, node);
            formals..last_child(nodes, node).max(formals)
        }
        NodeKind::Case => node.next()..after_first_child(nodes, node),
        NodeKind::Matches => after_first_child(nodes, node)..end,
        NodeKind::LetBind | NodeKind::LetAssign => {
            let count = nodes.data(node);
            let count = if count == u32::MAX { 1 } else { count as usize };
            node.next()..nodes.children(node).nth(count).unwrap_or(end)
        }
        NodeKind::AgentConstructor
        | NodeKind::AgentMethod
        | NodeKind::AgentPrivateMethod
        | NodeKind::AgentDefault
        | NodeKind::AgentPrivateDefault => node.next()..last_child(nodes, node),
        _ => end..end,
    }
}

/// The first constructor of an agent.
pub(super) fn constructor(nodes: Nodes<'_>, agent: NodeId) -> Option<NodeId> {
    let is_constructor = |&child: &NodeId| kind(nodes, child) == NodeKind::AgentConstructor;
    nodes.children(agent).find(is_constructor)
}

/// How many parts a message has that fits the patterns in the slice, and whether more may follow.
pub(super) fn pattern_arity(nodes: Nodes<'_>, patterns: Range<NodeId>) -> (u32, bool) {
    let mut arity = 0;
    let mut has_remainder = false;
    let mut child = patterns.start;
    while child < patterns.end {
        match kind(nodes, child) {
            NodeKind::Remainder => has_remainder = true,
            NodeKind::MethodName | NodeKind::Error => {}
            _ => arity += 1,
        }
        child = nodes.subtree_end(child);
    }
    (arity, has_remainder)
}

/// The spelling of a variable.
pub(super) fn variable_name(ir: Ir<'_>, variable: NodeId) -> Option<NameId> {
    if !kind(ir.nodes, variable).is_variable() {
        return None;
    }
    ir.spelling_of(variable)
}
