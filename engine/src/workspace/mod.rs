//! Many files: what is known of each, who shares which names, and how that changes.
//!
//! # Parts
//!
//! ```text
//!  embedder's thread             workers of the pool            any thread
//!  ─────────────────             ───────────────────            ──────────
//!  Engine: open, change ──text──▶ analysis ──Analyzed──┐
//!          commit ◀────────────────────────────────────┘
//!            │ one publication
//!            ▼
//!          Snapshot, Snapshot, Snapshot ─────────────────────▶ queries
//! ```
//!
//! The [`Engine`] is the only writer and belongs to one thread. It holds the texts of open documents,
//! gives them to the pool to be analysed, and commits the results. A commit publishes a version of
//! one table with two sorts of rows: the revision of each file, and for each shared name the files
//! that use it. So one publication changes both, and a [`Snapshot`] never shows a file without its
//! names. Readers take no lock and are never waited for.
//!
//! # Data layout
//!
//! - [`FileRevision`]: text, lines, facts and diagnostics of one text of one file, the programs inside
//!   it, and for each of these documents its `Exports`: the shared names in it, sorted by key.
//!   Immutable; one allocation is shared by all versions.
//! - `Posting`: the files that use a name, four bytes a file: its number and how it uses the name. A
//!   commit touches the postings of names that a file gained or lost, and no others, so its cost does
//!   not grow with the number of files.
//! - Labels and shared names are numbered by interners without locks, which only grow.
//!
//! # Order
//!
//! Each text has a [`Stamp`], taken when it was typed or before it was read. Of two results for a
//! file the one with the later stamp stays, whatever order they come in, and the text of an open
//! document wins over the disk. A document has at most one analysis under way; edits meanwhile are
//! collected, and the newest text is next. The analysis is not cancelled, so whoever types without a
//! pause still sees results.
//!
//! # Programs inside files
//!
//! Which strings of a file are programs can depend on other files: on what becomes of a message to a
//! channel that all know (`sinks.rs`). A worker looks for them with what it knows; a commit compares
//! that with what is there now, and looks again in the files for which it has changed. So the latest
//! version does not depend on the order in which files came.
//!
//! This module depends on all modules before it. It knows no query, and no path or URI: a file has a
//! *label*, a text that the embedder chooses.

mod engine;
mod exports;
mod file;
mod indexer;
mod open;
mod posting;
mod settings;
mod shared;
mod sinks;
mod snapshot;
mod store;

pub use engine::{Committed, Engine};
pub use exports::{Export, Exports};
pub use file::{FileId, FileRevision};
pub use indexer::{Analyzed, Indexer};
pub use open::OpenText;
pub use posting::{FILES_MAX, Posting};
pub use settings::Settings;
pub use shared::{NameKey, Stamp};
pub use snapshot::{EngineMetrics, Snapshot};
