//! Requests of the client that wait for their response.
//!
//! A request gets exactly one response by construction: beginning it makes a [`Ticket`], and only
//! ending an entry that still exists sends a response. Whoever ends it first (the result, a
//! cancellation, the end of the session) removes the entry, so everything later finds nothing.

use std::time::Instant;

use lsp_server::RequestId;
use rholang_engine_sync::pool::CancelToken;
use rustc_hash::FxHashMap;

use super::dispatch::Method;

/// The most requests that are under way. More are refused, as an answer to a client that asks faster
/// than it could read.
pub(super) const IN_FLIGHT_MAX: usize = 4_096;

/// The right to answer a request, unless somebody was faster.
#[derive(Debug)]
pub(super) struct Ticket {
    id: RequestId,
    /// Tells requests apart that have the same id one after the other.
    number: u64,
}

impl Ticket {
    /// Whether the request came before another one.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        self.number < other.number
    }
}

/// A request that is under way.
#[derive(Debug)]
pub(super) struct Entry {
    number: u64,
    /// What was asked.
    pub(super) method: &'static Method,
    /// When it came.
    pub(super) received: Instant,
    /// What stops the work.
    pub(super) cancel: CancelToken,
}

/// Why a request is not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// One with the same id is under way.
    Duplicate,
    /// There are [`IN_FLIGHT_MAX`] already.
    TooMany,
}

/// All requests that are under way.
#[derive(Default)]
pub(super) struct InFlight {
    entries: FxHashMap<RequestId, Entry>,
    next: u64,
}

impl InFlight {
    /// Begins a request.
    ///
    /// # Errors
    ///
    /// If it is refused, which is its response.
    pub(super) fn begin(
        &mut self,
        id: RequestId,
        method: &'static Method,
        received: Instant,
    ) -> Result<(Ticket, CancelToken), Refusal> {
        if self.entries.contains_key(&id) {
            return Err(Refusal::Duplicate);
        }
        if self.entries.len() >= IN_FLIGHT_MAX {
            return Err(Refusal::TooMany);
        }
        self.next += 1;
        let (number, cancel) = (self.next, CancelToken::new());
        let entry = Entry { number, method, received, cancel: cancel.clone() };
        self.entries.insert(id.clone(), entry);
        Ok((Ticket { id, number }, cancel))
    }

    /// Ends a request with its result. Nothing if it was answered already.
    pub(super) fn end(&mut self, ticket: Ticket) -> Option<(RequestId, Entry)> {
        self.is_open(&ticket).then(|| self.entries.remove_entry(&ticket.id)).flatten()
    }

    /// Whether nobody has answered yet.
    pub(super) fn is_open(&self, ticket: &Ticket) -> bool {
        self.entries.get(&ticket.id).is_some_and(|entry| entry.number == ticket.number)
    }

    /// Ends a request whose client does not want it any more, and stops the work. Nothing if it was
    /// answered already.
    pub(super) fn cancel(&mut self, id: &RequestId) -> Option<Entry> {
        let entry = self.entries.remove(id)?;
        entry.cancel.cancel();
        Some(entry)
    }

    /// Ends all requests and stops the work.
    pub(super) fn cancel_all(&mut self) -> Vec<RequestId> {
        let drained = self.entries.drain();
        drained.map(|(id, entry)| (id, entry.cancel.cancel()).0).collect()
    }

    /// How many requests are under way.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}
