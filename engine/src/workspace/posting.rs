//! Which files use a name.
//!
//! An entry takes four bytes: the number of the file above, its [`Uses`] below. Entries are sorted by
//! file. Most names occur in one file only, and that entry needs no allocation. A short list is one
//! slice; a long one is cut into chunks, so that a file more or less copies one chunk and the list
//! of chunks, and a name that all of 100,000 files use changes in a few microseconds. Each chunk says
//! which uses occur in it, so a search for a rare use passes over most chunks.

use std::sync::Arc;

use super::file::FileId;
use crate::symbol::Uses;

/// How many files a workspace can have: what fits beside the uses into 32 bits.
pub const FILES_MAX: u32 = 1 << (u32::BITS - Uses::COUNT);

/// The most entries in one slice.
const CHUNK_ENTRIES_MAX: usize = if cfg!(test) { 4 } else { 512 };

/// The files that use a name, in order of their numbers.
#[derive(Clone, Debug)]
pub struct Posting(Repr);

#[derive(Clone, Debug)]
enum Repr {
    One(Entry),
    /// Sorted, at most [`CHUNK_ENTRIES_MAX`].
    Few(Box<[Entry]>),
    /// Sorted, no chunk is empty or longer than [`CHUNK_ENTRIES_MAX`].
    Many(Box<[Chunk]>),
}

/// A part of a long list.
#[derive(Clone, Debug)]
struct Chunk {
    /// The uses of all entries.
    uses: Uses,
    entries: Arc<[Entry]>,
}

impl Chunk {
    fn new(entries: &[Entry]) -> Self {
        Self { uses: all_uses(entries), entries: entries.into() }
    }
}

fn all_uses(entries: &[Entry]) -> Uses {
    entries.iter().fold(Uses::default(), |uses, entry| uses.with(entry.uses()))
}

/// A file and how it uses the name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Entry(u32);

impl Entry {
    fn new(file: FileId, uses: Uses) -> Self {
        debug_assert!(file.raw() < FILES_MAX, "the engine numbers no more files");
        Self(file.raw() << Uses::COUNT | u32::from(uses.bits()))
    }

    const fn file(self) -> u32 {
        self.0 >> Uses::COUNT
    }

    fn uses(self) -> Uses {
        #[expect(clippy::cast_possible_truncation, reason = "the flags lie in the low bits")]
        Uses::from_bits(self.0 as u16)
    }
}

impl Posting {
    /// A name that one file uses.
    pub(super) fn new(file: FileId, uses: Uses) -> Self {
        Self(Repr::One(Entry::new(file, uses)))
    }

    /// The slices in which entries with one of these uses may be.
    fn slices(&self, uses: Uses) -> impl Iterator<Item = &[Entry]> {
        let (single, many): (&[Entry], &[Chunk]) = match &self.0 {
            Repr::One(entry) => (core::slice::from_ref(entry), &[]),
            Repr::Few(entries) => (entries, &[]),
            Repr::Many(chunks) => (&[], chunks),
        };
        let many = many.iter().filter(move |chunk| chunk.uses.intersects(uses));
        core::iter::once(single).chain(many.map(|chunk| &*chunk.entries))
    }

    /// The files and how they use the name.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, Uses)> {
        self.with_uses(Uses::ALL)
    }

    /// The files that use the name in one of these ways.
    pub fn files(&self, uses: Uses) -> impl Iterator<Item = FileId> {
        self.with_uses(uses).map(|(file, _)| file)
    }

    fn with_uses(&self, uses: Uses) -> impl Iterator<Item = (FileId, Uses)> {
        let entries =
            self.slices(uses).flatten().filter(move |entry| entry.uses().intersects(uses));
        entries.map(|entry| (FileId::new(entry.file()), entry.uses()))
    }

    /// The posting after one file's use has changed; none if no file is left.
    pub(super) fn with(&self, file: FileId, uses: Uses) -> Option<Self> {
        let has_uses = uses != Uses::default();
        match &self.0 {
            Repr::One(entry) if entry.file() == file.raw() => {
                has_uses.then(|| Self::new(file, uses))
            }
            Repr::One(entry) => Self::of_slice(&changed(&[*entry], file, uses)),
            Repr::Few(entries) => Self::of_slice(&changed(entries, file, uses)),
            Repr::Many(chunks) => {
                // The chunk of the file, or the one that ends before it.
                let starts_after = chunks.partition_point(|chunk| {
                    chunk.entries.first().is_some_and(|e| e.file() <= file.raw())
                });
                let place = starts_after.saturating_sub(1);
                let entries = changed(&chunks[place].entries, file, uses);
                Self::of_chunks(chunks, place, &entries)
            }
        }
    }

    fn of_slice(entries: &[Entry]) -> Option<Self> {
        match entries {
            [] => None,
            [entry] => Some(Self(Repr::One(*entry))),
            _ if entries.len() <= CHUNK_ENTRIES_MAX => Some(Self(Repr::Few(entries.into()))),
            _ => {
                let (first, second) = entries.split_at(entries.len() / 2);
                Some(Self(Repr::Many(Box::new([Chunk::new(first), Chunk::new(second)]))))
            }
        }
    }

    fn of_chunks(chunks: &[Chunk], place: usize, entries: &[Entry]) -> Option<Self> {
        let mut copy: Vec<Chunk> = Vec::with_capacity(chunks.len() + 1);
        copy.extend_from_slice(&chunks[..place]);
        if entries.len() > CHUNK_ENTRIES_MAX {
            // Files are mostly added in ascending order, so the left part stays full.
            let (first, second) = entries.split_at(CHUNK_ENTRIES_MAX);
            copy.extend([Chunk::new(first), Chunk::new(second)]);
        } else if !entries.is_empty() {
            copy.push(Chunk::new(entries));
        }
        copy.extend_from_slice(&chunks[place + 1..]);
        match &copy[..] {
            [] => None,
            [only] => Self::of_slice(&only.entries),
            _ => Some(Self(Repr::Many(copy.into()))),
        }
    }

    /// The bytes on the heap, shared ones included.
    pub(super) fn heap_bytes(&self) -> usize {
        match &self.0 {
            Repr::One(_) => 0,
            Repr::Few(entries) => size_of_val(&**entries),
            Repr::Many(chunks) => {
                chunks.iter().map(|chunk| 40 + size_of_val(&*chunk.entries)).sum()
            }
        }
    }
}

/// The entries after a file's use has changed.
fn changed(entries: &[Entry], file: FileId, uses: Uses) -> Vec<Entry> {
    let place = entries.partition_point(|entry| entry.file() < file.raw());
    let is_there = entries.get(place).is_some_and(|entry| entry.file() == file.raw());
    let mut copy = Vec::with_capacity(entries.len() + 1);
    copy.extend_from_slice(&entries[..place]);
    if uses != Uses::default() {
        copy.push(Entry::new(file, uses));
    }
    copy.extend_from_slice(&entries[place + usize::from(is_there)..]);
    copy
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_posting_is_a_sorted_map(changes in prop::collection::vec((0..40_u32, 0..4_u16), 0..200)) {
            let mut model: BTreeMap<u32, u16> = BTreeMap::new();
            let mut posting: Option<Posting> = None;
            for (raw, bits) in changes {
                let (file, uses) = (FileId::new(raw), Uses::from_bits(bits));
                match bits {
                    0 => model.remove(&raw),
                    _ => model.insert(raw, bits),
                };
                posting = match &posting {
                    Some(posting) => posting.with(file, uses),
                    None => (bits != 0).then(|| Posting::new(file, uses)),
                };
                let entries: Vec<(u32, u16)> = posting
                    .iter()
                    .flat_map(Posting::iter)
                    .map(|(file, uses)| (file.raw(), uses.bits()))
                    .collect();
                prop_assert_eq!(entries, model.clone().into_iter().collect::<Vec<_>>());
                for bits in 1..4 {
                    let uses = Uses::from_bits(bits);
                    let files: Vec<u32> = posting
                        .iter()
                        .flat_map(|posting| posting.files(uses))
                        .map(FileId::raw)
                        .collect();
                    let wanted = model.iter().filter(|&(_, used)| used & bits != 0);
                    prop_assert_eq!(files, wanted.map(|(&file, _)| file).collect::<Vec<_>>());
                }
            }
        }
    }
}
