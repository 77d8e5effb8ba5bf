//! Outlines: contracts, agents and their members, and the names that `new` makes.
//!
//! What stands in a pattern is matched and makes nothing, so it is left out.

use std::borrow::Cow;

use super::kind::NodeKind;
use super::{channel, occurrence, shape, signature};
use crate::ir::{NameId, NodeId};
use crate::symbol::{Document, ListedItem, OutlineItem, SymbolKind};
use crate::text::TextRange;

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

/// Adds the items of a document's outline that have one of some names.
pub(super) fn listed(document: Document<'_>, names: &[NameId], items: &mut Vec<ListedItem>) {
    let definitions = document.ir.definitions;
    for (&name, &node) in definitions.name.iter().zip(definitions.node) {
        if names.binary_search(&name).is_err() {
            continue;
        }
        if let Some((_, selection)) = name_of(document, node) {
            let (kind, _) = kind_of(document, node);
            items.push(ListedItem {
                name,
                kind,
                selection,
                container: container_of(document, node),
            });
        }
    }
}

/// How many nodes before an item are looked at for the item around it.
const CONTAINER_NODES_MAX: u32 = 1 << 14;

/// The name of the item around a node.
fn container_of(document: Document<'_>, node: NodeId) -> Option<String> {
    let nodes = document.ir.nodes;
    let first = node.raw().saturating_sub(CONTAINER_NODES_MAX);
    let around = (first..node.raw()).rev().map(NodeId::new);
    let mut around = around.filter(|&around| {
        nodes.subtree_end(around) > node && shape::kind(nodes, around) != NodeKind::NameDeclaration
    });
    around.find_map(|around| Some(name_of(document, around)?.0.into_owned()))
}

/// The item that a node makes.
fn item_of(document: Document<'_>, node: NodeId, parent: Option<u32>) -> Option<OutlineItem> {
    let (name, selection) = name_of(document, node)?;
    let (kind, detail) = kind_of(document, node);
    let range = document.ir.nodes.range(node);
    Some(OutlineItem { name: name.into_owned(), detail: detail(), kind, range, selection, parent })
}

/// What the item is that a node makes, and what gives more about it.
fn kind_of(document: Document<'_>, node: NodeId) -> (SymbolKind, impl FnOnce() -> String) {
    use NodeKind as K;
    let (ir, nodes) = (document.ir, document.ir.nodes);
    let node_kind = shape::kind(nodes, node);
    let is_name = node_kind == K::NameDeclaration;
    let binder = ir.binder_of(node.next()).filter(|_| is_name);
    let uri = binder.and_then(|binder| channel::uri_of(ir, binder));
    let kind = match node_kind {
        K::Contract => SymbolKind::Contract,
        K::Agent => SymbolKind::Agent,
        K::NameDeclaration if uri.is_some() => SymbolKind::SystemChannel,
        K::NameDeclaration => SymbolKind::Channel,
        _ => SymbolKind::Method,
    };
    let detail = move || match kind {
        SymbolKind::Agent => {
            let constructor = shape::constructor(nodes, node);
            constructor.map_or(String::new(), |constructor| signature::brief(document, constructor))
        }
        SymbolKind::Contract | SymbolKind::Method => signature::brief(document, node),
        _ => uri.map_or(String::new(), |uri| ir.names.text(uri).to_owned()),
    };
    (kind, detail)
}

/// The name of the item that a node makes, if it makes one, and where it is written.
fn name_of<'a>(document: Document<'a>, node: NodeId) -> Option<(Cow<'a, str>, TextRange)> {
    use NodeKind as K;
    let nodes = document.ir.nodes;
    let written = |range: TextRange| (Cow::Borrowed(range.of(document.text)), range);
    Some(match shape::kind(nodes, node) {
        K::AgentConstructor | K::AgentDefault | K::AgentPrivateDefault => {
            let word = signature::keyword(document, node);
            (Cow::Owned(signature::one_line(document, word)), word)
        }
        K::AgentMethod | K::AgentPrivateMethod => {
            let name =
                nodes.children(node).find(|&child| shape::kind(nodes, child) == K::MethodName)?;
            written(nodes.range(name))
        }
        K::NameDeclaration if !is_variable(document, node, node.next()) => return None,
        K::Contract | K::Agent | K::NameDeclaration => {
            let channel = shape::channel_name(nodes, node)?;
            match occurrence::of_node(document, shape::bare_name(nodes, channel)) {
                Some(occurrence) if !occurrence.range.is_empty() => written(occurrence.range),
                _ => {
                    let range = nodes.range(channel);
                    (Cow::Owned(signature::one_line(document, range)), range)
                }
            }
        }
        _ => return None,
    })
}

/// Whether a declaration of `new` has a name.
fn is_variable(document: Document<'_>, declaration: NodeId, variable: NodeId) -> bool {
    let nodes = document.ir.nodes;
    variable < nodes.subtree_end(declaration) && shape::kind(nodes, variable).is_variable()
}
