//! What searches need to know of a text before they read it, in three words.
//!
//! A search goes through all texts and most do not fit. So the words lie in lists of their own: the
//! letters of all texts behind each other, beside them the rest. What is told is an upper bound: a
//! sketch may claim a letter or pair that the text has not, never the other way round.

use crate::primitive::sync::atomic::{AtomicU64, Ordering};

/// A set of characters without regard to case, and a mark.
///
/// ASCII letters and digits have a bit each, other ASCII characters share some, and all others have one
/// together. A text with these covers everything, because their case depends on more than one byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Letters(u64);

/// Bits for letters and digits; other ASCII characters share those up to [`BEYOND_ASCII_BIT`].
const OWN_BITS: u32 = 26 + 10;

/// The bit of all characters beyond ASCII.
const BEYOND_ASCII_BIT: u32 = u64::BITS - 2;

/// The bit of the mark.
const MARK_BIT: u32 = u64::BITS - 1;

/// The bit of a character, given by a byte of it.
const fn bit(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => (letter - b'a') as u32,
        digit @ b'0'..=b'9' => 26 + (digit - b'0') as u32,
        128.. => BEYOND_ASCII_BIT,
        other => OWN_BITS + other as u32 % (BEYOND_ASCII_BIT - OWN_BITS),
    }
}

impl Letters {
    /// The set that covers everything but the mark.
    pub const ALL: Self = Self(!Self::MARK);

    /// Set for texts that searches are to find.
    pub(super) const MARK: u64 = 1 << MARK_BIT;

    /// The letters of a text that may be searched.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() { Self(Self::bits_of(text.bytes())) } else { Self::ALL }
    }

    /// The letters that a text must have to contain those of `query`.
    pub fn wanted(query: &str) -> Self {
        Self(Self::bits_of(query.bytes()))
    }

    fn bits_of(bytes: impl Iterator<Item = u8>) -> u64 {
        bytes.fold(0, |bits, byte| bits | 1 << bit(byte))
    }

    /// Whether the set has all of the other one.
    #[inline]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set as a word.
    pub(super) const fn word(self) -> u64 {
        self.0
    }
}

/// How the letters of a text follow each other, and how long it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sketch<P = u64> {
    /// A bit for each pair of neighbours; several pairs share one.
    pairs: P,
    /// Low bits as in [`Letters`] for characters that begin a word; above, the length, the first
    /// character, and how many words begin with a capital after a small letter.
    words: u64,
}

/// The pairs of a sketch: known, or still in the list where they are read if they are asked for.
pub trait Pairs: Copy {
    /// The pairs as a word.
    fn word(self) -> u64;
}

impl Pairs for u64 {
    #[inline]
    fn word(self) -> u64 {
        self
    }
}

impl Pairs for &AtomicU64 {
    #[inline]
    fn word(self) -> u64 {
        // `Relaxed`: who searches has seen the count pass the text, and so what was written before.
        self.load(Ordering::Relaxed)
    }
}

/// Where the length begins in `words`, above a bit for all characters without an own one.
const LENGTH_SHIFT: u32 = OWN_BITS + 1;
/// Where the first character begins.
const FIRST_SHIFT: u32 = LENGTH_SHIFT + 8;
/// Stands for any first character.
const FIRST_ANY: u64 = 63;
/// Where the number of humps begins.
const HUMPS_SHIFT: u32 = FIRST_SHIFT + 6;

/// The bit for a character that begins a word.
const fn start_bit(byte: u8) -> u64 {
    let bit = bit(byte);
    1 << if bit < OWN_BITS { bit } else { OWN_BITS }
}

/// The bit for a pair of neighbours.
const fn pair_bit(left: u8, right: u8) -> u64 {
    // The upper bits of a product depend on all bits of the factor; any odd one that is large does.
    let pair = (bit(left) << 6 | bit(right)).wrapping_mul(0x9e37_79b1);
    1 << (pair >> (u32::BITS - 6))
}

impl Sketch {
    /// The longest length that is told; longer texts seem to have this one, in bytes.
    pub const LENGTH_MAX: u32 = 255;

    /// The most humps that are told; texts with more seem to have so many.
    pub const HUMPS_MAX: usize = 3;

    /// The sketch of a text that may be searched.
    pub fn of(text: &str) -> Self {
        let length = (text.len() as u64).min(u64::from(Self::LENGTH_MAX)) << LENGTH_SHIFT;
        if !text.is_ascii() {
            let starts = (1 << LENGTH_SHIFT) - 1;
            let humps = Self::HUMPS_MAX as u64;
            let words = starts | length | FIRST_ANY << FIRST_SHIFT | humps << HUMPS_SHIFT;
            return Self { pairs: u64::MAX, words };
        }
        let bytes = text.as_bytes();
        let mut sketch = Self { pairs: 0, words: length };
        if let Some(&first) = bytes.first() {
            sketch.words |= start_bit(first) | u64::from(bit(first)) << FIRST_SHIFT;
        }
        let mut humps = 0;
        for pair in bytes.windows(2) {
            let &[left, right] = pair else { continue };
            sketch.pairs |= pair_bit(left, right);
            if begins_word(left.into(), right.into()) {
                sketch.words |= start_bit(right);
                humps += usize::from(left.is_ascii_alphanumeric());
            }
        }
        sketch.words |= (humps.min(Self::HUMPS_MAX) as u64) << HUMPS_SHIFT;
        sketch
    }

    pub(super) const fn to_words(self) -> (u64, u64) {
        (self.pairs, self.words)
    }
}

impl<P: Pairs> Sketch<P> {
    #[inline]
    pub(super) const fn from_words(pairs: P, words: u64) -> Self {
        Self { pairs, words }
    }

    /// The length in bytes, at most [`LENGTH_MAX`](Self::LENGTH_MAX).
    #[inline]
    pub const fn length(self) -> u32 {
        (self.words >> LENGTH_SHIFT) as u32 & Sketch::<u64>::LENGTH_MAX
    }

    /// Whether the text may have this step.
    #[inline]
    pub fn follows(self, step: Step) -> bool {
        self.pairs.word() & step.pair != 0
    }

    /// Whether the character of this step may begin a word of the text.
    #[inline]
    pub const fn begins_word(self, step: Step) -> bool {
        self.words & step.start != 0
    }

    /// Whether the text may begin with the character of this step.
    #[inline]
    pub const fn begins_with(self, step: Step) -> bool {
        let first = self.words >> FIRST_SHIFT & FIRST_ANY;
        first == step.first || first == FIRST_ANY
    }

    /// How many words of the text may begin right after a letter or digit, at most
    /// [`HUMPS_MAX`](Self::HUMPS_MAX), which stands for any number from there on.
    #[inline]
    pub const fn humps(self) -> usize {
        (self.words >> HUMPS_SHIFT) as usize & Sketch::<u64>::HUMPS_MAX
    }
}

/// A character of a query and the one before it, prepared for many comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    pair: u64,
    start: u64,
    first: u64,
}

impl Step {
    /// The step from one character to the next one; the first character follows none.
    pub fn new(before: Option<char>, character: char) -> Self {
        let byte = |character: char| u8::try_from(character).ok().filter(u8::is_ascii);
        let Some(own) = byte(character) else {
            // Only texts with characters beyond ASCII have it, and those claim to have all.
            return Self { pair: u64::MAX, start: u64::MAX, first: FIRST_ANY };
        };
        let pair = match before.map(byte) {
            Some(Some(before)) => pair_bit(before, own),
            Some(None) | None => u64::MAX,
        };
        Self { pair, start: start_bit(own), first: bit(own).into() }
    }
}

/// Whether a word begins between two characters: after what is no letter or digit, and at a capital
/// after a small letter.
#[inline]
pub fn begins_word(before: char, character: char) -> bool {
    !before.is_alphanumeric() || (before.is_lowercase() && character.is_uppercase())
}

#[cfg(all(test, not(loom)))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_covers_its_parts(text in "\\PC{0,12}", from in 0..12_usize, len in 0..6_usize) {
            let part: String = text.chars().skip(from).take(len).collect();
            for query in [part.clone(), part.to_uppercase(), part.to_lowercase()] {
                prop_assert!(Letters::of(&text).covers(Letters::wanted(&query)), "{text} {query}");
            }
        }

        #[test]
        fn a_text_has_its_steps(text in "[a-dA-D0-2_ é-]{0,12}") {
            let sketch = Sketch::of(&text);
            prop_assert_eq!(sketch.length() as usize, text.len());
            let lower = |character: char| character.to_lowercase().next().unwrap();
            let mut before = None;
            let mut humps = 0;
            for character in text.chars() {
                let step = Step::new(before.map(lower), lower(character));
                prop_assert!(before.is_none() || sketch.follows(step));
                prop_assert!(before.is_some() || sketch.begins_with(step));
                if before.is_none_or(|before| begins_word(before, character)) {
                    prop_assert!(sketch.begins_word(step));
                    humps += usize::from(before.is_some_and(char::is_alphanumeric));
                }
                before = Some(character);
            }
            prop_assert!(sketch.humps() >= humps.min(Sketch::HUMPS_MAX));
        }
    }

    #[test]
    fn what_lacks_a_letter_does_not_cover() {
        assert!(!Letters::of("cafe").covers(Letters::wanted("café")));
        assert!(Letters::of("Café").covers(Letters::wanted("é")));
        assert!(!Letters::of("send").covers(Letters::wanted("sent")));
        assert!(!Letters::of("item-1").covers(Letters::wanted("item2")));
        assert!(Letters::of("").covers(Letters::wanted("")));
    }

    #[test]
    fn sketches_tell_texts_apart() {
        let (first, step) = (Step::new(None, 's'), Step::new(Some('s'), 'e'));
        let begins = |text: &str| Sketch::of(text).begins_with(first);
        assert!(begins("send") && begins("Send") && !begins("resend"));
        let has_word = |text: &str| Sketch::of(text).begins_word(first);
        assert!(has_word("re-send") && has_word("reSend") && !has_word("resend"));
        let follows = |text: &str| Sketch::of(text).follows(step);
        assert!(follows("send") && follows("reSEnd") && !follows("s-e"));
        assert_eq!(Sketch::of(&"x".repeat(1_000)).length(), Sketch::LENGTH_MAX);
        let humps = |text: &str| Sketch::of(text).humps();
        assert_eq!([humps("re-Send"), humps("getABalance"), humps("aBcDeFgH")], [0, 1, 3]);
    }
}
