//! Reading what one thread replaces: with one and two readers, with and without a writer that
//! publishes all the time.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Barrier, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use criterion::Criterion;
use dashmap::DashMap;
use rholang_benches::clock;
use rholang_benches::table::{Effort, Table, median};
use rholang_engine_sync::{
    Id, Published, Publisher, Reader, SharedTable, TableReader, TableWriter,
};

use super::{File, Value, scattered};

/// How many reads there are between two looks at whether to stop.
const BATCH: u32 = 1_000;
/// How many reads follow one pin, where reads are made while pinned.
const READS_PER_PIN: u32 = 64;
/// The number of files where single files are read.
const FILES: u32 = 10_000;

/// A way to share what changes.
trait Cell: Sized {
    const NAME: &str;
    /// What all threads share.
    type Shared: Sync;
    /// What only the writer has.
    type Writer: Send;
    /// What each reader has.
    type Reader<'shared>;

    fn new() -> (Self::Shared, Self::Writer);
    fn reader(shared: &Self::Shared) -> Self::Reader<'_>;
    /// Reads `count` times and returns something that depends on each read.
    fn read(reader: &Self::Reader<'_>, count: u32) -> u64;
    fn publish(shared: &Self::Shared, writer: &mut Self::Writer, number: u64);
}

fn digest(value: &Value) -> u64 {
    value[1] + value[2]
}

/// A published value; the reader pins for each read.
struct PinEach;

impl Cell for PinEach {
    const NAME: &str = "ours: pin and read";
    type Shared = Published<Value>;
    type Writer = Publisher<Value>;
    type Reader<'shared> = Reader<Value>;

    fn new() -> (Self::Shared, Self::Writer) {
        let publisher = Publisher::new([1; 4]);
        (publisher.published(), publisher)
    }

    fn reader(shared: &Self::Shared) -> Reader<Value> {
        shared.reader()
    }

    fn read(reader: &Reader<Value>, count: u32) -> u64 {
        (0..count).map(|_| digest(black_box(reader).pin().load())).sum()
    }

    fn publish(shared: &Self::Shared, writer: &mut Self::Writer, number: u64) {
        writer.publish([number; 4]);
        shared.reclaim();
    }
}

/// A published value; the reader pins for many reads.
struct PinOnce;

impl Cell for PinOnce {
    const NAME: &str = "ours: read while pinned";
    type Shared = Published<Value>;
    type Writer = Publisher<Value>;
    type Reader<'shared> = Reader<Value>;

    fn new() -> (Self::Shared, Self::Writer) {
        PinEach::new()
    }

    fn reader(shared: &Self::Shared) -> Reader<Value> {
        shared.reader()
    }

    fn read(reader: &Reader<Value>, count: u32) -> u64 {
        let mut pinned = reader.pin();
        let mut sum = 0;
        for number in 0..count {
            if number % READS_PER_PIN == 0 {
                pinned.repin();
            }
            sum += digest(black_box(&pinned).load());
        }
        sum
    }

    fn publish(shared: &Self::Shared, writer: &mut Self::Writer, number: u64) {
        PinEach::publish(shared, writer, number);
    }
}

/// A lock around a shared pointer; the value is read under the lock.
struct StdLock;

impl Cell for StdLock {
    const NAME: &str = "std RwLock<Arc>: read inside";
    type Shared = RwLock<Arc<Value>>;
    type Writer = ();
    type Reader<'shared> = &'shared Self::Shared;

    fn new() -> (Self::Shared, ()) {
        (RwLock::new(Arc::new([1; 4])), ())
    }

    fn reader(shared: &Self::Shared) -> &Self::Shared {
        shared
    }

    fn read(reader: &&Self::Shared, count: u32) -> u64 {
        let read = || digest(&black_box(reader).read().expect("nobody panics"));
        (0..count).map(|_| read()).sum()
    }

    fn publish(shared: &Self::Shared, (): &mut (), number: u64) {
        *shared.write().expect("nobody panics") = Arc::new([number; 4]);
    }
}

/// A lock around a shared pointer; the pointer is cloned, so that the lock is held briefly.
struct StdClone;

impl Cell for StdClone {
    const NAME: &str = "std RwLock<Arc>: clone Arc";
    type Shared = RwLock<Arc<Value>>;
    type Writer = ();
    type Reader<'shared> = &'shared Self::Shared;

    fn new() -> (Self::Shared, ()) {
        StdLock::new()
    }

    fn reader(shared: &Self::Shared) -> &Self::Shared {
        shared
    }

    fn read(reader: &&Self::Shared, count: u32) -> u64 {
        let clone = || Arc::clone(&*black_box(reader).read().expect("nobody panics"));
        (0..count).map(|_| digest(&clone())).sum()
    }

    fn publish(shared: &Self::Shared, writer: &mut (), number: u64) {
        StdLock::publish(shared, writer, number);
    }
}

/// The lock of `parking_lot`; the value is read under the lock.
struct ParkingLotLock;

impl Cell for ParkingLotLock {
    const NAME: &str = "parking_lot RwLock<Arc>: read inside";
    type Shared = parking_lot::RwLock<Arc<Value>>;
    type Writer = ();
    type Reader<'shared> = &'shared Self::Shared;

    fn new() -> (Self::Shared, ()) {
        (parking_lot::RwLock::new(Arc::new([1; 4])), ())
    }

    fn reader(shared: &Self::Shared) -> &Self::Shared {
        shared
    }

    fn read(reader: &&Self::Shared, count: u32) -> u64 {
        (0..count).map(|_| digest(&black_box(reader).read())).sum()
    }

    fn publish(shared: &Self::Shared, (): &mut (), number: u64) {
        *shared.write() = Arc::new([number; 4]);
    }
}

/// The lock of `parking_lot`; the pointer is cloned.
struct ParkingLotClone;

impl Cell for ParkingLotClone {
    const NAME: &str = "parking_lot RwLock<Arc>: clone Arc";
    type Shared = parking_lot::RwLock<Arc<Value>>;
    type Writer = ();
    type Reader<'shared> = &'shared Self::Shared;

    fn new() -> (Self::Shared, ()) {
        ParkingLotLock::new()
    }

    fn reader(shared: &Self::Shared) -> &Self::Shared {
        shared
    }

    fn read(reader: &&Self::Shared, count: u32) -> u64 {
        let clone = || Arc::clone(&*black_box(reader).read());
        (0..count).map(|_| digest(&clone())).sum()
    }

    fn publish(shared: &Self::Shared, writer: &mut (), number: u64) {
        ParkingLotLock::publish(shared, writer, number);
    }
}

/// A shared pointer that is swapped.
struct Swap;

impl Cell for Swap {
    const NAME: &str = "arc-swap: load";
    type Shared = ArcSwap<Value>;
    type Writer = ();
    type Reader<'shared> = &'shared Self::Shared;

    fn new() -> (Self::Shared, ()) {
        (ArcSwap::from_pointee([1; 4]), ())
    }

    fn reader(shared: &Self::Shared) -> &Self::Shared {
        shared
    }

    fn read(reader: &&Self::Shared, count: u32) -> u64 {
        (0..count).map(|_| digest(&black_box(reader).load())).sum()
    }

    fn publish(shared: &Self::Shared, (): &mut (), number: u64) {
        shared.store(Arc::new([number; 4]));
    }
}

/// The persistent table: one file of a version of all files.
struct TableGet;

impl Cell for TableGet {
    const NAME: &str = "ours: pin, get a file of 10,000";
    type Shared = SharedTable<File, Value>;
    type Writer = TableWriter<File, Value>;
    type Reader<'shared> = TableReader<File, Value>;

    fn new() -> (Self::Shared, Self::Writer) {
        let mut writer = TableWriter::new();
        for file in 0..FILES {
            writer.set(Id::new(file), [1; 4]);
        }
        writer.publish();
        (writer.table(), writer)
    }

    fn reader(shared: &Self::Shared) -> Self::Reader<'_> {
        shared.reader()
    }

    fn read(reader: &Self::Reader<'_>, count: u32) -> u64 {
        let get = |number| {
            let id = Id::new(scattered(number, FILES));
            black_box(reader).pin().load().get(id).map_or(0, digest)
        };
        (0..count).map(get).sum()
    }

    fn publish(shared: &Self::Shared, writer: &mut Self::Writer, number: u64) {
        #[expect(clippy::cast_possible_truncation, reason = "any file will do")]
        writer.set(Id::new(scattered(number as u32, FILES)), [number; 4]);
        writer.publish();
        shared.reclaim();
    }
}

/// A concurrent map: one file, and no version of all files.
struct MapGet;

impl Cell for MapGet {
    const NAME: &str = "DashMap: get a file of 10,000";
    type Shared = DashMap<u32, Value>;
    type Writer = ();
    type Reader<'shared> = &'shared Self::Shared;

    fn new() -> (Self::Shared, ()) {
        ((0..FILES).map(|file| (file, [1; 4])).collect(), ())
    }

    fn reader(shared: &Self::Shared) -> &Self::Shared {
        shared
    }

    fn read(reader: &&Self::Shared, count: u32) -> u64 {
        let get = |number| {
            let file = scattered(number, FILES);
            black_box(reader).get(&file).map_or(0, |value| digest(&value))
        };
        (0..count).map(get).sum()
    }

    fn publish(shared: &Self::Shared, (): &mut (), number: u64) {
        #[expect(clippy::cast_possible_truncation, reason = "any file will do")]
        shared.insert(scattered(number as u32, FILES), [number; 4]);
    }
}

/// What one measurement says, in nanoseconds.
struct Sample {
    /// CPU time of a reader for each read.
    cpu_of_read: f64,
    /// Wall time for each read of one reader.
    wall_of_read: f64,
    /// Wall time for each publish.
    wall_of_publish: Option<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn nanos_each(time: Duration, count: u64) -> f64 {
    time.as_nanos() as f64 / count.max(1) as f64
}

/// Lets `readers` threads read, and perhaps one write, for some time.
fn measure<C: Cell>(readers: usize, has_writer: bool, time: Duration) -> Sample {
    let (shared, mut writer) = C::new();
    let stop = AtomicBool::new(false);
    let barrier = Barrier::new(readers + usize::from(has_writer) + 1);
    let read = || {
        let reader = C::reader(&shared);
        black_box(C::read(&reader, BATCH));
        barrier.wait();
        let (cpu_before, wall_before, mut count) = (clock::now(), Instant::now(), 0);
        while !stop.load(Relaxed) {
            black_box(C::read(&reader, BATCH));
            count += u64::from(BATCH);
        }
        (clock::now() - cpu_before, wall_before.elapsed(), count)
    };
    let write = || {
        barrier.wait();
        let (before, mut count) = (Instant::now(), 0);
        while !stop.load(Relaxed) {
            count += 1;
            C::publish(&shared, &mut writer, count);
        }
        nanos_each(before.elapsed(), count)
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..readers).map(|_| scope.spawn(read)).collect();
        let writer = has_writer.then(|| scope.spawn(write));
        barrier.wait();
        thread::sleep(time);
        stop.store(true, Relaxed);
        let (mut cpu, mut wall, mut count) = (Duration::ZERO, Duration::ZERO, 0);
        for reader in readers {
            let (reader_cpu, reader_wall, reader_count) = reader.join().expect("nobody panics");
            cpu += reader_cpu;
            wall += reader_wall;
            count += reader_count;
        }
        Sample {
            cpu_of_read: nanos_each(cpu, count),
            wall_of_read: nanos_each(wall, count),
            wall_of_publish: writer.map(|writer| writer.join().expect("nobody panics")),
        }
    })
}

type Measure = fn(usize, bool, Duration) -> Sample;

const CELLS: [(&str, Measure); 9] = [
    (PinEach::NAME, measure::<PinEach>),
    (PinOnce::NAME, measure::<PinOnce>),
    (StdLock::NAME, measure::<StdLock>),
    (StdClone::NAME, measure::<StdClone>),
    (ParkingLotLock::NAME, measure::<ParkingLotLock>),
    (ParkingLotClone::NAME, measure::<ParkingLotClone>),
    (Swap::NAME, measure::<Swap>),
    (TableGet::NAME, measure::<TableGet>),
    (MapGet::NAME, measure::<MapGet>),
];

/// Readers, and whether a writer publishes all the time.
const SETTINGS: [(usize, bool); 4] = [(1, false), (2, false), (1, true), (2, true)];
const SETTING_NAMES: [&str; 4] = ["1 reader", "2 readers", "1 reader, writer", "2 readers, writer"];

pub(super) fn print_tables(effort: Effort) {
    let time = match effort {
        Effort::Quick => Duration::from_millis(40),
        Effort::Full => Duration::from_millis(200),
    };
    let empty = || [const { Vec::new() }; SETTINGS.len()];
    let mut samples: Vec<[Vec<Sample>; SETTINGS.len()]> = CELLS.iter().map(|_| empty()).collect();
    for _ in 0..effort.rounds() {
        for ((_, measure), samples) in CELLS.iter().zip(&mut samples) {
            for (&(readers, has_writer), samples) in SETTINGS.iter().zip(samples) {
                samples.push(measure(readers, has_writer, time));
            }
        }
    }
    let print = |title, settings: std::ops::Range<usize>, figure: fn(&Sample) -> Option<f64>| {
        let mut table = Table::new(title, &SETTING_NAMES[settings.clone()]);
        for ((name, _), samples) in CELLS.iter().zip(&samples) {
            let medians = samples[settings.clone()].iter();
            let medians =
                medians.map(|samples| median(samples.iter().filter_map(figure).collect()));
            table.row(*name, medians.collect());
        }
        table.print();
    };
    print("Reads: CPU time of a reader for each read, in ns", 0..4, |sample| {
        Some(sample.cpu_of_read)
    });
    print("Reads: wall time of a reader for each read, in ns", 0..4, |sample| {
        Some(sample.wall_of_read)
    });
    print("Reads: wall time for each publish beside the readers, in ns", 2..4, |sample| {
        sample.wall_of_publish
    });
}

/// Statistics of single reads without other threads.
pub(super) fn statistics(criterion: &mut Criterion) {
    fn read<C: Cell>(criterion: &mut Criterion) {
        let (shared, _writer) = C::new();
        let reader = C::reader(&shared);
        let name = format!("{READS_PER_PIN} reads/{}", C::NAME);
        criterion.bench_function(&name, |bencher| bencher.iter(|| C::read(&reader, READS_PER_PIN)));
    }
    read::<PinEach>(criterion);
    read::<PinOnce>(criterion);
    read::<StdLock>(criterion);
    read::<StdClone>(criterion);
    read::<ParkingLotLock>(criterion);
    read::<ParkingLotClone>(criterion);
    read::<Swap>(criterion);
    read::<TableGet>(criterion);
    read::<MapGet>(criterion);
}
