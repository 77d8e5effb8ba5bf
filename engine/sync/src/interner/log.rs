//! Lists by number: what makes ids dense, stable and quick to resolve.
//!
//! A list grows without moving: its slots lie in segments, each twice as long as the one before.
//! A segment is allocated by whoever first needs it; if two threads do, one loses the
//! compare-and-swap and frees its own.

use core::ops::Range;
use core::ptr;

use crate::primitive::sync::atomic::{AtomicPtr, Ordering};

/// Slots of the first segment; a power of two.
const FIRST_LEN: u64 = if cfg!(any(loom, miri)) { 1 } else { 1 << 10 };

/// Segments that are enough for all 32-bit numbers.
const SEGMENTS: usize = (u32::BITS - FIRST_LEN.ilog2()) as usize + 1;

/// Slots numbered from 0, all empty at first. They change through shared references, so they are
/// atomics.
pub(super) struct Log<Slot> {
    segments: [AtomicPtr<Slot>; SEGMENTS],
}

/// What a slot holds at first.
pub(super) trait Empty {
    /// A new slot.
    fn empty() -> Self;
}

/// Where slot `number` lies: its segment, and the place in it.
#[inline]
fn locate(number: u32) -> (usize, usize) {
    // With the lengths 1, 2, 4, ... times `FIRST_LEN`, adding `FIRST_LEN` to a number makes its
    // highest bit tell the segment and the other bits the place.
    let place = u64::from(number) + FIRST_LEN;
    let segment = place.ilog2() - FIRST_LEN.ilog2();
    #[expect(clippy::cast_possible_truncation, reason = "it is at most 2^32")]
    (segment as usize, (place - (FIRST_LEN << segment)) as usize)
}

fn segment_len(segment: usize) -> usize {
    usize::try_from(FIRST_LEN << segment).expect("the segment fits into memory")
}

impl<Slot: Empty> Log<Slot> {
    pub(super) fn new() -> Self {
        Self { segments: core::array::from_fn(|_| AtomicPtr::new(ptr::null_mut())) }
    }

    /// Slot `number`, if its segment is there.
    #[inline]
    pub(super) fn find(&self, number: u32) -> Option<&Slot> {
        let (segment, place) = locate(number);
        // `Acquire` pairs with the `Release` that made the segment visible.
        let slots = self.segments[segment].load(Ordering::Acquire);
        // SAFETY: a segment that is not null has `segment_len` slots, which is more than `place`,
        // and lives as long as the log.
        (!slots.is_null()).then(|| unsafe { &*slots.add(place) })
    }

    /// The slots of a range from its beginning to the end of their segment or of the range; none if
    /// the segment is not there.
    #[inline]
    pub(super) fn run(&self, range: Range<u32>) -> &[Slot] {
        let (segment, place) = locate(range.start);
        let slots = self.segments[segment].load(Ordering::Acquire);
        if slots.is_null() || range.is_empty() {
            return &[];
        }
        let len = range.len().min(segment_len(segment) - place);
        // SAFETY: as in `find`; the slice ends with the segment at the latest.
        unsafe { core::slice::from_raw_parts(slots.add(place), len) }
    }

    /// Slot `number`, whose segment is allocated if need be.
    pub(super) fn slot(&self, number: u32) -> &Slot {
        let (segment, place) = locate(number);
        let mut slots = self.segments[segment].load(Ordering::Acquire);
        if slots.is_null() {
            slots = self.add_segment(segment);
        }
        // SAFETY: as in `find`.
        unsafe { &*slots.add(place) }
    }

    #[cold]
    fn add_segment(&self, segment: usize) -> *mut Slot {
        let len = segment_len(segment);
        let slots: Box<[Slot]> = (0..len).map(|_| Slot::empty()).collect();
        let slots = Box::into_raw(slots).cast::<Slot>();
        // `Release`: who sees the segment sees its nulls. `Acquire` on failure: we see the winner's.
        match self.segments[segment].compare_exchange(
            ptr::null_mut(),
            slots,
            Ordering::Release,
            Ordering::Acquire,
        ) {
            Ok(_) => slots,
            Err(winner) => {
                // SAFETY: the segment was made above, and nobody else has seen it.
                drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(slots, len)) });
                winner
            }
        }
    }

    /// The bytes of all segments.
    pub(super) fn bytes(&self) -> usize {
        let allocated =
            |segment: &usize| !self.segments[*segment].load(Ordering::Relaxed).is_null();
        let lens = (0..SEGMENTS).filter(allocated).map(segment_len);
        lens.sum::<usize>() * size_of::<Slot>()
    }
}

impl<Slot> Drop for Log<Slot> {
    fn drop(&mut self) {
        for (segment, slots) in self.segments.iter().enumerate() {
            let slots = slots.load(Ordering::Acquire);
            if !slots.is_null() {
                let slots = ptr::slice_from_raw_parts_mut(slots, segment_len(segment));
                // SAFETY: the segment came from a box of this length, and nobody else can use it.
                drop(unsafe { Box::from_raw(slots) });
            }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn slots_follow_each_other_through_the_segments() {
        let mut expected = (0, 0);
        for number in 0..5_000 {
            assert_eq!(locate(number), expected);
            expected.1 += 1;
            if expected.1 == segment_len(expected.0) {
                expected = (expected.0 + 1, 0);
            }
        }
        let (segment, place) = locate(u32::MAX);
        assert!(segment < SEGMENTS && place < segment_len(segment));
    }
}
