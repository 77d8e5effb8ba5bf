//! How well a name fits what somebody searches for.
//!
//! A name fits if it has the characters of the query in order, whatever their case. Where they stand
//! tells how well: characters that begin the name or a word in it, or follow each other, are what
//! people type. Of all ways to find the characters in the name, the best one counts.
//!
//! A name's [`Sketch`] bounds that from above without reading the name.

use rholang_engine_sync::interner::{Letters, Pairs, Sketch, Step, begins_word};

/// The most characters of a query that count; the others are ignored.
const QUERY_CHARACTERS_MAX: usize = 1_024;

/// Up to which product of the lengths of query and name the best way is looked for. Beyond, all ways
/// count alike.
const RATED_STEPS_MAX: usize = 1 << 16;

/// What a character is worth that begins the name.
const SCORE_NAME_START: i32 = 12;
/// What a character is worth that begins a word.
const SCORE_WORD_START: i32 = 10;
/// What a character is worth that follows the one before it.
const SCORE_CONSECUTIVE: i32 = 8;
/// What a character is worth that does not. A character after a gap that begins a word is worth as much
/// as one that follows.
const SCORE_GAP: i32 = SCORE_CONSECUTIVE - SCORE_WORD_START;
/// What it is worth that the name has no further characters.
const SCORE_EXACT: i32 = 40;
/// Stands for what cannot be.
const SCORE_NONE: i32 = i32::MIN / 2;

/// A query, prepared for many comparisons.
pub(super) struct Pattern {
    /// The characters in lower case, without white space.
    characters: Vec<char>,
    /// What sketches are asked about the first character.
    first: Option<Step>,
    /// The same for the others, and whether the character before is no letter or digit.
    steps: Vec<(Step, bool)>,
    /// What a name without humps scores at most that has more characters than the query.
    most: i32,
    /// How much more one with so many humps may score.
    humps: [i32; Sketch::HUMPS_MAX + 1],
    /// The bytes of the characters.
    byte_length: u32,
    letters: Letters,
}

/// Memory for comparisons, to be used again.
#[derive(Default)]
pub(super) struct Comparison {
    /// The name in lower case, with what begins a word.
    name: Vec<(char, bool)>,
    /// For each character of the query, the best score of those up to it if it is the last character
    /// of the name so far.
    last: Vec<i32>,
    /// The same if it is any of them.
    best: Vec<i32>,
}

impl Pattern {
    pub(super) fn new(query: &str) -> Self {
        let lower = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase);
        let characters: Vec<char> = lower.take(QUERY_CHARACTERS_MAX).collect();
        let text: String = characters.iter().collect();
        let step = |pair: &[char]| {
            let &[before, next] = pair else { return None };
            Some((Step::new(Some(before), next), !before.is_alphanumeric()))
        };
        let steps: Vec<(Step, bool)> = characters.windows(2).filter_map(step).collect();
        let first = characters.first().map(|&first| Step::new(None, first));
        let begin = first.map_or(0, |_| SCORE_NAME_START + SCORE_WORD_START);
        // A character that begins a word right after a letter both follows and begins a word.
        let bound = steps.iter().filter(|(_, is_free)| !is_free).count();
        let humps = core::array::from_fn(|humps| {
            let both = if humps == Sketch::HUMPS_MAX { bound } else { bound.min(humps) };
            SCORE_WORD_START * i32::try_from(both).unwrap_or(i32::MAX)
        });
        let most_of = |&(_, is_free): &(Step, bool)| Self::value(true, true, is_free);
        Self {
            most: begin + steps.iter().map(most_of).sum::<i32>(),
            humps,
            first,
            steps,
            byte_length: u32::try_from(text.len()).unwrap_or(u32::MAX).min(Sketch::LENGTH_MAX),
            letters: Letters::wanted(&text),
            characters,
        }
    }

    /// What a name must have to fit.
    pub(super) fn letters(&self) -> Letters {
        self.letters
    }

    /// What a character that is not the first one is worth at most. `is_free` says that it can follow
    /// the one before it and begin a word at once.
    #[inline]
    fn value(follows: bool, begins_word: bool, is_free: bool) -> i32 {
        match (follows, begins_word) {
            (true, true) if is_free => SCORE_CONSECUTIVE + SCORE_WORD_START,
            (false, false) => SCORE_GAP,
            _ => SCORE_CONSECUTIVE,
        }
    }

    /// What the score of a name is at most, if the name fits; none if that is below `least`. Never
    /// below [`BOUND_MIN`](Self::BOUND_MIN).
    #[inline]
    pub(super) fn bound<P: Pairs>(&self, sketch: Sketch<P>, least: i32) -> Option<i32> {
        let humps = sketch.humps();
        let mut bound = self.most + self.humps[humps];
        if sketch.length() == self.byte_length {
            bound += SCORE_EXACT;
        }
        if let Some(first) = self.first
            && !sketch.begins_with(first)
        {
            let begins_word = sketch.begins_word(first);
            bound -= SCORE_NAME_START + if begins_word { 0 } else { SCORE_WORD_START };
        }
        let mut both = 0;
        for &(step, is_free) in &self.steps {
            if bound < least {
                return None;
            }
            let (follows, begins_word) = (sketch.follows(step), sketch.begins_word(step));
            both += usize::from(follows && begins_word);
            bound -= Self::value(true, true, is_free) - Self::value(follows, begins_word, is_free);
        }
        if both < humps {
            bound -= self.humps[humps] - self.humps[both];
        }
        (bound >= least).then_some(bound)
    }

    /// No bound is below this.
    #[expect(clippy::cast_possible_wrap, clippy::cast_possible_truncation, reason = "it is small")]
    pub(super) const BOUND_MIN: i32 = SCORE_GAP * QUERY_CHARACTERS_MAX as i32;

    /// How well a name fits; none if it lacks a character.
    pub(super) fn score(&self, name: &str, comparison: &mut Comparison) -> Option<i32> {
        comparison.read(name);
        let Comparison { name, last, best } = comparison;
        let (wanted, length) = (self.characters.len(), name.len());
        let mut missing = self.characters.iter().peekable();
        for (character, _) in &*name {
            missing.next_if_eq(&character);
        }
        if missing.peek().is_some() {
            return None;
        }
        let exact = if length == wanted { SCORE_EXACT } else { 0 };
        if wanted == 0 || wanted * length > RATED_STEPS_MAX {
            return Some(exact);
        }
        for scores in [&mut *last, &mut *best] {
            scores.clear();
            scores.resize(wanted, SCORE_NONE);
        }
        for (place, &(character, starts_word)) in name.iter().enumerate() {
            let word = if starts_word { SCORE_WORD_START } else { 0 };
            // Characters of the query for which there is no room before or after this place are
            // passed over. From the end, so that what stands before is that of the place before.
            let from = (wanted + place).saturating_sub(length);
            for index in (from..wanted.min(place + 1)).rev() {
                if self.characters[index] != character {
                    last[index] = SCORE_NONE;
                    continue;
                }
                let before = match index {
                    0 if place == 0 => SCORE_NAME_START,
                    0 => 0,
                    _ => (last[index - 1] + SCORE_CONSECUTIVE).max(best[index - 1] + SCORE_GAP),
                };
                last[index] = before + word;
                best[index] = best[index].max(last[index]);
            }
        }
        Some(best[wanted - 1] + exact)
    }
}

impl Comparison {
    fn read(&mut self, name: &str) {
        self.name.clear();
        let mut before = None;
        for character in name.chars() {
            let mut starts_word = before.is_none_or(|before| begins_word(before, character));
            for lower in character.to_lowercase() {
                self.name.push((lower, starts_word));
                starts_word = false;
            }
            before = Some(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn score(query: &str, name: &str) -> Option<i32> {
        Pattern::new(query).score(name, &mut Comparison::default())
    }

    /// The best score by trying all ways.
    fn score_of_all_ways(query: &[char], name: &str) -> Option<i32> {
        fn ways(query: &[char], name: &[(char, bool)], from: usize, follows: bool) -> Option<i32> {
            let Some((first, rest)) = query.split_first() else { return Some(0) };
            let places = (from..name.len()).filter(|&place| name[place].0 == *first);
            let value = |place: usize| {
                let gap = if place == from && follows { SCORE_CONSECUTIVE } else { SCORE_GAP };
                let gap = if follows { gap } else { 0 };
                let start = if place == 0 { SCORE_NAME_START } else { 0 };
                let word = if name[place].1 { SCORE_WORD_START } else { 0 };
                Some(gap + start + word + ways(rest, name, place + 1, true)?)
            };
            places.filter_map(value).max()
        }
        let mut comparison = Comparison::default();
        comparison.read(name);
        let exact = if comparison.name.len() == query.len() { SCORE_EXACT } else { 0 };
        Some(ways(query, &comparison.name, 0, false)? + exact)
    }

    proptest! {
        #[test]
        fn the_best_way_counts(query in "[aBé1-]{0,4}", name in "[abABé1-]{0,9}") {
            let pattern = Pattern::new(&query);
            let found = score(&query, &name);
            prop_assert_eq!(found, score_of_all_ways(&pattern.characters, &name));
            if let Some(found) = found {
                let sketch = Sketch::of(&name);
                let bound = pattern.bound(sketch, Pattern::BOUND_MIN).unwrap();
                prop_assert!(found <= bound, "{} > {}", found, bound);
                prop_assert_eq!(pattern.bound(sketch, bound), Some(bound));
                prop_assert_eq!(pattern.bound(sketch, bound + 1), None);
                prop_assert!(Letters::of(&name).covers(pattern.letters()));
            }
        }
    }

    #[test]
    fn what_people_type_comes_first() {
        let best_first = |query, names: &[&str]| {
            let scores: Vec<_> = names.iter().map(|name| score(query, name)).collect();
            assert!(scores.is_sorted_by(|left, right| left > right), "{query}: {scores:?}");
        };
        best_first("set", &["set", "setter", "re_set", "resetting", "asleepat", "ste"]);
        best_first("gb", &["gB", "getBalance", "gasbag", "logbook", "bg"]);
        best_first("e", &["e", "entry", "next-entry", "cell", "call"]);
    }

    #[test]
    fn long_names_and_queries() {
        let name = "ab".repeat(100_000);
        assert!(score("ba", &name).is_some());
        assert!(score(&name, &name).is_some());
        assert!(score("abc", &name).is_none());
        assert!(score(&"a".repeat(200), &name).is_some());
    }
}
