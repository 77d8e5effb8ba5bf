//! From the syntax tree to nodes.
//!
//! MeTTa files can hold tens of thousands of atoms, so the walk over a sound tree asks tree-sitter
//! as little as possible: one call for a child, one for its symbol, two for its range. The brackets
//! of an expression are passed over by number.
//!
//! In a damaged tree the parser has lost brackets, and all forms after the loss stand inside the
//! form that is not closed. There the walk follows the brackets themselves and takes an opening
//! bracket in the first column as the begin of a new top-level form.

use std::sync::LazyLock;

use tree_sitter::Node;

use super::kind::NodeKind;
use super::syntax_error;
use crate::ir::{IrBuilder, NodeId, comments};
use crate::syntax::{SyntaxTree, TreeChildren};
use crate::text::TextRange;

/// What to do at a grammar symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    /// Nothing.
    Skip,
    /// The file.
    Program,
    /// `!` and a form.
    Evaluation,
    /// Brackets around forms.
    Expression,
    /// A word.
    Symbol,
    /// A variable.
    Variable,
    /// A literal of this kind.
    Literal(NodeKind),
    /// A comment.
    Comment,
    /// `(`.
    Opener,
    /// `)`.
    Closer,
}

/// The action for each symbol of the grammar, indexed by symbol number.
static ACTIONS: LazyLock<Box<[Action]>> = LazyLock::new(|| {
    let grammar = tree_sitter::Language::new(tree_sitter_metta::LANGUAGE);
    let symbols = u16::try_from(grammar.node_kind_count()).unwrap_or(u16::MAX);
    (0..symbols)
        .map(|symbol| {
            let name = grammar.node_kind_for_id(symbol).unwrap_or("");
            action_of(name, grammar.node_kind_is_named(symbol))
        })
        .collect()
});

fn action_of(name: &str, is_named: bool) -> Action {
    match name {
        "(" if !is_named => Action::Opener,
        ")" if !is_named => Action::Closer,
        _ if !is_named => Action::Skip,
        "source_file" => Action::Program,
        "evaluation" => Action::Evaluation,
        "expression" => Action::Expression,
        "symbol" => Action::Symbol,
        "variable" => Action::Variable,
        "string_literal" => Action::Literal(NodeKind::String),
        "integer_literal" => Action::Literal(NodeKind::Integer),
        "float_literal" => Action::Literal(NodeKind::Float),
        "boolean_literal" => Action::Literal(NodeKind::Boolean),
        "comment" => Action::Comment,
        _ => Action::Skip,
    }
}

/// The action for a node; errors have a symbol beyond the table.
fn action(node: Node<'_>) -> Action {
    ACTIONS.get(usize::from(node.kind_id())).copied().unwrap_or(Action::Skip)
}

fn range_of(node: Node<'_>) -> TextRange {
    TextRange::from_offsets(node.start_byte()..node.end_byte())
}

/// Writes names, nodes and comments.
pub(super) fn lower(text: &str, tree: &SyntaxTree, ir: &mut IrBuilder<'_>) {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    ir.open(NodeKind::Program.code(), 0, end);
    if tree.has_errors() {
        lower_damaged(text, tree.tree().root_node(), ir);
    } else {
        lower_sound(text, tree.tree().root_node(), ir);
    }
    ir.close();
}

/// A node of the tree whose children are being visited.
struct Visit<'t> {
    children: TreeChildren<'t>,
    forms: u32,
    row: NodeId,
    is_expression: bool,
}

impl<'t> Visit<'t> {
    /// Visits the children but for `brackets` ones at either end.
    fn new(node: Node<'t>, row: NodeId, brackets: u32) -> Self {
        let children = TreeChildren::within(node, brackets);
        Self { children, forms: 0, row, is_expression: brackets > 0 }
    }
}

/// Writes the nodes of a tree without errors.
fn lower_sound(text: &str, root: Node<'_>, ir: &mut IrBuilder<'_>) {
    let mut stack = vec![Visit::new(root, NodeId::NONE, 0)];
    while let Some(visit) = stack.last_mut() {
        let Some(node) = visit.children.next() else {
            if visit.row.is_some() {
                ir.close();
                if visit.is_expression {
                    ir.set_data(visit.row, visit.forms);
                }
            }
            stack.pop();
            continue;
        };
        let action = action(node);
        visit.forms += u32::from(action != Action::Comment);
        let (kind, brackets) = match action {
            Action::Expression => (NodeKind::Expression, 1),
            Action::Evaluation => (NodeKind::Evaluation, 0),
            _ => {
                lower_leaf(text, action, node, ir);
                continue;
            }
        };
        let range = range_of(node);
        let row = ir.open(kind.code(), range.start, range.end);
        stack.push(Visit::new(node, row, brackets));
    }
}

/// Writes the nodes of a tree with errors.
fn lower_damaged(text: &str, root: Node<'_>, ir: &mut IrBuilder<'_>) {
    let unclosed = syntax_error::unclosed_openers(text);
    let mut damaged =
        Damaged { text, ir, unclosed, open: Vec::new(), is_evaluated: false, leaf_end: 0 };
    let mut stack = vec![Visit::new(root, NodeId::NONE, 0)];
    while let Some(visit) = stack.last_mut() {
        match visit.children.next() {
            Some(node) if damaged.enter(node) => stack.push(Visit::new(node, NodeId::NONE, 0)),
            Some(_) => {}
            None => {
                stack.pop();
            }
        }
    }
    damaged.finish();
}

/// Writes a node without children, or a comment.
fn lower_leaf(text: &str, action: Action, node: Node<'_>, ir: &mut IrBuilder<'_>) {
    let range = range_of(node);
    let (kind, data) = match action {
        Action::Symbol => (NodeKind::Symbol, ir.intern(range.of(text)).raw()),
        Action::Variable => (NodeKind::Variable, ir.intern(range.of(text)).raw()),
        Action::Literal(kind) => (kind, u32::MAX),
        Action::Comment => {
            ir.comments.push(comments::Row { start: range.start, end: range.end });
            return;
        }
        _ => return,
    };
    ir.leaf(kind.code(), range.start, range.end, data);
}

/// An expression whose closing bracket has not come yet.
struct OpenForm {
    row: NodeId,
    forms: u32,
}

/// Writes the nodes of a tree with errors.
struct Damaged<'a, 's> {
    text: &'a str,
    ir: &'a mut IrBuilder<'s>,
    /// The opening brackets that lack a partner, in order of the text.
    unclosed: Vec<u32>,
    open: Vec<OpenForm>,
    /// Whether an evaluation waits for its operand.
    is_evaluated: bool,
    /// Where the last leaf ends. Text that does not parse may end in white space.
    leaf_end: u32,
}

impl Damaged<'_, '_> {
    /// Writes what a node begins with; returns whether its children are to be visited.
    fn enter(&mut self, node: Node<'_>) -> bool {
        let range = range_of(node);
        match action(node) {
            Action::Program | Action::Evaluation | Action::Expression => return true,
            Action::Opener => self.opener(range),
            Action::Closer if node.is_missing() => {}
            Action::Closer => self.closer(range),
            Action::Comment => lower_leaf(self.text, Action::Comment, node, self.ir),
            leaf @ (Action::Symbol | Action::Variable | Action::Literal(_)) => {
                self.leaf(leaf, node, range);
            }
            Action::Skip if node.is_error() && node.child_count() > 0 => return true,
            Action::Skip if range.of(self.text) == "!" => self.leaf(Action::Symbol, node, range),
            Action::Skip => {
                self.begin_form();
                self.ir.leaf(NodeKind::Error.code(), range.start, range.end, u32::MAX);
                self.end_form(range.end);
            }
        }
        false
    }

    /// Closes what the text leaves open.
    fn finish(&mut self) {
        let end = self.text.trim_end().len();
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        self.abandon_open_forms(end);
    }

    /// Whether a top-level form begins here although others are open: in the first column, and the
    /// outermost open form is never closed.
    fn is_restart(&self, range: TextRange) -> bool {
        let Some(outermost) = self.open.first() else {
            return false;
        };
        let before = range.start.checked_sub(1).map(|before| before as usize);
        let begins_line =
            before.is_some_and(|before| self.text.as_bytes().get(before) == Some(&b'\n'));
        let start = self.ir.nodes.view().start(outermost.row);
        begins_line && self.unclosed.binary_search(&start).is_ok()
    }

    fn opener(&mut self, range: TextRange) {
        if self.is_restart(range) {
            self.end_line(range.start);
        }
        self.begin_form();
        let row = self.ir.open(NodeKind::Expression.code(), range.start, range.end);
        self.open.push(OpenForm { row, forms: 0 });
    }

    fn closer(&mut self, range: TextRange) {
        if self.open.is_empty() {
            self.ir.leaf(NodeKind::Error.code(), range.start, range.end, u32::MAX);
        } else {
            self.close_form(range.end);
            self.end_form(range.end);
        }
    }

    fn leaf(&mut self, action: Action, node: Node<'_>, range: TextRange) {
        let is_bang = range.of(self.text) == "!";
        if is_bang && self.is_restart(range) {
            self.end_line(range.start);
        }
        if is_bang && self.open.is_empty() {
            if !self.is_evaluated {
                self.ir.open(NodeKind::Evaluation.code(), range.start, range.end);
                self.is_evaluated = true;
            }
            return;
        }
        self.begin_form();
        lower_leaf(self.text, action, node, self.ir);
        self.end_form(range.end);
    }

    /// Counts a form in the expression around it.
    fn begin_form(&mut self) {
        if let Some(outer) = self.open.last_mut() {
            outer.forms += 1;
        }
    }

    /// A form ended; at the top level an evaluation ends with it.
    fn end_form(&mut self, end: u32) {
        self.leaf_end = end;
        if self.open.is_empty() {
            self.end_evaluation(end);
        }
    }

    fn end_evaluation(&mut self, end: u32) {
        if self.is_evaluated && self.open.is_empty() {
            self.is_evaluated = false;
            let row = self.ir.open_node();
            self.set_end(row, end);
            self.ir.close();
        }
    }

    fn close_form(&mut self, end: u32) {
        if let Some(form) = self.open.pop() {
            self.ir.close();
            self.ir.set_data(form.row, form.forms);
            self.set_end(form.row, end);
        }
    }

    /// Closes all forms before the line that starts at `offset`.
    fn end_line(&mut self, offset: u32) {
        let before = self.text.get(..offset as usize).unwrap_or("").trim_end();
        self.abandon_open_forms(u32::try_from(before.len()).unwrap_or(offset));
    }

    /// Closes all forms without their brackets.
    fn abandon_open_forms(&mut self, end: u32) {
        let end = end.max(self.leaf_end);
        while !self.open.is_empty() {
            self.ir.leaf(NodeKind::Missing.code(), end, end, u32::MAX);
            self.close_form(end);
        }
        self.end_evaluation(end);
    }

    fn set_end(&mut self, row: NodeId, end: u32) {
        let view = self.ir.nodes.view_mut();
        if let Some(place) = view.end.get_mut(row.index()) {
            *place = end.max(*place);
        }
    }
}
