//! Constructs over several lines: expressions, and runs of imports.

use super::kind::{DefinitionKind, NodeKind};
use super::{lookup, shape};
use crate::ir::{Ir, NodeId};
use crate::symbol::{Document, Fold, FoldKind};
use crate::text::TextRange;

/// Adds the constructs of a document.
pub(super) fn folds(document: Document<'_>, folds: &mut Vec<Fold>) {
    let ir = document.ir;
    for node in ir.nodes.ids().skip(1) {
        if matches!(shape::kind(ir.nodes, node), NodeKind::Expression | NodeKind::String) {
            folds.push(Fold { range: ir.range(node), kind: FoldKind::Code });
        }
    }
    let mut run: Option<TextRange> = None;
    for top in ir.nodes.children(NodeId::new(0)) {
        let range = ir.range(top);
        if is_import(ir, top) {
            let start = run.map_or(range.start, |run| run.start);
            run = Some(TextRange::new(start, range.end));
        } else {
            folds.extend(run.take().map(|range| Fold { range, kind: FoldKind::Imports }));
        }
    }
    folds.extend(run.map(|range| Fold { range, kind: FoldKind::Imports }));
}

fn is_import(ir: Ir<'_>, top: NodeId) -> bool {
    let import = DefinitionKind::Import.code();
    shape::kind(ir.nodes, top) == NodeKind::Evaluation
        && lookup::definitions_at(ir, top).any(|row| row.kind == import)
}
