//! Words with a meaning.

use crate::languages::rholang::kind::NodeKind;

/// What a word means where a process begins or may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    /// An identifier.
    None,
    New,
    If,
    Else,
    Let,
    Match,
    Select,
    Contract,
    For,
    Or,
    And,
    Matches,
    Not,
    Bundle,
    Where,
    True,
    False,
    /// The last of the words that are never identifiers comes before this one.
    BundleOpaque,
    In,
    Nil,
    Set,
    BigInt,
    Type(NodeKind),
    Agent,
}

impl Keyword {
    /// The meaning of a word.
    pub(super) fn of(word: &[u8]) -> Self {
        match word {
            b"new" => Self::New,
            b"if" => Self::If,
            b"else" => Self::Else,
            b"let" => Self::Let,
            b"match" => Self::Match,
            b"select" => Self::Select,
            b"contract" => Self::Contract,
            b"for" => Self::For,
            b"or" => Self::Or,
            b"and" => Self::And,
            b"matches" => Self::Matches,
            b"not" => Self::Not,
            b"bundle" => Self::Bundle,
            b"where" => Self::Where,
            b"true" => Self::True,
            b"false" => Self::False,
            b"bundle0" => Self::BundleOpaque,
            b"in" => Self::In,
            b"Nil" => Self::Nil,
            b"Set" => Self::Set,
            b"BigInt" => Self::BigInt,
            b"Bool" => Self::Type(NodeKind::BoolType),
            b"Int" => Self::Type(NodeKind::IntType),
            b"String" => Self::Type(NodeKind::StringType),
            b"Uri" => Self::Type(NodeKind::UriType),
            b"ByteArray" => Self::Type(NodeKind::ByteArrayType),
            b"agent" => Self::Agent,
            _ => Self::None,
        }
    }

    /// Whether the word is never an identifier.
    pub(super) const fn is_reserved(self) -> bool {
        !matches!(
            self,
            Self::None
                | Self::BundleOpaque
                | Self::In
                | Self::Nil
                | Self::Set
                | Self::BigInt
                | Self::Type(_)
                | Self::Agent
        )
    }
}
