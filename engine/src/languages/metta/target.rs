//! Places to go to.
//!
//! A call leads to the clauses that it can reach, before other clauses of its length, of other
//! lengths, types and facts (`metta.md` 2.3). A variable leads to where it gets its value.

use super::kind::DefinitionKind;
use super::unify::{self, DataHeads, Fit};
use super::{lookup, shape, share};
use crate::ir::{NameId, NodeId, definitions};
use crate::symbol::{Document, Goto, Site, Space, Symbol, Target};
use crate::text::TextRange;

/// How well places fit, best first. A range of ranks orders places of one kind.
mod rank {
    /// The name is bound here, or stands for the file itself.
    pub(super) const BINDING: u32 = 0;
    /// A clause whose arguments match; [`SPECIFIC_MAX`] ranks, the most specific pattern first.
    pub(super) const MATCHING: u32 = 1;
    pub(super) const SPECIFIC_MAX: u32 = 1_000;
    pub(super) const POSSIBLE: u32 = MATCHING + SPECIFIC_MAX + 1;
    pub(super) const SAME_ARITY: u32 = POSSIBLE + 1;
    pub(super) const OTHER_CLAUSE: u32 = POSSIBLE + 2;
    pub(super) const TYPE: u32 = POSSIBLE + 3;
    pub(super) const OTHER_TYPE: u32 = POSSIBLE + 4;
    pub(super) const SUBTYPE: u32 = POSSIBLE + 5;
    pub(super) const FACT: u32 = POSSIBLE + 6;
    pub(super) const DOCUMENTATION: u32 = POSSIBLE + 7;
}

/// Adds the places in a document to go to from an occurrence.
pub(super) fn targets(
    goto: Goto,
    site: Site<'_>,
    candidate: Document<'_>,
    symbol: Symbol,
    targets: &mut Vec<Target>,
) {
    match symbol {
        Symbol::Binder(binder) if goto != Goto::Implementation => {
            let sightings = lookup::sightings(candidate.ir, binder);
            if let Some(found) = lookup::binding_at(&sightings, site.occurrence.node) {
                let range = candidate.ir.range(found.node);
                let rank = rank::BINDING;
                targets.push(Target { node: found.node, range, name: range, rank });
            }
        }
        Symbol::Shared(Space::Atom, name) => {
            let is_own = core::ptr::eq(candidate.text, site.document.text);
            if candidate.ir.names.bytes(name) == b"&self" {
                let file = (is_own && goto != Goto::Implementation).then(|| whole_file(candidate));
                targets.extend(file.flatten());
                return;
            }
            let (call, heads) = (Call::of(site), DataHeads::default());
            let mut search = Search { goto, call, site, candidate, name, heads };
            search.run(targets);
        }
        _ => {}
    }
}

/// The document as a place, without a name.
fn whole_file(document: Document<'_>) -> Option<Target> {
    let node = document.ir.nodes.root()?;
    let range = document.ir.range(node);
    let name = TextRange::empty(range.start);
    Some(Target { node, range, name, rank: rank::BINDING })
}

/// The call that an occurrence begins.
#[derive(Clone, Copy)]
struct Call {
    expression: NodeId,
    /// The number of arguments; `u32::MAX` where a hole hides it.
    arity: u32,
}

impl Call {
    fn of(site: Site<'_>) -> Option<Self> {
        let nodes = site.document.ir.nodes;
        let expression = lookup::call_at(nodes, site.occurrence.node)?;
        Some(Self { expression, arity: shape::arity(nodes, expression) })
    }
}

/// A search for a symbol's places in one document.
struct Search<'a> {
    goto: Goto,
    site: Site<'a>,
    call: Option<Call>,
    candidate: Document<'a>,
    name: NameId,
    heads: DataHeads,
}

impl Search<'_> {
    fn run(&mut self, targets: &mut Vec<Target>) {
        let ir = self.candidate.ir;
        for definition in ir.definitions.ids() {
            let row = ir.definitions.row(definition);
            let rank = if row.name != self.name {
                self.rank_of_instance(&row)
            } else if share::defines(ir, &row) {
                self.rank(&row)
            } else {
                None
            };
            if let Some(rank) = rank {
                let (range, name) = (ir.range(row.node), ir.range(row.name_node));
                targets.push(Target { node: row.node, range, name, rank });
            }
        }
    }

    /// The rank of a row with the symbol's name; none if one does not go there.
    fn rank(&mut self, row: &definitions::Row) -> Option<u32> {
        use DefinitionKind as D;
        let kind = D::from_code(row.kind);
        let is_same_arity = self.call.is_none_or(|call| row.arity == call.arity);
        let declared = if is_same_arity { rank::TYPE } else { rank::OTHER_TYPE };
        match (self.goto, kind) {
            (Goto::Definition | Goto::Implementation, D::Clause | D::CurriedClause) => {
                Some(self.rank_of_clause(row))
            }
            // A rule for the bare name is what a bare mention means.
            (Goto::Definition | Goto::Implementation, D::Constant) => {
                Some(if self.call.is_none() { rank::BINDING } else { rank::OTHER_CLAUSE })
            }
            (Goto::Definition | Goto::Declaration, D::FunctionType | D::TypeConstructor) => {
                Some(declared)
            }
            (Goto::Definition | Goto::Declaration, D::Typed | D::Type) => Some(rank::TYPE),
            (Goto::Definition, D::Token | D::ModuleToken) => Some(rank::BINDING),
            (Goto::Declaration, D::Token | D::ModuleToken) => Some(rank::OTHER_TYPE),
            (Goto::Definition | Goto::Declaration, D::Subtype) => Some(rank::SUBTYPE),
            (Goto::Definition, D::Fact) => Some(rank::FACT),
            (Goto::Declaration, D::Documentation) => Some(rank::DOCUMENTATION),
            _ => None,
        }
    }

    fn rank_of_clause(&mut self, row: &definitions::Row) -> u32 {
        let Some(call) = self.call else {
            return rank::SAME_ARITY;
        };
        // Where a hole stands, nobody knows how many arguments there are.
        if call.arity == u32::MAX || row.arity == u32::MAX {
            return rank::POSSIBLE;
        }
        if call.arity != row.arity {
            return rank::OTHER_CLAUSE;
        }
        let ir = self.candidate.ir;
        let Some(pattern) = unify::clause_pattern(ir, row.node, row.name) else {
            return rank::SAME_ARITY;
        };
        match unify::fit(
            self.site.document,
            call.expression,
            self.candidate,
            pattern,
            &mut self.heads,
        ) {
            Fit::Matches(words) => rank::MATCHING + rank::SPECIFIC_MAX.saturating_sub(words),
            Fit::Possible => rank::POSSIBLE,
            Fit::Impossible => rank::SAME_ARITY,
        }
    }

    /// The rank of a row with another name: a type is carried out by what has the type, by functions
    /// that return it, and by its subtypes.
    fn rank_of_instance(&self, row: &definitions::Row) -> Option<u32> {
        let is_instance = self.goto == Goto::Implementation
            && share::declared_of(self.candidate.ir, row) == Some(self.name);
        let is_subtype = row.kind == DefinitionKind::Subtype.code();
        is_instance.then_some(if is_subtype { rank::SUBTYPE } else { rank::TYPE })
    }
}
