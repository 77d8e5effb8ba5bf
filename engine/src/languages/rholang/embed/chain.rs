//! Texts that a program writes: string literals, and what it joins them with.

use memchr::memmem;

use crate::ir::{NodeId, Nodes};
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::shape;
use crate::region::Part;
use crate::text::TextRange;

/// A text with at least one literal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain<'c> {
    /// Literals and holes in order of the text.
    pub(super) parts: &'c [Part],
}

struct Row {
    root: NodeId,
    part_end: usize,
}

/// A literal in a chain that is no name of a channel, as in `@"name"`.
struct Literal {
    start: u32,
    chain: usize,
}

/// All texts of a file, in order.
pub(super) struct Chains {
    rows: Vec<Row>,
    parts: Vec<Part>,
    literals: Vec<Literal>,
}

impl Chains {
    /// Looks at each node once.
    pub(super) fn collect(text: &str, nodes: Nodes<'_>) -> Self {
        let mut chains = Self { rows: Vec::new(), parts: Vec::new(), literals: Vec::new() };
        // Operators and literals that belong to a chain which began before them.
        let mut is_part = vec![false; nodes.len()];
        let mut pending = Vec::new();
        for node in nodes.ids() {
            let kind = shape::kind(nodes, node);
            let begins =
                matches!(kind, NodeKind::String | NodeKind::Concatenate | NodeKind::Interpolate);
            if begins && !is_part[node.index()] {
                pending.push((node, false));
                chains.add(text, nodes, node, &mut pending, &mut is_part);
            }
        }
        // A chain inside a hole comes after the chain around it.
        chains.literals.sort_unstable_by_key(|literal| literal.start);
        chains
    }

    fn add(
        &mut self,
        text: &str,
        nodes: Nodes<'_>,
        root: NodeId,
        pending: &mut Vec<(NodeId, bool)>,
        is_part: &mut [bool],
    ) {
        let first_part = self.parts.len();
        let mut has_literal = false;
        while let Some((node, is_filled)) = pending.pop() {
            is_part[node.index()] = true;
            match shape::kind(nodes, node) {
                NodeKind::Concatenate => {
                    let first = pending.len();
                    pending.extend(nodes.children(node).map(|operand| (operand, is_filled)));
                    pending[first..].reverse();
                }
                // The right operand is no text; what it holds fills the holes.
                NodeKind::Interpolate => {
                    pending.extend(nodes.children(node).next().map(|operand| (operand, true)));
                }
                NodeKind::String if is_quoted(nodes.range(node).of(text)) => {
                    has_literal = true;
                    self.add_literal(text, nodes, node, is_filled);
                }
                // What stands in a hole may hold chains of its own.
                _ => self.parts.push(Part::Hole(nodes.range(node))),
            }
        }
        if has_literal {
            self.rows.push(Row { root, part_end: self.parts.len() });
        } else {
            self.parts.truncate(first_part);
        }
    }

    fn add_literal(&mut self, text: &str, nodes: Nodes<'_>, node: NodeId, is_filled: bool) {
        let range = nodes.range(node);
        if shape::parent_kind(nodes, node) != NodeKind::Quote {
            self.literals.push(Literal { start: range.start, chain: self.rows.len() });
        }
        let content = TextRange::new(range.start + 1, range.end - 1);
        if is_filled {
            self.add_filled(text, content);
        } else {
            self.parts.push(Part::Literal(content));
        }
    }

    /// Adds a literal in which each `${key}` is a hole.
    fn add_filled(&mut self, text: &str, content: TextRange) {
        let mut start = content.start as usize;
        let end = content.end as usize;
        while let Some(hole) = next_key(text.get(start..end).unwrap_or("")) {
            let range = TextRange::from_offsets(start + hole.0..start + hole.1);
            self.parts.push(Part::Literal(TextRange::from_offsets(start..start + hole.0)));
            self.parts.push(Part::Hole(range));
            start += hole.1;
        }
        self.parts.push(Part::Literal(TextRange::from_offsets(start..end)));
    }

    /// The number of chains.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The chains in order of their first characters.
    pub(super) fn iter(&self) -> impl Iterator<Item = Chain<'_>> {
        let starts = core::iter::once(0).chain(self.rows.iter().map(|row| row.part_end));
        self.rows
            .iter()
            .zip(starts)
            .map(|(row, start)| Chain { parts: self.parts.get(start..row.part_end).unwrap_or(&[]) })
    }

    /// The chain that begins at a node.
    pub(super) fn find(&self, root: NodeId) -> Option<usize> {
        self.rows.binary_search_by_key(&root, |row| row.root).ok()
    }

    /// The first literal from an offset on that is no name of a channel: its start and its chain.
    pub(super) fn literal_from(&self, offset: u32) -> Option<(u32, usize)> {
        let first = self.literals.partition_point(|literal| literal.start < offset);
        self.literals.get(first).map(|literal| (literal.start, literal.chain))
    }
}

/// Whether a literal has both its quotes.
fn is_quoted(literal: &str) -> bool {
    literal.strip_prefix('"').is_some_and(|rest| rest.ends_with('"'))
}

/// Where the first `${key}` of a literal is.
fn next_key(content: &str) -> Option<(usize, usize)> {
    let is_key = |byte: &u8| !matches!(byte, b'"' | b'\\' | b'\n' | b'{' | b'}' | b'$');
    memmem::find_iter(content.as_bytes(), b"${").find_map(|start| {
        let after = content.as_bytes().get(start + 2..)?;
        let length = after.iter().take_while(|byte| is_key(byte)).count();
        let is_closed = length > 0 && after.get(length) == Some(&b'}');
        is_closed.then_some((start, start + 2 + length + 1))
    })
}
