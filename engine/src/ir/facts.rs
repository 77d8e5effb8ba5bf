//! The tables of a file, complete.

use rholang_engine_sync::{Block, BlockLayout};

use super::names::NamesColumns;
use super::{
    BINDER_FLAG, BinderId, Binders, Comments, Definitions, Endpoints, NameId, Names, NodeId, Nodes,
    References, Scopes, binders, comments, definitions, endpoints, nodes, references, scopes,
};
use crate::text::TextRange;

/// All tables of a file as slices: cheap to copy, the same over a builder and over frozen facts.
#[derive(Clone, Copy, Debug)]
pub struct Ir<'a> {
    /// Distinct spellings.
    pub names: Names<'a>,
    /// Abstract syntax.
    pub nodes: Nodes<'a>,
    /// Visibility regions.
    pub scopes: Scopes<'a>,
    /// Introductions of names.
    pub binders: Binders<'a>,
    /// Uses of names.
    pub references: References<'a>,
    /// Sends and receives.
    pub endpoints: Endpoints<'a>,
    /// What the file offers by name.
    pub definitions: Definitions<'a>,
    /// Comments.
    pub comments: Comments<'a>,
}

impl Ir<'_> {
    /// The bytes of the text that a node covers.
    #[inline]
    pub fn range(&self, node: NodeId) -> TextRange {
        TextRange::new(self.nodes.start(node), self.nodes.end(node))
    }

    /// The binder that a variable introduces or refers to; none if nothing binds it. `variable` must
    /// be a node whose data a language's `resolve` has set to a reference or binder.
    pub fn binder_of(&self, variable: NodeId) -> Option<BinderId> {
        let data = self.nodes.data(variable);
        if data & BINDER_FLAG != 0 {
            return Some(BinderId::new(data & !BINDER_FLAG));
        }
        self.references.binder.get(data as usize).and_then(|binder| binder.some())
    }

    /// The spelling of a variable, which is as for [`Ir::binder_of`].
    pub fn spelling_of(&self, variable: NodeId) -> Option<NameId> {
        let data = self.nodes.data(variable);
        let names = if data & BINDER_FLAG != 0 { self.binders.name } else { self.references.name };
        names.get((data & !BINDER_FLAG) as usize).copied()
    }

    /// Whether the byte at `offset` belongs to a comment.
    pub fn is_in_comment(&self, offset: usize) -> bool {
        let after = self.comments.start.partition_point(|&start| start as usize <= offset);
        after > 0 && offset < self.comments.end[after - 1] as usize
    }
}

/// The facts about one revision of one file, in one block of memory.
#[derive(Clone, Debug)]
pub struct FileFacts {
    block: Block,
    names: NamesColumns,
    nodes: nodes::Columns,
    scopes: scopes::Columns,
    binders: binders::Columns,
    references: references::Columns,
    endpoints: endpoints::Columns,
    definitions: definitions::Columns,
    comments: comments::Columns,
}

impl FileFacts {
    /// Copies the tables into one allocation of exactly their size.
    pub fn freeze(ir: Ir<'_>) -> Self {
        let mut layout = BlockLayout::new();
        let mut facts = Self {
            names: NamesColumns::reserve(ir.names, &mut layout),
            nodes: nodes::Columns::reserve(ir.nodes.len(), &mut layout),
            scopes: scopes::Columns::reserve(ir.scopes.len(), &mut layout),
            binders: binders::Columns::reserve(ir.binders.len(), &mut layout),
            references: references::Columns::reserve(ir.references.len(), &mut layout),
            endpoints: endpoints::Columns::reserve(ir.endpoints.len(), &mut layout),
            definitions: definitions::Columns::reserve(ir.definitions.len(), &mut layout),
            comments: comments::Columns::reserve(ir.comments.len(), &mut layout),
            block: BlockLayout::new().allocate(),
        };
        let mut block = layout.allocate();
        facts.names.write(ir.names, &mut block);
        facts.nodes.write(ir.nodes, &mut block);
        facts.scopes.write(ir.scopes, &mut block);
        facts.binders.write(ir.binders, &mut block);
        facts.references.write(ir.references, &mut block);
        facts.endpoints.write(ir.endpoints, &mut block);
        facts.definitions.write(ir.definitions, &mut block);
        facts.comments.write(ir.comments, &mut block);
        facts.block = block;
        facts
    }

    /// The tables.
    #[inline]
    pub fn ir(&self) -> Ir<'_> {
        Ir {
            names: self.names.view(&self.block),
            nodes: self.nodes.view(&self.block),
            scopes: self.scopes.view(&self.block),
            binders: self.binders.view(&self.block),
            references: self.references.view(&self.block),
            endpoints: self.endpoints.view(&self.block),
            definitions: self.definitions.view(&self.block),
            comments: self.comments.view(&self.block),
        }
    }

    /// The size of the block in bytes.
    pub fn byte_len(&self) -> usize {
        self.block.byte_len()
    }

    /// The bytes that each table takes.
    pub fn table_bytes(&self) -> TableBytes {
        TableBytes {
            names: self.names.byte_len(),
            nodes: self.nodes.len() * nodes::ROW_BYTES,
            scopes: self.scopes.len() * scopes::ROW_BYTES,
            binders: self.binders.len() * binders::ROW_BYTES,
            references: self.references.len() * references::ROW_BYTES,
            endpoints: self.endpoints.len() * endpoints::ROW_BYTES,
            definitions: self.definitions.len() * definitions::ROW_BYTES,
            comments: self.comments.len() * comments::ROW_BYTES,
        }
    }
}

/// Bytes by table of a file's facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableBytes {
    /// Distinct spellings.
    pub names: usize,
    /// Abstract syntax.
    pub nodes: usize,
    /// Visibility regions.
    pub scopes: usize,
    /// Introductions of names.
    pub binders: usize,
    /// Uses of names.
    pub references: usize,
    /// Sends and receives.
    pub endpoints: usize,
    /// What the file offers by name.
    pub definitions: usize,
    /// Comments.
    pub comments: usize,
}
