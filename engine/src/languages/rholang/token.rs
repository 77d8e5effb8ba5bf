//! Words with their meaning.
//!
//! A variable is what its binder makes of it, so a channel keeps its colour wherever it is used. What
//! contracts and agents there are is read from the endpoints of the document; all else is linear in
//! the part that is asked for.

use rustc_hash::FxHashMap;

use super::builtin;
use super::gap::{self, Piece};
use super::kind::{BINDER_FLAG, BinderKind, ChannelKind, EndpointRole, NodeKind, PROCESS_FLAG};
use super::shape;
use crate::ir::{BinderId, Ir, NodeId};
use crate::symbol::{Document, Token, TokenKind, TokenModifiers};
use crate::text::TextRange;

/// Adds the words of a part of a document.
pub(super) fn tokens(document: Document<'_>, range: TextRange, tokens: &mut Vec<Token>) {
    let words = Words { ir: document.ir, servers: servers(document.ir) };
    gap::for_each_piece(document, range, |piece| {
        tokens.extend(match piece {
            Piece::Leaf(node) => words.leaf(node, document.text),
            Piece::Comment(range) => {
                let modifiers =
                    TokenModifiers::DOCUMENTATION.when(is_documentation(range.of(document.text)));
                Some(Token { range, kind: TokenKind::Comment, modifiers })
            }
            Piece::Keyword(range) => Some(Token::plain(range, TokenKind::Keyword)),
            Piece::Operator(range) => Some(Token::plain(range, TokenKind::Operator)),
            Piece::String(range) => Some(Token::plain(range, TokenKind::String)),
            Piece::Opener(_) | Piece::Closer(_) => None,
        });
    });
}

/// Whether a comment is written as documentation.
fn is_documentation(comment: &str) -> bool {
    let is_line = comment.starts_with("///") && !comment.starts_with("////");
    is_line
        || (comment.starts_with("/**")
            && !comment.starts_with("/**/")
            && !comment.starts_with("/***"))
}

/// The binders that a contract or an agent serves.
fn servers(ir: Ir<'_>) -> FxHashMap<BinderId, TokenKind> {
    let mut servers = FxHashMap::default();
    let (contract, agent) = (EndpointRole::Contract.code(), EndpointRole::Agent.code());
    for place in memchr::memchr2_iter(contract, agent, ir.endpoints.role) {
        let is_binder = ir.endpoints.channel_kind.get(place) == Some(&ChannelKind::Binder.code());
        let role = ir.endpoints.role.get(place).copied();
        let kind = if role == Some(agent) { TokenKind::Class } else { TokenKind::Function };
        if let (true, Some(&channel)) = (is_binder, ir.endpoints.channel.get(place)) {
            servers.insert(BinderId::new(channel), kind);
        }
    }
    servers
}

struct Words<'a> {
    ir: Ir<'a>,
    servers: FxHashMap<BinderId, TokenKind>,
}

impl Words<'_> {
    fn leaf(&self, node: NodeId, text: &str) -> Option<Token> {
        use NodeKind as K;
        let range = self.ir.range(node);
        let library = TokenModifiers::DEFAULT_LIBRARY;
        let (kind, modifiers) = match shape::kind(self.ir.nodes, node) {
            K::NameVariable | K::ProcessVariable => self.variable(node),
            K::MethodName => self.method(node, range.of(text)),
            K::Nil | K::True | K::False | K::Wildcard => (TokenKind::Keyword, TokenModifiers::NONE),
            K::String => (TokenKind::String, TokenModifiers::NONE),
            K::Uri => {
                let uri = range.of(text).trim_matches('`');
                (TokenKind::String, library.when(builtin::system_channel(uri).is_some()))
            }
            K::Placeholder => (TokenKind::Macro, TokenModifiers::NONE),
            kind if kind.is_number() => (TokenKind::Number, TokenModifiers::NONE),
            kind if kind.is_simple_type() => (TokenKind::Type, library),
            _ => return None,
        };
        Some(Token { range, kind, modifiers })
    }

    fn variable(&self, node: NodeId) -> (TokenKind, TokenModifiers) {
        let ir = self.ir;
        let is_process = shape::kind(ir.nodes, node) == NodeKind::ProcessVariable;
        let plain = if is_process { TokenKind::Variable } else { TokenKind::Event };
        let Some(binder) = ir.binder_of(node) else {
            return (plain, TokenModifiers::NONE);
        };
        let code = ir.binders.kind(binder);
        // `*x` and `@x` are seen through: what the binder is counts.
        let own = if code & PROCESS_FLAG != 0 { TokenKind::Variable } else { TokenKind::Event };
        let (kind, mut modifiers) = match BinderKind::of(code) {
            BinderKind::New => (own, TokenModifiers::NONE),
            BinderKind::NewUri => (own, TokenModifiers::DEFAULT_LIBRARY),
            BinderKind::Formal => (TokenKind::Parameter, TokenModifiers::NONE),
            BinderKind::Implicit => (own, TokenModifiers::READONLY),
            _ => (own, TokenModifiers::NONE),
        };
        if ir.nodes.data(node) & BINDER_FLAG != 0 {
            modifiers = modifiers.with(TokenModifiers::DECLARATION);
        }
        if self.is_served(node) {
            modifiers = modifiers.with(TokenModifiers::DEFINITION);
        }
        (self.servers.get(&binder).copied().unwrap_or(kind), modifiers)
    }

    /// Whether a node is the channel of a contract or agent.
    fn is_served(&self, node: NodeId) -> bool {
        let nodes = self.ir.nodes;
        let is_first = nodes.parent(node).some().is_some_and(|parent| parent.next() == node);
        let parent = shape::parent_kind(nodes, node);
        is_first && matches!(parent, NodeKind::Contract | NodeKind::Agent)
    }

    fn method(&self, node: NodeId, name: &str) -> (TokenKind, TokenModifiers) {
        let modifiers = match shape::parent_kind(self.ir.nodes, node) {
            NodeKind::AgentMethod | NodeKind::AgentPrivateMethod => TokenModifiers::DEFINITION,
            NodeKind::MethodCall => {
                TokenModifiers::DEFAULT_LIBRARY.when(builtin::method(name).is_some())
            }
            _ => TokenModifiers::NONE,
        };
        (TokenKind::Method, modifiers)
    }
}
