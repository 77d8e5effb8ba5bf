//! The forms whose shape the language fixes.

use rholang_engine_sync::{Scratch, ScratchVec};

use super::kind::BinderKind;
use crate::ir::{NameId, Names};

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

/// The form of a spelling.
fn form_of(spelling: &[u8]) -> Form {
    match spelling {
        b"=" => Form::Rule,
        b":" => Form::TypeDeclaration,
        b":<" => Form::Subtype,
        b"@doc" => Form::Documentation,
        b"bind!" => Form::Bind,
        b"import!" => Form::Import,
        b"include" | b"register-module!" | b"mod-space!" | b"git-module!" => Form::Include,
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
        _ => Form::None,
    }
}

/// The forms of a file's names.
pub(super) struct FormTable<'s> {
    forms: ScratchVec<'s, Form>,
}

impl<'s> FormTable<'s> {
    /// Looks at each distinct spelling once.
    pub(super) fn new(names: Names<'_>, scratch: &'s Scratch) -> Self {
        let mut forms = scratch.vec(names.len());
        forms.extend(names.ids().map(|name| form_of(names.bytes(name))));
        Self { forms }
    }

    /// The form of a name.
    #[inline]
    pub(super) fn of(&self, name: NameId) -> Form {
        self.forms.get(name.index()).copied().unwrap_or(Form::None)
    }
}
