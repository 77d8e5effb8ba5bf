//! The thread that writes. It may wait for the client as long as it likes; nobody waits for it.
//!
//! Who finds the channel to it full asks to be woken when there is room: it raises a flag, looks
//! again, and sleeps; the thread takes a message, then looks at the flag. Both the flag and the places
//! of the channel are in the one order of sequentially consistent operations, so either the thread
//! sees the flag or the other sees the room, and no wake-up is lost.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::thread;
use std::time::Instant;

use crossbeam_channel::{Receiver, SendTimeoutError, TrySendError};

use super::{Outgoing, encode};
use crate::bell::{self, Bell, RingAtEnd, RingingSender};

/// How many messages the channel to the writer holds. It only has to keep the writer busy while the
/// main loop does something else; what exceeds it waits in the outbox.
pub const WRITER_QUEUE_MAX: usize = 64;

/// The bytes that are given to the system at once.
const WRITE_BYTES: usize = 64 << 10;

/// The way to the thread.
#[derive(Debug)]
pub struct Writer {
    sender: RingingSender<Outgoing>,
    is_awaited: Arc<AtomicBool>,
    /// Dropped after the sender.
    _at_end: RingAtEnd,
}

impl Writer {
    /// The way to whoever receives at the other end of a channel and sleeps until the bell rings.
    pub(super) fn new(
        sender: crossbeam_channel::Sender<Outgoing>,
        is_awaited: Arc<AtomicBool>,
        bell: Bell,
    ) -> Self {
        let at_end = bell.at_end();
        Self { sender: RingingSender::new(sender, bell), is_awaited, _at_end: at_end }
    }

    /// Sends a message if there is room.
    ///
    /// # Errors
    ///
    /// Returns the message if the channel is full or the thread has ended.
    pub(super) fn try_send(&self, message: Outgoing) -> Result<(), TrySendError<Outgoing>> {
        self.sender.try_send(message)
    }

    /// As [`try_send`](Self::try_send); if the channel is full, the bell rings when it is not any more.
    pub(super) fn send_or_ring(&self, message: Outgoing) -> Result<(), TrySendError<Outgoing>> {
        match self.try_send(message) {
            Err(TrySendError::Full(message)) => {
                self.is_awaited.store(true, Ordering::SeqCst);
                fence(Ordering::SeqCst);
                self.try_send(message)
            }
            result => result,
        }
    }

    /// Sends a message, and waits for room until a moment.
    pub(super) fn send_deadline(
        &self,
        message: Outgoing,
        deadline: Instant,
    ) -> Result<(), SendTimeoutError<Outgoing>> {
        self.sender.send_deadline(message, deadline)
    }
}

/// Starts the thread. Returns the channel to it, and one that tells how it ended: because the first
/// channel did, or with the error of the output. The bell rings then, and when somebody has waited for
/// room.
///
/// # Errors
///
/// If the system starts no thread.
pub fn spawn_writer(
    output: Box<dyn Write + Send>,
    bell: &Bell,
) -> io::Result<(Writer, Receiver<io::Result<()>>)> {
    let (sender, receiver) = crossbeam_channel::bounded(WRITER_QUEUE_MAX);
    let (end_sender, end) = crossbeam_channel::bounded(1);
    let is_awaited = Arc::new(AtomicBool::new(false));
    let (bell, is_awaited_there) = (bell.clone(), Arc::clone(&is_awaited));
    let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || {
        let ring_if_awaited = || {
            fence(Ordering::SeqCst);
            if is_awaited_there.swap(false, Ordering::SeqCst) {
                bell.ring();
            }
        };
        let result = write_all(output, &receiver, ring_if_awaited);
        // From here on sending fails, which is how the main loop learns of an error.
        drop(receiver);
        bell.ring();
        // Nobody may be interested in the end.
        let _ = end_sender.send(result);
    })?;
    let writer = Writer::new(sender, is_awaited, Bell::of(thread.thread()));
    Ok((writer, end))
}

fn write_all(
    output: Box<dyn Write + Send>,
    receiver: &Receiver<Outgoing>,
    taken: impl Fn(),
) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(WRITE_BYTES, output);
    while let Some(message) = bell::receive(receiver) {
        taken();
        encode(&message, &mut output)?;
        // Messages that come in a burst leave together.
        if receiver.is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}
