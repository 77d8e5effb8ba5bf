//! Reading a text, whatever the file holds.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rholang_engine::syntax::TEXT_BYTES_MAX;

use super::Origin;

/// The byte order mark that some editors put before UTF-8 text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A text that was read.
#[derive(Clone, Debug)]
pub struct SourceText {
    content: String,
}

impl SourceText {
    /// The text without the byte order mark that it may begin with.
    ///
    /// Editors do not show the mark and do not count it, so neither do positions.
    pub fn text(&self) -> &str {
        self.content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.content)
    }

    /// The same as an own string.
    pub fn into_text(mut self) -> String {
        if self.content.starts_with(BYTE_ORDER_MARK) {
            self.content.drain(..BYTE_ORDER_MARK.len());
        }
        self.content
    }

    /// The size of the file in bytes, a byte order mark included.
    pub fn byte_len(&self) -> usize {
        self.content.len()
    }
}

/// Why there is no text.
#[derive(Debug)]
pub enum ReadError {
    /// The file is larger than this many bytes.
    TooLarge(u64),
    /// The file is not UTF-8 text.
    InvalidUtf8 {
        /// How many bytes at the start of the file are UTF-8 text.
        offset: usize,
    },
    /// The system refused.
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) if bytes.is_multiple_of(1 << 20) => {
                write!(formatter, "the file is larger than {} MiB", bytes >> 20)
            }
            Self::TooLarge(bytes) => write!(formatter, "the file is larger than {bytes} bytes"),
            Self::InvalidUtf8 { offset } => {
                write!(formatter, "the file is not UTF-8 text: invalid byte at offset {offset}")
            }
            Self::Io(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a whole text. A file that is larger than [`TEXT_BYTES_MAX`] is not read.
///
/// # Errors
///
/// If the file is too large, not UTF-8 text, or cannot be read.
pub fn read(origin: &Origin) -> Result<SourceText, ReadError> {
    let limit = TEXT_BYTES_MAX as u64;
    match origin {
        Origin::StandardInput => to_text(read_bounded(io::stdin().lock(), 0, limit)?),
        Origin::File(path) => read_file(path, limit),
    }
}

/// Reads a file of at most `bytes_max` bytes.
///
/// # Errors
///
/// As [`read`].
pub fn read_file(path: &Path, bytes_max: u64) -> Result<SourceText, ReadError> {
    let file = File::open(path)?;
    let byte_len = file.metadata()?.len();
    to_text(read_bounded(file, byte_len, bytes_max)?)
}

fn to_text(bytes: Vec<u8>) -> Result<SourceText, ReadError> {
    match String::from_utf8(bytes) {
        Ok(content) => Ok(SourceText { content }),
        Err(error) => Err(ReadError::InvalidUtf8 { offset: error.utf8_error().valid_up_to() }),
    }
}

/// Reads a stream that is said to hold `byte_len` bytes. What it is said to hold may be wrong: the
/// file may grow meanwhile, and devices and pipes say nothing at all.
fn read_bounded(stream: impl Read, byte_len: u64, limit: u64) -> Result<Vec<u8>, ReadError> {
    if byte_len > limit {
        return Err(ReadError::TooLarge(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(byte_len).unwrap_or(0) + 1);
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge(limit)) } else { Ok(bytes) }
}
