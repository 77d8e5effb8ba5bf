//! Scopes, binders and references.
//!
//! # The rules
//!
//! (`metta.md` 2.3 of the fact sheets.) A variable's identity is its top-level form and its name:
//! nothing shadows anything, and no variable is seen by another form. So each top-level form with
//! variables is one scope. The binder of a name is its first occurrence in a place where a variable
//! receives a value, or its first occurrence at all if it has no such place; the other occurrences
//! refer to it.
//!
//! # The walk
//!
//! One pass over the nodes of each form that has variables, without recursion. Where a variable
//! receives a value is a slice of nodes, which [`VariableWalk`] keeps track of.

use core::ops::Range;

use rholang_engine_sync::ScratchVec;

use super::form::{Form, FormTable, VariableWalk};
use super::kind::{BINDER_FLAG, BinderKind, NodeKind, ScopeKind};
use super::shape;
use crate::ir::{BinderId, IrBuilder, NameId, NodeId, ScopeId, binders, references, scopes};

/// An occurrence of a variable.
#[derive(Clone, Copy)]
struct Occurrence {
    node: NodeId,
    /// Place of the name among the names of the form.
    name: u32,
}

/// A name of the form at hand.
#[derive(Clone, Copy)]
struct FormName {
    name: NameId,
    /// The occurrence that binds; the first one until a better one comes.
    node: NodeId,
    kind: BinderKind,
}

struct Resolver<'a, 's> {
    ir: &'a mut IrBuilder<'s>,
    forms: FormTable,
    /// For each name of the file, its place among the names of the form at hand.
    place: ScratchVec<'s, u32>,
    names: Vec<FormName>,
    occurrences: Vec<Occurrence>,
    walk: VariableWalk,
}

const NO_PLACE: u32 = u32::MAX;

/// Resolves all variables of a part of a file, which consists of top-level forms.
pub(super) fn resolve(ir: &mut IrBuilder<'_>, part: Range<NodeId>) {
    let scratch = ir.scratch();
    let kinds = &ir.nodes.view().kind[part.start.index()..part.end.index()];
    if memchr::memchr(NodeKind::Variable.code(), kinds).is_none() {
        return;
    }
    let forms = FormTable::new(ir.names.view());
    let place = scratch.vec_of(NO_PLACE, ir.names.view().len());
    let mut resolver = Resolver {
        ir,
        forms,
        place,
        names: Vec::new(),
        occurrences: Vec::new(),
        walk: VariableWalk::default(),
    };
    // Node 0 is the program itself.
    let mut node = part.start.max(NodeId::new(1));
    while node < part.end {
        let next = resolver.ir.nodes.view().subtree_end(node);
        resolver.resolve_form(node, next);
        node = next;
    }
}

impl Resolver<'_, '_> {
    fn resolve_form(&mut self, top: NodeId, end: NodeId) {
        let nodes = self.ir.nodes.view();
        let kinds = nodes.kind.get(top.index()..end.index()).unwrap_or(&[]);
        let Some(first) = memchr::memchr(NodeKind::Variable.code(), kinds) else {
            return;
        };
        if top.index() + first == top.index() && kinds.len() == 1 {
            // A variable alone at the top level has nothing to be equal to.
            self.see(top, BinderKind::Free);
            self.finish_form(top, end, ScopeKind::Stored);
            return;
        }
        let (form, is_evaluated) = shape::top_level_form(nodes, top);
        let head = form.and_then(|form| shape::head_symbol(nodes, form));
        let head = head.map_or(Form::None, |name| self.forms.of(self.ir.names.view(), name));
        let (kind, default) = match head {
            _ if is_evaluated => (ScopeKind::Evaluation, BinderKind::Free),
            Form::Rule => (ScopeKind::Rule, BinderKind::Free),
            Form::TypeDeclaration => (ScopeKind::Stored, BinderKind::Type),
            _ => (ScopeKind::Stored, BinderKind::Free),
        };
        self.walk(top, end, default);
        self.finish_form(top, end, kind);
    }

    fn walk(&mut self, top: NodeId, end: NodeId, default: BinderKind) {
        self.walk.start(top..end);
        while let Some((node, pattern)) =
            self.walk.next(self.ir.nodes.view(), |name| self.forms.of(self.ir.names.view(), name))
        {
            self.see(node, pattern.map_or(default, |(_, kind)| kind));
        }
    }

    fn see(&mut self, node: NodeId, kind: BinderKind) {
        let name = NameId::new(self.ir.nodes.view().data(node));
        let Some(place) = self.place.get_mut(name.index()) else {
            return;
        };
        if *place == NO_PLACE {
            *place = u32::try_from(self.names.len()).unwrap_or(NO_PLACE);
            self.names.push(FormName { name, node, kind });
        } else if let Some(known) = self.names.get_mut(*place as usize)
            && known.kind == BinderKind::Free
            && kind != BinderKind::Free
        {
            *known = FormName { name, node, kind };
        }
        self.occurrences.push(Occurrence { node, name: *place });
    }

    fn finish_form(&mut self, top: NodeId, end: NodeId, kind: ScopeKind) {
        let first_binder = BinderId::from_index(self.ir.binders.len());
        let scope = ScopeId::from_index(self.ir.scopes.len());
        for known in &self.names {
            let FormName { name, node, kind } = *known;
            let binder =
                self.ir.binders.push(binders::Row { name, node, scope, kind: kind.code() });
            self.ir.set_data(node, BINDER_FLAG | binder.raw());
            if let Some(place) = self.place.get_mut(name.index()) {
                *place = NO_PLACE;
            }
        }
        for occurrence in &self.occurrences {
            let Some(known) = self.names.get(occurrence.name as usize) else {
                continue;
            };
            if known.node != occurrence.node {
                let binder = BinderId::new(first_binder.raw() + occurrence.name);
                let row = references::Row { name: known.name, node: occurrence.node, binder };
                let reference = self.ir.references.push(row);
                self.ir.set_data(occurrence.node, reference.raw());
            }
        }
        self.ir.scopes.push(scopes::Row {
            parent: ScopeId::NONE,
            first_node: top,
            node_end: end,
            first_binder,
            binder_end: BinderId::from_index(self.ir.binders.len()),
            kind: kind.code(),
        });
        self.names.clear();
        self.occurrences.clear();
    }
}
