//! From the syntax tree to nodes.
//!
//! One walk over the tree, driven by a table from grammar symbols to actions. Most symbols open a
//! node of one kind; a few tokens change the kind of the node they stand in (an operator, `!!`), and
//! an identifier is a name or a process by the symbol around it and the tokens before it.

use std::sync::LazyLock;

use tree_sitter::Node;

use super::kind::NodeKind;
use crate::ir::{IrBuilder, NodeId, comments};
use crate::syntax::{SyntaxTree, TreeChildren, TreeVisitor, walk};
use crate::text::TextRange;

/// What to do at a grammar symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    /// A token without meaning of its own.
    Skip,
    /// Children belong to the node around.
    Transparent,
    /// Braces around a process: transparent, but empty ones are `Nil`.
    Block,
    /// Parentheses around one process.
    Parentheses,
    /// A node of this kind with children.
    Open(NodeKind),
    /// A node whose kind its operator tells.
    Operation,
    /// A node of this kind without children.
    Leaf(NodeKind),
    /// An identifier.
    Identifier,
    /// A number, with or without a sign before it.
    Number,
    /// `` `uri` ``.
    Uri,
    /// `true` or `false`.
    Boolean,
    /// `Bool`, `Int`, ...
    SimpleType,
    /// A comment of any kind.
    Comment,
    /// A token that says something about the node it stands in.
    Token(Token),
}

/// Tokens that say something about the node they stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// The kind of an operator's node.
    Operator(NodeKind),
    /// `-`: subtraction between operands, negation before one.
    Minus,
    /// `*`: multiplication between operands; in a variable reference, a name follows.
    Star,
    /// `!`, `!?`, `(`, `.`: what follows has another role.
    NextPart,
    /// `!!`.
    DoubleBang,
    /// `<-` in `let`.
    Arrow,
    /// `=` in `let`.
    Assign,
    /// `;`: in a synchronous send, the continuation follows.
    Semicolon,
    /// `&`: in `let`, the declarations are concurrent.
    Ampersand,
    /// `private`.
    Private,
}

/// The action for each symbol of the grammar, indexed by symbol number.
static ACTIONS: LazyLock<Box<[Action]>> = LazyLock::new(|| {
    let grammar = tree_sitter::Language::new(tree_sitter_rholang::LANGUAGE);
    let symbols = u16::try_from(grammar.node_kind_count()).unwrap_or(u16::MAX);
    (0..symbols)
        .map(|symbol| match grammar.node_kind_for_id(symbol) {
            Some(name) if grammar.node_kind_is_named(symbol) => action_of_node(name),
            Some(name) => action_of_token(name),
            None => Action::Skip,
        })
        .collect()
});

fn action_of_node(name: &str) -> Action {
    use NodeKind as K;
    match name {
        "source_file" => Action::Transparent,
        "block" => Action::Block,
        "parenthesized_expression" => Action::Parentheses,
        "identifier" => Action::Identifier,
        "number_literal" | "negative_literal" => Action::Number,
        "bigint_call" => Action::Leaf(K::BigInteger),
        "uri_literal" => Action::Uri,
        "boolean_literal" => Action::Boolean,
        "simple_type" => Action::SimpleType,
        "line_comment" | "block_comment" | "doc_comment" | "unclosed_comment" | "shebang" => {
            Action::Comment
        }
        "string_literal" => Action::Leaf(K::String),
        "nil" => Action::Leaf(K::Nil),
        "unit" => Action::Leaf(K::Unit),
        "wildcard" => Action::Leaf(K::Wildcard),
        "template_placeholder" => Action::Leaf(K::Placeholder),
        "binary_expression" | "unary_expression" => Action::Operation,
        _ => kind_of_construct(name).map_or(Action::Transparent, Action::Open),
    }
}

/// The kind of the node that a construct with children opens, before its tokens refine it.
fn kind_of_construct(name: &str) -> Option<NodeKind> {
    use NodeKind as K;
    Some(match name {
        "par" => K::Par,
        "new" => K::New,
        "name_declaration" => K::NameDeclaration,
        "if" => K::If,
        "let" => K::LetSequential,
        "let_declaration" => K::LetBind,
        "bundle" => K::BundleReadWrite,
        "match" => K::Match,
        "case" => K::Case,
        "guard" => K::Guard,
        "select" => K::Select,
        "branch" => K::Branch,
        "contract" => K::Contract,
        "for" => K::For,
        "receipt" => K::Receipt,
        "linear_bind" | "select_bind" => K::LinearBind,
        "repeated_bind" => K::RepeatedBind,
        "peek_bind" => K::PeekBind,
        "receive_send_source" => K::ReceiveSendSource,
        "send_receive_source" => K::SendReceiveSource,
        "method_source" => K::MethodSource,
        "send" => K::Send,
        "send_sync" => K::SyncSend,
        "method_send" => K::MethodSend,
        "agent" => K::Agent,
        "constructor_declaration" => K::AgentConstructor,
        "method_declaration" => K::AgentMethod,
        "default_declaration" => K::AgentDefault,
        "quote" => K::Quote,
        "eval" => K::Eval,
        "variable_reference" => K::ProcessVariableReference,
        "remainder" => K::Remainder,
        "conjunction" => K::Conjunction,
        "disjunction" => K::Disjunction,
        "negation" => K::Negation,
        "method_call" => K::MethodCall,
        "list" => K::List,
        "tuple" => K::Tuple,
        "set" => K::Set,
        "map" => K::Map,
        "map_entry" => K::MapEntry,
        "pathmap" => K::PathMap,
        _ => return None,
    })
}

fn action_of_token(text: &str) -> Action {
    use NodeKind as K;
    Action::Token(match text {
        "or" | "||" => Token::Operator(K::Or),
        "and" | "&&" => Token::Operator(K::And),
        "==" => Token::Operator(K::Equal),
        "!=" => Token::Operator(K::NotEqual),
        "matches" => Token::Operator(K::Matches),
        "<" => Token::Operator(K::Less),
        "<=" => Token::Operator(K::LessOrEqual),
        ">" => Token::Operator(K::Greater),
        ">=" => Token::Operator(K::GreaterOrEqual),
        "+" => Token::Operator(K::Add),
        "++" => Token::Operator(K::Concatenate),
        "--" => Token::Operator(K::Difference),
        "/" => Token::Operator(K::Divide),
        "%" => Token::Operator(K::Modulo),
        "%%" => Token::Operator(K::Interpolate),
        "not" => Token::Operator(K::Not),
        "bundle+" => Token::Operator(K::BundleWrite),
        "bundle-" => Token::Operator(K::BundleRead),
        "bundle0" => Token::Operator(K::BundleOpaque),
        "-" => Token::Minus,
        "*" => Token::Star,
        "!" | "!?" | "(" | "." => Token::NextPart,
        "!!" => Token::DoubleBang,
        "<-" => Token::Arrow,
        "=" => Token::Assign,
        ";" => Token::Semicolon,
        "&" => Token::Ampersand,
        "private" => Token::Private,
        _ => return Action::Skip,
    })
}

/// Writes names, nodes and comments.
pub(super) fn lower(text: &str, tree: &SyntaxTree, ir: &mut IrBuilder<'_>) {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    ir.open(NodeKind::Program.code(), 0, end);
    let mut lowering = Lowering { text, actions: &ACTIONS, has_errors: tree.has_errors(), ir };
    walk(tree.tree().root_node(), &mut lowering);
    ir.close();
}

struct Lowering<'a, 's> {
    text: &'a str,
    actions: &'static [Action],
    has_errors: bool,
    ir: &'a mut IrBuilder<'s>,
}

/// A symbol whose children are being visited.
struct Frame {
    action: Action,
    /// The node that stands for the symbol; none if it is transparent.
    node: NodeId,
    /// How many tokens that begin a new part of the construct have gone by.
    part: u8,
    /// How many children that are not tokens have gone by.
    children: u32,
    /// The text of the symbol.
    range: TextRange,
}

impl TreeVisitor for Lowering<'_, '_> {
    type Frame = Frame;

    fn enter(&mut self, node: Node<'_>, parent: Option<&mut Frame>) -> Option<Frame> {
        let symbol = node.kind_id();
        // The symbol of error nodes lies beyond the table.
        let action =
            self.actions.get(usize::from(symbol)).copied().unwrap_or(Action::Open(NodeKind::Error));
        match action {
            Action::Skip => return None,
            Action::Token(token) => {
                if let Some(parent) = parent {
                    self.token(token, parent);
                }
                return None;
            }
            Action::Comment => {
                self.comment(node);
                return None;
            }
            _ => {}
        }
        if let Some(parent) = parent {
            parent.children += 1;
            self.open_tuple_around(action, parent);
            if action == Action::Identifier && !(self.has_errors && node.is_missing()) {
                self.identifier(node, parent);
                return None;
            }
        }
        self.open(action, node)
    }

    fn leave(&mut self, node: Node<'_>, frame: Frame) {
        if frame.action == Action::Block && frame.children == 0 {
            let range = range_of(node);
            self.ir.leaf(NodeKind::Nil.code(), range.start, range.end, u32::MAX);
        }
        if frame.node.is_some() {
            self.ir.close();
        }
    }
}

impl Lowering<'_, '_> {
    /// Adds the node of a symbol; returns a frame if the symbol has children to visit.
    fn open(&mut self, action: Action, node: Node<'_>) -> Option<Frame> {
        let range = range_of(node);
        if self.has_errors && node.is_missing() {
            self.ir.leaf(NodeKind::Missing.code(), range.start, range.end, u32::MAX);
            return None;
        }
        let mut data = u32::MAX;
        let kind = match action {
            Action::Open(_) | Action::Operation => {
                let kind = if let Action::Open(kind) = action { kind } else { NodeKind::Error };
                let node = self.ir.open(kind.code(), range.start, range.end);
                return Some(Frame { action, node, part: 0, children: 0, range });
            }
            Action::Transparent | Action::Block | Action::Parentheses => {
                return Some(Frame { action, node: NodeId::NONE, part: 0, children: 0, range });
            }
            // A quoted string is a channel, or the tag of a message.
            Action::Leaf(NodeKind::String) if self.open_kind() == NodeKind::Quote => {
                data = self.ir.intern(without_quotes(range.of(self.text))).raw();
                NodeKind::String
            }
            Action::Leaf(kind) => kind,
            Action::Number => number_kind(range.of(self.text)),
            Action::Uri => {
                data = self.ir.intern(without_quotes(range.of(self.text))).raw();
                NodeKind::Uri
            }
            Action::Boolean => {
                if range.of(self.text) == "true" {
                    NodeKind::True
                } else {
                    NodeKind::False
                }
            }
            Action::SimpleType => simple_type_kind(range.of(self.text)),
            Action::Identifier | Action::Skip | Action::Comment | Action::Token(_) => {
                NodeKind::Error
            }
        };
        self.ir.leaf(kind.code(), range.start, range.end, data);
        // `()`, `BigInt(1)` and `-1` have tokens, and comments may stand between those.
        for child in TreeChildren::new(node) {
            if self.actions.get(usize::from(child.kind_id())) == Some(&Action::Comment) {
                self.comment(child);
            }
        }
        None
    }

    fn comment(&mut self, node: Node<'_>) {
        let range = range_of(node);
        self.ir.comments.push(comments::Row { start: range.start, end: range.end });
    }

    /// Parentheses around a process that is no expression make a tuple of one, which is known
    /// when the process begins.
    fn open_tuple_around(&mut self, action: Action, parent: &mut Frame) {
        let is_statement = matches!(action, Action::Open(kind) if kind.is_statement());
        let is_whole_content = parent.action == Action::Parentheses && parent.children == 1;
        if is_whole_content && is_statement {
            let TextRange { start, end } = parent.range;
            parent.node = self.ir.open(NodeKind::ParenthesizedTuple.code(), start, end);
        }
    }

    fn identifier(&mut self, node: Node<'_>, parent: &Frame) {
        use NodeKind as K;
        let kind = match parent.action {
            Action::Open(kind) => match (kind, parent.part) {
                (K::NameDeclaration | K::Eval | K::Contract | K::Agent, _)
                | (K::AgentConstructor | K::AgentDefault | K::AgentPrivateDefault, _)
                | (K::ReceiveSendSource, _)
                | (K::LinearBind | K::RepeatedBind | K::PeekBind, _)
                | (K::LetBind | K::NameVariableReference, 0)
                | (K::Send | K::SyncSend | K::SendReceiveSource, 0)
                | (K::MethodSend | K::MethodSource, 0) => K::NameVariable,
                (K::MethodSend | K::MethodSource | K::MethodCall, 1) | (K::AgentMethod, 0) => {
                    K::MethodName
                }
                _ => K::ProcessVariable,
            },
            _ => K::ProcessVariable,
        };
        let kind = match (kind, self.current_kind(parent)) {
            (K::ProcessVariable, K::NameVariableReference) => K::NameVariable,
            (kind, _) => kind,
        };
        let range = range_of(node);
        let name = self.ir.intern(range.of(self.text));
        self.ir.leaf(kind.code(), range.start, range.end, name.raw());
    }

    /// The kind of the innermost open node.
    fn open_kind(&self) -> NodeKind {
        let open = self.ir.open_node().some();
        open.map_or(NodeKind::Program, |node| NodeKind::from_code(self.ir.nodes.view().kind(node)))
    }

    /// The kind of a frame's node after the tokens so far.
    fn current_kind(&self, frame: &Frame) -> NodeKind {
        match frame.node.some() {
            Some(node) => NodeKind::from_code(self.ir.nodes.view().kind(node)),
            None => NodeKind::Program,
        }
    }

    /// Lets a token refine the node it stands in.
    fn token(&mut self, token: Token, parent: &mut Frame) {
        use NodeKind as K;
        let is_operator = parent.action == Action::Operation;
        let construct = match parent.action {
            Action::Open(construct) => construct,
            Action::Operation => K::Error,
            _ => return,
        };
        let kind = match (token, construct) {
            (Token::Operator(kind), K::BundleReadWrite) => kind,
            (Token::Operator(kind), _) if is_operator => kind,
            (Token::Minus, _) if is_operator && parent.children == 0 => K::Negate,
            (Token::Minus, _) if is_operator => K::Subtract,
            (Token::Star, _) if is_operator => K::Multiply,
            (Token::Star, K::ProcessVariableReference) => K::NameVariableReference,
            (Token::DoubleBang, K::Send) => {
                parent.part += 1;
                K::PersistentSend
            }
            (Token::Semicolon, K::SyncSend) => K::SyncSendThen,
            (Token::Semicolon, K::MethodSend) => K::MethodSendThen,
            (Token::Ampersand, K::LetSequential) => K::LetConcurrent,
            (Token::Private, K::AgentMethod) => K::AgentPrivateMethod,
            (Token::Private, K::AgentDefault) => K::AgentPrivateDefault,
            (Token::NextPart, _) => {
                parent.part = parent.part.saturating_add(1);
                return;
            }
            (Token::Arrow, K::LetBind) => {
                parent.part += 1;
                self.ir.set_data(parent.node, parent.children);
                return;
            }
            (Token::Assign, K::LetBind) => {
                parent.part += 1;
                self.ir.set_data(parent.node, 1);
                // `x = e` binds a process, `x <- e` a name.
                let bound = parent.node.next();
                if bound.index() < self.ir.nodes.len() {
                    self.ir.set_kind(bound, K::ProcessVariable.code());
                }
                K::LetAssign
            }
            _ => return,
        };
        self.ir.set_kind(parent.node, kind.code());
    }
}

fn range_of(node: Node<'_>) -> TextRange {
    TextRange::from_offsets(node.byte_range())
}

/// The kind of a number by its suffix.
pub(super) fn number_kind(text: &str) -> NodeKind {
    let has = |wanted: u8| text.bytes().any(|byte| byte == wanted);
    match text.as_bytes().last() {
        Some(b'n') => NodeKind::BigInteger,
        Some(b'r') => NodeKind::BigRational,
        _ if has(b'i') => NodeKind::SignedInteger,
        _ if has(b'u') => NodeKind::UnsignedInteger,
        _ if has(b'p') => NodeKind::FixedPoint,
        _ if has(b'f') || has(b'.') || has(b'e') || has(b'E') => NodeKind::Float,
        _ => NodeKind::Integer,
    }
}

/// A literal without the characters that delimit it.
fn without_quotes(literal: &str) -> &str {
    literal.get(1..literal.len().saturating_sub(1)).unwrap_or("")
}

fn simple_type_kind(text: &str) -> NodeKind {
    match text {
        "Bool" => NodeKind::BoolType,
        "Int" => NodeKind::IntType,
        "BigInt" => NodeKind::BigIntType,
        "String" => NodeKind::StringType,
        "Uri" => NodeKind::UriType,
        _ => NodeKind::ByteArrayType,
    }
}
