//! `settings`: what can be configured in editors.

use std::io::{self, Write};

use super::Status;
use crate::server::settings::{markdown, schema};

/// Print the settings that editors can configure
///
/// Prints a JSON schema, which editors can complete and check settings with.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Print a Markdown document (docs/configuration.md)
    #[arg(long)]
    markdown: bool,
}

pub(super) fn run(arguments: &Arguments) -> io::Result<Status> {
    let text = if arguments.markdown { markdown() } else { format!("{:#}\n", schema()) };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Status::Clean)
}
