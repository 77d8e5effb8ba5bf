//! Worker threads that share out numbered pieces of work.
//!
//! Workers take the next number from one counter, so a slow piece delays nobody but its worker.
//! Results are consumed in order on the calling thread. A piece is begun only with a permit, and
//! permits come back as results are consumed, so at most [`LOOK_AHEAD_PER_THREAD`] results for each
//! worker wait in memory however slow one piece or the consumer is.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

/// How many pieces of work may be begun and not yet consumed, for each worker.
pub const LOOK_AHEAD_PER_THREAD: usize = 4;

/// The most workers that are started, whatever is asked for.
pub const THREADS_MAX: usize = 256;

/// The number of workers for `count` pieces of work if `requested` are asked for; 0 asks for one
/// on each core.
pub fn worker_count(requested: usize, count: usize) -> usize {
    let wanted = match requested {
        0 => thread::available_parallelism().map_or(1, usize::from),
        requested => requested,
    };
    wanted.min(THREADS_MAX).min(count).max(1)
}

/// Does the pieces of work numbered from 0 to `count` on `threads` workers.
///
/// Each worker makes its own state with `start` and does a piece with `work`. The calling thread
/// gets the results in order of their numbers through `consume`; if that fails, work not yet begun
/// is left out.
///
/// # Errors
///
/// The error of `consume`, or of the system if it starts no thread at all.
pub fn for_each_in_order<State, Outcome: Send>(
    threads: usize,
    count: usize,
    start: impl Fn() -> State + Sync,
    work: impl Fn(&mut State, usize) -> Outcome + Sync,
    consume: impl FnMut(Outcome) -> io::Result<()>,
) -> io::Result<()> {
    let look_ahead = threads * LOOK_AHEAD_PER_THREAD;
    let (permit_sender, permits) = crossbeam_channel::bounded(look_ahead);
    let (outcome_sender, outcomes) = crossbeam_channel::bounded(look_ahead);
    for _ in 0..look_ahead {
        // The channel has room for every permit, and its other end is open.
        let _ = permit_sender.send(());
    }
    // The counter hands out numbers and nothing else; the channels order everything that is shared.
    let next = AtomicUsize::new(0);
    let run = |permits: Receiver<()>, outcomes: Sender<(usize, Outcome)>| {
        let mut state = start();
        while permits.recv().is_ok() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count || outcomes.send((number, work(&mut state, number))).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        for started in 0..threads {
            let (permits, outcome_sender) = (permits.clone(), outcome_sender.clone());
            let run = &run;
            let worker = move || run(permits, outcome_sender);
            match thread::Builder::new().name("worker".to_owned()).spawn_scoped(scope, worker) {
                Err(error) if started == 0 => return Err(error),
                // Fewer workers are slower, and no reason to give up.
                Err(_) => break,
                Ok(_) => {}
            }
        }
        drop(outcome_sender);
        consume_in_order(look_ahead, outcomes, permit_sender, consume)
    })
}

/// Takes both channel ends by value: once they are gone, no worker waits any longer.
fn consume_in_order<Outcome>(
    look_ahead: usize,
    outcomes: Receiver<(usize, Outcome)>,
    permits: Sender<()>,
    mut consume: impl FnMut(Outcome) -> io::Result<()>,
) -> io::Result<()> {
    // Numbers that are under way differ by less than the look-ahead, so each has its own place.
    let mut waiting: Vec<Option<Outcome>> = (0..look_ahead).map(|_| None).collect();
    let mut due = 0;
    let mut result = Ok(());
    for (number, outcome) in outcomes {
        waiting[number % look_ahead] = Some(outcome);
        while let Some(outcome) = waiting[due % look_ahead].take() {
            result = result.and_then(|()| consume(outcome));
            due += 1;
            if result.is_ok() {
                // Fails only after the last worker has ended, when permits are of no use.
                let _ = permits.send(());
            }
        }
        if result.is_err() {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: usize = 1000;

    #[test]
    fn outcomes_come_in_order_and_once() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let consume = |number| {
                seen.push(number);
                Ok(())
            };
            for_each_in_order(threads, COUNT, || (), |(), number| number, consume).unwrap();
            assert!(seen.into_iter().eq(0..COUNT), "{threads} threads");
        }
    }

    #[test]
    fn a_slow_first_piece_holds_the_others_back() {
        let threads = 3;
        let begun = AtomicUsize::new(0);
        let work = |(): &mut (), number| {
            begun.fetch_add(1, Ordering::Relaxed);
            if number == 0 {
                thread::sleep(std::time::Duration::from_millis(50));
            }
        };
        let mut begun_before_first_outcome = None;
        let consume = |()| {
            begun_before_first_outcome.get_or_insert(begun.load(Ordering::Relaxed));
            Ok(())
        };
        for_each_in_order(threads, COUNT, || (), work, consume).unwrap();
        assert!(begun_before_first_outcome.unwrap() <= threads * LOOK_AHEAD_PER_THREAD);
        assert_eq!(begun.into_inner(), COUNT);
    }

    #[test]
    fn an_error_stops_the_work() {
        let begun = AtomicUsize::new(0);
        let work = |(): &mut (), number| {
            begun.fetch_add(1, Ordering::Relaxed);
            number
        };
        let consume = |number| {
            if number < 10 { Ok(()) } else { Err(io::Error::other("full")) }
        };
        let error = for_each_in_order(4, COUNT, || (), work, consume).unwrap_err();
        assert_eq!(error.to_string(), "full");
        assert!(begun.into_inner() <= 10 + 4 * LOOK_AHEAD_PER_THREAD + 1);
    }

    #[test]
    fn nothing_to_do_is_done() {
        for_each_in_order(worker_count(0, 0), 0, || (), |(), _| (), |()| Ok(())).unwrap();
    }
}
