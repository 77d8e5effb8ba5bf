//! Workspaces: many files that know of each other.
//!
//! Three of four files are Rholang. Each serves a channel of its own, asks the service of the file
//! before it and tells one of the *hubs*, channels that about a hundred files use. Every fifth has a
//! MeTTa program in a string. The other files are MeTTa: each defines a function, imports the MeTTa
//! file before it in its folder and calls that file's function. A folder holds a hundred files.

use std::fmt::Write;

use rholang_engine::LanguageId;

use super::program;

/// How many files a folder holds.
const FOLDER_FILES: usize = 100;
/// Of how many files one is MeTTa.
const METTA_EVERY: usize = 4;
/// Of how many Rholang files one has a MeTTa program in a string.
const EMBEDDED_EVERY: usize = 5;
/// About how many files use a hub.
const HUB_FILES: usize = 100;
/// About how many bytes of a file tie it to others.
const TIE_BYTES: usize = 260;

/// A file of a generated workspace.
#[derive(Clone, Debug)]
pub struct WorkspaceFile {
    /// The path below the root, with `/`.
    pub path: String,
    /// The language.
    pub language: LanguageId,
    /// The text.
    pub text: String,
}

/// The language of file number `index`.
pub fn workspace_language(index: usize) -> LanguageId {
    if index % METTA_EVERY == METTA_EVERY - 1 { LanguageId::Metta } else { LanguageId::Rholang }
}

/// The path of file number `index` below the root.
pub fn workspace_path(index: usize) -> String {
    let extension = match workspace_language(index) {
        LanguageId::Rholang => "rho",
        LanguageId::Metta => "metta",
    };
    format!("folder{}/file{index}.{extension}", index / FOLDER_FILES)
}

/// The hub that file number `index` of `count` tells.
pub fn workspace_hub(index: usize, count: usize) -> usize {
    let rholang_files = count - count / METTA_EVERY;
    index % (rholang_files / HUB_FILES).max(1)
}

/// File number `index` of a workspace of `count` files, of about `bytes` bytes each.
pub fn workspace_file(index: usize, count: usize, bytes: usize, seed: u64) -> WorkspaceFile {
    let language = workspace_language(index);
    let file_seed = seed.wrapping_mul(0x9e37_79b9).wrapping_add(index as u64);
    let mut text = program(language, bytes.saturating_sub(TIE_BYTES).max(400), file_seed);
    match language {
        LanguageId::Rholang => tie_rholang(index, count, &mut text),
        LanguageId::Metta => tie_metta(index, &mut text),
    }
    WorkspaceFile { path: workspace_path(index), language, text }
}

fn tie_rholang(index: usize, count: usize, text: &mut String) {
    let before = index.checked_sub(1).filter(|&before| before % METTA_EVERY != METTA_EVERY - 1);
    let asked = before.unwrap_or(index);
    let hub = workspace_hub(index, count);
    text.truncate(text.trim_end().len());
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        " |\n// Answers for file {index}.\ncontract @\"service-{index}\"(@\"get\", reply) = {{\n  \
         reply!({index})\n}} |\n@\"service-{asked}\"!(\"get\", *@\"inbox\") |\n@\"hub-{hub}\"!({index})"
    );
    if index < HUB_FILES && workspace_hub(index, count) == index {
        let _ = write!(text, " |\ncontract @\"hub-{hub}\"(@number) = {{\n  @\"log\"!(number)\n}}");
    }
    if index.is_multiple_of(EMBEDDED_EVERY) {
        let _ = write!(
            text,
            " |\nnew compile(`rho:metta:compile`), answer in {{\n  compile!(*answer, \"(= (twice-{index} \
             $x) (* $x 2))\n!(twice-{index} 21)\")\n}}"
        );
    }
    text.push('\n');
}

fn tie_metta(index: usize, text: &mut String) {
    let before = index.checked_sub(METTA_EVERY);
    let before = before.filter(|before| before / FOLDER_FILES == index / FOLDER_FILES);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let _ = write!(
        text,
        "\n; Answers for file {index}.\n(: serve-{index} (-> Number Number))\n(= (serve-{index} $x) (+ $x \
         {index}))\n"
    );
    if let Some(before) = before {
        let _ = write!(text, "!(import! &self file{before})\n!(serve-{before} 1)\n");
    }
}

#[cfg(test)]
mod tests {
    use rholang_engine::Analyzer;
    use rholang_engine::diagnostic::Severity;

    use super::*;

    #[test]
    fn files_have_no_errors_and_about_the_wanted_size() {
        let mut analyzer = Analyzer::new();
        for index in 0..200 {
            let file = workspace_file(index, 1_000, 1_500, 7);
            let analysis = analyzer.analyze(file.language, &file.text);
            let errors =
                analysis.diagnostics.iter().filter(|found| found.code.severity == Severity::Error);
            assert_eq!(errors.count(), 0, "{}\n{}", file.path, file.text);
            assert!((1_000..2_200).contains(&file.text.len()), "{}", file.text.len());
        }
    }

    #[test]
    fn a_hub_has_about_a_hundred_files() {
        let count = 10_000;
        let users = (0..count)
            .filter(|&index| workspace_language(index) == LanguageId::Rholang)
            .filter(|&index| workspace_hub(index, count) == 3);
        assert!((80..130).contains(&users.count()));
    }
}
