//! What the names of a file mean where they are called.

use core::ops::Range;
use std::borrow::Cow;
use std::sync::LazyLock;

use crate::ir::{DefinitionId, Ir, NameId, NodeId, definitions, rows_of};
use crate::languages::metta::builtin::{self, Builtin, Origin};
use crate::languages::metta::form::{Form, FormTable};
use crate::languages::metta::kind::{DefinitionKind, Dialect, NodeKind};
use crate::languages::metta::shape;

/// How many types of one name are looked at. A name with more is left alone, so that calls of it
/// take no time.
const SIGNATURES_MAX: usize = 16;

/// What a parameter's type says about its argument (`metta.md` 2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parameter {
    /// An evaluated argument of any type.
    Any,
    /// An evaluated number.
    Number,
    /// An evaluated string.
    String,
    /// An evaluated boolean.
    Bool,
    /// An evaluated space.
    Space,
    /// An argument that is not evaluated.
    Data,
    /// A variable that is not evaluated.
    Variable,
}

impl Parameter {
    /// What a type says, by its spelling.
    fn of(spelling: &[u8]) -> Self {
        match spelling {
            b"Number" => Self::Number,
            b"String" => Self::String,
            b"Bool" => Self::Bool,
            b"SpaceType" => Self::Space,
            b"Atom" | b"Expression" | b"Symbol" | b"Grounded" => Self::Data,
            b"Variable" => Self::Variable,
            _ => Self::Any,
        }
    }

    /// Whether the argument reaches the function as it is written.
    pub(super) fn is_data(self) -> bool {
        matches!(self, Self::Data | Self::Variable)
    }
}

/// A function type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) parameters: Vec<Parameter>,
    /// Whether what the function gives is not evaluated further.
    pub(super) gives_data: bool,
    /// Whether the function gives the unit value.
    pub(super) gives_unit: bool,
}

/// The function types of each built-in, in the order of [`builtin::all`], read from the text of their
/// types once.
static BUILTIN_SIGNATURES: LazyLock<Vec<Vec<Signature>>> = LazyLock::new(|| {
    let signatures = |builtin: &Builtin| {
        builtin.signatures.iter().filter_map(|signature| builtin_signature(signature)).collect()
    };
    builtin::all().iter().map(signatures).collect()
});

/// The function type that a text spells; nothing for any other type.
fn builtin_signature(signature: &str) -> Option<Signature> {
    let result = builtin::result_type(signature)?;
    let types = builtin::parameter_types(signature);
    Some(Signature {
        parameters: types.map(|name| Parameter::of(name.as_bytes())).collect(),
        gives_data: Parameter::of(result.as_bytes()).is_data(),
        gives_unit: result == "(->)",
    })
}

/// What is known about a name at the head of an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning {
    /// The built-in, if the file does not redefine it.
    pub(super) builtin: Option<&'static Builtin>,
    /// The function types: those of the built-in, or else those that the file declares.
    pub(super) signatures: Cow<'static, [Signature]>,
    /// Whether the file holds rules for the name.
    pub(super) has_clauses: bool,
    /// Whether there may be more types than are known.
    pub(super) is_uncertain: bool,
}

/// What is known about a name of the file.
#[derive(Clone, Copy, Debug, Default)]
struct NameFacts {
    occurrences: u32,
    /// Place among the meanings, plus 1; 0 for names that head no expression.
    meaning: u32,
    /// Whether a declaration, rule, fact or binding of the file gives the name.
    is_defined: bool,
    /// Whether `bind!` or `import!` takes the name.
    is_bound: bool,
}

/// The names of a file.
///
/// What a name means follows from the definitions of the name in the order of the text, from the forms
/// of [`SPEAKING_FORMS`](crate::languages::metta::form::SPEAKING_FORMS) that mention it anywhere, and
/// from which modules the file imports. All of it is a sum over the forms at the top level, so a name
/// keeps its meaning if what one of them says about it stays the same.
pub(super) struct Meanings {
    forms: FormTable,
    facts: Vec<NameFacts>,
    meanings: Vec<Meaning>,
    /// Whether names may come from elsewhere.
    pub(super) has_imports: bool,
}

impl Meanings {
    /// What a whole file says about its names, and the language about them.
    pub(super) fn new(ir: Ir<'_>, dialect: Dialect) -> Self {
        let mut meanings = Self::empty(ir);
        meanings.count(ir);
        for definition in ir.definitions.ids() {
            meanings.add_definition(ir, ir.definitions.row(definition));
        }
        for name in ir.names.ids() {
            meanings.add_builtin(ir, dialect, name);
        }
        meanings
    }

    /// Nothing about the names of a file.
    pub(super) fn empty(ir: Ir<'_>) -> Self {
        let facts = vec![NameFacts::default(); ir.names.len()];
        let forms = FormTable::new(ir.names);
        Self { forms, facts, meanings: Vec::new(), has_imports: false }
    }

    /// What some forms of a file say about names.
    pub(super) fn said_in(ir: Ir<'_>, forms: &Range<NodeId>) -> Self {
        let mut meanings = Self::empty(ir);
        for node in (forms.start.raw()..forms.end.raw()).map(NodeId::new) {
            if let Some(head) = shape::head_symbol(ir.nodes, node) {
                meanings.add_head(ir, node, head);
            }
        }
        for row in rows_of(ir.definitions.node, forms).map(DefinitionId::from_index) {
            meanings.add_definition(ir, ir.definitions.row(row));
        }
        meanings
    }

    /// Adds all that is known about some names: those for which `is_wanted` holds, which are `names`. What
    /// forms that stand anywhere say about names, [`Self::add_head`], is there already.
    pub(super) fn add_names(
        &mut self,
        ir: Ir<'_>,
        dialect: Dialect,
        names: &[NameId],
        is_wanted: impl Fn(NameId) -> bool,
    ) {
        for (row, &name) in ir.definitions.name.iter().enumerate() {
            if is_wanted(name) {
                self.add_definition(ir, ir.definitions.row(DefinitionId::from_index(row)));
            }
        }
        self.meanings.reserve(names.len());
        for &name in names {
            self.meaning_mut(name);
            self.add_builtin(ir, dialect, name);
        }
    }

    /// Whether two parts of a file say the same about a name.
    pub(super) fn agrees(&self, other: &Self, name: NameId) -> bool {
        let said = |meanings: &Self| {
            let facts = meanings.facts.get(name.index()).copied().unwrap_or_default();
            (facts.is_defined, facts.is_bound)
        };
        let (nothing, none) = (Meaning::default(), Meaning::default());
        let (left, right) = (self.of(name).unwrap_or(&nothing), other.of(name).unwrap_or(&none));
        said(self) == said(other)
            && left.has_clauses == right.has_clauses
            && left.is_uncertain == right.is_uncertain
            && left.signatures == right.signatures
    }

    /// The form of a name.
    #[inline]
    pub(super) fn form_of(&self, ir: Ir<'_>, name: NameId) -> Form {
        self.forms.of(ir.names, name)
    }

    /// Looks at all symbols and heads.
    fn count(&mut self, ir: Ir<'_>) {
        for node in ir.nodes.ids() {
            match shape::kind(ir.nodes, node) {
                NodeKind::Symbol => self.add_occurrence(NameId::new(ir.nodes.data(node))),
                NodeKind::Expression => {
                    if let Some(head) = shape::head_symbol(ir.nodes, node) {
                        self.meaning_mut(head);
                        self.add_head(ir, node, head);
                    }
                }
                _ => {}
            }
        }
    }

    /// Counts a symbol.
    #[inline]
    pub(super) fn add_occurrence(&mut self, name: NameId) {
        if let Some(facts) = self.facts.get_mut(name.index()) {
            facts.occurrences += 1;
        }
    }

    /// Adds what an expression with this head says about names wherever it stands.
    pub(super) fn add_head(&mut self, ir: Ir<'_>, expression: NodeId, head: NameId) {
        let part = |index| {
            let argument = shape::argument(ir.nodes, expression, index);
            argument.and_then(|argument| shape::symbol(ir.nodes, argument))
        };
        match self.form_of(ir, head) {
            Form::Import | Form::Include => {
                self.has_imports = true;
                self.bind(part(0));
            }
            Form::Bind => self.bind(part(0)),
            // A declaration that is not at the top level may be added when the program runs.
            Form::TypeDeclaration if ir.nodes.parent(expression) != NodeId::new(0) => {
                if let Some(meaning) = part(0).and_then(|name| self.meaning_mut(name)) {
                    meaning.is_uncertain = true;
                }
            }
            _ => {}
        }
    }

    fn bind(&mut self, name: Option<NameId>) {
        if let Some(facts) = name.and_then(|name| self.facts.get_mut(name.index())) {
            facts.is_bound = true;
        }
    }

    /// The meaning of a name, made on first sight.
    fn meaning_mut(&mut self, name: NameId) -> Option<&mut Meaning> {
        let facts = self.facts.get_mut(name.index())?;
        if facts.meaning == 0 {
            self.meanings.push(Meaning::default());
            facts.meaning = u32::try_from(self.meanings.len()).unwrap_or(0);
        }
        self.meanings.get_mut((facts.meaning as usize).checked_sub(1)?)
    }

    fn add_definition(&mut self, ir: Ir<'_>, row: definitions::Row) {
        let kind = DefinitionKind::from_code(row.kind);
        if matches!(kind, DefinitionKind::Documentation | DefinitionKind::Import) {
            return;
        }
        if let Some(facts) = self.facts.get_mut(row.name.index()) {
            facts.is_defined |= !matches!(kind, DefinitionKind::Fact | DefinitionKind::MorkRule);
        }
        let Some(meaning) = self.meaning_mut(row.name) else {
            return;
        };
        match kind {
            DefinitionKind::Clause | DefinitionKind::CurriedClause | DefinitionKind::Constant => {
                meaning.has_clauses = true;
            }
            DefinitionKind::FunctionType | DefinitionKind::TypeConstructor => {
                if meaning.signatures.len() == SIGNATURES_MAX || row.arity == u32::MAX {
                    meaning.is_uncertain = true;
                } else {
                    meaning.signatures.to_mut().extend(declared_signature(ir, row.node));
                }
            }
            DefinitionKind::Typed | DefinitionKind::Token => meaning.is_uncertain = true,
            _ => {}
        }
    }

    /// Adds what the language says about a name that heads an expression.
    fn add_builtin(&mut self, ir: Ir<'_>, dialect: Dialect, name: NameId) {
        let Some(&facts) = self.facts.get(name.index()) else {
            return;
        };
        let Some(place) = (facts.meaning as usize).checked_sub(1) else {
            return;
        };
        let Some(builtin_place) = builtin::place_of(ir.names.text(name)) else {
            return;
        };
        let Some(builtin) = builtin::all().get(builtin_place) else {
            return;
        };
        let is_there = match (dialect, builtin.origin) {
            (Dialect::Hyperon, Origin::Core) => true,
            (Dialect::Hyperon, Origin::Mettatron | Origin::Python) => false,
            (Dialect::Hyperon, origin) => {
                self.has_imports && origin.module().is_some_and(|module| imports(ir, module))
            }
            (Dialect::Mettatron, _) => builtin.dialects.has_mettatron(),
        };
        let Some(meaning) = self.meanings.get_mut(place) else {
            return;
        };
        // What the file says about a built-in name is more than the table knows.
        if !is_there || facts.is_defined {
            meaning.is_uncertain |= is_there && meaning.signatures.is_empty();
            return;
        }
        meaning.builtin = Some(builtin);
        if let Some(signatures) = BUILTIN_SIGNATURES.get(builtin_place) {
            meaning.signatures = Cow::Borrowed(signatures);
        }
    }

    /// The meaning of a name that heads an expression.
    pub(super) fn of(&self, name: NameId) -> Option<&Meaning> {
        let facts = self.facts.get(name.index())?;
        self.meanings.get((facts.meaning as usize).checked_sub(1)?)
    }

    /// How often the name occurs as a symbol.
    pub(super) fn occurrences(&self, name: NameId) -> u32 {
        self.facts.get(name.index()).map_or(0, |facts| facts.occurrences)
    }

    /// Whether a declaration, rule or binding of the file gives the name.
    pub(super) fn is_defined(&self, name: NameId) -> bool {
        self.facts.get(name.index()).is_some_and(|facts| facts.is_defined)
    }

    /// Whether `bind!` or `import!` takes the name anywhere in the file.
    pub(super) fn is_bound(&self, name: NameId) -> bool {
        self.facts.get(name.index()).is_some_and(|facts| facts.is_bound)
    }
}

/// The function type in `(: name (-> ..))`.
fn declared_signature(ir: Ir<'_>, declaration: NodeId) -> Option<Signature> {
    let declared = shape::argument(ir.nodes, declaration, 1)?;
    let parameter = |node: NodeId| match shape::symbol(ir.nodes, node) {
        Some(name) => Parameter::of(ir.names.bytes(name)),
        None => Parameter::Any,
    };
    let mut parameters: Vec<Parameter> =
        shape::arguments(ir.nodes, declared).map(parameter).collect();
    let result = parameters.pop()?;
    Some(Signature { parameters, gives_data: result.is_data(), gives_unit: false })
}

/// Whether the file imports the module.
fn imports(ir: Ir<'_>, module: &str) -> bool {
    let import = DefinitionKind::Import.code();
    ir.definitions.ids().any(|definition| {
        ir.definitions.kind(definition) == import
            && ir.names.text(ir.definitions.name(definition)).ends_with(module)
    })
}
