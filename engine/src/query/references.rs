//! All occurrences of a symbol.

use rholang_engine_sync::pool::map_until;

use super::document::{DocumentRef, Found, documents};
use super::link::Links;
use super::module::Modules;
use super::{At, CancelToken, Cancelled};
use crate::ir::NameId;
use crate::symbol::{Occurrence, Role, Space, Symbol};
use crate::text::TextRange;
use crate::workspace::{FileId, Snapshot};

/// A place where a symbol occurs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileOccurrence {
    /// The file.
    pub file: FileId,
    /// The characters that spell the symbol.
    pub range: TextRange,
    /// What happens to it there.
    pub role: Role,
}

/// All occurrences of the symbol at a place, by file and in order of the text, the file of the place
/// first.
///
/// # Errors
///
/// If `cancel` asked to stop.
pub fn references(
    snapshot: &Snapshot,
    at: At,
    include_declaration: bool,
    cancel: &CancelToken,
) -> Result<Vec<FileOccurrence>, Cancelled> {
    let Some(found) = Found::at(snapshot, at) else {
        return Ok(Vec::new());
    };
    let mut occurrences = Vec::new();
    for_each_occurrence(snapshot, &found, cancel, |document, occurrence| {
        if include_declaration || !occurrence.role.is_declaration() {
            let range = document.file_range(occurrence.range);
            let (file, role) = (document.file, occurrence.role);
            occurrences.extend(range.map(|range| FileOccurrence { file, range, role }));
        }
    })?;
    Ok(occurrences)
}

/// Calls `each` for all occurrences of the symbol of one occurrence. Documents are looked through by
/// all workers that are free.
pub(super) fn for_each_occurrence<'s>(
    snapshot: &'s Snapshot,
    found: &Found<'s>,
    cancel: &CancelToken,
    mut each: impl FnMut(&DocumentRef<'s>, Occurrence),
) -> Result<(), Cancelled> {
    let occurrences = map_documents(snapshot, found, cancel, |document, symbol| {
        let mut occurrences = Vec::new();
        document.rules().occurrences(document.document(), symbol, &mut occurrences);
        occurrences
    })?;
    for (document, occurrences) in &occurrences {
        occurrences.iter().for_each(|&occurrence| each(document, occurrence));
    }
    Ok(())
}

/// What `ask` says about all documents in which the symbol of an occurrence occurs, with the symbol in
/// the document's numbering. It is called by all workers that are free.
pub(super) fn map_documents<'s, T: Send>(
    snapshot: &'s Snapshot,
    found: &Found<'s>,
    cancel: &CancelToken,
    ask: impl Fn(&DocumentRef<'s>, Symbol) -> T + Sync,
) -> Result<Vec<(DocumentRef<'s>, T)>, Cancelled> {
    let mut places: Vec<(DocumentRef<'s>, Symbol)> = Vec::new();
    for_each_document(snapshot, found, cancel, |document, symbol| {
        places.push((*document, symbol));
    })?;
    let answer = |index: usize| places.get(index).map(|(document, symbol)| ask(document, *symbol));
    let answers = map_until(cancel, 0..places.len(), || (), |(), index| answer(index))?;
    let places = places.iter().map(|&(document, _)| document);
    Ok(places.zip(answers).filter_map(|(document, answer)| Some((document, answer?))).collect())
}

/// Calls `each` for all documents in which the symbol of an occurrence occurs, with the symbol in the
/// document's numbering.
fn for_each_document<'s>(
    snapshot: &'s Snapshot,
    found: &Found<'s>,
    cancel: &CancelToken,
    mut each: impl FnMut(&DocumentRef<'s>, Symbol),
) -> Result<(), Cancelled> {
    if let Symbol::Shared(Space::Module, module) = found.occurrence.symbol {
        return for_each_importer(snapshot, &found.document, module, cancel, each);
    }
    let Some(shared) = found.shared(snapshot) else {
        each(&found.document, found.occurrence.symbol);
        return Ok(());
    };
    let mut links = Links::new(snapshot, shared);
    let own = found.document.file;
    let posting = snapshot.posting(shared.key);
    let files = posting.into_iter().flat_map(|posting| posting.files(shared.mentions()));
    for file in core::iter::once(own).chain(files.filter(|&file| file != own)) {
        cancel.check()?;
        if !links.is_same(own, file, cancel)? {
            continue;
        }
        for document in documents(snapshot, file) {
            let symbol = shared.in_document(&document, shared.mentions());
            if let Some(symbol) = symbol.filter(|_| document.language == found.document.language) {
                each(&document, symbol);
            }
        }
    }
    Ok(())
}

/// Calls `each` for all documents that import a module, with each name that they import it by.
fn for_each_importer<'s>(
    snapshot: &'s Snapshot,
    own: &DocumentRef<'s>,
    module: NameId,
    cancel: &CancelToken,
    mut each: impl FnMut(&DocumentRef<'s>, Symbol),
) -> Result<(), Cancelled> {
    let mut modules = Modules::new(snapshot);
    let Some(file) = modules.file_of(own, module) else {
        // Without a file, only the spelling tells.
        each(own, Symbol::Shared(Space::Module, module));
        return Ok(());
    };
    let importers = modules.importers_of(file);
    let others = importers.into_iter().filter(|&importer| importer != own.file);
    for importer in core::iter::once(own.file).chain(others) {
        cancel.check()?;
        for (document, name) in modules.names_for(file, importer) {
            each(&document, Symbol::Shared(Space::Module, name));
        }
    }
    Ok(())
}
