//! The names that a document shares with others.

use super::shared::{NameKey, Shared};
use crate::ir::NameId;
use crate::languages::LanguageId;
use crate::symbol::{Document, SharedName, Uses};

/// A shared name in a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Export {
    /// The name in all documents.
    pub key: NameKey,
    /// The name in this document.
    pub name: NameId,
    /// How the document uses it.
    pub uses: Uses,
}

const _: () = assert!(size_of::<Export>() == 12);

/// The shared names of a document, sorted by key, each once.
#[derive(Clone, Debug, Default)]
pub struct Exports {
    rows: Box<[Export]>,
}

impl Exports {
    pub(super) fn of(language: LanguageId, document: Document<'_>, shared: &Shared) -> Self {
        let mut names: Vec<SharedName> = Vec::new();
        language.language().shared_names(document, &mut names);
        let row = |&SharedName { name, uses }: &SharedName| {
            let key = shared.keys.intern(document.ir.names.text(name));
            if uses.intersects(Uses::LISTED) {
                shared.keys.mark(key);
            }
            Export { key, name, uses }
        };
        Self { rows: Self::merge(names.iter().map(row).collect()) }
    }

    /// Sorts rows and puts those of one key together.
    pub(super) fn merge(mut rows: Vec<Export>) -> Box<[Export]> {
        rows.sort_unstable_by_key(|row| row.key);
        rows.dedup_by(|later, kept| {
            let is_same = later.key == kept.key;
            if is_same {
                kept.uses = kept.uses.with(later.uses);
            }
            is_same
        });
        rows.into()
    }

    /// The shared names, sorted by key.
    pub fn rows(&self) -> &[Export] {
        &self.rows
    }

    /// The row of a key.
    pub fn find(&self, key: NameKey) -> Option<&Export> {
        let place = self.rows.binary_search_by_key(&key, |row| row.key).ok()?;
        self.rows.get(place)
    }

    /// The bytes of the rows.
    pub(super) fn byte_len(&self) -> usize {
        size_of_val(&*self.rows)
    }
}

/// Calls `change` for each key whose uses differ between two revisions of a file, with the uses of
/// the new one, which may be none.
pub(super) fn for_each_change(
    old: &[Export],
    new: &[Export],
    mut change: impl FnMut(NameKey, Uses),
) {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(before), Some(after)) if before.key == after.key => {
                if before.uses != after.uses {
                    change(after.key, after.uses);
                }
                old.next();
                new.next();
            }
            (Some(before), after) if after.is_none_or(|after| before.key < after.key) => {
                change(before.key, Uses::default());
                old.next();
            }
            (_, Some(after)) => {
                change(after.key, after.uses);
                new.next();
            }
            (Some(_), None) => unreachable!("the arm before takes what is only in the old list"),
        }
    }
}
