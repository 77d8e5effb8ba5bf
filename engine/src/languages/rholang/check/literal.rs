//! Numbers, strings and comments.

use memchr::memchr_iter;

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NodeId};
use crate::languages::rholang::code;
use crate::text::TextRange;

/// Integers without suffix are 64 bits wide; a width is a power of two from 8 on.
pub(super) fn check_integer(text: &str, ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let range = ir.range(node);
    let literal = range.of(text);
    match literal.find(['i', 'u']) {
        None => {
            // The sign and the digits of a negative literal may not be apart, so the text is what
            // `i64` reads; leading zeros are fine.
            if literal.len() >= "9223372036854775807".len() && literal.parse::<i64>().is_err() {
                sink.report(&code::NUMBER_OUT_OF_RANGE, range).text(range);
            }
        }
        Some(suffix) => {
            let width = literal.get(suffix + 1..).unwrap_or("");
            let is_valid =
                width.parse::<u64>().is_ok_and(|width| width >= 8 && width.is_power_of_two());
            if !is_valid {
                let start = range.start as usize + suffix + 1;
                let width = TextRange::from_offsets(start..start + width.len());
                sink.report(&code::INVALID_NUMBER_WIDTH, width).text(width);
            }
        }
    }
}

/// The escapes that the node's lexer accepts: `\0 \n \r \t \\ \"` and `\` with decimal digits.
pub(super) fn check_string(text: &str, ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let range = ir.range(node);
    let literal = range.of(text);
    let mut after_escape = 0;
    for backslash in memchr_iter(b'\\', literal.as_bytes()) {
        if backslash < after_escape {
            continue;
        }
        let escaped = literal.get(backslash + 1..).and_then(|rest| rest.chars().next());
        let Some(escaped) = escaped else { return };
        after_escape = backslash + 1 + escaped.len_utf8();
        if !matches!(escaped, 'n' | 'r' | 't' | '\\' | '"' | '0'..='9') {
            let start = range.start as usize + backslash;
            let escape = TextRange::from_offsets(start..range.start as usize + after_escape);
            sink.report(&code::SYNTAX_INVALID_ESCAPE, escape).text(escape);
        }
    }
}

/// The grammar takes a comment that is never closed for a comment, so that the rest of the text is
/// not read as a program.
pub(super) fn check_comments(text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) {
    let Some(last) = ir.comments.ids().next_back() else { return };
    let comment = TextRange::new(ir.comments.start(last), ir.comments.end(last));
    let Some(content) = comment.of(text).strip_prefix("/*") else { return };
    if !content.ends_with("*/") {
        let sign = TextRange::new(comment.start, comment.start + 2);
        sink.report(&code::SYNTAX_UNCLOSED_COMMENT, sign);
    }
}
