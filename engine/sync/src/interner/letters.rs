//! Which letters a text has, in one word: a filter for searches through many texts.

/// A set that holds the letters of a text, and perhaps more: if the set of one text does not cover
/// the set of another, the first lacks a letter of the second, whatever the case of either.
///
/// ASCII letters and digits have a bit each, other ASCII characters share some. A text with other
/// characters covers everything, because the case of these depends on more than one byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Letters(u64);

/// Bits for letters and digits; the others are shared.
const OWN_BITS: u32 = 26 + 10;

impl Letters {
    /// The set that covers everything.
    pub const ALL: Self = Self(u64::MAX);

    /// The letters of a text that may be searched.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() { Self(Self::bits_of(text.bytes())) } else { Self::ALL }
    }

    /// The letters that a text must have to contain those of `query`.
    pub fn wanted(query: &str) -> Self {
        Self(Self::bits_of(query.bytes().filter(u8::is_ascii)))
    }

    fn bits_of(bytes: impl Iterator<Item = u8>) -> u64 {
        bytes.fold(0, |bits, byte| bits | 1 << Self::bit(byte))
    }

    fn bit(byte: u8) -> u32 {
        match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => u32::from(letter - b'a'),
            digit @ b'0'..=b'9' => 26 + u32::from(digit - b'0'),
            other => OWN_BITS + u32::from(other) % (u64::BITS - OWN_BITS),
        }
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

    /// The set of a word.
    pub(super) const fn from_word(word: u64) -> Self {
        Self(word)
    }
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
    }

    #[test]
    fn what_lacks_a_letter_does_not_cover() {
        assert!(!Letters::of("send").covers(Letters::wanted("sent")));
        assert!(!Letters::of("item-1").covers(Letters::wanted("item2")));
    }
}
