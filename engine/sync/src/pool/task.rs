//! Tasks that nobody's stack keeps, and the slots that their results arrive in.
//!
//! # The protocol
//!
//! `spawn` makes one allocation that holds the function, later the result, and a word of three
//! flags. The queue holds one reference to it and the [`Completion`] the other.
//!
//! ```text
//! CLAIMED   somebody took the function to run or to discard it
//! DONE      the outcome is there
//! WAITED    the completion's owner wrote into `waiter` which latch it waits for
//! ```
//!
//! Flags are only ever added, by read-modify-write, so each has one first adder:
//!
//! - Who adds `CLAIMED` owns the function. Usually that is the worker that took the task from the
//!   queue. It may also be a worker that waits for the task before anybody began it: it runs the
//!   task at once, as if it had called it, and the reference in the queue finds nothing to do.
//!   So a wait for a task that was not begun never depends on another worker.
//! - Who claimed adds `DONE` after writing the outcome (`Release`), and then, if `WAITED` was there
//!   already, sets the waiter's latch.
//! - The waiter writes `waiter`, then adds `WAITED` (`Release`). If `DONE` was there already it
//!   takes the outcome (`Acquire`) and nobody ever reads `waiter`.
//!
//! The last two are exchanges of one word, so whoever is second sees the other. `Acquire` on both
//! makes the waiter see the outcome and the finisher see `waiter`.
//!
//! # Which waits are allowed
//!
//! Threads outside of the pool may wait for anything. A worker that waits cannot be given back its
//! stack, so it may help: it runs more urgent work, and parts of tasks of its lane, on top of the
//! task that waits ([`Accepts::while_waiting_in`](super::lane::Accepts::while_waiting_in)). A task
//! on top must not wait for a task below, or both would wait for ever. Two rules exclude that:
//!
//! 1. A task waits only for tasks of its own lane or a more urgent one. Because only *strictly*
//!    more urgent tasks are run on top, no task can then wait for one below it. This is checked at
//!    each wait and breaking it is a panic, not a matter of luck. (It is also what a request wants:
//!    one that waits for background work is not interactive.)
//! 2. A *part* of a task (a closure of `join`, `scope` or a range) waits only for tasks of a more
//!    urgent lane, since parts of the same lane are run on top. This cannot be checked cheaply; the
//!    case where the task is below on the same stack is detected and is a panic as well.

use core::{any::Any, fmt, mem, ptr, ptr::NonNull};
use std::sync::Arc;

use super::{
    job::{Executor, Job, JobHeader, JobRef, Mode, catch, drop_quietly},
    lane::Lane,
    latch::{Latch, ThreadLatch, WorkerLatch},
    sleep::Sleep,
    worker::Worker,
};
use crate::primitive::{
    cell::UnsafeCell,
    sync::atomic::{
        AtomicU32, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

const CLAIMED: u32 = 1;
const DONE: u32 = 2;
const WAITED: u32 = 4;

/// `TaskCell::runner` of a task that runs on no worker.
const NO_RUNNER: usize = usize::MAX;

/// Why a task has no result.
pub enum TaskError {
    /// It panicked; this is what the panic carried. [`std::panic::resume_unwind`] continues it.
    Panicked(Box<dyn Any + Send>),
    /// The pool was shut down before it began.
    Dropped,
}

impl fmt::Debug for TaskError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Panicked(payload) = self else {
            return formatter.write_str("the pool was shut down before the task began");
        };
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        write!(formatter, "the task panicked: {}", text.unwrap_or("no text"))
    }
}

impl std::error::Error for TaskError {}

/// What a task has inside.
enum Stage<F, T> {
    Function(F),
    Running,
    Outcome(Result<T, TaskError>),
    Taken,
}

/// Who waits. The latch is on the waiter's stack.
enum Waiter {
    Nobody,
    Worker(*const WorkerLatch),
    Thread(*const ThreadLatch),
}

/// The part of a task that does not depend on its function.
struct Status {
    flags: AtomicU32,
    /// The worker that runs the task; only a hint for an error message. Relaxed.
    runner: AtomicUsize,
    lane: Lane,
    /// The address of the pool's `Sleep`, only to compare it.
    pool: usize,
    waiter: UnsafeCell<Waiter>,
}

/// A task, shared between queue and completion.
#[repr(C)]
pub struct TaskCell<F, T> {
    header: JobHeader,
    status: Status,
    stage: UnsafeCell<Stage<F, T>>,
}

// SAFETY: `repr(C)`, the header is first and its function is the one of this type.
unsafe impl<F, T> Job for TaskCell<F, T> {}

// SAFETY: the function moves to the thread that claims the task and the outcome to the one that
// waits; neither is ever used by two threads at once, because `CLAIMED` and `DONE` order them (see
// the module). `waiter` points to latches, which are made to be set by other threads.
unsafe impl<F: Send, T: Send> Send for TaskCell<F, T> {}
// SAFETY: as above.
unsafe impl<F: Send, T: Send> Sync for TaskCell<F, T> {}

impl<F, T> TaskCell<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    /// A task, as the reference for the queue and the completion for the one who spawned it.
    ///
    /// The reference has to be run or discarded once, or the task leaks.
    pub fn new_pair(lane: Lane, sleep: &Sleep, function: F) -> (JobRef, Completion<T>) {
        let cell = Arc::new(Self {
            header: JobHeader::new(Self::run),
            status: Status {
                flags: AtomicU32::new(0),
                runner: AtomicUsize::new(NO_RUNNER),
                lane,
                pool: ptr::from_ref(sleep).addr(),
                waiter: UnsafeCell::new(Waiter::Nobody),
            },
            stage: UnsafeCell::new(Stage::Function(function)),
        });
        let raw = Arc::into_raw(Arc::clone(&cell)).cast_mut();
        // SAFETY: `Arc::into_raw` never returns null.
        let job = JobRef::new(unsafe { NonNull::new_unchecked(raw) });
        (job, Completion { task: cell })
    }

    /// # Safety
    ///
    /// See [`JobHeader::run`].
    unsafe fn run(header: *const JobHeader, executor: &Executor<'_>, mode: Mode) {
        // SAFETY: `new_pair` leaked one reference of this `Arc` into the queue, and it came to us.
        let cell = unsafe { Arc::from_raw(header.cast::<Self>()) };
        if cell.status.claim() {
            cell.finish(executor, mode);
        }
        // Dropping the last reference drops an outcome that nobody wanted.
        drop_quietly(cell);
    }

    /// Runs or discards a task that the caller has claimed.
    fn finish(&self, executor: &Executor<'_>, mode: Mode) {
        self.status.runner.store(executor.index.unwrap_or(NO_RUNNER), Relaxed);
        let stage = self.stage.with_mut(|stage| {
            // SAFETY: the caller claimed the task, so the stage is its until it adds `DONE`.
            unsafe { mem::replace(&mut *stage, Stage::Running) }
        });
        let outcome = match (stage, mode) {
            (Stage::Function(function), Mode::Run) => catch(function).map_err(|payload| {
                executor.count_panic();
                TaskError::Panicked(payload)
            }),
            (stage, _) => {
                drop_quietly(stage);
                Err(TaskError::Dropped)
            }
        };
        self.stage.with_mut(|stage| {
            // SAFETY: as above. The old stage is `Running`, so nothing of the caller's is dropped.
            unsafe { *stage = Stage::Outcome(outcome) }
        });
        let flags = self.status.flags.fetch_or(DONE, AcqRel);
        if flags & WAITED != 0 {
            self.status.wake(executor.sleep);
        }
    }
}

impl Status {
    /// Whether the caller is the one who may take the function.
    fn claim(&self) -> bool {
        // Acquire: the function was written by whoever spawned the task. For references from the
        // queue that handed it over already; for the waiter it was the completion.
        self.flags.fetch_or(CLAIMED, Acquire) & CLAIMED == 0
    }

    fn is_done(&self) -> bool {
        self.flags.load(Acquire) & DONE != 0
    }

    /// Writes down who waits; says whether there is anything to wait for.
    fn announce(&self, waiter: Waiter) -> bool {
        self.waiter.with_mut(|place| {
            // SAFETY: only the owner of the completion gets here, once, and nobody reads the place
            // before `WAITED` is there.
            unsafe { *place = waiter }
        });
        self.flags.fetch_or(WAITED, AcqRel) & DONE == 0
    }

    /// Sets the latch of the one who waits. Called once, by the finisher that saw `WAITED`.
    fn wake(&self, sleep: &Sleep) {
        self.waiter.with(|waiter| {
            // SAFETY: `WAITED` was there, so the place is written and will not be written again.
            // The latch in it is alive, because its owner waits until it is set, which happens here
            // only.
            unsafe {
                match *waiter {
                    Waiter::Nobody => {}
                    Waiter::Worker(latch) => WorkerLatch::set(latch, sleep),
                    Waiter::Thread(latch) => ThreadLatch::set(latch, sleep),
                }
            }
        });
    }
}

/// A task as its completion sees it, whatever its function.
trait Task<T>: Send + Sync {
    fn status(&self) -> &Status;

    /// Runs the task on this thread if nobody has begun it; says whether it did.
    fn run_now(&self, executor: &Executor<'_>) -> bool;

    /// # Safety
    ///
    /// The task is done, and the caller saw that. Only the owner of the completion may call this.
    unsafe fn take(&self) -> Result<T, TaskError>;
}

impl<F, T> Task<T> for TaskCell<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    fn status(&self) -> &Status {
        &self.status
    }

    fn run_now(&self, executor: &Executor<'_>) -> bool {
        let claimed = self.status.claim();
        if claimed {
            self.finish(executor, Mode::Run);
        }
        claimed
    }

    unsafe fn take(&self) -> Result<T, TaskError> {
        let stage = self.stage.with_mut(|stage| {
            // SAFETY: the task is done, so the finisher does not use the stage any more, and the
            // caller is the only other user.
            unsafe { mem::replace(&mut *stage, Stage::Taken) }
        });
        match stage {
            Stage::Outcome(outcome) => outcome,
            Stage::Function(_) | Stage::Running | Stage::Taken => {
                unreachable!("a completion is waited for once, and the task is done")
            }
        }
    }
}

/// The outcome of a task, now or later.
///
/// Dropping it lets the task run without anybody waiting for it; a panic of the task is then only
/// seen by the panic hook and the metrics of the pool.
#[must_use = "drop it on purpose to let the task run without waiting for it"]
pub struct Completion<T> {
    task: Arc<dyn Task<T>>,
}

impl<T> Completion<T> {
    /// Whether the outcome is there, so that waiting returns at once.
    pub fn is_done(&self) -> bool {
        self.task.status().is_done()
    }

    /// Waits for the outcome.
    ///
    /// On a worker of the same pool a task that nobody has begun runs at once on the worker. If
    /// another worker is at it, this one helps with more urgent work meanwhile. Other threads
    /// sleep.
    ///
    /// # Errors
    ///
    /// If the task panicked, or was dropped because the pool was shut down.
    ///
    /// # Panics
    ///
    /// On a worker, if the task is of a less urgent lane than what the worker runs, or is below on
    /// its own stack.
    pub fn wait(self) -> Result<T, TaskError> {
        if !self.is_done() {
            Worker::with_current(|worker| match worker {
                Some(worker) => self.wait_on(worker),
                None => self.wait_outside(),
            });
        }
        // SAFETY: the task is done: `is_done` said so, or the wait. The completion is used up here.
        unsafe { self.task.take() }
    }

    fn wait_on(&self, worker: &Worker) {
        let status = self.task.status();
        if ptr::from_ref(worker.executor().sleep).addr() != status.pool {
            return self.wait_outside();
        }
        assert!(
            status.lane <= worker.lane(),
            "a {} task waits for a {} one, which may lie below it on the stack",
            worker.lane(),
            status.lane
        );
        let ran = worker.in_lane(status.lane, || self.task.run_now(&worker.executor()));
        if ran || self.is_done() {
            return;
        }
        assert!(
            status.runner.load(Relaxed) != worker.index(),
            "a part of a task waits for the task itself"
        );
        let latch = WorkerLatch::new(worker.index());
        if status.announce(Waiter::Worker(&raw const latch)) {
            worker.wait(&latch);
        }
    }

    fn wait_outside(&self) {
        let latch = ThreadLatch::new();
        if self.task.status().announce(Waiter::Thread(&raw const latch)) {
            latch.wait();
        }
    }
}

impl<T> fmt::Debug for Completion<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Completion({})", if self.is_done() { "done" } else { "pending" })
    }
}
