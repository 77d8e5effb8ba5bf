//! What waits on the stack, and how tightly operators bind.

use super::{Next, Parser};
use crate::languages::rholang::kind::NodeKind;
use crate::text::offset_of;

/// The operand of a quote: only a method or connective may follow before the quote ends.
pub(super) const QUOTED: u8 = 1;
/// The operand of a connective: no process that ends with another one may stand here.
pub(super) const CONNECTED: u8 = 1 << 1;
/// The end of a case's body, after which the pattern of the next case may begin.
pub(super) const CASE_BODY: u8 = 1 << 2;

// How tightly constructs bind, loosest first. An operator ends every frame whose level is at least
// its own. The names are those of the precedences in the grammar.
pub(super) const BRACKET: u8 = 0;
pub(super) const PROCESS: u8 = 2;
pub(super) const PREFIX: u8 = 4;
pub(super) const OR: u8 = 6;
pub(super) const AND: u8 = 8;
pub(super) const EQUALITY: u8 = 10;
pub(super) const COMPARISON: u8 = 12;
pub(super) const ADDITION: u8 = 14;
pub(super) const MULTIPLICATION: u8 = 16;
pub(super) const UNARY: u8 = 18;
pub(super) const METHOD: u8 = 20;
pub(super) const DISJUNCTION: u8 = 22;
pub(super) const CONJUNCTION: u8 = 24;
pub(super) const NEGATION: u8 = 26;

/// What kind of construct a frame stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    // ---- brackets: what is inside is complete before they end ----
    /// The whole text.
    Program,
    /// `{`: a block or a map.
    Brace,
    /// The braces of a `for`, contract, bundle or member of an agent.
    Body,
    /// `(`.
    Parenthesis,
    /// `(a,`.
    Tuple,
    /// The elements of a list, set or pathmap.
    Elements,
    /// A map after its first `:`.
    Map,
    /// The key of a map's entry after the first.
    MapKey,
    /// The value of a map's entry.
    MapValue,
    /// The arguments of a send, source or method.
    Arguments,
    /// `if (`.
    Condition,
    /// `let` up to `in`.
    LetDeclarations,
    /// The names in a declaration of `let`.
    LetNames,
    /// The values in a declaration of `let` with `<-`.
    LetValues,
    /// The value in a declaration of `let` with `=`.
    LetValue,
    /// The value of a `match`.
    MatchValue,
    /// The cases of a `match`.
    MatchCases,
    /// A case up to `=>`.
    CasePattern,
    /// A case after `=>`.
    CaseBody,
    /// `where` and a condition.
    Guard,
    /// `for`.
    For,
    /// A receipt of `for`.
    Receipt,
    /// A bind of a receipt.
    Bind,
    /// `contract`.
    Contract,
    /// `bundle`.
    Bundle,
    /// `agent`.
    Agent,
    /// A member of an agent.
    Member,
    /// `*` before a quote.
    Eval,
    /// A quote that a send follows.
    QuotedChannel,
    /// A quote after `*`.
    QuotedEval,
    /// A quote among formals.
    QuotedFormal,
    /// A quote as the source of a receive.
    QuotedSource,
    /// A quote as the name of a contract.
    QuotedContract,
    /// A quote as the name of an agent.
    QuotedAgent,

    // ---- everything else ends with its last operand ----
    /// Processes joined by `|`.
    Par,
    /// What ends with another process, but for `if` before a possible `else`.
    Open,
    /// `if` after its condition, before a possible `else`.
    Consequence,
    /// An operator of expressions with its left operand, if it has one.
    Expression,
    /// `~`, `/\`, `\/`.
    Connective,
}

/// A construct that has begun and not ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) tag: Tag,
    /// The kind of the construct's node.
    pub(super) kind: NodeKind,
    pub(super) level: u8,
    /// The context around the construct.
    pub(super) context: u8,
    /// Where the construct begins.
    pub(super) start: u32,
    /// The first row of the construct's subtree.
    pub(super) first: u32,
    /// How many names a list of formals holds so far.
    pub(super) count: u32,
}

const _: () = assert!(size_of::<Frame>() == 16);

/// What may be done with a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Class {
    /// A quote can hold it (`_operand` in the grammar).
    #[default]
    Simple,
    /// It ends with a bracket and is no expression (`_closed`).
    Closed,
    /// An operator with its operands.
    Term,
    /// An operator whose last operand is open.
    OpenTerm,
    /// It ends with another process, which has taken all that follows (`_open`).
    Open,
    /// Processes joined by `|`.
    Par,
}

impl Class {
    pub(super) const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::OpenTerm)
    }

    /// Whether parentheses around the process make a tuple.
    pub(super) const fn is_statement(self) -> bool {
        matches!(self, Self::Closed | Self::Open | Self::Par)
    }
}

/// A process or name that has been read, with the braces or parentheses around it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Operand {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The first row of its subtree.
    pub(super) first: u32,
    pub(super) class: Class,
}

impl Parser<'_, '_> {
    /// Ends all constructs that bind at least as tightly as `level`, which is above [`BRACKET`]: the
    /// operand becomes their last one.
    #[inline]
    pub(super) fn reduce(&mut self, level: u8) {
        while self.top().level >= level {
            self.reduce_top();
        }
    }

    /// Ends the innermost construct, which is no bracket.
    pub(super) fn reduce_top(&mut self) {
        let frame = self.pop();
        let Operand { end, class, .. } = self.operand;
        self.emit(frame.kind, frame.start, end, frame.first, u32::MAX);
        let class = match frame.tag {
            Tag::Expression if class.is_open() => Class::OpenTerm,
            Tag::Expression => Class::Term,
            Tag::Connective => Class::Simple,
            Tag::Par => Class::Par,
            _ => Class::Open,
        };
        self.operand = Operand { start: frame.start, end, first: frame.first, class };
    }

    /// Ends everything inside the innermost bracket, and gives its frame, which stays.
    #[inline]
    pub(super) fn pop_to_bracket(&mut self) -> Frame {
        self.reduce(BRACKET + 1);
        *self.top()
    }

    /// An operator after the operand, which binds with `level` and is `length` bytes long.
    #[inline]
    pub(super) fn binary(&mut self, kind: NodeKind, level: u8, length: usize) -> Option<Next> {
        if self.operand.class.is_open() {
            return None;
        }
        self.reduce(level);
        // `a == b matches c` is `(a == b) matches c`, and `a matches b == c` is `a matches (b == c)`.
        let level = if kind == NodeKind::Matches { level - 1 } else { level };
        let Operand { start, first, .. } = self.operand;
        self.push(Tag::Expression, kind, level, start, first);
        self.at += length;
        Some(Next::Operand)
    }

    /// `/\` or `\/` after the operand.
    pub(super) fn connective(&mut self, kind: NodeKind, level: u8) -> Option<Next> {
        if self.operand.class.is_open() {
            return None;
        }
        self.reduce(level);
        let Operand { start, first, .. } = self.operand;
        self.push(Tag::Connective, kind, level, start, first);
        self.context |= CONNECTED;
        self.at += 2;
        Some(Next::Operand)
    }

    /// Adds a node that is the operand with what was read after it, and becomes the operand.
    pub(super) fn extend(&mut self, kind: NodeKind, class: Class) {
        let Operand { start, first, .. } = self.operand;
        let end = offset_of(self.at);
        self.emit(kind, start, end, first, u32::MAX);
        self.operand = Operand { start, end, first, class };
    }
}
