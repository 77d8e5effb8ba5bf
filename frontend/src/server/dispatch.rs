//! Which message goes where: one table of requests and one of notifications.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{
    DeclarationProvider, DefinitionProvider, DiagnosticOptions, DiagnosticProvider,
    DocumentHighlightProvider, DocumentSymbolProvider, FoldingRangeProvider, Full, HoverProvider,
    ImplementationProvider, ReferencesProvider, RenameOptions, RenameProvider,
    SelectionRangeProvider, SemanticTokensFullDelta, SemanticTokensOptions,
    SemanticTokensOptionsRange, SemanticTokensProvider, ServerCapabilities, TextDocumentContent,
    TextDocumentContentOptions, WorkspaceSymbolProvider,
};
use rholang_engine_sync::pool::Lane;
use serde_json::Value;

use super::introspection::Finish;
use super::settings::Budget;
use super::{Server, documents, folders, introspection, watch};
use crate::proto::token_legend;
use crate::request::{
    Context, Failure, Reply, declaration, definition, diagnostic, document_highlight,
    document_symbol, folding_range, hover, implementation, prepare_rename, references, regions,
    rename, selection_range, semantic_tokens, syntax_tree, text_document_content, typed,
    workspace_diagnostic, workspace_symbol,
};

/// Which texts a request has to see in the form that they had when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// None: it is answered from what is known.
    Nothing,
    /// The text of the document that it is about.
    Document,
    /// The texts of all open documents.
    Workspace,
}

/// What becomes of a request whose document was changed again before work on it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stale {
    /// It is answered with `ContentModified`: the position in it may mean something else by now.
    Refuse,
    /// It is answered for the newer text: it says nothing that depends on the older one.
    Recompute,
}

/// Where a request is answered.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// On the pool, from a snapshot.
    Pool(Lane, fn(&Context, Value) -> Result<Reply, Failure>),
    /// In the main loop, which knows what no snapshot does. Only for people who debug.
    MainLoop(fn(&Server) -> Value),
    /// Begun in the main loop, and finished on the background lane. Only for people who debug.
    Both(fn(&Server) -> Finish),
}

impl std::fmt::Debug for Run {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pool(lane, _) => write!(formatter, "Pool({lane})"),
            Self::MainLoop(_) => formatter.write_str("MainLoop"),
            Self::Both(_) => formatter.write_str("Both"),
        }
    }
}

/// A request that the server understands.
#[derive(Debug)]
pub(super) struct Method {
    /// The method as it stands in messages.
    pub(super) name: &'static str,
    /// What it has to see.
    pub(super) needs: Needs,
    /// What happens if that changes.
    pub(super) stale: Stale,
    /// When it is called slow.
    pub(super) budget: Budget,
    /// Tells clients about it.
    pub(super) advertise: fn(&mut ServerCapabilities),
    /// What answers it.
    pub(super) run: Run,
}

/// A row of the table: name, lane, what it needs, what happens if that changes, when it is slow; how
/// it is advertised; what answers it.
macro_rules! methods {
    ($(
        $name:literal $lane:ident $needs:ident $stale:ident $budget:ident,
        $advertise:expr,
        $run:expr;
    )+) => {
        &[ $( Method {
            name: $name,
            needs: Needs::$needs,
            stale: Stale::$stale,
            budget: Budget::$budget,
            advertise: $advertise,
            run: methods!(@run $lane $run),
        } ),+ ]
    };
    (@run MainLoop $run:expr) => { Run::MainLoop($run) };
    (@run Both $run:expr) => { Run::Both($run) };
    (@run $lane:ident $run:expr) => { Run::Pool(Lane::$lane, $run) };
}

/// All requests, except for those that begin and end the session.
#[rustfmt::skip]
pub(super) static METHODS: &[Method] = methods! {
    "textDocument/definition" Interactive Workspace Refuse Goto,
        |server| server.definition_provider = Some(DefinitionProvider::Bool(true)),
        |context, params| typed(context, params, definition::run);
    "textDocument/declaration" Interactive Workspace Refuse Goto,
        |server| server.declaration_provider = Some(DeclarationProvider::Bool(true)),
        |context, params| typed(context, params, declaration::run);
    "textDocument/implementation" Interactive Workspace Refuse Goto,
        |server| server.implementation_provider = Some(ImplementationProvider::Bool(true)),
        |context, params| typed(context, params, implementation::run);
    "textDocument/references" Interactive Workspace Refuse References,
        |server| server.references_provider = Some(ReferencesProvider::Bool(true)),
        |context, params| typed(context, params, references::run);
    "textDocument/documentHighlight" Interactive Document Refuse Resolution,
        |server| server.document_highlight_provider = Some(DocumentHighlightProvider::Bool(true)),
        |context, params| typed(context, params, document_highlight::run);
    "textDocument/hover" Interactive Workspace Refuse Resolution,
        |server| server.hover_provider = Some(HoverProvider::Bool(true)),
        |context, params| typed(context, params, hover::run);
    "textDocument/prepareRename" Interactive Document Refuse Resolution,
        |_| {},
        |context, params| typed(context, params, prepare_rename::run);
    "textDocument/rename" Interactive Workspace Refuse Rename,
        |server| server.rename_provider = Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            ..RenameOptions::default()
        })),
        |context, params| typed(context, params, rename::run);
    "textDocument/documentSymbol" Interactive Document Recompute Document,
        |server| server.document_symbol_provider = Some(DocumentSymbolProvider::Bool(true)),
        |context, params| typed(context, params, document_symbol::run);
    "textDocument/foldingRange" Interactive Document Recompute Document,
        |server| server.folding_range_provider = Some(FoldingRangeProvider::Bool(true)),
        |context, params| typed(context, params, folding_range::run);
    "textDocument/selectionRange" Interactive Document Refuse Resolution,
        |server| server.selection_range_provider = Some(SelectionRangeProvider::Bool(true)),
        |context, params| typed(context, params, selection_range::run);
    "textDocument/semanticTokens/full" Interactive Document Recompute Document,
        |server| server.semantic_tokens_provider =
            Some(SemanticTokensProvider::SemanticTokensOptions(SemanticTokensOptions {
                legend: token_legend(),
                range: Some(SemanticTokensOptionsRange::Bool(true)),
                full: Some(Full::SemanticTokensFullDelta(SemanticTokensFullDelta {
                    delta: Some(true),
                })),
                ..SemanticTokensOptions::default()
            })),
        semantic_tokens::full;
    "textDocument/semanticTokens/full/delta" Interactive Document Recompute Document,
        |_| {},
        semantic_tokens::delta;
    "textDocument/semanticTokens/range" Interactive Document Recompute Document,
        |_| {},
        semantic_tokens::range;
    "textDocument/diagnostic" Normal Document Recompute Document,
        |server| server.diagnostic_provider =
            Some(DiagnosticProvider::DiagnosticOptions(DiagnosticOptions {
                identifier: Some("rholang".to_owned()),
                inter_file_dependencies: false,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })),
        |context, params| typed(context, params, diagnostic::run);
    "workspace/diagnostic" Normal Nothing Recompute Workspace,
        |_| {},
        workspace_diagnostic::run;
    "workspace/symbol" Interactive Workspace Recompute Workspace,
        |server| server.workspace_symbol_provider = Some(WorkspaceSymbolProvider::Bool(true)),
        |context, params| typed(context, params, workspace_symbol::run);
    "workspace/textDocumentContent" Interactive Nothing Recompute Document,
        |server| if let Some(workspace) = &mut server.workspace {
            let schemes = text_document_content::SCHEMES.map(str::to_owned).to_vec();
            workspace.text_document_content =
                Some(TextDocumentContent::Options(TextDocumentContentOptions { schemes }));
        },
        |context, params| typed(context, params, text_document_content::run);
    "rholang/syntaxTree" Interactive Document Recompute Document,
        |_| {},
        |context, params| typed(context, params, syntax_tree::run);
    "rholang/regions" Interactive Document Recompute Document,
        |_| {},
        |context, params| typed(context, params, regions::run);
    "rholang/metrics" Both Nothing Recompute Document,
        |_| {},
        introspection::metrics;
    "rholang/memory" Both Nothing Recompute Workspace,
        |_| {},
        introspection::memory;
    "rholang/status" MainLoop Nothing Recompute Document,
        |_| {},
        introspection::status;
};

/// The row of a method.
pub(super) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name == name)
}

/// What handles a notification. It must not compute anything that takes long.
pub(super) type OnNotification = fn(&mut Server, Value);

/// All notifications, except for `exit` and `$/cancelRequest`.
pub(super) static NOTIFICATIONS: &[(&str, OnNotification)] = &[
    ("initialized", Server::on_initialized),
    ("textDocument/didOpen", documents::on_open),
    ("textDocument/didChange", documents::on_change),
    ("textDocument/didSave", documents::on_save),
    ("textDocument/didClose", documents::on_close),
    ("workspace/didChangeConfiguration", Server::on_configuration_changed),
    ("workspace/didChangeWorkspaceFolders", folders::on_change),
    ("workspace/didChangeWatchedFiles", watch::on_watched_files),
    ("workspace/didCreateFiles", watch::on_created_or_deleted_files),
    ("workspace/didRenameFiles", watch::on_renamed_files),
    ("workspace/didDeleteFiles", watch::on_created_or_deleted_files),
    ("window/workDoneProgress/cancel", Server::on_progress_cancelled),
];

/// Runs a request on a worker, with whatever it does, a panic included, as its outcome.
pub(super) fn run_on_pool(
    run: fn(&Context, Value) -> Result<Reply, Failure>,
    context: &Context,
    params: Value,
) -> Result<Reply, ResponseError> {
    run_caught(|| run(context, params))?.map_err(response_error)
}

/// Does something, with a panic as an error.
pub(super) fn run_caught<T>(run: impl FnOnce() -> T) -> Result<T, ResponseError> {
    // What a request can leave half done is gone with it: it changes nothing.
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| ResponseError {
        code: ErrorCode::InternalError as i32,
        message: "the request failed because of a bug of the server; its log says where".to_owned(),
        data: None,
    })
}

fn response_error(failure: Failure) -> ResponseError {
    let (code, message) = match failure {
        Failure::Cancelled => (ErrorCode::RequestCanceled, "the request was cancelled".to_owned()),
        Failure::InvalidParams(message) => (ErrorCode::InvalidParams, message),
        Failure::Refused(message) => (ErrorCode::RequestFailed, message),
    };
    ResponseError { code: code as i32, message, data: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error() {
        let error = run_caught(|| panic!("on purpose")).unwrap_err();
        assert_eq!(error.code, ErrorCode::InternalError as i32);
        assert!(run_caught(|| 7).is_ok_and(|seven| seven == 7));
    }

    #[test]
    fn names_are_unique() {
        for (index, method) in METHODS.iter().enumerate() {
            assert!(METHODS[..index].iter().all(|other| other.name != method.name));
        }
        for (index, (name, _)) in NOTIFICATIONS.iter().enumerate() {
            assert!(NOTIFICATIONS[..index].iter().all(|(other, _)| other != name));
        }
    }
}
