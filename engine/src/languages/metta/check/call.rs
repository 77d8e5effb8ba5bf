//! Calls of functions with declared types (`metta.md` 2.4).

use super::meaning::{Meaning, Parameter, Signature};
use super::selection::CALLS;
use super::walk::Walker;
use crate::ir::{NameId, NodeId};
use crate::languages::metta::kind::{Dialect, NodeKind};
use crate::languages::metta::{code, shape};

/// The instructions of the minimal interpreter, which `filter-atom` runs as they are.
const INSTRUCTIONS: &[&[u8]] = &[
    b"call-native",
    b"chain",
    b"collapse-bind",
    b"cons-atom",
    b"context-space",
    b"decons-atom",
    b"eval",
    b"evalc",
    b"function",
    b"metta",
    b"superpose-bind",
    b"unify",
];

/// Checks a call against all types of the function; one that fits is enough.
pub(super) fn check(walker: &mut Walker<'_>, call: NodeId, name: NameId, meaning: &Meaning) {
    let types = meaning.builtin.map_or(0, |builtin| builtin.signatures.len());
    // A type that is no function type takes any number of arguments.
    if meaning.is_uncertain || meaning.signatures.len() < types.max(1) {
        return;
    }
    // MeTTaTron checks no arguments against declarations (`metta.md` 2.4).
    if walker.dialect == Dialect::Mettatron {
        return;
    }
    check_spaces(walker, call, meaning);
    let count = shape::argument_count(walker.ir.nodes, call) as usize;
    let mut fitting =
        meaning.signatures.iter().filter(|signature| signature.parameters.len() == count);
    let Some(first) = fitting.next() else {
        let wanted = meaning.signatures.first().map_or(0, |first| first.parameters.len());
        let range = walker.ir.range(call.next());
        let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
        let found = u32::try_from(count).unwrap_or(u32::MAX);
        walker.sink.report(&code::CALL_ARITY, range).name(name).number(wanted).number(found);
        return;
    };
    let Some((argument, parameter)) = mismatch(walker, call, first) else {
        check_filter(walker, call, meaning);
        return;
    };
    if fitting.any(|signature| mismatch(walker, call, signature).is_none()) {
        return;
    }
    let range = walker.ir.range(argument);
    if parameter == Parameter::Variable {
        walker.sink.report(&code::VARIABLE_SLOT, range).name(name);
        return;
    }
    let found = literal_type(shape::kind(walker.ir.nodes, argument));
    walker
        .sink
        .report(&code::CALL_TYPE_MISMATCH, range)
        .name(name)
        .word(type_word(parameter))
        .word(found.map_or("", type_word));
}

/// The first argument that cannot have the type of its parameter.
fn mismatch(
    walker: &Walker<'_>,
    call: NodeId,
    signature: &Signature,
) -> Option<(NodeId, Parameter)> {
    let nodes = walker.ir.nodes;
    let pairs = shape::arguments(nodes, call).zip(signature.parameters.iter().copied());
    pairs.into_iter().find(|&(argument, parameter)| {
        let kind = shape::kind(nodes, argument);
        match parameter {
            Parameter::Variable => kind != NodeKind::Variable,
            Parameter::Number | Parameter::String | Parameter::Bool => {
                literal_type(kind).is_some_and(|found| found != parameter)
            }
            _ => false,
        }
    })
}

fn literal_type(kind: NodeKind) -> Option<Parameter> {
    match kind {
        NodeKind::Integer | NodeKind::Float => Some(Parameter::Number),
        NodeKind::String => Some(Parameter::String),
        NodeKind::Boolean => Some(Parameter::Bool),
        _ => None,
    }
}

fn type_word(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::Number => "`Number`",
        Parameter::String => "`String`",
        _ => "`Bool`",
    }
}

/// hyperon takes the predicate of `filter-atom` for an instruction (`metta.md` 2.5).
fn check_filter(walker: &mut Walker<'_>, call: NodeId, meaning: &Meaning) {
    if meaning.builtin.is_none_or(|builtin| builtin.name != "filter-atom") {
        return;
    }
    let nodes = walker.ir.nodes;
    let Some(predicate) = shape::argument(nodes, call, 2) else {
        return;
    };
    let Some(head) = shape::head_symbol(nodes, predicate) else {
        return;
    };
    if !INSTRUCTIONS.contains(&walker.ir.names.bytes(head)) {
        walker.sink.report(&code::FILTER_WITHOUT_EVAL, walker.ir.range(predicate));
    }
}

/// Spaces that nothing binds. An import may bring names, and then nothing is certain.
fn check_spaces(walker: &mut Walker<'_>, call: NodeId, meaning: &Meaning) {
    let (Some(_), Some(signature)) = (meaning.builtin, meaning.signatures.first()) else {
        return;
    };
    if walker.meanings.has_imports {
        return;
    }
    for (argument, parameter) in
        shape::arguments(walker.ir.nodes, call).zip(signature.parameters.iter().copied())
    {
        let name = shape::symbol(walker.ir.nodes, argument);
        if let (Parameter::Space, Some(name)) = (parameter, name) {
            check_space(walker, argument, name);
        }
    }
}

fn check_space(walker: &mut Walker<'_>, argument: NodeId, name: NameId) {
    if is_handle(walker.ir.names.bytes(name))
        && !walker.meanings.is_bound(name)
        && walker.selection.wants(name, CALLS)
        && walker.reported_spaces.insert(name)
    {
        walker.sink.report(&code::UNBOUND_SPACE, walker.ir.range(argument)).name(name);
    }
}

/// Whether a word stands for a space that something has to bind.
pub(super) fn is_handle(spelling: &[u8]) -> bool {
    spelling.len() > 1 && spelling.starts_with(b"&") && spelling != b"&self"
}
