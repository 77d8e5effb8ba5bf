//! Files come, change and go; versions never go backwards.

mod support;

use rholang_engine::{Engine, LanguageId};
use rholang_engine_sync::pool::{Pool, PoolOptions};
use support::workspace::Fixture;

fn engine() -> (Pool, Engine) {
    let pool = Pool::new(PoolOptions::new().threads(1)).expect("a thread can be started");
    let engine = Engine::new(pool.handle());
    (pool, engine)
}

fn commit_next(engine: &mut Engine) {
    let analyzed = engine.finished().recv().expect("the engine keeps a sender");
    engine.commit([analyzed]);
}

/// The text of a file in the latest version.
fn content(engine: &Engine, label: &str) -> Option<String> {
    let snapshot = engine.snapshot();
    let file = snapshot.find(label)?;
    snapshot.file(file).map(|revision| revision.text().content().to_owned())
}

#[test]
fn edits_are_collected_while_an_analysis_is_under_way() {
    let (_pool, mut engine) = engine();
    let file = engine.file("a.rho");
    engine.open(file, LanguageId::Rholang, "Nil".to_owned(), 1);
    for version in 2..100 {
        let changed = engine.change(file, version, |text| {
            let end = u32::try_from(text.text().content().len()).unwrap();
            text.replace(rholang_engine::text::TextRange::empty(end), " | Nil");
        });
        assert!(changed);
    }
    assert!(!engine.is_current(file));
    commit_next(&mut engine);
    assert_eq!(content(&engine, "a.rho").as_deref(), Some("Nil"));
    assert!(!engine.is_current(file));
    commit_next(&mut engine);
    assert!(engine.is_current(file));
    assert_eq!(content(&engine, "a.rho"), Some(format!("Nil{}", " | Nil".repeat(98))));
    let snapshot = engine.snapshot();
    assert_eq!(snapshot.file(file).unwrap().version(), Some(99));
    assert!(snapshot.file(file).unwrap().analysis().diagnostics.is_empty());
    assert!(engine.finished().is_empty());
}

#[test]
fn the_text_of_the_editor_wins_over_the_disk() {
    let (_pool, mut engine) = engine();
    let indexer = engine.indexer();
    let file = engine.file("a.rho");
    let from_disk = indexer.analyze(file, LanguageId::Rholang, "1".to_owned(), indexer.stamp());
    engine.open(file, LanguageId::Rholang, "2".to_owned(), 1);
    engine.commit([from_disk]);
    assert_eq!(content(&engine, "a.rho"), None);
    commit_next(&mut engine);
    assert_eq!(content(&engine, "a.rho").as_deref(), Some("2"));
    assert!(!engine.remove(file, indexer.stamp()));
    engine.close(file);
    assert_eq!(content(&engine, "a.rho").as_deref(), Some("2"));
    let again = indexer.analyze(file, LanguageId::Rholang, "3".to_owned(), indexer.stamp());
    engine.commit([again]);
    assert_eq!(content(&engine, "a.rho").as_deref(), Some("3"));
}

#[test]
fn late_results_are_dropped() {
    let (_pool, mut engine) = engine();
    let indexer = engine.indexer();
    let file = engine.file("a.metta");
    let (early, late) = (indexer.stamp(), indexer.stamp());
    let late = indexer.analyze(file, LanguageId::Metta, "late".to_owned(), late);
    let early = indexer.analyze(file, LanguageId::Metta, "early".to_owned(), early);
    assert_eq!(engine.commit([late]).len(), 1);
    assert_eq!(engine.commit([early]).len(), 0);
    assert_eq!(content(&engine, "a.metta").as_deref(), Some("late"));
    // A file that was removed does not come back with what was read before.
    let before = indexer.stamp();
    assert!(engine.remove(file, indexer.stamp()));
    let before = indexer.analyze(file, LanguageId::Metta, "before".to_owned(), before);
    assert_eq!(engine.commit([before]).len(), 0);
    assert_eq!(content(&engine, "a.metta"), None);
    // Neither does one that was closed, with what the editor had.
    engine.open(file, LanguageId::Metta, "open".to_owned(), 1);
    engine.close(file);
    commit_next(&mut engine);
    assert_eq!(content(&engine, "a.metta"), None);
}

#[test]
fn a_snapshot_does_not_change() {
    let fixture = Fixture::rholang("//- a.rho\nNil\n//- b.metta\n(f 1)\n");
    let before = fixture.snapshot.clone();
    let mut engine = fixture.engine;
    let indexer = engine.indexer();
    let file = before.find("a.rho").unwrap();
    let changed = indexer.analyze(file, LanguageId::Rholang, "1".to_owned(), indexer.stamp());
    engine.commit([changed]);
    assert!(engine.remove(before.find("b.metta").unwrap(), indexer.stamp()));
    let after = engine.snapshot();
    assert!(before.number() < after.number());
    let labels = |snapshot: &rholang_engine::Snapshot| -> Vec<String> {
        snapshot.files().map(|(file, _)| snapshot.label(file).to_owned()).collect()
    };
    assert_eq!(labels(&before), ["a.rho", "b.metta"]);
    assert_eq!(labels(&after), ["a.rho"]);
    assert_eq!(before.file(file).unwrap().text().content(), "Nil\n");
    assert_eq!(after.file(file).unwrap().text().content(), "1");
}

#[test]
fn old_versions_go_when_nobody_reads_them() {
    let (_pool, mut engine) = engine();
    let indexer = engine.indexer();
    let file = engine.file("a.rho");
    for number in 0..50 {
        let text = format!("{number}");
        let result = indexer.analyze(file, LanguageId::Rholang, text, indexer.stamp());
        engine.commit([result]);
    }
    assert_eq!(engine.tick(), 0);
    engine.reclaimer()();
    let metrics = engine.metrics();
    assert_eq!((metrics.files, metrics.versions.live(), metrics.dead_values), (1, 1, 0));
}
