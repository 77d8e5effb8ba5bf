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

    /// The posting after the uses of some files have changed; none if no file is left. The changes are
    /// sorted by file and at most one for each; no uses mean that the file does not use the name any
    /// more. Copies the chunks of these files and the list of chunks, once for all changes.
    pub(super) fn with(old: Option<&Self>, changes: &[Change]) -> Option<Self> {
        let mut chunks: Vec<Chunk> = Vec::new();
        match old.map(|posting| &posting.0) {
            None => return Self::of_entries(&changed(&[], changes)),
            Some(Repr::One(entry)) => return Self::of_entries(&changed(&[*entry], changes)),
            Some(Repr::Few(entries)) => return Self::of_entries(&changed(entries, changes)),
            Some(Repr::Many(old)) => {
                chunks.reserve(old.len() + 1);
                let mut rest = changes;
                for (index, chunk) in old.iter().enumerate() {
                    // The chunk takes what comes before the next one.
                    let next = old.get(index + 1).and_then(|next| next.entries.first());
                    let end = next.map_or(rest.len(), |next| {
                        rest.partition_point(|(file, _)| file.raw() < next.file())
                    });
                    let (own, later) = rest.split_at(end);
                    rest = later;
                    if own.is_empty() {
                        chunks.push(chunk.clone());
                    } else {
                        push_chunks(&mut chunks, &changed(&chunk.entries, own));
                    }
                }
            }
        }
        match &chunks[..] {
            [] => None,
            [only] => Self::of_entries(&only.entries),
            _ => Some(Self(Repr::Many(chunks.into()))),
        }
    }

    fn of_entries(entries: &[Entry]) -> Option<Self> {
        match entries {
            [] => None,
            [entry] => Some(Self(Repr::One(*entry))),
            _ if entries.len() <= CHUNK_ENTRIES_MAX => Some(Self(Repr::Few(entries.into()))),
            _ => {
                let mut chunks = Vec::new();
                push_chunks(&mut chunks, entries);
                Some(Self(Repr::Many(chunks.into())))
            }
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

/// What a file does with a name from now on.
pub(super) type Change = (FileId, Uses);

/// Cuts entries into chunks. Files are mostly added in ascending order, so all but the last are full.
fn push_chunks(chunks: &mut Vec<Chunk>, entries: &[Entry]) {
    chunks.extend(entries.chunks(CHUNK_ENTRIES_MAX).map(Chunk::new));
}

/// The entries after changes of some files.
fn changed(entries: &[Entry], changes: &[Change]) -> Vec<Entry> {
    let mut copy = Vec::with_capacity(entries.len() + changes.len());
    let mut rest = entries;
    for &(file, uses) in changes {
        let (before, after) = rest.split_at(rest.partition_point(|e| e.file() < file.raw()));
        copy.extend_from_slice(before);
        let is_there = after.first().is_some_and(|entry| entry.file() == file.raw());
        rest = &after[usize::from(is_there)..];
        if uses != Uses::default() {
            copy.push(Entry::new(file, uses));
        }
    }
    copy.extend_from_slice(rest);
    copy
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_posting_is_a_sorted_map(
            batches in prop::collection::vec(prop::collection::btree_map(0..40_u32, 0..4_u16, 0..12), 0..40)
        ) {
            let mut model: BTreeMap<u32, u16> = BTreeMap::new();
            let mut posting: Option<Posting> = None;
            for batch in batches {
                let mut changes = Vec::new();
                for (raw, bits) in batch {
                    changes.push((FileId::new(raw), Uses::from_bits(bits)));
                    match bits {
                        0 => model.remove(&raw),
                        _ => model.insert(raw, bits),
                    };
                }
                posting = Posting::with(posting.as_ref(), &changes);
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
