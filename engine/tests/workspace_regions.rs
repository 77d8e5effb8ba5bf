//! Programs inside files of a workspace: what other files say about them, and what is found in them.

mod support;

use std::fmt::Write;
use std::time::Duration;

use rholang_engine::query;
use rholang_engine::text::TextRange;
use rholang_engine::workspace::Settings;
use rholang_engine::{Engine, FileId, LanguageId, Variant};
use rholang_engine_sync::pool::{Pool, PoolOptions};
use support::workspace::Fixture;

fn engine() -> (Pool, Engine) {
    let pool = Pool::new(PoolOptions::new().threads(1)).expect("a thread can be started");
    let engine = Engine::new(pool.handle());
    (pool, engine)
}

/// Commits texts from disk, as one batch.
fn commit(engine: &mut Engine, files: &[(&str, &str)]) -> Vec<String> {
    let indexer = engine.indexer();
    let results: Vec<_> = files
        .iter()
        .map(|(label, text)| {
            let file = engine.file(label);
            indexer.analyze(file, LanguageId::Rholang, (*text).to_owned(), indexer.stamp())
        })
        .collect();
    let committed = engine.commit(results);
    let mut labels: Vec<String> =
        committed.iter().map(|entry| engine.label(entry.file).to_owned()).collect();
    labels.sort();
    labels
}

/// The virtual texts of a file's regions.
fn programs(engine: &Engine, label: &str) -> Vec<String> {
    let snapshot = engine.snapshot();
    let file = snapshot.find(label).expect("the file is there");
    let revision = snapshot.file(file).expect("the file is there");
    let content = |region: &rholang_engine::Region| region.document().text().content().to_owned();
    revision.regions().iter().map(content).collect()
}

const LIBRARY: &str = "contract @\"run\"(ret, @code) = { @\"rho:metta:compile\"!(*ret, code) }";
const USER: &str = "new r in { @\"run\"!(*r, \"(f)\") }";
const BYSTANDER: &str = "new r in { @\"walk\"!(*r, \"(f)\") | for (@x <- @\"run\") { Nil } }";

/// Commits what the pool finds, until it finds nothing more for a moment. Returns how many files.
fn settle(engine: &mut Engine) -> usize {
    let mut count = 0;
    while let Ok(result) = engine.finished().recv_timeout(Duration::from_millis(500)) {
        count += engine.commit([result]).len();
    }
    count
}

#[test]
fn promises_reach_many_files() {
    let (_pool, mut engine) = engine();
    let labels: Vec<String> = (0..300).map(|number| format!("user{number}")).collect();
    let mut files: Vec<(&str, &str)> = labels.iter().map(|label| (label.as_str(), USER)).collect();
    files.push(("bystander", BYSTANDER));
    commit(&mut engine, &files);
    let has_programs = |engine: &Engine, count: usize| {
        labels.iter().all(|label| programs(engine, label).len() == count)
    };
    // They are too many to be looked at by who commits.
    assert_eq!(commit(&mut engine, &[("library", LIBRARY)]), ["library"]);
    // The bystander could have depended on it as well.
    assert_eq!(settle(&mut engine), 301);
    assert!(has_programs(&engine, 1));
    // One is changed and one is removed before the others are known to be no programs any more.
    commit(&mut engine, &[("library", "Nil")]);
    commit(&mut engine, &[("user7", "Nil")]);
    let indexer = engine.indexer();
    let user8 = engine.file("user8");
    engine.remove(user8, indexer.stamp());
    assert_eq!(settle(&mut engine), 299);
    assert!(engine.snapshot().file(user8).is_none());
    let left = labels.iter().filter(|label| *label != "user8");
    assert!(left.clone().all(|label| programs(&engine, label).is_empty()));
}

#[test]
fn promises_reach_files_in_any_order() {
    let files = [("library", LIBRARY), ("user", USER), ("bystander", BYSTANDER)];
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]] {
        let ordered = order.map(|index| files[index]);
        let (_pool, mut one_by_one) = engine();
        for file in ordered {
            commit(&mut one_by_one, &[file]);
        }
        let (_pool, mut batch) = engine();
        commit(&mut batch, &ordered);
        for engine in [&one_by_one, &batch] {
            assert_eq!(programs(engine, "user"), ["(f)"], "{order:?}");
            assert!(programs(engine, "bystander").is_empty(), "{order:?}");
            assert!(programs(engine, "library").is_empty(), "{order:?}");
        }
    }
}

#[test]
fn promises_change() {
    let (_pool, mut engine) = engine();
    commit(&mut engine, &[("user", USER), ("bystander", BYSTANDER)]);
    assert!(programs(&engine, "user").is_empty());
    // What mentions the channel is looked at again.
    assert_eq!(commit(&mut engine, &[("library", LIBRARY)]), ["bystander", "library", "user"]);
    assert_eq!(programs(&engine, "user"), ["(f)"]);
    // An edit elsewhere in the library changes nothing for others.
    let commented = format!("// a comment\n{LIBRARY}");
    assert_eq!(commit(&mut engine, &[("library", &commented)]), ["library"]);
    assert_eq!(programs(&engine, "user"), ["(f)"]);
    // The other part of the message.
    let other = LIBRARY.replace("*ret, code", "*ret").replace("!(*ret)", "!(*ret, 1)");
    assert_eq!(commit(&mut engine, &[("library", &other)]), ["bystander", "library", "user"]);
    assert!(programs(&engine, "user").is_empty());
    commit(&mut engine, &[("library", LIBRARY)]);
    assert_eq!(programs(&engine, "user"), ["(f)"]);
    // An edit of the user finds the promise without the library.
    let edited = USER.replace("(f)", "(g)");
    assert_eq!(commit(&mut engine, &[("user", &edited)]), ["user"]);
    assert_eq!(programs(&engine, "user"), ["(g)"]);
    // The library goes.
    let library = engine.file("library");
    let stamp = engine.indexer().stamp();
    assert!(engine.remove(library, stamp));
    let changed = engine.take_dependents();
    assert!(changed.iter().any(|entry| entry.file == engine.file("user")));
    assert!(programs(&engine, "user").is_empty());
}

#[test]
fn open_documents_see_promises() {
    let (_pool, mut engine) = engine();
    commit(&mut engine, &[("library", LIBRARY)]);
    let user = engine.file("user");
    engine.open(user, LanguageId::Rholang, USER.to_owned(), 1);
    let analyzed = engine.finished().recv().expect("the engine keeps a sender");
    // The worker has seen the library.
    assert_eq!(analyzed.revision().regions().len(), 1);
    engine.commit([analyzed]);
    let key = |engine: &Engine| {
        let snapshot = engine.snapshot();
        snapshot.file(user).unwrap().regions().iter().next().map(rholang_engine::Region::key)
    };
    let first = key(&engine);
    assert!(first.is_some());
    for version in 2..5 {
        engine.change(user, version, |text| text.replace(TextRange::empty(0), "// é\n"));
        let analyzed = engine.finished().recv().expect("the engine keeps a sender");
        engine.commit([analyzed]);
        assert_eq!(key(&engine), first);
    }
}

#[test]
fn settings_change() {
    let (_pool, mut engine) = engine();
    let text = "@\"compile\"!(\"(f)\") | @\"rho:metta:eval\"!(\"!(println! 1)\")";
    commit(&mut engine, &[("a", text), ("b", "Nil")]);
    assert_eq!(programs(&engine, "a"), ["!(println! 1)"]);
    let mut settings = Settings::default();
    let metta = settings.embedded.find_language("metta").expect("is standard");
    settings.embedded.add_channel("compile", metta);
    let changed = engine.set_settings(settings.clone());
    assert!(changed.iter().any(|entry| entry.file == engine.file("a")));
    assert_eq!(programs(&engine, "a"), ["(f)", "!(println! 1)"]);
    assert!(engine.set_settings(settings.clone()).is_empty());
    // The dialect of strings.
    let file = engine.file("a");
    let codes = |engine: &Engine| -> Vec<&str> {
        let found = query::diagnostics(&engine.snapshot(), file);
        found.iter().map(|found| found.code.name).collect()
    };
    assert_eq!(codes(&engine), ["dialect-token"]);
    let mut metta = settings.embedded.language(metta).expect("is standard").clone();
    metta.dialect = Some("hyperon".to_owned());
    settings.embedded.add_language(metta);
    engine.set_settings(settings.clone());
    assert!(codes(&engine).is_empty());
    // The dialect of files.
    let program = engine.file("c.metta");
    engine.open(program, LanguageId::Metta, "!main".to_owned(), 1);
    let analyzed = engine.finished().recv().expect("the engine keeps a sender");
    engine.commit([analyzed]);
    let has_findings =
        |engine: &Engine| !query::diagnostics(&engine.snapshot(), program).is_empty();
    assert!(has_findings(&engine));
    let metta = Variant::from(LanguageId::Metta);
    settings.set_dialect(metta.with_dialect("MeTTaTron").expect("is a dialect"));
    engine.set_settings(settings);
    let analyzed = engine.finished().recv().expect("the engine keeps a sender");
    engine.commit([analyzed]);
    assert!(!has_findings(&engine));
}

/// Each finding of a file with its place.
fn findings(fixture: &Fixture, file: FileId) -> String {
    let mut output = String::new();
    for found in query::diagnostics(&fixture.snapshot, file) {
        let place = fixture.place(file, found.range);
        writeln!(output, "{} {place}: {}", found.code.name, found.message).unwrap();
        for related in found.related {
            writeln!(output, "    {} {}", fixture.place(file, related.range), related.note)
                .unwrap();
        }
    }
    output
}

#[test]
fn findings_inside_strings_have_places_of_the_file() {
    let fixture = Fixture::rholang(
        r#"new compile(`rho:metta:compile`), x, unused in {
  compile!("(= (f $x) $x) ; é\"
  (= (f $y) $y)\n(g \"\\q\")") |
  compile!("!(let " ++ *x ++ ")") | /* é */ compile!("(λ)" ++ *x) |
  // @mettta
  x!("(")
}"#,
    );
    let found = findings(&fixture, fixture.file());
    expect_test::expect![[r#"
        unused-binder main.rho:1:38-1:44 unused: `unused` is never used; remove it
        duplicate-clause main.rho:3:3-3:16 (= (f $y) $y): this clause repeats an earlier one, so each call gives its result twice; remove it
            main.rho:2:13-2:26 (= (f $x) $x) the earlier one
        syntax-invalid-escape main.rho:3:23-3:26 \\q: `\q` is not an escape sequence; strings know `\n`, `\r`, `\t`, `\"`, `\'`, `\\`, `\x00` to `\x7F` and `\u{..}`
        dialect-token main.rho:4:56-4:57 λ: MeTTaTron reads `λ` as an error
        unknown-embedded-language main.rho:5:7-5:13 mettta: no language is called `mettta`, so the string after this comment is read as text
    "#]].assert_eq(&found);
}

// ---- questions about words inside strings ----

const TWO_STRINGS_AND_A_FILE: &str = r#"//- main.rho
new compile(`rho:metta:compile`), x in {
  compile!("(: area (-> Number Number))\n(= (area $side) (* $side $side))") |
  compile!("é !(a$0rea " ++ *x ++ ") \"area\" (area \"\\\"\" $side)")
}
//- library.metta
(= (twice $x) (* 2 (area $x)))
"#;

#[test]
fn navigation_goes_through_strings() {
    let fixture = Fixture::rholang(TWO_STRINGS_AND_A_FILE);
    expect_test::expect![[r#"
        main.rho:2:46-2:50 area
        main.rho:2:16-2:20 area
        main.rho:3:46-3:50 area
    "#]]
    .assert_eq(&fixture.definition());
    expect_test::expect![[r#"
        main.rho:2:16-2:20 area
    "#]]
    .assert_eq(&fixture.declaration());
    expect_test::expect![[r#"
        main.rho:2:16-2:20 area Declaration
        main.rho:2:46-2:50 area Definition
        main.rho:3:17-3:21 area Read
        main.rho:3:46-3:50 area Write
        library.metta:1:21-1:25 area Read
    "#]]
    .assert_eq(&fixture.references());
    expect_test::expect![[r#"
        main.rho:2:16-2:20 area Declaration
        main.rho:2:46-2:50 area Definition
        main.rho:3:17-3:21 area Read
        main.rho:3:46-3:50 area Write
    "#]]
    .assert_eq(&fixture.highlights());
    expect_test::expect![[r#"
        main.rho:3:17-3:21 area
        function `area`, 1 clause
        ```metta
        (: area (-> Number Number))
        ```
        ```metta
        (= (area $side) (* $side $side))
        ```
        relation `area`, 1 fact
        ```metta
        (area "\"" $side)
        ```
    "#]]
    .assert_eq(&fixture.hover());
}

#[test]
fn renames_go_through_strings() {
    let fixture = Fixture::rholang(TWO_STRINGS_AND_A_FILE);
    expect_test::expect![[r#"
        main.rho:3:17-3:21 area
    "#]]
    .assert_eq(&fixture.prepare_rename());
    expect_test::expect![[r#"
        //- main.rho
        new compile(`rho:metta:compile`), x in {
          compile!("(: fläche\"\\x (-> Number Number))\n(= (fläche\"\\x $side) (* $side $side))") |
          compile!("é !(fläche\"\\x " ++ *x ++ ") \"area\" (fläche\"\\x \"\\\"\" $side)")
        }

        //- library.metta
        (= (twice $x) (* 2 (fläche"\x $x)))

    "#]]
    .assert_eq(&fixture.rename("fläche\"\\x"));
}

#[test]
fn outlines_and_searches_show_what_is_in_strings() {
    let fixture = Fixture::rholang(TWO_STRINGS_AND_A_FILE);
    expect_test::expect![[r#"
        SystemChannel compile rho:metta:compile main.rho:1:5-1:12
        Channel x main.rho:1:35-1:36
        Region metta main.rho:2:13-2:74
          Function area (-> Number Number) main.rho:2:16-2:20
            Clause (area $side) main.rho:2:46-2:50
        Region metta main.rho:3:13-3:66
          Fact area "\"" $side main.rho:3:46-3:50
    "#]]
    .assert_eq(&fixture.outline());
    expect_test::expect![[r#"
        Function area main.rho:2:16-2:20 area
        Fact area main.rho:3:46-3:50 area
    "#]]
    .assert_eq(&fixture.search("area"));
}

#[test]
fn words_that_the_host_computes_are_not_edited() {
    let fixture = Fixture::rholang(
        r#"new x in { // @metta
  x!("(= (f$0oo 1) 1) (fo" ++ "o 2) (foo" ++ *x ++ ")") }"#,
    );
    expect_test::expect![[r#"
        main.rho:2:11-2:14 foo Definition
        main.rho:2:22-2:31 fo" ++ "o Write
    "#]]
    .assert_eq(&fixture.references());
    expect_test::expect![[r#"
        error: an occurrence is put together by the program around it and cannot be edited
    "#]]
    .assert_eq(&fixture.rename("bar"));
}

#[test]
fn a_string_says_why_it_is_a_program() {
    for (text, expected) in [
        ("// @metta\n@\"a\"!($0\"(f)\")", "the comment `// @metta` says so"),
        ("@\"a\"!($0\"#!metta\n(f)\")", "its first line, `#!metta`, says so"),
        (
            "@\"rho:metta:eval\"!($0\"(f)\")",
            "it is sent to `@\"rho:metta:eval\"`, which takes programs",
        ),
        (
            "new c(`rho:metta:run`), a in { a!(\"(f)$0\") |\n for (@x <- a) { c!(x) } }",
            "it reaches `c` in line 2, which takes programs",
        ),
    ] {
        let hover = Fixture::rholang(text).hover();
        let sentence = format!("This string is a program in `metta` (MeTTaTron): {expected}.\n");
        assert!(hover.ends_with(&sentence), "{text}: {hover}");
    }
}

#[test]
fn what_one_string_lacks_may_be_in_another() {
    let documented = "(@doc area (@desc \\\"d\\\"))";
    let text = |other: &str| {
        format!("// @metta\n@\"a\"!(\"{documented}\") |\n// @metta\n@\"a\"!(\"{other}\")")
    };
    let orphans = |text: &str| {
        let fixture = Fixture::rholang(text);
        findings(&fixture, fixture.file()).matches("orphan-doc").count()
    };
    assert_eq!(orphans(&text("(= (f) 1)")), 1);
    assert_eq!(orphans(&text("(= (area) 1)")), 0);
}
