//! Parts of a file that can be hidden.

use super::document::documents;
use crate::ir::Ir;
use crate::symbol::{Document, Fold, FoldKind};
use crate::text::{Text, TextRange};
use crate::workspace::{FileId, Snapshot};

/// The parts of a file over several lines, in order of the text. No two begin on the same line: of
/// several, the longest counts. Brackets that close a construct on a line of their own stay to be seen.
pub fn folding_ranges(snapshot: &Snapshot, file: FileId) -> Vec<Fold> {
    let Some(revision) = snapshot.file(file) else {
        return Vec::new();
    };
    let text = revision.text();
    let mut folds: Vec<Fold> = Vec::new();
    let mut own: Vec<Fold> = Vec::new();
    for document in documents(snapshot, file) {
        own.clear();
        document.rules().folds(document.document(), &mut own);
        add_comments(document.document(), &mut own);
        let in_file = |fold: &Fold| Some(Fold { range: document.file_span(fold.range)?, ..*fold });
        folds.extend(own.iter().filter_map(in_file).filter_map(|fold| shown(text, fold)));
    }
    let line = |fold: &Fold| text.lines().line(fold.range.start);
    folds.sort_by_key(|fold| (line(fold), core::cmp::Reverse(fold.range.end)));
    folds.dedup_by_key(|fold| line(fold));
    folds
}

/// A fold without closing brackets on a line of their own; none if it hides no line.
fn shown(text: &Text, fold: Fold) -> Option<Fold> {
    let lines = text.lines();
    let mut end = fold.range.end;
    let last = lines.line(end);
    let last_line = lines.line_range(text.content(), last);
    let closing = TextRange::new(last_line.start, end).of(text.content());
    let is_closing = |c: char| c.is_whitespace() || ")]}|".contains(c);
    if fold.kind == FoldKind::Code && closing.chars().all(is_closing) {
        let before = lines.line_range(text.content(), last.checked_sub(1)?);
        end = before.end;
    }
    let range = TextRange::new(fold.range.start, end);
    (lines.line(end) > lines.line(range.start)).then_some(Fold { range, ..fold })
}

/// Adds runs of comments, and what stands between `#region` and `#endregion`.
fn add_comments(document: Document<'_>, folds: &mut Vec<Fold>) {
    let mut regions: Vec<u32> = Vec::new();
    let mut run: Option<TextRange> = None;
    let finish = |run: Option<TextRange>, folds: &mut Vec<Fold>| {
        folds.extend(run.map(|range| Fold { range, kind: FoldKind::Comment }));
    };
    for comment in comments(document.ir) {
        let words = comment.of(document.text).trim_start_matches(['/', ';', '*', ' ', '\t']);
        if words.starts_with("#region") {
            finish(run.take(), folds);
            regions.push(comment.start);
        } else if words.starts_with("#endregion") {
            finish(run.take(), folds);
            if let Some(start) = regions.pop() {
                let range = TextRange::new(start, comment.end);
                folds.push(Fold { range, kind: FoldKind::Region });
            }
        } else {
            run = match run {
                Some(before) if continues(document.text, before, comment) => {
                    Some(TextRange::new(before.start, comment.end))
                }
                _ => {
                    finish(run.take(), folds);
                    Some(comment)
                }
            };
        }
    }
    finish(run, folds);
}

fn comments(ir: Ir<'_>) -> impl Iterator<Item = TextRange> {
    let places = ir.comments.start.iter().zip(ir.comments.end);
    places.map(|(&start, &end)| TextRange::new(start, end))
}

/// Whether a comment begins on the line after another one that is alone on its line, and nothing else
/// is between them.
pub(super) fn continues(text: &str, before: TextRange, comment: TextRange) -> bool {
    let gap = TextRange::new(before.end, comment.start).of(text);
    let lead = text.get(..before.start as usize).unwrap_or("").bytes().rev();
    let mut lead = lead.take_while(|&byte| byte != b'\n');
    gap.trim().is_empty()
        && gap.matches('\n').count() == 1
        && lead.all(|byte| byte.is_ascii_whitespace())
}
