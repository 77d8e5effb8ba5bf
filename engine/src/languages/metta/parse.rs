//! From the text to nodes without a syntax tree.
//!
//! One pass over the bytes, driven by a table from bytes to classes, writes the rows that `lower`
//! writes from the syntax tree of the same text. It depends on `ir` and on the kinds of nodes, and
//! keeps no stack: the open rows of the node table are the stack, and how many forms an open
//! expression holds so far lies in its data while a form inside it is read.
//!
//! The parser *declines* a text that the grammar does not accept, or that it does not care for:
//!
//! - brackets without partners and strings without end;
//! - a null character, which the tokens of tree-sitter do not hold;
//! - a byte order mark at the beginning, which tree-sitter passes over.

use memchr::{memchr2, memchr3};

use super::kind::NodeKind;
use crate::ir::{IrBuilder, comments};
use crate::languages::Reading;
use crate::text::offset_of;

/// Tree-sitter passes over it at the beginning of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Set in the class of bytes that end a word, or may be the first of a character that does.
const ENDS_WORD: u8 = 1 << 7;
/// Set in the class of bytes that end a variable, or may be the first of a character that does.
const ENDS_VARIABLE: u8 = 1 << 6;

/// Part of a word wherever it stands.
const WORD: u8 = 0;
const BLANK: u8 = 1 | ENDS_WORD | ENDS_VARIABLE;
const OPENER: u8 = 2 | ENDS_WORD | ENDS_VARIABLE;
const CLOSER: u8 = 3 | ENDS_WORD | ENDS_VARIABLE;
const SEMICOLON: u8 = 4 | ENDS_WORD;
const QUOTE: u8 = 5;
const DOLLAR: u8 = 6;
/// What a number or `!` may begin with.
const NUMERIC: u8 = 7;
/// The first byte of a character beyond ASCII that may be white space.
const WIDE: u8 = 8 | ENDS_WORD | ENDS_VARIABLE;
const NULL: u8 = 9 | ENDS_WORD | ENDS_VARIABLE;

/// The class of each byte.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [WORD; 256];
    let groups: [(&[u8], u8); 9] = [
        (b"\t\n\x0b\x0c\r ", BLANK),
        (b"(", OPENER),
        (b")", CLOSER),
        (b";", SEMICOLON),
        (b"\"", QUOTE),
        (b"$", DOLLAR),
        (b"!+-0123456789", NUMERIC),
        // U+0085 and U+00A0, U+1680, U+2000 to U+205F, U+3000.
        (b"\xc2\xe1\xe2\xe3", WIDE),
        (b"\0", NULL),
    ];
    let mut group = 0;
    while group < groups.len() {
        let (bytes, class) = groups[group];
        let mut index = 0;
        while index < bytes.len() {
            classes[bytes[index] as usize] = class;
            index += 1;
        }
        group += 1;
    }
    classes
}

/// Writes names, nodes and comments of a text that the parser accepts.
///
/// Leaves the tables in an unspecified state otherwise. A bracket without a partner is an error wherever
/// the forms around it are whole, if what comes after it is read as a bracket too.
pub(super) fn parse(text: &str, ir: &mut IrBuilder<'_>) -> Reading {
    if text.starts_with(BYTE_ORDER_MARK) {
        return Reading::Declined;
    }
    let program = ir.open(NodeKind::Program.code(), 0, offset_of(text.len()));
    let mut parser = Parser { text, ir, forms: 0, depth: 0, is_evaluated: false };
    let reading = match parser.forms() {
        Ok(()) => Reading::Accepted,
        Err(reading) => reading,
    };
    if reading == Reading::Accepted {
        ir.set_data(program, u32::MAX);
        ir.close();
    }
    reading
}

struct Parser<'a, 's> {
    text: &'a str,
    ir: &'a mut IrBuilder<'s>,
    /// How many forms the innermost open expression holds so far.
    forms: u32,
    /// How many expressions are open.
    depth: u32,
    /// Whether a row for an evaluation is open.
    is_evaluated: bool,
}

impl Parser<'_, '_> {
    /// Reads all forms, or says how the text is declined.
    fn forms(&mut self) -> Result<(), Reading> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at = match CLASSES[usize::from(byte)] {
                BLANK => at + 1,
                OPENER => self.opener(at),
                CLOSER => self.closer(at).ok_or(Reading::Broken)?,
                SEMICOLON => self.comment(at).ok_or(Reading::Declined)?,
                QUOTE => self.string(at).ok_or(Reading::Declined)?,
                DOLLAR => {
                    let end = self.end_of(at + 1, ENDS_VARIABLE);
                    self.named(NodeKind::Variable, at, end)
                }
                NUMERIC => self.numeric(at),
                NULL => return Err(Reading::Declined),
                WIDE if self.is_white_space(at) => at + self.char_len(at),
                _ => self.word(at),
            };
        }
        if self.depth > 0 {
            // What comes after any other token could be part of it.
            let ends_with_closer = bytes.last() == Some(&b')') && !self.ends_with_comment();
            return Err(if ends_with_closer { Reading::Broken } else { Reading::Declined });
        }
        if self.is_evaluated {
            self.end_evaluation();
        }
        Ok(())
    }

    fn ends_with_comment(&self) -> bool {
        self.ir.comments.view().end.last() == Some(&offset_of(self.text.len()))
    }

    /// Where the word or variable ends whose first byte lies before `at`.
    #[inline]
    fn end_of(&self, mut at: usize, ends: u8) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let length = rest.iter().position(|&byte| CLASSES[usize::from(byte)] & ends != 0);
            let Some(length) = length else { return bytes.len() };
            at += length;
            if CLASSES[usize::from(bytes[at])] != WIDE || self.is_white_space(at) {
                return at;
            }
            at += self.char_len(at);
        }
    }

    #[cold]
    fn is_white_space(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_whitespace)
    }

    #[cold]
    fn char_len(&self, at: usize) -> usize {
        self.char_at(at).map_or(1, char::len_utf8)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    #[inline]
    fn opener(&mut self, at: usize) -> usize {
        let outer = self.ir.open_node();
        self.ir.set_data(outer, self.forms);
        self.ir.open(NodeKind::Expression.code(), offset_of(at), 0);
        self.forms = 0;
        self.depth += 1;
        at + 1
    }

    #[inline]
    fn closer(&mut self, at: usize) -> Option<usize> {
        self.depth = self.depth.checked_sub(1)?;
        let row = self.ir.open_node();
        self.ir.set_data(row, self.forms);
        self.ir.set_end(row, offset_of(at + 1));
        self.ir.close();
        self.forms = self.ir.nodes.view().data(self.ir.open_node());
        self.end_form(at + 1);
        Some(at + 1)
    }

    fn comment(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[at..];
        let end = match memchr2(b'\n', b'\0', rest) {
            Some(length) if rest[length] == b'\0' => return None,
            Some(length) => at + length,
            None => self.text.len(),
        };
        self.ir.comments.push(comments::Row { start: offset_of(at), end: offset_of(end) });
        Some(end)
    }

    fn string(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut end = at + 1;
        loop {
            let rest = bytes.get(end..)?;
            let length = memchr3(b'"', b'\\', b'\0', rest)?;
            end += length + 1;
            match rest[length] {
                b'"' => break,
                // The byte after a backslash may be the first of several; the others pass as text.
                b'\\' if *bytes.get(end)? != b'\0' => end += 1,
                _ => return None,
            }
        }
        self.leaf(NodeKind::String, at, end, u32::MAX);
        Some(end)
    }

    /// A word that begins with `!`, a sign or a digit.
    fn numeric(&mut self, at: usize) -> usize {
        let end = self.end_of(at + 1, ENDS_WORD);
        let word = &self.text.as_bytes()[at..end];
        match number_kind(word) {
            Some(kind) => {
                self.leaf(kind, at, end, u32::MAX);
                end
            }
            None if word == b"!" && self.depth == 0 => {
                self.bang(at);
                end
            }
            None => self.named(NodeKind::Symbol, at, end),
        }
    }

    #[inline]
    fn word(&mut self, at: usize) -> usize {
        let end = self.end_of(at, ENDS_WORD);
        match &self.text.as_bytes()[at..end] {
            b"True" | b"False" => {
                self.leaf(NodeKind::Boolean, at, end, u32::MAX);
                end
            }
            _ => self.named(NodeKind::Symbol, at, end),
        }
    }

    /// A leaf that has a name.
    #[inline]
    fn named(&mut self, kind: NodeKind, start: usize, end: usize) -> usize {
        let name = self.ir.intern(&self.text[start..end]);
        self.leaf(kind, start, end, name.raw());
        end
    }

    #[inline]
    fn leaf(&mut self, kind: NodeKind, start: usize, end: usize, data: u32) {
        self.ir.leaf(kind.code(), offset_of(start), offset_of(end), data);
        self.end_form(end);
    }

    /// Counts a form; at the top level an evaluation ends with it.
    #[inline]
    fn end_form(&mut self, end: usize) {
        self.forms += 1;
        if self.depth == 0 && self.is_evaluated {
            self.ir.set_end(self.ir.open_node(), offset_of(end));
            self.end_evaluation();
        }
    }

    /// `!` at the top level.
    fn bang(&mut self, at: usize) {
        if self.is_evaluated {
            self.ir.set_end(self.ir.open_node(), offset_of(at + 1));
        } else {
            self.ir.open(NodeKind::Evaluation.code(), offset_of(at), offset_of(at + 1));
            self.is_evaluated = true;
        }
    }

    fn end_evaluation(&mut self) {
        self.is_evaluated = false;
        self.ir.set_data(self.ir.open_node(), u32::MAX);
        self.ir.close();
    }
}

/// The kind of a word that is a number.
fn number_kind(word: &[u8]) -> Option<NodeKind> {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let unsigned = |text: &[u8]| usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let mut rest = &word[unsigned(word)..];
    let whole = digits(rest);
    if whole == 0 {
        return None;
    }
    rest = &rest[whole..];
    if rest.is_empty() {
        return Some(NodeKind::Integer);
    }
    if let Some(b'.') = rest.first() {
        let fraction = digits(&rest[1..]);
        if fraction == 0 {
            return None;
        }
        rest = &rest[1 + fraction..];
    }
    if let Some(b'e' | b'E') = rest.first() {
        let sign = unsigned(&rest[1..]);
        let exponent = digits(&rest[1 + sign..]);
        if exponent == 0 {
            return None;
        }
        rest = &rest[1 + sign + exponent..];
    }
    rest.is_empty().then_some(NodeKind::Float)
}
