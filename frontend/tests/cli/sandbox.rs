//! A folder with files, and the binary that runs in it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::Expect;
use tempfile::TempDir;

/// The line before the text of each file in a fixture.
const FILE_MARK: &str = "//- ";

pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// A folder with the files of a fixture: `//- PATH` before the text of each.
    pub(crate) fn new(fixture: &str) -> Self {
        let sandbox = Self { folder: TempDir::new().expect("the system has a temporary folder") };
        let mut files: Vec<(&str, String)> = Vec::new();
        for line in fixture.split_inclusive('\n') {
            if let Some(path) = line.strip_prefix(FILE_MARK) {
                files.push((path.trim_end(), String::new()));
            } else if let Some((_, text)) = files.last_mut() {
                text.push_str(line);
            }
        }
        for (path, text) in files {
            sandbox.write(path, text.as_bytes());
        }
        sandbox
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file and the folders around it.
    pub(crate) fn write(&self, path: &str, content: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, content).expect("a new file");
    }

    /// The binary with arguments that are separated by spaces, in an environment that does not
    /// depend on who runs the tests.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rholang-language-server"));
        command
            .args(arguments.split(' ').filter(|argument| !argument.is_empty()))
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path())
            .env("RUST_BACKTRACE", "0");
        for variable in [
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "TERM",
            "CI",
            "RHOLANG_THREADS",
            "RHOLANG_PIN",
        ] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the binary with a text on standard input.
    pub(crate) fn output(&self, arguments: &str, input: &[u8]) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A program that does not read its input closes the pipe; that is no failure.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().expect("the binary ends")
    }

    /// Compares what the binary prints, with a given text on standard input.
    pub(crate) fn check_with_input(&self, arguments: &str, input: &str, expected: &Expect) {
        expected.assert_eq(&shown(&self.output(arguments, input.as_bytes())));
    }

    /// Compares what the binary prints.
    pub(crate) fn check(&self, arguments: &str, expected: &Expect) {
        self.check_with_input(arguments, "", expected);
    }
}

/// Compares what the binary prints in a folder with the files of a fixture.
pub(crate) fn check(fixture: &str, arguments: &str, expected: &Expect) {
    Sandbox::new(fixture).check(arguments, expected);
}

/// Standard output, standard error and the exit status as one text, without what differs from run
/// to run.
pub(crate) fn shown(output: &Output) -> String {
    let mut text = without_time(&String::from_utf8_lossy(&output.stdout));
    if !output.stderr.is_empty() {
        text.push_str("--- standard error\n");
        text.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    let status = output.status.code().map_or("none".to_owned(), |code| code.to_string());
    text + "--- exit status " + &status + "\n"
}

/// The text with `_` for each duration.
pub(crate) fn without_time(text: &str) -> String {
    let mut shown = text.to_owned();
    for (before, after) in [(") in ", " s: "), ("\"seconds\":", "}")] {
        if let Some((head, rest)) = shown.rsplit_once(before)
            && let Some((_, tail)) = rest.split_once(after)
        {
            shown = format!("{head}{before}_{after}{tail}");
        }
    }
    shown
}
