//! Which channels there are, and which channel a place speaks of.

use rustc_hash::FxHashMap;

use crate::ir::{BinderId, EndpointId, Ir, NameId, NodeId};
use crate::languages::rholang::kind::{BinderKind, ChannelKind, NodeKind};
use crate::languages::rholang::shape;
use crate::region::{EmbeddedSettings, LanguageTag};

/// A channel: a name that `new` makes, a URI, a quoted string, or the channel on which a call is
/// answered; also what stands for a channel that is not known, such as a formal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Channel(pub(super) u32);

/// What an endpoint or expression names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Naming {
    /// A channel.
    Known(Channel),
    /// A variable, which may stand for channels.
    Variable(BinderId),
    /// Something computed.
    Computed,
}

/// A channel that has a text: its URI or the string that is quoted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct ChannelText<'t> {
    pub(super) is_uri: bool,
    pub(super) text: &'t str,
}

/// The channels of a file. Those of binders come first and have the binders' numbers.
pub(super) struct Channels<'a> {
    text: &'a str,
    ir: Ir<'a>,
    settings: &'a EmbeddedSettings,
    /// The texts of the channels after those of the binders; none for anonymous ones.
    texts: Vec<Option<ChannelText<'a>>>,
    by_text: FxHashMap<ChannelText<'a>, Channel>,
    by_name: FxHashMap<(bool, NameId), Channel>,
}

impl<'a> Channels<'a> {
    pub(super) fn new(text: &'a str, ir: Ir<'a>, settings: &'a EmbeddedSettings) -> Self {
        Self {
            text,
            ir,
            settings,
            texts: Vec::new(),
            by_text: FxHashMap::default(),
            by_name: FxHashMap::default(),
        }
    }

    /// A channel that no other place names.
    pub(super) fn anonymous(&mut self) -> Channel {
        self.add(None)
    }

    fn add(&mut self, text: Option<ChannelText<'a>>) -> Channel {
        let index = self.ir.binders.len() + self.texts.len();
        self.texts.push(text);
        Channel(u32::try_from(index).unwrap_or(u32::MAX))
    }

    fn of_text(&mut self, text: ChannelText<'a>) -> Channel {
        if let Some(&channel) = self.by_text.get(&text) {
            return channel;
        }
        let channel = self.add(Some(text));
        self.by_text.insert(text, channel);
        channel
    }

    fn of_name(&mut self, is_uri: bool, name: NameId) -> Channel {
        if let Some(&channel) = self.by_name.get(&(is_uri, name)) {
            return channel;
        }
        let text = ChannelText { is_uri, text: self.ir.names.text(name) };
        let channel = self.of_text(text);
        self.by_name.insert((is_uri, name), channel);
        channel
    }

    /// The channel that a quoted string names.
    pub(super) fn of_string(&mut self, string: NodeId) -> Channel {
        let text = string_content(self.text, self.ir, string);
        self.of_text(ChannelText { is_uri: false, text })
    }

    /// What a binder is from the start: the channel that `new` makes or binds; a variable otherwise.
    pub(super) fn of_binder(&mut self, binder: BinderId) -> Naming {
        let row = self.ir.binders.row(binder);
        match BinderKind::of(row.kind) {
            BinderKind::New => Naming::Known(Channel(binder.raw())),
            BinderKind::NewUri => match uri_of(self.ir, binder) {
                Some(uri) => Naming::Known(self.of_name(true, uri)),
                None => Naming::Known(Channel(binder.raw())),
            },
            _ => Naming::Variable(binder),
        }
    }

    /// What an endpoint sends to or receives from.
    pub(super) fn of_endpoint(&mut self, endpoint: EndpointId, name: Option<NodeId>) -> Naming {
        let channel = self.ir.endpoints.channel(endpoint);
        match ChannelKind::from_code(self.ir.endpoints.channel_kind(endpoint)) {
            ChannelKind::Quoted => Naming::Known(self.of_name(false, NameId::new(channel))),
            ChannelKind::Uri => Naming::Known(self.of_name(true, NameId::new(channel))),
            ChannelKind::Binder => self.of_binder(BinderId::new(channel)),
            ChannelKind::Computed | ChannelKind::Term => {
                name.map_or(Naming::Computed, |name| self.of_node(name))
            }
        }
    }

    /// What a name or process stands for, seen through `@`, `*` and bundles.
    fn of_node(&mut self, node: NodeId) -> Naming {
        let nodes = self.ir.nodes;
        let inner = innermost(self.ir, node);
        match shape::kind(nodes, inner) {
            NodeKind::NameVariable | NodeKind::ProcessVariable => {
                let binder = self.ir.binder_of(inner);
                binder.map_or(Naming::Computed, |binder| self.of_binder(binder))
            }
            NodeKind::String => Naming::Known(self.of_string(inner)),
            _ => Naming::Computed,
        }
    }

    /// The text of a channel that has one.
    pub(super) fn text(&self, channel: Channel) -> Option<ChannelText<'a>> {
        let index = (channel.0 as usize).checked_sub(self.ir.binders.len())?;
        self.texts.get(index).copied().flatten()
    }

    /// The language of the programs that a channel takes.
    pub(super) fn language(&self, channel: Channel) -> Option<LanguageTag> {
        self.text(channel).and_then(|text| self.settings.channel(text.text))
    }
}

/// The URI that `new` binds to a name.
fn uri_of(ir: Ir<'_>, binder: BinderId) -> Option<NameId> {
    let uri = ir.binders.node(binder).next();
    let is_uri = uri.index() < ir.nodes.len() && shape::kind(ir.nodes, uri) == NodeKind::Uri;
    is_uri.then(|| NameId::new(ir.nodes.data(uri)))
}

/// What stands inside `@`, `*` and bundles.
pub(super) fn innermost(ir: Ir<'_>, node: NodeId) -> NodeId {
    let mut inner = node;
    while is_transparent(shape::kind(ir.nodes, inner)) && inner.next() < ir.nodes.subtree_end(inner)
    {
        inner = inner.next();
    }
    inner
}

fn is_transparent(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Quote | NodeKind::Eval) || kind.is_bundle()
}

/// What stands between the quotes of a string, as it is written.
pub(super) fn string_content<'t>(text: &'t str, ir: Ir<'_>, string: NodeId) -> &'t str {
    let quoted = ir.nodes.range(string).of(text);
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or("")
}
