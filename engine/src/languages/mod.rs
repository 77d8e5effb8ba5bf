//! The languages.
//!
//! What languages have in common stands outside this folder; what differs stands in one folder per
//! language, with the same file names in each:
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | the language's entry in the registry |
//! | `kind.rs` | kinds of nodes, scopes, binders, definitions; how each node kind is built |
//! | `shape.rs` | which part of a construct is what |
//! | `parse.rs` | from the text to nodes, for text that parses |
//! | `lower.rs` | from the syntax tree to nodes, for any text |
//! | `syntax_error.rs` | what to say about the parts of the tree that do not parse |
//! | `resolve.rs` | scopes, binders and references |
//! | `define.rs` | definitions, and endpoints where the language has channels |
//! | `item.rs` | parts of a text that are analysed anew alone after an edit |
//! | `builtin.rs` | what the language brings along |
//! | `code.rs` | the language's diagnostics |
//! | `share.rs` | names that other documents see, and modules |
//! | `occurrence.rs` | where symbols occur, and in which role |
//! | `target.rs` | definitions, declarations and implementations |
//! | `hover.rs` | what is shown about a word |
//! | `rename.rs` | which new names a symbol can have |
//! | `outline.rs` | what a document consists of |
//! | `token.rs` | words with their meaning |
//! | `fold.rs` | constructs over several lines |
//! | `check/` | one file per group of diagnostics, and what an edit can have changed |
//!
//! A folder may hold more files that concern its language alone. To add a language, add a folder and
//! a line in [`LanguageId`]; the frontend then asks for its display name and the words of its tables. Languages depend on `text`, `ir`,
//! `syntax`, `diagnostic` and `region`, and not on each other.

mod kinds;
pub mod metta;
pub mod rholang;

use core::ops::Range;

use crate::diagnostic::{Code, DiagnosticSink, Diagnostics};
use crate::ir::{BinderId, Head, Ir, IrBuilder, Item, NameId, NodeId, RowNumbers};
use crate::region::{Embedded, Sinks};
use crate::symbol::{
    Document, Fold, Goto, HoverBlock, HoverCard, ListedItem, Occurrence, OutlineItem, SharedName,
    Site, Symbol, Tally, Target, Token,
};
use crate::syntax::SyntaxTree;
use crate::text::{TextRange, offset_of};

pub(crate) use kinds::kinds;

/// A language that the engine understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LanguageId {
    /// Rholang.
    Rholang,
    /// MeTTa.
    Metta,
}

impl LanguageId {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Rholang, Self::Metta];

    /// What the engine knows of the language.
    pub fn language(self) -> &'static dyn Language {
        match self {
            Self::Rholang => &rholang::Rholang,
            Self::Metta => &metta::Metta,
        }
    }

    /// The language of files with this extension (without the dot, in lower case).
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.language().extensions().contains(&extension))
    }

    /// The language of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.language().name() == name)
    }
}

/// A language in one of its dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    /// The language.
    pub language: LanguageId,
    /// The language's own code of the dialect: a place in [`Language::dialects`].
    pub dialect: u8,
}

impl Variant {
    /// A language in the dialect that texts of a host are written in, unless someone says otherwise.
    pub fn embedded(language: LanguageId) -> Self {
        Self { language, dialect: language.language().embedded_dialect() }
    }

    /// The language in the dialect of this name, if it has one. Case makes no difference.
    pub fn with_dialect(self, name: &str) -> Option<Self> {
        let dialects = self.language.language().dialects();
        let place = dialects.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        u8::try_from(place).ok().map(|dialect| Self { dialect, ..self })
    }
}

/// The dialect of files is the first one.
impl From<LanguageId> for Variant {
    fn from(language: LanguageId) -> Self {
        Self { language, dialect: 0 }
    }
}

/// The nodes that a pass looks at: whole subtrees, one after the other.
pub type Part = Range<NodeId>;

/// What a direct parser says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The text has no syntax errors, and its nodes are written.
    Accepted,
    /// The text may have syntax errors.
    Declined,
    /// The text has syntax errors, and so has every text in which it is the new text of an item, if all
    /// around the item was without syntax errors before.
    Broken,
}

/// An edit of one item, with the text before and the text after it. Names that both texts use have the
/// same numbers.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The text before the edit, which has no syntax errors that leave its structure a guess.
    pub before: Document<'a>,
    /// All that was found in it.
    pub findings: &'a Diagnostics,
    /// The item in the text before.
    pub item: &'a Item,
    /// The text after the edit.
    pub after: Document<'a>,
    /// The nodes of the item in the text after.
    pub nodes: Part,
    /// The binders of the item in the text before and in the text after.
    pub binders: [Range<BinderId>; 2],
}

impl Change<'_> {
    /// Where the item, or what ends before or begins after it, is after the edit.
    pub fn moved(&self, range: TextRange) -> TextRange {
        let [before, after] = [self.before.text.len(), self.after.text.len()].map(offset_of);
        self.item.moved(range, after.wrapping_sub(before))
    }

    /// The row that a binder outside of the item, before the edit, has after it.
    pub fn moved_binder(&self, binder: BinderId) -> BinderId {
        let [before, after] = &self.binders;
        let by = after.end.raw().wrapping_sub(before.end.raw());
        let is_behind = binder.is_some() && binder >= before.end;
        if is_behind { BinderId::new(binder.raw().wrapping_add(by)) } else { binder }
    }

    /// Where the item is after the edit.
    pub fn range(&self) -> TextRange {
        self.moved(self.item.range)
    }
}

/// What a language brings to the engine. The passes run in the order of declaration; each reads
/// and extends the tables of the file.
pub trait Language: Sync {
    /// Name in lower case, as editors and the command line use it.
    fn name(&self) -> &'static str;

    /// File extensions, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// The grammar for tree-sitter.
    fn grammar(&self) -> tree_sitter::Language;

    /// The diagnostics that the language can report.
    fn codes(&self) -> &'static [&'static Code];

    /// Writes names, nodes and comments of a text without a syntax tree, if the direct parser accepts
    /// it: the same rows that `lower` writes from the text's tree, which has no errors.
    ///
    /// Leaves the tables in an unspecified state if the parser declines the text. It may decline a text
    /// without syntax errors; the language's `parse` module lists which.
    fn parse(&self, text: &str, ir: &mut IrBuilder<'_>) -> Reading;

    /// Writes names, nodes and comments from the syntax tree of `text`.
    fn lower(&self, text: &str, tree: &SyntaxTree, ir: &mut IrBuilder<'_>);

    /// Explains the errors of a tree that has some; reports at least one.
    fn explain_syntax_errors(&self, text: &str, tree: &SyntaxTree, sink: &mut DiagnosticSink);

    /// Writes scopes, binders and references of a part of the nodes: all, or those of an item. The
    /// rows before the part are there.
    fn resolve(&self, text: &str, ir: &mut IrBuilder<'_>, part: Part, sink: &mut DiagnosticSink);

    /// Writes definitions and endpoints of a part of the nodes, as `resolve`.
    fn define(&self, text: &str, ir: &mut IrBuilder<'_>, part: Part);

    /// Reports what is wrong beyond syntax and names, by the rules of a dialect.
    fn check(&self, text: &str, ir: Ir<'_>, dialect: u8, sink: &mut DiagnosticSink);

    // ---- edits ----

    /// The items around an edit of a document without syntax errors, the smallest first: the subtrees
    /// that hold all that the edit changes, if the direct parser accepts their new text and
    /// [`fit`](Self::fit) says that the result can stand in their place. `edit` is the range of the old
    /// text that was replaced.
    fn items_around(&self, document: Document<'_>, edit: TextRange) -> Vec<Item>;

    /// Says how the tables that the direct parser has written for the new text of an item alone, which
    /// is `text`, fit into the tables of its file: how many nodes at the beginning, at least the root,
    /// stand for what is around the item. Nothing if the rest is not what the direct parser would have
    /// written for the item inside of its file.
    fn fit(&self, document: Document<'_>, item: &Item, text: &str, ir: Ir<'_>) -> Option<usize>;

    /// The head around an edit of a document without syntax errors, if the edit concerns nothing else: what
    /// stands behind the head is read as before, if the direct parser accepts the new text of the head with
    /// an empty body and [`fit_head`](Self::fit_head) finds the head's nodes. Nothing in languages
    /// without heads.
    fn head_around(&self, _document: Document<'_>, _edit: TextRange) -> Option<Head> {
        None
    }

    /// Which of the nodes that the direct parser has written for the new text of a head of `length` bytes,
    /// with an empty body, are those of the head. Nothing if it is no head of the same construct.
    fn fit_head(
        &self,
        _document: Document<'_>,
        _item: &Item,
        _length: u32,
        _ir: Ir<'_>,
    ) -> Option<Range<usize>> {
        None
    }

    /// Reports what is wrong after an edit of one item, as `check` does, and all that `resolve` has
    /// reported about other items. What the edit cannot have changed is kept from the findings before.
    fn recheck(&self, change: &Change<'_>, dialect: u8, sink: &mut DiagnosticSink);

    /// Which columns hold numbers of rows.
    fn row_numbers(&self) -> RowNumbers;

    /// The names of the dialects, indexed by code. The first one is that of files.
    fn dialects(&self) -> &'static [&'static str] {
        &[""]
    }

    /// The code of the dialect that texts of a host are written in.
    fn embedded_dialect(&self) -> u8 {
        0
    }

    /// The names of the kind codes in the tables.
    fn kind_names(&self) -> KindNames;

    /// Finds programs of other languages in the text, and what the text promises to other files.
    /// Languages that cannot hold any find none.
    fn embedded(
        &self,
        _text: &str,
        _ir: Ir<'_>,
        _sinks: &dyn Sinks,
        _sink: &mut DiagnosticSink,
    ) -> Embedded {
        Embedded::default()
    }

    // ---- questions about one document ----

    /// Adds the names that the document shares with others, each at most once for a space.
    fn shared_names(&self, document: Document<'_>, names: &mut Vec<SharedName>);

    /// The occurrence that covers the character at a byte offset, or ends there.
    fn occurrence_at(&self, document: Document<'_>, offset: u32) -> Option<Occurrence>;

    /// For a place that is no occurrence: the word there and the symbol through which it has a
    /// definition, such as a string in a message and the channel that the message is sent on.
    fn lead_at(&self, _document: Document<'_>, _offset: u32) -> Option<Occurrence> {
        None
    }

    /// Adds all occurrences of a symbol, in order of the text.
    fn occurrences(&self, document: Document<'_>, symbol: Symbol, found: &mut Vec<Occurrence>);

    /// Adds the places in `candidate` to go to from an occurrence at `site`. `symbol` is the
    /// occurrence's symbol in the numbering of `candidate`, which may be the same document or
    /// another one of this language.
    fn targets(
        &self,
        goto: Goto,
        site: Site<'_>,
        candidate: Document<'_>,
        symbol: Symbol,
        targets: &mut Vec<Target>,
    );

    /// How often a symbol is used as a channel.
    fn tally(&self, document: Document<'_>, symbol: Symbol) -> Tally;

    /// What there is to say about the word at a byte offset, from its document alone. `tally` says
    /// how it is used in all documents.
    fn hover_at(&self, document: Document<'_>, offset: u32, tally: Tally) -> Option<HoverCard>;

    /// Adds what a document says about a place that defines or declares a symbol: its declaration
    /// and its documentation.
    fn describe(&self, document: Document<'_>, target: Target, blocks: &mut Vec<HoverBlock>);

    /// The text that a rename of an occurrence's symbol to `new_name` writes at each occurrence.
    ///
    /// # Errors
    ///
    /// A sentence that says why the symbol cannot have this name, or cannot be renamed at all.
    fn new_name(&self, site: Site<'_>, new_name: &str) -> Result<String, String>;

    /// Adds the items of the document's outline, in pre-order.
    fn outline(&self, document: Document<'_>, items: &mut Vec<OutlineItem>);

    /// Adds the items of the document's outline whose names are among the given ones, which are sorted
    /// and shared as [`Uses::LISTED`](crate::symbol::Uses::LISTED). Takes less time than an outline.
    fn listed(&self, document: Document<'_>, names: &[NameId], items: &mut Vec<ListedItem>);

    /// Adds the words of a part of the document, in order of the text and without overlap. Words that
    /// reach into the part are whole.
    fn tokens(&self, document: Document<'_>, range: TextRange, tokens: &mut Vec<Token>);

    /// Adds the constructs over several lines, each as the range from its first to its last
    /// character. Comments are not among them.
    fn folds(&self, document: Document<'_>, folds: &mut Vec<Fold>);

    /// Adds the names of the modules that the document imports, as they are written.
    fn imports(&self, document: Document<'_>, modules: &mut Vec<NameId>);
}

/// The names of a language's kind codes, indexed by code, for people who read tables.
#[derive(Clone, Copy, Debug)]
pub struct KindNames {
    /// Kinds of nodes.
    pub nodes: &'static [&'static str],
    /// Kinds of scopes.
    pub scopes: &'static [&'static str],
    /// Kinds of binders.
    pub binders: &'static [&'static str],
    /// Kinds of definitions.
    pub definitions: &'static [&'static str],
    /// Roles of endpoints.
    pub endpoint_roles: &'static [&'static str],
}
