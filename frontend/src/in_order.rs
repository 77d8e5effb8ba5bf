//! Numbered pieces of work on the engine's pool, with results in order and bounded memory.
//!
//! The pool's own `map` keeps all results until the last one is there. Here the calling thread, which
//! is no worker, consumes the results one by one while workers go on. It keeps a window of
//! [`LOOK_AHEAD_PER_WORKER`] tasks for each worker, waits for the first, consumes its result and
//! spawns one task more. Workers never wait for the consumer: a task is spawned only when its result
//! has a place in the window, so at most that many results lie in memory however slow one piece or
//! the consumer is.
//!
//! A piece gets a state, such as an analyzer, that nobody else uses meanwhile. States that no piece
//! uses lie in a lock-free queue. Pieces run at once only on different workers, so there are at most
//! as many states as workers.

use std::collections::VecDeque;
use std::io;
use std::panic::resume_unwind;
use std::sync::Arc;

use crossbeam_queue::ArrayQueue;
use rholang_engine_sync::pool::{CancelToken, Completion, Handle, Lane, TaskError};

/// How many pieces of work may be begun and not yet consumed, for each worker.
pub const LOOK_AHEAD_PER_WORKER: usize = 4;

/// Does the pieces of work numbered from 0 to `count` on the pool, as tasks of `lane`.
///
/// `start` makes a state, and `work` does a piece with it. The calling thread, which must not be a
/// worker, gets the results in order of their numbers through `consume`; if that fails, work not
/// yet begun is left out.
///
/// # Errors
///
/// The error of `consume`, or one that says that the pool was shut down.
///
/// # Panics
///
/// If `start` or `work` panics, with the panic of the lowest number.
pub fn for_each_in_order<State, Outcome>(
    pool: &Handle,
    lane: Lane,
    count: usize,
    start: impl Fn() -> State + Send + Sync + 'static,
    work: impl Fn(&mut State, usize) -> Outcome + Send + Sync + 'static,
    mut consume: impl FnMut(Outcome) -> io::Result<()>,
) -> io::Result<()>
where
    State: Send + 'static,
    Outcome: Send + 'static,
{
    let stop = StopOnDrop(CancelToken::new());
    let idle_states = ArrayQueue::new(pool.workers());
    let token = stop.0.clone();
    let piece = Arc::new(move |number| {
        if token.is_cancelled() {
            return None;
        }
        let mut state = idle_states.pop().unwrap_or_else(&start);
        let outcome = work(&mut state, number);
        // There is room: no more states are about than there are workers. A state that was in use
        // during a panic does not come back.
        drop(idle_states.push(state));
        Some(outcome)
    });
    let look_ahead = pool.workers() * LOOK_AHEAD_PER_WORKER;
    let mut numbers = 0..count;
    let mut window: VecDeque<Completion<Option<Outcome>>> = VecDeque::with_capacity(look_ahead);
    loop {
        while window.len() < look_ahead
            && let Some(number) = numbers.next()
        {
            let piece = Arc::clone(&piece);
            window.push_back(pool.spawn(lane, move || piece(number)));
        }
        let Some(first) = window.pop_front() else { return Ok(()) };
        match first.wait() {
            Ok(Some(outcome)) => consume(outcome)?,
            Ok(None) => unreachable!("work is cancelled when this function has ended"),
            Err(TaskError::Panicked(payload)) => resume_unwind(payload),
            Err(error @ TaskError::Dropped) => return Err(io::Error::other(error.to_string())),
        }
    }
}

/// Lets tasks that have not begun end at once when their consumer leaves, for whatever reason.
struct StopOnDrop(CancelToken);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::thread;
    use std::time::Duration;

    use rholang_engine_sync::pool::{Pool, PoolOptions, Shutdown};

    use super::*;

    const COUNT: usize = 1000;

    fn pool(threads: usize) -> Pool {
        Pool::new(PoolOptions::new().threads(threads)).unwrap()
    }

    /// A counter that tasks may keep.
    fn counter() -> &'static AtomicUsize {
        Box::leak(Box::new(AtomicUsize::new(0)))
    }

    #[test]
    fn outcomes_come_in_order_and_once() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let consume = |number| {
                seen.push(number);
                Ok(())
            };
            let work = |(): &mut (), number| number;
            let pool = pool(threads);
            for_each_in_order(&pool, Lane::Background, COUNT, || (), work, consume).unwrap();
            assert!(seen.into_iter().eq(0..COUNT), "{threads} threads");
        }
    }

    #[test]
    fn there_are_no_more_states_than_workers() {
        let (pool, states) = (pool(3), counter());
        let start = || states.fetch_add(1, Relaxed);
        let work =
            |_: &mut usize, number: usize| thread::sleep(Duration::from_micros(number as u64 % 50));
        for_each_in_order(&pool, Lane::Normal, COUNT, start, work, |()| Ok(())).unwrap();
        assert!((1..=3).contains(&states.load(Relaxed)));
    }

    #[test]
    fn a_slow_first_piece_holds_the_others_back() {
        let (pool, begun) = (pool(3), counter());
        let work = |(): &mut (), number| {
            begun.fetch_add(1, Relaxed);
            if number == 0 {
                thread::sleep(Duration::from_millis(50));
            }
        };
        let mut begun_before_first_outcome = None;
        let consume = |()| {
            begun_before_first_outcome.get_or_insert(begun.load(Relaxed));
            Ok(())
        };
        for_each_in_order(&pool, Lane::Background, COUNT, || (), work, consume).unwrap();
        assert!(begun_before_first_outcome.unwrap() <= 3 * LOOK_AHEAD_PER_WORKER);
        assert_eq!(begun.load(Relaxed), COUNT);
    }

    #[test]
    fn an_error_stops_the_work() {
        let (pool, begun) = (pool(4), counter());
        let work = |(): &mut (), number| {
            begun.fetch_add(1, Relaxed);
            number
        };
        let consume = |number| if number < 10 { Ok(()) } else { Err(io::Error::other("full")) };
        let error = for_each_in_order(&pool, Lane::Background, COUNT, || (), work, consume);
        assert_eq!(error.unwrap_err().to_string(), "full");
        pool.shutdown(Shutdown::drain());
        assert!(begun.load(Relaxed) <= 10 + 4 * LOOK_AHEAD_PER_WORKER);
    }

    #[test]
    fn a_panic_reaches_the_caller_and_the_pool_lives_on() {
        let (pool, consumed) = (pool(2), counter());
        let work = |(): &mut (), number: usize| assert!(number != 7, "piece {number}");
        let consume = |()| {
            consumed.fetch_add(1, Relaxed);
            Ok(())
        };
        let run = || for_each_in_order(&pool, Lane::Background, COUNT, || (), work, consume);
        let payload = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_err();
        assert_eq!(payload.downcast_ref::<String>().map(String::as_str), Some("piece 7"));
        assert_eq!(consumed.load(Relaxed), 7);
        assert_eq!(pool.run(Lane::Interactive, || 1), 1);
    }

    #[test]
    fn a_pool_that_was_shut_down_is_an_error() {
        let pool = pool(1);
        let handle = pool.handle();
        pool.shutdown(Shutdown::discard());
        let work = |(): &mut (), _| ();
        let outcome = for_each_in_order(&handle, Lane::Background, 1, || (), work, |()| Ok(()));
        assert_eq!(
            outcome.unwrap_err().to_string(),
            "the pool was shut down before the task began"
        );
    }

    #[test]
    fn nothing_to_do_is_done() {
        let work = |(): &mut (), _| ();
        for_each_in_order(&pool(1), Lane::Background, 0, || (), work, |()| Ok(())).unwrap();
    }
}
