//! Whether a message fits a pattern, as far as the texts tell.
//!
//! The two may stand in different documents. What a variable or expression of the message will be is
//! not known, so the verdict is one of three. The walk over both trees is a stack machine: tasks
//! compare two nodes or combine the verdicts of earlier tasks, so that no depth of input is a depth
//! of calls.

use rustc_hash::FxHashSet;

use super::message::{Formals, Message, Part};
use crate::ir::{NameId, NodeId};
use crate::languages::rholang::kind::{BINDER_FLAG, BinderKind, NodeKind};
use crate::languages::rholang::shape;
use crate::symbol::Document;
use crate::text::TextRange;

/// How many pairs of nodes one search compares; what is left then counts as uncertain.
const STEPS_MAX: u32 = 200_000;

/// Whether a message fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Verdict {
    /// It does not, whatever its variables stand for.
    No,
    /// That depends on what its variables stand for.
    Maybe,
    /// It does.
    Yes,
}

impl Verdict {
    const fn of(is_match: bool) -> Self {
        if is_match { Self::Yes } else { Self::No }
    }

    const fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }
}

/// A value that a pattern is compared with.
#[derive(Clone, Copy, Debug)]
enum Value {
    Process(NodeId),
    Reply,
    Method(NameId),
}

#[derive(Clone, Copy, Debug)]
enum Task {
    Compare(Value, NodeId),
    /// The least of the last verdicts.
    All(usize),
    /// The greatest of the last verdicts.
    Any(usize),
    /// The opposite of the last verdict.
    Not,
    /// A verdict that is known.
    Given(Verdict),
}

/// What is known of a value without evaluating it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Unknown,
    Nil,
    Unit,
    Bool,
    Int,
    /// A sized integer: an `Int` or a `BigInt` by its value.
    SizedInt,
    BigInt,
    OtherNumber,
    String,
    Uri,
    List,
    Tuple,
    Set,
    Map,
    PathMap,
    /// A channel that nobody can spell.
    Name,
    Bundle,
    /// A send, receive or another process that is no value.
    Statement,
}

/// Compares messages with patterns.
pub(super) struct Matcher {
    steps: u32,
}

impl Matcher {
    pub(super) const fn new() -> Self {
        Self { steps: STEPS_MAX }
    }

    /// Whether a message whose number of parts fits also fits by its parts.
    pub(super) fn fits(&mut self, message: &Message<'_>, formals: &Formals<'_>) -> Verdict {
        let mut verdict = Verdict::Yes;
        for (&part, &pattern) in message.parts.iter().zip(&formals.patterns) {
            let Some(pattern) = pattern else { continue };
            let value = match part {
                Part::Process(node) => Value::Process(node),
                Part::Reply => Value::Reply,
                Part::Method(name) => Value::Method(name),
            };
            let documents = Documents { value: message.document, pattern: formals.document };
            verdict = verdict.min(self.compare(documents, value, pattern));
            if verdict == Verdict::No {
                break;
            }
        }
        verdict
    }

    fn compare(&mut self, documents: Documents<'_>, value: Value, pattern: NodeId) -> Verdict {
        let mut tasks = vec![Task::Compare(value, pattern)];
        let mut verdicts: Vec<Verdict> = Vec::new();
        while let Some(task) = tasks.pop() {
            let verdict = match task {
                Task::Compare(value, pattern) => {
                    if self.steps == 0 {
                        verdicts.push(Verdict::Maybe);
                        continue;
                    }
                    self.steps -= 1;
                    match documents.step(value, pattern, &mut tasks, &mut self.steps) {
                        Some(verdict) => verdict,
                        None => continue,
                    }
                }
                Task::All(count) => {
                    let first = verdicts.len().saturating_sub(count);
                    verdicts.drain(first..).min().unwrap_or(Verdict::Yes)
                }
                Task::Any(count) => {
                    let first = verdicts.len().saturating_sub(count);
                    verdicts.drain(first..).max().unwrap_or(Verdict::No)
                }
                Task::Not => verdicts.pop().unwrap_or(Verdict::Maybe).not(),
                Task::Given(verdict) => verdict,
            };
            verdicts.push(verdict);
        }
        verdicts.pop().unwrap_or(Verdict::Maybe)
    }
}

/// The documents of a message and of a pattern.
#[derive(Clone, Copy)]
struct Documents<'a> {
    value: Document<'a>,
    pattern: Document<'a>,
}

impl Documents<'_> {
    /// Compares one value with one pattern; returns nothing if tasks were added that do it.
    fn step(
        self,
        value: Value,
        pattern: NodeId,
        tasks: &mut Vec<Task>,
        steps: &mut u32,
    ) -> Option<Verdict> {
        use NodeKind as K;
        let nodes = self.pattern.ir.nodes;
        let value = self.plain_value(value);
        let pattern = plain(self.pattern, pattern);
        let kind = shape::kind(nodes, pattern);
        let known = self.sort(value);
        Some(match kind {
            K::Wildcard => Verdict::Yes,
            K::ProcessVariable | K::NameVariable => {
                let is_binder = nodes.data(pattern) & BINDER_FLAG != 0;
                if is_binder { Verdict::Yes } else { Verdict::Maybe }
            }
            // `*x` binds a name, and every process is the evaluation of one.
            K::Eval => {
                let name = pattern.next();
                let binds = name < nodes.subtree_end(pattern)
                    && shape::kind(nodes, name) == K::NameVariable
                    && nodes.data(name) & BINDER_FLAG != 0;
                if binds { Verdict::Yes } else { Verdict::Maybe }
            }
            K::Conjunction | K::Disjunction => {
                let count = nodes.children(pattern).count();
                tasks.push(if kind == K::Conjunction {
                    Task::All(count)
                } else {
                    Task::Any(count)
                });
                tasks.extend(nodes.children(pattern).map(|part| Task::Compare(value, part)));
                return None;
            }
            K::Negation => {
                tasks.push(Task::Not);
                let operand = nodes.children(pattern).next();
                tasks.push(match operand {
                    Some(operand) => Task::Compare(value, operand),
                    None => Task::Given(Verdict::Maybe),
                });
                return None;
            }
            kind if kind.is_simple_type() => has_type(known, kind),
            K::Nil | K::Unit | K::True | K::False | K::String | K::Uri => {
                self.equal(value, known, pattern)
            }
            kind if kind.is_number() => self.equal(value, known, pattern),
            K::List | K::Tuple | K::ParenthesizedTuple | K::Set | K::Map | K::PathMap => {
                return self.collection(value, known, pattern, tasks, steps);
            }
            kind if kind.is_bundle() || kind.is_statement() => {
                return self.statement(value, known, pattern, tasks);
            }
            _ => Verdict::Maybe,
        })
    }

    /// The process that a value stands for: `@P` and `*@P` are `P`.
    fn plain_value(self, value: Value) -> Value {
        match value {
            Value::Process(node) => Value::Process(plain(self.value, node)),
            _ => value,
        }
    }

    fn sort(self, value: Value) -> Sort {
        use NodeKind as K;
        let node = match value {
            Value::Process(node) => node,
            Value::Reply => return Sort::Name,
            Value::Method(_) => return Sort::String,
        };
        let ir = self.value.ir;
        match shape::kind(ir.nodes, node) {
            K::Nil => Sort::Nil,
            K::Unit => Sort::Unit,
            K::True | K::False | K::Equal | K::NotEqual | K::Matches | K::Less => Sort::Bool,
            K::LessOrEqual | K::Greater | K::GreaterOrEqual | K::And | K::Or | K::Not => Sort::Bool,
            K::Integer => Sort::Int,
            K::SignedInteger | K::UnsignedInteger => Sort::SizedInt,
            K::BigInteger => Sort::BigInt,
            K::BigRational | K::Float | K::FixedPoint => Sort::OtherNumber,
            K::String | K::Interpolate => Sort::String,
            K::Uri => Sort::Uri,
            K::List => Sort::List,
            K::Tuple | K::ParenthesizedTuple => Sort::Tuple,
            K::Set => Sort::Set,
            K::Map => Sort::Map,
            K::PathMap => Sort::PathMap,
            K::Eval => {
                let name = node.next();
                let is_variable = name < ir.nodes.subtree_end(node)
                    && shape::kind(ir.nodes, name) == K::NameVariable;
                let binder = if is_variable { ir.binder_of(name) } else { None };
                let kind = binder.map(|binder| BinderKind::of(ir.binders.kind(binder)));
                if matches!(kind, Some(BinderKind::New | BinderKind::NewUri)) {
                    Sort::Name
                } else {
                    Sort::Unknown
                }
            }
            K::Send | K::PersistentSend | K::SyncSend | K::SyncSendThen | K::MethodSend => {
                Sort::Statement
            }
            K::MethodSendThen | K::Contract | K::For | K::New | K::Select | K::Agent => {
                Sort::Statement
            }
            kind if kind.is_bundle() => Sort::Bundle,
            _ => Sort::Unknown,
        }
    }

    /// Compares a value with a literal.
    fn equal(self, value: Value, known: Sort, pattern: NodeId) -> Verdict {
        use NodeKind as K;
        let expected = Documents { value: self.pattern, ..self }.sort(Value::Process(pattern));
        if known == Sort::Unknown {
            return Verdict::Maybe;
        }
        let is_sized = known == Sort::SizedInt || expected == Sort::SizedInt;
        let is_integer = |sort| matches!(sort, Sort::Int | Sort::SizedInt | Sort::BigInt);
        if known != expected {
            let may_be_equal = is_sized && is_integer(known) && is_integer(expected);
            return if may_be_equal { Verdict::Maybe } else { Verdict::No };
        }
        let text_of = |document: Document<'_>, node| document.ir.range(node);
        let written = text_of(self.pattern, pattern).of(self.pattern.text);
        let node = match value {
            Value::Process(node) => node,
            Value::Method(name) => {
                let name = self.value.ir.names.text(name);
                return Verdict::of(without_quotes(written) == name);
            }
            Value::Reply => return Verdict::No,
        };
        let (found, wanted) =
            (shape::kind(self.value.ir.nodes, node), shape::kind(self.pattern.ir.nodes, pattern));
        let spelled = text_of(self.value, node).of(self.value.text);
        match (found, wanted) {
            (K::Nil, _) | (K::Unit, _) => Verdict::Yes,
            (K::True | K::False, _) => Verdict::of(found == wanted),
            (K::String, K::String) | (K::Uri, K::Uri) => Verdict::of(spelled == written),
            (K::Integer, K::Integer) => Verdict::of(digits(spelled) == digits(written)),
            _ if found == wanted && spelled == written => Verdict::Yes,
            _ => Verdict::Maybe,
        }
    }

    /// Compares a value with a bundle, send or other process.
    fn statement(
        self,
        value: Value,
        known: Sort,
        pattern: NodeId,
        tasks: &mut Vec<Task>,
    ) -> Option<Verdict> {
        let Value::Process(node) = value else {
            return Some(Verdict::No);
        };
        match known {
            Sort::Unknown => return Some(Verdict::Maybe),
            Sort::Statement | Sort::Bundle => {}
            // `P | Q` also matches one process, the other being nothing.
            _ if shape::kind(self.pattern.ir.nodes, pattern) == NodeKind::Par => {
                return Some(Verdict::Maybe);
            }
            _ => return Some(Verdict::No),
        }
        let (values, patterns) = (self.value.ir.nodes, self.pattern.ir.nodes);
        let kind = shape::kind(patterns, pattern);
        let is_simple =
            kind.is_bundle() || matches!(kind, NodeKind::Send | NodeKind::PersistentSend);
        if !is_simple {
            return Some(Verdict::Maybe);
        }
        if shape::kind(values, node) != kind {
            return Some(Verdict::No);
        }
        self.sequence(
            values.children(node).collect(),
            patterns.children(pattern).collect(),
            false,
            tasks,
        )
    }

    /// Compares elements one by one.
    fn sequence(
        self,
        values: Vec<NodeId>,
        patterns: Vec<NodeId>,
        has_remainder: bool,
        tasks: &mut Vec<Task>,
    ) -> Option<Verdict> {
        let fits = values.len() == patterns.len() || has_remainder && values.len() > patterns.len();
        if !fits {
            return Some(Verdict::No);
        }
        tasks.push(Task::All(patterns.len()));
        let pairs = values.into_iter().zip(patterns);
        tasks.extend(pairs.map(|(value, pattern)| Task::Compare(Value::Process(value), pattern)));
        None
    }

    fn collection(
        self,
        value: Value,
        known: Sort,
        pattern: NodeId,
        tasks: &mut Vec<Task>,
        steps: &mut u32,
    ) -> Option<Verdict> {
        let expected = Documents { value: self.pattern, ..self }.sort(Value::Process(pattern));
        let node = match value {
            _ if known == Sort::Unknown => return Some(Verdict::Maybe),
            Value::Process(node) if known == expected => node,
            _ => return Some(Verdict::No),
        };
        // The same collection is looked at for each receiver.
        let (values, has_open_value) = elements(self.value, node);
        *steps = steps.saturating_sub(u32::try_from(values.len()).unwrap_or(u32::MAX));
        let (patterns, has_remainder) = elements(self.pattern, pattern);
        if has_open_value {
            return Some(Verdict::Maybe);
        }
        match expected {
            Sort::Map => self.map(&values, &patterns, has_remainder, tasks, steps),
            Sort::Set => self.set(&values, &patterns, has_remainder, tasks, steps),
            Sort::PathMap => Some(Verdict::Maybe),
            _ => self.sequence(values, patterns, has_remainder, tasks),
        }
    }

    /// Each element of the pattern wants an element of the set. That two may want the same one is
    /// not looked at.
    fn set(
        self,
        values: &[NodeId],
        patterns: &[NodeId],
        has_remainder: bool,
        tasks: &mut Vec<Task>,
        steps: &mut u32,
    ) -> Option<Verdict> {
        // A set has fewer elements than it has texts if some are equal.
        if values.len() < patterns.len() {
            return Some(Verdict::No);
        }
        let pairs = u32::try_from(values.len() * patterns.len()).unwrap_or(u32::MAX);
        let is_longer = values.len() > patterns.len() && !has_remainder;
        if is_longer && self.are_distinct(values.iter().copied()) {
            return Some(Verdict::No);
        }
        if is_longer || *steps < pairs {
            return Some(Verdict::Maybe);
        }
        tasks.push(Task::All(patterns.len()));
        for &pattern in patterns {
            tasks.push(Task::Any(values.len()));
            tasks.extend(values.iter().map(|&value| Task::Compare(Value::Process(value), pattern)));
        }
        None
    }

    /// Whether some nodes of the message are different literals.
    fn are_distinct(self, nodes: impl Iterator<Item = NodeId>) -> bool {
        let mut seen = FxHashSet::default();
        let ir = self.value.ir;
        nodes.into_iter().all(|node| {
            is_literal(shape::kind(ir.nodes, node))
                && seen.insert(ir.range(node).of(self.value.text))
        })
    }

    /// Each key of the pattern wants the value of the same key.
    fn map(
        self,
        values: &[NodeId],
        patterns: &[NodeId],
        has_remainder: bool,
        tasks: &mut Vec<Task>,
        steps: &mut u32,
    ) -> Option<Verdict> {
        let pairs = u32::try_from(values.len() * patterns.len()).unwrap_or(u32::MAX);
        if *steps < pairs {
            return Some(Verdict::Maybe);
        }
        *steps -= pairs;
        let is_fixed = |&&(sort, _): &&(Sort, NodeId)| sort != Sort::Unknown;
        let keys: Vec<(Sort, NodeId)> = values
            .iter()
            .filter_map(|&entry| {
                let key = self.value.ir.nodes.children(entry).next()?;
                Some((self.sort(self.plain_value(Value::Process(key))), key))
            })
            .collect();
        let is_known =
            keys.len() == values.len() && keys.iter().filter(is_fixed).count() == keys.len();
        if is_known && values.len() < patterns.len() {
            return Some(Verdict::No);
        }
        let is_longer = values.len() > patterns.len() && !has_remainder;
        if is_known && is_longer && self.are_distinct(keys.iter().map(|&(_, key)| key)) {
            return Some(Verdict::No);
        }
        let is_uncertain = !is_known || is_longer;
        let mut wanted = Vec::new();
        let mut certain = if is_uncertain { Verdict::Maybe } else { Verdict::Yes };
        for &entry in patterns {
            let mut parts = self.pattern.ir.nodes.children(entry);
            let (Some(key), Some(pattern)) = (parts.next(), parts.next()) else {
                certain = certain.min(Verdict::Maybe);
                continue;
            };
            let found = keys.iter().find(|&&(sort, candidate)| {
                sort != Sort::Unknown
                    && self.equal(Value::Process(candidate), sort, key) == Verdict::Yes
            });
            match found.and_then(|&(_, key)| value_of(self.value, key)) {
                Some(value) => wanted.push(Task::Compare(Value::Process(value), pattern)),
                None if is_known && is_literal(shape::kind(self.pattern.ir.nodes, key)) => {
                    return Some(Verdict::No);
                }
                None => certain = certain.min(Verdict::Maybe),
            }
        }
        tasks.push(Task::All(wanted.len() + 1));
        tasks.push(Task::Given(certain));
        tasks.extend(wanted);
        None
    }
}

/// The process that a value or pattern stands for: `@P` and `*@P` are `P`.
fn plain(document: Document<'_>, mut node: NodeId) -> NodeId {
    let nodes = document.ir.nodes;
    loop {
        let inner = node.next();
        let has_inner = inner < nodes.subtree_end(node);
        match shape::kind(nodes, node) {
            NodeKind::Quote if has_inner => node = inner,
            NodeKind::Eval if has_inner && shape::kind(nodes, inner) == NodeKind::Quote => {
                node = inner;
            }
            _ => return node,
        }
    }
}

/// The elements of a collection, and whether more may follow.
fn elements(document: Document<'_>, collection: NodeId) -> (Vec<NodeId>, bool) {
    let nodes = document.ir.nodes;
    let mut elements: Vec<NodeId> = nodes.children(collection).collect();
    let count = elements.len();
    elements.retain(|&child| shape::kind(nodes, child) != NodeKind::Remainder);
    let has_remainder = elements.len() < count;
    elements.retain(|&child| shape::kind(nodes, child) != NodeKind::Error);
    (elements, has_remainder)
}

/// The value of a map's entry by its key.
fn value_of(document: Document<'_>, key: NodeId) -> Option<NodeId> {
    let nodes = document.ir.nodes;
    let entry = nodes.parent(key).some()?;
    Some(nodes.subtree_end(key)).filter(|&value| value < nodes.subtree_end(entry))
}

/// Whether values of a sort have a type of patterns.
const fn has_type(known: Sort, kind: NodeKind) -> Verdict {
    use NodeKind as K;
    match (known, kind) {
        (Sort::Unknown, _) | (Sort::SizedInt, K::IntType | K::BigIntType) => Verdict::Maybe,
        (Sort::Bool, K::BoolType)
        | (Sort::Int, K::IntType)
        | (Sort::BigInt, K::BigIntType)
        | (Sort::String, K::StringType)
        | (Sort::Uri, K::UriType) => Verdict::Yes,
        _ => Verdict::No,
    }
}

/// Whether a key of a pattern is one value.
const fn is_literal(kind: NodeKind) -> bool {
    use NodeKind as K;
    kind.is_number() || matches!(kind, K::Nil | K::Unit | K::True | K::False | K::String | K::Uri)
}

/// A literal without the characters that delimit it.
fn without_quotes(literal: &str) -> &str {
    shape::content(TextRange::from_offsets(0..literal.len())).of(literal)
}

/// The sign and the digits of an integer, without leading zeros.
fn digits(integer: &str) -> (bool, &str) {
    let (is_negative, digits) = match integer.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, integer),
    };
    let digits = digits.trim_start_matches('0');
    (is_negative && !digits.is_empty(), digits)
}
