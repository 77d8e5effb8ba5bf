//! The outline of a file.

use super::document::documents;
use crate::symbol::OutlineItem;
use crate::workspace::{FileId, Snapshot};

/// What a file consists of, in pre-order.
pub fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<OutlineItem> {
    let mut items = Vec::new();
    for document in documents(snapshot, file) {
        document.rules().outline(document.document, &mut items);
    }
    items
}
