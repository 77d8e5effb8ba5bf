//! The thread that writes. It may wait for the client as long as it likes; nobody waits for it.

use std::io::{self, BufWriter, Write};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender};

use super::{Outgoing, encode};

/// How many messages the channel to the writer holds. It only has to keep the writer busy while the
/// main loop does something else; what exceeds it waits in the outbox.
pub const WRITER_QUEUE_MAX: usize = 64;

/// The bytes that are given to the system at once.
const WRITE_BYTES: usize = 64 << 10;

/// Starts the thread and returns the channel to it. The thread ends when the channel does, or with
/// the error of the output.
///
/// # Errors
///
/// If the system starts no thread.
pub fn spawn_writer(
    output: Box<dyn Write + Send>,
) -> io::Result<(Sender<Outgoing>, JoinHandle<io::Result<()>>)> {
    let (sender, receiver) = crossbeam_channel::bounded(WRITER_QUEUE_MAX);
    let name = "writer".to_owned();
    let thread = thread::Builder::new().name(name).spawn(move || write_all(output, &receiver))?;
    Ok((sender, thread))
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
