//! What is wrong with a MeTTa program beyond syntax and names.

use super::kind::Dialect;
use crate::diagnostic::DiagnosticSink;
use crate::ir::Ir;

/// Reports what is wrong.
pub(super) fn check(_text: &str, _ir: Ir<'_>, _dialect: Dialect, _sink: &mut DiagnosticSink) {}
