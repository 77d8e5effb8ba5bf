//! The writer's side of a persistent table: who owns nodes and values, and when they end.
//!
//! # Invariants
//!
//! 1. *Births.* Each node and each entry carries the number of the version in which it appeared. What
//!    is born in the *edition*, the version under construction, is known to the writer alone and is
//!    changed in place; everything else is copied first. So a batch of changes copies a node once.
//! 2. *Lives are intervals.* An object that a version contains and the next one does not never comes
//!    back. So an object lives from its birth to its last version, in all versions between.
//! 3. *Live versions.* `live` lists the published versions that the cell has not released yet, oldest
//!    first. The last one is the latest, which is never released.
//! 4. *Garbage.* The garbage of a live version is the set of objects that the live version before it
//!    contains and that it does not. The garbage of the edition is `pending`.
//! 5. *One owner.* Each object is in exactly one place: the tree of the edition, the garbage of one
//!    live version or of the edition, the free list (nodes), or the queue of dead values (entries).
//!
//! # When a version is released
//!
//! Let `v` be released, with the live versions `p` before it and `n` after it. The objects that die
//! are those in `v` and in no other live version. Being in `v` and not in `n`, they are in the garbage
//! of `n`. Being in `v` and not in `p`, they were born after `p` (invariant 2). Conversely garbage of
//! `n` that was born in `p` or before is in `p` and lives on. Without `p` all of it dies. What remains,
//! together with the garbage of `v` (in `p`, not in `v`, so not in `n`), is the garbage of `n` with
//! respect to its new predecessor `p`: invariant 4 holds again.
//!
//! This is the scheme of the dead lists of the ZFS file system. Its merit: a version held for an hour
//! keeps exactly the objects that it contains, and none of those that came and went since. The cost
//! of a publish stays that of its own garbage, because the older, larger list is only appended to.

use std::collections::VecDeque;

use super::Dead;
use super::node::{BITS, Entry, FANOUT, LEVELS_MAX, Node, Root};

/// How many unused nodes the owner keeps for the next versions.
const FREE_NODES_MAX: usize = if cfg!(any(loom, miri)) { 2 } else { 64 };

/// How many emptied garbage lists the owner keeps.
const SPARE_GARBAGE_MAX: usize = 4;

/// Objects that a version does not contain although the version before it does.
struct Garbage<T> {
    nodes: Vec<*mut Node>,
    entries: Vec<*mut Entry<T>>,
}

impl<T> Default for Garbage<T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), entries: Vec::new() }
    }
}

/// A published version that some reader may see.
struct LiveVersion<T> {
    number: u64,
    garbage: Garbage<T>,
}

/// The memory of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableMemory {
    /// Entries of the edition, and of versions that readers may still see.
    pub entries: usize,
    /// Bytes of all entries, without what their values own elsewhere.
    pub entry_bytes: usize,
    /// Nodes in use and nodes kept for reuse.
    pub nodes: usize,
    /// Bytes of all nodes.
    pub node_bytes: usize,
    /// Nodes that are kept for reuse.
    pub free_nodes: usize,
    /// Nodes and entries that only versions before the latest contain.
    pub garbage: usize,
}

/// Everything that the writer of a table owns. See the [module documentation](self).
pub(super) struct Owner<T> {
    /// The edition; `root.number` is the number that it will be published with.
    root: Root<T>,
    live: VecDeque<LiveVersion<T>>,
    pending: Garbage<T>,
    free: Vec<*mut Node>,
    spare: Vec<Garbage<T>>,
    nodes: usize,
    entries: usize,
}

// SAFETY: the owner owns nodes and entries as boxes would.
unsafe impl<T: Send> Send for Owner<T> {}

impl<T> Owner<T> {
    /// An empty table whose empty version 1 is published.
    pub(super) fn new() -> Self {
        let empty = Node::allocate(core::ptr::null_mut(), 0);
        Self {
            root: Root::new(empty, 2),
            live: VecDeque::from([LiveVersion { number: 1, garbage: Garbage::default() }]),
            pending: Garbage::default(),
            free: Vec::new(),
            spare: Vec::new(),
            nodes: 1,
            entries: 0,
        }
    }

    /// The edition, to read from. The result is good until the next change.
    pub(super) fn root(&self) -> Root<T> {
        self.root
    }

    /// The empty version that the table begins with.
    pub(super) fn first(&self) -> Root<T> {
        Root::new(self.root.empty, 1)
    }

    pub(super) fn memory(&self) -> TableMemory {
        let lists = self.live.iter().map(|version| &version.garbage).chain([&self.pending]);
        TableMemory {
            entries: self.entries,
            entry_bytes: self.entries * size_of::<Entry<T>>(),
            nodes: self.nodes,
            node_bytes: self.nodes * size_of::<Node>(),
            free_nodes: self.free.len(),
            garbage: lists.map(|list| list.nodes.len() + list.entries.len()).sum(),
        }
    }

    /// Sets the value of id `index`. A value that it replaces goes to `dead` unless a published
    /// version has it.
    pub(super) fn set(&mut self, index: u32, value: T, dead: &Dead<T>) -> bool {
        self.grow_for(index);
        let entry = Entry::allocate(value, self.root.number);
        self.entries += 1;
        let mut node = self.editable(self.root.node);
        self.root.node = node;
        let mut shift = self.root.index_bits() - BITS;
        while shift > 0 {
            let slot = slot_of(index, shift);
            // SAFETY: nodes of the edition are alive, and `node` is born in it (`editable`).
            unsafe {
                let child = self.editable(Node::slot(node, index >> shift).cast());
                Node::set(node, slot, child.cast());
                (*node).present |= 1 << slot;
                node = child;
            }
            shift -= BITS;
        }
        let slot = slot_of(index, 0);
        // SAFETY: as above, for the leaf.
        let old = unsafe {
            let old = Node::slot(node, index);
            Node::set(node, slot, entry.cast());
            (*node).present |= 1 << slot;
            old
        };
        let is_new = old == self.root.empty.cast();
        if is_new {
            self.root.len += 1;
        } else {
            self.retire_entry(old.cast(), dead);
        }
        is_new
    }

    /// Removes id `index`, and the nodes that become empty; says whether there was a value.
    pub(super) fn remove(&mut self, index: u32, dead: &Dead<T>) -> bool {
        // SAFETY: nobody changes the edition during the call.
        let Some(entry) = (unsafe { self.root.find(index) }) else {
            return false;
        };
        let mut path = [core::ptr::null_mut(); LEVELS_MAX];
        let levels = (self.root.index_bits() / BITS) as usize;
        let mut node = self.editable(self.root.node);
        self.root.node = node;
        path[0] = node;
        let mut shift = self.root.index_bits() - BITS;
        for place in &mut path[1..levels] {
            // SAFETY: as in `set`; the id is present, so each slot on the way leads to a node.
            unsafe {
                let child = self.editable(Node::slot(node, index >> shift).cast());
                Node::set(node, slot_of(index, shift), child.cast());
                node = child;
            }
            *place = node;
            shift -= BITS;
        }
        self.unlink(&path[..levels], index);
        self.retire_entry(entry, dead);
        self.root.len -= 1;
        true
    }

    /// Clears the slot of `index` in the last node of `path`, and removes nodes left without slots.
    fn unlink(&mut self, path: &[*mut Node], index: u32) {
        let mut shift = 0;
        for &node in path.iter().rev() {
            let slot = slot_of(index, shift);
            // SAFETY: the nodes of the path are born in the edition.
            let is_empty = unsafe {
                Node::set(node, slot, self.root.empty.cast());
                (*node).present &= !(1 << slot);
                (*node).present == 0
            };
            if !is_empty {
                return;
            }
            self.free_node(node);
            shift += BITS;
        }
        self.root.node = self.root.empty;
    }

    /// Adds levels until the tree has room for `index`.
    fn grow_for(&mut self, index: u32) {
        while u64::from(index) >> self.root.index_bits() != 0 {
            if self.root.node != self.root.empty {
                let node = self.new_node();
                // SAFETY: the node is new.
                unsafe {
                    Node::set(node, 0, self.root.node.cast());
                    (*node).present = 1;
                }
                self.root.node = node;
            }
            self.root.set_index_bits(self.root.index_bits() + BITS);
        }
    }

    /// A node of the edition with the content of `node`: itself if it is one, a copy otherwise.
    fn editable(&mut self, node: *mut Node) -> *mut Node {
        if node == self.root.empty {
            return self.new_node();
        }
        // SAFETY: `node` is in the tree of the edition, so it is alive.
        if unsafe { (*node).birth } == self.root.number {
            return node;
        }
        let copy = match self.free.pop() {
            Some(node) => node,
            None => self.allocate_node(),
        };
        // SAFETY: `copy` is unused; `node` is published, so nobody changes it.
        unsafe { Node::copy(node, copy, self.root.number) };
        self.pending.nodes.push(node);
        copy
    }

    /// A node of the edition without entries.
    fn new_node(&mut self) -> *mut Node {
        let Some(node) = self.free.pop() else {
            return self.allocate_node();
        };
        // SAFETY: nodes of the free list are known to nobody else; the empty node is never changed.
        unsafe { Node::copy(self.root.empty, node, self.root.number) };
        node
    }

    #[cold]
    fn allocate_node(&mut self) -> *mut Node {
        self.nodes += 1;
        Node::allocate(self.root.empty, self.root.number)
    }

    /// Takes back a node that nobody can reach.
    fn free_node(&mut self, node: *mut Node) {
        if self.free.len() < FREE_NODES_MAX {
            self.free.push(node);
        } else {
            self.nodes -= 1;
            // SAFETY: the node came from a box and is in no tree and no list any more.
            drop(unsafe { Box::from_raw(node) });
        }
    }

    /// Takes an entry out of the edition; it is no longer in its tree.
    fn retire_entry(&mut self, entry: *mut Entry<T>, dead: &Dead<T>) {
        // SAFETY: the entry was in the tree until now, so it is alive.
        if unsafe { (*entry).birth } == self.root.number {
            self.kill_entry(entry, dead);
        } else {
            self.pending.entries.push(entry);
        }
    }

    /// Queues an entry that nobody can reach.
    fn kill_entry(&mut self, entry: *mut Entry<T>, dead: &Dead<T>) {
        self.entries -= 1;
        // SAFETY: the entry came from a box and is in no tree and no list any more.
        dead.push(unsafe { Box::from_raw(entry) });
    }

    /// Ends the edition: the version to publish. The next edition begins as a copy of it.
    pub(super) fn seal(&mut self) -> Root<T> {
        let sealed = self.root;
        let garbage = core::mem::replace(&mut self.pending, self.spare.pop().unwrap_or_default());
        self.live.push_back(LiveVersion { number: sealed.number, garbage });
        self.root.number += 1;
        sealed
    }

    /// Frees what only version `number` contains, which the cell has released. See the
    /// [module documentation](self).
    pub(super) fn release(&mut self, number: u64, dead: &Dead<T>) {
        let found = self.live.binary_search_by_key(&number, |version| version.number);
        let position = found.expect("a version is released once");
        let before = position.checked_sub(1).map_or(0, |before| self.live[before].number);
        let Some(LiveVersion { garbage: mut own, .. }) = self.live.remove(position) else {
            return;
        };
        // The version after it has moved to its position; the latest version is never released.
        let mut next = core::mem::take(&mut self.live[position].garbage);
        // SAFETY: garbage is alive until it is freed here.
        retain(
            &mut next.nodes,
            |node| unsafe { (*node).birth } <= before,
            |node| {
                self.free_node(node);
            },
        );
        // SAFETY: as above.
        retain(
            &mut next.entries,
            |entry| unsafe { (*entry).birth } <= before,
            |entry| {
                self.kill_entry(entry, dead);
            },
        );
        append(&mut next.nodes, &mut own.nodes);
        append(&mut next.entries, &mut own.entries);
        self.live[position].garbage = next;
        if self.spare.len() < SPARE_GARBAGE_MAX {
            self.spare.push(own);
        }
    }
}

/// The slot of `index` at the level that `shift` stands for.
const fn slot_of(index: u32, shift: u32) -> usize {
    (index >> shift) as usize % FANOUT
}

/// Keeps the objects that are to stay, in any order, and hands out the others.
fn retain<Object: Copy>(
    objects: &mut Vec<Object>,
    stays: impl Fn(Object) -> bool,
    mut dies: impl FnMut(Object),
) {
    let mut index = 0;
    while let Some(&object) = objects.get(index) {
        if stays(object) {
            index += 1;
        } else {
            objects.swap_remove(index);
            dies(object);
        }
    }
}

/// Moves all of `source` to `target`, in any order, by moving the shorter list; `source` is empty
/// afterwards.
fn append<Object>(target: &mut Vec<Object>, source: &mut Vec<Object>) {
    if target.len() < source.len() {
        core::mem::swap(target, source);
    }
    target.append(source);
}

impl<T> Drop for Owner<T> {
    fn drop(&mut self) {
        // The owner is dropped with the last handle to the table, so no reader exists.
        // SAFETY: by invariant 5 each object below is freed once: the entries and nodes of the
        // edition, all garbage, the free list, the empty node. All came from boxes.
        unsafe {
            let mut walk = self.root.walk();
            while let Some((_, entry)) = walk.next() {
                drop(Box::from_raw(entry));
            }
            if self.root.node != self.root.empty {
                free_tree(self.root.node, self.root.index_bits() - BITS);
            }
            let lists = self.live.drain(..).map(|version| version.garbage);
            for garbage in lists.chain([core::mem::take(&mut self.pending)]) {
                garbage.entries.into_iter().for_each(|entry| drop(Box::from_raw(entry)));
                garbage.nodes.into_iter().for_each(|node| drop(Box::from_raw(node)));
            }
            self.free.drain(..).for_each(|node| drop(Box::from_raw(node)));
            drop(Box::from_raw(self.root.empty));
        }
    }
}

/// Frees the nodes of a tree, not its entries. Recurses as deep as the tree has levels, at most
/// [`LEVELS_MAX`].
///
/// # Safety
///
/// Nobody uses the tree, and `shift` is that of `node`'s level.
unsafe fn free_tree(node: *mut Node, shift: u32) {
    // SAFETY: the node is alive and ours.
    let mut present = unsafe { (*node).present };
    while shift > 0 && present != 0 {
        // SAFETY: a present slot of an inner node leads to a node of the tree.
        unsafe {
            free_tree(Node::slot(node, present.trailing_zeros()).cast(), shift - BITS);
        }
        present &= present - 1;
    }
    // SAFETY: its children are freed, and nobody points to it.
    drop(unsafe { Box::from_raw(node) });
}
