//! Rholang programs that hold MeTTa programs, in every way that detection knows.

use std::fmt::Write;

/// The least number of bytes of a host: one construct of each sort fits.
const BYTES_MIN: usize = 1_000;

/// A Rholang program with MeTTa programs in its strings.
#[derive(Clone, Debug)]
pub struct EmbeddingProgram {
    /// The Rholang program.
    pub text: String,
    /// The number of MeTTa programs in it.
    pub regions: usize,
}

/// A Rholang program of about `bytes` bytes, at least 1,000, without errors.
///
/// It sends programs to the compiler, to a contract that passes them on, and in two parts around a
/// computed one; it marks some by a comment and some by a first line. As many strings in it are no
/// programs.
pub fn embedding(bytes: usize) -> EmbeddingProgram {
    let mut text = String::from(
        "new compile(`rho:metta:compile`), stdout(`rho:io:stdout`), runMeTTa, answer in {\n  contract \
         runMeTTa(ret, @code) = {\n    compile!(*ret, code)\n  } |\n",
    );
    let mut regions = 0;
    let mut number = 0;
    let end = bytes.max(BYTES_MIN) - "  answer!(Nil)\n}\n".len();
    loop {
        let length = text.len();
        write_construct(number, &mut text);
        if text.len() > end {
            text.truncate(length);
            break;
        }
        regions += 1;
        number += 1;
    }
    text.push_str("  answer!(Nil)\n}\n");
    EmbeddingProgram { text, regions }
}

/// A MeTTa program, as it stands in a string, and a string that is no program.
fn write_construct(number: usize, text: &mut String) {
    let program = format!(
        "(: twice-{number} (-> Number Number))\n(= (twice-{number} $x) (* $x 2))\n(name {number} \
         \\\"item {number}\\\")\n!(twice-{number} 21)"
    );
    // Writing to a string cannot fail.
    let _ = match number % 5 {
        0 => writeln!(text, "  compile!(*answer, \"{program}\") |"),
        1 => writeln!(text, "  // @metta\n  @\"store-{number}\"!(\"{program}\") |"),
        2 => writeln!(text, "  runMeTTa!(*answer, \"{program}\") |"),
        3 => writeln!(text, "  @\"job-{number}\"!(\"#!metta\n{program}\") |"),
        _ => writeln!(
            text,
            "  for (@item <- @\"items-{number}\") {{\n    compile!(*answer, \"(stock \" ++ item ++ \
             \")\n{program}\")\n  }} |"
        ),
    };
    let _ = writeln!(text, "  stdout!([\"asked\", {number}, \"answer of item {number}\"]) |");
}

#[cfg(test)]
mod tests {
    use rholang_engine::diagnostic::Severity;
    use rholang_engine::languages::rholang::embed::standard_settings;
    use rholang_engine::region::NoSinks;
    use rholang_engine::{Analyzer, LanguageId, Regions};

    use super::*;

    #[test]
    fn programs_hold_the_stated_number_of_programs_without_errors() {
        let mut analyzer = Analyzer::new();
        let settings = standard_settings();
        for bytes in [1_000, 10_000, 100_000] {
            let EmbeddingProgram { text, regions } = embedding(bytes);
            assert!(text.len().abs_diff(bytes) * 3 < bytes, "{}", text.len());
            let host = analyzer.analyze(LanguageId::Rholang, &text);
            let found = analyzer.regions(&text, &host, &NoSinks(&settings), &Regions::default());
            assert_eq!(found.len(), regions, "{text}");
            let inside = found.iter().map(|region| region.document().analysis());
            for analysis in inside.chain([&host]) {
                let errors = analysis.diagnostics.iter().map(|found| found.code);
                let errors: Vec<&str> = errors
                    .filter(|code| code.severity == Severity::Error)
                    .map(|code| code.name)
                    .collect();
                assert_eq!(errors, [""; 0], "{text}");
            }
        }
    }
}
