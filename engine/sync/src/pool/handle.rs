//! The pool as its users see it.

use core::{fmt, ops::Deref, ptr};
use std::{io, panic, sync::Arc, thread};

use crossbeam_deque::Worker as Deque;

use super::{
    job::{JobRef, StackJob, catch, drop_quietly},
    lane::Lane,
    latch::ThreadLatch,
    lifecycle::Shutdown,
    metrics::Metrics,
    options::{PoolEvent, PoolOptions, STACK_BYTES},
    shared::Shared,
    task::{Completion, TaskCell},
    worker::Worker,
};

/// A way to give work to a pool. Clones are cheap and do not keep the pool open.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
}

impl Handle {
    /// Queues a task.
    ///
    /// If the pool was shut down the task is dropped, and waiting for it says so.
    pub fn spawn<T, F>(&self, lane: Lane, task: F) -> Completion<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (job, completion) = TaskCell::new_pair(lane, &self.shared.sleep, task);
        self.shared.submit(lane, job);
        completion
    }

    /// Calls `task` on a worker and waits for the result, so the task may borrow from the caller.
    ///
    /// A worker of this pool calls it at once, as a part of what it does. So does the calling
    /// thread if the pool was shut down; [`join`](super::join) and its relatives then work on one
    /// thread.
    ///
    /// # Panics
    ///
    /// If the task panics.
    pub fn run<R: Send>(&self, lane: Lane, task: impl FnOnce() -> R + Send) -> R {
        let is_inside = Worker::with_current(|worker| {
            worker.is_some_and(|worker| ptr::eq(worker.shared(), &raw const *self.shared))
        });
        if is_inside { task() } else { self.run_from_outside(lane, task) }
    }

    fn run_from_outside<R: Send>(&self, lane: Lane, task: impl FnOnce() -> R + Send) -> R {
        let job = StackJob::new(ThreadLatch::new(), task);
        // SAFETY: the job stays in this frame, which is not left before the latch is set: `submit`
        // and `wait` do not panic, and every queued task is run or discarded.
        self.shared.submit(lane, unsafe { job.as_job_ref() });
        job.latch.wait();
        // SAFETY: the latch is set, and this is the only call.
        match unsafe { job.take_result() } {
            Ok(Ok(result)) => result,
            Ok(Err(payload)) => panic::resume_unwind(payload),
            Err(task) => task(),
        }
    }

    /// The number of workers.
    pub fn workers(&self) -> usize {
        self.shared.workers()
    }

    /// What the pool did so far.
    pub fn metrics(&self) -> Metrics {
        self.shared.metrics()
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pool({} workers)", self.workers())
    }
}

/// A pool of workers. Dropping it discards the tasks that have not begun and waits for the others.
#[derive(Debug)]
pub struct Pool {
    handle: Handle,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Pool {
    /// Starts the workers.
    ///
    /// # Errors
    ///
    /// If the system starts no thread at all. If it starts some, the pool works with those, and the
    /// log of the options is told.
    pub fn new(options: PoolOptions) -> io::Result<Self> {
        let wanted = options.worker_count();
        let cores = options.cores(wanted);
        let deques: Vec<[Deque<JobRef>; Lane::COUNT]> =
            (0..wanted).map(|_| [(); Lane::COUNT].map(|()| Deque::new_lifo())).collect();
        let stealers = deques.iter().map(|lanes| lanes.each_ref().map(Deque::stealer)).collect();
        let handle = Handle { shared: Arc::new(Shared::new(stealers)) };
        let mut pool = Self { handle, threads: Vec::with_capacity(wanted) };
        let mut failure = None;
        for (index, deques) in deques.into_iter().enumerate() {
            if failure.is_some() {
                pool.handle.shared.leave();
                continue;
            }
            let worker = WorkerStart {
                shared: Arc::clone(&pool.handle.shared),
                index,
                deques,
                core: cores.get(index).copied(),
                options: options.clone(),
            };
            let thread = thread::Builder::new()
                .name(format!("worker-{index}"))
                .stack_size(STACK_BYTES)
                .spawn(move || worker.run());
            match thread {
                Ok(thread) => pool.threads.push(thread),
                Err(error) => {
                    pool.handle.shared.leave();
                    failure = Some(error);
                }
            }
        }
        match failure {
            Some(error) if pool.threads.is_empty() => Err(error),
            Some(_) => {
                options.report(PoolEvent::FewerWorkers { wanted, started: pool.threads.len() });
                Ok(pool)
            }
            None => Ok(pool),
        }
    }

    /// A way to give work to the pool that does not keep it open.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Takes no more tasks, runs or drops those that have not begun, and waits until the workers
    /// have ended. On a worker of the pool, which cannot wait for itself, it returns at once; the
    /// workers end when their tasks do.
    pub fn shutdown(mut self, shutdown: Shutdown) {
        self.close_and_join(shutdown);
    }

    fn close_and_join(&mut self, shutdown: Shutdown) {
        self.handle.shared.close(shutdown);
        let this_thread = thread::current().id();
        let is_worker = self.threads.iter().any(|worker| worker.thread().id() == this_thread);
        for thread in self.threads.drain(..) {
            // A worker catches all panics, and one that did not would have ended the process.
            if !is_worker {
                let _ = thread.join();
            }
        }
    }
}

impl Deref for Pool {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close_and_join(Shutdown::discard());
    }
}

/// What a new thread needs to become a worker.
struct WorkerStart {
    shared: Arc<Shared>,
    index: usize,
    deques: [Deque<JobRef>; Lane::COUNT],
    core: Option<core_affinity::CoreId>,
    options: PoolOptions,
}

impl WorkerStart {
    fn run(self) {
        let Self { shared, index, deques, core, options } = self;
        if let Some(core) = core
            && !core_affinity::set_for_current(core)
        {
            let event = PoolEvent::PinRefused { worker: index, core: core.id };
            // A log that panics must not cost a worker.
            drop_quietly(catch(|| options.report(event)));
        }
        drop_quietly(options);
        Worker::new(shared, index, deques).run();
    }
}
