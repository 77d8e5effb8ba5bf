//! What the words of a text stand for: the vocabulary that languages and queries share.
//!
//! A language answers questions about one [`Document`] at a time: which symbol an offset stands
//! for, where else the document mentions it, what it shares with other documents. Queries put the
//! answers for several documents together. Everything here is plain data about one document; its
//! names and rows are numbered as in that document's tables, and ranges are bytes of its text.
//!
//! This module depends on `text` and `ir`. It knows no language.

mod fold;
mod goto;
mod hover;
mod outline;
mod shared;
mod token;

pub use fold::{Fold, FoldKind};
pub use goto::{Goto, Site, Target};
pub use hover::{HoverBlock, HoverCard, Tally};
pub use outline::{ListedItem, OutlineItem, SymbolKind};
pub use shared::{SharedName, Space, Uses};
pub use token::{Token, TokenKind, TokenModifiers};

use crate::ir::{BinderId, Ir, NameId, NodeId};
use crate::text::TextRange;

/// A text that was analysed: a file, or a program inside one.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tables.
    pub ir: Ir<'a>,
}

/// What an occurrence stands for, in the numbering of one document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Symbol {
    /// A lexical binder, which only this document knows.
    Binder(BinderId),
    /// A name that nothing in this document binds although something should. All such occurrences of
    /// one spelling in a document count as one symbol.
    Unbound(NameId),
    /// A name that all documents share.
    Shared(Space, NameId),
}

/// What happens to a symbol where it occurs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Its value is used: a send on a channel, a call, a mention.
    Read,
    /// It receives a value, or something is said about it: a receive on a channel, a binding pattern.
    Write,
    /// It is introduced: `new x`, `(: f T)`.
    Declaration,
    /// What it does is given: `contract x(..)`, a clause `(= (f ..) ..)`.
    Definition,
}

impl Role {
    /// Whether the occurrence introduces the symbol or says what it does.
    pub const fn is_declaration(self) -> bool {
        matches!(self, Self::Declaration | Self::Definition)
    }
}

/// A place in a document where a symbol is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Occurrence {
    /// The node of the word.
    pub node: NodeId,
    /// The characters that spell the symbol, which a rename replaces: without `@`, quotes or
    /// backquotes, with the `$` of a variable.
    pub range: TextRange,
    /// What it stands for.
    pub symbol: Symbol,
    /// What happens to it.
    pub role: Role,
}
