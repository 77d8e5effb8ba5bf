//! Embedded texts and promises in records.

use super::{EmbeddedSettings, EmbeddedText, LanguageTag, Part, Reason, Rule, SinkExport};
use crate::record::{RecordReader, RecordWriter};
use crate::text::TextRange;

/// The bytes of a part.
const PART_BYTES: usize = 9;

/// The fewest bytes of a promise.
const EXPORT_BYTES_MIN: usize = 14;

impl LanguageTag {
    fn write(self, record: &mut RecordWriter) {
        record.byte(self.0);
    }

    /// Reads a tag that settings have given.
    fn read(record: &mut RecordReader<'_>, settings: &EmbeddedSettings) -> Option<Self> {
        let tag = Self(record.byte()?);
        settings.language(tag).map(|_| tag)
    }
}

impl EmbeddedText {
    pub(crate) fn write(&self, record: &mut RecordWriter) {
        record.length(self.parts.len());
        for part in &self.parts {
            record.flag(matches!(part, Part::Hole(_)));
            record.range(part.range());
        }
        self.language.write(record);
        record.byte(self.reason.rule as u8);
        record.range(self.reason.place);
    }

    /// Reads an embedded text of a host.
    pub(crate) fn read(
        record: &mut RecordReader<'_>,
        host: &str,
        settings: &EmbeddedSettings,
    ) -> Option<Self> {
        let length = record.length(PART_BYTES)?;
        let mut parts = Vec::with_capacity(length);
        let mut before = TextRange::default();
        for _ in 0..length {
            let is_hole = record.flag()?;
            let range = record.range(host)?;
            if range.start < before.end {
                return None;
            }
            before = range;
            parts.push(if is_hole { Part::Hole(range) } else { Part::Literal(range) });
        }
        let language = LanguageTag::read(record, settings)?;
        let rule = usize::from(record.byte()?);
        let reason = Reason { rule: *Rule::ALL.get(rule)?, place: record.range(host)? };
        let has_literal = parts.iter().any(|part| matches!(part, Part::Literal(_)));
        has_literal.then(|| Self { parts: parts.into(), language, reason })
    }
}

impl SinkExport {
    /// Writes all promises of a text.
    pub(crate) fn write_all(exports: &[Self], record: &mut RecordWriter) {
        record.length(exports.len());
        for export in exports {
            record.text(&export.channel);
            record.number(export.arity);
            record.flag(export.head.is_some());
            if let Some(head) = &export.head {
                record.text(head);
            }
            record.number(export.index);
            export.language.write(record);
        }
    }

    /// Reads all promises of a text.
    pub(crate) fn read_all(
        record: &mut RecordReader<'_>,
        settings: &EmbeddedSettings,
    ) -> Option<Box<[Self]>> {
        let length = record.length(EXPORT_BYTES_MIN)?;
        let mut exports = Vec::with_capacity(length);
        for _ in 0..length {
            let channel = record.text()?.into();
            let arity = record.number()?;
            let has_head = record.flag()?;
            let head = if has_head { Some(record.text()?.into()) } else { None };
            let index = record.number()?;
            let language = LanguageTag::read(record, settings)?;
            exports.push(Self { channel, arity, head, index, language });
        }
        Some(exports.into())
    }
}
