//! The cache: what is known of the files of a workspace, kept on disk for the next start.
//!
//! The engine writes *records*, each of which is found by a key that is a hash of all that it depends on,
//! the text included (`rholang_engine::workspace`). So nothing here is ever out of date: a start reads
//! each text, and a text that has changed has another key. What is found is checked by the engine, and
//! what it refuses is analysed.
//!
//! ```text
//! CACHE FOLDER OF THE USER/rholang-language-server/
//!   FINGERPRINT OF THE ENGINE/
//!     HASH OF THE WORKSPACE FOLDER/
//!       NUMBER.segment        records, and a directory of their keys
//! ```
//!
//! - `segment.rs`: the file format. A segment is written under another name and renamed when it is
//!   complete, and never changes afterwards.
//! - `keeper.rs`: what a scan of a folder does with segments: find records, collect new ones, and put
//!   segments together when most of what they hold is of no use any more.
//! - `folder.rs`: where segments are, and what is removed so that they take a bounded number of bytes.
//!
//! Servers share the cache without speaking to each other: each sees only complete segments and adds its
//! own. One may remove a segment that another one reads: on Unix that goes on reading it, and elsewhere
//! the segment stays. Whatever the file system refuses means that there is no cache, or less of it.

mod folder;
mod keeper;
mod segment;

pub(super) use keeper::{Keeper, Lookup, NewRecord};

/// How many bytes the segments of all workspaces may take. The ones that were used last stay.
const CACHE_BYTES_MAX: u64 = 4 << 30;

/// How many bytes the segments of a workspace folder may take; more records are not kept.
const FOLDER_BYTES_MAX: u64 = 2 << 30;

/// How many bytes of new records make a segment, about those of 1,000 small files. Fewer are not kept:
/// their texts are analysed in no time, and so small workspaces leave no files behind.
const SEGMENT_BYTES_MIN: u64 = 4 << 20;

/// How many segments a workspace folder has before they are put together.
const SEGMENTS_MAX: usize = 8;
