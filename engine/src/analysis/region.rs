//! Programs inside a text, analysed.
//!
//! A region is an embedded text with a document of its own: its virtual text, which is analysed as if
//! it were a file. Documents are shared between revisions of the host: a region whose virtual text did
//! not change keeps its document, wherever it has moved to, and one that did is analysed by what is known
//! of the text before. So an edit costs the analysis of the items that it touches.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Analysis, Analyzer};
use crate::diagnostic::{
    CODES, Code, DiagnosticSink, Diagnostics, apply_suppressions_to_late_findings,
};
use crate::languages::{LanguageId, Variant};
use crate::region::{
    EmbeddedSettings, EmbeddedText, LanguageTag, Reason, Rule, SinkExport, Sinks, SourceMap, decode,
};
use crate::text::Text;

/// A program inside a text, as a text of its own.
#[derive(Debug)]
pub struct RegionDocument {
    text: Text,
    analysis: Analysis,
}

impl RegionDocument {
    /// The virtual text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What is known of it.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// The language and dialect that the text was read as.
    pub fn variant(&self) -> Variant {
        Variant { language: self.analysis.language, dialect: self.analysis.dialect }
    }
}

/// A program inside a text.
#[derive(Clone, Debug)]
pub struct Region {
    key: u32,
    embedded: EmbeddedText,
    map: SourceMap,
    document: Arc<RegionDocument>,
}

impl Region {
    /// The number of the region in its host. It stays the same while the region, or the text around
    /// it, is edited, and is never given to another region.
    pub fn key(&self) -> u32 {
        self.key
    }

    /// The parts of the host that it consists of, and why they are a program.
    pub fn embedded(&self) -> &EmbeddedText {
        &self.embedded
    }

    /// The way between the virtual text and the host.
    pub fn map(&self) -> &SourceMap {
        &self.map
    }

    /// The virtual text and what is known of it.
    pub fn document(&self) -> &Arc<RegionDocument> {
        &self.document
    }
}

/// The programs inside a text.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    regions: Box<[Region]>,
    exports: Box<[SinkExport]>,
    diagnostics: Diagnostics,
    next_key: u32,
}

impl Regions {
    /// The regions in order of the host; no two of them overlap.
    pub fn iter(&self) -> core::slice::Iter<'_, Region> {
        self.regions.iter()
    }

    /// The number of regions.
    pub fn len(&self) -> usize {
        self.regions.len()
    }

    /// Whether there are no regions.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }

    /// The region of a key.
    pub fn find(&self, key: u32) -> Option<&Region> {
        self.regions.iter().find(|region| region.key == key)
    }

    /// The region at an offset of the host, with the offset in its virtual text. Holes, and what
    /// stands between literals, belong to no region.
    ///
    /// Takes time logarithmic in the number of regions and of their parts.
    pub fn at(&self, offset: u32) -> Option<(&Region, u32)> {
        let (index, offset) = self.index_at(offset)?;
        Some((self.regions.get(index)?, offset))
    }

    /// Like [`at`](Self::at), with the region's place among the regions.
    pub(crate) fn index_at(&self, offset: u32) -> Option<(usize, u32)> {
        let after = self.regions.partition_point(|region| region.map.host_extent().start <= offset);
        let index = after.checked_sub(1)?;
        Some((index, self.regions.get(index)?.map.to_virtual(offset)?))
    }

    /// The region around an offset of the host, with its holes, what stands between its literals, and
    /// the quotes at its ends.
    pub fn around(&self, offset: u32) -> Option<&Region> {
        // The opening quote stands right before a region, or before its first line, which is no part
        // of it; the closing quote begins where the region ends.
        let start = |region: &Region| {
            let Reason { rule, place } = region.embedded.reason;
            let extent = region.map.host_extent();
            let first = if rule == Rule::FirstLine { place.start } else { extent.start };
            first.saturating_sub(1)
        };
        let after = self.regions.partition_point(|region| start(region) <= offset);
        let region = self.regions.get(after.checked_sub(1)?)?;
        (offset <= region.map.host_extent().end).then_some(region)
    }

    /// What the host promises to other files.
    pub fn exports(&self) -> &[SinkExport] {
        &self.exports
    }

    /// What is wrong with the comments that say where programs are. Names and ranges are those of the
    /// host.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// The bytes that the regions take with their documents.
    pub fn byte_len(&self) -> usize {
        let region = |region: &Region| {
            let Analysis { facts, diagnostics, .. } = &region.document.analysis;
            region.map.byte_len()
                + size_of_val(&*region.embedded.parts)
                + region.document.text.byte_len()
                + facts.byte_len()
                + diagnostics.byte_len()
        };
        size_of_val(&*self.regions) + self.regions.iter().map(region).sum::<usize>()
    }
}

/// A region that is being made.
struct Draft {
    embedded: EmbeddedText,
    map: SourceMap,
    variant: Variant,
    text: String,
    /// The region of the last revision that it is.
    old: Option<usize>,
}

impl Analyzer {
    /// Finds and analyses the programs inside a text. `host` is the analysis of the text, and
    /// `previous` what was found in an earlier revision of it; documents of programs that are still
    /// the same are taken from there.
    ///
    /// # Panics
    ///
    /// As [`Analyzer::analyze`].
    pub fn regions(
        &mut self,
        text: &str,
        host: &Analysis,
        sinks: &dyn Sinks,
        previous: &Regions,
    ) -> Regions {
        let rules = host.language.language();
        let mut sink = DiagnosticSink::new();
        let ir = host.facts.ir();
        let found = rules.embedded(text, ir, sinks, &mut sink);
        let codes: [&'static [&'static Code]; 2] = [CODES, rules.codes()];
        apply_suppressions_to_late_findings(text, ir.comments, &codes, &mut sink);
        let mut drafts = Vec::new();
        for embedded in found.texts {
            // Nothing can be said about a language that the engine does not know.
            if let Some(variant) = variant_of(sinks.settings(), embedded.language) {
                let (text, map) = decode(text, &embedded.parts);
                drafts.push(Draft { embedded, map, variant, text, old: None });
            }
        }
        let mut next_key = previous.next_key;
        let is_same = match_drafts(&mut drafts, &previous.regions);
        let regions = drafts.into_iter().zip(is_same).map(|(draft, is_same)| {
            let old = draft.old.and_then(|old| previous.regions.get(old));
            let key = old.map_or(next_key, Region::key);
            next_key = next_key.max(key + 1);
            let document = match old {
                Some(old) if is_same => Arc::clone(&old.document),
                _ => self.document(draft.variant, draft.text, old),
            };
            Region { key, embedded: draft.embedded, map: draft.map, document }
        });
        let regions = regions.collect();
        let exports = found.exports.into();
        Regions { regions, exports, diagnostics: sink.finish(), next_key }
    }

    /// Analyses the text of a region, which was `old` before an edit.
    fn document(
        &mut self,
        variant: Variant,
        text: String,
        old: Option<&Region>,
    ) -> Arc<RegionDocument> {
        let text = Text::new(text);
        let old = old.map(Region::document);
        let before = old.map(|document| (document.text.content(), &document.analysis));
        let (analysis, _) = self.analyze_after(variant, text.content(), before, None);
        Arc::new(RegionDocument { text, analysis })
    }
}

/// The language that the engine analyses texts of a tag as.
fn variant_of(settings: &EmbeddedSettings, tag: LanguageTag) -> Option<Variant> {
    let language = settings.language(tag)?;
    let variant = Variant::embedded(LanguageId::from_name(&language.name)?);
    let named = language.dialect.as_deref().and_then(|name| variant.with_dialect(name));
    Some(named.unwrap_or(variant))
}

/// Finds the old region that each draft is: at the begin and at the end those of equal content, one
/// after the other; between them any of equal content, or else the next one that no draft of equal
/// content is. Says of which drafts the content is the same.
fn match_drafts(drafts: &mut [Draft], old: &[Region]) -> Vec<bool> {
    let mut is_same = vec![false; drafts.len()];
    let is_equal = |draft: &Draft, region: &Region| {
        draft.variant == region.document.variant() && draft.text == region.document.text.content()
    };
    let first = drafts.iter().zip(old).take_while(|(draft, old)| is_equal(draft, old)).count();
    let (drafts_left, old_left) = (drafts[first..].iter().rev(), old[first..].iter().rev());
    let last = drafts_left.zip(old_left).take_while(|(draft, old)| is_equal(draft, old)).count();
    let (drafts_end, old_end) = (drafts.len() - last, old.len() - last);
    let ends = (0..first).zip(0..first).chain((drafts_end..drafts.len()).zip(old_end..old.len()));
    for (index, old) in ends {
        drafts[index].old = Some(old);
        is_same[index] = true;
    }
    // For each content the regions that have it, the first one on top.
    let mut by_content: FxHashMap<(Variant, &str), Vec<usize>> = FxHashMap::default();
    for index in (first..old_end).rev() {
        let document = &old[index].document;
        let content = (document.variant(), document.text.content());
        by_content.entry(content).or_default().push(index);
    }
    let mut is_taken = vec![false; old.len()];
    let between = first..drafts_end;
    for (draft, is_same) in drafts[between.clone()].iter_mut().zip(&mut is_same[between.clone()]) {
        let equal = by_content.get_mut(&(draft.variant, draft.text.as_str()));
        draft.old = equal.and_then(Vec::pop);
        if let Some(index) = draft.old {
            is_taken[index] = true;
            *is_same = true;
        }
    }
    let mut left = (first..old_end).filter(|&index| !is_taken[index]);
    for draft in drafts[between].iter_mut().filter(|draft| draft.old.is_none()) {
        draft.old = left.next();
    }
    is_same
}
