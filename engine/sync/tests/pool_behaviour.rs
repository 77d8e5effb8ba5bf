//! What the pool promises, one promise for each test.
#![cfg(not(loom))]

use std::{
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use rholang_engine_sync::pool::{
    CancelToken, Cancelled, Lane, Pin, Pool, PoolOptions, Shutdown, TaskError, for_each,
    for_each_until, for_each_with, join, map, map_until, scope,
};

/// How long something that takes microseconds may take on a loaded machine before a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

fn pool(threads: usize) -> Pool {
    Pool::new(PoolOptions::new().threads(threads).pin(Pin::None)).expect("threads can be started")
}

fn wait_until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "waited in vain");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Occupies all workers of a pool until the returned sender is dropped.
fn occupy(pool: &Pool, lane: Lane) -> Vec<mpsc::Sender<()>> {
    (0..pool.workers())
        .map(|_| {
            let (release, released) = mpsc::channel::<()>();
            let (begin, begun) = mpsc::channel();
            drop(pool.spawn(lane, move || {
                begin.send(()).unwrap();
                let _ = released.recv();
            }));
            begun.recv().unwrap();
            release
        })
        .collect()
}

fn fibonacci(number: u64) -> u64 {
    if number < 2 {
        return number;
    }
    let (left, right) = join(|| fibonacci(number - 1), || fibonacci(number - 2));
    left + right
}

#[test]
fn a_task_returns_its_result() {
    let pool = pool(2);
    let tasks: Vec<_> =
        (0..100).map(|number| pool.spawn(Lane::Normal, move || number * 2)).collect();
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.wait().unwrap(), number * 2);
    }
}

#[test]
fn a_forked_computation_is_right_on_any_number_of_workers() {
    for threads in [1, 2, 5] {
        let pool = pool(threads);
        for lane in Lane::ALL {
            assert_eq!(pool.run(lane, || fibonacci(18)), 2584);
        }
    }
    assert_eq!(fibonacci(15), 610, "outside of a pool");
}

#[test]
fn a_range_gives_each_number_away_once() {
    for threads in [1, 2, 5] {
        let pool = pool(threads);
        for length in [0, 1, 2, 3, 100, 10_000] {
            let counts: Vec<AtomicUsize> = (0..length).map(|_| AtomicUsize::new(0)).collect();
            pool.run(Lane::Background, || {
                for_each(5..5 + length, |number| {
                    counts[number - 5].fetch_add(1, SeqCst);
                });
            });
            assert!(counts.iter().all(|count| count.load(SeqCst) == 1), "{length} numbers");
        }
    }
}

#[test]
fn mapping_keeps_the_order() {
    let pool = pool(3);
    let lengths = pool.run(Lane::Normal, || map(0..5000, |number| number.to_string()));
    assert!(lengths.into_iter().enumerate().all(|(number, text)| text == number.to_string()));
    assert_eq!(map(3..6, |number| number), [3, 4, 5], "outside of a pool");
}

#[test]
fn each_participant_of_a_range_has_a_state_of_its_own() {
    let pool = pool(3);
    let states = AtomicUsize::new(0);
    let sum = AtomicUsize::new(0);
    struct State<'a>(usize, &'a AtomicUsize);
    impl Drop for State<'_> {
        fn drop(&mut self) {
            self.1.fetch_add(self.0, SeqCst);
        }
    }
    pool.run(Lane::Normal, || {
        for_each_with(
            0..10_000,
            || {
                states.fetch_add(1, SeqCst);
                State(0, &sum)
            },
            |state, number| state.0 += number,
        );
    });
    assert_eq!(sum.load(SeqCst), 49_995_000);
    assert!((1..=3).contains(&states.load(SeqCst)));
}

#[test]
fn a_range_is_shared_among_workers() {
    let pool = pool(2);
    let seen = [const { AtomicBool::new(false) }; 2];
    // Each participant waits until the other one has come, so the range ends only if both do.
    pool.run(Lane::Normal, || {
        for_each(0..2, |number| {
            seen[number].store(true, SeqCst);
            wait_until(|| seen.iter().all(|seen| seen.load(SeqCst)));
        });
    });
}

#[test]
fn both_halves_of_a_join_run_at_the_same_time() {
    let pool = pool(2);
    let seen = [const { AtomicBool::new(false) }; 2];
    let meet = |number: usize| {
        seen[number].store(true, SeqCst);
        wait_until(|| seen.iter().all(|seen| seen.load(SeqCst)));
    };
    pool.run(Lane::Normal, || join(|| meet(0), || meet(1)));
}

#[test]
fn parts_of_a_scope_may_spawn_parts_and_come_from_other_threads() {
    for threads in [1, 3] {
        let pool = pool(threads);
        let count = AtomicUsize::new(0);
        pool.run(Lane::Background, || {
            scope(|scope| {
                for _ in 0..10 {
                    scope.spawn(|scope| {
                        scope.spawn(|_| {
                            count.fetch_add(1, SeqCst);
                        });
                        count.fetch_add(1, SeqCst);
                    });
                }
                thread::scope(|threads| {
                    threads.spawn(|| {
                        scope.spawn(|_| {
                            count.fetch_add(1, SeqCst);
                        });
                    });
                });
            });
        });
        assert_eq!(count.load(SeqCst), 21);
    }
}

#[test]
fn a_panic_reaches_the_one_who_waits_and_no_worker_dies() {
    let pool = pool(2);
    let text = |payload: Box<dyn std::any::Any + Send>| *payload.downcast::<&str>().unwrap();
    let catch = |work: &(dyn Fn() + Sync)| {
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| pool.run(Lane::Normal, work)));
        text(outcome.unwrap_err())
    };
    let count = AtomicUsize::new(0);
    for _ in 0..20 {
        let error = pool.spawn(Lane::Normal, || panic::resume_unwind(Box::new("task"))).wait();
        let Err(TaskError::Panicked(payload)) = error else { unreachable!() };
        assert_eq!(text(payload), "task");
        let throw = |what: &'static str| panic::resume_unwind(Box::new(what));
        assert_eq!(catch(&|| throw("run")), "run");
        assert_eq!(
            catch(&|| {
                let ((), ()) = join(|| throw("first"), || ());
            }),
            "first"
        );
        assert_eq!(
            catch(&|| {
                let ((), ()) = join(|| (), || throw("second"));
            }),
            "second"
        );
        assert_eq!(
            catch(&|| for_each(0..100, |number| if number == 50 {
                throw("range");
            })),
            "range"
        );
        assert_eq!(
            catch(&|| drop(map(0..100, |number| if number == 50 {
                throw("map");
            }))),
            "map"
        );
        let part = || {
            scope(|scope| {
                for number in 0..10 {
                    let count = &count;
                    scope.spawn(move |_| {
                        count.fetch_add(1, SeqCst);
                        if number == 5 {
                            throw("part");
                        }
                    });
                }
            });
        };
        assert_eq!(catch(&part), "part");
        assert_eq!(
            catch(&|| scope(|scope| {
                scope.spawn(|_| ());
                throw("body");
            })),
            "body"
        );
    }
    assert_eq!(count.load(SeqCst), 200, "a panic of one part does not stop the others");
    assert!(pool.metrics().workers.iter().map(|worker| worker.panics).sum::<u64>() >= 40);
    // Both workers still work: they meet.
    let seen = [const { AtomicBool::new(false) }; 2];
    let meet = |number: usize| {
        seen[number].store(true, SeqCst);
        wait_until(|| seen.iter().all(|seen| seen.load(SeqCst)));
    };
    pool.run(Lane::Normal, || join(|| meet(0), || meet(1)));
}

#[test]
fn a_panic_in_dropping_an_unwanted_result_kills_no_worker() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic::resume_unwind(Box::new("dropped"));
        }
    }
    let pool = pool(1);
    for _ in 0..10 {
        let release = occupy(&pool, Lane::Interactive);
        drop(pool.spawn(Lane::Normal, || Bomb));
        drop(release);
        assert_eq!(pool.spawn(Lane::Background, || 1).wait().unwrap(), 1);
    }
}

#[test]
fn the_most_urgent_task_goes_first() {
    let pool = pool(1);
    let release = occupy(&pool, Lane::Background);
    let (sender, order) = mpsc::channel();
    for lane in
        [Lane::Background, Lane::Normal, Lane::Interactive, Lane::Background, Lane::Interactive]
    {
        let sender = sender.clone();
        drop(pool.spawn(lane, move || sender.send(lane).unwrap()));
    }
    assert_eq!(pool.metrics().queued, [2, 1, 2]);
    drop((release, sender));
    assert!(order.iter().collect::<Vec<_>>().is_sorted());
}

#[test]
fn an_interactive_task_runs_between_the_grains_of_a_range() {
    let pool = pool(1);
    let answered = Arc::new(AtomicBool::new(false));
    let (begin, begun) = mpsc::channel();
    let done = Arc::clone(&answered);
    let range = pool.spawn(Lane::Background, move || {
        begin.send(()).unwrap();
        // Without urgent work in between this range would never end.
        for_each(0..usize::MAX / 4, |_| {
            if done.load(SeqCst) {
                panic::resume_unwind(Box::new(()));
            }
            thread::sleep(Duration::from_micros(10));
        });
    });
    begun.recv().unwrap();
    pool.run(Lane::Interactive, || answered.store(true, SeqCst));
    assert!(range.wait().is_err());
}

#[test]
fn an_interactive_task_runs_between_the_parts_of_a_join() {
    fn endless(answered: &AtomicBool) {
        while !answered.load(SeqCst) {
            join(|| (), || thread::sleep(Duration::from_micros(10)));
        }
    }
    let pool = pool(2);
    let answered = Arc::new(AtomicBool::new(false));
    let tasks = [Lane::Background, Lane::Normal].map(|lane| {
        let answered = Arc::clone(&answered);
        pool.spawn(lane, move || endless(&answered))
    });
    pool.run(Lane::Interactive, || answered.store(true, SeqCst));
    for task in tasks {
        task.wait().unwrap();
    }
}

#[test]
fn a_worker_runs_a_task_that_it_waits_for() {
    let pool = pool(1);
    let handle = pool.handle();
    let nested = pool.spawn(Lane::Normal, move || {
        let inner = handle.clone();
        let first = handle
            .spawn(Lane::Normal, move || inner.spawn(Lane::Interactive, || 1).wait().unwrap() + 1);
        first.wait().unwrap() + 1
    });
    assert_eq!(nested.wait().unwrap(), 3);
}

#[test]
fn a_wait_for_a_less_urgent_task_is_refused() {
    let pool = pool(2);
    let handle = pool.handle();
    let release = occupy(&pool, Lane::Normal);
    let task = pool.spawn(Lane::Interactive, move || handle.spawn(Lane::Normal, || ()).wait());
    drop(release);
    // The task below panics with a message, which the test harness prints.
    assert!(task.wait().is_err());
}

#[test]
fn work_stops_when_it_is_cancelled() {
    let pool = pool(2);
    let token = CancelToken::new();
    let begun = AtomicUsize::new(0);
    let outcome = pool.run(Lane::Normal, || {
        for_each_until(
            &token,
            0..1_000_000_000,
            || (),
            |(), _| {
                if begun.fetch_add(1, SeqCst) == 100 {
                    token.clone().cancel();
                }
            },
        )
    });
    assert_eq!(outcome, Err(Cancelled));
    assert!(begun.load(SeqCst) < 1_000_000_000);
    assert_eq!(token.check(), Err(Cancelled));
    assert_eq!(map_until(&token, 0..3, || (), |(), number| number), Err(Cancelled));
    let other = CancelToken::new();
    assert_eq!(map_until(&other, 0..3, || (), |(), number| number), Ok(vec![0, 1, 2]));
}

#[test]
fn shutting_down_drains_or_drops_by_lane() {
    let pool = pool(2);
    let release = occupy(&pool, Lane::Interactive);
    let tasks = Lane::ALL.map(|lane| pool.spawn(lane, move || lane));
    let handle = pool.handle();
    let ending = thread::spawn(move || pool.shutdown(Shutdown::drain_down_to(Lane::Normal)));
    // Once the pool is closed, new tasks are dropped at once.
    wait_until(|| handle.spawn(Lane::Background, || ()).is_done());
    drop(release);
    let [interactive, normal, background] = tasks;
    assert_eq!(interactive.wait().unwrap(), Lane::Interactive);
    assert_eq!(normal.wait().unwrap(), Lane::Normal);
    assert!(matches!(background.wait(), Err(TaskError::Dropped)));
    ending.join().unwrap();
    assert!(matches!(handle.spawn(Lane::Interactive, || ()).wait(), Err(TaskError::Dropped)));
    assert_eq!(handle.run(Lane::Normal, || fibonacci(10)), 55, "on the calling thread");
}

#[test]
fn a_pool_may_be_dropped_by_its_own_task() {
    let pool = Arc::new(pool(2));
    let handle = pool.handle();
    let owner = Arc::clone(&pool);
    let (release, released) = mpsc::channel::<()>();
    let task = pool.spawn(Lane::Normal, move || {
        let _ = released.recv();
        drop(owner);
    });
    drop(pool);
    drop(release);
    task.wait().unwrap();
    wait_until(|| handle.spawn(Lane::Normal, || ()).is_done());
}

#[test]
fn idle_workers_sleep() {
    let pool = pool(3);
    pool.run(Lane::Normal, || fibonacci(12));
    wait_until(|| pool.metrics().sleeping == 3);
    let before = pool.metrics();
    thread::sleep(Duration::from_millis(100));
    let after = pool.metrics();
    for (before, after) in before.workers.iter().zip(&after.workers) {
        assert_eq!(before.parks, after.parks, "a sleeping worker woke up for nothing");
    }
    pool.run(Lane::Normal, || ());
    let metrics = pool.metrics();
    assert!(metrics.wake_latency.count() >= 1);
    assert!(metrics.wake_latency.quantile(0.5).unwrap() < PATIENCE);
    assert!(metrics.workers.iter().all(|worker| (0.0..1.0).contains(&worker.utilisation())));
    assert_eq!(metrics.workers.iter().map(|worker| worker.tasks[1]).sum::<u64>(), 2);
}

#[test]
fn pinning_is_done_inside_the_workers_only() {
    let before = core_affinity::get_core_ids();
    for pin in [Pin::All, Pin::Auto, Pin::None] {
        let (sender, events) = mpsc::channel();
        let options = PoolOptions::new().threads(2).pin(pin);
        let pool = Pool::new(options.log(move |event| drop(sender.send(event)))).unwrap();
        assert_eq!(pool.run(Lane::Normal, || fibonacci(10)), 55);
        drop(pool);
        // On Linux this reads the cores that the calling thread may use.
        assert_eq!(core_affinity::get_core_ids(), before);
        for event in events.try_iter() {
            assert!(!event.to_string().is_empty());
        }
    }
}
