//! Records: what is loaded is what would have been analysed, and what is no record is refused.

#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/random_rholang.rs"]
mod random_rholang;
#[path = "support/texts.rs"]
mod texts;

use std::fmt::Write;

use mutation::{Random, mutate};
use proptest::prelude::*;
use rholang_engine::query::{self, CancelToken};
use rholang_engine::workspace::{Analyzed, Exports, FileRevision, KeyedText, Settings};
use rholang_engine::{Analysis, At, Engine, FileId, LanguageId, Snapshot, Variant};
use rholang_engine_sync::pool::{Pool, PoolOptions};
use xxhash_rust::xxh3::xxh3_64;

/// Where the key of a record begins.
const CHECKSUM_BYTES: usize = 8;

/// An engine of its own, so that names and files have other numbers than in another one.
struct Session {
    engine: Engine,
    // The pool goes after the engine that uses it.
    _pool: Pool,
}

impl Session {
    fn new() -> Self {
        let pool = Pool::new(PoolOptions::new().threads(1)).expect("a thread can be started");
        Self { engine: Engine::new(pool.handle()), _pool: pool }
    }

    fn keyed(&self, language: LanguageId, text: &str) -> KeyedText {
        self.engine.indexer().keyed(language, text.to_owned())
    }

    fn analyze(&self, label: &str, language: LanguageId, text: &str) -> (Analyzed, Vec<u8>) {
        let indexer = self.engine.indexer();
        let (file, text) = (self.engine.file(label), self.keyed(language, text));
        let (analyzed, record) = indexer.analyze_recorded(file, text, indexer.stamp());
        (analyzed, record.expect("small texts are recorded"))
    }

    fn load(
        &self,
        label: &str,
        language: LanguageId,
        text: &str,
        record: &[u8],
    ) -> Option<Analyzed> {
        let indexer = self.engine.indexer();
        let (file, keyed) = (self.engine.file(label), self.keyed(language, text));
        let key = keyed.key();
        match indexer.load(file, keyed, indexer.stamp(), record) {
            Ok(analyzed) => Some(analyzed),
            Err(refused) => {
                // The text comes back and can be analysed.
                assert_eq!(refused.key(), key);
                let (analyzed, _) = indexer.analyze_recorded(file, refused, indexer.stamp());
                assert_eq!(analyzed.revision().text().content(), text);
                None
            }
        }
    }
}

fn write_analysis(analysis: &Analysis, text: &str, out: &mut String) {
    let ir = analysis.facts.ir();
    writeln!(out, "{:?} {} {ir:?}", analysis.language, analysis.dialect).unwrap();
    writeln!(out, "{:?}", analysis.diagnostics).unwrap();
    for found in &analysis.diagnostics {
        let related = analysis.diagnostics.related(found);
        writeln!(out, "{} {related:?}", found.message(ir.names, text)).unwrap();
    }
}

fn write_exports(exports: &Exports, analysis: &Analysis, engine: &Engine, out: &mut String) {
    let snapshot = engine.snapshot();
    let names = analysis.facts.ir().names;
    let mut rows: Vec<_> = exports
        .rows()
        .iter()
        .map(|row| (names.text(row.name), snapshot.spelling(row.key), row.name, row.uses))
        .collect();
    rows.sort_unstable_by_key(|&(_, _, name, _)| name);
    writeln!(out, "{rows:?}").unwrap();
}

/// All that is known of a text, in words that are the same in every session.
fn written(revision: &FileRevision, engine: &Engine) -> String {
    let mut out = String::new();
    let text = revision.text();
    writeln!(out, "{:?} {:?} {:?}", text, revision.version(), revision.language()).unwrap();
    write_analysis(revision.analysis(), text.content(), &mut out);
    write_exports(revision.exports(), revision.analysis(), engine, &mut out);
    for (region, exports) in revision.region_exports() {
        let document = region.document();
        let (analysis, text) = (document.analysis(), document.text());
        writeln!(out, "{} {:?} {:?}", region.key(), region.embedded(), region.map()).unwrap();
        writeln!(out, "{text:?}").unwrap();
        write_analysis(analysis, text.content(), &mut out);
        write_exports(exports, analysis, engine, &mut out);
    }
    let regions = revision.regions();
    writeln!(out, "{:?} {:?}", regions.exports(), regions.diagnostics()).unwrap();
    out
}

/// Two sessions that have nothing in common: names and files have other numbers in the second one.
fn sessions() -> (Session, Session) {
    let (one, other) = (Session::new(), Session::new());
    other.analyze("other", LanguageId::Metta, "(= (b a) c) (x y)");
    (one, other)
}

/// Checks that a text gives the same whether it is analysed or loaded.
fn check_same((one, other): &(Session, Session), language: LanguageId, text: &str) {
    let (analyzed, record) = one.analyze("file", language, text);
    let loaded = other.load("file", language, text, &record);
    let loaded = loaded.unwrap_or_else(|| panic!("the record of {text:?} is refused"));
    let analyzed = written(analyzed.revision(), &one.engine);
    similar(&analyzed, &written(loaded.revision(), &other.engine));
    // Loading needs nothing of the session that has written the record, and changes nothing.
    let (_, again) = other.analyze("file", language, text);
    assert!(record == again, "two records of {text:?} differ");
}

/// Compares two texts, which are too long to be shown.
fn similar(left: &str, right: &str) {
    let different = left.lines().zip(right.lines()).find(|(left, right)| left != right);
    if let Some((left, right)) = different {
        let common = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right);
        let place = common.count().saturating_sub(40);
        let shown = |text: &str| text.chars().skip(place).take(120).collect::<String>();
        panic!("{}\nis not\n{}", shown(left), shown(right));
    }
    assert_eq!(left.len(), right.len());
}

#[test]
fn texts_of_the_repository() {
    let sessions = sessions();
    for language in LanguageId::ALL {
        for text in texts::all(language) {
            check_same(&sessions, language, &text);
        }
        check_same(&sessions, language, "");
    }
}

#[test]
fn damaged_texts() {
    let sessions = sessions();
    let mut random = Random::new(11);
    for language in LanguageId::ALL {
        for text in texts::all(language) {
            let damaged =
                mutate(&text, &["\"", "(", "}", "é", "|", "rholang-ls: allow(x)"], &mut random);
            check_same(&sessions, language, &damaged);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_rholang(seed in any::<u64>()) {
        check_same(&sessions(), LanguageId::Rholang, &random_rholang::program(&mut Random::new(seed), 60));
    }

    #[test]
    fn any_texts(text in "[a-z(){}!|@\"$=;/* \\\\né🦀\n]{0,60}") {
        for language in LanguageId::ALL {
            check_same(&sessions(), language, &text);
        }
    }

    #[test]
    fn no_bytes_are_a_record(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let session = Session::new();
        prop_assert!(session.load("file", LanguageId::Rholang, "Nil", &bytes).is_none());
    }
}

/// A text with rows in all tables, findings of all sorts, regions, and a promise.
const TEXT: &str = "// rholang-ls: allow(unused-binder)
new x, out(`rho:io:stdout`), compile(`rho:metta:compile`), y in {
  contract @\"run\"(ret, @code) = { @\"rho:metta:compile\"!(*ret, code) } |
  x!(z, 1.nth(\"é\")) | out!(\"a\" + 1, Nil.no()) | for (@v, w <- x) { w!(v) } | out!() |
  compile!(*out, \"(= (f $x) (g \\\"\\n\\\" $x $y))\" ++ *x ++ \"!(f 1 2)\")
  // rholang-ls: allow(nothing)
}";

#[test]
fn the_sample_has_everything() {
    let session = Session::new();
    let (analyzed, _) = session.analyze("file", LanguageId::Rholang, TEXT);
    let revision = analyzed.revision();
    let ir = revision.analysis().facts.ir();
    assert!(![ir.names.len(), ir.scopes.len(), ir.binders.len(), ir.references.len()].contains(&0));
    assert!(![ir.endpoints.len(), ir.definitions.len(), ir.comments.len()].contains(&0));
    assert!(!revision.regions().is_empty());
    assert!(!revision.regions().exports().is_empty());
    let names: Vec<&str> =
        revision.analysis().diagnostics.iter().map(|found| found.code.name).collect();
    assert!(names.len() > 3 && names.contains(&"unknown-suppression"), "{names:?}");
    check_same(&sessions(), LanguageId::Rholang, TEXT);
}

#[test]
fn damaged_records_are_refused() {
    let session = Session::new();
    for (language, text) in [(LanguageId::Rholang, TEXT), (LanguageId::Metta, "(= (f $x) 1)")] {
        let (_, mut record) = session.analyze("file", language, text);
        for length in 0..record.len() {
            assert!(session.load("file", language, text, &record[..length]).is_none());
        }
        for place in 0..record.len() {
            let bit = 1 << (place % 8);
            record[place] ^= bit;
            assert!(session.load("file", language, text, &record).is_none(), "byte {place}");
            record[place] ^= bit;
        }
        assert!(session.load("file", language, text, &record).is_some());
        record.push(0);
        assert!(session.load("file", language, text, &record).is_none());
        seal(&mut record);
        assert!(session.load("file", language, text, &record).is_none());
    }
}

#[test]
fn records_of_something_else_are_refused() {
    let mut session = Session::new();
    let (_, record) = session.analyze("file", LanguageId::Rholang, "Nil");
    let loads =
        |session: &Session, language, text| session.load("file", language, text, &record).is_some();
    assert!(loads(&session, LanguageId::Rholang, "Nil"));
    assert!(!loads(&session, LanguageId::Rholang, "Nil "));
    assert!(!loads(&session, LanguageId::Metta, "Nil"));
    // Whatever analyses depend on is part of the key.
    let mut settings = Settings::default();
    settings.set_dialect(Variant::from(LanguageId::Metta).with_dialect("mettatron").unwrap());
    session.engine.set_settings(settings);
    assert!(!loads(&session, LanguageId::Rholang, "Nil"));
    let mut settings = Settings::default();
    settings.embedded.remove_channel("rho:metta:compile");
    session.engine.set_settings(settings);
    assert!(!loads(&session, LanguageId::Rholang, "Nil"));
    session.engine.set_settings(Settings::default());
    assert!(loads(&session, LanguageId::Rholang, "Nil"));
}

#[test]
fn what_cannot_be_analysed_is_not_recorded() {
    let session = Session::new();
    let text = " ".repeat(rholang_engine::syntax::TEXT_BYTES_MAX + 1);
    let indexer = session.engine.indexer();
    let keyed = session.keyed(LanguageId::Rholang, &text);
    let file = session.engine.file("file");
    let (analyzed, record) = indexer.analyze_recorded(file, keyed, indexer.stamp());
    assert!(record.is_none());
    assert_eq!(analyzed.revision().analysis().diagnostics.len(), 1);
}

/// Gives a record the checksum that belongs to it.
fn seal(record: &mut [u8]) {
    let checksum = xxh3_64(&record[CHECKSUM_BYTES..]);
    record[..CHECKSUM_BYTES].copy_from_slice(&checksum.to_le_bytes());
}

/// Asks whatever can be asked.
fn ask_everything(snapshot: &Snapshot, file: FileId) {
    let cancel = &CancelToken::new();
    let length = snapshot.file(file).unwrap().text().content().len();
    for offset in (0..=length).step_by(3) {
        let at = At { file, offset: u32::try_from(offset).unwrap() };
        let _ = query::definition(snapshot, at, cancel);
        let _ = query::implementation(snapshot, at, cancel);
        let _ = query::references(snapshot, at, true, cancel);
        let _ = query::highlights(snapshot, at);
        let _ = query::hover(snapshot, at, cancel);
        let _ = query::rename(snapshot, at, "fresh", cancel);
        let _ = query::selection_ranges(snapshot, at);
    }
    let _ = query::semantic_tokens(snapshot, file, None);
    let _ = query::folding_ranges(snapshot, file);
    let _ = query::document_symbols(snapshot, file);
    let _ = query::workspace_symbols(snapshot, "", 100, cancel);
    for (_, revision) in snapshot.files() {
        let names = revision.analysis().facts.ir().names;
        for found in &revision.analysis().diagnostics {
            let _ = found.message(names, revision.text().content());
        }
    }
}

/// Numbers that do not belong to a record, with a checksum that does: either they are seen, or they lead
/// to no panic and no endless loop.
#[test]
fn wrong_numbers_do_no_harm() {
    let mut random = Random::new(5);
    let mut accepted = 0;
    for (language, text) in [
        (LanguageId::Rholang, TEXT),
        (LanguageId::Metta, "; a\n(: f (-> A B))\n(= (f $x) (g $x $y))\n!(f (h 1))"),
        (LanguageId::Rholang, "new x in { x!((1 | }"),
    ] {
        let (_, record) = Session::new().analyze("file", language, text);
        for place in (CHECKSUM_BYTES + 16..record.len()).step_by(7) {
            let mut wrong = record.clone();
            match random.below(4) {
                0 => wrong[place] = 0xff,
                1 => wrong[place] = wrong[place].wrapping_add(1),
                2 => wrong[place] = u8::try_from(random.below(256)).unwrap(),
                _ => {
                    let end = (place + 4).min(wrong.len());
                    wrong[place..end].fill(0xff);
                }
            }
            seal(&mut wrong);
            let mut session = Session::new();
            if let Some(loaded) = session.load("file", language, text, &wrong) {
                accepted += 1;
                let file = loaded.file();
                session.engine.commit([loaded]);
                ask_everything(&session.engine.snapshot(), file);
            }
        }
    }
    // Many numbers, such as kinds, are right whatever they are.
    assert!(accepted > 50, "{accepted}");
}

/// What other files say about a file is not in its record.
#[test]
fn loaded_files_know_each_other() {
    const FILES: [(&str, LanguageId, &str); 4] = [
        (
            "library",
            LanguageId::Rholang,
            "contract @\"run\"(ret, @code) = { @\"rho:metta:compile\"!(*ret, code) }",
        ),
        ("user", LanguageId::Rholang, "new r in { @\"run\"!(*r, \"(f $x)\") }"),
        ("m.metta", LanguageId::Metta, "(= (f $x) 1)"),
        ("n.metta", LanguageId::Metta, "!(import! &self m)\n!(f 1)"),
    ];
    let (mut one, mut other) = (Session::new(), Session::new());
    let mut records = Vec::new();
    for (label, language, text) in FILES {
        let (analyzed, record) = one.analyze(label, language, text);
        one.engine.commit([analyzed]);
        records.push(record);
    }
    for ((label, language, text), record) in FILES.iter().zip(&records).rev() {
        let loaded = other.load(label, *language, text, record).expect("the record is good");
        other.engine.commit([loaded]);
    }
    for (label, ..) in FILES {
        let of = |session: &Session| {
            let snapshot = session.engine.snapshot();
            let file = snapshot.find(label).expect("the file is there");
            written(snapshot.file(file).unwrap(), &session.engine)
        };
        similar(&of(&one), &of(&other));
    }
    let (one, other) = (one.engine.snapshot(), other.engine.snapshot());
    let user = other.find("user").unwrap();
    assert_eq!(other.file(user).unwrap().regions().len(), 1);
    assert_eq!(one.key_count(), other.key_count());
    for key in (0..one.key_count()).map(rholang_engine_sync::Id::from_index) {
        let uses = |snapshot: &Snapshot| {
            let key = snapshot.key(one.spelling(key)).expect("both know the name");
            let posting = snapshot.posting(key)?;
            let all = posting.files(rholang_engine::symbol::Uses::ALL);
            let mut labels: Vec<String> = all.map(|file| snapshot.label(file).to_owned()).collect();
            labels.sort();
            Some(labels)
        };
        assert_eq!(uses(&one), uses(&other), "{}", one.spelling(key));
    }
    for name in ["f", "run"] {
        let found = |snapshot: &Snapshot| {
            let found = query::workspace_symbols(snapshot, name, 10, &CancelToken::new()).unwrap();
            found.into_iter().map(|symbol| symbol.name).collect::<Vec<_>>()
        };
        assert!(!found(&one).is_empty());
        assert_eq!(found(&one), found(&other));
    }
}
