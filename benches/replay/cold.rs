//! A cold start, taken apart.
//!
//! Beside the server's own time stands what each part of it takes alone, with as many threads: looking
//! at the names and sizes of all files, reading them, the analyses of texts that are in memory, and the
//! commits. Hashing the bytes, and reading as many bytes as the facts have from one file, are what a
//! start with facts that an earlier one has kept would do instead of the analyses.
//!
//! Files have been written just before, so nothing waits for a disk. Processor time is shown beside wall
//! time, because it depends less on what else the machine does.

use std::fs::{self, File};
use std::hash::Hasher;
use std::hint::black_box;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rholang_benches::clock;
use rholang_benches::loaded::Loaded;
use rholang_benches::table::{Table, median};
use rholang_benches::{WorkspaceFile, workspace_file};
use rholang_engine::workspace::{Analyzed, EngineMetrics};
use rholang_engine_sync::pool::{Lane, Pool, PoolOptions, map};
use rustc_hash::FxHasher;
use tempfile::NamedTempFile;

use super::Result;
use super::client::Client;
use super::memory::usage;
use super::session::{Plan, initialize, wait_for_index};

/// The numbers of threads that are compared; the columns of the table name them.
const THREADS: [usize; 2] = [1, 2];

/// How many files are committed as one version, as in the server.
const GRAIN_FILES: usize = 32;

/// The rows: what is measured, each with all that stands before it in the same group.
const ROWS: [&str; 8] = [
    "server, start to indexed",
    "names of all files",
    "names and sizes",
    "bytes of all files",
    "bytes, hashed",
    "analyses of texts in memory",
    "commits of results",
    "bytes of facts, one file",
];

/// What something takes: wall time, and processor time of all threads.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    processor: Duration,
}

/// Does something in this process; returns what that takes, and its result.
fn cost<R>(work: impl FnOnce() -> R) -> (Cost, R) {
    let (start, processor) = (Instant::now(), clock::process());
    let result = work();
    let cost = Cost { wall: start.elapsed(), processor: clock::process() - processor };
    (cost, result)
}

/// How much is done for each file.
#[derive(Clone, Copy)]
enum Depth {
    Names,
    Sizes,
    Bytes,
    Hash,
}

/// Starts the server `runs` times in a workspace, does the parts of a start as often, and returns the
/// medians as text.
pub(super) fn measure(plan: &Plan<'_>, bytes: usize, runs: usize) -> Result<String> {
    let files: Vec<WorkspaceFile> =
        (0..plan.files).map(|index| workspace_file(index, plan.files, bytes, plan.seed)).collect();
    let source_bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let (_, _, metrics) = index(&files, THREADS[1])?;
    let fact_bytes =
        metrics.fact_bytes + metrics.diagnostic_bytes + metrics.region_bytes + metrics.export_bytes;
    let facts = facts_file(fact_bytes)?;

    let mut samples = vec![[const { Vec::new() }; 2 * THREADS.len()]; ROWS.len()];
    let mut peak = 0;
    // The parts take turns, so that a disturbance of the machine meets all alike.
    for _ in 0..runs.max(1) {
        for (column, threads) in THREADS.into_iter().enumerate() {
            let pool = Pool::new(PoolOptions::new().threads(threads))?;
            let (whole, memory) = start_server(plan, threads)?;
            peak = peak.max(memory);
            let (analyses, commits, _) = index(&files, threads)?;
            let costs = [
                whole,
                visit_all(&pool, plan.root, Depth::Names)?,
                visit_all(&pool, plan.root, Depth::Sizes)?,
                visit_all(&pool, plan.root, Depth::Bytes)?,
                visit_all(&pool, plan.root, Depth::Hash)?,
                analyses,
                commits,
                read_parts(&pool, facts.path(), fact_bytes, threads)?,
            ];
            for (row, cost) in samples.iter_mut().zip(costs) {
                row[column].push(cost.wall.as_secs_f64() * 1e3);
                row[THREADS.len() + column].push(cost.processor.as_secs_f64() * 1e3);
            }
        }
    }
    let title = format!(
        "A cold start with {} files: {source_bytes} bytes of text, {fact_bytes} of facts, at most {} MiB in \
         memory; medians of {runs} runs in milliseconds",
        plan.files,
        peak >> 20,
    );
    let columns = ["threads: 1", "threads: 2", "processor: 1", "processor: 2"];
    let mut table = Table::new(title, &columns);
    for (name, row) in ROWS.into_iter().zip(samples) {
        table.row(name, row.into_iter().map(median).collect());
    }
    let mut out = Vec::new();
    table.write(&mut out)?;
    Ok(String::from_utf8(out)?)
}

/// Starts the server; returns what it takes until all is indexed, and the most memory in bytes.
fn start_server(plan: &Plan<'_>, threads: usize) -> Result<(Cost, u64)> {
    let start = Instant::now();
    let mut client = Client::start(plan.server, plan.under, Some(threads), plan.root)?;
    initialize(&mut client, plan.root)?;
    wait_for_index(&mut client)?;
    let wall = start.elapsed();
    let used = usage(client.process_id());
    client.stop()?;
    Ok((Cost { wall, processor: used.processor }, used.peak))
}

/// Analyses and commits texts that are in memory; returns what both take.
fn index(files: &[WorkspaceFile], threads: usize) -> Result<(Cost, Cost, EngineMetrics)> {
    let mut loaded = Loaded::empty(threads);
    let indexer = loaded.engine.indexer();
    let analyze = |index: usize| {
        let WorkspaceFile { path, language, text } = &files[index];
        indexer.analyze(indexer.file(path), *language, text.clone(), indexer.stamp())
    };
    let (analyses, results) =
        cost(|| loaded.pool.run(Lane::Background, || map(0..files.len(), analyze)));
    let mut results = results.into_iter();
    let (commits, ()) = cost(|| {
        loop {
            let grain: Vec<Analyzed> = results.by_ref().take(GRAIN_FILES).collect();
            if grain.is_empty() {
                return;
            }
            loaded.engine.commit(grain);
        }
    });
    if loaded.engine.snapshot().files().count() != files.len() {
        return Err("not all files are indexed".into());
    }
    Ok((analyses, commits, loaded.engine.metrics()))
}

/// Visits all files in the folders of a folder, and returns what that takes.
fn visit_all(pool: &Pool, root: &Path, depth: Depth) -> Result<Cost> {
    let (cost, visited) = cost(|| {
        let entries = fs::read_dir(root)?.map(|entry| entry.map(|entry| entry.path()));
        let folders: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
        let visits = || map(0..folders.len(), |index| visit(&folders[index], depth));
        pool.run(Lane::Background, visits).into_iter().sum::<io::Result<u64>>()
    });
    black_box(visited?);
    Ok(cost)
}

fn visit(folder: &Path, depth: Depth) -> io::Result<u64> {
    let mut digest = 0_u64;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let found = match depth {
            Depth::Names => entry.file_name().len() as u64,
            Depth::Sizes => entry.metadata()?.len(),
            Depth::Bytes => fs::read(entry.path())?.len() as u64,
            Depth::Hash => {
                let mut hasher = FxHasher::default();
                hasher.write(&fs::read(entry.path())?);
                hasher.finish() >> 32
            }
        };
        digest = digest.wrapping_add(found);
    }
    Ok(digest)
}

/// A file with as many bytes as all facts have.
fn facts_file(bytes: usize) -> Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    // Not zeros, for which some file systems store nothing.
    let block: Vec<u8> = (1..=u8::MAX).cycle().take(1 << 20).collect();
    let mut missing = bytes;
    while missing > 0 {
        let part = missing.min(block.len());
        file.write_all(&block[..part])?;
        missing -= part;
    }
    Ok(file)
}

/// Reads a file, a part on each thread, and returns what that takes.
fn read_parts(pool: &Pool, path: &Path, bytes: usize, threads: usize) -> Result<Cost> {
    let part = bytes.div_ceil(threads);
    let read = |index: usize| -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start((index * part) as u64))?;
        let mut read = Vec::with_capacity(part);
        file.take(part as u64).read_to_end(&mut read)?;
        Ok(read)
    };
    let (cost, parts) = cost(|| pool.run(Lane::Background, || map(0..threads, read)));
    let parts: Vec<Vec<u8>> = parts.into_iter().collect::<io::Result<_>>()?;
    if parts.iter().map(Vec::len).sum::<usize>() != bytes {
        return Err("the file is not as long as it was written".into());
    }
    Ok(cost)
}
