//! Endpoints and definitions.
//!
//! Code that stands in a pattern is matched, not run, so it yields neither. Code that is sent or
//! quoted may run elsewhere or never; its endpoints are marked.

use core::ops::Range;

use super::kind::{ChannelKind, DefinitionKind, EndpointRole, NodeKind};
use super::{channel, shape};
use crate::ir::{IrBuilder, NameId, NodeId, Nodes, definitions, endpoints};

/// Writes endpoints and definitions of a part of a file that runs.
pub(super) fn define(text: &str, ir: &mut IrBuilder<'_>, part: Range<NodeId>) {
    // Regions that begin later, the next one on top: constructs nest.
    let mut upcoming: Vec<Region> = Vec::new();
    let mut data_end = NodeId::new(0);
    let mut node = part.start;
    while node < part.end {
        if let Some(region) = upcoming.pop_if(|region| region.nodes.start <= node) {
            if region.is_pattern {
                node = node.max(region.nodes.end);
            } else {
                data_end = data_end.max(region.nodes.end);
            }
            continue;
        }
        if let Some(region) = region_in(ir.nodes.view(), node) {
            upcoming.push(region);
        }
        define_node(text, ir, node, node < data_end);
        node = node.next();
    }
}

/// A part of a construct that does not run with it.
struct Region {
    nodes: Range<NodeId>,
    /// Whether the part is matched; otherwise it is sent or quoted.
    is_pattern: bool,
}

fn region_in(nodes: Nodes<'_>, node: NodeId) -> Option<Region> {
    let pattern = shape::patterns(nodes, node);
    if !pattern.is_empty() {
        return Some(Region { nodes: pattern, is_pattern: true });
    }
    let end = nodes.subtree_end(node);
    let data = match shape::kind(nodes, node) {
        NodeKind::Quote => node.next()..end,
        NodeKind::Send
        | NodeKind::PersistentSend
        | NodeKind::SyncSend
        | NodeKind::MethodSend
        | NodeKind::SendReceiveSource
        | NodeKind::MethodSource => shape::after_first_child(nodes, node)..end,
        // The last child is the process that follows.
        NodeKind::SyncSendThen | NodeKind::MethodSendThen => {
            let then = shape::last_child(nodes, node);
            shape::after_first_child(nodes, node).min(then)..then
        }
        _ => return None,
    };
    (!data.is_empty()).then_some(Region { nodes: data, is_pattern: false })
}

fn define_node(text: &str, ir: &mut IrBuilder<'_>, node: NodeId, is_data: bool) {
    let first = ir.endpoints.len();
    use NodeKind as K;
    let nodes = ir.nodes.view();
    // Most nodes are none of these, so only their children are counted.
    let children = || u32::try_from(nodes.children(node).count()).unwrap_or(u32::MAX);
    let parts = |others: u32| children().saturating_sub(others);
    match shape::kind(nodes, node) {
        K::Send => add_send(text, ir, node, EndpointRole::Send, parts(1)),
        K::PersistentSend => add_send(text, ir, node, EndpointRole::PersistentSend, parts(1)),
        // The reply channel comes first in the message of a synchronous send.
        K::SyncSend | K::SendReceiveSource => {
            add_send(text, ir, node, EndpointRole::SyncSend, parts(1) + 1);
        }
        K::SyncSendThen => add_send(text, ir, node, EndpointRole::SyncSend, parts(2) + 1),
        // Then comes the method's name.
        K::MethodSend | K::MethodSource => {
            add_send(text, ir, node, EndpointRole::MethodSend, parts(2) + 2);
        }
        K::MethodSendThen => add_send(text, ir, node, EndpointRole::MethodSend, parts(3) + 2),
        K::LinearBind => {
            add_receive(text, ir, node, EndpointRole::Receive);
        }
        K::RepeatedBind => {
            add_receive(text, ir, node, EndpointRole::RepeatedReceive);
        }
        K::PeekBind => {
            add_receive(text, ir, node, EndpointRole::Peek);
        }
        K::Contract => {
            let arity = add_receive(text, ir, node, EndpointRole::Contract);
            add_definition(ir, node, DefinitionKind::Contract, arity);
        }
        K::Agent => add_agent(text, ir, node),
        K::NameDeclaration if children() > 1 => add_uri(ir, node),
        _ => {}
    }
    if is_data {
        ir.endpoints.view_mut().is_data[first..].fill(1);
    }
}

fn add_send(text: &str, ir: &mut IrBuilder<'_>, node: NodeId, role: EndpointRole, arity: u32) {
    let nodes = ir.nodes.view();
    let first_part = shape::after_first_child(nodes, node);
    let is_plain = matches!(role, EndpointRole::Send | EndpointRole::PersistentSend);
    let has_head = is_plain
        && first_part < nodes.subtree_end(node)
        && shape::kind(nodes, first_part) == NodeKind::String;
    let head = if has_head { intern_string(text, ir, first_part) } else { NameId::NONE };
    add_endpoint(text, ir, node, role, node.next(), (arity, false), head);
}

/// Adds a receive and returns its arity.
fn add_receive(text: &str, ir: &mut IrBuilder<'_>, node: NodeId, role: EndpointRole) -> u32 {
    let nodes = ir.nodes.view();
    let patterns = shape::patterns(nodes, node);
    let (mut arity, has_remainder) = shape::pattern_arity(nodes, patterns.clone());
    let mut head = NameId::NONE;
    let quoted = patterns.start.next();
    if quoted < patterns.end
        && shape::kind(nodes, patterns.start) == NodeKind::Quote
        && shape::kind(nodes, quoted) == NodeKind::String
    {
        head = NameId::new(nodes.data(quoted));
    }
    let mut channel = if role == EndpointRole::Contract { node.next() } else { patterns.end };
    if channel < nodes.subtree_end(node) {
        match shape::kind(nodes, channel) {
            // The reply channel comes last in a message that is answered on receipt.
            NodeKind::ReceiveSendSource => {
                arity += 1;
                channel = channel.next();
            }
            // What comes back from a call arrives on a fresh channel.
            NodeKind::SendReceiveSource | NodeKind::MethodSource => return arity,
            _ => {}
        }
    }
    add_endpoint(text, ir, node, role, channel, (arity, has_remainder), head);
    arity
}

fn add_agent(text: &str, ir: &mut IrBuilder<'_>, node: NodeId) {
    let nodes = ir.nodes.view();
    let formals = match shape::constructor(nodes, node) {
        Some(constructor) => shape::pattern_arity(nodes, shape::patterns(nodes, constructor)),
        None => (0, true),
    };
    let (arity, has_remainder) = (formals.0 + 1, formals.1);
    let role = EndpointRole::Agent;
    add_endpoint(text, ir, node, role, node.next(), (arity, has_remainder), NameId::NONE);
    add_definition(ir, node, DefinitionKind::Agent, arity);
    let nodes = ir.nodes.view();
    let end = nodes.subtree_end(node);
    let mut member = shape::after_first_child(nodes, node);
    while member < end {
        let nodes = ir.nodes.view();
        let name_node = member.next();
        let is_method = matches!(
            shape::kind(nodes, member),
            NodeKind::AgentMethod | NodeKind::AgentPrivateMethod
        );
        let next = nodes.subtree_end(member);
        if is_method && name_node < next && shape::kind(nodes, name_node) == NodeKind::MethodName {
            let (arity, _) = shape::pattern_arity(nodes, shape::patterns(nodes, member));
            let name = NameId::new(nodes.data(name_node));
            let kind = DefinitionKind::Method.code();
            ir.definitions.push(definitions::Row { kind, name, node: member, name_node, arity });
        }
        member = next;
    }
}

fn add_uri(ir: &mut IrBuilder<'_>, node: NodeId) {
    let name_node = node.next();
    if let Some(name) = shape::variable_name(ir.view(), name_node) {
        let kind = DefinitionKind::Uri.code();
        ir.definitions.push(definitions::Row { kind, name, node, name_node, arity: u32::MAX });
    }
}

/// Adds a contract or agent under the name of its channel, if that is an identifier or a string.
fn add_definition(ir: &mut IrBuilder<'_>, node: NodeId, kind: DefinitionKind, arity: u32) {
    let name_node = node.next();
    let nodes = ir.nodes.view();
    if name_node >= nodes.subtree_end(node) {
        return;
    }
    let name = match shape::kind(nodes, name_node) {
        NodeKind::NameVariable => shape::variable_name(ir.view(), name_node),
        NodeKind::Quote if shape::kind(nodes, name_node.next()) == NodeKind::String => {
            NameId::new(nodes.data(name_node.next())).some()
        }
        _ => None,
    };
    if let Some(name) = name {
        let kind = kind.code();
        ir.definitions.push(definitions::Row { kind, name, node, name_node, arity });
    }
}

fn add_endpoint(
    text: &str,
    ir: &mut IrBuilder<'_>,
    node: NodeId,
    role: EndpointRole,
    channel: NodeId,
    (arity, has_remainder): (u32, bool),
    head: NameId,
) {
    let (channel_kind, channel) = match channel::identify(ir.view(), channel) {
        (ChannelKind::Computed, none) => identify_term(text, ir, channel, none),
        known => known,
    };
    ir.endpoints.push(endpoints::Row {
        node,
        role: role.code(),
        channel_kind: channel_kind.code(),
        channel,
        arity,
        has_remainder: u8::from(has_remainder),
        is_data: 0,
        head,
    });
}

/// Identifies a channel that is a quoted term, and notes its name in the quote.
fn identify_term(
    text: &str,
    ir: &mut IrBuilder<'_>,
    channel: NodeId,
    none: u32,
) -> (ChannelKind, u32) {
    if channel.index() >= ir.nodes.len() {
        return (ChannelKind::Computed, none);
    }
    match channel::term::canonical(text, ir.view(), channel) {
        Some(spelling) => {
            let name = ir.intern(&spelling);
            ir.set_data(channel, name.raw());
            (ChannelKind::Term, name.raw())
        }
        None => (ChannelKind::Computed, none),
    }
}

/// The content of a string literal as a name. Escapes stay as they are written: the node does not
/// decode them either.
fn intern_string(text: &str, ir: &mut IrBuilder<'_>, string: NodeId) -> NameId {
    let quoted = ir.nodes.view().range(string).of(text);
    ir.intern(quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or(""))
}
