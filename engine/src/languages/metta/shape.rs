//! Which part of an expression is what.
//!
//! Damaged text may lack children, so every answer is optional.

use super::kind::NodeKind;
use crate::ir::{Ir, NameId, NodeId, Nodes};

/// The kind of a node.
#[inline]
pub(super) fn kind(nodes: Nodes<'_>, node: NodeId) -> NodeKind {
    NodeKind::from_code(nodes.kind(node))
}

/// The first form of an expression.
#[inline]
pub(super) fn head(nodes: Nodes<'_>, expression: NodeId) -> Option<NodeId> {
    let first = expression.next();
    let has_head = kind(nodes, expression) == NodeKind::Expression
        && first < nodes.subtree_end(expression)
        && kind(nodes, first).is_form();
    has_head.then_some(first)
}

/// The name of a symbol.
#[inline]
pub(super) fn symbol(nodes: Nodes<'_>, node: NodeId) -> Option<NameId> {
    (kind(nodes, node) == NodeKind::Symbol).then(|| NameId::new(nodes.data(node)))
}

/// The name of the symbol that an expression begins with.
#[inline]
pub(super) fn head_symbol(nodes: Nodes<'_>, expression: NodeId) -> Option<NameId> {
    head(nodes, expression).and_then(|head| symbol(nodes, head))
}

/// Whether a hole stands among the forms of an expression, so that nobody knows how many they are.
pub(super) fn has_hole(nodes: Nodes<'_>, expression: NodeId) -> bool {
    nodes.children(expression).any(|child| kind(nodes, child) == NodeKind::Hole)
}

/// The forms after the head of an expression.
pub(super) fn arguments(nodes: Nodes<'_>, expression: NodeId) -> impl Iterator<Item = NodeId> {
    nodes.children(expression).skip(1).filter(move |&child| kind(nodes, child).is_form())
}

/// The form after the head at an index from 0. Behind a hole no form has a place.
pub(super) fn argument(nodes: Nodes<'_>, expression: NodeId, index: usize) -> Option<NodeId> {
    let is_known = |&child: &NodeId| kind(nodes, child) != NodeKind::Hole;
    let head = nodes.children(expression).next().filter(is_known);
    head.and_then(|_| arguments(nodes, expression).take_while(is_known).nth(index))
}

/// How many forms stand after the head of an expression.
#[inline]
pub(super) fn argument_count(nodes: Nodes<'_>, expression: NodeId) -> u32 {
    form_count(nodes, expression).saturating_sub(1)
}

/// How many forms stand after the head of a call or the like; `u32::MAX` where a hole hides it.
pub(super) fn arity(nodes: Nodes<'_>, call: NodeId) -> u32 {
    if has_hole(nodes, call) { u32::MAX } else { argument_count(nodes, call) }
}

/// How many forms an expression holds; 0 for any other node.
#[inline]
pub(super) fn form_count(nodes: Nodes<'_>, expression: NodeId) -> u32 {
    if kind(nodes, expression) == NodeKind::Expression { nodes.data(expression) } else { 0 }
}

/// The form of a top-level node: what is evaluated, or the node itself; and whether it is evaluated.
pub(super) fn top_level_form(nodes: Nodes<'_>, node: NodeId) -> (Option<NodeId>, bool) {
    match kind(nodes, node) {
        NodeKind::Evaluation => {
            let operand = node.next();
            let has_operand = operand < nodes.subtree_end(node) && kind(nodes, operand).is_form();
            (has_operand.then_some(operand), true)
        }
        NodeKind::Error | NodeKind::Missing => (None, false),
        _ => (Some(node), false),
    }
}

/// Whether a subtree holds text that does not parse, or a hole.
pub(super) fn is_partial(nodes: Nodes<'_>, node: NodeId) -> bool {
    let subtree = node.index()..nodes.subtree_end(node).index();
    let kinds = nodes.kind.get(subtree).unwrap_or(&[]);
    let [error, missing, hole] = [NodeKind::Error, NodeKind::Missing, NodeKind::Hole];
    memchr::memchr3(error.code(), missing.code(), hole.code(), kinds).is_some()
}

/// The spelling of a variable, `$` included.
pub(super) fn variable_name(ir: Ir<'_>, variable: NodeId) -> Option<NameId> {
    if kind(ir.nodes, variable) != NodeKind::Variable {
        return None;
    }
    ir.spelling_of(variable)
}

/// The pattern of `(match space pattern template)`. MeTTaTron writes the space `&self` as the two
/// words `& self`, so with four arguments the pattern is the third (`metta.md` 1.2).
pub(super) fn match_pattern(nodes: Nodes<'_>, expression: NodeId) -> Option<NodeId> {
    let index = if argument_count(nodes, expression) == 4 { 2 } else { 1 };
    argument(nodes, expression, index)
}
