//! Identifiers: which ones bind, and what the others mean.

use super::{NO_GROUP, Resolver};
use crate::ir::{BinderId, NameId, NodeId, references};
use crate::languages::rholang::code;
use crate::languages::rholang::kind::{NodeKind, PROCESS_FLAG};

impl Resolver<'_, '_> {
    pub(super) fn visit_wildcard(&mut self, node: NodeId) {
        if self.mode.group != NO_GROUP {
            self.report_binder_in_bundle();
        } else if self.parent_kind(node) != NodeKind::Error {
            let range = self.range(node);
            self.sink.report(&code::WILDCARD_OUTSIDE_PATTERN, range);
        }
    }

    pub(super) fn visit_remainder(&mut self, node: NodeId, end: NodeId) -> NodeId {
        let variable = node.next();
        let is_variable = variable < end && self.kind(variable).is_variable();
        let is_pattern = self.mode.group != NO_GROUP;
        if !is_pattern {
            let range = self.range(node);
            self.sink.report(&code::REMAINDER_OUTSIDE_PATTERN, range);
        }
        if !is_variable {
            // A wildcard says nothing more than the remainder around it.
            let is_wildcard = variable < end && self.kind(variable) == NodeKind::Wildcard;
            return if is_wildcard { variable.next() } else { variable };
        }
        let name = self.name(variable);
        if is_pattern {
            self.bind_variable(variable, name);
        } else {
            self.refer(variable, name, self.environment.visible(name));
        }
        variable.next()
    }

    pub(super) fn visit_variable_reference(&mut self, node: NodeId, end: NodeId) -> NodeId {
        let variable = node.next();
        if variable >= end || !self.kind(variable).is_variable() {
            return variable;
        }
        let name = self.name(variable);
        // Only references look through all frames.
        let binder = self.environment.visible(name);
        self.refer(variable, name, binder);
        if binder.is_none() {
            let range = self.range(variable);
            self.sink.report(&code::UNBOUND_VARIABLE_REFERENCE, range).name(name);
        } else {
            self.check_sort(variable, name, binder);
        }
        variable.next()
    }

    pub(super) fn visit_variable(&mut self, node: NodeId) {
        let name = self.name(node);
        let binder = self.environment.visible_in(name, self.mode.frame);
        if binder.is_some() {
            self.refer(node, name, binder);
            self.check_sort(node, name, binder);
        } else if self.mode.group != NO_GROUP {
            self.bind_variable(node, name);
        } else {
            self.refer(node, name, BinderId::NONE);
            let parent = self.ir.nodes.view().parent(node);
            let is_contract = self.parent_kind(node) == NodeKind::Contract
                && parent.some().is_some_and(|parent| parent.next() == node);
            let code = if is_contract { &code::UNBOUND_CONTRACT } else { &code::UNBOUND_VARIABLE };
            let range = self.range(node);
            self.sink.report(code, range).name(name);
        }
    }

    pub(super) fn bind_variable(&mut self, node: NodeId, name: NameId) {
        self.report_binder_in_bundle();
        let sort = if self.kind(node) == NodeKind::ProcessVariable { PROCESS_FLAG } else { 0 };
        let kind = self.mode.binder_kind.code() | sort;
        if let Some(earlier) = self.environment.bind(self.mode.group, name, node, kind) {
            self.refer(node, name, BinderId::NONE);
            let nodes = self.ir.nodes.view();
            self.sink
                .report(&code::DUPLICATE_BINDER, nodes.range(node))
                .name(name)
                .related(nodes.range(earlier), "first bound here");
        }
    }

    pub(super) fn refer(&mut self, node: NodeId, name: NameId, binder: BinderId) {
        let reference = self.ir.references.push(references::Row { name, node, binder });
        self.ir.set_data(node, reference.raw());
    }

    pub(super) fn check_sort(&mut self, node: NodeId, name: NameId, binder: BinderId) {
        let is_process_binder = self.ir.binders.view().kind(binder) & PROCESS_FLAG != 0;
        let is_process_use = self.kind(node) == NodeKind::ProcessVariable;
        if is_process_binder == is_process_use || self.parent_kind(node) == NodeKind::Error {
            return;
        }
        let (code, note, sign, role) = match (is_process_use, self.parent_kind(node)) {
            (true, NodeKind::ProcessVariableReference) => {
                (&code::NAME_USED_AS_PROCESS, "bound as a name here", "=*", "")
            }
            (true, _) => (&code::NAME_USED_AS_PROCESS, "bound as a name here", "*", ""),
            (false, NodeKind::NameVariableReference) => {
                (&code::PROCESS_USED_AS_NAME, "bound as a process here", "=", "in a pattern")
            }
            (false, _) => {
                (&code::PROCESS_USED_AS_NAME, "bound as a process here", "@", "as a name")
            }
        };
        let bound = self.range(self.ir.binders.view().node(binder));
        let range = self.range(node);
        self.sink.report(code, range).name(name).word(sign).word(role).related(bound, note);
    }
}
