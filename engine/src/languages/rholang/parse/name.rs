//! Names, formals, the sources of receives.

use super::frame::{BRACKET, Class, Frame, Operand, Tag};
use super::{Next, Parser};
use crate::languages::rholang::kind::NodeKind as K;
use crate::text::offset_of;

impl Parser<'_, '_> {
    /// A name that is no quote; an identifier gives a node of the kind `variable`.
    pub(super) fn simple_name(&mut self, variable: K) -> Option<()> {
        match self.token() {
            b'%' | b'$' => {
                let range = self.placeholder()?;
                self.leaf(K::Placeholder, range.start, range.end, u32::MAX);
            }
            b'_' if self.is_wildcard() => {
                self.leaf(K::Wildcard, self.at, self.at + 1, u32::MAX);
                self.at += 1;
            }
            _ => {
                let range = self.identifier()?;
                let name = self.ir.intern(&self.text[range.clone()]);
                self.leaf(variable, range.start, range.end, name.raw());
            }
        }
        Some(())
    }

    /// The formals of the construct on top of the stack, from the first one on.
    pub(super) fn formals(&mut self) -> Option<Next> {
        match self.token() {
            b')' | b'<' => self.end_formals(),
            b'.' => self.formal_remainder(),
            _ => self.formal(),
        }
    }

    fn formal(&mut self) -> Option<Next> {
        if self.token() == b'@' {
            return Some(self.quote(Tag::QuotedFormal));
        }
        // The formals of an agent's method are processes.
        let is_method = matches!(self.top().kind, K::AgentMethod | K::AgentPrivateMethod);
        self.simple_name(if is_method { K::ProcessVariable } else { K::NameVariable })?;
        self.after_formal()
    }

    /// What comes after a name among formals.
    pub(super) fn after_formal(&mut self) -> Option<Next> {
        self.top().count += 1;
        match self.token() {
            b',' => {
                self.at += 1;
                // A comma after the last name is allowed.
                self.formals()
            }
            b'.' => self.formal_remainder(),
            _ => self.end_formals(),
        }
    }

    /// `...@x`, which ends the formals.
    fn formal_remainder(&mut self) -> Option<Next> {
        let (start, first) = (self.at, self.rows.len());
        self.three_dots()?;
        if !self.accept(b'@') {
            return None;
        }
        self.remainder_variable(start, first)?;
        self.top().count += 1;
        self.token();
        self.end_formals()
    }

    pub(super) fn three_dots(&mut self) -> Option<()> {
        let is_next = self.bytes[self.at..].starts_with(b"...");
        self.at += 3;
        is_next.then_some(())
    }

    /// The variable of a remainder that begins at `start`.
    pub(super) fn remainder_variable(&mut self, start: usize, first: u32) -> Option<()> {
        if matches!(self.token(), b'%' | b'$') {
            return None;
        }
        self.simple_name(K::ProcessVariable)?;
        self.emit(K::Remainder, offset_of(start), self.operand.end, first, u32::MAX);
        Some(())
    }

    /// The token after all formals.
    fn end_formals(&mut self) -> Option<Next> {
        match (self.top().tag, self.peek(0)) {
            (Tag::Bind, b'<') => self.arrow(),
            (Tag::LetNames, b'<' | b'=') => self.let_values(),
            (Tag::Contract, b')') => {
                self.at += 1;
                if self.accept(b'=') { self.body() } else { None }
            }
            (Tag::Member, b')') => {
                self.at += 1;
                self.body()
            }
            _ => None,
        }
    }

    /// The arrow of a receive and its source.
    fn arrow(&mut self) -> Option<Next> {
        let (kind, length) = match (self.peek(1), self.peek(2)) {
            (b'-', _) => (K::LinearBind, 2),
            (b'=', _) => (K::RepeatedBind, 2),
            (b'<', b'-') => (K::PeekBind, 3),
            _ => return None,
        };
        self.top().kind = kind;
        self.at += length;
        if self.token() == b'@' {
            return Some(self.quote(Tag::QuotedSource));
        }
        self.simple_name(K::NameVariable)?;
        self.after_source_name()
    }

    /// What comes after the name of a receive's source.
    pub(super) fn after_source_name(&mut self) -> Option<Next> {
        let Operand { start, first, .. } = self.operand;
        let is_linear = self.top().kind == K::LinearBind;
        match (self.token(), self.peek(1)) {
            (b'?', b'!') if is_linear => {
                self.at += 2;
                self.extend(K::ReceiveSendSource, Class::Simple);
                self.end_bind()
            }
            (b'!', b'?') if is_linear => {
                self.at += 2;
                self.arguments(K::SendReceiveSource, start, first)
            }
            (b'!', _) if is_linear => {
                self.at += 1;
                self.method_name()?;
                self.arguments(K::MethodSource, start, first)
            }
            _ => self.end_bind(),
        }
    }

    /// Ends a bind with its source, which is the operand.
    pub(super) fn end_bind(&mut self) -> Option<Next> {
        let Frame { kind, start, first, .. } = self.pop();
        self.emit(kind, start, self.operand.end, first, u32::MAX);
        match self.token() {
            b'&' => {
                self.at += 1;
                self.bind()
            }
            b'w' if self.accept_word(b"where") => {
                let start = self.at - 5;
                self.begin(Tag::Guard, K::Guard, BRACKET, start);
                Some(Next::Operand)
            }
            _ => self.end_receipt(),
        }
    }

    /// Ends the guard of a receipt.
    pub(super) fn end_receipt_guard(&mut self) -> Option<Next> {
        self.end_guard();
        if self.top().tag == Tag::Receipt { self.end_receipt() } else { None }
    }

    /// Ends a receipt with its last bind or guard, which is the operand.
    fn end_receipt(&mut self) -> Option<Next> {
        let Frame { start, first, .. } = self.pop();
        self.emit(K::Receipt, start, self.operand.end, first, u32::MAX);
        if self.accept(b';') {
            self.receipt()
        } else if self.accept(b')') {
            self.body()
        } else {
            None
        }
    }

    /// A receipt of `for`.
    pub(super) fn receipt(&mut self) -> Option<Next> {
        self.token();
        self.begin(Tag::Receipt, K::Receipt, BRACKET, self.at);
        self.bind()
    }

    fn bind(&mut self) -> Option<Next> {
        self.token();
        self.begin(Tag::Bind, K::LinearBind, BRACKET, self.at);
        self.formals()
    }
}
