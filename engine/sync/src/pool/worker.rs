//! Workers: where they look for work, and what they do while they wait.
//!
//! # Where a worker looks
//!
//! Each worker has a Chase-Lev deque for each lane, into which only it pushes and from which others
//! steal at the far end. Parts of tasks go there: the worker itself takes the latest part, whose
//! data is still in its cache, and others steal the oldest part, which is the largest. Tasks lie in
//! one queue for each lane, first in first out, and stay there until a worker begins them, so a
//! task never hides behind another in the queue of a busy worker. A worker goes through the line of
//! kinds that [`Class`] describes and takes the first job it finds:
//!
//! ```text
//! for each lane, the most urgent first:
//!     parts:  own deque, parts made by foreign threads, other workers' deques
//!     tasks:  the lane's queue
//! ```
//!
//! While it waits for a part of its own task, it stops where [`Accepts::while_waiting_in`] says.
//!
//! # Why waiting ends
//!
//! A worker that waits for a part either runs it itself, or the part runs elsewhere, and then the
//! worker runs other parts of its lane, or more urgent work, on top. Could worker A wait for x,
//! which is buried on worker B's stack below something that waits for y, which is buried on A's
//! stack? A's topmost wait belongs to a job `a` that made x, so x began after `a`; B's topmost wait
//! belongs to `b` that made y, so y began after `b`. What is buried began before what lies on it: x
//! before `b`, y before `a`. That gives x before b before y before a before x, which cannot be.
//! Longer circles fail in the same way. For waits on other tasks see the module `task`.
//!
//! # One task's length
//!
//! An interactive task waits only as long as every worker is in the middle of a piece of less
//! urgent work. A worker looks for more urgent work after each job, after each part of a `join`
//! that it took back itself, and between the grains of a range
//! ([`Worker::let_urgent_work_go_first`]).

use core::{cell::Cell, ptr};
use std::sync::Arc;

use crossbeam_deque::{Steal, Worker as Deque};

use super::{
    job::{Executor, JobRef, Mode},
    lane::{Accepts, Class, Lane},
    latch::WorkerLatch,
    metrics::WorkerCounters,
    shared::Shared,
    wait::{Goal, Seat},
};
use crate::primitive::hint;

/// Takes one job from a queue to which `steal` belongs. Trying again is no endless loop: a try
/// fails only if another thread succeeded.
pub(super) fn take_from(steal: impl Fn() -> Steal<JobRef>) -> Option<JobRef> {
    loop {
        match steal() {
            Steal::Success(job) => return Some(job),
            Steal::Empty => return None,
            Steal::Retry => hint::spin_loop(),
        }
    }
}

std::thread_local! {
    /// The worker that this thread is, or null. Constant initialisation and no destructor make it
    /// one load.
    static CURRENT: Cell<*const Worker> = const { Cell::new(ptr::null()) };
}

/// A worker, on the stack of its thread.
pub(super) struct Worker {
    shared: Arc<Shared>,
    index: usize,
    /// The lane of the job that runs.
    lane: Cell<Lane>,
    deques: [Deque<JobRef>; Lane::COUNT],
}

/// Ends the process if dropped: for places where unwinding would leave references to a dead stack
/// frame in a queue. Nothing there can panic; this is what makes that a fact.
struct AbortOnUnwind;

impl Drop for AbortOnUnwind {
    fn drop(&mut self) {
        std::process::abort();
    }
}

impl Worker {
    pub(super) fn new(
        shared: Arc<Shared>,
        index: usize,
        deques: [Deque<JobRef>; Lane::COUNT],
    ) -> Self {
        Self { shared, index, lane: Cell::new(Lane::Background), deques }
    }

    /// Calls `function` with the worker that this thread is.
    #[inline]
    pub(super) fn with_current<R>(function: impl FnOnce(Option<&Self>) -> R) -> R {
        let current = CURRENT.get();
        // SAFETY: the pointer is null, or `run` set it to the worker on its own stack frame, below
        // this one on the same stack, and sets it back to null before that frame ends.
        function(unsafe { current.as_ref() })
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(super) fn index(&self) -> usize {
        self.index
    }

    #[inline]
    pub(super) fn lane(&self) -> Lane {
        self.lane.get()
    }

    pub(super) fn executor(&self) -> Executor<'_> {
        Executor {
            sleep: &self.shared.sleep,
            index: Some(self.index),
            panics: Some(&self.counters().panics),
        }
    }

    fn counters(&self) -> &WorkerCounters {
        &self.shared.counters[self.index]
    }

    /// The life of a worker.
    pub(super) fn run(self) {
        // SAFETY: this thread alone runs the worker with this index, and it runs it once.
        unsafe { self.shared.sleep.register(self.index) };
        CURRENT.set(&raw const self);
        loop {
            self.work_until(Accepts::EVERYTHING, &self.shared.lifecycle);
            // The pool is closed. Tasks that are still queued are run or discarded before leaving.
            match self.find(Accepts::EVERYTHING) {
                Some((job, class)) => self.execute(job, class),
                None => break,
            }
        }
        CURRENT.set(ptr::null());
        self.shared.leave();
    }

    /// Takes jobs that `accepts` names until `goal` is reached; sleeps while there are none.
    fn work_until(&self, accepts: Accepts, goal: &impl Goal) {
        let (index, counters) = (self.index, self.counters());
        let seat = Seat { sleep: &self.shared.sleep, index, accepts, counters };
        let work = || match self.find(accepts) {
            Some((job, class)) => {
                self.execute(job, class);
                true
            }
            None => false,
        };
        seat.work_until(goal, work, || self.sees_work(accepts));
    }

    /// Waits until `latch` is set, which only this worker waits for, and does other work meanwhile.
    #[inline]
    pub(super) fn wait(&self, latch: &WorkerLatch) {
        if !latch.is_set() {
            self.wait_working(latch);
        }
    }

    #[cold]
    fn wait_working(&self, latch: &WorkerLatch) {
        let guard = AbortOnUnwind;
        self.work_until(Accepts::while_waiting_in(self.lane.get()), latch);
        core::mem::forget(guard);
    }

    /// The most urgent job that the worker may take.
    fn find(&self, accepts: Accepts) -> Option<(JobRef, Class)> {
        for lane in Lane::ALL {
            let (forked, injected) = (Class::forked(lane), Class::injected(lane));
            if !accepts.contains(forked) {
                break;
            }
            if let Some(job) = self.find_part(lane) {
                return Some((job, forked));
            }
            if !accepts.contains(injected) {
                break;
            }
            let tasks = &self.shared.tasks[lane.index()];
            if !tasks.is_empty()
                && let Some(job) = take_from(|| tasks.steal())
            {
                return Some((job, injected));
            }
        }
        None
    }

    fn find_part(&self, lane: Lane) -> Option<JobRef> {
        let lane = lane.index();
        if let Some(job) = self.deques[lane].pop() {
            return Some(job);
        }
        let foreign = &self.shared.foreign_parts[lane];
        if !foreign.is_empty()
            && let Some(job) = take_from(|| foreign.steal())
        {
            return Some(job);
        }
        // Beginning with the next worker spreads the thieves without a random number.
        let (before, from) = self.shared.stealers.split_at(self.index);
        for stealers in from[1..].iter().chain(before) {
            // Looking first is cheaper than stealing, which pins an epoch.
            if !stealers[lane].is_empty()
                && let Some(job) = take_from(|| stealers[lane].steal())
            {
                self.counters().steals.add(1);
                return Some(job);
            }
        }
        None
    }

    /// Whether there is a job that the worker may take. This is the last look before sleeping.
    fn sees_work(&self, accepts: Accepts) -> bool {
        let shared = &*self.shared;
        Lane::ALL.into_iter().any(|lane| {
            accepts.contains(Class::forked(lane))
                && (!shared.foreign_parts[lane.index()].is_empty()
                    || shared.stealers.iter().any(|stealers| !stealers[lane.index()].is_empty()))
                || accepts.contains(Class::injected(lane)) && !shared.tasks[lane.index()].is_empty()
        })
    }

    fn execute(&self, job: JobRef, class: Class) {
        let lane = class.lane();
        let mode = if class.is_injected() {
            self.counters().tasks[lane.index()].add(1);
            if self.shared.lifecycle.drops(lane) { Mode::Discard } else { Mode::Run }
        } else {
            self.counters().parts.add(1);
            Mode::Run
        };
        // SAFETY: `find` took the reference out of a queue, and a queued job is alive.
        self.in_lane(lane, || unsafe { job.run(&self.executor(), mode) });
    }

    /// Calls `function`, which does not panic, as a job of `lane`.
    pub(super) fn in_lane<R>(&self, lane: Lane, function: impl FnOnce() -> R) -> R {
        let outer = self.lane.replace(lane);
        let result = function();
        self.lane.set(outer);
        result
    }

    /// Runs all more urgent work that is queued. Called between the pieces of long work. Says
    /// whether there was any.
    #[inline]
    pub(super) fn let_urgent_work_go_first(&self) -> bool {
        let lane = self.lane.get();
        let is_due = lane != Lane::Interactive && self.sees_urgent_tasks(lane);
        if is_due {
            self.run_urgent_work(lane);
        }
        is_due
    }

    #[inline]
    fn sees_urgent_tasks(&self, lane: Lane) -> bool {
        self.shared.tasks[..lane.index()].iter().any(|tasks| !tasks.is_empty())
    }

    #[cold]
    fn run_urgent_work(&self, lane: Lane) {
        let guard = AbortOnUnwind;
        while let Some((job, class)) = self.find(Accepts::more_urgent_than(lane)) {
            self.execute(job, class);
        }
        core::mem::forget(guard);
    }

    /// Queues a part of the task under way, in its lane.
    #[inline]
    pub(super) fn fork(&self, lane: Lane, part: JobRef) {
        self.deques[lane.index()].push(part);
        self.shared.sleep.notify(Class::forked(lane));
    }

    /// Takes back the part that this worker forked last in `lane` and that has not come back.
    /// Says `false` if somebody else has it; another part, if one was found, has been run then.
    ///
    /// Forks are nested, so all parts forked later have come back and this one is the last of the
    /// deque, unless it was stolen. There is one exception: invitations to a range in which this
    /// worker took part as a helper may lie above. Then this says `false` although nobody else has
    /// the part, and the worker finds it in its deque when it waits for it.
    #[inline(always)]
    pub(super) fn take_back(&self, lane: Lane, part: JobRef) -> bool {
        match self.deques[lane.index()].pop() {
            Some(last) if last == part => true,
            other => self.run_instead(lane, other),
        }
    }

    #[cold]
    fn run_instead(&self, lane: Lane, other: Option<JobRef>) -> bool {
        if let Some(other) = other {
            self.execute(other, Class::forked(lane));
        }
        false
    }
}
