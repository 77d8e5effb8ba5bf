//! The columns of each table.

use rholang_engine_sync::{Id, table};

/// Types that only tell ids of different tables apart.
mod tag {
    #[derive(Debug)]
    pub enum Node {}
    #[derive(Debug)]
    pub enum Name {}
    #[derive(Debug)]
    pub enum Scope {}
    #[derive(Debug)]
    pub enum Binder {}
    #[derive(Debug)]
    pub enum Reference {}
    #[derive(Debug)]
    pub enum Endpoint {}
    #[derive(Debug)]
    pub enum Definition {}
    #[derive(Debug)]
    pub enum Comment {}
}

/// A row of the node table; rows are in pre-order.
pub type NodeId = Id<tag::Node>;
/// A distinct spelling in a file; rows are in order of first use.
pub type NameId = Id<tag::Name>;
/// A row of the scope table.
pub type ScopeId = Id<tag::Scope>;
/// A row of the binder table; the binders of a scope are contiguous.
pub type BinderId = Id<tag::Binder>;
/// A row of the reference table.
pub type ReferenceId = Id<tag::Reference>;
/// A row of the endpoint table; rows are in order of the text.
pub type EndpointId = Id<tag::Endpoint>;
/// A row of the definition table; rows are in order of the text.
pub type DefinitionId = Id<tag::Definition>;
/// A row of the comment table; rows are in order of the text.
pub type CommentId = Id<tag::Comment>;

table! {
    /// The abstract syntax of a file, in pre-order.
    pub mod nodes[NodeId] {
        /// The language's own kind code.
        kind: u8,
        /// Byte offset of the first character.
        start: u32,
        /// Byte offset after the last character.
        end: u32,
        /// The enclosing node; none for the root.
        parent: NodeId,
        /// The first row after the subtree of this node; at most the number of rows.
        subtree_end: NodeId,
        /// What the row says beyond its kind; the language's kind table tells how to read it
        /// (usually a row number in another table). `u32::MAX` means nothing.
        data: u32,
    }
}

table! {
    /// Regions of the file in which a group of binders is visible.
    ///
    /// Rows are ordered by `first_node`; regions nest, none overlaps another in part.
    pub mod scopes[ScopeId] {
        /// The enclosing scope; none for an outermost one.
        parent: ScopeId,
        /// The first node that sees the binders.
        first_node: NodeId,
        /// The first node after those that see the binders.
        node_end: NodeId,
        /// The first binder.
        first_binder: BinderId,
        /// The binder after the last one.
        binder_end: BinderId,
        /// The language's own kind code of the scope.
        kind: u8,
    }
}

table! {
    /// Occurrences that introduce a name.
    pub mod binders[BinderId] {
        /// The spelling.
        name: NameId,
        /// The node that introduces the name.
        node: NodeId,
        /// The scope in which the name is visible.
        scope: ScopeId,
        /// The language's own kind code of the binder.
        kind: u8,
    }
}

table! {
    /// Occurrences that use a name which may be bound lexically.
    pub mod references[ReferenceId] {
        /// The spelling.
        name: NameId,
        /// The node that uses the name.
        node: NodeId,
        /// What the name means; none if nothing in the file binds it.
        binder: BinderId,
    }
}

table! {
    /// Ends of communications: each send, receive and contract.
    ///
    /// Languages without channels leave the table empty.
    pub mod endpoints[EndpointId] {
        /// The send, bind or contract.
        node: NodeId,
        /// The language's own code for what the endpoint does (send, receive, ...).
        role: u8,
        /// How `channel` is to be read; the language's own code.
        channel_kind: u8,
        /// Identity of the channel: a binder, a name, or nothing (`u32::MAX`).
        channel: u32,
        /// The number of parts of the message that is sent, or expected before a remainder.
        arity: u32,
        /// Whether a receive takes any number of further parts (1) or not (0).
        has_remainder: u8,
        /// Whether the endpoint stands in code that is sent or quoted (1), so that it runs when and
        /// where someone else decides, or runs where it stands (0).
        is_data: u8,
        /// The literal string in the first part of the message, such as `get` in
        /// `map!("get", key)`; none where the first part is anything else.
        head: NameId,
    }
}

table! {
    /// What the file defines for others to find by name.
    pub mod definitions[DefinitionId] {
        /// The language's own kind code of the definition.
        kind: u8,
        /// The spelling.
        name: NameId,
        /// The node of the whole definition.
        node: NodeId,
        /// The node that spells the name.
        name_node: NodeId,
        /// The number of parameters; `u32::MAX` where parameters make no sense, or their number is
        /// not known.
        arity: u32,
    }
}

table! {
    /// Comments of the file, in order of the text.
    pub mod comments[CommentId] {
        /// Byte offset of the first character of the comment.
        start: u32,
        /// Byte offset after the last character; a line end is not part of a comment.
        end: u32,
    }
}

// The hot rows. A change here changes the memory of every file that a workspace holds.
const _: () = assert!(nodes::ROW_BYTES == 21);
const _: () = assert!(binders::ROW_BYTES == 13);
const _: () = assert!(references::ROW_BYTES == 12);
const _: () = assert!(scopes::ROW_BYTES == 21);
