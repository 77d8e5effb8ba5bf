//! Which file a module is, and which files import each other.
//!
//! A program imports a module by name (`metta.md` 2.6). A name is looked up relative to the folder of
//! the importing file and then in the folders above it: the program that is run, whose folder counts
//! too, may lie there.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{DocumentRef, documents};
use super::{CancelToken, Cancelled};
use crate::ir::NameId;
use crate::symbol::Uses;
use crate::workspace::{FileId, Snapshot};

/// How many files imports are followed through.
const CLOSURE_FILES_MAX: usize = 16_384;

/// How many folders above a file are searched for a module.
const MODULE_FOLDERS_MAX: usize = 32;

/// What a file may be called: a module `m` is the file `m`, `m.metta` or `m/module.metta`.
const FILE_ENDINGS: [&str; 3] = ["", ".metta", "/module.metta"];

/// The import graph of a version, as far as it was asked for.
#[derive(Debug)]
pub(super) struct Modules<'s> {
    snapshot: &'s Snapshot,
    /// The files of module names, by folder and name.
    resolved: FxHashMap<(&'s str, &'s str), Option<FileId>>,
    imports: FxHashMap<FileId, Box<[FileId]>>,
}

impl<'s> Modules<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, resolved: FxHashMap::default(), imports: FxHashMap::default() }
    }

    /// The file of the module that a document imports under a name.
    pub(super) fn file_of(&mut self, document: &DocumentRef<'s>, module: NameId) -> Option<FileId> {
        let name = document.document().ir.names.text(module);
        let found = self.resolve(document.file, name);
        if found.is_some() || name.contains([':', '/']) {
            return found;
        }
        // A module that was registered under its path is imported by its last component.
        let mut modules = Vec::new();
        document.rules().imports(document.document(), &mut modules);
        let names = document.document().ir.names;
        let paths = modules.iter().map(|&module| names.text(module));
        let mut registered = paths.filter(|path| *path != name && stem(path) == name);
        registered.find_map(|path| self.resolve(document.file, path))
    }

    fn resolve(&mut self, importer: FileId, name: &'s str) -> Option<FileId> {
        let snapshot = self.snapshot;
        let (folder, _) = split_folder(snapshot.label(importer));
        let found = self.resolved.entry((folder, name));
        *found.or_insert_with(|| find_module(snapshot, folder, name))
    }

    /// The files that a file imports.
    fn imports_of(&mut self, file: FileId) -> &[FileId] {
        if !self.imports.contains_key(&file) {
            let mut imported: Vec<FileId> = Vec::new();
            let mut modules = Vec::new();
            for document in documents(self.snapshot, file) {
                modules.clear();
                document.rules().imports(document.document(), &mut modules);
                for &module in &modules {
                    imported.extend(self.file_of(&document, module));
                }
            }
            self.imports.insert(file, imported.into());
        }
        self.imports.get(&file).map_or(&[], |imports| imports)
    }

    /// The names by which the documents of a file import another file.
    pub(super) fn names_for(
        &mut self,
        file: FileId,
        importer: FileId,
    ) -> Vec<(DocumentRef<'s>, NameId)> {
        let mut found = Vec::new();
        for document in documents(self.snapshot, importer) {
            let mut names = Vec::new();
            document.rules().imports(document.document(), &mut names);
            names.sort_unstable();
            names.dedup();
            names.retain(|&name| self.file_of(&document, name) == Some(file));
            found.extend(names.into_iter().map(|name| (document, name)));
        }
        found
    }

    /// The files that import a file.
    pub(super) fn importers_of(&mut self, file: FileId) -> Vec<FileId> {
        let label = self.snapshot.label(file);
        // What the last component of a name for this file may be.
        let (folder, last) = split_folder(label);
        let above = stem(folder.trim_end_matches('/'));
        let names = [stem(last), if last == "module.metta" { above } else { "" }];
        let mut importers: Vec<FileId> = Vec::new();
        for name in names {
            let posting = self.snapshot.key(name).and_then(|key| self.snapshot.posting(key));
            importers.extend(posting.into_iter().flat_map(|posting| posting.files(Uses::IMPORTED)));
        }
        importers.sort_unstable();
        importers.dedup();
        importers.retain(|&importer| self.imports_of(importer).contains(&file));
        importers
    }

    /// Some files and all files that they import, directly or not, in the order of breadth-first
    /// search.
    pub(super) fn closure(
        &mut self,
        files: &[FileId],
        cancel: &CancelToken,
    ) -> Result<Vec<FileId>, Cancelled> {
        reach(files, cancel, |file, next| next.extend_from_slice(self.imports_of(file)))
    }

    /// Some files and all files that import them, directly or not: the programs that they may be
    /// part of.
    pub(super) fn programs(
        &mut self,
        files: &[FileId],
        cancel: &CancelToken,
    ) -> Result<Vec<FileId>, Cancelled> {
        reach(files, cancel, |file, next| next.extend(self.importers_of(file)))
    }

    /// A file, and all files that a program may load together with it.
    pub(super) fn loaded_with(
        &mut self,
        file: FileId,
        cancel: &CancelToken,
    ) -> Result<Vec<FileId>, Cancelled> {
        let programs = self.programs(&[file], cancel)?;
        self.closure(&programs, cancel)
    }
}

/// What can be reached from some files.
fn reach(
    files: &[FileId],
    cancel: &CancelToken,
    mut neighbours: impl FnMut(FileId, &mut Vec<FileId>),
) -> Result<Vec<FileId>, Cancelled> {
    let mut reached = files.to_vec();
    let mut seen: FxHashSet<FileId> = reached.iter().copied().collect();
    let mut found = Vec::new();
    let mut next = 0;
    while let Some(&file) = reached.get(next) {
        cancel.check()?;
        next += 1;
        neighbours(file, &mut found);
        for file in found.drain(..) {
            if reached.len() < CLOSURE_FILES_MAX && seen.insert(file) {
                reached.push(file);
            }
        }
    }
    Ok(reached)
}

/// The file of a module, from a folder upwards. `:` separates the parts of a name; `top` and `self`
/// stand for where the search begins. A path that begins with `./` or `../` leads to one place.
fn find_module(snapshot: &Snapshot, folder: &str, name: &str) -> Option<FileId> {
    let mut folder = folder;
    let path = name.replace(':', "/");
    let mut path = path.as_str();
    for root in ["top/", "self/"] {
        path = path.strip_prefix(root).unwrap_or(path);
    }
    let mut is_fixed = false;
    loop {
        if let Some(rest) = path.strip_prefix("./") {
            path = rest;
        } else if let Some(rest) = path.strip_prefix("../") {
            path = rest;
            folder = folder_above(folder)?;
        } else {
            break;
        }
        is_fixed = true;
    }
    let path = path.trim_matches('/');
    if path.is_empty() {
        return None;
    }
    for _ in 0..MODULE_FOLDERS_MAX {
        for ending in FILE_ENDINGS {
            if let Some(file) = snapshot.find(&format!("{folder}{path}{ending}")) {
                return Some(file);
            }
        }
        if is_fixed {
            return None;
        }
        folder = folder_above(folder)?;
    }
    None
}

/// The folder of a label with its `/`, and the rest.
fn split_folder(label: &str) -> (&str, &str) {
    label.split_at(label.rfind('/').map_or(0, |slash| slash + 1))
}

/// The folder around a folder, both with their `/`; none for the outermost.
fn folder_above(folder: &str) -> Option<&str> {
    folder.strip_suffix('/').map(|inner| split_folder(inner).0)
}

/// The last component of a path, without the extension of a file.
fn stem(path: &str) -> &str {
    let last = path.rsplit(['/', ':']).next().unwrap_or("");
    last.strip_suffix(".metta").unwrap_or(last)
}
