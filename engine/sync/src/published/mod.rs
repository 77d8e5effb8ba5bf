//! A value that one thread publishes in versions and all threads read without locks.
//!
//! # Roles
//!
//! - The [`Publisher`] replaces the value. There is one per cell: it cannot be cloned, and publishing
//!   takes `&mut self`. It can be sent to another thread.
//! - A [`Published`] is the cell as everybody may know it: it can be cloned and shared, and gives out
//!   readers.
//! - A [`Reader`] belongs to one thread at a time. It *pins* before it reads.
//! - A [`Pinned`] reader loads the latest version as a plain reference. Pin for the length of a look
//!   or of a computation between two checkpoints, never over a wait.
//! - A [`Held`] version is owned: it stays as it is while the world moves on, for requests that take
//!   long.
//!
//! # Protocol
//!
//! The cell is one atomic pointer to the latest version.
//!
//! 1. *Read.* The reader pins its participant of the cell's own epoch collector: it announces the
//!    epoch it entered, with a full fence, and then loads the pointer with `Acquire`. From there on
//!    a read is a plain load: no lock, no reference count, no write to memory that others use.
//! 2. *Publish.* The publisher swaps the pointer with `Release`, so that who sees the new address sees
//!    the new value. Readers pinned before may still use the old version. So the publisher defers
//!    its release until every participant has left the epoch of the deferral, and then *flushes*: it
//!    hands the deferral to the collector at once and lets the collector try to advance the epoch.
//!    Without the flush the deferrals wait for 64 of them to come together (measured elsewhere: 200
//!    publishes left 201 versions alive). A flush moves the collector's bag of 64 places, 2 KiB,
//!    several times, and costs more than all the rest of a publish. So the publisher defers two
//!    versions at once: the first of each pair *waits* with the publisher for the second. Deferring
//!    late is always safe.
//! 3. *Release.* When the grace period is over some participant runs the deferral, whichever thread
//!    happens to collect. That may be a reader in the middle of a request, so all it does is give back
//!    the cell's reference to the version: one subtraction and, if nobody holds the version, one push
//!    to the queue of released versions. It frees nothing.
//! 4. *Reclaim.* [`Published::reclaim`] takes the queue and drops the values. A background worker calls
//!    it. If none does, the publisher does it itself when [`BACKLOG_VERSIONS_MAX`] versions wait: a
//!    late drop on the publishing thread is better than memory without bound.
//! 5. *Hold.* A pinned reader that wants to keep a version adds a reference to it. The version cannot
//!    be gone, because the grace period cannot end while the reader is pinned, so the count is at
//!    least 1. A held version keeps itself alive, and nothing else: epochs advance, other versions
//!    are released.
//!
//! # Why a reader never sees freed memory
//!
//! A version is dropped only by who took it from the queue, it is queued only by who gave back the
//! last reference, and the cell's own reference is given back only after the grace period. A reader
//! without a reference is pinned. If its pin came before the swap in the single total order of the
//! fences, the grace period waits for it to unpin. If it came after, its load of the pointer sees the
//! new version, and cannot reach the old one.
//!
//! # Why a reader never goes back in time
//!
//! All versions go through one atomic location, and the loads of one location by one thread never see
//! an older value after a newer one (read-read coherence). Across threads: who learns of a version
//! through any synchronised channel sees that version or a newer one.
//!
//! # How many versions live
//!
//! Without readers at most four: the latest, the one that waits, and the pair before, which is
//! released when the epoch has advanced twice since its deferral, that is, with the next pair. A
//! reader pinned for a moment lets a few more pile up, which the next publishes release.
//! [`Publisher::tick`] defers the one that waits and advances until nothing is left; it belongs to the
//! idle tick of the publishing thread. One reader that stays pinned stops the epochs, and every later
//! version stays alive: hold, or call [`Pinned::repin`] at checkpoints.
//!
//! # Cost
//!
//! Pinning writes only the participant's own line. On x86-64 `crossbeam-epoch` spells the full fence as
//! a locked compare-and-swap of that line, which is faster there than the fence instruction; this is
//! the only locked instruction on the read path, and no other thread writes the line. Every 128th pin
//! also tries to advance the epoch. Reading again while pinned is two loads.

//! # Use
//!
//! ```
//! use rholang_engine_sync::Publisher;
//!
//! let mut publisher = Publisher::new(String::from("one"));
//! let published = publisher.published(); // for all threads
//! let reader = published.reader(); // for this thread
//!
//! assert_eq!(reader.pin().load(), "one");
//! let held = reader.hold();
//! publisher.publish(String::from("two"));
//! assert_eq!(reader.pin().load(), "two");
//! assert_eq!(*held, "one");
//!
//! drop(held);
//! assert_eq!(publisher.tick(), 0); // on the idle tick
//! assert_eq!(published.reclaim(), 1); // on a background worker
//! ```
//!
//! # Misuse that does not compile
//!
//! What was loaded does not outlive the pin, or a repin:
//!
//! ```compile_fail,E0716
//! # let reader = rholang_engine_sync::Publisher::new(1).published().reader();
//! let value = reader.pin().load();
//! assert_eq!(*value, 1);
//! ```
//!
//! ```compile_fail,E0502
//! # let reader = rholang_engine_sync::Publisher::new(1).published().reader();
//! let mut pinned = reader.pin();
//! let value = pinned.load();
//! pinned.repin();
//! assert_eq!(*value, 1);
//! ```
//!
//! A pin stays on its thread, and a reader is not shared:
//!
//! ```compile_fail,E0277
//! # let reader = rholang_engine_sync::Publisher::new(1).published().reader();
//! let pinned = reader.pin();
//! std::thread::scope(|scope| scope.spawn(move || assert_eq!(*pinned.load(), 1)).join());
//! ```
//!
//! ```compile_fail,E0277
//! # let reader = rholang_engine_sync::Publisher::new(1).published().reader();
//! std::thread::scope(|scope| scope.spawn(|| assert_eq!(*reader.pin().load(), 1)).join());
//! ```
//!
//! What is shared between threads must allow it:
//!
//! ```compile_fail,E0599
//! # use std::cell::Cell;
//! let reader = rholang_engine_sync::Publisher::new(Cell::new(1)).published().reader();
//! ```
//!
//! The publisher does not replace what it is looking at:
//!
//! ```compile_fail,E0502
//! # let mut publisher = rholang_engine_sync::Publisher::new(1);
//! let value = publisher.latest();
//! publisher.publish(2);
//! assert_eq!(*value, 1);
//! ```

mod stack;
mod version;

use core::fmt;
use core::ops::Deref;
use core::ptr::NonNull;

use crossbeam_epoch::{Guard, LocalHandle};

pub use self::version::VersionCounts;
use self::version::{Core, Shared, Version};
use crate::primitive::sync::Arc;
use crate::primitive::sync::atomic::Ordering;

pub(crate) use self::stack::{Linked, Stack, Taken};

/// How many released versions may wait for a background worker before the publisher drops them.
pub const BACKLOG_VERSIONS_MAX: u64 = 64;

/// How many attempts in a row may release nothing before [`Publisher::tick`] gives up.
///
/// A deferral needs two advances of the epoch after the one that its own flush may have made. And the
/// collector's queue also holds its own garbage, which may lie before ours: an attempt takes 8 bags.
const TICK_ATTEMPTS: usize = if cfg!(any(loom, miri)) { 3 } else { 8 };

/// The right to publish versions of a value. See the [module documentation](self).
pub struct Publisher<T> {
    // The participant goes before the share of the collector that it is registered with.
    participant: Participant,
    shared: Arc<Shared<T>>,
    /// A superseded version whose release is not deferred yet.
    waiting: Option<Retired<T>>,
    /// A version without use, whose memory the next one takes.
    spare: Option<Box<Version<T>>>,
}

/// The cell's reference to a version that is no longer the latest.
struct Retired<T>(*mut Version<T>);

// SAFETY: it is the right to release the version, which may end in dropping `T` on this thread.
unsafe impl<T: Send> Send for Retired<T> {}
// SAFETY: a shared `Retired` gives no access to anything.
unsafe impl<T: Send> Sync for Retired<T> {}

/// A cell that can be read from any thread. See the [module documentation](self).
pub struct Published<T> {
    shared: Arc<Shared<T>>,
}

/// One thread's access to a cell. See the [module documentation](self).
pub struct Reader<T> {
    participant: Participant,
    shared: Arc<Shared<T>>,
}

/// A reader during a read: what it has loaded stays valid. See the [module documentation](self).
pub struct Pinned<'reader, T> {
    guard: Guard,
    core: &'reader Core<T>,
    shared: &'reader Arc<Shared<T>>,
}

/// A version that is kept alive by this handle. See the [module documentation](self).
pub struct Held<T> {
    version: NonNull<Version<T>>,
    shared: Arc<Shared<T>>,
}

/// A participant of a collector that may move to another thread between pins.
struct Participant(LocalHandle);

// SAFETY: a handle of crossbeam-epoch is a pointer to a heap record with counters that are not
// atomic, and is not `Send` because two handles or guards may share one record. Here there is exactly
// one handle to the record, `Participant` is neither cloned nor shared, and its guards borrow it (in
// `Pinned`) or end within a method of `Publisher` that has `&mut self`. So whoever owns the
// participant is the only user of the record, and a move to another thread is a synchronised handing
// over. The record itself is not tied to a thread: the collector registers it in a list of its own, not
// in thread-local storage.
unsafe impl Send for Participant {}

// SAFETY: a held version is `&T` and, for the last one, the drop of `T` on any thread; the count is
// atomic.
unsafe impl<T: Send + Sync> Send for Held<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Held<T> {}

impl<T> Publisher<T> {
    /// A new cell, with its first version.
    pub fn new(value: T) -> Self {
        let shared = Arc::new(Shared::new(value));
        Self {
            participant: Participant(shared.collector().register()),
            shared,
            waiting: None,
            spare: None,
        }
    }

    /// The cell, for those who read it.
    pub fn published(&self) -> Published<T> {
        Published { shared: Arc::clone(&self.shared) }
    }

    /// The latest version.
    ///
    /// The publisher needs no pin: nobody else retires the version, and publishing takes `&mut self`.
    pub fn latest(&self) -> &T {
        let version = self.shared.core().latest.0.load(Ordering::Relaxed);
        // SAFETY: the cell's reference to the latest version is given back only after `publish`,
        // which cannot be called while the result is borrowed. `Relaxed` suffices because this very
        // publisher stored the pointer, or got itself from the thread that did.
        unsafe { &(*version).value }
    }

    /// Replaces the value. Readers that load from now on see the new version.
    pub fn publish(&mut self, value: T) {
        self.replace(value);
        if self.counts().backlog() > BACKLOG_VERSIONS_MAX {
            reclaim(self.shared.core());
        }
    }

    /// Publishes without reclaiming, for an owner that must see every released version.
    pub(crate) fn replace(&mut self, value: T) {
        let version = match self.spare.take() {
            Some(mut spare) => {
                spare.renew(value);
                Box::into_raw(spare)
            }
            None => Version::allocate(value),
        };
        // No pin: the publisher does not look into what it swaps out.
        let retired = Retired(self.shared.core().replace(version));
        match self.waiting.take() {
            None => self.waiting = Some(retired),
            Some(waiting) => self.defer_release(waiting, Some(retired)),
        }
    }

    /// Lets the collector release superseded versions when their grace period is over.
    fn defer_release(&self, first: Retired<T>, second: Option<Retired<T>>) {
        let home = NonNull::from(self.shared.core());
        let mut guard = self.participant.0.pin();
        // Every 128th pin advances the epoch itself and leaves us pinned in the one before, where we
        // would be in the way of the advance that the flush tries.
        guard.repin();
        let second = second.map_or(core::ptr::null_mut(), |retired| retired.0);
        let release = move || {
            // SAFETY: this runs once, when nobody who could have loaded the versions without a
            // reference is pinned any more, because they were swapped out before the deferral. It
            // owns the cell's references to them, which came with the `Retired`. The core outlives
            // the collector and so this closure (see `Shared`).
            unsafe {
                home.as_ref().release(first.0);
                if !second.is_null() {
                    home.as_ref().release(second);
                }
            }
        };
        // SAFETY: the closure may run on any thread that is a participant of this collector. If
        // there is one besides ours, a `Reader` was made, so `T: Send + Sync`; otherwise it is
        // ours. What it captures lives until it runs (see above).
        unsafe { guard.defer_unchecked(release) };
        guard.flush();
    }

    /// Brings the collector forward although nothing is published; returns how many superseded
    /// versions are still in use.
    ///
    /// Call it when the publishing thread has been idle for a moment. As long as it returns more than
    /// 0, some reader is pinned or holds a version, or a reader that was pinned for long has left
    /// more garbage than one call takes; it is worth calling again later. It does not wait.
    pub fn tick(&mut self) -> u64 {
        self.defer_waiting();
        let core = self.shared.core();
        let mut live = core.counts().live();
        let mut attempts = 0;
        // One attempt releases a few versions at most, so a long backlog takes many; each success
        // allows more attempts, and there are only finitely many versions.
        while live > 1 && attempts < TICK_ATTEMPTS {
            self.participant.0.pin().flush();
            let before = core::mem::replace(&mut live, core.counts().live());
            attempts = if live < before { 0 } else { attempts + 1 };
        }
        live - 1
    }

    fn defer_waiting(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            self.defer_release(waiting, None);
        }
    }

    /// How many versions there have been.
    pub fn counts(&self) -> VersionCounts {
        self.shared.core().counts()
    }

    /// Takes the released versions, for an owner that does more than drop them. Such an owner
    /// publishes with [`replace`](Self::replace) and lets nobody reclaim.
    pub(crate) fn take_released(&mut self) -> Taken<Version<T>> {
        self.shared.core().take_released()
    }

    /// Takes back a version that `take_released` gave; its memory serves the next one.
    pub(crate) fn recycle(&mut self, version: Box<Version<T>>) {
        self.shared.core().note_dropped(1);
        self.spare = Some(version);
    }
}

impl<T> Drop for Publisher<T> {
    fn drop(&mut self) {
        self.defer_waiting();
    }
}

impl<T: Send + Sync> Published<T> {
    /// A reader for the calling thread, or for whichever thread it is sent to.
    ///
    /// Make one per worker and keep it: registering allocates about 2 KiB.
    pub fn reader(&self) -> Reader<T> {
        Reader {
            participant: Participant(self.shared.collector().register()),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Published<T> {
    /// Drops the values that no reader can reach; returns how many. For a background worker.
    pub fn reclaim(&self) -> u64 {
        reclaim(self.shared.core())
    }

    /// How many versions there have been.
    pub fn counts(&self) -> VersionCounts {
        self.shared.core().counts()
    }
}

fn reclaim<T>(core: &Core<T>) -> u64 {
    let mut count = 0;
    for version in core.take_released() {
        drop(version);
        count += 1;
    }
    if count > 0 {
        core.note_dropped(count);
    }
    count
}

impl<T> Reader<T> {
    /// Starts to read.
    ///
    /// Pins may be nested. The versions of all of them stay alive until the last ends.
    #[inline]
    pub fn pin(&self) -> Pinned<'_, T> {
        Pinned { guard: self.participant.0.pin(), core: self.shared.core(), shared: &self.shared }
    }

    /// The latest version, to keep: pins for a moment and holds.
    pub fn hold(&self) -> Held<T> {
        self.pin().hold()
    }
}

impl<T> Pinned<'_, T> {
    /// The latest version.
    ///
    /// A request that wants one consistent state loads once and passes the reference on.
    #[inline]
    pub fn load(&self) -> &T {
        // SAFETY: `latest` is never null, and we are pinned (`Pinned` owns the guard), so the version
        // that the load returns is not released before the guard is dropped or repinned; both end
        // the borrow of `self`. `Acquire` pairs with the swap in `replace`.
        unsafe { &(*self.core.latest.0.load(Ordering::Acquire)).value }
    }

    /// Lets go of everything loaded so far, so that a long computation does not keep old versions
    /// alive; to be called where it checks for cancellation.
    #[inline]
    pub fn repin(&mut self) {
        self.guard.repin();
    }

    /// The latest version, to keep after the pin.
    pub fn hold(&self) -> Held<T> {
        let version = self.core.latest.0.load(Ordering::Acquire);
        // SAFETY: as in `load`; the pointer is not null.
        let version = unsafe { NonNull::new_unchecked(version) };
        // SAFETY: as in `load`: alive, and its count at least 1, while we are pinned.
        unsafe { version.as_ref() }.acquire();
        Held { version, shared: Arc::clone(self.shared) }
    }
}

impl<T> Clone for Published<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        // SAFETY: `self` owns a reference, so the version is alive.
        unsafe { self.version.as_ref() }.acquire();
        Self { version: self.version, shared: Arc::clone(&self.shared) }
    }
}

impl<T> Deref for Held<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: `self` owns a reference to the version until it is dropped.
        unsafe { &self.version.as_ref().value }
    }
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        // SAFETY: the reference that `hold` or `clone` acquired is given back once, here; the
        // version belongs to the cell that `shared` keeps alive.
        unsafe { self.shared.core().release(self.version.as_ptr()) };
    }
}

impl<T> fmt::Debug for Publisher<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Publisher({:?})", self.counts())
    }
}

impl<T> fmt::Debug for Published<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Published({:?})", self.counts())
    }
}

impl<T> fmt::Debug for Reader<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Reader")
    }
}

impl<T: fmt::Debug> fmt::Debug for Pinned<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pinned").field(self.load()).finish()
    }
}

impl<T: fmt::Debug> fmt::Debug for Held<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Held").field(&**self).finish()
    }
}
