//! The command line; one file per command.

mod check;
mod explain;
mod output;
mod parse;
mod progress;
mod serve;
mod settings;
mod version;

use std::io;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory, Parser, Subcommand};
use rholang_engine::LanguageId;

use output::complain;

/// Language server and command line for Rholang and MeTTa.
///
/// Without a command, serves one editor with the Language Server Protocol, on standard input and
/// output unless a flag says otherwise.
#[derive(Debug, Parser)]
#[command(version = version::short(), long_version = version::long())]
#[command(after_help = "`rholang-language-server help COMMAND` says more about a command.")]
#[command(args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    serve: serve::Arguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Parse(parse::Arguments),
    Explain(explain::Arguments),
    Settings(settings::Arguments),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// All is well.
    Clean,
    /// The command worked and found what it was told to deny.
    Denied,
    /// Something could not be done, as a message on standard error has said.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Denied => 1,
            Status::Failed => 2,
        })
    }
}

/// Runs the command that the arguments of this process name.
///
/// The exit code is 0 if all is well, 1 if the command found what it denies, and 2 if something
/// could not be done. A session with an editor ends with 0 if the editor said `shutdown`, else 1.
pub fn run() -> ExitCode {
    let CommandLine { command, serve } = CommandLine::parse();
    let result = match command {
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Parse(arguments)) => parse::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Settings(arguments)) => settings::run(&arguments),
        None if serve.is_for_people() => {
            complain(&CommandLine::command().render_help());
            Ok(Status::Failed)
        }
        None => return serve::run(&serve),
    };
    match result {
        Ok(status) => status.into(),
        // Whoever reads the output has seen enough. That is not worth a message, but the status
        // must not claim that all is well when not everything was looked at.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Failed.into(),
        Err(error) => {
            complain(&format_args!("error: cannot write the output: {error}"));
            Status::Failed.into()
        }
    }
}

/// Reads the name of a language.
fn language_parser() -> impl TypedValueParser<Value = LanguageId> {
    PossibleValuesParser::new(LanguageId::ALL.map(|id| id.language().name()))
        .try_map(|name| LanguageId::from_name(&name).ok_or("there is no such language"))
}
