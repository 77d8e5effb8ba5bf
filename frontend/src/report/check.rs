//! From an input to the output about it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rholang_engine::diagnostic::{DiagnosticSink, FILE_TOO_LARGE};
use rholang_engine::region::NoSinks;
use rholang_engine::syntax::TEXT_BYTES_MAX;
use rholang_engine::text::{LineIndex, TextRange};
use rholang_engine::workspace::Settings;
use rholang_engine::{Analyzer, Regions};

use super::human::HumanOptions;
use super::{Counts, FileReport, Finding, findings, human, json};
use crate::input::{Input, ReadError, read};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// For people.
    Human(HumanOptions),
    /// For programs.
    Json,
}

/// The outcome of checking one input.
#[derive(Debug, Default)]
pub struct CheckedFile {
    /// What to print, complete lines; empty if there is nothing to say.
    pub output: Vec<u8>,
    /// Why the input could not be checked: a sentence.
    pub problem: Option<String>,
    /// The diagnostics.
    pub counts: Counts,
    /// The size of the input in bytes.
    pub bytes: usize,
}

/// Reads and analyses an input and renders what was found.
pub fn check_file(input: &Input, analyzer: &mut Analyzer, format: Format) -> CheckedFile {
    // A defect that one file lays bare must not keep the others from being checked.
    match catch_unwind(AssertUnwindSafe(|| check(input, analyzer, format))) {
        Ok(file) => file,
        Err(panic) => {
            *analyzer = Analyzer::new();
            failed(format!(
                "the analysis of `{}` failed, which is a defect of this program: {}",
                input.label,
                panic_message(&*panic)
            ))
        }
    }
}

fn check(input: &Input, analyzer: &mut Analyzer, format: Format) -> CheckedFile {
    let source = match read(&input.origin) {
        Ok(source) => source,
        Err(ReadError::TooLarge(_)) => return too_large(input, format),
        Err(error) => return failed(format!("cannot read `{}`: {error}", input.label)),
    };
    let text = source.text();
    let analysis = analyzer.analyze(input.language, text);
    let settings = Settings::default();
    // Files are checked one by one, so what others do with a program in a string is not known.
    let sinks = NoSinks(&settings.embedded);
    let regions = analyzer.regions(text, &analysis, &sinks, &Regions::default());
    render(input, text, source.byte_len(), &findings(text, &analysis, &regions), format)
}

/// A file that was not even read, with the diagnostic that the engine has for this case.
fn too_large(input: &Input, format: Format) -> CheckedFile {
    let mut sink = DiagnosticSink::new();
    let limit = u32::try_from(TEXT_BYTES_MAX >> 20).unwrap_or(u32::MAX);
    sink.report(&FILE_TOO_LARGE, TextRange::empty(0)).number(limit);
    let mut analysis = Analyzer::new().analyze(input.language, "");
    analysis.diagnostics = sink.finish();
    render(input, "", 0, &findings("", &analysis, &Regions::default()), format)
}

fn render(
    input: &Input,
    text: &str,
    bytes: usize,
    findings: &[Finding],
    format: Format,
) -> CheckedFile {
    let mut file = CheckedFile { bytes, counts: Counts::of(findings), ..CheckedFile::default() };
    if findings.is_empty() {
        return file;
    }
    let lines = LineIndex::new(text);
    let report = FileReport { label: &input.label, text, lines: &lines, findings };
    match format {
        Format::Human(options) => file.output = human::render(&report, options).into_bytes(),
        Format::Json => match json::render(&report) {
            Ok(output) => file.output = output,
            Err(error) => return failed(format!("cannot write JSON: {error}")),
        },
    }
    file
}

fn failed(problem: String) -> CheckedFile {
    CheckedFile { problem: Some(problem), ..CheckedFile::default() }
}

/// What a panic says. Panics carry text, and nothing else that could be shown.
fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let as_str = panic.downcast_ref::<&str>().copied();
    as_str.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
