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

use super::kind::NodeKind;
use super::shape;
use crate::diagnostic::DiagnosticSink;
use crate::ir::Ir;

/// Reports what is wrong.
pub(super) fn check(text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) {
    if template::check(text, ir, sink) {
        return;
    }
    for node in ir.nodes.ids() {
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
