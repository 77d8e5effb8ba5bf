//! What the workers of a pool and its handles share.

use core::sync::atomic::{AtomicUsize, Ordering::AcqRel};

use crossbeam_deque::{Injector, Stealer};
use crossbeam_utils::CachePadded;

use super::{
    job::{Executor, JobRef, Mode},
    lane::{Class, Lane},
    lifecycle::{Lifecycle, Shutdown},
    metrics::{Metrics, WorkerCounters, now_nanos},
    sleep::Sleep,
    worker::take_from,
};

/// The queues, sleepers and counters of a pool.
///
/// # Bounds
///
/// The queues have no bound of their own. A full queue would have to block its submitter, which may
/// be a worker, or to lose a task. Instead what gets queued is bounded where it comes from: `join`
/// queues one part for each level of the recursion, a range one reference for each worker and not
/// one for each item; tasks are one for each request or document. `Metrics::queued` shows the
/// lengths.
pub(super) struct Shared {
    pub(super) sleep: Sleep,
    pub(super) lifecycle: Lifecycle,
    /// Tasks, first in first out, by lane.
    pub(super) tasks: [CachePadded<Injector<JobRef>>; Lane::COUNT],
    /// Parts of tasks that were made on a thread which is no worker, by lane.
    pub(super) foreign_parts: [CachePadded<Injector<JobRef>>; Lane::COUNT],
    /// The other ends of the workers' own queues, by worker and lane.
    pub(super) stealers: Box<[[Stealer<JobRef>; Lane::COUNT]]>,
    pub(super) counters: Box<[CachePadded<WorkerCounters>]>,
    /// How many workers have not left.
    alive: AtomicUsize,
    started_nanos: u64,
}

impl Shared {
    pub(super) fn new(stealers: Box<[[Stealer<JobRef>; Lane::COUNT]]>) -> Self {
        let workers = stealers.len();
        Self {
            sleep: Sleep::new(workers),
            lifecycle: Lifecycle::new(),
            tasks: Default::default(),
            foreign_parts: Default::default(),
            counters: (0..workers).map(|_| CachePadded::new(WorkerCounters::new())).collect(),
            stealers,
            alive: AtomicUsize::new(workers),
            started_nanos: now_nanos(),
        }
    }

    /// The number of workers.
    pub(super) fn workers(&self) -> usize {
        self.stealers.len()
    }

    /// Queues a task, or discards it if the pool is closed.
    pub(super) fn submit(&self, lane: Lane, job: JobRef) {
        if !self.lifecycle.is_open() {
            // SAFETY: the reference comes from the caller and is used up here instead of being
            // queued.
            unsafe { job.run(&self.outsider(), Mode::Discard) };
            return;
        }
        self.tasks[lane.index()].push(job);
        self.sleep.notify(Class::injected(lane));
        self.lifecycle.after_push(|| self.discard_queued());
    }

    /// Queues a part of a task that was made on a thread which is no worker of this pool.
    pub(super) fn submit_foreign_part(&self, lane: Lane, job: JobRef) {
        // The pool cannot terminate meanwhile: the task waits for its parts on a worker.
        self.foreign_parts[lane.index()].push(job);
        self.sleep.notify(Class::forked(lane));
    }

    /// Closes the pool and wakes the workers so that they see it.
    pub(super) fn close(&self, shutdown: Shutdown) {
        self.lifecycle.close(shutdown);
        self.sleep.notify_all();
    }

    /// Called by each worker when it leaves, and for each that did not start.
    ///
    /// `AcqRel`: the last one to leave sees what the others queued.
    pub(super) fn leave(&self) {
        if self.alive.fetch_sub(1, AcqRel) == 1 {
            self.lifecycle.terminate(|| self.discard_queued());
        }
    }

    /// Discards all tasks that are queued.
    #[cold]
    fn discard_queued(&self) {
        for tasks in &self.tasks {
            while let Some(job) = take_from(|| tasks.steal()) {
                // SAFETY: each reference in the queue is that of a live job, and it was taken out.
                unsafe { job.run(&self.outsider(), Mode::Discard) };
            }
        }
    }

    fn outsider(&self) -> Executor<'_> {
        Executor { sleep: &self.sleep, index: None, panics: None }
    }

    pub(super) fn metrics(&self) -> Metrics {
        let foreign: usize = self.foreign_parts.iter().map(|parts| parts.len()).sum();
        let own: usize = self.stealers.iter().flatten().map(Stealer::len).sum();
        Metrics {
            workers: self.counters.iter().map(|worker| worker.read(self.started_nanos)).collect(),
            queued: [0, 1, 2].map(|lane: usize| self.tasks[lane].len()),
            parts_queued: foreign + own,
            sleeping: self.sleep.sleeping(),
            wake_latency: Metrics::sum_of_latencies(self.counters.iter().map(|worker| &**worker)),
        }
    }
}
