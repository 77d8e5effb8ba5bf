//! Which files see each other's shared names.
//!
//! Channels and URIs mean the same everywhere. A symbol of MeTTa means what its own file says, or a
//! file that it imports, directly or not. If none of these defines it, it means what a file says that
//! a program loads together with it, and if there is none, what any other file says: programs may be
//! loaded together by other means, such as a Rholang program that compiles several texts
//! (`metta.md` 2.3). Two occurrences of a spelling are the same symbol if they have a definition in
//! common. Where nobody defines it, they are the same in files that are loaded together.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::SharedSymbol;
use super::module::Modules;
use super::{CancelToken, Cancelled};
use crate::symbol::Space;
use crate::workspace::{FileId, Snapshot};

/// The files that define a symbol for one file.
#[derive(Debug)]
pub(super) struct Links<'s> {
    symbol: SharedSymbol,
    modules: Modules<'s>,
    /// All files that define the symbol, sorted.
    definers: Vec<FileId>,
    /// For each file looked at, the files that define the symbol for it, the nearest first; nothing
    /// if it depends on none and any may be meant.
    known: FxHashMap<FileId, Option<Box<[FileId]>>>,
    /// The file asked about last as the first of two, and the files that mean the same because of
    /// what they import.
    near: Option<(FileId, FxHashSet<FileId>)>,
}

impl<'s> Links<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, symbol: SharedSymbol) -> Self {
        let posting = snapshot.posting(symbol.key);
        let definers =
            posting.into_iter().flat_map(|posting| posting.files(symbol.definitions())).collect();
        Self {
            symbol,
            modules: Modules::new(snapshot),
            definers,
            known: FxHashMap::default(),
            near: None,
        }
    }

    /// The files that define the symbol for `file`, the nearest first.
    pub(super) fn definers_for(
        &mut self,
        file: FileId,
        cancel: &CancelToken,
    ) -> Result<&[FileId], Cancelled> {
        if self.symbol.space == Space::Atom {
            self.look_at(file, cancel)?;
        }
        let known = self.known.get(&file).and_then(|definers| definers.as_deref());
        Ok(known.unwrap_or(&self.definers))
    }

    /// Finds the files on which a file depends for the symbol.
    fn look_at(&mut self, file: FileId, cancel: &CancelToken) -> Result<(), Cancelled> {
        if self.known.contains_key(&file) {
            return Ok(());
        }
        let mut definers = Vec::new();
        if !self.definers.is_empty() {
            definers = self.modules.closure(&[file], cancel)?;
            self.keep_defining(&mut definers);
            if definers.is_empty() {
                definers = self.modules.loaded_with(file, cancel)?;
                self.keep_defining(&mut definers);
            }
        }
        self.known.insert(file, (!definers.is_empty()).then(|| definers.into()));
        Ok(())
    }

    fn keep_defining(&self, files: &mut Vec<FileId>) {
        files.retain(|file| self.definers.binary_search(file).is_ok());
    }

    /// Whether the symbol means the same in two files. Many questions about one `first` are
    /// answered faster than about many.
    pub(super) fn is_same(
        &mut self,
        first: FileId,
        second: FileId,
        cancel: &CancelToken,
    ) -> Result<bool, Cancelled> {
        // With one definition, everybody means that one.
        if self.symbol.space != Space::Atom || first == second || self.definers.len() == 1 {
            return Ok(true);
        }
        if self.is_near(first, second, cancel)? {
            return Ok(true);
        }
        // What defines the symbol depends on its own definition. Everything depends on some if there
        // are any.
        if self.definers.is_empty() || self.definers.binary_search(&second).is_ok() {
            return Ok(false);
        }
        self.look_at(first, cancel)?;
        self.look_at(second, cancel)?;
        let definers =
            |file: &FileId| self.known.get(file).and_then(|definers| definers.as_deref());
        Ok(match (definers(&first), definers(&second)) {
            (Some(of_first), Some(of_second)) => {
                of_first.iter().any(|definer| of_second.contains(definer))
            }
            // One may mean any of them.
            (None, _) | (_, None) => true,
        })
    }

    /// Whether `second` imports, directly or not, a definition that `first` depends on; without any
    /// definition, whether they are loaded together.
    fn is_near(
        &mut self,
        first: FileId,
        second: FileId,
        cancel: &CancelToken,
    ) -> Result<bool, Cancelled> {
        if let Some((file, near)) = &self.near
            && *file == first
        {
            return Ok(near.contains(&second));
        }
        let near = if self.definers.is_empty() {
            self.modules.loaded_with(first, cancel)?
        } else {
            self.look_at(first, cancel)?;
            match self.known.get(&first).cloned().flatten() {
                Some(definers) => self.modules.programs(&definers, cancel)?,
                None => self.definers.clone(),
            }
        };
        let near: FxHashSet<FileId> = near.into_iter().collect();
        let is_near = near.contains(&second);
        self.near = Some((first, near));
        Ok(is_near)
    }

    /// A file in which another symbol would meet this one if some files came to spell it in the same
    /// way: one that they depend on, or one that depends on them.
    pub(super) fn collision(
        &mut self,
        files: &[FileId],
        snapshot: &Snapshot,
        cancel: &CancelToken,
    ) -> Result<Option<FileId>, Cancelled> {
        let posting = snapshot.posting(self.symbol.key);
        let mentions: FxHashSet<FileId> =
            posting.into_iter().flat_map(|posting| posting.files(self.symbol.mentions())).collect();
        let is_mentioned = |file: &&FileId| mentions.contains(*file);
        if self.symbol.space != Space::Atom || mentions.is_empty() {
            return Ok(files.iter().find(is_mentioned).copied());
        }
        let mut dependent = self.modules.programs(files, cancel)?;
        dependent.retain(|file| mentions.contains(file));
        if let Some(&file) = dependent.first() {
            return Ok(Some(file));
        }
        let mut imported = self.modules.closure(files, cancel)?;
        self.keep_defining(&mut imported);
        Ok(imported.first().copied())
    }
}
