//! Putting workers to sleep and waking them, without ever losing a wake-up.
//!
//! # The problem
//!
//! A worker that found nothing to do wants to sleep; at the same moment somebody queues a job and
//! wants to know whether anybody has to be woken. If each looks before the other has acted, the job
//! lies in its queue and everybody sleeps. A lock around queue and sleepers would prevent that, and
//! would put a lock into every `join`. Instead both sides *announce first and look second*.
//!
//! # The protocol
//!
//! Shared are one word `idle` with a bit for each worker, and for each worker a word `state`:
//! `AWAKE`, `SLEEPING(what it would take)` or `NOTIFIED(for what)`.
//!
//! ```text
//! worker                                        submitter
//! ------                                        ---------
//! W1 state = SLEEPING(accepts)                  S1 push the job
//! W2 idle |= own bit              (Release)     S2 fence(SeqCst)
//! W3 fence(SeqCst)                              S3 look at idle (Acquire): 0? done
//! W4 look at queues, latch, shutdown            S4 for workers in idle that take this kind of job:
//!    something there? go to W6                       state: SLEEPING -> NOTIFIED(kind) (AcqRel)
//! W5 park until state is not SLEEPING                succeeded? unpark that worker, done
//! W6 idle &= !own bit
//! W7 state = AWAKE (swap)
//! ```
//!
//! **No wake-up is lost.** The fences W3 and S2 stand in one total order. If S2 comes first, W4
//! sees the job of S1, and the worker stays awake. If W3 comes first, S3 sees the bit of W2 and S4
//! sees `SLEEPING` or something later. If it is `SLEEPING` and the submitter's exchange succeeds,
//! the worker is unparked; `unpark` before `park` leaves a token, so the gap between W4 and W5 does
//! no harm. If it is something later, the worker is on its way back from sleep: it will pass W1-W4
//! again before it sleeps, and then this argument applies to that later W3.
//!
//! Orderings one by one. `Release` in W2 and `Acquire` in S3 make S4 see the `SLEEPING` of W1
//! whenever S3 saw the bit. W1 is `Release` and S4's exchange is `AcqRel`: `Acquire` to read
//! the worker's thread handle, which the worker wrote before its first W1; `Release` to publish
//! the time stamp for the histogram, which W7 acquires. The job itself is
//! handed over by the queue, not by these words. W6 and W7 need no order against each other: a
//! submitter that sees the bit and `AWAKE` skips the worker, which is right by the argument above.
//!
//! **Only the worker clears its bit.** Were the submitter to clear it, a submitter delayed between
//! S4 and the clearing could erase the bit of the worker's *next* sleep. The price is that
//! submitters that find a notified worker's bit still set look at its `state` in vain.
//!
//! **Exactly one exchange wins**, so a job wakes one worker, and two jobs wake two.
//!
//! **Kinds.** A worker that waits for a part of its task does not take every kind of job
//! ([`Accepts`]). Its `state` says what it takes, and S4 wakes it only for that; the state is
//! compared as a whole, so a worker that came back and sleeps again with other conditions is never
//! taken for what it was before. Workers without any task are woken first.
//!
//! **A notification is a duty.** Who was notified for a job looks through all queues it may take
//! from before it sleeps again. One case is left: a worker that waits for a latch is notified for a
//! job, wakes, finds its latch set and goes back to its task. It then hands the notification on
//! ([`Sleep::hand_on`]), or else the job would lie there while another worker that waits and would
//! take it sleeps.
//!
//! **Latches and shutdown** use the same words. A latch is set by exchange, and the waiter marks
//! the latch as slept upon in W4, also by exchange; whoever comes second sees the other
//! ([`WorkerLatch`](super::latch::WorkerLatch)). Shutdown stores its phase and then does S2-S4 for
//! each worker.
//!
//! # What it costs
//!
//! While all workers are busy a submitter executes one fence and one load of a line that nobody
//! writes. While workers sleep nothing runs at all: they are parked in the kernel without a
//! timeout.
//!
//! The models in `tests/loom_pool.rs` run this file under all interleavings.

use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

use crossbeam_utils::CachePadded;

use super::lane::{Accepts, Class};
use super::metrics::WakeClock;
use crate::primitive::{
    cell::UnsafeCell,
    sync::atomic::{AtomicU32, AtomicU64, fence},
    thread::{self, Thread},
};

/// The most workers of a pool: each has a bit in one word.
///
/// A language server's work does not spread over more cores than this to any advantage.
pub const WORKERS_MAX: usize = u64::BITS as usize;

/// The worker runs. The values from 1 to `Class::COUNT` say that it sleeps and what it accepts.
const AWAKE: u32 = 0;
/// The worker was woken; the kind of job is added.
const NOTIFIED: u32 = 16;
/// The worker was woken for a latch or for shutdown.
const NOTIFIED_OF_NO_JOB: u32 = NOTIFIED + Class::COUNT as u32;

/// What others have to know of a worker that may sleep.
struct Sleeper {
    state: AtomicU32,
    /// Written by the worker before it sleeps for the first time, read by those who wake it.
    thread: UnsafeCell<Option<Thread>>,
    clock: WakeClock,
}

/// Who sleeps, and how to wake them.
pub struct Sleep {
    idle: CachePadded<AtomicU64>,
    sleepers: Box<[CachePadded<Sleeper>]>,
}

// SAFETY: the only field that is not `Sync` is `Sleeper::thread`. Its worker writes it in
// `register`, before it first stores a sleeping state. Others read it only after an exchange
// (`Acquire`) that saw a sleeping state, which happens after that write, and nobody writes it
// again.
unsafe impl Sync for Sleep {}

/// Why [`Sleep::sleep`] returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use = "a notification is a duty: search the queues, or hand it on"]
pub struct Woken {
    state: u32,
}

impl Woken {
    /// The worker was awake without anybody waking it.
    pub const fn of_its_own() -> Self {
        Self { state: AWAKE }
    }

    /// The kind of job for which somebody woke the worker, if that was the reason.
    pub fn for_job(self) -> Option<Class> {
        (NOTIFIED..NOTIFIED_OF_NO_JOB).contains(&self.state).then(|| {
            #[expect(clippy::cast_possible_truncation, reason = "the difference is below 6")]
            Class::from_raw((self.state - NOTIFIED) as u8)
        })
    }

    /// Whether somebody woke the worker, rather than it finding a reason to stay awake.
    pub fn is_notified(self) -> bool {
        self.state >= NOTIFIED
    }
}

impl Sleep {
    /// Nobody sleeps yet.
    ///
    /// # Panics
    ///
    /// If there are more than [`WORKERS_MAX`] workers.
    pub fn new(workers: usize) -> Self {
        assert!(workers <= WORKERS_MAX, "a pool has at most {WORKERS_MAX} workers");
        let sleeper = |_| {
            CachePadded::new(Sleeper {
                state: AtomicU32::new(AWAKE),
                thread: UnsafeCell::new(None),
                clock: WakeClock::new(),
            })
        };
        Self {
            idle: CachePadded::new(AtomicU64::new(0)),
            sleepers: (0..workers).map(sleeper).collect(),
        }
    }

    /// Makes the calling thread the one that is woken for worker `index`.
    ///
    /// # Safety
    ///
    /// Only one thread may ever call this for an index, once, and only that thread may call
    /// [`Self::sleep`] for it, afterwards.
    pub unsafe fn register(&self, index: usize) {
        self.sleepers[index].thread.with_mut(|thread| {
            // SAFETY: the caller promises that this worker has not slept, so no other thread has
            // seen a sleeping state and nobody else reads the handle.
            unsafe { *thread = Some(thread::current()) }
        });
    }

    /// Sleeps as worker `index` until woken for something that it accepts, unless `is_needed` says
    /// that there already is something. That is asked after the sleep was announced, and has to
    /// look at everything for which the worker could be woken.
    pub fn sleep(&self, index: usize, accepts: Accepts, is_needed: impl FnOnce() -> bool) -> Woken {
        let me = &self.sleepers[index];
        let bit = 1 << index;
        // W1: publishes the thread handle, and is itself published by W2.
        me.state.store(u32::from(accepts.raw()), Release);
        // W2
        self.idle.fetch_or(bit, Release);
        // W3: announce before looking; pairs with the fence of the submitter.
        fence(SeqCst);
        // W4
        if !is_needed() {
            // W5: `park` may return for no reason.
            while me.state.load(Relaxed) < NOTIFIED {
                thread::park();
            }
        }
        // W6
        self.idle.fetch_and(!bit, Relaxed);
        // W7: a swap, because somebody may have notified the worker although it found something.
        // Acquire: the time stamp of who notified it.
        let state = me.state.swap(AWAKE, Acquire);
        Woken { state }
    }

    /// How long ago the one who woke worker `index` decided so, in nanoseconds.
    pub fn wake_latency_nanos(&self, index: usize) -> u64 {
        self.sleepers[index].clock.elapsed_nanos()
    }

    /// Wakes one worker that sleeps and accepts jobs of kind `class`, if there is one. The caller
    /// has just queued such a job.
    #[inline]
    pub fn notify(&self, class: Class) {
        // S2: the job is queued before looking; pairs with the fence of the sleeper.
        fence(SeqCst);
        // S3
        let idle = self.idle.load(Acquire);
        if idle != 0 {
            self.notify_one_of(idle, class);
        }
    }

    /// Does the duty of a worker that was notified for a job and does not look for it.
    ///
    /// The queue already holds the job, and the fence orders this worker's view of it, so this is
    /// the same as queueing the job now.
    pub fn hand_on(&self, woken: Woken) {
        if let Some(class) = woken.for_job() {
            self.notify(class);
        }
    }

    /// S4. Prefers workers that have nothing under way.
    #[cold]
    fn notify_one_of(&self, idle: u64, class: Class) {
        let free = u32::from(Accepts::EVERYTHING.raw());
        let wanted = u32::from(class.raw()) + 1..free;
        for choice in [free..free + 1, wanted] {
            let mut rest = idle;
            while rest != 0 {
                let index = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let notified = NOTIFIED + u32::from(class.raw());
                if self.wake(index, |state| choice.contains(&state), notified) {
                    return;
                }
            }
        }
    }

    /// Wakes worker `index` if it sleeps: its latch was set.
    ///
    /// No fence is needed. The caller saw by an `Acquire` exchange that the worker had marked the
    /// latch, which it does after announcing its sleep.
    pub fn notify_owner(&self, index: usize) {
        self.wake(index, |_| true, NOTIFIED_OF_NO_JOB);
    }

    /// Wakes every worker that sleeps. The caller has just stored what they shall see.
    pub fn notify_all(&self) {
        fence(SeqCst);
        for index in 0..self.sleepers.len() {
            self.notify_owner(index);
        }
    }

    /// Notifies worker `index` if it sleeps in a state that `is_wanted` likes; says whether it did.
    fn wake(&self, index: usize, is_wanted: impl Fn(u32) -> bool, notified: u32) -> bool {
        let sleeper = &self.sleepers[index];
        let mut state = sleeper.state.load(Relaxed);
        while state != AWAKE && state < NOTIFIED && is_wanted(state) {
            sleeper.clock.start();
            match sleeper.state.compare_exchange(state, notified, AcqRel, Relaxed) {
                Ok(_) => {
                    sleeper.thread.with(|thread| {
                        // SAFETY: the exchange acquired a sleeping state, which the worker stores
                        // only after it wrote the handle. The handle is never written again, and
                        // `self` lives as long as this call.
                        if let Some(thread) = unsafe { &*thread } {
                            thread.unpark();
                        }
                    });
                    return true;
                }
                Err(changed) => state = changed,
            }
        }
        false
    }

    /// The number of workers that sleep or are about to.
    pub fn sleeping(&self) -> usize {
        self.idle.load(Relaxed).count_ones() as usize
    }
}
