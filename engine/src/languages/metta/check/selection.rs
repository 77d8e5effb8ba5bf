//! What the checks look at: the whole file, or what an edit can have changed.

use core::ops::Range;

use crate::ir::{BinderId, DefinitionId, Ir, NameId, NodeId, rows_of};

/// The meaning of the name.
pub(super) const MEANING: u8 = 1;
/// Findings that count or compare the calls of the name: all forms with the name are selected.
pub(super) const CALLS: u8 = 2;
/// Findings that compare the clauses of the name.
pub(super) const CLAUSES: u8 = 4;
/// Findings that count what documents the name.
pub(super) const DOCUMENTATION: u8 = 8;

/// Forms at the top level, and what is wanted of each name.
pub(super) struct Selection {
    /// Forms side by side, in order.
    runs: Vec<Range<NodeId>>,
    /// For each name which of the above are wanted; nothing if all are wanted of all.
    wanted: Option<Vec<u8>>,
}

impl Selection {
    /// Everything.
    pub(super) fn whole(ir: Ir<'_>) -> Self {
        // Node 0 is the program itself.
        let end = NodeId::from_index(ir.nodes.len().max(1));
        Self { runs: vec![NodeId::new(1)..end], wanted: None }
    }

    /// Some forms, which are in order, and what is wanted of each name.
    pub(super) fn of(ir: Ir<'_>, forms: &[NodeId], wanted: Vec<u8>) -> Self {
        let mut runs: Vec<Range<NodeId>> = Vec::new();
        for &form in forms {
            let end = ir.nodes.subtree_end(form);
            match runs.last_mut() {
                Some(run) if run.end == form => run.end = end,
                _ => runs.push(form..end),
            }
        }
        Self { runs, wanted: Some(wanted) }
    }

    /// Whether everything is selected.
    pub(super) fn is_whole(&self) -> bool {
        self.wanted.is_none()
    }

    /// Whether something of a name is wanted.
    #[inline]
    pub(super) fn wants(&self, name: NameId, what: u8) -> bool {
        let is_wanted = |wanted: &Vec<u8>| wanted.get(name.index()).is_some_and(|w| w & what != 0);
        self.wanted.as_ref().is_none_or(is_wanted)
    }

    /// The forms in order.
    pub(super) fn forms(&self, ir: Ir<'_>) -> impl Iterator<Item = NodeId> {
        self.runs.iter().flat_map(move |run| ir.nodes.siblings(run.clone()))
    }

    /// The nodes of all forms in order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.runs.iter().flat_map(|run| (run.start.raw()..run.end.raw()).map(NodeId::new))
    }

    /// Whether a form is selected.
    pub(super) fn holds(&self, form: NodeId) -> bool {
        let next = self.runs.partition_point(|run| run.end <= form);
        self.runs.get(next).is_some_and(|run| run.start <= form)
    }

    /// Whether a place of the text is in a form that is selected.
    pub(super) fn covers(&self, ir: Ir<'_>, offset: u32) -> bool {
        let next = self.runs.partition_point(|run| ir.nodes.start(run.start) <= offset);
        let run = next.checked_sub(1).and_then(|last| self.runs.get(last));
        // The node before the end of a run lies in its last form.
        let end = |run: &Range<NodeId>| ir.nodes.start.get(run.end.index()).copied();
        run.is_some_and(|run| end(run).is_none_or(|end| offset < end))
    }

    /// The definitions in the forms.
    pub(super) fn definitions(&self, ir: Ir<'_>) -> impl Iterator<Item = DefinitionId> {
        self.runs
            .iter()
            .flat_map(move |run| rows_of(ir.definitions.node, run).map(DefinitionId::from_index))
    }

    /// The binders that the forms refer to, once for each reference.
    pub(super) fn referenced<'a>(&'a self, ir: Ir<'a>) -> impl Iterator<Item = BinderId> + 'a {
        let binders = move |run| ir.references.binder.get(rows_of(ir.references.node, run));
        self.runs.iter().filter_map(binders).flatten().copied()
    }
}
