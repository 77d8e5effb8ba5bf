//! The writer of a workspace.

use core::fmt;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use rholang_engine_sync::pool::{Handle, Lane};
use rustc_hash::FxHashMap;

use super::file::FileId;
use super::indexer::{Analyzed, Indexer, OpenTask};
use super::open::{OpenDocument, OpenText};
use super::posting::FILES_MAX;
use super::shared::{Shared, Stamp};
use super::snapshot::{EngineMetrics, Snapshot};
use super::store::Store;
use crate::languages::LanguageId;
use crate::text::Text;

/// Holds the files of a workspace and publishes versions of what is known of them. See the
/// [module documentation](super).
///
/// ```
/// use rholang_engine::{Engine, LanguageId};
/// use rholang_engine_sync::pool::{Pool, PoolOptions};
///
/// let pool = Pool::new(PoolOptions::new().threads(1)).unwrap();
/// let mut engine = Engine::new(pool.handle());
/// let file = engine.file("cell.rho");
/// engine.open(file, LanguageId::Rholang, "new x in { x!(1) }".to_owned(), 1);
/// let analyzed = engine.finished().recv().unwrap();
/// engine.commit([analyzed]);
///
/// let snapshot = engine.snapshot();
/// assert_eq!(snapshot.file(file).unwrap().version(), Some(1));
/// ```
pub struct Engine {
    shared: Arc<Shared>,
    store: Store,
    pool: Handle,
    open: FxHashMap<FileId, OpenDocument>,
    /// When files were removed, so that a result from before does not bring them back.
    removed: FxHashMap<FileId, Stamp>,
    sender: Sender<Analyzed>,
    receiver: Receiver<Analyzed>,
}

/// What a commit has put into the new version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Committed {
    /// The file.
    pub file: FileId,
    /// The number that the editor gave the text; none for a text from disk.
    pub version: Option<i32>,
}

impl Engine {
    /// An engine without files that analyses open documents on `pool`.
    pub fn new(pool: Handle) -> Self {
        // At most one analysis for each open document is under way, which bounds the channel.
        let (sender, receiver) = crossbeam_channel::unbounded();
        Self {
            shared: Arc::default(),
            store: Store::new(),
            pool,
            open: FxHashMap::default(),
            removed: FxHashMap::default(),
            sender,
            receiver,
        }
    }

    /// What analyses texts for this engine on other threads.
    pub fn indexer(&self) -> Indexer {
        Indexer { shared: Arc::clone(&self.shared) }
    }

    /// The file of a label: any text that is unique to the file, in which `/` separates folders.
    pub fn file(&self, label: &str) -> FileId {
        self.shared.file(label)
    }

    /// The label of a file.
    pub fn label(&self, file: FileId) -> &str {
        self.shared.labels.text(file)
    }

    /// The latest version.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.store.hold(), Arc::clone(&self.shared))
    }

    // ---- open documents ----

    /// Opens a document: from now on the editor's text is the file's text. A document that is open
    /// already gets the new text.
    pub fn open(&mut self, file: FileId, language: LanguageId, text: String, version: i32) {
        let document = OpenDocument::new(language, text, version, self.shared.stamp());
        self.open.insert(file, document);
        self.begin(file);
    }

    /// Changes the text of an open document. Says whether it is open; otherwise nothing happens.
    pub fn change(&mut self, file: FileId, version: i32, edit: impl FnOnce(&mut OpenText)) -> bool {
        let Some(document) = self.open.get_mut(&file) else {
            return false;
        };
        edit(&mut document.content);
        document.version = version;
        document.stamp = self.shared.stamp();
        self.begin(file);
        true
    }

    /// Closes a document. Its last committed facts stay until the file is read from disk and
    /// committed, or removed.
    pub fn close(&mut self, file: FileId) {
        self.open.remove(&file);
    }

    /// The newest text of an open document, which may not be analysed yet.
    pub fn open_text(&self, file: FileId) -> Option<&Text> {
        self.open.get(&file).map(|document| document.content.text())
    }

    /// The number that the editor gave the newest text of an open document.
    pub fn open_version(&self, file: FileId) -> Option<i32> {
        self.open.get(&file).map(|document| document.version)
    }

    /// Whether a document is open.
    pub fn is_open(&self, file: FileId) -> bool {
        self.open.contains_key(&file)
    }

    /// All open documents, in no particular order.
    pub fn open_files(&self) -> impl Iterator<Item = FileId> {
        self.open.keys().copied()
    }

    /// Whether the latest version knows the newest text of an open document. True for files that are
    /// not open.
    pub fn is_current(&self, file: FileId) -> bool {
        let Some(document) = self.open.get(&file) else {
            return true;
        };
        self.store.latest(file).is_some_and(|revision| revision.stamp() == document.stamp)
    }

    /// Starts the analysis of an open document's newest text, unless one is under way.
    fn begin(&mut self, file: FileId) {
        let Some(document) = self.open.get_mut(&file) else {
            return;
        };
        let Some((text, tree)) = document.begin() else {
            return;
        };
        let (language, version, stamp) = (document.language, document.version, document.stamp);
        let task = OpenTask { file, language, text, tree, version, stamp };
        let (indexer, sender) = (self.indexer(), self.sender.clone());
        // Nobody waits for the completion: the result comes through the channel.
        drop(self.pool.spawn(Lane::Normal, move || {
            // The engine is gone if nobody receives.
            let _ = sender.send(indexer.analyze_open(task));
        }));
    }

    // ---- results ----

    /// Analyses of open documents that wait to be committed.
    pub fn finished(&self) -> &Receiver<Analyzed> {
        &self.receiver
    }

    /// Takes results over and publishes them as one version. Results that are older than what is
    /// known, and results from disk for documents that are open, are dropped.
    pub fn commit(&mut self, results: impl IntoIterator<Item = Analyzed>) -> Vec<Committed> {
        let mut committed = Vec::new();
        for result in results {
            if let Some(entry) = self.take_over(result) {
                committed.push(entry);
            }
        }
        if !committed.is_empty() {
            self.store.publish();
        }
        committed
    }

    fn take_over(&mut self, result: Analyzed) -> Option<Committed> {
        let Analyzed { file, revision, is_open, tree } = result;
        let (stamp, version) = (revision.stamp(), revision.version());
        let is_wanted = match self.open.get_mut(&file) {
            Some(document) if is_open && document.opened <= stamp => {
                if document.finish(stamp, tree) {
                    self.begin(file);
                }
                true
            }
            Some(_) => false,
            None => !is_open,
        };
        let is_newer = self.store.latest(file).is_none_or(|latest| latest.stamp() < stamp)
            && self.removed.get(&file).is_none_or(|&removed| removed < stamp);
        // A file whose number does not fit into a posting is not a file of the workspace.
        if !is_wanted || !is_newer || file.raw() >= FILES_MAX {
            return None;
        }
        self.removed.remove(&file);
        self.store.set(file, revision);
        Some(Committed { file, version })
    }

    /// Removes a file that is gone from disk, as of `stamp`. Says whether it was there. An open
    /// document stays.
    pub fn remove(&mut self, file: FileId, stamp: Stamp) -> bool {
        if self.open.contains_key(&file)
            || self.store.latest(file).is_some_and(|latest| latest.stamp() > stamp)
        {
            return false;
        }
        self.removed.insert(file, stamp);
        let was_there = self.store.remove(file);
        if was_there {
            self.store.publish();
        }
        was_there
    }

    // ---- housekeeping ----

    /// Frees what old versions held; to be called when nothing has happened for a moment. Returns how
    /// many superseded versions are still in use.
    pub fn tick(&mut self) -> u64 {
        self.store.tick()
    }

    /// A function that drops values which no version holds any more, and says how many. Call it on a
    /// background task: values may be large.
    pub fn reclaimer(&self) -> impl Fn() -> u64 + Send + 'static {
        let table = self.store.table();
        move || table.reclaim()
    }

    /// How many values wait to be dropped by a [`reclaimer`](Self::reclaimer).
    pub fn dead_values(&self) -> u64 {
        self.store.dead_values()
    }

    /// What the engine holds. Looks at every file.
    pub fn metrics(&self) -> EngineMetrics {
        let mut metrics = EngineMetrics {
            open_documents: self.open.len(),
            open_bytes: self.open.values().map(OpenDocument::byte_len).sum(),
            labels: self.shared.labels.memory(),
            names: self.shared.keys.memory(),
            versions: self.store.counts(),
            table: self.store.memory(),
            dead_values: self.store.dead_values(),
            ..EngineMetrics::default()
        };
        metrics.add_version(&self.snapshot());
        metrics
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Engine")
            .field("store", &self.store)
            .field("open", &self.open.len())
            .finish_non_exhaustive()
    }
}
