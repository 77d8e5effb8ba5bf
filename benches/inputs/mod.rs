//! Programs of a wanted size, made from a seed, for tests and measurements.
//!
//! The programs have the layout and the mix of constructs of real ones, and no errors. The same
//! size and seed give the same text on every machine, so that counts of instructions compare.

mod embedding;
mod metta;
mod names;
mod random;
mod rholang;
mod vocabulary;
mod workspace;

pub use embedding::{EmbeddingProgram, embedding};
pub use metta::metta;
pub use names::names_file;
pub use rholang::rholang;
pub use workspace::{
    WorkspaceFile, workspace_file, workspace_hub, workspace_language, workspace_path,
};

use rholang_engine::LanguageId;

/// The smallest size at which programs come within 10 % of the wanted size, in bytes.
pub const BYTES_MIN: usize = 1_000;

/// A program of about `bytes` bytes in a language.
pub fn program(language: LanguageId, bytes: usize, seed: u64) -> String {
    match language {
        LanguageId::Rholang => rholang(bytes, seed),
        LanguageId::Metta => metta(bytes, seed),
    }
}

#[cfg(test)]
mod tests {
    use rholang_engine::Analyzer;
    use rholang_engine::diagnostic::Severity;

    use super::*;

    const SIZES: [usize; 5] = [BYTES_MIN, 3_000, 10_000, 30_000, 100_000];
    const SEEDS: u64 = 12;

    #[test]
    fn programs_have_no_errors() {
        let mut analyzer = Analyzer::new();
        for (language, bytes, seed) in cases() {
            let text = program(language, bytes, seed);
            let analysis = analyzer.analyze(language, &text);
            let names = analysis.facts.ir().names;
            for found in &analysis.diagnostics {
                assert!(
                    found.code.severity != Severity::Error,
                    "{language:?}, {bytes} bytes, seed {seed}: {} at {:?}\n{text}",
                    found.message(names, &text),
                    found.range,
                );
            }
        }
    }

    /// Findings cost time too, so a program with many would not stand for real ones.
    #[test]
    fn programs_have_few_findings() {
        let mut analyzer = Analyzer::new();
        for (language, bytes, seed) in cases() {
            let text = program(language, bytes, seed);
            let found = analyzer.analyze(language, &text).diagnostics.len();
            let limit = 4 + bytes / 250;
            assert!(found <= limit, "{language:?}, {bytes} bytes, seed {seed}: {found}\n{text}");
        }
    }

    #[test]
    fn programs_have_the_wanted_size() {
        for (language, bytes, seed) in cases() {
            let length = program(language, bytes, seed).len();
            let difference = length.abs_diff(bytes);
            assert!(difference * 10 <= bytes, "{language:?}, {bytes} bytes, seed {seed}: {length}");
        }
    }

    #[test]
    fn programs_depend_on_size_and_seed_alone() {
        for (language, bytes, seed) in cases() {
            assert_eq!(program(language, bytes, seed), program(language, bytes, seed));
        }
        assert_ne!(rholang(1_000, 1), rholang(1_000, 2));
        assert_ne!(metta(1_000, 1), metta(1_000, 2));
    }

    fn cases() -> impl Iterator<Item = (LanguageId, usize, u64)> {
        LanguageId::ALL.into_iter().flat_map(|language| {
            SIZES
                .into_iter()
                .flat_map(move |bytes| (0..SEEDS).map(move |seed| (language, bytes, seed)))
        })
    }
}
