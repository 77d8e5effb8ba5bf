//! What a document shares with others.

use rustc_hash::FxHashSet;

use super::kind::{DefinitionKind, NodeKind};
use super::{builtin, shape};
use crate::ir::{Ir, NameId, definitions};
use crate::symbol::{Document, SharedName, Uses};

/// Adds the names that the document shares: all symbols, and the modules that it imports.
pub(super) fn shared_names(document: Document<'_>, names: &mut Vec<SharedName>) {
    let ir = document.ir;
    let mut uses = vec![Uses::default(); ir.names.len()];
    let mut add = |name: NameId, more: Uses| {
        if let Some(uses) = uses.get_mut(name.index()) {
            *uses = uses.with(more);
        }
    };
    for place in memchr::memchr_iter(NodeKind::Symbol.code(), ir.nodes.kind) {
        add(NameId::new(ir.nodes.data.get(place).copied().unwrap_or(u32::MAX)), Uses::ATOM);
    }
    let mut modules: FxHashSet<&str> = FxHashSet::default();
    for definition in ir.definitions.ids() {
        let row = ir.definitions.row(definition);
        if row.kind == DefinitionKind::Import.code() {
            modules.insert(last_component(ir.names.text(row.name)));
        } else if defines(ir, &row) {
            add(row.name, Uses::ATOM.with(Uses::ATOM_DEFINED));
            if row.kind != DefinitionKind::ModuleToken.code() {
                add(row.name, Uses::LISTED);
            }
        }
        if let Some(of_type) = declared_of(ir, &row) {
            add(of_type, Uses::ATOM_INSTANCE);
        }
    }
    if !modules.is_empty() {
        for name in ir.names.ids().filter(|&name| modules.contains(ir.names.text(name))) {
            add(name, Uses::IMPORTED);
        }
    }
    let shared = ir.names.ids().zip(uses).filter(|&(_, uses)| uses != Uses::default());
    names.extend(shared.map(|(name, uses)| SharedName { name, uses }));
}

/// Whether a row says what its name is: modules and rules of MORK have names that mean something
/// else, and a fact says nothing about a built-in.
pub(super) fn defines(ir: Ir<'_>, row: &definitions::Row) -> bool {
    match DefinitionKind::from_code(row.kind) {
        DefinitionKind::Import | DefinitionKind::MorkRule => false,
        DefinitionKind::Fact => builtin::lookup(ir.names.text(row.name)).is_none(),
        _ => shape::symbol(ir.nodes, row.name_node).is_some(),
    }
}

/// The type that a row says something has: of a constant, of what a function returns, or above another
/// type.
pub(super) fn declared_of(ir: Ir<'_>, row: &definitions::Row) -> Option<NameId> {
    let declared = || shape::argument(ir.nodes, row.node, 1);
    let node = match DefinitionKind::from_code(row.kind) {
        DefinitionKind::Typed | DefinitionKind::Subtype => declared()?,
        DefinitionKind::FunctionType => shape::arguments(ir.nodes, declared()?).last()?,
        _ => return None,
    };
    shape::symbol(ir.nodes, node).or_else(|| shape::head_symbol(ir.nodes, node))
}

/// Adds the names of the modules that the document imports.
pub(super) fn imports(document: Document<'_>, modules: &mut Vec<NameId>) {
    let definitions = document.ir.definitions;
    for place in memchr::memchr_iter(DefinitionKind::Import.code(), definitions.kind) {
        modules.extend(definitions.name.get(place).copied());
    }
}

/// The last part of a module's name, without the extension of a file.
pub(super) fn last_component(module: &str) -> &str {
    let last = module.trim_end_matches([':', '/']).rsplit([':', '/']).next().unwrap_or("");
    last.strip_suffix(".metta").unwrap_or(last)
}
