//! Joins: the binds of one receipt.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NodeId};
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::{code, shape};

pub(super) fn check(text: &str, ir: Ir<'_>, receipt: NodeId, sink: &mut DiagnosticSink) {
    let nodes = ir.nodes;
    let is_bind = |&child: &NodeId| shape::kind(nodes, child).is_bind();
    let mut binds = nodes.children(receipt).filter(is_bind);
    let Some(first) = binds.next() else { return };
    let has_complex_first = is_complex(ir, first);
    let guard = nodes.children(receipt).find(|&child| shape::kind(nodes, child) == NodeKind::Guard);
    if let (true, Some(guard)) = (has_complex_first, guard) {
        sink.report(&code::IGNORED_GUARD, ir.range(guard));
    }
    if binds.next().is_none() {
        return;
    }
    check_arrows(text, ir, receipt, first, sink);
    check_channels(text, ir, receipt, sink);
}

/// The node reads the arrow of the first bind for all, and handles complex sources only if the
/// first source is one.
fn check_arrows(text: &str, ir: Ir<'_>, receipt: NodeId, first: NodeId, sink: &mut DiagnosticSink) {
    let first_kind = shape::kind(ir.nodes, first);
    let has_complex_first = is_complex(ir, first);
    let first_source = ir.range(shape::last_child(ir.nodes, first));
    let first_arrow = arrow_range(text, ir, first);
    for bind in ir.nodes.children(receipt).skip(1) {
        let kind = shape::kind(ir.nodes, bind);
        if !kind.is_bind() {
            continue;
        }
        if is_complex(ir, bind) && !has_complex_first {
            let source = shape::last_child(ir.nodes, bind);
            let range = ir.range(source);
            sink.report(&code::COMPLEX_SOURCE_IN_JOIN, range).text(range);
        } else if kind != first_kind && has_complex_first {
            sink.report(&code::COMPLEX_SOURCE_IN_JOIN, first_source)
                .text(first_source)
                .related(ir.range(bind), "this receive has another arrow");
        } else if kind != first_kind {
            let range = arrow_range(text, ir, bind);
            sink.report(&code::MIXED_ARROWS, range).related(first_arrow, "the first arrow");
        }
    }
}

/// The text between the patterns and the source of a bind, which holds the arrow.
fn arrow_range(text: &str, ir: Ir<'_>, bind: NodeId) -> crate::text::TextRange {
    let patterns = shape::patterns(ir.nodes, bind);
    let mut start = ir.nodes.start(bind);
    let mut child = patterns.start;
    while child < patterns.end {
        start = ir.nodes.end(child);
        child = ir.nodes.subtree_end(child);
    }
    let end = ir.nodes.start.get(patterns.end.index()).copied().unwrap_or(start);
    let between = crate::text::TextRange::new(start, end);
    // Comments may stand around the arrow and hold arrows.
    let arrow = match shape::kind(ir.nodes, bind) {
        NodeKind::RepeatedBind => "<=",
        NodeKind::PeekBind => "<<-",
        _ => "<-",
    };
    let mut places = between.of(text).match_indices(arrow).map(|(offset, _)| offset);
    match places.find(|&offset| !ir.is_in_comment(start as usize + offset)) {
        Some(offset) => {
            let offset = start as usize + offset;
            crate::text::TextRange::from_offsets(offset..offset + arrow.len())
        }
        None => between,
    }
}

fn is_complex(ir: Ir<'_>, bind: NodeId) -> bool {
    let source = shape::last_child(ir.nodes, bind);
    source < ir.nodes.subtree_end(bind) && shape::kind(ir.nodes, source).is_complex_source()
}

/// A channel may be received from once in a join. Channels are equal if they are equal as terms;
/// `@*x` is `x`, `c?!` counts as `c`, and calls never clash.
fn check_channels(text: &str, ir: Ir<'_>, receipt: NodeId, sink: &mut DiagnosticSink) {
    let mut seen: Vec<(u64, NodeId)> = Vec::new();
    for bind in ir.nodes.children(receipt) {
        if !shape::kind(ir.nodes, bind).is_bind() {
            continue;
        }
        let mut channel = shape::last_child(ir.nodes, bind);
        if channel >= ir.nodes.subtree_end(bind) {
            continue;
        }
        match shape::kind(ir.nodes, channel) {
            NodeKind::ReceiveSendSource => channel = channel.next(),
            kind if kind.is_complex_source() => continue,
            _ => {}
        }
        if channel < ir.nodes.subtree_end(bind) {
            seen.push((hash_of_term(text, ir, simplified(ir, channel)), channel));
        }
    }
    // Equal channels stand side by side after sorting, the first of them first.
    seen.sort_unstable();
    for pair in seen.windows(2) {
        let [(earlier_hash, earlier), (hash, channel)] = *pair else {
            continue;
        };
        if earlier_hash == hash
            && are_equal_terms(text, ir, simplified(ir, earlier), simplified(ir, channel))
        {
            sink.report(&code::SAME_CHANNEL_JOIN, ir.range(channel))
                .related(ir.range(earlier), "received from here as well");
        }
    }
}

/// A name without `@*` around it.
fn simplified(ir: Ir<'_>, mut name: NodeId) -> NodeId {
    while shape::kind(ir.nodes, name) == NodeKind::Quote
        && name.next() < ir.nodes.subtree_end(name)
        && shape::kind(ir.nodes, name.next()) == NodeKind::Eval
        && name.next().next() < ir.nodes.subtree_end(name)
    {
        name = name.next().next();
    }
    name
}

/// What a node says apart from its children: equal for equal terms.
fn key<'a>(text: &'a str, ir: Ir<'a>, node: NodeId) -> (u8, u32, &'a str) {
    let code = ir.nodes.kind(node);
    let kind = NodeKind::from_code(code);
    if kind.is_variable() {
        // Names that nothing binds are equal if they are spelt alike.
        return match ir.binder_of(node) {
            Some(binder) => (code, binder.raw(), ""),
            None => {
                (code, u32::MAX, shape::variable_name(ir, node).map_or("", |n| ir.names.text(n)))
            }
        };
    }
    let is_leaf = ir.nodes.subtree_end(node) == node.next();
    let word = if is_leaf { ir.range(node).of(text) } else { "" };
    let children = ir.nodes.subtree_end(node).raw() - node.raw();
    (code, children, word)
}

fn hash_of_term(text: &str, ir: Ir<'_>, term: NodeId) -> u64 {
    let mut hasher = FxHasher::default();
    for node in subtree(ir, term) {
        let (code, number, word) = key(text, ir, node);
        hasher.write_u8(code);
        hasher.write_u32(number);
        hasher.write(word.as_bytes());
    }
    hasher.finish()
}

fn are_equal_terms(text: &str, ir: Ir<'_>, left: NodeId, right: NodeId) -> bool {
    subtree(ir, left)
        .map(|node| key(text, ir, node))
        .eq(subtree(ir, right).map(|node| key(text, ir, node)))
}

fn subtree(ir: Ir<'_>, node: NodeId) -> impl Iterator<Item = NodeId> + use<> {
    (node.raw()..ir.nodes.subtree_end(node).raw()).map(NodeId::new)
}
