//! What programs say about themselves: `@doc` forms and the comments above a form.

use super::kind::{DefinitionKind, NodeKind};
use super::{lookup, shape};
use crate::ir::{Ir, NodeId, definitions};
use crate::symbol::Document;

/// How many lines of comments are shown.
const COMMENT_LINES_MAX: usize = 60;

/// How many clauses are asked what a parameter is called.
const NAMING_CLAUSES_MAX: usize = 16;

/// The comments directly above a place, without their semicolons; nothing if there are none. Each has
/// a line of its own, and no blank line is between them and the place.
pub(super) fn comments_above(document: Document<'_>, offset: u32) -> Option<String> {
    let comments = document.ir.comments;
    let mut below = offset as usize;
    let mut lines: Vec<&str> = Vec::new();
    let after = comments.start.partition_point(|&start| start < offset);
    for comment in (0..after).rev().take(COMMENT_LINES_MAX) {
        let (start, end) = (comments.start[comment] as usize, comments.end[comment] as usize);
        let gap = document.text.get(end..below).unwrap_or("x");
        let before = document.text.get(..start).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let is_alone = before.get(line_start..).is_some_and(|lead| lead.trim().is_empty());
        let is_adjacent = gap.trim().is_empty() && gap.matches('\n').count() == 1;
        if !is_alone || !is_adjacent {
            break;
        }
        lines.push(comment_text(document.text.get(start..end).unwrap_or("")));
        below = start;
    }
    lines.reverse();
    let is_blank = |line: &&&str| line.is_empty();
    let first = lines.iter().take_while(is_blank).count();
    let last = lines.iter().rev().take_while(is_blank).count();
    let shown =
        lines.get(first..lines.len().saturating_sub(last)).filter(|shown| !shown.is_empty())?;
    Some(shown.join("\n"))
}

/// A comment without its semicolons; nothing for one that only draws a line.
fn comment_text(comment: &str) -> &str {
    let text = comment.trim_start_matches(';').trim_end();
    let text = text.strip_prefix(' ').unwrap_or(text);
    if text.chars().all(|c| "-=*#~_+/\\ ".contains(c)) { "" } else { text }
}

/// What `(@doc name ..)` says, in Markdown: description, parameters, result.
pub(super) fn doc_form(document: Document<'_>, row: &definitions::Row) -> Option<String> {
    let ir = document.ir;
    let mut text = String::new();
    for part in shape::arguments(ir.nodes, row.node).skip(1) {
        let Some(head) = shape::head_symbol(ir.nodes, part) else {
            // Some write the description without `@desc`.
            add_paragraph(&mut text, string(document, part).as_deref());
            continue;
        };
        let content = shape::argument(ir.nodes, part, 0);
        match ir.names.bytes(head) {
            b"@desc" => {
                add_paragraph(
                    &mut text,
                    content.and_then(|node| string(document, node)).as_deref(),
                );
            }
            b"@params" => {
                let list = content.map(|list| parameters(document, row, list));
                add_paragraph(&mut text, list.as_deref());
            }
            b"@return" => {
                let result = content.and_then(|node| string(document, node));
                add_paragraph(&mut text, result.map(|text| format!("Returns: {text}")).as_deref());
            }
            _ => {}
        }
    }
    (!text.is_empty()).then_some(text)
}

fn add_paragraph(text: &mut String, paragraph: Option<&str>) {
    let Some(paragraph) = paragraph.filter(|paragraph| !paragraph.is_empty()) else {
        return;
    };
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(paragraph);
}

/// A line for each parameter, called as in a clause with this number of parameters.
fn parameters(document: Document<'_>, row: &definitions::Row, list: NodeId) -> String {
    let ir = document.ir;
    let described: Vec<String> = ir
        .nodes
        .children(list)
        .map(|parameter| {
            let content = shape::argument(ir.nodes, parameter, 0);
            content.and_then(|node| string(document, node)).unwrap_or_default()
        })
        .collect();
    let patterns: Vec<NodeId> = lookup::definitions_of(ir, row.name)
        .filter(|clause| clause.kind == DefinitionKind::Clause.code())
        .filter(|clause| clause.arity as usize == described.len())
        .filter_map(|clause| shape::argument(ir.nodes, clause.node, 0))
        .take(NAMING_CLAUSES_MAX)
        .collect();
    let name = |index: usize| {
        let arguments = patterns.iter().filter_map(|&call| shape::argument(ir.nodes, call, index));
        let is_variable = |&node: &NodeId| shape::kind(ir.nodes, node) == NodeKind::Variable;
        let variable = arguments.into_iter().find(is_variable)?;
        Some(format!("`{}`", ir.range(variable).of(document.text)))
    };
    let line = |(index, text): (usize, &String)| {
        let name = name(index).unwrap_or_else(|| format!("argument {}", index + 1));
        format!("- {name}: {text}")
    };
    described.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// What a string literal stands for.
fn string(document: Document<'_>, node: NodeId) -> Option<String> {
    if shape::kind(document.ir.nodes, node) != NodeKind::String {
        return None;
    }
    let literal = literal_content(document.ir, document.text, node);
    let mut text = String::with_capacity(literal.len());
    let mut characters = literal.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') | None => {}
                Some(quoted) => text.push(quoted),
            },
            _ => text.push(character),
        }
    }
    Some(text)
}

/// The characters between the quotes of a string.
pub(super) fn literal_content<'a>(ir: Ir<'_>, text: &'a str, node: NodeId) -> &'a str {
    let literal = ir.range(node).of(text);
    literal.get(1..literal.len().saturating_sub(1)).unwrap_or("")
}
