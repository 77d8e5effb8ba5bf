//! Definition, declaration, implementation.

use super::document::{DocumentRef, Found, documents};
use super::link::Links;
use super::module::Modules;
use super::{At, CancelToken, Cancelled};
use crate::symbol::{Goto, Space, Symbol, Target};
use crate::text::TextRange;
use crate::workspace::{FileId, Snapshot};

/// The most places that a query offers to go to; no more files are searched once there are as many.
const LINKS_MAX: usize = 1_000;

/// A place to go to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Link {
    /// The word that was asked about, in the file that was asked about.
    pub origin: TextRange,
    /// The file to go to.
    pub file: FileId,
    /// The whole construct.
    pub range: TextRange,
    /// Its name; lies in `range`.
    pub name: TextRange,
}

/// What gives the symbol at a place its meaning there, best first: the contracts and receives that
/// take this message, the clauses that fit this call, the pattern that binds a variable.
///
/// # Errors
///
/// If `cancel` asked to stop.
pub fn definition(
    snapshot: &Snapshot,
    at: At,
    cancel: &CancelToken,
) -> Result<Vec<Link>, Cancelled> {
    navigate(snapshot, at, Goto::Definition, cancel)
}

/// What introduces the symbol at a place: the `new` of a name, the `(: f T)` of a function.
///
/// # Errors
///
/// If `cancel` asked to stop.
pub fn declaration(
    snapshot: &Snapshot,
    at: At,
    cancel: &CancelToken,
) -> Result<Vec<Link>, Cancelled> {
    navigate(snapshot, at, Goto::Declaration, cancel)
}

/// What carries the symbol at a place out: the senders to a receive, the clauses of a function.
///
/// # Errors
///
/// If `cancel` asked to stop.
pub fn implementation(
    snapshot: &Snapshot,
    at: At,
    cancel: &CancelToken,
) -> Result<Vec<Link>, Cancelled> {
    navigate(snapshot, at, Goto::Implementation, cancel)
}

fn navigate(
    snapshot: &Snapshot,
    at: At,
    goto: Goto,
    cancel: &CancelToken,
) -> Result<Vec<Link>, Cancelled> {
    let lead = || if goto == Goto::Definition { Found::lead_at(snapshot, at) } else { None };
    let Some(found) = Found::at(snapshot, at).or_else(lead) else {
        return Ok(Vec::new());
    };
    let Some(origin) = found.document.file_range(found.occurrence.range) else {
        return Ok(Vec::new());
    };
    let targets = targets(snapshot, &found, goto, cancel)?;
    let link = |(document, target): &(DocumentRef<'_>, Target)| {
        let name = document.file_range(target.name)?;
        let range = document.file_span(target.range).unwrap_or(name);
        Some(Link { origin, file: document.file, range, name })
    };
    let mut links: Vec<Link> = targets.iter().filter_map(link).take(LINKS_MAX).collect();
    // A construct may be found through several documents or ways.
    let mut seen = rustc_hash::FxHashSet::default();
    links.retain(|link| seen.insert(*link));
    Ok(links)
}

/// All places to go to from an occurrence, best first.
pub(super) fn targets<'s>(
    snapshot: &'s Snapshot,
    found: &Found<'s>,
    goto: Goto,
    cancel: &CancelToken,
) -> Result<Vec<(DocumentRef<'s>, Target)>, Cancelled> {
    let mut ranked = Ranked { found, goto, targets: Vec::new(), scratch: Vec::new() };
    if let Symbol::Shared(Space::Module, module) = found.occurrence.symbol {
        let file = Modules::new(snapshot).file_of(&found.document, module);
        let document = file.and_then(|file| documents(snapshot, file).next());
        return Ok(document.into_iter().filter_map(whole_document).collect());
    }
    match found.shared(snapshot) {
        None => ranked.add(found.document, found.occurrence.symbol, 0),
        Some(shared) => {
            let mut links = Links::new(snapshot, shared);
            let files: Vec<FileId> = if goto == Goto::Implementation {
                let posting = snapshot.posting(shared.key);
                let uses = shared.implementations();
                posting.into_iter().flat_map(|posting| posting.files(uses)).collect()
            } else {
                links.definers_for(found.document.file, cancel)?.to_vec()
            };
            let own = found.document.file;
            let others = files.into_iter().filter(|&file| file != own);
            for (distance, file) in core::iter::once(own).chain(others).enumerate() {
                cancel.check()?;
                if ranked.targets.len() >= LINKS_MAX {
                    break;
                }
                if goto == Goto::Implementation && !links.is_same(own, file, cancel)? {
                    continue;
                }
                for document in documents(snapshot, file) {
                    if let Some(symbol) = shared.in_document(&document, shared.mentions()) {
                        let is_near = file == own && !document.is_same(&found.document);
                        ranked.add(document, symbol, distance.min(1) * 2 + usize::from(is_near));
                    }
                }
            }
        }
    }
    Ok(ranked.finish())
}

/// A document as a place: its first character.
fn whole_document(document: DocumentRef<'_>) -> Option<(DocumentRef<'_>, Target)> {
    let node = document.document().ir.nodes.root()?;
    let range = document.document().ir.range(node);
    let name = TextRange::empty(range.start);
    Some((document, Target { node, range, name, rank: 0 }))
}

/// Places to go to while they are collected.
struct Ranked<'a, 's> {
    found: &'a Found<'s>,
    goto: Goto,
    /// Document, target, and how far away the document is.
    targets: Vec<(DocumentRef<'s>, Target, usize)>,
    scratch: Vec<Target>,
}

impl<'s> Ranked<'_, 's> {
    fn add(&mut self, document: DocumentRef<'s>, symbol: Symbol, distance: usize) {
        if document.language != self.found.document.language {
            return;
        }
        self.scratch.clear();
        document.rules().targets(
            self.goto,
            self.found.site(),
            document.document(),
            symbol,
            &mut self.scratch,
        );
        self.targets.extend(self.scratch.drain(..).map(|target| (document, target, distance)));
    }

    fn finish(mut self) -> Vec<(DocumentRef<'s>, Target)> {
        self.targets.sort_by_key(|(document, target, distance)| {
            (target.rank, *distance, document.file, target.range.start)
        });
        if let Some((_, best, _)) = self.targets.first() {
            let tier = best.rank / Target::TIER;
            self.targets.retain(|(_, target, _)| target.rank / Target::TIER == tier);
        }
        self.targets.into_iter().map(|(document, target, _)| (document, target)).collect()
    }
}
