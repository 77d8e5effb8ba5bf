//! Variables that are used once, and variables that are bound twice.

use super::walk::Walker;
use crate::ir::{BinderId, NodeId};
use crate::languages::metta::kind::{BINDER_FLAG, BinderKind, NodeKind};
use crate::languages::metta::{code, shape};

/// Looks at a pattern where it is matched.
pub(super) fn check_pattern(walker: &mut Walker<'_>, pattern: NodeId, kind: BinderKind) {
    let is_bare = shape::kind(walker.ir.nodes, pattern) == NodeKind::Variable;
    let mut ignored = None;
    for_each_variable(walker, pattern, |walker, variable| {
        let Some(binder) = walker.ir.binder_of(variable) else {
            return;
        };
        check_unused(walker, variable, binder);
        let name = walker.ir.binders.name(binder);
        let is_ignored = walker.ir.names.bytes(name) == b"$_";
        let is_bound = walker.bound_until.get(binder.index()).is_some_and(|&end| variable < end);
        // Only a variable alone and `$_` are likely to be meant as new. A variable inside a pattern
        // of `match`, `unify` or an arm asks for a value that it has, which is how one queries, and
        // a parameter that is bound in a rule's right side is how a rule gives a second result.
        let is_meant_as_new = match kind {
            BinderKind::Let => is_bare || is_ignored,
            BinderKind::Arm => is_ignored,
            BinderKind::Chain | BinderKind::Item | BinderKind::Part => true,
            _ => false,
        };
        let is_repeated = is_ignored && ignored.is_some() && kind != BinderKind::Match;
        if is_bound && is_meant_as_new || is_repeated {
            let earlier = ignored.filter(|_| is_repeated);
            let earlier = earlier.unwrap_or_else(|| walker.ir.binders.node(binder));
            let range = walker.ir.range(variable);
            walker
                .sink
                .report(&code::REBOUND_VARIABLE, range)
                .name(name)
                .related(walker.ir.range(earlier), "bound here");
        }
        if is_ignored {
            ignored = Some(variable);
        }
    });
}

/// A binder in a pattern without references is the only occurrence of its name.
fn check_unused(walker: &mut Walker<'_>, variable: NodeId, binder: BinderId) {
    let is_binder = walker.ir.nodes.data(variable) & BINDER_FLAG != 0;
    let is_used = walker.is_used.get(binder.index()).copied().unwrap_or(true);
    let name = walker.ir.binders.name(binder);
    let spelling = walker.ir.names.bytes(name);
    if is_binder && !is_used && !spelling.starts_with(b"$_") && spelling != b"$" {
        let range = walker.ir.range(variable);
        walker.sink.report(&code::UNUSED_VARIABLE, range).name(name);
    }
}

/// The variables of a pattern have values up to a node.
pub(super) fn bind(walker: &mut Walker<'_>, pattern: NodeId, until: NodeId) {
    for_each_variable(walker, pattern, |walker, variable| {
        let Some(binder) = walker.ir.binder_of(variable) else {
            return;
        };
        if let Some(end) = walker.bound_until.get_mut(binder.index()) {
            *end = until.max(*end);
        }
    });
}

fn for_each_variable(
    walker: &mut Walker<'_>,
    pattern: NodeId,
    mut visit: impl FnMut(&mut Walker<'_>, NodeId),
) {
    let nodes = walker.ir.nodes;
    let start = pattern.index();
    let kinds = nodes.kind.get(start..nodes.subtree_end(pattern).index()).unwrap_or(&[]);
    for place in memchr::memchr_iter(NodeKind::Variable.code(), kinds) {
        visit(walker, NodeId::from_index(start + place));
    }
}
