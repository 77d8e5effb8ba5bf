//! Comments that silence warnings.
//!
//! `// rholang-ls: allow(CODE, CODE)` (with the comment sign of the language) silences the warnings
//! and hints with these codes that start on the next line that holds program text. Errors cannot
//! be silenced: the program is rejected whatever the comment says.

use memchr::{memchr, memmem};

use super::{Code, DiagnosticSink, Severity, UNKNOWN_SUPPRESSION};
use crate::ir::Comments;
use crate::text::TextRange;

/// What a suppressing comment begins with, after the comment sign.
pub const SUPPRESSION_MARKER: &str = "rholang-ls:";

struct Suppression {
    /// From the next program text after the comment to the end of its line.
    line: TextRange,
    code: &'static Code,
}

/// Removes the findings that comments silence, and reports comments that silence nothing.
/// `codes` are all codes of the language, in groups. Says whether there may be such comments.
pub(crate) fn apply_suppressions(
    text: &str,
    comments: Comments<'_>,
    codes: &[&'static [&'static Code]],
    sink: &mut DiagnosticSink,
) -> bool {
    let may_suppress = may_hold_suppressions(text);
    if may_suppress {
        apply(text, comments, codes, true, sink);
    }
    may_suppress
}

/// Whether comments in the text may silence findings.
pub(crate) fn may_hold_suppressions(text: &str) -> bool {
    memmem::find(text.as_bytes(), SUPPRESSION_MARKER.as_bytes()).is_some()
}

/// Removes the findings that comments silence from those that were made after
/// [`apply_suppressions`] looked at the comments.
pub(crate) fn apply_suppressions_to_late_findings(
    text: &str,
    comments: Comments<'_>,
    codes: &[&'static [&'static Code]],
    sink: &mut DiagnosticSink,
) {
    if sink.iter().next().is_some() && may_hold_suppressions(text) {
        apply(text, comments, codes, false, sink);
    }
}

fn apply(
    text: &str,
    comments: Comments<'_>,
    codes: &[&'static [&'static Code]],
    is_first: bool,
    sink: &mut DiagnosticSink,
) {
    let mut suppressions: Vec<Suppression> = Vec::new();
    // From the last comment to the first, so that a comment before a comment shares its target and
    // the white space between comments is passed over once.
    let mut target = text.len();
    let mut line = TextRange::from_offsets(target..target);
    for comment in comments.ids().rev() {
        let range = TextRange::new(comments.start(comment), comments.end(comment));
        let program = skip_white_space(text, range.end as usize);
        let next_comment = comments.start.get(comment.index() + 1);
        if next_comment.is_none_or(|&start| start as usize != program) {
            target = program;
            line = TextRange::empty(u32::MAX);
        }
        let Some(marker) = memmem::find(range.of(text).as_bytes(), SUPPRESSION_MARKER.as_bytes())
        else {
            continue;
        };
        if line.start == u32::MAX {
            line = TextRange::from_offsets(target..line_end(text, target));
        }
        for name in allowed_names(text, range.start as usize + marker) {
            let spelling = name.of(text);
            let code = codes.iter().flat_map(|codes| codes.iter()).find(|c| c.name == spelling);
            match code {
                Some(code) if code.severity < Severity::Error => {
                    suppressions.push(Suppression { line, code });
                }
                _ if is_first => {
                    sink.report(&UNKNOWN_SUPPRESSION, name).text(name);
                }
                _ => {}
            }
        }
    }
    suppressions.sort_by_key(|suppression| (suppression.line, suppression.code.name));
    suppressions.dedup_by_key(|suppression| (suppression.line, suppression.code.name));
    sink.retain(|diagnostic| {
        let start = diagnostic.range.start;
        let first = suppressions.partition_point(|suppression| suppression.line.end < start);
        !suppressions[first..]
            .iter()
            .take_while(|suppression| suppression.line.start <= start)
            .any(|suppression| core::ptr::eq(suppression.code, diagnostic.code))
    });
}

/// The ranges of the names in `allow(NAME, NAME)` after the marker at `marker`.
fn allowed_names(text: &str, marker: usize) -> Vec<TextRange> {
    let after_marker = marker + SUPPRESSION_MARKER.len();
    let rest = text.get(after_marker..).unwrap_or("");
    let Some(list) = rest.trim_start_matches(' ').strip_prefix("allow(") else {
        return Vec::new();
    };
    let list_start = text.len() - list.len();
    let list = list.split([')', '\n']).next().unwrap_or("");
    let mut names = Vec::new();
    let mut start = list_start;
    for item in list.split(',') {
        let name = item.trim();
        if !name.is_empty() {
            let name_start = start + (item.len() - item.trim_start().len());
            names.push(TextRange::from_offsets(name_start..name_start + name.len()));
        }
        start += item.len() + 1;
    }
    names
}

fn skip_white_space(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or("");
    text.len() - rest.trim_start().len()
}

fn line_end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    memchr(b'\n', rest).map_or(text.len(), |length| from + length)
}
