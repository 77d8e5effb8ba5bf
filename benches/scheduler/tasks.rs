//! What scheduling itself costs: empty tasks, trees of joins, round trips.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::AcqRel};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use criterion::Criterion;
use rayon::prelude::*;
use rholang_benches::table::{Comparison, Effort, Table, cell, quantile};
use rholang_engine_sync::pool::{self, Lane, Pool};

use super::contenders::{Contenders, HYBRID, OURS, RAYON, THREADS, TOKIO, WORKERS, block_on};

/// The number of empty tasks.
const TASKS: usize = 1_000_000;
/// The number of empty tasks that are threads.
const THREAD_TASKS: usize = 1_000;
/// The depth of the tree of joins.
const DEPTH: u32 = 18;
/// The number of joins in the tree.
const JOINS: f64 = ((1_u32 << DEPTH) - 1) as f64;
/// How long a pool is left alone so that its workers sleep.
const IDLE: Duration = Duration::from_millis(1);

pub(super) fn print_tables(effort: Effort) {
    empty_tasks(effort);
    join_tree(effort);
    round_trips(effort);
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn nanos_each(count: usize, work: impl FnOnce()) -> f64 {
    let before = Instant::now();
    work();
    before.elapsed().as_nanos() as f64 / count as f64
}

/// Counts tasks down and wakes the thread that waits for the last one.
struct Countdown {
    left: AtomicUsize,
    waiter: Thread,
}

impl Countdown {
    fn new(count: usize) -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(count), waiter: thread::current() })
    }

    fn count(&self) {
        if self.left.fetch_sub(1, AcqRel) == 1 {
            self.waiter.unpark();
        }
    }

    fn wait(&self) {
        while self.left.load(std::sync::atomic::Ordering::Acquire) > 0 {
            thread::park();
        }
    }
}

/// Spawns tasks that do nothing but count down, and waits for all.
fn spawn_all(spawn: impl Fn(Arc<Countdown>)) -> f64 {
    nanos_each(TASKS, || {
        let countdown = Countdown::new(TASKS);
        for _ in 0..TASKS {
            spawn(Arc::clone(&countdown));
        }
        countdown.wait();
    })
}

fn do_nothing(task: usize) {
    black_box(task);
}

fn our_loop(pool: &Pool) -> f64 {
    nanos_each(TASKS, || pool.run(Lane::Normal, || pool::for_each(0..TASKS, do_nothing)))
}

fn our_scope(pool: &Pool) -> f64 {
    let scope = || {
        pool::scope(|scope| {
            for task in 0..TASKS {
                scope.spawn(move |_| do_nothing(task));
            }
        });
    };
    nanos_each(TASKS, || pool.run(Lane::Normal, scope))
}

fn rayon_loop(pool: &rayon::ThreadPool) -> f64 {
    let work = || (0..TASKS).into_par_iter().for_each(do_nothing);
    nanos_each(TASKS, || pool.install(work))
}

fn rayon_scope(pool: &rayon::ThreadPool) -> f64 {
    nanos_each(TASKS, || {
        pool.scope(|scope| {
            for task in 0..TASKS {
                scope.spawn(move |_| do_nothing(task));
            }
        });
    })
}

/// What `measure` says of the pool of rayon on a thread for blocking work.
fn inside_tokio(all: &Contenders, measure: fn(&rayon::ThreadPool) -> f64) -> f64 {
    let rayon = Arc::clone(&all.rayon);
    block_on(&all.tokio, move || measure(&rayon))
}

fn threads_halves() -> f64 {
    nanos_each(TASKS, || {
        thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| (0..TASKS / WORKERS).for_each(do_nothing));
            }
        });
    })
}

fn threads_for_each_task() -> f64 {
    nanos_each(THREAD_TASKS, || {
        thread::scope(|scope| {
            for task in 0..THREAD_TASKS {
                scope.spawn(move || do_nothing(task));
            }
        });
    })
}

fn empty_tasks(effort: Effort) {
    let all = Contenders::new(WORKERS);
    let our_spawn =
        || spawn_all(|countdown| drop(all.ours.spawn(Lane::Normal, move || countdown.count())));
    let rayon_spawn = || spawn_all(|countdown| all.rayon.spawn(move || countdown.count()));
    let spawn_blocking =
        || spawn_all(|countdown| drop(all.tokio.spawn_blocking(move || countdown.count())));
    let mut comparison = Comparison::new(
        "1,000,000 empty tasks, 2 workers: ns for each",
        &["loop over a range", "spawn in a scope", "spawn from outside"],
    );
    comparison.row(
        OURS,
        vec![cell(|| our_loop(&all.ours)), cell(|| our_scope(&all.ours)), cell(our_spawn)],
    );
    comparison.row(
        RAYON,
        vec![cell(|| rayon_loop(&all.rayon)), cell(|| rayon_scope(&all.rayon)), cell(rayon_spawn)],
    );
    comparison.row(TOKIO, vec![None, None, cell(spawn_blocking)]);
    let all = &all;
    let hybrid = |measure| move || inside_tokio(all, measure);
    comparison.row(HYBRID, vec![cell(hybrid(rayon_loop)), cell(hybrid(rayon_scope)), None]);
    comparison.row(
        format!("{THREADS}: a half each; one for each task"),
        vec![cell(threads_halves), cell(threads_for_each_task), None],
    );
    comparison.measure(effort.rounds()).print();
}

fn our_tree(depth: u32) -> u64 {
    if depth == 0 {
        return black_box(1);
    }
    let (left, right) = pool::join(|| our_tree(depth - 1), || our_tree(depth - 1));
    left + right
}

fn rayon_tree(depth: u32) -> u64 {
    if depth == 0 {
        return black_box(1);
    }
    let (left, right) = rayon::join(|| rayon_tree(depth - 1), || rayon_tree(depth - 1));
    left + right
}

fn plain_tree(depth: u32) -> u64 {
    if depth == 0 {
        return black_box(1);
    }
    plain_tree(depth - 1) + plain_tree(depth - 1)
}

/// The nanoseconds for each join of a tree.
fn tree(work: impl FnOnce() -> u64) -> f64 {
    let before = Instant::now();
    assert_eq!(work(), 1 << DEPTH);
    before.elapsed().as_secs_f64() * 1e9 / JOINS
}

fn join_tree(effort: Effort) {
    let (one, two) = (Contenders::new(1), Contenders::new(2));
    let mut comparison = Comparison::new(
        format!("Tree of 2^{DEPTH} joins with empty leaves: ns for each join"),
        &["1 worker", "2 workers"],
    );
    let ours = |all: &Contenders| tree(|| all.ours.run(Lane::Normal, || our_tree(DEPTH)));
    comparison.row(OURS, vec![cell(|| ours(&one)), cell(|| ours(&two))]);
    let rayon = |all: &Contenders| tree(|| all.rayon.install(|| rayon_tree(DEPTH)));
    comparison.row(RAYON, vec![cell(|| rayon(&one)), cell(|| rayon(&two))]);
    let hybrid = |all: &Contenders| {
        let rayon = Arc::clone(&all.rayon);
        tree(|| block_on(&all.tokio, move || rayon.install(|| rayon_tree(DEPTH))))
    };
    comparison.row(HYBRID, vec![cell(|| hybrid(&one)), cell(|| hybrid(&two))]);
    let threads = || {
        tree(|| {
            thread::scope(|scope| {
                let half = scope.spawn(|| plain_tree(DEPTH - 1));
                plain_tree(DEPTH - 1) + half.join().expect("the tree does not panic")
            })
        })
    };
    let calls = || tree(|| plain_tree(DEPTH));
    comparison.row(format!("{THREADS}: plain calls, halves"), vec![cell(calls), cell(threads)]);
    comparison.measure(effort.rounds()).print();
}

type Trip<'a> = Box<dyn Fn() + 'a>;

/// From the outside in, one join, and back out.
fn round_trips(effort: Effort) {
    let all = Contenders::new(WORKERS);
    let trips: [(&str, Trip<'_>); 5] = [
        (OURS, Box::new(|| _ = all.ours.run(Lane::Interactive, || pool::join(|| (), || ())))),
        (RAYON, Box::new(|| _ = all.rayon.install(|| rayon::join(|| (), || ())))),
        (TOKIO, Box::new(|| block_on(&all.tokio, || ()))),
        (
            HYBRID,
            Box::new(|| {
                let rayon = Arc::clone(&all.rayon);
                block_on(&all.tokio, move || _ = rayon.install(|| rayon::join(|| (), || ())));
            }),
        ),
        (
            THREADS,
            Box::new(|| {
                thread::scope(|scope| {
                    for _ in 0..WORKERS {
                        scope.spawn(|| ());
                    }
                });
            }),
        ),
    ];
    let count = effort.rounds() * 100;
    let (mut warm, mut cold) = ([const { Vec::new() }; 5], [const { Vec::new() }; 5]);
    let time = |trip: &dyn Fn()| {
        let before = Instant::now();
        trip();
        before.elapsed().as_secs_f64() * 1e6
    };
    for _ in 0..count {
        for (index, (_, trip)) in trips.iter().enumerate() {
            thread::sleep(IDLE);
            cold[index].push(time(trip));
            warm[index].extend((0..10).map(|_| time(trip)));
        }
    }
    let mut table = Table::new(
        "Round trip of one fork and join (tokio: one empty task), 2 workers: microseconds",
        &["busy p50", "busy p99", "from idle p50", "from idle p99"],
    );
    for (index, (name, _)) in trips.iter().enumerate() {
        let quantiles =
            |samples: &Vec<f64>| [quantile(samples.clone(), 0.5), quantile(samples.clone(), 0.99)];
        table.row(*name, [quantiles(&warm[index]), quantiles(&cold[index])].concat());
    }
    table.print();
}

/// Statistics of small operations on one worker.
pub(super) fn statistics(criterion: &mut Criterion) {
    const SMALL_DEPTH: u32 = 10;
    const ITEMS: usize = 1_000;
    let all = Contenders::new(1);
    let (ours, rayon, tokio) = (&all.ours, &all.rayon, &all.tokio);
    let mut group = criterion.benchmark_group("tree of 2^10 joins");
    group.bench_function(OURS, |bencher| {
        ours.run(Lane::Normal, || bencher.iter(|| our_tree(SMALL_DEPTH)));
    });
    group.bench_function(RAYON, |bencher| {
        rayon.install(|| bencher.iter(|| rayon_tree(SMALL_DEPTH)));
    });
    group.bench_function("plain calls", |bencher| bencher.iter(|| plain_tree(SMALL_DEPTH)));
    group.finish();
    let mut group = criterion.benchmark_group("loop over 1,000 items");
    group.bench_function(OURS, |bencher| {
        ours.run(Lane::Normal, || {
            bencher.iter(|| pool::for_each(0..ITEMS, |item| _ = black_box(item)));
        });
    });
    group.bench_function(RAYON, |bencher| {
        rayon.install(|| {
            bencher.iter(|| (0..ITEMS).into_par_iter().for_each(|item| _ = black_box(item)));
        });
    });
    group.finish();
    let mut group = criterion.benchmark_group("scope of 100 empty tasks");
    group.bench_function(OURS, |bencher| {
        ours.run(Lane::Normal, || {
            bencher.iter(|| pool::scope(|scope| (0..100).for_each(|_| scope.spawn(|_| ()))));
        });
    });
    group.bench_function(RAYON, |bencher| {
        rayon.install(|| {
            bencher.iter(|| rayon::scope(|scope| (0..100).for_each(|_| scope.spawn(|_| ()))));
        });
    });
    group.finish();
    let mut group = criterion.benchmark_group("round trip of an empty task");
    group.bench_function(OURS, |bencher| bencher.iter(|| ours.run(Lane::Normal, || ())));
    group.bench_function(RAYON, |bencher| bencher.iter(|| rayon.install(|| ())));
    group.bench_function(TOKIO, |bencher| bencher.iter(|| block_on(tokio, || ())));
    group.finish();
}
