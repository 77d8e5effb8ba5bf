//! Constructs in one line: signatures, declarations and names as people read them.

use super::kind::NodeKind;
use super::shape;
use crate::ir::NodeId;
use crate::symbol::Document;
use crate::text::TextRange;

/// The most characters of a line that is made from program text.
const LINE_CHARACTERS_MAX: usize = 160;

/// The formals of a contract or member as `("get", key, ret)`, without the signs `@`.
pub(super) fn brief(document: Document<'_>, construct: NodeId) -> String {
    let nodes = document.ir.nodes;
    let mut output = String::from("(");
    let patterns = shape::patterns(nodes, construct);
    let mut pattern = patterns.start;
    while pattern < patterns.end {
        let next = nodes.subtree_end(pattern);
        if shape::kind(nodes, pattern) != NodeKind::MethodName {
            if output.len() > LINE_CHARACTERS_MAX {
                output.push_str(", …");
                break;
            }
            if output.len() > 1 {
                output.push_str(", ");
            }
            let is_quote = shape::kind(nodes, pattern) == NodeKind::Quote && pattern.next() < next;
            let shown = if is_quote { pattern.next() } else { pattern };
            output.push_str(&one_line(document, nodes.range(shown)));
        }
        pattern = next;
    }
    output.push(')');
    output
}

/// A construct from its first word to the end of its formals, or to the end of its channel.
pub(super) fn head(document: Document<'_>, construct: NodeId) -> String {
    let nodes = document.ir.nodes;
    let start = nodes.start(construct);
    let patterns = shape::patterns(nodes, construct);
    let first = construct.next();
    let has_channel = matches!(
        shape::kind(nodes, construct),
        NodeKind::Contract | NodeKind::Agent | NodeKind::AgentMethod | NodeKind::AgentPrivateMethod
    );
    let name = if has_channel && first < nodes.subtree_end(construct) {
        TextRange::new(start, nodes.end(first))
    } else {
        keyword(document, construct)
    };
    let mut output = one_line(document, name);
    let is_method = first < patterns.end && shape::kind(nodes, first) == NodeKind::MethodName;
    let formals = if is_method { nodes.subtree_end(first) } else { patterns.start };
    if shape::kind(nodes, construct) == NodeKind::Agent {
        return output;
    }
    output.push('(');
    if formals < patterns.end {
        let last = core::iter::successors(Some(formals), |&formal| {
            Some(nodes.subtree_end(formal)).filter(|&next| next < patterns.end)
        });
        let end = last.last().map_or(0, |last| nodes.end(last));
        output.push_str(&one_line(document, TextRange::new(nodes.start(formals), end)));
    }
    output.push(')');
    output
}

/// The first word or words of a construct that has no name: `constructor`, `private default`.
pub(super) fn keyword(document: Document<'_>, construct: NodeId) -> TextRange {
    let range = document.ir.range(construct);
    let is_word = |c: char| c.is_ascii_alphabetic() || c == ' ';
    let text = range.of(document.text);
    let length = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let length = text.get(..length).unwrap_or("").trim_end().len();
    TextRange::from_offsets(range.start as usize..range.start as usize + length)
}

/// Program text in one line, without comments, and with `…` if it is long.
pub(super) fn one_line(document: Document<'_>, range: TextRange) -> String {
    let mut output = String::new();
    let mut length = 0;
    let mut is_space = false;
    for (offset, character) in range.of(document.text).char_indices() {
        let offset = range.start as usize + offset;
        if character.is_whitespace() || document.ir.is_in_comment(offset) {
            is_space = true;
            continue;
        }
        if is_space && !output.is_empty() {
            output.push(' ');
        }
        is_space = false;
        if length == LINE_CHARACTERS_MAX {
            output.push('…');
            break;
        }
        length += 1;
        output.push(character);
    }
    output
}

/// The line of the text in which a node begins; from the node on if the line is long.
pub(super) fn line_of(document: Document<'_>, node: NodeId) -> String {
    let start = document.ir.nodes.start(node) as usize;
    let bytes = document.text.as_bytes();
    let before = bytes.get(..start).unwrap_or(&[]);
    let line_start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1);
    let is_long = start - line_start > LINE_CHARACTERS_MAX / 2;
    let line_start = if is_long { start } else { line_start };
    let after = bytes.get(start..).unwrap_or(&[]);
    let line_end = memchr::memchr2(b'\n', b'\r', after).map_or(bytes.len(), |end| start + end);
    one_line(document, TextRange::from_offsets(line_start..line_end))
}
