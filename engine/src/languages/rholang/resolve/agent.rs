//! Agents (`rholang.md` section 2.4).
//!
//! Every member of an agent sees `this`, `private` and the formals of the constructor. Methods also
//! see `return`, and methods and defaults the list `args` of all parts of the message.

use super::{Action, Resolver};
use crate::ir::NodeId;
use crate::languages::rholang::kind::{BinderKind, PROCESS_FLAG, ScopeKind};
use crate::languages::rholang::shape;

impl Resolver<'_, '_> {
    pub(super) fn visit_agent(&mut self, node: NodeId, end: NodeId) {
        self.close_scopes_at(end);
        let members = shape::after_first_child(self.nodes(), node);
        // The names that the agent brings along hide formals of the same spelling.
        let implicit = self.environment.new_group();
        let [this, private, ..] = self.implicit;
        for name in [this, private] {
            self.environment.bind(implicit, name, node, BinderKind::Implicit.code());
        }
        self.at(members, Action::Activate { group: implicit, kind: ScopeKind::Agent, end });
        let group = self.environment.new_group();
        self.at(members, Action::Activate { group, kind: ScopeKind::Agent, end });
        if let Some(constructor) = shape::constructor(self.nodes(), node) {
            // Formals of the constructor are visible in every member, also in those before it:
            // the walk goes to the formals first and comes back.
            self.constructors.insert(constructor);
            let formals = shape::patterns(self.nodes(), constructor);
            let (kind, until) = (BinderKind::Formal, formals.end);
            self.at(until, Action::GoTo(members));
            self.at(members, Action::EnterPattern { group, is_receive: true, kind, until });
            self.at(members, Action::GoTo(formals.start));
        }
    }

    /// The formals of an agent's first constructor were visited when the agent began.
    pub(super) fn visit_constructor(&mut self, node: NodeId) -> NodeId {
        let nodes = self.nodes();
        let formals = shape::patterns(nodes, node);
        if self.constructors.contains(&node) {
            return formals.end;
        }
        let group = self.new_discarded_group(formals.start, formals.end);
        self.enter_pattern(group, true, BinderKind::PatternLocal, formals.end);
        node.next()
    }

    pub(super) fn visit_method(&mut self, node: NodeId, end: NodeId) {
        self.close_scopes_at(end);
        let formals = shape::patterns(self.nodes(), node);
        let group = self.environment.new_group();
        self.at(formals.end, Action::Activate { group, kind: ScopeKind::Method, end });
        self.bind_arguments(node, formals.end, end);
        let return_name = self.implicit[2];
        self.environment.bind(group, return_name, node, BinderKind::Implicit.code());
        self.enter_pattern(group, false, BinderKind::Formal, formals.end);
    }

    pub(super) fn visit_default(&mut self, node: NodeId, end: NodeId) {
        self.close_scopes_at(end);
        // The node drops the formals of a default: the body finds the message in `args`.
        let formals = shape::patterns(self.nodes(), node);
        self.bind_arguments(node, formals.end, end);
        let dropped = self.new_discarded_group(formals.start, formals.end);
        self.enter_pattern(dropped, true, BinderKind::PatternLocal, formals.end);
    }

    /// Binds `args`, the list of all parts of the message, in the body of a member.
    fn bind_arguments(&mut self, node: NodeId, body: NodeId, end: NodeId) {
        let group = self.environment.new_group();
        let arguments = self.implicit[3];
        self.environment.bind(group, arguments, node, BinderKind::Implicit.code() | PROCESS_FLAG);
        self.at(body, Action::Activate { group, kind: ScopeKind::Method, end });
    }
}
