//! What is wrong with a Rholang program beyond syntax and names.
//!
//! One pass over the nodes hands each to the checks of its kind; checks about channels and unused
//! names then read their own tables. After an edit, `selection.rs` says what is left of all that.

mod agent;
mod channel;
mod literal;
mod method;
mod process;
mod receive;
mod selection;
mod template;
mod unused;

use core::ops::Range;

use super::kind::NodeKind;
use super::shape;
use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NodeId};
use crate::languages::Change;

use selection::Selection;

/// Reports what is wrong.
pub(super) fn check(text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) {
    if !template::check(text, ir, sink) {
        check_selection(text, ir, &Selection::whole(ir), sink);
    }
}

/// Reports what is wrong after an edit, with what was found before it.
pub(super) fn recheck(change: &Change<'_>, sink: &mut DiagnosticSink) {
    if !template::check_after(change, sink) {
        let selection = Selection::after(change);
        selection.keep(change, sink);
        check_selection(change.after.text, change.after.ir, &selection, sink);
    }
}

fn check_selection(text: &str, ir: Ir<'_>, selection: &Selection, sink: &mut DiagnosticSink) {
    check_nodes(text, ir, selection.nodes(), sink);
    literal::check_comments(text, ir, sink);
    let uses = uses(ir);
    channel::check(ir, selection, &uses, sink);
    unused::check(ir, selection, &uses, sink);
}

/// How often each binder is referred to.
fn uses(ir: Ir<'_>) -> Vec<u32> {
    let mut uses = vec![0; ir.binders.len()];
    for binder in ir.references.binder {
        if let Some(uses) = uses.get_mut(binder.index()) {
            *uses += 1;
        }
    }
    uses
}

fn check_nodes(text: &str, ir: Ir<'_>, part: Range<NodeId>, sink: &mut DiagnosticSink) {
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
}
