//! Where symbols occur.
//!
//! Programs are data, so a symbol is the same in a call, a pattern and a quotation; only names of
//! modules are something else. A variable is known by its binder, which all its occurrences in the
//! top-level form share.

use super::kind::{DefinitionKind, NodeKind};
use super::{lookup, shape};
use crate::ir::{BinderId, Ir, NameId, NodeId, definitions};
use crate::symbol::{Document, Occurrence, Role, Space, Symbol};
use crate::text::TextRange;

/// The word that covers the character at an offset, or ends there.
pub(super) fn word_at(ir: Ir<'_>, offset: u32) -> Option<NodeId> {
    let is_word = |node: &NodeId| {
        let kind = shape::kind(ir.nodes, *node);
        kind.is_literal() || matches!(kind, NodeKind::Symbol | NodeKind::Variable)
    };
    let starts = ir.nodes.start;
    let last = |after: usize| after.checked_sub(1).map(NodeId::from_index);
    let covering = last(starts.partition_point(|&start| start <= offset));
    // A bracket that begins at the offset, or one that is missing there, hides a word that ends.
    let ending = || last(starts.partition_point(|&start| start < offset));
    let covers = |node: &NodeId| is_word(node) && offset <= ir.nodes.end(*node);
    covering.filter(covers).or_else(|| ending().filter(covers))
}

/// The occurrence at an offset.
pub(super) fn at(document: Document<'_>, offset: u32) -> Option<Occurrence> {
    let ir = document.ir;
    let node = word_at(ir, offset)?;
    match shape::kind(ir.nodes, node) {
        NodeKind::Variable => {
            let binder = ir.binder_of(node)?;
            let sightings = lookup::sightings(ir, binder);
            let is_bound = sightings.iter().any(|s| s.node == node && s.binding.is_some());
            Some(variable(ir, node, binder, is_bound))
        }
        NodeKind::Symbol => {
            let name = NameId::new(ir.nodes.data(node));
            Some(symbol(ir, node, name, lookup::definition_named_at(ir, node).as_ref()))
        }
        NodeKind::String => {
            let row = lookup::definition_named_at(ir, node)?;
            Some(symbol(ir, node, row.name, Some(&row)))
        }
        _ => None,
    }
}

/// Adds all occurrences of a symbol.
pub(super) fn all(document: Document<'_>, wanted: Symbol, found: &mut Vec<Occurrence>) {
    let ir = document.ir;
    match wanted {
        Symbol::Binder(binder) => {
            for sighting in lookup::sightings(ir, binder) {
                found.push(variable(ir, sighting.node, binder, sighting.binding.is_some()));
            }
        }
        Symbol::Shared(Space::Module, name) => {
            for definition in ir.definitions.ids() {
                let row = ir.definitions.row(definition);
                if row.name == name && row.kind == DefinitionKind::Import.code() {
                    found.push(symbol(ir, row.name_node, name, Some(&row)));
                }
            }
        }
        Symbol::Shared(Space::Atom, name) => atoms(ir, name, found),
        Symbol::Shared(..) | Symbol::Unbound(_) => {}
    }
}

/// Adds all occurrences of a symbol of the space of atoms.
fn atoms(ir: Ir<'_>, name: NameId, found: &mut Vec<Occurrence>) {
    // A token that an import makes may be written without its `&`.
    let token = DefinitionKind::ModuleToken.code();
    let mut has_tokens = false;
    let mut named: Vec<definitions::Row> = Vec::new();
    for definition in ir.definitions.ids() {
        let row = ir.definitions.row(definition);
        has_tokens |= row.name == name && row.kind == token;
        if row.name == name || lookup::special_symbol(&row).is_some() {
            named.push(row);
        }
    }
    // The names of definitions are in order of the text.
    let definition_at = |node: NodeId| {
        let place = named.binary_search_by_key(&node, |row| row.name_node).ok()?;
        named.get(place)
    };
    for place in memchr::memchr_iter(NodeKind::Symbol.code(), ir.nodes.kind) {
        let node = NodeId::from_index(place);
        let written = NameId::new(ir.nodes.data(node));
        if written == name || has_tokens {
            let occurrence = symbol(ir, node, written, definition_at(node));
            if occurrence.symbol == Symbol::Shared(Space::Atom, name) {
                found.push(occurrence);
            }
        }
    }
}

fn variable(ir: Ir<'_>, node: NodeId, binder: BinderId, is_bound: bool) -> Occurrence {
    let role = if is_bound { Role::Write } else { Role::Read };
    Occurrence { node, range: ir.range(node), symbol: Symbol::Binder(binder), role }
}

/// The occurrence of a symbol at a node, which may be the name of a definition.
fn symbol(
    ir: Ir<'_>,
    node: NodeId,
    name: NameId,
    definition: Option<&definitions::Row>,
) -> Occurrence {
    let mut range = ir.range(node);
    if shape::kind(ir.nodes, node) == NodeKind::String && range.len() >= 2 {
        range = TextRange::new(range.start + 1, range.end - 1);
    }
    let special = definition.and_then(lookup::special_symbol);
    let symbol = special.unwrap_or(Symbol::Shared(Space::Atom, name));
    Occurrence { node, range, symbol, role: definition.map_or(Role::Read, role) }
}

/// What a definition does to the word at its name.
fn role(row: &definitions::Row) -> Role {
    match DefinitionKind::from_code(row.kind) {
        DefinitionKind::Clause | DefinitionKind::CurriedClause | DefinitionKind::Constant => {
            Role::Definition
        }
        DefinitionKind::Typed
        | DefinitionKind::FunctionType
        | DefinitionKind::Type
        | DefinitionKind::TypeConstructor
        | DefinitionKind::Subtype
        | DefinitionKind::Documentation
        | DefinitionKind::Token
        | DefinitionKind::ModuleToken => Role::Declaration,
        // A fact adds to the relation.
        DefinitionKind::Fact => Role::Write,
        DefinitionKind::Import | DefinitionKind::MorkRule => Role::Read,
    }
}
