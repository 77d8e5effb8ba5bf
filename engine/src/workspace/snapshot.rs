//! One version of a workspace.

use core::fmt;
use core::ops::Range;
use core::sync::atomic::AtomicU64;
use std::sync::Arc;

use rholang_engine_sync::persistent::TableMemory;
use rholang_engine_sync::{HeldTable, InternerMemory, Letters, Sketch, VersionCounts};

use super::file::{FileId, FileRevision, tag};
use super::posting::Posting;
use super::shared::{NameKey, Shared};
use super::store::{self, Row};

/// One version of everything: it never changes, whatever is committed meanwhile.
///
/// Keeping one costs the memory of what has changed since, and delays nobody.
#[derive(Clone)]
pub struct Snapshot {
    held: HeldTable<tag::Row, Row>,
    shared: Arc<Shared>,
}

impl Snapshot {
    pub(super) fn new(held: HeldTable<tag::Row, Row>, shared: Arc<Shared>) -> Self {
        Self { held, shared }
    }

    /// The revision of a file.
    pub fn file(&self, file: FileId) -> Option<&FileRevision> {
        store::file(self.held.snapshot(), file).map(|revision| &**revision)
    }

    /// All files, in order of their numbers.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &FileRevision)> {
        store::files(self.held.snapshot()).map(|(file, revision)| (file, &**revision))
    }

    /// The label of a file.
    pub fn label(&self, file: FileId) -> &str {
        self.shared.labels.text(file)
    }

    /// The file of a label, if this version has it.
    pub fn find(&self, label: &str) -> Option<FileId> {
        self.shared.labels.get(label).filter(|&file| self.file(file).is_some())
    }

    /// The key of a shared name, if any file ever had it.
    pub fn key(&self, spelling: &str) -> Option<NameKey> {
        self.shared.keys.get(spelling)
    }

    /// The spelling of a key.
    pub fn spelling(&self, key: NameKey) -> &str {
        self.shared.keys.text(key)
    }

    /// Calls `found` for each key in a range whose spelling was ever listed and has all wanted letters,
    /// in the order of the keys. A sketch can claim more than there is.
    ///
    /// # Panics
    ///
    /// If the range goes beyond [`key_count`](Self::key_count).
    #[inline]
    pub fn search(
        &self,
        keys: Range<usize>,
        wanted: Letters,
        found: impl FnMut(NameKey, Sketch<&AtomicU64>),
    ) {
        self.shared.keys.search(keys, wanted, found);
    }

    /// How many keys there are. Keys are numbered from 0; this version may use fewer.
    pub fn key_count(&self) -> usize {
        self.shared.keys.len()
    }

    /// The files that use a name.
    pub fn posting(&self, key: NameKey) -> Option<&Posting> {
        store::posting(self.held.snapshot(), key)
    }

    /// The number of the version; later versions have greater numbers.
    pub fn number(&self) -> u64 {
        self.held.snapshot().number()
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Snapshot({})", self.number())
    }
}

/// What an engine holds. Sizes are in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct EngineMetrics {
    /// Files with facts.
    pub files: usize,
    /// Documents that are open.
    pub open_documents: usize,
    /// The texts of all files with their line indexes.
    pub text_bytes: usize,
    /// The texts of all files alone.
    pub source_bytes: usize,
    /// The tables of all files.
    pub fact_bytes: usize,
    /// The findings of all files.
    pub diagnostic_bytes: usize,
    /// Programs inside files.
    pub regions: usize,
    /// Texts, maps, tables and findings of programs inside files.
    pub region_bytes: usize,
    /// The lists of shared names of all files.
    pub export_bytes: usize,
    /// The lists of files of all shared names.
    pub posting_bytes: usize,
    /// The newest texts of open documents.
    pub open_bytes: usize,
    /// Labels of files.
    pub labels: InternerMemory,
    /// Spellings of shared names.
    pub names: InternerMemory,
    /// Versions of the workspace.
    pub versions: VersionCounts,
    /// The table that is published.
    pub table: TableMemory,
    /// Values that wait to be dropped.
    pub dead_values: u64,
}

impl EngineMetrics {
    /// Adds what a version holds.
    pub(super) fn add_version(&mut self, snapshot: &Snapshot) {
        for (_, revision) in snapshot.files() {
            self.files += 1;
            self.text_bytes += revision.text().byte_len();
            self.source_bytes += revision.text().content().len();
            self.fact_bytes += revision.analysis().facts.byte_len();
            self.diagnostic_bytes += revision.analysis().diagnostics.byte_len();
            self.export_bytes += revision.exports_bytes();
            self.regions += revision.regions().len();
            self.region_bytes += revision.regions().byte_len();
            self.open_bytes += revision.sound_bytes();
        }
        self.posting_bytes = store::posting_bytes(snapshot.held.snapshot());
    }
}
