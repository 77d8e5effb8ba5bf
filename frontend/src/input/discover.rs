//! Which files the paths on the command line mean.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rholang_engine::LanguageId;

use super::{Input, Origin};

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// What a list of paths means.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The texts, each once: standard input, then files in order of their paths.
    pub inputs: Vec<Input>,
    /// What is wrong with the paths, one sentence each.
    pub problems: Vec<String>,
}

/// Finds the texts that `paths` mean: files, folders and standard input.
///
/// Folders are searched for files with a known extension. Files that `.gitignore` or `.ignore`
/// exclude, hidden files, and symbolic links inside a folder are passed over. `language` is the
/// language of standard input and of files that are named themselves; without it the extension
/// decides.
pub fn discover(paths: &[PathBuf], language: Option<LanguageId>) -> Discovery {
    let mut discovery = Discovery::default();
    let mut folders = Vec::new();
    for path in paths {
        // A path that cannot be examined is left to `named_input`, which says why.
        if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
            folders.push(path);
        } else {
            match named_input(path, language) {
                Ok(input) => discovery.inputs.push(input),
                Err(problem) => discovery.problems.push(problem),
            }
        }
    }
    for folder in folders {
        search(folder, &mut discovery);
    }
    // The sort is stable, so of two entries for one file the one that was named itself stays.
    discovery.inputs.sort_by(|left, right| left.origin.cmp(&right.origin));
    discovery.inputs.dedup_by(|later, kept| later.origin == kept.origin);
    discovery
}

/// The text that a path means that is no folder.
///
/// # Errors
///
/// A sentence that says why the path means no text.
pub fn named_input(path: &Path, language: Option<LanguageId>) -> Result<Input, String> {
    if path == Path::new(STANDARD_INPUT) {
        let Some(language) = language else {
            return Err("the language of standard input is unknown; name it with --language".into());
        };
        let label = "<stdin>".to_owned();
        return Ok(Input { label, origin: Origin::StandardInput, language });
    }
    let metadata =
        fs::metadata(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    if metadata.is_dir() {
        return Err(format!("`{}` is a folder where a file is expected", path.display()));
    }
    let Some(language) = language.or_else(|| language_of(path)) else {
        return Err(format!(
            "`{}` has none of the extensions {}; name its language with --language",
            path.display(),
            known_extensions(),
        ));
    };
    Ok(file(path, language))
}

fn search(folder: &Path, discovery: &mut Discovery) {
    for found in sources(WalkBuilder::new(folder)) {
        match found {
            Ok((path, language)) => discovery.inputs.push(file(&path, language)),
            Err(error) => discovery.problems.push(format!("cannot search a folder: {error}")),
        }
    }
}

/// The files with a known extension that a walk finds, and their languages. Hidden and ignored files
/// are passed over.
pub fn sources(
    mut walk: WalkBuilder,
) -> impl Iterator<Item = Result<(PathBuf, LanguageId), ignore::Error>> {
    // Outside of a repository `.gitignore` files count as well, so that a result does not depend on
    // whether the folder was cloned or unpacked.
    walk.require_git(false).build().filter_map(|entry| match entry {
        Ok(entry) => {
            let is_file = entry.file_type().is_some_and(|file_type| file_type.is_file());
            let language = language_of(entry.path()).filter(|_| is_file)?;
            Some(Ok((entry.into_path(), language)))
        }
        Err(error) => Some(Err(error)),
    })
}

fn file(path: &Path, language: LanguageId) -> Input {
    // `./a.rho` and `a.rho` are the same file and should look the same.
    let path = path.strip_prefix(".").unwrap_or(path);
    Input { label: path.display().to_string(), origin: Origin::File(path.to_owned()), language }
}

/// The language of a file by its extension.
pub fn language_of(path: &Path) -> Option<LanguageId> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    LanguageId::from_extension(&extension)
}

/// The extensions of all languages as words in a sentence.
fn known_extensions() -> String {
    let languages = LanguageId::ALL.iter();
    let extensions: Vec<String> = languages
        .flat_map(|id| id.language().extensions())
        .map(|extension| format!("`.{extension}`"))
        .collect();
    extensions.join(", ")
}
