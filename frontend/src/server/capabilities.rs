//! What the client can do, resolved once, and what the server says that it can do.
//!
//! The client's capabilities are read from JSON by their paths instead of with the protocol's types:
//! a client that sends one value nobody knows should not fail to start for it.

use lsp_types::{
    ChangeNotifications, FileOperationFilter, FileOperationOptions, FileOperationPattern,
    FileOperationRegistrationOptions, PositionEncodingKind, Save, ServerCapabilities,
    TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use rholang_engine::LanguageId;
use rholang_engine::text::PositionEncoding;
use serde_json::Value;

use super::dispatch::METHODS;

/// What the client can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientCapabilities {
    /// Definitions may be links with the range of the word that was asked about.
    pub definition_links: bool,
    /// The same for declarations.
    pub declaration_links: bool,
    /// The same for implementations.
    pub implementation_links: bool,
    /// Hovers may be Markdown.
    pub hover_markdown: bool,
    /// Document symbols may be a tree.
    pub hierarchical_symbols: bool,
    /// Edits of several files may name the versions they are for.
    pub document_changes: bool,
    /// Diagnostics may carry other places.
    pub related_information: bool,
    /// Diagnostics may carry a link to their explanation, and the client shows documents that the
    /// server provides, which explanations are.
    pub code_description: bool,
    /// Diagnostics may be tagged as unnecessary or deprecated.
    pub diagnostic_tags: bool,
    /// Pushed diagnostics may name the version they are for.
    pub diagnostic_versions: bool,
    /// The client asks for diagnostics by itself.
    pub pulls_diagnostics: bool,
    /// The client asks again for diagnostics when told.
    pub refreshes_diagnostics: bool,
    /// The client asks again for semantic tokens when told.
    pub refreshes_tokens: bool,
    /// Settings can be asked for.
    pub pulls_configuration: bool,
    /// The client can be asked to tell of changed settings.
    pub registers_configuration: bool,
    /// The client can be asked to watch files.
    pub registers_watchers: bool,
    /// Watched files can be named relative to a folder.
    pub relative_patterns: bool,
    /// The server may show progress of its own.
    pub work_done_progress: bool,
}

impl ClientCapabilities {
    /// Reads the `capabilities` of an `initialize` request.
    pub fn read(capabilities: &Value) -> Self {
        let flag = |path: &str| capabilities.pointer(path) == Some(&Value::Bool(true));
        let is_there = |path: &str| capabilities.pointer(path).is_some_and(|it| !it.is_null());
        let lists = |path: &str, word: &str| {
            let list = capabilities.pointer(path).and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|value| value == word))
        };
        Self {
            definition_links: flag("/textDocument/definition/linkSupport"),
            declaration_links: flag("/textDocument/declaration/linkSupport"),
            implementation_links: flag("/textDocument/implementation/linkSupport"),
            hover_markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            hierarchical_symbols: flag(
                "/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport",
            ),
            document_changes: flag("/workspace/workspaceEdit/documentChanges"),
            related_information: flag("/textDocument/publishDiagnostics/relatedInformation")
                || flag("/textDocument/diagnostic/relatedInformation"),
            code_description: is_there("/workspace/textDocumentContent")
                && (flag("/textDocument/publishDiagnostics/codeDescriptionSupport")
                    || flag("/textDocument/diagnostic/codeDescriptionSupport")),
            diagnostic_tags: is_there("/textDocument/publishDiagnostics/tagSupport")
                || is_there("/textDocument/diagnostic/tagSupport"),
            diagnostic_versions: flag("/textDocument/publishDiagnostics/versionSupport"),
            pulls_diagnostics: is_there("/textDocument/diagnostic"),
            refreshes_diagnostics: flag("/workspace/diagnostics/refreshSupport"),
            refreshes_tokens: flag("/workspace/semanticTokens/refreshSupport"),
            pulls_configuration: flag("/workspace/configuration"),
            registers_configuration: flag("/workspace/didChangeConfiguration/dynamicRegistration"),
            registers_watchers: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            relative_patterns: flag("/workspace/didChangeWatchedFiles/relativePatternSupport"),
            work_done_progress: flag("/window/workDoneProgress"),
        }
    }
}

/// The encoding of positions: UTF-8 if the client offers it, because nothing has to be converted then;
/// else UTF-32, else UTF-16, which every client understands.
pub fn negotiate_encoding(capabilities: &Value) -> PositionEncoding {
    let offered = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
    let offers = |name: &str| offered.is_some_and(|list| list.iter().any(|kind| kind == name));
    if offers("utf-8") {
        PositionEncoding::Utf8
    } else if offers("utf-32") {
        PositionEncoding::Utf32
    } else {
        PositionEncoding::Utf16
    }
}

/// What the server can do: what the table of methods says, and how texts and files are followed.
pub fn server_capabilities(encoding: PositionEncoding) -> ServerCapabilities {
    let mut capabilities = ServerCapabilities {
        position_encoding: Some(match encoding {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            will_save: None,
            will_save_wait_until: None,
            save: Some(Save::Bool(true)),
        })),
        workspace: Some(WorkspaceOptions {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(ChangeNotifications::Bool(true)),
            }),
            file_operations: Some(file_operations()),
            text_document_content: None,
        }),
        ..ServerCapabilities::default()
    };
    for method in METHODS {
        (method.advertise)(&mut capabilities);
    }
    capabilities
}

/// Files and folders that users create, rename and delete in the editor. Clients tell of folders
/// nowhere else.
fn file_operations() -> FileOperationOptions {
    let filter = |glob: String| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob, matches: None, options: None },
    };
    let registration = || {
        let filters = vec![filter(source_glob()), filter("**/".to_owned())];
        Some(FileOperationRegistrationOptions { filters })
    };
    FileOperationOptions {
        did_create: registration(),
        did_rename: registration(),
        did_delete: registration(),
        ..FileOperationOptions::default()
    }
}

/// The pattern of files in the languages of the engine.
pub fn source_glob() -> String {
    let extensions: Vec<&str> =
        LanguageId::ALL.iter().flat_map(|id| id.language().extensions()).copied().collect();
    format!("**/*.{{{}}}", extensions.join(","))
}
