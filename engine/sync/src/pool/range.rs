//! The same work for each number of a range: [`for_each`], [`map`] and their relatives.
//!
//! # One shared counter instead of one job for each item
//!
//! The items that nobody has begun are a range, and its beginning is one atomic number. Whoever
//! takes part adds the length of its next *grain* to the number and owns what it passed over. There
//! is no job, no allocation and no latch for an item. What lies in queues are *invitations*:
//! references to the one job on the caller's stack. Who takes an invitation takes part until the
//! range is used up. Each participant puts out at most two invitations, when it begins, so helpers
//! come as fast as a binary tree grows and a range that is over soon bothers nobody for long. The
//! caller takes back the invitations that nobody took and waits for the helpers that are still at
//! their last grain. Invitations left in a helper's deque are taken next by the helper or stolen by
//! the waiting caller; they find the range used up and end at once.
//!
//! # Grains
//!
//! A grain is as long as takes about [`GRAIN_TARGET`]: each participant begins with one item and
//! doubles or shrinks the length by the clock, so cheap items cost a fraction of an instruction for
//! scheduling and expensive ones go one by one. A grain never takes more than an even share of half
//! of what is left, so that the last grains are short and nobody waits long for the last one.
//!
//! Between grains a participant looks for more urgent tasks and runs them, and checks the
//! [`CancelToken`], so both wait for one grain or for one item if that takes longer.
//!
//! # Orderings
//!
//! `next` is relaxed: it only gives numbers away, each once, because `fetch_add` is one step. The
//! data that items read was written before the invitation was queued, and the queue hands that
//! over. What items wrote is handed to the caller by the count latch.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use core::{cell::UnsafeCell, marker::PhantomData, ops::Range, ptr::NonNull, time::Duration};
use std::{panic, time::Instant};

use crossbeam_utils::CachePadded;

use super::{
    cancel::{CancelToken, Cancelled},
    job::{Executor, Job, JobHeader, JobRef, Mode, PanicSlot, catch},
    latch::{CountLatch, Latch},
    worker::Worker,
};

/// How long a grain should take: long against the cost of taking one (about 100 nanoseconds), short
/// against what an interactive task may wait (5 grains of at most 200 microseconds).
const GRAIN_TARGET: Duration = Duration::from_micros(50);

/// How many invitations a participant puts out.
const INVITATIONS: usize = 2;

/// Calls `body` for each number in `range`, in no particular order, on as many workers as are free.
///
/// Outside of a pool the calling thread does it all.
///
/// # Panics
///
/// If `body` panics, after everybody has stopped. Numbers that nobody had begun are then left out.
pub fn for_each(range: Range<usize>, body: impl Fn(usize) + Sync) {
    for_each_with(range, || (), |(), index| body(index));
}

/// As [`for_each`], with a state that each participant makes for itself, such as a parser or an
/// arena.
pub fn for_each_with<State>(
    range: Range<usize>,
    start: impl Fn() -> State + Sync,
    body: impl Fn(&mut State, usize) + Sync,
) {
    let _ = run_range(range, None, start, body);
}

/// As [`for_each_with`], until `token` asks to stop.
///
/// # Errors
///
/// If the token asked to stop before all numbers had begun. Numbers that had begun have ended.
pub fn for_each_until<State>(
    token: &CancelToken,
    range: Range<usize>,
    start: impl Fn() -> State + Sync,
    body: impl Fn(&mut State, usize) + Sync,
) -> Result<(), Cancelled> {
    run_range(range, Some(token), start, body)
}

/// The results of `body` for each number in `range`, in the order of the numbers.
///
/// ```
/// use rholang_engine_sync::pool::{Lane, Pool, PoolOptions, map};
///
/// let pool = Pool::new(PoolOptions::new().threads(2)).unwrap();
/// let squares = pool.run(Lane::Normal, || map(0..5, |number| number * number));
/// assert_eq!(squares, [0, 1, 4, 9, 16]);
/// ```
///
/// # Panics
///
/// If `body` panics; see [`for_each`].
pub fn map<T: Send>(range: Range<usize>, body: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let results = map_range(range, None, || (), |(), index| body(index));
    results.unwrap_or_else(|Cancelled| unreachable!("there is no token"))
}

/// As [`map`], with a state for each participant, until `token` asks to stop.
///
/// # Errors
///
/// If the token asked to stop before all numbers had begun.
pub fn map_until<State, T: Send>(
    token: &CancelToken,
    range: Range<usize>,
    start: impl Fn() -> State + Sync,
    body: impl Fn(&mut State, usize) -> T + Sync,
) -> Result<Vec<T>, Cancelled> {
    map_range(range, Some(token), start, body)
}

/// A place for one result.
struct Place<T>(UnsafeCell<Option<T>>);

// SAFETY: each place is used by the one participant that got its number, and by the caller after
// all have ended. So places move values between threads, and no two threads use one at once.
unsafe impl<T: Send> Sync for Place<T> {}

fn map_range<State, T: Send>(
    range: Range<usize>,
    token: Option<&CancelToken>,
    start: impl Fn() -> State + Sync,
    body: impl Fn(&mut State, usize) -> T + Sync,
) -> Result<Vec<T>, Cancelled> {
    let places: Vec<Place<T>> = range.clone().map(|_| Place(UnsafeCell::new(None))).collect();
    let first = range.start;
    run_range(range, token, start, |state, index| {
        let result = body(state, index);
        // SAFETY: `run_range` gives each number to one participant once, so nobody else uses this
        // place now. The old value is `None`, so nothing is dropped.
        unsafe { *places[index - first].0.get() = Some(result) };
    })?;
    let result = |place: Place<T>| place.0.into_inner().expect("every number was given away");
    Ok(places.into_iter().map(result).collect())
}

fn run_range<State>(
    range: Range<usize>,
    token: Option<&CancelToken>,
    start: impl Fn() -> State + Sync,
    body: impl Fn(&mut State, usize) + Sync,
) -> Result<(), Cancelled> {
    assert!(range.len() <= isize::MAX.unsigned_abs(), "the range is too long");
    if range.is_empty() {
        return Ok(());
    }
    Worker::with_current(|worker| {
        let job = RangeJob::new(range, token, worker, start, body);
        job.take_part(worker);
        if let Some(worker) = worker {
            job.wait_for_helpers(worker);
        }
        job.outcome()
    })
}

/// A range that is worked on, on the stack of the one who waits for it.
#[repr(C)]
struct RangeJob<'token, Start, Body, State> {
    header: JobHeader,
    first: usize,
    length: usize,
    /// How many numbers were given away. May go beyond `length`, by at most a grain for each
    /// participant; both are at most half of the numbers that there are, so it does not overflow.
    next: CachePadded<AtomicUsize>,
    /// How many invitations were put out.
    helpers: AtomicUsize,
    /// Counts invitations that were not taken back and whose helper has not ended.
    latch: CountLatch,
    panic: PanicSlot,
    token: Option<&'token CancelToken>,
    start: Start,
    body: Body,
    state: PhantomData<fn() -> State>,
}

// SAFETY: `repr(C)`, the header is first and its function is the one of this type.
unsafe impl<Start, Body, State> Job for RangeJob<'_, Start, Body, State> {}

impl<'token, Start, Body, State> RangeJob<'token, Start, Body, State>
where
    Start: Fn() -> State + Sync,
    Body: Fn(&mut State, usize) + Sync,
{
    fn new(
        range: Range<usize>,
        token: Option<&'token CancelToken>,
        worker: Option<&Worker>,
        start: Start,
        body: Body,
    ) -> Self {
        Self {
            header: JobHeader::new(Self::run),
            first: range.start,
            length: range.len(),
            next: CachePadded::new(AtomicUsize::new(0)),
            helpers: AtomicUsize::new(0),
            latch: CountLatch::new(worker.map_or(0, Worker::index)),
            panic: PanicSlot::new(),
            token,
            start,
            body,
            state: PhantomData,
        }
    }

    /// An invitation that somebody took.
    ///
    /// # Safety
    ///
    /// See `JobHeader::run`.
    unsafe fn run(header: *const JobHeader, executor: &Executor<'_>, mode: Mode) {
        debug_assert_eq!(mode, Mode::Run, "parts of a task that is under way are not discarded");
        let this = header.cast::<Self>();
        // SAFETY: the latch counts this invitation, so the caller has not left.
        Worker::with_current(|worker| unsafe { (*this).take_part(worker) });
        // SAFETY: this ends the part that `invite` added, once; `this` is not used afterwards.
        unsafe { CountLatch::set(&raw const (*this).latch, executor.sleep) };
    }

    /// Works until the range is used up. Does not panic.
    fn take_part(&self, worker: Option<&Worker>) {
        if self.next.load(Relaxed) >= self.length {
            return;
        }
        if let Some(worker) = worker {
            self.invite(worker);
        }
        if let Err(payload) = catch(|| self.work(worker)) {
            self.panic.put(payload);
            self.stop();
        }
    }

    /// Puts out invitations, as long as there are not enough for all other workers.
    fn invite(&self, worker: &Worker) {
        let others = worker.shared().workers() - 1;
        for _ in 0..INVITATIONS {
            let left = self.length.saturating_sub(self.next.load(Relaxed));
            if left < 2 || self.helpers.fetch_add(1, Relaxed) >= others {
                return;
            }
            self.latch.add();
            worker.fork(worker.lane(), self.invitation());
        }
    }

    fn invitation(&self) -> JobRef {
        JobRef::new(NonNull::from(self))
    }

    fn work(&self, worker: Option<&Worker>) {
        let participants = worker.map_or(1, |worker| worker.shared().workers());
        let mut state = (self.start)();
        let mut grain = 1;
        let mut began = Instant::now();
        loop {
            if self.token.is_some_and(CancelToken::is_cancelled) {
                // What is left stays in `next`, which is how the outcome is known.
                return;
            }
            let left = self.length.saturating_sub(self.next.load(Relaxed));
            let length = grain.min(left / (2 * participants)).max(1);
            let start = self.next.fetch_add(length, Relaxed);
            if start >= self.length {
                return;
            }
            let end = (start + length).min(self.length);
            for offset in start..end {
                (self.body)(&mut state, self.first + offset);
            }
            let ended = Instant::now();
            grain = adapted(length, ended - began);
            began = ended;
            if let Some(worker) = worker
                && worker.let_urgent_work_go_first()
            {
                began = Instant::now();
            }
        }
    }

    /// Gives away all numbers that are left, to nobody.
    fn stop(&self) {
        self.next.fetch_max(self.length, Relaxed);
    }

    /// Takes back invitations, and waits for the helpers that took the others.
    fn wait_for_helpers(&self, worker: &Worker) {
        let lane = worker.lane();
        while !self.latch.has_no_parts() && worker.take_back(lane, self.invitation()) {
            self.latch.take_back();
        }
        if let Some(latch) = self.latch.end() {
            worker.wait(latch);
        }
    }

    fn outcome(&self) -> Result<(), Cancelled> {
        if let Some(payload) = self.panic.take() {
            panic::resume_unwind(payload);
        }
        if self.next.load(Relaxed) < self.length { Err(Cancelled) } else { Ok(()) }
    }
}

/// The length of the next grain, if one of `length` items took `time`.
fn adapted(length: usize, time: Duration) -> usize {
    if time < GRAIN_TARGET / 2 {
        // Does not overflow: a grain is no longer than the range.
        length * 2
    } else if time > GRAIN_TARGET {
        let excess = time.as_nanos().div_ceil(GRAIN_TARGET.as_nanos());
        usize::try_from(excess).map_or(1, |excess| (length / excess).max(1))
    } else {
        length
    }
}
