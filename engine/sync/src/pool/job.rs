//! Jobs: what lies in the queues.
//!
//! A queue holds pointers of one word, because the deques of crossbeam copy entries while others
//! may overwrite them and throw torn copies away; one word is never torn in practice, and half the
//! size. The word points to a [`JobHeader`], the first field of a job of whatever type, and the
//! header knows the function that runs the job. Three types of jobs exist:
//!
//! | Type | Lives | Made by |
//! |---|---|---|
//! | [`StackJob`] | on the stack of the one who waits for it; allocates nothing | `join`, `Handle::run` |
//! | [`HeapJob`] | in a box that it frees itself | `Scope::spawn` |
//! | `TaskCell` (`task`) | in an `Arc` shared with the `Completion` | `spawn` |
//!
//! A range (`range`) is a job on the stack that may lie in queues several times.
//!
//! # Invariant
//!
//! Each time a reference is put into a queue it is taken out once and then run or discarded, once.
//! A job of the first two types is alive until that has happened. Who queued a job on the stack
//! does not leave before it took the reference back itself or saw the job's latch set, not even by
//! a panic.

use core::{any::Any, mem::MaybeUninit, ptr::NonNull};
use std::panic::{self, AssertUnwindSafe};

use super::{latch::Latch, metrics::Counter, sleep::Sleep};
use crate::primitive::{
    cell::UnsafeCell,
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire},
    },
};

/// What a panic carries.
pub(crate) type Payload = Box<dyn Any + Send>;

/// What shall be done with a job that was taken from a queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Run it.
    Run,
    /// Tell who waits for it that it will never run. Only tasks are discarded, at shutdown.
    Discard,
}

/// Who runs a job.
pub struct Executor<'a> {
    /// Where those sleep who wait for the job.
    pub sleep: &'a Sleep,
    /// The number of the worker; `None` on a thread that is no worker and discards the job.
    pub index: Option<usize>,
    /// Where panics of jobs are counted.
    pub panics: Option<&'a Counter>,
}

impl Executor<'_> {
    /// Counts a panic of the job that runs.
    pub(super) fn count_panic(&self) {
        if let Some(panics) = self.panics {
            panics.add(1);
        }
    }
}

/// The beginning of each job.
#[repr(C)]
pub struct JobHeader {
    /// # Safety
    ///
    /// The pointer was made by [`JobRef::new`] from a job with this header, that job is alive, and
    /// this is the only call for one queueing of it.
    run: unsafe fn(*const JobHeader, &Executor<'_>, Mode),
}

impl JobHeader {
    pub(super) const fn new(run: unsafe fn(*const Self, &Executor<'_>, Mode)) -> Self {
        Self { run }
    }
}

/// A type that begins with a [`JobHeader`].
///
/// # Safety
///
/// The type is `repr(C)` and its first field is a `JobHeader` that is not changed, whose function
/// expects a job of this type.
pub unsafe trait Job {}

/// A queued reference to a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JobRef {
    header: NonNull<JobHeader>,
}

// SAFETY: all that is done with a reference on another thread is `run`, whose caller answers for
// it.
unsafe impl Send for JobRef {}

impl JobRef {
    /// A reference to a job.
    #[inline]
    pub fn new<J: Job>(job: NonNull<J>) -> Self {
        Self { header: job.cast() }
    }

    /// Runs or discards the job.
    ///
    /// # Safety
    ///
    /// The job is alive, its content may be used on this thread, and the caller took the reference
    /// out of a queue and does this once.
    #[inline]
    pub unsafe fn run(self, executor: &Executor<'_>, mode: Mode) {
        // SAFETY: the caller promises that the job is alive.
        let run = unsafe { self.header.as_ref().run };
        // SAFETY: `new` made the pointer from a job with this header; the rest is the caller's
        // promise.
        unsafe { run(self.header.as_ptr(), executor, mode) }
    }
}

/// Calls `function` and catches its panic.
///
/// Asserting unwind safety is right here: whoever waits for the result gets the panic instead, so
/// it never sees what a half-done function left behind unless it catches the panic itself.
pub(super) fn catch<R>(function: impl FnOnce() -> R) -> Result<R, Payload> {
    panic::catch_unwind(AssertUnwindSafe(function))
}

/// Drops a value whose `drop` may panic where nobody could be told.
pub(super) fn drop_quietly<T>(value: T) {
    if let Err(payload) = catch(|| drop(value))
        && let Err(payload) = catch(|| drop(payload))
    {
        // Dropping what the panic carried panicked as well. There is no end to that, so the last
        // one is leaked.
        core::mem::forget(payload);
    }
}

/// A job on the stack of the one who waits for it.
///
/// `function` is there until the job runs; `result` is there when the latch is set, unless the job
/// was discarded, which leaves the function in place.
#[repr(C)]
pub struct StackJob<L, F, R> {
    header: JobHeader,
    /// Set when the result is there.
    pub latch: L,
    function: UnsafeCell<MaybeUninit<F>>,
    result: UnsafeCell<MaybeUninit<Result<R, Payload>>>,
    /// Only written by a job that is discarded, before the latch is set.
    is_discarded: UnsafeCell<bool>,
}

// SAFETY: `repr(C)`, the header is first and its function is the one of this type.
unsafe impl<L, F, R> Job for StackJob<L, F, R> {}

impl<L: Latch, F: FnOnce() -> R + Send, R: Send> StackJob<L, F, R> {
    /// A job that calls `function` and sets `latch`.
    #[inline]
    pub fn new(latch: L, function: F) -> Self {
        Self {
            header: JobHeader::new(Self::run),
            latch,
            function: UnsafeCell::new(MaybeUninit::new(function)),
            result: UnsafeCell::new(MaybeUninit::uninit()),
            is_discarded: UnsafeCell::new(false),
        }
    }

    /// A reference for a queue.
    ///
    /// # Safety
    ///
    /// It is queued once. The job neither moves nor goes before the reference came back, or the
    /// latch is set.
    #[inline]
    pub unsafe fn as_job_ref(&self) -> JobRef {
        JobRef::new(NonNull::from(self))
    }

    /// The function of a job whose reference came back, or that was never queued.
    ///
    /// # Safety
    ///
    /// Nobody holds a reference to the job, it has not run, and this is the only call.
    #[inline]
    pub unsafe fn take_function(&self) -> F {
        self.function.with_mut(|function| {
            // SAFETY: the function is in place, because the job has not run, and nobody else uses
            // it.
            unsafe { (*function).assume_init_read() }
        })
    }

    /// What came of a job whose latch is set: its result, or its function if it was discarded.
    ///
    /// # Safety
    ///
    /// The caller saw the latch set, and this is the only call.
    pub unsafe fn take_result(&self) -> Result<Result<R, Payload>, F> {
        // SAFETY: the latch is set, so nobody writes any more, and it made the writes visible.
        if self.is_discarded.with(|is_discarded| unsafe { *is_discarded }) {
            // SAFETY: a discarded job has not run; the reference was used up by that.
            return Err(unsafe { self.take_function() });
        }
        Ok(self.result.with_mut(|result| {
            // SAFETY: the job ran, because it was not discarded, and wrote its result before the
            // latch.
            unsafe { (*result).assume_init_read() }
        }))
    }

    /// # Safety
    ///
    /// See [`JobHeader::run`].
    unsafe fn run(header: *const JobHeader, executor: &Executor<'_>, mode: Mode) {
        let this = header.cast::<Self>();
        {
            // SAFETY: the job is alive until its latch is set. The reference ends before that.
            let job = unsafe { &*this };
            match mode {
                Mode::Run => {
                    // SAFETY: the only reference came to us, and it was not run.
                    let function = unsafe { job.take_function() };
                    let outcome = catch(function);
                    if outcome.is_err() {
                        executor.count_panic();
                    }
                    job.result.with_mut(|result| {
                        // SAFETY: the owner reads only after the latch, and nobody else has the
                        // job.
                        unsafe { (*result).write(outcome) };
                    });
                }
                Mode::Discard => job.is_discarded.with_mut(|is_discarded| {
                    // SAFETY: as for the result.
                    unsafe { *is_discarded = true }
                }),
            }
        }
        // SAFETY: the latch is set here and nowhere else; `this` is not used afterwards.
        unsafe { L::set(&raw const (*this).latch, executor.sleep) }
    }
}

/// A job in a box of its own. Its function must not panic; it is never discarded.
#[repr(C)]
pub struct HeapJob<F> {
    header: JobHeader,
    function: F,
}

// SAFETY: `repr(C)`, the header is first and its function is the one of this type.
unsafe impl<F> Job for HeapJob<F> {}

impl<F: FnOnce(&Executor<'_>) + Send> HeapJob<F> {
    /// A reference to a new job.
    ///
    /// # Safety
    ///
    /// What `function` borrows is alive until the job has run.
    pub unsafe fn new_ref(function: F) -> JobRef {
        let job = Box::new(Self { header: JobHeader::new(Self::run), function });
        JobRef::new(NonNull::from(Box::leak(job)))
    }

    /// # Safety
    ///
    /// See [`JobHeader::run`].
    unsafe fn run(header: *const JobHeader, executor: &Executor<'_>, mode: Mode) {
        debug_assert_eq!(mode, Mode::Run, "parts of a task that is under way are not discarded");
        // SAFETY: `new_ref` leaked this box, and the only reference to it came to us.
        let job = unsafe { Box::from_raw(header.cast_mut().cast::<Self>()) };
        (job.function)(executor);
    }
}

/// A place for the first panic of several parts.
pub struct PanicSlot {
    /// Null or a payload in a box of its own, which makes the fat pointer thin.
    first: AtomicPtr<Payload>,
}

impl PanicSlot {
    /// No panic yet.
    pub fn new() -> Self {
        Self { first: AtomicPtr::new(core::ptr::null_mut()) }
    }

    /// Keeps the payload if it is the first one.
    ///
    /// `Release` publishes the payload to whoever takes it; the latch would do so as well.
    pub fn put(&self, payload: Payload) {
        let new = Box::into_raw(Box::new(payload));
        if self.first.compare_exchange(core::ptr::null_mut(), new, AcqRel, Acquire).is_err() {
            // SAFETY: the box was made above and nobody else saw it.
            drop_quietly(unsafe { Box::from_raw(new) });
        }
    }

    /// Takes the first payload out.
    pub fn take(&self) -> Option<Payload> {
        let first = self.first.swap(core::ptr::null_mut(), AcqRel);
        // SAFETY: a pointer that is not null came from a box in `put`, and the swap made it ours.
        (!first.is_null()).then(|| *unsafe { Box::from_raw(first) })
    }
}

impl Drop for PanicSlot {
    fn drop(&mut self) {
        if let Some(payload) = self.take() {
            drop_quietly(payload);
        }
    }
}
