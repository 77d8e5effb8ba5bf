//! Words with their meaning.
//!
//! What a symbol is follows from what the document says about it, then from the language, then from
//! where it stands. What other documents say is left out, so that the colours of a text change with
//! that text only. The tables of what names are take time linear in the document's definitions; all
//! else is linear in the part that is asked for.

use super::builtin::{self, Builtin};
use super::form::Form;
use super::kind::{BinderKind, DefinitionKind, NodeKind};
use super::{lookup, shape, share};
use crate::ir::{BINDER_FLAG, Ir, NameId, NodeId};
use crate::symbol::{Document, Token, TokenKind, TokenModifiers};
use crate::text::TextRange;

/// How many comments after a part are looked at to learn whether those in it explain something.
const COMMENTS_AHEAD_MAX: usize = 200;

/// Adds the words of a part of a document.
pub(super) fn tokens(document: Document<'_>, range: TextRange, tokens: &mut Vec<Token>) {
    let ir = document.ir;
    let first = tokens.len();
    comments(document, range, tokens);
    let mut words = Words { document, names: NameKinds::new(ir) };
    let starts = ir.nodes.start;
    let after = starts.partition_point(|&start| start < range.start);
    // The node before may be a word that reaches into the part.
    for node in (after.saturating_sub(1)..starts.len()).map(NodeId::from_index) {
        if ir.nodes.start(node) >= range.end {
            break;
        }
        let token = words.token(node);
        tokens
            .extend(token.filter(|token| !token.range.is_empty() && token.range.end > range.start));
    }
    if let Some(added) = tokens.get_mut(first..) {
        added.sort_by_key(|token| token.range);
    }
}

/// Adds the comments of a part. Those directly above a definition explain it.
fn comments(document: Document<'_>, range: TextRange, tokens: &mut Vec<Token>) {
    let comments = document.ir.comments;
    let first = comments.end.partition_point(|&end| end <= range.start);
    let last = comments.start.partition_point(|&start| start < range.end);
    let ahead = comments.start.len().min(last + COMMENTS_AHEAD_MAX);
    let place = |comment: usize| TextRange::new(comments.start[comment], comments.end[comment]);
    let added = tokens.len();
    // What stands below a comment is known when the comments are gone through upwards.
    let mut below: Option<TextRange> = None;
    for comment in (first..ahead).rev() {
        let range = place(comment);
        let explains = below.is_some_and(|below| is_directly_above(document.text, range, below))
            || is_above_definition(document, range);
        below = explains.then_some(range);
        if comment < last {
            let modifiers = TokenModifiers::DOCUMENTATION.when(explains);
            tokens.push(Token { range, kind: TokenKind::Comment, modifiers });
        }
    }
    if let Some(added) = tokens.get_mut(added..) {
        added.reverse();
    }
}

/// Whether a comment is alone on its line, and something begins on the next one.
fn is_directly_above(text: &str, comment: TextRange, below: TextRange) -> bool {
    let gap = TextRange::new(comment.end, below.start).of(text);
    let before = text.get(..comment.start as usize).unwrap_or("").bytes().rev();
    let mut lead = before.take_while(|&byte| byte != b'\n');
    gap.trim().is_empty() && gap.matches('\n').count() == 1 && lead.all(|b| b.is_ascii_whitespace())
}

/// Whether the form on the line after a comment defines something.
fn is_above_definition(document: Document<'_>, comment: TextRange) -> bool {
    let ir = document.ir;
    let after = ir.nodes.start.partition_point(|&start| start < comment.end);
    let next = NodeId::from_index(after);
    next.index() < ir.nodes.len()
        && ir.nodes.parent(next) == NodeId::new(0)
        && is_directly_above(document.text, comment, ir.range(next))
        && lookup::definitions_at(ir, next).next().is_some()
}

/// What the document says about its names.
struct NameKinds {
    kinds: Vec<NameKind>,
}

/// What the definitions of a name make of it; the last one counts most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum NameKind {
    #[default]
    Unknown,
    Relation,
    Constant,
    Constructor,
    Type,
    Token,
    Function,
}

impl NameKinds {
    fn new(ir: Ir<'_>) -> Self {
        use DefinitionKind as D;
        let mut kinds = vec![NameKind::Unknown; ir.names.len()];
        for definition in ir.definitions.ids() {
            let row = ir.definitions.row(definition);
            let kind = match D::from_code(row.kind) {
                D::Clause | D::CurriedClause => NameKind::Function,
                D::Token | D::ModuleToken => NameKind::Token,
                D::Type | D::TypeConstructor | D::Subtype => NameKind::Type,
                D::FunctionType => NameKind::Constructor,
                D::Constant | D::Typed => NameKind::Constant,
                D::Fact => NameKind::Relation,
                D::Documentation | D::Import | D::MorkRule => continue,
            };
            if let Some(known) = kinds.get_mut(row.name.index())
                && (kind != NameKind::Relation || share::defines(ir, &row))
            {
                *known = kind.max(*known);
            }
        }
        Self { kinds }
    }

    fn of(&self, name: NameId) -> NameKind {
        self.kinds.get(name.index()).copied().unwrap_or_default()
    }
}

struct Words<'a> {
    document: Document<'a>,
    names: NameKinds,
}

impl Words<'_> {
    /// The token of a node, if the node is a word.
    fn token(&mut self, node: NodeId) -> Option<Token> {
        let ir = self.document.ir;
        let range = ir.range(node);
        let kind = match shape::kind(ir.nodes, node) {
            NodeKind::Symbol => return Some(self.symbol(node)),
            NodeKind::Variable => return Some(self.variable(node)),
            NodeKind::String => match lookup::definition_named_at(ir, node) {
                Some(_) => TokenKind::Namespace,
                None => TokenKind::String,
            },
            NodeKind::Integer | NodeKind::Float => TokenKind::Number,
            NodeKind::Boolean => TokenKind::Keyword,
            NodeKind::Evaluation => {
                let sign = TextRange::new(range.start, range.start + 1);
                return Some(Token::plain(sign, TokenKind::Operator));
            }
            _ => return None,
        };
        Some(Token::plain(range, kind))
    }

    fn variable(&self, node: NodeId) -> Token {
        let ir = self.document.ir;
        let binder = ir.binder_of(node);
        let kind = binder
            .map_or(BinderKind::Free, |binder| BinderKind::from_code(ir.binders.kind(binder)));
        let kind = match kind {
            BinderKind::Type => TokenKind::TypeParameter,
            BinderKind::Clause | BinderKind::Parameter => TokenKind::Parameter,
            _ => TokenKind::Variable,
        };
        let is_binder = ir.nodes.data(node) & BINDER_FLAG != 0;
        let modifiers = TokenModifiers::DECLARATION.when(is_binder);
        Token { range: ir.range(node), kind, modifiers }
    }

    fn symbol(&self, node: NodeId) -> Token {
        let ir = self.document.ir;
        let name = NameId::new(ir.nodes.data(node));
        let is_head = lookup::call_at(ir.nodes, node).is_some();
        let (mut kind, mut modifiers) = match (self.names.of(name), builtin_of(ir, name)) {
            (NameKind::Unknown | NameKind::Relation, Some(builtin)) => {
                (kind_of_builtin(ir, name, builtin), TokenModifiers::DEFAULT_LIBRARY)
            }
            (NameKind::Function, _) => (TokenKind::Function, TokenModifiers::NONE),
            (NameKind::Token, _) => (TokenKind::Variable, TokenModifiers::READONLY),
            (NameKind::Type, _) => (TokenKind::Type, TokenModifiers::NONE),
            (NameKind::Constructor | NameKind::Constant, _) => {
                (TokenKind::EnumMember, TokenModifiers::NONE)
            }
            (NameKind::Relation, None) => (TokenKind::Property, TokenModifiers::NONE),
            (NameKind::Unknown, None) if self.is_type_position(node) => {
                (TokenKind::Type, TokenModifiers::NONE)
            }
            (NameKind::Unknown, None) if is_head => (TokenKind::Function, TokenModifiers::NONE),
            (NameKind::Unknown, None) => (TokenKind::EnumMember, TokenModifiers::NONE),
        };
        if let Some(row) = lookup::definition_named_at(ir, node) {
            use DefinitionKind as D;
            modifiers = modifiers.with(match D::from_code(row.kind) {
                D::Clause | D::CurriedClause | D::Constant => TokenModifiers::DEFINITION,
                D::Fact | D::MorkRule | D::Import => TokenModifiers::NONE,
                _ => TokenModifiers::DECLARATION,
            });
            match D::from_code(row.kind) {
                D::Import => (kind, modifiers) = (TokenKind::Namespace, TokenModifiers::NONE),
                D::ModuleToken => kind = TokenKind::Variable,
                _ => {}
            }
        }
        Token { range: ir.range(node), kind, modifiers }
    }

    /// Whether a symbol stands where a type does: behind the name in `(: name T)`, or in an arrow there.
    fn is_type_position(&self, node: NodeId) -> bool {
        let ir = self.document.ir;
        let mut inner = node;
        // Types are shallow; deeper words are coloured as data.
        for outer in ir.nodes.ancestors(node).take(8) {
            if matches!(lookup::form_of_head(ir, outer), Form::TypeDeclaration | Form::Subtype) {
                return shape::argument(ir.nodes, outer, 0).is_some_and(|name| name < inner);
            }
            inner = outer;
        }
        false
    }
}

fn builtin_of(ir: Ir<'_>, name: NameId) -> Option<&'static Builtin> {
    builtin::lookup(ir.names.text(name))
}

/// What a name of the language is.
fn kind_of_builtin(ir: Ir<'_>, name: NameId, builtin: &Builtin) -> TokenKind {
    let spelling = ir.names.text(name);
    if spelling.starts_with('@') {
        return TokenKind::Decorator;
    }
    if spelling.starts_with('&') {
        return TokenKind::Variable;
    }
    if !spelling.chars().any(char::is_alphanumeric) || spelling == "=alpha" {
        return TokenKind::Operator;
    }
    if KEYWORDS.contains(&spelling) {
        return TokenKind::Keyword;
    }
    if builtin.signatures == ["Type"] || TYPES.contains(&spelling) {
        return TokenKind::Type;
    }
    // Constructors and constants begin with a capital letter.
    if spelling.starts_with(char::is_uppercase) {
        return TokenKind::EnumMember;
    }
    TokenKind::Function
}

/// The functions that decide what is evaluated, bind variables or change how the file is read.
const KEYWORDS: &[&str] = &[
    "bind!",
    "case",
    "chain",
    "coalg",
    "eval",
    "evalc",
    "exec",
    "function",
    "git-module!",
    "if",
    "if-decons-expr",
    "if-equal",
    "if-error",
    "import!",
    "include",
    "let",
    "let*",
    "lookup",
    "match",
    "mod-space!",
    "pragma!",
    "quote",
    "register-module!",
    "return",
    "return-on-error",
    "rulify",
    "sealed",
    "switch",
    "switch-internal",
    "switch-minimal",
    "unify",
    "unquote",
];

/// The types that the language brings along without declaring them.
const TYPES: &[&str] = &[
    "%Undefined%",
    "Atom",
    "Bool",
    "Expression",
    "Grounded",
    "Number",
    "StateMonad",
    "String",
    "Symbol",
    "Type",
    "Variable",
];
