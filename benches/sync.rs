//! Instructions that the operations of `engine/sync` take, with a limit for each.
//!
//! `cargo bench -p rholang-benches --bench sync` counts them under callgrind and fails if a count is
//! above its limit. `docs/performance.md` says how to read the output and how to change the limits.
//! Each benchmark does its operation [`TIMES`] times, or the times that its name says, so the count
//! of one operation is the count divided by that; the loop around it is included.
//!
//! What a pool does it does on a worker. There, counting begins and ends with a function whose name
//! begins with `counted`, which is called on the worker. Pools have one worker, so that no part is
//! stolen and counts are repeatable. Rayon's counts are for comparison and have no limit.

#![expect(missing_docs, reason = "the macros make public items without documentation")]

// The attributes of the package refer to it by its new name.
extern crate iai_callgrind as gungraun;

use std::hint::black_box;

use gungraun::{
    Callgrind, EntryPoint, EventKind, LibraryBenchmarkConfig, library_benchmark,
    library_benchmark_group, main,
};
use rholang_engine_sync::pool::{self, Lane, Pool, PoolOptions};
use rholang_engine_sync::{Id, Interner, Publisher, Reader, SharedTable, TableReader, TableWriter};

/// How often each benchmark does its operation.
const TIMES: u32 = 1_000;
/// The depth of the trees of joins, which have 2^14 - 1 joins.
const DEPTH: u32 = 14;
/// The number of items of a loop.
const ITEMS: usize = 100_000;

fn limit(instructions: u64) -> LibraryBenchmarkConfig {
    config(EntryPoint::Default, Some(instructions))
}

/// A limit for what a worker does.
fn worker_limit(instructions: u64) -> LibraryBenchmarkConfig {
    config(EntryPoint::Custom("*counted*".to_owned()), Some(instructions))
}

/// A limit that is a goal: the count depends on the clock, by which grains get their length, so it
/// differs by some percent from run to run.
fn worker_goal(instructions: u64) -> LibraryBenchmarkConfig {
    worker_limit(instructions)
}

/// What a worker does is counted and has no limit.
fn worker() -> LibraryBenchmarkConfig {
    config(EntryPoint::Custom("*counted*".to_owned()), None)
}

fn config(entry_point: EntryPoint, instructions: Option<u64>) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.entry_point(entry_point);
    if let Some(instructions) = instructions {
        callgrind.hard_limits([(EventKind::Ir, instructions)]);
    }
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

// Inputs are part of the results so that freeing them is not counted.

/// A published value of four words, as large as a few pointers.
struct Cell {
    publisher: Publisher<[u64; 4]>,
    reader: Reader<[u64; 4]>,
}

impl Cell {
    /// A cell on which everything has been done before.
    fn new() -> Self {
        let publisher = Publisher::new([1; 4]);
        let reader = publisher.published().reader();
        let mut cell = Self { publisher, reader };
        for number in 0..TIMES {
            cell.publish(number);
            black_box(cell.reader.pin().load());
            black_box(cell.reader.hold());
        }
        cell
    }

    fn publish(&mut self, number: u32) {
        self.publisher.publish([number.into(); 4]);
        self.publisher.published().reclaim();
    }
}

fn digest(value: &[u64; 4]) -> u64 {
    value[1] + value[2]
}

#[library_benchmark]
#[bench::one(args = (Cell::new()), config = limit(38_047))]
fn pin_and_read(cell: Cell) -> (u64, Cell) {
    ((0..TIMES).map(|_| digest(black_box(&cell.reader).pin().load())).sum(), cell)
}

#[library_benchmark]
#[bench::one(args = (Cell::new()), config = limit(8_220))]
fn read_while_pinned(cell: Cell) -> (u64, Cell) {
    let pinned = cell.reader.pin();
    let sum = (0..TIMES).map(|_| digest(black_box(&pinned).load())).sum();
    drop(pinned);
    (sum, cell)
}

#[library_benchmark]
#[bench::one(args = (Cell::new()), config = limit(19_440))]
fn repin_and_read(cell: Cell) -> (u64, Cell) {
    let mut pinned = cell.reader.pin();
    let mut sum = 0;
    for _ in 0..TIMES {
        black_box(&mut pinned).repin();
        sum += digest(pinned.load());
    }
    drop(pinned);
    (sum, cell)
}

#[library_benchmark]
#[bench::one(args = (Cell::new()), config = limit(54_389))]
fn hold(cell: Cell) -> (u64, Cell) {
    ((0..TIMES).map(|_| black_box(&cell.reader).hold()[1]).sum(), cell)
}

#[library_benchmark]
#[bench::one(args = (Cell::new()), config = limit(1_066_238))]
fn publish_value(mut cell: Cell) -> Cell {
    (0..TIMES).for_each(|number| cell.publish(number));
    cell
}

enum File {}

/// Facts of a file: pointers to blocks, whose own cost is not the table's.
type Facts = [u64; 4];

struct Table {
    writer: TableWriter<File, Facts>,
    table: SharedTable<File, Facts>,
    reader: TableReader<File, Facts>,
    /// Neighbours are far apart.
    ids: Vec<Id<File>>,
}

impl Table {
    /// A table in which all entries have been published one by one.
    fn new(entries: u32) -> Self {
        let mut writer = TableWriter::new();
        for index in 0..entries {
            writer.set(Id::new(index), [index.into(); 4]);
        }
        writer.publish();
        let table = writer.table();
        let reader = table.reader();
        let ids = (0..TIMES).map(|number| Id::new(number * 7_919 % entries)).collect();
        let mut table = Self { writer, table, reader, ids };
        table.publish_each();
        table
    }

    fn publish_each(&mut self) {
        for &id in &self.ids {
            self.writer.set(id, [7; 4]);
            self.writer.publish();
            self.table.reclaim();
        }
    }
}

#[library_benchmark(setup = Table::new)]
#[bench::of_10_000(args = (10_000), config = limit(24_118))]
#[bench::of_100_000(args = (100_000), config = limit(24_118))]
fn table_get(table: Table) -> (u64, Table) {
    let pinned = table.reader.pin();
    let snapshot = pinned.load();
    let sum = table.ids.iter().map(|&id| snapshot.get(id).map_or(0, |facts| facts[0])).sum();
    drop(pinned);
    (sum, table)
}

#[library_benchmark(setup = Table::new)]
#[bench::of_10_000(args = (10_000), config = limit(2_100_305))]
#[bench::of_100_000(args = (100_000), config = limit(2_104_996))]
fn table_publish(mut table: Table) -> Table {
    table.publish_each();
    table
}

// What one change costs in a batch that publishes once for 100.
#[library_benchmark(setup = Table::new)]
#[bench::of_10_000(args = (10_000), config = limit(824_231))]
fn table_publish_in_batches(mut table: Table) -> Table {
    for ids in table.ids.chunks(100) {
        for &id in ids {
            table.writer.set(id, [9; 4]);
        }
        table.writer.publish();
        table.table.reclaim();
    }
    table
}

enum Name {}

struct Names {
    interner: Interner<Name>,
    /// Names of 11 bytes.
    names: Vec<String>,
    ids: Vec<Id<Name>>,
}

impl Names {
    /// An interner with so many names, and some of them.
    fn known(entries: u32) -> Self {
        let interner = Interner::new();
        for number in 0..entries {
            interner.intern(&format!("name_{number:06}"));
        }
        let places = (0..TIMES).map(|number| number * 7_919 % entries);
        let names: Vec<String> = places.map(|place| format!("name_{place:06}")).collect();
        let ids = names.iter().map(|name| interner.intern(name)).collect();
        Self { interner, names, ids }
    }

    /// An interner with so many names, and some others.
    fn new(entries: u32) -> Self {
        let names = (0..TIMES).map(|number| format!("new_{number:07}")).collect();
        Self { names, ..Self::known(entries) }
    }
}

#[library_benchmark]
#[bench::known_of_10_000(args = (Names::known(10_000)), config = limit(120_223))]
#[bench::known_of_100_000(args = (Names::known(100_000)), config = limit(133_611))]
#[bench::new_to_10_000(args = (Names::new(10_000)), config = limit(1_393_086))]
fn intern(names: Names) -> (usize, Names) {
    (names.names.iter().map(|name| names.interner.intern(name).index()).sum(), names)
}

#[library_benchmark(setup = Names::known)]
#[bench::of_10_000(args = (10_000), config = limit(23_595))]
fn resolve_name(names: Names) -> (usize, Names) {
    (names.ids.iter().map(|&id| names.interner.text(id).len()).sum(), names)
}

/// A pool whose worker has worked before.
fn our_pool() -> Pool {
    let pool = Pool::new(PoolOptions::new().threads(1)).expect("the system starts a thread");
    pool.run(Lane::Background, || our_tree(4));
    pool
}

fn rayon_pool() -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.expect("the system starts a thread");
    pool.install(|| rayon_tree(4));
    pool
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

/// Calls a function on a worker, which is where counting begins.
#[inline(never)]
fn counted<R>(function: impl FnOnce() -> R) -> R {
    black_box(function())
}

// A task looks for more urgent ones at each join, so the least urgent lane costs most.
#[library_benchmark]
#[bench::interactive(args = (our_pool(), Lane::Interactive), config = worker_limit(1_888_342))]
#[bench::normal(args = (our_pool(), Lane::Normal), config = worker_limit(2_022_027))]
#[bench::background(args = (our_pool(), Lane::Background), config = worker_limit(2_105_580))]
fn join_tree(pool: Pool, lane: Lane) -> Pool {
    pool.run(lane, || counted(|| our_tree(DEPTH)));
    pool
}

#[library_benchmark]
#[bench::one(args = (rayon_pool()), config = worker())]
fn join_tree_of_rayon(pool: rayon::ThreadPool) -> rayon::ThreadPool {
    pool.install(|| counted(|| rayon_tree(DEPTH)));
    pool
}

// The same tree without joins, to be subtracted.
#[library_benchmark]
#[bench::one(args = (our_pool()), config = worker())]
fn join_tree_of_calls(pool: Pool) -> Pool {
    pool.run(Lane::Background, || counted(|| plain_tree(DEPTH)));
    pool
}

#[library_benchmark]
#[bench::one(args = (our_pool()), config = worker_goal(3_000_000))]
fn loop_over_100_000_items(pool: Pool) -> Pool {
    let body = |item| _ = black_box(item);
    pool.run(Lane::Background, || counted(|| pool::for_each(0..ITEMS, body)));
    pool
}

#[library_benchmark]
#[bench::one(args = (our_pool()), config = worker_limit(768_667))]
fn scope_of_1_000_parts(pool: Pool) -> Pool {
    let spawn_all = || {
        pool::scope(|scope| {
            for part in 0..TIMES {
                scope.spawn(move |_| _ = black_box(part));
            }
        });
    };
    pool.run(Lane::Background, || counted(spawn_all));
    pool
}

#[library_benchmark]
#[bench::one(args = (rayon_pool()), config = worker())]
fn scope_of_1_000_parts_of_rayon(pool: rayon::ThreadPool) -> rayon::ThreadPool {
    let spawn_all = || {
        rayon::scope(|scope| {
            for part in 0..TIMES {
                scope.spawn(move |_| _ = black_box(part));
            }
        });
    };
    pool.install(|| counted(spawn_all));
    pool
}

// Tasks that a worker spawns and waits for.
#[library_benchmark]
#[bench::one(args = (our_pool()), config = worker_limit(412_591))]
fn spawn_1_000_tasks(pool: Pool) -> Pool {
    let handle = pool.handle();
    let spawn_all = || {
        for task in 0..TIMES {
            let completion = handle.spawn(Lane::Background, move || black_box(task));
            black_box(completion.wait().expect("the task does not panic"));
        }
    };
    pool.run(Lane::Background, || counted(spawn_all));
    pool
}

library_benchmark_group!(
    name = snapshots,
    benchmarks = [
        pin_and_read,
        read_while_pinned,
        repin_and_read,
        hold,
        publish_value,
        table_get,
        table_publish,
        table_publish_in_batches
    ]
);
library_benchmark_group!(name = names, benchmarks = [intern, resolve_name]);
library_benchmark_group!(
    name = tasks,
    benchmarks = [
        join_tree,
        join_tree_of_rayon,
        join_tree_of_calls,
        loop_over_100_000_items,
        scope_of_1_000_parts,
        scope_of_1_000_parts_of_rayon,
        spawn_1_000_tasks
    ]
);
main!(library_benchmark_groups = snapshots, names, tasks);
