//! Places to go to.
//!
//! The meaning of a channel in a send is given by the contracts and receives that take the message.
//! Places come in tiers, of which a query shows the best one that is not empty: receivers that the
//! message may fit, receivers of as many parts, all receivers, and at last the binder of the name.
//!
//! | file | what it holds |
//! |---|---|
//! | `message.rs` | what a send says and a receive expects |
//! | `matching.rs` | whether a message fits a pattern |
//! | `key.rs` | strings of a message and where the patterns of receivers spell them |
//! | `method.rs` | methods of agents |

mod key;
mod matching;
mod message;
mod method;

pub(super) use key::lead_at;

use matching::{Matcher, Verdict};
use message::{Formals, Message};

use super::channel::Channel;
use super::kind::{BinderKind, DefinitionKind, NodeKind};
use super::{occurrence, shape};
use crate::ir::{BinderId, NodeId};
use crate::symbol::{Document, Goto, Occurrence, Role, Site, Space, Symbol, Target};

/// The tiers of places.
const FITS: u32 = 0;
const FITS_BY_ARITY: u32 = Target::TIER;
const OTHER: u32 = 2 * Target::TIER;
const BINDER: u32 = 3 * Target::TIER;

/// What a receiver that may not fit loses against one that does.
const UNCERTAIN: u32 = 1 << 16;
/// The greatest specificity that counts.
const SPECIFICITY_MAX: u32 = UNCERTAIN - 1;

/// Adds the places in a document to go to from an occurrence.
pub(super) fn targets(
    goto: Goto,
    site: Site<'_>,
    candidate: Document<'_>,
    symbol: Symbol,
    targets: &mut Vec<Target>,
) {
    let is_own = is_same(site.document, candidate);
    let mut search = Search { goto, site, candidate, symbol, is_own, targets };
    match shape::kind(site.document.ir.nodes, site.occurrence.node) {
        NodeKind::MethodName => method::add_targets(&mut search),
        NodeKind::Uri => search.add_declarations_of_uri(),
        NodeKind::String if !key::is_quoted(site.document, site.occurrence.node) => {
            key::add_targets(&mut search);
        }
        _ => search.add_targets_of_name(),
    }
}

/// Whether two documents are one.
fn is_same(first: Document<'_>, second: Document<'_>) -> bool {
    core::ptr::eq(first.text, second.text)
        && core::ptr::eq(first.ir.nodes.kind, second.ir.nodes.kind)
}

/// A search for places in one document.
struct Search<'a, 't> {
    goto: Goto,
    site: Site<'a>,
    candidate: Document<'a>,
    /// The occurrence's symbol, in the numbering of the candidate.
    symbol: Symbol,
    /// Whether the candidate is the document of the occurrence.
    is_own: bool,
    targets: &'t mut Vec<Target>,
}

impl Search<'_, '_> {
    /// Adds the places of a variable or quoted channel.
    fn add_targets_of_name(&mut self) {
        let nodes = self.site.document.ir.nodes;
        let node = self.site.occurrence.node;
        let construct = shape::channel_use(nodes, node);
        let kind = construct.map(|construct| shape::kind(nodes, construct));
        let is_lexical = matches!(self.symbol, Symbol::Binder(_));
        match (self.goto, construct, kind) {
            (Goto::Declaration, ..) if is_lexical => self.add_binder(FITS),
            (_, Some(send), Some(kind)) if kind.is_send() => {
                self.add_receivers_of(send);
                self.add_binder(BINDER);
            }
            (Goto::Implementation, Some(receiver), Some(_)) => self.add_senders_to(receiver),
            (_, Some(receiver), Some(NodeKind::Contract | NodeKind::Agent)) => {
                self.add_siblings_of(receiver);
            }
            (_, Some(receiver), Some(_)) if !is_lexical => self.add_siblings_of(receiver),
            // The place itself receives; what it receives on comes from elsewhere.
            (_, Some(_), Some(_)) => self.add_binder(FITS),
            _ => self.add_meaning_of_mention(),
        }
    }

    /// Where a name leads that neither sends nor receives where it stands.
    fn add_meaning_of_mention(&mut self) {
        let is_declared = self.site.occurrence.role.is_declaration();
        if self.goto != Goto::Implementation && is_declared {
            return self.add_binder(FITS);
        }
        let Some(channel) = Channel::of(self.candidate.ir, self.symbol) else {
            return;
        };
        for receiver in channel.receivers(self.candidate.ir) {
            let kind = shape::kind(self.candidate.ir.nodes, receiver);
            let is_contract = matches!(kind, NodeKind::Contract | NodeKind::Agent);
            let is_shared = matches!(self.symbol, Symbol::Shared(..));
            if is_contract || is_shared {
                self.add_construct(receiver, if is_contract { FITS } else { FITS_BY_ARITY });
            } else if self.goto == Goto::Implementation {
                self.add_construct(receiver, FITS_BY_ARITY);
            }
        }
        if self.goto != Goto::Implementation {
            self.add_binder(BINDER);
        }
    }

    /// Adds the receivers of a message on the symbol's channel.
    fn add_receivers_of(&mut self, send: NodeId) {
        let message = Message::of(self.site.document, send);
        let mut matcher = Matcher::new();
        for (receiver, rank) in self.receivers_of(&message, &mut matcher) {
            self.add_construct(receiver, rank);
        }
    }

    /// The receivers on the symbol's channel, with the rank of each for a message.
    fn receivers_of(&self, message: &Message<'_>, matcher: &mut Matcher) -> Vec<(NodeId, u32)> {
        let Some(channel) = Channel::of(self.candidate.ir, self.symbol) else {
            return Vec::new();
        };
        let receivers = channel.receivers(self.candidate.ir);
        let rated = receivers.map(|receiver| {
            let formals = Formals::of(self.candidate, receiver);
            (receiver, rank(message, &formals, matcher))
        });
        rated.collect()
    }

    /// Adds the sends whose message a receiver may take.
    fn add_senders_to(&mut self, receiver: NodeId) {
        let Some(channel) = Channel::of(self.candidate.ir, self.symbol) else {
            return;
        };
        let formals = Formals::of(self.site.document, receiver);
        let mut matcher = Matcher::new();
        for send in channel.senders(self.candidate.ir) {
            let message = Message::of(self.candidate, send);
            let tier = rank(&message, &formals, &mut matcher) / Target::TIER;
            self.add_construct(send, tier * Target::TIER);
        }
    }

    /// Adds a receiver and the others on its channel, itself first.
    fn add_siblings_of(&mut self, receiver: NodeId) {
        let Some(channel) = Channel::of(self.candidate.ir, self.symbol) else {
            return;
        };
        for sibling in channel.receivers(self.candidate.ir) {
            let is_itself = self.is_own && sibling == receiver;
            self.add_construct(sibling, u32::from(!is_itself));
        }
        if self.is_own && !self.targets.iter().any(|target| target.node == receiver) {
            self.add_construct(receiver, 0);
        }
    }

    fn add_declarations_of_uri(&mut self) {
        let ir = self.candidate.ir;
        let Symbol::Shared(Space::Uri, uri) = self.symbol else {
            return;
        };
        if self.goto == Goto::Implementation {
            if let Some(channel) = Channel::of(ir, self.symbol) {
                for receiver in channel.receivers(ir) {
                    self.add_construct(receiver, 0);
                }
            }
            return;
        }
        let own = self.site.document.ir.nodes.parent(self.site.occurrence.node);
        for definition in ir.definitions.ids() {
            if ir.definitions.kind(definition) != DefinitionKind::Uri.code() {
                continue;
            }
            let (node, name) =
                (ir.definitions.node(definition), ir.definitions.name_node(definition));
            let literal = name.next();
            let has_uri = literal < ir.nodes.subtree_end(node)
                && shape::kind(ir.nodes, literal) == NodeKind::Uri
                && ir.nodes.data(literal) == uri.raw();
            let is_own = self.is_own && node == own;
            if has_uri {
                let (range, name) = (ir.range(node), ir.range(name));
                self.targets.push(Target { node, range, name, rank: u32::from(!is_own) });
            }
        }
    }

    /// Adds the place that binds the symbol's variable.
    fn add_binder(&mut self, rank: u32) {
        match self.symbol {
            Symbol::Binder(binder) => {
                self.targets.extend(binder_target(self.candidate, binder, rank));
            }
            // In damaged text, what declares a name may stand apart from what would be its scope.
            Symbol::Unbound(_) => {
                let mut found = Vec::new();
                occurrence::all(self.candidate, self.symbol, &mut found);
                found.retain(|occurrence| occurrence.role == Role::Declaration);
                self.targets.extend(found.into_iter().map(|Occurrence { node, range, .. }| {
                    Target { node, range, name: range, rank }
                }));
            }
            Symbol::Shared(..) => {}
        }
    }

    /// Adds a send, receive, contract or agent.
    fn add_construct(&mut self, construct: NodeId, rank: u32) {
        self.targets.extend(construct_target(self.candidate, construct, rank));
    }
}

/// How well a receiver fits a message.
fn rank(message: &Message<'_>, formals: &Formals<'_>, matcher: &mut Matcher) -> u32 {
    if !formals.takes(message.parts.len()) {
        return OTHER;
    }
    match matcher.fits(message, formals) {
        Verdict::No => FITS_BY_ARITY,
        verdict => {
            let uncertain = if verdict == Verdict::Maybe { UNCERTAIN } else { 0 };
            FITS + uncertain + SPECIFICITY_MAX - formals.specificity().min(SPECIFICITY_MAX)
        }
    }
}

/// The place that binds a variable. The names that an agent brings along are bound by the agent.
fn binder_target(document: Document<'_>, binder: BinderId, rank: u32) -> Option<Target> {
    let ir = document.ir;
    let node = ir.binders.node(binder);
    if BinderKind::of(ir.binders.kind(binder)) == BinderKind::Implicit {
        let name = method::head(document, node);
        return Some(Target { node, range: ir.range(node), name, rank });
    }
    let name = occurrence::of_node(document, node)?.range;
    let parent = ir.nodes.parent(node);
    let is_declaration = shape::parent_kind(ir.nodes, node) == NodeKind::NameDeclaration;
    let range = if is_declaration { ir.range(parent) } else { name };
    Some(Target { node, range, name, rank })
}

/// A send, receive, contract or agent as a place.
fn construct_target(document: Document<'_>, construct: NodeId, rank: u32) -> Option<Target> {
    let nodes = document.ir.nodes;
    let channel = shape::channel_name(nodes, construct)?;
    let name = match occurrence::of_channel(document, construct) {
        Some(occurrence) => occurrence.range,
        None => nodes.range(channel),
    };
    Some(Target { node: construct, range: nodes.range(construct), name, rank })
}
