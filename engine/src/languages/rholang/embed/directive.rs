//! What comments and first lines say about strings.

use memchr::memchr_iter;

use super::Found;
use crate::diagnostic::DiagnosticSink;
use crate::ir::Ir;
use crate::languages::rholang::{builtin, code};
use crate::region::{EmbeddedSettings, Part, Reason, Rule};
use crate::text::TextRange;

/// A comment that may name a language.
pub(super) struct Directive {
    comment: TextRange,
    name: TextRange,
    /// Whether the comment says that the name is one of a language: `@language: name`.
    is_explicit: bool,
}

/// The comments that may name a language, in order of the text.
pub(super) fn in_comments(text: &str, ir: Ir<'_>) -> Vec<Directive> {
    let comments = ir
        .comments
        .ids()
        .map(|comment| TextRange::new(ir.comments.start(comment), ir.comments.end(comment)));
    comments.filter_map(|comment| directive(text, comment)).collect()
}

/// `// @name`, `/* @name */`, `// @language: name`; the name may be followed by other words.
fn directive(text: &str, comment: TextRange) -> Option<Directive> {
    let content = comment.of(text);
    let (content, end) = match content.strip_prefix("/*") {
        Some(block) => (block.trim_start_matches('*').strip_suffix("*/")?, comment.end - 2),
        None => (content.trim_start_matches('/'), comment.end),
    };
    let word = content.trim_start().strip_prefix('@')?;
    let length = word.find(|c: char| !is_name_character(c)).unwrap_or(word.len());
    let (name, rest) = word.split_at(length);
    // From the begin of a word with everything after it to the end of the comment's content.
    let range = |from: &str, length: usize| {
        let start = (end as usize).saturating_sub(from.len());
        TextRange::from_offsets(start..start + length)
    };
    if name.eq_ignore_ascii_case("language")
        && let Some(language) = rest.trim_start().strip_prefix(':')
    {
        let language = language.trim_start();
        let length = language.find(char::is_whitespace).unwrap_or(language.len());
        let name = range(language, length);
        return (length > 0).then_some(Directive { comment, name, is_explicit: true });
    }
    let is_alone = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let name = range(word, length);
    (is_alone && length > 0).then_some(Directive { comment, name, is_explicit: false })
}

fn is_name_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | '+')
}

/// Whether a string may begin with a line that names a language, `#!name`.
pub(super) fn may_hold_first_lines(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Hardly any program has the sign outside of such lines.
    memchr_iter(b'#', bytes).any(|sign| {
        bytes.get(sign + 1) == Some(&b'!') && sign.checked_sub(1).map(|at| bytes[at]) == Some(b'"')
    })
}

/// Marks the texts that directives speak of.
pub(super) fn apply(
    text: &str,
    directives: &[Directive],
    settings: &EmbeddedSettings,
    found: &mut Found<'_>,
    sink: &mut DiagnosticSink,
) {
    let (mut comment_lines, mut string_lines) = (LineCounter::new(text), LineCounter::new(text));
    // The last directive before a text is the one that counts.
    let mut marks = Vec::new();
    for directive in directives {
        let next = found.chains.literal_from(directive.comment.end);
        let Some((start, chain)) = next else { break };
        let lines_between = string_lines.line(start) - comment_lines.line(directive.comment.end);
        if lines_between > 1 {
            continue;
        }
        match settings.find_language(directive.name.of(text)) {
            Some(language) => {
                let reason = Reason { rule: Rule::Directive, place: directive.comment };
                marks.push((chain, language, reason));
            }
            None => report_unknown(text, directive, settings, sink),
        }
    }
    for (chain, language, reason) in marks.into_iter().rev() {
        found.mark(chain, language, reason);
    }
}

/// A name that is nothing like that of a language belongs to a tag such as `@param`.
fn report_unknown(
    text: &str,
    directive: &Directive,
    settings: &EmbeddedSettings,
    sink: &mut DiagnosticSink,
) {
    let name = directive.name.of(text);
    let lower = name.to_ascii_lowercase();
    let is_meant = || settings.names().any(|name| builtin::is_misspelling(&lower, name));
    if directive.is_explicit || is_meant() {
        sink.report(&code::UNKNOWN_EMBEDDED_LANGUAGE, directive.name).text(directive.name);
    }
}

/// Counts lines up to offsets that ascend.
struct LineCounter<'t> {
    text: &'t [u8],
    offset: usize,
    line: usize,
}

impl<'t> LineCounter<'t> {
    fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), offset: 0, line: 0 }
    }

    /// The line of an offset, which is not before the last one asked for.
    fn line(&mut self, offset: u32) -> usize {
        let end = (offset as usize).max(self.offset);
        let passed = self.text.get(self.offset..end).unwrap_or(&[]);
        self.line += memchr_iter(b'\n', passed).count();
        self.offset = end;
        self.line
    }
}

// ---- first lines ----

/// The begin of a literal that names a language.
pub(super) struct Header<'t> {
    pub(super) name: &'t str,
    /// How many bytes of the literal belong to it.
    pub(super) length: usize,
}

/// `#!name` at the begin of a literal, with the white space and the line end after it.
pub(super) fn first_line(literal: &str) -> Option<Header<'_>> {
    let after = literal.strip_prefix("#!")?;
    let length = after.find(|c: char| !is_name_character(c)).unwrap_or(after.len());
    let (name, rest) = after.split_at(length);
    let blank = rest.trim_start_matches([' ', '\t']);
    // The line end may be written as an escape.
    let line_ends = ["\r\n", "\n", "\r", "\\r\\n", "\\n", "\\r"];
    let body = line_ends.iter().find_map(|line_end| blank.strip_prefix(line_end));
    let is_separate = blank.len() < rest.len() || body.is_some() || rest.is_empty();
    let length = literal.len() - body.unwrap_or(blank).len();
    (is_separate && !name.is_empty()).then_some(Header { name, length })
}

/// Marks the texts that begin with the name of a language.
pub(super) fn apply_first_lines(text: &str, settings: &EmbeddedSettings, found: &mut Found<'_>) {
    for (index, chain) in found.chains.iter().enumerate() {
        let Some(Part::Literal(range)) = chain.parts.first() else { continue };
        let Some(header) = first_line(range.of(text)) else { continue };
        if let Some(language) = settings.find_language(header.name) {
            let name_end = range.start as usize + "#!".len() + header.name.len();
            let place = TextRange::from_offsets(range.start as usize..name_end);
            found.mark(index, language, Reason { rule: Rule::FirstLine, place });
        }
    }
}
