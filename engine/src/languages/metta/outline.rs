//! Outlines.

use crate::symbol::{Document, OutlineItem};

/// Adds the items of a document's outline.
pub(super) fn outline(_document: Document<'_>, _items: &mut Vec<OutlineItem>) {}
