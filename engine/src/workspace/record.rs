//! Records of files: what is known of a text alone, to be kept and loaded instead of an analysis.
//!
//! A record is the result of a pure function: of this build of the engine, the settings, the language and
//! the text. All but the first are hashed to a [`RecordKey`], and the record begins with it, so a record
//! that is found by the key of a text is one of that text. What follows from other files is decided by
//! the commit, as it is for a file that was analysed, and is in no record.

use core::fmt;
use std::sync::Arc;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::file::{FileId, FileRevision};
use super::indexer::{Analyzed, Indexer, Occasion};
use super::shared::Stamp;
use crate::languages::LanguageId;
use crate::record::{RECORD_BYTES_MAX, RECORDS_ARE_READABLE, RecordReader, RecordWriter};
use crate::syntax::TEXT_BYTES_MAX;
use crate::text::Text;

/// What a record is found by: a hash of the settings, the language and the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey([u8; Self::BYTES]);

impl RecordKey {
    /// The length of a key in bytes.
    pub const BYTES: usize = 16;

    /// The key of bytes that [`bytes`](Self::bytes) has given.
    pub const fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// The key as bytes.
    pub const fn bytes(self) -> [u8; Self::BYTES] {
        self.0
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RecordKey({:032x})", u128::from_le_bytes(self.0))
    }
}

/// A text with the key of its record.
#[derive(Clone, Debug)]
pub struct KeyedText {
    language: LanguageId,
    text: String,
    key: RecordKey,
}

impl KeyedText {
    /// The key of the record.
    pub fn key(&self) -> RecordKey {
        self.key
    }
}

/// The bytes of the checksum that a record begins with, and where its key ends.
const CHECKSUM_BYTES: usize = size_of::<u64>();
const KEY_END: usize = CHECKSUM_BYTES + RecordKey::BYTES;

impl Indexer {
    /// A text with the key of its record.
    pub fn keyed(&self, language: LanguageId, text: String) -> KeyedText {
        // Two settings that differ give the same seed once in 2^64 times.
        let seed = self.settings.hash ^ u64::from(language as u8);
        let hash = xxh3_128_with_seed(text.as_bytes(), seed);
        KeyedText { language, text, key: RecordKey(hash.to_le_bytes()) }
    }

    /// Analyses a text as [`analyze`](Self::analyze) does, and returns the record of the result. There is
    /// none of a text that is too large or on which the analysis has failed.
    pub fn analyze_recorded(
        &self,
        file: FileId,
        text: KeyedText,
        stamp: Stamp,
    ) -> (Analyzed, Option<Vec<u8>>) {
        let KeyedText { language, text, key } = text;
        let is_small = text.len() <= TEXT_BYTES_MAX;
        let (analyzed, has_failed) = self.analyze_or_fail(file, language, text, stamp);
        let is_wanted = RECORDS_ARE_READABLE && is_small && !has_failed;
        let record = is_wanted.then(|| write(key, &analyzed.revision));
        (analyzed, record.filter(|record| record.len() <= RECORD_BYTES_MAX))
    }

    /// Loads what [`analyze_recorded`](Self::analyze_recorded) has found out about the text in this
    /// session or an earlier one: the same that an analysis gives.
    ///
    /// # Errors
    ///
    /// Returns the text if the bytes are no record of it, whatever else they are.
    pub fn load(
        &self,
        file: FileId,
        text: KeyedText,
        stamp: Stamp,
        record: &[u8],
    ) -> Result<Analyzed, KeyedText> {
        let Some(mut record) = unwrap(record, text.key) else { return Err(text) };
        let KeyedText { language, text, key } = text;
        let text = Arc::new(Text::new(text));
        let others = self.others(file, None);
        let variant = self.settings.value.variant(language);
        let read = |text| {
            let number = self.settings.number;
            let revision = FileRevision::read(&mut record, text, variant, stamp, &others, number)?;
            record.finish()?;
            Some(revision)
        };
        match read(Arc::clone(&text)) {
            Some(revision) => {
                Ok(Analyzed { file, revision: Arc::new(revision), occasion: Occasion::Read })
            }
            None => Err(KeyedText { language, text: text.content().to_owned(), key }),
        }
    }
}

/// The record of a file that was looked at alone.
fn write(key: RecordKey, revision: &FileRevision) -> Vec<u8> {
    let mut bytes = vec![0; CHECKSUM_BYTES];
    bytes.extend_from_slice(&key.0);
    let mut record = RecordWriter::after(bytes);
    revision.write(&mut record);
    let mut bytes = record.finish();
    let checksum = xxh3_64(&bytes[CHECKSUM_BYTES..]);
    bytes[..CHECKSUM_BYTES].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// What a record says, if it is one of a key.
fn unwrap(record: &[u8], key: RecordKey) -> Option<RecordReader<'_>> {
    let is_wanted = RECORDS_ARE_READABLE && record.len() <= RECORD_BYTES_MAX;
    let (checksum, rest) = record.split_first_chunk().filter(|_| is_wanted)?;
    let is_right = rest.starts_with(&key.0) && xxh3_64(rest) == u64::from_le_bytes(*checksum);
    is_right.then(|| RecordReader::new(record.get(KEY_END..).unwrap_or(&[])))
}
