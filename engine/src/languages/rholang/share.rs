//! What a document shares with others.

use crate::ir::NameId;
use crate::symbol::{Document, SharedName};

/// Adds the names that the document shares.
pub(super) fn shared_names(_document: Document<'_>, _names: &mut Vec<SharedName>) {}

/// Adds the names of the modules that the document imports.
pub(super) fn imports(_document: Document<'_>, _modules: &mut Vec<NameId>) {}
