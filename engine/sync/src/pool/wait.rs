//! Working until something has happened, and sleeping while there is nothing to do.
//!
//! This is the one loop that all workers spend their lives in: the outermost one until the pool is
//! closed, and one more for each wait until its latch is set. It is apart from the queues so that
//! the loom models run the loop itself.

use super::{
    lane::Accepts,
    latch::WorkerLatch,
    lifecycle::Lifecycle,
    metrics::WorkerCounters,
    sleep::{Sleep, Woken},
};
use crate::primitive::{hint, thread};

/// How often a worker that found nothing pauses and looks again, at first. Round n pauses for 2^n
/// instructions of pausing, so that all rounds together take about a microsecond.
const SPIN_ROUNDS: u32 = if cfg!(any(loom, miri)) { 0 } else { 4 };
/// How often it then offers its core to other threads and looks again before it sleeps.
///
/// A thread that shall run next, such as the one that this worker has just given a result, would
/// otherwise wait for a worker that only spins; with as many workers as cores that is the rule. All
/// rounds together take a few microseconds, about what waking a sleeping worker takes, so that
/// searching never costs much more than twice the best choice.
const YIELD_ROUNDS: u32 = if cfg!(any(loom, miri)) { 0 } else { 16 };

fn pause(round: u32) {
    if round >= SPIN_ROUNDS {
        thread::yield_now();
        return;
    }
    for _ in 0..1 << round {
        hint::spin_loop();
    }
}

/// What a worker works towards.
pub trait Goal {
    /// Whether it is reached.
    fn is_reached(&self) -> bool;

    /// Asks to be woken when the goal is reached. Says `false` if it is reached already. The worker
    /// has announced its sleep before this.
    fn begin_sleep(&self) -> bool;

    /// The worker is awake.
    fn end_sleep(&self);
}

impl Goal for WorkerLatch {
    fn is_reached(&self) -> bool {
        self.is_set()
    }

    fn begin_sleep(&self) -> bool {
        Self::begin_sleep(self)
    }

    fn end_sleep(&self) {
        Self::end_sleep(self);
    }
}

/// The goal is that the pool is closed.
impl Goal for Lifecycle {
    fn is_reached(&self) -> bool {
        !self.is_open()
    }

    /// Whoever closes the pool wakes all workers, unasked.
    fn begin_sleep(&self) -> bool {
        self.is_open()
    }

    fn end_sleep(&self) {}
}

/// The place of a worker that waits.
pub struct Seat<'a> {
    /// Where it sleeps.
    pub sleep: &'a Sleep,
    /// The number of the worker.
    pub index: usize,
    /// The kinds of jobs that it takes.
    pub accepts: Accepts,
    /// Where it counts.
    pub counters: &'a WorkerCounters,
}

impl Seat<'_> {
    /// Works until `goal` is reached.
    ///
    /// `work` does one job that the seat accepts and says whether there was one. `sees_work` says
    /// whether there is one, and must see each job whose submitter notifies the workers.
    pub fn work_until(
        &self,
        goal: &impl Goal,
        work: impl Fn() -> bool,
        sees_work: impl Fn() -> bool,
    ) {
        let mut round = 0;
        // What the worker was woken for and has not looked for yet.
        let mut duty = Woken::of_its_own();
        while !goal.is_reached() {
            duty = Woken::of_its_own();
            if work() {
                round = 0;
            } else if round < SPIN_ROUNDS + YIELD_ROUNDS {
                pause(round);
                round += 1;
            } else {
                duty = self.sleep(goal, &sees_work);
                round = 0;
            }
        }
        // If the goal was reached by the time the worker woke up, it leaves without a look at the
        // queues, so somebody else has to look. There must be no second look at the goal between
        // waking and this decision: the goal may be reached at any moment.
        self.sleep.hand_on(duty);
    }

    fn sleep(&self, goal: &impl Goal, sees_work: impl Fn() -> bool) -> Woken {
        self.counters.begin_sleep();
        let has_reason = || !goal.begin_sleep() || sees_work();
        let woken = self.sleep.sleep(self.index, self.accepts, has_reason);
        goal.end_sleep();
        if woken.is_notified() {
            self.counters.wake_latency.record(self.sleep.wake_latency_nanos(self.index));
        }
        self.counters.end_sleep();
        woken
    }
}
