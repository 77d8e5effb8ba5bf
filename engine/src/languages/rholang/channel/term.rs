//! Channels that are quoted terms, such as `@[1, "a"]` and `@(*x, "key")`.
//!
//! Equal terms are one channel. A term gets a canonical spelling, in which layout, the order of a
//! set and the names of variables make no difference, and that spelling is its name in the file's
//! tables. It begins with `"`, which no content of a string does. A term without variables is the same
//! channel in all programs; one with variables is known by their binders and belongs to its document.

use crate::ir::{Ir, NodeId};
use crate::languages::rholang::kind::{BINDER_FLAG, NodeKind};
use crate::languages::rholang::shape;

/// How many nodes a term may have; larger ones stay computed names.
const NODES_MAX: u32 = 256;

const GROUND: &str = "\"";
const LOCAL: &str = "\"\"";

/// Whether a name in the tables is the canonical spelling of a term.
pub(in crate::languages::rholang) fn is_term(spelling: &str) -> bool {
    spelling.starts_with(GROUND)
}

/// Whether a name is that of a term with variables.
pub(in crate::languages::rholang) fn is_local(spelling: &str) -> bool {
    spelling.starts_with(LOCAL)
}

enum Step {
    Visit(NodeId),
    /// Put the last parts together.
    Build(NodeKind, usize),
}

/// The canonical spelling of a quoted term; none if the name is no such term.
pub(in crate::languages::rholang) fn canonical(
    text: &str,
    ir: Ir<'_>,
    quote: NodeId,
) -> Option<String> {
    let nodes = ir.nodes;
    let size = nodes.subtree_end(quote).raw() - quote.raw();
    let term = shape::bare_name(nodes, quote);
    let is_variable = shape::kind(nodes, term).is_variable();
    if shape::kind(nodes, quote) != NodeKind::Quote || size > NODES_MAX || is_variable {
        return None;
    }
    let mut steps = vec![Step::Visit(term)];
    let mut parts: Vec<String> = Vec::new();
    let mut is_ground = true;
    while let Some(step) = steps.pop() {
        match step {
            Step::Visit(node) => {
                let node = shape::bare_name(nodes, node);
                let kind = shape::kind(nodes, node);
                match kind {
                    NodeKind::NameVariable | NodeKind::ProcessVariable => {
                        let binder = ir.binder_of(node)?;
                        if nodes.data(node) & BINDER_FLAG != 0 {
                            return None;
                        }
                        is_ground = false;
                        parts.push(format!("#{}", binder.raw()));
                    }
                    NodeKind::Nil => parts.push("Nil".to_owned()),
                    NodeKind::Unit => parts.push("()".to_owned()),
                    NodeKind::True | NodeKind::False | NodeKind::String | NodeKind::Uri => {
                        parts.push(ir.range(node).of(text).to_owned());
                    }
                    kind if kind.is_number() => parts.push(ir.range(node).of(text).to_owned()),
                    NodeKind::List
                    | NodeKind::Tuple
                    | NodeKind::Set
                    | NodeKind::Map
                    | NodeKind::MapEntry => {
                        steps.push(Step::Build(kind, nodes.children(node).count()));
                        // The last step comes first, so the parts come out in order.
                        let first = steps.len();
                        steps.extend(nodes.children(node).map(Step::Visit));
                        steps[first..].reverse();
                    }
                    _ => return None,
                }
            }
            Step::Build(kind, count) => {
                let first = parts.len().checked_sub(count)?;
                if matches!(kind, NodeKind::Set | NodeKind::Map) {
                    parts[first..].sort_unstable();
                }
                let (open, separator, close) = match kind {
                    NodeKind::List => ("[", ", ", "]"),
                    NodeKind::Tuple => ("(", ", ", ",)"),
                    NodeKind::Set => ("Set(", ", ", ")"),
                    NodeKind::Map => ("{", ", ", "}"),
                    _ => ("", ": ", ""),
                };
                let joined = parts.drain(first..).collect::<Vec<_>>().join(separator);
                parts.push(format!("{open}{joined}{close}"));
            }
        }
    }
    let prefix = if is_ground { GROUND } else { LOCAL };
    parts.pop().map(|term| format!("{prefix}{term}"))
}
