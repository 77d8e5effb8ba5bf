//! One text of one file, and all that is known of it.

use std::sync::Arc;

use rholang_engine_sync::Id;
use rustc_hash::FxHashMap;

use super::exports::{Export, Exports};
use super::shared::{Shared, Stamp};
use super::sinks::OtherFiles;
use crate::analysis::{Analysis, Analyzer, Region, Regions};
use crate::ir::NameId;
use crate::languages::LanguageId;
use crate::symbol::{Document, Uses};
use crate::text::Text;

/// Types that only tell ids apart.
pub(super) mod tag {
    #[derive(Debug)]
    pub enum File {}
    #[derive(Debug)]
    pub enum Key {}
    #[derive(Debug)]
    pub(in crate::workspace) enum Row {}
}

/// A file: the number of its label. Numbers are dense, and never given away twice.
pub type FileId = Id<tag::File>;

/// What is known of one text of one file.
#[derive(Clone, Debug)]
pub struct FileRevision {
    text: Arc<Text>,
    version: Option<i32>,
    stamp: Stamp,
    analysis: Arc<Analysis>,
    exports: Arc<Exports>,
    inner: Inner,
    /// The last text without syntax errors, if this one has some and is open in an editor.
    sound: Option<Sound>,
}

/// A text without syntax errors, and what is known of it.
#[derive(Clone, Debug)]
struct Sound {
    text: Arc<Text>,
    analysis: Arc<Analysis>,
}

/// The programs inside a text, and what follows from them.
#[derive(Clone, Debug, Default)]
struct Inner {
    regions: Regions,
    /// The names that each region shares.
    exports: Box<[Arc<Exports>]>,
    /// The names that the file and its regions share, if those are others than the file's.
    all_exports: Option<Box<[Export]>>,
    /// What the regions depend on, see [`OtherFiles::context`], with the settings' number.
    context: (u64, u64),
}

impl FileRevision {
    /// What is known of a text without what is inside it.
    pub(super) fn new(
        text: Arc<Text>,
        version: Option<i32>,
        stamp: Stamp,
        analysis: Analysis,
        shared: &Shared,
    ) -> Self {
        let document = Document { text: text.content(), ir: analysis.facts.ir() };
        let exports = Arc::new(Exports::of(analysis.language, document, shared));
        let analysis = Arc::new(analysis);
        Self { text, version, stamp, analysis, exports, inner: Inner::default(), sound: None }
    }

    /// The same as the revision after `previous`.
    #[must_use]
    pub(super) fn after(self, previous: Option<&Self>) -> Self {
        let is_broken = !self.analysis.is_sound();
        let sound = previous.filter(|_| is_broken).and_then(Self::last_sound);
        Self { sound, ..self }
    }

    /// The last text without syntax errors, which may be this one.
    fn last_sound(&self) -> Option<Sound> {
        let (text, analysis) = (&self.text, &self.analysis);
        let own = || Sound { text: Arc::clone(text), analysis: Arc::clone(analysis) };
        self.sound.clone().or_else(|| analysis.is_sound().then(own))
    }

    /// The last text without syntax errors with its analysis, if it is known.
    pub(super) fn sound(&self) -> Option<(&str, &Analysis)> {
        match &self.sound {
            Some(sound) => Some((sound.text.content(), &sound.analysis)),
            None => self.analysis.is_sound().then(|| (self.text.content(), &*self.analysis)),
        }
    }

    /// The same with what is inside the text. What stays the same is taken from `previous`, an
    /// earlier revision of the file.
    #[must_use]
    pub(super) fn with_regions(
        self,
        analyzer: &mut Analyzer,
        others: &OtherFiles<'_>,
        settings: u64,
        previous: Option<&Self>,
    ) -> Self {
        let none = Inner::default();
        let old = previous.map_or(&none, |previous| &previous.inner);
        let content = self.text.content();
        let regions = analyzer.regions(content, &self.analysis, others, &old.regions);
        let before: FxHashMap<u32, (&Region, &Arc<Exports>)> = old
            .regions
            .iter()
            .zip(&old.exports)
            .map(|(region, exports)| (region.key(), (region, exports)))
            .collect();
        let kept = |region: &Region| {
            let &(old, exports) = before.get(&region.key())?;
            Arc::ptr_eq(old.document(), region.document()).then(|| Arc::clone(exports))
        };
        let exports: Box<[Arc<Exports>]> = regions
            .iter()
            .map(|region| kept(region).unwrap_or_else(|| Arc::new(region_exports(region, others))))
            .collect();
        let all_exports = all_exports(&self.exports, &exports, &regions, others);
        let context = (others.context(&self.exports), settings);
        Self { inner: Inner { regions, exports, all_exports, context }, ..self }
    }

    /// Whether the programs inside have to be looked for again.
    pub(super) fn has_other_context(&self, others: &OtherFiles<'_>, settings: u64) -> bool {
        self.inner.context != (others.context(&self.exports), settings)
    }

    /// The language that the text was read as.
    pub fn language(&self) -> LanguageId {
        self.analysis.language
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The number that the editor gave the text; none for a text from disk.
    pub fn version(&self) -> Option<i32> {
        self.version
    }

    /// From when the text is.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Numbers that tell the revision from every other one of the file that differs in any way: from
    /// when the text is, and what the programs inside it depend on.
    pub fn identity(&self) -> [u64; 3] {
        let (others, settings) = self.inner.context;
        [self.stamp.number(), others, settings]
    }

    /// Facts and diagnostics.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// The names that the file shares. Those of programs inside it are not among them.
    pub fn exports(&self) -> &Exports {
        &self.exports
    }

    /// The programs inside the text.
    pub fn regions(&self) -> &Regions {
        &self.inner.regions
    }

    /// The programs inside the text with the names that they share.
    pub fn region_exports(&self) -> impl Iterator<Item = (&Region, &Exports)> {
        self.inner.regions.iter().zip(self.inner.exports.iter().map(|exports| &**exports))
    }

    /// The program inside the text at an offset, the names that it shares, and the offset in it.
    pub fn region_at(&self, offset: u32) -> Option<(&Region, &Exports, u32)> {
        let (index, offset) = self.inner.regions.index_at(offset)?;
        let region = self.inner.regions.iter().as_slice().get(index)?;
        Some((region, self.inner.exports.get(index)?, offset))
    }

    /// Whether nothing is wrong with the text or anything inside it.
    pub fn is_clean(&self) -> bool {
        let regions = &self.inner.regions;
        let is_clean = |region: &Region| region.document().analysis().diagnostics.is_empty();
        self.analysis.diagnostics.is_empty()
            && regions.diagnostics().is_empty()
            && regions.iter().all(is_clean)
    }

    /// The uses of all names that the file and its regions share, sorted by key; the names' own
    /// numbers mean nothing.
    pub(super) fn all_exports(&self) -> &[Export] {
        self.inner.all_exports.as_deref().unwrap_or(self.exports.rows())
    }

    /// Text and tables.
    pub fn document(&self) -> Document<'_> {
        Document { text: self.text.content(), ir: self.analysis.facts.ir() }
    }

    /// The bytes of the text without syntax errors that is kept beside this one.
    pub(super) fn sound_bytes(&self) -> usize {
        let bytes = |sound: &Sound| sound.text.byte_len() + sound.analysis.facts.byte_len();
        self.sound.as_ref().map_or(0, bytes)
    }

    /// The bytes of the names that the file and its regions share.
    pub(super) fn exports_bytes(&self) -> usize {
        let inner = &self.inner;
        let regions: usize = inner.exports.iter().map(|exports| exports.byte_len()).sum();
        let all = inner.all_exports.as_ref().map_or(0, |all| size_of_val(&**all));
        self.exports.byte_len() + regions + all
    }
}

fn region_exports(region: &Region, others: &OtherFiles<'_>) -> Exports {
    let document = region.document();
    let analysis = document.analysis();
    let inner = Document { text: document.text().content(), ir: analysis.facts.ir() };
    Exports::of(analysis.language, inner, others.shared)
}

/// The names of a file, of its regions, and of the channels about which it promises something.
fn all_exports(
    own: &Exports,
    inner: &[Arc<Exports>],
    regions: &Regions,
    others: &OtherFiles<'_>,
) -> Option<Box<[Export]>> {
    if inner.is_empty() && regions.exports().is_empty() {
        return None;
    }
    let mut rows = own.rows().to_vec();
    for exports in inner {
        rows.extend_from_slice(exports.rows());
    }
    for promise in regions.exports() {
        let key = others.shared.keys.intern(&promise.channel);
        rows.push(Export { key, name: NameId::NONE, uses: Uses::SINK });
    }
    Some(Exports::merge(rows))
}
