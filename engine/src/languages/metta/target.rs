//! Places to go to.

use crate::symbol::{Document, Goto, Site, Symbol, Target};

/// Adds the places in a document to go to from an occurrence.
pub(super) fn targets(
    _goto: Goto,
    _site: Site<'_>,
    _candidate: Document<'_>,
    _symbol: Symbol,
    _targets: &mut Vec<Target>,
) {
}
