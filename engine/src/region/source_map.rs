//! The map between a virtual text and its host.
//!
//! The map is a list of segments, each a run of characters that are the same in both texts, one
//! escape, or one hole. Segments ascend in the virtual text, where they lie without gaps, and in the
//! host, where quotes, operators and comments lie between them. So one list serves both directions,
//! and each question takes time logarithmic in its length.

use super::{HOLE, Part};
use crate::text::TextRange;

/// Set in the end of a hole.
const HOLE_FLAG: u32 = 1 << 31;

const HOLE_BYTES: u32 = 3;

const _: () = assert!(HOLE.len_utf8() == HOLE_BYTES as usize);

/// A piece of both texts. It ends in the virtual text where the next one begins. A piece that is
/// longer in the host is an escape; one of equal length is the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    virtual_start: u32,
    host_start: u32,
    /// With [`HOLE_FLAG`] set for a hole.
    host_end: u32,
}

const _: () = assert!(size_of::<Segment>() == 12);

impl Segment {
    const fn is_hole(self) -> bool {
        self.host_end & HOLE_FLAG != 0
    }

    const fn host(self) -> TextRange {
        TextRange::new(self.host_start, self.host_end & !HOLE_FLAG)
    }
}

/// The way from the offsets of a virtual text to those of its host and back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMap {
    segments: Box<[Segment]>,
    /// The virtual offsets of the holes, in ascending order.
    holes: Box<[u32]>,
    virtual_len: u32,
    extent: TextRange,
}

impl SourceMap {
    /// The host offset of the character at a virtual offset, or of the place after the last
    /// character. An offset inside an escaped character counts as its start.
    ///
    /// There is none for a hole, for the end of a text that ends in a hole, and beyond the end.
    pub fn to_host(&self, offset: u32) -> Option<u32> {
        let index = self.at_virtual(offset)?;
        let segment = self.segments[index];
        if segment.is_hole() {
            return None;
        }
        let into = offset - segment.virtual_start;
        Some(if self.is_plain(index) {
            segment.host_start + into
        } else if into == self.virtual_len_of(index) {
            segment.host().end
        } else {
            segment.host_start
        })
    }

    /// The host offset after the character before a virtual offset.
    fn to_host_after(&self, offset: u32) -> Option<u32> {
        let index = self.at_virtual(offset.checked_sub(1)?)?;
        let segment = self.segments[index];
        if segment.is_hole() {
            return None;
        }
        let into = offset - segment.virtual_start;
        Some(if self.is_plain(index) { segment.host_start + into } else { segment.host().end })
    }

    /// The end of the literal that stands before the hole at a virtual offset.
    fn end_before_hole(&self, offset: u32) -> Option<u32> {
        let hole = self.at_virtual(offset)?;
        let before = self.segments.get(hole.checked_sub(1)?)?;
        let is_between = self.segments[hole].virtual_start == offset && !before.is_hole();
        is_between.then(|| before.host().end)
    }

    /// The host range of a virtual range. What stands between literals belongs to a range that goes
    /// from one to another.
    ///
    /// There is none if the range holds a hole or a part of one, or goes beyond the text.
    pub fn host_range(&self, range: TextRange) -> Option<TextRange> {
        if range.end > self.virtual_len || self.touches_hole(range) {
            return None;
        }
        if range.is_empty() {
            let place = self.to_host(range.start).or_else(|| self.end_before_hole(range.start));
            return place.map(TextRange::empty);
        }
        Some(TextRange::new(self.to_host(range.start)?, self.to_host_after(range.end)?))
    }

    /// The host range of a virtual range in which holes may lie: those at its ends belong to it.
    ///
    /// There is none if the range is empty or goes beyond the text.
    pub fn host_span(&self, range: TextRange) -> Option<TextRange> {
        if range.end > self.virtual_len || range.is_empty() {
            return None;
        }
        let first = self.segments[self.at_virtual(range.start)?];
        let last = self.segments[self.at_virtual(range.end - 1)?];
        let start = self.to_host(range.start).unwrap_or(first.host_start);
        let end = self.to_host_after(range.end).unwrap_or(last.host().end);
        Some(TextRange::new(start, end))
    }

    /// The host range of a virtual range if its text can be replaced: the range lies in one literal
    /// and holds no hole.
    pub fn editable_range(&self, range: TextRange) -> Option<TextRange> {
        let host = self.host_range(range)?;
        let first = self.at_virtual(range.start)?;
        let last = self.at_virtual(range.end.saturating_sub(1).max(range.start))?;
        let inside = self.segments.get(first..=last)?;
        let is_joined = |pair: &[Segment]| pair[0].host().end == pair[1].host_start;
        inside.windows(2).all(is_joined).then_some(host)
    }

    /// The virtual offset of the character at a host offset, or of the place after the last
    /// character of a literal. An offset inside an escape counts as its start.
    ///
    /// There is none in holes and for the text between literals.
    pub fn to_virtual(&self, offset: u32) -> Option<u32> {
        let after = self.segments.partition_point(|segment| segment.host_start <= offset);
        let index = after.checked_sub(1)?;
        let segment = self.segments[index];
        let host = segment.host();
        if segment.is_hole() {
            // The place between a literal and a hole right after it belongs to the literal.
            let before = self.segments.get(index.checked_sub(1)?)?;
            let is_between =
                offset == host.start && before.host().end == offset && !before.is_hole();
            return is_between.then_some(segment.virtual_start);
        }
        if offset >= host.end {
            return (offset == host.end).then(|| self.virtual_end_of(index));
        }
        let into = if self.is_plain(index) { offset - host.start } else { 0 };
        Some(segment.virtual_start + into)
    }

    /// From the first part to the last one, as a range of the host; quotes do not belong to it.
    pub const fn host_extent(&self) -> TextRange {
        self.extent
    }

    /// The length of the virtual text in bytes.
    pub const fn virtual_len(&self) -> u32 {
        self.virtual_len
    }

    /// Whether a virtual range holds a hole or a part of one.
    pub fn touches_hole(&self, range: TextRange) -> bool {
        let first = self.holes.partition_point(|&start| start + HOLE_BYTES <= range.start);
        self.holes
            .get(first)
            .is_some_and(|&start| start < range.end || (range.is_empty() && start < range.start))
    }

    /// Whether the text has holes.
    pub const fn has_holes(&self) -> bool {
        !self.holes.is_empty()
    }

    /// The bytes that the map takes on the heap.
    pub const fn byte_len(&self) -> usize {
        size_of_val(&*self.segments) + size_of_val(&*self.holes)
    }

    /// The last segment that starts at or before a virtual offset.
    fn at_virtual(&self, offset: u32) -> Option<usize> {
        if offset > self.virtual_len {
            return None;
        }
        self.segments.partition_point(|segment| segment.virtual_start <= offset).checked_sub(1)
    }

    fn virtual_end_of(&self, index: usize) -> u32 {
        self.segments.get(index + 1).map_or(self.virtual_len, |next| next.virtual_start)
    }

    fn virtual_len_of(&self, index: usize) -> u32 {
        self.virtual_end_of(index) - self.segments[index].virtual_start
    }

    /// Whether a segment that is no hole is the same text on both sides.
    fn is_plain(&self, index: usize) -> bool {
        self.segments[index].host().len() == self.virtual_len_of(index)
    }
}

/// Collects segments in order.
#[derive(Debug, Default)]
pub(super) struct SourceMapBuilder {
    segments: Vec<Segment>,
    holes: Vec<u32>,
    /// The virtual end of the last segment if it is text that is the same on both sides.
    plain_end: Option<u32>,
}

impl SourceMapBuilder {
    /// Adds `length` bytes that are the same on both sides.
    pub(super) fn plain(&mut self, start: usize, host: usize, length: usize) {
        let (start, host, length) = (offset(start), offset(host), offset(length));
        match self.segments.last_mut() {
            Some(last) if self.plain_end == Some(start) && last.host_end == host => {
                last.host_end = host + length;
            }
            _ => self.push(start, host, host + length),
        }
        self.plain_end = Some(start + length);
    }

    /// Adds a character that takes `length` bytes in the host, more than it has.
    pub(super) fn escape(&mut self, start: usize, host: usize, length: usize) {
        self.push(offset(start), offset(host), offset(host + length));
        self.plain_end = None;
    }

    /// Adds a hole.
    pub(super) fn hole(&mut self, start: usize, host: TextRange) {
        let start = offset(start);
        self.holes.push(start);
        self.push(start, host.start, host.end | HOLE_FLAG);
        self.plain_end = None;
    }

    fn push(&mut self, virtual_start: u32, host_start: u32, host_end: u32) {
        self.segments.push(Segment { virtual_start, host_start, host_end });
    }

    pub(super) fn finish(self, length: usize, parts: &[Part]) -> SourceMap {
        let start = parts.first().map_or(0, |part| part.range().start);
        let end = parts.last().map_or(start, |part| part.range().end);
        SourceMap {
            segments: self.segments.into(),
            holes: self.holes.into(),
            virtual_len: offset(length),
            extent: TextRange::new(start, end),
        }
    }
}

/// Texts are at most 32 MiB long.
fn offset(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX) & !HOLE_FLAG
}
