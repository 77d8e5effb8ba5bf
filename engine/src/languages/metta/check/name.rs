//! Names that nothing defines.

use super::walk::Walker;
use crate::languages::metta::builtin::{self, Builtin, Origin};
use crate::languages::metta::code;
use crate::languages::metta::kind::Dialect;

/// Names shorter than this are one letter away from too many words to be called misspelled.
const SHORTEST_NAME: usize = 6;

/// How many unknown names are compared with the names of the standard library.
const UNKNOWN_NAMES_MAX: usize = 1000;

/// Reports heads of calls that look like misspelled built-ins. An unknown name is data, so a name
/// that is used in any other way, or in a file with imports, is left alone (`metta.md` 2.1).
pub(super) fn check_unknown(walker: Walker<'_>) {
    if walker.meanings.has_imports || walker.dialect != Dialect::Hyperon {
        return;
    }
    let calls = walker.unknown.iter().take(UNKNOWN_NAMES_MAX);
    for (&name, &(first, count)) in calls {
        let spelling = walker.ir.names.text(name);
        if count == walker.meanings.occurrences(name)
            && let Some(builtin) = meant_builtin(spelling)
        {
            let range = walker.ir.range(first);
            walker.sink.report(&code::POSSIBLE_TYPO, range).name(name).word(builtin.name);
        }
    }
}

/// The built-in function that a name misses by one letter.
fn meant_builtin(spelling: &str) -> Option<&'static Builtin> {
    builtin::all().iter().find(|builtin| {
        builtin.origin == Origin::Core
            && builtin.name.len() >= SHORTEST_NAME
            && is_one_edit_away(spelling.as_bytes(), builtin.name.as_bytes())
            && builtin.arities().next().is_some()
    })
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
