//! Words and signs of the language, and literals.

use super::{builtin, code, number};
use crate::ir::{NameId, NodeId};
use crate::languages::rholang::builtin::method;
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::shape;
use crate::symbol::{Document, HoverBlock, HoverCard};
use crate::text::TextRange;

/// What there is to say about an offset that is no occurrence of a symbol: about what holds the
/// character there, or else about what ends there.
pub(super) fn card(document: Document<'_>, offset: u32) -> Option<HoverCard> {
    if document.ir.is_in_comment(offset as usize) {
        return None;
    }
    let holds = |card: &HoverCard| card.range.contains(offset);
    let literal = || literal_card(document, offset);
    let keyword = || keyword_card(document, offset);
    (literal().filter(holds))
        .or_else(|| keyword().filter(holds))
        .or_else(|| sign_card(document, offset))
        .or_else(literal)
        .or_else(keyword)
}

/// A number, or the name of a method.
fn literal_card(document: Document<'_>, offset: u32) -> Option<HoverCard> {
    let nodes = document.ir.nodes;
    for node in shape::words_at(nodes, offset).into_iter().flatten() {
        let range = nodes.range(node);
        if range.start > offset || offset > range.end || range.is_empty() {
            continue;
        }
        let mut blocks = Vec::new();
        match shape::kind(nodes, node) {
            NodeKind::MethodName => {
                let name = document.ir.names.text(NameId::new(nodes.data(node)));
                match method(name) {
                    Some(method) => builtin::method_blocks(method, &mut blocks),
                    None => {
                        blocks.push(HoverBlock::Prose(format!("No value has a method `{name}`.")));
                    }
                }
            }
            kind => {
                let text = number::explain(kind, range.of(document.text));
                blocks.extend(text.map(HoverBlock::Prose));
            }
        }
        if !blocks.is_empty() {
            return Some(HoverCard { range, blocks });
        }
    }
    None
}

fn explained(range: TextRange, text: &str, sentence: &str) -> HoverCard {
    let blocks = vec![code(text.to_owned()), HoverBlock::Prose(sentence.to_owned())];
    HoverCard { range, blocks }
}

/// The innermost node that holds the character at an offset.
fn node_around(document: Document<'_>, offset: u32) -> Option<NodeId> {
    let nodes = document.ir.nodes;
    let [last, _] = shape::words_at(nodes, offset);
    core::iter::once(last?)
        .chain(nodes.ancestors(last?))
        .find(|&node| nodes.range(node).contains(offset))
}

// ---- words ----

const KEYWORDS: &[(&str, &str)] = &[
    ("BigInt", "Matches integers of any size, such as `1n`."),
    ("Bool", "Matches `true` and `false`."),
    ("ByteArray", "Matches sequences of bytes."),
    ("Int", "Matches integers of 64 bits."),
    ("Nil", "The process that does nothing; also the value for no value."),
    ("Set", "A set: `Set(a, b)` holds each element once, in no order."),
    ("String", "Matches texts."),
    ("Uri", "Matches URIs such as `` `rho:io:stdout` ``."),
    ("agent", "`agent A { .. }` answers each message on `A` with an object that has methods."),
    ("and", "Whether both operands are `true`."),
    ("bundle", "`bundle { P }` is `P` with the right to send and to receive."),
    ("bundle+", "`bundle+ { P }` is `P` with the right to send only."),
    ("bundle-", "`bundle- { P }` is `P` with the right to receive only."),
    ("bundle0", "`bundle0 { P }` is `P` without the right to send or to receive."),
    ("constructor", "Runs once for each message on the agent's channel, before any method."),
    ("contract", "`contract c(x) = { P }` runs `P` for each message on `c`; it goes on receiving."),
    ("default", "Takes the messages that no method takes; `args` is the whole message."),
    ("else", "What runs if the condition is `false`."),
    ("false", "The truth value of what is not so."),
    (
        "for",
        "`for (x <- c) { P }` waits for a message on `c` and runs `P` with it. `<-` takes the \
         message, `<<-` leaves it, `<=` goes on receiving.",
    ),
    ("if", "`if (C) P else Q` runs `P` if `C` is `true` and `Q` if it is `false`."),
    ("in", "What follows sees the names that were declared."),
    ("let", "`let x = e in { P }` names a value in `P`."),
    (
        "match",
        "`match E { p => P }` runs the process of the first case whose pattern fits the value.",
    ),
    ("matches", "Whether the value on the left fits the pattern on the right."),
    ("method", "`method m(x) { P }` runs `P` for a message `o!m(x)`; it replies on `return`."),
    ("new", "`new x in { P }` makes a name that nobody else knows."),
    ("not", "The opposite of a truth value."),
    ("or", "Whether one of the operands is `true`."),
    ("private", "Only the agent itself can call what is private, on its channel `private`."),
    ("select", "`select { .. }` takes one of several receives. No current node runs it."),
    ("true", "The truth value of what is so."),
    ("where", "The message or value must also meet the condition after `where`."),
];

fn keyword_card(document: Document<'_>, offset: u32) -> Option<HoverCard> {
    let range = word_at(document.text, offset as usize)?;
    let around = node_around(document, range.start)?;
    if matches!(shape::kind(document.ir.nodes, around), NodeKind::String | NodeKind::Uri) {
        return None;
    }
    let word = range.of(document.text);
    // The sign belongs to the word: `bundle+`.
    let signed = TextRange::new(range.start, range.end + 1);
    let with_sign = signed.of(document.text);
    let (range, word) = match with_sign {
        "bundle+" | "bundle-" => (signed, with_sign),
        _ => (range, word),
    };
    let index = KEYWORDS.binary_search_by(|(keyword, _)| (*keyword).cmp(word)).ok()?;
    let (keyword, sentence) = KEYWORDS[index];
    Some(explained(range, keyword, sentence))
}

/// The word of letters, digits and `_` that holds an offset or ends there.
fn word_at(text: &str, offset: usize) -> Option<TextRange> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let (before, after) = text.as_bytes().split_at_checked(offset)?;
    let before = before.iter().rev().take_while(|byte| is_part(byte)).count();
    let after = after.iter().take_while(|byte| is_part(byte)).count();
    let range = TextRange::from_offsets(offset - before..offset + after);
    (!range.is_empty()).then_some(range)
}

// ---- signs ----

/// The signs of the language, the longest first.
const SIGNS: &[&str] = &[
    "<<-", "...", "!!", "!?", "?!", "<-", "<=", "=>", "==", "!=", ">=", "++", "--", "%%", "/\\",
    "\\/", "=*", "&&", "||", "!", "|", "@", "*", "=", "~", "+", "-", "/", "%", "<", ">", "&", "_",
];

fn sign_card(document: Document<'_>, offset: u32) -> Option<HoverCard> {
    let around = node_around(document, offset)?;
    let kind = shape::kind(document.ir.nodes, around);
    if matches!(kind, NodeKind::String | NodeKind::Uri) {
        return None;
    }
    let bytes = document.text.as_bytes();
    let offset = offset as usize;
    let covers = |sign: &&&str, start: usize| {
        start <= offset
            && offset < start + sign.len()
            && bytes.get(start..start + sign.len()) == Some(sign.as_bytes())
    };
    let found = SIGNS.iter().find_map(|sign| {
        let first = offset.saturating_sub(sign.len() - 1);
        let start = (first..=offset).find(|&start| covers(&sign, start))?;
        Some((*sign, start))
    });
    let (sign, start) = found?;
    let sentence = meaning(sign, kind)?;
    let range = TextRange::from_offsets(start..start + sign.len());
    Some(explained(range, sign, sentence))
}

/// What a sign means in a construct.
fn meaning(sign: &str, kind: NodeKind) -> Option<&'static str> {
    use NodeKind as K;
    Some(match (sign, kind) {
        ("<<-", _) => "Receives a message and leaves it on the channel.",
        ("...", _) => "The rest of a collection or message.",
        ("!!", _) => "Sends a message that stays: each receive gets it.",
        ("!?", _) => {
            "Sends a message with a new channel for the reply before it, and waits for it."
        }
        ("?!", _) => "Receives a message and replies to its last part.",
        ("<-", K::LetBind | K::LetAssign) => "Names a value.",
        ("<-", _) => "Receives one message and takes it from the channel.",
        ("<=", K::LessOrEqual) => "Whether the left operand is at most the right one.",
        ("<=", _) => "Receives each message on the channel, again and again.",
        ("=>", _) => "What follows runs if the pattern fits.",
        ("==", _) => "Whether both operands are equal.",
        ("!=", _) => "Whether the operands differ.",
        (">=", _) => "Whether the left operand is at least the right one.",
        ("++", _) => "Joins two strings, byte arrays, lists, maps or sets.",
        ("--", _) => "The elements of the left set that the right one lacks.",
        ("%%", _) => "Fills the holes `${key}` of a string with the values of a map.",
        ("/\\", _) => "Fits what both patterns fit.",
        ("\\/", _) => "Fits what one of the patterns fits; it binds no variable.",
        ("~", _) => "Fits what the pattern does not fit; it binds no variable.",
        ("=*", K::NameVariableReference) => "Fits only the name that the variable has already.",
        ("=", K::ProcessVariableReference) => "Fits only the value that the variable has already.",
        ("=", K::Contract) => "What follows runs for each message.",
        ("=", K::LetAssign) => "Names a value.",
        ("!", kind) if kind.is_send() => "Sends a message on the channel.",
        ("|", K::Par) => "Both processes run at the same time.",
        ("@", _) => "The name of a process.",
        ("*", K::Multiply) => "The product of two numbers.",
        ("*", K::Eval) => "The process whose name this is.",
        ("+", K::Add) => "The sum of two numbers, or a set with one more element.",
        ("-", K::Subtract) => {
            "The difference of two numbers, or a set or map without an element or key."
        }
        ("-", K::Negate) => "The number with the opposite sign.",
        ("/", K::Divide) => "The quotient of two numbers.",
        ("%", K::Modulo) => "The rest of a division.",
        ("<", K::Less) => "Whether the left operand is less than the right one.",
        (">", K::Greater) => "Whether the left operand is greater than the right one.",
        ("&&", K::And) => "Whether both operands are `true`.",
        ("||", K::Or) => "Whether one of the operands is `true`.",
        ("&", K::Receipt | K::Branch) => "Waits for a message on each of the channels.",
        ("&", K::LetConcurrent) => "The values are computed at the same time.",
        ("_", K::Wildcard) => "Fits anything and binds nothing.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted() {
        assert!(KEYWORDS.is_sorted_by(|(left, _), (right, _)| left < right));
    }

    #[test]
    fn longer_signs_come_first() {
        assert!(SIGNS.is_sorted_by_key(|sign| core::cmp::Reverse(sign.len())));
    }
}
