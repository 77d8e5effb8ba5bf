//! What is shown about a word.

use crate::text::TextRange;

/// A piece of a hover text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HoverBlock {
    /// Program text.
    Code {
        /// The name of the language.
        language: &'static str,
        /// The text.
        text: String,
    },
    /// A paragraph in Markdown.
    Prose(String),
}

/// What there is to say about a place of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoverCard {
    /// The text that is explained.
    pub range: TextRange,
    /// What is said, the most important first.
    pub blocks: Vec<HoverBlock>,
}

/// How often a channel is used, in one document or in many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Sends.
    pub senders: usize,
    /// Receives and contracts.
    pub receivers: usize,
    /// All mentions.
    pub mentions: usize,
}

impl Tally {
    /// The sum of two tallies.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            senders: self.senders + other.senders,
            receivers: self.receivers + other.receivers,
            mentions: self.mentions + other.mentions,
        }
    }
}
