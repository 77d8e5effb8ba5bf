//! Everything at once: what the sanitizers run, and what shows that shutting down always ends.
//!
//! Each test has a watchdog, so that a lost wake-up is a failure and not a test that hangs. The
//! amount of work is small enough for a sanitizer on two cores; `POOL_STRESS_FACTOR` multiplies it.
#![cfg(not(loom))]

use std::{
    env,
    panic::{self, AssertUnwindSafe},
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use rholang_engine_sync::pool::{
    CancelToken, Handle, Lane, Pin, Pool, PoolOptions, Shutdown, TaskError, for_each,
    for_each_until, join, map, scope,
};

/// How long a test may take before it counts as hanging.
const WATCHDOG: Duration = Duration::from_secs(240);

fn factor() -> usize {
    env::var("POOL_STRESS_FACTOR").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

fn pool(threads: usize) -> Pool {
    Pool::new(PoolOptions::new().threads(threads).pin(Pin::None)).expect("threads can be started")
}

/// Ends the process if `test` takes too long.
fn watched(test: impl FnOnce()) {
    let finished = Arc::new(AtomicBool::new(false));
    let watcher = thread::spawn({
        let finished = Arc::clone(&finished);
        move || {
            let start = Instant::now();
            while !finished.load(SeqCst) {
                if start.elapsed() > WATCHDOG {
                    process::abort();
                }
                thread::park_timeout(Duration::from_secs(1));
            }
        }
    });
    let outcome = panic::catch_unwind(AssertUnwindSafe(test));
    finished.store(true, SeqCst);
    watcher.thread().unpark();
    watcher.join().unwrap();
    if let Err(payload) = outcome {
        panic::resume_unwind(payload);
    }
}

/// Numbers without a pattern, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }
}

/// A panic that does not print.
fn throw() {
    panic::resume_unwind(Box::new("thrown on purpose"));
}

/// A task of random shape that counts its leaves. Returns how many leaves it has if nothing panics.
fn tree(seed: u64, depth: usize, throws: bool, leaves: &AtomicUsize) -> usize {
    let mut numbers = Numbers(seed | 1);
    numbers.next(7);
    let seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    if depth == 0 {
        leaves.fetch_add(1, SeqCst);
        if throws && numbers.next(40) == 0 {
            throw();
        }
        return 1;
    }
    match numbers.next(4) {
        0 => {
            let (left, right) = join(
                || tree(seed, depth - 1, throws, leaves),
                || tree(seed ^ 0xabcd, depth - 1, throws, leaves),
            );
            left + right
        }
        1 => {
            let sum = AtomicUsize::new(0);
            scope(|scope| {
                for number in 0..3 {
                    let sum = &sum;
                    scope.spawn(move |scope| {
                        let count = tree(seed ^ number, depth - 1, throws, leaves);
                        sum.fetch_add(count, SeqCst);
                        scope.spawn(move |_| {
                            let count = tree(seed ^ number << 8, depth - 1, throws, leaves);
                            sum.fetch_add(count, SeqCst);
                        });
                    });
                }
            });
            sum.into_inner()
        }
        2 => {
            let sum = AtomicUsize::new(0);
            for_each(0..5, |number| {
                let count = tree(seed ^ (number as u64) << 16, depth - 1, throws, leaves);
                sum.fetch_add(count, SeqCst);
            });
            sum.into_inner()
        }
        _ => {
            let counts =
                map(0..4, |number| tree(seed ^ (number as u64) << 24, depth - 1, throws, leaves));
            counts.into_iter().sum()
        }
    }
}

#[test]
fn nested_parts_of_all_kinds_are_done_once() {
    watched(|| {
        for threads in [1, 2, 4] {
            let pool = pool(threads);
            for seed in 0..30 * factor() as u64 {
                let leaves = AtomicUsize::new(0);
                let lane = Lane::ALL[(seed % 3) as usize];
                let count = pool.run(lane, || tree(seed * 77 + 5, 4, false, &leaves));
                assert_eq!(count, leaves.load(SeqCst));
            }
        }
    });
}

#[test]
fn panics_anywhere_leave_the_pool_whole() {
    watched(|| {
        let pool = pool(3);
        let mut panics = 0;
        for seed in 0..60 * factor() as u64 {
            let leaves = AtomicUsize::new(0);
            let run = || pool.run(Lane::Normal, || tree(seed * 131 + 3, 3, true, &leaves));
            panics += usize::from(panic::catch_unwind(AssertUnwindSafe(run)).is_err());
            // Nothing runs any more that borrows `leaves`, so the number does not change.
            let before = leaves.load(SeqCst);
            thread::yield_now();
            assert_eq!(leaves.load(SeqCst), before);
        }
        assert!(panics > 0);
        assert_eq!(pool.run(Lane::Normal, || map(0..100, |number| number).len()), 100);
    });
}

/// Spawns tasks that spawn tasks; each adds one to `done`.
fn spawn_family(handle: &Handle, depth: usize, lane: Lane, done: &Arc<AtomicUsize>) {
    for number in 0..3 {
        let (inner, done) = (handle.clone(), Arc::clone(done));
        drop(handle.spawn(lane, move || {
            done.fetch_add(1, SeqCst);
            if depth > 0 {
                spawn_family(&inner, depth - 1, Lane::ALL[(number + depth) % 3], &done);
            }
        }));
    }
}

#[test]
fn tasks_from_workers_and_outsiders_are_all_done() {
    watched(|| {
        for threads in [1, 3] {
            let pool = pool(threads);
            let done = Arc::new(AtomicUsize::new(0));
            thread::scope(|scope| {
                for lane in Lane::ALL {
                    let (handle, done) = (pool.handle(), Arc::clone(&done));
                    scope.spawn(move || {
                        for _ in 0..20 * factor() {
                            spawn_family(&handle, 3, lane, &done);
                        }
                    });
                }
            });
            let expected = 3 * 20 * factor() * (3 + 9 + 27 + 81);
            let start = Instant::now();
            while done.load(SeqCst) < expected {
                assert!(start.elapsed() < WATCHDOG);
                thread::yield_now();
            }
            pool.shutdown(Shutdown::drain());
            assert_eq!(done.load(SeqCst), expected);
        }
    });
}

#[test]
fn waits_between_tasks_end() {
    watched(|| {
        let pool = pool(2);
        for round in 0..200 * factor() {
            let handle = pool.handle();
            let outer = pool.spawn(Lane::Background, move || {
                let inner: Vec<_> = (0..6)
                    .map(|number| {
                        let deeper = handle.clone();
                        handle.spawn(Lane::ALL[number % 3], move || {
                            if number % 3 == 2 {
                                deeper.spawn(Lane::Normal, move || number).wait().unwrap()
                            } else {
                                for_each(0..20, |_| std::hint::spin_loop());
                                number
                            }
                        })
                    })
                    .collect();
                let sum: usize = inner.into_iter().map(|task| task.wait().unwrap()).sum();
                if round % 10 == 0 {
                    throw();
                }
                sum
            });
            match outer.wait() {
                Ok(sum) => assert_eq!(sum, 15),
                Err(error) => assert!(round % 10 == 0 && matches!(error, TaskError::Panicked(_))),
            }
        }
    });
}

#[test]
fn cancelled_ranges_stop_and_the_pool_goes_on() {
    watched(|| {
        let pool = pool(3);
        for round in 0..100 * factor() {
            let token = CancelToken::new();
            let begun = Arc::new(AtomicUsize::new(0));
            let ended = AtomicUsize::new(0);
            let canceller = thread::spawn({
                let (token, begun) = (token.clone(), Arc::clone(&begun));
                move || {
                    while begun.load(SeqCst) < round {
                        thread::yield_now();
                    }
                    token.cancel();
                }
            });
            let work = |(): &mut (), _| {
                begun.fetch_add(1, SeqCst);
                ended.fetch_add(1, SeqCst);
            };
            let range = 0..usize::MAX / 4;
            let outcome = pool.run(Lane::Background, || for_each_until(&token, range, || (), work));
            assert!(outcome.is_err());
            canceller.join().unwrap();
            assert_eq!(begun.load(SeqCst), ended.load(SeqCst));
        }
    });
}

#[test]
fn thousands_of_short_pools_end() {
    watched(|| {
        let mut numbers = Numbers(0x5eed);
        let begun = Arc::new(AtomicUsize::new(0));
        let mut outcomes = [0, 0];
        for round in 0..1500 * factor() {
            let pool = pool(1 + numbers.next(3));
            let handle = pool.handle();
            let outsider = (round % 4 == 0).then(|| {
                let begun = Arc::clone(&begun);
                thread::spawn(move || {
                    let task = handle.spawn(Lane::Normal, move || begun.fetch_add(1, SeqCst));
                    // Whatever becomes of the pool, this wait ends.
                    usize::from(task.wait().is_err())
                })
            });
            let tasks: Vec<_> = (0..numbers.next(6))
                .map(|number| {
                    let begun = Arc::clone(&begun);
                    pool.spawn(Lane::ALL[number % 3], move || {
                        join(|| begun.fetch_add(1, SeqCst), || ());
                        if number == 4 {
                            throw();
                        }
                    })
                })
                .collect();
            match numbers.next(4) {
                0 => drop(pool),
                1 => pool.shutdown(Shutdown::drain()),
                2 => pool.shutdown(Shutdown::drain_down_to(Lane::Normal)),
                _ => {
                    // The tasks keep the pool busy while it is dropped.
                    pool.run(Lane::Background, || for_each(0..50, |_| ()));
                    drop(pool);
                }
            }
            for task in tasks {
                assert!(task.is_done(), "a task outlived its pool");
                drop(task.wait());
            }
            if let Some(outsider) = outsider {
                outcomes[outsider.join().unwrap()] += 1;
            }
        }
        assert!(outcomes[0] > 0 && begun.load(SeqCst) > 0);
    });
}

#[test]
fn a_sleeping_pool_wakes_for_each_of_many_single_tasks() {
    watched(|| {
        let pool = pool(2);
        for round in 0..3000 * factor() {
            let lane = Lane::ALL[round % 3];
            assert_eq!(pool.spawn(lane, move || round).wait().unwrap(), round);
            // Every so often all workers have gone to sleep.
            if round % 16 == 0 {
                while pool.metrics().sleeping < 2 {
                    thread::yield_now();
                }
            }
        }
    });
}
