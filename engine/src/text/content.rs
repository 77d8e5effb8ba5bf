//! A text with its lines.

use super::{LineIndex, TextRange};

/// One revision of a text, with the index of its lines.
#[derive(Clone, Debug)]
pub struct Text {
    content: String,
    lines: LineIndex,
}

impl Text {
    /// A text, which must be shorter than 4 GiB.
    pub fn new(content: String) -> Self {
        let lines = LineIndex::new(&content);
        Self { content, lines }
    }

    /// The characters.
    #[inline]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Where its lines start.
    #[inline]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Replaces the bytes of a range. A range that does not fit is clamped to the text, and an end
    /// inside a character is moved to that character's start.
    ///
    /// Returns the range that was replaced.
    pub fn replace(&mut self, range: TextRange, with: &str) -> TextRange {
        let start = self.floor(range.start);
        let end = self.floor(range.end).max(start);
        let replaced = TextRange::from_offsets(start..end);
        self.content.replace_range(start..end, with);
        let inserted = u32::try_from(with.len()).unwrap_or(u32::MAX);
        self.lines.edit(&self.content, replaced, inserted);
        replaced
    }

    /// The bytes that the text and its index take.
    pub fn byte_len(&self) -> usize {
        self.content.capacity() + self.lines.byte_len()
    }

    /// The last place between two characters at or before an offset.
    fn floor(&self, offset: u32) -> usize {
        let mut offset = (offset as usize).min(self.content.len());
        while !self.content.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_do_not_fit_are_clamped() {
        let mut text = Text::new("aé\nb".to_owned());
        assert_eq!(text.replace(TextRange::new(2, 90), "x"), TextRange::new(1, 5));
        assert_eq!(text.content(), "ax");
        assert_eq!(text.lines().line_count(), 1);
        assert_eq!(text.replace(TextRange::new(70, 90), "\n"), TextRange::new(2, 2));
        assert_eq!(text.lines().line_count(), 2);
    }
}
