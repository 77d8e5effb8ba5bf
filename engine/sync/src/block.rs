//! One immutable allocation that holds the columns of several tables.
//!
//! # Protocol
//!
//! A block is made in three steps: a [`BlockLayout`] reserves a place for each column and hands
//! out a [`Column`] for it, the layout allocates the zeroed block, and each column is filled once
//! through [`Block::column_mut`]. From then on the owner only shares `&Block`.
//!
//! # Why this is sound
//!
//! - The allocation is a `Box<[u64]>`: it is initialised (zeroed) and aligned to 8 bytes.
//! - A column may only hold [`Plain`] types: every bit pattern is a value, there is no padding, and
//!   the alignment divides 8. So any initialised, aligned run of bytes inside the block may be
//!   viewed as a slice of any plain type, whichever column it belongs to.
//! - `Column` handles are plain numbers that safe code can keep and use with the wrong block, so
//!   each access checks that the column lies inside the block and is aligned. A foreign handle
//!   therefore gives wrong values or a panic, never undefined behaviour.
//! - A mutable view borrows the whole block mutably, so it never overlaps another view.

use core::fmt;
use core::marker::PhantomData;

use crate::Id;

/// A type whose values may live in a [`Block`].
///
/// # Safety
///
/// Every bit pattern of the type's size must be a valid value, the type must have no padding and
/// no drop code, and its alignment must be 1, 2, 4 or 8.
pub unsafe trait Plain: Copy + 'static {}

// SAFETY: integers have no padding, no drop code, and any bit pattern is a value.
unsafe impl Plain for u8 {}
// SAFETY: as for `u8`.
unsafe impl Plain for u16 {}
// SAFETY: as for `u8`.
unsafe impl Plain for u32 {}
// SAFETY: as for `u8`.
unsafe impl Plain for u64 {}
// SAFETY: `Id` is a transparent wrapper around `u32`; its other field takes no space.
unsafe impl<Tag: 'static> Plain for Id<Tag> {}

/// The place of one column in a [`Block`]: a byte offset and a number of values.
pub struct Column<T> {
    offset: u32,
    len: u32,
    value: PhantomData<fn() -> T>,
}

impl<T> Column<T> {
    /// The number of values in the column.
    pub const fn len(self) -> usize {
        self.len as usize
    }

    /// Whether the column holds no value.
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Column<T> {}

impl<T> fmt::Debug for Column<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Column({} values at byte {})", self.len, self.offset)
    }
}

/// Collects the sizes of the columns of a block before it is allocated.
#[derive(Debug, Default)]
pub struct BlockLayout {
    bytes: usize,
}

impl BlockLayout {
    /// A layout without columns.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reserves a column of `len` values.
    ///
    /// # Panics
    ///
    /// If the block would exceed 4 GiB. The engine's limit on the size of a source file keeps
    /// blocks far below that.
    pub fn reserve<T: Plain>(&mut self, len: usize) -> Column<T> {
        let offset = self.bytes.next_multiple_of(align_of::<T>());
        let bytes = size_of::<T>().checked_mul(len).and_then(|size| size.checked_add(offset));
        self.bytes = bytes.expect("a block is smaller than the address space");
        assert!(u32::try_from(self.bytes).is_ok(), "a block is smaller than 4 GiB");
        #[expect(clippy::cast_possible_truncation, reason = "the assertion above bounds both")]
        Column { offset: offset as u32, len: len as u32, value: PhantomData }
    }

    /// Allocates a zeroed block with room for every reserved column, rounded up to 8 bytes.
    pub fn allocate(self) -> Block {
        Block { words: vec![0; self.bytes.div_ceil(size_of::<u64>())].into_boxed_slice() }
    }
}

/// One heap allocation that holds the columns reserved by a [`BlockLayout`].
#[derive(Clone, PartialEq, Eq)]
pub struct Block {
    words: Box<[u64]>,
}

impl Block {
    /// The values of a column.
    ///
    /// # Panics
    ///
    /// If the column belongs to another block and does not fit into this one.
    #[inline]
    pub fn column<T: Plain>(&self, column: Column<T>) -> &[T] {
        let offset = self.checked_offset(column);
        let start = self.words.as_ptr().cast::<u8>();
        // SAFETY: `checked_offset` proves that `len` values of `T` starting `offset` bytes into
        // the allocation lie inside it and are aligned. The bytes are initialised and `T` is
        // `Plain`, so they are values of `T`. The shared borrow of `self` keeps them unchanged.
        unsafe { core::slice::from_raw_parts(start.add(offset).cast::<T>(), column.len()) }
    }

    /// The values of a column, to be filled before the block is shared.
    ///
    /// # Panics
    ///
    /// If the column belongs to another block and does not fit into this one.
    #[inline]
    pub fn column_mut<T: Plain>(&mut self, column: Column<T>) -> &mut [T] {
        let offset = self.checked_offset(column);
        let start = self.words.as_mut_ptr().cast::<u8>();
        // SAFETY: as in `column`; the exclusive borrow of `self` makes this the only view, and any
        // bytes written through it are initialised because `T` has no padding.
        unsafe { core::slice::from_raw_parts_mut(start.add(offset).cast::<T>(), column.len()) }
    }

    /// The size of the allocation in bytes.
    pub fn byte_len(&self) -> usize {
        size_of_val(&*self.words)
    }

    #[inline]
    fn checked_offset<T: Plain>(&self, column: Column<T>) -> usize {
        let offset = column.offset as usize;
        // Both factors are below 2^32 and the size of a plain type is at most 8, so nothing here
        // overflows on a 64-bit machine; on a 32-bit one the multiplication is checked.
        let size = size_of::<T>().checked_mul(column.len()).expect("the column fits into memory");
        let end = offset.checked_add(size).expect("the column fits into memory");
        assert!(end <= self.byte_len(), "the column belongs to another block");
        assert!(offset.is_multiple_of(align_of::<T>()), "the column belongs to another block");
        offset
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Block({} bytes)", self.byte_len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    enum Row {}

    #[test]
    fn columns_of_mixed_alignment_keep_their_values() {
        let mut layout = BlockLayout::new();
        let bytes = layout.reserve::<u8>(3);
        let ids = layout.reserve::<Id<Row>>(2);
        let empty = layout.reserve::<u32>(0);
        let longs = layout.reserve::<u64>(1);
        let mut block = layout.allocate();
        block.column_mut(bytes).copy_from_slice(&[1, 2, 3]);
        block.column_mut(ids).copy_from_slice(&[Id::new(4), Id::NONE]);
        block.column_mut(longs).copy_from_slice(&[u64::MAX]);
        assert_eq!(block.column(bytes), [1, 2, 3]);
        assert_eq!(block.column(ids), [Id::new(4), Id::NONE]);
        assert!(block.column(empty).is_empty());
        assert_eq!(block.column(longs), [u64::MAX]);
        assert_eq!(block.byte_len(), 24);
    }

    #[test]
    #[should_panic(expected = "belongs to another block")]
    fn a_column_of_a_larger_block_is_refused() {
        let column = BlockLayout::new().reserve::<u32>(100);
        let _ = BlockLayout::new().allocate().column(column);
    }

    proptest! {
        #[test]
        fn each_column_reads_back_what_was_written(
            bytes in prop::collection::vec(any::<u8>(), 0..40),
            shorts in prop::collection::vec(any::<u16>(), 0..40),
            words in prop::collection::vec(any::<u32>(), 0..40),
        ) {
            let mut layout = BlockLayout::new();
            let columns =
                (layout.reserve(bytes.len()), layout.reserve(shorts.len()), layout.reserve(words.len()));
            let mut block = layout.allocate();
            block.column_mut(columns.0).copy_from_slice(&bytes);
            block.column_mut(columns.1).copy_from_slice(&shorts);
            block.column_mut(columns.2).copy_from_slice(&words);
            prop_assert_eq!(block.column(columns.0), bytes);
            prop_assert_eq!(block.column(columns.1), shorts);
            prop_assert_eq!(block.column(columns.2), words);
        }
    }
}
