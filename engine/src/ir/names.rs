//! The distinct spellings of a file.
//!
//! Names are numbered per file, densely and in order of first use. That makes every table of a
//! file independent of other files, and turns "the binder that a spelling means right now" into
//! an array indexed by name while scopes are resolved. One worker owns the interner of the file at
//! hand, so interning takes no lock.

use core::hash::Hasher;

use rholang_engine_sync::{Block, BlockLayout, Column, Scratch, ScratchVec, table};
use rustc_hash::FxHasher;

use super::NameId;

table! {
    /// The distinct spellings.
    pub mod spellings[NameId] {
        /// Byte offset after the name in the text of all names, one after the other.
        end: u32,
        /// Hash of the spelling, so that names of different files compare quickly.
        hash: u32,
    }
}

/// How many hashes are compared with what is looked for before the result is looked at.
const HASHES_AT_ONCE: usize = 64;

/// The hash that identifies a spelling in the tables.
#[inline]
fn hash_of(spelling: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(spelling);
    let hash = hasher.finish();
    #[expect(clippy::cast_possible_truncation, reason = "folding a hash keeps all its bits")]
    let folded = (hash ^ (hash >> 32)) as u32;
    folded
}

/// The names of a file.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    spellings: spellings::View<'a>,
    text: &'a [u8],
}

impl<'a> Names<'a> {
    /// The number of distinct names.
    pub fn len(&self) -> usize {
        self.spellings.len()
    }

    /// Whether the file has no names.
    pub fn is_empty(&self) -> bool {
        self.spellings.is_empty()
    }

    /// The ids of all names, in order of first use.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = NameId> + DoubleEndedIterator + use<> {
        self.spellings.ids()
    }

    /// The bytes of a name; empty for [`NameId::NONE`].
    pub fn bytes(&self, name: NameId) -> &'a [u8] {
        let Some(&end) = self.spellings.end.get(name.index()) else {
            return &[];
        };
        let start = match name.index() {
            0 => 0,
            index => self.spellings.end[index - 1],
        };
        &self.text[start as usize..end as usize]
    }

    /// The spelling of a name; empty for [`NameId::NONE`].
    pub fn text(&self, name: NameId) -> &'a str {
        core::str::from_utf8(self.bytes(name)).unwrap_or("")
    }

    /// The id of a spelling, if the file uses it. Takes time linear in the number of names.
    pub fn find(&self, spelling: &str) -> Option<NameId> {
        let [found] = self.find_all([spelling]);
        found
    }

    /// The ids of those of some spellings that the file uses, in one pass over the names.
    pub fn find_all<const N: usize>(&self, spellings: [&str; N]) -> [Option<NameId>; N] {
        let wanted = spellings.map(|spelling| hash_of(spelling.as_bytes()));
        let mut found = [None; N];
        let hashes = self.spellings.hash;
        for (chunk, first) in hashes.chunks(HASHES_AT_ONCE).zip((0..).step_by(HASHES_AT_ONCE)) {
            // Without a branch for each, the compiler compares several hashes at a time.
            let equal = |hash: u32| wanted.iter().fold(0, |any, &w| any | u32::from(w == hash));
            if chunk.iter().fold(0, |any, &hash| any | equal(hash)) == 0 {
                continue;
            }
            for (place, hash) in (first..).zip(chunk) {
                for ((wanted, spelling), found) in wanted.iter().zip(spellings).zip(&mut found) {
                    let name = NameId::from_index(place);
                    if wanted == hash && self.bytes(name) == spelling.as_bytes() {
                        *found = Some(name);
                    }
                }
            }
        }
        found
    }
}

/// Gives each distinct spelling of the file at hand a number.
#[derive(Debug)]
pub struct NamesBuilder<'s> {
    spellings: spellings::Builder<'s>,
    text: ScratchVec<'s, u8>,
    /// Open addressing with linear probing; a slot holds a name number or `u32::MAX`. The length
    /// is a power of two and at least twice the number of names.
    slots: ScratchVec<'s, u32>,
    scratch: &'s Scratch,
}

const EMPTY_SLOT: u32 = u32::MAX;
const SLOTS_MIN: usize = 64;

impl<'s> NamesBuilder<'s> {
    /// An empty set with room for about `capacity` names.
    pub fn with_capacity(capacity: usize, scratch: &'s Scratch) -> Self {
        let slots = (capacity * 2).next_power_of_two().max(SLOTS_MIN);
        Self {
            spellings: spellings::Builder::with_capacity(capacity, scratch),
            text: scratch.vec(capacity * 8),
            slots: scratch.vec_of(EMPTY_SLOT, slots),
            scratch,
        }
    }

    /// The names of a file, with room for about `more` further ones.
    pub(super) fn from_names(names: Names<'_>, more: usize, scratch: &'s Scratch) -> Self {
        let mut builder = Self::with_capacity(names.len() + more, scratch);
        builder.spellings.extend(names.spellings, 0..names.len());
        builder.text = scratch.vec(names.text.len() + more * 8);
        builder.text.extend_from_slice_copy(names.text);
        builder.fill_slots();
        builder
    }

    /// The number of a spelling, given on first sight.
    #[inline]
    pub fn intern(&mut self, spelling: &str) -> NameId {
        let hash = hash_of(spelling.as_bytes());
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let name = NameId::new(self.slots[slot]);
            if name.is_none() {
                return self.insert(spelling, hash, slot);
            }
            let view = self.view();
            if view.spellings.hash(name) == hash && view.bytes(name) == spelling.as_bytes() {
                return name;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn insert(&mut self, spelling: &str, hash: u32, slot: usize) -> NameId {
        self.text.extend_from_slice(spelling.as_bytes());
        let end = u32::try_from(self.text.len()).expect("names are shorter than their file");
        let name = self.spellings.push(spellings::Row { end, hash });
        self.slots[slot] = name.raw();
        if self.spellings.len() * 2 > self.slots.len() {
            self.grow();
        }
        name
    }

    fn grow(&mut self) {
        self.slots = self.scratch.vec_of(EMPTY_SLOT, self.slots.len() * 2);
        self.fill_slots();
    }

    /// Puts all names into the slots, which are empty.
    fn fill_slots(&mut self) {
        let mask = self.slots.len() - 1;
        for (name, &hash) in (0..).zip(self.spellings.view().hash) {
            let mut slot = hash as usize & mask;
            while self.slots[slot] != EMPTY_SLOT {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = name;
        }
    }

    /// The names so far.
    #[inline]
    pub fn view(&self) -> Names<'_> {
        Names { spellings: self.spellings.view(), text: &self.text }
    }
}

/// The places of the names in a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamesColumns {
    spellings: spellings::Columns,
    text: Column<u8>,
}

impl NamesColumns {
    pub(super) fn reserve(names: Names<'_>, layout: &mut BlockLayout) -> Self {
        Self {
            spellings: spellings::Columns::reserve(names.len(), layout),
            text: layout.reserve(names.text.len()),
        }
    }

    pub(super) fn write(&self, names: Names<'_>, block: &mut Block) {
        self.spellings.write(names.spellings, block);
        block.column_mut(self.text).copy_from_slice(names.text);
    }

    #[inline]
    pub(super) fn view<'a>(&self, block: &'a Block) -> Names<'a> {
        Names { spellings: self.spellings.view(block), text: block.column(self.text) }
    }

    pub(super) fn byte_len(&self) -> usize {
        self.text.len() + spellings::ROW_BYTES * self.spellings.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_spellings_share_a_number(words in prop::collection::vec("[a-z']{0,3}", 0..300)) {
            let scratch = Scratch::new();
            let mut names = NamesBuilder::with_capacity(1, &scratch);
            let ids: Vec<NameId> = words.iter().map(|word| names.intern(word)).collect();
            let view = names.view();
            for (word, &id) in words.iter().zip(&ids) {
                prop_assert_eq!(view.text(id), word);
                prop_assert_eq!(view.find(word), Some(id));
            }
            let distinct: std::collections::BTreeSet<&String> = words.iter().collect();
            prop_assert_eq!(view.len(), distinct.len());
        }
    }
}
