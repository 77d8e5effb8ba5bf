//! `parse`: the engine's view of a file.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use rholang_engine::{Analyzer, LanguageId};

use super::output::complain;
use super::{Status, language_parser};
use crate::input::{named_input, read};
use crate::tables::{FileTables, json, sexp};

/// Print what the engine makes of a file
///
/// Prints the tables that all analyses work on: nodes, names, scopes, binders, references,
/// endpoints, definitions and comments. Spans are offsets in bytes; a byte order mark at the start
/// of the file does not count. The form of the tables may change with any version.
///
/// The exit status is 0, also for a file with syntax errors, or 2 if the file could not be read.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to print; `-` is standard input, which needs --language
    file: PathBuf,

    /// How to print the tables
    #[arg(long, value_enum, default_value_t = OutputFormat::Sexp)]
    format: OutputFormat,

    /// The language of the file, whatever its extension
    #[arg(long, value_parser = language_parser())]
    language: Option<LanguageId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// S-expressions, one row a line, nodes as a tree
    Sexp,
    /// One JSON object with an array for each table
    Json,
}

pub(super) fn run(arguments: &Arguments) -> io::Result<Status> {
    let input = match named_input(&arguments.file, arguments.language) {
        Ok(input) => input,
        Err(problem) => {
            complain(&format_args!("error: {problem}"));
            return Ok(Status::Failed);
        }
    };
    let source = match read(&input.origin) {
        Ok(source) => source,
        Err(error) => {
            complain(&format_args!("error: cannot read `{}`: {error}", input.label));
            return Ok(Status::Failed);
        }
    };
    let text = source.text();
    let analysis = Analyzer::new().analyze(input.language, text);
    let tables = FileTables { label: &input.label, text, analysis: &analysis };
    let mut output = BufWriter::new(io::stdout().lock());
    match arguments.format {
        OutputFormat::Sexp => sexp::write(&tables, &mut output)?,
        OutputFormat::Json => json::write(&tables, &mut output)?,
    }
    output.flush()?;
    Ok(Status::Clean)
}
