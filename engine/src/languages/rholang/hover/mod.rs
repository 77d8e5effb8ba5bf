//! What is shown about a word.
//!
//! A card says what the word is from its own document; [`describe`] says what a place shows that
//! defines it, in whatever document that is. Both write the same text about the same place, so that
//! a query can leave out what was said already.
//!
//! | file | what it holds |
//! |---|---|
//! | `documentation.rs` | comments above constructs, and their tags |
//! | `builtin.rs` | system channels, the registry, methods of values |
//! | `number.rs` | literals of numbers |
//! | `word.rs` | words and signs of the language |

mod builtin;
mod documentation;
mod number;
mod word;

use super::channel::{self, Channel, term};
use super::kind::{BinderKind, NodeKind, PROCESS_FLAG};
use super::{occurrence, shape, signature};
use crate::ir::{BinderId, NodeId};
use crate::symbol::{
    Document, HoverBlock, HoverCard, Occurrence, Role, Space, Symbol, Tally, Target,
};

/// Program text in a hover.
fn code(text: String) -> HoverBlock {
    HoverBlock::Code { language: "rholang", text }
}

/// How often a symbol is used as a channel. A method counts as sent to where it is called and as
/// received where it is declared.
pub(super) fn tally(document: Document<'_>, symbol: Symbol) -> Tally {
    let mut occurrences = Vec::new();
    occurrence::all(document, symbol, &mut occurrences);
    let uses = occurrences.iter().filter(|found| found.role != Role::Declaration);
    let mut tally = Tally { mentions: uses.clone().count(), ..Tally::default() };
    match Channel::of(document.ir, symbol) {
        Some(channel) => {
            for endpoint in channel.endpoints(document.ir) {
                let is_send = channel::role(document.ir, endpoint).is_send();
                *(if is_send { &mut tally.senders } else { &mut tally.receivers }) += 1;
            }
        }
        None => {
            tally.receivers = uses.filter(|found| found.role == Role::Definition).count();
            tally.senders = tally.mentions - tally.receivers;
        }
    }
    tally
}

/// What there is to say about the word at an offset.
pub(super) fn card(document: Document<'_>, offset: u32, tally: Tally) -> Option<HoverCard> {
    match occurrence::at(document, offset) {
        Some(occurrence) => Some(card_of_occurrence(document, occurrence, tally)),
        None => word::card(document, offset),
    }
}

fn card_of_occurrence(document: Document<'_>, occurrence: Occurrence, tally: Tally) -> HoverCard {
    let mut blocks = Vec::new();
    let names = document.ir.names;
    let spelled = occurrence.range.of(document.text);
    match occurrence.symbol {
        Symbol::Binder(binder) => binder_blocks(document, binder, spelled, tally, &mut blocks),
        Symbol::Unbound(name) if term::is_local(names.text(name)) => {
            blocks.push(code(signature::one_line(document, occurrence.range)));
            let usage = usage_of_channel(tally);
            blocks.push(HoverBlock::Prose(format!("Channel that is a term. {usage}")));
        }
        Symbol::Unbound(_) => {
            let usage = usage_of_channel(tally);
            blocks.push(HoverBlock::Prose(format!("Nothing binds `{spelled}` here. {usage}")));
        }
        Symbol::Shared(Space::Uri, name) => {
            builtin::uri_blocks(names.text(name), &mut blocks);
        }
        Symbol::Shared(Space::Method, _) => {
            let calls = times("Called", "Never called", tally.senders);
            let declared = format!("declared by {}", counted(tally.receivers, "agent", "agents"));
            blocks.push(HoverBlock::Prose(format!("Method of an agent. {calls}, {declared}.")));
        }
        Symbol::Shared(_, name) => {
            let is_term = term::is_term(names.text(name));
            blocks.push(code(if is_term {
                signature::one_line(document, occurrence.range)
            } else {
                format!("@\"{spelled}\"")
            }));
            let usage = usage_of_channel(tally);
            blocks.push(HoverBlock::Prose(format!("Channel of all programs. {usage}")));
        }
    }
    HoverCard { range: occurrence.range, blocks }
}

fn binder_blocks(
    document: Document<'_>,
    binder: BinderId,
    spelled: &str,
    tally: Tally,
    blocks: &mut Vec<HoverBlock>,
) {
    let ir = document.ir;
    let code_of_kind = ir.binders.kind(binder);
    let is_process = code_of_kind & PROCESS_FLAG != 0;
    let sort = if is_process { "Process" } else { "Name" };
    let origin = match BinderKind::of(code_of_kind) {
        BinderKind::New => "made by `new`".to_owned(),
        BinderKind::NewUri => match channel::uri_of(ir, binder) {
            Some(uri) => format!("bound to `{}` by `new`", ir.names.text(uri)),
            None => "made by `new`".to_owned(),
        },
        BinderKind::Receive => "bound by a receive".to_owned(),
        BinderKind::Formal => format!("formal of {}", owner_of_formal(document, binder)),
        BinderKind::Case => "bound by a case of `match`".to_owned(),
        BinderKind::Let => "bound by `let`".to_owned(),
        BinderKind::PatternLocal => "bound in its pattern only".to_owned(),
        BinderKind::Implicit => implicit_meaning(spelled).to_owned(),
    };
    blocks.push(code(declaration(document, binder)));
    let usage = if is_process {
        times("Used", "Never used", tally.mentions) + "."
    } else {
        usage_of_channel(tally)
    };
    blocks.push(HoverBlock::Prose(format!("{sort}, {origin}. {usage}")));
    if let Some(uri) = channel::uri_of(ir, binder) {
        builtin::uri_blocks(ir.names.text(uri), blocks);
    }
}

/// What an agent's implicit name stands for.
fn implicit_meaning(spelled: &str) -> &'static str {
    match spelled {
        "this" => "the channel of the agent's own methods",
        "private" => "the channel of the agent's private methods",
        "return" => "the channel for the reply of the method",
        _ => "the list of all parts of the message",
    }
}

/// What a formal belongs to.
fn owner_of_formal(document: Document<'_>, binder: BinderId) -> &'static str {
    let owner = construct_of(document, binder);
    match owner.map(|owner| shape::kind(document.ir.nodes, owner)) {
        Some(NodeKind::AgentConstructor) => "a constructor",
        Some(NodeKind::AgentMethod | NodeKind::AgentPrivateMethod) => "a method",
        _ => "a contract",
    }
}

/// The contract or member of an agent whose formals hold a binder.
fn construct_of(document: Document<'_>, binder: BinderId) -> Option<NodeId> {
    let nodes = document.ir.nodes;
    let is_owner = |&node: &NodeId| {
        let kind = shape::kind(nodes, node);
        kind == NodeKind::Contract || kind.is_agent_part()
    };
    nodes.ancestors(document.ir.binders.node(binder)).find(is_owner)
}

/// The declaration of a binder in one line.
fn declaration(document: Document<'_>, binder: BinderId) -> String {
    let ir = document.ir;
    let node = ir.binders.node(binder);
    match BinderKind::of(ir.binders.kind(binder)) {
        BinderKind::New | BinderKind::NewUri => {
            let declaration = ir.nodes.parent(node);
            let is_declaration = shape::parent_kind(ir.nodes, node) == NodeKind::NameDeclaration;
            let range = ir.range(if is_declaration { declaration } else { node });
            format!("new {}", signature::one_line(document, range))
        }
        BinderKind::Formal => match construct_of(document, binder) {
            Some(construct) => signature::head(document, construct),
            None => signature::line_of(document, node),
        },
        BinderKind::Implicit => signature::head(document, node),
        _ => signature::line_of(document, node),
    }
}

/// Adds what a document says about a place that defines a symbol.
pub(super) fn describe(document: Document<'_>, target: Target, blocks: &mut Vec<HoverBlock>) {
    let nodes = document.ir.nodes;
    if target.node.index() >= nodes.len() {
        return;
    }
    let kind = shape::kind(nodes, target.node);
    let parent = nodes.parent(target.node);
    match kind {
        NodeKind::Contract => {
            blocks.push(code(signature::head(document, target.node)));
            documentation::add(document, &[target.node], blocks);
        }
        kind if kind.is_agent_part() => {
            blocks.push(code(signature::head(document, target.node)));
            documentation::add(document, &[target.node], blocks);
        }
        kind if kind.is_bind() => {
            let bind = signature::one_line(document, nodes.range(target.node));
            blocks.push(code(format!("for ({bind})")));
            let around = nodes.ancestors(target.node).take(2).last();
            documentation::add(document, around.as_slice(), blocks);
        }
        NodeKind::NameDeclaration => {
            let text = signature::one_line(document, nodes.range(target.node));
            blocks.push(code(format!("new {text}")));
            documentation::add(document, &[target.node, parent], blocks);
        }
        NodeKind::NameVariable | NodeKind::ProcessVariable => {
            let Some(binder) = document.ir.binder_of(target.node) else {
                return;
            };
            blocks.push(code(declaration(document, binder)));
            if shape::parent_kind(nodes, target.node) == NodeKind::NameDeclaration {
                let new = nodes.parent(parent);
                documentation::add(document, &[parent, new], blocks);
            } else if let Some(construct) = construct_of(document, binder) {
                let name = document.ir.names.text(document.ir.binders.name(binder));
                documentation::add_parameter(document, construct, name, blocks);
            }
        }
        _ => {}
    }
}

/// A sentence about the sends and receives on a channel.
fn usage_of_channel(tally: Tally) -> String {
    let sent = times("Sent", "Never sent", tally.senders);
    let received = match tally.receivers {
        0 => "never received".to_owned(),
        receivers => format!("received by {receivers}"),
    };
    let others = tally.mentions.saturating_sub(tally.senders + tally.receivers);
    let mentioned = if others == 0 { String::new() } else { times(", mentioned", "", others) };
    format!("{sent}, {received}{mentioned}.")
}

fn times(verb: &str, never: &str, count: usize) -> String {
    match count {
        0 => never.to_owned(),
        1 => format!("{verb} once"),
        2 => format!("{verb} twice"),
        count => format!("{verb} {count} times"),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
