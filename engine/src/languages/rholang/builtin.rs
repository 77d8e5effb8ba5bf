//! What Rholang brings along: system channels, registry shorthands, methods and operators.
//!
//! The tables say what the current node does (f1r3node-rust, August 2026). Names that only the
//! older rchain node has are in them too and marked, so that their use can be explained instead of
//! being reported as unknown. Nothing in the tables is checked by the node before a program runs:
//! an unknown name is an error at run time, and a message with the wrong number of parts waits
//! forever.

#![forbid(unsafe_code)]

mod method;
mod registry;
mod system_channel;

pub use method::{METHODS, Method, MethodAvailability, method, nearest_method};
pub use registry::{
    REGISTRY_SHORTHANDS, RegistryShorthand, UriFamily, registry_shorthand, uri_family,
};
pub use system_channel::{
    Availability, SYSTEM_CHANNELS, SystemChannel, nearest_system_channel, system_channel,
};

/// One part of a message to a system channel, or one argument of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// A name for signatures. The node knows parameters only by position.
    pub name: &'static str,
    /// What the value should be: the name of a type, or alternatives joined by ` | `. `Any` stands
    /// for every value and `Name` for a channel.
    pub type_name: &'static str,
    /// What the value is for.
    pub summary: &'static str,
    /// Whether the part is a channel on which the reply is sent. Methods have no such parameter.
    pub is_return: bool,
}

/// A parameter that carries a value to the receiver.
const fn value(name: &'static str, type_name: &'static str, summary: &'static str) -> Parameter {
    Parameter { name, type_name, summary, is_return: false }
}

/// A parameter that takes the channel for the reply; the summary says what the reply is.
const fn reply(name: &'static str, summary: &'static str) -> Parameter {
    Parameter { name, type_name: "Name", summary, is_return: true }
}

/// The type of a value while a program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// `true`, `false`.
    Bool,
    /// A signed integer of 64 bits.
    Int,
    /// A floating-point number of 64 bits.
    Float,
    /// An integer of any size.
    BigInt,
    /// A fraction of two integers of any size.
    BigRat,
    /// A decimal number with a fixed number of digits after the point. Arithmetic also wants equal
    /// scales, which are no part of this type.
    FixedPoint,
    /// Text.
    String,
    /// `` `rho:io:stdout` `` as a value.
    Uri,
    /// A sequence of bytes.
    ByteArray,
    /// `[a, b]`.
    List,
    /// `(a, b)`.
    Tuple,
    /// `Set(a, b)`.
    Set,
    /// `{a: b}`.
    Map,
    /// `{| a, b |}`.
    PathMap,
    /// A position in a path map, for reading or for writing.
    Zipper,
    /// A name made by `new`.
    PrivateName,
    /// The identity of a deploy.
    DeployId,
    /// The identity of the one who deployed.
    DeployerId,
    /// The token that the node gives to its own contracts.
    SystemAuthToken,
}

impl Type {
    /// Every type.
    pub const ALL: &'static [Self] = &[
        Self::Bool,
        Self::Int,
        Self::Float,
        Self::BigInt,
        Self::BigRat,
        Self::FixedPoint,
        Self::String,
        Self::Uri,
        Self::ByteArray,
        Self::List,
        Self::Tuple,
        Self::Set,
        Self::Map,
        Self::PathMap,
        Self::Zipper,
        Self::PrivateName,
        Self::DeployId,
        Self::DeployerId,
        Self::SystemAuthToken,
    ];

    /// The name of the type in the node's messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float",
            Self::BigInt => "bigint",
            Self::BigRat => "bigrat",
            Self::FixedPoint => "fixedpoint",
            Self::String => "string",
            Self::Uri => "uri",
            Self::ByteArray => "byte array",
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Set => "set",
            Self::Map => "map",
            Self::PathMap => "pathmap",
            Self::Zipper => "zipper",
            Self::PrivateName => "PrivateBody",
            Self::DeployId => "DeployId",
            Self::DeployerId => "DeployerId",
            Self::SystemAuthToken => "SysAuthToken",
        }
    }

    /// Whether the type is one of the kinds of numbers.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Float | Self::BigInt | Self::BigRat | Self::FixedPoint)
    }
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `or`, `||`.
    Or,
    /// `and`, `&&`.
    And,
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `matches`; the right operand is a pattern.
    Matches,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `++`.
    Concatenate,
    /// `--`.
    Difference,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `%%`.
    Interpolate,
}

impl Operator {
    /// Every operator.
    pub const ALL: &'static [Self] = &[
        Self::Or,
        Self::And,
        Self::Equal,
        Self::NotEqual,
        Self::Matches,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Add,
        Self::Subtract,
        Self::Concatenate,
        Self::Difference,
        Self::Multiply,
        Self::Divide,
        Self::Modulo,
        Self::Interpolate,
    ];

    /// The operator as it is written; for `or` and `and` the spelling that every node accepts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Matches => "matches",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Concatenate => "++",
            Self::Difference => "--",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Interpolate => "%%",
        }
    }
}

/// Whether an operator is defined for operands of these types.
///
/// Where the answer depends on more than the types it is `true`: scales of fixed-point numbers,
/// division by zero, the values in the map of `%%`.
pub fn operator_accepts(operator: Operator, left: Type, right: Type) -> bool {
    let is_same = left == right;
    match operator {
        Operator::Equal | Operator::NotEqual | Operator::Matches => true,
        Operator::Or | Operator::And => is_same && left == Type::Bool,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            is_same && (left.is_number() || matches!(left, Type::Bool | Type::String))
        }
        // An element of a set and a key of a map can be of any type.
        Operator::Add => left == Type::Set || is_same && left.is_number(),
        Operator::Subtract => matches!(left, Type::Set | Type::Map) || is_same && left.is_number(),
        Operator::Concatenate => {
            let is_sequence =
                matches!(left, Type::String | Type::ByteArray | Type::List | Type::Map | Type::Set);
            is_same && is_sequence
        }
        Operator::Difference => is_same && left == Type::Set,
        Operator::Multiply | Operator::Divide => is_same && left.is_number(),
        Operator::Modulo => is_same && left.is_number() && left != Type::Float,
        Operator::Interpolate => left == Type::String && right == Type::Map,
    }
}

/// An operator before one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnaryOperator {
    /// `not`.
    Not,
    /// `-`.
    Negate,
}

/// Whether an operator is defined for an operand of this type.
pub fn unary_operator_accepts(operator: UnaryOperator, operand: Type) -> bool {
    match operator {
        UnaryOperator::Not => operand == Type::Bool,
        UnaryOperator::Negate => operand.is_number(),
    }
}

/// The longest text, in characters, that is compared with the names of a table. The names are
/// shorter, and longer texts are not slips of the pen.
const LONGEST_MISSPELLING: usize = 64;

/// How many edits a suggestion may be away.
const MOST_EDITS: usize = 2;

/// Texts with fewer characters than this may be only one edit away: with two, every short name is
/// close to every other one.
const SHORT_NAME: usize = 5;

/// The first of the entries whose name is closest to the text, if it is close enough.
fn nearest<Entry>(
    text: &str,
    entries: &'static [Entry],
    name: impl Fn(&Entry) -> &'static str,
) -> Option<&'static Entry> {
    let length = text.chars().take(LONGEST_MISSPELLING + 1).count();
    if length > LONGEST_MISSPELLING {
        return None;
    }
    let mut limit = if length < SHORT_NAME { 1 } else { MOST_EDITS };
    let mut found = None;
    for entry in entries {
        let Some(edits) = edit_distance(text, length, name(entry), limit) else {
            continue;
        };
        if edits == 0 {
            return Some(entry);
        }
        // Only an entry that is strictly closer can replace this one.
        limit = edits - 1;
        found = Some(entry);
    }
    found
}

/// Whether an ASCII name may be what a text means: they differ by a character or two.
pub(super) fn is_misspelling(text: &str, name: &str) -> bool {
    let length = text.chars().take(LONGEST_MISSPELLING + 1).count();
    let limit = if length < SHORT_NAME { 1 } else { MOST_EDITS };
    length <= LONGEST_MISSPELLING
        && name.is_ascii()
        && edit_distance(text, length, name, limit).is_some()
}

/// How many characters must be inserted, deleted or replaced to turn one text into the other,
/// unless there are more than `limit`. `length` is the number of characters in the text.
fn edit_distance(text: &str, length: usize, name: &str, limit: usize) -> Option<usize> {
    // The names are ASCII, so that their bytes are their characters.
    if name.len() > LONGEST_MISSPELLING || length.abs_diff(name.len()) > limit {
        return None;
    }
    // Entry `i` is the distance of the text read so far to the first `i` characters of the name.
    let mut row: [usize; LONGEST_MISSPELLING + 1] = core::array::from_fn(|column| column);
    for (line, character) in text.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        let mut least = row[0];
        for (column, byte) in name.bytes().enumerate() {
            let replaced = diagonal + usize::from(character != char::from(byte));
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
            least = least.min(row[column + 1]);
        }
        if least > limit {
            return None;
        }
    }
    let edits = row[name.len()];
    (edits <= limit).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_distinct_names() {
        for (index, first) in Type::ALL.iter().enumerate() {
            assert_eq!(*first as usize, index);
            for second in &Type::ALL[index + 1..] {
                assert_ne!(first.as_str(), second.as_str());
            }
        }
    }

    #[test]
    fn operators_are_listed_once() {
        for (index, operator) in Operator::ALL.iter().enumerate() {
            assert_eq!(*operator as usize, index, "{}", operator.as_str());
        }
    }

    #[test]
    fn equality_accepts_anything() {
        for &left in Type::ALL {
            for &right in Type::ALL {
                assert!(operator_accepts(Operator::Equal, left, right));
                assert!(operator_accepts(Operator::NotEqual, left, right));
                assert!(operator_accepts(Operator::Matches, left, right));
            }
        }
    }

    #[test]
    fn arithmetic_wants_two_numbers_of_one_type() {
        use Operator::{Add, Divide, Modulo, Multiply, Subtract};
        for operator in [Add, Subtract, Multiply, Divide, Modulo] {
            for &left in Type::ALL.iter().filter(|left| left.is_number()) {
                for &right in Type::ALL {
                    let is_defined = left == right && (operator, left) != (Modulo, Type::Float);
                    assert_eq!(operator_accepts(operator, left, right), is_defined);
                }
            }
            assert!(!operator_accepts(operator, Type::String, Type::String));
            assert!(!operator_accepts(operator, Type::Bool, Type::Int));
        }
    }

    #[test]
    fn sets_and_maps_take_part_in_arithmetic() {
        for &right in Type::ALL {
            assert!(operator_accepts(Operator::Add, Type::Set, right));
            assert!(operator_accepts(Operator::Subtract, Type::Set, right));
            assert!(operator_accepts(Operator::Subtract, Type::Map, right));
            assert!(!operator_accepts(Operator::Add, Type::Map, right));
            assert!(!operator_accepts(Operator::Multiply, Type::Set, right));
        }
        assert!(!operator_accepts(Operator::Add, Type::Int, Type::Set));
    }

    #[test]
    fn concatenation_wants_one_type_of_collection() {
        let collections = [Type::String, Type::ByteArray, Type::List, Type::Set, Type::Map];
        for &left in Type::ALL {
            for &right in Type::ALL {
                let is_defined = left == right && collections.contains(&left);
                assert_eq!(operator_accepts(Operator::Concatenate, left, right), is_defined);
                let is_set = left == Type::Set && right == Type::Set;
                assert_eq!(operator_accepts(Operator::Difference, left, right), is_set);
                let is_template = left == Type::String && right == Type::Map;
                assert_eq!(operator_accepts(Operator::Interpolate, left, right), is_template);
            }
        }
    }

    #[test]
    fn comparison_and_logic() {
        assert!(operator_accepts(Operator::Less, Type::Bool, Type::Bool));
        assert!(operator_accepts(Operator::GreaterOrEqual, Type::String, Type::String));
        assert!(operator_accepts(Operator::Greater, Type::BigRat, Type::BigRat));
        assert!(!operator_accepts(Operator::LessOrEqual, Type::Int, Type::Float));
        assert!(!operator_accepts(Operator::Less, Type::List, Type::List));
        assert!(operator_accepts(Operator::And, Type::Bool, Type::Bool));
        assert!(!operator_accepts(Operator::Or, Type::Bool, Type::Int));
        assert!(unary_operator_accepts(UnaryOperator::Not, Type::Bool));
        assert!(!unary_operator_accepts(UnaryOperator::Not, Type::Int));
        assert!(unary_operator_accepts(UnaryOperator::Negate, Type::FixedPoint));
        assert!(!unary_operator_accepts(UnaryOperator::Negate, Type::String));
    }

    #[test]
    fn distance_counts_edits() {
        let distance = |text: &str, name| edit_distance(text, text.chars().count(), name, 2);
        assert_eq!(distance("", ""), Some(0));
        assert_eq!(distance("", "ab"), Some(2));
        assert_eq!(distance("ab", ""), Some(2));
        assert_eq!(distance("length", "length"), Some(0));
        assert_eq!(distance("lenght", "length"), Some(2));
        assert_eq!(distance("lengh", "length"), Some(1));
        assert_eq!(distance("lengtth", "length"), Some(1));
        assert_eq!(distance("lêngth", "length"), Some(1));
        assert_eq!(distance("abcdef", "length"), None);
        assert_eq!(edit_distance("lenght", 6, "length", 1), None);
    }

    #[test]
    fn distance_agrees_with_the_definition() {
        /// The distance by its recursive definition.
        fn reference(left: &[u8], right: &[u8]) -> usize {
            let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) else {
                return left.len().max(right.len());
            };
            let replaced = reference(left_rest, right_rest) + usize::from(first != second);
            replaced.min(reference(left_rest, right) + 1).min(reference(left, right_rest) + 1)
        }
        let words: Vec<String> = (0..243_usize)
            .map(|number| {
                let digits = (0..5).map(|place| number / 3_usize.pow(place) % 3);
                digits.filter(|&digit| digit > 0).map(|digit| ['x', 'y', 'z'][digit]).collect()
            })
            .collect();
        for left in &words {
            for right in &words {
                let expected = reference(left.as_bytes(), right.as_bytes());
                let found = edit_distance(left, left.len(), right, 2);
                assert_eq!(found, (expected <= 2).then_some(expected), "{left} {right}");
            }
        }
    }
}
