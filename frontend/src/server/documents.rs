//! Open documents: the texts that the client owns.
//!
//! What clients send is checked and never trusted: positions outside of a text mean the nearest one
//! inside, ranges in the wrong order are turned around, and what makes no sense at all is logged. A
//! text is never lost because of a message that makes no sense.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rholang_engine::text::{Position, TextRange};
use rholang_engine::workspace::Stamp;
use rholang_engine::{FileId, LanguageId};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Server;
use super::settings::Budget;
use crate::proto::{Spellings, label_of_uri};
use crate::request::semantic_tokens::KeptTokens;

/// How many writes of one document are timed at once. What exceeds it is not timed.
const TIMED_WRITES_MAX: usize = 256;

/// How many documents in unknown languages are remembered.
const IGNORED_MAX: usize = 1_024;

/// An open document.
#[derive(Debug)]
pub(super) struct Document {
    /// Its URI as the client spells it.
    pub(super) uri: String,
    /// How often its text was set or changed.
    pub(super) writes: u64,
    /// A moment before the last write and after the one before it. Facts that are from later know the
    /// newest text.
    pub(super) written_after: Stamp,
    /// The tokens that the client has.
    pub(super) tokens: Option<Arc<KeptTokens>>,
    /// From when the facts are that were told last.
    pub(super) told: Stamp,
    /// The version of the workspace whose diagnostics were pushed last.
    pub(super) published: u64,
    /// Whether every version that the client sent was greater than the one before.
    versions_increase: bool,
    /// Writes whose facts are not there yet: when each came.
    timed: VecDeque<TimedWrite>,
}

#[derive(Clone, Copy, Debug)]
struct TimedWrite {
    after: Stamp,
    received: Instant,
    budget: Budget,
}

/// All open documents.
#[derive(Default)]
pub(super) struct Documents {
    documents: FxHashMap<FileId, Document>,
    /// Their files by their labels.
    files: FxHashMap<String, FileId>,
    /// The client's spellings of URIs that differ from labels.
    spellings: Arc<Spellings>,
    /// Labels of documents in unknown languages, so that each is complained about once.
    ignored: FxHashSet<String>,
}

impl Documents {
    /// An open document.
    pub(super) fn get(&self, file: FileId) -> Option<&Document> {
        self.documents.get(&file)
    }

    /// An open document, to be changed.
    pub(super) fn get_mut(&mut self, file: FileId) -> Option<&mut Document> {
        self.documents.get_mut(&file)
    }

    /// The open document of a URI.
    pub(super) fn find(&self, uri: &str) -> Option<FileId> {
        self.files.get(&label_of_uri(uri)).copied()
    }

    /// All open documents.
    pub(super) fn iter(&self) -> impl Iterator<Item = (FileId, &Document)> {
        self.documents.iter().map(|(file, document)| (*file, document))
    }

    /// Whether no document is open.
    pub(super) fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The client's spellings of URIs.
    pub(super) fn spellings(&self) -> Arc<Spellings> {
        Arc::clone(&self.spellings)
    }

    /// Notes that facts from before a moment are not good enough any more.
    pub(super) fn need_facts_after(&mut self, stamp: Stamp) {
        for document in self.documents.values_mut() {
            document.written_after = stamp;
        }
    }

    /// Notes that facts from `stamp` are there. Returns what was waited for, and since when.
    pub(super) fn facts_arrived(&mut self, file: FileId, stamp: Stamp) -> Vec<(Budget, Duration)> {
        let Some(document) = self.documents.get_mut(&file) else {
            return Vec::new();
        };
        let known = document.timed.partition_point(|write| write.after < stamp);
        document
            .timed
            .drain(..known)
            .map(|write| (write.budget, write.received.elapsed()))
            .collect()
    }

    fn insert(&mut self, file: FileId, document: Document, label: &str) {
        if document.uri != label {
            Arc::make_mut(&mut self.spellings).insert(file, document.uri.as_str().into());
        }
        self.files.insert(label.to_owned(), file);
        self.documents.insert(file, document);
    }

    fn remove(&mut self, file: FileId, label: &str) -> Option<Document> {
        self.files.remove(label);
        if self.spellings.contains_key(&file) {
            Arc::make_mut(&mut self.spellings).remove(&file);
        }
        self.documents.remove(&file)
    }
}

impl Document {
    fn write(&mut self, after: Stamp, received: Instant, budget: Budget) {
        self.writes += 1;
        self.written_after = after;
        if self.timed.len() < TIMED_WRITES_MAX {
            self.timed.push_back(TimedWrite { after, received, budget });
        }
    }
}

// ---- messages ----

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidOpen {
    text_document: OpenedDocument,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OpenedDocument {
    uri: String,
    #[serde(default)]
    language_id: String,
    #[serde(default)]
    version: Version,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidChange {
    text_document: ChangedDocument,
    content_changes: Vec<Change>,
}

#[derive(Deserialize)]
struct ChangedDocument {
    uri: String,
    #[serde(default)]
    version: Version,
}

/// A change: of a range, or without one of the whole text. The length that old clients send beside
/// the range says nothing more.
#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    range: Option<ChangedRange>,
    text: String,
}

#[derive(Clone, Copy, Deserialize)]
struct ChangedRange {
    start: ChangedPosition,
    end: ChangedPosition,
}

#[derive(Clone, Copy, Deserialize)]
struct ChangedPosition {
    #[serde(deserialize_with = "clamped")]
    line: u32,
    #[serde(deserialize_with = "clamped")]
    character: u32,
}

/// The number of a text; 0 where the client sends none.
#[derive(Clone, Copy, Default)]
struct Version(i32);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let version = Option::<i64>::deserialize(deserializer)?.unwrap_or(0);
        Ok(Self(i32::try_from(version).unwrap_or(i32::MAX)))
    }
}

/// A line or column, with numbers that no text has brought into range: one change that is not
/// understood would make the whole text wrong.
fn clamped<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let number = f64::deserialize(deserializer)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number was brought into range"
    )]
    Ok(number.clamp(0.0, f64::from(u32::MAX)) as u32)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidClose {
    text_document: ClosedDocument,
}

#[derive(Deserialize)]
struct ClosedDocument {
    uri: String,
}

/// Reads the parameters of a notification; logs it if they make no sense.
fn read<'de, Params: Deserialize<'de>>(method: &str, params: Value) -> Option<Params> {
    match Params::deserialize(serde::de::IntoDeserializer::into_deserializer(params)) {
        Ok(params) => Some(params),
        Err(error) => {
            let error: serde_json::Error = error;
            tracing::error!("{method} is ignored: its parameters make no sense: {error}");
            None
        }
    }
}

/// The language of a document: the one that the client names, else that of the extension.
fn language(language_id: &str, uri: &str) -> Option<LanguageId> {
    LanguageId::from_name(&language_id.to_ascii_lowercase()).or_else(|| language_of_label(uri))
}

/// The language of a file by the extension of its label.
fn language_of_label(label: &str) -> Option<LanguageId> {
    let (_, extension) = label.rsplit('/').next()?.rsplit_once('.')?;
    LanguageId::from_extension(&extension.to_ascii_lowercase())
}

// ---- notifications ----

/// `textDocument/didOpen`.
pub(super) fn on_open(server: &mut Server, params: Value) {
    let Some(DidOpen { text_document: opened }) = read("textDocument/didOpen", params) else {
        return;
    };
    let OpenedDocument { uri, language_id, version, text } = opened;
    let label = label_of_uri(&uri);
    let Some(language) = language(&language_id, &uri) else {
        tracing::warn!("{uri} is ignored: its language `{language_id}` is not known");
        if server.documents.ignored.len() < IGNORED_MAX {
            server.documents.ignored.insert(label);
        }
        return;
    };
    let file = server.engine.file(&label);
    if server.documents.get(file).is_some() {
        tracing::warn!("{uri} is opened although it is open; its text is replaced");
    }
    let after = server.indexer.stamp();
    let mut document = Document {
        uri,
        writes: server.documents.get(file).map_or(0, |document| document.writes),
        written_after: after,
        tokens: None,
        told: Stamp::default(),
        published: 0,
        versions_increase: true,
        timed: VecDeque::new(),
    };
    document.write(after, server.received, Budget::DidOpen);
    server.engine.open(file, language, without_mark(text), version.0);
    server.documents.insert(file, document, &label);
}

/// `textDocument/didChange`.
pub(super) fn on_change(server: &mut Server, params: Value) {
    let Some(DidChange { text_document: changed, content_changes }) =
        read("textDocument/didChange", params)
    else {
        return;
    };
    let file = server.documents.find(&changed.uri);
    let Some((file, document)) =
        file.and_then(|file| Some((file, server.documents.get_mut(file)?)))
    else {
        if !server.documents.ignored.contains(&label_of_uri(&changed.uri)) {
            tracing::warn!("a change of {} is ignored: it is not open", changed.uri);
        }
        return;
    };
    let after = server.indexer.stamp();
    document.write(after, server.received, Budget::DidChange);
    let last = server.engine.open_version(file);
    if last.is_some_and(|last| last >= changed.version.0) && document.versions_increase {
        document.versions_increase = false;
        tracing::warn!("the versions of {} do not increase", changed.uri);
    }
    let encoding = server.encoding;
    let version = changed.version.0;
    server.engine.change(file, version, |open| {
        for change in content_changes {
            let Some(range) = change.range else {
                open.set(without_mark(change.text));
                continue;
            };
            let text = open.text();
            let offset = |position: ChangedPosition| {
                let position = Position { line: position.line, character: position.character };
                text.lines().offset(text.content(), position, encoding)
            };
            let (start, end) = (offset(range.start), offset(range.end));
            if start > end {
                tracing::warn!("a change of {} has its range the wrong way round", changed.uri);
            }
            open.replace(TextRange::new(start.min(end), start.max(end)), &change.text);
        }
    });
}

/// Texts without the byte order mark that they may begin with, as they are read from disk.
fn without_mark(mut text: String) -> String {
    const BYTE_ORDER_MARK: &str = "\u{feff}";
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    text
}

/// `textDocument/didSave`: the text was told before, and files that are watched tell of themselves.
pub(super) fn on_save(_server: &mut Server, _params: Value) {}

/// `textDocument/didClose`.
pub(super) fn on_close(server: &mut Server, params: Value) {
    let Some(DidClose { text_document: closed }) = read("textDocument/didClose", params) else {
        return;
    };
    let label = label_of_uri(&closed.uri);
    let file = server.documents.find(&closed.uri);
    let Some((file, document)) =
        file.and_then(|file| Some((file, server.documents.remove(file, &label)?)))
    else {
        if !server.documents.ignored.remove(&label) {
            tracing::warn!("{} is closed although it is not open", closed.uri);
        }
        return;
    };
    server.engine.close(file);
    server.clear_diagnostics(&document.uri);
    server.follow_closed(file, &label);
    server.wake_waiting();
}
