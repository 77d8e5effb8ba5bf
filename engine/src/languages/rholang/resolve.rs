//! Scopes, binders and references.
//!
//! # The rules
//!
//! (`rholang.md` section 3 of the fact sheets; the current node's normaliser.) Rholang is lexical:
//! a name is bound by a `new`, a receive, a contract's formals, a case, a `let` or an agent before
//! it is used. A pattern sees nothing of its surroundings: every identifier in it is a new binder,
//! except below `=`. Code quoted in a pattern may itself bind names, which are then visible in that
//! code only. Variables below `~` and on either side of `\/` are bound for no one.
//!
//! # The walk
//!
//! One pass over the nodes in order, without recursion. What is to happen at a later node (leaving
//! a pattern, making binders visible, closing scopes) stands on an *agenda*: a stack of actions with
//! the node before which they are due. Constructs nest, so the agenda's top is always due first.
//!
//! The environment is an array that holds, for each name of the file, the binder that the name
//! means now; closing scopes undoes its changes. Binders found in a pattern wait in a *group* until
//! their scope opens, so that the binders of one scope get consecutive numbers. A *frame* numbers a
//! pattern's own world: a binder is visible only where the frame is the one it was made visible in.

mod agent;
mod environment;
mod identifier;
mod pattern;

use core::ops::Range;

use rustc_hash::FxHashSet;

use environment::{Environment, FrameId, GroupId, NO_GROUP};

use super::kind::{BINDER_FLAG, BinderKind, MATCHED_FLAG, NodeKind, ScopeKind};
use super::{code, shape};
use crate::diagnostic::DiagnosticSink;
use crate::ir::{BinderId, IrBuilder, NameId, NodeId, Nodes, ScopeId, binders, scopes};
use crate::text::TextRange;

/// What the walk knows about the place it is in.
#[derive(Clone, Copy)]
struct Mode {
    frame: FrameId,
    /// Where new binders go; [`NO_GROUP`] outside patterns.
    group: GroupId,
    /// How many patterns are around.
    pattern_depth: u32,
    /// Whether the pattern is one of a receive or contract, which takes neither `\/` nor `~`.
    is_receive: bool,
    /// How binders of the pattern come about.
    binder_kind: BinderKind,
    /// The bundle around, unless there is a pattern in between.
    bundle: NodeId,
}

/// What is to happen before a node is visited.
#[derive(Clone, Copy)]
enum Action {
    /// Enter a pattern that extends to a node.
    EnterPattern { group: GroupId, is_receive: bool, kind: BinderKind, until: NodeId },
    /// Let new binders go to another group up to a node.
    EnterGroup { group: GroupId, until: NodeId },
    /// Leave a pattern, a group or a bundle.
    Restore(Mode),
    /// Make a group's binders visible up to a node.
    Activate { group: GroupId, kind: ScopeKind, end: NodeId },
    /// Give a group's binders a scope in which nobody sees them.
    Discard { group: GroupId, start: NodeId },
    /// Close scopes until the one named is innermost again.
    CloseScopes { scope: ScopeId, depth: usize },
    /// The binds of the innermost construct with shared groups are done.
    EndShared,
    /// Go on at another node: an agent's constructor is looked at before the other members.
    GoTo(NodeId),
}

struct Resolver<'a, 's> {
    ir: &'a mut IrBuilder<'s>,
    sink: &'a mut DiagnosticSink,
    mode: Mode,
    scope: ScopeId,
    frame_count: FrameId,
    agenda: Vec<(NodeId, Action)>,
    environment: Environment<'s>,
    /// Each `new` whose declarations are being visited, and the end of those that it has bound.
    declared: Vec<(NodeId, NodeId)>,
    /// The constructs around whose binds share groups: the node and the group of its next bind.
    shared_groups: Vec<(NodeId, GroupId)>,
    /// The constructors whose formals are visited when their agent begins.
    constructors: FxHashSet<NodeId>,
    /// The names `this`, `private`, `return`, `args`; used only if there is an agent.
    implicit: [NameId; 4],
    /// The bundle in a pattern that was reported last.
    reported_bundle: NodeId,
}

/// Resolves all names of a part of a file, which stands in no pattern. The binders of the scopes around
/// it are visible.
pub(super) fn resolve(ir: &mut IrBuilder<'_>, part: Range<NodeId>, sink: &mut DiagnosticSink) {
    // Damaged text can hold members of an agent without an agent around them.
    let is_agent_part = |&kind: &u8| NodeKind::from_code(kind).is_agent_part();
    let kinds = &ir.nodes.view().kind[part.start.index()..part.end.index()];
    let has_agent = kinds.iter().any(is_agent_part);
    let implicit = if has_agent {
        ["this", "private", "return", "args"].map(|name| ir.intern(name))
    } else {
        [NameId::NONE; 4]
    };
    let environment = Environment::new(ir.names.view().len(), ir.scratch());
    let mode = Mode {
        frame: 0,
        group: NO_GROUP,
        pattern_depth: 0,
        is_receive: false,
        binder_kind: BinderKind::PatternLocal,
        bundle: NodeId::NONE,
    };
    let mut resolver = Resolver {
        sink,
        mode,
        scope: ScopeId::NONE,
        frame_count: 1,
        agenda: Vec::new(),
        environment,
        declared: Vec::new(),
        shared_groups: Vec::new(),
        constructors: FxHashSet::default(),
        implicit,
        reported_bundle: NodeId::NONE,
        ir,
    };
    resolver.enter_scopes_around(&part);
    resolver.run(part);
}

impl Resolver<'_, '_> {
    /// Makes the binders of the scopes visible that are open where a part begins.
    fn enter_scopes_around(&mut self, part: &Range<NodeId>) {
        for _ in 0..self.ir.binders.len() {
            self.environment.add_binder(self.mode.frame);
        }
        let scopes = self.ir.scopes.view();
        let is_around = |&scope: &ScopeId| scopes.node_end(scope) >= part.end;
        // The scope that was opened last is the innermost.
        let Some(innermost) = scopes.ids().rev().find(is_around) else { return };
        let mut around = vec![innermost];
        while let Some(outer) = scopes.parent(around[around.len() - 1]).some() {
            around.push(outer);
        }
        for scope in around.into_iter().rev() {
            let row = self.ir.scopes.view().row(scope);
            for raw in row.first_binder.raw()..row.binder_end.raw() {
                let binder = BinderId::new(raw);
                self.environment.show(self.ir.binders.view().name(binder), binder);
            }
        }
        self.scope = innermost;
    }

    fn run(&mut self, part: Range<NodeId>) {
        let end = part.end;
        let mut node = part.start;
        loop {
            while let Some(&(due, action)) = self.agenda.last() {
                if due > node {
                    break;
                }
                self.agenda.pop();
                node = self.perform(action, node);
            }
            if node >= end {
                break;
            }
            node = self.visit(node);
        }
    }

    // ---- the shape of the tree ----

    fn nodes(&self) -> Nodes<'_> {
        self.ir.nodes.view()
    }

    fn kind(&self, node: NodeId) -> NodeKind {
        shape::kind(self.nodes(), node)
    }

    fn end(&self, node: NodeId) -> NodeId {
        self.nodes().subtree_end(node)
    }

    fn range(&self, node: NodeId) -> TextRange {
        self.nodes().range(node)
    }

    fn parent_kind(&self, node: NodeId) -> NodeKind {
        shape::parent_kind(self.nodes(), node)
    }

    fn name(&self, variable: NodeId) -> NameId {
        NameId::new(self.nodes().data(variable))
    }

    // ---- the agenda ----

    fn at(&mut self, node: NodeId, action: Action) {
        self.agenda.push((node, action));
    }

    fn close_scopes_at(&mut self, node: NodeId) {
        let action = Action::CloseScopes { scope: self.scope, depth: self.environment.depth() };
        self.at(node, action);
    }

    fn enter_pattern(&mut self, group: GroupId, is_receive: bool, kind: BinderKind, until: NodeId) {
        self.at(until, Action::Restore(self.mode));
        self.mode = Mode {
            frame: self.frame_count,
            group,
            pattern_depth: self.mode.pattern_depth + 1,
            is_receive,
            binder_kind: kind,
            bundle: NodeId::NONE,
        };
        self.frame_count += 1;
    }

    /// Performs an action that is due at `node`; returns where to go on.
    fn perform(&mut self, action: Action, node: NodeId) -> NodeId {
        match action {
            Action::EnterPattern { group, is_receive, kind, until } => {
                self.enter_pattern(group, is_receive, kind, until);
            }
            Action::EnterGroup { group, until } => {
                self.at(until, Action::Restore(self.mode));
                self.mode.group = group;
                self.mode.binder_kind = BinderKind::PatternLocal;
            }
            Action::Restore(mode) => self.mode = mode,
            Action::Activate { group, kind, end } => self.activate(group, kind, node, end),
            Action::Discard { group, start } => self.discard(group, start, node),
            Action::CloseScopes { scope, depth } => {
                self.environment.hide_down_to(depth);
                self.scope = scope;
            }
            Action::EndShared => {
                self.shared_groups.pop();
            }
            Action::GoTo(target) => return target,
        }
        node
    }

    // ---- scopes ----

    /// Adds the group's binders to the tables as a scope from `start` to `end`.
    fn add_scope(
        &mut self,
        group: GroupId,
        kind: ScopeKind,
        start: NodeId,
        end: NodeId,
    ) -> ScopeId {
        let first_binder = BinderId::from_index(self.ir.binders.len());
        let scope = ScopeId::from_index(self.ir.scopes.len());
        for pending in self.environment.binders(group) {
            let (name, node) = (pending.name, pending.node);
            let kind = pending.kind | if self.mode.pattern_depth > 0 { MATCHED_FLAG } else { 0 };
            let binder = self.ir.binders.push(binders::Row { name, node, scope, kind });
            if BinderKind::of(kind) != BinderKind::Implicit {
                self.ir.set_data(node, BINDER_FLAG | binder.raw());
            }
        }
        let binder_end = BinderId::from_index(self.ir.binders.len());
        for _ in first_binder.raw()..binder_end.raw() {
            self.environment.add_binder(self.mode.frame);
        }
        self.ir.scopes.push(scopes::Row {
            parent: self.scope,
            first_node: start,
            node_end: end,
            first_binder,
            binder_end,
            kind: kind.code(),
        })
    }

    fn activate(&mut self, group: GroupId, kind: ScopeKind, start: NodeId, end: NodeId) {
        if self.environment.is_empty(group) {
            return;
        }
        let scope = self.add_scope(group, kind, start, end);
        self.scope = scope;
        let row = self.ir.scopes.view().row(scope);
        for raw in row.first_binder.raw()..row.binder_end.raw() {
            let binder = BinderId::new(raw);
            let name = self.ir.binders.view().name(binder);
            let hidden = self.environment.visible_in(name, self.mode.frame);
            if hidden.is_some() {
                self.report_shadowing(binder, hidden);
            }
            self.environment.show(name, binder);
        }
    }

    fn discard(&mut self, group: GroupId, start: NodeId, end: NodeId) {
        if !self.environment.is_empty(group) {
            self.add_scope(group, ScopeKind::PatternLocal, start, end);
        }
    }

    fn report_shadowing(&mut self, binder: BinderId, hidden: BinderId) {
        let binders = self.ir.binders.view();
        let name = binders.name(binder);
        let is_implicit = |binder| BinderKind::of(binders.kind(binder)) == BinderKind::Implicit;
        if is_implicit(binder)
            || is_implicit(hidden)
            || self.ir.names.view().bytes(name).first() == Some(&b'_')
        {
            return;
        }
        let range = self.range(binders.node(binder));
        let hidden_range = self.range(binders.node(hidden));
        self.sink
            .report(&code::SHADOWED_BINDER, range)
            .name(name)
            .related(hidden_range, "this binder is hidden");
    }

    // ---- constructs ----

    /// Visits a node; returns the next node to visit.
    fn visit(&mut self, node: NodeId) -> NodeId {
        use NodeKind as K;
        let end = self.end(node);
        match self.kind(node) {
            K::New => self.visit_new(node, end),
            K::NameDeclaration => return self.visit_name_declaration(node),
            K::For => self.close_scopes_at(end),
            K::Receipt if self.parent_kind(node) == K::For => {
                let for_node = self.nodes().parent(node);
                self.visit_receipt(node, end, self.end(for_node));
            }
            // Damaged text can leave a receipt without its `for`.
            K::Receipt | K::Branch => {
                self.close_scopes_at(end);
                self.visit_receipt(node, end, end);
            }
            K::LinearBind | K::RepeatedBind | K::PeekBind => self.visit_bind(node),
            K::Contract => self.visit_contract(node, end),
            K::Case => self.visit_case(node, end),
            K::Matches => self.visit_matches(node),
            K::LetSequential => self.close_scopes_at(end),
            K::LetConcurrent => self.visit_concurrent_let(node, end),
            K::LetBind | K::LetAssign => self.visit_let_bind(node, end),
            K::Agent => self.visit_agent(node, end),
            K::AgentConstructor => return self.visit_constructor(node),
            K::AgentMethod | K::AgentPrivateMethod => self.visit_method(node, end),
            K::AgentDefault | K::AgentPrivateDefault => self.visit_default(node, end),
            K::Disjunction | K::Negation | K::Conjunction => self.visit_connective(node, end),
            K::BundleReadWrite | K::BundleWrite | K::BundleRead | K::BundleOpaque => {
                self.at(end, Action::Restore(self.mode));
                self.mode.bundle = node;
            }
            K::Wildcard => self.visit_wildcard(node),
            K::Remainder => return self.visit_remainder(node, end),
            K::ProcessVariableReference | K::NameVariableReference => {
                return self.visit_variable_reference(node, end);
            }
            K::NameVariable | K::ProcessVariable => self.visit_variable(node),
            kind if kind.is_simple_type() => {
                self.report_bundle_content(node);
            }
            _ => {}
        }
        node.next()
    }

    fn visit_new(&mut self, node: NodeId, end: NodeId) {
        self.close_scopes_at(end);
        let group = self.environment.new_group();
        let mut child = node.next();
        while child < end && self.kind(child) == NodeKind::NameDeclaration {
            let declaration_end = self.end(child);
            let variable = child.next();
            if variable < declaration_end && self.kind(variable) == NodeKind::NameVariable {
                let has_uri = self.end(variable) < declaration_end;
                self.declare(group, variable, has_uri);
            }
            child = declaration_end;
        }
        self.declared.push((node, child));
        let is_passed = |kind| matches!(kind, NodeKind::NameDeclaration | NodeKind::Error);
        let body = shape::first_child_except(self.nodes(), node, is_passed);
        self.at(body, Action::Activate { group, kind: ScopeKind::New, end });
    }

    fn declare(&mut self, group: GroupId, variable: NodeId, has_uri: bool) {
        let kind = if has_uri { BinderKind::NewUri } else { BinderKind::New };
        let name = self.name(variable);
        if let Some(earlier) = self.environment.bind(group, name, variable, kind.code()) {
            let nodes = self.ir.nodes.view();
            self.sink
                .report(&code::DUPLICATE_NAME_DECLARATION, nodes.range(variable))
                .name(name)
                .related(nodes.range(earlier), "first declared here");
            self.refer(variable, name, BinderId::NONE);
        }
    }

    /// The names that a `new` declares were bound when it began; the rest is visited.
    fn visit_name_declaration(&mut self, node: NodeId) -> NodeId {
        while self.declared.pop_if(|(_, until)| *until <= node).is_some() {}
        let variable = node.next();
        let nodes = self.nodes();
        // Damaged text can leave declarations where the `new` did not look for them.
        let declared_in = self.declared.last().map(|&(declaring, _)| declaring);
        let is_bound = variable < nodes.subtree_end(node)
            && self.kind(variable) == NodeKind::NameVariable
            && declared_in == Some(nodes.parent(node));
        if is_bound { variable.next() } else { variable }
    }

    fn visit_receipt(&mut self, node: NodeId, end: NodeId, scope_end: NodeId) {
        let group = self.environment.new_group();
        self.shared_groups.push((node, group));
        let is_passed = |kind: NodeKind| kind.is_bind() || kind == NodeKind::Error;
        let bound_from = shape::first_child_except(self.nodes(), node, is_passed).min(end);
        let kind = ScopeKind::Receipt;
        self.at(bound_from, Action::Activate { group, kind, end: scope_end });
        self.at(bound_from, Action::EndShared);
    }

    fn visit_bind(&mut self, node: NodeId) {
        let pattern = shape::patterns(self.nodes(), node);
        let group = match self.shared_groups.last() {
            Some(&(receipt, group)) if receipt == self.nodes().parent(node) => group,
            _ => self.new_discarded_group(pattern.start, pattern.end),
        };
        self.enter_pattern(group, true, BinderKind::Receive, pattern.end);
    }

    /// A group for the patterns of a construct that damaged text left without its surroundings.
    fn new_discarded_group(&mut self, start: NodeId, end: NodeId) -> GroupId {
        let group = self.environment.new_group();
        self.at(end, Action::Discard { group, start });
        group
    }

    fn visit_contract(&mut self, node: NodeId, end: NodeId) {
        self.close_scopes_at(end);
        let group = self.environment.new_group();
        let pattern = shape::patterns(self.nodes(), node);
        let (kind, until) = (BinderKind::Formal, pattern.end);
        self.at(until, Action::Activate { group, kind: ScopeKind::Contract, end });
        self.at(pattern.start, Action::EnterPattern { group, is_receive: true, kind, until });
    }

    fn visit_case(&mut self, node: NodeId, end: NodeId) {
        self.close_scopes_at(end);
        let group = self.environment.new_group();
        let until = shape::patterns(self.nodes(), node).end;
        self.at(until, Action::Activate { group, kind: ScopeKind::Case, end });
        self.enter_pattern(group, false, BinderKind::Case, until);
    }

    fn visit_matches(&mut self, node: NodeId) {
        let pattern = shape::patterns(self.nodes(), node);
        let group = self.new_discarded_group(pattern.start, pattern.end);
        let (kind, until) = (BinderKind::PatternLocal, pattern.end);
        self.at(pattern.start, Action::EnterPattern { group, is_receive: false, kind, until });
    }

    fn visit_concurrent_let(&mut self, node: NodeId, end: NodeId) {
        self.close_scopes_at(end);
        let is_bind = |kind| matches!(kind, NodeKind::LetBind | NodeKind::LetAssign);
        let nodes = self.nodes();
        let body =
            shape::first_child_except(nodes, node, |kind| is_bind(kind) || kind == NodeKind::Error);
        let binds = nodes.children(node).filter(|&child| is_bind(self.kind(child))).count();
        let first = self.environment.next_group();
        for _ in 0..binds {
            self.environment.new_group();
        }
        // The binders of all declarations become visible in the body, in order. The agenda is a
        // stack, so the last declaration's action goes on it first.
        for group in (first..self.environment.next_group()).rev() {
            self.at(body, Action::Activate { group, kind: ScopeKind::Let, end });
        }
        self.shared_groups.push((node, first));
        self.at(body, Action::EndShared);
    }

    fn visit_let_bind(&mut self, node: NodeId, end: NodeId) {
        let nodes = self.nodes();
        let parent = nodes.parent(node);
        let pattern = shape::patterns(nodes, node);
        let parent_kind = self.parent_kind(node);
        let group = match (parent_kind, self.shared_groups.last_mut()) {
            (NodeKind::LetConcurrent, Some((shared, next))) if *shared == parent => {
                *next += 1;
                *next - 1
            }
            (NodeKind::LetSequential, _) => {
                let scope_end = self.end(parent);
                let group = self.environment.new_group();
                self.at(end, Action::Activate { group, kind: ScopeKind::Let, end: scope_end });
                group
            }
            _ => self.new_discarded_group(pattern.start, pattern.end),
        };
        // A concurrent `let` stands for a receive.
        let is_receive = parent_kind == NodeKind::LetConcurrent;
        self.enter_pattern(group, is_receive, BinderKind::Let, pattern.end);
    }
}
