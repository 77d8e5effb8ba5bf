//! Findings next to syntax errors.
//!
//! Around a syntax error the tree is a guess, and what the analyses find there may be about the
//! guess and not about the program. So a finding that touches a line with a syntax error is
//! withheld until the line parses.

use memchr::{memchr, memchr2_iter, memrchr};

use super::DiagnosticSink;
use crate::ir::{ERROR_KIND, MISSING_KIND, Nodes};
use crate::text::TextRange;

/// Removes the findings, other than syntax errors, that touch a line with an error node.
pub(crate) fn withhold_near_errors(text: &str, nodes: Nodes<'_>, sink: &mut DiagnosticSink) {
    let bytes = text.as_bytes();
    let mut damaged: Vec<TextRange> = Vec::new();
    for index in memchr2_iter(ERROR_KIND, MISSING_KIND, nodes.kind) {
        let (start, end) = (nodes.start[index] as usize, nodes.end[index] as usize);
        if damaged.last().is_some_and(|last| end <= last.end as usize) {
            continue;
        }
        let line_start = memrchr(b'\n', bytes.get(..start).unwrap_or(&[])).map_or(0, |at| at + 1);
        let rest = bytes.get(end..).unwrap_or(&[]);
        let line_end = end + memchr(b'\n', rest).unwrap_or(rest.len());
        damaged.push(TextRange::from_offsets(line_start..line_end));
    }
    sink.retain(|diagnostic| {
        let range = diagnostic.range;
        let first = damaged.partition_point(|damage| damage.end < range.start);
        let touches = damaged.get(first).is_some_and(|damage| damage.start <= range.end);
        diagnostic.code.is_syntax() || !touches
    });
}
