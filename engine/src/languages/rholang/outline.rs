//! Outlines: contracts, agents and their members, and the names that `new` makes.
//!
//! What stands in a pattern is matched and makes nothing, so it is left out.

use super::kind::NodeKind;
use super::{channel, occurrence, shape, signature};
use crate::ir::NodeId;
use crate::symbol::{Document, OutlineItem, SymbolKind};

/// Adds the items of a document's outline.
pub(super) fn outline(document: Document<'_>, items: &mut Vec<OutlineItem>) {
    let nodes = document.ir.nodes;
    let end = NodeId::from_index(nodes.len());
    // The items around, each with the end of its subtree.
    let mut open: Vec<(NodeId, u32)> = Vec::new();
    // The patterns that begin later, the next one on top: constructs nest.
    let mut patterns: Vec<core::ops::Range<NodeId>> = Vec::new();
    let mut node = NodeId::new(0);
    while node < end {
        if let Some(pattern) = patterns.pop_if(|pattern| pattern.start <= node) {
            node = node.max(pattern.end);
            continue;
        }
        let pattern = shape::patterns(nodes, node);
        if !pattern.is_empty() {
            patterns.push(pattern);
        }
        while open.pop_if(|(end, _)| *end <= node).is_some() {}
        let parent = open.last().map(|&(_, item)| item);
        if let Some(item) = item_of(document, node, parent) {
            if item.kind != SymbolKind::Channel && item.kind != SymbolKind::SystemChannel {
                let index = u32::try_from(items.len()).unwrap_or(u32::MAX);
                open.push((nodes.subtree_end(node), index));
            }
            items.push(item);
        }
        node = node.next();
    }
}

/// The item that a node makes.
fn item_of(document: Document<'_>, node: NodeId, parent: Option<u32>) -> Option<OutlineItem> {
    use NodeKind as K;
    let (ir, nodes) = (document.ir, document.ir.nodes);
    let (kind, detail) = match shape::kind(nodes, node) {
        K::Contract => (SymbolKind::Contract, signature::brief(document, node)),
        K::Agent => {
            let constructor = shape::constructor(nodes, node);
            let detail = constructor.map(|constructor| signature::brief(document, constructor));
            (SymbolKind::Agent, detail.unwrap_or_default())
        }
        K::AgentConstructor
        | K::AgentMethod
        | K::AgentPrivateMethod
        | K::AgentDefault
        | K::AgentPrivateDefault => (SymbolKind::Method, signature::brief(document, node)),
        K::NameDeclaration => {
            let variable = node.next();
            let binder = ir.binder_of(variable).filter(|_| is_variable(document, node, variable));
            match binder.and_then(|binder| channel::uri_of(ir, binder)) {
                Some(uri) => (SymbolKind::SystemChannel, ir.names.text(uri).to_owned()),
                None => (SymbolKind::Channel, String::new()),
            }
        }
        _ => return None,
    };
    let range = nodes.range(node);
    let (name, selection) = match shape::kind(nodes, node) {
        K::AgentConstructor | K::AgentDefault | K::AgentPrivateDefault => {
            let word = signature::keyword(document, node);
            (signature::one_line(document, word), word)
        }
        K::AgentMethod | K::AgentPrivateMethod => {
            let name =
                nodes.children(node).find(|&child| shape::kind(nodes, child) == K::MethodName)?;
            (nodes.range(name).of(document.text).to_owned(), nodes.range(name))
        }
        K::NameDeclaration if !is_variable(document, node, node.next()) => return None,
        _ => {
            let channel = shape::channel_name(nodes, node)?;
            match occurrence::of_node(document, shape::bare_name(nodes, channel)) {
                Some(occurrence) if !occurrence.range.is_empty() => {
                    (occurrence.range.of(document.text).to_owned(), occurrence.range)
                }
                _ => (signature::one_line(document, nodes.range(channel)), nodes.range(channel)),
            }
        }
    };
    Some(OutlineItem { name, detail, kind, range, selection, parent })
}

/// Whether a declaration of `new` has a name.
fn is_variable(document: Document<'_>, declaration: NodeId, variable: NodeId) -> bool {
    let nodes = document.ir.nodes;
    variable < nodes.subtree_end(declaration) && shape::kind(nodes, variable).is_variable()
}
