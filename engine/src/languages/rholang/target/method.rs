//! Methods of agents.
//!
//! A message to a method goes on the channel of one agent's instance, which a program gets from the
//! agent at run time. Where the text shows which agent it is, that agent's methods come first: `this`
//! and `private` in an agent, and a name that was received in reply to a message on the agent's
//! channel. Otherwise all methods of the name are candidates.

use super::message::Message;
use super::{Formals, Search, is_same};
use crate::ir::{BinderId, NodeId};
use crate::languages::rholang::channel::{Channel, role};
use crate::languages::rholang::kind::{BinderKind, EndpointRole, NodeKind};
use crate::languages::rholang::{occurrence, shape};
use crate::symbol::{Document, Goto, Role, Space, Symbol, Target};
use crate::text::TextRange;

/// Which agent a method's channel leads to.
#[derive(Clone, Copy, Debug)]
enum Agent {
    /// One whose own code sends the message.
    Around(NodeId),
    /// One on this channel, in the numbering of the message's document.
    On(Symbol),
}

/// Adds the declarations of a method for a message to it, and the messages for a declaration.
pub(super) fn add_targets(search: &mut Search<'_, '_>) {
    let site = search.site;
    let nodes = site.document.ir.nodes;
    let Some(construct) = nodes.parent(site.occurrence.node).some() else {
        return;
    };
    if site.occurrence.role == Role::Definition {
        if search.goto == Goto::Implementation {
            add_messages(search);
        } else if search.is_own {
            search.targets.push(declaration(site.document, construct, site.occurrence.range, 0));
        }
        return;
    }
    let message = Message::of(site.document, construct);
    let agent = agent_of(site.document, construct);
    let mut found = Vec::new();
    occurrence::all(search.candidate, search.symbol, &mut found);
    for occurrence in found.into_iter().filter(|found| found.role == Role::Definition) {
        let method = search.candidate.ir.nodes.parent(occurrence.node);
        let is_agent = agent.is_none_or(|agent| leads_to(search, agent, method));
        // The reply channel and the method's name are no formals.
        let arity = message.parts.len().saturating_sub(2);
        let fits = Formals::of(search.candidate, method).takes(arity);
        let tier = if is_agent { 0 } else { Target::TIER };
        let rank = tier + u32::from(!fits);
        search.targets.push(declaration(search.candidate, method, occurrence.range, rank));
    }
}

fn add_messages(search: &mut Search<'_, '_>) {
    let nodes = search.candidate.ir.nodes;
    let mut found = Vec::new();
    occurrence::all(search.candidate, search.symbol, &mut found);
    for occurrence in found.into_iter().filter(|found| found.role == Role::Read) {
        let node = nodes.parent(occurrence.node);
        let (range, name) = (nodes.range(node), occurrence.range);
        search.targets.push(Target { node, range, name, rank: 0 });
    }
}

fn declaration(document: Document<'_>, method: NodeId, name: TextRange, rank: u32) -> Target {
    Target { node: method, range: document.ir.range(method), name, rank }
}

/// The agent that a message to a method goes to, as far as the text shows it.
fn agent_of(document: Document<'_>, send: NodeId) -> Option<Agent> {
    let ir = document.ir;
    let Symbol::Binder(binder) = symbol_of_channel(document, send)? else {
        return None;
    };
    let node = ir.binders.node(binder);
    match BinderKind::of(ir.binders.kind(binder)) {
        BinderKind::Implicit => Some(Agent::Around(node)),
        BinderKind::Receive => {
            let bind =
                ir.nodes.ancestors(node).find(|&node| shape::kind(ir.nodes, node).is_bind())?;
            let source = shape::last_child(ir.nodes, bind);
            if source >= ir.nodes.subtree_end(bind) {
                return None;
            }
            match shape::kind(ir.nodes, source) {
                NodeKind::SendReceiveSource => symbol_of_channel(document, source).map(Agent::On),
                NodeKind::NameVariable => asked_by(document, ir.binder_of(source)?).map(Agent::On),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The symbol of the channel of a send, receive or agent.
fn symbol_of_channel(document: Document<'_>, construct: NodeId) -> Option<Symbol> {
    Some(occurrence::of_channel(document, construct)?.symbol)
}

/// The channel of a send whose first part is a reply channel, `agent!(*reply, ..)`.
fn asked_by(document: Document<'_>, reply: BinderId) -> Option<Symbol> {
    let ir = document.ir;
    let asks = |send: &NodeId| {
        let argument = shape::after_first_child(ir.nodes, *send);
        let name = argument.next();
        name < ir.nodes.subtree_end(*send)
            && shape::kind(ir.nodes, argument) == NodeKind::Eval
            && shape::kind(ir.nodes, name) == NodeKind::NameVariable
            && ir.binder_of(name) == Some(reply)
    };
    let sends = ir.endpoints.ids().filter(|&id| role(ir, id) == EndpointRole::Send);
    let send = sends.map(|id| ir.endpoints.node(id)).find(asks)?;
    symbol_of_channel(document, send)
}

/// Whether a method belongs to an agent.
fn leads_to(search: &Search<'_, '_>, agent: Agent, method: NodeId) -> bool {
    let candidate = search.candidate;
    let Some(around) = candidate.ir.nodes.parent(method).some() else {
        return false;
    };
    match agent {
        // `return` and `args` belong to a method, the other implicit names to the agent.
        Agent::Around(node) => {
            search.is_own && (node == around || candidate.ir.nodes.contains(around, node))
        }
        Agent::On(symbol) => {
            let Some(found) = symbol_of_channel(candidate, around) else {
                return false;
            };
            match (symbol, found) {
                (Symbol::Shared(Space::Channel, wanted), Symbol::Shared(Space::Channel, found)) => {
                    let names = search.site.document.ir.names;
                    names.text(wanted) == candidate.ir.names.text(found)
                }
                _ => {
                    is_same(search.site.document, candidate)
                        && Channel::of(candidate.ir, symbol) == Channel::of(candidate.ir, found)
                }
            }
        }
    }
}

/// The first line of an agent or of a member of one: its name or its keyword.
pub(super) fn head(document: Document<'_>, construct: NodeId) -> TextRange {
    let nodes = document.ir.nodes;
    let first = construct.next();
    let has_name = first < nodes.subtree_end(construct)
        && matches!(
            shape::kind(nodes, construct),
            NodeKind::Agent | NodeKind::AgentMethod | NodeKind::AgentPrivateMethod
        );
    if has_name {
        return nodes.range(first);
    }
    let range = nodes.range(construct);
    let word = range.of(document.text).find(|c: char| !c.is_alphanumeric());
    let length = word.and_then(|length| u32::try_from(length).ok()).unwrap_or(range.len());
    TextRange::new(range.start, range.start + length)
}
