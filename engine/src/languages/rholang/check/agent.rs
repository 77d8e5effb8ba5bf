//! The members of agents (`rholang.md` section 2.4).

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NodeId};
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{code, shape};
use crate::text::TextRange;

pub(super) fn check(ir: Ir<'_>, node: NodeId, sink: &mut DiagnosticSink) {
    const UNIQUE: [(NodeKind, &str); 3] = [
        (NodeKind::AgentConstructor, "constructor"),
        (NodeKind::AgentDefault, "default"),
        (NodeKind::AgentPrivateDefault, "private default"),
    ];
    let mut first = [NodeId::NONE; UNIQUE.len()];
    let mut has_private_method = false;
    for member in ir.nodes.children(node) {
        let kind = shape::kind(ir.nodes, member);
        has_private_method |= kind == NodeKind::AgentPrivateMethod;
        let Some(index) = UNIQUE.iter().position(|&(unique, _)| unique == kind) else {
            continue;
        };
        match first[index].some() {
            None => first[index] = member,
            Some(earlier) => {
                sink.report(&code::DUPLICATE_AGENT_MEMBER, head(ir, member))
                    .word(UNIQUE[index].1)
                    .related(head(ir, earlier), "the first one is here");
            }
        }
    }
    let is_needed = [true, true, has_private_method];
    for ((first, needed), (_, word)) in first.into_iter().zip(is_needed).zip(UNIQUE) {
        if needed && first.is_none() {
            sink.report(&code::MISSING_AGENT_MEMBER, head(ir, node)).word(word);
        }
    }
}

/// The part of a member or agent before its body: at most its first word and what follows it up to
/// the first child's end.
fn head(ir: Ir<'_>, node: NodeId) -> TextRange {
    let start = ir.nodes.start(node);
    let child = ir.nodes.children(node).next();
    let end = match (shape::kind(ir.nodes, node), child) {
        (NodeKind::Agent, Some(child)) => ir.nodes.end(child),
        (NodeKind::AgentConstructor, _) => start + 11,
        (NodeKind::AgentDefault, _) => start + 7,
        (NodeKind::AgentPrivateDefault, _) => start + 15,
        _ => ir.nodes.end(node),
    };
    TextRange::new(start, end.min(ir.nodes.end(node)))
}
