//! How long a task waits: for a pool that sleeps, and for one that is busy in the background.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{
    AtomicU64,
    Ordering::{Acquire, Release},
};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use rholang_benches::table::{Effort, Table, quantile};
use rholang_engine_sync::pool::{Handle, Lane, for_each};

use super::contenders::{Contenders, HYBRID, OURS, RAYON, THREADS, TOKIO, WORKERS};

/// How long a pool is left alone so that its workers sleep.
const IDLE: Duration = Duration::from_millis(1);
/// The length of one piece of background work.
const GRAIN: Duration = Duration::from_micros(100);
/// The number of pieces of background work that are queued at once: 50 ms for two workers.
const BACKLOG: usize = 1_000;
/// How many urgent tasks come while the backlog is worked off, and how far apart.
const URGENT_TASKS: usize = 15;
const URGENT_INTERVAL: Duration = Duration::from_millis(2);

pub(super) fn print_tables(effort: Effort) {
    wake_up(effort);
    under_load(effort);
}

pub(super) type Task = Box<dyn FnOnce() + Send>;
/// Starts a task from outside.
type Submit<'a> = Box<dyn Fn(Task) + 'a>;

/// Keeps a core busy.
fn grain() {
    let began = Instant::now();
    while began.elapsed() < GRAIN {
        black_box(());
    }
}

/// When a task began.
struct Stamp {
    submitted: Instant,
    /// Nanoseconds from `submitted` on, or 0.
    began: AtomicU64,
    waiter: Thread,
}

impl Stamp {
    /// Submits a task that does nothing but note when it began.
    fn submit(submit: &dyn Fn(Task)) -> Arc<Self> {
        let waiter = thread::current();
        let stamp = Arc::new(Self { submitted: Instant::now(), began: AtomicU64::new(0), waiter });
        let in_task = Arc::clone(&stamp);
        submit(Box::new(move || {
            let nanos = in_task.submitted.elapsed().as_nanos();
            in_task.began.store(u64::try_from(nanos).unwrap_or(u64::MAX).max(1), Release);
            in_task.waiter.unpark();
        }));
        stamp
    }

    /// Waits for the task; returns how long it took to begin, in microseconds.
    fn wait(&self) -> f64 {
        loop {
            let nanos = self.began.load(Acquire);
            if nanos > 0 {
                return Duration::from_nanos(nanos).as_secs_f64() * 1e6;
            }
            thread::park();
        }
    }
}

/// How long a task waits from now on, in microseconds, if the pool has been idle.
pub(super) fn wait_from_idle(submit: &dyn Fn(Task)) -> f64 {
    thread::sleep(IDLE);
    Stamp::submit(submit).wait()
}

fn submits(all: &Contenders) -> [(&'static str, Submit<'_>); 5] {
    [
        (OURS, Box::new(|task| drop(all.ours.spawn(Lane::Interactive, task)))),
        (RAYON, Box::new(|task| all.rayon.spawn(task))),
        (TOKIO, Box::new(|task| drop(all.tokio.spawn_blocking(task)))),
        (
            HYBRID,
            Box::new(|task| {
                let rayon = Arc::clone(&all.rayon);
                drop(all.tokio.spawn_blocking(move || rayon.install(task)));
            }),
        ),
        (THREADS, Box::new(|task| drop(thread::spawn(task)))),
    ]
}

fn wake_up(effort: Effort) {
    let all = Contenders::new(WORKERS);
    let submits = submits(&all);
    let mut samples = [const { Vec::new() }; 5];
    for _ in 0..effort.rounds() * 100 {
        for ((_, submit), samples) in submits.iter().zip(&mut samples) {
            samples.push(wait_from_idle(submit));
        }
    }
    let mut table = Table::new(
        "Wake-up from idle: microseconds from spawn to the beginning of the task",
        &["p50", "p99"],
    );
    for ((name, _), samples) in submits.iter().zip(samples) {
        table.row(*name, vec![quantile(samples.clone(), 0.5), quantile(samples, 0.99)]);
    }
    table.print();
}

/// Queues the backlog.
type Load<'a> = Box<dyn Fn() + 'a>;

fn load_by_tasks<'a>(submit: impl Fn(Task) + 'a) -> Load<'a> {
    Box::new(move || (0..BACKLOG).for_each(|_| submit(Box::new(grain))))
}

fn load_by_a_range(pool: &Handle) {
    drop(pool.spawn(Lane::Background, || for_each(0..BACKLOG, |_| grain())));
}

fn under_load(effort: Effort) {
    let all = Contenders::new(WORKERS);
    let urgent = submits(&all);
    let [ours, rayon, tokio, hybrid, threads] = &urgent;
    let background = |task| drop(all.ours.spawn(Lane::Background, task));
    // Threads have no backlog: two of them do all background work.
    let half = || drop(thread::spawn(|| (0..BACKLOG / WORKERS).for_each(|_| grain())));
    let rows: [(String, Load<'_>, &Submit<'_>); 6] = [
        (format!("{OURS}: background tasks"), load_by_tasks(background), &ours.1),
        (format!("{OURS}: one background range"), Box::new(|| load_by_a_range(&all.ours)), &ours.1),
        (RAYON.to_owned(), load_by_tasks(|task| (rayon.1)(task)), &rayon.1),
        (TOKIO.to_owned(), load_by_tasks(|task| (tokio.1)(task)), &tokio.1),
        (HYBRID.to_owned(), load_by_tasks(|task| (hybrid.1)(task)), &hybrid.1),
        (
            format!("{THREADS}: a new thread, preempting two"),
            Box::new(|| (0..WORKERS).for_each(|_| half())),
            &threads.1,
        ),
    ];
    let mut samples = [const { Vec::new() }; 6];
    for _ in 0..effort.rounds() * 2 {
        for ((_, load, urgent), samples) in rows.iter().zip(&mut samples) {
            load();
            let stamps: Vec<_> = (0..URGENT_TASKS)
                .map(|_| {
                    thread::sleep(URGENT_INTERVAL);
                    Stamp::submit(urgent)
                })
                .collect();
            samples.extend(stamps.iter().map(|stamp| stamp.wait()));
            // The rest of the backlog.
            thread::sleep(GRAIN * u32::try_from(BACKLOG).unwrap_or(u32::MAX));
        }
    }
    let mut table = Table::new(
        "Urgent task while 1,000 pieces of 100 microseconds are queued on both workers: \
         microseconds until it begins",
        &["p50", "p99", "p99 in pieces"],
    );
    for ((name, ..), samples) in rows.iter().zip(samples) {
        let (median, tail) = (quantile(samples.clone(), 0.5), quantile(samples, 0.99));
        let pieces = tail.map(|tail| tail / (GRAIN.as_secs_f64() * 1e6));
        table.row(name.clone(), vec![median, tail, pieces]);
    }
    table.print();
}
