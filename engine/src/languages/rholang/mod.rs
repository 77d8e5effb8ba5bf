//! Rholang: processes that send and receive messages on channels.
//!
//! The rules follow the current node (f1r3node-rust, August 2026) and accept the older forms of
//! rchain; where the two differ, the place in the code says which one is followed.

pub mod builtin;
mod channel;
mod check;
pub mod code;
mod define;
pub mod embed;
mod fold;
mod gap;
mod hover;
mod item;
pub mod kind;
mod lower;
mod occurrence;
mod outline;
mod parse;
mod rename;
mod resolve;
mod shape;
mod share;
mod signature;
mod syntax_error;
mod target;
mod token;

use core::ops::Range;

use super::{Change, KindNames, Language, Part, Reading};
use crate::diagnostic::{Code, DiagnosticSink};
use crate::ir::{Head, Ir, IrBuilder, Item, NameId, RowNumbers};
use crate::region::{Embedded, Sinks};
use crate::symbol::{
    Document, Fold, Goto, HoverBlock, HoverCard, ListedItem, Occurrence, OutlineItem, SharedName,
    Site, Symbol, Tally, Target, Token,
};
use crate::syntax::SyntaxTree;
use crate::text::TextRange;

/// The language's entry in the registry.
#[derive(Debug)]
pub struct Rholang;

impl Language for Rholang {
    fn name(&self) -> &'static str {
        "rholang"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rho", "rhox"]
    }

    fn grammar(&self) -> tree_sitter::Language {
        tree_sitter::Language::new(tree_sitter_rholang::LANGUAGE)
    }

    fn codes(&self) -> &'static [&'static Code] {
        code::CODES
    }

    fn parse(&self, text: &str, ir: &mut IrBuilder<'_>) -> Reading {
        // An error in an item can be mended by what comes after it, such as a brace by a brace.
        if parse::parse(text, ir) { Reading::Accepted } else { Reading::Declined }
    }

    fn lower(&self, text: &str, tree: &SyntaxTree, ir: &mut IrBuilder<'_>) {
        lower::lower(text, tree, ir);
    }

    fn explain_syntax_errors(&self, text: &str, tree: &SyntaxTree, sink: &mut DiagnosticSink) {
        syntax_error::explain(text, tree, sink);
    }

    fn resolve(&self, _text: &str, ir: &mut IrBuilder<'_>, part: Part, sink: &mut DiagnosticSink) {
        resolve::resolve(ir, part, sink);
    }

    fn define(&self, text: &str, ir: &mut IrBuilder<'_>, part: Part) {
        define::define(text, ir, part);
    }

    fn check(&self, text: &str, ir: Ir<'_>, _dialect: u8, sink: &mut DiagnosticSink) {
        check::check(text, ir, sink);
    }

    fn items_around(&self, document: Document<'_>, edit: TextRange) -> Vec<Item> {
        item::around(document, edit)
    }

    fn fit(&self, document: Document<'_>, item: &Item, text: &str, ir: Ir<'_>) -> Option<usize> {
        item::fit(document, item, text, ir)
    }

    fn head_around(&self, document: Document<'_>, edit: TextRange) -> Option<Head> {
        item::head_around(document, edit)
    }

    fn fit_head(
        &self,
        document: Document<'_>,
        item: &Item,
        length: u32,
        ir: Ir<'_>,
    ) -> Option<Range<usize>> {
        item::fit_head(document, item, length, ir)
    }

    fn recheck(&self, change: &Change<'_>, _dialect: u8, sink: &mut DiagnosticSink) {
        check::recheck(change, sink);
    }

    fn row_numbers(&self) -> RowNumbers {
        item::ROW_NUMBERS
    }

    fn embedded(
        &self,
        text: &str,
        ir: Ir<'_>,
        sinks: &dyn Sinks,
        sink: &mut DiagnosticSink,
    ) -> Embedded {
        embed::find(text, ir, sinks, sink)
    }

    fn kind_names(&self) -> KindNames {
        KindNames {
            nodes: kind::NodeKind::NAMES,
            scopes: kind::ScopeKind::NAMES,
            binders: kind::BinderKind::NAMES,
            definitions: kind::DefinitionKind::NAMES,
            endpoint_roles: kind::EndpointRole::NAMES,
        }
    }

    fn shared_names(&self, document: Document<'_>, names: &mut Vec<SharedName>) {
        share::shared_names(document, names);
    }

    fn occurrence_at(&self, document: Document<'_>, offset: u32) -> Option<Occurrence> {
        occurrence::at(document, offset)
    }

    fn lead_at(&self, document: Document<'_>, offset: u32) -> Option<Occurrence> {
        target::lead_at(document, offset)
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
