//! The programs and pieces of programs in the repository.

use std::fs;
use std::path::{Path, PathBuf};

use rholang_engine::LanguageId;

/// All files below a folder of the repository, in order of their paths.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut pending = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("the folder is readable");
            pending.extend(entries.map(|entry| entry.expect("the entry is readable").path()));
        } else {
            files.push(path);
        }
    }
    files.sort_unstable();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the file is readable")
}

/// The example programs of the documentation.
fn documented_programs(language: LanguageId) -> Vec<String> {
    let extensions = language.language().extensions();
    let is_program = |path: &&PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| extensions.contains(&extension))
    };
    let programs: Vec<String> =
        files("../docs/examples").iter().filter(is_program).map(|path| read(path)).collect();
    assert!(!programs.is_empty());
    programs
}

/// The examples of the language's diagnostics.
fn code_examples(language: LanguageId) -> Vec<String> {
    language.language().codes().iter().map(|code| code.example.to_owned()).collect()
}

/// The sources in the tests of the grammar: what stands between a title framed by lines of `=` and a
/// line of `---`.
fn grammar_tests(language: LanguageId) -> Vec<String> {
    let folder = format!("grammars/{}/test/corpus", language.language().name());
    let mut sources = Vec::new();
    for path in files(&folder) {
        let text = read(&path);
        let mut source = None;
        let mut is_title = false;
        for line in text.lines() {
            if line.starts_with("===") {
                is_title = !is_title;
                source = (!is_title).then(String::new);
            } else if line.starts_with("---") {
                sources.extend(source.take());
            } else if let Some(source) = &mut source {
                source.push_str(line);
                source.push('\n');
            }
        }
    }
    assert!(sources.len() > 20, "{} tests of the grammar", sources.len());
    sources
}

/// The string literals in the engine's tests, most of which are programs or pieces of them.
fn test_literals() -> Vec<String> {
    let mut literals = Vec::new();
    for path in files("tests") {
        let text = read(&path);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            // A quote in single quotes is a character.
            if character == '\'' && characters.peek() == Some(&'"') {
                characters.next();
            }
            if character != '"' {
                continue;
            }
            let mut literal = String::new();
            while let Some(character) = characters.next().filter(|&character| character != '"') {
                literal.push(match character {
                    '\\' => match characters.next() {
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some(other) => other,
                        None => '\\',
                    },
                    other => other,
                });
            }
            literals.push(literal);
        }
    }
    assert!(literals.len() > 1_000, "{} literals", literals.len());
    literals
}

/// All texts of the repository that a language could have, each once.
pub(crate) fn all(language: LanguageId) -> Vec<String> {
    let mut texts = documented_programs(language);
    texts.extend(code_examples(language));
    texts.extend(grammar_tests(language));
    texts.extend(test_literals());
    texts.sort_unstable();
    texts.dedup();
    texts
}
