//! What to say about text that does not parse.
//!
//! Tree-sitter recovers from errors by skipping text or inventing tokens, and says no more than
//! where. People want to know what to do, so the explanation comes from three places, in this
//! order:
//!
//! 1. A scan over the characters finds strings, URIs and comments that are never closed, and
//!    delimiters without partners. It explains most errors of real programs, and better than the
//!    place where the parser gave up.
//! 2. Tokens that the parser invented are missing.
//! 3. Text that the parser skipped is unexpected, unless 1. explains it.

use tree_sitter::Node;

use super::code;
use crate::diagnostic::DiagnosticSink;
use crate::syntax::delimiter::{DelimiterFault, DelimiterScan, Delimiters, Lexeme};
use crate::syntax::{SyntaxTree, TreeVisitor, walk};
use crate::text::TextRange;

/// Reports the syntax errors of a tree that has some.
pub(super) fn explain(text: &str, tree: &SyntaxTree, sink: &mut DiagnosticSink) {
    let scan = DelimiterScan::new(text, &RholangDelimiters);
    let mut explained: Vec<TextRange> = Vec::new();
    let mut unclosed_token = None;
    for fault in scan.faults() {
        let range = fault.range();
        match *fault {
            DelimiterFault::Unclosed(range) => {
                sink.report(&code::SYNTAX_UNCLOSED_DELIMITER, range).text(range);
            }
            DelimiterFault::UnexpectedCloser(range) => {
                sink.report(&code::SYNTAX_UNEXPECTED_CLOSER, range).text(range);
            }
            DelimiterFault::UnclosedToken(range) => {
                let code = match text.as_bytes().get(range.start as usize) {
                    Some(b'"') => &code::SYNTAX_UNCLOSED_STRING,
                    Some(b'`') => &code::SYNTAX_UNCLOSED_URI,
                    _ => &code::SYNTAX_UNCLOSED_COMMENT,
                };
                sink.report(code, range);
                unclosed_token = Some(range.start);
            }
        }
        explained.push(range);
    }
    let mut errors = ErrorNodes { text, explained, unclosed_token, sink, is_reported: false };
    walk(tree.tree().root_node(), &mut errors);
    if !errors.is_reported && errors.explained.is_empty() {
        errors.report_first_error(tree.tree().root_node());
    }
}

/// The delimiters of Rholang.
struct RholangDelimiters;

impl Delimiters for RholangDelimiters {
    fn lexeme(&self, rest: &[u8]) -> Lexeme {
        match rest {
            [b'/', b'/', ..] => Lexeme::LineComment,
            [b'/', b'*', ..] => {
                let end = memchr::memmem::find(&rest[2..], b"*/");
                Lexeme::Token { prefix: 2, length: end.map(|end| end + 4) }
            }
            [quote @ (b'"' | b'`'), ..] => {
                let length = self.quoted_length(rest, *quote);
                Lexeme::Token { prefix: 1, length }
            }
            [b'{', b'|', ..] => Lexeme::Opener { length: 2, closer: b"|}" },
            [b'{', ..] => Lexeme::Opener { length: 1, closer: b"}" },
            [b'(', ..] => Lexeme::Opener { length: 1, closer: b")" },
            [b'[', ..] => Lexeme::Opener { length: 1, closer: b"]" },
            [b'|', b'}', ..] => Lexeme::Closer { closers: &[b"|}", b"}"] },
            [b'}', ..] => Lexeme::Closer { closers: &[b"}"] },
            [b')', ..] => Lexeme::Closer { closers: &[b")"] },
            [b']', ..] => Lexeme::Closer { closers: &[b"]"] },
            _ => Lexeme::Other,
        }
    }

    fn is_plausible_after_string(&self, rest: &[u8]) -> bool {
        let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        next.is_none_or(|byte| b"\r\n),]}|+-.:;=!/%*&<".contains(byte))
    }
}

/// Visits the error and missing nodes of a tree.
struct ErrorNodes<'a> {
    text: &'a str,
    /// Faults of delimiters and tokens, in order of the text.
    explained: Vec<TextRange>,
    /// Where a string, URI or comment begins that swallows the rest of the text.
    unclosed_token: Option<u32>,
    sink: &'a mut DiagnosticSink,
    is_reported: bool,
}

impl TreeVisitor for ErrorNodes<'_> {
    type Frame = ();

    fn enter(&mut self, node: Node<'_>, _: Option<&mut ()>) -> Option<()> {
        if node.is_missing() {
            self.missing(node);
        } else if node.is_error() {
            self.unexpected(node);
        }
        // Errors inside an error say the same again.
        (node.has_error() && !(node.is_error() && node.parent().is_some())).then_some(())
    }

    fn leave(&mut self, _: Node<'_>, (): ()) {}
}

impl ErrorNodes<'_> {
    fn is_explained(&self, range: TextRange) -> bool {
        // What the parser makes of damaged delimiters reaches from the line of the fault on.
        let first = self.explained.partition_point(|fault| fault.end < range.start);
        self.explained.get(first).is_some_and(|fault| fault.start <= range.end)
            || self.unclosed_token.is_some_and(|start| start <= range.end)
    }

    fn missing(&mut self, node: Node<'_>) {
        let kind = node.kind();
        let is_closer = matches!(kind, ")" | "]" | "}" | "|}");
        let offset = end_of_previous_token(self.text, node.start_byte());
        let range = TextRange::new(offset, offset);
        if (is_closer && !self.explained.is_empty()) || self.is_explained(range) {
            return;
        }
        self.is_reported = true;
        self.sink.report(&code::SYNTAX_MISSING, range).word(description(kind));
    }

    fn unexpected(&mut self, node: Node<'_>) {
        let full = TextRange::from_offsets(node.byte_range());
        if self.is_explained(full) {
            return;
        }
        let Some(token) = culprit(node) else { return };
        self.report_unexpected(node, token);
    }

    fn report_unexpected(&mut self, error: Node<'_>, token: Node<'_>) {
        self.is_reported = true;
        let range = first_line(self.text, TextRange::from_offsets(token.byte_range()));
        let word = range.of(self.text);
        if is_reserved(word) && token.start_byte() != error.start_byte() {
            self.sink.report(&code::SYNTAX_RESERVED_WORD, range).text(range);
            return;
        }
        let hint = if self.follows_process(token) {
            "; processes that run side by side are joined with `|`"
        } else {
            ""
        };
        self.sink.report(&code::SYNTAX_UNEXPECTED, range).text(range).word(hint);
    }

    /// Whether a process ends right before the token and the token could begin another.
    fn follows_process(&self, token: Node<'_>) -> bool {
        let before = self.text.get(..token.start_byte()).unwrap_or("").trim_end();
        let ends_process = before.ends_with([')', '}', '"', ']']);
        let first = self.text.get(token.start_byte()..).and_then(|rest| rest.chars().next());
        let begins_process =
            first.is_some_and(|first| first.is_alphanumeric() || "@\"_*~{[".contains(first));
        ends_process && begins_process
    }

    /// The last resort, so that a text with errors never passes for a sound one.
    fn report_first_error(&mut self, root: Node<'_>) {
        let mut node = root;
        while let Some(child) =
            (0..node.child_count()).filter_map(|index| node.child(index)).find(Node::has_error)
        {
            node = child;
        }
        let range = first_line(self.text, TextRange::from_offsets(node.byte_range()));
        self.sink.report(&code::SYNTAX_UNEXPECTED, range).text(range).word("");
    }
}

/// The first token of an error that the parser could not use: the token after the longest prefix
/// that looks like the beginning of a construct.
fn culprit(error: Node<'_>) -> Option<Node<'_>> {
    let count = error.child_count();
    let nested = (0..count).filter_map(|index| error.child(index)).find(Node::is_error);
    nested.and_then(|nested| nested.child(0)).or_else(|| error.child(0)).or(Some(error))
}

fn first_line(text: &str, range: TextRange) -> TextRange {
    let line = range.of(text).lines().next().unwrap_or("").trim_end();
    TextRange::from_offsets(range.start as usize..range.start as usize + line.len())
}

fn end_of_previous_token(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or("").trim_end();
    u32::try_from(before.len()).unwrap_or(u32::MAX)
}

fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "new" | "if"
            | "else"
            | "let"
            | "match"
            | "select"
            | "contract"
            | "for"
            | "or"
            | "and"
            | "matches"
            | "not"
            | "bundle"
            | "true"
            | "false"
            | "where"
    )
}

/// What to call a missing token.
fn description(kind: &str) -> &'static str {
    match kind {
        ")" => "`)`",
        "(" => "`(`",
        "]" => "`]`",
        "}" => "`}`",
        "{" => "`{`",
        "|}" => "`|}`",
        "|" => "`|`",
        "," => "`,`",
        ":" => "`:`",
        ";" => "`;`",
        "." => "`.`",
        "=" => "`=`",
        "=>" => "`=>`",
        "<-" => "`<-`",
        "<=" => "`<=`",
        "<<-" => "`<<-`",
        "!" | "!!" | "!?" => "`!`",
        "in" => "`in`",
        "identifier" | "wildcard" | "quote" => "a name",
        "uri_literal" => "a URI",
        _ => "a process",
    }
}
