//! No command: serve an editor.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;

use super::Status;
use super::output::complain;
use crate::server::{Options, serve};
use crate::transport::Endpoint;

/// Where the editor is, and what is logged. Flags that other servers for Rholang have and clients
/// pass are accepted and mean nothing.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Serve on standard input and output; this is the default
    #[arg(long, conflicts_with_all = ["socket", "port", "pipe"])]
    stdio: bool,

    /// Connect to an editor that listens on this TCP port of this machine
    #[arg(long, value_name = "PORT", num_args = 0..=1, conflicts_with = "pipe")]
    socket: Option<Option<u16>>,

    /// The same as --socket=PORT
    #[arg(long, value_name = "PORT", conflicts_with = "pipe")]
    port: Option<u16>,

    /// Connect to an editor that listens at this socket in the file system
    #[arg(long, value_name = "PATH")]
    pipe: Option<PathBuf>,

    /// Listen for the editor instead of connecting to it; needs --socket, --port or --pipe
    #[arg(long, conflicts_with = "stdio")]
    listen: bool,

    /// End when this process ends
    #[arg(long, value_name = "ID", alias = "clientProcessId")]
    client_process_id: Option<u32>,

    /// The mildest messages that are logged to standard error and the log file
    #[arg(long, value_name = "LEVEL", value_enum, ignore_case = true, default_value_t = Level::Info)]
    log_level: Level,

    /// Append the log to this file as well
    #[arg(long, value_name = "FILE")]
    log_file: Option<PathBuf>,

    /// Write latencies, queues and memory to this file as JSON, every 10 seconds and at the end
    #[arg(long, value_name = "FILE")]
    metrics_file: Option<PathBuf>,

    #[command(flatten)]
    ignored: Ignored,
}

/// Flags of other servers for Rholang.
#[derive(Debug, clap::Args)]
struct Ignored {
    #[arg(long, hide = true)]
    no_color: bool,
    #[arg(long, hide = true)]
    wire_log: bool,
    #[arg(long, hide = true)]
    no_rnode: bool,
    #[arg(long, hide = true)]
    validator_backend: Option<String>,
    #[arg(long, hide = true)]
    rnode_address: Option<String>,
    #[arg(long, hide = true)]
    rnode_port: Option<String>,
    #[arg(long, hide = true)]
    grpc_host: Option<String>,
    #[arg(long, hide = true)]
    grpc_port: Option<String>,
    /// Accepted so that it can be refused with a reason.
    #[arg(long, hide = true)]
    websocket: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Nothing
    Off,
    /// Errors
    Error,
    /// Warnings
    Warn,
    /// What happens
    Info,
    /// What happens inside
    Debug,
    /// Everything, texts of documents included
    Trace,
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        match level {
            Level::Off => Self::OFF,
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
            Level::Trace => Self::TRACE,
        }
    }
}

impl Arguments {
    /// Whether a person, not an editor, started the program without a word of what it should do.
    pub(super) fn is_for_people(&self) -> bool {
        std::env::args_os().len() <= 1 && io::stdin().is_terminal()
    }

    fn endpoint(&self) -> Result<Endpoint, &'static str> {
        if self.ignored.websocket {
            return Err("WebSockets are not supported; use --stdio, --socket or --pipe");
        }
        let listens = self.listen;
        if let Some(path) = &self.pipe {
            return Ok(Endpoint::Pipe { path: path.clone(), listens });
        }
        match (self.socket, self.port) {
            (Some(Some(one)), Some(other)) if one != other => {
                Err("--socket and --port name different ports")
            }
            (Some(Some(port)), _) | (_, Some(port)) => Ok(Endpoint::Port { port, listens }),
            (Some(None), None) => Err("--socket needs a port: --socket=PORT"),
            (None, None) if listens => Err("--listen needs --socket, --port or --pipe"),
            (None, None) => Ok(Endpoint::Stdio),
        }
    }

    fn ignored_flags(&self) -> Vec<&'static str> {
        let Ignored {
            no_color,
            wire_log,
            no_rnode,
            validator_backend,
            rnode_address,
            rnode_port,
            grpc_host,
            grpc_port,
            websocket: _,
        } = &self.ignored;
        let flags = [
            ("--no-color", *no_color),
            ("--wire-log", *wire_log),
            ("--no-rnode", *no_rnode),
            ("--validator-backend", validator_backend.is_some()),
            ("--rnode-address", rnode_address.is_some()),
            ("--rnode-port", rnode_port.is_some()),
            ("--grpc-host", grpc_host.is_some()),
            ("--grpc-port", grpc_port.is_some()),
        ];
        flags.into_iter().filter(|&(_, is_given)| is_given).map(|(flag, _)| flag).collect()
    }
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let endpoint = match arguments.endpoint() {
        Ok(endpoint) => endpoint,
        Err(problem) => {
            complain(&format_args!("error: {problem}"));
            return Status::Failed.into();
        }
    };
    let options = Options {
        endpoint,
        log_level: arguments.log_level.into(),
        log_file: arguments.log_file.clone(),
        metrics_file: arguments.metrics_file.clone(),
        client_process: arguments.client_process_id,
        ignored_flags: arguments.ignored_flags(),
    };
    serve(&options).unwrap_or_else(|error| {
        complain(&format_args!("error: the server cannot start: {error}"));
        Status::Failed.into()
    })
}
