//! Findings in records.

use std::sync::LazyLock;

use rholang_engine_sync::Interner;

use super::{ARGUMENTS_MAX, Argument, Code, Diagnostic, Diagnostics, Related};
use crate::ir::{NameId, Names};
use crate::record::{RecordReader, RecordWriter};
use crate::text::TextRange;

/// The codes that a text can have, in groups. The place in all groups together is the number of a code.
pub(crate) type CodeGroups = [&'static [&'static Code]; 2];

/// How many different words and notes records can bring. The engine itself has about a hundred.
const WORDS_MAX: usize = 4_096;

/// The longest word or note in bytes.
const WORD_BYTES_MAX: usize = 1_024;

/// Types that only tell ids apart.
#[derive(Debug)]
enum Word {}

/// The words and notes of records. They live as long as the process, as those of the engine do.
static WORDS: LazyLock<Interner<Word>> = LazyLock::new(Interner::new);

/// A word or note that lives as long as the process; nothing if there are too many of them.
fn lasting(word: &str) -> Option<&'static str> {
    let words = &*WORDS;
    let known = words.get(word);
    let has_room = || words.len() < WORDS_MAX && word.len() <= WORD_BYTES_MAX;
    let id = known.or_else(|| has_room().then(|| words.intern(word)))?;
    Some(words.text(id))
}

// What an argument of a message is.
const NONE: u8 = 0;
const NAME: u8 = 1;
const NUMBER: u8 = 2;
const WORD: u8 = 3;
const TEXT: u8 = 4;

/// The fewest bytes that a finding and a related place take.
const DIAGNOSTIC_BYTES_MIN: usize = 21;
const RELATED_BYTES_MIN: usize = 12;

/// What findings are about.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) text: &'a str,
    pub(crate) names: Names<'a>,
    pub(crate) codes: CodeGroups,
}

impl Diagnostics {
    /// Writes the findings to a record. `codes` are those that they can have.
    pub(crate) fn write(&self, codes: CodeGroups, record: &mut RecordWriter) {
        record.length(self.items.len());
        for found in &self.items {
            let mut all = codes.iter().flat_map(|group| group.iter());
            let number = all.position(|code| core::ptr::eq(*code, found.code));
            // No group has as many codes, so a code of another language makes the record unreadable.
            record.short(number.and_then(|number| u16::try_from(number).ok()).unwrap_or(u16::MAX));
            record.range(found.range);
            for argument in found.arguments {
                write_argument(argument, record);
            }
            record.number(found.first_related);
            record.number(found.related_end);
        }
        record.length(self.related.len());
        for place in &self.related {
            record.range(place.range);
            record.text(place.note);
        }
    }

    /// Reads findings.
    pub(crate) fn read(record: &mut RecordReader<'_>, subject: Subject<'_>) -> Option<Self> {
        let length = record.length(DIAGNOSTIC_BYTES_MIN)?;
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(read_diagnostic(record, subject)?);
        }
        let length = record.length(RELATED_BYTES_MIN)?;
        let mut related = Vec::with_capacity(length);
        for _ in 0..length {
            let range = record.range(subject.text)?;
            related.push(Related { range, note: lasting(record.text()?)? });
        }
        let has_related = |found: &Diagnostic| {
            found.first_related <= found.related_end && found.related_end as usize <= related.len()
        };
        let is_consistent = items.iter().all(has_related);
        is_consistent.then(|| Self { items: items.into(), related: related.into() })
    }
}

fn write_argument(argument: Argument, record: &mut RecordWriter) {
    match argument {
        Argument::None => record.byte(NONE),
        Argument::Name(name) => {
            record.byte(NAME);
            record.number(name.raw());
        }
        Argument::Number(number) => {
            record.byte(NUMBER);
            record.number(number);
        }
        Argument::Word(word) => {
            record.byte(WORD);
            record.text(word);
        }
        Argument::Text(range) => {
            record.byte(TEXT);
            record.range(range);
        }
    }
}

fn read_diagnostic(record: &mut RecordReader<'_>, subject: Subject<'_>) -> Option<Diagnostic> {
    let number = usize::from(record.short()?);
    let code = *subject.codes.iter().flat_map(|group| group.iter()).nth(number)?;
    let range: TextRange = record.range(subject.text)?;
    let mut arguments = [Argument::None; ARGUMENTS_MAX];
    for argument in &mut arguments {
        *argument = match record.byte()? {
            NONE => Argument::None,
            NAME => {
                let name = NameId::new(record.number()?);
                let is_known = name.is_none() || name.index() < subject.names.len();
                is_known.then_some(Argument::Name(name))?
            }
            NUMBER => Argument::Number(record.number()?),
            WORD => Argument::Word(lasting(record.text()?)?),
            TEXT => Argument::Text(record.range(subject.text)?),
            _ => return None,
        };
    }
    let (first_related, related_end) = (record.number()?, record.number()?);
    Some(Diagnostic { code, range, arguments, first_related, related_end })
}
