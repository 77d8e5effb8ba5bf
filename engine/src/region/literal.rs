//! Escapes of string literals.
//!
//! Literals know `\"`, `\\`, `\n`, `\r`, `\t`, and `\` with decimal digits for the character of
//! that number (`rholang.md` 1 and 8 of the fact sheets; the host's compilers keep the escapes as
//! they are written, so what runs depends on who decodes them later). Any other backslash, and a
//! number that no character has, stand for themselves.

use memchr::memchr2;

use super::source_map::{SourceMap, SourceMapBuilder};
use super::{HOLE, HOLE_REPLACEMENT, Part};

/// How many digits are read after a backslash; the largest number of a character has seven.
const ESCAPE_DIGITS_MAX: usize = 7;

/// The virtual text of the parts of a host text, and the map between the two.
///
/// Parts are in ascending order. Ranges that do not fit the host count as empty.
pub fn decode(host: &str, parts: &[Part]) -> (String, SourceMap) {
    let capacity = parts.iter().map(|part| part.range().len() as usize + HOLE.len_utf8()).sum();
    let mut text = String::with_capacity(capacity);
    let mut map = SourceMapBuilder::default();
    for part in parts {
        match *part {
            Part::Literal(range) => {
                let content = range.of(host);
                decode_literal(content, range.start as usize, &mut text, &mut map);
            }
            Part::Hole(range) => {
                map.hole(text.len(), range);
                text.push(HOLE);
            }
        }
    }
    let length = text.len();
    (text, map.finish(length, parts))
}

fn decode_literal(content: &str, host: usize, text: &mut String, map: &mut SourceMapBuilder) {
    if content.is_empty() {
        // A literal without characters is a place all the same.
        map.plain(text.len(), host, 0);
    }
    let mut offset = 0;
    while let Some(rest) = content.get(offset..).filter(|rest| !rest.is_empty()) {
        let run = memchr2(b'\\', HOLE_LEAD_BYTE, rest.as_bytes()).unwrap_or(rest.len());
        if run > 0 {
            map.plain(text.len(), host + offset, run);
            text.push_str(rest.get(..run).unwrap_or(""));
            offset += run;
            continue;
        }
        let (length, character) = match escape(rest) {
            Some(escape) => escape,
            None => {
                let Some(first) = rest.chars().next() else { return };
                (first.len_utf8(), first)
            }
        };
        let character = if character == HOLE { HOLE_REPLACEMENT } else { character };
        if length == character.len_utf8() {
            map.plain(text.len(), host + offset, length);
        } else {
            map.escape(text.len(), host + offset, length);
        }
        text.push(character);
        offset += length;
    }
}

/// The byte that [`HOLE`], and every other character of its block, begins with.
const HOLE_LEAD_BYTE: u8 = 0xEE;

/// The length in bytes of the escape that the text begins with, and what it stands for.
fn escape(rest: &str) -> Option<(usize, char)> {
    let after = rest.strip_prefix('\\')?;
    let simple = match after.as_bytes().first()? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'"' => '"',
        b'\\' => '\\',
        _ => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let number = after.get(..digits).filter(|_| digits <= ESCAPE_DIGITS_MAX)?;
            let character = number.parse::<u32>().ok().and_then(char::from_u32)?;
            return Some((1 + digits, character));
        }
    };
    Some((2, simple))
}

/// Writes a text so that it can stand in a literal. Line ends stay as they are: literals may span
/// lines.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            encoded.push('\\');
        }
        encoded.push(character);
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextRange;
    use proptest::prelude::*;

    fn decoded(literal: &str) -> String {
        let range = TextRange::from_offsets(0..literal.len());
        decode(literal, &[Part::Literal(range)]).0
    }

    #[test]
    fn escapes() {
        for (literal, expected) in [
            ("", ""),
            (r"a\nb", "a\nb"),
            (r"a\\nb", r"a\nb"),
            (r"a\\\nb", "a\\\nb"),
            (r#"\"\t\r"#, "\"\t\r"),
            (r"\0", "\0"),
            (r"\65\66", "AB"),
            (r"\065x", "Ax"),
            (r"\233é", "éé"),
            (r"\129408", "🦀"),
            // No escapes: they stand for themselves.
            (r"\q\x41\é", r"\q\x41\é"),
            (r"\55296", r"\55296"),
            (r"\1114112", r"\1114112"),
            (r"\00000065", r"\00000065"),
            ("a\\", "a\\"),
            // The sign for holes.
            ("a\u{E000}b\u{E001}", "a\u{FFFD}b\u{E001}"),
            (r"\57344", "\u{FFFD}"),
        ] {
            assert_eq!(decoded(literal), expected, "{literal}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(text in "[a0n\"\\\\\\r\\n\\té🦀\u{E001}]{0,40}") {
            prop_assert_eq!(decoded(&encode(&text)), text);
        }

        #[test]
        fn an_encoded_text_stays_in_its_literal(text in "[a0n\"\\\\é]{0,40}") {
            let encoded = encode(&text);
            let mut characters = encoded.chars();
            while let Some(character) = characters.next() {
                prop_assert_ne!(character, '"');
                if character == '\\' {
                    prop_assert!(characters.next().is_some());
                }
            }
        }
    }
}
