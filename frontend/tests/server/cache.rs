//! The cache: a second start loads what the first one has found out, and says the same.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::TIMEOUT;
use crate::fixture::Fixture;
use crate::session::{Options, Session};

/// How many files the workspace has, and about how many bytes each; together enough to be kept.
const FILES: usize = 80;
const FILE_BYTES: usize = 20_000;

/// A workspace and a folder for the cache.
struct Workspace {
    fixture: Rc<Fixture>,
    cache: TempDir,
}

/// A file with services, of which each calls the next one; the first one has something wrong with it.
fn services(number: usize) -> String {
    let mut text = String::from("new unused in { y!(1) } |\n");
    let mut service = 0;
    while text.len() < FILE_BYTES {
        let _ = writeln!(
            text,
            "contract @\"service-{number}-{service}\"(@request, answer) = {{\n  new back in {{ \
             @\"service-{number}-{}\"!(request, *back) | for (@value <- back) {{ answer!([value, \
             {service}]) }} }}\n}} |",
            service + 1,
        );
        service += 1;
    }
    text + "Nil\n"
}

impl Workspace {
    fn new() -> Self {
        let mut text = String::new();
        for number in 0..FILES - 2 {
            let _ = write!(text, "//- /f{}/s{number}.rho\n{}", number % 7, services(number));
        }
        // A promise, and a program in a string that is one because of it.
        text.push_str(
            "//- /run.rho\ncontract @\"run\"(ret, @code) = { @\"rho:metta:compile\"!(*ret, code) }\n\
             //- /main.rho\nnew r in { @\"run\"!(*r, \"(= (f $x) (g $y))\") | @\"serv$0ice-3-4\"!(1, *r) }\n",
        );
        let fixture = Rc::new(Fixture::new(&text));
        Self { fixture, cache: TempDir::new().expect("there is a folder") }
    }

    fn options(&self) -> Options {
        Options { cache: Some(self.cache.path().to_owned()), ..Options::default().pulling() }
    }

    /// A session in which all files are indexed.
    fn session(&self) -> Session {
        let mut session = Session::begin(&self.fixture, self.options());
        session.wait_until_indexed();
        session
    }

    /// Starts a session and ends it; returns how many files it has loaded, and what it answers.
    fn start(&self) -> (u64, Vec<Value>) {
        let mut session = self.session();
        let result = (loaded(&mut session), answers(&mut session));
        assert_eq!(session.client.shut_down(), Some(0));
        result
    }

    fn segments(&self) -> Vec<PathBuf> {
        files(self.cache.path())
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut pending = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("the folder is readable");
            pending.extend(entries.map(|entry| entry.expect("the entry is readable").path()));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// How many files of the workspace were loaded from the cache.
fn loaded(session: &mut Session) -> u64 {
    let status = session.client.request("rholang/status", Value::Null);
    let last = &status["indexing"]["lastScan"];
    assert_eq!(last["files"], FILES);
    last["loaded"].as_u64().expect("a scan tells how many files it has loaded")
}

/// What the server says about the workspace.
fn answers(session: &mut Session) -> Vec<Value> {
    let mut answers = Vec::new();
    let mut cursor = session.cursor();
    cursor["context"] = json!({ "includeDeclaration": true });
    for method in ["definition", "references", "hover"] {
        answers.push(session.client.request(&format!("textDocument/{method}"), cursor.clone()));
    }
    for name in ["/main.rho", "/f3/s3.rho", "/run.rho"] {
        let document = session.document(name);
        let report = session.client.request("textDocument/diagnostic", document.clone());
        answers.push(report["items"].clone());
        answers.push(session.client.request("textDocument/documentSymbol", document.clone()));
        answers.push(session.client.request("rholang/syntaxTree", document.clone()));
        answers.push(session.client.request("rholang/regions", document));
    }
    let found = session.client.request("workspace/symbol", json!({ "query": "service-3-4" }));
    let mut found = found.as_array().expect("symbols are a list").clone();
    // Which of the names that fit less well are among them is a matter of chance.
    found.retain(|symbol| symbol["name"].as_str().is_some_and(|name| name.contains("service-3-4")));
    found.sort_by_key(Value::to_string);
    answers.push(found.into());
    answers
}

#[test]
fn a_second_start_loads_and_says_the_same() {
    let workspace = Workspace::new();
    let (loaded, cold) = workspace.start();
    assert_eq!(loaded, 0);
    // There is something to compare.
    let is_something = |answer: &&Value| !answer.is_null() && **answer != json!([]);
    assert!(cold.iter().filter(is_something).count() > 10, "{cold:?}");
    let segments = workspace.segments();
    assert_eq!(segments.len(), 1, "{segments:?}");
    assert_eq!(segments[0].extension().unwrap(), "segment");
    let written = fs::metadata(&segments[0]).unwrap().modified().unwrap();
    for _ in 0..2 {
        assert_eq!(workspace.start(), (FILES as u64, cold.clone()));
    }
    // Nothing was new, so nothing was written.
    assert_eq!(workspace.segments(), segments);
    assert_eq!(fs::metadata(&segments[0]).unwrap().modified().unwrap(), written);
}

#[test]
#[cfg(unix)]
fn nobody_else_can_look_into_the_cache() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::new();
    workspace.start();
    let folder = workspace.cache.path().join("rholang-language-server");
    assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_file_that_has_changed_is_analysed() {
    let workspace = Workspace::new();
    let (_, cold) = workspace.start();
    let name = "/f3/s3.rho";
    let path = workspace.fixture.path(name);
    let before = fs::read_to_string(&path).unwrap();
    // As many bytes, and as old as before.
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, before.replace("service-3-4\"", "service-3-x\"")).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
    let (loaded, changed) = workspace.start();
    assert_eq!(loaded, FILES as u64 - 1);
    assert_ne!(changed, cold);
    assert_eq!(changed[0], Value::Null, "the definition is gone");
    fs::write(&path, before).unwrap();
    assert_eq!(workspace.start(), (FILES as u64, cold.clone()));
    // One that comes while the server runs is followed as always.
    let mut session = workspace.session();
    workspace.fixture.write("/new.rho", "contract @\"service-3-4\"(x, y) = { Nil }");
    session.tell_changed(&[("/new.rho", 1)]);
    let definitions = session.client.request("textDocument/definition", session.cursor());
    assert_eq!(definitions.as_array().map(Vec::len), Some(2));
}

#[test]
fn damaged_segments_are_replaced() {
    let workspace = Workspace::new();
    let (_, cold) = workspace.start();
    let segment = workspace.segments().remove(0);
    let good = fs::read(&segment).unwrap();
    let mut scattered = good.clone();
    scattered.iter_mut().step_by(1_000).for_each(|byte| *byte ^= 1);
    let mut records = good.clone();
    let length = records.len();
    records[1_000..length - 10_000].iter_mut().step_by(1_000).for_each(|byte| *byte ^= 1);
    let damaged = [
        scattered,
        records,
        good[..good.len() / 2].to_vec(),
        Vec::new(),
        b"something else".to_vec(),
        good.iter().map(|byte| !byte).collect(),
    ];
    for (number, bytes) in damaged.iter().enumerate() {
        for path in workspace.segments() {
            fs::remove_file(path).unwrap();
        }
        fs::write(&segment, bytes).unwrap();
        let (loaded, found) = workspace.start();
        // Two small records may be whole.
        assert!(loaded <= 2, "{loaded} files are loaded from segment {number}");
        assert!(found == cold, "segment {number} changes what is known");
        assert_eq!(workspace.start(), (FILES as u64, cold.clone()), "segment {number}");
    }
}

#[test]
fn segments_of_no_use_are_removed() {
    let workspace = Workspace::new();
    workspace.start();
    let before = workspace.segments();
    for number in 0..FILES - 2 {
        let name = format!("/f{}/s{number}.rho", number % 7);
        workspace.fixture.write(&name, &services(number + 1_000));
    }
    let mut session = workspace.session();
    assert_eq!(loaded(&mut session), 2);
    // That happens after the scan.
    let deadline = Instant::now() + TIMEOUT;
    while before[0].exists() {
        assert!(Instant::now() < deadline, "{before:?} stays");
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(session);
    assert_eq!(workspace.start().0, FILES as u64);
    // Only two of the old records are of use. They are in a segment of their own now.
    let after = workspace.segments();
    assert_eq!(after.len(), 2, "{after:?}");
}

#[test]
fn servers_share_the_cache() {
    let workspace = Workspace::new();
    let begin = || Session::begin(&workspace.fixture, workspace.options());
    for expected in [0, FILES as u64] {
        let mut sessions = [begin(), begin(), begin()];
        let mut known = Vec::new();
        for session in &mut sessions {
            session.wait_until_indexed();
            assert!(expected == 0 || loaded(session) == expected);
            known.push(answers(session));
        }
        assert!(known.windows(2).all(|pair| pair[0] == pair[1]));
    }
    assert!(workspace.segments().iter().all(|path| path.extension().unwrap() == "segment"));
}

#[test]
fn other_settings_have_other_records() {
    let workspace = Workspace::new();
    workspace.start();
    let settings = json!({ "embedded": { "metta": { "enable": false } } });
    let mut session = Session::begin(&workspace.fixture, workspace.options().settings(settings));
    session.wait_until_indexed();
    assert_eq!(loaded(&mut session), 0);
    let params = session.document("/main.rho");
    assert_eq!(session.client.request("rholang/regions", params), json!([]));
}

#[test]
fn without_a_cache_nothing_is_written_or_loaded() {
    let workspace = Workspace::new();
    let off = || workspace.options().settings(json!({ "cache.enable": false }));
    let mut session = Session::begin(&workspace.fixture, off());
    session.wait_until_indexed();
    assert_eq!(loaded(&mut session), 0);
    let cold = answers(&mut session);
    assert_eq!(workspace.segments(), Vec::<PathBuf>::new());
    assert_eq!(workspace.start(), (0, cold.clone()));
    let mut session = Session::begin(&workspace.fixture, off());
    session.wait_until_indexed();
    assert_eq!((loaded(&mut session), answers(&mut session)), (0, cold));
}

#[test]
fn small_workspaces_leave_nothing_behind() {
    let cache = TempDir::new().unwrap();
    let options = Options { cache: Some(cache.path().to_owned()), ..Options::default() };
    let session = Session::with("//- /a.rho\nNil\n//- /b.metta\n(a)\n", options);
    assert_eq!(session.client.shut_down(), Some(0));
    assert_eq!(files(cache.path()), Vec::<PathBuf>::new());
}

#[test]
fn a_folder_that_cannot_be_written_does_no_harm() {
    let workspace = Workspace::new();
    // A file is where the folder would have to be.
    fs::write(workspace.cache.path().join("rholang-language-server"), "").unwrap();
    let (_, cold) = workspace.start();
    assert_eq!(workspace.start(), (0, cold));
}
