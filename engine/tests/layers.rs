//! The layers of the workspace point one way.
//!
//! The rules are those of `docs/architecture.md`. This test reads the sources, so it sees every
//! path that names another module, and the manifests for what crates may depend on.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the engine from the bottom to the top. A module may use those before it.
const LAYERS: [&str; 10] = [
    "text",
    "ir",
    "diagnostic",
    "syntax",
    "region",
    "symbol",
    "languages",
    "analysis",
    "workspace",
    "query",
];

/// Words that must not occur in code of the engine: it is free of editors' protocols and of files.
const FORBIDDEN_IN_ENGINE: [&str; 9] = [
    "std::time",
    "std::net",
    "lsp_types",
    "lsp_server",
    "serde_json",
    "std::fs",
    "std::path",
    "std::io",
    "std::env",
];

/// Locks and foreign schedulers. What threads share goes through `engine/sync`, which has neither.
///
/// This is about the code of the workspace. Libraries may park a thread that has nothing else to do
/// (channels of crossbeam) or lock what only one thread uses (the progress bar of indicatif).
const LOCKS_AND_SCHEDULERS: [&str; 10] = [
    "Mutex",
    "RwLock",
    "ShardedLock",
    "Condvar",
    "parking_lot",
    "dashmap",
    "tokio",
    "async_std",
    "futures",
    "rayon",
];

/// The packages of the words above.
const LOCK_AND_SCHEDULER_PACKAGES: [&str; 8] =
    ["parking_lot", "dashmap", "tokio", "async-std", "futures", "rayon", "tower-lsp", "arc-swap"];

/// The folders whose code may be unsafe: the memory crate, and the bindings of the grammars, which
/// are generated and call C.
const MAY_BE_UNSAFE: [&str; 2] = ["engine/sync/", "engine/grammars/"];

/// What follows `unsafe` where it is a keyword.
const AFTER_UNSAFE: [&str; 5] = ["{", "fn ", "impl", "trait ", "extern "];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// All Rust sources below a folder, with their text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut pending = vec![folder.to_path_buf()];
    let mut sources = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the source folder is readable");
            pending.extend(entries.map(|entry| entry.expect("the entry is readable").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the source is readable");
            sources.push((path, text));
        }
    }
    sources
}

/// The lines of a source that are code, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split("//").next().unwrap_or(""))
}

/// The modules of the crate that a line of code names.
fn used_layers(line: &str) -> impl Iterator<Item = &'static str> {
    LAYERS.into_iter().filter(move |layer| {
        line.match_indices("crate::").any(|(index, path)| {
            let rest = &line[index + path.len()..];
            let rest = rest.trim_start_matches('{');
            rest.strip_prefix(layer).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        })
    })
}

#[test]
fn modules_use_only_lower_layers() {
    let source = root().join("src");
    let mut violations = Vec::new();
    for (rank, layer) in LAYERS.into_iter().enumerate() {
        let folder = source.join(layer);
        let files = if folder.is_dir() { sources(&folder) } else { Vec::new() };
        for (path, text) in files {
            for line in code_lines(&text) {
                for used in used_layers(line) {
                    let used_rank = LAYERS.iter().position(|&other| other == used);
                    if used_rank > Some(rank) {
                        violations.push(format!("{}: {}", path.display(), line.trim()));
                    }
                }
            }
        }
    }
    assert!(violations.is_empty(), "a layer reaches upwards:\n{}", violations.join("\n"));
}

#[test]
fn languages_do_not_know_each_other() {
    let languages = root().join("src/languages");
    let names: Vec<String> = fs::read_dir(&languages)
        .expect("the languages folder is readable")
        .map(|entry| entry.expect("the entry is readable").path())
        .filter(|path| path.is_dir())
        .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        .collect();
    assert!(names.len() >= 2, "there are several languages");
    for name in &names {
        for (path, text) in sources(&languages.join(name)) {
            for other in names.iter().filter(|other| *other != name) {
                let path_to_other = format!("languages::{other}");
                let uses = code_lines(&text).any(|line| line.contains(&path_to_other));
                assert!(!uses, "{} uses {other}", path.display());
            }
        }
    }
}

#[test]
fn languages_have_the_same_file_names() {
    let languages = root().join("src/languages");
    for file in [
        "mod.rs",
        "kind.rs",
        "parse.rs",
        "lower.rs",
        "syntax_error.rs",
        "resolve.rs",
        "define.rs",
        "builtin.rs",
        "code.rs",
        "share.rs",
        "occurrence.rs",
        "rename.rs",
        "outline.rs",
        "token.rs",
        "fold.rs",
        "check/mod.rs",
    ] {
        for language in ["rholang", "metta"] {
            let path = languages.join(language).join(file);
            assert!(path.is_file(), "{} is missing", path.display());
        }
    }
}

#[test]
fn only_parsing_modules_know_tree_sitter() {
    for (path, text) in sources(&root().join("src")) {
        let name = path.to_string_lossy();
        let may_know = ["/syntax/", "/lower", "/syntax_error", "/languages/mod.rs"]
            .iter()
            .any(|part| name.contains(part))
            || name.ends_with("rholang/mod.rs")
            || name.ends_with("metta/mod.rs");
        let knows = code_lines(&text).any(|line| line.contains("tree_sitter"));
        assert!(may_know || !knows, "{name} uses tree-sitter");
    }
}

#[test]
fn the_engine_is_free_of_protocols_and_files() {
    for (path, text) in sources(&root().join("src")) {
        for word in FORBIDDEN_IN_ENGINE {
            let uses = code_lines(&text).any(|line| line.contains(word));
            assert!(!uses, "{} uses {word}", path.display());
        }
    }
}

#[test]
fn engine_and_frontend_are_free_of_locks_and_foreign_schedulers() {
    for folder in ["src", "sync/src", "../frontend/src"] {
        let files = sources(&root().join(folder));
        assert!(!files.is_empty(), "{folder} has sources");
        for (path, text) in files {
            for word in LOCKS_AND_SCHEDULERS {
                let uses = code_lines(&text).any(|line| line.contains(word));
                assert!(!uses, "{} uses {word}", path.display());
            }
        }
    }
    for manifest in ["Cargo.toml", "sync/Cargo.toml", "../frontend/Cargo.toml"] {
        let text = fs::read_to_string(root().join(manifest)).expect("the manifest is readable");
        for package in LOCK_AND_SCHEDULER_PACKAGES {
            let depends = text.lines().any(|line| line.starts_with(&format!("{package} =")));
            assert!(!depends, "{manifest} depends on {package}");
        }
    }
}

#[test]
fn the_memory_crate_knows_no_language_text_or_file() {
    for (path, text) in sources(&root().join("sync/src")) {
        for word in ["rholang_engine::", "tree_sitter", "std::fs", "std::path"] {
            let uses = code_lines(&text).any(|line| line.contains(word));
            assert!(!uses, "{} uses {word}", path.display());
        }
    }
}

#[test]
fn unsafe_code_stays_in_the_memory_crate() {
    let workspace = root().join("..");
    for crate_root in ["engine/src/lib.rs", "frontend/src/lib.rs", "frontend/src/main.rs"] {
        let text = fs::read_to_string(workspace.join(crate_root)).expect("the crate has a root");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{crate_root} does not forbid unsafe");
    }
    let mut seen_where_it_may_be = false;
    for folder in ["engine", "frontend", "benches"] {
        for (path, text) in sources(&workspace.join(folder)) {
            let path = path.strip_prefix(&workspace).unwrap_or(&path).to_string_lossy();
            let may_be_unsafe = MAY_BE_UNSAFE.iter().any(|folder| path.starts_with(folder));
            for line in code_lines(&text) {
                let is_unsafe = line.split("unsafe ").skip(1).any(|after| {
                    AFTER_UNSAFE.iter().any(|keyword| after.trim_start().starts_with(keyword))
                });
                assert!(may_be_unsafe || !is_unsafe, "{path} is unsafe: {}", line.trim());
                seen_where_it_may_be |= is_unsafe;
            }
        }
    }
    assert!(seen_where_it_may_be, "the test sees unsafe code where there is some");
}

#[test]
fn the_engine_does_not_depend_on_the_frontend() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is readable");
    for package in ["rholang-language-server", "lsp-types", "lsp-server", "serde_json", "tokio"] {
        assert!(!manifest.contains(package), "the engine depends on {package}");
    }
    let sync =
        fs::read_to_string(root().join("sync/Cargo.toml")).expect("the manifest is readable");
    for package in ["rholang-engine =", "tree-sitter"] {
        assert!(!sync.contains(package), "the memory crate depends on {package}");
    }
}
