//! Names that nothing defines.

use std::sync::LazyLock;

use super::selection::CALLS;
use super::walk::Walker;
use crate::ir::NameId;
use crate::languages::metta::builtin::{self, Builtin, Origin};
use crate::languages::metta::code;
use crate::languages::metta::kind::Dialect;

/// Names shorter than this are one letter away from too many words to be called misspelled.
const SHORTEST_NAME: usize = 6;

/// Reports heads of calls that look like misspelled built-ins. An unknown name is data, so a name
/// that is used in any other way, or in a file with imports, is left alone (`metta.md` 2.1).
pub(super) fn check_unknown(walker: Walker<'_>) {
    if walker.meanings.has_imports || walker.dialect != Dialect::Hyperon {
        return;
    }
    let is_wanted = |&(&name, _): &(&NameId, _)| walker.selection.wants(name, CALLS);
    for (&name, &(first, count)) in walker.unknown.iter().filter(is_wanted) {
        let spelling = walker.ir.names.text(name);
        if count == walker.meanings.occurrences(name)
            && let Some(builtin) = meant_builtin(spelling)
        {
            let range = walker.ir.range(first);
            walker.sink.report(&code::POSSIBLE_TYPO, range).name(name).word(builtin.name);
        }
    }
}

/// The built-in functions that can be meant by a misspelled name, by the length of their names.
static BY_LENGTH: LazyLock<Vec<Vec<&'static Builtin>>> = LazyLock::new(|| {
    let mut by_length: Vec<Vec<&Builtin>> = Vec::new();
    for builtin in builtin::all() {
        let length = builtin.name.len();
        let is_function = builtin.origin == Origin::Core && builtin.arities().next().is_some();
        if is_function && length >= SHORTEST_NAME {
            by_length.resize_with(by_length.len().max(length + 1), Vec::new);
            by_length[length].push(builtin);
        }
    }
    by_length
});

/// The built-in function that a name misses by one letter.
pub(super) fn meant_builtin(spelling: &str) -> Option<&'static Builtin> {
    let word = spelling.as_bytes();
    let lengths = word.len().saturating_sub(1)..=word.len() + 1;
    let candidates = lengths.filter_map(|length| BY_LENGTH.get(length)).flatten();
    let meant = candidates.filter(|builtin| {
        let name = builtin.name.as_bytes();
        // What differs is at most two letters side by side.
        let is_like = word.get(..2) == name.get(..2)
            || word.len() >= 2 && word[word.len() - 2..] == name[name.len() - 2..];
        is_like && is_one_edit_away(word, name)
    });
    meant.copied().min_by_key(|builtin| builtin.name)
}

/// Whether one letter inserted, deleted, replaced, or two neighbours swapped turn one word into
/// the other. Case alone, and a sign or digit at the end, are differences that people intend.
fn is_one_edit_away(word: &[u8], name: &[u8]) -> bool {
    if word.len().abs_diff(name.len()) > 1 || word.eq_ignore_ascii_case(name) {
        return false;
    }
    let common = word.iter().zip(name).take_while(|(left, right)| left == right).count();
    let (rest, name_rest) = (word.get(common..).unwrap_or(&[]), name.get(common..).unwrap_or(&[]));
    let after = |rest: &'_ [u8], count: usize| rest.get(count..).unwrap_or(&[]).to_vec();
    match (rest, name_rest) {
        ([extra], []) => extra.is_ascii_alphabetic(),
        ([first, second, ..], [other, another, ..])
            if first == another && second == other && after(rest, 2) == after(name_rest, 2) =>
        {
            true
        }
        ([_, left @ ..], [_, right @ ..]) if left == right => true,
        ([_, left @ ..], right) if left == right => true,
        (left, [_, right @ ..]) => left == right,
        _ => false,
    }
}
