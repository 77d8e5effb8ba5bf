//! Names that documents share.

use crate::ir::NameId;

/// Where a shared name is looked up. Equal spellings in different spaces are different symbols.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Space {
    /// Quoted channels, `@"name"`: one channel for all programs.
    Channel,
    /// URIs such as `` `rho:io:stdout` ``.
    Uri,
    /// Symbols of MeTTa.
    Atom,
    /// Methods of agents.
    Method,
    /// Modules, by their names as they are written. Two such names are the same module if they lead
    /// to the same file.
    Module,
}

/// How a document uses a shared name: a set of flags.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Uses(u16);

impl Uses {
    /// A channel is mentioned.
    pub const CHANNEL: Self = Self(1);
    /// A channel is received from.
    pub const CHANNEL_RECEIVED: Self = Self(1 << 1);
    /// A URI is mentioned.
    pub const URI: Self = Self(1 << 2);
    /// A symbol of MeTTa is mentioned.
    pub const ATOM: Self = Self(1 << 3);
    /// A symbol of MeTTa is defined: a clause, a type, a fact, documentation.
    pub const ATOM_DEFINED: Self = Self(1 << 4);
    /// A method of an agent is mentioned.
    pub const METHOD: Self = Self(1 << 5);
    /// A method of an agent is defined.
    pub const METHOD_DEFINED: Self = Self(1 << 6);
    /// Something of this name is listed by a search for symbols.
    pub const LISTED: Self = Self(1 << 7);
    /// A module of this name, its last component, is imported.
    pub const IMPORTED: Self = Self(1 << 8);
    /// The channel hands what is sent on it to an interpreter of another language.
    pub const SINK: Self = Self(1 << 9);

    /// Something is declared to be of a type of MeTTa, or to return it.
    pub const ATOM_INSTANCE: Self = Self(1 << 10);

    /// Every use.
    pub const ALL: Self = Self((1 << Self::COUNT) - 1);

    /// How many flags there are.
    pub const COUNT: u32 = 11;

    /// The flags as bits below `1 << COUNT`.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The flags of bits; bits beyond are ignored.
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & ((1 << Self::COUNT) - 1))
    }

    /// The flags of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets have a flag in common.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The flags that tell that a symbol of a space occurs.
    pub const fn occurrence_in(space: Space) -> Self {
        match space {
            Space::Channel => Self::CHANNEL,
            Space::Uri => Self::URI,
            Space::Atom => Self::ATOM,
            Space::Method => Self::METHOD,
            Space::Module => Self::IMPORTED,
        }
    }

    /// The flags that tell that a document carries a symbol of a space out: that it sends where others
    /// receive, or says what a declared name does.
    pub const fn implementation_in(space: Space) -> Self {
        match space {
            Space::Atom => Self::ATOM_DEFINED.with(Self::ATOM_INSTANCE),
            // Senders are no definitions.
            Space::Channel | Space::Uri | Space::Method | Space::Module => {
                Self::occurrence_in(space)
            }
        }
    }

    /// The flags that tell that a document says what a symbol of a space is or does.
    pub const fn definition_in(space: Space) -> Self {
        match space {
            Space::Channel => Self::CHANNEL_RECEIVED,
            Space::Uri => Self::URI,
            Space::Atom => Self::ATOM_DEFINED,
            Space::Method => Self::METHOD_DEFINED,
            // The files that are modules do not say so.
            Space::Module => Self(0),
        }
    }
}

/// A name that a document shares, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SharedName {
    /// The name, in the document's numbering.
    pub name: NameId,
    /// How the document uses it.
    pub uses: Uses,
}
