//! The beginning and the end of a session.

use std::fmt::Write;
use std::io;
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError};
use lsp_server::{ErrorCode, Message, Request, RequestId};
use lsp_types::{InitializeResult, ServerInfo};
use rholang_engine::Engine;
use rholang_engine_sync::pool::{Pool, PoolOptions};
use serde_json::Value;

use super::capabilities::{ClientCapabilities, negotiate_encoding, server_capabilities};
use super::client::Client;
use super::client_process::{self, Watching};
use super::configuration::section_of;
use super::folders::Folders;
use super::log::{Log, log_panics};
use super::main_loop::{EVENTS_MAX, Event};
use super::settings::Settings;
use super::watch::Watcher;
use super::{Options, Phase, Server};
use crate::bell::{self, Bell, RingingSender};
use crate::transport::{Incoming, Outbox, Received, connect, raw, spawn_reader, spawn_writer};

/// How long the end of the process waits until what was sent is written.
const WRITER_TIMEOUT: Duration = Duration::from_millis(500);

/// The exit code after `shutdown` and `exit`.
const ORDERLY: u8 = 0;
/// The exit code of a session that ended in any other way.
const DISORDERLY: u8 = 1;

/// Serves one client until it leaves.
///
/// The exit code is 0 if the client said `shutdown` before it left, and 1 otherwise.
///
/// # Errors
///
/// If there is no way to the client, to the log file, or to a thread.
pub fn serve(options: &Options) -> io::Result<ExitCode> {
    // This thread is the one that runs the main loop.
    let bell = Bell::new();
    let log = Log::start(options.log_level, options.log_file.as_deref(), &bell)?;
    log_panics();
    for flag in &options.ignored_flags {
        tracing::debug!("the flag {flag} means nothing to this server");
    }
    let connection = connect(&options.endpoint)?;
    let (writer, writer_end) = spawn_writer(connection.output, &bell)?;
    let reader = spawn_reader(connection.input, &bell)?;
    let (sender, receiver) = bell::channel(EVENTS_MAX, &bell);
    if let Some(process) = options.client_process {
        watch_client(process, &sender);
    }
    let mut client = Client::new(Outbox::new(writer));
    let code = match handshake(&reader, &receiver, &mut client) {
        Some((id, params)) => {
            let channels = (reader, (sender, receiver));
            let server = Server::begin(options, log, channels, bell, client, id, &params);
            let (code, log) = server.run();
            wait_for_writer(&writer_end);
            log.flush();
            code
        }
        None => {
            client.finish();
            wait_for_writer(&writer_end);
            log.flush();
            DISORDERLY
        }
    };
    Ok(ExitCode::from(code))
}

fn wait_for_writer(end: &Receiver<io::Result<()>>) {
    // A client that does not read is left behind.
    if let Ok(Err(error)) = end.recv_timeout(WRITER_TIMEOUT) {
        tracing::debug!("writing to the client failed: {error}");
    }
}

/// Waits for `initialize`. Nothing if the client left before.
fn handshake(
    reader: &Receiver<Received>,
    events: &Receiver<Event>,
    client: &mut Client,
) -> Option<(RequestId, Value)> {
    loop {
        if let Ok(Event::ClientEnded) = events.try_recv() {
            return None;
        }
        let received = match reader.try_recv() {
            Ok(received) => received,
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {
                bell::sleep(None);
                continue;
            }
        };
        match received.incoming {
            Incoming::Message(Message::Request(Request { id, method, params })) => {
                if method != "initialize" {
                    let message = "the first request has to be `initialize`";
                    client.respond_error(Some(id), ErrorCode::ServerNotInitialized, message);
                } else if params.is_object() {
                    return Some((id, params));
                } else {
                    let message = "the parameters of `initialize` have to be an object";
                    client.respond_error(Some(id), ErrorCode::InvalidParams, message);
                }
            }
            Incoming::Message(Message::Notification(notification)) => {
                if notification.method == "exit" {
                    return None;
                }
            }
            Incoming::Message(Message::Response(_)) => {}
            Incoming::Malformed(malformed) => {
                if malformed.wants_answer {
                    client.respond_error(malformed.id, malformed.code, malformed.message);
                }
            }
            Incoming::End(_) => return None,
        }
        // A client that does not read its answers will not begin a session either.
        if client.broken().is_some() {
            return None;
        }
    }
}

/// Ends the session when a process ends.
fn watch_client(process: u32, events: &RingingSender<Event>) {
    let events = events.clone();
    let on_end = move || {
        // The main loop is gone when the session has ended.
        let _ = events.send(Event::ClientEnded);
    };
    match client_process::watch(process, on_end) {
        Ok(Watching::Begun) => {}
        Ok(Watching::NoSuchProcess) => {
            tracing::debug!("the client's process {process} is not known here; it is not watched");
        }
        #[cfg(not(unix))]
        Ok(Watching::Unsupported) => {
            tracing::debug!("processes cannot be watched on this platform");
        }
        Err(error) => tracing::warn!("the client's process is not watched: {error}"),
    }
}

type Channels = (Receiver<Received>, (RingingSender<Event>, Receiver<Event>));

impl Server {
    /// Answers `initialize`. Nothing that takes time is done here.
    fn begin(
        options: &Options,
        log: Log,
        (reader, events): Channels,
        bell: Bell,
        mut client: Client,
        id: RequestId,
        params: &Value,
    ) -> Self {
        let capabilities = &params["capabilities"];
        let encoding = negotiate_encoding(capabilities);
        let settings = first_settings(options, params);
        if let Some(process) = params["processId"].as_u64().and_then(|id| u32::try_from(id).ok())
            && Some(process) != options.client_process
        {
            watch_client(process, &events.0);
        }
        client.respond(
            Some(id),
            Ok(raw(&InitializeResult {
                capabilities: server_capabilities(encoding),
                server_info: Some(ServerInfo {
                    name: env!("CARGO_PKG_NAME").to_owned(),
                    version: Some(env!("CARGO_PKG_VERSION").to_owned()),
                }),
            })),
        );
        let pool = start_pool(&settings);
        let mut engine = Engine::new(pool.handle());
        engine.on_finished(move || bell.ring());
        let indexer = engine.indexer();
        let now = Instant::now();
        let mut server = Self {
            client,
            capabilities: Arc::new(ClientCapabilities::read(capabilities)),
            encoding,
            client_name: client_name(params),
            phase: Phase::Running,
            exit: None,
            reader,
            received: now,
            engine: ManuallyDrop::new(engine),
            indexer,
            documents: super::Documents::default(),
            folders: Folders::read(params),
            indexing: super::Indexing::default(),
            watcher: Watcher::new(events.0.clone()),
            events,
            turn: 0,
            pool: ManuallyDrop::new(pool),
            in_flight: super::InFlight::default(),
            waiting: Vec::new(),
            parked: None,
            changes: 0,
            progress: super::Progress::default(),
            base_settings: settings.clone(),
            settings: Arc::new(settings.clone()),
            settings_id: Arc::from(""),
            metrics: super::Metrics::default(),
            metrics_file: options.metrics_file.clone(),
            metrics_due: None,
            tick_due: None,
            is_reclaiming: Arc::default(),
            ticks_left: 0,
            log,
        };
        server.apply_settings(settings);
        tracing::info!(
            "session with {} begins: {encoding:?} columns, {} folders, {} workers",
            server.client_name,
            server.folders.len(),
            server.pool.workers(),
        );
        server
    }

    /// `initialized`: from now on the server may ask the client for things.
    pub(super) fn on_initialized(&mut self, _params: Value) {
        self.register_configuration();
        self.watch_folders();
        // Indexing begins when the settings are known, or without them if the client never answers.
        if self.capabilities.pulls_configuration {
            self.pull_configuration();
            self.indexing.begin_by(Instant::now() + super::indexing::SETTINGS_TIMEOUT);
        } else {
            self.index_all();
        }
    }

    /// `shutdown`.
    pub(super) fn on_shutdown(&mut self, id: RequestId) {
        self.phase = Phase::ShutDown;
        self.indexing.cancel();
        self.client.respond(Some(id), Ok(raw(&())));
    }

    /// `exit`, or the client is gone.
    pub(super) fn end(&mut self) {
        let code = if self.phase == Phase::ShutDown { ORDERLY } else { DISORDERLY };
        self.exit.get_or_insert(code);
    }

    /// What is left to do when the session has ended.
    pub(super) fn finish(mut self) -> (u8, Log) {
        for id in self.in_flight.cancel_all() {
            let message = "the session has ended";
            self.client.respond_error(Some(id), ErrorCode::RequestCanceled, message);
        }
        self.write_metrics_file();
        tracing::info!("the session ends after {:?}", self.metrics.uptime());
        self.client.finish();
        (self.exit.unwrap_or(DISORDERLY), self.log)
    }
}

/// The settings with which a session begins.
fn first_settings(options: &Options, params: &Value) -> Settings {
    let base = Settings { log_level: options.log_level, ..Settings::default() };
    let (settings, problems) = Settings::read(section_of(&params["initializationOptions"]), &base);
    for problem in problems {
        tracing::warn!("{problem}");
    }
    settings
}

/// The workers. Settings go before the environment.
fn start_pool(settings: &Settings) -> Pool {
    let options = PoolOptions::from_environment().unwrap_or_else(|error| {
        tracing::warn!("{error}");
        PoolOptions::new()
    });
    let defaults = Settings::default();
    let mut options = options.log(|event| tracing::warn!("{event}"));
    if settings.threads != defaults.threads {
        options = options.threads(settings.threads);
    }
    if settings.pin != defaults.pin {
        options = options.pin(settings.pin);
    }
    Pool::new(options).expect("the system has room for one thread")
}

/// What the client calls itself.
fn client_name(params: &Value) -> String {
    let mut name = params["clientInfo"]["name"].as_str().unwrap_or("a client").to_owned();
    if let Some(version) = params["clientInfo"]["version"].as_str() {
        // Writing to a string cannot fail.
        let _ = write!(name, " {version}");
    }
    name
}
