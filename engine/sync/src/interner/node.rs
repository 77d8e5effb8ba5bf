//! One interned text and its place in the index.

use core::ptr::{self, NonNull};
use core::slice;
use std::alloc::{self, Layout};

use crate::primitive::sync::atomic::{AtomicPtr, AtomicU32};

/// The id of a text that has no number yet.
pub(super) const UNNUMBERED: u32 = u32::MAX;

/// Bits of the hash that one level of the index consumes.
pub(super) const BITS: u32 = 2;

/// A link of the index: null, or a text that was added.
pub(super) type Link = AtomicPtr<Node>;

/// An interned text: this header, and the bytes of the text right behind it in one allocation.
///
/// All but `id` and `children` is written before the node becomes visible, and never changes.
/// Code keeps pointers to nodes, not references, because the text lies outside the header.
#[repr(C)]
pub(super) struct Node {
    pub(super) hash: u64,
    len: u32,
    pub(super) id: AtomicU32,
    pub(super) children: [Link; 1 << BITS],
}

impl Node {
    /// # Panics
    ///
    /// If the text is longer than 4 GiB.
    fn layout(len: usize) -> Layout {
        let size = size_of::<Self>().checked_add(len).filter(|_| u32::try_from(len).is_ok());
        size.and_then(|size| Layout::from_size_align(size, align_of::<Self>()).ok())
            .expect("a name is shorter than 4 GiB")
    }

    /// A node that nobody else knows.
    pub(super) fn allocate(text: &str, hash: u64) -> NonNull<Self> {
        let layout = Self::layout(text.len());
        // SAFETY: the layout is not empty, because the header is not.
        let memory = unsafe { alloc::alloc(layout) };
        let Some(node) = NonNull::new(memory.cast::<Self>()) else {
            alloc::handle_alloc_error(layout);
        };
        #[expect(clippy::cast_possible_truncation, reason = "`layout` checked it")]
        let header = Self {
            hash,
            len: text.len() as u32,
            id: AtomicU32::new(UNNUMBERED),
            children: core::array::from_fn(|_| AtomicPtr::new(ptr::null_mut())),
        };
        // SAFETY: the allocation has room for the header and, behind it, the text, and is aligned
        // for the header.
        unsafe {
            node.write(header);
            ptr::copy_nonoverlapping(text.as_ptr(), node.add(1).cast().as_ptr(), text.len());
        }
        node
    }

    /// The text of a node.
    ///
    /// # Safety
    ///
    /// `node` came from `allocate` and is not freed during `'life`.
    #[inline]
    pub(super) unsafe fn text<'life>(node: NonNull<Self>) -> &'life str {
        // SAFETY: the node is alive; its text was copied from a `str` and never changes.
        unsafe {
            let len = (*node.as_ptr()).len as usize;
            let bytes = slice::from_raw_parts(node.add(1).cast::<u8>().as_ptr(), len);
            core::str::from_utf8_unchecked(bytes)
        }
    }

    /// The bytes that a text takes.
    pub(super) const fn bytes(text: &str) -> usize {
        size_of::<Self>() + text.len()
    }

    /// Frees a node.
    ///
    /// # Safety
    ///
    /// `node` came from `allocate`, is not freed, and nobody uses it any more.
    pub(super) unsafe fn free(node: NonNull<Self>) {
        // SAFETY: the node is alive and ours; the layout is the one that it was allocated with.
        unsafe {
            let layout = Self::layout((*node.as_ptr()).len as usize);
            node.drop_in_place();
            alloc::dealloc(node.as_ptr().cast(), layout);
        }
    }
}

/// A hash of a text whose upper bits depend on all of it.
///
/// It is that of the Firefox and rustc hashers, with one more multiplication to spread the result. It
/// is not proof against an adversary; see the module documentation for what collisions cost.
#[inline]
pub(super) fn hash(text: &str) -> u64 {
    const FACTOR: u64 = 0xf135_7aea_2e62_a9c5;
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let bytes = text.as_bytes();
    let mut hash = bytes.len() as u64;
    if let Some(last) = bytes.last_chunk::<8>() {
        // The last word overlaps the one before unless the length is a multiple of 8.
        for word in bytes[..bytes.len() - 1].as_chunks::<8>().0 {
            hash = mix(hash, u64::from_le_bytes(*word));
        }
        hash = mix(hash, u64::from_le_bytes(*last));
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let halves = [u32::from_le_bytes(*first), u32::from_le_bytes(*last)].map(u64::from);
        hash = mix(hash, halves[0] << 32 | halves[1]);
    } else if let (&[first, ..], &[.., last]) = (bytes, bytes) {
        let middle = bytes[bytes.len() / 2];
        hash = mix(hash, u64::from(first) << 16 | u64::from(middle) << 8 | u64::from(last));
    }
    let product = u128::from(hash) * u128::from(SPREAD);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
    {
        (product >> 64) as u64 ^ product as u64
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn texts_that_differ_a_little_spread_over_the_roots() {
        let texts = (0..20_000).map(|number| format!("name_{number}"));
        let hashes: HashSet<u64> = texts.map(|text| hash(&text)).collect();
        assert_eq!(hashes.len(), 20_000);
        let roots: HashSet<u64> = hashes.iter().map(|hash| hash >> 52).collect();
        assert!(roots.len() > 3_900, "{} of 4,096 roots are in use", roots.len());
    }

    #[test]
    fn every_byte_counts() {
        for len in 0..40 {
            let text = "a".repeat(len);
            for place in 0..len {
                let mut other = text.clone();
                other.replace_range(place..=place, "b");
                assert_ne!(hash(&text), hash(&other));
            }
            assert_ne!(hash(&text), hash(&(text.clone() + "a")));
        }
    }
}
