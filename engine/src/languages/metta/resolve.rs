//! Scopes, binders and references.

use crate::ir::IrBuilder;

/// Resolves all variables of a file.
pub(super) fn resolve(_ir: &mut IrBuilder<'_>) {}
