//! A table from dense ids to values that one thread changes and all threads read in versions.
//!
//! It is made for the facts of a workspace's files: some 10,000 to 100,000 large values, of which one
//! keystroke replaces one. A reader works on a [`Snapshot`], a version of the whole table that never
//! changes; the writer publishes the next version for the price of three small nodes, whatever the
//! size of the table.
//!
//! # Structure
//!
//! The table is a radix tree over the bits of the id: 64 slots to a node, three levels for up to
//! 262,144 ids, more when larger ids come. Changing an entry copies the nodes on the way to it (*path
//! copying*) and shares everything else with the version before. There are no reference counts in the
//! tree. That is where its speed comes from: maps that count references must touch every child of
//! every node they copy (prototypes: 13 to 24 times dearer).
//!
//! # Protocol
//!
//! 1. The [`TableWriter`] edits the next version, the *edition*: [`set`](TableWriter::set) and
//!    [`remove`](TableWriter::remove). Nodes born in the edition are changed in place, so a batch of
//!    changes copies each node at most once. Readers see nothing of it.
//! 2. [`publish`](TableWriter::publish) seals the edition and publishes its root through a
//!    [`Published`](crate::published) cell. That one atomic swap is the only synchronisation between
//!    the writer and readers, and all rules of the cell hold: pin for a look, repin at checkpoints,
//!    hold for long requests.
//! 3. The cell tells which versions no reader can reach any more, in whatever order. The next publish
//!    or [`tick`](TableWriter::tick) takes note of them and works out which nodes and values thereby
//!    end. A value ends with the last version that contains it; a held version keeps its own nodes
//!    and values, and nothing of later versions. How that is known without counting is explained in
//!    the module `owner`: objects know the version of their birth, versions know their garbage.
//! 4. Nodes that end are reused by the writer. Values that end may be large, and dropping them is not
//!    the writer's business: they go to a lock-free queue, and a background worker drops them with
//!    [`SharedTable::reclaim`]. If more than [`DEAD_VALUES_MAX`] wait, the writer drops them itself,
//!    so that memory stays bounded without a worker.
//!
//! # Why readers are safe
//!
//! The tree of a published version is never written: the writer changes only what was born in the
//! edition. A reader that reaches a node does so from a root that it loaded while pinned, or that it
//! holds; so the version of that root is not released. A node is freed or reused only when every
//! version that contains it is released (see `owner`). The cell orders the reader's last access before
//! the release, and the writer learns of the release through the cell's queue.
//!
//! # Who frees the rest
//!
//! The writer's state lies in a record that all handles share. Only the writer, of which there is one,
//! accesses it while it exists. The record goes with the last handle, and drops all values and nodes
//! that are left; a reader can therefore outlive the writer.

//! # Use
//!
//! ```
//! use rholang_engine_sync::{Id, TableWriter};
//!
//! enum File {}
//! let (first, second) = (Id::<File>::new(0), Id::<File>::new(1));
//!
//! let mut writer = TableWriter::new();
//! let reader = writer.table().reader();
//! writer.set(first, "contract");
//! writer.set(second, "new");
//! writer.publish();
//!
//! let held = reader.hold();
//! writer.remove(first);
//! writer.publish();
//! assert_eq!(reader.pin().load().get(first), None);
//! assert_eq!(held.snapshot().get(first), Some(&"contract"));
//! assert_eq!(held.snapshot().iter().count(), 2);
//! ```
//!
//! A snapshot does not outlive its pin, nor the edition the next change:
//!
//! ```compile_fail,E0716
//! # use rholang_engine_sync::{Id, TableWriter};
//! # let reader = TableWriter::<(), u32>::new().table().reader();
//! let snapshot = reader.pin().load();
//! assert_eq!(snapshot.get(Id::new(0)), None);
//! ```
//!
//! ```compile_fail,E0502
//! # use rholang_engine_sync::{Id, TableWriter};
//! # let mut writer = TableWriter::<(), u32>::new();
//! let value = writer.edition().get(Id::new(0));
//! writer.set(Id::new(0), 1);
//! assert_eq!(value, None);
//! ```

mod node;
mod owner;

use core::fmt;
use core::marker::PhantomData;

pub use self::owner::TableMemory;

use self::node::{Entry, Root, Walk};
use self::owner::Owner;
use crate::Id;
use crate::primitive::cell::UnsafeCell;
use crate::primitive::sync::Arc;
use crate::primitive::sync::atomic::{AtomicU64, Ordering};
use crate::published::{Held, Pinned, Published, Publisher, Reader, Stack, VersionCounts};

/// How many dead values may wait for a background worker before the writer drops them.
pub const DEAD_VALUES_MAX: u64 = if cfg!(any(loom, miri)) { 4 } else { 1_024 };

/// The queue of values that no version contains any more.
struct Dead<T> {
    queue: Stack<Entry<T>>,
    queued_count: AtomicU64,
    dropped_count: AtomicU64,
}

impl<T> Dead<T> {
    fn new() -> Self {
        Self {
            queue: Stack::new(),
            queued_count: AtomicU64::new(0),
            dropped_count: AtomicU64::new(0),
        }
    }

    /// Queues an entry. Only the writer calls this, so the count needs no read-modify-write.
    fn push(&self, entry: Box<Entry<T>>) {
        let count = self.queued_count.load(Ordering::Relaxed);
        self.queued_count.store(count + 1, Ordering::Relaxed);
        self.queue.push(entry);
    }

    /// Drops all values in the queue; returns how many. Any thread may call this.
    fn reclaim(&self) -> u64 {
        let count = self.queue.take().map(drop).count() as u64;
        if count > 0 {
            self.dropped_count.fetch_add(count, Ordering::Relaxed);
        }
        count
    }

    /// How many values wait. The counters are loaded in the order in which they grow, so a race
    /// can only make the result too large.
    fn backlog(&self) -> u64 {
        let dropped = self.dropped_count.load(Ordering::Relaxed);
        self.queued_count.load(Ordering::Relaxed).saturating_sub(dropped)
    }
}

/// What the handles to a table keep alive together.
struct Shared<T> {
    /// Accessed by the writer only, and by the drop of this record.
    owner: UnsafeCell<Owner<T>>,
    dead: Dead<T>,
}

// SAFETY: the owner is accessed by the only writer, to change it through `&mut self`, to read it
// through `&self`; sharing the writer between threads therefore shares reads. Dead values move to
// whichever thread reclaims.
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

/// The right to change a table. See the [module documentation](self).
pub struct TableWriter<Tag, T> {
    // The cell goes before the record, here and in the other handles: when the record is dropped, no
    // root can be loaded any more.
    publisher: Publisher<Root<T>>,
    shared: Arc<Shared<T>>,
    tag: PhantomData<fn() -> Tag>,
}

/// A table that can be read from any thread. See the [module documentation](self).
pub struct SharedTable<Tag, T> {
    published: Published<Root<T>>,
    shared: Arc<Shared<T>>,
    tag: PhantomData<fn() -> Tag>,
}

/// One thread's access to a table. See the [module documentation](self).
pub struct TableReader<Tag, T> {
    reader: Reader<Root<T>>,
    shared: Arc<Shared<T>>,
    tag: PhantomData<fn() -> Tag>,
}

/// A reader during a read: its snapshots stay valid. See the [module documentation](self).
pub struct PinnedTable<'reader, Tag, T> {
    pinned: Pinned<'reader, Root<T>>,
    shared: &'reader Arc<Shared<T>>,
    tag: PhantomData<fn() -> Tag>,
}

/// A version of a table that is kept alive by this handle. See the [module documentation](self).
pub struct HeldTable<Tag, T> {
    held: Held<Root<T>>,
    shared: Arc<Shared<T>>,
    tag: PhantomData<fn() -> Tag>,
}

/// One version of a table.
pub struct Snapshot<'version, Tag, T> {
    root: Root<T>,
    version: PhantomData<&'version T>,
    tag: PhantomData<fn() -> Tag>,
}

impl<Tag, T: Send + Sync> TableWriter<Tag, T> {
    /// An empty table; its first, empty version is published.
    pub fn new() -> Self {
        let owner = Owner::new();
        Self {
            publisher: Publisher::new(owner.first()),
            shared: Arc::new(Shared { owner: UnsafeCell::new(owner), dead: Dead::new() }),
            tag: PhantomData,
        }
    }

    /// The table, for those who read it.
    pub fn table(&self) -> SharedTable<Tag, T> {
        SharedTable {
            published: self.publisher.published(),
            shared: Arc::clone(&self.shared),
            tag: PhantomData,
        }
    }

    /// The edition, with all changes made so far.
    pub fn edition(&self) -> Snapshot<'_, Tag, T> {
        // SAFETY: only the writer accesses the owner, and nobody changes it during `&self`.
        Snapshot::new(self.shared.owner.with(|owner| unsafe { (*owner).root() }))
    }

    /// Sets the value of an id in the edition; says whether the id had none.
    ///
    /// Ids should be dense: memory is in proportion to the runs of 64 ids that are in use.
    ///
    /// # Panics
    ///
    /// If `id` is [`Id::NONE`].
    pub fn set(&mut self, id: Id<Tag>, value: T) -> bool {
        assert!(id.is_some(), "a value needs an id");
        self.edit(|owner, dead| owner.set(id.raw(), value, dead))
    }

    /// Removes an id from the edition; says whether it had a value.
    pub fn remove(&mut self, id: Id<Tag>) -> bool {
        self.edit(|owner, dead| owner.remove(id.raw(), dead))
    }

    /// Publishes the edition. Readers that load from now on see it.
    pub fn publish(&mut self) {
        let sealed = self.edit(|owner, _| owner.seal());
        self.publisher.replace(sealed);
        self.settle();
    }

    /// Frees what is no longer in use although nothing is published; returns how many superseded
    /// versions are still in use. See [`Publisher::tick`].
    pub fn tick(&mut self) -> u64 {
        let superseded = self.publisher.tick();
        self.settle();
        superseded
    }

    /// Frees what only released versions contain.
    fn settle(&mut self) {
        for version in self.publisher.take_released() {
            self.edit(|owner, dead| owner.release(version.value.number, dead));
            self.publisher.recycle(version);
        }
        if self.shared.dead.backlog() > DEAD_VALUES_MAX {
            self.shared.dead.reclaim();
        }
    }

    /// Changes the owner's record.
    fn edit<R>(&mut self, change: impl FnOnce(&mut Owner<T>, &Dead<T>) -> R) -> R {
        self.shared.owner.with_mut(|owner| {
            // SAFETY: only the writer accesses the owner, and `&mut self` makes this access the
            // only one. `change` cannot get at `self`.
            change(unsafe { &mut *owner }, &self.shared.dead)
        })
    }

    /// The versions of the table so far.
    pub fn counts(&self) -> VersionCounts {
        self.publisher.counts()
    }

    /// The memory of the table.
    pub fn memory(&self) -> TableMemory {
        // SAFETY: as in `edition`.
        self.shared.owner.with(|owner| unsafe { (*owner).memory() })
    }

    /// How many values wait to be dropped by [`SharedTable::reclaim`].
    pub fn dead_values(&self) -> u64 {
        self.shared.dead.backlog()
    }
}

impl<Tag, T: Send + Sync> Default for TableWriter<Tag, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Tag, T: Send + Sync> SharedTable<Tag, T> {
    /// A reader for one thread; make one per worker and keep it.
    pub fn reader(&self) -> TableReader<Tag, T> {
        TableReader {
            reader: self.published.reader(),
            shared: Arc::clone(&self.shared),
            tag: PhantomData,
        }
    }

    /// Drops the values that no version contains any more; returns how many. For a background
    /// worker.
    pub fn reclaim(&self) -> u64 {
        self.shared.dead.reclaim()
    }

    /// The versions of the table so far.
    pub fn counts(&self) -> VersionCounts {
        self.published.counts()
    }

    /// How many values wait to be dropped by [`SharedTable::reclaim`].
    pub fn dead_values(&self) -> u64 {
        self.shared.dead.backlog()
    }
}

impl<Tag, T> TableReader<Tag, T> {
    /// Starts to read. See [`Reader::pin`].
    #[inline]
    pub fn pin(&self) -> PinnedTable<'_, Tag, T> {
        PinnedTable { pinned: self.reader.pin(), shared: &self.shared, tag: PhantomData }
    }

    /// The latest version, to keep: pins for a moment and holds.
    pub fn hold(&self) -> HeldTable<Tag, T> {
        self.pin().hold()
    }
}

impl<Tag, T> PinnedTable<'_, Tag, T> {
    /// The latest version.
    ///
    /// A request that wants one consistent state loads once and passes the snapshot on.
    #[inline]
    pub fn load(&self) -> Snapshot<'_, Tag, T> {
        Snapshot::new(*self.pinned.load())
    }

    /// Lets go of everything loaded so far. See [`Pinned::repin`].
    #[inline]
    pub fn repin(&mut self) {
        self.pinned.repin();
    }

    /// The latest version, to keep after the pin.
    pub fn hold(&self) -> HeldTable<Tag, T> {
        HeldTable { held: self.pinned.hold(), shared: Arc::clone(self.shared), tag: PhantomData }
    }
}

impl<Tag, T> HeldTable<Tag, T> {
    /// The version that is held.
    #[inline]
    pub fn snapshot(&self) -> Snapshot<'_, Tag, T> {
        Snapshot::new(*self.held)
    }
}

impl<'version, Tag, T> Snapshot<'version, Tag, T> {
    /// The caller knows that the version of `root` is alive, and unchanged, for `'version`: it is
    /// loaded by a pinned reader, or held, or the edition of a borrowed writer.
    #[inline]
    fn new(root: Root<T>) -> Self {
        Self { root, version: PhantomData, tag: PhantomData }
    }

    /// The value of an id.
    #[inline]
    pub fn get(self, id: Id<Tag>) -> Option<&'version T> {
        // SAFETY: the version is alive and unchanged for `'version` (see `new`), and with it its
        // nodes and entries.
        unsafe { self.root.find(id.raw()).map(|entry| &(*entry).value) }
    }

    /// All values with their ids, in the order of the ids.
    pub fn iter(self) -> Iter<'version, Tag, T> {
        Iter { walk: self.root.walk(), remaining: self.len(), version: self.version, tag: self.tag }
    }

    /// The number of values.
    #[inline]
    pub fn len(self) -> usize {
        self.root.len as usize
    }

    /// Whether there is no value.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.root.len == 0
    }

    /// The number of the version. Versions are numbered from 1, the empty one; a higher number is a
    /// later version.
    #[inline]
    pub fn number(self) -> u64 {
        self.root.number
    }
}

/// The values of a version, in the order of their ids.
pub struct Iter<'version, Tag, T> {
    walk: Walk<T>,
    remaining: usize,
    version: PhantomData<&'version T>,
    tag: PhantomData<fn() -> Tag>,
}

impl<'version, Tag, T> Iterator for Iter<'version, Tag, T> {
    type Item = (Id<Tag>, &'version T);

    fn next(&mut self) -> Option<Self::Item> {
        // SAFETY: as in `Snapshot::get`, whose promise carries over with `'version`.
        unsafe {
            let (index, entry) = self.walk.next()?;
            self.remaining -= 1;
            Some((Id::new(index), &(*entry).value))
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining, Some(self.remaining))
    }
}

impl<Tag, T> ExactSizeIterator for Iter<'_, Tag, T> {}

impl<'version, Tag, T> IntoIterator for Snapshot<'version, Tag, T> {
    type Item = (Id<Tag>, &'version T);
    type IntoIter = Iter<'version, Tag, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<Tag, T> Clone for Snapshot<'_, Tag, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Tag, T> Copy for Snapshot<'_, Tag, T> {}

impl<Tag, T> Clone for SharedTable<Tag, T> {
    fn clone(&self) -> Self {
        Self {
            published: self.published.clone(),
            shared: Arc::clone(&self.shared),
            tag: PhantomData,
        }
    }
}

impl<Tag, T> Clone for HeldTable<Tag, T> {
    fn clone(&self) -> Self {
        Self { held: self.held.clone(), shared: Arc::clone(&self.shared), tag: PhantomData }
    }
}

impl<Tag, T: Send + Sync> fmt::Debug for TableWriter<Tag, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TableWriter({:?}, {:?})", self.counts(), self.memory())
    }
}

impl<Tag, T: Send + Sync> fmt::Debug for SharedTable<Tag, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedTable({:?})", self.counts())
    }
}

impl<Tag, T> fmt::Debug for TableReader<Tag, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TableReader")
    }
}

impl<Tag, T> fmt::Debug for PinnedTable<'_, Tag, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PinnedTable({:?})", self.load())
    }
}

impl<Tag, T> fmt::Debug for HeldTable<Tag, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "HeldTable({:?})", self.snapshot())
    }
}

impl<Tag, T> fmt::Debug for Snapshot<'_, Tag, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Snapshot(version {}, {} values)", self.number(), self.len())
    }
}
