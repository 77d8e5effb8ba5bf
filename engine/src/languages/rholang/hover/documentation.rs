//! Comments directly above a construct, as Markdown.
//!
//! The comments that count end in the line above the construct, or above another one that counts, and
//! begin their line; one block comment may stand right before the construct. The text is Markdown.
//! Lines that begin with `@param`, `@return`, `@throws` or `@example` begin sections.

use crate::diagnostic::SUPPRESSION_MARKER;
use crate::ir::NodeId;
use crate::symbol::{Document, HoverBlock};
use crate::text::TextRange;

/// How many comments above a construct are read.
const COMMENTS_MAX: usize = 256;

/// What the comments above a construct say.
#[derive(Debug, Default)]
struct Documentation {
    text: String,
    parameters: Vec<(String, String)>,
    returns: String,
    throws: Vec<String>,
    examples: Vec<String>,
}

/// Adds what the comments above the first of some constructs say that has any.
pub(super) fn add(document: Document<'_>, constructs: &[NodeId], blocks: &mut Vec<HoverBlock>) {
    let existing = constructs.iter().filter(|node| node.index() < document.ir.nodes.len());
    let mut lines = existing.map(|&node| lines_above(document, node));
    if let Some(lines) = lines.find(|lines| !lines.is_empty()) {
        Documentation::parse(&lines).render(blocks);
    }
}

/// Adds what the comments above a construct say about one of its parameters.
pub(super) fn add_parameter(
    document: Document<'_>,
    construct: NodeId,
    name: &str,
    blocks: &mut Vec<HoverBlock>,
) {
    let documentation = Documentation::parse(&lines_above(document, construct));
    let parameter = documentation.parameters.into_iter().find(|(found, _)| found == name);
    let text = parameter.map(|(_, text)| text).filter(|text| !text.is_empty());
    blocks.extend(text.map(HoverBlock::Prose));
}

/// The lines of the comments above a construct, without comment signs.
fn lines_above<'a>(document: Document<'a>, node: NodeId) -> Vec<&'a str> {
    let comments = document.ir.comments;
    let start = document.ir.nodes.start(node);
    let count = comments.start.partition_point(|&comment| comment < start);
    let mut ranges: Vec<TextRange> = Vec::new();
    let mut below = start as usize;
    for index in (0..count).rev().take(COMMENTS_MAX) {
        let range = TextRange::new(comments.start[index], comments.end[index]);
        let Some(between) = document.text.get(range.end as usize..below) else { break };
        let line_ends = memchr::memchr_iter(b'\n', between.as_bytes()).count();
        let is_adjacent = between.trim().is_empty() && line_ends <= 1;
        let is_beside = line_ends == 0 && ranges.is_empty();
        if !is_adjacent || !(is_beside || begins_line(document.text, range.start)) {
            break;
        }
        ranges.push(range);
        below = range.start as usize;
    }
    let mut lines = Vec::new();
    for range in ranges.into_iter().rev() {
        let comment = range.of(document.text);
        if !comment.contains(SUPPRESSION_MARKER) {
            add_lines(comment, &mut lines);
        }
    }
    while lines.last().is_some_and(|line: &&str| line.trim().is_empty()) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    lines.drain(..first);
    lines
}

/// Whether only white space stands before an offset in its line.
fn begins_line(text: &str, offset: u32) -> bool {
    let before = text.get(..offset as usize).unwrap_or("");
    let last = before.chars().rev().find(|&c| c == '\n' || !c.is_whitespace());
    matches!(last, None | Some('\n'))
}

/// Adds the lines of one comment.
fn add_lines<'a>(comment: &'a str, lines: &mut Vec<&'a str>) {
    if let Some(content) = comment.strip_prefix("//") {
        let content = content.trim_start_matches('/');
        add_line(content.strip_prefix(' ').unwrap_or(content), lines);
        return;
    }
    let content = comment.strip_prefix("/*").unwrap_or(comment);
    let content = content.strip_suffix("*/").unwrap_or(content);
    let content = content.strip_prefix('*').unwrap_or(content);
    for line in content.lines() {
        let unindented = line.trim_start();
        let starred = unindented.strip_prefix('*').unwrap_or(unindented);
        add_line(starred.strip_prefix(' ').unwrap_or(starred), lines);
    }
}

/// Adds a line, unless it only draws a rule.
fn add_line<'a>(line: &'a str, lines: &mut Vec<&'a str>) {
    let line = line.trim_end();
    let draws = |c: char| matches!(c, '=' | '-' | '*' | '#' | '~' | '_' | '/' | ' ' | '─' | '═');
    if line.chars().count() < 3 || !line.chars().all(draws) {
        lines.push(line);
    }
}

/// What the lines after a tag belong to.
enum Section {
    Text,
    Parameter,
    Returns,
    Throws,
    Example,
}

impl Documentation {
    fn parse(lines: &[&str]) -> Self {
        let mut found = Self::default();
        let mut section = Section::Text;
        for line in lines {
            let (tag, rest) = match line.trim_start().strip_prefix('@') {
                Some(tagged) => tagged.split_once(char::is_whitespace).unwrap_or((tagged, "")),
                None => ("", ""),
            };
            let rest = rest.trim();
            match tag {
                "param" => {
                    let (name, text) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                    let text = text.trim_start();
                    let text = text.strip_prefix("- ").unwrap_or(text);
                    let name = name.trim_start_matches('@').trim_end_matches(':');
                    found.parameters.push((name.to_owned(), text.to_owned()));
                    section = Section::Parameter;
                }
                "return" | "returns" => {
                    append(&mut found.returns, rest, ' ');
                    section = Section::Returns;
                }
                "throw" | "throws" => {
                    found.throws.push(rest.to_owned());
                    section = Section::Throws;
                }
                "example" => {
                    found.examples.push(rest.to_owned());
                    section = Section::Example;
                }
                _ => found.continue_section(&section, line),
            }
        }
        found
    }

    fn continue_section(&mut self, section: &Section, line: &str) {
        let place = match section {
            Section::Text => None,
            Section::Parameter => self.parameters.last_mut().map(|(_, text)| text),
            Section::Returns => Some(&mut self.returns),
            Section::Throws => self.throws.last_mut(),
            Section::Example => {
                if let Some(example) = self.examples.last_mut() {
                    append(example, line, '\n');
                }
                return;
            }
        };
        match place {
            Some(text) => append(text, line.trim(), ' '),
            None => {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.text.push_str(line);
            }
        }
    }

    fn render(self, blocks: &mut Vec<HoverBlock>) {
        let mut prose = |text: String| blocks.push(HoverBlock::Prose(text));
        let text = self.text.trim();
        if !text.is_empty() {
            prose(text.to_owned());
        }
        if !self.parameters.is_empty() {
            let lines = self.parameters.iter().map(|(name, text)| match text.as_str() {
                "" => format!("\n- `{name}`"),
                text => format!("\n- `{name}`: {text}"),
            });
            prose(format!("**Parameters**\n{}", lines.collect::<String>()));
        }
        if !self.returns.is_empty() {
            prose(format!("**Returns** {}", self.returns));
        }
        for text in self.throws {
            prose(format!("**Throws** {text}"));
        }
        for text in self.examples {
            let text = text.trim_matches('\n');
            // An example may bring its own fence.
            if text.contains("```") {
                prose(format!("**Example**\n\n{text}"));
            } else if !text.is_empty() {
                prose(format!("**Example**\n\n```rholang\n{text}\n```"));
            }
        }
    }
}

/// Appends a line to a text, with a separator if both hold something.
fn append(text: &mut String, line: &str, separator: char) {
    if !text.is_empty() && (separator == '\n' || !line.is_empty()) {
        text.push(separator);
    }
    text.push_str(line);
}
