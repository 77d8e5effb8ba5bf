//! 5,000 files from text to facts: what the pool is for.

use std::cell::RefCell;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::Instant;

use rayon::prelude::*;
use rholang_benches::table::{Effort, Table, median, quantile};
use rholang_benches::{clock, program};
use rholang_engine::{Analyzer, LanguageId};
use rholang_engine_sync::pool::{Lane, Pin, Pool, for_each_with};

use super::contenders::{Contenders, HYBRID, OURS, RAYON, THREADS, TOKIO, WORKERS, block_on, ours};
use super::latency::wait_from_idle;

/// The number of files.
const FILES: usize = 5_000;
/// The sizes of files go from this to four times this, in bytes.
const BYTES_LEAST: usize = 1_000;

/// A file: its language and text.
type File = (LanguageId, String);

/// Files of both languages, four of Rholang to one of MeTTa.
fn files() -> Arc<[File]> {
    let file = |number: usize| {
        let language = if number % 5 == 4 { LanguageId::Metta } else { LanguageId::Rholang };
        let bytes = BYTES_LEAST + number * 7_919 % (3 * BYTES_LEAST);
        (language, program(language, bytes, number as u64))
    };
    (0..FILES).map(file).collect()
}

fn analyze(analyzer: &mut Analyzer, (language, text): &File) {
    black_box(analyzer.analyze(*language, text));
}

std::thread_local! {
    /// The analyzer of a thread, for schedulers that give tasks no state of their own.
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

fn analyze_on_this_thread(file: &File) {
    ANALYZER.with_borrow_mut(|analyzer| analyze(analyzer, file));
}

fn by_ours(pool: &Pool, files: &[File]) {
    pool.run(Lane::Background, || {
        let body = |analyzer: &mut Analyzer, number: usize| analyze(analyzer, &files[number]);
        for_each_with(0..files.len(), Analyzer::new, body);
    });
}

fn by_rayon(pool: &rayon::ThreadPool, files: &[File]) {
    pool.install(|| files.par_iter().for_each(analyze_on_this_thread));
}

fn by_tokio(runtime: &tokio::runtime::Runtime, files: &Arc<[File]>) {
    let tasks: Vec<_> = (0..files.len())
        .map(|number| {
            let files = Arc::clone(files);
            runtime.spawn_blocking(move || analyze_on_this_thread(&files[number]))
        })
        .collect();
    runtime.block_on(async {
        for task in tasks {
            task.await.expect("the analysis does not panic");
        }
    });
}

fn by_hybrid(all: &Contenders, files: &Arc<[File]>) {
    let (rayon, files) = (Arc::clone(&all.rayon), Arc::clone(files));
    block_on(&all.tokio, move || by_rayon(&rayon, &files));
}

fn by_threads(workers: usize, files: &[File]) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut analyzer = Analyzer::new();
        while let Some(file) = files.get(next.fetch_add(1, Relaxed)) {
            analyze(&mut analyzer, file);
        }
    };
    thread::scope(|scope| (0..workers).for_each(|_| _ = scope.spawn(work)));
}

/// Wall time and CPU time of all threads, in milliseconds.
fn times(work: &dyn Fn()) -> (f64, f64) {
    let (wall, cpu) = (Instant::now(), clock::process());
    work();
    (wall.elapsed().as_secs_f64() * 1e3, (clock::process() - cpu).as_secs_f64() * 1e3)
}

pub(super) fn print_tables(effort: Effort) {
    let files = files();
    scaling(effort, &files);
    pinning(effort, &files);
}

/// A way to work on all files.
type Work<'a> = Box<dyn Fn() + 'a>;

fn works<'a>(all: &'a Contenders, workers: usize, files: &'a Arc<[File]>) -> [Work<'a>; 5] {
    [
        Box::new(|| by_ours(&all.ours, files)),
        Box::new(|| by_rayon(&all.rayon, files)),
        Box::new(|| by_tokio(&all.tokio, files)),
        Box::new(|| by_hybrid(all, files)),
        Box::new(move || by_threads(workers, files)),
    ]
}

fn scaling(effort: Effort, files: &Arc<[File]>) {
    let (one, two) = (Contenders::new(1), Contenders::new(2));
    let works = [works(&one, 1, files), works(&two, 2, files)];
    // Analyzers grow to their size before they are measured.
    works.iter().flatten().for_each(|work| work());
    // For each way: wall and CPU time of one worker, and of two.
    let mut samples = [const { [const { Vec::new() }; 4] }; 5];
    for _ in 0..effort.rounds() {
        for (way, samples) in samples.iter_mut().enumerate() {
            for (workers, works) in works.iter().enumerate() {
                let (wall, cpu) = times(&works[way]);
                samples[2 * workers].push(wall);
                samples[2 * workers + 1].push(cpu);
            }
        }
    }
    let mut table = Table::new(
        "5,000 generated files parsed and lowered: milliseconds",
        &["1 worker", "2 workers", "speed-up", "CPU time, 1 worker", "CPU time, 2 workers"],
    );
    for (name, samples) in [OURS, RAYON, TOKIO, HYBRID, THREADS].into_iter().zip(samples) {
        let [one, one_cpu, two, two_cpu] = samples.map(median);
        let speed_up = one.zip(two).map(|(one, two)| one / two);
        table.row(name, vec![one, two, speed_up, one_cpu, two_cpu]);
    }
    table.print();
}

/// Keeps a core busy for as long as it lives.
struct BusyThreads {
    stop: Arc<AtomicBool>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl BusyThreads {
    fn new(count: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let spin = |stop: Arc<AtomicBool>| {
            while !stop.load(Relaxed) {
                std::hint::spin_loop();
            }
        };
        let start = |_| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || spin(stop))
        };
        Self { threads: (0..count).map(start).collect(), stop }
    }
}

impl Drop for BusyThreads {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        for thread in self.threads.drain(..) {
            // It only spins, and does not panic.
            let _ = thread.join();
        }
    }
}

fn pinning(effort: Effort, files: &Arc<[File]>) {
    let pools = [("auto", Pin::Auto), ("all", Pin::All), ("none", Pin::None)]
        .map(|(name, pin)| (format!("pin = {name}"), ours(WORKERS, pin)));
    let mut samples = [const { [const { Vec::new() }; 3] }; 3];
    for _ in 0..effort.rounds() {
        for ((_, pool), samples) in pools.iter().zip(&mut samples) {
            samples[0].push(times(&|| by_ours(pool, files)).0);
            let wait = || wait_from_idle(&|task| drop(pool.spawn(Lane::Interactive, task)));
            samples[1].extend((0..100).map(|_| wait()));
            let busy = BusyThreads::new(WORKERS);
            samples[2].extend((0..20).map(|_| wait()));
            drop(busy);
        }
    }
    let mut table = Table::new(
        "Policies of pinning, 2 workers: milliseconds for the files; wake-up in microseconds",
        &["5,000 files", "idle p50", "idle p99", "busy cores p50", "busy cores p99"],
    );
    for ((name, _), [files, idle, busy]) in pools.iter().zip(samples) {
        let quantiles =
            |samples: Vec<f64>| [quantile(samples.clone(), 0.5), quantile(samples, 0.99)];
        let cells = [vec![median(files)], quantiles(idle).to_vec(), quantiles(busy).to_vec()];
        table.row(name.clone(), cells.concat());
    }
    table.print();
}
