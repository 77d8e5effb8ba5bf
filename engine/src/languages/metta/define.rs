//! Definitions.

use crate::ir::IrBuilder;

/// Writes definitions.
pub(super) fn define(_text: &str, _ir: &mut IrBuilder<'_>) {}
