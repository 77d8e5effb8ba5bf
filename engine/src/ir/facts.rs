//! The tables of a file, complete.

use rholang_engine_sync::{Block, BlockLayout};

use super::consistency::is_consistent;
use super::names::{NAME_BYTES, NamesColumns};
use super::splice::RowNumbers;
use super::{
    BINDER_FLAG, BinderId, Binders, Comments, Definitions, Endpoints, NameId, Names, NodeId, Nodes,
    References, Scopes, binders, comments, definitions, endpoints, nodes, references, scopes,
};
use crate::record::{RecordReader, RecordWriter};
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

/// How many lengths tell the sizes of all tables; names have two.
const TABLES: usize = 9;

/// The rows of each table, in the order of the block. The second one is the bytes of all names.
type Lengths = [usize; TABLES];

/// The bytes of a row of each table.
const ROW_BYTES: Lengths = [
    NAME_BYTES,
    1,
    nodes::ROW_BYTES,
    scopes::ROW_BYTES,
    binders::ROW_BYTES,
    references::ROW_BYTES,
    endpoints::ROW_BYTES,
    definitions::ROW_BYTES,
    comments::ROW_BYTES,
];

fn lengths_of(ir: Ir<'_>) -> Lengths {
    [
        ir.names.len(),
        ir.names.byte_len(),
        ir.nodes.len(),
        ir.scopes.len(),
        ir.binders.len(),
        ir.references.len(),
        ir.endpoints.len(),
        ir.definitions.len(),
        ir.comments.len(),
    ]
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
        let (mut facts, layout) = Self::reserve(lengths_of(ir));
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

    /// Facts with tables of certain lengths and an empty block, and the layout of the block that they need.
    fn reserve(lengths: Lengths) -> (Self, BlockLayout) {
        let [
            names,
            name_bytes,
            nodes,
            scopes,
            binders,
            references,
            endpoints,
            definitions,
            comments,
        ] = lengths;
        let mut layout = BlockLayout::new();
        let facts = Self {
            names: NamesColumns::reserve(names, name_bytes, &mut layout),
            nodes: nodes::Columns::reserve(nodes, &mut layout),
            scopes: scopes::Columns::reserve(scopes, &mut layout),
            binders: binders::Columns::reserve(binders, &mut layout),
            references: references::Columns::reserve(references, &mut layout),
            endpoints: endpoints::Columns::reserve(endpoints, &mut layout),
            definitions: definitions::Columns::reserve(definitions, &mut layout),
            comments: comments::Columns::reserve(comments, &mut layout),
            block: BlockLayout::new().allocate(),
        };
        (facts, layout)
    }

    /// Writes the tables to a record: their lengths, and the block as it is.
    pub(crate) fn write(&self, record: &mut RecordWriter) {
        for length in lengths_of(self.ir()) {
            record.length(length);
        }
        self.block.write_bytes(record.bytes());
    }

    /// Reads the tables of a text. `numbers` are those of its language.
    pub(crate) fn read(
        record: &mut RecordReader<'_>,
        text: &str,
        numbers: RowNumbers,
    ) -> Option<Self> {
        let mut lengths: Lengths = [0; TABLES];
        let mut bytes = 0;
        for (length, row_bytes) in lengths.iter_mut().zip(ROW_BYTES) {
            *length = record.length(row_bytes)?;
            bytes += *length * row_bytes;
        }
        // So what is reserved below is in no case more than what is left of the record and a few bytes.
        if bytes > record.remaining() {
            return None;
        }
        let (facts, layout) = Self::reserve(lengths);
        let bytes = record.bytes(layout.byte_len())?;
        let facts = Self { block: layout.read(bytes)?, ..facts };
        is_consistent(facts.ir(), text, numbers).then_some(facts)
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
