//! The language server: what an editor starts.
//!
//! ```text
//!  client ──▶ reader ──▶ ┌───────────┐ ──▶ outbox ──▶ writer ──▶ client
//!                        │ main loop │
//!  workers ──answers───▶ │  Server   │ ──requests, texts──▶ workers
//!  watchers ──paths────▶ └───────────┘
//! ```
//!
//! The main loop owns all state and never analyses, reads a file or waits for the client. Everything
//! that takes time runs on the pool or on a thread of its own and comes back as an
//! `main_loop::Event`. So there is nothing to lock.
//!
//! | file | what it holds |
//! |---|---|
//! | `main_loop` | events, and what each one does |
//! | `lifecycle` | the beginning and the end of a session |
//! | `dispatch` | the table of requests and the one of notifications |
//! | `in_flight`, `waiting` | requests: exactly one response each; those that wait for facts |
//! | `documents` | the texts that the client owns |
//! | `diagnostics` | diagnostics that are pushed |
//! | `folders`, `disk_files`, `indexing`, `scan`, `watch` | files on disk |
//! | `settings`, `configuration` | what users can change, and how it comes here |
//! | `capabilities` | what client and server can do |
//! | `client`, `progress` | messages to the client |
//! | `client_process` | the end of the client |
//! | `log`, `metrics`, `introspection` | what the server tells about itself |

pub mod capabilities;
mod client;
mod client_process;
mod configuration;
mod diagnostics;
mod disk_files;
mod dispatch;
mod documents;
mod folders;
mod in_flight;
mod indexing;
mod introspection;
mod lifecycle;
mod log;
mod main_loop;
mod metrics;
mod progress;
mod scan;
pub mod settings;
mod waiting;
mod watch;

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crossbeam_channel::Receiver;
use rholang_engine::text::PositionEncoding;
use rholang_engine::{Engine, Indexer};
use rholang_engine_sync::pool::{CancelToken, Pool};
use tracing::level_filters::LevelFilter;

use crate::bell::RingingSender;
use crate::proto::Convert;
use crate::request::Context;
use crate::transport::{Endpoint, Received};
use capabilities::ClientCapabilities;
use client::Client;
use documents::Documents;
use folders::Folders;
use in_flight::InFlight;
use indexing::Indexing;
use log::Log;
use main_loop::Event;
use metrics::Metrics;
use progress::Progress;
use settings::Settings;
use waiting::{Job, Waiting};
use watch::Watcher;

pub use lifecycle::serve;

/// How a server is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the client is.
    pub endpoint: Endpoint,
    /// The mildest level that is logged, unless settings say otherwise.
    pub log_level: LevelFilter,
    /// A file to which the log is appended.
    pub log_file: Option<PathBuf>,
    /// A file that receives the metrics as JSON.
    pub metrics_file: Option<PathBuf>,
    /// A process whose end ends the server.
    pub client_process: Option<u32>,
    /// Flags that were given and mean nothing to this server.
    pub ignored_flags: Vec<&'static str>,
}

/// Whether the server still takes requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Running,
    /// `shutdown` came, `exit` has to follow.
    ShutDown,
}

/// All state of a session.
struct Server {
    // ---- the client ----
    client: Client,
    capabilities: Arc<ClientCapabilities>,
    encoding: PositionEncoding,
    client_name: String,
    phase: Phase,
    /// The exit code, when the session has ended.
    exit: Option<u8>,
    // ---- what comes in ----
    reader: Receiver<Received>,
    events: (RingingSender<Event>, Receiver<Event>),
    /// The source that was asked last; an index into `Source::ALL`.
    turn: usize,
    /// When the message that is being handled was there.
    received: Instant,
    // ---- what is known ----
    /// Never dropped: freeing a large workspace value by value takes half a second, and the process,
    /// which ends with the session, gives all memory back at once.
    engine: ManuallyDrop<Engine>,
    indexer: Indexer,
    documents: Documents,
    folders: Folders,
    indexing: Indexing,
    watcher: Watcher,
    // ---- what is under way ----
    /// Dropping a pool waits for its tasks, and the end of a session must not wait.
    pool: ManuallyDrop<Pool>,
    in_flight: InFlight,
    waiting: Vec<Waiting>,
    parked: Option<Job>,
    /// How often something has changed that a parked request waits for.
    changes: u64,
    progress: Progress,
    // ---- what is told about it ----
    /// What `initializationOptions` and flags say. Later settings change it, and do not build on each
    /// other.
    base_settings: Settings,
    settings: Arc<Settings>,
    settings_id: Arc<str>,
    metrics: Metrics,
    metrics_file: Option<PathBuf>,
    metrics_due: Option<Instant>,
    tick_due: Option<Instant>,
    /// Whether a worker drops what no version holds any more.
    is_reclaiming: Arc<AtomicBool>,
    ticks_left: u32,
    log: Log,
}

impl Server {
    /// What a request knows.
    fn context(&self, cancel: CancelToken) -> Context {
        Context {
            convert: Convert {
                snapshot: self.engine.snapshot(),
                encoding: self.encoding,
                spellings: self.documents.spellings(),
            },
            client: Arc::clone(&self.capabilities),
            settings: Arc::clone(&self.settings),
            settings_id: Arc::clone(&self.settings_id),
            cancel,
            tokens: None,
        }
    }
}
