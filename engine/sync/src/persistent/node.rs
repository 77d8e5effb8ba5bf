//! The tree of a persistent table: what readers walk.
//!
//! A tree has at least [`LEVELS_MIN`] levels of nodes with [`FANOUT`] slots each. A slot of an inner
//! node points to a node, a slot of a leaf to an entry, and a slot that leads nowhere points to the
//! table's *empty node*, whose slots all point to itself. So a look-up walks down without asking
//! whether there is anything: it ends at an entry or at the empty node.
//!
//! Nodes and entries are owned by the table's [`Owner`](super::owner::Owner). Nothing in a node
//! changes once a version that contains it is published, until no reader can reach the node.

use core::marker::PhantomData;
use core::ptr;

use crate::primitive::cell::UnsafeCell;
use crate::primitive::sync::atomic::AtomicPtr;
use crate::published::Linked;

/// Bits of an id that one level consumes. Under loom and Miri nodes are small, so that a few
/// entries make a tree of several nodes.
pub(super) const BITS: u32 = if cfg!(any(loom, miri)) { 2 } else { 6 };

/// Slots of a node.
pub(super) const FANOUT: usize = 1 << BITS;

/// Levels of the smallest tree; its 262,144 ids are enough for most workspaces, and a fixed number
/// of levels needs no loop.
const LEVELS_MIN: u32 = 3;

/// Bits of the ids of the smallest tree.
const INDEX_BITS_MIN: u32 = LEVELS_MIN * BITS;

/// Levels of a tree for all 32 bits.
pub(super) const LEVELS_MAX: usize = u32::BITS.div_ceil(BITS) as usize;

/// What a slot points to: a node, or an entry in a leaf.
pub(super) type Slot = *mut ();

/// A node of the tree.
///
/// The slots are cells so that loom sees who reads and writes them; otherwise they cost nothing.
pub(super) struct Node {
    slots: [UnsafeCell<Slot>; FANOUT],
    /// Bit `n` says that slot `n` leads somewhere.
    pub(super) present: u64,
    /// The number of the first version that contains this node.
    pub(super) birth: u64,
}

/// A value of the table.
pub(super) struct Entry<T> {
    pub(super) value: T,
    /// The number of the first version that contains this entry.
    pub(super) birth: u64,
    /// The link of the queue of values that wait to be dropped.
    link: AtomicPtr<Self>,
}

impl<T> Linked for Entry<T> {
    fn link(&self) -> &AtomicPtr<Self> {
        &self.link
    }
}

impl<T> Entry<T> {
    pub(super) fn allocate(value: T, birth: u64) -> *mut Self {
        let link = AtomicPtr::new(ptr::null_mut());
        Box::into_raw(Box::new(Self { value, birth, link }))
    }
}

impl Node {
    /// A node whose slots all point to `empty`, or to itself if that is null.
    pub(super) fn allocate(empty: *mut Self, birth: u64) -> *mut Self {
        let slots = core::array::from_fn(|_| UnsafeCell::new(empty.cast()));
        let node = Box::into_raw(Box::new(Self { slots, present: 0, birth }));
        if empty.is_null() {
            for index in 0..FANOUT {
                // SAFETY: the node was made above, and nobody else knows it.
                unsafe { Self::set(node, index, node.cast()) };
            }
        }
        node
    }

    /// What slot `index % FANOUT` of `node` points to.
    ///
    /// # Safety
    ///
    /// `node` is alive, and nobody changes it during the call.
    #[inline]
    pub(super) unsafe fn slot(node: *const Self, index: u32) -> Slot {
        // SAFETY: the caller promises that the node is alive. The place expression makes a
        // reference to one slot only.
        let slot = unsafe { &(*node).slots[index as usize % FANOUT] };
        // SAFETY: nobody writes the slot meanwhile, says the caller.
        slot.with(|slot| unsafe { *slot })
    }

    /// Points slot `index` of `node` to `target`.
    ///
    /// # Safety
    ///
    /// `node` is alive and known to nobody but the caller; `index < FANOUT`.
    #[inline]
    pub(super) unsafe fn set(node: *mut Self, index: usize, target: Slot) {
        // SAFETY: the node is alive.
        let slot = unsafe { &(*node).slots[index] };
        // SAFETY: only the caller knows the node.
        slot.with_mut(|slot| unsafe { *slot = target });
    }

    /// Makes `target` a copy of `source` that is born with version `birth`.
    ///
    /// # Safety
    ///
    /// Both are alive and distinct, `target` is known to nobody but the caller, and nobody changes
    /// `source` during the call.
    pub(super) unsafe fn copy(source: *const Self, target: *mut Self, birth: u64) {
        #[cfg(not(loom))]
        // SAFETY: two nodes that are alive and distinct, says the caller; all fields are plain
        // data.
        unsafe {
            ptr::copy_nonoverlapping(source, target, 1);
        }
        #[cfg(loom)]
        for (index, number) in (0..FANOUT).zip(0..) {
            // Slot by slot, so that loom sees it, and keeps the identity of its cells.
            // SAFETY: as above.
            unsafe { Self::set(target, index, Self::slot(source, number)) };
        }
        // SAFETY: as above.
        unsafe {
            (*target).present = (*source).present;
            (*target).birth = birth;
        }
    }
}

/// One version of a table: the way into its tree.
pub(super) struct Root<T> {
    pub(super) node: *mut Node,
    pub(super) empty: *mut Node,
    /// The largest id that the tree has room for. See [`Root::index_bits`].
    index_max: u32,
    pub(super) len: u32,
    /// The number of the version; versions count from 1.
    pub(super) number: u64,
    value: PhantomData<*mut Entry<T>>,
}

impl<T> Clone for Root<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Root<T> {}

// SAFETY: who has a root can get `&T` from it, on any thread. Values are dropped by the owner of the
// table and by who reclaims, on any thread.
unsafe impl<T: Send + Sync> Send for Root<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Root<T> {}

impl<T> Root<T> {
    pub(super) fn new(empty: *mut Node, number: u64) -> Self {
        let index_max = (1 << INDEX_BITS_MIN) - 1;
        Self { node: empty, empty, index_max, len: 0, number, value: PhantomData }
    }

    /// The entry of id `index`.
    ///
    /// # Safety
    ///
    /// Every node that this root reaches is alive, and nobody changes one during the call.
    #[inline]
    pub(super) unsafe fn find(&self, index: u32) -> Option<*mut Entry<T>> {
        if index > self.index_max {
            return None;
        }
        // SAFETY: all nodes on the way are reachable from the root, hence alive and unchanged; the
        // empty node, too, leads only to itself, and belongs to the table.
        unsafe {
            let mut node: *const Node = self.node;
            if self.index_max >> INDEX_BITS_MIN != 0 {
                node = self.descend(index);
            }
            node = Node::slot(node, index >> (2 * BITS)).cast();
            node = Node::slot(node, index >> BITS).cast();
            let entry = Node::slot(node, index);
            // Not `then_some`: the branch lets callers skip their own test.
            if entry == self.empty.cast() { None } else { Some(entry.cast()) }
        }
    }

    /// The node on the way to `index` below which there are only the levels of the smallest tree.
    ///
    /// # Safety
    ///
    /// As for [`find`](Self::find).
    #[cold]
    unsafe fn descend(&self, index: u32) -> *const Node {
        let mut node: *const Node = self.node;
        let mut shift = self.index_bits() - BITS;
        while shift >= INDEX_BITS_MIN {
            // SAFETY: as in `find`.
            node = unsafe { Node::slot(node, index >> shift).cast() };
            shift -= BITS;
        }
        node
    }

    /// The tree has room for the ids below `1 << index_bits`; a multiple of [`BITS`].
    #[inline]
    pub(super) fn index_bits(&self) -> u32 {
        (u32::BITS - self.index_max.leading_zeros()).next_multiple_of(BITS)
    }

    /// Gives the tree's ids so many bits.
    pub(super) fn set_index_bits(&mut self, bits: u32) {
        self.index_max = u32::MAX.unbounded_shr(u32::BITS.saturating_sub(bits));
    }

    /// Walks over all entries in the order of their ids.
    pub(super) fn walk(&self) -> Walk<T> {
        let mut path = [(ptr::null_mut(), 0); LEVELS_MAX];
        // SAFETY: the root node, or the empty node, is alive as long as the root is in use.
        path[0] = (self.node, unsafe { (*self.node).present });
        let leaf = (self.index_bits() / BITS - 1) as usize;
        Walk { path, level: 0, leaf, index: 0, value: PhantomData }
    }
}

/// A walk over the entries of a tree, in the order of the ids.
pub(super) struct Walk<T> {
    /// The nodes from the root to where the walk is, each with the slots still to be visited.
    path: [(*mut Node, u64); LEVELS_MAX],
    level: usize,
    leaf: usize,
    index: u32,
    value: PhantomData<*mut Entry<T>>,
}

impl<T> Walk<T> {
    /// The next entry and its id.
    ///
    /// # Safety
    ///
    /// As for [`Root::find`], for the root that the walk began with.
    pub(super) unsafe fn next(&mut self) -> Option<(u32, *mut Entry<T>)> {
        loop {
            let (node, remaining) = &mut self.path[self.level];
            let node = *node;
            if *remaining == 0 {
                self.level = self.level.checked_sub(1)?;
                continue;
            }
            let slot = remaining.trailing_zeros();
            *remaining &= *remaining - 1;
            #[expect(clippy::cast_possible_truncation, reason = "there are at most 16 levels")]
            let shift = (self.leaf - self.level) as u32 * BITS;
            // The bits of deeper levels belong to the slot visited before and are cleared.
            let above = u64::from(self.index) >> (shift + BITS) << (shift + BITS);
            #[expect(clippy::cast_possible_truncation, reason = "it is part of an id")]
            {
                self.index = (above | u64::from(slot) << shift) as u32;
            }
            // SAFETY: the node is reachable from the root.
            let target = unsafe { Node::slot(node, slot) };
            if self.level == self.leaf {
                return Some((self.index, target.cast()));
            }
            let child: *mut Node = target.cast();
            self.level += 1;
            // SAFETY: a present slot of an inner node leads to a node that is alive.
            self.path[self.level] = (child, unsafe { (*child).present });
        }
    }
}
