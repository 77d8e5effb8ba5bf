//! Reading numbers and texts, and checking them.

use crate::text::TextRange;

/// Takes numbers and texts from the bytes of a record.
#[derive(Clone, Debug)]
pub(crate) struct RecordReader<'a> {
    rest: &'a [u8],
}

impl<'a> RecordReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub(crate) fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Succeeds if all bytes were taken.
    pub(crate) fn finish(self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }

    /// The next bytes.
    pub(crate) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    fn array<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*bytes)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    pub(crate) fn short(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// A number of things that take at least `bytes` bytes each in what is left of the record.
    pub(crate) fn length(&mut self, bytes: usize) -> Option<usize> {
        let length = self.number()? as usize;
        (length <= self.remaining() / bytes.max(1)).then_some(length)
    }

    /// A range between two characters of a text.
    pub(crate) fn range(&mut self, text: &str) -> Option<TextRange> {
        let (start, end) = (self.number()?, self.number()?);
        let is_valid = start <= end
            && text.is_char_boundary(start as usize)
            && text.is_char_boundary(end as usize);
        is_valid.then(|| TextRange::new(start, end))
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.length(1)?;
        core::str::from_utf8(self.bytes(length)?).ok()
    }
}
