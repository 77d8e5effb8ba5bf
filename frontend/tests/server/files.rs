//! Files on disk: found, followed, ignored, forgotten.

use std::fs;

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::TIMEOUT;
use crate::feature::check;
use crate::session::{Options, Session};

/// The files that the server knows, by what the largest take: it lists all of a small workspace.
fn known(session: &mut Session) -> String {
    let memory = session.client.request("rholang/memory", Value::Null);
    let files = memory["largestFiles"].as_array().unwrap();
    let mut names: Vec<String> = files
        .iter()
        .map(|file| session.fixture.name(file["uri"].as_str().unwrap()).to_owned())
        .collect();
    names.sort();
    names.join(" ")
}

/// Waits until the server knows exactly these files.
fn wait_for_known(session: &mut Session, expected: &str) {
    let deadline = std::time::Instant::now() + TIMEOUT;
    loop {
        let found = known(session);
        if found == expected {
            return;
        }
        assert!(std::time::Instant::now() < deadline, "known: {found}, expected: {expected}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// How many bytes the text of a file has.
fn bytes(session: &mut Session, name: &str) -> Option<String> {
    let params = session.document(name);
    let tree = session.client.request("rholang/syntaxTree", params);
    let text = tree["text"].as_str()?;
    Some(text.split_once("(bytes ")?.1.split_once(')')?.0.to_owned())
}

#[test]
fn files_of_all_languages_are_found_and_ignored_ones_are_not() {
    let mut session = Session::new(
        "//- /a.rho\nNil\n//- /b.rhox\nNil\n//- /c/d.metta\n(a)\n//- /e.txt\nNil\n//- /F.RHO\nNil\n\
         //- /.gitignore\nignored.rho\nbuild/\n//- /ignored.rho\nNil\n//- /build/x.rho\nNil\n\
         //- /c/.ignore\nalso.rho\n//- /c/also.rho\nNil\n//- /.hidden/x.rho\nNil\n",
    );
    check(&known(&mut session), expect!["F.RHO a.rho b.rhox c/d.metta"]);
}

#[test]
fn names_of_all_sorts_are_found() {
    let mut session = Session::unopened("//- /a.rho\nNil\n", Options::default());
    for name in ["/b c.rho", "/é🦀.rho", "/100%.rho", "/#x?.rho", "/(1)[2]{3}.rho"] {
        session.fixture.write(name, "Nil");
    }
    session.tell_changed(&[("/.gitignore", 1)]);
    check(
        &known(&mut session),
        expect![
            "%23x%3F.rho %C3%A9%F0%9F%A6%80.rho (1)%5B2%5D%7B3%7D.rho 100%25.rho a.rho b%20c.rho"
        ],
    );
}

#[test]
fn several_folders_are_indexed_and_files_outside_of_them_are_not() {
    let mut session = Session::new(
        "//- /one/ root\n//- /two/ root\n//- /two/deep/ root\n//- /one/a.rho\nNil\n\
         //- /two/b.rho\nNil\n//- /two/deep/c.rho\nNil\n//- /three/d.rho\nNil\n",
    );
    check(&known(&mut session), expect!["one/a.rho two/b.rho two/deep/c.rho"]);
}

#[test]
fn folders_come_and_go() {
    let mut session = Session::new(
        "//- /one/ root\n//- /one/a.rho\nNil\n//- /two/b.rho\nNil\n//- /two/open.rho open\nNil\n",
    );
    wait_for_known(&mut session, "one/a.rho two/open.rho");
    let folder =
        |session: &Session, name: &str| json!([{ "uri": session.fixture.uri(name), "name": name }]);
    let event = json!({ "added": folder(&session, "/two"), "removed": [] });
    session.client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    wait_for_known(&mut session, "one/a.rho two/b.rho two/open.rho");
    let event = json!({ "added": [], "removed": folder(&session, "/one") });
    session.client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    wait_for_known(&mut session, "two/b.rho two/open.rho");
    let event = json!({ "added": folder(&session, "/one"), "removed": folder(&session, "/two") });
    session.client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    // What is open is known whatever folder it is in.
    wait_for_known(&mut session, "one/a.rho two/open.rho");
    session.close("/two/open.rho");
    wait_for_known(&mut session, "one/a.rho");
}

#[test]
fn the_client_is_asked_to_watch() {
    let mut session = Session::new("//- /one/ root\n//- /two/ root\n");
    let is_watching =
        |params: &Value| params["registrations"][0]["method"] == "workspace/didChangeWatchedFiles";
    let params = session.client.wait_until("client/registerCapability", is_watching);
    let watchers = params["registrations"][0]["registerOptions"]["watchers"].as_array().unwrap();
    let shown: Vec<String> = watchers
        .iter()
        .map(|watcher| {
            let pattern = &watcher["globPattern"];
            let base = session.fixture.name(pattern["baseUri"].as_str().unwrap());
            format!("{base} {}", pattern["pattern"].as_str().unwrap())
        })
        .collect();
    check(
        &shown.join("\n"),
        expect![[r#"
        one **/*.{rho,rhox,metta}
        one **/.{gitignore,ignore}
        two **/*.{rho,rhox,metta}
        two **/.{gitignore,ignore}"#]],
    );
    // Other folders are watched instead.
    let removed = json!([{ "uri": session.fixture.uri("/one"), "name": "" }]);
    let event = json!({ "added": [], "removed": removed });
    session.client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    session.client.wait_for("client/unregisterCapability");
    let params = session.client.wait_until("client/registerCapability", is_watching);
    let watchers = params["registrations"][0]["registerOptions"]["watchers"].as_array().unwrap();
    assert_eq!(watchers.len(), 2);
}

#[test]
fn clients_without_relative_patterns_watch_everywhere() {
    let options = Options::default()
        .with("workspace/didChangeWatchedFiles/relativePatternSupport", json!(false));
    let mut session = Session::with("//- /a.rho\nNil\n", options);
    let params = session.client.wait_until("client/registerCapability", |params| {
        params["registrations"][0]["method"] == "workspace/didChangeWatchedFiles"
    });
    let watchers = &params["registrations"][0]["registerOptions"]["watchers"];
    assert_eq!(watchers[0], json!({ "globPattern": "**/*.{rho,rhox,metta}" }));
}

/// A step: what happens on disk, what the client tells, and what is known afterwards.
fn follow(options: Options, tells: bool) {
    let mut session =
        Session::with("//- /a.rho\nNil\n//- /f/b.rho\nNil\n//- /.gitignore\nskip.rho\n", options);
    let mut step = |change: &dyn Fn(&Session), told: &[(&str, u32)], expected: &str| {
        change(&session);
        if tells {
            session.tell_changed(told);
        }
        wait_for_known(&mut session, expected);
    };
    step(&|it| it.fixture.write("/c.rho", "Nil"), &[("/c.rho", 1)], "a.rho c.rho f/b.rho");
    step(
        &|it| it.fixture.write("/d.metta", "(a)"),
        &[("/d.metta", 1)],
        "a.rho c.rho d.metta f/b.rho",
    );
    step(
        &|it| fs::remove_file(it.fixture.path("/c.rho")).unwrap(),
        &[("/c.rho", 3)],
        "a.rho d.metta f/b.rho",
    );
    step(
        &|it| fs::rename(it.fixture.path("/d.metta"), it.fixture.path("/e.metta")).unwrap(),
        &[("/d.metta", 3), ("/e.metta", 1)],
        "a.rho e.metta f/b.rho",
    );
    // Files that are ignored stay so, until the rules change.
    step(
        &|it| {
            it.fixture.write("/skip.rho", "Nil");
            it.fixture.write("/g.rho", "Nil");
        },
        &[("/skip.rho", 1), ("/g.rho", 1)],
        "a.rho e.metta f/b.rho g.rho",
    );
    step(
        &|it| it.fixture.write("/.gitignore", "g.rho\n"),
        &[("/.gitignore", 2)],
        "a.rho e.metta f/b.rho skip.rho",
    );
    // A folder at once.
    step(
        &|it| fs::rename(it.fixture.path("/f"), it.fixture.path("/h")).unwrap(),
        &[("/f", 3), ("/h", 1)],
        "a.rho e.metta h/b.rho skip.rho",
    );
    step(
        &|it| fs::remove_dir_all(it.fixture.path("/h")).unwrap(),
        &[("/h", 3)],
        "a.rho e.metta skip.rho",
    );
}

#[test]
fn files_are_followed_as_the_client_tells() {
    follow(Options::default(), true);
}

#[test]
fn files_are_followed_without_the_client() {
    follow(Options::default().with("workspace/didChangeWatchedFiles", json!({})), false);
}

#[test]
fn changed_files_are_read_again() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    assert_eq!(bytes(&mut session, "/a.rho").as_deref(), Some("4"));
    session.fixture.write("/a.rho", "Nil | Nil");
    session.tell_changed(&[("/a.rho", 2)]);
    assert_eq!(bytes(&mut session, "/a.rho").as_deref(), Some("9"));
    // A client may tell that a file was deleted which is there again, or the other way round.
    session.tell_changed(&[("/a.rho", 3)]);
    assert_eq!(bytes(&mut session, "/a.rho").as_deref(), Some("9"));
    fs::remove_file(session.fixture.path("/a.rho")).unwrap();
    session.tell_changed(&[("/a.rho", 2)]);
    assert_eq!(bytes(&mut session, "/a.rho"), None);
}

#[test]
fn the_text_of_the_editor_wins_over_the_disk() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    session.open("/a.rho", "Nil | Nil | Nil");
    assert_eq!(bytes(&mut session, "/a.rho").as_deref(), Some("15"));
    session.fixture.write("/a.rho", "1");
    session.tell_changed(&[("/a.rho", 2)]);
    assert_eq!(bytes(&mut session, "/a.rho").as_deref(), Some("15"));
    // Not even that the file is gone matters.
    fs::remove_file(session.fixture.path("/a.rho")).unwrap();
    session.tell_changed(&[("/a.rho", 3)]);
    assert_eq!(bytes(&mut session, "/a.rho").as_deref(), Some("15"));
    session.fixture.write("/a.rho", "12");
    session.close("/a.rho");
    session.wait_until_indexed();
    assert_eq!(bytes(&mut session, "/a.rho").as_deref(), Some("2"));
}

#[test]
fn a_closed_document_that_is_not_on_disk_is_forgotten() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    session.open("/new.rho", "Nil | Nil");
    assert_eq!(bytes(&mut session, "/new.rho").as_deref(), Some("9"));
    session.close("/new.rho");
    wait_for_known(&mut session, "a.rho");
    // One that was saved meanwhile is part of the workspace.
    session.open("/saved.rho", "Nil | Nil");
    session.fixture.write("/saved.rho", "Nil");
    session.close("/saved.rho");
    wait_for_known(&mut session, "a.rho saved.rho");
    // What the editor had is known until the file was read.
    let is_read = |session: &mut Session| bytes(session, "/saved.rho").as_deref() == Some("3");
    for _ in 0..500 {
        if is_read(&mut session) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the file was not read after its document was closed");
}

#[test]
fn ignored_files_are_known_while_they_are_open() {
    let mut session =
        Session::new("//- /a.rho\nNil\n//- /.gitignore\nskip.rho\n//- /skip.rho open\nNil\n");
    wait_for_known(&mut session, "a.rho skip.rho");
    session.close("/skip.rho");
    wait_for_known(&mut session, "a.rho");
}

#[test]
fn files_and_folders_that_users_rename_in_the_editor_are_followed() {
    let mut session = Session::new("//- /f/a.rho\nNil\n//- /f/b.rho\nNil\n");
    fs::rename(session.fixture.path("/f"), session.fixture.path("/g")).unwrap();
    let (old, new) = (session.fixture.uri("/f"), session.fixture.uri("/g"));
    let files = json!([{ "oldUri": old, "newUri": new }]);
    session.client.notify("workspace/didRenameFiles", json!({ "files": files }));
    wait_for_known(&mut session, "g/a.rho g/b.rho");
    fs::remove_dir_all(session.fixture.path("/g")).unwrap();
    session.client.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": new }] }));
    wait_for_known(&mut session, "");
    session.fixture.write("/f/c.rho", "Nil");
    session.client.notify("workspace/didCreateFiles", json!({ "files": [{ "uri": old }] }));
    wait_for_known(&mut session, "f/c.rho");
}

#[test]
fn files_that_cannot_be_read_are_passed_over() {
    let mut session = Session::unopened("//- /a.rho\nNil\n", Options::default());
    fs::write(session.fixture.path("/bad.rho"), b"\xff\xfe").unwrap();
    session.tell_changed(&[("/bad.rho", 1)]);
    wait_for_known(&mut session, "a.rho");
    // It becomes a text, and none again.
    session.fixture.write("/bad.rho", "Nil");
    session.tell_changed(&[("/bad.rho", 2)]);
    wait_for_known(&mut session, "a.rho bad.rho");
    fs::write(session.fixture.path("/bad.rho"), b"\xff").unwrap();
    session.tell_changed(&[("/bad.rho", 2)]);
    wait_for_known(&mut session, "a.rho");
}

#[test]
fn many_files_are_indexed_while_requests_are_answered() {
    let mut session = Session::unopened("//- /a.rho\nNil\n", Options::default());
    for index in 0..3_000 {
        let text = format!("new x in {{ contract x(@{index}) = {{ Nil }} | x!({index}) }}");
        session.fixture.write(&format!("/f{}/x{index}.rho", index % 50), &text);
    }
    session.client.notify(
        "workspace/didChangeWatchedFiles",
        json!({
            "changes": [{ "uri": session.fixture.uri("/.gitignore"), "type": 1 }],
        }),
    );
    session.open("/open.rho", "y!(1)");
    session.diagnostics("/open.rho", 1);
    session.wait_until_indexed();
    let status = session.client.request("rholang/status", Value::Null);
    assert_eq!(status["indexing"]["files"], 3_001);
}
