//! Does one operation of the snapshots many times, to be counted by callgrind.
//!
//! `perf-scripts/snapshot-instructions` runs this with two counts and divides the difference, so
//! that the set-up cancels out.
#![allow(clippy::print_stderr, reason = "a tool")]

use std::hint::black_box;

use rholang_engine_sync::{Id, Interner, Publisher, TableWriter};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let operation = arguments.next().unwrap_or_default();
    let count: u32 = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1);
    let entries: u32 = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    match operation.as_str() {
        "pin" | "load" | "repin" | "hold" | "publish" => published(&operation, count),
        "table-get" | "table-publish" | "table-batch" => table(&operation, count, entries),
        "intern-known" | "intern-new" | "resolve" => intern(&operation, count, entries),
        _ => {
            eprintln!("usage: snapshot_cost OPERATION COUNT [ENTRIES]");
        }
    }
}

fn published(operation: &str, count: u32) {
    let mut publisher = Publisher::new([1u64; 4]);
    let published = publisher.published();
    let reader = published.reader();
    let mut sum = 0;
    match operation {
        "pin" => {
            for _ in 0..count {
                let pinned = black_box(&reader).pin();
                let value = pinned.load();
                sum += value[1] + value[2];
            }
        }
        "load" => {
            let pinned = reader.pin();
            for _ in 0..count {
                let value = black_box(&pinned).load();
                sum += value[1] + value[2];
            }
        }
        "repin" => {
            let mut pinned = reader.pin();
            for _ in 0..count {
                black_box(&mut pinned).repin();
                let value = pinned.load();
                sum += value[1] + value[2];
            }
        }
        "hold" => {
            for _ in 0..count {
                sum += black_box(&reader).hold()[1];
            }
        }
        _ => {
            for number in 0..count {
                publisher.publish([number.into(); 4]);
                published.reclaim();
            }
        }
    }
    black_box(sum);
}

enum File {}

/// Facts of a file: pointers to blocks, whose own cost is not the table's.
type Facts = [u64; 4];

fn table(operation: &str, count: u32, entries: u32) {
    let mut writer = TableWriter::<File, Facts>::new();
    for index in 0..entries {
        writer.set(Id::new(index), [index.into(); 4]);
    }
    writer.publish();
    let table = writer.table();
    let reader = table.reader();
    let pinned = reader.pin();
    let snapshot = pinned.load();
    // Neighbours of the walk are far apart. The list is as long for any count, so that making it
    // cancels out.
    let ids: Vec<Id<File>> = (0..3_000).map(|number| Id::new(number * 7_919 % entries)).collect();
    let ids = &ids[..count as usize];
    let mut sum = 0;
    match operation {
        "table-get" => {
            for &id in ids {
                sum += snapshot.get(id).map_or(0, |facts| facts[0]);
            }
        }
        "table-publish" => {
            drop(pinned);
            for &id in ids {
                writer.set(id, [count.into(); 4]);
                writer.publish();
                table.reclaim();
            }
        }
        _ => {
            // What one change costs in a batch that publishes once for 100.
            drop(pinned);
            for (number, &id) in ids.iter().enumerate() {
                writer.set(id, [count.into(); 4]);
                if number % 100 == 99 {
                    writer.publish();
                    table.reclaim();
                }
            }
        }
    }
    black_box(sum);
}

enum Name {}

fn intern(operation: &str, count: u32, entries: u32) {
    let interner = Interner::<Name>::new();
    let known: Vec<String> = (0..entries).map(|number| format!("name_{number:06}")).collect();
    let new: Vec<String> = (0..3_000).map(|number| format!("new_{number:07}")).collect();
    for name in &known {
        interner.intern(name);
    }
    let places: Vec<usize> = (0..3_000).map(|number| number * 7_919 % known.len()).collect();
    let places = &places[..count as usize];
    let mut sum = 0;
    match operation {
        "intern-known" => {
            for &place in places {
                sum += interner.intern(&known[place]).index();
            }
        }
        "intern-new" => {
            for name in &new[..count as usize] {
                sum += interner.intern(name).index();
            }
        }
        _ => {
            for &place in places {
                sum += interner.text(Id::from_index(place)).len();
            }
        }
    }
    black_box(sum);
}
