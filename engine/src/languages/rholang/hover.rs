//! What is shown about a word.

use crate::symbol::{Document, HoverBlock, HoverCard, Symbol, Tally, Target};

/// How often a symbol is used as a channel.
pub(super) fn tally(_document: Document<'_>, _symbol: Symbol) -> Tally {
    Tally::default()
}

/// What there is to say about the word at an offset.
pub(super) fn card(_document: Document<'_>, _offset: u32, _tally: Tally) -> Option<HoverCard> {
    None
}

/// Adds what a document says about a place that defines a symbol.
pub(super) fn describe(_document: Document<'_>, _target: Target, _blocks: &mut Vec<HoverBlock>) {}
