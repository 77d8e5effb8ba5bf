//! `new`, `let`, `for`, `contract`, `bundle`, sends.

use super::frame::{BRACKET, Class, Frame, Operand, PREFIX, Tag};
use super::keyword::Keyword;
use super::{Next, Parser};
use crate::languages::rholang::kind::NodeKind as K;
use crate::text::offset_of;

impl Parser<'_, '_> {
    /// `new`, which has been passed, up to `in`.
    pub(super) fn new_(&mut self, start: usize) -> Option<Next> {
        let first = self.rows.len();
        loop {
            let range = self.identifier()?;
            let name = self.ir.intern(&self.text[range.clone()]);
            self.leaf(K::NameVariable, range.start, range.end, name.raw());
            let Operand { start, first, mut end, .. } = self.operand;
            if self.accept(b'(') {
                if self.token() != b'`' {
                    return None;
                }
                self.uri()?;
                if !self.accept(b')') {
                    return None;
                }
                end = offset_of(self.at);
            }
            self.emit(K::NameDeclaration, start, end, first, u32::MAX);
            // A comma after the last declaration is allowed.
            let goes_on = self.accept(b',');
            if self.accept_word(b"in") {
                break;
            }
            if !goes_on {
                return None;
            }
        }
        Some(self.open(K::New, offset_of(start), first))
    }

    /// `let`, which has been passed.
    pub(super) fn let_(&mut self, start: usize) -> Option<Next> {
        self.begin(Tag::LetDeclarations, K::LetSequential, BRACKET, start);
        self.declaration()
    }

    fn declaration(&mut self) -> Option<Next> {
        let first = self.token();
        self.begin(Tag::LetNames, K::LetBind, BRACKET, self.at);
        // At least one name is required.
        if first == b'<' { None } else { self.formals() }
    }

    /// `<-` or `=` after the names of a declaration, and its values.
    pub(super) fn let_values(&mut self) -> Option<Next> {
        let Frame { first, .. } = *self.top();
        if self.peek(0) == b'<' {
            let is_arrow = self.peek(1) == b'-';
            self.at += 2;
            self.top().tag = Tag::LetValues;
            return is_arrow.then_some(Next::Operand);
        }
        self.at += 1;
        self.top().tag = Tag::LetValue;
        self.top().kind = K::LetAssign;
        // `x = e` binds a process, `x <- e` a name.
        let is_single = self.rows.len() == first + 1;
        let name = self.rows.last_mut().filter(|row| row.kind == K::NameVariable.code());
        name.filter(|_| is_single)?.kind = K::ProcessVariable.code();
        Some(Next::Operand)
    }

    /// Ends a declaration of `let` with its last value.
    fn end_declaration(&mut self) {
        let Frame { kind, start, first, count, .. } = self.pop();
        self.emit(kind, start, self.operand.end, first, count);
    }

    /// `;` or `&` and another declaration. The separators of one `let` are all the same.
    pub(super) fn next_declaration(&mut self, separator: u8) -> Option<Next> {
        self.end_declaration();
        self.at += 1;
        let top = self.top();
        let kind = if separator == b'&' { K::LetConcurrent } else { K::LetSequential };
        let is_first = top.count == 0;
        if !is_first && top.kind != kind {
            return None;
        }
        top.kind = kind;
        top.count += 1;
        self.declaration()
    }

    /// `in` and the body of `let`.
    pub(super) fn let_body(&mut self) -> Option<Next> {
        self.end_declaration();
        self.at += 2;
        let top = self.top();
        (top.tag, top.level) = (Tag::Open, PREFIX);
        self.context = top.context;
        Some(Next::Operand)
    }

    /// `for`, which has been passed.
    pub(super) fn for_(&mut self, start: usize) -> Option<Next> {
        self.begin(Tag::For, K::For, BRACKET, start);
        if self.accept(b'(') { self.receipt() } else { None }
    }

    /// `contract`, which has been passed.
    pub(super) fn contract(&mut self, start: usize) -> Option<Next> {
        self.begin(Tag::Contract, K::Contract, BRACKET, start);
        if self.token() == b'@' {
            return Some(self.quote(Tag::QuotedContract));
        }
        self.simple_name(K::NameVariable)?;
        self.contract_formals()
    }

    pub(super) fn contract_formals(&mut self) -> Option<Next> {
        if self.accept(b'(') { self.formals() } else { None }
    }

    /// `bundle` or `bundle0`, which has been passed.
    pub(super) fn bundle(&mut self, keyword: Keyword, start: usize) -> Option<Next> {
        let kind = match (keyword, self.peek(0)) {
            (Keyword::BundleOpaque, _) => K::BundleOpaque,
            (_, b'+') => K::BundleWrite,
            (_, b'-') => K::BundleRead,
            _ => K::BundleReadWrite,
        };
        self.at += usize::from(matches!(kind, K::BundleWrite | K::BundleRead));
        self.begin(Tag::Bundle, kind, BRACKET, start);
        self.body()
    }

    /// The braces that end the construct on top of the stack.
    pub(super) fn body(&mut self) -> Option<Next> {
        if self.token() != b'{' {
            return None;
        }
        let start = self.at;
        self.at += 1;
        if self.accept(b'}') {
            self.leaf(K::Nil, start, self.at, u32::MAX);
            return self.end_body();
        }
        self.begin(Tag::Body, K::Nil, BRACKET, start);
        Some(Next::Operand)
    }

    /// Ends the construct whose body has ended.
    pub(super) fn end_body(&mut self) -> Option<Next> {
        let frame = self.pop();
        self.complete(frame, frame.kind, Class::Closed);
        if frame.tag == Tag::Member { self.next_member() } else { Some(Next::Operator) }
    }

    /// `!`, `!!` or `!?` after a channel, which is the operand.
    pub(super) fn send(&mut self) -> Option<Next> {
        let Operand { start, first, .. } = self.operand;
        let (kind, length) = match self.peek(1) {
            b'!' => (K::PersistentSend, 2),
            b'?' => (K::SyncSend, 2),
            _ => (K::Send, 1),
        };
        self.at += length;
        if kind == K::Send && self.token() != b'(' {
            self.method_name()?;
            return self.arguments(K::MethodSend, start, first);
        }
        self.arguments(kind, start, first)
    }

    /// `)` after the arguments of a send, source or method.
    pub(super) fn end_arguments(&mut self) -> Option<Next> {
        self.at += 1;
        let frame = self.pop();
        match frame.kind {
            K::Send | K::PersistentSend => self.complete(frame, frame.kind, Class::Closed),
            K::MethodCall => self.complete(frame, K::MethodCall, Class::Simple),
            K::SendReceiveSource | K::MethodSource => {
                self.complete(frame, frame.kind, Class::Simple);
                return self.end_bind();
            }
            _ => return self.end_synchronous_send(frame),
        }
        Some(Next::Operator)
    }

    /// `.` or `;` after a synchronous send.
    fn end_synchronous_send(&mut self, frame: Frame) -> Option<Next> {
        if !self.open_is_allowed() {
            return None;
        }
        match self.token() {
            b'.' => {
                self.at += 1;
                self.complete(frame, frame.kind, Class::Open);
                Some(Next::Operator)
            }
            b';' => {
                self.at += 1;
                let is_method = frame.kind == K::MethodSend;
                let kind = if is_method { K::MethodSendThen } else { K::SyncSendThen };
                Some(self.open(kind, frame.start, frame.first))
            }
            _ => None,
        }
    }
}
