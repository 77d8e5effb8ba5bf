//! The files that are measured with.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rholang_engine::{Analyzer, LanguageId};

/// At how many places of a text a bracket is tried.
const LINES_TRIED_MAX: usize = 16;

/// All files of one language.
pub(crate) struct Corpus {
    pub(crate) language: LanguageId,
    pub(crate) files: Vec<String>,
}

impl Corpus {
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(String::len).sum()
    }

    /// Puts a closing bracket at the first begin of a line behind the middle of each text where it is a
    /// syntax error, which it is not in a comment. Texts without such a place are left out.
    pub(crate) fn break_all(&mut self) {
        let mut analyzer = Analyzer::new();
        let language = self.language;
        self.files.retain_mut(|text| {
            let half = text.len() / 2;
            let lines = text.bytes().enumerate().filter(|&(at, byte)| byte == b'\n' && at >= half);
            let broken = lines.map(|(at, _)| {
                let mut broken = text.clone();
                broken.insert(at + 1, ')');
                broken
            });
            let is_broken = |text: &String| analyzer.analyze_directly(language, text).is_none();
            let found = broken.take(LINES_TRIED_MAX).find(is_broken);
            let is_kept = found.is_some();
            *text = found.unwrap_or_default();
            is_kept
        });
    }
}

/// The files under the paths, by language.
///
/// The order is that of the paths, so that passes over the same files do the same work.
pub(crate) fn read(paths: &[PathBuf]) -> io::Result<Vec<Corpus>> {
    let mut corpora: Vec<Corpus> = LanguageId::ALL
        .into_iter()
        .map(|language| Corpus { language, files: Vec::new() })
        .collect();
    for path in paths {
        visit(path, &mut corpora)?;
    }
    Ok(corpora)
}

fn visit(path: &Path, corpora: &mut [Corpus]) -> io::Result<()> {
    let located = |error: io::Error| io::Error::other(format!("{}: {error}", path.display()));
    if fs::metadata(path).map_err(located)?.is_dir() {
        let entries = fs::read_dir(path).map_err(located)?;
        let mut children = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<PathBuf>>>()
            .map_err(located)?;
        children.sort_unstable();
        return children.iter().try_for_each(|child| visit(child, corpora));
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    let language = extension.and_then(LanguageId::from_extension);
    let corpus = corpora.iter_mut().find(|corpus| Some(corpus.language) == language);
    if let Some(corpus) = corpus {
        corpus.files.push(fs::read_to_string(path).map_err(located)?);
    }
    Ok(())
}
