//! Searching for symbols by parts of their names.
//!
//! Names are numbered once for the whole workspace, so each spelling is looked at once however often
//! it occurs. That is done in three steps, each of which leaves fewer:
//!
//! 1. The sketches of all spellings tell which ones may fit, and how well at most. Those that promise
//!    most are kept. No spelling is read.
//! 2. The spellings that promise most are read and rated. If too few of them fit, more are kept.
//! 3. The best ones are looked up in the files that list them.
//!
//! So the time does not depend on how many spellings fit. If very many promise more than they keep,
//! the answer may miss one that would have been better, or hold fewer than there are; it never holds
//! none if there are some.

use core::cmp::Reverse;
use core::ops::Range;
use core::sync::atomic::{AtomicU32, Ordering};

use rholang_engine_sync::interner::{Pairs, Sketch};
use rholang_engine_sync::pool::map_until;

use super::document::documents;
use super::pattern::{Comparison, Pattern};
use super::{CancelToken, Cancelled};
use crate::ir::NameId;
use crate::symbol::{ListedItem, SymbolKind, Uses};
use crate::text::TextRange;
use crate::workspace::{FileId, NameKey, Snapshot};

/// The most symbols that a search returns, whatever is asked for.
pub const WORKSPACE_SYMBOLS_MAX: usize = 10_000;

/// How many spellings one step of a search looks at.
const GRAIN_KEYS: usize = 1 << 16;

/// How many spellings are rated for each symbol that is wanted, and how many at least.
const RATED_PER_SYMBOL: usize = 2;
const RATED_MIN: usize = 2_048;

/// How many times as many are rated if too few of them fit, and which part of the symbols that are
/// wanted is enough.
const RATED_GROWTH: usize = 4;
const ENOUGH_PART: usize = 4;

/// A symbol that a search found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkspaceSymbol {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The file.
    pub file: FileId,
    /// The text of the name.
    pub range: TextRange,
    /// The name of what the symbol stands in.
    pub container: Option<String>,
}

/// The symbols whose names have the characters of `query` in order, best first: at most `limit`. The
/// empty query finds all.
///
/// # Errors
///
/// If `cancel` asked to stop.
pub fn workspace_symbols(
    snapshot: &Snapshot,
    query: &str,
    limit: usize,
    cancel: &CancelToken,
) -> Result<Vec<WorkspaceSymbol>, Cancelled> {
    let limit = limit.min(WORKSPACE_SYMBOLS_MAX);
    let pattern = Pattern::new(query);
    let listings = best_listings(snapshot, &pattern, limit, cancel)?;
    let files: Vec<&[Listing]> = listings.chunk_by(|left, right| left.file == right.file).collect();
    let found = map_until(
        cancel,
        0..files.len(),
        || (),
        |(), index| files.get(index).map(|listings| symbols_of(snapshot, listings)),
    )?;
    let mut found: Vec<(usize, WorkspaceSymbol)> = found.into_iter().flatten().flatten().collect();
    found.sort_by_key(|(rank, symbol)| (*rank, symbol.file, symbol.range));
    Ok(found.into_iter().take(limit).map(|(_, symbol)| symbol).collect())
}

/// A name that a file lists.
#[derive(Clone, Copy)]
struct Listing {
    file: FileId,
    key: NameKey,
    /// The place of the name among those that fit, the best first.
    rank: usize,
}

/// Where the best names are listed, by file: at most `limit` listings, as each gives a symbol.
fn best_listings(
    snapshot: &Snapshot,
    pattern: &Pattern,
    limit: usize,
    cancel: &CancelToken,
) -> Result<Vec<Listing>, Cancelled> {
    let mut count = (limit * RATED_PER_SYMBOL).max(RATED_MIN);
    loop {
        let (promising, are_all) = promising(snapshot, pattern, count, cancel)?;
        let rated =
            map_until(cancel, 0..promising.len(), Comparison::default, |comparison, index| {
                let key = promising.get(index)?.key;
                let spelling = snapshot.spelling(key);
                let score = pattern.score(spelling, comparison)?;
                Some(Rated { score, spelling, key })
            })?;
        let mut rated: Vec<Rated<'_>> = rated.into_iter().flatten().collect();
        rated.sort_unstable_by_key(|rated| {
            (Reverse(rated.score), rated.spelling.len(), rated.spelling)
        });
        let mut listings = listings(snapshot, &rated, limit);
        if are_all || listings.len() >= limit.div_ceil(ENOUGH_PART) {
            listings.sort_by_key(|listing| (listing.file, listing.rank));
            return Ok(listings);
        }
        count *= RATED_GROWTH;
    }
}

/// Where names are listed, the first names first.
fn listings(snapshot: &Snapshot, names: &[Rated<'_>], limit: usize) -> Vec<Listing> {
    let listings = names.iter().enumerate().flat_map(|(rank, &Rated { key, .. })| {
        let files =
            snapshot.posting(key).into_iter().flat_map(|posting| posting.files(Uses::LISTED));
        files.map(move |file| Listing { file, key, rank })
    });
    listings.take(limit).collect()
}

/// A name that fits. Of two names that fit alike, the shorter one is meant.
#[derive(Clone, Copy)]
struct Rated<'s> {
    score: i32,
    spelling: &'s str,
    key: NameKey,
}

/// A name that may fit.
#[derive(Clone, Copy)]
struct Promising {
    /// Greater for names that promise more.
    rank: u32,
    key: NameKey,
}

impl Promising {
    /// A name, unless its rank is below `least`.
    #[inline]
    fn new(
        pattern: &Pattern,
        key: NameKey,
        sketch: Sketch<impl Pairs>,
        least: u32,
    ) -> Option<Self> {
        let least_bound = (least >> u8::BITS).cast_signed() + Pattern::BOUND_MIN;
        let bound = (pattern.bound(sketch, least_bound)? - Pattern::BOUND_MIN).unsigned_abs();
        let rank = bound << u8::BITS | (Sketch::LENGTH_MAX - sketch.length());
        (rank >= least).then_some(Self { rank, key })
    }
}

/// The `count` names that promise most, of those alike the ones with the smallest keys, in any order;
/// and whether these are all that may fit.
fn promising(
    snapshot: &Snapshot,
    pattern: &Pattern,
    count: usize,
    cancel: &CancelToken,
) -> Result<(Vec<Promising>, bool), Cancelled> {
    let keys = snapshot.key_count();
    // A rank that `count` names have at least which some worker has seen. Names below it are not among
    // the best, wherever they are.
    let floor = AtomicU32::new(0);
    let grains = map_until(
        cancel,
        0..keys.div_ceil(GRAIN_KEYS),
        || Seen { ranks: Vec::new(), least: 0 },
        |seen, grain| {
            let first = grain * GRAIN_KEYS;
            let keys = first..keys.min(first + GRAIN_KEYS);
            promising_of_grain(snapshot, pattern, count, keys, seen, &floor)
        },
    )?;
    let mut best = Vec::with_capacity(grains.iter().map(|(best, _)| best.len()).sum());
    let mut are_all = true;
    for (promising, are_all_of_grain) in grains {
        best.extend(promising);
        are_all &= are_all_of_grain;
    }
    are_all &= best.len() <= count;
    keep_most_promising(&mut best, count);
    Ok((best, are_all))
}

/// What a worker has seen in the grains that it has looked at, which come in the order of their keys.
struct Seen {
    /// The ranks of the best names, at most twice as many as are wanted.
    ranks: Vec<u32>,
    /// The least rank that can still be among the best.
    least: u32,
}

impl Seen {
    /// Notes a rank; says whether that has raised what is needed.
    fn add(&mut self, rank: u32, count: usize) -> bool {
        self.ranks.push(rank);
        if self.ranks.len() < 2 * count {
            return false;
        }
        let (_, &mut lowest, _) =
            self.ranks.select_nth_unstable_by_key(count - 1, |&rank| Reverse(rank));
        self.ranks.truncate(count);
        // Of names that are alike the first ones are kept, and these come later.
        self.least = lowest + 1;
        true
    }
}

fn promising_of_grain(
    snapshot: &Snapshot,
    pattern: &Pattern,
    count: usize,
    keys: Range<usize>,
    seen: &mut Seen,
    floor: &AtomicU32,
) -> (Vec<Promising>, bool) {
    let mut best: Vec<Promising> = Vec::new();
    let mut are_all = true;
    snapshot.search(keys, pattern.letters(), |key, sketch| {
        // `Relaxed`: the floor only rises, and an old one is only less use.
        let least = seen.least.max(floor.load(Ordering::Relaxed));
        let Some(name) = Promising::new(pattern, key, sketch, least) else {
            are_all = false;
            return;
        };
        best.push(name);
        if seen.add(name.rank, count) {
            floor.fetch_max(seen.least - 1, Ordering::Relaxed);
        }
    });
    let floor = floor.load(Ordering::Relaxed);
    best.retain(|name| name.rank >= floor);
    (best, are_all && floor == 0)
}

/// Leaves the `count` names that promise most.
fn keep_most_promising(names: &mut Vec<Promising>, count: usize) {
    if names.len() > count {
        names.select_nth_unstable_by_key(count, |name| (Reverse(name.rank), name.key));
        names.truncate(count);
    }
}

/// The symbols of one file that have the names of the listings, with the ranks of the names.
fn symbols_of(snapshot: &Snapshot, listings: &[Listing]) -> Vec<(usize, WorkspaceSymbol)> {
    let mut symbols = Vec::new();
    let Some(first) = listings.first() else {
        return symbols;
    };
    let mut items: Vec<ListedItem> = Vec::new();
    for document in documents(snapshot, first.file) {
        let name =
            |listing: &Listing| Some((document.name_of(listing.key, Uses::LISTED)?, listing.rank));
        let mut ranks: Vec<(NameId, usize)> = listings.iter().filter_map(name).collect();
        if ranks.is_empty() {
            continue;
        }
        ranks.sort_unstable();
        let names: Vec<NameId> = ranks.iter().map(|&(name, _)| name).collect();
        let tables = document.document();
        document.rules().listed(tables, &names, &mut items);
        for ListedItem { name, kind, selection, container } in items.drain(..) {
            let rank = names.binary_search(&name).ok().and_then(|place| ranks.get(place));
            let (Some(&(_, rank)), Some(range)) = (rank, document.file_range(selection)) else {
                continue;
            };
            let name = tables.ir.names.text(name).to_owned();
            symbols
                .push((rank, WorkspaceSymbol { name, kind, file: first.file, range, container }));
        }
    }
    symbols
}
