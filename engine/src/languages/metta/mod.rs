//! MeTTa: atoms that are stored, matched and rewritten.
//!
//! The rules follow hyperon (`metta.md` of the fact sheets, sections 1 to 4). Where MeTTaTron, the
//! implementation behind `rho:metta`, differs, the place in the code says so and asks for the
//! [`Dialect`].

pub mod builtin;
mod check;
pub mod code;
mod define;
mod documentation;
mod fold;
mod form;
mod hole;
mod hover;
mod item;
pub mod kind;
mod lookup;
mod lower;
mod occurrence;
mod outline;
mod parse;
mod rename;
mod resolve;
mod shape;
mod share;
mod syntax_error;
mod target;
mod token;
mod unify;

use super::{Change, KindNames, Language, Part, Reading};
use crate::diagnostic::{Code, DiagnosticSink};
use crate::ir::{Ir, IrBuilder, Item, NameId, RowNumbers};
use crate::symbol::{
    Document, Fold, Goto, HoverBlock, HoverCard, ListedItem, Occurrence, OutlineItem, SharedName,
    Site, Symbol, Tally, Target, Token,
};
use crate::syntax::SyntaxTree;
use crate::text::TextRange;

pub use kind::Dialect;

/// The language's entry in the registry.
#[derive(Debug)]
pub struct Metta;

impl Language for Metta {
    fn name(&self) -> &'static str {
        "metta"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["metta"]
    }

    fn grammar(&self) -> tree_sitter::Language {
        tree_sitter::Language::new(tree_sitter_metta::LANGUAGE)
    }

    fn codes(&self) -> &'static [&'static Code] {
        code::CODES
    }

    fn parse(&self, text: &str, ir: &mut IrBuilder<'_>) -> Reading {
        let reading = parse::parse(text, ir);
        if reading == Reading::Accepted {
            hole::mark(text, ir);
        }
        reading
    }

    fn lower(&self, text: &str, tree: &SyntaxTree, ir: &mut IrBuilder<'_>) {
        lower::lower(text, tree, ir);
        hole::mark(text, ir);
    }

    fn explain_syntax_errors(&self, text: &str, tree: &SyntaxTree, sink: &mut DiagnosticSink) {
        syntax_error::explain(text, tree, sink);
    }

    fn resolve(&self, _text: &str, ir: &mut IrBuilder<'_>, part: Part, _sink: &mut DiagnosticSink) {
        resolve::resolve(ir, part);
    }

    fn define(&self, text: &str, ir: &mut IrBuilder<'_>, part: Part) {
        define::define(text, ir, part);
    }

    fn check(&self, text: &str, ir: Ir<'_>, dialect: u8, sink: &mut DiagnosticSink) {
        check::check(text, ir, Dialect::from_code(dialect), sink);
    }

    fn items_around(&self, document: Document<'_>, edit: TextRange) -> Vec<Item> {
        item::around(document, edit)
    }

    fn fit(&self, document: Document<'_>, item: &Item, text: &str, ir: Ir<'_>) -> Option<usize> {
        item::fit(document, item, text, ir)
    }

    fn recheck(&self, change: &Change<'_>, dialect: u8, sink: &mut DiagnosticSink) {
        check::recheck(change, Dialect::from_code(dialect), sink);
    }

    fn row_numbers(&self) -> RowNumbers {
        item::ROW_NUMBERS
    }

    fn dialects(&self) -> &'static [&'static str] {
        // As people write them, in the order of `Dialect`.
        &["hyperon", "MeTTaTron"]
    }

    fn embedded_dialect(&self) -> u8 {
        Dialect::Mettatron.code()
    }

    fn kind_names(&self) -> KindNames {
        KindNames {
            nodes: kind::NodeKind::NAMES,
            scopes: kind::ScopeKind::NAMES,
            binders: kind::BinderKind::NAMES,
            definitions: kind::DefinitionKind::NAMES,
            endpoint_roles: &[],
        }
    }

    fn shared_names(&self, document: Document<'_>, names: &mut Vec<SharedName>) {
        share::shared_names(document, names);
    }

    fn occurrence_at(&self, document: Document<'_>, offset: u32) -> Option<Occurrence> {
        occurrence::at(document, offset)
    }

    fn occurrences(&self, document: Document<'_>, symbol: Symbol, found: &mut Vec<Occurrence>) {
        occurrence::all(document, symbol, found);
    }

    fn targets(
        &self,
        goto: Goto,
        site: Site<'_>,
        candidate: Document<'_>,
        symbol: Symbol,
        targets: &mut Vec<Target>,
    ) {
        target::targets(goto, site, candidate, symbol, targets);
    }

    fn tally(&self, document: Document<'_>, symbol: Symbol) -> Tally {
        hover::tally(document, symbol)
    }

    fn hover_at(&self, document: Document<'_>, offset: u32, tally: Tally) -> Option<HoverCard> {
        hover::card(document, offset, tally)
    }

    fn describe(&self, document: Document<'_>, target: Target, blocks: &mut Vec<HoverBlock>) {
        hover::describe(document, target, blocks);
    }

    fn new_name(&self, site: Site<'_>, new_name: &str) -> Result<String, String> {
        rename::new_name(site, new_name)
    }

    fn outline(&self, document: Document<'_>, items: &mut Vec<OutlineItem>) {
        outline::outline(document, items);
    }

    fn listed(&self, document: Document<'_>, names: &[NameId], items: &mut Vec<ListedItem>) {
        outline::listed(document, names, items);
    }

    fn tokens(&self, document: Document<'_>, range: TextRange, tokens: &mut Vec<Token>) {
        token::tokens(document, range, tokens);
    }

    fn folds(&self, document: Document<'_>, folds: &mut Vec<Fold>) {
        fold::folds(document, folds);
    }

    fn imports(&self, document: Document<'_>, modules: &mut Vec<NameId>) {
        share::imports(document, modules);
    }
}
