//! What a scan does with the segments of a workspace folder.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rholang_engine::record::RECORDS_ARE_READABLE;
use rholang_engine::workspace::RecordKey;
use rustc_hash::FxHashSet;

use super::folder;
use super::segment::{OpenError, Segment, SegmentWriter};
use super::{FOLDER_BYTES_MAX, SEGMENT_BYTES_MIN, SEGMENTS_MAX};

/// How many bytes a thread keeps to read records into.
const RETAINED_BYTES_MAX: usize = 1 << 20;

std::thread_local! {
    /// What each thread reads records into.
    static RECORD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A record that was made.
#[derive(Debug)]
pub(in crate::server) struct NewRecord {
    pub(in crate::server) key: RecordKey,
    pub(in crate::server) bytes: Vec<u8>,
}

/// Finds records, on any thread.
#[derive(Debug)]
pub(in crate::server) struct Lookup {
    /// The newest first.
    segments: Vec<Segment>,
}

impl Lookup {
    /// Looks for a record that `accept` takes; there may be several with the key, of which some are
    /// damaged.
    pub(in crate::server) fn find<T>(
        &self,
        key: RecordKey,
        mut accept: impl FnMut(&[u8]) -> Option<T>,
    ) -> Option<T> {
        // Taken out while it is used, as what accepts a record may begin to look for another one.
        let mut record = RECORD.take();
        let found = self.segments.iter().find_map(|segment| {
            let number = segment.find(key)?;
            let read = segment.read(number, &mut record);
            read.inspect_err(|error| tracing::debug!("a record is not read: {error}")).ok()?;
            let accepted = accept(&record)?;
            segment.set_used(number);
            Some(accepted)
        });
        if record.capacity() <= RETAINED_BYTES_MAX {
            RECORD.set(record);
        }
        found
    }

    fn record_bytes(&self) -> u64 {
        self.segments.iter().map(Segment::record_bytes).sum()
    }
}

/// Keeps what a scan of a workspace folder finds out. Belongs to the thread of the scan.
#[derive(Debug)]
pub(in crate::server) struct Keeper {
    root: PathBuf,
    folder: PathBuf,
    lookup: Arc<Lookup>,
    /// The bytes of the records of all segments.
    kept_bytes: u64,
    /// New records that are too few for a segment.
    waiting: Vec<NewRecord>,
    waiting_bytes: u64,
    /// The keys of all new records.
    keys: FxHashSet<RecordKey>,
    writer: Option<SegmentWriter>,
    /// Whether no more records are kept, because there are too many or the system refuses.
    is_full: bool,
}

impl Keeper {
    /// Opens the cache of a workspace folder with a label. Nothing if the user has no folder for caches.
    pub(in crate::server) fn open(label: &str) -> Option<Self> {
        let root = folder::root().filter(|_| RECORDS_ARE_READABLE)?;
        Some(Self::open_in(root, label))
    }

    fn open_in(root: PathBuf, label: &str) -> Self {
        let folder = folder::of_workspace(&root, label);
        let mut segments = Vec::new();
        for path in folder::segments(&folder).unwrap_or_default() {
            match Segment::open(&path) {
                Ok(segment) => segments.push(segment),
                Err(OpenError::Unreadable) => {
                    tracing::debug!("{} is no segment of the cache", path.display());
                    folder::remove(&path);
                }
                Err(OpenError::Io(error)) => {
                    tracing::debug!("{} is not read: {error}", path.display());
                }
            }
        }
        let lookup = Lookup { segments };
        Self {
            root,
            folder,
            kept_bytes: lookup.record_bytes(),
            lookup: Arc::new(lookup),
            waiting: Vec::new(),
            waiting_bytes: 0,
            keys: FxHashSet::default(),
            writer: None,
            is_full: false,
        }
    }

    /// What finds records.
    pub(in crate::server) fn lookup(&self) -> Arc<Lookup> {
        Arc::clone(&self.lookup)
    }

    /// Keeps records that were made.
    pub(in crate::server) fn keep(&mut self, records: Vec<NewRecord>) {
        for record in records {
            if self.is_full || !self.keys.insert(record.key) {
                continue;
            }
            let written = self.writer.as_ref().map_or(0, SegmentWriter::record_bytes);
            self.waiting_bytes += record.bytes.len() as u64;
            self.is_full = self.kept_bytes + written + self.waiting_bytes > FOLDER_BYTES_MAX;
            self.waiting.push(record);
        }
        if self.writer.is_some() || self.waiting_bytes >= SEGMENT_BYTES_MIN {
            let written = self.write_waiting();
            self.give_up_if_failed(written);
        }
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        self.waiting_bytes = 0;
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => {
                folder::create(&self.folder)?;
                self.writer.insert(SegmentWriter::begin(&self.folder)?)
            }
        };
        self.waiting.drain(..).try_for_each(|record| writer.add(record.key, &record.bytes))
    }

    fn give_up_if_failed(&mut self, result: io::Result<()>) {
        if let Err(error) = result {
            tracing::debug!("{} is not written: {error}", self.folder.display());
            self.is_full = true;
            self.writer = None;
            self.waiting.clear();
        }
    }

    /// Completes what was begun, when all records have come.
    pub(in crate::server) fn finish(&mut self) {
        let Some(writer) = self.writer.take() else { return };
        let finished = writer.finish().and_then(|()| folder::tidy(&self.root));
        self.give_up_if_failed(finished);
    }

    /// Puts segments together if there are many, or if most of their bytes were of no use for a scan of
    /// the whole folder.
    pub(in crate::server) fn tidy(&self) {
        let segments = &self.lookup.segments;
        let used: u64 = segments.iter().map(Segment::used_bytes).sum();
        if segments.len() > SEGMENTS_MAX || used < self.kept_bytes / 2 {
            if let Err(error) = self.merge() {
                tracing::debug!("{} is not tidied: {error}", self.folder.display());
            }
            return;
        }
        for segment in segments {
            if let Err(error) = segment.touch() {
                tracing::debug!("{}: {error}", segment.path().display());
            }
        }
    }

    /// Writes the records that were used to one segment, and removes the others.
    fn merge(&self) -> io::Result<()> {
        let segments = &self.lookup.segments;
        let used: Vec<_> = segments.iter().map(|segment| (segment, segment.used())).collect();
        if used.iter().any(|(_, records)| !records.is_empty()) {
            let mut writer = SegmentWriter::begin(&self.folder)?;
            let mut record = Vec::new();
            for (segment, records) in used {
                for (key, number) in records {
                    segment.read(number, &mut record)?;
                    writer.add(key, &record)?;
                }
            }
            writer.finish()?;
        }
        segments.iter().map(Segment::path).for_each(|path: &Path| folder::remove(path));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rholang_engine::record::RECORD_BYTES_MAX;
    use std::fs;
    use tempfile::TempDir;

    const LABEL: &str = "file:///workspace";

    fn record(number: u8, length: u64) -> NewRecord {
        let key = RecordKey::new([number; RecordKey::BYTES]);
        NewRecord { key, bytes: vec![number; usize::try_from(length).unwrap()] }
    }

    fn open(root: &TempDir) -> Keeper {
        Keeper::open_in(root.path().to_owned(), LABEL)
    }

    /// Keeps records in a scan of their own.
    fn keep(root: &TempDir, records: Vec<NewRecord>) {
        let mut keeper = open(root);
        keeper.keep(records);
        keeper.finish();
    }

    /// The records of numbers that are found; their use is noted.
    fn find(keeper: &Keeper, numbers: &[u8]) -> Vec<u8> {
        let lookup = keeper.lookup();
        let found = |&number: &u8| {
            let key = RecordKey::new([number; RecordKey::BYTES]);
            lookup.find(key, |record| record.first().copied())
        };
        numbers.iter().filter_map(found).collect()
    }

    fn segments(root: &TempDir) -> usize {
        folder::segments(&folder::of_workspace(root.path(), LABEL)).map_or(0, |found| found.len())
    }

    #[test]
    fn few_records_are_not_kept() {
        let root = TempDir::new().unwrap();
        keep(&root, vec![record(1, SEGMENT_BYTES_MIN - 1)]);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        // The same record twice is one.
        keep(&root, vec![record(1, SEGMENT_BYTES_MIN - 1), record(1, SEGMENT_BYTES_MIN - 1)]);
        assert_eq!(segments(&root), 0);
        keep(&root, vec![record(1, SEGMENT_BYTES_MIN - 1), record(2, 1)]);
        assert_eq!(segments(&root), 1);
        assert_eq!(find(&open(&root), &[1, 2, 3]), [1, 2]);
    }

    #[test]
    fn other_folders_have_other_records() {
        let root = TempDir::new().unwrap();
        keep(&root, vec![record(1, SEGMENT_BYTES_MIN)]);
        let other = Keeper::open_in(root.path().to_owned(), "file:///other");
        assert!(find(&other, &[1]).is_empty());
    }

    #[test]
    fn a_damaged_record_gives_way_to_another_one() {
        let root = TempDir::new().unwrap();
        keep(&root, vec![record(1, SEGMENT_BYTES_MIN)]);
        keep(&root, vec![record(1, SEGMENT_BYTES_MIN + 1)]);
        let lookup = open(&root).lookup();
        let key = RecordKey::new([1; RecordKey::BYTES]);
        for length in [0, 1].map(|more| SEGMENT_BYTES_MIN + more) {
            let found = lookup.find(key, |record| (record.len() as u64 == length).then_some(()));
            assert!(found.is_some());
        }
        assert!(lookup.find(key, |_| None::<()>).is_none());
    }

    #[test]
    fn what_is_of_no_use_is_removed() {
        let root = TempDir::new().unwrap();
        keep(&root, (1..=4).map(|number| record(number, SEGMENT_BYTES_MIN)).collect());
        let keeper = open(&root);
        assert_eq!(find(&keeper, &[1, 2]), [1, 2]);
        keeper.tidy();
        assert_eq!(find(&open(&root), &[1, 2, 3, 4]), [1, 2, 3, 4], "half of the bytes are used");
        let keeper = open(&root);
        assert_eq!(find(&keeper, &[3]), [3]);
        keeper.tidy();
        assert_eq!(segments(&root), 1);
        assert_eq!(find(&open(&root), &[1, 2, 3, 4]), [3]);
        open(&root).tidy();
        assert_eq!(segments(&root), 0);
    }

    #[test]
    fn many_segments_become_one() {
        let root = TempDir::new().unwrap();
        let numbers: Vec<u8> =
            (0..=SEGMENTS_MAX).map(|number| u8::try_from(number).unwrap()).collect();
        for &number in &numbers {
            let keeper = open(&root);
            find(&keeper, &numbers);
            keeper.tidy();
            assert_eq!(segments(&root), usize::from(number));
            keep(&root, vec![record(number, SEGMENT_BYTES_MIN)]);
        }
        let keeper = open(&root);
        find(&keeper, &numbers);
        keeper.tidy();
        assert_eq!(segments(&root), 1);
        assert_eq!(find(&open(&root), &numbers), numbers);
    }

    #[test]
    fn records_above_a_limit_are_not_kept() {
        let root = TempDir::new().unwrap();
        let mut keeper = open(&root);
        keeper.kept_bytes = FOLDER_BYTES_MAX - SEGMENT_BYTES_MIN;
        keeper.keep(vec![record(1, SEGMENT_BYTES_MIN), record(2, 1), record(3, 1)]);
        keeper.finish();
        // The one that goes beyond the limit is the last one.
        assert_eq!(find(&open(&root), &[1, 2, 3]), [1, 2]);
    }

    #[test]
    fn what_cannot_be_written_is_given_up() {
        let root = TempDir::new().unwrap();
        keep(&root, vec![record(1, SEGMENT_BYTES_MIN), record(2, RECORD_BYTES_MAX as u64 + 1)]);
        assert_eq!(segments(&root), 0);
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        let mut keeper = Keeper::open_in(file, LABEL);
        keeper.keep(vec![record(1, SEGMENT_BYTES_MIN)]);
        keeper.finish();
        assert!(keeper.is_full && find(&keeper, &[1]).is_empty());
    }
}
