//! Dividing a task into parts that borrow from its stack: [`join`] and [`scope`].
//!
//! # `join`
//!
//! The second closure becomes a [`StackJob`] on the caller's stack, of which one word is pushed
//! onto the worker's own deque. The worker runs the first closure. Then it pops: nearly always the
//! word is still there, and the worker calls the second closure as a function, with no latch, no
//! result slot and no catching of panics. Only if another worker has stolen the word, this one
//! waits for the latch and helps meanwhile. Nothing is allocated either way.
//!
//! # Soundness
//!
//! The closures borrow from the caller's stack frame, so the frame must not end while another
//! worker may still use it. Neither [`join`] nor [`scope`] returns or unwinds before all its parts
//! have ended: a panic of the closure that runs on this stack is caught, the parts are taken back
//! or waited for, and then the panic goes on. The `compile_fail` examples below show that safe code
//! cannot let borrowed data escape or share what is not `Send`.

use core::{marker::PhantomData, ptr};
use std::panic;

use super::{
    job::{Executor, HeapJob, PanicSlot, StackJob, catch, drop_quietly},
    lane::Lane,
    latch::{CountLatch, Latch, WorkerLatch},
    shared::Shared,
    worker::Worker,
};

/// Calls both closures, perhaps at the same time, and returns both results.
///
/// On a worker of a pool the second closure may run on another worker; elsewhere both run on the
/// calling thread, one after the other.
///
/// ```
/// use rholang_engine_sync::pool::{Lane, Pool, PoolOptions, join};
///
/// fn sum(numbers: &[u64]) -> u64 {
///     if numbers.len() < 1000 {
///         return numbers.iter().sum();
///     }
///     let (left, right) = numbers.split_at(numbers.len() / 2);
///     let (left, right) = join(|| sum(left), || sum(right));
///     left + right
/// }
///
/// let pool = Pool::new(PoolOptions::new().threads(2)).unwrap();
/// let numbers: Vec<u64> = (0..10_000).collect();
/// assert_eq!(pool.run(Lane::Normal, || sum(&numbers)), 49_995_000);
/// ```
///
/// Both closures may run on another thread than the caller's, so they cannot use what must stay on
/// one:
///
/// ```compile_fail,E0277
/// let counter = std::rc::Rc::new(1);
/// rholang_engine_sync::pool::join(|| 1, || *counter);
/// ```
///
/// and they cannot both change the same thing:
///
/// ```compile_fail,E0499
/// let mut text = String::new();
/// rholang_engine_sync::pool::join(|| text.push('a'), || text.push('b'));
/// ```
///
/// # Panics
///
/// If a closure panics, after both have ended. If both do, with the panic of the first. If the
/// first panics before the second has begun, the second is not called.
#[inline]
pub fn join<A, B, FirstResult, SecondResult>(first: A, second: B) -> (FirstResult, SecondResult)
where
    A: FnOnce() -> FirstResult + Send,
    B: FnOnce() -> SecondResult + Send,
    FirstResult: Send,
    SecondResult: Send,
{
    Worker::with_current(|worker| match worker {
        Some(worker) => worker.join(first, second),
        None => (first(), second()),
    })
}

impl Worker {
    #[inline]
    fn join<A, B, FirstResult, SecondResult>(
        &self,
        first: A,
        second: B,
    ) -> (FirstResult, SecondResult)
    where
        A: FnOnce() -> FirstResult + Send,
        B: FnOnce() -> SecondResult + Send,
        FirstResult: Send,
        SecondResult: Send,
    {
        let lane = self.lane();
        let job = StackJob::new(WorkerLatch::new(self.index()), second);
        // SAFETY: the job stays in this frame, which is not left before the reference came back or
        // the latch is set: from here to there nothing unwinds, since `first` is caught.
        let part = unsafe { job.as_job_ref() };
        self.fork(lane, part);
        let first = catch(first);
        if self.take_back(lane, part) {
            // SAFETY: the reference came back, so the job has not run and nobody else has it.
            let second = unsafe { job.take_function() };
            self.let_urgent_work_go_first();
            return match first {
                Ok(first) => (first, second()),
                Err(payload) => {
                    drop_quietly(second);
                    panic::resume_unwind(payload)
                }
            };
        }
        self.wait(&job.latch);
        // SAFETY: the latch is set, and this is the only call.
        let second = match unsafe { job.take_result() } {
            Ok(result) => result,
            // Parts are never discarded, but if one were, calling it here would be right.
            Err(second) => catch(second),
        };
        match (first, second) {
            (Ok(first), Ok(second)) => (first, second),
            (Err(payload), second) => {
                drop_quietly(second);
                panic::resume_unwind(payload)
            }
            (Ok(_), Err(payload)) => panic::resume_unwind(payload),
        }
    }
}

/// A place to spawn parts of a task; see [`scope`].
pub struct Scope<'scope> {
    /// The pool, and the lane of the parts; `None` outside of a pool.
    home: Option<(*const Shared, Lane)>,
    latch: CountLatch,
    panic: PanicSlot,
    /// Makes the lifetime invariant: a longer one would let parts borrow what the scope outlives,
    /// a shorter one would let parts be given what they must not keep.
    marker: PhantomData<fn(&'scope ()) -> &'scope ()>,
}

// SAFETY: the pool behind the pointer is alive as long as the scope, because the worker that runs
// `scope` keeps it, and it is made to be shared. All other fields are `Send` and `Sync`.
unsafe impl Send for Scope<'_> {}
// SAFETY: as above.
unsafe impl Sync for Scope<'_> {}

/// A pointer to a scope that a part takes with it.
struct ScopePointer<'scope>(*const Scope<'scope>);

// SAFETY: `Scope` is `Sync`, so another thread may use it; that it is alive is shown where it is
// used.
unsafe impl Send for ScopePointer<'_> {}

impl<'scope> ScopePointer<'scope> {
    /// A method, so that closures capture the whole pointer, which is `Send`, not the field.
    fn get(&self) -> *const Scope<'scope> {
        self.0
    }
}

/// Calls `body` with a scope in which it can spawn parts; returns when all parts have ended.
///
/// Parts may borrow whatever outlives the scope and may spawn further parts. Outside of a pool each
/// part runs at once on the calling thread.
///
/// ```
/// use rholang_engine_sync::pool::{Lane, Pool, PoolOptions, scope};
///
/// let pool = Pool::new(PoolOptions::new().threads(2)).unwrap();
/// let mut halves = [0, 0];
/// pool.run(Lane::Normal, || {
///     scope(|scope| {
///         for (position, half) in halves.iter_mut().enumerate() {
///             scope.spawn(move |_| *half = position + 1);
///         }
///     });
/// });
/// assert_eq!(halves, [1, 2]);
/// ```
///
/// Data of the body itself ends before the parts do, so they cannot borrow it:
///
/// ```compile_fail,E0373
/// rholang_engine_sync::pool::scope(|scope| {
///     let local = 1;
///     scope.spawn(|_| println!("{local}"));
/// });
/// ```
///
/// and the scope cannot escape to spawn parts later:
///
/// ```compile_fail
/// let mut escaped = None;
/// rholang_engine_sync::pool::scope(|scope| escaped = Some(scope));
/// escaped.unwrap().spawn(|_| ());
/// ```
///
/// nor can a part smuggle out what is borrowed for the scope only:
///
/// ```compile_fail
/// let mut outside: Option<&u8> = None;
/// {
///     let inside = 1;
///     rholang_engine_sync::pool::scope(|scope| scope.spawn(|_| outside = Some(&inside)));
/// }
/// println!("{outside:?}");
/// ```
///
/// # Panics
///
/// If `body` or a part panics, after all parts have ended: with the panic of the body, or else with
/// the one of the part that panicked first.
pub fn scope<'scope, R>(body: impl FnOnce(&Scope<'scope>) -> R) -> R {
    Worker::with_current(|worker| {
        let scope = Scope {
            home: worker.map(|worker| (ptr::from_ref(worker.shared()), worker.lane())),
            latch: CountLatch::new(worker.map_or(0, Worker::index)),
            panic: PanicSlot::new(),
            marker: PhantomData,
        };
        let result = catch(|| body(&scope));
        // Outside of a pool no parts were counted, and `end` finds nothing to wait for.
        if let (Some(latch), Some(worker)) = (scope.latch.end(), worker) {
            worker.wait(latch);
        }
        match (result, scope.panic.take()) {
            (Ok(result), None) => result,
            (Ok(result), Some(payload)) => {
                drop_quietly(result);
                panic::resume_unwind(payload)
            }
            (Err(payload), _) => panic::resume_unwind(payload),
        }
    })
}

impl<'scope> Scope<'scope> {
    /// Queues a part of the task. It may run at any time until the scope ends, on any worker.
    pub fn spawn(&self, part: impl FnOnce(&Self) + Send + 'scope) {
        let Some((shared, lane)) = self.home else {
            self.run_part(part);
            return;
        };
        self.latch.add();
        let scope = ScopePointer(ptr::from_ref(self));
        let run = move |executor: &Executor<'_>| {
            let scope = scope.get();
            // SAFETY: the part is counted by the latch, so `scope` has not returned.
            if unsafe { (*scope).run_part(part) } {
                executor.count_panic();
            }
            // SAFETY: this ends the part that `spawn` added, once. Only raw pointers to the scope
            // are left, because its frame may end now.
            unsafe { CountLatch::set(&raw const (*scope).latch, executor.sleep) };
        };
        // SAFETY: what the part borrows outlives 'scope, and `scope` does not return before the
        // part has run and ended, which its latch counts.
        let part = unsafe { HeapJob::new_ref(run) };
        Worker::with_current(|worker| match worker {
            Some(worker) if ptr::eq(worker.shared(), shared) => worker.fork(lane, part),
            // SAFETY: the pool is alive, because the scope has not ended, and so its worker has
            // not.
            _ => unsafe { (*shared).submit_foreign_part(lane, part) },
        });
    }

    /// Says whether the part panicked.
    fn run_part(&self, part: impl FnOnce(&Self)) -> bool {
        let outcome = catch(|| part(self));
        let panicked = outcome.is_err();
        if let Err(payload) = outcome {
            self.panic.put(payload);
        }
        panicked
    }
}
