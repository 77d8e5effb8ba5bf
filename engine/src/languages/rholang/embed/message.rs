//! The parts of messages, values and patterns that can hold a text.
//!
//! A list, tuple or map that is written out has parts of its own. A part is known by its *path*: the
//! places that lead to it, from the outside in. The same path on both sides of a communication is
//! the same part.

use rustc_hash::FxHashMap;

use super::channel::{innermost, string_content};
use crate::ir::{Ir, NodeId};
use crate::languages::rholang::kind::{BINDER_FLAG, NodeKind};
use crate::languages::rholang::shape;

/// The way to a part of a value; 0 for the value itself.
pub(super) type Path = u32;

/// One step into a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Step<'t> {
    List(u32),
    Tuple(u32),
    Entry(&'t str),
}

/// Numbers paths.
pub(super) struct Paths<'a> {
    text: &'a str,
    ir: Ir<'a>,
    numbers: FxHashMap<(Path, Step<'a>), Path>,
}

/// Something that can hold a text, at a path of a value or pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Leaf {
    pub(super) path: Path,
    pub(super) node: NodeId,
    pub(super) kind: LeafKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LeafKind {
    /// A variable that is used, or bound in a pattern.
    Variable,
    /// A string, or strings joined with others.
    Text,
    /// A string that names a channel, as in `@"name"`.
    ChannelName,
}

impl<'a> Paths<'a> {
    pub(super) fn new(text: &'a str, ir: Ir<'a>) -> Self {
        Self { text, ir, numbers: FxHashMap::default() }
    }

    fn step(&mut self, path: Path, step: Step<'a>) -> Path {
        let next = u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX);
        *self.numbers.entry((path, step)).or_insert(next)
    }

    /// Adds the leaves of a value.
    pub(super) fn value(&mut self, value: NodeId, leaves: &mut Vec<Leaf>) {
        self.walk(value, false, leaves);
    }

    /// Adds the leaves of a pattern.
    pub(super) fn pattern(&mut self, pattern: NodeId, leaves: &mut Vec<Leaf>) {
        self.walk(pattern, true, leaves);
    }

    fn walk(&mut self, root: NodeId, is_pattern: bool, leaves: &mut Vec<Leaf>) {
        let nodes = self.ir.nodes;
        let mut pending = vec![(root, 0)];
        while let Some((outer, path)) = pending.pop() {
            let node = innermost(self.ir, outer);
            let is_quoted = shape::parent_kind(nodes, node) == NodeKind::Quote;
            let mut add = |kind| leaves.push(Leaf { path, node, kind });
            match shape::kind(nodes, node) {
                NodeKind::NameVariable | NodeKind::ProcessVariable => {
                    let is_binder = nodes.data(node) & BINDER_FLAG != 0;
                    if is_binder == is_pattern {
                        add(LeafKind::Variable);
                    }
                }
                NodeKind::String if is_quoted && !is_pattern => add(LeafKind::ChannelName),
                NodeKind::String | NodeKind::Concatenate | NodeKind::Interpolate if !is_pattern => {
                    add(LeafKind::Text);
                }
                NodeKind::List => self.push_elements(node, path, Step::List, &mut pending),
                NodeKind::Tuple => self.push_elements(node, path, Step::Tuple, &mut pending),
                NodeKind::Map => self.push_entries(node, path, &mut pending),
                // Both sides of `/\` match the whole value.
                NodeKind::Conjunction if is_pattern => {
                    pending.extend(nodes.children(node).map(|side| (side, path)));
                }
                _ => {}
            }
        }
    }

    fn push_elements(
        &mut self,
        node: NodeId,
        path: Path,
        step: fn(u32) -> Step<'a>,
        pending: &mut Vec<(NodeId, Path)>,
    ) {
        let nodes = self.ir.nodes;
        for (index, element) in (0..).zip(nodes.children(node)) {
            if shape::kind(nodes, element) == NodeKind::Remainder {
                return;
            }
            let path = self.step(path, step(index));
            pending.push((element, path));
        }
    }

    /// Adds the values of a map whose keys are strings.
    fn push_entries(&mut self, map: NodeId, path: Path, pending: &mut Vec<(NodeId, Path)>) {
        let nodes = self.ir.nodes;
        for entry in nodes.children(map) {
            let mut parts = nodes.children(entry);
            let (Some(key), Some(value)) = (parts.next(), parts.next()) else { continue };
            let is_entry = shape::kind(nodes, entry) == NodeKind::MapEntry;
            if is_entry && shape::kind(nodes, key) == NodeKind::String {
                let step = Step::Entry(string_content(self.text, self.ir, key));
                let path = self.step(path, step);
                pending.push((value, path));
            }
        }
    }
}
