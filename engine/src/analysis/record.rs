//! Analyses in records.
//!
//! Only analyses of whole texts are recorded, of files that are looked at alone. What a file could have from
//! an edit or from other files is not in a record.

use std::sync::Arc;

use super::region::{Region, RegionDocument, Regions, variant_of};
use super::{Analysis, codes_of};
use crate::diagnostic::{Diagnostics, Subject};
use crate::ir::FileFacts;
use crate::languages::Variant;
use crate::record::{RecordReader, RecordWriter};
use crate::region::{EmbeddedSettings, EmbeddedText, SinkExport, decode};
use crate::syntax::TEXT_BYTES_MAX;
use crate::text::Text;

/// The fewest bytes of a region.
const REGION_BYTES_MIN: usize = 64;

impl Analysis {
    /// Writes the analysis of a whole text.
    pub(crate) fn write(&self, record: &mut RecordWriter) {
        record.byte(self.dialect);
        record.flag(self.has_suppressions);
        self.facts.write(record);
        self.diagnostics.write(codes_of(self.language), record);
    }

    /// Reads the analysis of a text as a language in a dialect.
    pub(crate) fn read(
        record: &mut RecordReader<'_>,
        variant: Variant,
        text: &str,
    ) -> Option<Self> {
        let Variant { language, dialect } = variant;
        let is_wanted = record.byte()? == dialect && text.len() <= TEXT_BYTES_MAX;
        let has_suppressions = is_wanted.then(|| record.flag())??;
        let facts = FileFacts::read(record, text, language.language().row_numbers())?;
        let names = facts.ir().names;
        let subject = Subject { text, names, codes: codes_of(language) };
        let diagnostics = Diagnostics::read(record, subject)?;
        let whole_names = u32::try_from(names.len()).ok()?;
        Some(Self { language, dialect, facts, diagnostics, whole_names, has_suppressions })
    }
}

impl Regions {
    /// Writes what was found in a text whose earlier revisions nobody knows. `host` is its analysis.
    pub(crate) fn write(&self, host: &Analysis, record: &mut RecordWriter) {
        SinkExport::write_all(&self.exports, record);
        self.diagnostics.write(codes_of(host.language), record);
        record.length(self.regions.len());
        for region in &self.regions {
            region.embedded.write(record);
            region.document.analysis.write(record);
        }
    }

    /// Reads what was found in a text, whose analysis is `host`.
    pub(crate) fn read(
        record: &mut RecordReader<'_>,
        text: &str,
        host: &Analysis,
        settings: &EmbeddedSettings,
    ) -> Option<Self> {
        let exports = SinkExport::read_all(record, settings)?;
        let names = host.facts.ir().names;
        let subject = Subject { text, names, codes: codes_of(host.language) };
        let diagnostics = Diagnostics::read(record, subject)?;
        let length = record.length(REGION_BYTES_MIN)?;
        let next_key = u32::try_from(length).ok()?;
        let mut regions = Vec::with_capacity(length);
        let mut before = 0;
        for key in 0..next_key {
            let region = Region::read(record, key, text, settings)?;
            let extent = region.map.host_extent();
            if extent.start < before {
                return None;
            }
            before = extent.end;
            regions.push(region);
        }
        Some(Self { regions: regions.into(), exports, diagnostics, next_key })
    }
}

impl Region {
    fn read(
        record: &mut RecordReader<'_>,
        key: u32,
        host: &str,
        settings: &EmbeddedSettings,
    ) -> Option<Self> {
        let embedded = EmbeddedText::read(record, host, settings)?;
        let variant = variant_of(settings, embedded.language)?;
        let (text, map) = decode(host, &embedded.parts);
        let text = Text::new(text);
        let analysis = Analysis::read(record, variant, text.content())?;
        let document = Arc::new(RegionDocument { text, analysis });
        Some(Self { key, embedded, map, document })
    }
}
