//! The wire: bytes to messages and back.
//!
//! ```text
//!  input ──▶ frame ──▶ message ──▶ reader thread ──▶ channel ──▶ main loop
//!  output ◀── writer thread ◀── bounded channel ◀── outbox ◀── main loop
//! ```
//!
//! The messages are those of the crate `lsp-server`. Its own transport is not used: one message that
//! is no JSON ends its session, it waits for the client in order to send, it allocates what a header
//! claims, and it takes requests with ids beyond 32 bits for notifications.
//!
//! Reading is tolerant: whatever arrives, the next message is looked for. Writing never blocks the
//! main loop: what the client does not read waits in the [`Outbox`], which belongs to the main loop
//! and is bounded. Depends on nothing else of this crate but `bell`.

mod connect;
mod frame;
mod message;
mod outbox;
mod reader;
mod writer;

pub use connect::{Connection, Endpoint, connect};
pub use frame::{Frame, FrameReader, HEADER_LINE_BYTES_MAX, MESSAGE_BYTES_MAX};
pub use message::{Malformed, Outgoing, decode, encode, id_of_value, raw};
pub use outbox::{Broken, OUTBOX_BYTES_MAX, OUTBOX_MESSAGES_MAX, Outbox, Policy, Step};
pub use reader::{INCOMING_MAX, Incoming, Received, spawn_reader};
pub use writer::{WRITER_QUEUE_MAX, Writer, spawn_writer};
