//! The shape of processes.

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NodeId};
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{code, shape};
use crate::text::TextRange;

pub(super) fn check_program(ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    if ir.nodes.children(node).next().is_none() && !sink.has_damage() {
        sink.report(&code::EMPTY_PROGRAM, TextRange::empty(ir.nodes.end(node)));
    }
}

/// An empty block is lowered to `Nil` with the range of its braces.
pub(super) fn check_nil(text: &str, ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let range = ir.range(node);
    if text.as_bytes().get(range.start as usize) == Some(&b'{') {
        sink.report(&code::SYNTAX_EMPTY_BLOCK, range);
    }
}

pub(super) fn check_parentheses(ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    sink.report(&code::ONE_TUPLE, ir.range(node));
}

pub(super) fn check_select(ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let start = ir.nodes.start(node);
    let keyword = u32::try_from("select".len()).unwrap_or(0);
    sink.report(&code::UNSUPPORTED_SELECT, TextRange::new(start, start + keyword));
}

/// The node's parser compares the number of names with 1, because it reads one value only
/// (`rholang.md` 2.2); older versions compare it with the number of values, at run time.
pub(super) fn check_let(ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    let patterns = shape::patterns(ir.nodes, node);
    let is_damaged =
        ir.nodes.children(node).any(|child| shape::kind(ir.nodes, child) == NodeKind::Error);
    if is_damaged {
        return;
    }
    let (names, has_remainder) = shape::pattern_arity(ir.nodes, patterns.clone());
    let values = ir.nodes.children(node).filter(|&child| child >= patterns.end).count();
    let values = u32::try_from(values).unwrap_or(u32::MAX);
    if names != 1 && names != values && !has_remainder {
        sink.report(&code::MALFORMED_LET, ir.range(node))
            .word(count_word(names, "one name", "several names"))
            .word(count_word(values, "one value", "several values"));
    } else if names + u32::from(has_remainder) > 1 || values > 1 {
        sink.report(&code::LET_WITH_SEVERAL_VALUES, ir.range(node));
    }
}

fn count_word(count: u32, one: &'static str, several: &'static str) -> &'static str {
    if count == 1 { one } else { several }
}
