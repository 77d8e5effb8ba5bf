//! Where the construct around a process goes on or ends.

use super::frame::{BRACKET, CASE_BODY, Class, Frame, Operand, PROCESS, Tag};
use super::{Next, Parser};
use crate::languages::rholang::kind::NodeKind as K;
use crate::text::offset_of;

impl Parser<'_, '_> {
    /// Ends the innermost bracket with the token here, as a process that a quote can hold.
    pub(super) fn end_brackets(&mut self, kind: K, length: usize) -> Next {
        self.at += length;
        let frame = self.pop();
        self.complete(frame, kind, Class::Simple);
        Next::Operator
    }

    /// `)` after a process.
    pub(super) fn close_parenthesis(&mut self) -> Option<Next> {
        let frame = self.pop_to_bracket();
        match frame.tag {
            Tag::Arguments => self.end_arguments(),
            Tag::Parenthesis if self.operand.class.is_statement() => {
                Some(self.end_brackets(K::ParenthesizedTuple, 1))
            }
            Tag::Parenthesis => Some(self.end_group()),
            Tag::Tuple => Some(self.end_brackets(K::Tuple, 1)),
            Tag::Elements => self.end_elements(K::Set, 1),
            Tag::Condition => {
                self.at += 1;
                // The branches are no longer inside the brackets.
                self.context = frame.context;
                let top = self.top();
                (top.tag, top.level) = (Tag::Consequence, super::frame::PREFIX);
                Some(Next::Operand)
            }
            Tag::Guard => self.end_receipt_guard(),
            _ => None,
        }
    }

    /// `}` after a process.
    pub(super) fn close_brace(&mut self) -> Option<Next> {
        let frame = self.pop_to_bracket();
        match frame.tag {
            Tag::Brace => Some(self.end_group()),
            Tag::Body => {
                self.at += 1;
                self.pop();
                self.end_body()
            }
            Tag::MapValue => {
                self.end_entry();
                Some(self.end_brackets(K::Map, 1))
            }
            Tag::CaseBody => {
                self.end_case();
                self.at += 1;
                let frame = self.pop();
                self.complete(frame, K::Match, Class::Closed);
                Some(Next::Operator)
            }
            _ => None,
        }
    }

    /// Ends braces or parentheses that have no node of their own.
    fn end_group(&mut self) -> Next {
        self.at += 1;
        let frame = self.pop();
        let end = offset_of(self.at);
        self.operand =
            Operand { start: frame.start, end, first: frame.first, class: Class::Simple };
        Next::Operator
    }

    /// `,` after a process.
    pub(super) fn comma(&mut self) -> Option<Next> {
        let frame = self.pop_to_bracket();
        match frame.tag {
            Tag::Arguments => {
                self.at += 1;
                if self.token() == b')' { self.end_arguments() } else { Some(Next::Operand) }
            }
            Tag::Elements => {
                self.at += 1;
                self.element()
            }
            Tag::Parenthesis | Tag::Tuple => {
                self.at += 1;
                self.top().tag = Tag::Tuple;
                if self.token() == b')' {
                    return Some(self.end_brackets(K::Tuple, 1));
                }
                Some(Next::Operand)
            }
            Tag::MapValue => {
                self.end_entry();
                self.at += 1;
                match self.token() {
                    b'}' => return Some(self.end_brackets(K::Map, 1)),
                    b'.' if self.peek(1) == b'.' => return self.remainder_at_end(),
                    _ => {}
                }
                self.begin(Tag::MapKey, K::MapEntry, BRACKET, self.at);
                Some(Next::Operand)
            }
            Tag::LetValues => {
                self.at += 1;
                Some(Next::Operand)
            }
            _ => None,
        }
    }

    /// An element of a collection, its remainder or its end.
    pub(super) fn element(&mut self) -> Option<Next> {
        match (self.token(), self.peek(1)) {
            (b']', _) => self.end_elements(K::List, 1),
            (b')', _) => self.end_elements(K::Set, 1),
            (b'|', b'}') => self.end_elements(K::PathMap, 2),
            (b'.', b'.') => self.remainder_at_end(),
            _ => Some(Next::Operand),
        }
    }

    /// The closing bracket of a collection of this kind.
    pub(super) fn end_elements(&mut self, kind: K, length: usize) -> Option<Next> {
        let frame = self.pop_to_bracket();
        let fits = frame.tag == Tag::Elements && frame.kind == kind;
        fits.then(|| self.end_brackets(kind, length))
    }

    /// `...` after an element or entry.
    pub(super) fn remainder(&mut self) -> Option<Next> {
        match self.pop_to_bracket().tag {
            Tag::Elements => {}
            Tag::MapValue => self.end_entry(),
            _ => return None,
        }
        self.remainder_at_end()
    }

    /// `...x` and the closing bracket of the innermost frame.
    pub(super) fn remainder_at_end(&mut self) -> Option<Next> {
        let (start, first) = (self.at, self.rows.len());
        self.three_dots()?;
        self.remainder_variable(start, first)?;
        let Frame { tag, kind, .. } = *self.top();
        let kind = if matches!(tag, Tag::Brace | Tag::Map) { K::Map } else { kind };
        let length = match (self.token(), kind) {
            (b']', K::List) | (b')', K::Set) | (b'}', K::Map) => 1,
            (b'|', K::PathMap) if self.peek(1) == b'}' => 2,
            _ => return None,
        };
        Some(self.end_brackets(kind, length))
    }

    /// `:` after the key of an entry.
    pub(super) fn colon(&mut self) -> Option<Next> {
        let frame = self.pop_to_bracket();
        match frame.tag {
            Tag::Brace => {
                self.top().tag = Tag::Map;
                let Operand { start, first, .. } = self.operand;
                self.push(Tag::MapValue, K::MapEntry, BRACKET, start, first);
            }
            Tag::MapKey => self.top().tag = Tag::MapValue,
            _ => return None,
        }
        self.at += 1;
        Some(Next::Operand)
    }

    /// Ends an entry of a map with its value.
    fn end_entry(&mut self) {
        let frame = self.pop();
        self.emit(K::MapEntry, frame.start, self.operand.end, frame.first, u32::MAX);
    }

    /// `;` after a process.
    pub(super) fn semicolon(&mut self) -> Option<Next> {
        match self.pop_to_bracket().tag {
            Tag::LetValues | Tag::LetValue => self.next_declaration(b';'),
            Tag::Guard => self.end_receipt_guard(),
            _ => None,
        }
    }

    /// `&` after a process.
    pub(super) fn ampersand(&mut self) -> Option<Next> {
        match self.pop_to_bracket().tag {
            Tag::LetValues | Tag::LetValue => self.next_declaration(b'&'),
            _ => None,
        }
    }

    /// `in` after a process: a keyword after a declaration, an identifier elsewhere.
    pub(super) fn in_(&mut self) -> Option<Next> {
        match self.pop_to_bracket().tag {
            Tag::LetValues | Tag::LetValue => self.let_body(),
            _ => self.next_case(),
        }
    }

    /// `else` after a process: it belongs to the nearest `if`.
    pub(super) fn else_(&mut self) -> Option<Next> {
        while self.top().tag != Tag::Consequence {
            if self.top().level <= PROCESS {
                return None;
            }
            self.reduce_top();
        }
        let top = self.top();
        top.tag = Tag::Open;
        self.context = top.context;
        self.at += 4;
        Some(Next::Operand)
    }

    /// `where` after the pattern of a case.
    pub(super) fn guard(&mut self) -> Option<Next> {
        if self.pop_to_bracket().tag != Tag::CasePattern {
            return None;
        }
        self.begin(Tag::Guard, K::Guard, BRACKET, self.at);
        self.at += 5;
        Some(Next::Operand)
    }

    /// Ends a guard with its condition.
    pub(super) fn end_guard(&mut self) {
        let frame = self.pop();
        let end = self.operand.end;
        self.emit(K::Guard, frame.start, end, frame.first, u32::MAX);
        self.operand =
            Operand { start: frame.start, end, first: frame.first, class: Class::Simple };
    }

    /// `=>` after the pattern or guard of a case.
    pub(super) fn case_arrow(&mut self) -> Option<Next> {
        if self.pop_to_bracket().tag == Tag::Guard {
            self.end_guard();
        }
        let top = self.top();
        if top.tag != Tag::CasePattern {
            return None;
        }
        top.tag = Tag::CaseBody;
        self.context = CASE_BODY;
        self.at += 2;
        Some(Next::Operand)
    }

    /// `{` after the value of a `match`, or the begin of the next case.
    pub(super) fn open_cases(&mut self) -> Option<Next> {
        if self.pop_to_bracket().tag != Tag::MatchValue {
            return self.next_case();
        }
        if !matches!(self.operand.class, Class::Simple | Class::Term | Class::OpenTerm) {
            return None;
        }
        self.top().tag = Tag::MatchCases;
        self.at += 1;
        self.begin_case()
    }

    fn begin_case(&mut self) -> Option<Next> {
        self.token();
        self.begin(Tag::CasePattern, K::Case, BRACKET, self.at);
        Some(Next::Operand)
    }

    /// A token that no process goes on with: the begin of the next case.
    pub(super) fn next_case(&mut self) -> Option<Next> {
        if self.pop_to_bracket().tag != Tag::CaseBody {
            return None;
        }
        self.end_case();
        self.begin_case()
    }

    fn end_case(&mut self) {
        let frame = self.pop();
        self.emit(K::Case, frame.start, self.operand.end, frame.first, u32::MAX);
    }
}
