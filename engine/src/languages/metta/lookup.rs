//! Finding definitions, forms and what binds a variable.

use core::ops::Range;

use super::form::{Form, VariableWalk, form_of};
use super::kind::{BinderKind, DefinitionKind};
use super::{shape, share};
use crate::ir::{BinderId, DefinitionId, Ir, NameId, NodeId, Nodes, definitions};
use crate::symbol::{Space, Symbol};

/// The rows that say what a name is, in order of the text.
pub(super) fn definitions_of(ir: Ir<'_>, name: NameId) -> impl Iterator<Item = definitions::Row> {
    let rows = ir.definitions.ids().filter(move |&row| ir.definitions.name(row) == name);
    rows.map(move |row| ir.definitions.row(row)).filter(move |row| share::defines(ir, row))
}

/// The rows of a top-level form.
pub(super) fn definitions_at(ir: Ir<'_>, top: NodeId) -> impl Iterator<Item = definitions::Row> {
    let first = ir.definitions.node.partition_point(|&node| node < top);
    let rows = (first..ir.definitions.len()).map(DefinitionId::from_index);
    rows.map(move |row| ir.definitions.row(row)).take_while(move |row| row.node == top)
}

/// The top-level node that a node is in.
pub(super) fn top_level(nodes: Nodes<'_>, node: NodeId) -> NodeId {
    // Top-level nodes are the only ones whose parent is the first row.
    let around = core::iter::once(node).chain(nodes.ancestors(node));
    around.take_while(|node| node.index() > 0).last().unwrap_or(node)
}

/// The row whose name stands at a node.
pub(super) fn definition_named_at(ir: Ir<'_>, node: NodeId) -> Option<definitions::Row> {
    // The form of the row is the last one that begins at the node or before it.
    let after = ir.definitions.node.partition_point(|&top| top <= node);
    let top = *ir.definitions.node.get(after.checked_sub(1)?)?;
    definitions_at(ir, top).find(|row| row.name_node == node)
}

/// What a definition makes of the word at its name, if that is not the symbol that is written.
pub(super) fn special_symbol(row: &definitions::Row) -> Option<Symbol> {
    match DefinitionKind::from_code(row.kind) {
        DefinitionKind::Import => Some(Symbol::Shared(Space::Module, row.name)),
        DefinitionKind::ModuleToken => Some(Symbol::Shared(Space::Atom, row.name)),
        _ => None,
    }
}

/// A place where a variable receives a value.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    /// The expression that binds.
    pub(super) expression: NodeId,
    /// How it binds.
    pub(super) kind: BinderKind,
    /// The nodes that receive the value.
    pattern: Range<NodeId>,
    /// The nodes that see the value.
    visible: Range<NodeId>,
}

impl Binding {
    /// The binding of a pattern (the table of `metta.md` 2.3).
    fn new(nodes: Nodes<'_>, pattern: Range<NodeId>, kind: BinderKind) -> Self {
        let parent = nodes.parent(pattern.start);
        // The patterns of `let*` and of arms begin a pair in a list.
        let is_pair = shape::head(nodes, parent) == Some(pattern.start);
        let expression = if is_pair {
            nodes.parent(nodes.parent(parent)).some().unwrap_or(parent)
        } else {
            parent
        };
        let end = nodes.subtree_end(expression);
        let part = |index: usize| shape::argument(nodes, expression, index);
        let part_end = |index: usize| part(index).map_or(end, |part| nodes.subtree_end(part));
        let visible = match kind {
            BinderKind::Let if is_pair => nodes.subtree_end(parent)..end,
            BinderKind::Let => part(2).unwrap_or(end)..end,
            BinderKind::Arm => pattern.end..nodes.subtree_end(parent),
            BinderKind::Unify => part(2).unwrap_or(end)..part_end(2),
            BinderKind::Part => pattern.end..part_end(3),
            _ => pattern.end..end,
        };
        Self { expression, kind, pattern, visible }
    }

    /// Whether a node receives the value or sees it.
    fn concerns(&self, node: NodeId) -> bool {
        self.pattern.contains(&node) || self.visible.contains(&node)
    }
}

/// An occurrence of a variable.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    /// The node of the variable.
    pub(super) node: NodeId,
    /// What gives it a value there, if the variable stands in a pattern.
    pub(super) binding: Option<Binding>,
}

/// All occurrences of a variable, in order of the text. Takes time linear in the form.
pub(super) fn sightings(ir: Ir<'_>, binder: BinderId) -> Vec<Sighting> {
    let Some(scope) = ir.binders.scope.get(binder.index()).copied() else {
        return Vec::new();
    };
    let mut walk = VariableWalk::default();
    walk.start(ir.scopes.first_node(scope)..ir.scopes.node_end(scope));
    let mut sightings = Vec::new();
    let form = |name: NameId| form_of(ir.names.bytes(name));
    while let Some((node, pattern)) = walk.next(ir.nodes, form) {
        if ir.binder_of(node) == Some(binder) {
            let binding = pattern.map(|(range, kind)| Binding::new(ir.nodes, range, kind));
            sightings.push(Sighting { node, binding });
        }
    }
    sightings
}

/// The occurrence that gives a variable the value that it has at a node: the first one in the pattern
/// of the innermost form that binds it there, else in any pattern, else at all.
pub(super) fn binding_at(sightings: &[Sighting], node: NodeId) -> Option<&Sighting> {
    let bound = || sightings.iter().filter(|sighting| sighting.binding.is_some());
    let here = bound()
        .filter(|sighting| sighting.binding.as_ref().is_some_and(|binding| binding.concerns(node)));
    // Forms nest, so of those around a node the innermost begins last. Of the patterns of one form
    // the last one counts, and of the places in it the first.
    let start = |sighting: &Sighting| {
        sighting.binding.as_ref().map(|binding| (binding.expression, binding.pattern.start))
    };
    let innermost = here.reduce(|best, next| if start(next) > start(best) { next } else { best });
    innermost.or_else(|| bound().next()).or_else(|| sightings.first())
}

/// The form that a symbol begins, and the arguments after it.
pub(super) fn call_at(nodes: Nodes<'_>, head: NodeId) -> Option<NodeId> {
    let parent = nodes.parent(head).some()?;
    (shape::head(nodes, parent) == Some(head)).then_some(parent)
}

/// What a name does at the head of an expression.
pub(super) fn form_of_head(ir: Ir<'_>, expression: NodeId) -> Form {
    let head = shape::head_symbol(ir.nodes, expression);
    head.map_or(Form::None, |name| form_of(ir.names.bytes(name)))
}
