//! Whether a call can reach a clause.
//!
//! The comparison looks at what is certain before anything runs: literals, symbols, and expressions
//! that begin with the same symbol. A call among the arguments may give anything.

use rustc_hash::FxHashMap;

use super::kind::{DefinitionKind, NodeKind};
use super::{builtin, lookup, shape};
use crate::ir::{BinderId, Ir, NameId, NodeId};
use crate::symbol::Document;

/// How well the pattern of a clause fits a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fit {
    /// The arguments match as they are written. The number says how many words of the pattern are
    /// met by equal ones; more is more specific.
    Matches(u32),
    /// What an argument gives has to be known.
    Possible,
    /// Two words differ.
    Impossible,
}

/// What is known of the names at the heads of a call's arguments: whether expressions with them stand
/// for themselves.
pub(super) type DataHeads = FxHashMap<NameId, bool>;

/// Compares the arguments of a call with those of a pattern of the same length.
pub(super) fn fit(
    call_in: Document<'_>,
    call: NodeId,
    pattern_in: Document<'_>,
    pattern: NodeId,
    heads: &mut DataHeads,
) -> Fit {
    let (pairs, bound) = (Vec::new(), Vec::new());
    let mut comparison = Comparison { call_in, pattern_in, pairs, bound, heads, equal: 0 };
    comparison.add_arguments(call, pattern);
    let mut is_possible = false;
    while let Some((argument, wanted)) = comparison.pairs.pop() {
        match comparison.compare(argument, wanted) {
            Fit::Impossible => return Fit::Impossible,
            Fit::Possible => is_possible = true,
            Fit::Matches(words) => comparison.equal += words,
        }
    }
    if is_possible { Fit::Possible } else { Fit::Matches(comparison.equal) }
}

struct Comparison<'a> {
    call_in: Document<'a>,
    pattern_in: Document<'a>,
    /// What is still to be compared.
    pairs: Vec<(NodeId, NodeId)>,
    /// The arguments that the variables of the pattern have met first.
    bound: Vec<(BinderId, NodeId)>,
    heads: &'a mut DataHeads,
    equal: u32,
}

impl Comparison<'_> {
    fn add_arguments(&mut self, call: NodeId, pattern: NodeId) {
        let arguments = shape::arguments(self.call_in.ir.nodes, call);
        self.pairs.extend(arguments.zip(shape::arguments(self.pattern_in.ir.nodes, pattern)));
    }

    fn compare(&mut self, argument: NodeId, wanted: NodeId) -> Fit {
        let (call, pattern) = (self.call_in.ir, self.pattern_in.ir);
        let kinds = (shape::kind(call.nodes, argument), shape::kind(pattern.nodes, wanted));
        match kinds {
            (NodeKind::Hole, _) | (_, NodeKind::Hole) => Fit::Possible,
            (_, NodeKind::Variable) => self.bind(argument, wanted),
            // A variable takes any value.
            (NodeKind::Variable, _) => Fit::Matches(0),
            (NodeKind::Expression, NodeKind::Expression) => {
                self.compare_expressions(argument, wanted)
            }
            (NodeKind::Expression, _) if self.is_data(argument) => Fit::Impossible,
            (NodeKind::Expression, _) => Fit::Possible,
            (left, right) if left.is_form() && right.is_form() => {
                if self.is_equal_word(argument, wanted) { Fit::Matches(1) } else { Fit::Impossible }
            }
            _ => Fit::Possible,
        }
    }

    /// The same variable has to meet the same word.
    fn bind(&mut self, argument: NodeId, variable: NodeId) -> Fit {
        let call = self.call_in.ir;
        let Some(binder) = self.pattern_in.ir.binder_of(variable) else {
            return Fit::Matches(0);
        };
        let is_word = |node: NodeId| {
            let kind = shape::kind(call.nodes, node);
            kind.is_literal() || kind == NodeKind::Symbol
        };
        match self.bound.iter().find(|(bound, _)| *bound == binder) {
            None => {
                self.bound.push((binder, argument));
                Fit::Matches(0)
            }
            Some(&(_, first)) if is_word(first) && is_word(argument) => {
                let text = self.call_in.text;
                let is_equal = call.range(first).of(text) == call.range(argument).of(text);
                if is_equal { Fit::Matches(1) } else { Fit::Impossible }
            }
            Some(_) => Fit::Possible,
        }
    }

    fn compare_expressions(&mut self, argument: NodeId, wanted: NodeId) -> Fit {
        let (call, pattern) = (self.call_in.ir, self.pattern_in.ir);
        let heads = (shape::head(call.nodes, argument), shape::head(pattern.nodes, wanted));
        let is_same_length =
            shape::form_count(call.nodes, argument) == shape::form_count(pattern.nodes, wanted);
        if shape::has_hole(call.nodes, argument) || shape::has_hole(pattern.nodes, wanted) {
            return Fit::Possible;
        }
        let (head, wanted_head) = match heads {
            (None, None) => return Fit::Matches(1),
            (Some(head), Some(wanted_head)) => (head, wanted_head),
            (None, Some(_)) => return Fit::Impossible,
            (Some(_), None) if self.is_data(argument) => return Fit::Impossible,
            (Some(_), None) => return Fit::Possible,
        };
        if is_same_length && self.may_begin_alike(head, wanted_head) {
            self.pairs.push((head, wanted_head));
            self.add_arguments(argument, wanted);
            return Fit::Matches(0);
        }
        if self.is_data(argument) { Fit::Impossible } else { Fit::Possible }
    }

    /// Whether two expressions can be compared part by part: they begin with the same symbol, or
    /// with something that is none.
    fn may_begin_alike(&self, head: NodeId, wanted: NodeId) -> bool {
        let call = self.call_in.ir.nodes;
        shape::kind(call, head) != NodeKind::Symbol || {
            let kind = shape::kind(self.pattern_in.ir.nodes, wanted);
            kind == NodeKind::Symbol && self.is_equal_word(head, wanted)
        }
    }

    /// Whether an argument surely stands for itself: it is `()`, begins with a literal, or with a
    /// constructor.
    fn is_data(&mut self, expression: NodeId) -> bool {
        let ir = self.call_in.ir;
        let Some(head) = shape::head(ir.nodes, expression) else {
            return true;
        };
        if shape::kind(ir.nodes, head).is_literal() {
            return true;
        }
        shape::symbol(ir.nodes, head)
            .is_some_and(|name| *self.heads.entry(name).or_insert_with(|| is_constructor(ir, name)))
    }

    fn is_equal_word(&self, argument: NodeId, wanted: NodeId) -> bool {
        let argument = self.call_in.ir.range(argument).of(self.call_in.text);
        argument == self.pattern_in.ir.range(wanted).of(self.pattern_in.text)
    }
}

/// Whether a document declares the type of a name and has no clauses for it, so that calls of it stand
/// for themselves.
fn is_constructor(ir: Ir<'_>, name: NameId) -> bool {
    if builtin::lookup(ir.names.text(name)).is_some() {
        return false;
    }
    let mut is_declared = false;
    for row in lookup::definitions_of(ir, name) {
        match DefinitionKind::from_code(row.kind) {
            DefinitionKind::Typed
            | DefinitionKind::FunctionType
            | DefinitionKind::TypeConstructor => is_declared = true,
            DefinitionKind::Clause | DefinitionKind::CurriedClause | DefinitionKind::Token => {
                return false;
            }
            _ => {}
        }
    }
    is_declared
}

/// The pattern of a clause: the call whose arguments its innermost name takes.
pub(super) fn clause_pattern(ir: Ir<'_>, rule: NodeId, name: NameId) -> Option<NodeId> {
    let mut call = shape::argument(ir.nodes, rule, 0)?;
    loop {
        let head = shape::head(ir.nodes, call)?;
        if shape::symbol(ir.nodes, head) == Some(name) {
            return Some(call);
        }
        call = head;
    }
}
