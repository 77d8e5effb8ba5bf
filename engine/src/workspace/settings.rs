//! What the user decides about analyses.

use core::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3;

use crate::languages::rholang::embed::standard_settings;
use crate::languages::{LanguageId, Variant};
use crate::region::EmbeddedSettings;

/// What the user decides about analyses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which languages are looked for in the strings of other languages.
    pub embedded: EmbeddedSettings,
    /// The dialects of files, each at most once.
    dialects: Vec<Variant>,
}

/// MeTTa is looked for in Rholang, and files are in their languages' first dialects.
impl Default for Settings {
    fn default() -> Self {
        Self { embedded: standard_settings(), dialects: Vec::new() }
    }
}

impl Settings {
    /// Sets the dialect of a language's files.
    pub fn set_dialect(&mut self, variant: Variant) {
        self.dialects.retain(|known| known.language != variant.language);
        self.dialects.push(variant);
        self.dialects.sort_unstable();
    }

    /// The language in the dialect of its files.
    pub fn variant(&self, language: LanguageId) -> Variant {
        let known = self.dialects.iter().find(|known| known.language == language);
        known.copied().unwrap_or(language.into())
    }

    /// A hash of all that analyses depend on, the same in each session of this build of the engine.
    pub(super) fn hash(&self) -> u64 {
        let mut hasher = Xxh3::new();
        self.embedded.hash(&mut hasher);
        for language in LanguageId::ALL {
            self.variant(language).hash(&mut hasher);
        }
        hasher.finish()
    }
}
