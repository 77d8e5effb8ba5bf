//! `replay`: an editing session against the built server, over its standard input and output.
//!
//! For each size of workspace, files are generated in a temporary folder, the server is started in
//! it, and a session of typing and requests is played as an editor would: an edit, then the wait for
//! its diagnostics, then requests; and bursts of edits without a wait. The time of each is what the
//! client sees, from before the message is written until the answer's last byte is read. Tables and plots
//! show the distribution for each method.

#![forbid(unsafe_code)]

mod client;
mod cold;
mod memory;
mod plot;
mod report;
mod session;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use rholang_benches::workspace_file;

use report::Outcome;

/// What a step gives if it does not fail.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Plays an editing session against the server and reports what the client had to wait for
#[derive(Debug, Parser)]
#[command(name = "replay")]
struct Arguments {
    /// The server's binary
    #[arg(long, default_value = "target/release/rholang-language-server")]
    server: PathBuf,

    /// How many files the workspaces have
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000")]
    files: Vec<usize>,

    /// About how many bytes each file has
    #[arg(long, default_value_t = 1_000)]
    bytes: usize,

    /// How often each request is made
    #[arg(long, default_value_t = 200)]
    rounds: usize,

    /// Instead of the session, make this many edits and show the memory meanwhile
    #[arg(long, value_name = "EDITS")]
    soak: Option<usize>,

    /// Instead of the session, start the server this often and show what a cold start consists of
    #[arg(long, value_name = "RUNS", conflicts_with = "soak")]
    cold: Option<usize>,

    /// Run the server under a command, such as a tracer; words are separated by spaces
    #[arg(long, value_name = "COMMAND", value_delimiter = ' ')]
    under: Vec<String>,

    /// The seed of the generated files
    #[arg(long, default_value_t = 7)]
    seed: u64,

    /// A folder for the plots latency.svg and scaling.svg, or soak.svg
    #[arg(long)]
    plots: Option<PathBuf>,

    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
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

fn run(arguments: &Arguments) -> Result<()> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut out = io::stdout().lock();
    for &files in &arguments.files {
        let root = tempfile::tempdir()?;
        write_workspace(root.path(), files, arguments)?;
        let plan = session::Plan {
            server: &arguments.server,
            under: &arguments.under,
            root: root.path(),
            files,
            rounds: arguments.rounds,
            seed: arguments.seed,
        };
        if let Some(runs) = arguments.cold {
            write!(out, "{}", cold::measure(&plan, arguments.bytes, runs)?)?;
            continue;
        }
        if let Some(edits) = arguments.soak {
            let soak = session::soak(&plan, edits)?;
            write!(out, "{}", report::soak(&soak))?;
            if let Some(folder) = &arguments.plots {
                fs::create_dir_all(folder)?;
                fs::write(folder.join("soak.svg"), plot::soak(&soak))?;
            }
            continue;
        }
        let outcome = session::play(&plan)?;
        if !arguments.json {
            write!(out, "{}", report::table(&outcome))?;
            out.flush()?;
        }
        outcomes.push(outcome);
    }
    if arguments.json && !outcomes.is_empty() {
        writeln!(out, "{:#}", report::json(&outcomes))?;
    }
    if let Some(folder) = &arguments.plots
        && !outcomes.is_empty()
    {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("latency.svg"), plot::latency(&outcomes))?;
        fs::write(folder.join("scaling.svg"), plot::scaling(&outcomes))?;
    }
    Ok(())
}

fn write_workspace(root: &Path, files: usize, arguments: &Arguments) -> Result<()> {
    let mut folder = PathBuf::new();
    for index in 0..files {
        let file = workspace_file(index, files, arguments.bytes, arguments.seed);
        let path = root.join(&file.path);
        if let Some(parent) = path.parent()
            && parent != folder
        {
            fs::create_dir_all(parent)?;
            parent.clone_into(&mut folder);
        }
        fs::write(path, file.text)?;
    }
    Ok(())
}
