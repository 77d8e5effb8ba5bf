//! What the checks look at: the whole file, or what an edit of an item can have changed.
//!
//! Findings about a node depend on its subtree and on the binders that it refers to. Findings about a
//! binder (that it is not used; what is sent and received on its channel) depend on all references to it
//! and all endpoints on it. So an edit concerns the nodes of the item, the binders in it, and those to which
//! the item refers, before or after the edit. All other findings are kept.

use core::ops::Range;

use rustc_hash::FxHashSet;

use super::channel;
use crate::diagnostic::{Diagnostic, DiagnosticSink};
use crate::ir::{BinderId, Ir, NodeId};
use crate::languages::Change;
use crate::languages::rholang::code;
use crate::languages::rholang::kind::ChannelKind;
use crate::text::TextRange;

/// Some nodes, and some binders, of which all uses are looked at.
pub(super) struct Selection {
    nodes: Range<NodeId>,
    /// For each binder whether it is selected; nothing if all are.
    binders: Option<Vec<bool>>,
}

impl Selection {
    /// Everything.
    pub(super) fn whole(ir: Ir<'_>) -> Self {
        Self { nodes: NodeId::new(0)..NodeId::from_index(ir.nodes.len()), binders: None }
    }

    /// What an edit concerns.
    pub(super) fn after(change: &Change<'_>) -> Self {
        let (before, ir) = (change.before.ir, change.after.ir);
        let nodes = change.nodes.clone();
        let mut binders: Vec<bool> =
            ir.binders.node.iter().map(|node| nodes.contains(node)).collect();
        let is_old = |node: &NodeId| change.item.nodes.contains(node);
        // The binders of an item are consecutive rows.
        let first = before.binders.node.iter().position(is_old);
        let first = first.or_else(|| binders.iter().position(|&is_new| is_new));
        let last = before.binders.node.iter().rposition(is_old);
        let more = binders.len().wrapping_sub(before.binders.len());
        // The row that a binder outside of the item has now.
        let moved = |binder: BinderId| match first {
            Some(first) if binder.index() >= first => binder.index().wrapping_add(more),
            _ => binder.index(),
        };
        let is_outside = |binder: &BinderId| {
            binder.is_some() && !(first <= Some(binder.index()) && Some(binder.index()) <= last)
        };
        let old = referenced(before, &change.item.nodes).filter(is_outside).map(moved);
        let new = referenced(ir, &nodes).map(BinderId::index);
        for binder in old.chain(new) {
            if let Some(is_selected) = binders.get_mut(binder) {
                *is_selected = true;
            }
        }
        Self { nodes, binders: Some(binders) }
    }

    /// The nodes.
    pub(super) fn nodes(&self) -> Range<NodeId> {
        self.nodes.clone()
    }

    /// Whether a node is selected.
    #[inline]
    pub(super) fn has_node(&self, node: NodeId) -> bool {
        self.nodes.contains(&node)
    }

    /// Whether a binder is selected.
    #[inline]
    pub(super) fn has_binder(&self, binder: BinderId) -> bool {
        let is_selected = |binders: &Vec<bool>| binders.get(binder.index()) == Some(&true);
        self.binders.as_ref().is_none_or(is_selected)
    }

    /// Keeps the findings that the edit cannot have changed.
    pub(super) fn keep(&self, change: &Change<'_>, sink: &mut DiagnosticSink) {
        let ir = change.after.ir;
        let mut places: FxHashSet<TextRange> = FxHashSet::default();
        let binders = ir.binders.ids().filter(|&binder| self.has_binder(binder));
        places.extend(binders.map(|binder| ir.range(ir.binders.node(binder))));
        let mut ends: FxHashSet<TextRange> = FxHashSet::default();
        for endpoint in ir.endpoints.ids() {
            let is_local = ir.endpoints.channel_kind(endpoint) == ChannelKind::Binder.code();
            if is_local && self.has_binder(BinderId::new(ir.endpoints.channel(endpoint))) {
                ends.insert(ir.range(ir.endpoints.node(endpoint)));
                ends.insert(channel::channel_range(ir, endpoint));
            }
        }
        let is_kept = |found: &Diagnostic| {
            let is = |codes: [&crate::diagnostic::Code; 2]| {
                codes.iter().any(|&known| core::ptr::eq(known, found.code))
            };
            let place = change.moved(found.range);
            if change.item.range.covers(found.range) {
                false
            } else if is([&code::UNUSED_BINDER, &code::UNUSUAL_IDENTIFIER]) {
                !places.contains(&place)
            } else if is([&code::ARITY_MISMATCH, &code::ARITY_NEVER_SENT]) {
                !ends.contains(&place)
            } else {
                true
            }
        };
        sink.keep(change.findings, is_kept, |range| change.moved(range));
    }
}

/// The binders to which some nodes refer, once for each reference; none for what nothing binds.
fn referenced<'a>(ir: Ir<'a>, nodes: &Range<NodeId>) -> impl Iterator<Item = BinderId> + use<'a> {
    let nodes = nodes.clone();
    let rows = ir.references.binder.iter().zip(ir.references.node);
    rows.filter(move |&(_, node)| nodes.contains(node)).map(|(&binder, _)| binder)
}
