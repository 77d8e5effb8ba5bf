//! Whether tables that come from elsewhere are tables of a text.
//!
//! Who reads tables indexes columns by the numbers in others, walks from nodes to parents and from
//! children to the next, and cuts the text at places. All of that has to be possible, and to end, in
//! tables that somebody has kept. Whether they say the right thing about the text cannot be seen here.
//!
//! The checks run whenever facts are read, so those of the large tables are loops without exits.

use super::splice::RowNumbers;
use super::{BINDER_FLAG, Ir};

/// Whether all numbers of the tables are in their ranges. `numbers` are those of the language.
pub(super) fn is_consistent(ir: Ir<'_>, text: &str, numbers: RowNumbers) -> bool {
    ir.names.is_consistent()
        && nodes_are_nested(ir)
        && nodes_lie_in(ir, text)
        && node_data_is_consistent(ir, numbers)
        && scopes_are_consistent(ir)
        && names_are_bound_consistently(ir)
        && endpoints_are_consistent(ir, numbers)
        && comments_lie_in(ir, text)
}

/// Whether a number is one of a row, or means nothing.
fn is_row_or_none(number: u32, rows: usize) -> bool {
    (number as usize) < rows || number == u32::MAX
}

/// Whether the nodes are one tree in pre-order: the parent of each is the innermost node that is open.
fn nodes_are_nested(ir: Ir<'_>) -> bool {
    let (parent, subtree_end) = (ir.nodes.parent, ir.nodes.subtree_end);
    let Some(root_end) = subtree_end.first() else { return true };
    let mut is_nested = parent[0].is_none() && root_end.index() == parent.len();
    for node in 1..parent.len() {
        // Each step leaves a node that has ended, so all steps together are at most as many as nodes.
        let mut open = node - 1;
        while subtree_end[open].index() <= node {
            let Some(outer) = parent[open].some() else { return false };
            open = outer.index();
        }
        let end = subtree_end[node].index();
        is_nested &= end > node && end <= subtree_end[open].index();
        if parent[node].index() != open {
            return false;
        }
    }
    is_nested
}

/// Whether the nodes lie in the text, in order, and between characters.
fn nodes_lie_in(ir: Ir<'_>, text: &str) -> bool {
    let mut lie_in = true;
    let mut before = 0;
    for (&start, &end) in ir.nodes.start.iter().zip(ir.nodes.end) {
        lie_in &= before <= start
            && start <= end
            && text.is_char_boundary(start as usize)
            && text.is_char_boundary(end as usize);
        before = start;
    }
    lie_in
}

fn node_data_is_consistent(ir: Ir<'_>, numbers: RowNumbers) -> bool {
    let (names, nodes) = (ir.names.len(), ir.nodes.len());
    let (binders, references) = (ir.binders.len(), ir.references.len());
    let is_consistent = |kind: &u8, data: u32| {
        if numbers.variables.contains(kind) {
            match data & BINDER_FLAG {
                0 => (data as usize) < references,
                _ => ((data & !BINDER_FLAG) as usize) < binders,
            }
        } else if numbers.names.contains(kind) {
            is_row_or_none(data, names)
        } else {
            // At most a number of children.
            is_row_or_none(data, nodes)
        }
    };
    ir.nodes.kind.iter().zip(ir.nodes.data).all(|(kind, &data)| is_consistent(kind, data))
}

fn scopes_are_consistent(ir: Ir<'_>) -> bool {
    let (nodes, binders) = (ir.nodes.len(), ir.binders.len());
    ir.scopes.ids().all(|scope| {
        let row = ir.scopes.row(scope);
        (row.parent.is_none() || row.parent < scope)
            && row.first_node <= row.node_end
            && row.node_end.index() <= nodes
            && row.first_binder <= row.binder_end
            && row.binder_end.index() <= binders
    })
}

fn names_are_bound_consistently(ir: Ir<'_>) -> bool {
    let (names, nodes, scopes) = (ir.names.len(), ir.nodes.len(), ir.scopes.len());
    let mut is_consistent = true;
    for binder in ir.binders.ids() {
        let row = ir.binders.row(binder);
        is_consistent &=
            row.name.index() < names && row.node.index() < nodes && row.scope.index() < scopes;
    }
    for reference in ir.references.ids() {
        let row = ir.references.row(reference);
        is_consistent &= row.name.index() < names
            && row.node.index() < nodes
            && is_row_or_none(row.binder.raw(), ir.binders.len());
    }
    is_consistent
}

fn endpoints_are_consistent(ir: Ir<'_>, numbers: RowNumbers) -> bool {
    let (names, nodes) = (ir.names.len(), ir.nodes.len());
    let is_endpoint = |endpoint| {
        let row = ir.endpoints.row(endpoint);
        let is_binder = row.channel_kind == numbers.binder_channel;
        row.node.index() < nodes
            && is_row_or_none(row.head.raw(), names)
            && if is_binder {
                (row.channel as usize) < ir.binders.len()
            } else {
                is_row_or_none(row.channel, names)
            }
    };
    let is_definition = |definition| {
        let row = ir.definitions.row(definition);
        row.name.index() < names && row.node.index() < nodes && row.name_node.index() < nodes
    };
    ir.endpoints.ids().all(is_endpoint) && ir.definitions.ids().all(is_definition)
}

/// Whether the comments lie in the text, in order, and between characters.
fn comments_lie_in(ir: Ir<'_>, text: &str) -> bool {
    let mut before = 0;
    ir.comments.start.iter().zip(ir.comments.end).all(|(&start, &end)| {
        let is_next = before <= start && start <= end;
        before = end;
        is_next && text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize)
    })
}
