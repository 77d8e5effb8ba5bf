//! Which files see each other's shared names.
//!
//! Channels and URIs mean the same everywhere. A symbol of MeTTa means what its own file says, or a
//! file that is imported, directly or not; only if none of these defines it, it means what any other
//! file says, for files that are loaded together by other means (`metta.md` 2.3). So two occurrences
//! of a spelling are the same symbol if they have a definition in common.

use rustc_hash::FxHashMap;

use super::document::{SharedSymbol, documents};
use super::{CancelToken, Cancelled};
use crate::symbol::Space;
use crate::workspace::{FileId, Snapshot};

/// How many files an import closure is followed through.
const CLOSURE_FILES_MAX: usize = 4_096;

/// How many folders above a file are searched for a module.
const MODULE_FOLDERS_MAX: usize = 32;

/// The files that define a symbol for one file.
#[derive(Debug)]
pub(super) struct Links<'s> {
    snapshot: &'s Snapshot,
    symbol: SharedSymbol,
    /// All files that define the symbol, sorted.
    definers: Vec<FileId>,
    /// The files that define the symbol for each file looked at.
    known: FxHashMap<FileId, Vec<FileId>>,
}

impl<'s> Links<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, symbol: SharedSymbol) -> Self {
        let posting = snapshot.posting(symbol.key);
        let definers =
            posting.into_iter().flat_map(|posting| posting.files(symbol.definitions())).collect();
        Self { snapshot, symbol, definers, known: FxHashMap::default() }
    }

    /// The files that define the symbol for `file`, the nearest first: the file itself, those that it
    /// imports, and if there is none all others.
    pub(super) fn definers_for(
        &mut self,
        file: FileId,
        cancel: &CancelToken,
    ) -> Result<&[FileId], Cancelled> {
        if self.symbol.space != Space::Atom {
            return Ok(&self.definers);
        }
        if !self.known.contains_key(&file) {
            let definers = self.find_definers(file, cancel)?;
            self.known.insert(file, definers);
        }
        Ok(self.known.get(&file).map_or(&[], |definers| definers))
    }

    fn find_definers(&self, file: FileId, cancel: &CancelToken) -> Result<Vec<FileId>, Cancelled> {
        if self.definers.is_empty() {
            return Ok(Vec::new());
        }
        let defines = |candidate: &FileId| self.definers.binary_search(candidate).is_ok();
        let closure = import_closure(self.snapshot, file, cancel)?;
        let near: Vec<FileId> = closure.into_iter().filter(defines).collect();
        Ok(if near.is_empty() { self.definers.clone() } else { near })
    }

    /// Whether the symbol means the same in two files.
    pub(super) fn is_same(
        &mut self,
        first: FileId,
        second: FileId,
        cancel: &CancelToken,
    ) -> Result<bool, Cancelled> {
        if self.symbol.space != Space::Atom || first == second {
            return Ok(true);
        }
        if self.definers.is_empty() {
            // Nobody says what it is: data that means the same where files are loaded together.
            let from_first = import_closure(self.snapshot, first, cancel)?;
            return Ok(from_first.contains(&second)
                || import_closure(self.snapshot, second, cancel)?.contains(&first));
        }
        let of_first = self.definers_for(first, cancel)?.to_vec();
        let of_second = self.definers_for(second, cancel)?;
        Ok(of_first.iter().any(|definer| of_second.contains(definer)))
    }
}

/// A file and all files that it imports, directly or not, in the order of breadth-first search.
fn import_closure(
    snapshot: &Snapshot,
    file: FileId,
    cancel: &CancelToken,
) -> Result<Vec<FileId>, Cancelled> {
    let mut closure = vec![file];
    let mut next = 0;
    let mut modules = Vec::new();
    while let Some(&importer) = closure.get(next) {
        cancel.check()?;
        next += 1;
        for document in documents(snapshot, importer) {
            modules.clear();
            document.rules().imports(document.document, &mut modules);
            for &module in &modules {
                let name = document.document.ir.names.text(module);
                if let Some(imported) = module_file(snapshot, importer, name)
                    && !closure.contains(&imported)
                    && closure.len() < CLOSURE_FILES_MAX
                {
                    closure.push(imported);
                }
            }
        }
    }
    Ok(closure)
}

/// The file of a module that a file imports by name (`metta.md` 2.6): `name`, `name.metta` or
/// `name/module.metta`, in the folder of the importing file or one above it. `:` separates the parts
/// of a name; `top` and `self` stand for where the search begins.
pub(super) fn module_file(snapshot: &Snapshot, importer: FileId, name: &str) -> Option<FileId> {
    let mut parts: Vec<&str> = name.split(':').filter(|part| !part.is_empty()).collect();
    if matches!(parts.first(), Some(&("top" | "self"))) {
        parts.remove(0);
    }
    let path = parts.join("/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    if path.is_empty() {
        return None;
    }
    let (mut folder, _) = split_folder(snapshot.label(importer))?;
    for _ in 0..MODULE_FOLDERS_MAX {
        for ending in ["", ".metta", "/module.metta"] {
            if let Some(file) = snapshot.find(&format!("{folder}{path}{ending}")) {
                return Some(file);
            }
        }
        let Some((above, _)) = folder.strip_suffix('/').and_then(split_folder) else {
            break;
        };
        folder = above;
    }
    None
}

/// The folder of a label with its `/`, and the rest.
fn split_folder(label: &str) -> Option<(&str, &str)> {
    match label.rfind('/') {
        Some(slash) => Some(label.split_at(slash + 1)),
        None => Some(("", label)).filter(|_| !label.is_empty()),
    }
}
