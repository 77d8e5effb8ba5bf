//! Workspaces with very many names.

use std::fmt::Write;

use rholang_engine::LanguageId;

use super::vocabulary::{ACTIONS, SUBJECTS, VALUES};
use super::workspace::WorkspaceFile;

/// File number `index` of a workspace in which each file defines `definitions` functions of MeTTa that
/// no other file mentions, as `deposit-vault-amount-17` or `depositVaultAmount17`.
pub fn names_file(index: usize, definitions: usize) -> WorkspaceFile {
    let mut text = String::new();
    for number in index * definitions..(index + 1) * definitions {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "(= ({} $x) (+ $x {}))", name(number), number % 97);
    }
    let path = format!("folder{}/names{index}.metta", index / 100);
    WorkspaceFile { path, language: LanguageId::Metta, text }
}

/// Name number `number`, which is like no other.
fn name(number: usize) -> String {
    let (action, rest) = (ACTIONS[number % ACTIONS.len()], number / ACTIONS.len());
    let (subject, rest) = (SUBJECTS[rest % SUBJECTS.len()], rest / SUBJECTS.len());
    let (value, rest) = (VALUES[rest % VALUES.len()], rest / VALUES.len());
    if number.is_multiple_of(5) {
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        return format!("{action}{}{}{rest}", capital(subject), capital(value));
    }
    format!("{action}-{subject}-{value}-{rest}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rholang_engine::Analyzer;
    use rholang_engine::diagnostic::Severity;

    use super::*;

    #[test]
    fn names_differ() {
        let names: HashSet<String> = (0..100_000).map(name).collect();
        assert_eq!(names.len(), 100_000);
    }

    #[test]
    fn files_have_no_errors() {
        let file = names_file(3, 50);
        let analysis = Analyzer::new().analyze(file.language, &file.text);
        let is_error = |severity| severity == Severity::Error;
        assert!(!analysis.diagnostics.iter().any(|found| is_error(found.code.severity)));
        assert_eq!(analysis.facts.ir().definitions.len(), 50);
    }
}
