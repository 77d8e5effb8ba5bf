//! Stored forms: rules, types, and forms that were meant to run.

use core::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::meaning::{Meaning, Meanings};
use super::shapes;
use super::walk::{Step, Walker};
use crate::diagnostic::DiagnosticSink;
use crate::ir::{DefinitionId, Ir, NameId, NodeId};
use crate::languages::metta::form::Form;
use crate::languages::metta::kind::{BinderKind, DefinitionKind, Dialect, NodeKind};
use crate::languages::metta::{code, shape};

/// Looks at a form at the top level that is not evaluated.
pub(super) fn check_stored(walker: &mut Walker<'_>, form: NodeId) {
    let ir = walker.ir;
    let Some(name) = shape::head_symbol(ir.nodes, form) else {
        check_fused_bang(walker, form);
        return;
    };
    match walker.meanings.forms.of(name) {
        kind @ Form::Rule => {
            if shapes::check_stored(walker, form, kind) {
                check_rule(walker, form);
            }
        }
        kind @ Form::TypeDeclaration => {
            shapes::check_stored(walker, form, kind);
        }
        // MeTTaTron evaluates everything else (`metta.md` 2.1).
        _ if walker.dialect == Dialect::Mettatron => walker.evaluate(form),
        _ => check_not_run(walker, form, name),
    }
}

/// `!name` is a word (`metta.md` 1.1).
fn check_fused_bang(walker: &mut Walker<'_>, form: NodeId) {
    let Some(name) = shape::symbol(walker.ir.nodes, form) else {
        return;
    };
    let spelling = walker.ir.names.bytes(name);
    let is_fused = spelling.len() > 1 && spelling.starts_with(b"!") && spelling != b"!=";
    if is_fused && walker.dialect == Dialect::Hyperon {
        walker.sink.report(&code::FUSED_BANG, walker.ir.range(form)).name(name);
    }
}

/// A form that only gives the unit value is written for its effect.
fn check_not_run(walker: &mut Walker<'_>, form: NodeId, name: NameId) {
    let Some(meaning) = walker.meanings.of(name) else {
        return;
    };
    let types = meaning.builtin.map_or(0, |builtin| builtin.signatures.len());
    let gives_unit = meaning.signatures.iter().filter(|signature| signature.gives_unit).count();
    if types > 0 && gives_unit == types {
        let range = walker.ir.range(form.next());
        walker.sink.report(&code::FORM_NOT_RUN, range).name(name);
    }
}

/// Follows the evaluation of a rule's right side, if it is evaluated.
fn check_rule(walker: &mut Walker<'_>, rule: NodeId) {
    let nodes = walker.ir.nodes;
    let parts = (shape::argument(nodes, rule, 0), shape::argument(nodes, rule, 1));
    let (Some(left), Some(right)) = parts else {
        return;
    };
    let mut head = Some(left);
    let mut name = None;
    while let Some(inner) = head.and_then(|node| shape::head(nodes, node)) {
        name = shape::symbol(nodes, inner);
        head = Some(inner);
    }
    let gives_data =
        |meaning: &Meaning| meaning.signatures.iter().any(|signature| signature.gives_data);
    // The result of a function may have a type that keeps it from being evaluated.
    let meaning = name.and_then(|name| walker.meanings.of(name));
    let is_call = shape::kind(nodes, left) == NodeKind::Expression;
    let is_checked = is_call && !meaning.is_some_and(gives_data);
    let step = if is_checked { Step::Evaluate } else { Step::Loose };
    walker.run(&[Step::Pattern(left, BinderKind::Clause), step(right)]);
}

/// Compares rules with each other and with types.
pub(super) fn check_clauses(
    text: &str,
    ir: Ir<'_>,
    meanings: &Meanings,
    sink: &mut DiagnosticSink,
) {
    check_arities(ir, meanings, sink);
    let is_rule = |node: NodeId| {
        let head = shape::head_symbol(ir.nodes, node);
        head.is_some_and(|head| meanings.forms.of(head) == Form::Rule)
            && !shape::is_partial(ir.nodes, node)
    };
    let rules: Vec<NodeId> = super::top_level(ir).filter(|&node| is_rule(node)).collect();
    let outlines: Vec<u64> = rules.iter().map(|&rule| outline(ir, rule)).collect();
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for &outline in &outlines {
        *counts.entry(outline).or_default() += 1;
    }
    let mut first_with: FxHashMap<u64, NodeId> = FxHashMap::default();
    for (rule, _) in rules.into_iter().zip(outlines).filter(|(_, outline)| counts[outline] > 1) {
        let first = *first_with.entry(hash_of(text, ir, rule)).or_insert(rule);
        if first != rule && are_equal(text, ir, first, rule) {
            sink.report(&code::DUPLICATE_CLAUSE, ir.range(rule))
                .related(ir.range(first), "the earlier one");
        }
    }
}

/// A hash of the symbol with which the left side of a rule begins and of the kinds of its nodes. Equal
/// rules have the same, which hardly any others have.
fn outline(ir: Ir<'_>, rule: NodeId) -> u64 {
    let left = shape::argument(ir.nodes, rule, 0);
    let head = left.and_then(|left| shape::head_symbol(ir.nodes, left));
    let kinds = ir.nodes.kind.get(rule.index()..ir.nodes.subtree_end(rule).index());
    let mut hasher = FxHasher::default();
    hasher.write_u32(head.map_or(u32::MAX, NameId::raw));
    hasher.write(kinds.unwrap_or(&[]));
    hasher.finish()
}

/// One finding for each name whose clauses differ, and one for each clause that its type rejects.
fn check_arities(ir: Ir<'_>, meanings: &Meanings, sink: &mut DiagnosticSink) {
    let mut first_clause = vec![DefinitionId::NONE; ir.names.len()];
    let mut is_reported = vec![false; ir.names.len()];
    for definition in ir.definitions.ids() {
        let row = ir.definitions.row(definition);
        let is_known = row.arity != u32::MAX && !shape::is_partial(ir.nodes, row.node);
        if row.kind != DefinitionKind::Clause.code() || !is_known {
            continue;
        }
        let Some(meaning) = meanings.of(row.name) else {
            continue;
        };
        if !meaning.signatures.is_empty() {
            let fits = |signature: &super::meaning::Signature| {
                signature.parameters.len() == row.arity as usize
            };
            if !meaning.is_uncertain && !meaning.signatures.iter().any(fits) {
                let wanted = meaning.signatures.first().map_or(0, |first| first.parameters.len());
                let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
                let report = sink.report(&code::CLAUSE_TYPE_ARITY, ir.range(row.name_node));
                report.name(row.name).number(row.arity).number(wanted);
            }
            continue;
        }
        let places =
            (first_clause.get_mut(row.name.index()), is_reported.get_mut(row.name.index()));
        let (Some(first), Some(is_reported)) = places else {
            continue;
        };
        let Some(earlier) = first.some() else {
            *first = definition;
            continue;
        };
        let earlier = ir.definitions.row(earlier);
        if earlier.arity != row.arity && !*is_reported {
            *is_reported = true;
            sink.report(&code::CLAUSE_ARITY, ir.range(row.name_node))
                .name(row.name)
                .number(row.arity)
                .number(earlier.arity)
                .related(ir.range(earlier.name_node), "the earlier clause");
        }
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

/// The built-in types that a literal can have or that control evaluation.
const TYPES: &[&str] = &[
    "Atom",
    "Bool",
    "Expression",
    "Grounded",
    "Number",
    "SpaceType",
    "String",
    "Symbol",
    "Type",
    "Variable",
];

/// Types in declarations that are built-in types but for their case.
pub(super) fn check_types(ir: Ir<'_>, meanings: &Meanings, sink: &mut DiagnosticSink) {
    for definition in ir.definitions.ids() {
        let row = ir.definitions.row(definition);
        if row.kind == DefinitionKind::Token.code() {
            check_token(ir, row.name, row.name_node, sink);
        }
        if meanings.has_imports {
            continue;
        }
        let is_function = row.kind == DefinitionKind::FunctionType.code();
        if !is_function && row.kind != DefinitionKind::Typed.code() {
            continue;
        }
        let Some(declared) = shape::argument(ir.nodes, row.node, 1) else {
            continue;
        };
        if is_function {
            for part in shape::arguments(ir.nodes, declared) {
                check_type(ir, meanings, part, TYPES, sink);
            }
        } else {
            // Words such as `symbol` make types of a domain as well.
            check_type(ir, meanings, declared, &["Bool", "Number", "String"], sink);
        }
    }
}

fn check_type(
    ir: Ir<'_>,
    meanings: &Meanings,
    part: NodeId,
    types: &[&'static str],
    sink: &mut DiagnosticSink,
) {
    let Some(name) = shape::symbol(ir.nodes, part) else {
        return;
    };
    let spelling = ir.names.text(name);
    let meant = types.iter().find(|known| known.eq_ignore_ascii_case(spelling));
    if let Some(&meant) = meant.filter(|&&meant| meant != spelling && !meanings.is_defined(name)) {
        sink.report(&code::MISSPELLED_TYPE, ir.range(part)).name(name).word(meant);
    }
}

/// `bind!` takes its name for a regular expression (`metta.md` 2.6).
fn check_token(ir: Ir<'_>, name: NameId, node: NodeId, sink: &mut DiagnosticSink) {
    if ir.names.bytes(name).iter().any(|byte| b".*+?|^$[]{}\\".contains(byte)) {
        sink.report(&code::REGEX_TOKEN, ir.range(node)).name(name);
    }
}
