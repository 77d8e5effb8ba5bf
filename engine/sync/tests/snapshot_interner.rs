//! The interner: equal to a map, and one id per text however many threads ask.
#![cfg(not(loom))]

use std::collections::HashMap;
use std::sync::Barrier;
use std::thread;

use proptest::prelude::*;
use rholang_engine_sync::{Id, Interner, Letters, Sketch};

enum Name {}

#[test]
fn texts_keep_their_ids_and_addresses() {
    let interner = Interner::<Name>::new();
    let texts: Vec<String> = (0..20_000).map(|number| format!("name_{number}")).collect();
    let addresses: Vec<*const str> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            assert_eq!(interner.get(text), None);
            let id = interner.intern(text);
            assert_eq!(id.index(), number, "ids are dense");
            &raw const *interner.text(id)
        })
        .collect();
    for (number, text) in texts.iter().enumerate() {
        let id = Id::from_index(number);
        assert_eq!(interner.intern(text), id);
        assert_eq!(interner.get(text), Some(id));
        assert_eq!(interner.text(id), text);
        assert!(std::ptr::eq(interner.text(id), addresses[number]));
    }
    let memory = interner.memory();
    assert_eq!(memory.names, texts.len());
    let text_bytes: usize = texts.iter().map(String::len).sum();
    // A header of 48 bytes per name; the log has at most twice the slots that are in use.
    assert_eq!(memory.node_bytes, text_bytes + 48 * texts.len());
    // Each text has a pointer, a word of letters, and two of its sketch.
    assert!(memory.index_bytes <= 8 * 4_096 + 32 * (2 * texts.len() + 1_024));
}

/// Those of some texts that a search finds, in the order in which they were interned.
fn found(interner: &Interner<Name>, ids: core::ops::Range<usize>, query: &str) -> Vec<String> {
    let mut found = Vec::new();
    interner.search(ids, Letters::wanted(query), |id, sketch| {
        let text = interner.text(id);
        assert_eq!(sketch.length(), Sketch::of(text).length());
        found.push(text.to_owned());
    });
    found
}

#[test]
fn searches_find_marked_texts_that_have_the_letters() {
    let interner = Interner::<Name>::new();
    // More than the first segments hold.
    let texts: Vec<String> = (0..5_000).map(|number| format!("Name_{number}")).collect();
    for text in &texts {
        let id = interner.intern(text);
        if !text.ends_with('7') {
            interner.mark(id);
            interner.mark(id);
        }
    }
    let wanted = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
        texts.iter().filter(|text| !text.ends_with('7') && fits(text)).cloned().collect()
    };
    assert_eq!(found(&interner, 0..5_000, ""), wanted(&|_| true));
    assert_eq!(found(&interner, 0..5_000, "NE"), wanted(&|_| true));
    assert_eq!(found(&interner, 0..5_000, "x"), [""; 0]);
    let has_both = |text: &str| text.contains('4') && text.contains('3');
    assert_eq!(found(&interner, 0..5_000, "n34"), wanted(&has_both));
    assert_eq!(found(&interner, 1_000..1_003, ""), ["Name_1000", "Name_1001", "Name_1002"]);
    assert_eq!(found(&interner, 1_020..1_024, "3"), ["Name_1023"]);
    assert_eq!(found(&interner, 5_000..5_000, ""), [""; 0]);
}

#[test]
#[should_panic(expected = "of this interner")]
fn a_foreign_id_is_refused() {
    let interner = Interner::<Name>::new();
    interner.intern("name");
    _ = interner.text(Id::new(1));
}

#[test]
fn threads_agree_on_the_ids() {
    const THREADS: u32 = 4;
    const ROUNDS: u32 = if cfg!(miri) { 2 } else { 20 };
    const NAMES: u32 = if cfg!(miri) { 10 } else { 500 };
    for round in 0..ROUNDS {
        let interner = Interner::<Name>::new();
        let barrier = Barrier::new(THREADS as usize);
        let agreed: Vec<Vec<(String, Id<Name>)>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS)
                .map(|thread| {
                    let (interner, barrier) = (&interner, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        // The same names for all, in an order of its own for each second thread,
                        // and some that only this thread has.
                        let shared = (0..NAMES).map(|name| name * (thread % 2 * 2 + 1) % NAMES);
                        let own = (0..NAMES / 10).map(|name| 1_000_000 * (thread + 1) + name);
                        let names = shared.chain(own).map(|name| format!("{round}:{name}"));
                        names
                            .map(|name| {
                                let id = interner.intern(&name);
                                assert_eq!(interner.text(id), name);
                                assert!(id.index() <= interner.len());
                                (name, id)
                            })
                            .collect()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        let mut ids = HashMap::new();
        for (name, id) in agreed.into_iter().flatten() {
            assert_eq!(*ids.entry(name).or_insert(id), id);
        }
        assert_eq!(ids.len(), interner.len());
        let mut numbers: Vec<usize> = ids.values().map(|id| id.index()).collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..ids.len()), "ids are dense and different");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 128 }))]

    #[test]
    fn the_interner_equals_a_map(texts in prop::collection::vec("[a-c\u{e9}\u{1F600}]{0,12}", 0..200)) {
        let interner = Interner::<Name>::new();
        let mut map: HashMap<&str, Id<Name>> = HashMap::new();
        for text in &texts {
            let expected = map.get(text.as_str()).copied();
            prop_assert_eq!(interner.get(text), expected);
            let id = interner.intern(text);
            prop_assert_eq!(id, expected.unwrap_or(Id::from_index(map.len())));
            map.insert(text, id);
            prop_assert_eq!(interner.text(id), text);
        }
        prop_assert_eq!(interner.len(), map.len());
    }
}
