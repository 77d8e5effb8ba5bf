//! Where a process begins.

use super::frame::{BRACKET, CONNECTED, Class, NEGATION, PREFIX, QUOTED, Tag, UNARY};
use super::keyword::Keyword;
use super::{Next, Parser};
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::lower::number_kind;
use crate::text::offset_of;

impl Parser<'_, '_> {
    /// Reads the first token of a process, and the process if there is no more of it.
    pub(super) fn operand(&mut self) -> Option<Next> {
        let byte = self.token();
        let start = self.at;
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' => return self.word(),
            b'0'..=b'9' | b'.' => self.number_literal(start)?,
            b'"' => {
                let range = self.quoted(b'"')?;
                self.leaf(NodeKind::String, range.start, range.end, u32::MAX);
            }
            b'`' => self.uri()?,
            b'(' => return self.parenthesis(),
            b'[' => {
                self.at += 1;
                return self.elements(NodeKind::List, start);
            }
            b'{' if self.peek(1) == b'|' => {
                self.at += 2;
                return self.elements(NodeKind::PathMap, start);
            }
            b'{' => return self.brace(),
            b'@' if self.context & QUOTED == 0 => return Some(self.quote(Tag::QuotedChannel)),
            b'*' => return self.eval(),
            b'=' => self.variable_reference()?,
            b'-' if self.sign_belongs_to_number() => {
                self.at += 1;
                self.number_literal(start)?;
            }
            b'-' => return self.negate(start),
            b'~' => {
                self.begin(Tag::Connective, NodeKind::Negation, NEGATION, start);
                self.context |= CONNECTED;
                self.at += 1;
                return Some(Next::Operand);
            }
            b'_' if self.is_wildcard() => {
                self.at += 1;
                return self.name_or_operand(NodeKind::Wildcard, start, self.at, u32::MAX);
            }
            b'_' => return self.word(),
            b'%' | b'$' => {
                self.placeholder()?;
                return self.name_or_operand(NodeKind::Placeholder, start, self.at, u32::MAX);
            }
            _ => return None,
        }
        Some(Next::Operator)
    }

    /// Whether the minus sign here and the number after it are one literal.
    fn sign_belongs_to_number(&self) -> bool {
        let digit = if self.peek(1) == b'.' { self.peek(2) } else { self.peek(1) };
        digit.is_ascii_digit()
    }

    /// A number that begins here; `start` is that of its sign or its own.
    fn number_literal(&mut self, start: usize) -> Option<()> {
        let number = self.number()?;
        let kind = number_kind(&self.text[number]);
        self.leaf(kind, start, self.at, u32::MAX);
        Some(())
    }

    pub(super) fn uri(&mut self) -> Option<()> {
        let range = self.quoted(b'`')?;
        let name = self.ir.intern(&self.text[range.start + 1..range.end - 1]);
        self.leaf(NodeKind::Uri, range.start, range.end, name.raw());
        Some(())
    }

    /// An identifier or keyword.
    fn word(&mut self) -> Option<Next> {
        let start = self.at;
        let end = self.word_end()?;
        let keyword = Keyword::of(&self.bytes[start..end]);
        self.at = end;
        let kind = match keyword {
            Keyword::None | Keyword::In => return self.variable(start, end),
            Keyword::Nil => NodeKind::Nil,
            Keyword::True => NodeKind::True,
            Keyword::False => NodeKind::False,
            Keyword::Type(kind) => kind,
            Keyword::BigInt => return self.big_int(start),
            Keyword::Set => {
                return if self.accept(b'(') { self.elements(NodeKind::Set, start) } else { None };
            }
            Keyword::Not => return Some(self.prefix(NodeKind::Not, start, 0)),
            Keyword::Agent => return self.agent(start),
            Keyword::For => return self.for_(start),
            Keyword::Contract => return self.contract(start),
            Keyword::Match => {
                self.begin(Tag::MatchValue, NodeKind::Match, BRACKET, start);
                return Some(Next::Operand);
            }
            Keyword::Bundle | Keyword::BundleOpaque => return self.bundle(keyword, start),
            Keyword::New if self.open_is_allowed() => return self.new_(start),
            Keyword::Let if self.open_is_allowed() => return self.let_(start),
            Keyword::If if self.open_is_allowed() && self.accept(b'(') => {
                self.begin(Tag::Condition, NodeKind::If, BRACKET, start);
                return Some(Next::Operand);
            }
            _ => return None,
        };
        self.leaf(kind, start, end, u32::MAX);
        Some(Next::Operator)
    }

    /// An identifier that has been passed.
    #[inline]
    pub(super) fn variable(&mut self, start: usize, end: usize) -> Option<Next> {
        let name = self.ir.intern(&self.text[start..end]);
        self.name_or_operand(NodeKind::ProcessVariable, start, end, name.raw())
    }

    /// An identifier, wildcard or placeholder that has been passed: the channel of a send, or a
    /// process. In `@x!(1)` the channel is `@x`.
    #[inline]
    fn name_or_operand(
        &mut self,
        kind: NodeKind,
        start: usize,
        end: usize,
        data: u32,
    ) -> Option<Next> {
        let is_channel = self.token() == b'!' && self.peek(1) != b'=' && self.context & QUOTED == 0;
        if !is_channel {
            self.leaf(kind, start, end, data);
            return Some(Next::Operator);
        }
        let is_variable = kind == NodeKind::ProcessVariable;
        self.leaf(if is_variable { NodeKind::NameVariable } else { kind }, start, end, data);
        self.send()
    }

    /// `not` or `-` before an operand.
    fn prefix(&mut self, kind: NodeKind, start: usize, length: usize) -> Next {
        self.begin(Tag::Expression, kind, UNARY, start);
        self.at += length;
        Next::Operand
    }

    /// `-` before an operand.
    fn negate(&mut self, start: usize) -> Option<Next> {
        self.prefix(NodeKind::Negate, start, 1);
        let is_number = matches!(self.token(), b'0'..=b'9' | b'.');
        // Tree-sitter takes a number right after a comment for one right after the sign.
        (!is_number || self.bytes[self.at - 1] != b'/').then_some(Next::Operand)
    }

    /// `BigInt`, which has been passed: a type, or a number if a bracket follows.
    fn big_int(&mut self, start: usize) -> Option<Next> {
        let end = self.at;
        if !self.accept(b'(') {
            self.leaf(NodeKind::BigIntType, start, end, u32::MAX);
            return Some(Next::Operator);
        }
        self.token();
        self.number()?;
        if !self.accept(b')') {
            return None;
        }
        self.leaf(NodeKind::BigInteger, start, self.at, u32::MAX);
        Some(Next::Operator)
    }

    fn parenthesis(&mut self) -> Option<Next> {
        let start = self.at;
        self.at += 1;
        if self.accept(b')') {
            self.leaf(NodeKind::Unit, start, self.at, u32::MAX);
            return Some(Next::Operator);
        }
        self.begin(Tag::Parenthesis, NodeKind::ParenthesizedTuple, BRACKET, start);
        Some(Next::Operand)
    }

    /// `{` of a block or map.
    fn brace(&mut self) -> Option<Next> {
        let start = self.at;
        self.at += 1;
        self.begin(Tag::Brace, NodeKind::Map, BRACKET, start);
        match self.token() {
            b'}' => Some(self.end_brackets(NodeKind::Map, 1)),
            b'.' if self.peek(1) == b'.' => self.remainder_at_end(),
            _ => Some(Next::Operand),
        }
    }

    /// The elements of a collection whose opening bracket has been passed.
    fn elements(&mut self, kind: NodeKind, start: usize) -> Option<Next> {
        self.begin(Tag::Elements, kind, BRACKET, start);
        self.element()
    }

    /// `*` and a name.
    fn eval(&mut self) -> Option<Next> {
        let start = self.at;
        self.at += 1;
        self.begin(Tag::Eval, NodeKind::Eval, BRACKET, start);
        if self.token() == b'@' {
            return Some(self.quote(Tag::QuotedEval));
        }
        self.simple_name(NodeKind::NameVariable)?;
        Some(self.end_eval())
    }

    /// Ends `*` and a name, which has been passed.
    pub(super) fn end_eval(&mut self) -> Next {
        let frame = self.pop();
        let end = self.operand.end;
        self.emit(NodeKind::Eval, frame.start, end, frame.first, u32::MAX);
        self.operand.start = frame.start;
        self.operand.class = Class::Simple;
        Next::Operator
    }

    /// `=x` or `=*x`.
    fn variable_reference(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 1;
        let (kind, variable) = if self.accept(b'*') {
            (NodeKind::NameVariableReference, NodeKind::NameVariable)
        } else {
            (NodeKind::ProcessVariableReference, NodeKind::ProcessVariable)
        };
        let range = self.identifier()?;
        let name = self.ir.intern(&self.text[range.clone()]);
        self.leaf(variable, range.start, range.end, name.raw());
        self.operand.start = offset_of(start);
        self.extend(kind, Class::Simple);
        Some(())
    }

    /// `@`, whose end `tag` tells what to do with.
    pub(super) fn quote(&mut self, tag: Tag) -> Next {
        self.begin(tag, NodeKind::Quote, BRACKET, self.at);
        self.context = QUOTED;
        self.at += 1;
        Next::Operand
    }

    /// The frame of a process that ends with another one.
    pub(super) fn open(&mut self, kind: NodeKind, start: u32, first: u32) -> Next {
        self.push(Tag::Open, kind, PREFIX, start, first);
        Next::Operand
    }
}
