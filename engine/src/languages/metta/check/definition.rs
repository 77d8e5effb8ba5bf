//! Stored forms: rules, types, and forms that were meant to run.

use super::meaning::{Meaning, Meanings};
use super::selection::Selection;
use super::shapes;
use super::walk::{Step, Walker};
use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NameId, NodeId};
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
    match walker.meanings.form_of(walker.ir, name) {
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
pub(super) fn check_types(
    ir: Ir<'_>,
    meanings: &Meanings,
    selection: &Selection,
    sink: &mut DiagnosticSink,
) {
    for definition in selection.definitions(ir) {
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
    let spelling = ir.names.bytes(name);
    let meant = types.iter().find(|known| known.as_bytes().eq_ignore_ascii_case(spelling));
    let is_other = |meant: &&&str| meant.as_bytes() != spelling && !meanings.is_defined(name);
    if let Some(&meant) = meant.filter(is_other) {
        sink.report(&code::MISSPELLED_TYPE, ir.range(part)).name(name).word(meant);
    }
}

/// `bind!` takes its name for a regular expression (`metta.md` 2.6).
fn check_token(ir: Ir<'_>, name: NameId, node: NodeId, sink: &mut DiagnosticSink) {
    if ir.names.bytes(name).iter().any(|byte| b".*+?|^$[]{}\\".contains(byte)) {
        sink.report(&code::REGEX_TOKEN, ir.range(node)).name(name);
    }
}
