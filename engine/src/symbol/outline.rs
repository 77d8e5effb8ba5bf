//! What a document consists of, for outlines and searches.

use crate::ir::NameId;
use crate::text::TextRange;

/// What an item of an outline is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SymbolKind {
    /// A contract.
    Contract,
    /// An agent.
    Agent,
    /// A method, constructor or default of an agent.
    Method,
    /// A name that `new` makes.
    Channel,
    /// A name that `new` binds to a URI.
    SystemChannel,
    /// A function of MeTTa: its clauses and its type.
    Function,
    /// One clause of a function.
    Clause,
    /// A type, or a constructor of types.
    Type,
    /// A typed or defined symbol that is no function.
    Constant,
    /// A stored fact or relation.
    Fact,
    /// A space or another token bound by `bind!`.
    Token,
    /// A module that is imported.
    Module,
    /// A rule without a name.
    Rule,
    /// A program of another language inside the text.
    Region,
}

/// An item of an outline. Outlines are in pre-order: an item comes before the items in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutlineItem {
    /// The name as it is written.
    pub name: String,
    /// More about it, such as parameters; may be empty.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The text of the whole item.
    pub range: TextRange,
    /// The text of the name; lies in `range`.
    pub selection: TextRange,
    /// The place of the item around it in the outline.
    pub parent: Option<u32>,
}

/// An item of an outline that a search found by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedItem {
    /// The name, in the document's numbering.
    pub name: NameId,
    /// What it is.
    pub kind: SymbolKind,
    /// The text of the name.
    pub selection: TextRange,
    /// The name of the item around it.
    pub container: Option<String>,
}
