//! Names that nothing uses, and names of an unusual spelling.

use super::selection::Selection;
use crate::diagnostic::DiagnosticSink;
use crate::ir::{BinderId, Ir};
use crate::languages::rholang::code;
use crate::languages::rholang::kind::{BinderKind, MATCHED_FLAG};

/// Looks at the selected binders; `uses` says how often each binder is referred to.
pub(super) fn check(ir: Ir<'_>, selection: &Selection, uses: &[u32], sink: &mut DiagnosticSink) {
    for (binder, &uses) in ir.binders.ids().zip(uses) {
        if selection.has_binder(binder) {
            check_binder(ir, binder, uses > 0, sink);
        }
    }
}

fn check_binder(ir: Ir<'_>, binder: BinderId, is_used: bool, sink: &mut DiagnosticSink) {
    let row = ir.binders.row(binder);
    let kind = BinderKind::of(row.kind);
    if kind == BinderKind::Implicit {
        return;
    }
    let spelling = ir.names.bytes(row.name);
    if spelling.first() == Some(&b'\'') || !spelling.is_ascii() {
        sink.report(&code::UNUSUAL_IDENTIFIER, ir.range(row.node)).name(row.name);
    }
    // In code that is matched, a variable and a wildcard are different terms.
    let is_matched = row.kind & MATCHED_FLAG != 0 || kind == BinderKind::PatternLocal;
    if is_used || is_matched || spelling.first() == Some(&b'_') {
        return;
    }
    let advice = match kind {
        BinderKind::New | BinderKind::NewUri => "remove it",
        _ => "write `_` in its place",
    };
    sink.report(&code::UNUSED_BINDER, ir.range(row.node)).name(row.name).word(advice);
}
