//! What to say about text that does not parse.
//!
//! The reader knows few ways to fail (`metta.md` 1.1): brackets without partners and strings that do
//! not end. A scan over the characters finds all of them, and better than the places where the
//! parser gave up. Escapes, numbers and `#` in variables are checked with the literals.

use memchr::memchr_iter;

use super::code;
use crate::diagnostic::DiagnosticSink;
use crate::syntax::SyntaxTree;
use crate::syntax::delimiter::{DelimiterFault, DelimiterScan, Delimiters, Lexeme};
use crate::text::TextRange;

/// Reports the syntax errors of a tree that has some.
pub(super) fn explain(text: &str, tree: &SyntaxTree, sink: &mut DiagnosticSink) {
    let scan = DelimiterScan::new(text, &MettaDelimiters);
    for fault in scan.faults() {
        let range = fault.range();
        let code = match fault {
            DelimiterFault::Unclosed(_) => &code::SYNTAX_UNCLOSED_BRACKET,
            DelimiterFault::UnexpectedCloser(_) => &code::SYNTAX_UNEXPECTED_BRACKET,
            DelimiterFault::UnclosedToken(_) => &code::SYNTAX_UNCLOSED_STRING,
        };
        sink.report(code, range);
    }
    // The grammar rejects null characters, although the reader takes them for parts of words.
    let mut unexpected = memchr_iter(0, text.as_bytes()).peekable();
    let is_explained = !scan.faults().is_empty() || unexpected.peek().is_some();
    for offset in unexpected {
        sink.report(&code::SYNTAX_UNEXPECTED, TextRange::from_offsets(offset..offset + 1));
    }
    if !is_explained {
        let range = tree.first_error_line(text);
        sink.report(&code::SYNTAX_UNEXPECTED, range);
    }
}

/// Where the opening brackets without partners are, in order of the text.
pub(super) fn unclosed_openers(text: &str) -> Vec<u32> {
    let scan = DelimiterScan::new(text, &MettaDelimiters);
    let unclosed = scan.faults().iter().filter_map(|fault| match fault {
        DelimiterFault::Unclosed(range) => Some(range.start),
        _ => None,
    });
    unclosed.collect()
}

/// The delimiters of MeTTa.
struct MettaDelimiters;

impl Delimiters for MettaDelimiters {
    fn lexeme(&self, rest: &[u8]) -> Lexeme {
        match rest {
            [b'(', ..] => Lexeme::Opener { length: 1, closer: b")" },
            [b')', ..] => Lexeme::Closer { closers: &[b")"] },
            [b';', ..] => Lexeme::LineComment,
            [b'"', ..] => Lexeme::Token { prefix: 1, length: self.quoted_length(rest, b'"') },
            _ => match word_length(rest) {
                0 => Lexeme::Other,
                length => Lexeme::Token { prefix: 1, length: Some(length) },
            },
        }
    }

    // A string that ends where another one should begin is followed by the latter's text.
    fn is_plausible_after_string(&self, rest: &[u8]) -> bool {
        rest.first().is_none_or(|byte| b" \t\r\n();".contains(byte))
    }

    fn top_level_prefixes(&self) -> &'static [&'static [u8]] {
        &[b"", b"!", b"! "]
    }

    fn is_string_cut_at_line_end(&self) -> bool {
        true
    }
}

/// The length in bytes of the word or variable that the text begins with; quotes, dollar signs and,
/// in variables, semicolons are parts of it (`metta.md` 1.1).
fn word_length(rest: &[u8]) -> usize {
    let is_variable = rest.first() == Some(&b'$');
    let ends = |byte: u8| {
        matches!(byte, b'(' | b')' | b'\t'..=b'\r' | b' ') || byte == b';' && !is_variable
    };
    let mut length = 0;
    while let Some(&byte) = rest.get(length) {
        if ends(byte) {
            break;
        }
        // White space beyond ASCII begins with one of these bytes.
        if matches!(byte, 0xC2 | 0xE1..=0xE3) {
            let width = rest.get(length..).and_then(wide_white_space);
            if let Some(width) = width {
                return if length == 0 { width } else { length };
            }
        }
        length += 1;
    }
    length
}

/// The length in bytes of the white space beyond ASCII that the text begins with.
fn wide_white_space(rest: &[u8]) -> Option<usize> {
    (2..=3).find_map(|width| {
        let character = core::str::from_utf8(rest.get(..width)?).ok()?.chars().next()?;
        character.is_whitespace().then_some(width)
    })
}
