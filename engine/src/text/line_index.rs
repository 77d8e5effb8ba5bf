//! Lines and columns.

use memchr::memchr2_iter;

use super::TextRange;

/// The unit in which columns are counted, as negotiated by the Language Server Protocol 3.17.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum PositionEncoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16: the protocol's default.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place in a text as editors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Line number, 0-based.
    pub line: u32,
    /// Column, 0-based, in units of a [`PositionEncoding`].
    pub character: u32,
}

/// Where each line of a text starts.
///
/// A line ends after `\n`, `\r\n` or a lone `\r`, as the protocol defines it. Conversions take
/// the text the index was built from; with another text they give some position, not a panic.
///
/// Looking up a line is a binary search over the line starts; a column of an ASCII text is a
/// subtraction, and of other texts a scan of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of each line's first byte, ascending; the first is 0.
    starts: Box<[u32]>,
    is_ascii: bool,
}

impl LineIndex {
    /// Finds the lines of `text`, which must be shorter than 4 GiB.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for end in memchr2_iter(b'\n', b'\r', bytes) {
            let is_carriage_return_of_pair =
                bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            if !is_carriage_return_of_pair {
                starts.push(u32::try_from(end + 1).unwrap_or(u32::MAX));
            }
        }
        Self { starts: starts.into_boxed_slice(), is_ascii: text.is_ascii() }
    }

    /// The bytes that the index takes.
    pub fn byte_len(&self) -> usize {
        size_of_val(&*self.starts)
    }

    /// The number of lines; a text that ends in a line end has an empty last line.
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The bytes of a line without its line end; the empty range at the end for a line beyond the
    /// last.
    pub fn line_range(&self, text: &str, line: u32) -> TextRange {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let Some(&start) = self.starts.get(line as usize) else {
            return TextRange::empty(length);
        };
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(length);
        let content = text.as_bytes().get(start as usize..end as usize).unwrap_or(&[]);
        let line_end = match content {
            [.., b'\r', b'\n'] => 2,
            [.., b'\n' | b'\r'] => 1,
            _ => 0,
        };
        TextRange::new(start, end.saturating_sub(line_end))
    }

    /// The line that holds the byte at `offset`; the last line for an offset beyond the text.
    pub fn line(&self, offset: u32) -> u32 {
        let after = self.starts.partition_point(|&start| start <= offset);
        u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The position of a byte offset.
    ///
    /// An offset inside a character counts as that character's start, and one inside a line end
    /// or beyond the text as the end of its line.
    pub fn position(&self, text: &str, offset: u32, encoding: PositionEncoding) -> Position {
        let line = self.line(offset);
        let range = self.line_range(text, line);
        let content = range.of(text);
        let mut column = (offset.min(range.end) - range.start.min(offset)) as usize;
        while !content.is_char_boundary(column) {
            column -= 1;
        }
        let character = if self.is_ascii {
            column
        } else {
            let before = content.get(..column).unwrap_or(content);
            match encoding {
                PositionEncoding::Utf8 => column,
                PositionEncoding::Utf16 => before.chars().map(char::len_utf16).sum(),
                PositionEncoding::Utf32 => before.chars().count(),
            }
        };
        Position { line, character: u32::try_from(character).unwrap_or(u32::MAX) }
    }

    /// The byte offset of a position.
    ///
    /// A column beyond its line means the end of the line, a line beyond the text the end of the
    /// text, and a column inside a character that character's start: the protocol asks for the
    /// first two, and clients send all three.
    pub fn offset(&self, text: &str, position: Position, encoding: PositionEncoding) -> u32 {
        let range = self.line_range(text, position.line);
        let wanted = position.character as usize;
        if self.is_ascii {
            return range.start.saturating_add(position.character).min(range.end);
        }
        let mut column = 0;
        for (offset, character) in range.of(text).char_indices() {
            column += match encoding {
                PositionEncoding::Utf8 => character.len_utf8(),
                PositionEncoding::Utf16 => character.len_utf16(),
                PositionEncoding::Utf32 => 1,
            };
            if column > wanted {
                return range.start + u32::try_from(offset).unwrap_or(u32::MAX);
            }
        }
        range.end
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::cast_possible_truncation, reason = "the texts are short")]

    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [PositionEncoding; 3] =
        [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    /// The definition of a position, by walking the text character by character.
    fn naive_position(text: &str, offset: usize, encoding: PositionEncoding) -> Position {
        let mut position = Position::default();
        let mut characters = text.char_indices().peekable();
        while let Some((start, character)) = characters.next() {
            if start + character.len_utf8() > offset {
                break;
            }
            let next = characters.peek().map(|&(_, next)| next);
            match character {
                '\r' if next == Some('\n') => {}
                '\n' | '\r' => {
                    position.line += 1;
                    position.character = 0;
                }
                _ => {
                    let units = match encoding {
                        PositionEncoding::Utf8 => character.len_utf8(),
                        PositionEncoding::Utf16 => character.len_utf16(),
                        PositionEncoding::Utf32 => 1,
                    };
                    position.character += u32::try_from(units).unwrap();
                }
            }
        }
        position
    }

    proptest! {
        #[test]
        fn positions_follow_the_definition(text in "[a\\r\\né🦀]{0,24}") {
            let index = LineIndex::new(&text);
            for encoding in ENCODINGS {
                for offset in 0..=text.len() {
                    let position = index.position(&text, offset as u32, encoding);
                    prop_assert_eq!(position, naive_position(&text, offset, encoding));
                }
            }
        }

        #[test]
        fn positions_round_trip(text in "[a\\r\\né🦀]{0,24}") {
            let index = LineIndex::new(&text);
            for encoding in ENCODINGS {
                for (offset, _) in text.char_indices() {
                    let position = index.position(&text, offset as u32, encoding);
                    let line_end = index.line_range(&text, position.line).end;
                    let expected = (offset as u32).min(line_end);
                    prop_assert_eq!(index.offset(&text, position, encoding), expected);
                }
            }
        }

        #[test]
        fn foreign_positions_are_clamped(
            text in "[a\\r\\né🦀]{0,24}",
            line in 0..30_u32,
            character in any::<u32>(),
        ) {
            let index = LineIndex::new(&text);
            for encoding in ENCODINGS {
                let offset = index.offset(&text, Position { line, character }, encoding);
                prop_assert!(text.is_char_boundary(offset as usize));
            }
        }
    }

    #[test]
    fn a_column_inside_a_surrogate_pair_is_its_start() {
        let text = "a🦀b";
        let index = LineIndex::new(text);
        let inside = Position { line: 0, character: 2 };
        assert_eq!(index.offset(text, inside, PositionEncoding::Utf16), 1);
    }

    #[test]
    fn the_empty_text_has_one_line() {
        let index = LineIndex::new("");
        assert_eq!(index.line_count(), 1);
        assert_eq!(index.position("", 9, PositionEncoding::Utf16), Position::default());
    }
}
