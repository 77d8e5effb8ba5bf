//! Workspaces as text.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The mark of the cursor.
const CURSOR: &str = "$0";

/// A file of a fixture.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// The path with a slash at its start.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Offset of the cursor in bytes.
    pub(crate) cursor: Option<usize>,
    pub(crate) is_open: bool,
}

/// Files on disk.
pub(crate) struct Fixture {
    folder: TempDir,
    pub(crate) files: Vec<File>,
    /// Names of workspace folders; the folder itself is `/`.
    pub(crate) roots: Vec<String>,
}

impl Fixture {
    /// Writes the files of a text to a fresh folder.
    pub(crate) fn new(text: &str) -> Self {
        let (files, mut roots) = parse(text);
        if roots.is_empty() {
            roots.push("/".to_owned());
        }
        let fixture = Self { folder: TempDir::new().expect("there is a folder"), files, roots };
        for root in &fixture.roots {
            fs::create_dir_all(fixture.path(root)).expect("a folder can be made");
        }
        for file in &fixture.files {
            fixture.write(&file.name, &file.text);
        }
        fixture
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders exist");
        fs::write(path, text).expect("a file can be written");
    }

    /// The path of a file or folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        // The folder of the system may be behind a symbolic link.
        let folder = self.folder.path().canonicalize().expect("the folder exists");
        folder.join(name.trim_start_matches('/'))
    }

    /// The URI of a file or folder.
    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    /// The file with the cursor, and where it is.
    pub(crate) fn cursor(&self) -> (&File, usize) {
        let mut cursors = self.files.iter().filter_map(|file| Some((file, file.cursor?)));
        let cursor = cursors.next().expect("the fixture has a cursor");
        assert!(cursors.next().is_none(), "the fixture has several cursors");
        cursor
    }

    /// The name of the file with a URI, without its slash.
    pub(crate) fn name<'a>(&self, uri: &'a str) -> &'a str {
        let folder = self.uri("/");
        uri.strip_prefix(&*folder).unwrap_or(uri).trim_start_matches('/')
    }
}

/// The URI of a path, which has no characters that need to be escaped.
pub(crate) fn uri(path: &Path) -> String {
    let path = path.to_str().expect("the path is text").trim_end_matches('/');
    format!("file://{path}")
}

fn parse(text: &str) -> (Vec<File>, Vec<String>) {
    let mut files: Vec<File> = Vec::new();
    let mut roots = Vec::new();
    let text = text.strip_prefix('\n').unwrap_or(text);
    if !text.starts_with("//- ") {
        return (vec![file("/main.rho", text, true)], roots);
    }
    for part in text.split("//- ").skip(1) {
        let (header, body) = part.split_once('\n').unwrap_or((part, ""));
        let mut words = header.split_whitespace();
        let name = words.next().expect("a header has a name");
        let words: Vec<&str> = words.collect();
        if words.contains(&"root") {
            roots.push(name.to_owned());
        } else {
            files.push(file(name, body, words.contains(&"open")));
        }
    }
    (files, roots)
}

fn file(name: &str, text: &str, is_open: bool) -> File {
    let cursor = text.find(CURSOR);
    let text = text.replacen(CURSOR, "", 1);
    File { name: name.to_owned(), text, cursor, is_open: is_open || cursor.is_some() }
}
