//! Occurrences of a symbol in the file at hand.

use super::At;
use super::document::{Found, documents};
use crate::symbol::Role;
use crate::text::TextRange;
use crate::workspace::Snapshot;

/// The occurrences of the symbol at a place in the same file, in order of the text.
pub fn highlights(snapshot: &Snapshot, at: At) -> Vec<(TextRange, Role)> {
    let Some(found) = Found::at(snapshot, at) else {
        return Vec::new();
    };
    let mut highlights = Vec::new();
    let mut occurrences = Vec::new();
    let shared = found.shared(snapshot);
    for document in documents(snapshot, at.file) {
        let symbol = match shared {
            _ if document.language != found.document.language => None,
            Some(shared) => shared.in_document(&document, shared.mentions()),
            None if document.is_same(&found.document) => Some(found.occurrence.symbol),
            None => None,
        };
        let Some(symbol) = symbol else { continue };
        document.rules().occurrences(document.document, symbol, &mut occurrences);
        let place = |occurrence: crate::symbol::Occurrence| {
            Some((document.file_range(occurrence.range)?, occurrence.role))
        };
        highlights.extend(occurrences.drain(..).filter_map(place));
    }
    highlights.sort_by_key(|&(range, _)| range);
    highlights
}
