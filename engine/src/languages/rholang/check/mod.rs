//! What is wrong with a Rholang program beyond syntax and names.
//!
//! One pass over the nodes hands each to the checks of its kind; checks about channels and unused
//! names then read their own tables.

mod agent;
mod channel;
mod literal;
mod method;
mod process;
mod receive;
mod template;
mod unused;

use core::ops::Range;

use super::kind::NodeKind;
use super::{code, shape};
use crate::diagnostic::{Code, DiagnosticSink};
use crate::ir::{Ir, NodeId};

/// The codes of what is said about the whole file.
static FILE_CODES: &[&Code] = &[
    &code::ARITY_MISMATCH,
    &code::ARITY_NEVER_SENT,
    &code::EMPTY_PROGRAM,
    &code::SYNTAX_UNCLOSED_COMMENT,
    &code::SYSTEM_CHANNEL_ARITY,
    &code::TEMPLATE_FILE,
    &code::UNKNOWN_SYSTEM_CHANNEL,
    &code::UNUSED_BINDER,
    &code::UNUSUAL_IDENTIFIER,
];

/// Whether a finding of the code stays as it is when another item of the file changes.
pub(super) fn is_local(code: &'static Code) -> bool {
    !FILE_CODES.iter().any(|known| core::ptr::eq(*known, code))
}

/// Reports what is wrong with the nodes of a part, and with the whole file.
pub(super) fn check(text: &str, ir: Ir<'_>, part: Range<NodeId>, sink: &mut DiagnosticSink) {
    if template::check(text, ir, sink) {
        return;
    }
    for node in (part.start.raw()..part.end.raw()).map(NodeId::new) {
        use NodeKind as K;
        match shape::kind(ir.nodes, node) {
            K::Program => process::check_program(ir, node, sink),
            K::Nil => process::check_nil(text, ir, node, sink),
            K::ParenthesizedTuple => process::check_parentheses(ir, node, sink),
            K::Select => process::check_select(ir, node, sink),
            K::LetBind => process::check_let(ir, node, sink),
            K::Receipt => receive::check(text, ir, node, sink),
            K::Agent => agent::check(ir, node, sink),
            K::MethodCall => method::check_call(ir, node, sink),
            K::String => literal::check_string(text, ir, node, sink),
            K::Integer | K::SignedInteger | K::UnsignedInteger => {
                literal::check_integer(text, ir, node, sink);
            }
            K::Add
            | K::Subtract
            | K::Concatenate
            | K::Difference
            | K::Multiply
            | K::Divide
            | K::Modulo
            | K::Interpolate
            | K::Less
            | K::LessOrEqual
            | K::Greater
            | K::GreaterOrEqual
            | K::And
            | K::Or => method::check_operator(ir, node, sink),
            _ => {}
        }
    }
    literal::check_comments(text, ir, sink);
    channel::check(ir, sink);
    unused::check(ir, sink);
}
