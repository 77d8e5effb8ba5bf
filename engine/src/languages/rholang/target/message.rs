//! What a send puts into a message, and what a receive expects of one.

use crate::ir::{NameId, NodeId};
use crate::languages::rholang::kind::NodeKind;
use crate::languages::rholang::shape;
use crate::symbol::Document;

/// A part of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// A process that the program spells.
    Process(NodeId),
    /// A channel that is made for the reply.
    Reply,
    /// The name of a method, as a string.
    Method(NameId),
}

/// The message of a send.
#[derive(Debug)]
pub(super) struct Message<'a> {
    pub(super) document: Document<'a>,
    pub(super) parts: Vec<Part>,
}

impl<'a> Message<'a> {
    /// The message of a send. A synchronous send puts a reply channel before the arguments, and one to a
    /// method the method's name after that.
    pub(super) fn of(document: Document<'a>, send: NodeId) -> Self {
        use NodeKind as K;
        let nodes = document.ir.nodes;
        let kind = shape::kind(nodes, send);
        let mut parts = Vec::new();
        if !matches!(kind, K::Send | K::PersistentSend) {
            parts.push(Part::Reply);
        }
        let then = match kind {
            K::SyncSendThen | K::MethodSendThen => shape::last_child(nodes, send),
            _ => nodes.subtree_end(send),
        };
        for child in nodes.children(send).skip(1).take_while(|&child| child < then) {
            parts.extend(match shape::kind(nodes, child) {
                K::MethodName => NameId::new(nodes.data(child)).some().map(Part::Method),
                K::Error => None,
                _ => Some(Part::Process(child)),
            });
        }
        Self { document, parts }
    }
}

/// What a receive, contract, agent or method expects of a message.
#[derive(Debug)]
pub(super) struct Formals<'a> {
    pub(super) document: Document<'a>,
    /// One pattern for each part; none where any name will do.
    pub(super) patterns: Vec<Option<NodeId>>,
    /// Whether any number of further parts may follow.
    pub(super) has_remainder: bool,
}

impl<'a> Formals<'a> {
    /// What a receive, contract or agent expects.
    pub(super) fn of(document: Document<'a>, receiver: NodeId) -> Self {
        let nodes = document.ir.nodes;
        let mut formals = Self { document, patterns: Vec::new(), has_remainder: false };
        match shape::kind(nodes, receiver) {
            NodeKind::Agent => {
                formals.patterns.push(None);
                match shape::constructor(nodes, receiver) {
                    Some(constructor) => formals.add(constructor),
                    None => formals.has_remainder = true,
                }
            }
            _ => formals.add(receiver),
        }
        // The reply channel comes last in a message that is answered on receipt.
        let source = shape::last_child(nodes, receiver);
        let is_answered = shape::kind(nodes, receiver).is_bind()
            && source < nodes.subtree_end(receiver)
            && shape::kind(nodes, source) == NodeKind::ReceiveSendSource;
        if is_answered {
            formals.patterns.push(None);
        }
        formals
    }

    fn add(&mut self, construct: NodeId) {
        let nodes = self.document.ir.nodes;
        let patterns = shape::patterns(nodes, construct);
        let mut pattern = patterns.start;
        while pattern < patterns.end {
            match shape::kind(nodes, pattern) {
                NodeKind::Remainder => self.has_remainder = true,
                NodeKind::MethodName | NodeKind::Error => {}
                _ => self.patterns.push(Some(pattern)),
            }
            pattern = nodes.subtree_end(pattern);
        }
    }

    /// Whether a message with this many parts can fit.
    pub(super) fn takes(&self, arity: usize) -> bool {
        let expected = self.patterns.len();
        arity == expected || self.has_remainder && arity > expected
    }

    /// How much the patterns demand: the more, the fewer messages fit.
    pub(super) fn specificity(&self) -> u32 {
        let nodes = self.document.ir.nodes;
        let demands = self.patterns.iter().flatten().map(|&pattern| {
            let subtree = pattern.raw()..nodes.subtree_end(pattern).raw();
            subtree.map(|raw| demand(shape::kind(nodes, NodeId::new(raw)))).sum::<u32>()
        });
        demands.sum::<u32>() + u32::from(!self.has_remainder)
    }
}

/// What one node of a pattern demands: a literal more than a type or form, a variable nothing.
const fn demand(kind: NodeKind) -> u32 {
    use NodeKind as K;
    match kind {
        K::Wildcard
        | K::NameVariable
        | K::ProcessVariable
        | K::Remainder
        | K::Quote
        | K::Eval
        | K::Conjunction
        | K::Disjunction
        | K::MapEntry
        | K::Error
        | K::Missing => 0,
        K::Nil | K::Unit | K::True | K::False | K::String | K::Uri => 2,
        kind if kind.is_number() => 2,
        _ => 1,
    }
}
