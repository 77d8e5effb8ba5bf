//! The files of the workspace that are on disk, by folder.
//!
//! Most questions are about one file or folder, and nothing here looks at more files than it answers
//! with: a workspace may have very many.

use rholang_engine::FileId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::proto::label_and_folders;

/// A set of files with their folders.
#[derive(Default)]
pub(super) struct DiskFiles {
    files: FxHashSet<FileId>,
    /// The folders around the files, by label. None is empty.
    folders: FxHashMap<Box<str>, Folder>,
}

#[derive(Default)]
struct Folder {
    files: FxHashSet<FileId>,
    /// The labels of the folders in it.
    folders: FxHashSet<Box<str>>,
}

impl DiskFiles {
    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    pub(super) fn contains(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    /// Whether files lie in a folder, at any depth.
    pub(super) fn has_folder(&self, label: &str) -> bool {
        self.folders.contains_key(label.trim_end_matches('/'))
    }

    /// Adds a file with its label.
    pub(super) fn insert(&mut self, file: FileId, label: &str) {
        if !self.files.insert(file) {
            return;
        }
        let mut inner: Option<&str> = None;
        for label in label_and_folders(label).skip(1) {
            let is_known = self.folders.contains_key(label);
            let folder = self.folders.entry(label.into()).or_default();
            match inner {
                Some(inner) => drop(folder.folders.insert(inner.into())),
                None => drop(folder.files.insert(file)),
            }
            if is_known {
                return;
            }
            inner = Some(label);
        }
    }

    /// Takes a file out, and the folders that have no files then.
    pub(super) fn remove(&mut self, file: FileId, label: &str) {
        if !self.files.remove(&file) {
            return;
        }
        let mut inner: Option<&str> = None;
        for label in label_and_folders(label).skip(1) {
            let Some(folder) = self.folders.get_mut(label) else { return };
            match inner {
                Some(inner) => drop(folder.folders.remove(inner)),
                None => drop(folder.files.remove(&file)),
            }
            if !folder.files.is_empty() || !folder.folders.is_empty() {
                return;
            }
            self.folders.remove(label);
            inner = Some(label);
        }
    }

    /// The files in a folder, at any depth, in no particular order.
    pub(super) fn within<'a>(&'a self, label: &'a str) -> impl Iterator<Item = FileId> {
        let mut pending = vec![label.trim_end_matches('/')];
        let folders = core::iter::from_fn(move || {
            let folder = self.folders.get(pending.pop()?)?;
            pending.extend(folder.folders.iter().map(|label| &**label));
            Some(folder)
        });
        folders.flat_map(|folder| folder.files.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_come_and_go() {
        let labels =
            ["file:///a/b/1.rho", "file:///a/b/2.rho", "file:///a/3.rho", "file:///ab/4.rho"];
        let files: Vec<FileId> = (0..4).map(FileId::new).collect();
        let mut known = DiskFiles::default();
        for (file, label) in files.iter().zip(labels) {
            known.insert(*file, label);
            known.insert(*file, label);
        }
        let within = |known: &DiskFiles, label: &str| {
            let mut found: Vec<u32> = known.within(label).map(FileId::raw).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(within(&known, "file:///a"), [0, 1, 2]);
        assert_eq!(within(&known, "file:///a/"), [0, 1, 2]);
        assert_eq!(within(&known, "file:///a/b"), [0, 1]);
        assert_eq!(within(&known, "file:///"), [0, 1, 2, 3]);
        assert_eq!(within(&known, "file:///a/b/1.rho"), [0; 0]);
        assert!(known.has_folder("file:///a/b") && !known.has_folder("file:///a/3.rho"));
        assert!(known.contains(files[0]) && known.len() == 4);

        known.remove(files[1], labels[1]);
        assert_eq!(within(&known, "file:///a/b"), [0]);
        known.remove(files[0], labels[0]);
        known.remove(files[0], labels[0]);
        assert!(!known.has_folder("file:///a/b") && known.has_folder("file:///a"));
        known.remove(files[2], labels[2]);
        known.remove(files[3], labels[3]);
        assert!(known.len() == 0 && known.folders.is_empty());
    }
}
