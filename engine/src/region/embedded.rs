//! What a language finds in its texts.

use super::{EmbeddedSettings, LanguageTag};
use crate::text::TextRange;

/// A piece of an embedded text, as a range of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What stands between the quotes of a literal, or a piece of it.
    Literal(TextRange),
    /// Something whose text is only known when the host runs.
    Hole(TextRange),
}

impl Part {
    /// The bytes of the host.
    pub const fn range(self) -> TextRange {
        match self {
            Self::Literal(range) | Self::Hole(range) => range,
        }
    }
}

/// A program in the literals of one expression of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbeddedText {
    /// The pieces in order of the host; there is at least one literal.
    pub parts: Box<[Part]>,
    /// The language of the program.
    pub language: LanguageTag,
    /// Why the literals are a program.
    pub reason: Reason,
}

impl EmbeddedText {
    /// From the first piece to the last one, as a range of the host.
    pub fn extent(&self) -> TextRange {
        let first = self.parts.first().map_or(TextRange::default(), |part| part.range());
        let last = self.parts.last().map_or(first, |part| part.range());
        TextRange::new(first.start, last.end)
    }
}

/// What makes literals a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule that applies.
    pub rule: Rule,
    /// The place in the host that the rule speaks of.
    pub place: TextRange,
}

/// How a host says that literals are a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A comment names the language. The place is the comment.
    Directive,
    /// The first line of the text names the language. The place is that line.
    FirstLine,
    /// The literals are sent to a channel that takes programs. The place is the channel.
    Channel,
    /// The literals reach a channel that takes programs through variables and other channels. The
    /// place is that channel, where it is sent to.
    Flow,
    /// The literals are sent to a channel that another file receives from, and reach a channel that
    /// takes programs there. The place is the channel, where this file sends to it.
    OtherFile,
}

impl Rule {
    /// The rule in one word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Directive => "directive",
            Self::FirstLine => "first-line",
            Self::Channel => "channel",
            Self::Flow => "flow",
            Self::OtherFile => "other-file",
        }
    }
}

/// What a language finds in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// The programs, in order of the text; no two of them overlap.
    pub texts: Vec<EmbeddedText>,
    /// What the text promises to other files, in ascending order, each once.
    pub exports: Vec<SinkExport>,
}

/// A message on a channel that all files know by a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotedMessage<'a> {
    /// The content of the quoted string that names the channel, as it is written.
    pub channel: &'a str,
    /// The number of parts.
    pub arity: u32,
    /// The content of the string literal that is the first part, if it is one.
    pub head: Option<&'a str>,
}

/// A promise of a file to the others: what is sent to a channel known to all, at one place of the
/// message, is run as a program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SinkExport {
    /// The content of the quoted string that names the channel, as it is written.
    pub channel: Box<str>,
    /// The number of parts of the message; `u32::MAX` where it does not matter.
    pub arity: u32,
    /// The string that the first part has to be; none where it does not matter.
    pub head: Option<Box<str>>,
    /// The place in the message, from 0.
    pub index: u32,
    /// The language of the programs.
    pub language: LanguageTag,
}

/// What a language must know from outside of a file to find embedded texts in it.
pub trait Sinks {
    /// The languages and channels that the user wants to have looked for.
    fn settings(&self) -> &EmbeddedSettings;

    /// The language of the programs that other files take from the place `index` of a message.
    fn quoted(&self, message: &QuotedMessage<'_>, index: u32) -> Option<LanguageTag>;
}

impl SinkExport {
    /// Whether the promise is about the place `index` of a message.
    pub fn covers(&self, message: &QuotedMessage<'_>, index: u32) -> bool {
        let fits = |head: &str| message.head.is_none_or(|found| found == head);
        *self.channel == *message.channel
            && self.index == index
            && (self.arity == message.arity || self.arity == u32::MAX)
            && self.head.as_deref().is_none_or(fits)
    }
}

/// A file without other files.
#[derive(Clone, Copy, Debug)]
pub struct NoSinks<'a>(pub &'a EmbeddedSettings);

impl Sinks for NoSinks<'_> {
    fn settings(&self) -> &EmbeddedSettings {
        self.0
    }

    fn quoted(&self, _message: &QuotedMessage<'_>, _index: u32) -> Option<LanguageTag> {
        None
    }
}
