//! Blanks, comments, words, numbers.
//!
//! There are no tokens in between: the parser looks at the first byte of a token and knows from its
//! own state what else the token can be, as tree-sitter's lexer does.

use core::ops::Range;

use memchr::{memchr2, memchr3, memmem};

use super::Parser;
use super::keyword::Keyword;

/// Set in the class of bytes that stand between tokens.
const BLANK: u8 = 1;
/// Set in the class of bytes that an identifier may go on with.
const WORD: u8 = 1 << 1;
/// Set in the class of bytes beyond ASCII.
const WIDE: u8 = 1 << 2;

/// The class of each byte.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 256")]
        let value = byte as u8;
        classes[byte] = match value {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => BLANK,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'\'' => WORD,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

impl Parser<'_, '_> {
    /// The byte at a distance from the next one; 0 after the end.
    #[inline]
    pub(super) fn peek(&self, distance: usize) -> u8 {
        self.bytes.get(self.at + distance).copied().unwrap_or(0)
    }

    /// Passes blanks and comments. Returns the first byte of the next token, which lies at `at`; 0 at
    /// the end of the text and where a null character or a comment with one begins.
    #[inline]
    pub(super) fn token(&mut self) -> u8 {
        match self.peek(0) {
            b'/' | 0..=b' ' => self.token_after_blanks(),
            byte => byte,
        }
    }

    #[inline(never)]
    fn token_after_blanks(&mut self) -> u8 {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            let blanks = rest.iter().position(|&byte| class(byte) != BLANK).unwrap_or(rest.len());
            self.at += blanks;
            let byte = self.peek(0);
            if byte != b'/' || !self.pass_comment() {
                return byte;
            }
        }
    }

    /// Passes a comment, if one begins here.
    #[cold]
    fn pass_comment(&mut self) -> bool {
        let start = self.at;
        let rest = &self.bytes[start..];
        let end = match rest.get(1) {
            Some(b'/') => memchr2(b'\n', b'\0', rest).unwrap_or(rest.len()),
            // A comment without end reaches to the end of the text.
            Some(b'*') => memmem::find(&rest[2..], b"*/").map_or(rest.len(), |end| end + 4),
            _ => return false,
        };
        let holds_null = memchr::memchr(b'\0', &rest[..end]).is_some();
        // The parser declines a null character wherever it meets one.
        self.at = if holds_null { self.bytes.len() + 1 } else { start + end };
        if !holds_null {
            self.comment(start);
        }
        true
    }

    /// Passes the first line if it says what runs the file.
    pub(super) fn shebang(&mut self) {
        if self.bytes.starts_with(b"#!") {
            self.at = memchr2(b'\n', b'\0', self.bytes).unwrap_or(self.bytes.len());
            self.comment(0);
        }
    }

    /// Passes one byte if it is the next token.
    pub(super) fn accept(&mut self, byte: u8) -> bool {
        let is_next = self.token() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    /// Where the word ends that begins here; nothing if it may go on with a letter beyond ASCII.
    #[inline]
    pub(super) fn word_end(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().position(|&byte| class(byte) != WORD).unwrap_or(rest.len());
        let end = self.at + length;
        let is_wide = self.bytes.get(end).is_some_and(|&byte| class(byte) == WIDE);
        (!is_wide).then_some(end)
    }

    /// Passes the next token if it is an identifier.
    pub(super) fn identifier(&mut self) -> Option<Range<usize>> {
        let is_letter = match self.token() {
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' => true,
            b'_' => class(self.peek(1)) == WORD,
            _ => false,
        };
        let (start, end) = (self.at, self.word_end()?);
        let is_identifier = is_letter && !Keyword::of(&self.bytes[start..end]).is_reserved();
        self.at = end;
        is_identifier.then_some(start..end)
    }

    /// Passes the word at the next token if it is this one.
    pub(super) fn accept_word(&mut self, word: &[u8]) -> bool {
        self.token();
        let is_next = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word))
            && class(self.peek(word.len())) & (WORD | WIDE) == 0;
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// Whether a lone `_` begins here.
    pub(super) fn is_wildcard(&self) -> bool {
        self.peek(0) == b'_' && class(self.peek(1)) & (WORD | WIDE) == 0
    }

    /// Passes a string or URI, which begins here, with its quotes.
    pub(super) fn quoted(&mut self, quote: u8) -> Option<Range<usize>> {
        let start = self.at;
        let mut end = start + 1;
        loop {
            let rest = self.bytes.get(end..)?;
            let length = memchr3(quote, b'\\', b'\0', rest)?;
            end += length + 1;
            match rest[length] {
                b'\\' if *self.bytes.get(end)? != b'\0' => end += 1,
                byte if byte == quote => break,
                _ => return None,
            }
        }
        self.at = end;
        Some(start..end)
    }

    /// Passes a number without a sign, which begins here.
    pub(super) fn number(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.at = number_end(self.bytes, start)?;
        Some(start..self.at)
    }

    /// Passes a placeholder, which begins here.
    pub(super) fn placeholder(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = &self.bytes[start..];
        let length = |from: usize, is_part: fn(&u8) -> bool| {
            let rest = rest.get(from..).unwrap_or(&[]);
            rest.iter().take_while(|&byte| is_part(byte)).count()
        };
        let end = if rest.starts_with(b"$$") {
            let name = length(2, |byte| byte.is_ascii_alphanumeric() || *byte == b'_');
            let is_named = name > 0 && !rest[2].is_ascii_digit();
            (is_named && rest[2 + name..].starts_with(b"$$")).then_some(name + 4)?
        } else {
            let digits = length(1, u8::is_ascii_digit);
            let is_part = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_');
            let name = length(1 + digits, is_part);
            (rest[0] == b'%' && name > 0).then_some(1 + digits + name)?
        };
        self.at = start + end;
        Some(start..self.at)
    }
}

/// Where digits end that begin at `at`.
fn digits_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or(&[]);
    at + rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len())
}

/// Where the longest number ends that begins at `start`, as the grammar has it (`NUMBER`).
fn number_end(text: &[u8], start: usize) -> Option<usize> {
    let whole = digits_end(text, start);
    let byte = |at: usize| text.get(at).copied().unwrap_or(0);
    if whole > start {
        match byte(whole) {
            b'n' | b'r' => return Some(whole + 1),
            b'i' | b'u' if matches!(byte(whole + 1), b'1'..=b'9') => {
                return Some(digits_end(text, whole + 1));
            }
            b'i' | b'u' => return Some(whole),
            b'.' | b'e' | b'E' | b'f' | b'p' => {}
            _ => return Some(whole),
        }
    }
    if byte(whole) != b'.' {
        let is_number = whole > start;
        return is_number.then(|| sized_end(text, whole).unwrap_or(exponent_end(text, whole)));
    }
    let fraction = digits_end(text, whole + 1);
    let sized = sized_end(text, fraction);
    if fraction > whole + 1 {
        Some(sized.unwrap_or(exponent_end(text, fraction)))
    } else if whole > start {
        // The dot of `1.toString()` and `[1...rest]` is no part of the number.
        Some(sized.unwrap_or(whole))
    } else {
        None
    }
}

/// Where an exponent ends that begins at `at`; `at` itself if none does.
fn exponent_end(text: &[u8], at: usize) -> usize {
    if !matches!(text.get(at), Some(b'e' | b'E')) {
        return at;
    }
    let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
    let digits = digits_end(text, at + 1 + sign);
    if digits > at + 1 + sign { digits } else { at }
}

/// Where the suffix of a float or fixed-point number ends, after digits that end at `at`.
fn sized_end(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at) == Some(&b'p') {
        let end = digits_end(text, at + 1);
        return (end > at + 1).then_some(end);
    }
    let suffix = exponent_end(text, at);
    let widths: [&[u8]; 4] = [b"f32", b"f64", b"f128", b"f256"];
    let rest = text.get(suffix..)?;
    widths.iter().find(|width| rest.starts_with(width)).map(|width| suffix + width.len())
}
