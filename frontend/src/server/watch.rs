//! Following the files of the workspace on disk.
//!
//! Where the client lets itself be asked, it watches: it does that anyway, and it knows what the
//! editor itself does. Elsewhere the server watches by itself. Folders that are renamed or deleted in
//! the editor are told in notifications of their own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::thread;

use crossbeam_channel::{Receiver, Sender, TrySendError};
use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
    RegistrationParams, RelativePattern, Unregistration, UnregistrationParams, Uri,
};
use notify::{Config, EventKindMask, RecommendedWatcher, RecursiveMode};
use serde_json::Value;

use super::Server;
use super::capabilities::source_glob;
use super::client::Pending;
use super::indexing::is_ignore_file;
use super::main_loop::Event;
use crate::bell::RingingSender;
use crate::input::language_of;
use crate::proto::{label_of_uri, path_of_label};

/// The id under which the client knows what it watches for us.
const REGISTRATION: &str = "watched-files";

/// The files that say which others are ignored.
const IGNORE_GLOB: &str = "**/.{gitignore,ignore}";

/// How often the folders may change while the watcher is busy with them.
const COMMANDS_MAX: usize = 64;

/// Something on disk that may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DiskChange {
    /// What.
    pub(super) path: PathBuf,
    /// Whether there is something at the path.
    pub(super) is_there: bool,
}

/// Who watches.
pub(super) struct Watcher {
    events: RingingSender<Event>,
    /// The folders to watch, for the thread of the server's own watcher.
    own: Option<Sender<Vec<PathBuf>>>,
    is_registered: bool,
}

impl Watcher {
    /// Nobody yet.
    pub(super) fn new(events: RingingSender<Event>) -> Self {
        Self { events, own: None, is_registered: false }
    }

    /// Watches folders with the server's own watcher.
    fn watch(&mut self, folders: Vec<PathBuf>) {
        if self.own.is_none() && folders.is_empty() {
            return;
        }
        let events = &self.events;
        let own = self.own.get_or_insert_with(|| {
            let (sender, receiver) = crossbeam_channel::bounded(COMMANDS_MAX);
            let events = events.clone();
            let thread = thread::Builder::new().name("watcher".to_owned());
            if let Err(error) = thread.spawn(move || run(&receiver, &events)) {
                tracing::error!("files are not watched: {error}");
            }
            sender
        });
        // The thread has ended if there is nothing to watch with, and has said so.
        if let Err(TrySendError::Full(_)) = own.try_send(folders) {
            tracing::error!("folders change too often to be watched");
        }
    }
}

/// Watches the folders that come through the channel, each time all of them.
fn run(folders: &Receiver<Vec<PathBuf>>, events: &RingingSender<Event>) {
    use notify::Watcher;
    let handler = handler(events.clone());
    // Not that files are opened and read, which this server does most.
    let config = Config::default().with_event_kinds(EventKindMask::CORE);
    let mut watcher = match RecommendedWatcher::new(handler, config) {
        Ok(watcher) => watcher,
        Err(error) => {
            tracing::error!("files are not watched: {error}");
            return;
        }
    };
    let mut watched: Vec<PathBuf> = Vec::new();
    for wanted in folders {
        for folder in watched.iter().filter(|folder| !wanted.contains(folder)) {
            // A folder that is gone needs not be watched.
            let _ = watcher.unwatch(folder);
        }
        for folder in wanted.iter().filter(|folder| !watched.contains(folder)) {
            if let Err(error) = watcher.watch(folder, RecursiveMode::Recursive) {
                tracing::warn!("{} is not watched: {error}", folder.display());
            }
        }
        watched = wanted;
    }
}

/// What is done with what the system tells. It runs on a thread of its own, which may wait.
fn handler(events: RingingSender<Event>) -> impl FnMut(notify::Result<notify::Event>) {
    move |event| {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                tracing::warn!("watching files failed: {error}");
                return;
            }
        };
        let changes = event.paths.into_iter().filter_map(disk_change).collect::<Vec<_>>();
        if !changes.is_empty() {
            // The main loop is gone when the session has ended.
            let _ = events.send(Event::DiskChanged(changes));
        }
    }
}

/// What a path has to do with the workspace; nothing for files of other sorts that are there.
fn disk_change(path: PathBuf) -> Option<DiskChange> {
    let metadata = path.metadata();
    let is_relevant =
        is_source_or_ignore_file(&path) || !metadata.as_ref().is_ok_and(|it| it.is_file());
    let is_hidden = path.file_name().and_then(OsStr::to_str) == Some(".git");
    (is_relevant && !is_hidden).then(|| DiskChange { path, is_there: metadata.is_ok() })
}

fn is_source_or_ignore_file(path: &Path) -> bool {
    language_of(path).is_some() || is_ignore_file(path)
}

impl Server {
    /// Watches the folders of the workspace, or tells the client to.
    pub(super) fn watch_folders(&mut self) {
        if !self.capabilities.registers_watchers {
            let roots = self.folders.roots();
            return self.watcher.watch(roots);
        }
        if self.watcher.is_registered {
            if !self.capabilities.relative_patterns {
                // The patterns are the same for all folders.
                return;
            }
            let method = "workspace/didChangeWatchedFiles".to_owned();
            let unregistration = Unregistration { id: REGISTRATION.to_owned(), method };
            let params = UnregistrationParams { unregisterations: vec![unregistration] };
            let method = "client/unregisterCapability";
            self.client.request(method, &params, Pending::Acknowledgement(method));
        }
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: self.watchers() };
        let registration = Registration {
            id: REGISTRATION.to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let method = "client/registerCapability";
        self.client.request(method, &params, Pending::Acknowledgement(method));
        self.watcher.is_registered = true;
    }

    /// What the client is to watch: in each folder where it understands that, else everywhere.
    fn watchers(&self) -> Vec<FileSystemWatcher> {
        let globs = [source_glob(), IGNORE_GLOB.to_owned()];
        let watcher = |glob_pattern| FileSystemWatcher { glob_pattern, kind: None };
        if !self.capabilities.relative_patterns {
            return globs.map(|glob| watcher(GlobPattern::Pattern(glob))).to_vec();
        }
        let relative = |uri: &str, pattern: &String| {
            watcher(GlobPattern::RelativePattern(RelativePattern {
                base_uri: Uri::from(uri).into(),
                pattern: pattern.clone(),
            }))
        };
        let folders = self.folders.iter();
        folders
            .flat_map(|folder| globs.each_ref().map(|glob| relative(&folder.uri, glob)))
            .collect()
    }

    /// Looks at what has changed on disk.
    pub(super) fn on_disk_changed(&mut self, changes: Vec<DiskChange>) {
        let (mut relevant, mut others) = (Vec::new(), Vec::new());
        for DiskChange { path, is_there } in changes {
            let is_relevant = is_there || is_source_or_ignore_file(&path);
            if is_relevant { relevant.push(path) } else { others.push(path) }
        }
        // What is gone may have been a folder.
        if !others.is_empty() {
            relevant.extend(self.known_folders(&others));
        }
        self.look_at(relevant);
    }

    fn look_at_uris<'a>(&mut self, uris: impl Iterator<Item = &'a Value>) {
        let paths: Vec<PathBuf> =
            uris.filter_map(|uri| path_of_label(&label_of_uri(uri.as_str()?))).collect();
        self.look_at(paths);
    }
}

fn entries<'a>(params: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    params[list].as_array().into_iter().flatten()
}

/// `workspace/didChangeWatchedFiles`.
pub(super) fn on_watched_files(server: &mut Server, params: Value) {
    server.look_at_uris(entries(&params, "changes").map(|change| &change["uri"]));
}

/// `workspace/didCreateFiles` and `workspace/didDeleteFiles`.
pub(super) fn on_created_or_deleted_files(server: &mut Server, params: Value) {
    server.look_at_uris(entries(&params, "files").map(|file| &file["uri"]));
}

/// `workspace/didRenameFiles`.
pub(super) fn on_renamed_files(server: &mut Server, params: Value) {
    let uris = entries(&params, "files").flat_map(|file| [&file["oldUri"], &file["newUri"]]);
    server.look_at_uris(uris);
}
