//! The tables of the file at hand, while they grow.

use rholang_engine_sync::Scratch;

use super::facts::Ir;
use super::{
    NameId, NamesBuilder, NodeId, PostOrder, binders, comments, definitions, endpoints, nodes,
    references, scopes,
};

/// The tables of one file in a scratch arena.
///
/// Passes fill it in order: a language's `parse` or `lower` writes names, nodes and comments; its `resolve`
/// writes scopes, binders and references and stores their numbers in the nodes; then come
/// endpoints and definitions.
#[derive(Debug)]
pub struct IrBuilder<'s> {
    /// Distinct spellings.
    pub names: NamesBuilder<'s>,
    /// Abstract syntax.
    pub nodes: nodes::Builder<'s>,
    /// Visibility regions.
    pub scopes: scopes::Builder<'s>,
    /// Introductions of names.
    pub binders: binders::Builder<'s>,
    /// Uses of names.
    pub references: references::Builder<'s>,
    /// Sends and receives.
    pub endpoints: endpoints::Builder<'s>,
    /// What the file offers by name.
    pub definitions: definitions::Builder<'s>,
    /// Comments.
    pub comments: comments::Builder<'s>,
    /// The innermost node whose subtree is still open; none outside all nodes.
    open_node: NodeId,
    scratch: &'s Scratch,
}

/// How many bytes of source one row of a table stands for, as a lower bound over real programs
/// (corpora of 2022-2026, measured 2026-11-22); vectors that turn out too short grow.
const SOURCE_BYTES_PER_NAME: usize = 24;
const SOURCE_BYTES_PER_BINDER: usize = 48;
const SOURCE_BYTES_PER_REFERENCE: usize = 20;
const SOURCE_BYTES_PER_ENDPOINT: usize = 48;
const SOURCE_BYTES_PER_COMMENT: usize = 96;

/// As above for nodes, where nobody has counted them.
const SOURCE_BYTES_PER_NODE: usize = 5;

/// How many nodes a text of `source_bytes` bytes has at most, for most texts.
pub const fn estimated_nodes(source_bytes: usize) -> usize {
    source_bytes / SOURCE_BYTES_PER_NODE + 16
}

/// A size for the scratch arena, in bytes, that suffices for most files with `source_bytes` bytes
/// of text and `node_count` nodes.
pub fn estimated_scratch_bytes(source_bytes: usize, node_count: usize) -> usize {
    node_count * nodes::ROW_BYTES * 2 + source_bytes * 4 + 4096
}

impl<'s> IrBuilder<'s> {
    /// Empty tables in `scratch`, sized for a file with `source_bytes` bytes of text and at most
    /// `node_count` nodes.
    pub fn new(source_bytes: usize, node_count: usize, scratch: &'s Scratch) -> Self {
        let rows = |bytes_per_row: usize| source_bytes / bytes_per_row + 4;
        Self {
            names: NamesBuilder::with_capacity(rows(SOURCE_BYTES_PER_NAME), scratch),
            nodes: nodes::Builder::with_capacity(node_count, scratch),
            scopes: scopes::Builder::with_capacity(rows(SOURCE_BYTES_PER_BINDER), scratch),
            binders: binders::Builder::with_capacity(rows(SOURCE_BYTES_PER_BINDER), scratch),
            references: references::Builder::with_capacity(
                rows(SOURCE_BYTES_PER_REFERENCE),
                scratch,
            ),
            endpoints: endpoints::Builder::with_capacity(rows(SOURCE_BYTES_PER_ENDPOINT), scratch),
            definitions: definitions::Builder::with_capacity(
                rows(SOURCE_BYTES_PER_ENDPOINT),
                scratch,
            ),
            comments: comments::Builder::with_capacity(rows(SOURCE_BYTES_PER_COMMENT), scratch),
            open_node: NodeId::NONE,
            scratch,
        }
    }

    /// Tables without rows that have the names of `old` already, for the new text of an item of
    /// `item_bytes` bytes and everything around it. See [`Splice`](super::Splice).
    pub fn after(old: Ir<'_>, item_bytes: usize, scratch: &'s Scratch) -> Self {
        let more = |bytes_per_row: usize| item_bytes / bytes_per_row + 4;
        let binders = old.binders.len() + more(SOURCE_BYTES_PER_BINDER);
        let references = old.references.len() + more(SOURCE_BYTES_PER_REFERENCE);
        let endpoints = old.endpoints.len() + more(SOURCE_BYTES_PER_ENDPOINT);
        let definitions = old.definitions.len() + more(SOURCE_BYTES_PER_ENDPOINT);
        let scopes = old.scopes.len() + more(SOURCE_BYTES_PER_BINDER);
        Self {
            names: NamesBuilder::from_names(old.names, more(SOURCE_BYTES_PER_NAME), scratch),
            // First those of the item alone.
            nodes: nodes::Builder::with_capacity(estimated_nodes(item_bytes), scratch),
            comments: comments::Builder::with_capacity(more(SOURCE_BYTES_PER_COMMENT), scratch),
            scopes: scopes::Builder::with_capacity(scopes, scratch),
            binders: binders::Builder::with_capacity(binders, scratch),
            references: references::Builder::with_capacity(references, scratch),
            endpoints: endpoints::Builder::with_capacity(endpoints, scratch),
            definitions: definitions::Builder::with_capacity(definitions, scratch),
            open_node: NodeId::NONE,
            scratch,
        }
    }

    /// The arena in which the tables lie, for the passes' own temporary vectors.
    pub fn scratch(&self) -> &'s Scratch {
        self.scratch
    }

    /// Starts a node inside the open one; it stays open until [`IrBuilder::close`].
    #[inline]
    pub fn open(&mut self, kind: u8, start: u32, end: u32) -> NodeId {
        let node = self.nodes.push(nodes::Row {
            kind,
            start,
            end,
            parent: self.open_node,
            subtree_end: NodeId::NONE,
            data: u32::MAX,
        });
        self.open_node = node;
        node
    }

    /// Ends the innermost open node.
    ///
    /// # Panics
    ///
    /// If no node is open.
    #[inline]
    pub fn close(&mut self) {
        let node = self.open_node;
        let subtree_end = NodeId::from_index(self.nodes.len());
        let nodes = self.nodes.view_mut();
        nodes.subtree_end[node.index()] = subtree_end;
        self.open_node = nodes.parent[node.index()];
    }

    /// Adds a node without children inside the open one.
    #[inline]
    pub fn leaf(&mut self, kind: u8, start: u32, end: u32, data: u32) -> NodeId {
        let next = NodeId::from_index(self.nodes.len() + 1);
        self.nodes.push(nodes::Row {
            kind,
            start,
            end,
            parent: self.open_node,
            subtree_end: next,
            data,
        })
    }

    /// Writes nodes that were made in post-order, the root last. The table is empty before.
    pub fn write_post_order(&mut self, rows: &PostOrder<'s>) {
        rows.write(&mut self.nodes);
    }

    /// The innermost open node; none outside all nodes.
    #[inline]
    pub fn open_node(&self) -> NodeId {
        self.open_node
    }

    /// Changes the kind of a node.
    #[inline]
    pub fn set_kind(&mut self, node: NodeId, kind: u8) {
        self.nodes.view_mut().kind[node.index()] = kind;
    }

    /// Changes the data of a node.
    #[inline]
    pub fn set_data(&mut self, node: NodeId, data: u32) {
        self.nodes.view_mut().data[node.index()] = data;
    }

    /// Changes the end of a node.
    #[inline]
    pub fn set_end(&mut self, node: NodeId, end: u32) {
        self.nodes.view_mut().end[node.index()] = end;
    }

    /// The number of a spelling.
    #[inline]
    pub fn intern(&mut self, spelling: &str) -> NameId {
        self.names.intern(spelling)
    }

    /// Everything so far.
    #[inline]
    pub fn view(&self) -> Ir<'_> {
        Ir {
            names: self.names.view(),
            nodes: self.nodes.view(),
            scopes: self.scopes.view(),
            binders: self.binders.view(),
            references: self.references.view(),
            endpoints: self.endpoints.view(),
            definitions: self.definitions.view(),
            comments: self.comments.view(),
        }
    }
}
