//! Strings, numbers and the spelling of variables: what the reader rejects or reads unexpectedly
//! (`metta.md` 1.1).

use memchr::{memchr, memchr2};

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NodeId};
use crate::languages::metta::kind::Dialect;
use crate::languages::metta::{code, shape};
use crate::region::HOLE;
use crate::text::TextRange;

/// The shortest integer that can be too large.
const DIGITS_OF_MAXIMUM: usize = "9223372036854775807".len();

pub(super) fn check_integer(text: &str, ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let range = ir.range(node);
    let literal = range.of(text);
    if literal.len() >= DIGITS_OF_MAXIMUM && literal.parse::<i64>().is_err() {
        sink.report(&code::SYNTAX_INTEGER_OVERFLOW, range);
    }
}

/// Whether a variable of this name has anything to report.
pub(super) fn is_odd_name(spelling: &[u8]) -> bool {
    memchr2(b';', b'#', spelling).is_some()
}

pub(super) fn check_variable(
    ir: Ir<'_>,
    dialect: Dialect,
    node: NodeId,
    sink: &mut DiagnosticSink,
) {
    let Some(name) = shape::variable_name(ir, node) else {
        return;
    };
    let spelling = ir.names.bytes(name);
    let start = ir.nodes.start(node);
    let place = |sign: u8| memchr(sign, spelling).and_then(|place| u32::try_from(place).ok());
    // MeTTaTron ends a variable at the semicolon (`metta.md` 1.2).
    if let (Dialect::Hyperon, Some(place)) = (dialect, place(b';')) {
        let range = TextRange::new(start + place, start + place + 1);
        sink.report(&code::SUSPICIOUS_SEMICOLON, range);
    }
    if let Some(place) = place(b'#') {
        let range = TextRange::new(start + place, start + place + 1);
        sink.report(&code::SYNTAX_RESERVED_HASH, range);
    }
}

pub(super) fn check_string(text: &str, ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let range = ir.range(node);
    let literal = range.of(text);
    // Without the closing quote, so that no escape reaches beyond it.
    let content = literal.get(..literal.len().saturating_sub(1)).unwrap_or("");
    let mut offset = 0;
    while let Some(found) = content.get(offset..).and_then(|rest| memchr(b'\\', rest.as_bytes())) {
        let backslash = offset + found;
        let after = content.get(backslash + 1..).unwrap_or("");
        let (length, is_valid) = escape(after);
        offset = backslash + 1 + length;
        // What a hole adds to the escape is not known.
        let is_open = content.get(offset..).is_some_and(|rest| rest.starts_with(HOLE));
        if !is_valid && !is_open {
            let start = range.start as usize;
            let escape = TextRange::from_offsets(start + backslash..start + offset);
            sink.report(&code::SYNTAX_INVALID_ESCAPE, escape).text(escape);
        }
    }
}

/// The length of an escape after its backslash, and whether the reader accepts it.
fn escape(after: &str) -> (usize, bool) {
    let Some(first) = after.chars().next() else {
        return (0, false);
    };
    match first {
        '\'' | '"' | '\\' | 'n' | 'r' | 't' => (1, true),
        'x' => {
            let digits = after.get(1..).unwrap_or("");
            let length = digits.bytes().take(2).take_while(u8::is_ascii_hexdigit).count();
            let value = digits.get(..length).and_then(|digits| u8::from_str_radix(digits, 16).ok());
            (1 + length, length == 2 && value.is_some_and(|value| value <= 0x7F))
        }
        'u' => unicode_escape(after),
        HOLE => (0, false),
        other => (other.len_utf8(), false),
    }
}

/// `u{` up to eight digits `}`. The reader passes over further opening braces, and takes no digits
/// for the null character.
fn unicode_escape(after: &str) -> (usize, bool) {
    let mut value = 0_u32;
    let mut digits = 0;
    if after.as_bytes().get(1) != Some(&b'{') {
        return (1, false);
    }
    for (offset, character) in after.char_indices().skip(2) {
        match (character, character.to_digit(16)) {
            ('{', _) => {}
            ('}', _) => return (offset + 1, char::from_u32(value).is_some()),
            (_, Some(digit)) if digits < 8 => {
                digits += 1;
                value = (value << 4) | digit;
            }
            _ => return (offset, false),
        }
    }
    (after.len(), false)
}
