//! `check`: what is wrong with files.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::ValueEnum;
use rholang_engine::diagnostic::Severity;
use rholang_engine::{Analyzer, LanguageId};
use rholang_engine_sync::pool::{EnvironmentError, Lane, Pool, PoolEvent, PoolOptions};

use super::output::{complain, wants_color};
use super::progress::Progress;
use super::{Status, language_parser};
use crate::in_order::for_each_in_order;
use crate::input::{Input, discover};
use crate::report::human::HumanOptions;
use crate::report::{CheckedFile, Format, Summary, check_file};

/// Report what is wrong with files
///
/// Folders are searched for files with the extensions .rho, .rhox and .metta. Files that
/// .gitignore or .ignore exclude, hidden files, and symbolic links inside folders are passed over;
/// a file that is named itself is always checked. Output is in order of the paths.
///
/// A byte order mark at the start of a file is skipped and does not count in columns, as in
/// editors. Files above 32 MiB are not read and have the error `file-too-large`.
#[derive(Debug, clap::Args)]
#[command(after_help = ENVIRONMENT_AND_EXIT_STATUS)]
pub(super) struct Arguments {
    /// Files and folders to check; `-` is standard input, which needs --language [default: .]
    paths: Vec<PathBuf>,

    /// How to print diagnostics
    #[arg(long, value_enum, default_value_t = OutputFormat::Human)]
    format: OutputFormat,

    /// The mildest diagnostics that make the exit status 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = DeniedLevel::Errors)]
    deny: DeniedLevel,

    /// Show hints in human output; JSON output always has them
    #[arg(long)]
    hints: bool,

    /// The language of standard input, and of the files that are named whatever their extension
    #[arg(long, value_parser = language_parser())]
    language: Option<LanguageId>,

    /// The number of worker threads, at most 64; 0 stands for one on each core [default: 0]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

const ENVIRONMENT_AND_EXIT_STATUS: &str = "\
Environment:
  RHOLANG_THREADS  the number of worker threads, if --threads is not given
  RHOLANG_PIN      which workers are bound to a core: `auto` (all if there are more cores than
                   workers, else none), `all` or `none` [default: auto]

Exit status:
  0  nothing is denied
  1  a diagnostic is at or above the denied level
  2  a path or file could not be read (the rest is still checked), the usage is wrong,
     or the output was closed before its end";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// Excerpts of the source, and a summary
    Human,
    /// One JSON object a line; lines and characters count from 0, characters in UTF-16 units
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DeniedLevel {
    /// Errors
    Errors,
    /// Warnings and errors
    Warnings,
}

impl Arguments {
    fn format(&self) -> Format {
        match self.format {
            OutputFormat::Json => Format::Json,
            OutputFormat::Human => {
                Format::Human(HumanOptions { color: wants_color(), hints: self.hints })
            }
        }
    }

    fn pool_options(&self) -> Result<PoolOptions, EnvironmentError> {
        let options = PoolOptions::from_environment()?;
        let options = match self.threads {
            Some(threads) => options.threads(threads),
            None => options,
        };
        Ok(options.log(|event: PoolEvent| complain(&format_args!("warning: {event}"))))
    }

    fn denied(&self) -> Severity {
        match self.deny {
            DeniedLevel::Errors => Severity::Error,
            DeniedLevel::Warnings => Severity::Warning,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> io::Result<Status> {
    let started = Instant::now();
    let options = match arguments.pool_options() {
        Ok(options) => options,
        Err(error) => {
            complain(&format_args!("error: {error}"));
            return Ok(Status::Failed);
        }
    };
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here[..] } else { &arguments.paths };
    let discovery = discover(paths, arguments.language);
    for problem in &discovery.problems {
        complain(&format_args!("error: {problem}"));
    }
    // Workers without work would only cost their start.
    let workers = options.worker_count().min(discovery.inputs.len().max(1));
    let pool = match Pool::new(options.threads(workers)) {
        Ok(pool) => pool,
        Err(error) => {
            complain(&format_args!("error: cannot start a worker thread: {error}"));
            return Ok(Status::Failed);
        }
    };
    let mut run = Run {
        summary: Summary::default(),
        has_failed: !discovery.problems.is_empty(),
        progress: Progress::new(discovery.inputs.len(), started),
    };
    let format = arguments.format();
    check_all(discovery.inputs, &pool, format, &mut run)?;
    run.progress.finish();
    let summary = match format {
        Format::Human(options) => run.summary.human(started.elapsed(), options.hints),
        Format::Json => run.summary.json(started.elapsed())?,
    };
    writeln!(anstream::stdout(), "{summary}")?;
    Ok(match () {
        () if run.has_failed => Status::Failed,
        () if run.summary.counts.has(arguments.denied()) => Status::Denied,
        () => Status::Clean,
    })
}

/// What a run has found so far.
struct Run {
    summary: Summary,
    has_failed: bool,
    progress: Progress,
}

fn check_all(inputs: Vec<Input>, pool: &Pool, format: Format, run: &mut Run) -> io::Result<()> {
    for_each_in_order(
        pool,
        Lane::Background,
        inputs.len(),
        Analyzer::new,
        move |analyzer, number| check_file(&inputs[number], analyzer, format),
        |file: CheckedFile| {
            if let Some(problem) = &file.problem {
                run.has_failed = true;
                run.progress.suspend(|| complain(&format_args!("error: {problem}")));
            } else {
                run.summary.add(file.bytes, file.counts);
            }
            if !file.output.is_empty() {
                run.progress.suspend(|| anstream::stdout().write_all(&file.output))?;
            }
            run.progress.advance();
            Ok(())
        },
    )
}
