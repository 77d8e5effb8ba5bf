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

use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::code;
use crate::diagnostic::{Diagnostic, DiagnosticSink};
use crate::syntax::delimiter::{DelimiterFault, DelimiterScan, Delimiters, Lexeme};
use crate::syntax::{SyntaxTree, TreeVisitor, find_culprit, walk};
use crate::text::{LineIndex, TextRange};

/// How many error nodes of one file are explained. Finding what was expected walks up and down the
/// tree, and nobody reads the thousandth syntax error before mending the first.
const EXPLAINED_ERRORS_MAX: usize = 500;

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
                match text.as_bytes().get(range.start as usize) {
                    Some(b'"') => drop(sink.report(&code::SYNTAX_UNCLOSED_STRING, range)),
                    Some(b'`') => drop(sink.report(&code::SYNTAX_UNCLOSED_URI, range)),
                    // A comment that is never closed is no error of the tree; a check reports it.
                    _ => {}
                }
                unclosed_token = Some(range.start);
            }
        }
        explained.push(range);
    }
    let mut errors = ErrorNodes {
        text,
        grammar: tree_sitter::Language::new(tree_sitter_rholang::LANGUAGE),
        explained,
        unclosed_token,
        doubtful_closer: None,
        sink,
        reported: 0,
    };
    walk(tree.tree().root_node(), &mut errors);
    if !errors.sink.has_syntax_errors() {
        errors.report_something(tree);
    }
    drop_aftermath(text, sink);
}

/// Removes what is likely to be a consequence of an error before it on the same line: recovery
/// seldom finds its way back within a line.
fn drop_aftermath(text: &str, sink: &mut DiagnosticSink) {
    let lines = LineIndex::new(text);
    let is_guess = |found: &Diagnostic| {
        [&code::SYNTAX_UNEXPECTED, &code::SYNTAX_MISSING, &code::SYNTAX_RESERVED_WORD]
            .iter()
            .any(|code| core::ptr::eq(*code, found.code))
    };
    // For each line, where its first finding is, and its first one that comes from the tree.
    let mut first: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    for found in sink.iter() {
        let start = found.range.start;
        let entry = first.entry(lines.line(start)).or_insert((u32::MAX, u32::MAX));
        entry.0 = entry.0.min(start);
        if is_guess(found) {
            entry.1 = entry.1.min(start);
        }
    }
    sink.retain(|found| {
        let start = found.range.start;
        let (any, guess) = first.get(&lines.line(start)).copied().unwrap_or((start, start));
        if core::ptr::eq(found.code, &code::SYNTAX_RESERVED_WORD) {
            true
        } else if is_guess(found) {
            start == any
        } else {
            let is_closer = core::ptr::eq(found.code, &code::SYNTAX_UNEXPECTED_CLOSER);
            !is_closer || start <= guess
        }
    });
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
    grammar: tree_sitter::Language,
    /// Faults of delimiters and tokens, in order of the text.
    explained: Vec<TextRange>,
    /// Where a string, URI or comment begins that swallows the rest of the text.
    unclosed_token: Option<u32>,
    /// The first closer that the parser invented although the scan found its partner. It tells
    /// nothing unless there is nothing else to tell.
    doubtful_closer: Option<(TextRange, &'static str)>,
    sink: &'a mut DiagnosticSink,
    /// How many error nodes have been explained.
    reported: usize,
}

impl TreeVisitor for ErrorNodes<'_> {
    type Frame = ();

    fn enter(&mut self, node: Node<'_>, parent: Option<&mut ()>) -> Option<()> {
        if self.reported == EXPLAINED_ERRORS_MAX {
            return None;
        }
        if node.is_missing() {
            self.missing(node);
        } else if node.is_error() {
            self.unexpected(node);
        }
        // Errors inside an error say the same again, but the root may be one around everything.
        (node.has_error() && !(node.is_error() && parent.is_some())).then_some(())
    }

    fn leave(&mut self, _: Node<'_>, (): ()) {}
}

impl ErrorNodes<'_> {
    fn is_explained(&self, range: TextRange) -> bool {
        let first = self.explained.partition_point(|fault| fault.end < range.start);
        self.explained.get(first).is_some_and(|fault| fault.start <= range.end)
            || self.unclosed_token.is_some_and(|start| start <= range.end)
    }

    fn missing(&mut self, node: Node<'_>) {
        let word = description(node.kind());
        let offset = end_of_previous_token(self.text, node.start_byte());
        let range = TextRange::empty(offset);
        if matches!(node.kind(), ")" | "]" | "}" | "|}") {
            self.doubtful_closer.get_or_insert((range, word));
        } else if !self.is_explained(range) {
            self.reported += 1;
            self.sink.report(&code::SYNTAX_MISSING, range).word(word);
        }
    }

    fn unexpected(&mut self, error: Node<'_>) {
        if self.is_explained(TextRange::from_offsets(error.byte_range())) {
            return;
        }
        self.reported += 1;
        let culprit = find_culprit(&self.grammar, error);
        let expected = match culprit.state {
            Some(state) => self.expected_token(state),
            None if culprit.follows_construct => "`|`",
            None => expected_after_keyword(error, culprit.token),
        };
        let Some(token) = culprit.token else {
            let end = end_of_previous_token(self.text, error.end_byte());
            let word = if expected.is_empty() { "the rest of this construct" } else { expected };
            self.sink.report(&code::SYNTAX_MISSING, TextRange::empty(end)).word(word);
            return;
        };
        if token.is_missing() {
            self.missing(token);
            return;
        }
        let range = first_line(self.text, TextRange::from_offsets(token.byte_range()));
        let word = range.of(self.text);
        let wants_name = match culprit.state {
            Some(state) => self.admits(state, "identifier") && !self.admits(state, "nil"),
            None => !culprit.follows_construct,
        };
        if is_reserved(word) && wants_name {
            self.sink.report(&code::SYNTAX_RESERVED_WORD, range).text(range);
            return;
        }
        let (advice, expected) = self.advice(token, word, expected);
        self.sink.report(&code::SYNTAX_UNEXPECTED, range).text(range).word(advice).word(expected);
    }

    /// What to say after "is not expected here".
    fn advice(
        &self,
        token: Node<'_>,
        word: &str,
        expected: &'static str,
    ) -> (&'static str, &'static str) {
        let before = self.text.get(..token.start_byte()).unwrap_or("").trim_end();
        let follows_name = before.ends_with(|last: char| last.is_alphanumeric() || last == '\'');
        let follows_process = follows_name || before.ends_with([')', '}', '"', ']', '`']);
        match word {
            "(" if follows_name => ("; there are no function calls, send a message with ", "`!`"),
            "=" if follows_name => ("; there is no assignment, bind names with ", "`let`"),
            ";" if follows_process => ("; processes that run side by side are joined with ", "`|`"),
            _ if expected == "`|`" => {
                let begins = |first: char| first.is_alphanumeric() || "@\"_*~{[".contains(first);
                if follows_process && word.starts_with(begins) {
                    ("; processes that run side by side are joined with ", "`|`")
                } else {
                    ("", "")
                }
            }
            _ if expected.is_empty() && before.ends_with('|') => ("; expected ", "a process"),
            _ if expected.is_empty() || word.is_empty() => ("", ""),
            _ => ("; expected ", expected),
        }
    }

    /// Whether a token of this kind may follow in a state.
    fn admits(&self, state: u16, kind: &str) -> bool {
        let symbols = self.grammar.lookahead_iterator(state);
        let is_kind = |symbol| self.grammar.node_kind_for_id(symbol) == Some(kind);
        symbols.is_some_and(|mut symbols| symbols.any(is_kind))
    }

    /// The token to suggest in a state: the most telling of those that may follow.
    fn expected_token(&self, state: u16) -> &'static str {
        const TELLING: [&str; 17] = [
            "=>",
            "in",
            "<-",
            "=",
            "(",
            "{",
            "|",
            "!",
            ")",
            "]",
            "}",
            "|}",
            ",",
            ":",
            ".",
            "identifier",
            "nil",
        ];
        // Where a process may begin, `nil` is among the symbols, and no token says as much.
        if self.admits(state, "nil") {
            return "a process";
        }
        // The state after a name is shared by all places where a name may stand.
        if self.admits(state, "end") {
            return "`|`";
        }
        TELLING.into_iter().find(|kind| self.admits(state, kind)).map_or("", description)
    }

    /// The last resort, so that a text with errors never passes for a sound one.
    fn report_something(&mut self, tree: &SyntaxTree) {
        if let Some((range, word)) = self.doubtful_closer {
            self.sink.report(&code::SYNTAX_MISSING, range).word(word);
            return;
        }
        let range = tree.first_error_line(self.text);
        self.sink.report(&code::SYNTAX_UNEXPECTED, range).text(range);
    }
}

/// What usually comes after the beginning of a construct, where the parser's state is not known.
fn expected_after_keyword(error: Node<'_>, culprit: Option<Node<'_>>) -> &'static str {
    let opens_block = culprit.is_none_or(|culprit| culprit.kind() == "{");
    match error.child(0).map(|first| first.kind()) {
        Some("new" | "let") if opens_block => "`in`",
        Some("contract") if opens_block => "`=`",
        _ => "",
    }
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
        "new"
            | "if"
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
        "identifier" | "wildcard" | "quote" | "@" => "a name",
        "uri_literal" => "a URI",
        _ => "a process",
    }
}
