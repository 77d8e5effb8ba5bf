//! The outbox: what waits until the client reads.
//!
//! The main loop puts messages in and never waits. The writer thread takes them through a small
//! channel; while that is full, they wait here, in plain data of the main loop.
//!
//! What happens if the client does not read:
//!
//! - diagnostics of a document replace those that wait for the same document,
//! - a progress report replaces the one that waits for the same token,
//! - log messages are dropped once [`LOG_MESSAGES_MAX`] messages wait,
//! - responses, requests and everything else is kept and keeps its order,
//! - above [`OUTBOX_MESSAGES_MAX`] messages or [`OUTBOX_BYTES_MAX`] bytes the connection is given up.

use std::collections::VecDeque;
use std::fmt;
use std::time::Instant;

use crossbeam_channel::TrySendError;
use rustc_hash::FxHashMap;

use super::{Outgoing, Writer};

/// The most messages that wait.
pub const OUTBOX_MESSAGES_MAX: usize = 100_000;

/// The most bytes that wait. One message may exceed it alone.
pub const OUTBOX_BYTES_MAX: usize = 256 << 20;

/// How many messages may wait before log messages are dropped.
const LOG_MESSAGES_MAX: usize = 1_000;

/// What may become of a message while it waits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// It is sent.
    Keep,
    /// It is not sent if a message with the same key comes meanwhile.
    Latest(String),
    /// It is not sent if much else waits.
    Droppable,
}

/// Why nothing can be sent any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The client does not read, and more waits for it than is kept.
    Overflow {
        /// How many messages wait.
        messages: usize,
        /// How many bytes wait.
        bytes: usize,
    },
    /// The output was closed.
    Closed,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overflow { messages, bytes } => write!(
                formatter,
                "the client does not read: {messages} messages of {bytes} bytes wait"
            ),
            Self::Closed => formatter.write_str("the client has closed the connection"),
        }
    }
}

/// What an attempt to empty the outbox has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The writer has taken a message.
    Sent,
    /// Nothing waits, or the writer has no room; the bell rings when it has.
    Nothing,
    /// The writer has ended.
    Closed,
}

/// Messages in the order in which they are sent.
pub struct Outbox {
    writer: Writer,
    /// Messages that wait; `None` where a later one took over.
    waiting: VecDeque<Option<Outgoing>>,
    /// The number of the first message in `waiting`, counted from the first that ever waited.
    first: u64,
    /// The number of the message that waits for a key.
    latest: FxHashMap<String, u64>,
    messages: usize,
    bytes: usize,
}

impl Outbox {
    /// An outbox that empties into the channel of a writer.
    pub fn new(writer: Writer) -> Self {
        Self {
            writer,
            waiting: VecDeque::new(),
            first: 0,
            latest: FxHashMap::default(),
            messages: 0,
            bytes: 0,
        }
    }

    /// Puts a message in.
    ///
    /// # Errors
    ///
    /// If the output is closed or more waits than is kept. The message is lost, and so should be the
    /// connection.
    pub fn push(&mut self, policy: Policy, message: Outgoing) -> Result<(), Broken> {
        let message = if self.is_empty() {
            match self.writer.try_send(message) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Disconnected(_)) => return Err(Broken::Closed),
                Err(TrySendError::Full(message)) => message,
            }
        } else {
            message
        };
        self.wait(policy, message)
    }

    fn wait(&mut self, policy: Policy, message: Outgoing) -> Result<(), Broken> {
        match policy {
            Policy::Droppable if self.messages >= LOG_MESSAGES_MAX => return Ok(()),
            Policy::Keep | Policy::Droppable => {}
            Policy::Latest(key) => {
                let number = self.first + self.waiting.len() as u64;
                if let Some(earlier) = self.latest.insert(key, number) {
                    self.take(earlier);
                }
            }
        }
        let bytes = message.byte_len();
        let overflows = self.messages >= OUTBOX_MESSAGES_MAX
            || self.messages > 0 && self.bytes + bytes > OUTBOX_BYTES_MAX;
        if overflows {
            return Err(Broken::Overflow { messages: self.messages, bytes: self.bytes });
        }
        self.messages += 1;
        self.bytes += bytes;
        self.waiting.push_back(Some(message));
        Ok(())
    }

    /// Takes back the message of this number if it still waits.
    fn take(&mut self, number: u64) {
        let index = number.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        let place = index.and_then(|index| self.waiting.get_mut(index));
        if let Some(message) = place.and_then(Option::take) {
            self.messages -= 1;
            self.bytes -= message.byte_len();
        }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.messages == 0
    }

    /// How many messages wait.
    pub fn len(&self) -> usize {
        self.messages
    }

    /// Gives the writer the message that is to be sent next.
    pub fn step(&mut self) -> Step {
        let Some(message) = self.pop() else { return Step::Nothing };
        match self.writer.send_or_ring(message) {
            Ok(()) => Step::Sent,
            Err(TrySendError::Disconnected(_)) => Step::Closed,
            Err(TrySendError::Full(message)) => {
                self.put_back(message);
                Step::Nothing
            }
        }
    }

    /// Puts back the message that was popped last.
    fn put_back(&mut self, message: Outgoing) {
        self.first -= 1;
        self.messages += 1;
        self.bytes += message.byte_len();
        self.waiting.push_front(Some(message));
    }

    /// The message that is to be sent next, which leaves the outbox.
    fn pop(&mut self) -> Option<Outgoing> {
        while let Some(message) = self.waiting.pop_front() {
            self.first += 1;
            if let Some(message) = message {
                self.messages -= 1;
                self.bytes -= message.byte_len();
                if self.messages == 0 {
                    self.reset();
                }
                return Some(message);
            }
        }
        None
    }

    /// Forgets the keys of messages that were sent.
    fn reset(&mut self) {
        self.first += self.waiting.len() as u64;
        self.waiting.clear();
        self.latest.clear();
    }

    /// Gives everything to the writer, until it has ended or time is up; for the end of a session.
    pub fn drain(&mut self, deadline: Instant) {
        while let Some(message) = self.pop() {
            if self.writer.send_deadline(message, deadline).is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bell::Bell;
    use crate::transport::raw;

    fn outbox_to(sender: crossbeam_channel::Sender<Outgoing>) -> Outbox {
        Outbox::new(Writer::new(sender, Default::default(), Bell::new()))
    }

    fn note(text: &str) -> Outgoing {
        Outgoing::Notification { method: "n", params: raw(&text) }
    }

    fn latest(key: &str) -> Policy {
        Policy::Latest(key.to_owned())
    }

    fn text(message: Outgoing) -> String {
        match message {
            Outgoing::Notification { params, .. } => params.get().trim_matches('"').to_owned(),
            other => format!("{other:?}"),
        }
    }

    /// What waits in an outbox into which the given messages were put while the writer was busy.
    fn waiting(messages: &[(Policy, &str)]) -> Vec<String> {
        let (sender, _receiver) = crossbeam_channel::bounded(0);
        let mut outbox = outbox_to(sender);
        for (policy, text) in messages {
            outbox.push(policy.clone(), note(text)).unwrap();
        }
        let count = outbox.len();
        let found: Vec<String> = core::iter::from_fn(|| outbox.pop()).map(text).collect();
        assert_eq!(found.len(), count);
        assert!(outbox.is_empty() && outbox.bytes == 0);
        found
    }

    #[test]
    fn the_latest_of_a_key_is_sent_in_its_own_place() {
        let found = waiting(&[
            (latest("a"), "a1"),
            (Policy::Keep, "x"),
            (latest("b"), "b1"),
            (latest("a"), "a2"),
            (Policy::Keep, "y"),
            (latest("a"), "a3"),
        ]);
        assert_eq!(found, ["x", "b1", "y", "a3"]);
    }

    #[test]
    fn a_key_that_was_sent_replaces_nothing() {
        let (sender, _receiver) = crossbeam_channel::bounded(0);
        let mut outbox = outbox_to(sender);
        for text in ["a1", "a2"] {
            outbox.push(latest("a"), note(text)).unwrap();
        }
        outbox.push(Policy::Keep, note("x")).unwrap();
        assert_eq!(outbox.pop().map(text).as_deref(), Some("a2"));
        outbox.push(latest("a"), note("a3")).unwrap();
        let rest: Vec<String> = core::iter::from_fn(|| outbox.pop()).map(text).collect();
        assert_eq!(rest, ["x", "a3"]);
    }

    #[test]
    fn messages_go_straight_to_a_writer_that_has_room() {
        let (sender, receiver) = crossbeam_channel::bounded(2);
        let mut outbox = outbox_to(sender);
        for text in ["1", "2", "3"] {
            outbox.push(Policy::Keep, note(text)).unwrap();
        }
        assert_eq!(outbox.len(), 1);
        assert_eq!(receiver.try_iter().map(text).collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn log_messages_are_dropped_and_others_kept_up_to_the_bound() {
        let (sender, _receiver) = crossbeam_channel::bounded(0);
        let mut outbox = outbox_to(sender);
        for _ in 0..2 * LOG_MESSAGES_MAX {
            outbox.push(Policy::Droppable, note("")).unwrap();
        }
        assert_eq!(outbox.len(), LOG_MESSAGES_MAX);
        while outbox.len() < OUTBOX_MESSAGES_MAX {
            outbox.push(Policy::Keep, note("")).unwrap();
        }
        let broken = outbox.push(Policy::Keep, note("")).unwrap_err();
        assert!(matches!(broken, Broken::Overflow { messages: OUTBOX_MESSAGES_MAX, .. }));
    }

    #[test]
    fn a_single_message_may_exceed_the_bytes() {
        let (sender, _receiver) = crossbeam_channel::bounded(0);
        let mut outbox = outbox_to(sender);
        let large = "x".repeat(OUTBOX_BYTES_MAX);
        outbox.push(Policy::Keep, note(&large)).unwrap();
        assert!(outbox.push(Policy::Keep, note("")).is_err());
    }
}
