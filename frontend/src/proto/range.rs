//! Ranges to fold and to select.

use lsp_types::{FoldingRange, FoldingRangeKind, Position, Range, SelectionRange};
use rholang_engine::FileId;
use rholang_engine::symbol::{Fold, FoldKind};
use rholang_engine::text::TextRange;

use super::Convert;

/// How many steps a selection takes. A selection is nested as deep as the program, and some clients
/// read JSON only up to a depth of 128.
pub const SELECTION_STEPS_MAX: usize = 100;

/// A part that can be hidden.
pub fn to_lsp_folding_range(convert: &Convert, file: FileId, fold: &Fold) -> FoldingRange {
    let Range { start, end } = convert.range(file, fold.range);
    let kind = match fold.kind {
        FoldKind::Code => None,
        FoldKind::Comment => Some(FoldingRangeKind::Comment),
        FoldKind::Imports => Some(FoldingRangeKind::Imports),
        FoldKind::Region => Some(FoldingRangeKind::Region),
    };
    FoldingRange {
        start_line: start.line,
        start_character: Some(start.character),
        end_line: end.line,
        end_character: Some(end.character),
        kind,
        collapsed_text: None,
    }
}

/// Ranges around a position, given innermost first. Of more than [`SELECTION_STEPS_MAX`] the innermost
/// and the outermost stay.
pub fn to_lsp_selection_range(
    convert: &Convert,
    file: FileId,
    position: Position,
    ranges: &[TextRange],
) -> SelectionRange {
    let inner = ranges.len().min(SELECTION_STEPS_MAX - 1);
    let outermost = ranges.get(inner..).and_then(<[_]>::last);
    let mut selection: Option<SelectionRange> = None;
    for &range in outermost.into_iter().chain(ranges[..inner].iter().rev()) {
        let range = convert.range(file, range);
        selection = Some(SelectionRange { range, parent: selection.map(Box::new) });
    }
    // Each position gets an answer, also one around which there is nothing.
    let nothing = Range::new(position, position);
    selection.unwrap_or(SelectionRange { range: nothing, parent: None })
}
