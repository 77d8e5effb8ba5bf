//! Publishing the change of one file among many.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use criterion::Criterion;
use dashmap::DashMap;
use rholang_benches::clock;
use rholang_benches::table::{Comparison, Effort, Sampler, cell};
use rholang_engine_sync::{Id, SharedTable, TableWriter};

use super::{File, Value, scattered};

/// The numbers of files.
const FILES: [u32; 3] = [1_000, 10_000, 100_000];

/// What is stored for a file. Shared pointers are what maps that copy can afford to copy.
type Facts = Arc<Value>;

/// A map from files to facts whose changes other threads see.
trait Map {
    const NAME: &str;

    fn new(files: u32, facts: &Facts) -> Self;
    /// Replaces the facts of one file and lets readers see it.
    fn publish(&mut self, file: u32, facts: Facts);
}

struct Ours {
    writer: TableWriter<File, Facts>,
    table: SharedTable<File, Facts>,
}

impl Map for Ours {
    const NAME: &str = "ours: set, publish, reclaim";

    fn new(files: u32, facts: &Facts) -> Self {
        let mut writer = TableWriter::new();
        for file in 0..files {
            writer.set(Id::new(file), Arc::clone(facts));
        }
        writer.publish();
        Self { table: writer.table(), writer }
    }

    fn publish(&mut self, file: u32, facts: Facts) {
        self.writer.set(Id::new(file), facts);
        self.writer.publish();
        self.table.reclaim();
    }
}

/// A persistent map with reference counts, published by swapping a pointer.
struct Persistent {
    next: imbl::HashMap<u32, Facts>,
    published: ArcSwap<imbl::HashMap<u32, Facts>>,
}

impl Map for Persistent {
    const NAME: &str = "imbl::HashMap in arc-swap";

    fn new(files: u32, facts: &Facts) -> Self {
        let next: imbl::HashMap<_, _> = (0..files).map(|file| (file, Arc::clone(facts))).collect();
        Self { published: ArcSwap::from_pointee(next.clone()), next }
    }

    fn publish(&mut self, file: u32, facts: Facts) {
        self.next.insert(file, facts);
        self.published.store(Arc::new(self.next.clone()));
    }
}

/// A map that is cloned for each change.
struct Cloned {
    published: ArcSwap<HashMap<u32, Facts>>,
}

impl Map for Cloned {
    const NAME: &str = "clone of a whole HashMap in arc-swap";

    fn new(files: u32, facts: &Facts) -> Self {
        let map: HashMap<_, _> = (0..files).map(|file| (file, Arc::clone(facts))).collect();
        Self { published: ArcSwap::from_pointee(map) }
    }

    fn publish(&mut self, file: u32, facts: Facts) {
        let mut next = HashMap::clone(&self.published.load());
        next.insert(file, facts);
        self.published.store(Arc::new(next));
    }
}

/// A concurrent map, which has no versions: readers see files of different times.
struct Concurrent {
    map: DashMap<u32, Facts>,
}

impl Map for Concurrent {
    const NAME: &str = "DashMap: insert (no versions)";

    fn new(files: u32, facts: &Facts) -> Self {
        Self { map: (0..files).map(|file| (file, Arc::clone(facts))).collect() }
    }

    fn publish(&mut self, file: u32, facts: Facts) {
        self.map.insert(file, facts);
    }
}

/// The time of one publish in nanoseconds, as the mean over some time.
fn sample(map: &mut impl Map, files: u32, number: &mut u32, least: Duration) -> f64 {
    const BATCH: u32 = 10;
    let facts = Facts::default();
    let (before, mut count) = (clock::now(), 0);
    loop {
        for _ in 0..BATCH {
            *number = number.wrapping_add(1);
            map.publish(scattered(*number, files), Arc::clone(&facts));
        }
        count += BATCH;
        let time = clock::now() - before;
        if time >= least {
            return time.as_secs_f64() * 1e9 / f64::from(count);
        }
    }
}

pub(super) fn print_table(effort: Effort) {
    fn row<'a, M: Map + 'a>(comparison: &mut Comparison<'a>, least: Duration) {
        let cells = FILES.into_iter().map(|files| -> Option<Sampler<'a>> {
            let mut map = M::new(files, &Facts::default());
            let mut number = 0;
            cell(move || sample(&mut map, files, &mut number, least))
        });
        comparison.row(M::NAME, cells.collect());
    }
    let least = match effort {
        Effort::Quick => Duration::from_millis(30),
        Effort::Full => Duration::from_millis(200),
    };
    let title = format!("Publish of one file's change, in ns ({})", clock::NAME);
    let mut comparison = Comparison::new(title, &["1,000 files", "10,000 files", "100,000 files"]);
    row::<Ours>(&mut comparison, least);
    row::<Persistent>(&mut comparison, least);
    row::<Cloned>(&mut comparison, least);
    row::<Concurrent>(&mut comparison, least);
    comparison.measure(effort.rounds()).print();
}

/// Statistics of one publish at 10,000 files.
pub(super) fn statistics(criterion: &mut Criterion) {
    fn publish<M: Map>(criterion: &mut Criterion) {
        const FILES: u32 = 10_000;
        let facts = Facts::default();
        let (mut map, mut number) = (M::new(FILES, &facts), 0_u32);
        criterion.bench_function(&format!("publish/{}", M::NAME), |bencher| {
            bencher.iter(|| {
                number = number.wrapping_add(1);
                map.publish(scattered(number, FILES), Arc::clone(&facts));
            });
        });
    }
    publish::<Ours>(criterion);
    publish::<Persistent>(criterion);
    publish::<Cloned>(criterion);
    publish::<Concurrent>(criterion);
}
