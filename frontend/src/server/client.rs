//! The client as the main loop sees it: somebody to send messages to.

use std::time::{Duration, Instant};

use lsp_server::{ErrorCode, Request, RequestId, Response, ResponseError};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::value::RawValue;

use super::progress::ProgressId;
use crate::transport::{Broken, Outbox, Outgoing, Policy, raw};

/// How many of our requests may be unanswered. More are not sent.
pub(super) const OUTGOING_REQUESTS_MAX: usize = 1_024;

/// How long the end of a session waits for the client to read what was sent.
const FINISH_TIMEOUT: Duration = Duration::from_millis(500);

/// What an answer of the client is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pending {
    /// `workspace/configuration`.
    Configuration,
    /// `window/workDoneProgress/create`.
    Progress(ProgressId),
    /// A request whose answer says nothing; its method, for the log.
    Acknowledgement(&'static str),
}

/// Sends messages and knows which answers are due.
pub(super) struct Client {
    outbox: Outbox,
    pending: FxHashMap<i32, Pending>,
    next: i32,
    broken: Option<Broken>,
}

impl Client {
    /// A client that was sent nothing yet.
    pub(super) fn new(outbox: Outbox) -> Self {
        Self { outbox, pending: FxHashMap::default(), next: 0, broken: None }
    }

    /// Answers a request. Without an id, tells that some message made no sense.
    pub(super) fn respond(
        &mut self,
        id: Option<RequestId>,
        result: Result<Box<RawValue>, ResponseError>,
    ) {
        self.send(Policy::Keep, Outgoing::Response { id, result });
    }

    /// Answers that a request failed.
    pub(super) fn respond_error(
        &mut self,
        id: Option<RequestId>,
        code: ErrorCode,
        message: impl Into<String>,
    ) {
        let error = ResponseError { code: code as i32, message: message.into(), data: None };
        self.respond(id, Err(error));
    }

    /// Sends a notification.
    pub(super) fn notify(&mut self, policy: Policy, method: &'static str, params: &impl Serialize) {
        self.notify_raw(policy, method, raw(params));
    }

    /// Sends a notification whose parameters are JSON already.
    pub(super) fn notify_raw(
        &mut self,
        policy: Policy,
        method: &'static str,
        params: Box<RawValue>,
    ) {
        self.send(policy, Outgoing::Notification { method, params });
    }

    /// Sends a request.
    pub(super) fn request(
        &mut self,
        method: &'static str,
        params: &impl Serialize,
        pending: Pending,
    ) {
        if self.pending.len() >= OUTGOING_REQUESTS_MAX {
            tracing::debug!("{method} is not sent: the client answers nothing");
            return;
        }
        self.next = self.next.wrapping_add(1);
        self.pending.insert(self.next, pending);
        let params = serde_json::to_value(params).unwrap_or_default();
        let request = Request { id: RequestId::from(self.next), method: method.to_owned(), params };
        self.send(Policy::Keep, Outgoing::Request(request));
    }

    /// Tells the client to ask again for something, unless it has not reacted to the last time yet.
    pub(super) fn refresh(&mut self, method: &'static str) {
        let pending = Pending::Acknowledgement(method);
        if !self.pending.values().any(|known| *known == pending) {
            self.request(method, &(), pending);
        }
    }

    /// What a response is for; nothing for one that was not asked for.
    pub(super) fn take_pending(&mut self, response: &Response) -> Option<Pending> {
        let id = response.id.to_string().parse().ok()?;
        self.pending.remove(&id)
    }

    fn send(&mut self, policy: Policy, message: Outgoing) {
        if self.broken.is_none()
            && let Err(broken) = self.outbox.push(policy, message)
        {
            self.broken = Some(broken);
        }
    }

    /// Why nothing can be sent any more, if so.
    pub(super) fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// What waits to be sent.
    pub(super) fn outbox(&mut self) -> &mut Outbox {
        &mut self.outbox
    }

    /// Notes that the writer has ended.
    pub(super) fn set_closed(&mut self) {
        self.broken.get_or_insert(Broken::Closed);
    }

    /// How many messages wait to be sent, and how many of our requests to be answered.
    pub(super) fn queue_lengths(&self) -> (usize, usize) {
        (self.outbox.len(), self.pending.len())
    }

    /// Gives what waits to the writer, as far as it takes it in a moment.
    pub(super) fn finish(mut self) {
        if self.broken.is_none() {
            self.outbox.drain(Instant::now() + FINISH_TIMEOUT);
        }
    }
}
