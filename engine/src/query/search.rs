//! Searching for symbols by parts of their names.
//!
//! Names are numbered once for the whole workspace, so each spelling is looked at once however often
//! it occurs. A spelling that has all characters of the query in order is rated; the best ones are
//! then looked up in the files that list them.

use core::cmp::Reverse;

use rholang_engine_sync::pool::map_until;
use rholang_engine_sync::{Id, Letters};
use rustc_hash::FxHashMap;

use super::document::documents;
use super::{CancelToken, Cancelled};
use crate::symbol::{OutlineItem, SymbolKind, Uses};
use crate::text::TextRange;
use crate::workspace::{FileId, NameKey, Snapshot};

/// The most symbols that a search returns, whatever is asked for.
pub const WORKSPACE_SYMBOLS_MAX: usize = 10_000;

/// How many spellings one step of a search looks at.
const GRAIN_KEYS: usize = 8_192;

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
    let count = snapshot.key_count();
    let grains = map_until(
        cancel,
        0..count.div_ceil(GRAIN_KEYS),
        || (),
        |(), grain| {
            let first = grain * GRAIN_KEYS;
            rate(snapshot, &pattern, limit, first..count.min(first + GRAIN_KEYS))
        },
    )?;
    let mut rated: Vec<Rated> = grains.into_iter().flatten().collect();
    keep_best(&mut rated, limit);
    rated.sort_by_cached_key(|rated| {
        (Reverse(rated.score), rated.length, snapshot.spelling(rated.key))
    });
    let listings = listings(snapshot, &rated, limit);
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

/// Where the best names are listed, by file. Each listing gives a symbol at least, so `limit` of them
/// are enough.
fn listings(snapshot: &Snapshot, rated: &[Rated], limit: usize) -> Vec<Listing> {
    let listings = rated.iter().enumerate().flat_map(|(rank, &Rated { key, .. })| {
        let files =
            snapshot.posting(key).into_iter().flat_map(|posting| posting.files(Uses::LISTED));
        files.map(move |file| Listing { file, key, rank })
    });
    let mut listings: Vec<Listing> = listings.take(limit).collect();
    listings.sort_by_key(|listing| (listing.file, listing.rank));
    listings
}

/// A name that fits.
#[derive(Clone, Copy)]
struct Rated {
    score: i32,
    /// The length of the spelling in bytes; of two names that fit alike, the shorter one is meant.
    length: usize,
    key: NameKey,
}

/// The best keys of a range that fit and are listed, in any order.
fn rate(
    snapshot: &Snapshot,
    pattern: &Pattern,
    limit: usize,
    keys: core::ops::Range<usize>,
) -> Vec<Rated> {
    let mut rated = Vec::new();
    for index in keys {
        let key: NameKey = Id::from_index(index);
        if !snapshot.letters(key).covers(pattern.letters) {
            continue;
        }
        let spelling = snapshot.spelling(key);
        let is_listed = || {
            let posting = snapshot.posting(key);
            posting.is_some_and(|posting| posting.files(Uses::LISTED).next().is_some())
        };
        if let Some(score) = pattern.score(spelling)
            && is_listed()
        {
            rated.push(Rated { score, length: spelling.len(), key });
        }
    }
    keep_best(&mut rated, limit);
    rated
}

/// Leaves the best `limit` names, in any order.
fn keep_best(rated: &mut Vec<Rated>, limit: usize) {
    if rated.len() > limit {
        rated.select_nth_unstable_by_key(limit, |rated| {
            (Reverse(rated.score), rated.length, rated.key)
        });
        rated.truncate(limit);
    }
}

/// The symbols of one file that have the names of the listings, with the ranks of the names.
fn symbols_of(snapshot: &Snapshot, listings: &[Listing]) -> Vec<(usize, WorkspaceSymbol)> {
    let mut symbols = Vec::new();
    let Some(first) = listings.first() else {
        return symbols;
    };
    let mut items: Vec<OutlineItem> = Vec::new();
    for document in documents(snapshot, first.file) {
        let is_listed = |listing: &&Listing| document.name_of(listing.key, Uses::LISTED).is_some();
        let ranks: FxHashMap<&str, usize> = listings
            .iter()
            .filter(is_listed)
            .map(|listing| (snapshot.spelling(listing.key), listing.rank))
            .collect();
        if ranks.is_empty() {
            continue;
        }
        items.clear();
        document.rules().outline(document.document, &mut items);
        for item in &items {
            // A name that `new` makes is found by the contract that receives on it.
            let rank = ranks.get(&*item.name).filter(|_| item.kind != SymbolKind::Channel);
            let (Some(&rank), Some(range)) = (rank, document.file_range(item.selection)) else {
                continue;
            };
            let container = item.parent.and_then(|parent| items.get(parent as usize));
            let symbol = WorkspaceSymbol {
                name: item.name.clone(),
                kind: item.kind,
                file: first.file,
                range,
                container: container.map(|container| container.name.clone()),
            };
            symbols.push((rank, symbol));
        }
    }
    symbols
}

/// A query, prepared for many comparisons.
struct Pattern {
    /// The characters in lower case, without white space.
    characters: Vec<char>,
    /// What a name must have to fit.
    letters: Letters,
}

/// What a comparison gains and loses.
const SCORE_CONSECUTIVE: i32 = 8;
const SCORE_WORD_START: i32 = 10;
const SCORE_NAME_START: i32 = 12;
const SCORE_SAME_CASE: i32 = 1;
const SCORE_EXACT: i32 = 40;
const SCORE_GAP: i32 = -1;

impl Pattern {
    fn new(query: &str) -> Self {
        let characters: Vec<char> =
            query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        let letters = Letters::wanted(&characters.iter().collect::<String>());
        Self { characters, letters }
    }

    /// How well a name fits; none if it lacks a character. Takes the first place for each character,
    /// which is right often enough, and linear time.
    fn score(&self, name: &str) -> Option<i32> {
        let mut wanted = self.characters.iter().peekable();
        let mut score = 0;
        let mut last_match: Option<usize> = None;
        let mut before = None;
        let mut length = 0;
        for (index, character) in name.chars().enumerate() {
            length = index + 1;
            if let Some(&&next) = wanted.peek()
                && character.to_lowercase().eq(core::iter::once(next))
            {
                wanted.next();
                score += Self::value(index, before, character, last_match);
                last_match = Some(index);
            }
            before = Some(character);
        }
        if wanted.peek().is_some() {
            return None;
        }
        let is_exact = length == self.characters.len();
        Some(score + if is_exact { SCORE_EXACT } else { 0 })
    }

    /// What a matched character is worth.
    fn value(index: usize, before: Option<char>, character: char, last: Option<usize>) -> i32 {
        let starts_word = before.is_none_or(|before: char| {
            !before.is_alphanumeric() || (before.is_lowercase() && character.is_uppercase())
        });
        let gap = last.map_or(index, |last| index - last - 1);
        let gap = i32::try_from(gap.min(16)).unwrap_or(16);
        let mut value = SCORE_GAP * gap + SCORE_SAME_CASE;
        value += if index == 0 { SCORE_NAME_START } else { 0 };
        value += if starts_word { SCORE_WORD_START } else { 0 };
        value + if last.is_some() && gap == 0 { SCORE_CONSECUTIVE } else { 0 }
    }
}
