//! Tells the engine what its analyses are determined by, as one number: records of analyses that an
//! engine of other sources has made are foreign to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xxhash_rust::xxh3::Xxh3;

/// What determines the analyses, beside the compiler: folders and files relative to the package. Those
/// that are not there, because the package stands alone, are passed over.
const SOURCES: [&str; 9] = [
    "build.rs",
    "src",
    "Cargo.toml",
    "sync/src",
    "sync/Cargo.toml",
    "grammars/rholang/src",
    "grammars/metta/src",
    "../Cargo.toml",
    "../Cargo.lock",
];

fn main() {
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hasher = Xxh3::new();
    for source in SOURCES {
        let path = package.join(source);
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
            add(&mut hasher, &package, path);
        }
    }
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    if let Ok(output) = Command::new(compiler).arg("--version").output() {
        hasher.update(&output.stdout);
    }
    println!("cargo::rustc-env=RHOLANG_ENGINE_FINGERPRINT={:032x}", hasher.digest128());
}

/// Adds a file, or all files of a folder in the order of their names.
fn add(hasher: &mut Xxh3, package: &Path, path: PathBuf) {
    let mut pending = vec![path];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder of sources is readable");
            let mut inside: Vec<PathBuf> =
                entries.map(|entry| entry.expect("the entry is readable").path()).collect();
            inside.sort();
            pending.append(&mut inside);
        } else {
            let name = path.strip_prefix(package).unwrap_or(&path).to_string_lossy().into_owned();
            let content = fs::read(&path).expect("the source is readable");
            for part in [name.as_bytes(), &content] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
    }
}
