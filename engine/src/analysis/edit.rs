//! From what is known of a text to what is known of it after an edit.
//!
//! The edit is found by comparing the two texts, so there is nothing to keep in step. If it lies in an
//! [`Item`] and both texts are free of syntax errors, only the item is read anew, and the rows of all
//! others are copied (see [`Splice`]). The result differs from that of [`Analyzer::analyze`] in the
//! numbers of names, and in names that only an earlier text used. Both are of no meaning, and before
//! there are too many of such names the text is analysed as a whole again.
//!
//! It depends on what `analysis` depends on.

use super::{Analysis, Analyzer};
use crate::diagnostic::{
    DIAGNOSTICS_PER_FILE_MAX, Diagnostic, DiagnosticSink, may_hold_suppressions,
};
use crate::ir::{FileFacts, Ir, IrBuilder, Item, Splice, estimated_nodes, estimated_scratch_bytes};
use crate::languages::Variant;
use crate::symbol::Document;
use crate::syntax::TEXT_BYTES_MAX;
use crate::text::{TextRange, offset_of};

/// How many names may be left over from earlier texts: so many, or one of so many of all names.
const LEFT_OVER_NAMES: u32 = 64;
const NAMES_PER_LEFT_OVER: u32 = 4;

/// The replacement that makes one text of another.
#[derive(Clone, Copy, Debug)]
struct Edit {
    /// The bytes of the text before that are replaced.
    range: TextRange,
    /// How many bytes longer the text is then, for [`u32::wrapping_add`].
    by: u32,
}

impl Edit {
    /// Replaces what lies between the longest common beginning and the longest common end.
    fn between(before: &str, after: &str) -> Self {
        let (before, after) = (before.as_bytes(), after.as_bytes());
        let start = common_start(before, after);
        let end = before.len() - common_end(&before[start..], &after[start..]);
        let range = TextRange::from_offsets(start..end);
        Self { range, by: offset_of(after.len()).wrapping_sub(offset_of(before.len())) }
    }

    /// Where the range of an item, or one that ends before or begins after it, lies after the edit.
    fn moved(self, item: Item, range: TextRange) -> TextRange {
        let moved = |at: u32| if at >= item.range.end { at.wrapping_add(self.by) } else { at };
        TextRange::new(moved(range.start), moved(range.end))
    }
}

/// How many bytes are compared at once.
const COMPARED_BYTES: usize = 256;

/// How many bytes two texts have in common at the beginning.
fn common_start(left: &[u8], right: &[u8]) -> usize {
    let chunks = left.chunks_exact(COMPARED_BYTES).zip(right.chunks_exact(COMPARED_BYTES));
    let start = chunks.take_while(|(left, right)| left == right).count() * COMPARED_BYTES;
    let bytes = left[start..].iter().zip(&right[start..]);
    start + bytes.take_while(|(left, right)| left == right).count()
}

/// How many bytes two texts have in common at the end.
fn common_end(left: &[u8], right: &[u8]) -> usize {
    let chunks = left.rchunks_exact(COMPARED_BYTES).zip(right.rchunks_exact(COMPARED_BYTES));
    let length = chunks.take_while(|(left, right)| left == right).count() * COMPARED_BYTES;
    let (left, right) = (&left[..left.len() - length], &right[..right.len() - length]);
    let bytes = left.iter().rev().zip(right.iter().rev());
    length + bytes.take_while(|(left, right)| left == right).count()
}

impl Analyzer {
    /// Analyses a text by what is known of an earlier one, `before`. Returns nothing if the two differ in
    /// more than one [`Item`], or in an item of half the text, or if one of them has syntax errors.
    pub fn analyze_item(
        &mut self,
        variant: impl Into<Variant>,
        text: &str,
        (before, analysis): (&str, &Analysis),
    ) -> Option<Analysis> {
        let variant = variant.into();
        if text.len() > TEXT_BYTES_MAX || !can_be_followed(variant, analysis) {
            return None;
        }
        let document = Document { text: before, ir: analysis.facts.ir() };
        let edit = Edit::between(before, text);
        let rules = variant.language.language();
        for item in rules.items_around(document, edit.range) {
            let new = text.get(edit.moved(item, item.range).as_usize())?;
            // Copying the rest would save nothing; a comment that silences findings makes one item
            // depend on another.
            if new.len() > text.len() / 2 || may_hold_suppressions(new) {
                return None;
            }
            self.scratch.prepare(scratch_bytes(analysis, new.len()));
            let mut ir = IrBuilder::after(document.ir, new.len(), &self.scratch);
            if rules.parse(new, &mut ir) && rules.fits(document, item, new, ir.view()) {
                let analysis = splice(text, analysis, edit, item, &mut ir);
                drop(ir);
                self.scratch.release();
                return analysis;
            }
        }
        None
    }
}

/// Whether the findings and rows of a text can be taken over.
fn can_be_followed(variant: Variant, analysis: &Analysis) -> bool {
    let names = offset_of(analysis.facts.ir().names.len());
    let left_over = names.saturating_sub(analysis.whole_names);
    let hides_others = |found: &Diagnostic| {
        found.code.is_alone || found.code.is_syntax() && !found.code.is_harmless
    };
    (analysis.language, analysis.dialect) == (variant.language, variant.dialect)
        && left_over <= LEFT_OVER_NAMES.max(names / NAMES_PER_LEFT_OVER)
        && !analysis.has_suppressions
        && analysis.diagnostics.len() < DIAGNOSTICS_PER_FILE_MAX
        && !analysis.diagnostics.iter().any(hides_others)
}

/// A size for the scratch arena, in bytes, for the tables before an edit and those of an item.
fn scratch_bytes(analysis: &Analysis, item_bytes: usize) -> usize {
    let names = analysis.facts.ir().names.len();
    let slots = names * 4 * size_of::<u32>();
    analysis.facts.byte_len()
        + slots
        + estimated_scratch_bytes(item_bytes, estimated_nodes(item_bytes))
}

/// Analyses the item whose nodes are in `ir`, and puts the rest around it. Returns nothing if there
/// are syntax errors after all.
fn splice(
    text: &str,
    before: &Analysis,
    edit: Edit,
    item: Item,
    ir: &mut IrBuilder<'_>,
) -> Option<Analysis> {
    let Analysis { language, dialect, whole_names, .. } = *before;
    let rules = language.language();
    let old: Ir<'_> = before.facts.ir();
    let mut sink = DiagnosticSink::new();
    let splice = Splice::begin(old, item, edit.moved(item, item.range).len(), ir);
    let part = splice.nodes();
    rules.resolve(text, ir, part.clone(), &mut sink);
    rules.define(text, ir, part.clone());
    splice.finish(rules.row_numbers(), ir);
    let is_kept =
        |found: &Diagnostic| rules.is_local(found.code) && !item.range.covers(found.range);
    sink.keep(&before.diagnostics, is_kept, |range| edit.moved(item, range));
    rules.check(text, ir.view(), part, dialect, &mut sink);
    if sink.has_damage() {
        return None;
    }
    let facts = FileFacts::freeze(ir.view());
    let diagnostics = sink.finish();
    let has_suppressions = false;
    Some(Analysis { language, dialect, facts, diagnostics, whole_names, has_suppressions })
}
