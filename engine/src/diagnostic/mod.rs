//! Diagnostics: what is wrong with a file, as plain data.
//!
//! Every diagnostic names a [`Code`]. A code owns all words about its problem: the message with
//! places for arguments, the severity, the explanation and an example. The analyses only say which
//! code applies where and with which arguments, so reporting allocates nothing but a row, and the
//! documentation of all codes is generated from the same table that produces the messages.
//!
//! This module depends on `text` and `ir`. It knows no language; each language folder holds the
//! codes of its language, and the codes here are those that any language may report.

mod code;
mod codes;
mod damage;
mod sink;
mod suppression;

pub use code::{Code, Severity, Tag};
pub use codes::{CODES, FILE_TOO_LARGE, INTERNAL_FAULT, UNKNOWN_SUPPRESSION};
pub use sink::{DIAGNOSTICS_PER_FILE_MAX, DiagnosticSink, Report};
pub use suppression::SUPPRESSION_MARKER;

pub(crate) use code::codes;
pub(crate) use damage::withhold_near_errors;
pub(crate) use suppression::{
    apply_suppressions, apply_suppressions_to_late_findings, may_hold_suppressions,
};

use core::fmt::Write;

use crate::ir::{NameId, Names};
use crate::text::TextRange;

/// A value that a message mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// A name of the file.
    Name(NameId),
    /// A count.
    Number(u32),
    /// A fixed word, such as the name of a type.
    Word(&'static str),
    /// A piece of the file's text; long pieces are shortened when shown.
    Text(TextRange),
}

/// How many values a message can mention.
pub const ARGUMENTS_MAX: usize = 3;

/// One finding in one file.
#[derive(Clone, Copy, Debug)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: &'static Code,
    /// The text that is wrong.
    pub range: TextRange,
    arguments: [Argument; ARGUMENTS_MAX],
    first_related: u32,
    related_end: u32,
}

/// Another place that explains a diagnostic.
#[derive(Clone, Copy, Debug)]
pub struct Related {
    /// The place, in the same file.
    pub range: TextRange,
    /// What the place has to do with the diagnostic.
    pub note: &'static str,
}

/// All findings in one file, in order of their place in the text.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    items: Box<[Diagnostic]>,
    related: Box<[Related]>,
}

impl Diagnostics {
    /// The findings, ordered by start, then end.
    pub fn iter(&self) -> core::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// The number of findings.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The places that explain a diagnostic of this file.
    pub fn related(&self, diagnostic: &Diagnostic) -> &[Related] {
        let range = diagnostic.first_related as usize..diagnostic.related_end as usize;
        self.related.get(range).unwrap_or(&[])
    }

    /// The bytes that the findings take.
    pub fn byte_len(&self) -> usize {
        size_of_val(&*self.items) + size_of_val(&*self.related)
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = core::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// How many characters of the text a message quotes.
const QUOTED_CHARACTERS_MAX: usize = 40;

impl Diagnostic {
    /// The first name that the message mentions.
    pub(crate) fn name(&self) -> Option<NameId> {
        self.arguments.iter().find_map(|argument| match *argument {
            Argument::Name(name) => Some(name),
            _ => None,
        })
    }

    /// The message in English, one sentence or two. `names` and `text` are those of the file that
    /// the diagnostic is about.
    pub fn message(&self, names: Names<'_>, text: &str) -> String {
        let mut message = String::with_capacity(self.code.message.len() + 32);
        let mut rest = self.code.message;
        while let Some(open) = rest.find('{') {
            let (before, placeholder) = rest.split_at(open);
            message.push_str(before);
            if let [b'{', digit @ b'0'..=b'9', b'}', ..] = placeholder.as_bytes() {
                let argument = self.arguments.get(usize::from(digit - b'0'));
                push_argument(&mut message, argument.copied(), names, text);
                rest = &placeholder["{0}".len()..];
            } else {
                message.push('{');
                rest = &placeholder["{".len()..];
            }
        }
        message.push_str(rest);
        message
    }
}

fn push_argument(message: &mut String, argument: Option<Argument>, names: Names<'_>, text: &str) {
    let quoted = match argument {
        None | Some(Argument::None) => return,
        Some(Argument::Number(number)) => {
            // Writing to a string cannot fail.
            let _ = write!(message, "{number}");
            return;
        }
        Some(Argument::Word(word)) => return message.push_str(word),
        Some(Argument::Name(name)) => names.text(name),
        Some(Argument::Text(range)) => range.of(text),
    };
    let mut characters = quoted.chars().map(|c| if c.is_control() { ' ' } else { c });
    message.extend(characters.by_ref().take(QUOTED_CHARACTERS_MAX));
    if characters.next().is_some() {
        message.push('…');
    }
}
