//! The outline of a file.

use super::document::{DocumentRef, documents};
use crate::symbol::{OutlineItem, SymbolKind};
use crate::text::TextRange;
use crate::workspace::{FileId, Snapshot};

/// What a file consists of, in pre-order. Each program inside the file that has items is one, after
/// those of the file.
pub fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<OutlineItem> {
    let mut items = Vec::new();
    for document in documents(snapshot, file) {
        match document.extent() {
            None => document.rules().outline(document.document(), &mut items),
            Some(extent) => {
                let mut inside = Vec::new();
                document.rules().outline(document.document(), &mut inside);
                add_region(&document, extent, inside, &mut items);
            }
        }
    }
    items
}

/// Adds the items of a program inside the file, with ranges of the file. Items whose names the file
/// computes are left out, and what is in them moves up.
fn add_region(
    document: &DocumentRef<'_>,
    extent: TextRange,
    inside: Vec<OutlineItem>,
    items: &mut Vec<OutlineItem>,
) {
    if inside.is_empty() {
        return;
    }
    let region = u32::try_from(items.len()).ok();
    items.push(OutlineItem {
        name: document.rules().name().to_owned(),
        detail: String::new(),
        kind: SymbolKind::Region,
        range: extent,
        selection: extent,
        parent: None,
    });
    // For each item inside its place in the outline, or that of the item around it.
    let mut places: Vec<Option<u32>> = Vec::with_capacity(inside.len());
    for mut item in inside {
        let around = item.parent.and_then(|parent| places.get(parent as usize).copied());
        let around = around.unwrap_or(region);
        let ranges = (document.file_span(item.range), document.file_range(item.selection));
        let (Some(range), Some(selection)) = ranges else {
            places.push(around);
            continue;
        };
        places.push(u32::try_from(items.len()).ok());
        (item.range, item.selection, item.parent) = (range, selection, around);
        items.push(item);
    }
}
