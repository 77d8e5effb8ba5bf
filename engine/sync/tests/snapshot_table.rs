//! The persistent table: equal to a map, in all its versions, and without leaks.
#![cfg(not(loom))]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use proptest::prelude::*;
use rholang_engine_sync::persistent::DEAD_VALUES_MAX;
use rholang_engine_sync::{HeldTable, Id, SharedTable, Snapshot, TableWriter};
use support::{Entry, Ledger};

enum File {}

type Writer = TableWriter<File, Entry>;
type Model = BTreeMap<u32, u64>;

fn id(raw: u32) -> Id<File> {
    Id::new(raw)
}

#[track_caller]
fn assert_same(snapshot: Snapshot<'_, File, Entry>, model: &Model) {
    assert_eq!(snapshot.len(), model.len());
    let entries = snapshot.iter().map(|(id, entry)| (id.raw(), entry.verified()));
    assert!(entries.eq(model.iter().map(|(&id, &number)| (id, number))));
    for (&index, &number) in model {
        assert_eq!(snapshot.get(id(index)).map(Entry::verified), Some(number));
    }
}

#[test]
fn an_empty_table_has_nothing() {
    let writer = TableWriter::<File, u32>::new();
    let reader = writer.table().reader();
    let pinned = reader.pin();
    let snapshot = pinned.load();
    assert!(snapshot.is_empty());
    assert_eq!(snapshot.number(), 1);
    assert_eq!(snapshot.iter().next(), None);
    assert_eq!(snapshot.get(Id::new(0)), None);
    assert_eq!(snapshot.get(Id::new(u32::MAX - 1)), None);
    assert_eq!(snapshot.get(Id::NONE), None);
}

#[test]
fn nothing_is_seen_before_it_is_published() {
    let mut writer = TableWriter::new();
    let reader = writer.table().reader();
    assert!(writer.set(id(3), "three"));
    assert!(!writer.set(id(3), "drei"));
    assert_eq!(writer.edition().get(id(3)), Some(&"drei"));
    assert_eq!(reader.pin().load().get(id(3)), None);
    writer.publish();
    let held = reader.hold();
    assert_eq!(reader.pin().load().get(id(3)), Some(&"drei"));
    assert!(writer.remove(id(3)));
    assert!(!writer.remove(id(3)));
    writer.publish();
    assert_eq!(reader.pin().load().get(id(3)), None);
    assert_eq!(held.snapshot().get(id(3)), Some(&"drei"));
    assert!(held.snapshot().number() < writer.edition().number());
}

#[test]
fn ids_of_all_sizes_have_room() {
    let ledger = Ledger::new();
    let mut writer = Writer::new();
    let mut model = Model::new();
    for shift in 0..32 {
        for index in [1u32 << shift, (1u32 << shift) - 1, u32::MAX - (1 << shift)] {
            writer.set(id(index), Entry::new(index.into(), &ledger));
            model.insert(index, index.into());
        }
        writer.publish();
        assert_same(writer.edition(), &model);
    }
    for &index in model.keys() {
        assert!(writer.remove(id(index)));
    }
    writer.publish();
    writer.tick();
    writer.table().reclaim();
    assert_eq!(ledger.alive(), 0);
    let memory = writer.memory();
    assert_eq!((memory.entries, memory.garbage), (0, 0));
    assert_eq!(memory.nodes, memory.free_nodes + 1, "only the empty node is in use");
}

#[test]
fn a_held_version_keeps_its_values_and_no_others() {
    let ledger = Ledger::new();
    let mut writer = Writer::new();
    let table = writer.table();
    let reader = table.reader();
    for index in 0..200 {
        writer.set(id(index), Entry::new(index.into(), &ledger));
    }
    writer.publish();
    let held = reader.hold();
    for round in 1..=1_000u32 {
        writer.set(id(round % 10), Entry::new(u64::from(round) + 1_000, &ledger));
        writer.publish();
        table.reclaim();
        // 200 values of the latest version, 10 that only the held one has, a few in grace periods.
        assert!(ledger.alive() <= 200 + 10 + 4, "{} values are alive", ledger.alive());
        assert!(writer.counts().live() <= 5);
    }
    assert_eq!(writer.tick(), 1);
    table.reclaim();
    assert_eq!(ledger.alive(), 210);
    let model = (0..200).map(|index| (index, index.into())).collect();
    assert_same(held.snapshot(), &model);
    drop(held);
    assert_eq!(writer.tick(), 0);
    table.reclaim();
    assert_eq!(ledger.alive(), 200);
    assert_eq!(writer.memory().garbage, 0);
    // The last handle frees everything, whichever it is.
    drop((writer, table));
    assert_eq!(reader.pin().load().len(), 200);
    drop(reader);
    assert_eq!(ledger.alive(), 0);
}

#[test]
fn without_a_background_worker_dead_values_are_bounded() {
    let ledger = Ledger::new();
    let mut writer = Writer::new();
    for number in 0..3 * DEAD_VALUES_MAX {
        writer.set(id(0), Entry::new(number, &ledger));
        writer.publish();
        assert!(writer.dead_values() <= DEAD_VALUES_MAX + 1);
        assert!(ledger.alive() <= DEAD_VALUES_MAX + 5);
    }
}

/// Reads until the writer is done. Each value of version `n` is at most `n`, and the sum over all
/// values is kept in id 0.
fn read_until(done: &AtomicBool, table: &SharedTable<File, Entry>, seed: u32) {
    let reader = table.reader();
    let mut newest = 0;
    let mut held: Vec<HeldTable<File, Entry>> = Vec::new();
    let mut round = seed;
    let check = |snapshot: Snapshot<'_, File, Entry>| {
        let mut values = snapshot.iter().map(|(_, entry)| entry.verified());
        let sum = values.next().unwrap_or(0);
        assert_eq!(values.sum::<u64>(), sum, "a version is consistent");
        snapshot.number()
    };
    while !done.load(Ordering::Relaxed) {
        round = round.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        let mut pinned = reader.pin();
        let number = check(pinned.load());
        assert!(number >= newest, "versions do not go back");
        newest = number;
        match (round >> 20) % 6 {
            0 => {
                // The latest version, which may be later than the one just loaded.
                held.push(pinned.hold());
                let number = check(held[held.len() - 1].snapshot());
                assert!(number >= newest);
                newest = number;
            }
            1 => held.truncate(2),
            2 if !held.is_empty() => drop(held.swap_remove(0)),
            3 => _ = table.reclaim(),
            4 => pinned.repin(),
            _ => {}
        }
        drop(pinned);
        for held in &held {
            assert!(check(held.snapshot()) <= newest);
        }
    }
}

#[test]
fn versions_stay_consistent_while_threads_read_and_the_writer_changes_threads() {
    const PUBLISHES: u32 = if cfg!(miri) { 20 } else { 2_000 };
    let ledger = Ledger::new();
    let mut writer = Writer::new();
    let table = writer.table();
    let done = AtomicBool::new(false);
    writer = thread::scope(|scope| {
        for seed in 1..=2 {
            let (table, done) = (table.clone(), &done);
            scope.spawn(move || read_until(done, &table, seed));
        }
        let mut sum = 0;
        for part in 0..4 {
            let ledger = &ledger;
            let thread = scope.spawn(move || {
                for round in part * PUBLISHES / 4..(part + 1) * PUBLISHES / 4 {
                    let changed = id(1 + round.wrapping_mul(7_919) % 300);
                    sum -= writer.edition().get(changed).map_or(0, Entry::verified);
                    if round % 5 == 4 {
                        writer.remove(changed);
                    } else {
                        writer.set(changed, Entry::new(round.into(), ledger));
                        sum += u64::from(round);
                    }
                    writer.set(id(0), Entry::new(sum, ledger));
                    writer.publish();
                }
                (writer, sum)
            });
            (writer, sum) = thread.join().expect("writing does not panic");
        }
        done.store(true, Ordering::Relaxed);
        writer
    });
    // A reader that lost its processor while it was pinned may have left a long queue.
    assert!((0..100).any(|_| writer.tick() == 0));
    table.reclaim();
    assert_eq!(writer.memory().garbage, 0, "{writer:?}");
    assert_eq!(ledger.alive(), writer.edition().len() as u64, "{writer:?} {}", table.dead_values());
    drop((writer, table));
    assert_eq!(ledger.alive(), 0);
}

#[derive(Clone, Debug)]
enum Step {
    Set(u32),
    Remove(u32),
    Publish,
    Tick,
    Reclaim,
    Hold(usize),
    Release(usize),
}

fn step() -> impl Strategy<Value = Step> {
    // Ids that share nodes, that do not, and that need more levels.
    let index = prop_oneof![8 => 0..150u32, 2 => 4_000..4_200u32, 1 => any::<u32>().prop_map(|raw| raw >> 3)];
    prop_oneof![
        8 => index.clone().prop_map(Step::Set),
        4 => index.prop_map(Step::Remove),
        4 => Just(Step::Publish),
        1 => Just(Step::Tick),
        1 => Just(Step::Reclaim),
        2 => (0..4usize).prop_map(Step::Hold),
        2 => (0..4usize).prop_map(Step::Release),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 192 }))]

    #[test]
    fn the_table_equals_a_map_in_every_version(steps in prop::collection::vec(step(), 1..160)) {
        let ledger = Ledger::new();
        let mut writer = Writer::new();
        let table = writer.table();
        let reader = table.reader();
        let mut model = Model::new();
        let mut published = Model::new();
        let mut holds: [Option<(Model, HeldTable<File, Entry>)>; 4] = [const { None }; 4];
        let mut number = 0;
        for step in steps {
            match step {
                Step::Set(index) => {
                    number += 1;
                    let is_new = writer.set(id(index), Entry::new(number, &ledger));
                    prop_assert_eq!(is_new, model.insert(index, number).is_none());
                }
                Step::Remove(index) => {
                    prop_assert_eq!(writer.remove(id(index)), model.remove(&index).is_some());
                }
                Step::Publish => {
                    writer.publish();
                    published.clone_from(&model);
                    assert_same(reader.pin().load(), &published);
                }
                Step::Tick => _ = writer.tick(),
                Step::Reclaim => _ = table.reclaim(),
                Step::Hold(index) => holds[index] = Some((published.clone(), reader.hold())),
                Step::Release(index) => holds[index] = None,
            }
            for (model, held) in holds.iter().flatten() {
                assert_same(held.snapshot(), model);
            }
        }
        assert_same(writer.edition(), &model);
        // Whatever is alive is in the edition, in the latest version or in a held one.
        writer.tick();
        table.reclaim();
        let mut numbers: Vec<u64> = model.values().chain(published.values()).copied().collect();
        numbers.extend(holds.iter().flatten().flat_map(|(model, _)| model.values()));
        numbers.sort_unstable();
        numbers.dedup();
        prop_assert_eq!(ledger.alive(), numbers.len() as u64);
        drop((writer, table, reader));
        for (model, held) in holds.iter().flatten() {
            assert_same(held.snapshot(), model);
        }
        drop(holds);
        prop_assert_eq!(ledger.alive(), 0);
    }
}
