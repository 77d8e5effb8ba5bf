//! From the text to nodes without a syntax tree.
//!
//! An operator-precedence parser over the bytes of the text, with a stack of its own, so that deep
//! nesting costs heap memory only. It writes the rows that `lower` writes from the syntax tree of the
//! same text; the grammar of tree-sitter, conflicts and their resolutions included, is the standard.
//! Nodes are made in post-order, because an operator comes after its left operand, and are put in
//! order at the end. It depends on `ir` and on the kinds of nodes.
//!
//! | file | what it holds |
//! |---|---|
//! | `lexer.rs` | blanks, comments, words, numbers |
//! | `keyword.rs` | words with a meaning |
//! | `frame.rs` | what waits on the stack, and how tightly operators bind |
//! | `operand.rs` | where a process begins |
//! | `operator.rs` | where a process may go on |
//! | `closing.rs` | where the construct around a process goes on or ends |
//! | `name.rs` | names, formals, the sources of receives |
//! | `statement.rs` | `new`, `let`, `match`, `for`, `contract`, `bundle`, sends |
//! | `agent.rs` | agents |
//!
//! The parser *declines* a text that the grammar does not accept. Of what the grammar accepts it
//! declines
//!
//! - identifiers with letters beyond ASCII;
//! - null characters, and a byte order mark at the beginning;
//! - `select`, which no node implements;
//! - a number right after a comment after a minus sign, as in `- /* one */1`;
//! - after the body of a case a minus sign, if the next `=>`, which tells whether the sign begins a
//!   pattern, is far away or another minus sign stands before it;
//! - after a process that ends with another one, such as `x!?(1).`, an operator: it can only begin
//!   the pattern of the next case, as in `1 => x!?(1). *y => Nil`;
//! - `agent` right before a placeholder or `in`, and in the body of a case before `Nil`, `Set` and the
//!   like;
//! - a quote right in the operand of another, as in `@(a) /\ @b!(1)` without the parentheses.

mod agent;
mod closing;
mod frame;
mod keyword;
mod lexer;
mod name;
mod operand;
mod operator;
mod statement;

use rholang_engine_sync::ScratchVec;

use self::frame::{CASE_BODY, Class, Frame, Operand, Tag};
use super::kind::NodeKind;
use crate::ir::{IrBuilder, PostOrder, PostOrderRow, comments, estimated_nodes};
use crate::text::offset_of;

/// Writes names, nodes and comments of a text that the parser accepts.
///
/// Returns false and leaves the tables in an unspecified state otherwise.
pub(super) fn parse(text: &str, ir: &mut IrBuilder<'_>) -> bool {
    let scratch = ir.scratch();
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        rows: PostOrder::with_capacity(estimated_nodes(text.len()), scratch),
        frames: scratch.vec(FRAMES),
        operand: Operand::default(),
        context: 0,
        ir,
    };
    let is_accepted = parser.run().is_some();
    if is_accepted {
        let Parser { ir, rows, .. } = parser;
        ir.write_post_order(&rows);
    }
    is_accepted
}

/// How deep most programs nest.
const FRAMES: usize = 64;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A process begins.
    Operand,
    /// A process, or the quote in the place of one, may go on.
    Operator,
    /// The text has ended.
    End,
}

struct Parser<'a, 's> {
    text: &'a str,
    /// The bytes of the text.
    bytes: &'a [u8],
    /// The next byte to read.
    at: usize,
    /// The nodes so far.
    rows: PostOrder<'s>,
    /// The constructs that have begun and not ended.
    frames: ScratchVec<'s, Frame>,
    /// The process or name that has been read last; its node is the last row.
    operand: Operand,
    /// What surrounds the place at hand up to the next bracket: flags of `frame`.
    context: u8,
    ir: &'a mut IrBuilder<'s>,
}

impl Parser<'_, '_> {
    /// Reads the whole text; nothing if it is declined.
    ///
    /// Each step reads at least one byte or takes at least one frame from the stack, and puts at most
    /// as many frames onto it as it reads tokens.
    fn run(&mut self) -> Option<()> {
        self.shebang();
        self.push(Tag::Program, NodeKind::Program, 0, 0, 0);
        let mut next = if self.token() == 0 { self.end_of_text()? } else { Next::Operand };
        loop {
            next = match next {
                Next::Operand => self.operand()?,
                Next::Operator => self.operator()?,
                Next::End => return Some(()),
            };
        }
    }

    /// The end of the text, where only the program may be open.
    fn end_of_text(&mut self) -> Option<Next> {
        let frame = self.pop_to_bracket();
        if self.at != self.bytes.len() || frame.tag != Tag::Program {
            return None;
        }
        let end = offset_of(self.bytes.len());
        self.emit(NodeKind::Program, 0, end, 0, u32::MAX);
        Some(Next::End)
    }

    /// Adds a node whose children are the subtrees from row `first` on.
    #[inline]
    fn emit(&mut self, kind: NodeKind, start: u32, end: u32, first: u32, data: u32) {
        self.rows.push(PostOrderRow { kind: kind.code(), start, end, first, data });
    }

    /// Adds a node without children, which becomes the operand.
    #[inline]
    fn leaf(&mut self, kind: NodeKind, start: usize, end: usize, data: u32) {
        let first = self.rows.len();
        let (start, end) = (offset_of(start), offset_of(end));
        self.emit(kind, start, end, first, data);
        self.operand = Operand { start, end, first, class: Class::Simple };
    }

    /// Adds the node of a frame that has left the stack; it ends at `at` and becomes the operand.
    #[inline]
    fn complete(&mut self, frame: Frame, kind: NodeKind, class: Class) {
        let end = offset_of(self.at);
        self.emit(kind, frame.start, end, frame.first, u32::MAX);
        self.operand = Operand { start: frame.start, end, first: frame.first, class };
    }

    /// A frame for a construct that begins at `start`, with the rows from `first` on.
    #[inline]
    fn push(&mut self, tag: Tag, kind: NodeKind, level: u8, start: u32, first: u32) {
        let context = self.context;
        self.frames.push(Frame { tag, kind, level, context, start, first, count: 0 });
        if level == 0 {
            self.context = 0;
        }
    }

    /// A frame for a construct that begins with the byte at `start`.
    #[inline]
    fn begin(&mut self, tag: Tag, kind: NodeKind, level: u8, start: usize) {
        self.push(tag, kind, level, offset_of(start), self.rows.len());
    }

    /// The innermost frame.
    #[inline]
    fn top(&mut self) -> &mut Frame {
        // The frame of the program stays until the end.
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Takes the innermost frame from the stack.
    #[inline]
    fn pop(&mut self) -> Frame {
        let frame = *self.top();
        // The innermost frame of all is that of the program; nothing takes it.
        if self.frames.len() > 1 {
            self.frames.pop();
        }
        self.context = frame.context;
        frame
    }

    /// Whether a process that ends with another one may begin here.
    fn open_is_allowed(&self) -> bool {
        self.context & !CASE_BODY == 0
    }

    fn comment(&mut self, start: usize) {
        self.ir.comments.push(comments::Row { start: offset_of(start), end: offset_of(self.at) });
    }
}
