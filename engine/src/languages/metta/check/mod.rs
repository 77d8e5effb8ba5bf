//! What is wrong with a MeTTa program beyond syntax and names.
//!
//! MeTTa programs are data for the most part, and data is never wrong. So the checks follow the
//! evaluation: they start at forms after `!` and at the right sides of rules, and go into an
//! argument only where it is certain that it is evaluated (`metta.md` 4).

mod call;
mod definition;
mod dialect;
mod documentation;
mod literal;
mod meaning;
mod name;
mod shapes;
mod variable;
mod walk;

use super::kind::{Dialect, NodeKind};
use super::{code, shape};
use crate::diagnostic::{Diagnostic, DiagnosticSink};
use crate::ir::{Ir, NodeId};

use meaning::Meanings;
use walk::Walker;

/// Reports what is wrong.
pub(super) fn check(text: &str, ir: Ir<'_>, dialect: Dialect, sink: &mut DiagnosticSink) {
    let is_sound = !sink.has_damage();
    // Behind a string that does not end, what is inside a string and what is not is anyone's guess.
    let is_unclosed = |found: &Diagnostic| core::ptr::eq(found.code, &code::SYNTAX_UNCLOSED_STRING);
    if !is_sound && sink.iter().any(is_unclosed) {
        return;
    }
    check_leaves(text, ir, dialect, sink);
    let meanings = Meanings::new(ir, dialect);
    let mut walker = Walker::new(text, ir, dialect, &meanings, sink);
    for node in top_level(ir) {
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
    definition::check_clauses(text, ir, &meanings, sink);
    definition::check_types(ir, &meanings, sink);
    documentation::check(ir, &meanings, sink);
    // A hole may hold whatever is missing.
    if memchr::memchr(NodeKind::Hole.code(), ir.nodes.kind).is_some() {
        sink.retain(|found| !found.code.claims_absence);
    }
}

/// The top-level nodes in order.
fn top_level(ir: Ir<'_>) -> impl Iterator<Item = NodeId> {
    ir.nodes.root().into_iter().flat_map(move |root| ir.nodes.children(root))
}

fn check_leaves(text: &str, ir: Ir<'_>, dialect: Dialect, sink: &mut DiagnosticSink) {
    let has_odd_names = ir.names.ids().any(|name| literal::is_odd_name(ir.names.bytes(name)));
    for node in ir.nodes.ids() {
        match shape::kind(ir.nodes, node) {
            NodeKind::Integer => literal::check_integer(text, ir, node, sink),
            NodeKind::String => literal::check_string(text, ir, node, sink),
            NodeKind::Variable if has_odd_names => {
                literal::check_variable(ir, dialect, node, sink);
            }
            _ => {}
        }
    }
    if dialect == Dialect::Mettatron {
        dialect::check(text, ir, sink);
    }
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
