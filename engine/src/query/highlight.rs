//! Occurrences of a symbol in the file at hand.

use super::At;
use super::document::{DocumentRef, Found, documents};
use super::module::Modules;
use crate::symbol::{Occurrence, Role, Space, Symbol};
use crate::text::TextRange;
use crate::workspace::Snapshot;

/// The occurrences of the symbol at a place in the same file, in order of the text.
pub fn highlights(snapshot: &Snapshot, at: At) -> Vec<(TextRange, Role)> {
    let Some(found) = Found::at(snapshot, at) else {
        return Vec::new();
    };
    let mut highlights = Vec::new();
    let mut occurrences = Vec::new();
    for (document, symbol) in symbols(snapshot, &found) {
        document.rules().occurrences(document.document(), symbol, &mut occurrences);
        let place = |occurrence: Occurrence| {
            Some((document.file_range(occurrence.range)?, occurrence.role))
        };
        highlights.extend(occurrences.drain(..).filter_map(place));
    }
    highlights.sort_by_key(|&(range, _)| range);
    highlights
}

/// The documents of the file in which the symbol of an occurrence occurs, with the symbol in their
/// numbering.
fn symbols<'s>(snapshot: &'s Snapshot, found: &Found<'s>) -> Vec<(DocumentRef<'s>, Symbol)> {
    let own = found.document;
    if let Symbol::Shared(Space::Module, module) = found.occurrence.symbol {
        let mut modules = Modules::new(snapshot);
        if let Some(file) = modules.file_of(&own, module) {
            let names = modules.names_for(file, own.file);
            let symbol = |name| Symbol::Shared(Space::Module, name);
            return names.into_iter().map(|(document, name)| (document, symbol(name))).collect();
        }
    }
    let Some(shared) = found.shared(snapshot) else {
        return vec![(own, found.occurrence.symbol)];
    };
    documents(snapshot, own.file)
        .filter(|document| document.language == own.language)
        .filter_map(|document| {
            let symbol = shared.in_document(&document, shared.mentions())?;
            Some((document, symbol))
        })
        .collect()
}
