//! The intermediate representation: what one file says, in flat tables.
//!
//! A file's facts are a handful of tables whose rows refer to each other by number. Languages
//! differ in the *kinds* they store (each language folder names its own) but not in the tables,
//! so whatever works on tables works for every language.
//!
//! - *nodes*: the abstract syntax in pre-order. A node's subtree is the slice from the node to its
//!   `subtree_end`, its first child is the next row, and the child after `c` is `subtree_end(c)`.
//! - *names*: each distinct spelling in the file, once.
//! - *scopes*, *binders*, *references*: lexical binding, fully resolved when the facts are built.
//!   A reference stores its binder, so resolving one is an array read.
//! - *endpoints*: who sends and who receives on a channel.
//! - *definitions*: what the file offers by name: contracts, agents, clauses, types.
//! - *comments*: all comments in order of the text.
//!
//! Facts are built in a scratch arena by [`IrBuilder`] and frozen into one block, [`FileFacts`].
//! Both show the same [`Ir`] view. The producers of nodes are the languages' `lower` modules, which
//! read a syntax tree, and their `parse` modules, which read the text; the tables do not show which
//! of the two has filled them.
//!
//! After an edit that concerns one subtree, a [`Splice`] takes the rows of all others from the facts of
//! the text before.
//!
//! The kind codes 0 and 1 mean the same in every language: [`ERROR_KIND`] and [`MISSING_KIND`].
//!
//! This module depends on `text` and on the tables of `rholang-engine-sync`. It knows no language,
//! no tree-sitter and no diagnostics.

mod builder;
mod facts;
mod names;
mod post_order;
mod splice;
mod tables;
mod tree;

pub use builder::{IrBuilder, estimated_nodes, estimated_scratch_bytes};
pub use facts::{FileFacts, Ir, TableBytes};
pub use names::{Names, NamesBuilder};
pub use post_order::{PostOrder, PostOrderRow};
pub use splice::{Head, Item, RowNumbers, Splice, replace_head};
pub use tables::{
    BinderId, CommentId, DefinitionId, EndpointId, NameId, NodeId, ReferenceId, ScopeId, binders,
    comments, definitions, endpoints, nodes, references, scopes,
};
pub use tree::{Ancestors, Children, rows_of};

/// The kind of nodes that stand for text which does not parse.
pub const ERROR_KIND: u8 = 0;
/// The kind of nodes that stand for something which the text lacks.
pub const MISSING_KIND: u8 = 1;

/// Set in the data of a variable's node if the data is a binder and not a reference.
///
/// Row numbers stay below 2^31: a file is at most 2^25 bytes long.
pub const BINDER_FLAG: u32 = 1 << 31;

/// The nodes of a file as slices.
pub type Nodes<'a> = nodes::View<'a>;
/// The scopes of a file as slices.
pub type Scopes<'a> = scopes::View<'a>;
/// The binders of a file as slices.
pub type Binders<'a> = binders::View<'a>;
/// The references of a file as slices.
pub type References<'a> = references::View<'a>;
/// The endpoints of a file as slices.
pub type Endpoints<'a> = endpoints::View<'a>;
/// The definitions of a file as slices.
pub type Definitions<'a> = definitions::View<'a>;
/// The comments of a file as slices.
pub type Comments<'a> = comments::View<'a>;
