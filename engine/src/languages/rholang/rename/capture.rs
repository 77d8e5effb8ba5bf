//! Whether a variable can have another name without a change of what any name means.
//!
//! A new name can go wrong in three ways: its own scope has it already; an occurrence of the variable
//! would mean an inner binder of that name; an occurrence of an outer binder of that name would mean
//! the variable. Names are resolved from the tables: scopes nest, and the binders of a pattern are
//! seen where their scope says, so that only binders of the new name and their scopes matter.

use crate::ir::{BinderId, Ir, NameId, NodeId, ReferenceId, ScopeId};
use crate::languages::rholang::kind::{BinderKind, MATCHED_FLAG, ScopeKind};
use crate::symbol::Document;

/// Refuses a new name for a binder that would change what some name means.
pub(super) fn refuse_for_binder(
    document: Document<'_>,
    binder: BinderId,
    new_name: &str,
) -> Result<(), String> {
    let ir = document.ir;
    let Some(name) = ir.names.find(new_name) else {
        return Ok(());
    };
    if ir.binders.name(binder) == name {
        return Ok(());
    }
    let old = ir.names.text(ir.binders.name(binder));
    let scope = ir.binders.scope(binder);
    let (first, end) = (ir.scopes.first_binder(scope), ir.scopes.binder_end(scope));
    let mut others = (first.raw()..end.raw()).map(BinderId::new);
    if others.any(|other| ir.binders.name(other) == name) || binds_beside(ir, binder, name) {
        return Err(format!("`{new_name}` is already bound together with `{old}`"));
    }
    let inner = Regions::of(ir, name, |other| other != scope && is_within(ir, other, scope));
    if let Some(other) = matched_beside(ir, binder, name) {
        return Err(format!(
            "`{new_name}` {} and `{old}` would then be one variable of a pattern",
            place(document, ir.binders.node(other))
        ));
    }
    let mut own = ir.references.ids().filter(|&id| ir.references.binder(id) == binder);
    if let Some(captured) = own.find(|&id| inner.hold(ir.references.node(id))) {
        return Err(format!(
            "`{new_name}` is bound again {} where `{old}` is used, so that use would mean the other \
             `{new_name}`",
            place(document, ir.references.node(captured))
        ));
    }
    let is_captured = |id: &ReferenceId| {
        let node = ir.references.node(*id);
        let meant = ir.references.binder(*id);
        ir.references.name(*id) == name
            && is_in_scope(ir, scope, node)
            && (meant.is_none() || !is_within(ir, ir.binders.scope(meant), scope))
    };
    if let Some(captured) = ir.references.ids().find(is_captured) {
        return Err(format!(
            "`{new_name}` {} would then mean `{old}`",
            place(document, ir.references.node(captured))
        ));
    }
    Ok(())
}

/// Refuses a new name for an unbound name that something binds, or that is unbound too.
pub(super) fn refuse_for_unbound(
    document: Document<'_>,
    spelling: NameId,
    new_name: &str,
) -> Result<(), String> {
    let ir = document.ir;
    let Some(name) = ir.names.find(new_name).filter(|&name| name != spelling) else {
        return Ok(());
    };
    let regions = Regions::of(ir, name, |_| true);
    for id in ir.references.ids().filter(|&id| ir.references.binder(id).is_none()) {
        let (found, node) = (ir.references.name(id), ir.references.node(id));
        if found == name {
            return Err(format!("`{new_name}` is already used {}", place(document, node)));
        }
        if found == spelling && regions.hold(node) {
            return Err(format!("`{new_name}` is already bound {}", place(document, node)));
        }
    }
    Ok(())
}

/// A binder of the name that the other one would capture, or be captured by, in code that is matched.
fn matched_beside(ir: Ir<'_>, binder: BinderId, name: NameId) -> Option<BinderId> {
    let captures = |outer: BinderId, inner: BinderId| {
        ir.binders.kind(outer) & MATCHED_FLAG != 0
            && is_in_scope(ir, ir.binders.scope(outer), ir.binders.node(inner))
    };
    let mut others = ir.binders.ids().filter(|&other| ir.binders.name(other) == name);
    others.find(|&other| captures(binder, other) || captures(other, binder))
}

/// Whether a concurrent `let` binds the name in another of its declarations, which have scopes of
/// their own.
fn binds_beside(ir: Ir<'_>, binder: BinderId, name: NameId) -> bool {
    let scope = ir.binders.scope(binder);
    let region = |scope: ScopeId| (ir.scopes.first_node(scope), ir.scopes.node_end(scope));
    BinderKind::of(ir.binders.kind(binder)) == BinderKind::Let
        && ir.binders.ids().any(|other| {
            let other_scope = ir.binders.scope(other);
            ir.binders.name(other) == name
                && BinderKind::of(ir.binders.kind(other)) == BinderKind::Let
                && region(other_scope) == region(scope)
        })
}

/// Whether a node sees the binders of a scope, as far as regions tell.
fn is_in_scope(ir: Ir<'_>, scope: ScopeId, node: NodeId) -> bool {
    ScopeKind::from_code(ir.scopes.kind(scope)) != ScopeKind::PatternLocal
        && ir.scopes.first_node(scope) <= node
        && node < ir.scopes.node_end(scope)
}

/// Whether a scope is another one or lies in it. Scopes of equal regions lie in each other in the order
/// of the table.
fn is_within(ir: Ir<'_>, inner: ScopeId, outer: ScopeId) -> bool {
    inner >= outer
        && ir.scopes.first_node(outer) <= ir.scopes.first_node(inner)
        && ir.scopes.node_end(inner) <= ir.scopes.node_end(outer)
}

/// The regions in which binders of a name are seen, merged and in order.
struct Regions(Vec<(NodeId, NodeId)>);

impl Regions {
    fn of(ir: Ir<'_>, name: NameId, is_wanted: impl Fn(ScopeId) -> bool) -> Self {
        let binders = ir.binders.ids().filter(|&binder| ir.binders.name(binder) == name);
        let scopes = binders.map(|binder| ir.binders.scope(binder)).filter(|&scope| {
            let kind = ScopeKind::from_code(ir.scopes.kind(scope));
            kind != ScopeKind::PatternLocal && is_wanted(scope)
        });
        let mut regions: Vec<(NodeId, NodeId)> =
            scopes.map(|scope| (ir.scopes.first_node(scope), ir.scopes.node_end(scope))).collect();
        regions.sort_unstable();
        // Regions nest, so one that begins in another one ends in it.
        let mut end = NodeId::new(0);
        regions.retain(|&(first, region_end)| {
            let is_outermost = first >= end;
            end = if is_outermost { region_end } else { end };
            is_outermost
        });
        Self(regions)
    }

    /// Whether a node lies in one of the regions.
    fn hold(&self, node: NodeId) -> bool {
        let after = self.0.partition_point(|&(first, _)| first <= node);
        after > 0 && node < self.0[after - 1].1
    }
}

/// Where a node stands, for a message: the line is enough to find it.
fn place(document: Document<'_>, node: NodeId) -> String {
    let start = document.ir.nodes.start(node) as usize;
    let before = document.text.as_bytes().get(..start).unwrap_or(&[]);
    let lines = memchr::memchr_iter(b'\n', before).count();
    format!("in line {}", lines + 1)
}
