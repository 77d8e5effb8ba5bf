//! Which worker model serves requests for the analysis of a document, and of the programs inside it,
//! fastest.
//!
//! The scenarios are those of the performance guide: tokio's `spawn_blocking`, rayon, the hybrid of
//! both, and the engine's pool. `cargo bench -p rholang-benches --bench detection_worker_benchmark`
//! prints a table and then criterion's statistics; with `-- --tables` the table alone, with
//! `--quick` it measures less. `RHOLANG_THREADS` sets the number of workers of each scenario; 0 or
//! nothing is one for each core. `RHOLANG_PIN` says whether those of our pool are bound to cores.

use std::cell::RefCell;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use criterion::{BenchmarkId, Criterion, Throughput};
use rayon::prelude::*;
use rholang_benches::table::{Effort, Table, median, quantile, tables_only};
use rholang_benches::{EmbeddingProgram, embedding};
use rholang_engine::languages::rholang::embed::standard_settings;
use rholang_engine::region::{EmbeddedSettings, NoSinks};
use rholang_engine::{Analyzer, LanguageId, Regions};
use rholang_engine_sync::pool::{Completion, Lane, Pool, PoolOptions};
use tokio::runtime::Runtime;

/// The number of documents.
const DOCUMENTS: usize = 64;
/// The size of a document in bytes.
const DOCUMENT_BYTES: usize = 2_000;
/// The number of requests that are under way at once.
const REQUESTS: usize = 500;
/// The number of requests that come one after the other.
const SINGLE_REQUESTS: usize = 50;
/// The number of requests that one task of the hybrid hands to rayon together.
const HYBRID_BATCH: usize = 16;

/// What all workers read.
struct Input {
    documents: Vec<EmbeddingProgram>,
    settings: EmbeddedSettings,
}

type Documents = Arc<Input>;

std::thread_local! {
    /// The analyzer of a worker thread.
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

/// The work of one request: the analysis of one Rholang document, the search for the MeTTa programs
/// inside it, and their analysis. Returns the number of programs.
fn serve(input: &Input, number: usize) -> usize {
    let document = &input.documents[number % DOCUMENTS];
    ANALYZER.with_borrow_mut(|analyzer| {
        let host = analyzer.analyze(LanguageId::Rholang, &document.text);
        let sinks = NoSinks(&input.settings);
        let regions = analyzer.regions(&document.text, &host, &sinks, &Regions::default());
        assert_eq!(regions.len(), document.regions, "all programs are found");
        regions.len()
    })
}

/// A way to serve requests.
trait Scenario {
    const NAME: &str;

    fn new(workers: usize) -> Self;
    /// Serves the documents with these numbers, as many at once as there are workers, and returns
    /// the sum of their answers.
    fn serve_all(&self, documents: &Documents, requests: usize) -> usize;
}

fn runtime(workers: usize) -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .max_blocking_threads(workers)
        .build()
        .expect("the system starts threads")
}

fn rayon_pool(workers: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build();
    pool.expect("the system starts threads")
}

struct SpawnBlocking(Runtime);

impl Scenario for SpawnBlocking {
    const NAME: &str = "spawn_blocking";

    fn new(workers: usize) -> Self {
        Self(runtime(workers))
    }

    fn serve_all(&self, documents: &Documents, requests: usize) -> usize {
        self.0.block_on(async {
            let tasks: Vec<_> = (0..requests)
                .map(|number| {
                    let documents = Arc::clone(documents);
                    tokio::task::spawn_blocking(move || serve(&documents, number))
                })
                .collect();
            let mut sum = 0;
            for task in tasks {
                sum += task.await.expect("the analysis does not panic");
            }
            sum
        })
    }
}

struct Rayon(rayon::ThreadPool);

impl Scenario for Rayon {
    const NAME: &str = "rayon";

    fn new(workers: usize) -> Self {
        Self(rayon_pool(workers))
    }

    fn serve_all(&self, documents: &Documents, requests: usize) -> usize {
        let (sender, answers) = mpsc::channel();
        for number in 0..requests {
            let (sender, documents) = (sender.clone(), Arc::clone(documents));
            self.0.spawn(move || {
                // The other end waits for all answers.
                let _ = sender.send(serve(&documents, number));
            });
        }
        drop(sender);
        answers.iter().sum()
    }
}

/// Tasks for blocking work that each divide some requests among rayon's workers.
struct Hybrid {
    runtime: Runtime,
    pool: Arc<rayon::ThreadPool>,
}

impl Scenario for Hybrid {
    const NAME: &str = "hybrid";

    fn new(workers: usize) -> Self {
        Self { runtime: runtime(workers), pool: Arc::new(rayon_pool(workers)) }
    }

    fn serve_all(&self, documents: &Documents, requests: usize) -> usize {
        self.runtime.block_on(async {
            let tasks: Vec<_> = (0..requests)
                .step_by(HYBRID_BATCH)
                .map(|first| {
                    let (documents, pool) = (Arc::clone(documents), Arc::clone(&self.pool));
                    let numbers = first..(first + HYBRID_BATCH).min(requests);
                    tokio::task::spawn_blocking(move || {
                        let answer = |number: usize| serve(&documents, number);
                        pool.install(|| numbers.into_par_iter().map(answer).sum::<usize>())
                    })
                })
                .collect();
            let mut sum = 0;
            for task in tasks {
                sum += task.await.expect("the analysis does not panic");
            }
            sum
        })
    }
}

struct Ours(Pool);

impl Scenario for Ours {
    const NAME: &str = "ours";

    fn new(workers: usize) -> Self {
        let options = PoolOptions::from_environment().unwrap_or_default().threads(workers);
        Self(Pool::new(options).expect("the system starts threads"))
    }

    fn serve_all(&self, documents: &Documents, requests: usize) -> usize {
        let tasks: Vec<Completion<usize>> = (0..requests)
            .map(|number| {
                let documents = Arc::clone(documents);
                self.0.spawn(Lane::Interactive, move || serve(&documents, number))
            })
            .collect();
        tasks.into_iter().map(|task| task.wait().expect("the analysis does not panic")).sum()
    }
}

/// The requests per second of a burst, and the times of single requests in microseconds.
#[derive(Default)]
struct Samples {
    rates: Vec<f64>,
    times: Vec<f64>,
}

fn sample(scenario: &impl Scenario, documents: &Documents, samples: &mut Samples) {
    let began = Instant::now();
    scenario.serve_all(documents, REQUESTS);
    #[expect(clippy::cast_precision_loss, reason = "the count is small")]
    samples.rates.push(REQUESTS as f64 / began.elapsed().as_secs_f64());
    for _ in 0..SINGLE_REQUESTS {
        let began = Instant::now();
        scenario.serve_all(documents, 1);
        samples.times.push(began.elapsed().as_secs_f64() * 1e6);
    }
}

fn row<S: Scenario>(table: &mut Table, samples: Samples) {
    let Samples { rates, times } = samples;
    let (median_time, tail) = (quantile(times.clone(), 0.5), quantile(times, 0.99));
    table.row(S::NAME, vec![median(rates), median_time, tail]);
}

fn print_table(workers: usize, documents: &Documents, effort: Effort) {
    let (ours, blocking) = (Ours::new(workers), SpawnBlocking::new(workers));
    let (rayon, hybrid) = (Rayon::new(workers), Hybrid::new(workers));
    let mut samples = [const { Samples { rates: Vec::new(), times: Vec::new() } }; 4];
    // The first round makes the workers' memory grow, and is thrown away.
    for round in 0..=effort.rounds() {
        let [for_ours, for_blocking, for_rayon, for_hybrid] = &mut samples;
        sample(&ours, documents, for_ours);
        sample(&blocking, documents, for_blocking);
        sample(&rayon, documents, for_rayon);
        sample(&hybrid, documents, for_hybrid);
        if round == 0 {
            samples = Default::default();
        }
    }
    let mut table = Table::new(
        format!("Requests for detection in {DOCUMENT_BYTES} bytes of Rholang, {workers} workers"),
        &["requests/s, burst of 500", "one alone p50, microseconds", "p99"],
    );
    let [for_ours, for_blocking, for_rayon, for_hybrid] = samples;
    row::<Ours>(&mut table, for_ours);
    row::<SpawnBlocking>(&mut table, for_blocking);
    row::<Rayon>(&mut table, for_rayon);
    row::<Hybrid>(&mut table, for_hybrid);
    table.print();
}

fn statistics<S: Scenario>(criterion: &mut Criterion, workers: usize, documents: &Documents) {
    let scenario = S::new(workers);
    let mut group = criterion.benchmark_group("detection_worker");
    group.throughput(Throughput::Elements(REQUESTS as u64)).sample_size(20);
    group.bench_function(BenchmarkId::new(S::NAME, workers), |bencher| {
        bencher.iter(|| scenario.serve_all(documents, REQUESTS));
    });
    group.finish();
}

fn main() {
    let workers = match PoolOptions::from_environment() {
        Ok(options) => options.worker_count(),
        Err(error) => panic!("{error}"),
    };
    let documents: Documents = Arc::new(Input {
        documents: (0..DOCUMENTS).map(|number| embedding(DOCUMENT_BYTES + number)).collect(),
        settings: standard_settings(),
    });
    print_table(workers, &documents, Effort::from_arguments());
    if !tables_only() {
        let mut criterion = Criterion::default().configure_from_args();
        statistics::<Ours>(&mut criterion, workers, &documents);
        statistics::<SpawnBlocking>(&mut criterion, workers, &documents);
        statistics::<Rayon>(&mut criterion, workers, &documents);
        statistics::<Hybrid>(&mut criterion, workers, &documents);
        criterion.final_summary();
    }
}
