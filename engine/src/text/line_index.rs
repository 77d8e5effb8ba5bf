//! Lines and columns.

use core::ops::Range;

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

/// How many bytes of a text lie between two checkpoints.
const CHECKPOINT_BYTES: usize = 256;

/// Where each line of a text starts.
///
/// A line ends after `\n`, `\r\n` or a lone `\r`, as the protocol defines it. Conversions take
/// the text the index was built from; with another text they give some position, not a panic.
///
/// Looking up a line is a binary search over the line starts. A column of an ASCII text is a
/// subtraction. For other texts the index also holds how many units there are before each 256th
/// byte, so that a column takes a scan of at most that many bytes however long the line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of each line's first byte, ascending; the first is 0.
    starts: Vec<u32>,
    /// The units before each multiple of [`CHECKPOINT_BYTES`]; empty for an ASCII text.
    checkpoints: Vec<Units>,
}

/// A number of characters, in two units. The third unit, bytes, is the offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Units {
    utf16: u32,
    utf32: u32,
}

impl Units {
    /// Adds the characters that start in a slice of UTF-8, which may begin and end inside one.
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let starts_character = byte & 0xc0 != 0x80;
            let takes_two_units = byte >= 0xf0;
            self.utf32 += u32::from(starts_character);
            self.utf16 += u32::from(starts_character) + u32::from(takes_two_units);
        }
    }

    const fn of(self, encoding: PositionEncoding, offset: u32) -> u32 {
        match encoding {
            PositionEncoding::Utf8 => offset,
            PositionEncoding::Utf16 => self.utf16,
            PositionEncoding::Utf32 => self.utf32,
        }
    }
}

impl LineIndex {
    /// Finds the lines of `text`, which must be shorter than 4 GiB.
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 32 + 1);
        starts.push(0);
        push_starts(text.as_bytes(), 0..text.len(), &mut starts);
        let mut index = Self { starts, checkpoints: Vec::new() };
        if !text.is_ascii() {
            index.set_checkpoints(text, 0);
        }
        index
    }

    /// Brings the index up to date after an edit: `text` is the new text, in which `inserted` bytes
    /// have taken the place of the bytes `replaced` of the old one.
    ///
    /// Takes time linear in the number of lines and in the edit; for texts that are not ASCII, linear
    /// in what comes after the edit.
    pub(super) fn edit(&mut self, text: &str, replaced: TextRange, inserted: u32) {
        // A carriage return before the edit may have lost or found its line feed.
        let first = replaced.start.saturating_sub(1);
        let kept = self.starts.partition_point(|&start| start <= first).max(1);
        let moved = self.starts.partition_point(|&start| start <= replaced.end + 1);
        let new_end = replaced.start + inserted;
        let scanned = first as usize..text.len().min(new_end as usize + 1);
        let mut fresh = Vec::new();
        push_starts(text.as_bytes(), scanned, &mut fresh);
        // Both lists may hold the place right after the edit.
        fresh.retain(|&start| start > self.starts[kept - 1]);
        self.starts.splice(kept..moved.max(kept), fresh.iter().copied());
        let after = kept + fresh.len();
        for start in self.starts.iter_mut().skip(after) {
            *start = (*start - replaced.end) + new_end;
        }
        let was_ascii = self.checkpoints.is_empty();
        let inserted_text = text.as_bytes().get(replaced.start as usize..new_end as usize);
        if !was_ascii || !inserted_text.is_some_and(<[u8]>::is_ascii) {
            self.set_checkpoints(text, replaced.start as usize / CHECKPOINT_BYTES);
            if text.is_ascii() {
                self.checkpoints = Vec::new();
            }
        }
    }

    /// Counts the units of the text from checkpoint number `first` on.
    fn set_checkpoints(&mut self, text: &str, first: usize) {
        // An ASCII text had no checkpoints to begin from.
        let first = first.min(self.checkpoints.len().saturating_sub(1));
        let mut units = self.checkpoints.get(first).copied().unwrap_or_default();
        self.checkpoints.truncate(first);
        for block in text.as_bytes()[first * CHECKPOINT_BYTES..].chunks(CHECKPOINT_BYTES) {
            self.checkpoints.push(units);
            units.add(block);
        }
        if text.len().is_multiple_of(CHECKPOINT_BYTES) {
            self.checkpoints.push(units);
        }
    }

    /// The units of the text before an offset; only of use if the text is not ASCII.
    fn units_before(&self, text: &str, offset: usize) -> Units {
        let checkpoint = offset / CHECKPOINT_BYTES;
        let mut units = self.checkpoints.get(checkpoint).copied().unwrap_or_default();
        units.add(text.as_bytes().get(checkpoint * CHECKPOINT_BYTES..offset).unwrap_or(&[]));
        units
    }

    /// The bytes that the index takes.
    pub fn byte_len(&self) -> usize {
        self.starts.capacity() * size_of::<u32>() + self.checkpoints.capacity() * size_of::<Units>()
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
        let mut offset = offset.clamp(range.start, range.end) as usize;
        while offset > 0 && !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let column = u32::try_from(offset).unwrap_or(u32::MAX).saturating_sub(range.start);
        let character = if self.checkpoints.is_empty() || encoding == PositionEncoding::Utf8 {
            column
        } else {
            let start = self.units_before(text, range.start as usize).of(encoding, 0);
            self.units_before(text, offset).of(encoding, 0) - start
        };
        Position { line, character }
    }

    /// The byte offset of a position.
    ///
    /// A column beyond its line means the end of the line, a line beyond the text the end of the
    /// text, and a column inside a character that character's start: the protocol asks for the
    /// first two, and clients send all three.
    pub fn offset(&self, text: &str, position: Position, encoding: PositionEncoding) -> u32 {
        let range = self.line_range(text, position.line);
        if self.checkpoints.is_empty() {
            return range.start.saturating_add(position.character).min(range.end);
        }
        let start = self.units_before(text, range.start as usize);
        let wanted = start.of(encoding, range.start).saturating_add(position.character);
        // The scan begins at the last checkpoint that is not beyond the column.
        let first = range.start as usize / CHECKPOINT_BYTES + 1;
        let units_at = |checkpoint: usize| {
            let offset = u32::try_from(checkpoint * CHECKPOINT_BYTES).unwrap_or(u32::MAX);
            self.checkpoints.get(checkpoint).map_or(u32::MAX, |units| units.of(encoding, offset))
        };
        let last = range.end as usize / CHECKPOINT_BYTES;
        let beyond = partition_point(first, last + 1, |place| units_at(place) <= wanted);
        let mut offset = range.start as usize;
        let mut units = start.of(encoding, range.start);
        if beyond > first {
            offset = (beyond - 1) * CHECKPOINT_BYTES;
            units = units_at(beyond - 1);
            // A checkpoint inside a character has counted that character.
            while offset < range.end as usize && !text.is_char_boundary(offset) {
                offset += 1;
                units += u32::from(encoding == PositionEncoding::Utf8);
            }
        }
        let rest = text.get(offset..range.end as usize).unwrap_or("");
        for (place, character) in rest.char_indices() {
            units += match encoding {
                PositionEncoding::Utf8 => u32::try_from(character.len_utf8()).unwrap_or(0),
                PositionEncoding::Utf16 => u32::try_from(character.len_utf16()).unwrap_or(0),
                PositionEncoding::Utf32 => 1,
            };
            if units > wanted {
                return u32::try_from(offset + place).unwrap_or(u32::MAX);
            }
        }
        range.end
    }
}

/// Adds the starts of the lines that begin after a line end in `range`.
fn push_starts(bytes: &[u8], range: Range<usize>, starts: &mut Vec<u32>) {
    let first = range.start;
    for end in memchr2_iter(b'\n', b'\r', bytes.get(range).unwrap_or(&[])) {
        let end = first + end;
        let is_carriage_return_of_pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        if !is_carriage_return_of_pair {
            starts.push(u32::try_from(end + 1).unwrap_or(u32::MAX));
        }
    }
}

/// The first number from `first` to `end` for which the test, which holds up to some number, fails.
fn partition_point(first: usize, end: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (first, end.max(first));
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
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

    /// A text in which lines cross several checkpoints.
    fn long_text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec!["a", "é", "🦀", "日本", "abcdefghij", "\n", "\r"]);
        prop::collection::vec(piece, 0..400).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn edits_give_the_index_of_the_new_text(
            text in "[ab\\r\\né🦀]{0,40}",
            edits in prop::collection::vec((0.0..1.0, 0..6_usize, "[a\\r\\né]{0,4}"), 1..8),
        ) {
            let mut text = text;
            let mut index = LineIndex::new(&text);
            for (place, length, inserted) in edits {
                let boundary = |mut offset: usize| {
                    while !text.is_char_boundary(offset) {
                        offset -= 1;
                    }
                    offset
                };
                #[expect(clippy::cast_sign_loss, reason = "the place is a fraction of the length")]
                let start = boundary((place * text.len() as f64) as usize);
                let end = boundary((start + length).min(text.len())).max(start);
                text.replace_range(start..end, &inserted);
                index.edit(&text, TextRange::from_offsets(start..end), inserted.len() as u32);
                prop_assert_eq!(&index, &LineIndex::new(&text));
            }
        }

        #[test]
        fn long_lines_follow_the_definition(text in long_text(), place in 0.0..1.0) {
            #[expect(clippy::cast_sign_loss, reason = "the place is a fraction of the length")]
            let offset = (place * text.len() as f64) as usize;
            let index = LineIndex::new(&text);
            for encoding in ENCODINGS {
                let position = index.position(&text, offset as u32, encoding);
                prop_assert_eq!(position, naive_position(&text, offset, encoding));
                let line_end = index.line_range(&text, position.line).end as usize;
                let mut expected = offset.min(line_end);
                while !text.is_char_boundary(expected) {
                    expected -= 1;
                }
                prop_assert_eq!(index.offset(&text, position, encoding) as usize, expected);
                let beyond = Position { line: position.line, character: u32::MAX };
                prop_assert_eq!(index.offset(&text, beyond, encoding) as usize, line_end);
            }
        }

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
