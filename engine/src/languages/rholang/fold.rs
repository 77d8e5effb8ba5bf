//! Constructs over several lines: what stands between brackets, and what is longer than its brackets.

use super::gap::{self, Piece};
use super::kind::NodeKind;
use super::shape;
use crate::symbol::{Document, Fold, FoldKind};
use crate::text::TextRange;

/// Adds the constructs of a document.
pub(super) fn folds(document: Document<'_>, folds: &mut Vec<Fold>) {
    let ir = document.ir;
    let whole = TextRange::from_offsets(0..document.text.len());
    let code = |range: TextRange| Fold { range, kind: FoldKind::Code };
    let mut open: Vec<u32> = Vec::new();
    gap::for_each_piece(document, whole, |piece| match piece {
        Piece::Opener(start) => open.push(start),
        Piece::Closer(end) => {
            folds.extend(open.pop().map(|start| code(TextRange::new(start, end))));
        }
        _ => {}
    });
    for node in ir.nodes.ids() {
        if is_construct(shape::kind(ir.nodes, node)) {
            folds.push(code(ir.range(node)));
        }
    }
}

/// Whether what stands before the bracket of a construct may span lines too.
fn is_construct(kind: NodeKind) -> bool {
    use NodeKind as K;
    kind.is_agent_part()
        || matches!(
            kind,
            K::New
                | K::LetSequential
                | K::LetConcurrent
                | K::Match
                | K::Case
                | K::Select
                | K::Branch
                | K::Contract
                | K::For
                | K::String
        )
}
