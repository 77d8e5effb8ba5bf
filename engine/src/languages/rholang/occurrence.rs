//! Where symbols occur.
//!
//! A symbol is a lexical binder, an unbound name, a quoted channel, a URI or a method of an agent. The
//! tables of references and binders say what a variable stands for; the other three carry their name
//! in the node. A channel that is a quoted term with variables counts as an unbound name of its
//! document. Methods are known by their spelling alone: which agent a channel leads to is only
//! known while a program runs.

use memchr::memchr_iter;

use super::channel::term;
use super::kind::{BINDER_FLAG, NodeKind};
use super::shape;
use crate::ir::{NameId, NodeId};
use crate::symbol::{Document, Occurrence, Role, Space, Symbol};

/// The occurrence that covers the character at an offset, or ends there.
pub(super) fn at(document: Document<'_>, offset: u32) -> Option<Occurrence> {
    shape::words_at(document.ir.nodes, offset).into_iter().flatten().find_map(|node| {
        let occurrence = of_node(document, node)?;
        let range = occurrence.range;
        (range.start <= offset && offset <= range.end).then_some(occurrence)
    })
}

/// The occurrence that a node spells.
pub(super) fn of_node(document: Document<'_>, node: NodeId) -> Option<Occurrence> {
    let (ir, nodes) = (document.ir, document.ir.nodes);
    let kind = shape::kind(nodes, node);
    let whole = ir.range(node);
    let name = || NameId::new(nodes.data(node)).some();
    let (range, symbol, role) = match kind {
        NodeKind::NameVariable | NodeKind::ProcessVariable => {
            let symbol = match ir.binder_of(node) {
                Some(binder) => Symbol::Binder(binder),
                None => Symbol::Unbound(ir.spelling_of(node)?),
            };
            let is_binder = nodes.data(node) & BINDER_FLAG != 0
                || shape::parent_kind(nodes, node) == NodeKind::NameDeclaration;
            let role = if is_binder { Role::Declaration } else { channel_role(document, node) };
            (whole, symbol, role)
        }
        NodeKind::String => {
            let symbol = Symbol::Shared(Space::Channel, name()?);
            let quote = nodes.parent(node).some()?;
            if shape::is_formal(nodes, quote) {
                return None;
            }
            (shape::content(whole), symbol, channel_role(document, node))
        }
        NodeKind::Quote => {
            let name = name()?;
            let is_local = term::is_local(ir.names.text(name));
            let symbol =
                if is_local { Symbol::Unbound(name) } else { Symbol::Shared(Space::Channel, name) };
            (whole, symbol, channel_role(document, node))
        }
        NodeKind::Uri => {
            let is_declared = shape::parent_kind(nodes, node) == NodeKind::NameDeclaration;
            let role = if is_declared { Role::Declaration } else { Role::Read };
            (shape::content(whole), Symbol::Shared(Space::Uri, name()?), role)
        }
        NodeKind::MethodName => {
            let role = match shape::parent_kind(nodes, node) {
                NodeKind::AgentMethod | NodeKind::AgentPrivateMethod => Role::Definition,
                NodeKind::MethodSend | NodeKind::MethodSendThen | NodeKind::MethodSource => {
                    Role::Read
                }
                // A method of a value is no one's to define.
                _ => return None,
            };
            (whole, Symbol::Shared(Space::Method, name()?), role)
        }
        _ => return None,
    };
    Some(Occurrence { node, range, symbol, role })
}

/// The occurrence of the channel in a send, bind, contract or agent.
pub(super) fn of_channel(document: Document<'_>, construct: NodeId) -> Option<Occurrence> {
    let nodes = document.ir.nodes;
    let channel = shape::channel_name(nodes, construct)?;
    let bare = of_node(document, shape::bare_name(nodes, channel));
    bare.or_else(|| of_node(document, channel))
}

/// What happens to a channel where its name stands.
fn channel_role(document: Document<'_>, name: NodeId) -> Role {
    let nodes = document.ir.nodes;
    let Some(construct) = shape::channel_use(nodes, name) else {
        return Role::Read;
    };
    match shape::kind(nodes, construct) {
        NodeKind::Contract | NodeKind::Agent => Role::Definition,
        kind if kind.is_bind() => Role::Write,
        _ => Role::Read,
    }
}

/// The occurrences whose nodes are of a kind and carry a name, in order of the text.
fn of_name(
    document: Document<'_>,
    kind: NodeKind,
    name: NameId,
) -> impl Iterator<Item = Occurrence> {
    let nodes = document.ir.nodes;
    memchr_iter(kind.code(), nodes.kind)
        .map(NodeId::from_index)
        .filter(move |&node| nodes.data(node) == name.raw())
        .filter_map(move |node| of_node(document, node))
}

/// Adds all occurrences of a symbol, in order of the text.
pub(super) fn all(document: Document<'_>, symbol: Symbol, found: &mut Vec<Occurrence>) {
    let ir = document.ir;
    let first = found.len();
    match symbol {
        Symbol::Binder(binder) => {
            if binder.index() >= ir.binders.len() {
                return;
            }
            found.extend(of_node(document, ir.binders.node(binder)));
            let references = ir.references.ids();
            let references = references.filter(|&id| ir.references.binder(id) == binder);
            found.extend(references.filter_map(|id| of_node(document, ir.references.node(id))));
        }
        Symbol::Unbound(name) => {
            let is_unbound =
                |&id: &_| ir.references.binder(id).is_none() && ir.references.name(id) == name;
            let references = ir.references.ids().filter(is_unbound);
            found.extend(references.filter_map(|id| of_node(document, ir.references.node(id))));
            if term::is_local(ir.names.text(name)) {
                found.extend(of_name(document, NodeKind::Quote, name));
            }
        }
        Symbol::Shared(space, name) => {
            let kind = match space {
                Space::Channel if term::is_term(ir.names.text(name)) => NodeKind::Quote,
                Space::Channel => NodeKind::String,
                Space::Uri => NodeKind::Uri,
                Space::Method => NodeKind::MethodName,
                Space::Atom | Space::Module => return,
            };
            found.extend(of_name(document, kind, name));
            return;
        }
    }
    // The walk that resolves names visits an agent's constructor before the members above it.
    found[first..].sort_by_key(|occurrence| occurrence.range);
}
