//! Documentation forms (`metta.md` 2.7).

use rustc_hash::FxHashMap;

use super::meaning::Meanings;
use super::selection::{DOCUMENTATION, Selection};
use crate::diagnostic::DiagnosticSink;
use crate::ir::{DefinitionId, Ir, NameId, NodeId, definitions};
use crate::languages::metta::builtin;
use crate::languages::metta::kind::DefinitionKind;
use crate::languages::metta::{code, shape};

/// Names that only documentation mentions, and descriptions in the selected forms that do not fit.
pub(super) fn check(
    ir: Ir<'_>,
    meanings: &Meanings,
    selection: &Selection,
    sink: &mut DiagnosticSink,
) {
    let mut counts: FxHashMap<NameId, u32> = FxHashMap::default();
    for row in documentation(ir).filter(|row| selection.wants(row.name, DOCUMENTATION)) {
        *counts.entry(row.name).or_default() += 1;
    }
    for row in documentation(ir) {
        if shape::is_partial(ir.nodes, row.node) {
            continue;
        }
        let is_alone = counts.get(&row.name) == Some(&meanings.occurrences(row.name));
        let is_builtin = || builtin::lookup(ir.names.text(row.name)).is_some();
        if is_alone && !meanings.has_imports && !is_builtin() {
            sink.report(&code::ORPHAN_DOC, ir.range(row.name_node)).name(row.name);
        }
        if !selection.holds(row.node) {
            continue;
        }
        let Some(described) = described_parameters(ir, row.node) else {
            continue;
        };
        let Some(meaning) = meanings.of(row.name) else {
            continue;
        };
        let fits =
            meaning.signatures.iter().any(|signature| signature.parameters.len() == described);
        let first = meaning.signatures.first().filter(|_| !fits && !meaning.is_uncertain);
        // What the type of a built-in is depends on the version; only the file's own types count.
        if let (Some(first), true) = (first, meaning.builtin.is_none()) {
            let wanted = u32::try_from(first.parameters.len()).unwrap_or(u32::MAX);
            let described = u32::try_from(described).unwrap_or(u32::MAX);
            let range = ir.range(row.name_node);
            let report = sink.report(&code::DOC_PARAMETER_COUNT, range);
            report.name(row.name).number(described).number(wanted);
        }
    }
}

/// The definitions that are documentation.
pub(super) fn documentation(ir: Ir<'_>) -> impl Iterator<Item = definitions::Row> {
    let places = memchr::memchr_iter(DefinitionKind::Documentation.code(), ir.definitions.kind);
    places.map(move |place| ir.definitions.row(DefinitionId::from_index(place)))
}

/// How many parameters `(@params ((@param ..) (@param ..)))` describes.
fn described_parameters(ir: Ir<'_>, doc: NodeId) -> Option<usize> {
    let has_head = |node: NodeId, wanted: &[u8]| {
        let head = shape::head_symbol(ir.nodes, node);
        head.is_some_and(|head| ir.names.bytes(head) == wanted)
    };
    let params = shape::arguments(ir.nodes, doc).find(|&part| has_head(part, b"@params"))?;
    let list = shape::argument(ir.nodes, params, 0)?;
    let mut count = 0;
    for param in ir.nodes.children(list) {
        // Anything else in the list makes it hard to tell what is meant.
        if !has_head(param, b"@param") {
            return None;
        }
        count += 1;
    }
    Some(count)
}
