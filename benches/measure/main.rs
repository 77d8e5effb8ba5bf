//! `measure`: how fast files are analysed, and how much memory their facts take.

#![forbid(unsafe_code)]

mod corpus;
mod report;
mod stage;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, value_parser};
use rholang_engine::LanguageId;

use corpus::Corpus;
use stage::Stage;

/// Measures how fast files are analysed, and how much memory their facts take.
///
/// Folders are searched for files with the extensions .rho, .rhox and .metta. Without --stage, a
/// table for each language is printed. With --stage, one step is repeated and nothing is timed:
/// for profilers, and to count instructions as the difference between two numbers of passes.
#[derive(Debug, Parser)]
#[command(name = "measure")]
struct Arguments {
    /// Files and folders to measure with
    #[arg(required = true)]
    paths: Vec<PathBuf>,

    /// How often everything is done; the table shows the median
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = value_parser!(u32).range(1..))]
    passes: u32,

    /// The step to repeat
    #[arg(long, value_enum)]
    stage: Option<Stage>,

    /// Put a closing bracket into the middle of each file, so that it has a syntax error
    #[arg(long)]
    broken: bool,

    /// Leave out the files of other languages
    #[arg(long, value_parser = language_parser())]
    language: Option<LanguageId>,
}

fn language_parser() -> impl TypedValueParser<Value = LanguageId> {
    PossibleValuesParser::new(LanguageId::ALL.map(|id| id.language().name()))
        .try_map(|name| LanguageId::from_name(&name).ok_or("there is no such language"))
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error is closed as well, there is nobody left to tell.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut corpora = corpus::read(&arguments.paths)?;
    if arguments.broken {
        corpora.iter_mut().for_each(Corpus::break_all);
    }
    let wanted: Vec<&Corpus> = corpora
        .iter()
        .filter(|corpus| arguments.language.is_none_or(|language| language == corpus.language))
        .filter(|corpus| !corpus.files.is_empty())
        .collect();
    if wanted.is_empty() {
        return Err(io::Error::other("the paths hold no files of the language"));
    }
    for corpus in wanted {
        match arguments.stage {
            Some(stage) => {
                stage.repeat(corpus, arguments.passes);
                let (language, bytes) = (corpus.language.language().name(), corpus.bytes());
                writeln!(out, "{language} {bytes}")?;
            }
            None => report::print(corpus, arguments.passes, &mut out)?,
        }
    }
    Ok(())
}
