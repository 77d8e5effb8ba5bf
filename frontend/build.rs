//! Tells the binary which commit it was built from, where that is known.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if !is_own_repository() {
        return;
    }
    // The log of HEAD grows with every commit and checkout, so it alone tells when to ask again.
    // Where it is missing, the commit is only refreshed together with this script.
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"])
        && Path::new(&log).exists()
    {
        println!("cargo::rerun-if-changed={log}");
    }
    if let Some(commit) = git(&["log", "-1", "--format=%h %cs", "--abbrev=9"]) {
        println!("cargo::rustc-env=RHOLANG_LANGUAGE_SERVER_COMMIT={commit}");
    }
}

/// Whether the repository around the sources is this project's, and not one that the sources were
/// unpacked in.
fn is_own_repository() -> bool {
    let Some(top_level) = git(&["rev-parse", "--show-toplevel"]) else {
        return false;
    };
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let workspace = Path::new(&manifest).parent().and_then(|parent| parent.canonicalize().ok());
    workspace.is_some_and(|workspace| Some(workspace) == Path::new(&top_level).canonicalize().ok())
}

/// The trimmed output of a git command; nothing if git is missing or the command fails.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    (output.status.success() && !text.is_empty()).then(|| text.to_owned())
}
