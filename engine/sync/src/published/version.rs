//! One version of a published value, and what all handles to a cell share.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use crossbeam_epoch::Collector;

use super::stack::{Linked, Stack, Taken};
use crate::primitive::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering};

/// More references to one version than this is a leak that would overflow the counter.
const REFERENCES_MAX: usize = usize::MAX / 2;

/// One published value.
///
/// `references` starts at 1: the cell's own reference, given back when the grace period of the
/// version is over. Each [`Held`](super::Held) adds one. Who gives back the last one owns the version.
pub(crate) struct Version<T> {
    pub(crate) value: T,
    references: AtomicUsize,
    link: AtomicPtr<Self>,
}

impl<T> Linked for Version<T> {
    fn link(&self) -> &AtomicPtr<Self> {
        &self.link
    }
}

impl<T> Version<T> {
    pub(super) fn allocate(value: T) -> *mut Self {
        Box::into_raw(Box::new(Self {
            value,
            references: AtomicUsize::new(1),
            link: AtomicPtr::new(core::ptr::null_mut()),
        }))
    }

    /// Makes an unused version as good as a new one.
    pub(super) fn renew(&mut self, value: T) {
        self.value = value;
        // The store is not ordered: the pointer to the version is published with `Release` later.
        self.references.store(1, Ordering::Relaxed);
    }

    /// Adds a reference. The caller must have one, or be pinned since it loaded the version.
    ///
    /// `Relaxed` suffices for the reason that it does in `Arc::clone`: the caller already has the
    /// right to use the version, and that right orders everything that came before.
    pub(super) fn acquire(&self) {
        let before = self.references.fetch_add(1, Ordering::Relaxed);
        if before > REFERENCES_MAX {
            // As `Arc` does: the program leaks references, and no unwinding can make it right.
            std::process::abort();
        }
    }
}

/// How many versions of a cell there have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VersionCounts {
    /// Versions published so far, the initial one included.
    pub published: u64,
    /// Versions that no reader can reach any more: superseded, their grace period over, not held.
    pub released: u64,
    /// Released versions whose value has been dropped.
    pub dropped: u64,
}

impl VersionCounts {
    /// Versions that some reader may still see; the latest version is always among them.
    pub const fn live(self) -> u64 {
        self.published.saturating_sub(self.released)
    }

    /// Versions whose memory waits for a call of `reclaim`.
    pub const fn backlog(self) -> u64 {
        self.released.saturating_sub(self.dropped)
    }
}

/// The memory of one cell: the latest version, and the versions that wait to be dropped.
///
/// The line that readers load from is written once per publish; the counters and the queue, which
/// change when versions die, lie on lines of their own.
pub(crate) struct Core<T> {
    pub(super) latest: Line<AtomicPtr<Version<T>>>,
    released: Line<Stack<Version<T>>>,
    published_count: AtomicU64,
    released_count: AtomicU64,
    dropped_count: AtomicU64,
}

/// A value on cache lines of its own; 128 bytes because processors fetch lines in pairs.
#[repr(align(128))]
pub(super) struct Line<T>(pub(super) T);

impl<T> Core<T> {
    /// Puts `version` in place of the latest one, which it returns.
    ///
    /// Only the publisher calls this.
    pub(super) fn replace(&self, version: *mut Version<T>) -> *mut Version<T> {
        self.published_count.fetch_add(1, Ordering::Relaxed);
        // `Release` publishes the content of the new version to the readers' `Acquire` loads.
        // `Acquire` is not needed for the old version: only the publisher replaces versions, so it
        // made the old one itself (or got the publisher from who did).
        self.latest.0.swap(version, Ordering::Release)
    }

    /// Gives back one reference to `version`, and queues the version if it was the last.
    ///
    /// # Safety
    ///
    /// `version` is a version of this cell, and the caller owns one reference to it, which this call
    /// consumes.
    pub(super) unsafe fn release(&self, version: *mut Version<T>) {
        // SAFETY: the caller owns a reference, so the version is alive until the `fetch_sub`.
        let references = unsafe { &(*version).references };
        // `Release`: our reads of the value come before whatever the last owner does with it.
        // `Acquire`, for the last owner: the reads of all others come before our freeing. A fence
        // behind the branch would spare the others the `Acquire`, as in `Arc`, but holds are rare,
        // and ThreadSanitizer does not understand fences.
        if references.fetch_sub(1, Ordering::AcqRel) != 1 {
            return;
        }
        self.released_count.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the version came from a box (`allocate`), and we gave back the last reference.
        self.released.0.push(unsafe { Box::from_raw(version) });
    }

    /// Takes the versions that no reader can reach.
    pub(super) fn take_released(&self) -> Taken<Version<T>> {
        self.released.0.take()
    }

    /// Notes that `count` of the taken versions have been dropped.
    pub(super) fn note_dropped(&self, count: u64) {
        self.dropped_count.fetch_add(count, Ordering::Relaxed);
    }

    /// The counters, in an order that never makes a difference negative by a race with this call.
    pub(super) fn counts(&self) -> VersionCounts {
        let dropped = self.dropped_count.load(Ordering::Relaxed);
        let released = self.released_count.load(Ordering::Relaxed);
        let published = self.published_count.load(Ordering::Relaxed);
        VersionCounts { published, released, dropped }
    }
}

/// What all handles to a cell keep alive together.
///
/// The collector's queue holds closures that point into the core. So the core is an allocation of its
/// own, and is freed after the collector has run what was left in its queue.
pub(super) struct Shared<T> {
    collector: ManuallyDrop<Collector>,
    core: NonNull<Core<T>>,
}

// SAFETY: the handles give `&T` to several threads, and the last reference to a version, hence the
// drop of its value, may be on any thread. Everything else in the core is atomic.
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub(super) fn new(value: T) -> Self {
        let core = Box::new(Core {
            latest: Line(AtomicPtr::new(Version::allocate(value))),
            released: Line(Stack::new()),
            published_count: AtomicU64::new(1),
            released_count: AtomicU64::new(0),
            dropped_count: AtomicU64::new(0),
        });
        Self {
            collector: ManuallyDrop::new(Collector::new()),
            core: NonNull::from(Box::leak(core)),
        }
    }

    #[inline]
    pub(super) fn core(&self) -> &Core<T> {
        // SAFETY: the core was leaked from a box in `new` and is freed only in `drop`.
        unsafe { self.core.as_ref() }
    }

    pub(super) fn collector(&self) -> &Collector {
        &self.collector
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        // Each handle drops its participant before its share of `self`, so the collector has no
        // participant left and nobody is pinned. (Unless a guard was forgotten with `mem::forget`:
        // then the collector lives on, never runs another closure, and what it has queued leaks.)
        // SAFETY: the collector is not used again.
        unsafe { ManuallyDrop::drop(&mut self.collector) };
        // SAFETY: the closures, the only other users of the core, have run; and every `Held` keeps
        // `self` alive. So we own the core, whose queue drops the released versions.
        let core = unsafe { Box::from_raw(self.core.as_ptr()) };
        let latest = core.latest.0.load(Ordering::Acquire);
        // SAFETY: the latest version is not queued and not held, so the cell's reference is the only
        // one; it came from a box.
        drop(unsafe { Box::from_raw(latest) });
    }
}
