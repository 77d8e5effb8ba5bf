//! Requests, one file for each method.
//!
//! A request is a function of a [`Context`], which holds one version of the workspace, and the
//! parameters. It changes nothing and runs on the pool. The table in `server/dispatch.rs` says when
//! and where. To add a request, add a file here and a row there.

pub mod declaration;
pub mod definition;
pub mod diagnostic;
pub mod document_highlight;
pub mod document_symbol;
pub mod folding_range;
pub mod hover;
pub mod implementation;
pub mod navigate;
pub mod prepare_rename;
pub mod references;
pub mod regions;
pub mod rename;
pub mod selection_range;
pub mod semantic_tokens;
pub mod syntax_tree;
pub mod text_document_content;
pub mod workspace_diagnostic;
pub mod workspace_symbol;

use std::sync::Arc;

use rholang_engine::FileId;
use rholang_engine::workspace::FileRevision;
use rholang_engine_sync::pool::{CancelToken, Cancelled, map_until};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::proto::Convert;
use crate::server::capabilities::ClientCapabilities;
use crate::server::settings::Settings;
use crate::transport::raw;
use semantic_tokens::KeptTokens;

/// What a request knows.
pub struct Context {
    /// One version of the workspace, in the client's terms.
    pub convert: Convert,
    /// What the client can do.
    pub client: Arc<ClientCapabilities>,
    /// What the user wants.
    pub settings: Arc<Settings>,
    /// Tells one state of the settings of one process from every other.
    pub settings_id: Arc<str>,
    /// Whether the client wants the answer no more.
    pub cancel: CancelToken,
    /// The tokens of the document at hand that were sent last.
    pub tokens: Option<Arc<KeptTokens>>,
}

impl Context {
    /// The id of everything that follows from a file's revision and the settings alone.
    pub fn revision_id(&self, file: FileId) -> String {
        let revision = self.convert.snapshot.file(file);
        let [stamp, others, settings] = revision.map_or([0; 3], FileRevision::identity);
        format!("{}.{stamp:x}.{others:x}.{settings:x}", self.settings_id)
    }
}

/// What a request is answered with.
#[derive(Debug)]
pub enum Reply {
    /// The result.
    Result(Box<RawValue>),
    /// The result, and what is kept to tell later what has changed.
    Tokens {
        /// The result.
        result: Box<RawValue>,
        /// The document.
        file: FileId,
        /// What the client has then.
        kept: Arc<KeptTokens>,
    },
    /// Nothing has changed since the client asked the last time. The answer waits until something
    /// does.
    Unchanged,
}

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The client does not want it any more.
    Cancelled,
    /// The parameters make no sense; a sentence that says why.
    InvalidParams(String),
    /// What was asked for cannot be done; a sentence that says why.
    Refused(String),
}

impl From<Cancelled> for Failure {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Reads the parameters of a request, runs it, and writes its result as JSON.
///
/// # Errors
///
/// Those of the request, or that the parameters make no sense.
pub fn typed<Params: DeserializeOwned, Outcome: Serialize>(
    context: &Context,
    params: Value,
    run: impl FnOnce(&Context, Params) -> Result<Outcome, Failure>,
) -> Result<Reply, Failure> {
    run(context, read_params(params)?).map(|outcome| Reply::Result(raw(&outcome)))
}

/// The items of an answer that may be long, as JSON: all workers that are free write them.
///
/// # Errors
///
/// If `cancel` asked to stop.
pub fn raw_items<T: Sync, Item: Serialize>(
    items: &[T],
    cancel: &CancelToken,
    item: impl Fn(&T) -> Item + Sync,
) -> Result<Vec<Box<RawValue>>, Cancelled> {
    map_until(cancel, 0..items.len(), || (), |(), index| raw(&item(&items[index])))
}

/// The parameters of a request.
///
/// # Errors
///
/// If they make no sense.
pub fn read_params<Params: DeserializeOwned>(params: Value) -> Result<Params, Failure> {
    serde_json::from_value(params)
        .map_err(|error| Failure::InvalidParams(format!("the parameters make no sense: {error}")))
}
