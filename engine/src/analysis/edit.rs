//! From what is known of a text to what is known of it after an edit.
//!
//! The edit is found by comparing the two texts, so there is nothing to keep in step. If it lies in an
//! [`Item`] and both texts are free of syntax errors, only the item is read anew, and the rows of all
//! others are copied (see [`Splice`]). The result differs from that of [`Analyzer::analyze`] in the
//! numbers of names, and in names that only an earlier text used. Both are of no meaning, and before
//! there are too many of such names the text is analysed as a whole again.
//!
//! If the text has syntax errors, and the direct parser declines the item as well, tree-sitter parses the
//! item alone. That takes as long as the item is, and the error is found in the part of the text that
//! was edited: the rest is what it was. Where an error ends is a guess in any case; parsing from scratch
//! may guess otherwise.
//!
//! An edit of a [`Head`], such as the names of a `new`, can change what all names behind it mean. Then the
//! head is read anew, the nodes behind it are copied, and all else is found as in a whole text.
//!
//! It depends on what `analysis` depends on.

use super::{Analysis, Analyzer, finish};
use crate::diagnostic::{
    DIAGNOSTICS_PER_FILE_MAX, Diagnostic, DiagnosticSink, may_hold_suppressions,
    withhold_near_errors,
};
use crate::ir::{
    FileFacts, Head, IrBuilder, Item, Splice, estimated_nodes, estimated_scratch_bytes,
    replace_head,
};
use crate::languages::{Change, Language, Reading, Variant};
use crate::symbol::Document;
use crate::syntax::{SyntaxTree, TEXT_BYTES_MAX};
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
    /// Analyses a text by what is known of an earlier one, `before`, if there is one, or from nothing.
    /// Returns nothing if there is need for the syntax tree of the whole text.
    pub(super) fn analyze_without_tree(
        &mut self,
        variant: Variant,
        text: &str,
        before: Option<(&str, &Analysis)>,
    ) -> Option<Analysis> {
        let edited = before.and_then(|before| Edited::new(variant, text, before));
        let Some(edited) = edited else { return self.analyze_directly(variant, text) };
        let mut is_broken = false;
        let analysis = self.analyze_edited(&edited, &mut is_broken);
        let analysis = analysis
            .or_else(|| if is_broken { None } else { self.analyze_directly(variant, text) });
        analysis.or_else(|| self.analyze_broken(&edited))
    }

    /// Analyses a text by what is known of an earlier one, `before`. Returns nothing if the two differ in
    /// more than one [`Item`] or [`Head`], or in an item of half the text, or if one of them has syntax
    /// errors.
    pub fn analyze_item(
        &mut self,
        variant: impl Into<Variant>,
        text: &str,
        before: (&str, &Analysis),
    ) -> Option<Analysis> {
        self.analyze_edited(&Edited::new(variant.into(), text, before)?, &mut false)
    }

    /// Analyses a text whose edit concerns an item or a head, or says that it is broken.
    fn analyze_edited(&mut self, edited: &Edited<'_>, is_broken: &mut bool) -> Option<Analysis> {
        let rules = edited.rules();
        for item in edited.items() {
            let new = edited.new_text(&item)?;
            let analysis = self.with_tables(edited, new, |ir| {
                let reading = rules.parse(new, ir);
                *is_broken = reading == Reading::Broken;
                let is_accepted = reading == Reading::Accepted;
                let around = is_accepted.then(|| rules.fit(edited.document, &item, new, ir.view()));
                Some(edited.splice(&item, around.flatten()?, DiagnosticSink::new(), ir))
            });
            if analysis.is_some() {
                // Checks may find that it has syntax errors after all, or more than can be kept.
                let is_whole = |found: &Analysis| {
                    found.is_sound() && found.diagnostics.len() < DIAGNOSTICS_PER_FILE_MAX
                };
                return analysis.filter(is_whole);
            }
            if *is_broken {
                return None;
            }
        }
        self.analyze_head(edited)
    }

    /// Analyses a text of which only a head has changed: reads the head, and finds anew what all names mean.
    fn analyze_head(&mut self, edited: &Edited<'_>) -> Option<Analysis> {
        let head = edited.head()?;
        self.with_tables(edited, &head.text, |ir| {
            let is_accepted = edited.rules().parse(&head.text, ir) == Reading::Accepted;
            is_accepted.then(|| edited.replace_head(&head, DiagnosticSink::new(), ir)).flatten()
        })
    }

    /// Analyses a text that has syntax errors by what is known of an earlier one without, if they differ
    /// in one [`Item`] or [`Head`]. Returns nothing if they do not, or if there is no syntax error in it.
    ///
    /// # Panics
    ///
    /// As [`Analyzer::analyze`].
    pub fn analyze_broken_item(
        &mut self,
        variant: impl Into<Variant>,
        text: &str,
        before: (&str, &Analysis),
    ) -> Option<Analysis> {
        self.analyze_broken(&Edited::new(variant.into(), text, before)?)
    }

    fn analyze_broken(&mut self, edited: &Edited<'_>) -> Option<Analysis> {
        let Some(item) = edited.items().next() else { return self.analyze_broken_head(edited) };
        let new = edited.new_text(&item)?;
        let tree = self.broken_tree(edited, new)?;
        let rules = edited.rules();
        let analysis = self.with_tables(edited, new, |ir| {
            rules.lower(new, &tree, ir);
            // A comment at the end may go on behind the item.
            let comment_end = ir.view().comments.end.last().copied();
            if comment_end == Some(offset_of(new.len())) {
                return None;
            }
            let mut found = DiagnosticSink::new();
            rules.explain_syntax_errors(new, &tree, &mut found);
            let mut sink = DiagnosticSink::new();
            sink.keep(&found.finish(), |_| true, |range| moved_by(range, item.range.start));
            Some(edited.splice(&item, 1, sink, ir))
        });
        // A template has no other findings; whether the text is one depends on where the error ends.
        analysis.filter(|analysis| !analysis.is_sound())
    }

    /// Analyses a text of which only a head has changed and has syntax errors, if the construct with the
    /// head is recognized in spite of them.
    fn analyze_broken_head(&mut self, edited: &Edited<'_>) -> Option<Analysis> {
        let head = edited.head()?;
        let tree = self.broken_tree(edited, &head.text)?;
        let rules = edited.rules();
        let analysis = self.with_tables(edited, &head.text, |ir| {
            rules.lower(&head.text, &tree, ir);
            let mut found = DiagnosticSink::new();
            rules.explain_syntax_errors(&head.text, &tree, &mut found);
            let found = found.finish();
            // The text behind the head is not that of the file.
            let is_inside = |range: TextRange| range.end <= head.length;
            let are_inside = |found_one: &Diagnostic| {
                let mut related = found.related(found_one).iter();
                is_inside(found_one.range) && related.all(|place| is_inside(place.range))
            };
            let mut sink = DiagnosticSink::new();
            sink.keep(&found, |_| true, |range| moved_by(range, head.item.range.start));
            found.iter().all(are_inside).then(|| edited.replace_head(&head, sink, ir)).flatten()
        });
        analysis.filter(|analysis| !analysis.is_sound())
    }

    /// The tree of a part of a text, if it has syntax errors.
    fn broken_tree(&mut self, edited: &Edited<'_>, part: &str) -> Option<SyntaxTree> {
        match self.parse(edited.variant.language, part, None, &mut || false) {
            Ok(tree) => Some(tree).filter(SyntaxTree::has_errors),
            Err(error) => panic!("{error}"),
        }
    }

    /// Calls `analyze` with tables for the new text of an item, and gives their memory back.
    fn with_tables(
        &mut self,
        edited: &Edited<'_>,
        new: &str,
        analyze: impl FnOnce(&mut IrBuilder<'_>) -> Option<Analysis>,
    ) -> Option<Analysis> {
        self.scratch.prepare(scratch_bytes(edited.before, new.len()));
        let mut ir = IrBuilder::after(edited.document.ir, new.len(), &self.scratch);
        let analysis = analyze(&mut ir);
        drop(ir);
        self.scratch.release();
        analysis
    }
}

/// A range of a part of a text that begins at `start`, in the text.
fn moved_by(range: TextRange, start: u32) -> TextRange {
    TextRange::new(range.start + start, range.end + start)
}

/// The new text of a head, with an empty body.
struct NewHead {
    item: Item,
    text: String,
    /// How many bytes the head has without the body.
    length: u32,
}

/// A text after an edit of one whose findings and rows can be taken over.
struct Edited<'a> {
    variant: Variant,
    text: &'a str,
    /// The text before the edit.
    document: Document<'a>,
    before: &'a Analysis,
    edit: Edit,
}

impl<'a> Edited<'a> {
    fn new(variant: Variant, text: &'a str, before: (&'a str, &'a Analysis)) -> Option<Self> {
        let (old, analysis) = before;
        if text.len() > TEXT_BYTES_MAX || !can_be_followed(variant, analysis) {
            return None;
        }
        let document = Document { text: old, ir: analysis.facts.ir() };
        let edit = Edit::between(old, text);
        Some(Self { variant, text, document, before: analysis, edit })
    }

    fn rules(&self) -> &'static dyn Language {
        self.variant.language.language()
    }

    /// The items around the edit that are worth it, the smallest first: copying the rest has to save
    /// something, and a comment that silences findings would make one item depend on another.
    fn items(&self) -> impl Iterator<Item = Item> {
        let is_small = |item: &Item| self.new_text(item).is_some_and(|new| self.is_small(new));
        self.rules().items_around(self.document, self.edit.range).into_iter().take_while(is_small)
    }

    /// Whether the new text of an item is worth it.
    fn is_small(&self, new: &str) -> bool {
        new.len() <= self.text.len() / 2 && !may_hold_suppressions(new)
    }

    /// The text of an item after the edit.
    fn new_text(&self, item: &Item) -> Option<&'a str> {
        self.text.get(item.moved(item.range, self.edit.by).as_usize())
    }

    /// The head that holds the edit, if it is worth it.
    fn head(&self) -> Option<NewHead> {
        let Head { item, empty_body } = self.rules().head_around(self.document, self.edit.range)?;
        let new = self.new_text(&item).filter(|new| self.is_small(new))?;
        Some(NewHead { text: format!("{new}{empty_body}"), length: offset_of(new.len()), item })
    }

    /// Analyses the text with a head whose nodes are in `ir`, with an empty body. Nothing if they are not.
    fn replace_head(
        &self,
        head: &NewHead,
        sink: DiagnosticSink,
        ir: &mut IrBuilder<'_>,
    ) -> Option<Analysis> {
        let (rules, old) = (self.rules(), self.document);
        let NewHead { item, length, .. } = head;
        let rows = rules.fit_head(old, item, *length, ir.view())?;
        replace_head(old.ir, item, rows, *length, rules.row_numbers(), ir);
        let analysis = finish(self.variant, self.text, ir, sink);
        Some(Analysis { whole_names: self.before.whole_names, ..analysis })
    }

    /// Analyses the item whose nodes are in `ir`, after `around` others, and puts the rest around it.
    fn splice(
        &self,
        item: &Item,
        around: usize,
        mut sink: DiagnosticSink,
        ir: &mut IrBuilder<'_>,
    ) -> Analysis {
        let Analysis { language, dialect, whole_names, .. } = *self.before;
        let (text, rules) = (self.text, self.rules());
        let length = item.moved(item.range, self.edit.by).len();
        let splice = Splice::begin(self.document.ir, item, around, length, ir);
        let part = splice.nodes();
        rules.resolve(text, ir, part.clone(), &mut sink);
        rules.define(text, ir, part.clone());
        let binders = splice.binders(ir);
        splice.finish(rules.row_numbers(), ir);
        let (before, findings) = (self.document, &self.before.diagnostics);
        let after = Document { text, ir: ir.view() };
        let change = Change { before, findings, item, after, nodes: part, binders };
        rules.recheck(&change, dialect, &mut sink);
        if sink.has_damage() {
            withhold_near_errors(text, ir.view().nodes, &mut sink);
        }
        let facts = FileFacts::freeze(ir.view());
        let diagnostics = sink.finish();
        let has_suppressions = false;
        Analysis { language, dialect, facts, diagnostics, whole_names, has_suppressions }
    }
}

/// Whether the findings and rows of a text can be taken over.
fn can_be_followed(variant: Variant, analysis: &Analysis) -> bool {
    let names = offset_of(analysis.facts.ir().names.len());
    let left_over = names.saturating_sub(analysis.whole_names);
    (analysis.language, analysis.dialect) == (variant.language, variant.dialect)
        && left_over <= LEFT_OVER_NAMES.max(names / NAMES_PER_LEFT_OVER)
        && !analysis.has_suppressions
        && analysis.diagnostics.len() < DIAGNOSTICS_PER_FILE_MAX
        && analysis.is_sound()
        && !analysis.diagnostics.iter().any(|found| found.code.is_alone)
}

/// A size for the scratch arena, in bytes, for the tables before an edit and those of an item.
fn scratch_bytes(analysis: &Analysis, item_bytes: usize) -> usize {
    let names = analysis.facts.ir().names.len();
    let slots = names * 4 * size_of::<u32>();
    analysis.facts.byte_len()
        + slots
        + estimated_scratch_bytes(item_bytes, estimated_nodes(item_bytes))
}
