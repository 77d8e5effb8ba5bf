//! What a document shares with others.

use super::kind::NodeKind;
use super::occurrence;
use super::shape;
use crate::ir::NameId;
use crate::symbol::{Document, Role, SharedName, Space, Symbol, Uses};

/// Adds the names that the document shares: quoted channels, URIs, methods of agents, and what its
/// outline lists.
pub(super) fn shared_names(document: Document<'_>, names: &mut Vec<SharedName>) {
    let ir = document.ir;
    let mut uses = vec![Uses::default(); ir.names.len()];
    for node in ir.nodes.ids() {
        let kind = shape::kind(ir.nodes, node);
        if !matches!(
            kind,
            NodeKind::String | NodeKind::Quote | NodeKind::Uri | NodeKind::MethodName
        ) {
            continue;
        }
        let Some(occurrence) = occurrence::of_node(document, node) else {
            continue;
        };
        if let Symbol::Shared(space, name) = occurrence.symbol
            && let Some(uses) = uses.get_mut(name.index())
        {
            *uses = uses.with(Uses::occurrence_in(space));
            let says_what_it_is = match space {
                Space::Channel => occurrence.role != Role::Read,
                _ => occurrence.role.is_declaration(),
            };
            if says_what_it_is {
                *uses = uses.with(Uses::definition_in(space));
            }
        }
    }
    for &name in ir.definitions.name {
        if let Some(uses) = uses.get_mut(name.index()) {
            *uses = uses.with(Uses::LISTED);
        }
    }
    let used = uses.into_iter().enumerate().filter(|(_, uses)| *uses != Uses::default());
    names.extend(used.map(|(name, uses)| SharedName { name: NameId::from_index(name), uses }));
}

/// Adds the names of the modules that the document imports: Rholang has none.
pub(super) fn imports(_document: Document<'_>, _modules: &mut Vec<NameId>) {}
