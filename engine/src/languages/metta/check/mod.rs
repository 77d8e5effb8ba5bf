//! What is wrong with a MeTTa program beyond syntax and names.
//!
//! MeTTa programs are data for the most part, and data is never wrong. So the checks follow the
//! evaluation: they start at forms after `!` and at the right sides of rules, and go into an
//! argument only where it is certain that it is evaluated (`metta.md` 4).

mod after;
mod call;
mod clause;
mod definition;
mod dialect;
mod documentation;
mod literal;
mod meaning;
mod name;
mod selection;
mod shapes;
mod variable;
mod walk;

use core::ops::Range;

use super::kind::{Dialect, NodeKind};
use super::{code, shape};
use crate::diagnostic::{Diagnostic, DiagnosticSink};
use crate::ir::{Ir, NodeId};
use crate::languages::Change;

use meaning::Meanings;
use selection::Selection;
use walk::Walker;

/// What the checks look at.
struct Plan {
    /// The forms.
    selection: Selection,
    /// The names in the forms.
    meanings: Meanings,
    /// The rules that are compared with each other.
    rules: Vec<NodeId>,
    /// The nodes whose words are compared with those of the other dialect.
    words: Range<NodeId>,
}

impl Plan {
    /// Everything.
    fn whole(ir: Ir<'_>, dialect: Dialect) -> Self {
        let meanings = Meanings::new(ir, dialect);
        let rules = clause::rules(ir, &meanings);
        let words = NodeId::new(0)..NodeId::from_index(ir.nodes.len());
        Self { selection: Selection::whole(ir), meanings, rules, words }
    }
}

/// Reports what is wrong.
pub(super) fn check(text: &str, ir: Ir<'_>, dialect: Dialect, sink: &mut DiagnosticSink) {
    if !is_unclosed(sink) {
        check_plan(text, ir, dialect, &Plan::whole(ir, dialect), sink);
    }
}

/// Reports what is wrong after an edit, with what was found before it.
pub(super) fn recheck(change: &Change<'_>, dialect: Dialect, sink: &mut DiagnosticSink) {
    if is_unclosed(sink) {
        return;
    }
    let (text, ir) = (change.after.text, change.after.ir);
    match Plan::after(change, dialect) {
        Some(plan) => {
            plan.keep(change, sink);
            check_plan(text, ir, dialect, &plan, sink);
        }
        None => check_plan(text, ir, dialect, &Plan::whole(ir, dialect), sink),
    }
}

/// Whether there is a string that does not end: behind it, what is inside a string and what is not is
/// anyone's guess.
fn is_unclosed(sink: &DiagnosticSink) -> bool {
    let is_unclosed = |found: &Diagnostic| core::ptr::eq(found.code, &code::SYNTAX_UNCLOSED_STRING);
    sink.iter().any(is_unclosed)
}

fn check_plan(text: &str, ir: Ir<'_>, dialect: Dialect, plan: &Plan, sink: &mut DiagnosticSink) {
    let Plan { selection, meanings, rules, words } = plan;
    let is_sound = !sink.has_damage();
    check_leaves(text, ir, dialect, selection, sink);
    if dialect == Dialect::Mettatron {
        dialect::check(text, ir, words.clone(), sink);
    }
    let mut walker = Walker::new(text, ir, dialect, meanings, selection, sink);
    for node in selection.forms(ir) {
        if !is_sound && shape::is_partial(ir.nodes, node) {
            continue;
        }
        match shape::top_level_form(ir.nodes, node) {
            (Some(form), true) => walker.evaluate(form),
            (Some(form), false) => definition::check_stored(&mut walker, form),
            (None, _) => {}
        }
    }
    name::check_unknown(walker);
    clause::check_arities(ir, meanings, selection, sink);
    clause::check_duplicates(text, ir, rules, sink);
    definition::check_types(ir, meanings, selection, sink);
    documentation::check(ir, meanings, selection, sink);
    // A hole may hold whatever is missing.
    if has_holes(ir) {
        sink.retain(|found| !found.code.claims_absence);
    }
}

/// Whether there is a hole anywhere.
fn has_holes(ir: Ir<'_>) -> bool {
    memchr::memchr(NodeKind::Hole.code(), ir.nodes.kind).is_some()
}

fn check_leaves(
    text: &str,
    ir: Ir<'_>,
    dialect: Dialect,
    selection: &Selection,
    sink: &mut DiagnosticSink,
) {
    // Hardly any file has an odd name. A few forms are not worth a look at all names.
    let is_odd = |name| literal::is_odd_name(ir.names.bytes(name));
    let may_be_odd = !selection.is_whole() || ir.names.ids().any(is_odd);
    // A `for` would ask before each node whether the run of forms has ended.
    selection.nodes().for_each(|node| match shape::kind(ir.nodes, node) {
        NodeKind::Integer => literal::check_integer(text, ir, node, sink),
        NodeKind::String => literal::check_string(text, ir, node, sink),
        NodeKind::Variable if may_be_odd => literal::check_variable(ir, dialect, node, sink),
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::ir::IrBuilder;
    use crate::languages::{Language, metta::Metta};
    use crate::syntax::SyntaxParser;
    use rholang_engine_sync::Scratch;

    fn findings(text: &str, dialect: Dialect) -> Vec<&'static str> {
        let mut parser = SyntaxParser::new();
        let tree = parser.parse(&Metta.grammar(), text, None, &mut || false);
        let tree = tree.expect("the text is small");
        let scratch = Scratch::new();
        let mut ir = IrBuilder::new(text.len(), text.len(), &scratch);
        let mut sink = DiagnosticSink::new();
        Metta.lower(text, &tree, &mut ir);
        let all = NodeId::new(0)..NodeId::from_index(ir.nodes.len());
        Metta.resolve(text, &mut ir, all.clone(), &mut sink);
        Metta.define(text, &mut ir, all);
        check(text, ir.view(), dialect, &mut sink);
        let found: Diagnostics = sink.finish();
        found.iter().map(|found| found.code.name).collect()
    }

    #[test]
    fn every_dialect_has_a_name() {
        let names = Metta.dialects();
        assert_eq!(names.len(), Dialect::ALL.len());
        for (name, code_name) in names.iter().zip(Dialect::NAMES) {
            assert!(name.eq_ignore_ascii_case(code_name));
        }
    }

    #[test]
    fn dialects_differ() {
        for (text, hyperon, mettatron) in [
            ("!main", &["fused-bang"][..], &[][..]),
            ("!(f !(g))", &["nested-bang"], &[]),
            ("!(+ 1)", &["call-arity"], &[]),
            ("(if True 1)", &[], &["form-shape"]),
            ("(a $x;b\n)", &["suspicious-semicolon"], &[]),
            ("!(filter-atom (1) $v (> $v 1))", &["filter-without-eval"], &[]),
            ("!(let $x 1)", &["form-shape"], &["form-shape"]),
        ] {
            assert_eq!(findings(text, Dialect::Hyperon), hyperon, "{text}");
            assert_eq!(findings(text, Dialect::Mettatron), mettatron, "{text}");
        }
    }
}
