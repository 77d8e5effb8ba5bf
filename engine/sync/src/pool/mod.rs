//! A work-stealing pool with lanes: the engine's scheduler.
//!
//! # What it is for
//!
//! A language server has few kinds of work, and they differ in one thing above all: who waits. A
//! request must be answered within a few milliseconds while thousands of files are being indexed.
//! General pools have one queue and treat both alike, so the request waits for the whole backlog.
//! Here each task has a [`Lane`], workers take the most urgent task first, and long work lets
//! urgent work go first at every joint. So an interactive task waits for one piece of background
//! work, not for all of it.
//!
//! ```
//! use rholang_engine_sync::pool::{Lane, Pool, PoolOptions, for_each};
//!
//! let pool = Pool::new(PoolOptions::new().threads(2)).unwrap();
//! // A task of its own; the completion is where its result arrives.
//! let index = pool.spawn(Lane::Background, || {
//!     for_each(0..1000, |file| drop(file));
//!     "indexed"
//! });
//! // A task that borrows from the caller, who waits for it.
//! let text = String::from("new x in { x!(1) }");
//! let length = pool.run(Lane::Interactive, || text.len());
//! assert_eq!(length, 18);
//! assert_eq!(index.wait().unwrap(), "indexed");
//! ```
//!
//! # The parts
//!
//! | File | What it explains |
//! |---|---|
//! | `lane` | lanes, and the one line of urgency that all queued jobs stand in |
//! | `job` | what lies in queues: one word that points to a job on a stack, in a box or in an `Arc` |
//! | `latch` | how a worker waits for one event, and why whoever sets a latch must not touch it again |
//! | `sleep` | how workers go to sleep and are woken without losing a wake-up |
//! | `wait` | the loop of looking, spinning and sleeping that every wait of a worker is |
//! | `worker` | where a worker looks for work, why waiting ends, and how long urgent work may wait |
//! | `fork` | [`join`] and [`scope`]: parts that borrow from the stack, and why that is sound |
//! | `range` | [`for_each`] and [`map`]: one shared counter instead of a job for each item |
//! | `task` | [`Handle::spawn`] and [`Completion`], and which waits are allowed |
//! | `lifecycle` | shutting down so that no task is forgotten |
//! | `options` | how many workers, pinned to which cores |
//! | `metrics` | what is counted |
//!
//! # What holds
//!
//! - **No locks.** Whoever waits parks; nobody holds anything that another needs.
//! - **Nothing runs when nothing is to do.** Workers are parked without a timeout.
//! - **A panic is a result.** It is caught where it happens and goes on where somebody waits; the
//!   worker lives on.
//! - **Ends.** Shutting down ends as soon as the tasks do that have begun, and everybody who waits
//!   for a task that was dropped is told.
//! - **Nothing is allocated** for `join` and for the items of a range; one box for each part of a
//!   scope; one allocation for each task.
//!
//! What the pool does not do: it does not interrupt a task, so a task that computes for a second
//! without a joint occupies its worker for a second; and it does not wait for input, so blocking
//! calls belong on threads of their own.
//!
//! # Proof
//!
//! - `tests/loom_pool.rs` runs sleeping, waiting, latches, completions and shutdown under all
//!   interleavings within a bound and all values that the C11 memory model allows. The deques of
//!   crossbeam do not take part in that; the models put an atomic number in their place. Weakening
//!   the protocols one step at a time makes the models fail, with one exception: that `ThreadLatch`
//!   needs `Release` escapes them, because loom lets nothing happen between that store and the
//!   `unpark` after it, which orders as well.
//! - `tests/pool_behaviour.rs` has a test for each promise, `tests/pool_stress.rs` runs everything
//!   at once with panics, nesting and thousands of shutdowns. AddressSanitizer, LeakSanitizer and
//!   ThreadSanitizer run both (the last with `tests/pool_tsan_suppressions.txt`).
//! - Examples that must not compile stand at [`join`] and [`scope`].
//! - Miri is not in the toolchain, so it has not run this code. Constants shrink for it, and
//!   pointers keep their provenance.

mod cancel;
mod fork;
mod handle;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod job;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod lane;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod latch;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod lifecycle;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod metrics;
mod options;
mod range;
mod shared;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod sleep;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod task;
#[allow(unreachable_pub, missing_docs, reason = "only the models in tests/ reach it, under loom")]
mod wait;
mod worker;

pub use cancel::{CancelToken, Cancelled};
pub use fork::{Scope, join, scope};
pub use handle::{Handle, Pool};
pub use lane::Lane;
pub use lifecycle::Shutdown;
pub use metrics::{LatencyHistogram, Metrics, WorkerMetrics};
pub use options::{
    EnvironmentError, PIN_VARIABLE, Pin, PoolEvent, PoolLog, PoolOptions, STACK_BYTES,
    THREADS_VARIABLE, UnknownPin,
};
pub use range::{for_each, for_each_until, for_each_with, map, map_until};
pub use sleep::WORKERS_MAX;
pub use task::{Completion, TaskError};

/// The mechanisms on their own, for the models in `tests/loom_pool.rs`.
#[cfg(loom)]
#[doc(hidden)]
pub mod mechanisms {
    pub use super::{
        job::{Executor, JobRef, Mode, StackJob},
        lane::{Accepts, Class},
        latch::{CountLatch, Latch, ThreadLatch, WorkerLatch},
        lifecycle::Lifecycle,
        metrics::WorkerCounters,
        sleep::{Sleep, Woken},
        task::TaskCell,
        wait::{Goal, Seat},
    };
}
