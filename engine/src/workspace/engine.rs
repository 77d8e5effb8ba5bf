//! The writer of a workspace.

use core::fmt;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use rholang_engine_sync::pool::{Handle, Lane};
use rustc_hash::{FxHashMap, FxHashSet};

use super::file::{FileId, FileRevision};
use super::indexer::{Analyzed, Indexer, Numbered, Occasion, OpenTask};
use super::open::{OpenDocument, OpenText};
use super::posting::FILES_MAX;
use super::settings::Settings;
use super::shared::{NameKey, Shared, Stamp};
use super::snapshot::{EngineMetrics, Snapshot};
use super::store::{self, Store};
use crate::languages::LanguageId;
use crate::symbol::Uses;
use crate::text::Text;

/// How many files, beside those that are committed, are looked at by who commits. More are looked at by
/// the pool, so many in one task.
const LOOKED_AT_ONCE_MAX: usize = 64;

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
    indexer: Indexer,
    shared: Arc<Shared>,
    store: Store,
    pool: Handle,
    open: FxHashMap<FileId, OpenDocument>,
    /// When files were removed, so that a result from before does not bring them back.
    removed: FxHashMap<FileId, Stamp>,
    /// Files that have changed because of others, and have not been told to anyone.
    dependents: Vec<Committed>,
    sender: ResultSender,
    receiver: Receiver<Analyzed>,
}

/// The way of results to the engine.
#[derive(Clone)]
struct ResultSender {
    sender: Sender<Analyzed>,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl ResultSender {
    fn send(&self, result: Analyzed) {
        // The engine is gone if nobody receives.
        let is_received = self.sender.send(result).is_ok();
        if let Some(wake) = self.wake.as_ref().filter(|_| is_received) {
            wake();
        }
    }
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
        // At most one analysis for each open document is under way, and one for each change of what
        // other files say about a file, which bounds the channel.
        let (sender, receiver) = crossbeam_channel::unbounded();
        let sender = ResultSender { sender, wake: None };
        let shared: Arc<Shared> = Arc::default();
        let settings = Arc::new(Numbered { value: Settings::default(), number: 0 });
        Self {
            indexer: Indexer { shared: Arc::clone(&shared), settings },
            shared,
            store: Store::new(),
            pool,
            open: FxHashMap::default(),
            removed: FxHashMap::default(),
            dependents: Vec::new(),
            sender,
            receiver,
        }
    }

    /// What analyses texts for this engine on other threads.
    pub fn indexer(&self) -> Indexer {
        self.indexer.clone()
    }

    /// What the user has decided.
    pub fn settings(&self) -> &Settings {
        &self.indexer.settings.value
    }

    /// Takes over what the user decides. Open documents are analysed again, and programs inside of all
    /// other files are looked for again; returns the files in which that has changed something. If
    /// the dialect of a language's files changes, the files on disk have to be analysed again by
    /// [indexers](Self::indexer) that are made from now on.
    pub fn set_settings(&mut self, settings: Settings) -> Vec<Committed> {
        if *self.settings() == settings {
            return Vec::new();
        }
        let number = self.indexer.settings.number + 1;
        self.indexer.settings = Arc::new(Numbered { value: settings, number });
        let open: Vec<FileId> = self.open_files().collect();
        for file in open {
            if let Some(document) = self.open.get_mut(&file) {
                document.stamp = self.shared.stamp();
            }
            self.begin(file);
        }
        let files = store::files(self.store.edition()).map(|(file, _)| file).collect();
        self.publish_with_dependents(Vec::new(), files);
        self.take_dependents()
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
        let version_before = self.store.hold();
        let task = OpenTask { file, language, text, tree, version, stamp, version_before };
        let (indexer, sender) = (self.indexer(), self.sender.clone());
        // Nobody waits for the completion: the result comes through the channel.
        drop(self.pool.spawn(Lane::Normal, move || {
            sender.send(indexer.analyze_open(task));
        }));
    }

    // ---- results ----

    /// Has a function called after each result that waits in [`finished`](Self::finished) from now on, on
    /// the thread that has made it, so that whoever waits for several things can be woken.
    pub fn on_finished(&mut self, wake: impl Fn() + Send + Sync + 'static) {
        self.sender.wake = Some(Arc::new(wake));
    }

    /// Analyses of open documents that wait to be committed.
    pub fn finished(&self) -> &Receiver<Analyzed> {
        &self.receiver
    }

    /// Takes results over and publishes them as one version. Results that are older than what is
    /// known, and results from disk for documents that are open, are dropped.
    ///
    /// What is returned can hold more files than the results: those whose strings are programs, or are
    /// none any more, because of what the results say. If many files may be concerned, the pool looks at
    /// them, and the results wait to be committed as those of open documents do.
    pub fn commit(&mut self, results: impl IntoIterator<Item = Analyzed>) -> Vec<Committed> {
        let mut committed = Vec::new();
        let mut channels = Vec::new();
        for result in results {
            if let Some(entry) = self.take_over(result, &mut channels) {
                committed.push(entry);
            }
        }
        if !committed.is_empty() {
            let files = committed.iter().map(|entry| entry.file).collect();
            let dependents = self.dependents_of(&channels);
            self.publish_with_dependents(files, dependents);
            let known: FxHashSet<FileId> = committed.iter().map(|entry| entry.file).collect();
            let dependents = self.take_dependents().into_iter();
            committed.extend(dependents.filter(|entry| !known.contains(&entry.file)));
        }
        committed
    }

    /// The files that send to channels about which other files have changed their promises.
    fn dependents_of(&mut self, channels: &[NameKey]) -> Vec<FileId> {
        self.store.settle();
        let rows = self.store.edition();
        let postings = channels.iter().filter_map(|&channel| store::posting(rows, channel));
        postings.flat_map(|posting| posting.files(Uses::CHANNEL)).collect()
    }

    /// Publishes, after looking for programs in `files` and in `dependents`, which depend on something
    /// that has changed. If these are many, the pool looks at them, and they are committed later.
    fn publish_with_dependents(&mut self, mut files: Vec<FileId>, mut dependents: Vec<FileId>) {
        self.store.settle();
        if dependents.len() <= LOOKED_AT_ONCE_MAX {
            files.append(&mut dependents);
        }
        files.sort_unstable();
        files.dedup();
        for file in files {
            if let Some(new) = self.indexer.look_again(file, self.store.edition()) {
                let version = new.version();
                self.store.set(file, Arc::new(new));
                self.dependents.push(Committed { file, version });
            }
        }
        self.store.publish();
        dependents.sort_unstable();
        dependents.dedup();
        for files in dependents.chunks(LOOKED_AT_ONCE_MAX) {
            self.look_later(files.to_vec());
        }
    }

    /// Has the pool look at files again.
    fn look_later(&self, files: Vec<FileId>) {
        let (indexer, sender, held) = (self.indexer(), self.sender.clone(), self.store.hold());
        drop(self.pool.spawn(Lane::Background, move || {
            for file in files {
                if let Some(new) = indexer.look_again(file, held.snapshot()) {
                    let (revision, occasion) = (Arc::new(new), Occasion::Others);
                    sender.send(Analyzed { file, revision, occasion });
                }
            }
        }));
    }

    /// The channels about which two revisions of a file promise something else.
    fn changed_promises(&self, file: FileId, new: Option<&FileRevision>) -> Vec<NameKey> {
        let promises = |revision: Option<&FileRevision>| {
            revision.map_or(&[][..], |revision| revision.regions().exports()).to_vec()
        };
        let old = self.store.latest(file).map(|revision| &**revision);
        let (old, new) = (promises(old), promises(new));
        if old == new {
            return Vec::new();
        }
        let all = old.iter().chain(&new);
        all.map(|promise| self.shared.keys.intern(&promise.channel)).collect()
    }

    fn take_over(&mut self, result: Analyzed, channels: &mut Vec<NameKey>) -> Option<Committed> {
        let Analyzed { file, revision, occasion } = result;
        let (stamp, version) = (revision.stamp(), revision.version());
        let is_wanted = match (self.open.get_mut(&file), occasion) {
            (_, Occasion::Others) => return self.take_over_again(file, revision),
            (Some(document), Occasion::Change(tree)) if document.opened <= stamp => {
                if document.finish(stamp, tree) {
                    self.begin(file);
                }
                true
            }
            (Some(_), _) => false,
            (None, occasion) => matches!(occasion, Occasion::Read),
        };
        let is_newer = self.store.latest(file).is_none_or(|latest| latest.stamp() < stamp)
            && self.removed.get(&file).is_none_or(|&removed| removed < stamp);
        // A file whose number does not fit into a posting is not a file of the workspace.
        if !is_wanted || !is_newer || file.raw() >= FILES_MAX {
            return None;
        }
        self.removed.remove(&file);
        channels.extend(self.changed_promises(file, Some(&revision)));
        self.store.set(file, revision);
        Some(Committed { file, version })
    }

    /// Takes over what is now known of a text that has not changed.
    fn take_over_again(&mut self, file: FileId, revision: Arc<FileRevision>) -> Option<Committed> {
        let (stamp, version) = (revision.stamp(), revision.version());
        // A newer text was looked at with what the others say now.
        let is_latest = self.store.latest(file).is_some_and(|latest| latest.stamp() == stamp);
        is_latest.then(|| self.store.set(file, revision));
        is_latest.then_some(Committed { file, version })
    }

    /// Removes a file that is gone from disk, as of `stamp`. Says whether it was there. An open
    /// document stays.
    pub fn remove(&mut self, file: FileId, stamp: Stamp) -> bool {
        self.remove_all([(file, stamp)])
    }

    /// Removes files as [`remove`](Self::remove) does, in one publication. Says whether any was there.
    pub fn remove_all(&mut self, files: impl IntoIterator<Item = (FileId, Stamp)>) -> bool {
        let mut channels = Vec::new();
        let mut was_there = false;
        for (file, stamp) in files {
            if self.open.contains_key(&file)
                || self.store.latest(file).is_some_and(|latest| latest.stamp() > stamp)
            {
                continue;
            }
            self.removed.insert(file, stamp);
            channels.extend(self.changed_promises(file, None));
            was_there |= self.store.remove(file);
        }
        if was_there {
            let dependents = self.dependents_of(&channels);
            self.publish_with_dependents(Vec::new(), dependents);
        }
        was_there
    }

    /// The files that have changed because another one was removed, since the last call of this
    /// function or of [`commit`](Self::commit), which returns them as well.
    pub fn take_dependents(&mut self) -> Vec<Committed> {
        core::mem::take(&mut self.dependents)
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
        self.metrics_later()()
    }

    /// The same in two steps: what is returned looks at every file, on whatever thread.
    pub fn metrics_later(&self) -> impl FnOnce() -> EngineMetrics + Send + use<> {
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
        let snapshot = self.snapshot();
        move || {
            metrics.add_version(&snapshot);
            metrics
        }
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
