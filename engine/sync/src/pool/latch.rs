//! Latches: one bit that somebody waits for, on the stack of the one who waits.
//!
//! # The protocol
//!
//! A latch is set once, by exchange. The waiter leaves when it sees `SET`, and with it may go the
//! memory of the latch: *whoever sets a latch must not touch it afterwards*. Therefore setting
//! is a function of a raw pointer, which first copies whatever it needs to wake the waiter.
//!
//! ```text
//! waiter (worker `owner`)                        setter
//! -----------------------                        ------
//! L1 announce the sleep (W1-W3 of `sleep`)       R1 write the result
//! L2 UNSET -> SLEEPING   (exchange, AcqRel)      R2 copy `owner`
//!    failed? it is SET: do not sleep             R3 old = swap(SET)   (AcqRel)
//! L3 sleep                                       R4 old was SLEEPING? wake `owner`
//! L4 SLEEPING -> UNSET   (exchange)
//!    failed? it is SET: leave
//! ```
//!
//! L2 and R3 are exchanges of one word, so one of them is first. R3 first: L2 fails, nobody sleeps.
//! L2 first: R3 sees `SLEEPING`, and by `Release` of L2 and `Acquire` of R3 also the announcement
//! L1, so R4 finds the worker's sleeping state, or the worker is already awake for another reason
//! and looks at the latch by itself. `Release` of R3 and `Acquire` of the waiter's last look hand
//! over the result. A waker that comes late may find the worker asleep for another wait; that wakes
//! it for nothing, which every wait has to expect.
//!
//! Work that a waiter steals and work that nobody stole set no latch at all: the common case of
//! `join` costs the initialisation of one word.

use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};

use super::sleep::Sleep;
use crate::primitive::{
    sync::atomic::{AtomicBool, AtomicU32, AtomicUsize},
    thread::{self, Thread},
};

const UNSET: u32 = 0;
const SLEEPING: u32 = 1;
const SET: u32 = 2;

/// A latch that something sets when it is done, from whatever thread.
pub trait Latch {
    /// Sets the latch and wakes who waits for it.
    ///
    /// # Safety
    ///
    /// `this` points to a latch that is not set yet. It may dangle as soon as this function has
    /// set it, which is why it is no reference.
    unsafe fn set(this: *const Self, sleep: &Sleep);
}

/// A latch for which a worker of the pool waits, who does other work meanwhile.
pub struct WorkerLatch {
    state: AtomicU32,
    owner: u32,
}

impl WorkerLatch {
    /// A latch for which only worker `owner` will wait.
    #[inline]
    pub fn new(owner: usize) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "at most WORKERS_MAX")]
        Self { state: AtomicU32::new(UNSET), owner: owner as u32 }
    }

    /// Whether it is set; if so, all that happened before is visible.
    #[inline]
    pub fn is_set(&self) -> bool {
        self.state.load(Acquire) == SET
    }

    /// L2: marks the latch as slept upon. Says `false` if it is set, and there is nothing to sleep
    /// for.
    pub fn begin_sleep(&self) -> bool {
        // Failure needs no order, because the waiter looks with `is_set` before it leaves.
        self.state.compare_exchange(UNSET, SLEEPING, AcqRel, Relaxed).is_ok()
    }

    /// L4: whoever sets the latch from now on need not wake anybody.
    pub fn end_sleep(&self) {
        let _ = self.state.compare_exchange(SLEEPING, UNSET, Relaxed, Relaxed);
    }
}

impl Latch for WorkerLatch {
    #[inline]
    unsafe fn set(this: *const Self, sleep: &Sleep) {
        // SAFETY: the latch is not set, so its owner still keeps it.
        let latch = unsafe { &*this };
        // R2 before R3: afterwards the memory is gone.
        let owner = latch.owner;
        if latch.state.swap(SET, AcqRel) == SLEEPING {
            sleep.notify_owner(owner as usize);
        }
    }
}

/// A latch for which a thread waits that does nothing else meanwhile.
///
/// The waiter parks whenever the latch is unset, so the setter unparks it in any case: `unpark`
/// leaves a token if the waiter is not parked yet. Nothing can be lost and one bit is enough.
pub struct ThreadLatch {
    is_set: AtomicBool,
    thread: Thread,
}

impl ThreadLatch {
    /// A latch for which the calling thread will wait.
    pub fn new() -> Self {
        Self { is_set: AtomicBool::new(false), thread: thread::current() }
    }

    /// Parks the thread that made the latch until it is set.
    pub fn wait(&self) {
        // `park` may return for no reason, or because of a token from an earlier use of `unpark`.
        while !self.is_set.load(Acquire) {
            thread::park();
        }
    }
}

impl Latch for ThreadLatch {
    unsafe fn set(this: *const Self, _sleep: &Sleep) {
        // SAFETY: the latch is not set, so its owner still keeps it.
        let latch = unsafe { &*this };
        // The handle is copied first: once the bit is set the memory is gone.
        let thread = latch.thread.clone();
        latch.is_set.store(true, Release);
        thread.unpark();
    }
}

/// A latch for a number of parts that is not known in advance: `scope` and ranges.
///
/// The count includes one for the owner itself, so it cannot reach zero while the owner still adds
/// parts. Whoever brings it to zero has the last word: the owner, then nothing is left to wait for
/// and the latch is never set; or the end of a part, which then sets the latch. The count alone
/// must not release the owner, for then the one who decreased it could not touch the latch any
/// more.
///
/// `Release` of each decrement and `Acquire` of the last one collect the effects of all parts; the
/// latch hands them to the owner. Increments are relaxed: who adds a part holds a part itself.
pub struct CountLatch {
    count: AtomicUsize,
    latch: WorkerLatch,
}

impl CountLatch {
    /// A latch of no parts for which only worker `owner` will wait.
    pub fn new(owner: usize) -> Self {
        Self { count: AtomicUsize::new(1), latch: WorkerLatch::new(owner) }
    }

    /// Adds a part. The caller is the owner before [`Self::end`], or runs as a part.
    pub fn add(&self) {
        let parts = self.count.fetch_add(1, Relaxed);
        debug_assert!(parts > 0, "a part was added after the end");
    }

    /// Takes back a part that will not run. The owner calls this, and only before [`Self::end`].
    pub fn take_back(&self) {
        let parts = self.count.fetch_sub(1, AcqRel);
        debug_assert!(parts > 1, "more parts taken back than added");
    }

    /// The owner adds no more parts. Returns the latch to wait for if parts are left.
    pub fn end(&self) -> Option<&WorkerLatch> {
        (self.count.fetch_sub(1, AcqRel) != 1).then_some(&self.latch)
    }

    /// Whether no parts are left beside the owner's own.
    pub fn has_no_parts(&self) -> bool {
        self.count.load(Acquire) == 1
    }
}

impl Latch for CountLatch {
    /// Ends one part.
    unsafe fn set(this: *const Self, sleep: &Sleep) {
        // SAFETY: this part is still counted, so the owner still keeps the latch.
        let last = unsafe { (*this).count.fetch_sub(1, AcqRel) } == 1;
        if last {
            // SAFETY: the owner has called `end` and waits for the inner latch, which nobody but
            // the one who brought the count to zero sets. The pointer is made without a reference
            // to the whole, of which nothing else is needed.
            unsafe { WorkerLatch::set(&raw const (*this).latch, sleep) }
        }
    }
}
