//! The thread that reads: it turns the input into messages and hands them to the main loop.

use std::io::{self, BufReader, Read};
use std::thread;
use std::time::Instant;

use crossbeam_channel::Receiver;
use lsp_server::{ErrorCode, Message};

use crate::bell::{self, Bell, RingingSender};

use super::{Frame, FrameReader, MESSAGE_BYTES_MAX, Malformed, decode};

/// How many messages wait for the main loop before reading pauses.
pub const INCOMING_MAX: usize = 256;

/// The bytes that are asked of the system at once.
const READ_BYTES: usize = 64 << 10;

/// What came from the client.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is no message.
    Malformed(Malformed),
    /// The end of the input, with the error that ended it.
    End(Option<io::Error>),
}

/// Something that came from the client, and when.
#[derive(Debug)]
pub struct Received {
    /// What came.
    pub incoming: Incoming,
    /// When the whole of it was there.
    pub time: Instant,
}

/// Starts the thread, which rings after each message. It ends after [`Incoming::End`], or when nobody
/// listens any more.
///
/// # Errors
///
/// If the system starts no thread.
pub fn spawn_reader(input: Box<dyn Read + Send>, bell: &Bell) -> io::Result<Receiver<Received>> {
    let (sender, receiver) = bell::channel(INCOMING_MAX, bell);
    let name = "reader".to_owned();
    let at_end = bell.at_end();
    thread::Builder::new().name(name).spawn(move || {
        // Dropped after the sender, also if reading panics.
        let _at_end = at_end;
        let sender = sender;
        read_all(input, &sender);
    })?;
    Ok(receiver)
}

fn read_all(input: Box<dyn Read + Send>, sender: &RingingSender<Received>) {
    let mut frames = FrameReader::new(BufReader::with_capacity(READ_BYTES, input));
    loop {
        let incoming = match frames.next_frame() {
            Ok(Some(frame)) => understand(&frame),
            Ok(None) => Incoming::End(None),
            Err(error) => Incoming::End(Some(error)),
        };
        let is_end = matches!(incoming, Incoming::End(_));
        if sender.send(Received { incoming, time: Instant::now() }).is_err() || is_end {
            return;
        }
    }
}

fn understand(frame: &Frame<'_>) -> Incoming {
    match frame {
        Frame::Body(body) => match decode(body) {
            Ok(message) => Incoming::Message(message),
            Err(malformed) => Incoming::Malformed(malformed),
        },
        Frame::TooLarge(bytes) => {
            let text = format!(
                "a message of {bytes} bytes was skipped; the limit is {MESSAGE_BYTES_MAX} bytes"
            );
            Incoming::Malformed(Malformed::anonymous(ErrorCode::InvalidRequest, text))
        }
        Frame::NoLength => {
            let text = "a header without a valid Content-Length";
            Incoming::Malformed(Malformed::anonymous(ErrorCode::ParseError, text))
        }
    }
}
