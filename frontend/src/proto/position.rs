//! Positions and ranges.
//!
//! The protocol counts lines from 0 and columns in the units that client and server agreed on; the
//! engine counts bytes. Every function takes the text and the [`LineIndex`] built from it.

use rholang_engine::text::{LineIndex, Position, PositionEncoding, TextRange};

/// The position of a byte offset.
pub fn to_lsp_position(
    text: &str,
    lines: &LineIndex,
    offset: u32,
    encoding: PositionEncoding,
) -> lsp_types::Position {
    let position = lines.position(text, offset, encoding);
    lsp_types::Position::new(position.line, position.character)
}

/// The positions of both ends of a byte range.
pub fn to_lsp_range(
    text: &str,
    lines: &LineIndex,
    range: TextRange,
    encoding: PositionEncoding,
) -> lsp_types::Range {
    lsp_types::Range::new(
        to_lsp_position(text, lines, range.start, encoding),
        to_lsp_position(text, lines, range.end, encoding),
    )
}

/// The byte offset of a position. A position outside the text means the nearest one inside.
pub fn from_lsp_position(
    text: &str,
    lines: &LineIndex,
    position: lsp_types::Position,
    encoding: PositionEncoding,
) -> u32 {
    let position = Position { line: position.line, character: position.character };
    lines.offset(text, position, encoding)
}

/// The bytes of a range. A range whose end lies before its start is empty.
pub fn from_lsp_range(
    text: &str,
    lines: &LineIndex,
    range: lsp_types::Range,
    encoding: PositionEncoding,
) -> TextRange {
    TextRange::new(
        from_lsp_position(text, lines, range.start, encoding),
        from_lsp_position(text, lines, range.end, encoding),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_round_trip() {
        let text = "a\r\n\"🦀é\" | b";
        let lines = LineIndex::new(text);
        let range = TextRange::new(4, 10);
        for (encoding, end) in [
            (PositionEncoding::Utf8, 7),
            (PositionEncoding::Utf16, 4),
            (PositionEncoding::Utf32, 3),
        ] {
            let found = to_lsp_range(text, &lines, range, encoding);
            assert_eq!(found.start, lsp_types::Position::new(1, 1));
            assert_eq!(found.end, lsp_types::Position::new(1, end));
            assert_eq!(from_lsp_range(text, &lines, found, encoding), range);
        }
    }

    #[test]
    fn a_range_in_the_wrong_order_is_empty() {
        let text = "abc";
        let lines = LineIndex::new(text);
        let range =
            lsp_types::Range::new(lsp_types::Position::new(0, 2), lsp_types::Position::new(0, 1));
        let found = from_lsp_range(text, &lines, range, PositionEncoding::Utf16);
        assert_eq!(found, TextRange::empty(2));
    }
}
