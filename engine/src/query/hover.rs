//! What is shown about the word at a place.

use super::document::{Found, document_at};
use super::navigate::targets;
use super::references::map_documents;
use super::{At, CancelToken, Cancelled, region};
use crate::symbol::{Goto, HoverBlock, Role, Space, Symbol, Tally};
use crate::text::TextRange;
use crate::workspace::Snapshot;

/// How many definitions a hover describes.
const DESCRIBED_MAX: usize = 4;

/// What is shown about a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// The text that is explained.
    pub range: TextRange,
    /// What is said, the most important first.
    pub blocks: Vec<HoverBlock>,
}

/// What there is to say about the word at a place: what it is, where it comes from, what its
/// definitions and their comments say.
///
/// # Errors
///
/// If `cancel` asked to stop.
pub fn hover(
    snapshot: &Snapshot,
    at: At,
    cancel: &CancelToken,
) -> Result<Option<Hover>, Cancelled> {
    let Some((document, offset)) = document_at(snapshot, at) else {
        return Ok(None);
    };
    // Thousands of files may mention a URI, and it means the same in all: its card says enough.
    let is_uri =
        |found: &Found<'_>| matches!(found.occurrence.symbol, Symbol::Shared(Space::Uri, _));
    let found = Found::at(snapshot, at).filter(|found| !is_uri(found));
    let tally = match &found {
        Some(found) => tally(snapshot, found, cancel)?,
        None => Tally::default(),
    };
    let card = document.rules().hover_at(document.document(), offset, tally);
    let Some(mut card) = card else {
        return Ok(region::hover(snapshot, at));
    };
    if let Some(found) = &found {
        describe(snapshot, found, &mut card.blocks, cancel)?;
    }
    let range = document.file_range(card.range);
    Ok(range.map(|range| Hover { range, blocks: card.blocks }))
}

/// How often a channel is used in all documents.
fn tally(snapshot: &Snapshot, found: &Found<'_>, cancel: &CancelToken) -> Result<Tally, Cancelled> {
    if matches!(found.occurrence.symbol, Symbol::Shared(Space::Atom | Space::Module, _)) {
        return Ok(Tally::default());
    }
    let tallies = map_documents(snapshot, found, cancel, |document, symbol| {
        document.rules().tally(document.document(), symbol)
    })?;
    Ok(tallies.iter().fold(Tally::default(), |sum, &(_, tally)| sum.plus(tally)))
}

/// Adds what the symbol's declarations and definitions say.
fn describe(
    snapshot: &Snapshot,
    found: &Found<'_>,
    blocks: &mut Vec<HoverBlock>,
    cancel: &CancelToken,
) -> Result<(), Cancelled> {
    let mut described = Vec::new();
    // A place that only introduces a name also says what the name does.
    let is_declared = found.occurrence.role == Role::Declaration;
    let further = is_declared.then_some(Goto::Implementation);
    for goto in [Goto::Declaration, Goto::Definition].into_iter().chain(further) {
        let mut places = targets(snapshot, found, goto, cancel)?;
        // Of many declarations, such as all receivers of a channel, those that fit best are enough.
        let best = places.first().map(|(_, target)| target.rank);
        places.retain(|(_, target)| goto != Goto::Declaration || Some(target.rank) == best);
        for (document, target) in places {
            let place = (document.file, document.file_span(target.range), target.node);
            // A word that stands for its own document needs no description of it.
            let is_whole = document.is_same(&found.document)
                && document.document().ir.nodes.root() == Some(target.node);
            if is_whole {
                continue;
            }
            if described.len() < DESCRIBED_MAX && !described.contains(&place) {
                described.push(place);
                document.rules().describe(document.document(), target, blocks);
            }
        }
    }
    // Documentation is often repeated by several clauses.
    let mut seen = rustc_hash::FxHashSet::default();
    blocks.retain(|block| match block {
        HoverBlock::Code { text, .. } | HoverBlock::Prose(text) => seen.insert(text.clone()),
    });
    Ok(())
}
