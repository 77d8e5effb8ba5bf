//! What a text consists of: words that have nodes, comments, and the punctuation between them.
//!
//! Keywords, operators and brackets have no nodes. They are found by a scan of the text between the
//! leaves and comments, which is linear in the part that is scanned.

use super::kind::NodeKind;
use super::shape;
use crate::ir::{Ir, NodeId};
use crate::symbol::Document;
use crate::text::TextRange;

/// A piece of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// A node without children that is a word.
    Leaf(NodeId),
    /// A comment.
    Comment(TextRange),
    /// A keyword.
    Keyword(TextRange),
    /// One or several operators without space between them.
    Operator(TextRange),
    /// A string in text that does not parse.
    String(TextRange),
    /// `{`, `(`, `[`, or `{|`.
    Opener(u32),
    /// The offset after `}`, `)`, `]`, or `|}`.
    Closer(u32),
}

const KEYWORDS: &[&str] = &[
    "agent",
    "and",
    "bundle",
    "constructor",
    "contract",
    "default",
    "else",
    "for",
    "if",
    "in",
    "let",
    "match",
    "matches",
    "method",
    "new",
    "not",
    "or",
    "private",
    "select",
    "where",
];

/// Calls `each` for the pieces of a part of a document, in order of the text. Pieces that reach into
/// the part are whole.
pub(super) fn for_each_piece(
    document: Document<'_>,
    range: TextRange,
    mut each: impl FnMut(Piece),
) {
    let mut scan = Scan::new(document.ir, range.start);
    let mut offset = scan.gap_start();
    while offset < range.end {
        let next = scan.next();
        let length = u32::try_from(document.text.len()).unwrap_or(u32::MAX);
        let end = next.map_or(length, |(place, _)| place.start);
        scan_gap(document.text, TextRange::new(offset, end), range, &mut each);
        let Some((place, piece)) = next.filter(|(place, _)| place.start < range.end) else {
            return;
        };
        each(piece);
        offset = place.end.max(offset);
    }
}

/// The leaves and comments from a place on.
struct Scan<'a> {
    ir: Ir<'a>,
    leaf: usize,
    comment: usize,
}

impl<'a> Scan<'a> {
    /// Begins with the first leaf and the first comment that end after an offset.
    fn new(ir: Ir<'a>, offset: u32) -> Self {
        let leaf = ir.nodes.start.partition_point(|&start| start < offset);
        let comment = ir.comments.end.partition_point(|&end| end <= offset);
        let mut scan = Self { ir, leaf, comment };
        if let Some(before) = scan.word_before()
            && ir.nodes.end(before) > offset
        {
            scan.leaf = before.index();
        }
        scan
    }

    /// The last word before the next one.
    fn word_before(&self) -> Option<NodeId> {
        (0..self.leaf).rev().map(NodeId::from_index).find(|&node| self.is_word(node))
    }

    /// Where the text before the next leaf or comment begins.
    fn gap_start(&self) -> u32 {
        let word = self.word_before().map_or(0, |word| self.ir.nodes.end(word));
        let before = self.comment.checked_sub(1);
        let comment = before.and_then(|before| self.ir.comments.end.get(before)).copied();
        word.max(comment.unwrap_or(0))
    }

    fn is_word(&self, node: NodeId) -> bool {
        let nodes = self.ir.nodes;
        if nodes.subtree_end(node) != node.next() || nodes.start(node) == nodes.end(node) {
            return false;
        }
        match shape::kind(nodes, node) {
            // `{}` and `()` are brackets, and of text that does not parse the words may be known.
            NodeKind::Nil => nodes.end(node) - nodes.start(node) == 3,
            NodeKind::Error | NodeKind::Unit | NodeKind::Program => false,
            kind => kind.is_leaf(),
        }
    }

    /// The next leaf or comment with its place.
    fn next(&mut self) -> Option<(TextRange, Piece)> {
        let nodes = self.ir.nodes;
        while self.leaf < nodes.len() && !self.is_word(NodeId::from_index(self.leaf)) {
            self.leaf += 1;
        }
        let leaf = (self.leaf < nodes.len()).then(|| NodeId::from_index(self.leaf));
        let leaf = leaf.map(|leaf| (self.ir.range(leaf), Piece::Leaf(leaf)));
        let comments = self.ir.comments;
        let comment = comments.start.get(self.comment).zip(comments.end.get(self.comment));
        let comment = comment.map(|(&start, &end)| TextRange::new(start, end));
        match (leaf, comment) {
            (Some(leaf), comment) if comment.is_none_or(|comment| leaf.0.start < comment.start) => {
                self.leaf += 1;
                Some(leaf)
            }
            (_, Some(comment)) => {
                self.comment += 1;
                Some((comment, Piece::Comment(comment)))
            }
            (leaf, None) => leaf,
        }
    }
}

/// Finds keywords, operators and brackets in text that holds neither leaves nor comments; passes on
/// those that overlap `part`.
fn scan_gap(text: &str, gap: TextRange, part: TextRange, each: &mut impl FnMut(Piece)) {
    let bytes = gap.of(text).as_bytes();
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let rest = bytes.get(index..).unwrap_or(&[]);
        let length = piece_length(rest);
        let start = gap.start + u32::try_from(index).unwrap_or(0);
        let range = TextRange::new(start, start + u32::try_from(length).unwrap_or(0));
        if range.start >= part.end {
            return;
        }
        let piece = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                is_keyword(range.of(text)).then_some(Piece::Keyword(range))
            }
            b'"' => Some(Piece::String(range)),
            b'{' | b'(' | b'[' => Some(Piece::Opener(start)),
            b'}' | b')' | b']' => Some(Piece::Closer(range.end)),
            b'|' if rest.starts_with(b"|}") => Some(Piece::Closer(range.end)),
            _ => (operator_length(rest) > 0).then_some(Piece::Operator(range)),
        };
        if let Some(piece) = piece.filter(|_| range.end > part.start) {
            each(piece);
        }
        index += length;
    }
}

/// The length of what begins a text; at least 1.
fn piece_length(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => keyword_length(bytes),
        Some(b'"') => string_length(bytes),
        // The bar of a path map belongs to its bracket.
        Some(b'{' | b'|') if bytes.starts_with(b"{|") || bytes.starts_with(b"|}") => 2,
        _ => operator_length(bytes).max(1),
    }
}

/// The length of a word, with the sign of a bundle.
fn keyword_length(bytes: &[u8]) -> usize {
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\'');
    let length = bytes.iter().take_while(is_word).count();
    let is_bundle = bytes.get(..length) == Some(b"bundle");
    length + usize::from(is_bundle && matches!(bytes.get(length), Some(b'+' | b'-')))
}

fn is_keyword(word: &str) -> bool {
    let bare = word.trim_end_matches(['+', '-', '0']);
    KEYWORDS.binary_search(&word).is_ok() || bare == "bundle" || word == "Set"
}

/// The length of a string, to its closing quote or to the end.
fn string_length(bytes: &[u8]) -> usize {
    let mut index = 1;
    while let Some(&byte) = bytes.get(index) {
        match byte {
            b'"' => return index + 1,
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
    bytes.len()
}

/// The length of a sequence of operators; 0 for anything else.
fn operator_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(&byte) = bytes.get(length) {
        let rest = bytes.get(length..).unwrap_or(&[]);
        length += match byte {
            b'|' if rest.starts_with(b"|}") => break,
            b'!' | b'?' | b'|' | b'<' | b'>' | b'=' | b'-' | b'+' | b'*' | b'/' | b'\\' | b'~'
            | b'@' | b'%' | b'&' => 1,
            b'.' if rest.starts_with(b"...") => 3,
            _ => break,
        };
    }
    length
}
