//! The kinds of MeTTa rows, and how the node of each kind is built.
//!
//! Brackets and comments have no nodes, and no node wraps another: the children of an expression
//! are its forms.

use crate::languages::kinds;

kinds! {
    /// What a node is.
    ///
    /// *Data* is `u32::MAX` where nothing is said. Damaged text puts [`NodeKind::Error`] and
    /// [`NodeKind::Missing`] nodes anywhere.
    pub enum NodeKind {
        /// Text that does not parse. No children.
        Error,
        /// The `)` that an expression should have and does not; the last child of that expression.
        /// Empty range.
        Missing,
        /// The file. Children: top-level forms.
        Program,
        /// `!` and the form after it, at the top level. Children: form?.
        Evaluation,
        /// `(a b c)`. Children: forms. Data: how many forms.
        Expression,
        /// A word that is no literal. Data: its name.
        Symbol,
        /// `$x`. Data: the name, `$` included, while the tree is lowered, then its reference or,
        /// with [`BINDER_FLAG`] set, its binder.
        Variable,
        /// `"text"`.
        String,
        /// `42`.
        Integer,
        /// `1.5`, `1e5`.
        Float,
        /// `True` or `False`.
        Boolean,
        /// A word with a hole in it ([`HOLE`](crate::region::HOLE)), in programs inside other
        /// programs: any number of forms. It has no name.
        Hole,
    }
}

pub use crate::ir::BINDER_FLAG;

impl NodeKind {
    /// Whether the node is text that the reader accepts.
    pub const fn is_form(self) -> bool {
        !matches!(self, Self::Error | Self::Missing)
    }

    /// Whether the node is a string, number or boolean.
    pub const fn is_literal(self) -> bool {
        matches!(self, Self::String | Self::Integer | Self::Float | Self::Boolean)
    }
}

kinds! {
    /// Which implementation a text is written for.
    pub enum Dialect {
        /// hyperon, the reference implementation; files.
        Hyperon,
        /// MeTTaTron, the implementation behind `rho:metta`; text inside Rholang.
        Mettatron,
    }
}

kinds! {
    /// What a top-level form with variables is. Variables are visible in the whole form and nowhere
    /// else (`metta.md` 2.3, rule 0).
    pub enum ScopeKind {
        /// A form that is stored as it stands.
        Stored,
        /// A rewrite rule `(= ..)`.
        Rule,
        /// A form after `!`.
        Evaluation,
    }
}

kinds! {
    /// Where a variable first receives a value (`metta.md` 2.3).
    pub enum BinderKind {
        /// Nowhere: a variable of a query, of data or of a rule's right side.
        Free,
        /// The left side of a rewrite rule.
        Clause,
        /// A pattern of `let` or `let*`.
        Let,
        /// A pattern of `match`.
        Match,
        /// The pattern of an arm of `case` or `switch`.
        Arm,
        /// The variable of `chain`.
        Chain,
        /// Either side of `unify`.
        Unify,
        /// The element, or the accumulator, of `map-atom`, `filter-atom` or `foldl-atom`.
        Item,
        /// Head or tail of `if-decons-expr`.
        Part,
        /// The variable that `atom-subst` replaces.
        Substitution,
        /// A parameter of a lambda-like form of a library.
        Parameter,
        /// A type variable of a type declaration.
        Type,
    }
}

kinds! {
    /// What the file offers by name (`metta.md` 2.2).
    pub enum DefinitionKind {
        /// `(= (f a b) body)`. Arity: 2.
        Clause,
        /// `(= ((f a) b) body)`, under the innermost name. Arity: that of the innermost call.
        CurriedClause,
        /// `(= name body)`.
        Constant,
        /// `(: name T)` where `T` is neither `Type` nor a function type.
        Typed,
        /// `(: f (-> A B))`. Arity: 1.
        FunctionType,
        /// `(: name Type)`.
        Type,
        /// `(: name (-> A Type))`. Arity: 1.
        TypeConstructor,
        /// `(:< name T)`.
        Subtype,
        /// `(@doc name ..)`.
        Documentation,
        /// `!(bind! name value)`.
        Token,
        /// `!(import! name module)`: the module's space, under the name with a `&`.
        ModuleToken,
        /// `!(import! name module)`, `!(include module)` and the like, under the module's name.
        Import,
        /// `(name ..)` at the top level. Arity: the number of forms after the name.
        Fact,
        /// `(exec ..)`, `(coalg ..)`, `(lookup ..)`, `(rulify ..)`: rules of MORK, under the form's
        /// name.
        MorkRule,
    }
}
