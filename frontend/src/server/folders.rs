//! The folders of the workspace.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Server;
use crate::proto::{is_within, label_of_path, label_of_uri, path_of_label};

/// A folder of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folder {
    /// Its URI as the client spells it.
    pub(super) uri: String,
    /// Its label.
    pub(super) label: String,
    /// Its path; none for a folder that is not on this machine.
    pub(super) path: Option<PathBuf>,
}

/// The folders of the workspace, each once.
#[derive(Debug, Default)]
pub(super) struct Folders {
    folders: Vec<Folder>,
}

impl Folder {
    fn new(uri: &str) -> Self {
        let label = label_of_uri(uri);
        Self { uri: uri.to_owned(), path: path_of_label(&label), label }
    }
}

impl Folders {
    /// The folders that the parameters of `initialize` name: `workspaceFolders`, else `rootUri`, else
    /// `rootPath`.
    pub(super) fn read(params: &Value) -> Self {
        let mut folders = Self::default();
        if let Some(list) = params["workspaceFolders"].as_array() {
            for uri in list.iter().filter_map(|folder| folder["uri"].as_str()) {
                folders.add(uri);
            }
        } else if let Some(uri) = params["rootUri"].as_str() {
            folders.add(uri);
        } else if let Some(path) = params["rootPath"].as_str() {
            folders.add(&label_of_path(Path::new(path)));
        }
        folders
    }

    fn add(&mut self, uri: &str) -> Option<Folder> {
        let folder = Folder::new(uri);
        if self.folders.iter().any(|known| known.label == folder.label) {
            return None;
        }
        self.folders.push(folder.clone());
        Some(folder)
    }

    fn remove(&mut self, uri: &str) -> Option<Folder> {
        let label = label_of_uri(uri);
        let index = self.folders.iter().position(|folder| folder.label == label)?;
        Some(self.folders.remove(index))
    }

    /// All folders.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Folder> {
        self.folders.iter()
    }

    /// How many folders there are.
    pub(super) fn len(&self) -> usize {
        self.folders.len()
    }

    /// The outermost folder that holds a file.
    pub(super) fn holding(&self, label: &str) -> Option<&Folder> {
        let holding = self.folders.iter().filter(|folder| is_within(label, &folder.label));
        holding.min_by_key(|folder| folder.label.len())
    }

    /// The paths of folders that do not lie in others.
    pub(super) fn roots(&self) -> Vec<PathBuf> {
        let is_root = |folder: &&Folder| {
            self.holding(&folder.label).is_some_and(|outer| outer.label == folder.label)
        };
        self.folders.iter().filter(is_root).filter_map(|folder| folder.path.clone()).collect()
    }
}

/// `workspace/didChangeWorkspaceFolders`.
pub(super) fn on_change(server: &mut Server, params: Value) {
    let uris = |name: &str| -> Vec<String> {
        let list = params["event"][name].as_array().into_iter().flatten();
        list.filter_map(|folder| Some(folder["uri"].as_str()?.to_owned())).collect()
    };
    for uri in uris("removed") {
        if let Some(folder) = server.folders.remove(&uri) {
            server.forget_folder(&folder.label);
        }
    }
    for uri in uris("added") {
        if let Some(path) = server.folders.add(&uri).and_then(|folder| folder.path) {
            server.index_folder(path);
        }
    }
    server.watch_folders();
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn folders_come_from_the_newest_parameter_that_is_there() {
        let labels = |params: Value| -> Vec<String> {
            Folders::read(&params).iter().map(|folder| folder.label.clone()).collect()
        };
        let folders = json!([{ "uri": "file:///a/", "name": "a" }, { "uri": "file:///a" }, {}]);
        let all = json!({ "workspaceFolders": folders, "rootUri": "file:///b", "rootPath": "/c" });
        assert_eq!(labels(all), ["file:///a"]);
        let null = json!({ "workspaceFolders": null, "rootUri": "file:///b", "rootPath": "/c" });
        assert_eq!(labels(null), ["file:///b"]);
        assert_eq!(labels(json!({ "rootUri": null, "rootPath": "/c" })), ["file:///c"]);
        assert!(labels(json!({})).is_empty());
    }

    #[test]
    fn folders_in_folders_are_no_roots() {
        let mut folders = Folders::default();
        for uri in ["file:///a/b", "file:///a", "file:///ab"] {
            folders.add(uri);
        }
        assert_eq!(folders.roots(), [Path::new("/a"), Path::new("/ab")]);
        let holding = folders.holding("file:///a/b/c.rho").map(|folder| &*folder.label);
        assert_eq!(holding, Some("file:///a"));
    }
}
