//! Engines with workspaces in them.

use rholang_engine::text::TextRange;
use rholang_engine::{At, Engine, FileId, Indexer, LanguageId, Snapshot};
use rholang_engine_sync::pool::{Lane, Pool, PoolOptions, map};

use crate::inputs::{WorkspaceFile, workspace_file};

/// An engine whose files are analysed.
pub struct Loaded {
    /// The engine. It goes before its pool.
    pub engine: Engine,
    /// The pool that analyses open documents.
    pub pool: Pool,
}

impl Loaded {
    /// An engine without files, with a pool of `threads` workers.
    ///
    /// # Panics
    ///
    /// If the system starts no threads.
    pub fn empty(threads: usize) -> Self {
        let pool = Pool::new(PoolOptions::new().threads(threads));
        let pool = pool.expect("the system starts threads");
        Self { engine: Engine::new(pool.handle()), pool }
    }

    /// A generated workspace of `count` files of about `bytes` bytes each, with one worker.
    ///
    /// # Panics
    ///
    /// As [`Loaded::empty`].
    pub fn generated(count: usize, bytes: usize, seed: u64) -> Self {
        let mut loaded = Self::empty(1);
        let files = (0..count).map(|index| workspace_file(index, count, bytes, seed));
        let indexer = loaded.engine.indexer();
        let results: Vec<_> = files
            .map(|file| {
                let WorkspaceFile { path, language, text } = file;
                indexer.analyze(indexer.file(&path), language, text, indexer.stamp())
            })
            .collect();
        loaded.engine.commit(results);
        loaded
    }

    /// Analyses files on all workers and commits them as one version.
    pub fn index(&mut self, files: &[WorkspaceFile]) {
        let indexer = self.engine.indexer();
        let analyze = |index: usize| {
            let WorkspaceFile { path, language, text } = &files[index];
            indexer.analyze(indexer.file(path), *language, text.clone(), indexer.stamp())
        };
        let results = self.pool.run(Lane::Background, || map(0..files.len(), analyze));
        self.engine.commit(results);
    }

    /// Analyses a text from disk on this thread, and commits it.
    pub fn commit(&mut self, label: &str, language: LanguageId, text: String) -> FileId {
        let indexer: Indexer = self.engine.indexer();
        let file = indexer.file(label);
        let analyzed = indexer.analyze(file, language, text, indexer.stamp());
        self.engine.commit([analyzed]);
        file
    }

    /// Opens a document and waits until it is analysed.
    ///
    /// # Panics
    ///
    /// If the worker that analyses it is gone.
    pub fn open(&mut self, label: &str, language: LanguageId, text: String) -> FileId {
        let file = self.engine.file(label);
        self.engine.open(file, language, text, 0);
        self.commit_next();
        file
    }

    /// Replaces a part of an open document, and waits until the new text is analysed and committed.
    ///
    /// # Panics
    ///
    /// If the document is not open, or the worker that analyses it is gone.
    pub fn edit(&mut self, file: FileId, version: i32, range: TextRange, with: &str) {
        let is_open = self.engine.change(file, version, |text| text.replace(range, with));
        assert!(is_open, "the document is open");
        self.commit_next();
    }

    fn commit_next(&mut self) {
        let analyzed = self.engine.finished().recv().expect("the engine keeps a sender");
        let committed = self.engine.commit([analyzed]);
        assert!(!committed.is_empty(), "what was analysed is new");
    }
}

/// The place of the character after the first `before` in a file.
///
/// # Panics
///
/// If the file or the text is not there.
pub fn place_after(snapshot: &Snapshot, label: &str, before: &str) -> At {
    let file = snapshot.find(label).expect("the file is there");
    let text = snapshot.file(file).expect("the file is there").text().content();
    let offset = text.find(before).expect("the text is there") + before.len();
    At { file, offset: u32::try_from(offset).expect("files are small") }
}
