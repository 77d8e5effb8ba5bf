//! Diagnostics that are pushed.
//!
//! - A client that asks for diagnostics (`textDocument/diagnostic`) is pushed none: it would show
//!   them twice. It also learns about files that are not open (`workspace/diagnostic`).
//! - Other clients are pushed the diagnostics of open documents each time new facts are there, and an
//!   empty list when a document is closed.
//!
//! They are computed on the pool. What is older than what was sent last is not sent.

use rholang_engine::FileId;
use rholang_engine_sync::pool::{CancelToken, Lane};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Server;
use super::main_loop::Event;
use crate::request::diagnostic::diagnostics;
use crate::transport::{Policy, raw};

/// The diagnostics of one version of one document.
#[derive(Debug)]
pub(super) struct Publication {
    file: FileId,
    /// The version of the workspace.
    number: u64,
    params: Box<RawValue>,
}

#[derive(Serialize)]
struct Params<'a> {
    uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    diagnostics: Vec<lsp_types::Diagnostic>,
}

const METHOD: &str = "textDocument/publishDiagnostics";

impl Server {
    /// Computes the diagnostics of open documents whose facts are new, and sends them.
    pub(super) fn push_diagnostics(&mut self, files: Vec<FileId>) {
        if self.capabilities.pulls_diagnostics || files.is_empty() {
            return;
        }
        let context = self.context(CancelToken::new());
        let has_versions = self.capabilities.diagnostic_versions;
        let events = self.events.0.clone();
        drop(self.pool.spawn(Lane::Normal, move || {
            let snapshot = &context.convert.snapshot;
            let publication = |file: FileId| Publication {
                file,
                number: snapshot.number(),
                params: raw(&Params {
                    uri: &context.convert.uri(file).0,
                    version: snapshot
                        .file(file)
                        .and_then(|revision| revision.version())
                        .filter(|_| has_versions),
                    diagnostics: diagnostics(&context, file),
                }),
            };
            let publications = files.into_iter().map(publication).collect();
            // The main loop is gone when the session has ended.
            let _ = events.send(Event::Diagnosed(publications));
        }));
    }

    /// Sends diagnostics, unless newer ones were sent or the document was closed meanwhile.
    pub(super) fn on_diagnosed(&mut self, publications: Vec<Publication>) {
        for Publication { file, number, params } in publications {
            let Some(document) = self.documents.get_mut(file) else {
                continue;
            };
            if document.published > number {
                continue;
            }
            document.published = number;
            let policy = Policy::Latest(document.uri.clone());
            self.client.notify_raw(policy, METHOD, params);
        }
    }

    /// Takes the diagnostics of a document away that was closed.
    pub(super) fn clear_diagnostics(&mut self, uri: &str) {
        if !self.capabilities.pulls_diagnostics {
            let params = Params { uri, version: None, diagnostics: Vec::new() };
            self.client.notify(Policy::Latest(uri.to_owned()), METHOD, &params);
        }
    }

    /// Follows settings that change diagnostics.
    pub(super) fn on_severities_changed(&mut self) {
        let open = self.documents.iter().map(|(file, _)| file).collect();
        self.push_diagnostics(open);
        self.wake_parked();
        self.refresh_diagnostics();
    }

    /// Tells the client to ask again for diagnostics, which have changed although texts have not.
    pub(super) fn refresh_diagnostics(&mut self) {
        if self.capabilities.pulls_diagnostics && self.capabilities.refreshes_diagnostics {
            self.client.refresh("workspace/diagnostic/refresh");
        }
    }

    /// The same for semantic tokens.
    pub(super) fn refresh_tokens(&mut self) {
        if self.capabilities.refreshes_tokens {
            self.client.refresh("workspace/semanticTokens/refresh");
        }
    }
}
