//! Models of the snapshots and of the interner, run by loom in every interleaving within a bound.
//!
//! ```text
//! RUSTFLAGS="--cfg loom --cfg crossbeam_loom" \
//!     cargo test -p rholang-engine-sync --release --test loom_snapshot
//! ```
//!
//! With both flags the models run our code *and* `crossbeam-epoch` on loom's primitives: pinning, the
//! advance of the epoch, the queue of garbage and the closures that release versions are explored
//! together with publishing, holding and reclaiming. Values, and the slots of table nodes, are loom
//! cells, so a read that races with a drop or with the reuse of a node is reported, not only one that
//! crashes.
//!
//! Not covered: more than two preemptions per execution (`LOOM_MAX_PREEMPTIONS` sets another bound);
//! more than three threads; orders weaker than loom models (it does not reorder a relaxed store
//! before an earlier load). On x86 `crossbeam-epoch` fences with a compare-and-swap and a compiler
//! fence; loom sees the first as such and the second as a full fence, which the processor's locked
//! instruction is.
#![cfg(all(loom, crossbeam_loom))]

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use rholang_engine_sync::{Id, Interner, Publisher, TableWriter};

/// A value that lets loom see each read and the drop: a read that the drop does not come after is
/// reported as a data race, a second drop as a wrong count.
struct Witness {
    number: UnsafeCell<usize>,
    dropped: Arc<AtomicUsize>,
}

impl Witness {
    fn new(number: usize, dropped: &Arc<AtomicUsize>) -> Self {
        Self { number: UnsafeCell::new(number), dropped: Arc::clone(dropped) }
    }

    fn read(&self) -> usize {
        // SAFETY: the value is written only before it is published and when it is dropped; that
        // this excludes reads is what the models check.
        self.number.with(|number| unsafe { *number })
    }
}

// SAFETY: see `read`.
unsafe impl Sync for Witness {}
// SAFETY: see `read`.
unsafe impl Send for Witness {}

impl Drop for Witness {
    fn drop(&mut self) {
        // SAFETY: as in `read`.
        self.number.with_mut(|number| unsafe { *number = usize::MAX });
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

fn model(check: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = builder.preemption_bound.or(Some(2));
    builder.max_branches = 100_000;
    builder.check(check);
}

#[test]
fn a_pinned_reader_never_sees_a_dropped_value() {
    model(|| {
        let dropped = Arc::new(AtomicUsize::new(0));
        let mut publisher = Publisher::new(Witness::new(0, &dropped));
        let reader = publisher.published().reader();
        let thread = thread::spawn(move || {
            let pinned = reader.pin();
            let first = pinned.load();
            let second = pinned.load();
            assert!(first.read() <= second.read(), "versions do not go back");
            // The publisher may have released everything else; the first is intact still.
            assert!(first.read() <= 2);
        });
        publisher.publish(Witness::new(1, &dropped));
        publisher.publish(Witness::new(2, &dropped));
        publisher.tick();
        publisher.published().reclaim();
        thread.join().unwrap();
        assert_eq!(publisher.tick(), 0, "nobody reads any more");
        publisher.published().reclaim();
        assert_eq!(dropped.load(Ordering::Relaxed), 2);
        drop(publisher);
        assert_eq!(dropped.load(Ordering::Relaxed), 3, "each value is dropped once");
    });
}

#[test]
fn a_second_pin_sees_no_older_version() {
    model(|| {
        let dropped = Arc::new(AtomicUsize::new(0));
        let mut publisher = Publisher::new(Witness::new(0, &dropped));
        let published = publisher.published();
        let reader = published.reader();
        let thread = thread::spawn(move || {
            let first = reader.pin().load().read();
            published.reclaim();
            let mut pinned = reader.pin();
            let second = pinned.load().read();
            pinned.repin();
            let third = pinned.load().read();
            assert!(first <= second && second <= third, "versions do not go back");
        });
        publisher.publish(Witness::new(1, &dropped));
        publisher.publish(Witness::new(2, &dropped));
        publisher.tick();
        thread.join().unwrap();
        drop(publisher);
        assert_eq!(dropped.load(Ordering::Relaxed), 3);
    });
}

#[test]
fn a_held_version_is_dropped_after_its_last_holder() {
    model(|| {
        let dropped = Arc::new(AtomicUsize::new(0));
        let mut publisher = Publisher::new(Witness::new(0, &dropped));
        let published = publisher.published();
        let reader = published.reader();
        let thread = thread::spawn(move || {
            let held = reader.hold();
            drop(reader);
            let number = held.read();
            assert!(number <= 1);
            let again = held.clone();
            drop(held);
            assert_eq!(again.read(), number);
            drop(again);
            published.reclaim();
        });
        publisher.publish(Witness::new(1, &dropped));
        publisher.tick();
        publisher.published().reclaim();
        thread.join().unwrap();
        assert_eq!(publisher.tick(), 0);
        publisher.published().reclaim();
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
        drop(publisher);
        assert_eq!(dropped.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn the_last_handle_frees_the_rest_on_any_thread() {
    model(|| {
        let dropped = Arc::new(AtomicUsize::new(0));
        let mut publisher = Publisher::new(Witness::new(0, &dropped));
        let reader = publisher.published().reader();
        publisher.publish(Witness::new(1, &dropped));
        let thread = thread::spawn(move || {
            let held = reader.hold();
            drop(reader);
            assert_eq!(held.read(), 1);
        });
        drop(publisher);
        thread.join().unwrap();
        assert_eq!(dropped.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn two_threads_reclaim_each_value_once() {
    model(|| {
        let dropped = Arc::new(AtomicUsize::new(0));
        let mut publisher = Publisher::new(Witness::new(0, &dropped));
        let published = publisher.published();
        publisher.publish(Witness::new(1, &dropped));
        publisher.tick();
        let thread = thread::spawn(move || published.reclaim());
        publisher.publish(Witness::new(2, &dropped));
        publisher.tick();
        let here = publisher.published().reclaim();
        let there = thread.join().unwrap();
        assert_eq!(here + there, 2);
        drop(publisher);
        assert_eq!(dropped.load(Ordering::Relaxed), 3);
    });
}

/// Rows of the modelled table.
enum Row {}

#[test]
fn a_table_is_read_while_its_nodes_are_reused() {
    model(|| {
        let dropped = Arc::new(AtomicUsize::new(0));
        let mut writer = TableWriter::<Row, Witness>::new();
        writer.set(Id::new(0), Witness::new(0, &dropped));
        writer.publish();
        let reader = writer.table().reader();
        let thread = thread::spawn(move || {
            let pinned = reader.pin();
            let snapshot = pinned.load();
            let value = snapshot.get(Id::new(0)).map(Witness::read);
            let again = snapshot.iter().next().map(|(_, witness)| witness.read());
            assert_eq!(value, again, "a version does not change");
        });
        writer.set(Id::new(0), Witness::new(1, &dropped));
        writer.publish();
        writer.tick();
        // The nodes of the first version, if released, are used for this one.
        writer.set(Id::new(0), Witness::new(2, &dropped));
        writer.publish();
        writer.table().reclaim();
        thread.join().unwrap();
        drop(writer);
        assert_eq!(dropped.load(Ordering::Relaxed), 3);
    });
}

#[test]
fn a_held_table_keeps_its_values() {
    model(|| {
        let dropped = Arc::new(AtomicUsize::new(0));
        let mut writer = TableWriter::<Row, Witness>::new();
        writer.set(Id::new(0), Witness::new(0, &dropped));
        writer.publish();
        let reader = writer.table().reader();
        let thread = thread::spawn(move || {
            let held = reader.hold();
            drop(reader);
            let snapshot = held.snapshot();
            let value = snapshot.get(Id::new(0)).map(Witness::read);
            thread::yield_now();
            assert_eq!(snapshot.get(Id::new(0)).map(Witness::read), value);
        });
        writer.remove(Id::new(0));
        writer.publish();
        writer.tick();
        writer.table().reclaim();
        thread.join().unwrap();
        drop(writer);
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn equal_texts_interned_at_once_get_one_id() {
    model(|| {
        let interner = Arc::new(Interner::<Row>::new());
        let other = Arc::clone(&interner);
        let thread = thread::spawn(move || {
            let id = other.intern("a");
            assert_eq!(other.text(id), "a");
            id
        });
        let id = interner.intern("a");
        assert_eq!(interner.text(id), "a");
        assert_eq!(thread.join().unwrap(), id);
        assert_eq!(interner.len(), 1);
    });
}

#[test]
fn three_threads_number_texts_densely() {
    model(|| {
        let interner = Arc::new(Interner::<Row>::new());
        let threads = [["a", "b"], ["b", "a"]].map(|texts| {
            let interner = Arc::clone(&interner);
            thread::spawn(move || texts.map(|text| (text, interner.intern(text))))
        });
        // A look-up helps to number what it finds.
        if let Some(id) = interner.get("a") {
            assert_eq!(interner.text(id), "a");
            assert!(id.raw() < 2);
        }
        let [first, second] = threads.map(|thread| thread.join().unwrap());
        assert_eq!(first[0], second[1]);
        assert_eq!(first[1], second[0]);
        assert_eq!(first[0].1.raw() + first[1].1.raw(), 1, "the ids are 0 and 1");
        assert_eq!(interner.len(), 2);
    });
}
