//! Following the evaluation.
//!
//! What is to be looked at stands on an agenda in order of the text, so nesting costs no call stack.
//! Some places run as instructions of the minimal interpreter or after a substitution: calls are
//! not checked against types there, but variables are the same as anywhere. Such places are *loose*.

use rustc_hash::{FxHashMap, FxHashSet};

use super::meaning::{Meaning, Meanings, Parameter};
use super::selection::Selection;
use super::{call, shapes, variable};
use crate::diagnostic::DiagnosticSink;
use crate::ir::{Ir, NameId, NodeId};
use crate::languages::metta::form::Form;
use crate::languages::metta::kind::{BinderKind, Dialect, NodeKind};
use crate::languages::metta::{code, shape};
use crate::text::TextRange;

/// What to do with a node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// It is evaluated.
    Evaluate(NodeId),
    /// It is evaluated, but calls in it are not checked.
    Loose(NodeId),
    /// Variables in it receive values.
    Pattern(NodeId, BinderKind),
    /// The variables of a pattern have values up to a node.
    Bind(NodeId, NodeId),
}

pub(super) struct Walker<'a> {
    text: &'a str,
    pub(super) ir: Ir<'a>,
    pub(super) dialect: Dialect,
    pub(super) meanings: &'a Meanings,
    pub(super) selection: &'a Selection,
    pub(super) sink: &'a mut DiagnosticSink,
    agenda: Vec<Step>,
    /// Whether anything refers to a binder.
    pub(super) is_used: Vec<bool>,
    /// For each binder, the node up to which its variable has a value from an outer form.
    pub(super) bound_until: Vec<NodeId>,
    /// Heads in the selected forms that nothing defines: the first place and the number of places.
    pub(super) unknown: FxHashMap<NameId, (NodeId, u32)>,
    pub(super) reported_spaces: FxHashSet<NameId>,
    bang: Option<NameId>,
    error_names: Vec<NameId>,
    /// The asserts before this node do not mention errors.
    no_errors_until: NodeId,
}

impl<'a> Walker<'a> {
    pub(super) fn new(
        text: &'a str,
        ir: Ir<'a>,
        dialect: Dialect,
        meanings: &'a Meanings,
        selection: &'a Selection,
        sink: &'a mut DiagnosticSink,
    ) -> Self {
        let mut is_used = vec![false; ir.binders.len()];
        selection.referenced(ir).for_each(|binder| {
            if let Some(used) = is_used.get_mut(binder.index()) {
                *used = true;
            }
        });
        let [bang, errors @ ..] = ir.names.find_all([
            "!",
            "Error",
            "BadType",
            "BadArgType",
            "IncorrectNumberOfArguments",
        ]);
        Self {
            text,
            ir,
            dialect,
            meanings,
            selection,
            sink,
            agenda: Vec::new(),
            is_used,
            bound_until: vec![NodeId::new(0); ir.binders.len()],
            unknown: FxHashMap::default(),
            reported_spaces: FxHashSet::default(),
            bang,
            error_names: errors.into_iter().flatten().collect(),
            no_errors_until: NodeId::new(0),
        }
    }

    /// Follows the evaluation of a form.
    pub(super) fn evaluate(&mut self, form: NodeId) {
        self.run(&[Step::Evaluate(form)]);
    }

    /// Performs steps and what follows from them.
    pub(super) fn run(&mut self, steps: &[Step]) {
        self.agenda.extend(steps.iter().rev());
        while let Some(step) = self.agenda.pop() {
            match step {
                Step::Evaluate(node) => self.visit(node, true),
                Step::Loose(node) => self.visit(node, false),
                Step::Pattern(node, kind) => variable::check_pattern(self, node, kind),
                Step::Bind(node, until) => variable::bind(self, node, until),
            }
        }
    }

    fn visit(&mut self, node: NodeId, is_checked: bool) {
        let nodes = self.ir.nodes;
        let Some(head) = shape::head(nodes, node) else {
            return;
        };
        // Which argument is which, and whether it is evaluated, is unknown.
        if shape::has_hole(nodes, node) {
            return;
        }
        let has_bang = self.check_bangs(node);
        let first = self.agenda.len();
        match shape::kind(nodes, head) {
            NodeKind::Symbol => {
                // An argument too many is explained already.
                self.visit_call(node, NameId::new(nodes.data(head)), is_checked && !has_bang);
            }
            NodeKind::Expression => self.step(Some(head), is_checked),
            kind if kind.is_literal() => {
                for child in nodes.children(node) {
                    self.step(Some(child), is_checked);
                }
            }
            _ => {}
        }
        if let Some(added) = self.agenda.get_mut(first..) {
            added.reverse();
        }
    }

    /// Reports `!(..)` inside an expression (`metta.md` 1.1). MeTTaTron evaluates it (`metta.md` 1.2).
    pub(super) fn check_bangs(&mut self, expression: NodeId) -> bool {
        let (Some(bang), Dialect::Hyperon) = (self.bang, self.dialect) else { return false };
        let mut is_found = false;
        let nodes = self.ir.nodes;
        for child in nodes.children(expression) {
            let next = child.next();
            let is_prefix = shape::symbol(nodes, child) == Some(bang)
                && next < nodes.subtree_end(expression)
                && shape::kind(nodes, next) == NodeKind::Expression
                && nodes.start(next) == nodes.end(child);
            if is_prefix {
                is_found = true;
                let range = self.ir.range(child);
                let before = self.text.get(..range.start as usize).unwrap_or("");
                if before.ends_with('\n') {
                    let start = nodes.start(expression);
                    self.sink
                        .report(&code::MISPLACED_EVALUATION, range)
                        .related(TextRange::new(start, start + 1), "the form around it");
                } else {
                    self.sink.report(&code::NESTED_BANG, range);
                }
            }
        }
        is_found
    }

    fn step(&mut self, node: Option<NodeId>, is_checked: bool) {
        // Only expressions have anything to look at.
        let node = node.filter(|&node| shape::kind(self.ir.nodes, node) == NodeKind::Expression);
        let step = if is_checked { Step::Evaluate } else { Step::Loose };
        self.agenda.extend(node.map(step));
    }

    fn visit_call(&mut self, expression: NodeId, name: NameId, is_checked: bool) {
        let meanings = self.meanings;
        let Some(meaning) = meanings.of(name) else {
            return;
        };
        if let Some(builtin) = meaning.builtin {
            let form = self.meanings.form_of(self.ir, name);
            let is_shaped = shapes::has_fixed_shape(form, builtin.name);
            let is_sound = !is_shaped || shapes::is_sound(self, expression, name, form);
            if is_checked {
                if is_shaped && !is_sound {
                    shapes::report(self, expression, name, form);
                } else if form != Form::Match
                    || shape::argument_count(self.ir.nodes, expression) == 3
                {
                    call::check(self, expression, name, meaning);
                }
            }
            if is_sound {
                self.visit_builtin(expression, form, meaning, is_checked);
            }
        } else if !meaning.signatures.is_empty() {
            if is_checked {
                call::check(self, expression, name, meaning);
            }
            self.visit_arguments(expression, meaning, is_checked);
        } else if meaning.has_clauses && !meaning.is_uncertain {
            for argument in shape::arguments(self.ir.nodes, expression) {
                self.step(Some(argument), is_checked);
            }
        } else if is_checked && !self.meanings.is_defined(name) {
            self.unknown.entry(name).or_insert((expression.next(), 0)).1 += 1;
        }
    }

    /// The arguments that every type of the function lets be evaluated.
    fn visit_arguments(&mut self, expression: NodeId, meaning: &Meaning, is_checked: bool) {
        for (index, argument) in shape::arguments(self.ir.nodes, expression).enumerate() {
            let is_evaluated = |signature: &super::meaning::Signature| {
                signature.parameters.get(index).is_some_and(|parameter| !parameter.is_data())
            };
            if meaning.signatures.iter().all(is_evaluated) {
                self.step(Some(argument), is_checked);
            }
        }
    }

    /// The arguments of a built-in, in order of the text (`metta.md` 2.3 and 2.5).
    fn visit_builtin(
        &mut self,
        expression: NodeId,
        form: Form,
        meaning: &Meaning,
        is_checked: bool,
    ) {
        let nodes = self.ir.nodes;
        let part = |index: usize| shape::argument(nodes, expression, index);
        match form {
            Form::Let => {
                let (Some(pattern), Some(body)) = (part(0), part(2)) else {
                    return;
                };
                self.agenda.push(Step::Pattern(pattern, BinderKind::Let));
                self.step(part(1), is_checked);
                self.agenda.push(Step::Bind(pattern, nodes.subtree_end(body)));
                self.step(Some(body), is_checked);
            }
            Form::LetSequence => {
                let until = nodes.subtree_end(expression);
                self.visit_pairs(part(0), BinderKind::Let, Some(until), is_checked);
                self.step(part(1), is_checked);
            }
            Form::Case => {
                self.step(part(0), is_checked);
                self.visit_pairs(part(1), BinderKind::Arm, None, is_checked);
            }
            Form::Match => {
                let Some(pattern) = shape::match_pattern(nodes, expression) else {
                    return;
                };
                let until = nodes.subtree_end(expression);
                self.agenda.push(Step::Pattern(pattern, BinderKind::Match));
                self.agenda.push(Step::Bind(pattern, until));
                let template = shape::arguments(nodes, expression).last();
                self.step(template.filter(|&template| template > pattern), is_checked);
            }
            Form::Unify => {
                let (Some(left), Some(right), Some(then)) = (part(0), part(1), part(2)) else {
                    return;
                };
                for side in [left, right] {
                    self.agenda.push(Step::Pattern(side, BinderKind::Unify));
                }
                for side in [left, right] {
                    self.agenda.push(Step::Bind(side, nodes.subtree_end(then)));
                }
                self.step(Some(then), is_checked);
                self.step(part(3), is_checked);
            }
            _ => self.visit_by_position(expression, form, meaning, is_checked),
        }
    }

    /// Pairs of a pattern and something evaluated. With `until`, the second part gives the value
    /// and the pattern is bound from there up to the node; else it is what the pattern is bound in.
    fn visit_pairs(
        &mut self,
        list: Option<NodeId>,
        kind: BinderKind,
        until: Option<NodeId>,
        is_checked: bool,
    ) {
        let nodes = self.ir.nodes;
        let Some(list) = list else { return };
        for pair in nodes.children(list) {
            let Some(pattern) = shape::head(nodes, pair) else {
                continue;
            };
            let second = shape::argument(nodes, pair, 0);
            self.agenda.push(Step::Pattern(pattern, kind));
            if until.is_none() {
                self.agenda.push(Step::Bind(pattern, nodes.subtree_end(pair)));
            }
            self.step(second, is_checked);
            if let Some(until) = until {
                self.agenda.push(Step::Bind(pattern, until));
            }
        }
    }

    fn visit_by_position(
        &mut self,
        expression: NodeId,
        form: Form,
        meaning: &Meaning,
        is_checked: bool,
    ) {
        let nodes = self.ir.nodes;
        let name = meaning.builtin.map_or("", |builtin| builtin.name);
        if name.starts_with("assert") && self.mentions_errors(expression) {
            return;
        }
        let slots: &[(u8, BinderKind)] = &match form {
            Form::Slots(kind, first, second) => [(first, kind), (second, kind)],
            _ => [(0, BinderKind::Free); 2],
        };
        let slot_until = slot_end(nodes, expression, name);
        let mut index = 0_u8;
        for argument in shape::arguments(nodes, expression) {
            index = index.saturating_add(1);
            if let Some(&(_, kind)) = slots.iter().find(|&&(slot, _)| slot == index) {
                self.agenda.push(Step::Pattern(argument, kind));
                self.agenda.push(Step::Bind(argument, slot_until));
                continue;
            }
            let parameter = |index: u8| {
                let index = usize::from(index).saturating_sub(1);
                meaning.signatures.first().and_then(|first| first.parameters.get(index).copied())
            };
            match mode(name, index) {
                Mode::Evaluated => self.step(Some(argument), is_checked),
                Mode::Loose => self.step(Some(argument), false),
                Mode::Elements => {
                    for element in nodes.children(argument) {
                        self.step(Some(element), is_checked);
                    }
                }
                Mode::BySignature => {
                    if parameter(index).is_some_and(|parameter: Parameter| !parameter.is_data()) {
                        self.step(Some(argument), is_checked);
                    }
                }
            }
        }
    }

    /// Whether an assertion is about errors: then what it evaluates is wrong on purpose.
    fn mentions_errors(&mut self, expression: NodeId) -> bool {
        if self.error_names.is_empty() || expression < self.no_errors_until {
            return false;
        }
        let nodes = self.ir.nodes;
        let end = nodes.subtree_end(expression);
        let is_error = |raw: u32| {
            let name = shape::symbol(nodes, NodeId::new(raw));
            name.is_some_and(|name| self.error_names.contains(&name))
        };
        let is_found = (expression.raw()..end.raw()).any(is_error);
        if !is_found {
            self.no_errors_until = end;
        }
        is_found
    }
}

/// Where the variables in the slots of a form cease to be bound by it.
fn slot_end(nodes: crate::ir::Nodes<'_>, expression: NodeId, name: &str) -> NodeId {
    let then = match name {
        "if-decons-expr" => shape::argument(nodes, expression, 3),
        _ => None,
    };
    nodes.subtree_end(then.unwrap_or(expression))
}

/// How an argument of a built-in is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// As the type says.
    BySignature,
    /// Evaluated in the end, although its type says that it is passed unevaluated.
    Evaluated,
    /// Evaluated as an instruction or after a substitution.
    Loose,
    /// A tuple whose elements are evaluated.
    Elements,
}

/// How the argument at a place, counted from 1, is treated (`metta.md` 2.5).
fn mode(name: &str, place: u8) -> Mode {
    match (name, place) {
        ("if", 2 | 3)
        | ("if-equal", 3 | 4)
        | ("if-error", 2 | 3)
        | ("if-decons-expr", 4 | 5)
        | ("return-on-error" | "trace!", 2)
        | ("chain", 3)
        | ("collapse" | "unique" | "union" | "intersection" | "subtraction", _)
        | ("assertEqual" | "assertAlphaEqual", 1 | 2)
        | ("assertEqualMsg" | "assertAlphaEqualMsg", 1 | 2)
        | ("assertEqualToResult" | "assertAlphaEqualToResult" | "assertIncludes" | "assert", 1)
        | ("assertEqualToResultMsg" | "assertAlphaEqualToResultMsg", 1) => Mode::Evaluated,
        ("eval" | "evalc" | "function" | "chain" | "collapse-bind", 1)
        | ("map-atom" | "filter-atom" | "atom-subst", 3)
        | ("foldl-atom", 5) => Mode::Loose,
        ("superpose", 1) => Mode::Elements,
        _ => Mode::BySignature,
    }
}
