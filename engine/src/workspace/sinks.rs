//! What files know of each other's channels when programs are looked for in them.
//!
//! A file promises to others which parts of messages on its quoted channels it takes for programs
//! ([`SinkExport`]). The files that send on such a channel depend on the promises. What a file
//! depends on is kept as a hash, its *context*: when promises change, the files that mention the
//! channel compare, and those whose context is another one are searched again. Promises do not depend
//! on promises, so one round is enough.

use core::cell::RefCell;
use core::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHasher};

use super::exports::Exports;
use super::file::FileId;
use super::shared::{NameKey, Shared};
use super::store::{self, Rows};
use crate::region::{EmbeddedSettings, LanguageTag, QuotedMessage, SinkExport, Sinks};
use crate::symbol::Uses;

/// The promises of all files but one.
pub(super) struct OtherFiles<'a> {
    /// A version of the workspace; none for a file that is looked at alone.
    pub(super) rows: Option<Rows<'a>>,
    pub(super) shared: &'a Shared,
    pub(super) settings: &'a EmbeddedSettings,
    /// The file that asks.
    pub(super) own: FileId,
    /// The promises by channel, for those that were asked for.
    known: RefCell<FxHashMap<NameKey, Rc<[&'a SinkExport]>>>,
}

impl<'a> OtherFiles<'a> {
    pub(super) fn new(
        rows: Option<Rows<'a>>,
        shared: &'a Shared,
        settings: &'a EmbeddedSettings,
        own: FileId,
    ) -> Self {
        Self { rows, shared, settings, own, known: RefCell::default() }
    }

    /// All promises about a channel, in order of the files.
    fn promises(&self, channel: NameKey) -> Rc<[&'a SinkExport]> {
        if let Some(promises) = self.known.borrow().get(&channel) {
            return Rc::clone(promises);
        }
        let promises: Rc<[&SinkExport]> = self.find_promises(channel).into();
        self.known.borrow_mut().insert(channel, Rc::clone(&promises));
        promises
    }

    fn find_promises(&self, channel: NameKey) -> Vec<&'a SinkExport> {
        let Some(rows) = self.rows else { return Vec::new() };
        let Some(posting) = store::posting(rows, channel) else { return Vec::new() };
        let name = self.shared.keys.text(channel);
        let others = posting.files(Uses::SINK).filter(|&file| file != self.own);
        let revisions = others.filter_map(|file| store::file(rows, file));
        let promises = revisions.flat_map(|revision| revision.regions().exports());
        promises.filter(|promise| *promise.channel == *name).collect()
    }

    /// What the file that asks depends on, as a hash. `exports` are its shared names.
    pub(super) fn context(&self, exports: &Exports) -> u64 {
        let mut hasher = FxHasher::default();
        for row in exports.rows().iter().filter(|row| row.uses.intersects(Uses::CHANNEL)) {
            let promises = self.promises(row.key);
            if !promises.is_empty() {
                (row.key.raw(), &*promises).hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

impl Sinks for OtherFiles<'_> {
    fn settings(&self) -> &EmbeddedSettings {
        self.settings
    }

    fn quoted(&self, message: &QuotedMessage<'_>, index: u32) -> Option<LanguageTag> {
        let channel = self.shared.keys.get(message.channel)?;
        let promises = self.promises(channel);
        promises.iter().find(|promise| promise.covers(message, index)).map(|found| found.language)
    }
}
