//! Words of a text with their meaning, for colours.

use crate::text::TextRange;

/// What a word is. The names are the standard types of the Language Server Protocol, so that colour
/// themes know them; the comments say what the languages use them for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum TokenKind {
    /// A module.
    Namespace,
    /// A type.
    Type,
    /// A variable of a type declaration.
    TypeParameter,
    /// An agent.
    Class,
    /// A symbol that stands for itself: a constructor, a datum.
    EnumMember,
    /// A contract, a function.
    Function,
    /// A method of an agent or of a value.
    Method,
    /// A variable that holds a process or any other value.
    Variable,
    /// A parameter of a contract, method or clause.
    Parameter,
    /// A channel: a variable that holds a name.
    Event,
    /// A relation, whose facts are stored.
    Property,
    /// A word of the language.
    Keyword,
    /// A comment.
    Comment,
    /// A string or URI.
    String,
    /// A number.
    Number,
    /// An operator.
    Operator,
    /// Text that another program replaces.
    Macro,
    /// A word of documentation.
    Decorator,
}

impl TokenKind {
    /// Every kind, indexed by its number.
    pub const ALL: [Self; 18] = [
        Self::Namespace,
        Self::Type,
        Self::TypeParameter,
        Self::Class,
        Self::EnumMember,
        Self::Function,
        Self::Method,
        Self::Variable,
        Self::Parameter,
        Self::Event,
        Self::Property,
        Self::Keyword,
        Self::Comment,
        Self::String,
        Self::Number,
        Self::Operator,
        Self::Macro,
        Self::Decorator,
    ];

    /// The name in the protocol.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Namespace => "namespace",
            Self::Type => "type",
            Self::TypeParameter => "typeParameter",
            Self::Class => "class",
            Self::EnumMember => "enumMember",
            Self::Function => "function",
            Self::Method => "method",
            Self::Variable => "variable",
            Self::Parameter => "parameter",
            Self::Event => "event",
            Self::Property => "property",
            Self::Keyword => "keyword",
            Self::Comment => "comment",
            Self::String => "string",
            Self::Number => "number",
            Self::Operator => "operator",
            Self::Macro => "macro",
            Self::Decorator => "decorator",
        }
    }
}

/// More about a word: a set of flags.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TokenModifiers(u8);

impl TokenModifiers {
    /// Nothing more.
    pub const NONE: Self = Self(0);
    /// The word introduces what it names.
    pub const DECLARATION: Self = Self(1);
    /// The word's construct says what the named thing does.
    pub const DEFINITION: Self = Self(1 << 1);
    /// What it names cannot be changed.
    pub const READONLY: Self = Self(1 << 2);
    /// What it names receives a value here.
    pub const MODIFICATION: Self = Self(1 << 3);
    /// It explains what stands below it.
    pub const DOCUMENTATION: Self = Self(1 << 4);
    /// The language or the node brings it along.
    pub const DEFAULT_LIBRARY: Self = Self(1 << 5);

    /// The names in the protocol, indexed by bit.
    pub const NAMES: [&'static str; 6] = [
        "declaration",
        "definition",
        "readonly",
        "modification",
        "documentation",
        "defaultLibrary",
    ];

    /// The flags as bits; bit `n` has the name `NAMES[n]`.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The flags of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The flags, if a condition holds.
    #[must_use]
    pub const fn when(self, condition: bool) -> Self {
        if condition { self } else { Self::NONE }
    }
}

/// A word, or a comment or string, which may span lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// The text; never empty.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// More about it.
    pub modifiers: TokenModifiers,
}

impl Token {
    /// A word with nothing more to say about it.
    pub const fn plain(range: TextRange, kind: TokenKind) -> Self {
        Self { range, kind, modifiers: TokenModifiers::NONE }
    }
}
