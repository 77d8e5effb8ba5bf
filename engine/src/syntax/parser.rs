//! Parsing, from scratch and after an edit.

use core::fmt;
use core::ops::ControlFlow;

use memchr::{memchr_iter, memrchr};
use tree_sitter::{InputEdit, Language, ParseOptions, Parser, Point, Tree};

use super::TreeChildren;
use crate::text::TextRange;

/// The largest text that is parsed, in bytes: 32 MiB. A syntax tree takes about 35 bytes for each
/// byte of text, so this bounds the memory for one file to about 1.2 GiB while it is analysed.
pub const TEXT_BYTES_MAX: usize = 32 << 20;

/// Why there is no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The text is longer than [`TEXT_BYTES_MAX`].
    TooLarge,
    /// The caller asked to stop.
    Cancelled,
    /// The grammar was generated for a version of tree-sitter that this build does not contain.
    GrammarVersion,
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooLarge => "the text is too large to parse",
            Self::Cancelled => "parsing was cancelled",
            Self::GrammarVersion => "the grammar does not fit this version of tree-sitter",
        })
    }
}

impl core::error::Error for ParseError {}

/// The syntax tree of a text.
#[derive(Clone, Debug)]
pub struct SyntaxTree {
    tree: Tree,
}

/// The replacement of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEdit<'a> {
    /// The bytes of the old text that are replaced; both ends lie between characters.
    pub range: TextRange,
    /// The new text in their place.
    pub text: &'a str,
}

impl TextEdit<'_> {
    /// Applies the edit to the text.
    ///
    /// # Panics
    ///
    /// If the range does not fit the text or cuts a character.
    pub fn apply(&self, text: &mut String) {
        text.replace_range(self.range.as_usize(), self.text);
    }
}

impl SyntaxTree {
    /// The tree-sitter tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Whether the text has syntax errors.
    pub fn has_errors(&self) -> bool {
        self.tree.root_node().has_error()
    }

    /// The first line of the first innermost node with an error: the last resort for explaining an
    /// error, so that a text with errors never passes for a sound one.
    pub fn first_error_line(&self, text: &str) -> TextRange {
        let mut node = self.tree.root_node();
        while let Some(child) = TreeChildren::new(node).find(|child| child.has_error()) {
            node = child;
        }
        let range = TextRange::from_offsets(node.byte_range());
        let line = range.of(text).lines().next().unwrap_or("").trim_end();
        TextRange::from_offsets(range.start as usize..range.start as usize + line.len())
    }

    /// Moves the tree's nodes as the edit moves the text. Afterwards the tree serves as the old
    /// tree of [`SyntaxParser::parse`] for the edited text, and for nothing else.
    ///
    /// `old_text` is the text before the edit.
    pub fn edit(&mut self, old_text: &str, edit: &TextEdit<'_>) {
        self.apply(&TreeEdit::new(old_text, edit));
    }

    /// Moves the tree's nodes as [`SyntaxTree::edit`] does.
    pub fn apply(&mut self, edit: &TreeEdit) {
        self.tree.edit(&edit.edit);
    }
}

/// How an edit moves what comes after it: all that a tree needs to know of the edit, without texts.
#[derive(Clone, Copy, Debug)]
pub struct TreeEdit {
    edit: InputEdit,
}

impl TreeEdit {
    /// The movement of an edit; `old_text` is the text before it.
    pub fn new(old_text: &str, edit: &TextEdit<'_>) -> Self {
        let range = edit.range.as_usize();
        let start_position = point_at(old_text, range.start);
        let inserted = point_at(edit.text, edit.text.len());
        let new_end_position = if inserted.row == 0 {
            Point::new(start_position.row, start_position.column + inserted.column)
        } else {
            Point::new(start_position.row + inserted.row, inserted.column)
        };
        Self {
            edit: InputEdit {
                start_byte: range.start,
                old_end_byte: range.end,
                new_end_byte: range.start + edit.text.len(),
                start_position,
                old_end_position: point_at(old_text, range.end),
                new_end_position,
            },
        }
    }
}

/// The row and byte column of an offset.
fn point_at(text: &str, offset: usize) -> Point {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let row = memchr_iter(b'\n', before).count();
    let column = memrchr(b'\n', before).map_or(offset, |newline| offset - newline - 1);
    Point::new(row, column)
}

/// A reusable parser. Each worker owns one.
#[derive(Default)]
pub struct SyntaxParser {
    parser: Parser,
}

impl fmt::Debug for SyntaxParser {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SyntaxParser")
    }
}

impl SyntaxParser {
    /// A parser that has parsed nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses `text` with `grammar`.
    ///
    /// `old` is the tree of the text before its last edits, each of which has been told to it
    /// through [`SyntaxTree::edit`]; unchanged parts of it are reused.
    ///
    /// `should_stop` is asked now and then, about each hundred steps of the parser.
    ///
    /// # Errors
    ///
    /// If the text is too large, the caller stopped the parse, or the grammar does not fit.
    pub fn parse(
        &mut self,
        grammar: &Language,
        text: &str,
        old: Option<&SyntaxTree>,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<SyntaxTree, ParseError> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(ParseError::TooLarge);
        }
        // A parser that was stopped would otherwise go on with the text it was stopped in.
        self.parser.reset();
        self.parser.set_language(grammar).map_err(|_| ParseError::GrammarVersion)?;
        let bytes = text.as_bytes();
        let mut progress = |_: &tree_sitter::ParseState| {
            if should_stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let mut read = |offset: usize, _: Point| bytes.get(offset..).unwrap_or(&[]);
        let tree =
            self.parser.parse_with_options(&mut read, old.map(|old| &old.tree), Some(options));
        tree.map(|tree| SyntaxTree { tree }).ok_or(ParseError::Cancelled)
    }
}
