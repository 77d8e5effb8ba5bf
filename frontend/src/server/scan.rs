//! A scan: finding files on disk and analysing them.
//!
//! A thread walks the folders, which may block, and hands what it finds to the pool in grains. A grain
//! is read and analysed file by file on the background lane, so that more urgent work goes first
//! between two files. The results go to the main loop, which commits a grain at a time.
//!
//! At most [`GRAINS_MAX`] grains are under way: each holds a permit, which comes back when the main
//! loop is done with it. So the memory for results is bounded, and nobody waits for the main loop but
//! the thread that walks.
//!
//! What the cache has of a file is loaded instead of analysed. The records of the others come back to the
//! thread that walks, which keeps them; it takes those that are there before each grain that it hands out,
//! so at most [`GRAINS_MAX`] grains of records wait.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender};
use ignore::WalkBuilder;
use rholang_engine::workspace::{Analyzed, Stamp};
use rholang_engine::{FileId, Indexer, LanguageId};
use rholang_engine_sync::pool::{CancelToken, Handle, Lane, map};
use rustc_hash::FxHashSet;

use super::cache::{Keeper, Lookup, NewRecord};
use super::main_loop::Event;
use crate::bell::RingingSender;
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
    /// Whether what is known of files in folders is kept on disk.
    pub(super) is_cached: bool,
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
        /// How many of them were loaded from the cache.
        loaded: usize,
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

/// The right to have a grain under way.
#[derive(Debug)]
struct Permit(Sender<()>);

impl Drop for Permit {
    fn drop(&mut self) {
        // There is room for all permits; the scan may have ended because nobody listens.
        let _ = self.0.try_send(());
    }
}

/// What a grain has found out that is not for the main loop.
struct Findings {
    /// How many files were loaded from the cache.
    loaded: usize,
    /// The records of the others, and the number of the keeper that wants them.
    records: Vec<NewRecord>,
    keeper: usize,
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
    permits: (Sender<()>, Receiver<()>),
    has_too_many: bool,
    /// What keeps the records of the folders so far; the last one is that of the folder at hand.
    keepers: Vec<Keeper>,
    /// What finds the records of the folder at hand.
    lookup: Option<Arc<Lookup>>,
    findings: (Sender<Findings>, Receiver<Findings>),
    loaded: usize,
}

impl Walk {
    fn new(scan: Scan) -> Self {
        let permits = crossbeam_channel::bounded(GRAINS_MAX);
        for _ in 0..GRAINS_MAX {
            // The channel has room for all of them.
            let _ = permits.0.send(());
        }
        Self {
            scan,
            found: FxHashSet::default(),
            grain: Vec::new(),
            permits,
            has_too_many: false,
            keepers: Vec::new(),
            lookup: None,
            // Each grain sends once before its permit comes back, so nobody waits for room.
            findings: crossbeam_channel::bounded(GRAINS_MAX),
            loaded: 0,
        }
    }

    fn run(mut self) {
        for target in std::mem::take(&mut self.scan.targets) {
            self.look_at(target);
        }
        self.send_grain();
        // When all permits are back, all results have been taken.
        for _ in 0..GRAINS_MAX {
            let _ = self.permits.1.recv();
        }
        self.take_findings();
        let is_cancelled = self.scan.cancel.is_cancelled();
        if !is_cancelled {
            self.keepers.iter_mut().for_each(Keeper::finish);
        }
        let is_complete = !is_cancelled && !self.has_too_many;
        let ended = ScanEvent::Ended {
            id: self.scan.id,
            found: self.found,
            loaded: self.loaded,
            is_complete,
            has_too_many: self.has_too_many,
        };
        // The main loop is gone when the session has ended.
        let _ = self.scan.events.send(Event::Scanned(ended));
        if is_complete {
            self.keepers.iter().for_each(Keeper::tidy);
        }
    }

    fn take_findings(&mut self) {
        for findings in self.findings.1.try_iter() {
            self.loaded += findings.loaded;
            if let Some(keeper) = self.keepers.get_mut(findings.keeper) {
                keeper.keep(findings.records);
            }
        }
    }

    /// Looks at all files of a folder, with its cache.
    fn look_at_folder(&mut self, folder: PathBuf) {
        // The files before have another cache, or none.
        self.send_grain();
        let keeper = self.scan.is_cached.then(|| Keeper::open(&label_of_path(&folder))).flatten();
        self.lookup = keeper.as_ref().map(Keeper::lookup);
        self.keepers.extend(keeper);
        self.walk(WalkBuilder::new(folder));
        self.send_grain();
        self.lookup = None;
    }

    fn look_at(&mut self, target: Target) {
        match target {
            Target::Folder(folder) => self.look_at_folder(folder),
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
        self.take_findings();
        let files = std::mem::take(&mut self.grain);
        if files.is_empty() || self.scan.cancel.is_cancelled() || self.permits.1.recv().is_err() {
            return;
        }
        let permit = Permit(self.permits.0.clone());
        let (id, found) = (self.scan.id, self.found.len());
        let (cancel, events) = (self.scan.cancel.clone(), self.scan.events.clone());
        let findings = self.findings.0.clone();
        let keeper = self.keepers.len().saturating_sub(1);
        let examiner = Examiner {
            indexer: self.scan.indexer.clone(),
            lookup: self.lookup.clone(),
            bytes_max: self.scan.file_bytes_max,
        };
        drop(self.scan.pool.spawn(Lane::Background, move || {
            let results = map(0..files.len(), |index| {
                (!cancel.is_cancelled()).then(|| examiner.examine(&files[index]))
            });
            let mut analyzed = Vec::with_capacity(files.len());
            let mut gone = Vec::new();
            let mut loaded = 0;
            let mut records = Vec::new();
            for result in results.into_iter().flatten() {
                match result {
                    Ok((result, way)) => {
                        analyzed.push(result);
                        loaded += usize::from(matches!(way, Way::Loaded));
                        records.extend(way.into_record());
                    }
                    Err(file) => gone.push(file),
                }
            }
            // The scan has ended if nobody listens.
            let _ = findings.send(Findings { loaded, records, keeper });
            let grain = Grain { id, found, files: files.len(), analyzed, gone, _permit: permit };
            // The main loop is gone when the session has ended.
            let _ = events.send(Event::Scanned(ScanEvent::Grain(grain)));
        }));
    }
}

/// How it became known what is in a file.
enum Way {
    Loaded,
    Analyzed(Option<NewRecord>),
}

impl Way {
    fn into_record(self) -> Option<NewRecord> {
        match self {
            Self::Loaded => None,
            Self::Analyzed(record) => record,
        }
    }
}

/// Finds out what is in files.
struct Examiner {
    indexer: Indexer,
    /// None without a cache.
    lookup: Option<Arc<Lookup>>,
    bytes_max: u64,
}

impl Examiner {
    /// Reads a file, and loads or analyses it; if that is impossible, says as of when.
    fn examine(&self, found: &FoundFile) -> Result<(Analyzed, Way), (FileId, Stamp)> {
        let stamp = self.indexer.stamp();
        match read_file(&found.path, self.bytes_max) {
            Ok(source) => Ok(self.know(found, source.into_text(), stamp)),
            Err(error) => {
                let path = found.path.display();
                if matches!(error, ReadError::TooLarge(_)) {
                    tracing::info!("{path} is not read: {error}");
                } else {
                    tracing::debug!("{path} is not read: {error}");
                }
                Err((found.file, stamp))
            }
        }
    }

    /// Loads or analyses a text.
    fn know(&self, found: &FoundFile, text: String, stamp: Stamp) -> (Analyzed, Way) {
        let (indexer, file) = (&self.indexer, found.file);
        let Some(lookup) = &self.lookup else {
            let analyzed = indexer.analyze(file, found.language, text, stamp);
            return (analyzed, Way::Analyzed(None));
        };
        let text = indexer.keyed(found.language, text);
        let key = text.key();
        let mut unknown = Some(text);
        let loaded = lookup.find(key, |record| {
            let loaded = indexer.load(file, unknown.take()?, stamp, record);
            loaded.map_err(|refused| unknown = Some(refused)).ok()
        });
        match (loaded, unknown) {
            (Some(loaded), _) => (loaded, Way::Loaded),
            (None, Some(text)) => {
                let (analyzed, record) = indexer.analyze_recorded(file, text, stamp);
                (analyzed, Way::Analyzed(record.map(|bytes| NewRecord { key, bytes })))
            }
            (None, None) => unreachable!("a text that is not loaded comes back"),
        }
    }
}
