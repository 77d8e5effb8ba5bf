//! Channels: what a name denotes, and who sends and receives on it.

pub(super) mod term;

use super::kind::{BinderKind, ChannelKind, EndpointRole, NodeKind};
use super::shape;
use crate::ir::{BinderId, EndpointId, Ir, NameId, NodeId};
use crate::symbol::{Space, Symbol};

/// How the table of endpoints identifies the channel of a name, and its identity there. `@*x` is `x`.
pub(super) fn identify(ir: Ir<'_>, name: NodeId) -> (ChannelKind, u32) {
    const COMPUTED: (ChannelKind, u32) = (ChannelKind::Computed, u32::MAX);
    if name.index() >= ir.nodes.len() {
        return COMPUTED;
    }
    let node = shape::bare_name(ir.nodes, name);
    match shape::kind(ir.nodes, node) {
        NodeKind::NameVariable => {}
        NodeKind::String if ir.nodes.data(node) != u32::MAX => {
            return (ChannelKind::Quoted, ir.nodes.data(node));
        }
        _ => return COMPUTED,
    }
    match ir.binder_of(node) {
        None => COMPUTED,
        Some(binder) => match uri_of(ir, binder) {
            Some(uri) => (ChannelKind::Uri, uri.raw()),
            None => (ChannelKind::Binder, binder.raw()),
        },
    }
}

/// The URI that `new` binds a name to.
pub(super) fn uri_of(ir: Ir<'_>, binder: BinderId) -> Option<NameId> {
    if BinderKind::of(ir.binders.kind(binder)) != BinderKind::NewUri {
        return None;
    }
    let uri = ir.binders.node(binder).next();
    let is_uri = uri.index() < ir.nodes.len() && shape::kind(ir.nodes, uri) == NodeKind::Uri;
    is_uri.then(|| NameId::new(ir.nodes.data(uri)))
}

/// A channel of one document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Channel {
    /// One that the table of endpoints identifies.
    Known(ChannelKind, u32),
    /// An identifier that nothing binds.
    Unbound(NameId),
}

impl Channel {
    /// The channel that a symbol stands for; none for methods.
    pub(super) fn of(ir: Ir<'_>, symbol: Symbol) -> Option<Self> {
        Some(match symbol {
            Symbol::Binder(binder) => match uri_of(ir, binder) {
                Some(uri) => Self::Known(ChannelKind::Uri, uri.raw()),
                None => Self::Known(ChannelKind::Binder, binder.raw()),
            },
            Symbol::Unbound(name) if term::is_local(ir.names.text(name)) => {
                Self::Known(ChannelKind::Term, name.raw())
            }
            Symbol::Unbound(name) => Self::Unbound(name),
            Symbol::Shared(Space::Channel, name) if term::is_term(ir.names.text(name)) => {
                Self::Known(ChannelKind::Term, name.raw())
            }
            Symbol::Shared(Space::Channel, name) => Self::Known(ChannelKind::Quoted, name.raw()),
            Symbol::Shared(Space::Uri, name) => Self::Known(ChannelKind::Uri, name.raw()),
            Symbol::Shared(Space::Method | Space::Atom | Space::Module, _) => return None,
        })
    }

    /// The sends, receives and contracts on the channel, in order of the text.
    pub(super) fn endpoints(self, ir: Ir<'_>) -> impl Iterator<Item = EndpointId> {
        ir.endpoints.ids().filter(move |&endpoint| match self {
            Self::Known(kind, channel) => {
                ir.endpoints.channel(endpoint) == channel
                    && ir.endpoints.channel_kind(endpoint) == kind.code()
            }
            Self::Unbound(name) => {
                ir.endpoints.channel_kind(endpoint) == ChannelKind::Computed.code()
                    && names_unbound(ir, ir.endpoints.node(endpoint), name)
            }
        })
    }

    /// The constructs that receive on the channel, contracts among them.
    pub(super) fn receivers(self, ir: Ir<'_>) -> impl Iterator<Item = NodeId> {
        let receives = move |&endpoint: &EndpointId| !role(ir, endpoint).is_send();
        self.endpoints(ir).filter(receives).map(move |endpoint| ir.endpoints.node(endpoint))
    }

    /// The sends on the channel.
    pub(super) fn senders(self, ir: Ir<'_>) -> impl Iterator<Item = NodeId> {
        let sends = move |&endpoint: &EndpointId| role(ir, endpoint).is_send();
        self.endpoints(ir).filter(sends).map(move |endpoint| ir.endpoints.node(endpoint))
    }
}

/// What an endpoint does.
pub(super) fn role(ir: Ir<'_>, endpoint: EndpointId) -> EndpointRole {
    EndpointRole::from_code(ir.endpoints.role(endpoint))
}

/// Whether the channel of a send, bind or contract is an identifier of this spelling that nothing
/// binds.
fn names_unbound(ir: Ir<'_>, construct: NodeId, name: NameId) -> bool {
    let Some(channel) = shape::channel_name(ir.nodes, construct) else {
        return false;
    };
    let channel = shape::bare_name(ir.nodes, channel);
    shape::kind(ir.nodes, channel) == NodeKind::NameVariable
        && ir.binder_of(channel).is_none()
        && ir.spelling_of(channel) == Some(name)
}
