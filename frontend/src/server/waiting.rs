//! Requests on their way: which ones wait for facts, which ones run.

use lsp_server::{ErrorCode, Request, RequestId, ResponseError};
use rholang_engine::FileId;
use rholang_engine::workspace::Stamp;
use rholang_engine_sync::pool::{CancelToken, Lane};
use serde_json::Value;

use super::dispatch::{self, Method, Needs, Run, Stale};
use super::in_flight::{Refusal, Ticket};
use super::introspection::Finish;
use super::main_loop::Event;
use super::metrics::Outcome;
use super::{Phase, Server};
use crate::request::Reply;
use crate::transport::raw;

/// A request that is under way.
#[derive(Debug)]
pub(super) struct Job {
    ticket: Ticket,
    method: &'static Method,
    params: Value,
    cancel: CancelToken,
    /// The open document that it is about, and how often that had been written when it came.
    document: Option<(FileId, u64)>,
    /// How often something had changed when it was started.
    changes: u64,
}

/// A request that waits for facts.
#[derive(Debug)]
pub(super) struct Waiting {
    job: Job,
    /// Files, and the moments from which facts are new enough.
    needs: Vec<(FileId, Stamp)>,
}

/// What became of a request.
#[derive(Debug)]
pub(super) struct Answer {
    job: Job,
    outcome: Result<Reply, ResponseError>,
}

impl Server {
    /// Begins a request.
    pub(super) fn on_request(&mut self, request: Request) {
        let Request { id, method: name, params } = request;
        if self.phase == Phase::ShutDown {
            let message = "the server was told to shut down";
            return self.client.respond_error(Some(id), ErrorCode::InvalidRequest, message);
        }
        match &*name {
            "shutdown" => return self.on_shutdown(id),
            "initialize" => {
                let message = "the server is initialized already";
                return self.client.respond_error(Some(id), ErrorCode::InvalidRequest, message);
            }
            _ => {}
        }
        let Some(method) = dispatch::find(&name) else {
            let message = format!("there is no request `{name}`");
            return self.client.respond_error(Some(id), ErrorCode::MethodNotFound, message);
        };
        if let Run::MainLoop(run) = method.run {
            let result = dispatch::run_caught(|| raw(&run(self)));
            self.metrics.record(method.name, self.received.elapsed(), Outcome::Answered);
            return self.client.respond(Some(id), result);
        }
        // Before the request is under way, so that it does not count itself.
        let begun = match method.run {
            Run::Both(begin) => Some(dispatch::run_caught(|| begin(self))),
            _ => None,
        };
        match self.in_flight.begin(id.clone(), method, self.received) {
            Ok((ticket, cancel)) => {
                let document = self.document_of(&params);
                let job = Job { ticket, method, params, cancel, document, changes: 0 };
                match begun {
                    None => self.dispatch(job),
                    Some(Ok(finish)) => self.finish_later(job, finish),
                    Some(Err(error)) => self.on_answer(Answer { job, outcome: Err(error) }),
                }
            }
            Err(refusal) => self.refuse(id, refusal),
        }
    }

    fn refuse(&mut self, id: RequestId, refusal: Refusal) {
        let (code, message) = match refusal {
            Refusal::Duplicate => {
                (ErrorCode::InvalidRequest, format!("a request with the id {id} is under way"))
            }
            Refusal::TooMany => {
                (ErrorCode::RequestFailed, "too many requests are under way".to_owned())
            }
        };
        self.client.respond_error(Some(id), code, message);
    }

    /// The open document that parameters are about.
    fn document_of(&self, params: &Value) -> Option<(FileId, u64)> {
        let uri = params.pointer("/textDocument/uri")?.as_str()?;
        let file = self.documents.find(uri)?;
        Some((file, self.documents.get(file)?.writes))
    }

    fn dispatch(&mut self, job: Job) {
        let needs: Vec<(FileId, Stamp)> = match job.method.needs {
            Needs::Nothing => Vec::new(),
            Needs::Document => {
                let open = job.document.and_then(|(file, _)| {
                    let document = self.documents.get(file)?;
                    Some((file, document.written_after))
                });
                open.into_iter().collect()
            }
            Needs::Workspace => {
                let documents = self.documents.iter();
                documents.map(|(file, document)| (file, document.written_after)).collect()
            }
        };
        let needs: Vec<_> = needs.into_iter().filter(|need| !self.is_met(need)).collect();
        if needs.is_empty() { self.start(job) } else { self.waiting.push(Waiting { job, needs }) }
    }

    /// Whether the facts of a file are new enough.
    fn is_met(&self, &(file, written_after): &(FileId, Stamp)) -> bool {
        self.engine.is_current(file)
            || self
                .engine
                .snapshot()
                .file(file)
                .is_some_and(|revision| revision.stamp() > written_after)
    }

    /// Starts the requests that wait for nothing any more.
    pub(super) fn wake_waiting(&mut self) {
        for waiting in std::mem::take(&mut self.waiting) {
            if !self.in_flight.is_open(&waiting.job.ticket) {
                continue;
            }
            if waiting.needs.iter().all(|need| self.is_met(need)) {
                self.start(waiting.job);
            } else {
                self.waiting.push(waiting);
            }
        }
    }

    fn start(&mut self, job: Job) {
        let is_stale = job.document.is_some_and(|(file, writes)| {
            self.documents.get(file).is_none_or(|document| document.writes != writes)
        });
        if is_stale && job.method.stale == Stale::Refuse {
            let message = "the document was changed before the request could be answered";
            let error = ResponseError {
                code: ErrorCode::ContentModified as i32,
                message: message.to_owned(),
                data: None,
            };
            return self.on_answer(Answer { job, outcome: Err(error) });
        }
        let (lane, run) = match job.method.run {
            Run::Pool(lane, run) => (lane, run),
            // Those were begun or answered when they came.
            Run::Both(_) | Run::MainLoop(_) => return,
        };
        let job = Job { changes: self.changes, ..job };
        let mut context = self.context(job.cancel.clone());
        context.tokens =
            job.document.and_then(|(file, _)| self.documents.get(file)?.tokens.clone());
        let events = self.events.0.clone();
        drop(self.pool.spawn(lane, move || {
            let mut job = job;
            // A request that may have to be run again keeps its parameters.
            let params = std::mem::take(&mut job.params);
            let kept =
                if job.method.needs == Needs::Nothing { params.clone() } else { Value::Null };
            let outcome = dispatch::run_on_pool(run, &context, params);
            job.params = kept;
            // The main loop is gone when the session has ended.
            let _ = events.send(Event::Answered(Answer { job, outcome }));
        }));
    }

    /// Has a worker finish what the main loop has begun.
    fn finish_later(&self, job: Job, finish: Finish) {
        let events = self.events.0.clone();
        drop(self.pool.spawn(Lane::Background, move || {
            let outcome = dispatch::run_caught(|| Reply::Result(raw(&finish())));
            // The main loop is gone when the session has ended.
            let _ = events.send(Event::Answered(Answer { job, outcome }));
        }));
    }

    /// Takes the outcome of a request.
    pub(super) fn on_answer(&mut self, answer: Answer) {
        let Answer { job, outcome } = answer;
        let outcome = match outcome {
            Ok(Reply::Unchanged) => {
                if self.in_flight.is_open(&job.ticket) {
                    self.park(job);
                }
                return;
            }
            Ok(Reply::Tokens { result, file, kept }) => {
                // Only of open documents, which are few, anything is kept.
                if self.in_flight.is_open(&job.ticket)
                    && let Some(document) = self.documents.get_mut(file)
                {
                    document.tokens = Some(kept);
                }
                Ok(result)
            }
            Ok(Reply::Result(result)) => Ok(result),
            Err(error) => Err(error),
        };
        // Whoever was cancelled was answered then.
        let Some((id, entry)) = self.in_flight.end(job.ticket) else {
            return;
        };
        let latency = entry.received.elapsed();
        let sort = if outcome.is_ok() { Outcome::Answered } else { Outcome::Failed };
        self.metrics.record(entry.method.name, latency, sort);
        self.warn_if_slow(entry.method.name, entry.method.budget, latency);
        self.client.respond(Some(id), outcome);
    }

    /// Keeps a request whose answer would say that nothing has changed. One is kept: of several the
    /// client is told that they are not answered.
    fn park(&mut self, job: Job) {
        // Requests that run at the same time end in any order.
        let (earlier, later) = match self.parked.take() {
            Some(parked) if job.ticket.is_before(&parked.ticket) => (Some(job), parked),
            parked => (parked, job),
        };
        // What it has looked at may have changed while it was under way.
        if later.changes == self.changes {
            self.parked = Some(later);
        } else {
            self.start(later);
        }
        if let Some(earlier) = earlier
            && let Some((id, entry)) = self.in_flight.end(earlier.ticket)
        {
            self.metrics.record(entry.method.name, entry.received.elapsed(), Outcome::Cancelled);
            self.client.respond(
                Some(id),
                Err(ResponseError {
                    code: ErrorCode::ServerCancelled as i32,
                    message: "a later request takes the place of this one".to_owned(),
                    data: Some(serde_json::json!({ "retriggerRequest": false })),
                }),
            );
        }
    }

    /// Runs the request again that waited for a change. There was one.
    pub(super) fn wake_parked(&mut self) {
        self.changes += 1;
        if let Some(job) = self.parked.take()
            && self.in_flight.is_open(&job.ticket)
        {
            self.start(job);
        }
    }

    /// `$/cancelRequest`.
    pub(super) fn on_cancel(&mut self, id: &RequestId) {
        // The client may have been answered while it wrote this.
        let Some(entry) = self.in_flight.cancel(id) else {
            return;
        };
        self.metrics.record(entry.method.name, entry.received.elapsed(), Outcome::Cancelled);
        let message = "the client cancelled the request";
        self.client.respond_error(Some(id.clone()), ErrorCode::RequestCanceled, message);
    }
}
