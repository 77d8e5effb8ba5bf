//! Rules compared with each other and with types.

use core::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::meaning::{Meanings, Signature};
use super::selection::{CLAUSES, MEANING, Selection};
use crate::diagnostic::DiagnosticSink;
use crate::ir::{DefinitionId, Ir, NameId, NodeId, definitions};
use crate::languages::Change;
use crate::languages::metta::form::Form;
use crate::languages::metta::kind::{DefinitionKind, NodeKind};
use crate::languages::metta::{code, shape};

/// All rules of a file.
pub(super) fn rules(ir: Ir<'_>, meanings: &Meanings) -> Vec<NodeId> {
    let is_rule = |&form: &NodeId| is_rule(ir, meanings, form);
    Selection::whole(ir).forms(ir).filter(is_rule).collect()
}

/// The rules of a file after an edit that may be equal to rules of the edited item, before or after.
/// `is_edited` tells which names are defined there.
pub(super) fn rules_like_edited(
    change: &Change<'_>,
    meanings: &Meanings,
    is_edited: impl Fn(NameId) -> bool,
) -> Vec<NodeId> {
    let ir = change.after.ir;
    let mut outlines: FxHashSet<u64> = FxHashSet::default();
    let mut have_names = true;
    for (ir, forms) in [(change.before.ir, &change.item.nodes), (ir, &change.nodes)] {
        let rules = ir.nodes.siblings(forms.clone()).filter(|&form| is_rule(ir, meanings, form));
        for rule in rules {
            outlines.insert(outline(ir, rule));
            have_names &= head_of_left(ir, rule).is_some();
        }
    }
    let is_like =
        |&form: &NodeId| is_rule(ir, meanings, form) && outlines.contains(&outline(ir, form));
    if outlines.is_empty() {
        Vec::new()
    } else if have_names {
        // Equal rules are clauses of one name.
        let rows = ir.definitions.name.iter().zip(ir.definitions.kind).zip(ir.definitions.node);
        let clauses = rows.filter(|&((&name, &kind), _)| {
            kind == DefinitionKind::Clause.code() && is_edited(name)
        });
        clauses.map(|(_, &form)| form).filter(is_like).collect()
    } else {
        Selection::whole(ir).forms(ir).filter(is_like).collect()
    }
}

fn is_rule(ir: Ir<'_>, meanings: &Meanings, form: NodeId) -> bool {
    let head = shape::head_symbol(ir.nodes, form);
    head.is_some_and(|head| meanings.form_of(ir, head) == Form::Rule)
        && !shape::is_partial(ir.nodes, form)
}

/// Reports rules that are equal to an earlier one of the same rules.
pub(super) fn check_duplicates(
    text: &str,
    ir: Ir<'_>,
    rules: &[NodeId],
    sink: &mut DiagnosticSink,
) {
    let outlines: Vec<u64> = rules.iter().map(|&rule| outline(ir, rule)).collect();
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for &outline in &outlines {
        *counts.entry(outline).or_default() += 1;
    }
    let mut first_with: FxHashMap<u64, NodeId> = FxHashMap::default();
    for (&rule, _) in rules.iter().zip(outlines).filter(|(_, outline)| counts[outline] > 1) {
        let first = *first_with.entry(hash_of(text, ir, rule)).or_insert(rule);
        if first != rule && are_equal(text, ir, first, rule) {
            sink.report(&code::DUPLICATE_CLAUSE, ir.range(rule))
                .related(ir.range(first), "the earlier one");
        }
    }
}

/// The symbol with which the left side of a rule begins.
fn head_of_left(ir: Ir<'_>, rule: NodeId) -> Option<NameId> {
    let left = shape::argument(ir.nodes, rule, 0);
    left.and_then(|left| shape::head_symbol(ir.nodes, left))
}

/// A hash of the symbol with which the left side of a rule begins and of the kinds of its nodes. Equal
/// rules have the same, which hardly any others have.
fn outline(ir: Ir<'_>, rule: NodeId) -> u64 {
    let head = head_of_left(ir, rule);
    let kinds = ir.nodes.kind.get(rule.index()..ir.nodes.subtree_end(rule).index());
    let mut hasher = FxHasher::default();
    hasher.write_u32(head.map_or(u32::MAX, NameId::raw));
    hasher.write(kinds.unwrap_or(&[]));
    hasher.finish()
}

/// Compares clauses with the types of their names and with each other: one finding for each clause of
/// the selected forms that its type rejects, and one for each name whose clauses differ.
pub(super) fn check_arities(
    ir: Ir<'_>,
    meanings: &Meanings,
    selection: &Selection,
    sink: &mut DiagnosticSink,
) {
    let mut clauses: FxHashMap<NameId, Clauses> = FxHashMap::default();
    let rows = ir.definitions.kind.iter().zip(ir.definitions.name).enumerate();
    for (definition, (&kind, &name)) in rows {
        if kind != DefinitionKind::Clause.code() || !selection.wants(name, MEANING | CLAUSES) {
            continue;
        }
        let row = ir.definitions.row(DefinitionId::from_index(definition));
        if row.arity == u32::MAX || shape::is_partial(ir.nodes, row.node) {
            continue;
        }
        let Some(meaning) = meanings.of(name) else {
            continue;
        };
        if meaning.signatures.is_empty() {
            if selection.wants(name, CLAUSES) {
                check_arity(ir, row, clauses.entry(name).or_default(), sink);
            }
        } else if !meaning.is_uncertain && selection.holds(row.node) {
            check_type_arity(ir, row, &meaning.signatures, sink);
        }
    }
}

/// What is known of the clauses of a name so far.
#[derive(Default)]
struct Clauses {
    first: Option<definitions::Row>,
    is_reported: bool,
}

fn check_arity(
    ir: Ir<'_>,
    row: definitions::Row,
    clauses: &mut Clauses,
    sink: &mut DiagnosticSink,
) {
    let earlier = *clauses.first.get_or_insert(row);
    if earlier.arity != row.arity && !clauses.is_reported {
        clauses.is_reported = true;
        sink.report(&code::CLAUSE_ARITY, ir.range(row.name_node))
            .name(row.name)
            .number(row.arity)
            .number(earlier.arity)
            .related(ir.range(earlier.name_node), "the earlier clause");
    }
}

fn check_type_arity(
    ir: Ir<'_>,
    row: definitions::Row,
    signatures: &[Signature],
    sink: &mut DiagnosticSink,
) {
    let fits = |signature: &Signature| signature.parameters.len() == row.arity as usize;
    if !signatures.iter().any(fits) {
        let wanted = signatures.first().map_or(0, |first| first.parameters.len());
        let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
        let report = sink.report(&code::CLAUSE_TYPE_ARITY, ir.range(row.name_node));
        report.name(row.name).number(row.arity).number(wanted);
    }
}

/// What a node says apart from its children: equal for rules that differ in the names of variables
/// only. Binders are numbered by form in order of the text.
fn key<'a>(text: &'a str, ir: Ir<'_>, node: NodeId) -> (u8, u32, &'a str) {
    let code = ir.nodes.kind(node);
    match NodeKind::from_code(code) {
        NodeKind::Variable => {
            let number = ir.binder_of(node).map_or(u32::MAX, |binder| {
                let scope = ir.binders.scope(binder);
                binder.raw() - ir.scopes.first_binder(scope).raw()
            });
            (code, number, "")
        }
        NodeKind::Symbol | NodeKind::Expression => (code, ir.nodes.data(node), ""),
        _ => (code, 0, ir.range(node).of(text)),
    }
}

fn hash_of(text: &str, ir: Ir<'_>, form: NodeId) -> u64 {
    let mut hasher = FxHasher::default();
    for node in subtree(ir, form) {
        let (code, number, word) = key(text, ir, node);
        hasher.write_u8(code);
        hasher.write_u32(number);
        hasher.write(word.as_bytes());
    }
    hasher.finish()
}

fn are_equal(text: &str, ir: Ir<'_>, left: NodeId, right: NodeId) -> bool {
    let keys = |form: NodeId| subtree(ir, form).map(move |node| key(text, ir, node));
    keys(left).eq(keys(right))
}

fn subtree(ir: Ir<'_>, form: NodeId) -> impl Iterator<Item = NodeId> + use<> {
    (form.raw()..ir.nodes.subtree_end(form).raw()).map(NodeId::new)
}
