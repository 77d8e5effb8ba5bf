//! The files of the workspace on disk: which ones there are, and what has to be looked at again.
//!
//! One scan is under way at a time. What changes meanwhile is collected and looked at by the next, so
//! a burst of changes costs two scans. Everything that is told about a path means "look at it": a scan
//! finds out whether it is there, and whether it is ignored.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rholang_engine::FileId;
use rholang_engine::workspace::Stamp;
use rholang_engine_sync::pool::CancelToken;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Server;
use super::disk_files::DiskFiles;
use super::progress::ProgressId;
use super::scan::{Grain, Scan, ScanEvent, Target, spawn_scan};
use crate::proto::{label_and_folders, label_of_path, path_of_label};

/// How long indexing waits for the client to tell its settings.
pub(super) const SETTINGS_TIMEOUT: Duration = Duration::from_secs(2);

/// How many paths are looked at one by one. If more change at once, the folders are looked at.
const PATHS_MAX: usize = 2_048;

/// The names of files that say which other files are ignored.
const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// The state of indexing.
#[derive(Default)]
pub(super) struct Indexing {
    files: DiskFiles,
    running: Option<Running>,
    /// Folders that have to be looked at.
    folders: BTreeSet<PathBuf>,
    /// Files and folders that have to be looked at.
    paths: BTreeSet<PathBuf>,
    /// When indexing begins although settings are not known.
    begin_by: Option<Instant>,
    scans: u64,
    /// What the last scan of all folders said.
    last: Option<LastScan>,
}

/// The scan that is under way.
struct Running {
    id: u64,
    /// Labels of the folders and paths that it looks at.
    labels: FxHashSet<String>,
    started: Instant,
    stamp: Stamp,
    cancel: CancelToken,
    progress: ProgressId,
    done: usize,
}

/// How a scan of folders went.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastScan {
    /// How many files there were.
    pub(super) files: usize,
    /// How long it took.
    pub(super) duration: Duration,
    /// Whether it looked at everything.
    pub(super) is_complete: bool,
}

impl Indexing {
    /// Begins at the latest at a moment.
    pub(super) fn begin_by(&mut self, deadline: Instant) {
        self.begin_by = Some(deadline);
    }

    /// When indexing begins although settings are not known.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.begin_by
    }

    /// Stops the scan that is under way and forgets what was to be looked at.
    pub(super) fn cancel(&mut self) {
        self.folders.clear();
        self.paths.clear();
        if let Some(running) = &self.running {
            running.cancel.cancel();
        }
    }

    /// Whether a scan is under way.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// How many files of the workspace are on disk, as far as is known.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// How the last scan of folders went.
    pub(super) fn last(&self) -> Option<LastScan> {
        self.last
    }
}

/// Whether a file says which other files are ignored.
pub(super) fn is_ignore_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| IGNORE_FILES.iter().any(|file| name == *file))
}

impl Server {
    /// Begins to index if that has waited for settings, and they are known or do not come.
    pub(super) fn begin_indexing_if_due(&mut self, settings_are_known: bool) {
        if let Some(deadline) = self.indexing.begin_by
            && (settings_are_known || deadline <= Instant::now())
        {
            self.indexing.begin_by = None;
            self.index_all();
        }
    }

    /// Looks at all folders.
    pub(super) fn index_all(&mut self) {
        for root in self.folders.roots() {
            self.index_folder(root);
        }
    }

    /// Looks at a folder.
    pub(super) fn index_folder(&mut self, folder: PathBuf) {
        self.indexing.folders.insert(folder);
        self.start_scan();
    }

    /// Looks at paths of which something may have changed.
    pub(super) fn look_at(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            let Some(folder) = self.folders.holding(&label_of_path(&path)) else {
                continue;
            };
            // What is ignored has changed, or so much that it makes no difference.
            if is_ignore_file(&path) || self.indexing.paths.len() >= PATHS_MAX {
                self.indexing.folders.extend(folder.path.clone());
            } else {
                self.indexing.paths.insert(path);
            }
        }
        self.start_scan();
    }

    /// Follows a file whose document was closed: from now on its text on disk counts.
    pub(super) fn follow_closed(&mut self, file: FileId, label: &str) {
        let path = path_of_label(label).filter(|_| self.settings.indexing);
        match path {
            Some(path) if self.folders.holding(label).is_some() => self.look_at([path]),
            _ => {
                let stamp = self.indexer.stamp();
                self.remove_files(vec![(file, stamp)]);
            }
        }
    }

    /// Forgets the files of a folder that is no part of the workspace any more.
    pub(super) fn forget_folder(&mut self, label: &str) {
        let stamp = self.indexer.stamp();
        let is_kept = |file: &FileId| self.folders.holding(self.engine.label(*file)).is_some();
        let gone = self.indexing.files.within(label).filter(|file| !is_kept(file));
        let gone: Vec<(FileId, Stamp)> = gone.map(|file| (file, stamp)).collect();
        self.remove_files(gone);
        let path = path_of_label(label);
        self.indexing.folders.retain(|folder| Some(folder) != path.as_ref());
    }

    /// Those of some paths that are folders with files of the workspace, as far as is known.
    pub(super) fn known_folders(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let is_known = |path: &&PathBuf| self.indexing.files.has_folder(&label_of_path(path));
        paths.iter().filter(is_known).cloned().collect()
    }

    fn remove_files(&mut self, gone: Vec<(FileId, Stamp)>) {
        for &(file, _) in &gone {
            self.indexing.files.remove(file, self.engine.label(file));
        }
        if self.engine.remove_all(gone) {
            let dependents = self.engine.take_dependents();
            self.on_committed(dependents);
            self.wake_parked();
        }
    }

    /// Starts the next scan if there is something to look at and none is under way.
    fn start_scan(&mut self) {
        let is_due = !(self.indexing.folders.is_empty() && self.indexing.paths.is_empty());
        if !is_due || self.indexing.is_running() || self.indexing.begin_by.is_some() {
            return;
        }
        if !self.settings.indexing {
            return self.indexing.cancel();
        }
        let (targets, labels, is_small) = self.next_targets();
        self.indexing.scans += 1;
        let (id, cancel) = (self.indexing.scans, CancelToken::new());
        let known = self.indexing.len();
        let files_max = self.settings.indexed_files_max;
        let scan = Scan {
            id,
            targets,
            // Files that are looked at again do not count twice, and a scan of folders counts all.
            files_max: if is_small {
                files_max.saturating_sub(known).max(PATHS_MAX)
            } else {
                files_max
            },
            file_bytes_max: self.settings.indexed_file_bytes_max,
            cancel: cancel.clone(),
            indexer: self.indexer.clone(),
            pool: self.pool.handle(),
            events: self.events.0.clone(),
        };
        let stamp = self.indexer.stamp();
        if let Err(error) = spawn_scan(scan) {
            tracing::error!("the workspace is not indexed: {error}");
            return;
        }
        let is_shown = self.capabilities.work_done_progress;
        let progress = self.progress.begin("Indexing", is_shown, cancel.clone());
        let started = Instant::now();
        self.indexing.running =
            Some(Running { id, labels, started, stamp, cancel, progress, done: 0 });
    }

    /// What the next scan looks at, the labels of that, and whether these are only some paths.
    fn next_targets(&mut self) -> (Vec<Target>, FxHashSet<String>, bool) {
        let folders = std::mem::take(&mut self.indexing.folders);
        let paths = std::mem::take(&mut self.indexing.paths);
        let mut labels: FxHashSet<String> =
            folders.iter().map(|path| label_of_path(path)).collect();
        let snapshot = self.engine.snapshot();
        let mut known = Vec::new();
        let mut others: FxHashMap<PathBuf, Vec<PathBuf>> = FxHashMap::default();
        for path in paths {
            let label = label_of_path(&path);
            if label_and_folders(&label).any(|folder| labels.contains(folder)) {
                continue;
            }
            let Some(root) = self.folders.holding(&label).and_then(|root| root.path.clone()) else {
                continue;
            };
            let file = snapshot.find(&label);
            if file.is_some_and(|file| self.indexing.files.contains(file)) {
                known.push(path);
            } else {
                others.entry(root).or_default().push(path);
            }
            labels.insert(label);
        }
        let is_small = folders.is_empty();
        let mut targets: Vec<Target> = folders.into_iter().map(Target::Folder).collect();
        targets.extend(others.into_iter().map(|(root, paths)| Target::Paths { root, paths }));
        if !known.is_empty() {
            targets.push(Target::Known(known));
        }
        (targets, labels, is_small)
    }

    /// Takes what a scan tells.
    pub(super) fn on_scanned(&mut self, event: ScanEvent) {
        match event {
            ScanEvent::Grain(grain) => self.on_grain(grain),
            ScanEvent::Ended { id, found, is_complete, has_too_many } => {
                let Some(running) = self.indexing.running.take_if(|running| running.id == id)
                else {
                    return;
                };
                self.on_scan_ended(running, &found, is_complete);
                if has_too_many {
                    let limit = self.settings.indexed_files_max;
                    tracing::warn!(
                        "the workspace has more than {limit} files; the rest is not read"
                    );
                }
                self.start_scan();
            }
        }
    }

    fn on_grain(&mut self, mut grain: Grain) {
        let Some(running) = &mut self.indexing.running else {
            return;
        };
        if running.id != grain.id {
            return;
        }
        running.done += grain.files;
        let (done, found, progress) = (running.done, grain.found, running.progress);
        // The end of the walk is not known, so the percentage is one of what was found.
        let percentage = u32::try_from(done * 100 / found.max(1)).unwrap_or(100).min(99);
        let message = format!("{done} of {found} files");
        self.progress.report(&mut self.client, progress, message, Some(percentage));
        let analyzed = std::mem::take(&mut grain.analyzed);
        for result in &analyzed {
            self.indexing.files.insert(result.file(), self.engine.label(result.file()));
        }
        let gone = std::mem::take(&mut grain.gone);
        self.remove_files(gone);
        self.commit(analyzed);
    }

    fn on_scan_ended(&mut self, running: Running, found: &FxHashSet<FileId>, is_complete: bool) {
        let duration = running.started.elapsed();
        if is_complete {
            // What was looked at and not found is gone, or ignored now.
            let snapshot = self.engine.snapshot();
            let inside = running.labels.iter().flat_map(|label| self.indexing.files.within(label));
            let closed = running.labels.iter().filter_map(|label| snapshot.find(label));
            let gone = inside.chain(closed).filter(|file| !found.contains(file));
            let gone: Vec<(FileId, Stamp)> = gone.map(|file| (file, running.stamp)).collect();
            self.remove_files(gone);
        }
        let files = found.len();
        tracing::debug!("a scan of {files} files took {duration:.1?}");
        self.indexing.last = Some(LastScan { files, duration, is_complete });
        let message = format!("{} files", running.done);
        self.progress.end(&mut self.client, running.progress, message);
    }
}
