//! Records: what is known of a text as bytes that another process can read back.
//!
//! A record is flat: numbers in a fixed order, and tables as they lie in memory, so that reading one is
//! copying. Each module writes and reads its own data; this one has what they have in common. Who reads
//! takes nothing for granted. A [`RecordReader`] gives `None` where bytes are missing or a number is out
//! of its range, and then the whole record counts as unreadable and the text is analysed.
//!
//! Numbers are written as in memory, in little-endian order; [`RECORDS_ARE_READABLE`] says whether this
//! machine has that order. Records are good for one build of the engine only ([`FINGERPRINT`]), so they
//! need no versions and can refer to codes and kinds by number.
//!
//! This module depends on `text`.

mod reader;
mod writer;

pub(crate) use reader::RecordReader;
pub(crate) use writer::RecordWriter;

/// What tells this build of the engine from others: a hash of all that determines its analyses, in
/// hexadecimal digits.
pub const FINGERPRINT: &str = env!("RHOLANG_ENGINE_FINGERPRINT");

/// Whether this machine can read and write records.
pub const RECORDS_ARE_READABLE: bool = cfg!(target_endian = "little");

/// The longest record in bytes. What takes more is not recorded.
pub const RECORD_BYTES_MAX: usize = 64 << 20;
