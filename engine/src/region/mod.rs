//! Programs inside the text of other programs: what they are made of and where their characters
//! come from.
//!
//! A *host* text holds string literals; the literals of one expression make an *embedded text*. Its
//! *virtual text* is what the literals mean: escapes are decoded, several literals are joined, and
//! each part that is no literal is one character, [`HOLE`]. A [`SourceMap`] leads from offsets of the
//! virtual text to offsets of the host and back, with a binary search over segments that ascend in
//! both texts.
//!
//! | file | what it holds |
//! |---|---|
//! | `embedded.rs` | parts, reasons, and what a host says about other files |
//! | `literal.rs` | escapes of string literals, both ways |
//! | `settings.rs` | which languages are looked for, and which channels take them |
//! | `source_map.rs` | the map between virtual and host offsets |
//!
//! The module is plain data. It depends on `text` and knows no language; languages find embedded
//! texts.

mod embedded;
mod literal;
mod settings;
mod source_map;

pub use embedded::{
    Embedded, EmbeddedText, NoSinks, Part, QuotedMessage, Reason, Rule, SinkExport, Sinks,
};
pub use literal::{decode, encode};
pub use settings::{EmbeddedLanguage, EmbeddedSettings, LANGUAGES_MAX, LanguageTag};
pub use source_map::SourceMap;

/// The character that stands for a part of an embedded text that is no literal: what the host
/// computes when it runs.
///
/// It is of the private use area. Where the user typed it into a literal, the virtual text has
/// [`HOLE_REPLACEMENT`] instead, so that a hole in a virtual text is always one.
pub const HOLE: char = '\u{E000}';

/// What the virtual text has in the place of a [`HOLE`] that the user typed; it takes as many bytes.
pub const HOLE_REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

const _: () = assert!(HOLE.len_utf8() == HOLE_REPLACEMENT.len_utf8());
