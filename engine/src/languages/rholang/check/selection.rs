//! What the checks look at: the whole file, or what an edit of an item can have changed.
//!
//! Findings about a node depend on its subtree and on the binders that it refers to. Findings about a
//! binder (that it is not used; what is sent and received on its channel) depend on all references to it
//! and all endpoints on it. So an edit concerns the nodes of the item, the binders in it, and those to which
//! the item refers, before or after the edit. All other findings are kept.

use core::cell::LazyCell;
use core::ops::Range;

use rustc_hash::FxHashSet;

use super::channel;
use crate::diagnostic::{Code, Diagnostic, DiagnosticSink};
use crate::ir::{BinderId, DefinitionId, EndpointId, Ir, NodeId, rows_of};
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
        let [old, new] = &change.binders;
        let mut binders = vec![false; ir.binders.len()];
        if let Some(in_item) = binders.get_mut(new.start.index()..new.end.index()) {
            in_item.fill(true);
        }
        let is_outside = |binder: &BinderId| binder.is_some() && !old.contains(binder);
        let old = referenced(before, &change.item.nodes).filter(is_outside);
        let old = old.map(|binder| change.moved_binder(binder));
        for binder in old.chain(referenced(ir, &change.nodes)) {
            if let Some(is_selected) = binders.get_mut(binder.index()) {
                *is_selected = true;
            }
        }
        Self { nodes: change.nodes.clone(), binders: Some(binders) }
    }

    /// The nodes.
    pub(super) fn nodes(&self) -> Range<NodeId> {
        self.nodes.clone()
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
        // Both are made when a finding asks first: many texts have none of the sort.
        let names = LazyCell::new(|| self.places_of_binders(ir));
        let ends = LazyCell::new(|| self.places_of_ends(ir));
        let is_kept = |found: &Diagnostic| {
            let is = |codes: [&Code; 2]| codes.iter().any(|&code| core::ptr::eq(code, found.code));
            let place = change.moved(found.range);
            if change.item.range.covers(found.range) {
                false
            } else if is([&code::UNUSED_BINDER, &code::UNUSUAL_IDENTIFIER]) {
                !names.contains(&place)
            } else if is([&code::ARITY_MISMATCH, &code::ARITY_NEVER_SENT]) {
                !ends.contains(&place)
            } else {
                true
            }
        };
        sink.keep(change.findings, is_kept, |range| change.moved(range));
    }

    /// Where the selected binders are.
    fn places_of_binders(&self, ir: Ir<'_>) -> FxHashSet<TextRange> {
        let binders = ir.binders.ids().filter(|&binder| self.has_binder(binder));
        binders.map(|binder| ir.range(ir.binders.node(binder))).collect()
    }

    /// Where something can be reported about the endpoints on the selected binders.
    fn places_of_ends(&self, ir: Ir<'_>) -> FxHashSet<TextRange> {
        let mut places = FxHashSet::default();
        for endpoint in self.local_ends(ir) {
            places.insert(ir.range(ir.endpoints.node(endpoint)));
            places.insert(channel::channel_range(ir, endpoint));
        }
        places
    }

    /// The endpoints on the selected binders.
    pub(super) fn local_ends(&self, ir: Ir<'_>) -> impl Iterator<Item = EndpointId> {
        let channels = ir.endpoints.channel_kind.iter().zip(ir.endpoints.channel).enumerate();
        let selected = channels.filter(|&(_, (&kind, &channel))| {
            kind == ChannelKind::Binder.code() && self.has_binder(BinderId::new(channel))
        });
        selected.map(|(row, _)| EndpointId::from_index(row))
    }

    /// The endpoints of the selected nodes.
    pub(super) fn ends(&self, ir: Ir<'_>) -> impl Iterator<Item = EndpointId> + use<> {
        rows_of(ir.endpoints.node, &self.nodes).map(EndpointId::from_index)
    }

    /// The definitions of the selected nodes.
    pub(super) fn definitions(&self, ir: Ir<'_>) -> impl Iterator<Item = DefinitionId> + use<> {
        rows_of(ir.definitions.node, &self.nodes).map(DefinitionId::from_index)
    }
}

/// The binders to which some nodes refer, once for each reference; none for what nothing binds.
fn referenced(ir: Ir<'_>, nodes: &Range<NodeId>) -> impl Iterator<Item = BinderId> {
    let binders = ir.references.binder.get(rows_of(ir.references.node, nodes));
    binders.unwrap_or(&[]).iter().copied()
}
