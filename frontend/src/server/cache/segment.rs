//! Segments: files with records that never change.
//!
//! ```text
//! header      magic number, fingerprint of the engine
//! records     one after the other
//! directory   for each record: key, offset, length; in ascending order of the keys
//! footer      offset of the directory, number of entries, checksum of all but the records
//! ```
//!
//! All numbers are in little-endian order. The directory is read as it is and searched where it lies.
//! Records have checksums of their own.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};
use std::{fs, process};

use rholang_engine::record::{FINGERPRINT, RECORD_BYTES_MAX};
use rholang_engine::workspace::RecordKey;
use xxhash_rust::xxh3::Xxh3;

/// What segments begin with: the name of the format and its version.
const MAGIC: [u8; 8] = *b"rholseg1";

const HEADER_BYTES: usize = MAGIC.len() + FINGERPRINT.len();
const FOOTER_BYTES: usize = 24;
const ENTRY_BYTES: usize = RecordKey::BYTES + 16;

/// The extension of segments.
pub(super) const EXTENSION: &str = "segment";

/// The extension of segments that are being written.
pub(super) const TEMPORARY_EXTENSION: &str = "new";

/// How many bytes a writer collects before they go to the system.
const BUFFER_BYTES: usize = 1 << 18;

/// The first step of a search, in entries.
const STEP: usize = 16;

/// How long ago the last use of a segment is noted to have been at most.
const TOUCH_AFTER: Duration = Duration::from_secs(3_600);

/// Where a record is in its segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    key: RecordKey,
    offset: u64,
    length: u32,
}

impl Entry {
    fn to_bytes(self) -> [u8; ENTRY_BYTES] {
        let mut bytes = [0; ENTRY_BYTES];
        let numbers = [self.offset, u64::from(self.length)].map(u64::to_le_bytes);
        for (place, part) in bytes.chunks_exact_mut(8).skip(2).zip(numbers) {
            place.copy_from_slice(&part);
        }
        bytes[..RecordKey::BYTES].copy_from_slice(&self.key.bytes());
        bytes
    }

    /// The entry of bytes; nothing if no record is that long.
    fn from_bytes(bytes: &[u8; ENTRY_BYTES]) -> Option<Self> {
        let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?));
        let key = RecordKey::new(*bytes.first_chunk()?);
        let length = u32::try_from(number(RecordKey::BYTES + 8)?).ok()?;
        let is_short = length as usize <= RECORD_BYTES_MAX;
        Some(Self { key, offset: number(RecordKey::BYTES)?, length }).filter(|_| is_short)
    }
}

/// Why there is no segment.
#[derive(Debug)]
pub(super) enum OpenError {
    /// The file is none, or is damaged, or is one of another engine.
    Unreadable,
    /// The system refused.
    Io(io::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A segment that is open for reading.
#[derive(Debug)]
pub(super) struct Segment {
    path: PathBuf,
    file: File,
    directory: Vec<u8>,
    /// A bit for each record that was used.
    used: Box<[AtomicU64]>,
}

impl Segment {
    /// Opens a segment and reads its directory.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it is no segment of this engine.
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let records_end_max = length.checked_sub(FOOTER_BYTES as u64);
        let records_end_max = records_end_max.ok_or(OpenError::Unreadable)?;
        let mut header = [0; HEADER_BYTES];
        let mut footer = [0; FOOTER_BYTES];
        if records_end_max < HEADER_BYTES as u64 {
            return Err(OpenError::Unreadable);
        }
        read_at(&file, &mut header, 0)?;
        read_at(&file, &mut footer, records_end_max)?;
        let (numbers, _) = footer.as_chunks();
        let [records_end, count, checksum] = [0, 1, 2].map(|at| u64::from_le_bytes(numbers[at]));
        let directory_bytes = count.checked_mul(ENTRY_BYTES as u64);
        let directory_end = directory_bytes.and_then(|bytes| records_end.checked_add(bytes));
        if directory_end != Some(records_end_max) || header != header_bytes() {
            return Err(OpenError::Unreadable);
        }
        // What follows is as long as the file at most.
        let bytes = usize::try_from(records_end_max - records_end);
        let mut directory = vec![0; bytes.map_err(|_| OpenError::Unreadable)?];
        read_at(&file, &mut directory, records_end)?;
        let is_right = checksum_of(&directory, records_end) == checksum;
        if !is_right || !is_directory(&directory, records_end) {
            return Err(OpenError::Unreadable);
        }
        let words = (directory.len() / ENTRY_BYTES).div_ceil(64);
        let used = (0..words).map(|_| AtomicU64::new(0)).collect();
        Ok(Self { path: path.to_owned(), file, directory, used })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn entries(&self) -> &[[u8; ENTRY_BYTES]] {
        self.directory.as_chunks().0
    }

    /// The bytes of all records.
    pub(super) fn record_bytes(&self) -> u64 {
        self.entries()
            .iter()
            .filter_map(Entry::from_bytes)
            .map(|entry| u64::from(entry.length))
            .sum()
    }

    /// The number of the record with a key.
    pub(super) fn find(&self, key: RecordKey) -> Option<usize> {
        let (entries, wanted) = (self.entries(), key.bytes());
        let order = |number: usize| entries[number][..RecordKey::BYTES].cmp(&wanted);
        // Keys are hashes, so the first bytes tell about where one is.
        let [first, second, third, fourth, ..] = wanted;
        let share = u64::from(u32::from_be_bytes([first, second, third, fourth]));
        let guess = usize::try_from((share * entries.len() as u64) >> 32).unwrap_or(0);
        // From there the steps double until the place is between two of them.
        let (mut low, mut high) = (guess, guess);
        let mut step = STEP;
        while low > 0 && order(low) == Ordering::Greater {
            (high, low) = (low, low.saturating_sub(step));
            step *= 2;
        }
        while high < entries.len() && order(high) == Ordering::Less {
            (low, high) = (high, entries.len().min(high + step));
            step *= 2;
        }
        let between = entries.get(low..entries.len().min(high + 1))?;
        let place =
            between.binary_search_by(|entry| entry[..RecordKey::BYTES].cmp(&wanted)).ok()?;
        Some(low + place)
    }

    /// Reads the record of a number to the place of what is in `record`.
    pub(super) fn read(&self, number: usize, record: &mut Vec<u8>) -> io::Result<()> {
        let entry = self.entries().get(number).and_then(Entry::from_bytes);
        let entry = entry.ok_or(io::ErrorKind::NotFound)?;
        record.resize(entry.length as usize, 0);
        read_at(&self.file, record, entry.offset)
    }

    /// Notes that a record is of use.
    pub(super) fn set_used(&self, number: usize) {
        if let Some(word) = self.used.get(number / 64) {
            // `Relaxed`: the bits are read when all that set them have been waited for.
            word.fetch_or(1 << (number % 64), Relaxed);
        }
    }

    /// The records that were used, in the order of their places.
    pub(super) fn used(&self) -> Vec<(RecordKey, usize)> {
        let is_used =
            |number: &usize| self.used[number / 64].load(Relaxed) & (1 << (number % 64)) != 0;
        let numbers = (0..self.entries().len()).filter(is_used);
        let entry = |number: usize| Some((Entry::from_bytes(&self.entries()[number])?, number));
        let mut used: Vec<(Entry, usize)> = numbers.filter_map(entry).collect();
        used.sort_unstable_by_key(|(entry, _)| entry.offset);
        used.into_iter().map(|(entry, number)| (entry.key, number)).collect()
    }

    /// The bytes of the records that were used.
    pub(super) fn used_bytes(&self) -> u64 {
        let entries = self.used().into_iter().filter_map(|(_, number)| self.entries().get(number));
        entries.filter_map(Entry::from_bytes).map(|entry| u64::from(entry.length)).sum()
    }

    /// Notes on disk that the segment is used.
    pub(super) fn touch(&self) -> io::Result<()> {
        let now = SystemTime::now();
        let last = self.file.metadata()?.modified()?;
        if now.duration_since(last).is_ok_and(|age| age < TOUCH_AFTER) {
            return Ok(());
        }
        File::options().append(true).open(&self.path)?.set_modified(now)
    }
}

fn header_bytes() -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..MAGIC.len()].copy_from_slice(&MAGIC);
    header[MAGIC.len()..].copy_from_slice(FINGERPRINT.as_bytes());
    header
}

fn checksum_of(directory: &[u8], records_end: u64) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(&header_bytes());
    hasher.update(directory);
    hasher.update(&records_end.to_le_bytes());
    hasher.digest()
}

/// Whether all entries are in order, and their records between the header and the directory.
fn is_directory(directory: &[u8], records_end: u64) -> bool {
    let (entries, rest) = directory.as_chunks::<ENTRY_BYTES>();
    let lies_inside = |entry: &[u8; ENTRY_BYTES]| {
        Entry::from_bytes(entry).is_some_and(|entry| {
            let end = entry.offset.checked_add(entry.length.into());
            entry.offset >= HEADER_BYTES as u64 && end.is_some_and(|end| end <= records_end)
        })
    };
    let is_before =
        |pair: &[[u8; ENTRY_BYTES]]| pair[0][..RecordKey::BYTES] < pair[1][..RecordKey::BYTES];
    rest.is_empty() && entries.iter().all(lies_inside) && entries.windows(2).all(is_before)
}

/// Reads bytes at a place of a file that other threads read as well.
#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Reads bytes at a place of a file that other threads read as well.
#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[count..];
        offset += count as u64;
    }
    Ok(())
}

/// A segment that is being written. If it is not finished, its file is removed.
#[derive(Debug)]
pub(super) struct SegmentWriter {
    /// None when it is finished.
    file: Option<BufWriter<File>>,
    temporary: PathBuf,
    entries: Vec<Entry>,
    /// Where the next record begins.
    end: u64,
}

impl SegmentWriter {
    /// Begins a segment in a folder.
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        static SEGMENTS: AtomicU64 = AtomicU64::new(0);
        let number = SEGMENTS.fetch_add(1, Relaxed);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        // Unique among the segments of all processes of this machine. If it is not, the file is there.
        let name = format!("{:x}-{:x}-{number:x}", now.as_nanos(), process::id());
        let temporary = folder.join(name).with_extension(TEMPORARY_EXTENSION);
        let mut file = BufWriter::with_capacity(BUFFER_BYTES, File::create_new(&temporary)?);
        file.write_all(&header_bytes())?;
        Ok(Self { file: Some(file), temporary, entries: Vec::new(), end: HEADER_BYTES as u64 })
    }

    /// The bytes of all records so far.
    pub(super) fn record_bytes(&self) -> u64 {
        self.end - HEADER_BYTES as u64
    }

    /// Adds a record. Of several with the same key, any one is kept.
    pub(super) fn add(&mut self, key: RecordKey, record: &[u8]) -> io::Result<()> {
        let length = u32::try_from(record.len()).ok().filter(|_| record.len() <= RECORD_BYTES_MAX);
        let length = length.ok_or(io::ErrorKind::FileTooLarge)?;
        if let Some(file) = &mut self.file {
            file.write_all(record)?;
        }
        self.entries.push(Entry { key, offset: self.end, length });
        self.end += u64::from(length);
        Ok(())
    }

    /// Writes the directory, and gives the segment its name.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        self.entries.sort_unstable_by_key(|entry| entry.key);
        self.entries.dedup_by_key(|entry| entry.key);
        let directory: Vec<u8> = self.entries.iter().flat_map(|entry| entry.to_bytes()).collect();
        file.write_all(&directory)?;
        let count = self.entries.len() as u64;
        for number in [self.end, count, checksum_of(&directory, self.end)] {
            file.write_all(&number.to_le_bytes())?;
        }
        let renamed = file.into_inner().map_err(io::IntoInnerError::into_error);
        let renamed = renamed.and_then(|file| {
            drop(file);
            fs::rename(&self.temporary, self.temporary.with_extension(EXTENSION))
        });
        if renamed.is_err() {
            let _ = fs::remove_file(&self.temporary);
        }
        renamed
    }
}

impl Drop for SegmentWriter {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // What cannot be removed now is removed when it is old.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn key(number: u8) -> RecordKey {
        RecordKey::new([number; RecordKey::BYTES])
    }

    /// A folder with one segment, and the path of that.
    fn written(records: &[(u8, &str)]) -> (TempDir, PathBuf) {
        let folder = TempDir::new().unwrap();
        let mut writer = SegmentWriter::begin(folder.path()).unwrap();
        for (number, record) in records {
            writer.add(key(*number), record.as_bytes()).unwrap();
        }
        writer.finish().unwrap();
        let mut entries = fs::read_dir(folder.path()).unwrap();
        let path = entries.next().unwrap().unwrap().path();
        assert!(entries.next().is_none());
        (folder, path)
    }

    #[test]
    fn records_are_found() {
        let records = [(7, "seven"), (2, "two"), (9, ""), (2, "two"), (1, "one")];
        let (_folder, path) = written(&records);
        let segment = Segment::open(&path).unwrap();
        for (number, record) in records {
            let found = segment.find(key(number)).unwrap();
            let mut bytes = b"something that was read before".to_vec();
            segment.read(found, &mut bytes).unwrap();
            assert_eq!(bytes, record.as_bytes());
        }
        for number in [0, 3, 8, 255] {
            assert_eq!(segment.find(key(number)), None);
        }
        assert_eq!(segment.record_bytes(), 11);
        assert_eq!(segment.used(), []);
        for number in [1, 7] {
            segment.set_used(segment.find(key(number)).unwrap());
        }
        let used: Vec<RecordKey> = segment.used().into_iter().map(|(key, _)| key).collect();
        // In the order of their places.
        assert_eq!(used, [key(7), key(1)]);
        assert_eq!(segment.used_bytes(), 8);
    }

    /// Searches begin where a key should be, and end where it is.
    #[test]
    fn all_keys_are_found_wherever_they_are() {
        // Spread as hashes are, crowded at one end, and in between.
        let spreads: [fn(u32) -> u32; 5] = [
            |number| number << 22,
            |number| number,
            |number| u32::MAX - number,
            |number| (1 << 31) + number,
            |number| number.wrapping_mul(number) << 12,
        ];
        for spread in spreads {
            let folder = TempDir::new().unwrap();
            let mut writer = SegmentWriter::begin(folder.path()).unwrap();
            let key = |number: u32| {
                let mut bytes = [0; RecordKey::BYTES];
                bytes[..4].copy_from_slice(&spread(number).to_be_bytes());
                bytes[4..8].copy_from_slice(&number.to_be_bytes());
                RecordKey::new(bytes)
            };
            for number in (0..1_000).step_by(2) {
                writer.add(key(number), &number.to_be_bytes()).unwrap();
            }
            writer.finish().unwrap();
            let path = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
            let segment = Segment::open(&path).unwrap();
            for number in 0..1_000 {
                let mut record = Vec::new();
                let found = segment.find(key(number));
                assert_eq!(found.is_some(), number % 2 == 0, "{number}");
                if let Some(found) = found {
                    segment.read(found, &mut record).unwrap();
                    assert_eq!(record, number.to_be_bytes());
                }
            }
        }
    }

    #[test]
    fn a_segment_without_records_is_one() {
        let (_folder, path) = written(&[]);
        assert_eq!(Segment::open(&path).unwrap().find(key(0)), None);
    }

    #[test]
    fn damaged_segments_are_refused() {
        let (_folder, path) = written(&[(1, "one"), (2, "two"), (3, "three")]);
        let good = fs::read(&path).unwrap();
        let is_refused = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            matches!(Segment::open(&path), Err(OpenError::Unreadable))
        };
        for length in 0..good.len() {
            assert!(is_refused(&good[..length]), "{length} bytes");
        }
        let records = HEADER_BYTES..HEADER_BYTES + 11;
        for place in (0..good.len()).filter(|place| !records.contains(place)) {
            let mut bytes = good.clone();
            bytes[place] ^= 1 << (place % 8);
            assert!(is_refused(&bytes), "byte {place}");
        }
        assert!(is_refused(&[&good[..], &[0]].concat()));
        assert!(!is_refused(&good));
        assert!(matches!(Segment::open(&path.with_extension("no")), Err(OpenError::Io(_))));
    }

    /// Directories that have the right checksum and are none all the same.
    #[test]
    fn wrong_directories_are_refused() {
        let (_folder, path) = written(&[(1, "one"), (2, "two")]);
        let good = fs::read(&path).unwrap();
        let records_end = HEADER_BYTES + 6;
        let entry = |number: u8, offset: usize, length: u32| {
            Entry { key: key(number), offset: offset as u64, length }.to_bytes()
        };
        let opens = |entries: &[[u8; ENTRY_BYTES]], count: u64, end: usize| {
            let directory = entries.concat();
            let mut bytes = good[..records_end].to_vec();
            bytes.extend_from_slice(&directory);
            for number in [end as u64, count, checksum_of(&directory, end as u64)] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            fs::write(&path, bytes).unwrap();
            Segment::open(&path).is_ok()
        };
        let (one, two) = (entry(1, HEADER_BYTES, 3), entry(2, HEADER_BYTES + 3, 3));
        assert!(opens(&[one, two], 2, records_end));
        assert!(!opens(&[two, one], 2, records_end));
        assert!(!opens(&[one, one], 2, records_end));
        assert!(!opens(&[one, entry(2, HEADER_BYTES + 3, 4)], 2, records_end));
        assert!(!opens(&[one, entry(2, 0, 3)], 2, records_end));
        assert!(!opens(&[one, entry(2, usize::MAX, 3)], 2, records_end));
        assert!(!opens(&[one, entry(2, HEADER_BYTES, u32::MAX)], 2, records_end));
        for count in [0, 1, 3, u64::MAX] {
            assert!(!opens(&[one, two], count, records_end));
        }
        for end in [0, records_end - 1, records_end + 1, usize::MAX] {
            assert!(!opens(&[one, two], 2, end));
        }
    }

    #[test]
    fn what_is_not_finished_leaves_nothing_behind() {
        let folder = TempDir::new().unwrap();
        let mut writer = SegmentWriter::begin(folder.path()).unwrap();
        writer.add(key(1), b"one").unwrap();
        assert!(writer.add(key(2), &vec![0; RECORD_BYTES_MAX + 1]).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        drop(writer);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
