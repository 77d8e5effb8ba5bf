//! What the user decides about analyses.

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
}
