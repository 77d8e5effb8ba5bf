//! The forms whose shape the language fixes.

use core::cell::Cell;
use core::ops::Range;

use super::kind::{BinderKind, NodeKind};
use super::shape;
use crate::ir::{NameId, Names, NodeId, Nodes};

/// What a symbol does at the head of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing that the language fixes.
    None,
    /// `(= left right)`.
    Rule,
    /// `(: atom type)`.
    TypeDeclaration,
    /// `(:< type type)`.
    Subtype,
    /// `(@doc name ..)`.
    Documentation,
    /// `(bind! name value)`.
    Bind,
    /// `(import! destination module)`.
    Import,
    /// `(include module)` and the like.
    Include,
    /// `(exec ..)` and the like.
    Mork,
    /// `(let pattern value body)`.
    Let,
    /// `(let* ((pattern value)..) body)`.
    LetSequence,
    /// `(match space pattern template)`.
    Match,
    /// `(case value ((pattern template)..))` and `switch`.
    Case,
    /// `(unify a b then else)`.
    Unify,
    /// Variables in the given places, counted from 1; 0 for none.
    Slots(BinderKind, u8, u8),
    /// `(lambda pattern body)`.
    Lambda,
}

/// The forms through which a name can come to mean something wherever they stand in a file.
pub(super) const SPEAKING_FORMS: [(&str, Form); 7] = [
    (":", Form::TypeDeclaration),
    ("bind!", Form::Bind),
    ("import!", Form::Import),
    ("include", Form::Include),
    ("register-module!", Form::Include),
    ("mod-space!", Form::Include),
    ("git-module!", Form::Include),
];

/// The form of a spelling.
pub(super) fn form_of(spelling: &[u8]) -> Form {
    match spelling {
        b"=" => Form::Rule,
        b":<" => Form::Subtype,
        b"@doc" => Form::Documentation,
        b"exec" | b"coalg" | b"lookup" | b"rulify" => Form::Mork,
        b"let" => Form::Let,
        b"let*" => Form::LetSequence,
        b"match" => Form::Match,
        b"case" | b"switch" | b"switch-minimal" | b"switch-internal" => Form::Case,
        b"unify" => Form::Unify,
        b"chain" => Form::Slots(BinderKind::Chain, 2, 0),
        b"map-atom" | b"filter-atom" => Form::Slots(BinderKind::Item, 2, 0),
        b"foldl-atom" => Form::Slots(BinderKind::Item, 3, 4),
        b"if-decons-expr" => Form::Slots(BinderKind::Part, 2, 3),
        b"atom-subst" => Form::Slots(BinderKind::Substitution, 2, 0),
        b"|->" | b"lambda" | b"\\" | b"lambda1" => Form::Lambda,
        _ => {
            let speaking = SPEAKING_FORMS.iter().find(|(word, _)| word.as_bytes() == spelling);
            speaking.map_or(Form::None, |&(_, form)| form)
        }
    }
}

/// The forms of a file's names, each found when somebody asks for it first.
pub(super) struct FormTable {
    forms: Vec<Cell<Option<Form>>>,
}

impl FormTable {
    /// A table for names that have no form yet.
    pub(super) fn new(names: Names<'_>) -> Self {
        Self { forms: vec![Cell::new(None); names.len()] }
    }

    /// The form of one of the names.
    #[inline]
    pub(super) fn of(&self, names: Names<'_>, name: NameId) -> Form {
        let Some(known) = self.forms.get(name.index()) else { return Form::None };
        match known.get() {
            Some(form) => form,
            None => Self::find(known, names.bytes(name)),
        }
    }

    #[cold]
    fn find(known: &Cell<Option<Form>>, spelling: &[u8]) -> Form {
        let form = form_of(spelling);
        known.set(Some(form));
        form
    }
}

/// Nodes in which variables receive values.
pub(super) type Pattern = (Range<NodeId>, BinderKind);

/// Adds the parts of an expression in which variables receive values, in order of the text
/// (the table of `metta.md` 2.3).
pub(super) fn collect_patterns(
    nodes: Nodes<'_>,
    expression: NodeId,
    form: Form,
    patterns: &mut Vec<Pattern>,
) {
    let mut add = |part: Option<NodeId>, kind: BinderKind| {
        patterns.extend(part.map(|part| (part..nodes.subtree_end(part), kind)));
    };
    let part = |index: usize| shape::argument(nodes, expression, index);
    match form {
        Form::Rule => add(part(0), BinderKind::Clause),
        Form::Let => add(part(0), BinderKind::Let),
        Form::Match => add(shape::match_pattern(nodes, expression), BinderKind::Match),
        Form::Lambda => add(part(0), BinderKind::Parameter),
        Form::Unify => {
            add(part(0), BinderKind::Unify);
            add(part(1), BinderKind::Unify);
        }
        Form::Slots(kind, first, second) => {
            for slot in [first, second] {
                add(usize::from(slot).checked_sub(1).and_then(part), kind);
            }
        }
        Form::LetSequence | Form::Case => {
            let (list, kind) = match form {
                Form::Case => (part(1), BinderKind::Arm),
                _ => (part(0), BinderKind::Let),
            };
            let Some(list) = list else { return };
            for pair in nodes.children(list) {
                add(shape::head(nodes, pair), kind);
            }
        }
        _ => {}
    }
}

/// A walk over the variables of a top-level form.
///
/// The patterns of an expression are put on a stack when the expression is reached; the stack's top
/// always begins first. A pattern is data: what looks like a binding form in it binds nothing of its
/// own.
#[derive(Default)]
pub(super) struct VariableWalk {
    patterns: Vec<Pattern>,
    node: NodeId,
    end: NodeId,
}

impl VariableWalk {
    /// Begins at the first of some nodes.
    pub(super) fn start(&mut self, nodes: Range<NodeId>) {
        self.patterns.clear();
        self.node = nodes.start;
        self.end = nodes.end;
    }

    /// The next variable, and the pattern that it stands in.
    pub(super) fn next(
        &mut self,
        nodes: Nodes<'_>,
        form_of: impl Fn(NameId) -> Form,
    ) -> Option<(NodeId, Option<Pattern>)> {
        while self.node < self.end {
            let node = self.node;
            self.node = node.next();
            while self.patterns.pop_if(|(range, _)| range.end <= node).is_some() {}
            let pattern = self.patterns.last().filter(|(range, _)| range.start <= node);
            match shape::kind(nodes, node) {
                NodeKind::Variable => return Some((node, pattern.cloned())),
                NodeKind::Expression if pattern.is_none() => {
                    if let Some(head) = shape::head_symbol(nodes, node) {
                        self.add_patterns(nodes, node, form_of(head));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Puts the patterns of an expression on the stack, the first one on top.
    fn add_patterns(&mut self, nodes: Nodes<'_>, expression: NodeId, form: Form) {
        let first = self.patterns.len();
        collect_patterns(nodes, expression, form, &mut self.patterns);
        if let Some(added) = self.patterns.get_mut(first..) {
            added.reverse();
        }
    }
}
