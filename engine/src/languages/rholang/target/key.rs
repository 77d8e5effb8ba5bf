//! Strings in messages: tags such as `"get"`, and keys of records.
//!
//! A string of a message leads to the place where the patterns of the receivers spell the same
//! string: the path of argument, keys and positions that leads to it in the message is followed in the
//! pattern.

use super::matching::Matcher;
use super::message::{Message, Part};
use super::{Formals, Search};
use crate::ir::NodeId;
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{occurrence, shape};
use crate::symbol::{Document, Occurrence, Role, Target};
use crate::text::TextRange;

/// How deep in the data of a message a string is followed.
const PATH_STEPS_MAX: usize = 64;

/// A step from a collection to a part of it.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The value of a map's key: the string with its quotes.
    ValueOf(TextRange),
    /// A key itself, likewise.
    Key(TextRange),
    /// An element of a list or tuple.
    Position(usize),
}

/// Whether a string is the content of a quote: a channel or a tag in a pattern.
pub(super) fn is_quoted(document: Document<'_>, string: NodeId) -> bool {
    shape::parent_kind(document.ir.nodes, string) == NodeKind::Quote
}

/// The string of a message at an offset, as an occurrence of the channel on which it is sent.
pub(in crate::languages::rholang) fn lead_at(
    document: Document<'_>,
    offset: u32,
) -> Option<Occurrence> {
    let nodes = document.ir.nodes;
    let node = shape::words_at(nodes, offset).into_iter().flatten().find(|&node| {
        let range = nodes.range(node);
        shape::kind(nodes, node) == NodeKind::String
            && range.start <= offset
            && offset <= range.end
            && !is_quoted(document, node)
    })?;
    let (send, ..) = path_to(document, node)?;
    let symbol = occurrence::of_channel(document, send)?.symbol;
    let range = shape::content(nodes.range(node));
    Some(Occurrence { node, range, symbol, role: Role::Read })
}

/// Adds the strings in the patterns of receivers that a string of a message leads to.
pub(super) fn add_targets(search: &mut Search<'_, '_>) {
    let document = search.site.document;
    let string = search.site.occurrence.node;
    let Some((send, argument, steps)) = path_to(document, string) else {
        return;
    };
    let message = Message::of(document, send);
    let Some(place) = message.parts.iter().position(|&part| part == Part::Process(argument)) else {
        return;
    };
    let mut matcher = Matcher::new();
    for (receiver, rank) in search.receivers_of(&message, &mut matcher) {
        let formals = Formals::of(search.candidate, receiver);
        let Some(&Some(pattern)) = formals.patterns.get(place) else {
            continue;
        };
        let found = follow(document, &steps, search.candidate, pattern);
        let wanted = document.ir.range(string).of(document.text);
        for node in found {
            let range = search.candidate.ir.range(node);
            if range.of(search.candidate.text) == wanted {
                let whole = search.candidate.ir.range(receiver);
                let name = shape::content(range);
                search.targets.push(Target { node: receiver, range: whole, name, rank });
            }
        }
    }
}

/// The send around a string, the argument that holds the string, and the steps from that argument to
/// the string. A key is reached by the steps to its map.
fn path_to(document: Document<'_>, string: NodeId) -> Option<(NodeId, NodeId, Vec<Step>)> {
    let nodes = document.ir.nodes;
    let mut steps = Vec::new();
    let mut node = string;
    for _ in 0..PATH_STEPS_MAX {
        let parent = nodes.parent(node).some()?;
        match shape::kind(nodes, parent) {
            NodeKind::MapEntry => {
                let key = parent.next();
                if shape::kind(nodes, key) != NodeKind::String || node == key && node != string {
                    return None;
                }
                let range = nodes.range(key);
                steps.push(if node == key { Step::Key(range) } else { Step::ValueOf(range) });
                node = nodes.parent(parent).some()?;
            }
            NodeKind::List | NodeKind::Tuple => {
                let position = nodes.children(parent).position(|child| child == node)?;
                steps.push(Step::Position(position));
                node = parent;
            }
            kind if kind.is_send() && parent.next() != node => {
                steps.reverse();
                return Some((parent, node, steps));
            }
            _ => return None,
        }
    }
    None
}

/// The strings that a path leads to in a pattern: through connectives there may be several.
fn follow(
    source: Document<'_>,
    steps: &[Step],
    document: Document<'_>,
    pattern: NodeId,
) -> Vec<NodeId> {
    let nodes = document.ir.nodes;
    let mut found = Vec::new();
    let mut open = vec![(pattern, 0)];
    while let Some((node, depth)) = open.pop() {
        let kind = shape::kind(nodes, node);
        if matches!(kind, NodeKind::Quote | NodeKind::Conjunction | NodeKind::Disjunction) {
            open.extend(nodes.children(node).map(|child| (child, depth)));
            continue;
        }
        let Some(step) = steps.get(depth) else {
            found.extend(Some(node).filter(|_| kind == NodeKind::String));
            continue;
        };
        match (kind, *step) {
            (NodeKind::Map, Step::Key(key) | Step::ValueOf(key)) => {
                let key = key.of(source.text);
                for entry in nodes.children(node) {
                    let mut parts = nodes.children(entry);
                    let (Some(candidate), value) = (parts.next(), parts.next()) else { continue };
                    let is_same = shape::kind(nodes, candidate) == NodeKind::String
                        && nodes.range(candidate).of(document.text) == key;
                    match step {
                        _ if !is_same => {}
                        Step::Key(_) => found.push(candidate),
                        _ => open.extend(value.map(|value| (value, depth + 1))),
                    }
                }
            }
            (NodeKind::List | NodeKind::Tuple, Step::Position(position)) => {
                let child = nodes.children(node).nth(position);
                open.extend(child.map(|child| (child, depth + 1)));
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
