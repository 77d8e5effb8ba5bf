//! The end of a pool: no task is forgotten, however late it comes.
//!
//! # The protocol
//!
//! A pool is `OPEN`, then `CLOSING`, then `TERMINATED`; it never goes back.
//!
//! ```text
//! submitter                            who shuts down          last worker to leave
//! ---------                            --------------          --------------------
//! P1 phase is OPEN? else discard       C1 phase = CLOSING      T1 phase = TERMINATED
//! P2 push the task                     C2 fence(SeqCst)        T2 fence(SeqCst)
//! P3 fence(SeqCst)                     C3 wake all workers     T3 discard whatever is queued
//! P4 phase is TERMINATED?
//!    discard whatever is queued
//! ```
//!
//! While the pool is closing, workers go on until they find nothing: they run the tasks of the
//! lanes to be drained and discard those of the others. New tasks are refused at P1, so that is the
//! end of it even if tasks spawn tasks. A worker leaves when it finds nothing and the phase is
//! `CLOSING`; what others have under way they finish themselves.
//!
//! A submitter may be slow between P1 and P2 and push when nobody is left. The fences P3 and T2
//! stand in one order. If P3 is first, T3 sees the task. If T2 is first, P4 sees `TERMINATED`, and
//! the submitter discards the task itself. Both may happen; each task is taken out once. So whoever
//! waits for a task hears of it: it ran, or it was dropped.
//!
//! C2 and C3 make sure that sleeping workers see C1: that is the protocol of `sleep`, with the
//! phase in place of the queue.
//!
//! Loads of the phase are relaxed. It publishes nothing but itself, and the fences order what
//! matters.

use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

use super::lane::Lane;
use crate::primitive::sync::atomic::{AtomicU32, fence};

const OPEN: u32 = 0;
/// Bits 2 to 4 say which lanes are dropped.
const CLOSING: u32 = 1;
const TERMINATED: u32 = 2;
const DROPS_SHIFT: u32 = 2;

/// What becomes of tasks that have not begun when the pool is shut down.
///
/// Tasks that have begun always end by themselves. Tasks spawned from now on are dropped. Whoever
/// waits for a dropped task gets [`TaskError::Dropped`](super::TaskError::Dropped).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shutdown {
    drops: u32,
}

impl Shutdown {
    /// All queued tasks are run.
    pub const fn drain() -> Self {
        Self { drops: 0 }
    }

    /// All queued tasks are dropped.
    pub const fn discard() -> Self {
        Self { drops: (1 << Lane::COUNT) - 1 }
    }

    /// Tasks of `lane` and of more urgent lanes are run, the others are dropped.
    pub const fn drain_down_to(lane: Lane) -> Self {
        let all = Self::discard().drops;
        Self { drops: all & !((2 << lane.index()) - 1) }
    }

    /// Whether queued tasks of `lane` are dropped.
    pub const fn drops(self, lane: Lane) -> bool {
        self.drops >> lane.index() & 1 == 1
    }
}

/// Where a pool is between its beginning and its end.
pub struct Lifecycle {
    phase: AtomicU32,
}

impl Lifecycle {
    /// An open pool.
    pub fn new() -> Self {
        Self { phase: AtomicU32::new(OPEN) }
    }

    /// P1: whether tasks are taken.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.phase.load(Relaxed) == OPEN
    }

    /// C1: takes no more tasks. Only the first call has an effect. The caller then wakes all
    /// workers.
    pub fn close(&self, shutdown: Shutdown) {
        let closing = CLOSING | shutdown.drops << DROPS_SHIFT;
        let _ = self.phase.compare_exchange(OPEN, closing, AcqRel, Acquire);
    }

    /// Whether a task of `lane` that was queued shall be dropped.
    #[inline]
    pub fn drops(&self, lane: Lane) -> bool {
        let phase = self.phase.load(Relaxed);
        phase != OPEN && Shutdown { drops: phase >> DROPS_SHIFT }.drops(lane)
    }

    /// T1-T3: called by the last worker when it leaves.
    pub fn terminate(&self, discard_queued: impl FnOnce()) {
        self.phase.store(TERMINATED, Release);
        fence(SeqCst);
        discard_queued();
    }

    /// P4: called by a submitter after it pushed a task and executed a `SeqCst` fence (P3), which
    /// [`Sleep::notify`](super::sleep::Sleep::notify) does.
    #[inline]
    pub fn after_push(&self, discard_queued: impl FnOnce()) {
        if self.phase.load(Relaxed) == TERMINATED {
            discard_queued();
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_drained_down_to_the_given_one() {
        let dropped = |shutdown: Shutdown| Lane::ALL.map(|lane| shutdown.drops(lane));
        assert_eq!(dropped(Shutdown::drain()), [false; 3]);
        assert_eq!(dropped(Shutdown::discard()), [true; 3]);
        assert_eq!(dropped(Shutdown::drain_down_to(Lane::Interactive)), [false, true, true]);
        assert_eq!(dropped(Shutdown::drain_down_to(Lane::Normal)), [false, false, true]);
        assert_eq!(dropped(Shutdown::drain_down_to(Lane::Background)), [false; 3]);
    }
}
