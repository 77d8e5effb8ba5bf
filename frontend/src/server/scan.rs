//! A scan: finding files on disk and analysing them.
//!
//! A thread walks the folders, which may block, and hands what it finds to the pool in grains. A grain
//! is read and analysed file by file on the background lane, so that more urgent work goes first
//! between two files. The results go to the main loop, which commits a grain at a time.
//!
//! At most [`GRAINS_MAX`] grains are under way: each holds a permit, which comes back when the main
//! loop is done with it. So the memory for results is bounded, and nobody waits for the main loop but
//! the thread that walks.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ignore::WalkBuilder;
use rholang_engine::workspace::{Analyzed, Stamp};
use rholang_engine::{FileId, Indexer, LanguageId};
use rholang_engine_sync::pool::{CancelToken, Handle, Lane, map};
use rustc_hash::FxHashSet;

use super::main_loop::Event;
use crate::bell::{self, Bell, RingingSender};
use crate::input::{ReadError, language_of, read_file, sources};
use crate::proto::label_of_path;

/// How many files a grain has.
const GRAIN_FILES: usize = 32;

/// How many grains are under way.
const GRAINS_MAX: usize = 16;

/// What to look at.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// All files in a folder.
    Folder(PathBuf),
    /// Files, and folders with all files in them, as far as they are not ignored in `root`.
    Paths {
        /// The folder whose rules about ignored files count.
        root: PathBuf,
        /// What to look at in it.
        paths: Vec<PathBuf>,
    },
    /// Files that are known to be part of the workspace.
    Known(Vec<PathBuf>),
}

/// What a scan needs.
pub(super) struct Scan {
    /// Tells scans apart.
    pub(super) id: u64,
    /// What to look at.
    pub(super) targets: Vec<Target>,
    /// How many files to look at.
    pub(super) files_max: usize,
    /// The largest file to read, in bytes.
    pub(super) file_bytes_max: u64,
    /// What stops it.
    pub(super) cancel: CancelToken,
    /// What analyses.
    pub(super) indexer: Indexer,
    /// Where it is done.
    pub(super) pool: Handle,
    /// Where results go.
    pub(super) events: RingingSender<Event>,
}

/// What a scan tells.
#[derive(Debug)]
pub(super) enum ScanEvent {
    /// A grain was analysed.
    Grain(Grain),
    /// All grains were.
    Ended {
        /// Which scan it was.
        id: u64,
        /// The files that are there.
        found: FxHashSet<FileId>,
        /// Whether it looked at everything.
        is_complete: bool,
        /// Whether there were more files than it may look at.
        has_too_many: bool,
    },
}

/// The results of some files.
#[derive(Debug)]
pub(super) struct Grain {
    /// Which scan it belongs to.
    pub(super) id: u64,
    /// How many files the scan has found so far.
    pub(super) found: usize,
    /// How many files were looked at.
    pub(super) files: usize,
    /// What is known of those that could be read.
    pub(super) analyzed: Vec<Analyzed>,
    /// Those that could not, as of when.
    pub(super) gone: Vec<(FileId, Stamp)>,
    /// Comes back to the scan when the grain is dropped.
    _permit: Permit,
}

/// The right to have a grain under way. Whoever is done with a grain wakes the thread that walks.
#[derive(Debug)]
struct Permit {
    /// How many grains are under way.
    taken: Arc<AtomicUsize>,
    walker: Bell,
}

impl Permit {
    /// Takes a permit for the thread that walks, and waits until there is one.
    fn wait(taken: &Arc<AtomicUsize>, walker: &Bell) -> Self {
        Self::wait_until_taken(taken, GRAINS_MAX - 1);
        taken.fetch_add(1, Ordering::Relaxed);
        Self { taken: Arc::clone(taken), walker: walker.clone() }
    }

    /// Waits until at most so many permits are taken. Only the thread that waits takes them, so the number
    /// can only fall meanwhile.
    fn wait_until_taken(taken: &AtomicUsize, at_most: usize) {
        // `Acquire`: what was done with the grains that gave their permits back has happened.
        while taken.load(Ordering::Acquire) > at_most {
            bell::sleep(None);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.taken.fetch_sub(1, Ordering::Release);
        self.walker.ring();
    }
}

struct FoundFile {
    file: FileId,
    path: PathBuf,
    language: LanguageId,
}

/// Starts a scan.
///
/// # Errors
///
/// If the system starts no thread.
pub(super) fn spawn_scan(scan: Scan) -> io::Result<()> {
    thread::Builder::new().name("scan".to_owned()).spawn(move || Walk::new(scan).run())?;
    Ok(())
}

/// A scan under way.
struct Walk {
    scan: Scan,
    found: FxHashSet<FileId>,
    grain: Vec<FoundFile>,
    /// How many grains are under way, and what wakes this thread when one is done.
    taken: Arc<AtomicUsize>,
    bell: Bell,
    has_too_many: bool,
}

impl Walk {
    fn new(scan: Scan) -> Self {
        Self {
            scan,
            found: FxHashSet::default(),
            grain: Vec::new(),
            taken: Arc::default(),
            bell: Bell::new(),
            has_too_many: false,
        }
    }

    fn run(mut self) {
        for target in std::mem::take(&mut self.scan.targets) {
            self.look_at(target);
        }
        self.send_grain();
        // When all permits are back, all results have been taken.
        Permit::wait_until_taken(&self.taken, 0);
        let is_complete = !self.scan.cancel.is_cancelled() && !self.has_too_many;
        let ended = ScanEvent::Ended {
            id: self.scan.id,
            found: self.found,
            is_complete,
            has_too_many: self.has_too_many,
        };
        // The main loop is gone when the session has ended.
        let _ = self.scan.events.send(Event::Scanned(ended));
    }

    fn look_at(&mut self, target: Target) {
        match target {
            Target::Folder(folder) => self.walk(WalkBuilder::new(folder)),
            Target::Paths { root, paths } => {
                let mut walk = WalkBuilder::new(&root);
                let wanted: FxHashSet<PathBuf> = paths.into_iter().collect();
                let ways: FxHashSet<PathBuf> = wanted
                    .iter()
                    .flat_map(|path| path.ancestors().skip(1))
                    .map(Path::to_path_buf)
                    .collect();
                walk.filter_entry(move |entry| {
                    let path = entry.path();
                    ways.contains(path) || path.ancestors().any(|path| wanted.contains(path))
                });
                self.walk(walk);
            }
            Target::Known(paths) => {
                for path in paths {
                    if let Some(language) = language_of(&path) {
                        self.add(path, language);
                    }
                }
            }
        }
    }

    fn walk(&mut self, walk: WalkBuilder) {
        for entry in sources(walk) {
            if self.scan.cancel.is_cancelled() || self.has_too_many {
                return;
            }
            match entry {
                Ok((path, language)) => self.add(path, language),
                Err(error) => tracing::debug!("a folder cannot be searched: {error}"),
            }
        }
    }

    fn add(&mut self, path: PathBuf, language: LanguageId) {
        if self.found.len() >= self.scan.files_max {
            self.has_too_many = true;
            return;
        }
        let file = self.scan.indexer.file(&label_of_path(&path));
        if !self.found.insert(file) {
            return;
        }
        self.grain.push(FoundFile { file, path, language });
        if self.grain.len() >= GRAIN_FILES {
            self.send_grain();
        }
    }

    /// Hands the grain to the pool.
    fn send_grain(&mut self) {
        let files = std::mem::take(&mut self.grain);
        if files.is_empty() || self.scan.cancel.is_cancelled() {
            return;
        }
        let permit = Permit::wait(&self.taken, &self.bell);
        let (id, found) = (self.scan.id, self.found.len());
        let (indexer, cancel) = (self.scan.indexer.clone(), self.scan.cancel.clone());
        let (events, bytes_max) = (self.scan.events.clone(), self.scan.file_bytes_max);
        drop(self.scan.pool.spawn(Lane::Background, move || {
            let results = map(0..files.len(), |index| {
                (!cancel.is_cancelled()).then(|| analyze(&indexer, &files[index], bytes_max))
            });
            let mut analyzed = Vec::with_capacity(files.len());
            let mut gone = Vec::new();
            for result in results.into_iter().flatten() {
                match result {
                    Ok(result) => analyzed.push(result),
                    Err(file) => gone.push(file),
                }
            }
            let grain = Grain { id, found, files: files.len(), analyzed, gone, _permit: permit };
            // The main loop is gone when the session has ended.
            let _ = events.send(Event::Scanned(ScanEvent::Grain(grain)));
        }));
    }
}

/// Reads and analyses a file; if that is impossible, says as of when.
fn analyze(
    indexer: &Indexer,
    found: &FoundFile,
    bytes_max: u64,
) -> Result<Analyzed, (FileId, Stamp)> {
    let stamp = indexer.stamp();
    let path = &found.path;
    match read_file(path, bytes_max) {
        Ok(source) => Ok(indexer.analyze(found.file, found.language, source.into_text(), stamp)),
        Err(error) => {
            // What is too large can be read if the user changes a setting.
            match error {
                ReadError::TooLarge(_) => tracing::info!("{} is not read: {error}", path.display()),
                _ => tracing::debug!("{} is not read: {error}", path.display()),
            }
            Err((found.file, stamp))
        }
    }
}
