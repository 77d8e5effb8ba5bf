//! Memory primitives of the engine, and the only crate of the workspace that contains `unsafe`.
//!
//! The analysis of one file builds a handful of *tables*: structures of arrays whose rows are
//! addressed by small typed ids. A table lives in two places during its life:
//!
//! 1. While it grows, its columns are vectors in a [`Scratch`] arena. A worker owns one scratch
//!    arena and resets it for each file, so building tables allocates nothing in the steady state.
//! 2. When it is complete, its columns are copied into one [`Block`]: a single heap allocation of
//!    exactly the bytes that the file's tables need. The block is immutable and can be shared
//!    between threads; dropping it frees one allocation.
//!
//! The [`table!`] macro writes the types for both stages from one list of columns, so that the
//! code of the analyses names a column once and works on either stage through the same view.
//!
//! What threads share lives in three structures without locks: [`published`], a value in versions;
//! [`persistent`], a table in versions; [`interner`], names as numbers.
//!
//! # Layering
//!
//! This crate knows nothing of languages, text or files. It may depend on `bumpalo`, on the crates of
//! crossbeam and the like, and on nothing of the workspace.

#![warn(missing_docs)]

mod block;
mod id;
pub mod interner;
pub mod persistent;
pub mod pool;
mod primitive;
pub mod published;
mod scratch;
mod table;

pub use block::{Block, BlockLayout, Column, Plain};
pub use id::Id;
pub use interner::{Interner, InternerMemory, Letters, Sketch};
pub use persistent::{HeldTable, PinnedTable, SharedTable, Snapshot, TableReader, TableWriter};
pub use published::{Held, Pinned, Published, Publisher, Reader, VersionCounts};
pub use scratch::{SCRATCH_RETAINED_BYTES_MAX, Scratch, ScratchVec};
