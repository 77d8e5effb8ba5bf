//! Words for colours.

use lsp_types::SemanticTokensLegend;
use rholang_engine::FileId;
use rholang_engine::symbol::{Token, TokenKind, TokenModifiers};
use rholang_engine::text::{PositionEncoding, Text, TextRange};

use super::Convert;

/// How many numbers a token takes in the protocol.
pub const NUMBERS_PER_TOKEN: usize = 5;

/// What the numbers of kinds and modifiers mean.
pub fn token_legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TokenKind::ALL.iter().map(|kind| kind.name().to_owned()).collect(),
        token_modifiers: TokenModifiers::NAMES.map(str::to_owned).to_vec(),
    }
}

/// Tokens in the protocol's numbers: for each line after line and column after column, relative to the
/// token before. Tokens over several lines are cut at the ends of lines, as most clients want.
pub fn to_lsp_tokens(convert: &Convert, file: FileId, tokens: &[Token]) -> Vec<u32> {
    let Some(revision) = convert.snapshot.file(file) else {
        return Vec::new();
    };
    let text = revision.text();
    let mut numbers = Vec::with_capacity(tokens.len() * NUMBERS_PER_TOKEN);
    let mut cursor = Cursor { text, encoding: convert.encoding, line: 0, offset: 0, column: 0 };
    let (mut last_line, mut last_column) = (0, 0);
    for token in tokens {
        for range in lines_of(text, token.range) {
            cursor.move_to(range.start);
            let length = width(range.of(text.content()), convert.encoding);
            if length == 0 {
                continue;
            }
            let (line, column) = (cursor.line, cursor.column);
            let from = if line == last_line { last_column } else { 0 };
            let kind = token.kind as u32;
            let modifiers = u32::from(token.modifiers.bits());
            numbers.extend([line - last_line, column - from, length, kind, modifiers]);
            (last_line, last_column) = (line, column);
        }
    }
    numbers
}

/// A place that moves forward through a text and knows its column, so that a long line is counted
/// once, not once for each token.
struct Cursor<'a> {
    text: &'a Text,
    encoding: PositionEncoding,
    line: u32,
    offset: u32,
    column: u32,
}

impl Cursor<'_> {
    fn move_to(&mut self, offset: u32) {
        let lines = self.text.lines();
        let line = lines.line(offset);
        if line != self.line {
            let start = lines.line_range(self.text.content(), line).start;
            (self.line, self.offset, self.column) = (line, start, 0);
        }
        let between = TextRange::new(self.offset, offset).of(self.text.content());
        self.column += width(between, self.encoding);
        self.offset = offset;
    }
}

/// The parts of a range in each line, without the ends of lines.
fn lines_of(text: &Text, range: TextRange) -> impl Iterator<Item = TextRange> {
    let first = text.lines().line(range.start);
    let last = text.lines().line(range.end.max(range.start + 1) - 1).max(first);
    (first..=last).map(move |line| {
        let line = text.lines().line_range(text.content(), line);
        TextRange::new(range.start.max(line.start), range.end.min(line.end))
    })
}

fn width(text: &str, encoding: PositionEncoding) -> u32 {
    let width = match encoding {
        PositionEncoding::Utf8 => text.len(),
        PositionEncoding::Utf16 => text.chars().map(char::len_utf16).sum(),
        PositionEncoding::Utf32 => text.chars().count(),
    };
    u32::try_from(width).unwrap_or(u32::MAX)
}
