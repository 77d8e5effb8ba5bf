//! What the engine and its workers have in common.

use core::sync::atomic::{AtomicU64, Ordering};

use rholang_engine_sync::{Id, Interner};

use super::file::FileId;
use super::file::tag;

/// The number of a shared name in all documents.
pub type NameKey = Id<tag::Key>;

/// The moment from which a text is: later texts have greater stamps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Stamp(u64);

impl Stamp {
    /// The stamp as a number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// Numbers that are the same in every version.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Labels of files.
    pub(super) labels: Interner<tag::File>,
    /// Spellings of shared names.
    pub(super) keys: Interner<tag::Key>,
    stamps: AtomicU64,
}

impl Shared {
    /// The next stamp. The counter orders nothing but itself, so `Relaxed` suffices.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp(self.stamps.fetch_add(1, Ordering::Relaxed) + 1)
    }

    pub(super) fn file(&self, label: &str) -> FileId {
        self.labels.intern(label)
    }
}
