//! Every code's example has the problem that the code describes.

use rholang_engine::languages::rholang::embed::standard_settings;
use rholang_engine::region::NoSinks;
use rholang_engine::{Analyzer, LanguageId, Regions, Variant};

#[test]
fn every_example_has_its_problem() {
    let mut failures = Vec::new();
    for language in LanguageId::ALL {
        let codes = language.language().codes().iter().chain(rholang_engine::diagnostic::CODES);
        for code in codes.filter(|code| !code.example.is_empty()) {
            let example = match (language, code.name) {
                // The sign that begins a comment differs.
                (LanguageId::Metta, "unknown-suppression") => code.example.replace("//", ";"),
                _ => code.example.to_owned(),
            };
            let dialects = language.language().dialects();
            let variants =
                dialects.iter().filter_map(|dialect| Variant::from(language).with_dialect(dialect));
            let found: Vec<&str> = variants
                .flat_map(|variant| {
                    let mut analyzer = Analyzer::new();
                    let analysis = analyzer.analyze(variant, &example);
                    let settings = standard_settings();
                    let sinks = NoSinks(&settings);
                    let regions =
                        analyzer.regions(&example, &analysis, &sinks, &Regions::default());
                    let found = analysis.diagnostics.iter().chain(regions.diagnostics());
                    found.map(|found| found.code.name).collect::<Vec<_>>()
                })
                .collect();
            if !found.contains(&code.name) {
                failures.push(format!(
                    "{} of {}: {found:?}\n{example}",
                    code.name,
                    language.language().name()
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn codes_have_distinct_names_and_all_their_texts() {
    for language in LanguageId::ALL {
        let codes = language.language().codes().iter().chain(rholang_engine::diagnostic::CODES);
        let mut names = Vec::new();
        for code in codes {
            assert!(!names.contains(&code.name), "{} stands twice", code.name);
            names.push(code.name);
            assert!(!code.message.is_empty() && !code.explanation.is_empty(), "{}", code.name);
            let is_kebab_case =
                code.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            assert!(is_kebab_case, "{}", code.name);
        }
    }
}
