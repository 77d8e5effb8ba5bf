//! Which part of a construct is what.
//!
//! The node table stores children in order and leaves their roles to the kind. Damaged text may
//! lack children, so every answer here is a node of the construct or the end of its subtree.

use core::ops::Range;

use super::kind::NodeKind;
use crate::ir::{Ir, NameId, NodeId, Nodes};
use crate::text::TextRange;

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

/// A literal without the characters that delimit it.
pub(super) fn content(literal: TextRange) -> TextRange {
    let start = (literal.start + 1).min(literal.end);
    TextRange::new(start, literal.end.saturating_sub(1))
}

/// The nodes that may spell a word at an offset: the innermost one that begins at or before it, and
/// the last one that begins before it.
pub(super) fn words_at(nodes: Nodes<'_>, offset: u32) -> [Option<NodeId>; 2] {
    let last = |count: usize| count.checked_sub(1).map(NodeId::from_index);
    let at = last(nodes.start.partition_point(|&start| start <= offset));
    let before = last(nodes.start.partition_point(|&start| start < offset));
    [at, before]
}

/// The outermost quote or evaluation around a name, as `@*x` around `x`; the name itself if there is
/// none.
pub(super) fn whole_name(nodes: Nodes<'_>, name: NodeId) -> NodeId {
    let is_around = |&node: &NodeId| matches!(kind(nodes, node), NodeKind::Quote | NodeKind::Eval);
    nodes.ancestors(name).take_while(is_around).last().unwrap_or(name)
}

/// The variable or string in a name, as `x` in `@*x`; the name itself if it has no such form.
pub(super) fn bare_name(nodes: Nodes<'_>, name: NodeId) -> NodeId {
    let mut node = name;
    while matches!(kind(nodes, node), NodeKind::Quote | NodeKind::Eval)
        && node.next() < nodes.subtree_end(node)
    {
        node = node.next();
    }
    node
}

/// The send, bind, contract or agent whose channel a variable or string names.
pub(super) fn channel_use(nodes: Nodes<'_>, name: NodeId) -> Option<NodeId> {
    let name = whole_name(nodes, name);
    let parent = nodes.parent(name).some()?;
    let is_first = parent.next() == name;
    match kind(nodes, parent) {
        NodeKind::Contract | NodeKind::Agent => is_first.then_some(parent),
        kind if kind.is_send() => is_first.then_some(parent),
        kind if kind.is_bind() => {
            (nodes.subtree_end(name) == nodes.subtree_end(parent)).then_some(parent)
        }
        NodeKind::ReceiveSendSource => nodes.parent(parent).some().filter(|_| is_first),
        _ => None,
    }
}

/// The channel's name in a send, bind, contract or agent.
pub(super) fn channel_name(nodes: Nodes<'_>, construct: NodeId) -> Option<NodeId> {
    let end = nodes.subtree_end(construct);
    let within = |node: NodeId| Some(node).filter(|&node| node < end);
    if !kind(nodes, construct).is_bind() {
        return within(construct.next());
    }
    let source = within(last_child(nodes, construct))?;
    match kind(nodes, source) {
        NodeKind::ReceiveSendSource => Some(source.next()).filter(|&name| name < end),
        _ => Some(source),
    }
}

/// Whether a quote is a whole part of the message that a receive, contract or agent expects: the tag
/// of a message, no channel.
pub(super) fn is_formal(nodes: Nodes<'_>, quote: NodeId) -> bool {
    let Some(parent) = nodes.parent(quote).some() else {
        return false;
    };
    match kind(nodes, parent) {
        NodeKind::Contract => parent.next() != quote,
        NodeKind::LetBind => true,
        kind if kind.is_bind() => nodes.subtree_end(quote) != nodes.subtree_end(parent),
        kind => kind.is_agent_part() && kind != NodeKind::Agent,
    }
}
