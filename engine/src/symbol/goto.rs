//! Places to go to.

use super::{Document, Occurrence};
use crate::ir::NodeId;
use crate::text::TextRange;

/// Where to go from an occurrence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Goto {
    /// To what gives the symbol its meaning here: the contract that takes this message, the clause
    /// that fits this call, the pattern that binds this variable.
    Definition,
    /// To what introduces the symbol: `new x`, `(: f T)`.
    Declaration,
    /// From what receives to what sends, from a declared name to what carries it out.
    Implementation,
}

/// The place from which a search starts.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The document.
    pub document: Document<'a>,
    /// The occurrence in it.
    pub occurrence: Occurrence,
}

/// A place to go to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Target {
    /// The node of the whole construct.
    pub node: NodeId,
    /// The text of the whole construct.
    pub range: TextRange,
    /// The text of the name in it.
    pub name: TextRange,
    /// How well it fits; 0 is best. The ranks from one multiple of [`Target::TIER`] to the next form
    /// a tier: the places of a tier are shown only if there are none in a better one.
    pub rank: u32,
}

impl Target {
    /// How many ranks a tier has.
    pub const TIER: u32 = 1 << 24;
}
