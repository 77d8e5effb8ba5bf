//! Delimiters without partners.
//!
//! Parsers notice a missing `}` at the end of the file. People want to know where it belongs. This
//! scan pairs delimiters by a stack, and where a file has too few closers it trusts indentation: a
//! closer that begins a line and stands further left than the line of the opener it would pair with
//! does not belong to that opener.

use memchr::memchr;

use crate::text::TextRange;

/// What stands at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lexeme {
    /// Nothing of interest; one byte.
    Other,
    /// A comment up to the end of the line.
    LineComment,
    /// A string or the like: its opening sign, and its length in bytes if it is closed.
    Token {
        /// Length in bytes of the opening sign.
        prefix: usize,
        /// Length in bytes of the whole token; none if the text ends inside it.
        length: Option<usize>,
    },
    /// An opening delimiter.
    Opener {
        /// Length in bytes.
        length: usize,
        /// The delimiter that closes it.
        closer: &'static [u8],
    },
    /// A closing delimiter.
    Closer {
        /// How the text can be read, longest reading first.
        closers: &'static [&'static [u8]],
    },
}

/// The delimiters of a language.
pub trait Delimiters {
    /// What the text begins with; never called with an empty text.
    fn lexeme(&self, rest: &[u8]) -> Lexeme;

    /// Whether a string may end before this text. Used to guess which of several strings lacks its
    /// closing quote.
    fn is_plausible_after_string(&self, rest: &[u8]) -> bool;

    /// What may stand before an opener on its line if the opener begins a new top-level form, so
    /// that the forms that are open there lack closers. In a language with such forms indentation
    /// says nothing about forms that are closed.
    fn top_level_prefixes(&self) -> &'static [&'static [u8]] {
        &[]
    }

    /// Whether a string that is never closed is taken to end with its line, so that faults after it
    /// are found as well.
    fn is_string_cut_at_line_end(&self) -> bool {
        false
    }

    /// The length in bytes of a quoted token with backslash escapes, if it is closed.
    fn quoted_length(&self, rest: &[u8], quote: u8) -> Option<usize> {
        let mut offset = 1;
        while let Some(found) = memchr::memchr2(quote, b'\\', rest.get(offset..)?) {
            offset += found + 1;
            if rest[offset - 1] == quote {
                return Some(offset);
            }
            offset += 1;
        }
        None
    }
}

/// Something wrong with the delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelimiterFault {
    /// An opener without closer.
    Unclosed(TextRange),
    /// A closer without opener.
    UnexpectedCloser(TextRange),
    /// The opening sign of a string or the like that does not end.
    UnclosedToken(TextRange),
}

impl DelimiterFault {
    /// The opener, closer or opening sign.
    pub fn range(&self) -> TextRange {
        match *self {
            Self::Unclosed(range) | Self::UnexpectedCloser(range) | Self::UnclosedToken(range) => {
                range
            }
        }
    }
}

/// The faults of a text's delimiters.
#[derive(Debug)]
pub struct DelimiterScan {
    faults: Vec<DelimiterFault>,
}

struct OpenDelimiter {
    range: TextRange,
    closer: &'static [u8],
    /// How far the line of the opener is indented, in bytes.
    indentation: usize,
}

impl DelimiterScan {
    /// Scans a text. Takes time linear in its length.
    pub fn new(text: &str, delimiters: &dyn Delimiters) -> Self {
        let bytes = text.as_bytes();
        let mut cut_strings = Vec::new();
        let mut faults = scan(bytes, delimiters, &Trust::Nothing, &cut_strings);
        if delimiters.is_string_cut_at_line_end() {
            while let Some(string) = unclosed_token(&faults) {
                if cut_strings.len() == CUT_STRINGS_MAX || cut_strings.contains(&string) {
                    break;
                }
                cut_strings.push(string);
                faults = scan(bytes, delimiters, &Trust::Nothing, &cut_strings);
            }
        }
        if faults.iter().any(|fault| matches!(fault, DelimiterFault::Unclosed(_))) {
            let trust = if !delimiters.top_level_prefixes().is_empty() {
                let is_unclosed =
                    |fault: &&DelimiterFault| matches!(fault, DelimiterFault::Unclosed(_));
                let starts = faults.iter().filter(is_unclosed).map(|fault| fault.range().start);
                let mut starts: Vec<u32> = starts.collect();
                starts.sort_unstable();
                Trust::UnclosedForms(starts)
            } else {
                Trust::Everywhere
            };
            faults = scan(bytes, delimiters, &trust, &cut_strings);
        }
        for &string in &cut_strings {
            let range = TextRange::new(string, string + 1);
            if !faults.contains(&DelimiterFault::UnclosedToken(range)) {
                faults.push(DelimiterFault::UnclosedToken(range));
            }
        }
        faults.sort_by_key(DelimiterFault::range);
        Self { faults }
    }

    /// The faults in order of the text.
    pub fn faults(&self) -> &[DelimiterFault] {
        &self.faults
    }
}

/// How many strings that are never closed are cut at the ends of their lines. Each costs a scan;
/// one suffices unless quotes occur inside words.
const CUT_STRINGS_MAX: usize = 4;

/// Where indentation decides which opener lacks its closer.
enum Trust {
    Nothing,
    Everywhere,
    /// Inside outermost openers at these offsets, which are in order.
    UnclosedForms(Vec<u32>),
}

impl Trust {
    fn applies_in(&self, open: &OpenDelimiters) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everywhere => true,
            Self::UnclosedForms(starts) => {
                let outermost = open.stack.first();
                outermost.is_some_and(|outer| starts.binary_search(&outer.range.start).is_ok())
            }
        }
    }
}

/// Where the last fault's string starts, if the scan ended in one.
fn unclosed_token(faults: &[DelimiterFault]) -> Option<u32> {
    faults.iter().rev().find_map(|fault| match fault {
        DelimiterFault::UnclosedToken(range) => Some(range.start),
        _ => None,
    })
}

fn scan(
    bytes: &[u8],
    delimiters: &dyn Delimiters,
    trust: &Trust,
    cut_strings: &[u32],
) -> Vec<DelimiterFault> {
    let mut faults = Vec::new();
    let mut open = OpenDelimiters::default();
    let mut suspect_string = None;
    let mut offset = 0;
    let mut line = Line::at(bytes, 0);
    while offset < bytes.len() {
        let rest = &bytes[offset..];
        match delimiters.lexeme(rest) {
            Lexeme::Other => {
                if bytes[offset] == b'\n' {
                    line = Line::at(bytes, offset + 1);
                }
                offset += 1;
            }
            Lexeme::LineComment => offset += memchr(b'\n', rest).unwrap_or(rest.len()),
            Lexeme::Token { .. } if cut_strings.iter().any(|&cut| cut as usize == offset) => {
                let length = memchr(b'\n', rest).unwrap_or(rest.len());
                open.close_at_end(&rest[..length], delimiters);
                offset += length;
            }
            Lexeme::Token { prefix, length: Some(length) } => {
                let token = &rest[..length];
                if let Some(newline) = memchr::memrchr(b'\n', token) {
                    let is_string = prefix == 1;
                    if is_string && !delimiters.is_plausible_after_string(&rest[length..]) {
                        suspect_string.get_or_insert((offset, prefix));
                    }
                    line = Line::at(bytes, offset + newline + 1);
                }
                offset += length;
            }
            Lexeme::Token { prefix, length: None } => {
                // An odd number of quotes: an earlier string may be the one without its end.
                let (start, prefix) = suspect_string.unwrap_or((offset, prefix));
                let range = TextRange::from_offsets(start..start + prefix);
                // What comes after is inside the token, as far as anyone can tell.
                faults.retain(|fault: &DelimiterFault| fault.range().start < range.start);
                faults.push(DelimiterFault::UnclosedToken(range));
                return faults;
            }
            Lexeme::Opener { length, closer } => {
                let before = &bytes[line.start..offset];
                if delimiters.top_level_prefixes().contains(&before) && trust.applies_in(&open) {
                    open.abandon(&mut faults);
                }
                let range = TextRange::from_offsets(offset..offset + length);
                let indentation = line.indentation;
                open.push(OpenDelimiter { range, closer, indentation });
                offset += length;
            }
            Lexeme::Closer { closers } => {
                let column = offset - line.start;
                let begins_line = line.indentation == column;
                if begins_line && trust.applies_in(&open) {
                    open.abandon_right_of(column, &mut faults);
                }
                offset += open.close(closers, offset, &mut faults);
            }
        }
    }
    open.abandon(&mut faults);
    faults
}

/// The openers whose closers are awaited.
#[derive(Default)]
struct OpenDelimiters {
    stack: Vec<OpenDelimiter>,
    /// How many openers on the stack wait for each closer, so that a closer nobody waits for is
    /// recognised without looking through the stack.
    awaited: Vec<(&'static [u8], usize)>,
}

impl OpenDelimiters {
    fn top(&self) -> Option<&OpenDelimiter> {
        self.stack.last()
    }

    fn count(&mut self, closer: &'static [u8]) -> &mut usize {
        let index = self.awaited.iter().position(|&(awaited, _)| awaited == closer);
        let index = index.unwrap_or_else(|| {
            self.awaited.push((closer, 0));
            self.awaited.len() - 1
        });
        &mut self.awaited[index].1
    }

    fn push(&mut self, opener: OpenDelimiter) {
        *self.count(opener.closer) += 1;
        self.stack.push(opener);
    }

    fn pop(&mut self) -> Option<OpenDelimiter> {
        let opener = self.stack.pop()?;
        *self.count(opener.closer) -= 1;
        Some(opener)
    }

    /// Reports the openers on lines that are indented further than a column as unclosed.
    fn abandon_right_of(&mut self, column: usize, faults: &mut Vec<DelimiterFault>) {
        while self.top().is_some_and(|top| column < top.indentation) {
            faults.extend(self.pop().map(|top| DelimiterFault::Unclosed(top.range)));
        }
    }

    /// Pairs the closers at the end of a line with openers, as far as there are some. The line
    /// begins with a string that lost its end, most likely before these closers.
    fn close_at_end(&mut self, line: &[u8], delimiters: &dyn Delimiters) {
        for byte in line.trim_ascii_end().iter().rev() {
            let is_closer = matches!(delimiters.lexeme(&[*byte]), Lexeme::Closer { .. });
            if !is_closer || self.pop().is_none() {
                break;
            }
        }
    }

    /// Reports all openers as unclosed.
    fn abandon(&mut self, faults: &mut Vec<DelimiterFault>) {
        while let Some(opener) = self.pop() {
            faults.push(DelimiterFault::Unclosed(opener.range));
        }
    }

    /// Pairs a closer; returns the length of the delimiter it was read as.
    fn close(
        &mut self,
        closers: &[&'static [u8]],
        offset: usize,
        faults: &mut Vec<DelimiterFault>,
    ) -> usize {
        let top = self.top().map(|top| top.closer);
        if let Some(reading) = closers.iter().find(|&&closer| Some(closer) == top) {
            self.pop();
            return reading.len();
        }
        let Some(&shortest) = closers.last() else {
            return 1;
        };
        if let Some(top) = self.top()
            && top.closer.ends_with(shortest)
        {
            // Half of the closer that the innermost opener waits for.
            faults.push(DelimiterFault::Unclosed(top.range));
            self.pop();
            return shortest.len();
        }
        if *self.count(shortest) == 0 {
            let length = closers.first().map_or(1, |longest| longest.len());
            let range = TextRange::from_offsets(offset..offset + length);
            faults.push(DelimiterFault::UnexpectedCloser(range));
            return length;
        }
        // An opener further out is meant; those inside it are unclosed.
        while let Some(opener) = self.pop() {
            if opener.closer == shortest {
                break;
            }
            faults.push(DelimiterFault::Unclosed(opener.range));
        }
        shortest.len()
    }
}

/// The line that the scan is in.
struct Line {
    /// Offset of its first byte.
    start: usize,
    /// How many blanks it begins with.
    indentation: usize,
}

impl Line {
    fn at(bytes: &[u8], start: usize) -> Self {
        let rest = bytes.get(start..).unwrap_or(&[]);
        let indentation = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        Self { start, indentation }
    }
}
