//! The one table that is published: files and postings.
//!
//! Both sorts of rows stand in one table so that one publication changes both. Rows of files have
//! even ids, rows of postings odd ones: both numberings are dense, and so is their union.

use std::sync::Arc;

use rholang_engine_sync::persistent::TableMemory;
use rholang_engine_sync::{
    HeldTable, Id, SharedTable, Snapshot as TableSnapshot, TableReader, TableWriter, VersionCounts,
};

use super::exports::{Export, for_each_change};
use super::file::{FileId, FileRevision, tag};
use super::posting::{Change, Posting};
use super::shared::NameKey;
use crate::symbol::Uses;

/// A row of the table.
pub(super) enum Row {
    File(Arc<FileRevision>),
    Posting(Posting),
}

pub(super) type Rows<'a> = TableSnapshot<'a, tag::Row, Row>;

const fn file_row(file: FileId) -> Id<tag::Row> {
    Id::new(file.raw() * 2)
}

const fn posting_row(key: NameKey) -> Id<tag::Row> {
    Id::new(key.raw() * 2 + 1)
}

/// The revision of a file in a version.
#[inline]
pub(super) fn file(rows: Rows<'_>, file: FileId) -> Option<&Arc<FileRevision>> {
    match rows.get(file_row(file)) {
        Some(Row::File(revision)) => Some(revision),
        _ => None,
    }
}

/// The files that use a name in a version.
#[inline]
pub(super) fn posting(rows: Rows<'_>, key: NameKey) -> Option<&Posting> {
    match rows.get(posting_row(key)) {
        Some(Row::Posting(posting)) => Some(posting),
        _ => None,
    }
}

/// All files of a version, in order of their numbers.
pub(super) fn files(rows: Rows<'_>) -> impl Iterator<Item = (FileId, &Arc<FileRevision>)> {
    rows.iter().filter_map(|(id, row)| match row {
        Row::File(revision) => Some((FileId::new(id.raw() / 2), revision)),
        Row::Posting(_) => None,
    })
}

/// The bytes that the postings of a version take.
pub(super) fn posting_bytes(rows: Rows<'_>) -> usize {
    let bytes = |row: &Row| match row {
        Row::File(_) => 0,
        Row::Posting(posting) => size_of::<Row>() + posting.heap_bytes(),
    };
    rows.iter().map(|(_, row)| bytes(row)).sum()
}

/// The writer's side of the table.
pub(super) struct Store {
    writer: TableWriter<tag::Row, Row>,
    reader: TableReader<tag::Row, Row>,
    /// Uses that change with the next publication.
    changes: Vec<(NameKey, FileId, Uses)>,
}

impl Store {
    pub(super) fn new() -> Self {
        let writer = TableWriter::new();
        let reader = writer.table().reader();
        Self { writer, reader, changes: Vec::new() }
    }

    /// The latest revision of a file, published or about to be.
    pub(super) fn latest(&self, id: FileId) -> Option<&Arc<FileRevision>> {
        file(self.writer.edition(), id)
    }

    /// Puts a revision in place of the file's last one.
    pub(super) fn set(&mut self, id: FileId, revision: Arc<FileRevision>) {
        let changes = &mut self.changes;
        let old = file(self.writer.edition(), id).map_or(&[][..], |old| old.all_exports());
        for_each_change(old, revision.all_exports(), |key, uses| changes.push((key, id, uses)));
        self.writer.set(file_row(id), Row::File(revision));
    }

    /// Removes a file; says whether it was there.
    pub(super) fn remove(&mut self, id: FileId) -> bool {
        let changes = &mut self.changes;
        let old: &[Export] = file(self.writer.edition(), id).map_or(&[], |old| old.all_exports());
        for_each_change(old, &[], |key, uses| changes.push((key, id, uses)));
        self.writer.remove(file_row(id))
    }

    /// The latest version, with what is about to be published.
    pub(super) fn edition(&self) -> Rows<'_> {
        self.writer.edition()
    }

    /// Publishes all changes as one version.
    pub(super) fn publish(&mut self) {
        self.settle();
        self.writer.publish();
    }

    /// Brings the postings up to the files that are about to be published.
    pub(super) fn settle(&mut self) {
        // Names that several files of a batch share are written once.
        let mut changes = core::mem::take(&mut self.changes);
        changes.sort_by_key(|&(key, file, _)| (key, file));
        for group in changes.chunk_by(|left, right| left.0 == right.0) {
            self.change_posting(group);
        }
        changes.clear();
        self.changes = changes;
    }

    fn change_posting(&mut self, changes: &[(NameKey, FileId, Uses)]) {
        let Some(&(key, ..)) = changes.first() else {
            return;
        };
        let old = posting(self.writer.edition(), key);
        let was_there = old.is_some();
        // Of several changes of one file the last one counts.
        let mut last: Vec<Change> = Vec::with_capacity(changes.len());
        for &(_, file, uses) in changes {
            match last.last_mut() {
                Some(known) if known.0 == file => known.1 = uses,
                _ => last.push((file, uses)),
            }
        }
        let new = Posting::with(old, &last);
        match new {
            Some(posting) => {
                self.writer.set(posting_row(key), Row::Posting(posting));
            }
            None if was_there => {
                self.writer.remove(posting_row(key));
            }
            None => {}
        }
    }

    /// The latest version, to keep.
    pub(super) fn hold(&self) -> HeldTable<tag::Row, Row> {
        self.reader.hold()
    }

    pub(super) fn tick(&mut self) -> u64 {
        self.writer.tick()
    }

    pub(super) fn table(&self) -> SharedTable<tag::Row, Row> {
        self.writer.table()
    }

    pub(super) fn counts(&self) -> VersionCounts {
        self.writer.counts()
    }

    pub(super) fn memory(&self) -> TableMemory {
        self.writer.memory()
    }

    pub(super) fn dead_values(&self) -> u64 {
        self.writer.dead_values()
    }
}

impl core::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "Store({:?})", self.counts())
    }
}
