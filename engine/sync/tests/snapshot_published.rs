//! The published cell: lifetimes of versions, with real threads.
#![cfg(not(loom))]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use proptest::prelude::*;
use rholang_engine_sync::published::BACKLOG_VERSIONS_MAX;
use rholang_engine_sync::{Held, Published, Publisher, Reader};
use support::{Entry, Ledger};

const PUBLISHES: u64 = if cfg!(miri) { 50 } else { 5_000 };

#[test]
fn few_versions_live_and_none_is_superseded_after_an_idle_tick() {
    let ledger = Ledger::new();
    let mut publisher = Publisher::new(Entry::new(0, &ledger));
    let published = publisher.published();
    let reader = published.reader();
    for number in 1..=200 {
        publisher.publish(Entry::new(number, &ledger));
        assert_eq!(reader.pin().load().verified(), number);
        assert!(publisher.counts().live() <= 4, "{:?}", publisher.counts());
        published.reclaim();
        let alive = ledger.alive();
        assert!(alive <= 4, "{alive} values are alive");
    }
    assert_eq!(publisher.tick(), 0);
    published.reclaim();
    assert_eq!(ledger.dropped(), 200);
    drop((publisher, published, reader));
    assert_eq!(ledger.alive(), 0);
}

#[test]
fn without_a_background_worker_the_backlog_is_bounded() {
    let ledger = Ledger::new();
    let mut publisher = Publisher::new(Entry::new(0, &ledger));
    for number in 1..=10 * BACKLOG_VERSIONS_MAX {
        publisher.publish(Entry::new(number, &ledger));
        assert!(publisher.counts().backlog() <= BACKLOG_VERSIONS_MAX + 1);
    }
    drop(publisher);
    assert_eq!(ledger.alive(), 0);
}

#[test]
fn a_held_version_does_not_keep_others() {
    let ledger = Ledger::new();
    let mut publisher = Publisher::new(Entry::new(0, &ledger));
    let reader = publisher.published().reader();
    publisher.publish(Entry::new(1, &ledger));
    let held = reader.hold();
    let again = held.clone();
    for number in 2..=1_000 {
        publisher.publish(Entry::new(number, &ledger));
        assert!(publisher.counts().live() <= 5, "{:?}", publisher.counts());
    }
    assert_eq!(publisher.tick(), 1, "only the held version remains");
    assert_eq!(held.verified(), 1);
    drop(held);
    assert_eq!(publisher.tick(), 1);
    assert_eq!(again.verified(), 1);
    drop(again);
    assert_eq!(publisher.tick(), 0);
    drop((publisher, reader));
    assert_eq!(ledger.alive(), 0);
}

#[test]
fn a_reader_that_repins_does_not_keep_versions() {
    let ledger = Ledger::new();
    let mut publisher = Publisher::new(Entry::new(0, &ledger));
    let reader = publisher.published().reader();
    let mut pinned = reader.pin();
    for number in 1..=1_000 {
        publisher.publish(Entry::new(number, &ledger));
        pinned.repin();
        assert_eq!(pinned.load().verified(), number);
        assert!(publisher.counts().live() <= 8, "{:?}", publisher.counts());
    }
}

#[test]
fn a_pinned_reader_keeps_what_it_loaded() {
    let ledger = Ledger::new();
    let mut publisher = Publisher::new(Entry::new(0, &ledger));
    let reader = publisher.published().reader();
    let pinned = reader.pin();
    let loaded = pinned.load();
    for number in 1..=100 {
        publisher.publish(Entry::new(number, &ledger));
        publisher.published().reclaim();
        // A nested pin sees the latest version and does not end the outer pin.
        assert_eq!(reader.pin().load().verified(), number);
    }
    assert_eq!(publisher.tick(), 100);
    assert_eq!(loaded.verified(), 0);
    drop(pinned);
    assert_eq!(publisher.tick(), 0);
}

#[test]
fn handles_may_end_in_any_order() {
    let ledger = Ledger::new();
    let mut publisher = Publisher::new(Entry::new(0, &ledger));
    let published = publisher.published();
    let reader = published.reader();
    let held = reader.hold();
    publisher.publish(Entry::new(1, &ledger));
    let second = reader.hold();
    publisher.publish(Entry::new(2, &ledger));
    drop(publisher);
    assert_eq!(reader.pin().load().verified(), 2);
    drop((published, reader));
    assert_eq!((held.verified(), second.verified()), (0, 1));
    drop(held);
    drop(second);
    assert_eq!(ledger.alive(), 0);
}

/// Reads, holds and repins at random until the publisher is done; no version goes back.
fn read_until(done: &AtomicBool, reader: &Reader<Entry>, published: &Published<Entry>, seed: u64) {
    let mut newest = 0;
    let mut state = seed;
    let mut held: Vec<Held<Entry>> = Vec::new();
    while !done.load(Ordering::Relaxed) {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut pinned = reader.pin();
        for _ in 0..(state >> 60) {
            let number = pinned.load().verified();
            assert!(number >= newest);
            newest = number;
        }
        match (state >> 40) % 8 {
            0 => held.push(pinned.hold()),
            1 => pinned.repin(),
            2 => held.truncate(1),
            3 => _ = held.pop().map(|held| held.verified()),
            4 => _ = published.reclaim(),
            _ => {}
        }
        drop(pinned);
        for held in &held {
            held.verified();
        }
    }
}

#[test]
fn values_are_dropped_once_with_many_readers_and_a_publisher_that_changes_threads() {
    let ledger = Ledger::new();
    let mut publisher = Publisher::new(Entry::new(0, &ledger));
    let published = publisher.published();
    let done = AtomicBool::new(false);
    publisher = thread::scope(|scope| {
        for seed in 1..=3 {
            let (published, done) = (published.clone(), &done);
            scope.spawn(move || {
                let reader = published.reader();
                read_until(done, &reader, &published, seed);
            });
        }
        let mut number = 0;
        for _ in 0..10 {
            // Each handing over is one thread less and one more.
            let entries = Arc::clone(&ledger);
            publisher = scope
                .spawn(move || {
                    for _ in 0..PUBLISHES / 10 {
                        number += 1;
                        publisher.publish(Entry::new(number, &entries));
                    }
                    publisher
                })
                .join()
                .expect("publishing does not panic");
            number += PUBLISHES / 10;
        }
        done.store(true, Ordering::Relaxed);
        publisher
    });
    assert_eq!(publisher.latest().verified(), PUBLISHES);
    // A reader that lost its processor while it was pinned may have left a long queue.
    assert!((0..100).any(|_| publisher.tick() == 0));
    drop((publisher, published));
    assert_eq!(ledger.made(), PUBLISHES + 1);
    assert_eq!(ledger.alive(), 0);
}

/// One step of a random schedule of three readers and a publisher.
#[derive(Clone, Debug)]
enum Step {
    Publish,
    Tick,
    Reclaim,
    Pin(usize),
    Load(usize),
    Repin(usize),
    Unpin(usize),
    Hold(usize),
    Release(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let reader = 0..3usize;
    prop_oneof![
        4 => Just(Step::Publish),
        1 => Just(Step::Tick),
        1 => Just(Step::Reclaim),
        2 => reader.clone().prop_map(Step::Pin),
        4 => reader.clone().prop_map(Step::Load),
        1 => reader.clone().prop_map(Step::Repin),
        2 => reader.clone().prop_map(Step::Unpin),
        1 => reader.clone().prop_map(Step::Hold),
        1 => reader.prop_map(Step::Release),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 128 }))]

    /// The interleavings of one thread, in which every step is complete; loom has the others.
    #[test]
    fn each_reader_sees_versions_that_never_go_back(
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let ledger = Ledger::new();
        let mut publisher = Publisher::new(Entry::new(0, &ledger));
        let published = publisher.published();
        let readers = [published.reader(), published.reader(), published.reader()];
        let mut pins = [const { None }; 3];
        let mut holds: [Option<(u64, Held<Entry>)>; 3] = [const { None }; 3];
        let mut seen = [0; 3];
        let mut number = 0;
        for step in steps {
            match step {
                Step::Publish => {
                    number += 1;
                    publisher.publish(Entry::new(number, &ledger));
                }
                Step::Tick => _ = publisher.tick(),
                Step::Reclaim => _ = published.reclaim(),
                Step::Pin(index) => pins[index] = Some(readers[index].pin()),
                Step::Unpin(index) => pins[index] = None,
                Step::Load(index) => if let Some(pinned) = &pins[index] {
                    let loaded = pinned.load().verified();
                    prop_assert!(loaded >= seen[index]);
                    prop_assert_eq!(loaded, number, "a load after a publish sees it");
                    seen[index] = loaded;
                },
                Step::Repin(index) => if let Some(pinned) = &mut pins[index] { pinned.repin() },
                Step::Hold(index) => holds[index] = Some((number, readers[index].hold())),
                Step::Release(index) => holds[index] = None,
            }
            for (number, held) in holds.iter().flatten() {
                prop_assert_eq!(held.verified(), *number);
            }
        }
        drop((pins, holds));
        prop_assert_eq!(publisher.tick(), 0);
        drop((publisher, published, readers));
        assert_eq!(ledger.alive(), 0);
    }
}
