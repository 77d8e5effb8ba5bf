//! The main loop: one event after the other.
//!
//! It looks through its sources in turn, so that none can starve another, and if nothing has happened at
//! any of them it sleeps until its [`bell`] rings: an idle server uses no processor time, and nobody
//! waits for a lock.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crossbeam_channel::TryRecvError;
use lsp_server::{Message, Notification, Response};
use lsp_types::{LogMessageParams, MessageType};
use rholang_engine::workspace::{Analyzed, Committed};
use rholang_engine_sync::pool::Lane;
use serde_json::Value;
use tracing::Level;

use super::client::Pending;
use super::diagnostics::Publication;
use super::dispatch::NOTIFICATIONS;
use super::log::{ClientMessage, Log};
use super::metrics::Outcome;
use super::scan::ScanEvent;
use super::settings::Budget;
use super::waiting::Answer;
use super::watch::DiskChange;
use super::{Phase, Server};
use crate::bell;
use crate::transport::{Incoming, Malformed, Policy, Received, Step};

/// How many events of workers and watchers wait for the main loop before those pause.
pub(super) const EVENTS_MAX: usize = 4_096;

/// How many analyses of open documents are committed at once.
const COMMITTED_AT_ONCE_MAX: usize = 64;

/// How long nothing must happen before memory of old versions is freed.
const TICK_AFTER: Duration = Duration::from_millis(300);

/// How often that is tried again while old versions are in use.
const TICKS_MAX: u32 = 3;

/// How often the metrics file is written while something happens.
const METRICS_INTERVAL: Duration = Duration::from_secs(10);

/// Everything that can happen.
#[derive(Debug)]
pub(super) enum Event {
    /// Something came from the client.
    Received(Received),
    /// The text of an open document was analysed.
    Analyzed(Analyzed),
    /// A request was answered.
    Answered(Answer),
    /// Diagnostics were computed.
    Diagnosed(Vec<Publication>),
    /// Files were found on disk and analysed.
    Scanned(ScanEvent),
    /// Files were changed on disk, as the server's own watcher says.
    DiskChanged(Vec<DiskChange>),
    /// The process of the client has ended.
    ClientEnded,
    /// A warning for the client's log.
    Log(ClientMessage),
    /// The writer has ended.
    Unwritable,
    /// Some deadline has passed.
    TimeUp,
}

/// Where something can happen.
#[derive(Clone, Copy)]
enum Source {
    /// What the client sends.
    Reader,
    /// Analyses of open documents.
    Analyses,
    /// Everything else that comes from other threads.
    Events,
    /// Warnings for the client's log.
    Log,
    /// The room that the writer has.
    Writer,
    /// The deadlines.
    Time,
}

impl Source {
    const ALL: [Self; 6] =
        [Self::Reader, Self::Analyses, Self::Events, Self::Log, Self::Writer, Self::Time];
}

impl Server {
    /// Handles events until the session ends. Returns the exit code.
    pub(super) fn run(mut self) -> (u8, Log) {
        while self.exit.is_none() {
            let event = self.next_event();
            let started = Instant::now();
            // A bug in one event should not end the session: the client would lose everything
            // because of one message.
            let result = catch_unwind(AssertUnwindSafe(|| self.on_event(event)));
            if result.is_err() {
                tracing::error!("an event could not be handled; the session goes on");
            }
            if let Some(broken) = self.client.broken() {
                tracing::error!("the connection is given up: {broken}");
                self.end();
            }
            self.metrics.record_turn(started.elapsed());
        }
        self.finish()
    }

    /// The next thing that happens; waits for it.
    fn next_event(&mut self) -> Event {
        loop {
            for _ in Source::ALL {
                self.turn = (self.turn + 1) % Source::ALL.len();
                if let Some(event) = self.take_event(Source::ALL[self.turn]) {
                    return event;
                }
            }
            bell::sleep(self.deadline());
        }
    }

    /// What has happened at a source.
    fn take_event(&mut self, source: Source) -> Option<Event> {
        match source {
            Source::Reader => match self.reader.try_recv() {
                Ok(received) => Some(Event::Received(received)),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => Some(Event::Received(Received {
                    incoming: Incoming::End(None),
                    time: Instant::now(),
                })),
            },
            Source::Analyses => self.engine.finished().try_recv().ok().map(Event::Analyzed),
            Source::Events => self.events.1.try_recv().ok(),
            Source::Log => self.log.client_messages.try_recv().ok().map(Event::Log),
            Source::Writer => loop {
                match self.client.outbox().step() {
                    Step::Sent => {}
                    Step::Nothing => return None,
                    Step::Closed => return Some(Event::Unwritable),
                }
            },
            Source::Time => {
                let is_due = self.deadline().is_some_and(|deadline| deadline <= Instant::now());
                is_due.then_some(Event::TimeUp)
            }
        }
    }

    /// The next moment at which something has to be done although nothing happens.
    fn deadline(&self) -> Option<Instant> {
        let deadlines =
            [self.progress.deadline(), self.indexing.deadline(), self.metrics_due, self.tick_due];
        deadlines.into_iter().flatten().min()
    }

    fn on_event(&mut self, event: Event) {
        if !matches!(event, Event::TimeUp) {
            self.tick_due = Some(Instant::now() + TICK_AFTER);
            self.ticks_left = TICKS_MAX;
        }
        match event {
            Event::Received(received) => self.on_received(received),
            Event::Analyzed(first) => {
                let more = self.engine.finished().try_iter().take(COMMITTED_AT_ONCE_MAX);
                let results: Vec<Analyzed> = std::iter::once(first).chain(more).collect();
                self.commit(results);
            }
            Event::Answered(answer) => self.on_answer(answer),
            Event::Diagnosed(publications) => self.on_diagnosed(publications),
            Event::Scanned(event) => self.on_scanned(event),
            Event::DiskChanged(paths) => self.on_disk_changed(paths),
            Event::ClientEnded => {
                tracing::info!("the client's process has ended");
                self.end();
            }
            Event::Log(message) => self.log_to_client(message),
            Event::Unwritable => self.client.set_closed(),
            Event::TimeUp => self.on_time(Instant::now()),
        }
    }

    fn on_received(&mut self, received: Received) {
        let Received { incoming, time } = received;
        self.received = time;
        if self.metrics_file.is_some() && self.metrics_due.is_none() {
            self.metrics_due = Some(Instant::now() + METRICS_INTERVAL);
        }
        self.metrics.count_message(matches!(incoming, Incoming::Malformed(_)));
        match incoming {
            Incoming::Message(message) => {
                tracing::trace!("from the client: {message:?}");
                match message {
                    Message::Request(request) => self.on_request(request),
                    Message::Notification(notification) => self.on_notification(notification),
                    Message::Response(response) => self.on_response(response),
                }
            }
            Incoming::Malformed(malformed) => self.on_malformed(malformed),
            Incoming::End(error) => {
                match error {
                    Some(error) => tracing::warn!("reading from the client failed: {error}"),
                    None => tracing::debug!("the client has closed the connection"),
                }
                self.end();
            }
        }
    }

    fn on_malformed(&mut self, malformed: Malformed) {
        let Malformed { id, code, message, wants_answer } = malformed;
        if wants_answer {
            tracing::warn!("a message is refused: {message}");
            self.client.respond_error(id, code, message);
        } else {
            tracing::warn!("a message is ignored: {message}");
        }
    }

    fn on_notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match &*method {
            "exit" => return self.end(),
            "$/cancelRequest" => {
                if let Some(id) = crate::transport::id_of_value(&params["id"]) {
                    self.on_cancel(&id);
                }
                return;
            }
            _ if self.phase == Phase::ShutDown => {
                tracing::debug!("{method} is ignored after `shutdown`");
                return;
            }
            _ => {}
        }
        let started = Instant::now();
        match NOTIFICATIONS.iter().find(|(name, _)| *name == method) {
            Some(&(name, run)) => {
                run(self, params);
                self.metrics.record(name, started.elapsed(), Outcome::Answered);
            }
            None if method.starts_with("$/") => {}
            None => tracing::debug!("there is no notification `{method}`"),
        }
    }

    fn on_response(&mut self, response: Response) {
        let Some(pending) = self.client.take_pending(&response) else {
            tracing::debug!("a response to no request of ours: {}", response.id);
            return;
        };
        match (pending, response.response_result) {
            (Pending::Configuration, Ok(mut result)) => {
                self.on_configuration(result.get_mut(0).map_or(Value::Null, Value::take));
            }
            (Pending::Configuration, Err(error)) => {
                tracing::warn!("the client does not tell its settings: {}", error.message);
                self.begin_indexing_if_due(true);
            }
            (Pending::Progress(id), result) => {
                self.progress.on_token(&mut self.client, id, result.is_ok());
            }
            (Pending::Acknowledgement(method), Err(error)) => {
                tracing::warn!("the client refuses {method}: {}", error.message);
            }
            (Pending::Acknowledgement(_), Ok(_)) => {}
        }
    }

    /// Makes results of analyses part of the latest version.
    pub(super) fn commit(&mut self, results: Vec<Analyzed>) {
        let committed = self.engine.commit(results);
        self.on_committed(committed);
    }

    /// Follows a new version of the workspace.
    pub(super) fn on_committed(&mut self, committed: Vec<Committed>) {
        if committed.is_empty() {
            return;
        }
        let snapshot = self.engine.snapshot();
        let mut open = Vec::new();
        let mut has_dependents = false;
        for entry in committed {
            if entry.version.is_none() {
                continue;
            }
            open.push(entry.file);
            if let Some(revision) = snapshot.file(entry.file) {
                if let Some(document) = self.documents.get_mut(entry.file) {
                    // Other files or settings have changed what the same text means.
                    has_dependents |= document.told == revision.stamp();
                    document.told = revision.stamp();
                }
                for (budget, latency) in self.documents.facts_arrived(entry.file, revision.stamp())
                {
                    let name = match budget {
                        Budget::DidOpen => "didOpen to facts",
                        _ => "didChange to facts",
                    };
                    self.metrics.record(name, latency, Outcome::Answered);
                    self.warn_if_slow(name, budget, latency);
                }
            }
        }
        self.reclaim();
        self.push_diagnostics(open);
        if has_dependents {
            self.refresh_diagnostics();
            self.refresh_tokens();
        }
        self.wake_waiting();
        self.wake_parked();
    }

    /// Has a worker drop what no version holds any more, unless one is at it. Facts of a large text are
    /// large, so they are not kept until the server is idle.
    fn reclaim(&mut self) {
        if self.engine.dead_values() == 0 || self.is_reclaiming.swap(true, Ordering::Relaxed) {
            return;
        }
        let (reclaim, is_reclaiming) = (self.engine.reclaimer(), Arc::clone(&self.is_reclaiming));
        drop(self.pool.spawn(Lane::Background, move || {
            reclaim();
            is_reclaiming.store(false, Ordering::Relaxed);
        }));
    }

    /// Logs work that took longer than it may.
    pub(super) fn warn_if_slow(&self, name: &str, budget: Budget, latency: Duration) {
        let limit = Duration::from_millis(self.settings.budgets[budget.index()].into());
        if latency > limit {
            tracing::info!("slow request: {name} took {latency:.1?}, the budget is {limit:?}");
        }
    }

    fn log_to_client(&mut self, message: ClientMessage) {
        let typ = match message.level {
            Level::ERROR => MessageType::Error,
            Level::WARN => MessageType::Warning,
            _ => MessageType::Info,
        };
        let params = LogMessageParams { kind: typ, message: message.text };
        self.client.notify(Policy::Droppable, "window/logMessage", &params);
    }

    /// `window/workDoneProgress/cancel`.
    pub(super) fn on_progress_cancelled(&mut self, params: Value) {
        self.progress.cancel(&params["token"]);
    }

    fn on_time(&mut self, now: Instant) {
        self.progress.on_time(&mut self.client, now);
        self.begin_indexing_if_due(false);
        if self.metrics_due.is_some_and(|due| due <= now) {
            self.metrics_due = None;
            self.write_metrics_file();
        }
        if self.tick_due.is_some_and(|due| due <= now) {
            self.ticks_left = self.ticks_left.saturating_sub(1);
            let is_in_use = self.engine.tick() > 0;
            self.tick_due = (is_in_use && self.ticks_left > 0).then(|| now + TICK_AFTER);
            self.reclaim();
        }
    }
}
