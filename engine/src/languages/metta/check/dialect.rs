//! Words that MeTTaTron reads in another way (`metta.md` 1.2).

use core::ops::Range;

use memchr::memchr;
use rustc_hash::FxHashMap;

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NameId, NodeId};
use crate::languages::metta::kind::NodeKind;
use crate::languages::metta::{code, shape};
use crate::text::TextRange;

/// Reports words that are one word to hyperon and something else to MeTTaTron. `nodes` are all that begin
/// on some lines: what stands on a line makes no difference to other lines.
pub(super) fn check(text: &str, ir: Ir<'_>, nodes: Range<NodeId>, sink: &mut DiagnosticSink) {
    let mut readings: FxHashMap<NameId, Option<&'static str>> = FxHashMap::default();
    // Up to here the text is meant as a comment.
    let mut comment_end = 0;
    for node in (nodes.start.raw()..nodes.end.raw()).map(NodeId::new) {
        let range = ir.range(node);
        if range.start < comment_end {
            continue;
        }
        let reading = match shape::kind(ir.nodes, node) {
            NodeKind::Symbol => {
                if range.of(text).starts_with("//") {
                    let comment = rest_of_line(text, range.start);
                    comment_end = comment.end;
                    sink.report(&code::SLASH_COMMENT, comment);
                    continue;
                }
                let name = NameId::new(ir.nodes.data(node));
                *readings.entry(name).or_insert_with(|| reading(range.of(text)))
            }
            NodeKind::Variable => *readings
                .entry(variable_name(ir, node))
                .or_insert_with(|| variable_reading(range.of(text))),
            NodeKind::Integer | NodeKind::Float => number_reading(range.of(text)),
            _ => None,
        };
        if let Some(reading) = reading {
            sink.report(&code::DIALECT_TOKEN, range).text(range).word(reading);
        }
    }
}

fn variable_name(ir: Ir<'_>, variable: NodeId) -> NameId {
    shape::variable_name(ir, variable).unwrap_or(NameId::NONE)
}

/// From an offset to the end of its line, without white space at the end.
fn rest_of_line(text: &str, start: u32) -> TextRange {
    let rest = text.get(start as usize..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("").trim_end();
    TextRange::from_offsets(start as usize..start as usize + line.len())
}

const SEVERAL: &str = "several words";
const REJECTED: &str = "an error";

/// What MeTTaTron makes of a symbol, if it is not a symbol too.
fn reading(word: &str) -> Option<&'static str> {
    let bytes = word.as_bytes();
    match bytes {
        [b'!' | b'?' | b'\'', rest @ ..] if token(rest) == Token::Word(rest.len()) => {
            // `!name` evaluates, as it is meant.
            match bytes.first() {
                _ if rest == b"=" => Some(SEVERAL),
                Some(b'?') => Some("a `?` on the word after it"),
                Some(b'\'') => Some("a `'` on the word after it"),
                _ => None,
            }
        }
        // `&self` is two words, and `match` takes them as such.
        [b'&', rest @ ..] if rest.is_empty() || token(rest) == Token::Word(rest.len()) => None,
        b"!" => None,
        _ => whole(bytes),
    }
}

/// What MeTTaTron makes of a word that does not begin with an operator, if it is not one word.
fn whole(word: &[u8]) -> Option<&'static str> {
    let mut rest = word;
    let mut tokens = 0;
    let mut last = Token::Word(0);
    while !rest.is_empty() {
        last = token(rest);
        let length = match last {
            Token::Word(length) => length,
            Token::Operator => 1,
            Token::Rejected => return Some(REJECTED),
            // Nothing certain is known about this word.
            Token::Unknown => return None,
        };
        tokens += 1;
        rest = rest.get(length.max(1)..).unwrap_or(&[]);
    }
    match (tokens, last, word.last()) {
        (0 | 1, Token::Word(_), _) => None,
        (2, Token::Operator, Some(b'!')) => Some("a name, and a `!` on the form after it"),
        (2, Token::Operator, Some(b'?')) => Some("a name, and a `?` on the form after it"),
        (1, Token::Operator, _) => Some("an operator on the form after it"),
        _ => Some(SEVERAL),
    }
}

/// What MeTTaTron makes of a variable. It ends one at a semicolon, as people expect.
fn variable_reading(word: &str) -> Option<&'static str> {
    let bytes = word.as_bytes();
    whole(bytes.get(..memchr(b';', bytes).unwrap_or(bytes.len())).unwrap_or(bytes))
}

/// What MeTTaTron makes of a number.
fn number_reading(word: &str) -> Option<&'static str> {
    match whole(word.as_bytes()) {
        None if word.starts_with('+') => Some("a symbol, not a number"),
        reading => reading,
    }
}

/// What a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// A word of so many bytes.
    Word(usize),
    /// `!`, `?` or `'`, which apply to the form after them.
    Operator,
    /// A character that begins nothing.
    Rejected,
    /// A character of which it is not known what it begins.
    Unknown,
}

fn token(text: &[u8]) -> Token {
    let is_part = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\'' | b'-' | b'+' | b'*' | b'/')
    };
    let run = |text: &[u8], extra: &[u8]| {
        text.iter().take_while(|&byte| is_part(byte) || extra.contains(byte)).count()
    };
    let tail = text.get(1..).unwrap_or(&[]);
    match text {
        [b'-', b'>', ..] | [b'=', b'=', ..] | [b'<', b'=', ..] | [b':', b'=', ..] => Token::Word(2),
        [b'0'..=b'9', ..] => Token::Word(number_length(text)),
        [b'-', b'0'..=b'9', ..] => Token::Word(1 + number_length(tail)),
        [b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'*' | b'/', ..] => {
            Token::Word(1 + run(tail, b""))
        }
        [b'$', ..] => Token::Word(1 + run(tail, b"&")),
        [b'%', ..] => {
            let letters = tail.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let is_type = letters > 0 && tail.get(letters) == Some(&b'%');
            if is_type { Token::Word(letters + 2) } else { Token::Rejected }
        }
        [b'!' | b'?' | b'\'', ..] => Token::Operator,
        [b'_' | b'=' | b'<' | b'>' | b':' | b',' | b'.' | b'&' | b'@' | b'"', ..] => Token::Word(1),
        [b'#' | b'~' | b'^' | b'[' | b']' | b'{' | b'}' | b'\\', ..] | [0x80..=0xFF, ..] => {
            Token::Rejected
        }
        _ => Token::Unknown,
    }
}

/// The length of the digits that a text begins with, with a fraction and an exponent after it.
fn number_length(text: &[u8]) -> usize {
    let digits = |from: usize| {
        let digits = text.get(from..).unwrap_or(&[]);
        digits.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let integer = digits(0);
    let fraction = digits(integer + 1);
    if text.get(integer) != Some(&b'.') || fraction == 0 {
        return integer;
    }
    let end = integer + 1 + fraction;
    let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
    let exponent = digits(end + 1 + sign);
    let has_exponent = matches!(text.get(end), Some(b'e' | b'E')) && exponent > 0;
    if has_exponent { end + 1 + sign + exponent } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings() {
        let as_they_are = "f is-empty x' a_b + - * / -> == = < > <= : , & . _ ! %Undefined% Type \
                           &self & !f a1 +x *a- -5 5 1.5 1.5e3 -1.5e-3 $x $x-y $a&b $ a/b -- |->";
        for word in as_they_are.split(' ') {
            let found = match word.as_bytes() {
                [b'$', ..] => variable_reading(word),
                [b'-', b'0'..=b'9', ..] | [b'0'..=b'9', ..] => number_reading(word),
                _ => reading(word),
            };
            assert_eq!(found, None, "{word}");
        }
        for (words, expected) in [
            ("println! bind! x!", "a name, and a `!` on the form after it"),
            ("is-empty? x?", "a name, and a `?` on the form after it"),
            ("?x", "a `?` on the word after it"),
            ("'x", "a `'` on the word after it"),
            ("? '", "an operator on the form after it"),
            (">= != => :< =alpha @doc a.b foo:bar _x --> <=> a,b a$b 3d 1abc", SEVERAL),
            ("% %% #a a#b ~ ^ [a] {a} \\x λ ж → ⟨ aé", REJECTED),
        ] {
            for word in words.split(' ') {
                assert_eq!(reading(word), Some(expected), "{word}");
            }
        }
        assert_eq!(number_reading("+5"), Some("a symbol, not a number"));
        assert_eq!(number_reading("1e5"), Some(SEVERAL));
        assert_eq!(number_reading("+1.5"), Some(SEVERAL));
        assert_eq!(variable_reading("$x.y"), Some(SEVERAL));
        assert_eq!(variable_reading("$é"), Some(REJECTED));
        assert_eq!(variable_reading("$x;é"), None);
    }
}
