//! Edits of files.

use lsp_types::{
    DocumentChange, Edit, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use rholang_engine::query::FileEdits;

use super::Convert;

/// The edits of several files; with the versions that they are for, if the client understands those.
pub fn to_lsp_workspace_edit(
    convert: &Convert,
    files: Vec<FileEdits>,
    has_versions: bool,
) -> WorkspaceEdit {
    let edited = files.into_iter().map(|file| {
        let edits = file.edits.into_iter();
        let edits = edits
            .map(|(range, new_text)| TextEdit { range: convert.range(file.file, range), new_text });
        (convert.uri(file.file), file.version, edits.collect::<Vec<_>>())
    });
    let mut edit =
        WorkspaceEdit { changes: None, document_changes: None, change_annotations: None };
    if has_versions {
        let change = |(uri, version, edits): (_, _, Vec<TextEdit>)| {
            DocumentChange::TextDocumentEdit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier {
                    version,
                    text_document_identifier: TextDocumentIdentifier { uri },
                },
                edits: edits.into_iter().map(Edit::TextEdit).collect(),
            })
        };
        edit.document_changes = Some(edited.map(change).collect());
    } else {
        edit.changes = Some(edited.map(|(uri, _, edits)| (uri, edits)).collect());
    }
    edit
}
