//! Logging: lines on standard error and in a file, and warnings to the client.
//!
//! Whoever logs never waits: lines go through a bounded channel to a thread that writes them. If it
//! cannot keep up, lines are lost, and the next line says how many.
//!
//! What documents say is only logged at the level `trace`.

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::reload;
use tracing_subscriber::util::SubscriberInitExt;

use crate::bell::{self, Bell, RingingSender};

/// How many lines wait for the thread that writes them.
const LINES_MAX: usize = 4_096;

/// How many messages wait to be sent to the client.
const CLIENT_MESSAGES_MAX: usize = 256;

/// How long the end of the process waits for the last lines.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(200);

/// A message for the client's log.
#[derive(Clone, Debug)]
pub(super) struct ClientMessage {
    /// How bad it is.
    pub(super) level: Level,
    /// What it says.
    pub(super) text: String,
}

enum Entry {
    Line(Vec<u8>),
    /// Everything before is to be written; then the sender is dropped.
    Flush(Sender<()>),
}

/// What is left to control after logging began.
pub(super) struct Log {
    level: reload::Handle<LevelFilter, Registry>,
    lines: RingingSender<Entry>,
    /// Warnings and errors for the client.
    pub(super) client_messages: Receiver<ClientMessage>,
}

impl Log {
    /// Begins to log, for the whole process.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened, there is no thread, or somebody else logs already.
    pub(super) fn start(level: LevelFilter, file: Option<&Path>, bell: &Bell) -> io::Result<Self> {
        let file = match file {
            Some(path) => Some(File::options().create(true).append(true).open(path)?),
            None => None,
        };
        let (sender, receiver) = crossbeam_channel::bounded(LINES_MAX);
        let (client, client_messages) = bell::channel(CLIENT_MESSAGES_MAX, bell);
        let thread = thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_lines(&receiver, file))?;
        let lines = RingingSender::new(sender, Bell::of(thread.thread()));
        let (filter, handle) = reload::Layer::new(level);
        let writer = LineWriter { lines: lines.clone(), lost: Arc::default() };
        let format = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_target(false)
            .with_thread_names(true)
            .with_writer(writer);
        tracing_subscriber::registry()
            .with(filter)
            .with(format)
            .with(ClientLayer { client })
            .try_init()
            .map_err(io::Error::other)?;
        Ok(Self { level: handle, lines, client_messages })
    }

    /// Changes the mildest level that is logged.
    pub(super) fn set_level(&self, level: LevelFilter) {
        // Fails only when the subscriber is gone, which lives as long as the process.
        let _ = self.level.reload(level);
    }

    /// Waits a moment until all lines are written.
    pub(super) fn flush(&self) {
        let (sender, receiver) = crossbeam_channel::bounded(1);
        if self.lines.send_deadline(Entry::Flush(sender), Instant::now() + FLUSH_TIMEOUT).is_ok() {
            // Either all is written or time is up; nothing more can be done.
            let _ = receiver.recv_timeout(FLUSH_TIMEOUT);
        }
    }
}

fn write_lines(entries: &Receiver<Entry>, mut file: Option<File>) {
    // The subscriber, which lives as long as the process, has a sender.
    while let Some(entry) = bell::receive(entries) {
        match entry {
            Entry::Line(line) => {
                // Nobody is left to be told that the log cannot be written.
                let _ = io::stderr().write_all(&line);
                if let Some(file) = &mut file {
                    let _ = file.write_all(&line);
                }
            }
            Entry::Flush(done) => drop(done),
        }
    }
}

/// Makes a buffer for each line, which goes to the thread when it is complete.
struct LineWriter {
    lines: RingingSender<Entry>,
    /// How many lines were lost since the last that was not.
    lost: Arc<AtomicU64>,
}

impl<'a> MakeWriter<'a> for LineWriter {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { writer: self, bytes: Vec::with_capacity(128) }
    }
}

struct Line<'a> {
    writer: &'a LineWriter,
    bytes: Vec<u8>,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.bytes);
        let lost = self.writer.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            bytes.extend_from_slice(format!("({lost} lines of the log were lost)\n").as_bytes());
        }
        if self.writer.lines.try_send(Entry::Line(bytes)).is_err() {
            self.writer.lost.fetch_add(lost + 1, Ordering::Relaxed);
        }
    }
}

/// Hands warnings and errors on to the client.
struct ClientLayer {
    client: RingingSender<ClientMessage>,
}

impl<S: Subscriber> Layer<S> for ClientLayer {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let level = *event.metadata().level();
        if level <= Level::WARN {
            let mut text = MessageText::default();
            event.record(&mut text);
            // If the client is not told, the log still is.
            let _ = self.client.try_send(ClientMessage { level, text: text.0 });
        }
    }
}

/// The message of an event, followed by its fields.
#[derive(Default)]
struct MessageText(String);

impl Visit for MessageText {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        use fmt::Write;
        // Writing to a string cannot fail.
        let _ = match field.name() {
            "message" => write!(self.0, "{value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}

/// Makes panics lines of the log. What the panic says may quote the text of a document, so only the
/// place is told above the level `trace`.
pub(super) fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map_or("an unknown place".to_owned(), ToString::to_string);
        let name = thread::current().name().unwrap_or("unnamed").to_owned();
        tracing::error!("thread `{name}` panicked at {location}; this is a bug of the server");
        tracing::trace!("the panic says: {panic}");
    }));
}
