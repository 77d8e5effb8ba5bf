//! Messages that no receive takes, and system channels.

use rustc_hash::FxHashMap;

use super::selection::Selection;
use crate::diagnostic::{Argument, DiagnosticSink};
use crate::ir::{BinderId, EndpointId, Ir, NameId};
use crate::languages::rholang::builtin::{
    Availability, UriFamily, nearest_system_channel, system_channel, uri_family,
};
use crate::languages::rholang::kind::{
    BinderKind, ChannelKind, DefinitionKind, EndpointRole, NodeKind,
};
use crate::languages::rholang::{code, shape};
use crate::text::TextRange;

/// Looks at the system channels of the selected nodes and the local channels of the selected binders;
/// `uses` says how often each binder is referred to.
pub(super) fn check(ir: Ir<'_>, selection: &Selection, uses: &[u32], sink: &mut DiagnosticSink) {
    check_uris(ir, selection, sink);
    check_system_sends(ir, selection, sink);
    // Whether an end that is data ever runs is not known; its channel counts as passed on.
    let runs = |&end: &EndpointId| ir.endpoints.is_data(end) == 0;
    let ends = selection.local_ends(ir).filter(runs);
    let local: Vec<(BinderId, EndpointId)> =
        ends.map(|end| (BinderId::new(ir.endpoints.channel(end)), end)).collect();
    check_local_channels(ir, &local, uses, sink);
}

fn check_system_sends(ir: Ir<'_>, selection: &Selection, sink: &mut DiagnosticSink) {
    // A file sends to the same few channels again and again.
    let mut arities: FxHashMap<NameId, Option<u32>> = FxHashMap::default();
    let mut arity_of = |uri: NameId| {
        *arities.entry(uri).or_insert_with(|| {
            system_channel(ir.names.text(uri)).and_then(|channel| channel.arity())
        })
    };
    for endpoint in selection.ends(ir) {
        let kind = ChannelKind::from_code(ir.endpoints.channel_kind(endpoint));
        if kind != ChannelKind::Uri || ir.endpoints.is_data(endpoint) != 0 {
            continue;
        }
        let uri = NameId::new(ir.endpoints.channel(endpoint));
        if let Some(expected) = arity_of(uri) {
            check_system_send(ir, endpoint, uri, expected, sink);
        }
    }
}

/// Where to point at for an endpoint: its channel.
pub(super) fn channel_range(ir: Ir<'_>, endpoint: EndpointId) -> TextRange {
    let node = ir.endpoints.node(endpoint);
    if role(ir, endpoint).is_send() || is_contract_like(role(ir, endpoint)) {
        let first = ir.nodes.children(node).next();
        ir.range(first.unwrap_or(node))
    } else {
        ir.range(node)
    }
}

fn role(ir: Ir<'_>, endpoint: EndpointId) -> EndpointRole {
    EndpointRole::from_code(ir.endpoints.role(endpoint))
}

fn is_contract_like(role: EndpointRole) -> bool {
    matches!(role, EndpointRole::Contract | EndpointRole::Agent)
}

// ---- system channels ----

/// The URIs that `new` binds.
fn check_uris(ir: Ir<'_>, selection: &Selection, sink: &mut DiagnosticSink) {
    for definition in selection.definitions(ir) {
        let row = ir.definitions.row(definition);
        if DefinitionKind::from_code(row.kind) != DefinitionKind::Uri {
            continue;
        }
        let Some(uri) = ir.nodes.children(row.node).nth(1) else {
            continue;
        };
        let name = NameId::new(ir.nodes.data(uri));
        let spelling = ir.names.text(name);
        let advice = match system_channel(spelling).map(|channel| channel.availability) {
            Some(Availability::Legacy { replacement: Some(replacement) }) => {
                ("; it is now called ", replacement)
            }
            Some(Availability::Legacy { replacement: None }) => ("; older nodes had it", ""),
            Some(_) => continue,
            None => match uri_family(spelling) {
                UriFamily::Unknown => match nearest_system_channel(spelling) {
                    Some(nearest) => ("; did you mean ", nearest.uri),
                    None => ("", ""),
                },
                _ => (
                    "; contracts of the registry are found by sending their URI to ",
                    "rho:registry:lookup",
                ),
            },
        };
        sink.report(&code::UNKNOWN_SYSTEM_CHANNEL, ir.range(uri))
            .name(name)
            .word(advice.0)
            .word(advice.1);
    }
}

fn check_system_send(
    ir: Ir<'_>,
    endpoint: EndpointId,
    uri: NameId,
    expected: u32,
    sink: &mut DiagnosticSink,
) {
    let found = ir.endpoints.arity(endpoint);
    if !role(ir, endpoint).is_send() || is_bootstrap(ir, endpoint, uri) {
        return;
    }
    if found != expected {
        sink.report(&code::SYSTEM_CHANNEL_ARITY, ir.range(ir.endpoints.node(endpoint)))
            .name(uri)
            .number(expected)
            .number(found);
    }
}

/// The contracts of the registry are written in Rholang. When the chain begins, each of these
/// channels answers a message with one name once, and hands over the channel to serve.
fn is_bootstrap(ir: Ir<'_>, endpoint: EndpointId, uri: NameId) -> bool {
    let uri = ir.names.text(uri);
    let is_served_by_contract = uri == "rho:registry:lookup"
        || uri.starts_with("rho:registry:insert")
        || uri == "rho:registry:1.0.0";
    let message = ir.nodes.children(ir.endpoints.node(endpoint)).nth(1);
    is_served_by_contract
        && ir.endpoints.arity(endpoint) == 1
        && message.is_some_and(|part| shape::kind(ir.nodes, part) == NodeKind::Eval)
}

// ---- channels that the file declares and keeps to itself ----

/// Reports messages and receives of channels whose every use is an end of a communication. A channel
/// that is passed on may meet other ends elsewhere, so nothing is said about it.
fn check_local_channels(
    ir: Ir<'_>,
    local: &[(BinderId, EndpointId)],
    uses: &[u32],
    sink: &mut DiagnosticSink,
) {
    // References and endpoints are counted for each binder: every endpoint on a lexical channel
    // takes one reference, so equal counts mean that there is no other use.
    let mut local_uses = vec![0_u32; ir.binders.len()];
    for &(binder, _) in local {
        local_uses[binder.index()] += 1;
    }
    let is_checked = |binder: BinderId| {
        BinderKind::of(ir.binders.kind(binder)) == BinderKind::New
            && uses.get(binder.index()) == Some(&local_uses[binder.index()])
    };
    // The endpoints of each binder side by side, in order: for each binder the place after them.
    let mut ends = vec![0_usize; ir.binders.len()];
    for &(binder, _) in local.iter().filter(|&&(binder, _)| is_checked(binder)) {
        ends[binder.index()] += 1;
    }
    let mut count = 0;
    for end in &mut ends {
        count += core::mem::replace(end, count);
    }
    let mut grouped = vec![EndpointId::NONE; count];
    for &(binder, endpoint) in local.iter().filter(|&&(binder, _)| is_checked(binder)) {
        let end = &mut ends[binder.index()];
        grouped[*end] = endpoint;
        *end += 1;
    }
    let mut start = 0;
    for (binder, end) in ir.binders.ids().zip(ends) {
        if start < end {
            check_local_channel(ir, binder, &grouped[start..end], sink);
        }
        start = end;
    }
}

fn check_local_channel(
    ir: Ir<'_>,
    binder: BinderId,
    uses: &[EndpointId],
    sink: &mut DiagnosticSink,
) {
    let is_send = |endpoint: &EndpointId| role(ir, *endpoint).is_send();
    let (sends, receives): (Vec<EndpointId>, Vec<EndpointId>) =
        uses.iter().copied().partition(is_send);
    if sends.is_empty() || receives.is_empty() {
        return;
    }
    let sent = Arities::of(ir, &sends);
    let expected = Arities::of(ir, &receives);
    let name = ir.binders.name(binder);
    let mut is_any_received = false;
    for &send in &sends {
        if expected.admit(ir.endpoints.arity(send), false) {
            is_any_received = true;
        } else {
            sink.report(&code::ARITY_MISMATCH, ir.range(ir.endpoints.node(send)))
                .name(name)
                .number(ir.endpoints.arity(send))
                .argument(expected.argument())
                .related(channel_range(ir, receives[0]), "received here");
        }
    }
    for &receive in &receives {
        let has_remainder = ir.endpoints.has_remainder(receive) != 0;
        // Where nothing fits, the sends say it all.
        if is_any_received && !sent.admit(ir.endpoints.arity(receive), has_remainder) {
            sink.report(&code::ARITY_NEVER_SENT, channel_range(ir, receive))
                .name(name)
                .number(ir.endpoints.arity(receive))
                .argument(sent.argument())
                .related(ir.range(ir.endpoints.node(sends[0])), "sent here");
        }
    }
}

/// The lengths of the messages of a group of endpoints, ascending.
struct Arities {
    exact: Vec<u32>,
    /// The shortest message that an endpoint with a remainder takes.
    at_least: Option<u32>,
}

impl Arities {
    fn of(ir: Ir<'_>, endpoints: &[EndpointId]) -> Self {
        let has_remainder = |endpoint: &EndpointId| ir.endpoints.has_remainder(*endpoint) != 0;
        let arity = |endpoint: &EndpointId| ir.endpoints.arity(*endpoint);
        let mut exact: Vec<u32> =
            endpoints.iter().filter(|endpoint| !has_remainder(endpoint)).map(arity).collect();
        exact.sort_unstable();
        exact.dedup();
        let at_least = endpoints.iter().filter(|endpoint| has_remainder(endpoint)).map(arity).min();
        Self { exact, at_least }
    }

    /// Whether a message of this length, or at least this length, fits one of the endpoints.
    fn admit(&self, arity: u32, or_more: bool) -> bool {
        self.at_least.is_some_and(|least| or_more || least <= arity)
            || self.exact.binary_search(&arity).is_ok()
            || (or_more && self.exact.last().is_some_and(|&longest| longest >= arity))
    }

    fn argument(&self) -> Argument {
        match self.exact[..] {
            [only] if self.at_least.is_none() => Argument::Number(only),
            _ => Argument::Word("other numbers"),
        }
    }
}
