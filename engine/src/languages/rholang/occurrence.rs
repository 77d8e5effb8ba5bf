//! Where symbols occur.

use crate::symbol::{Document, Occurrence, Symbol};

/// The occurrence at an offset.
pub(super) fn at(_document: Document<'_>, _offset: u32) -> Option<Occurrence> {
    None
}

/// Adds all occurrences of a symbol.
pub(super) fn all(_document: Document<'_>, _symbol: Symbol, _found: &mut Vec<Occurrence>) {}
