//! Names that nothing uses, and names of an unusual spelling.

use crate::diagnostic::DiagnosticSink;
use crate::ir::{BinderId, Ir};
use crate::languages::rholang::code;
use crate::languages::rholang::kind::{BinderKind, PROCESS_FLAG};

pub(super) fn check(ir: Ir<'_>, sink: &mut DiagnosticSink) {
    let mut is_used = vec![false; ir.binders.len()];
    for binder in ir.references.binder {
        if let Some(used) = is_used.get_mut(binder.index()) {
            *used = true;
        }
    }
    for binder in ir.binders.ids() {
        check_binder(ir, binder, is_used[binder.index()], sink);
    }
}

fn check_binder(ir: Ir<'_>, binder: BinderId, is_used: bool, sink: &mut DiagnosticSink) {
    let row = ir.binders.row(binder);
    let kind = BinderKind::from_code(row.kind & !PROCESS_FLAG);
    if kind == BinderKind::Implicit {
        return;
    }
    let spelling = ir.names.bytes(row.name);
    if spelling.first() == Some(&b'\'') || !spelling.is_ascii() {
        sink.report(&code::UNUSUAL_IDENTIFIER, ir.range(row.node)).name(row.name);
    }
    if is_used || spelling.first() == Some(&b'_') || kind == BinderKind::PatternLocal {
        return;
    }
    let advice = match kind {
        BinderKind::New | BinderKind::NewUri => "remove it",
        _ => "write `_` in its place",
    };
    sink.report(&code::UNUSED_BINDER, ir.range(row.node)).name(row.name).word(advice);
}
