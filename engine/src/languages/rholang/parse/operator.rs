//! Where a process may go on.

use super::frame::{
    ADDITION, AND, BRACKET, CASE_BODY, COMPARISON, CONJUNCTION, Class, DISJUNCTION, EQUALITY,
    METHOD, MULTIPLICATION, OR, Operand, PROCESS, QUOTED, Tag,
};
use super::keyword::Keyword;
use super::{Next, Parser};
use crate::languages::rholang::kind::NodeKind as K;

/// How far to look for what tells a subtraction from the begin of a case, in bytes. The bound keeps
/// the parser linear.
const CASE_LOOKAHEAD_BYTES_MAX: usize = 512;

impl Parser<'_, '_> {
    /// Reads the token after a process.
    pub(super) fn operator(&mut self) -> Option<Next> {
        let byte = self.token();
        if self.context & QUOTED != 0 {
            return self.operator_in_quote(byte);
        }
        let second = self.peek(1);
        match (byte, second) {
            (b'|', b'|') => self.binary(K::Or, OR, 2),
            (b'|', b'}') => self.end_elements(K::PathMap, 2),
            (b'|', _) => self.parallel(),
            (b')', _) => self.close_parenthesis(),
            (b'}', _) => self.close_brace(),
            (b',', _) => self.comma(),
            (b']', _) => self.end_elements(K::List, 1),
            (b';', _) => self.semicolon(),
            (b':', _) => self.colon(),
            (b'.', b'.') => self.remainder(),
            (b'.', b'0'..=b'9') => self.next_case(),
            (b'.', _) => self.method(),
            (b'&', b'&') => self.binary(K::And, AND, 2),
            (b'&', _) => self.ampersand(),
            (b'=', b'=') => self.binary(K::Equal, EQUALITY, 2),
            (b'=', b'>') => self.case_arrow(),
            (b'!', b'=') => self.binary(K::NotEqual, EQUALITY, 2),
            (b'<', b'=') => self.binary(K::LessOrEqual, COMPARISON, 2),
            (b'<', _) => self.binary(K::Less, COMPARISON, 1),
            (b'>', b'=') => self.binary(K::GreaterOrEqual, COMPARISON, 2),
            (b'>', _) => self.binary(K::Greater, COMPARISON, 1),
            (b'+', b'+') => self.binary(K::Concatenate, ADDITION, 2),
            (b'+', _) => self.binary(K::Add, ADDITION, 1),
            (b'-', b'-') => self.binary(K::Difference, ADDITION, 2),
            (b'-', _) => self.minus(),
            (b'*', _) => self.binary(K::Multiply, MULTIPLICATION, 1),
            (b'/', b'\\') => self.connective(K::Conjunction, CONJUNCTION),
            (b'\\', b'/') => self.connective(K::Disjunction, DISJUNCTION),
            (b'/', _) => self.binary(K::Divide, MULTIPLICATION, 1),
            (b'%', b'%') => self.binary(K::Interpolate, MULTIPLICATION, 2),
            (b'%', _) => self.binary(K::Modulo, MULTIPLICATION, 1),
            (b'a'..=b'z', _) => self.word_after_process(),
            (b'{', _) => self.open_cases(),
            (0, _) => self.end_of_text(),
            _ => self.next_case(),
        }
    }

    fn word_after_process(&mut self) -> Option<Next> {
        let end = self.word_end()?;
        match Keyword::of(&self.bytes[self.at..end]) {
            Keyword::Or => self.binary(K::Or, OR, 2),
            Keyword::And => self.binary(K::And, AND, 3),
            Keyword::Matches => self.binary(K::Matches, EQUALITY, 7),
            Keyword::Else => self.else_(),
            Keyword::In => self.in_(),
            Keyword::Where => self.guard(),
            _ => self.next_case(),
        }
    }

    /// The token after the operand of a quote: a method or connective belongs to the operand.
    fn operator_in_quote(&mut self, byte: u8) -> Option<Next> {
        match (byte, self.peek(1)) {
            (b'.', second) if second != b'.' => self.method(),
            (b'/', b'\\') => self.connective(K::Conjunction, CONJUNCTION),
            (b'\\', b'/') => self.connective(K::Disjunction, DISJUNCTION),
            _ => self.end_quote(),
        }
    }

    /// Ends a quote, and goes on with what its name is for.
    fn end_quote(&mut self) -> Option<Next> {
        let frame = self.pop_to_bracket();
        if self.operand.class != Class::Simple {
            return None;
        }
        self.pop();
        let Operand { end, .. } = self.operand;
        self.name_quoted_string();
        self.emit(K::Quote, frame.start, end, frame.first, u32::MAX);
        self.operand =
            Operand { start: frame.start, end, first: frame.first, class: Class::Simple };
        match frame.tag {
            Tag::QuotedChannel if self.token() == b'!' => self.send(),
            Tag::QuotedEval => Some(self.end_eval()),
            Tag::QuotedFormal => self.after_formal(),
            Tag::QuotedSource => self.after_source_name(),
            Tag::QuotedContract => self.contract_formals(),
            Tag::QuotedAgent => self.agent_members(),
            _ => None,
        }
    }

    /// A quoted string is a channel, or the tag of a message: the node that was added last gets its
    /// name if it is one.
    fn name_quoted_string(&mut self) {
        let text = self.text;
        if let Some(row) = self.rows.last_mut()
            && row.kind == K::String.code()
        {
            let content = text.get(row.start as usize + 1..row.end as usize - 1);
            row.data = self.ir.intern(content.unwrap_or("")).raw();
        }
    }

    /// `|` between processes.
    fn parallel(&mut self) -> Option<Next> {
        self.reduce(PROCESS + 1);
        if self.top().tag != Tag::Par {
            let Operand { start, first, .. } = self.operand;
            self.push(Tag::Par, K::Par, PROCESS, start, first);
        }
        self.at += 1;
        Some(Next::Operand)
    }

    /// `.` and a method.
    fn method(&mut self) -> Option<Next> {
        if self.operand.class.is_open() {
            return None;
        }
        self.reduce(METHOD);
        let Operand { start, first, .. } = self.operand;
        self.at += 1;
        self.method_name()?;
        self.arguments(K::MethodCall, start, first)
    }

    /// The name of a method.
    pub(super) fn method_name(&mut self) -> Option<()> {
        let range = self.identifier()?;
        let name = self.ir.intern(&self.text[range.clone()]);
        self.leaf(K::MethodName, range.start, range.end, name.raw());
        Some(())
    }

    /// `-` between operands, or before the pattern of the next case.
    fn minus(&mut self) -> Option<Next> {
        if self.context & CASE_BODY != 0 {
            if self.operand.class.is_open() {
                return self.next_case();
            }
            self.reduce(ADDITION);
            // After `a < b` the grammar takes a minus sign for an operator, whatever comes.
            if self.top().tag != Tag::Expression && self.minus_begins_case()? {
                return self.next_case();
            }
        }
        self.binary(K::Subtract, ADDITION, 1)
    }

    /// Whether the minus sign here begins the pattern of the next case: then `=>` or `where` comes
    /// before the cases end. Nothing if that is too far away, or not clear, because another minus
    /// sign might begin the pattern.
    fn minus_begins_case(&self) -> Option<bool> {
        let rest = &self.bytes[self.at + 1..];
        let rest = &rest[..rest.len().min(CASE_LOOKAHEAD_BYTES_MAX)];
        let mut depth = 0_u32;
        let mut has_other_minus = false;
        let mut previous = b'-';
        for (index, &byte) in rest.iter().enumerate() {
            match byte {
                // Quotes and comments could hold any of the other characters.
                b'"' | b'`' => return None,
                b'/' | b'*' if previous == b'/' => return None,
                b'(' | b'[' | b'{' => depth += 1,
                b'}' if depth == 0 => return Some(false),
                b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
                b'-' if depth == 0 => has_other_minus = true,
                b'>' if depth == 0 && previous == b'=' => {
                    return (!has_other_minus).then_some(true);
                }
                b'w' if depth == 0 && is_where(&self.bytes[self.at + index..]) => {
                    return (!has_other_minus).then_some(true);
                }
                _ => {}
            }
            previous = byte;
        }
        None
    }

    /// The arguments of a send, source or method, of which `start` and `first` are the begin.
    pub(super) fn arguments(&mut self, kind: K, start: u32, first: u32) -> Option<Next> {
        if !self.accept(b'(') {
            return None;
        }
        self.push(Tag::Arguments, kind, BRACKET, start, first);
        if self.token() == b')' { self.end_arguments() } else { Some(Next::Operand) }
    }
}

/// Whether the word `where` begins with the second byte of a text.
fn is_where(text: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\'' | 0x80..);
    text.get(1..6) == Some(b"where") && !is_part(&text[0]) && !text.get(6).is_some_and(is_part)
}
