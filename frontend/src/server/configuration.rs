//! How settings come to the server: pulled where the client lets itself be asked, else pushed.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use lsp_types::{
    ConfigurationItem, ConfigurationParams, MessageType, Registration, RegistrationParams,
    ShowMessageParams,
};
use serde_json::{Value, json};

use super::Server;
use super::client::Pending;
use super::settings::{SECTION, Settings};
use crate::transport::Policy;

/// The section in a value that is the section or holds it.
pub(super) fn section_of(value: &Value) -> &Value {
    value.get(SECTION).unwrap_or(value)
}

impl Server {
    /// Asks the client to tell of changed settings.
    pub(super) fn register_configuration(&mut self) {
        if !self.capabilities.registers_configuration {
            return;
        }
        let registration = Registration {
            id: "configuration".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(json!({ "section": SECTION })),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let method = "client/registerCapability";
        self.client.request(method, &params, Pending::Acknowledgement(method));
    }

    /// Asks the client for the settings.
    pub(super) fn pull_configuration(&mut self) {
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        let params = ConfigurationParams { items: vec![item] };
        self.client.request("workspace/configuration", &params, Pending::Configuration);
    }

    /// `workspace/didChangeConfiguration`.
    pub(super) fn on_configuration_changed(&mut self, mut params: Value) {
        if self.capabilities.pulls_configuration {
            // What the notification holds depends on the client; the answer to a question does not.
            self.pull_configuration();
            return;
        }
        let settings = params["settings"].take();
        self.on_configuration(section_of(&settings).clone());
    }

    /// Takes over the section of settings that the client told.
    pub(super) fn on_configuration(&mut self, section: Value) {
        let (settings, problems) = Settings::read(&section, &self.base_settings);
        for problem in problems {
            tracing::debug!("settings: {problem}");
            let params = ShowMessageParams { kind: MessageType::Warning, message: problem };
            self.client.notify(Policy::Droppable, "window/showMessage", &params);
        }
        if settings != *self.settings {
            let changes_diagnostics = settings.diagnostics != self.settings.diagnostics
                || settings.severities != self.settings.severities;
            let changes_files = settings.metta_dialect != self.settings.metta_dialect;
            self.apply_settings(settings);
            if changes_diagnostics {
                self.on_severities_changed();
            }
            if changes_files {
                self.index_all();
            }
        }
        self.begin_indexing_if_due(true);
    }

    /// Makes settings take effect.
    pub(super) fn apply_settings(&mut self, settings: Settings) {
        self.log.set_level(settings.log_level);
        let for_engine = settings.for_engine();
        let changes_facts = *self.engine.settings() != for_engine;
        if changes_facts {
            // Requests wait until the documents are analysed by the new settings.
            self.documents.need_facts_after(self.indexer.stamp());
        }
        let changed = self.engine.set_settings(for_engine);
        // Indexers know the settings from when they were made.
        self.indexer = self.engine.indexer();
        self.settings = Arc::new(settings);
        // Processes that the client started one after the other must not share an id either.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.settings_id = Arc::from(format!("{:x}", now.as_nanos()));
        self.on_committed(changed);
        if changes_facts && !self.documents.is_empty() {
            self.refresh_diagnostics();
            self.refresh_tokens();
        }
    }
}
