//! The thread that writes. It may wait for the client as long as it likes; nobody waits for it.

use std::io::{self, BufWriter, Write};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use super::{Outgoing, encode};

/// How many messages the channel to the writer holds. It only has to keep the writer busy while the
/// main loop does something else; what exceeds it waits in the outbox.
pub const WRITER_QUEUE_MAX: usize = 64;

/// The bytes that are given to the system at once.
const WRITE_BYTES: usize = 64 << 10;

/// Starts the thread. Returns the channel to it, and one that tells how it ended: because the first
/// channel did, or with the error of the output.
///
/// # Errors
///
/// If the system starts no thread.
pub fn spawn_writer(
    output: Box<dyn Write + Send>,
) -> io::Result<(Sender<Outgoing>, Receiver<io::Result<()>>)> {
    let (sender, receiver) = crossbeam_channel::bounded(WRITER_QUEUE_MAX);
    let (end_sender, end) = crossbeam_channel::bounded(1);
    thread::Builder::new().name("writer".to_owned()).spawn(move || {
        let result = write_all(output, &receiver);
        // From here on sending fails, which is how the main loop learns of an error.
        drop(receiver);
        // Nobody may be interested in the end.
        let _ = end_sender.send(result);
    })?;
    Ok((sender, end))
}

fn write_all(output: Box<dyn Write + Send>, receiver: &Receiver<Outgoing>) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(WRITE_BYTES, output);
    for message in receiver {
        encode(&message, &mut output)?;
        // Messages that come in a burst leave together.
        if receiver.is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}
