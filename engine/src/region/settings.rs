//! Which embedded languages are looked for.

/// How many embedded languages there can be.
pub const LANGUAGES_MAX: usize = 255;

/// An embedded language: its place among the languages of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(u8);

/// A language that texts of a host may hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EmbeddedLanguage {
    /// The name that directives use. If the engine knows a language of this name, it analyses the
    /// texts.
    pub name: String,
    /// Other names that directives may use.
    pub aliases: Vec<String>,
    /// The name of the dialect of the texts; none for the one that the language expects in texts of
    /// a host.
    pub dialect: Option<String>,
}

impl EmbeddedLanguage {
    /// Whether a directive that says `name` means this language. Case makes no difference.
    fn is_called(&self, name: &str) -> bool {
        self.names().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// All names, the first one included.
    fn names(&self) -> impl Iterator<Item = &str> {
        core::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// Which embedded languages are looked for, and what tells where they are. The default knows none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EmbeddedSettings {
    languages: Vec<EmbeddedLanguage>,
    /// Names of channels, in ascending order.
    channels: Vec<(String, LanguageTag)>,
}

impl EmbeddedSettings {
    /// Adds a language, or replaces the one of the same name. There is no place for more than
    /// [`LANGUAGES_MAX`] of them; then the answer is none.
    pub fn add_language(&mut self, language: EmbeddedLanguage) -> Option<LanguageTag> {
        let known = self.languages.iter().position(|known| known.name == language.name);
        let place = known.unwrap_or(self.languages.len());
        let tag = u8::try_from(place).ok().filter(|&tag| usize::from(tag) < LANGUAGES_MAX)?;
        match self.languages.get_mut(place) {
            Some(known) => *known = language,
            None => self.languages.push(language),
        }
        Some(LanguageTag(tag))
    }

    /// Says that what is sent to a channel is of a language. The channel is named by a URI or by the
    /// content of a quoted string; the language replaces an earlier one.
    pub fn add_channel(&mut self, channel: &str, language: LanguageTag) {
        let place = self.channels.binary_search_by(|(known, _)| known.as_str().cmp(channel));
        match place {
            Ok(place) => self.channels[place].1 = language,
            Err(place) => self.channels.insert(place, (channel.to_owned(), language)),
        }
    }

    /// Takes a channel out.
    pub fn remove_channel(&mut self, channel: &str) {
        self.channels.retain(|(known, _)| known != channel);
    }

    /// The language of a tag that these settings gave.
    pub fn language(&self, tag: LanguageTag) -> Option<&EmbeddedLanguage> {
        self.languages.get(usize::from(tag.0))
    }

    /// The language that a directive means.
    pub fn find_language(&self, name: &str) -> Option<LanguageTag> {
        let place = self.languages.iter().position(|language| language.is_called(name))?;
        u8::try_from(place).ok().map(LanguageTag)
    }

    /// Every name that a directive may use.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().flat_map(EmbeddedLanguage::names)
    }

    /// The language of what is sent to a channel.
    pub fn channel(&self, channel: &str) -> Option<LanguageTag> {
        let place = self.channels.binary_search_by(|(known, _)| known.as_str().cmp(channel));
        place.ok().map(|place| self.channels[place].1)
    }

    /// The names of all channels.
    pub fn channels(&self) -> impl Iterator<Item = &str> {
        self.channels.iter().map(|(channel, _)| channel.as_str())
    }

    /// What the names of all channels begin with.
    pub fn common_channel_start(&self) -> &str {
        // The names are in order, so all others begin with what the first and the last have in common.
        let (Some((first, _)), Some((last, _))) = (self.channels.first(), self.channels.last())
        else {
            return "";
        };
        let pairs = first.chars().zip(last.chars()).take_while(|(left, right)| left == right);
        let length = pairs.map(|(character, _)| character.len_utf8()).sum();
        first.get(..length).unwrap_or("")
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.languages.is_empty()
    }
}
