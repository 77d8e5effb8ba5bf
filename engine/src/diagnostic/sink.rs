//! Where the analyses put what they find.

use super::{ARGUMENTS_MAX, Argument, Code, Diagnostic, Diagnostics, Related, Severity};
use crate::ir::NameId;
use crate::text::TextRange;

/// How many errors, and how many other findings, are kept for one file. A text that is not a program
/// at all would otherwise yield as many findings as characters. Errors are counted apart, so that
/// hints never crowd out an error.
pub const DIAGNOSTICS_PER_FILE_MAX: usize = 10_000;

/// Collects the findings about one file.
#[derive(Debug, Default)]
pub struct DiagnosticSink {
    items: Vec<Diagnostic>,
    related: Vec<Related>,
    /// How many of the findings are errors.
    errors: usize,
}

impl DiagnosticSink {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding; arguments and related places can be added to the result.
    ///
    /// Beyond [`DIAGNOSTICS_PER_FILE_MAX`] errors or other findings, further ones are ignored.
    pub fn report(&mut self, code: &'static Code, range: TextRange) -> Report<'_> {
        let is_error = code.severity == Severity::Error;
        let count = if is_error { self.errors } else { self.items.len() - self.errors };
        let is_kept = count < DIAGNOSTICS_PER_FILE_MAX;
        self.errors += usize::from(is_kept && is_error);
        if is_kept {
            let related = u32::try_from(self.related.len()).unwrap_or(u32::MAX);
            self.items.push(Diagnostic {
                code,
                range,
                arguments: [Argument::None; ARGUMENTS_MAX],
                first_related: related,
                related_end: related,
            });
        }
        Report { sink: self, is_kept, arguments: 0 }
    }

    /// Whether a syntax error has been found that leaves the tree a guess.
    pub fn has_damage(&self) -> bool {
        self.items.iter().any(|found| found.code.is_damage())
    }

    /// Whether a syntax error has been found.
    pub fn has_syntax_errors(&self) -> bool {
        self.items.iter().any(|diagnostic| diagnostic.code.is_syntax())
    }

    /// The findings so far, in the order in which they were made.
    pub fn iter(&self) -> core::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// Adds those findings of an earlier text for which `keep` holds, with all places changed by
    /// `moved`. Names have to have the numbers that they had.
    pub(crate) fn keep(
        &mut self,
        earlier: &Diagnostics,
        keep: impl Fn(&Diagnostic) -> bool,
        moved: impl Fn(TextRange) -> TextRange,
    ) {
        for found in earlier.iter().filter(|&found| keep(found)) {
            let first_related = u32::try_from(self.related.len()).unwrap_or(u32::MAX);
            let related = earlier.related(found).iter();
            self.related
                .extend(related.map(|place| Related { range: moved(place.range), ..*place }));
            let related_end = u32::try_from(self.related.len()).unwrap_or(u32::MAX);
            let arguments = found.arguments.map(|argument| match argument {
                Argument::Text(range) => Argument::Text(moved(range)),
                argument => argument,
            });
            let range = moved(found.range);
            self.errors += usize::from(found.code.severity == Severity::Error);
            let code = found.code;
            self.items.push(Diagnostic { code, range, arguments, first_related, related_end });
        }
    }

    /// Forgets all findings.
    pub fn clear(&mut self) {
        self.items.clear();
        self.errors = 0;
        self.related.clear();
    }

    /// Keeps only the findings for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.items.retain(keep);
        let is_error = |found: &&Diagnostic| found.code.severity == Severity::Error;
        self.errors = self.items.iter().filter(is_error).count();
    }

    /// The findings in order of the text. Findings that claim the absence of something are left
    /// out if syntax errors leave the tree a guess.
    pub fn finish(mut self) -> Diagnostics {
        if self.has_damage() {
            self.items.retain(|diagnostic| !diagnostic.code.claims_absence);
        }
        self.items.sort_by_key(|diagnostic| {
            let severity = core::cmp::Reverse(diagnostic.code.severity);
            (diagnostic.range, severity, diagnostic.code.name)
        });
        Diagnostics { items: self.items.into(), related: self.related.into() }
    }
}

/// A finding that was just made.
#[derive(Debug)]
pub struct Report<'a> {
    sink: &'a mut DiagnosticSink,
    is_kept: bool,
    arguments: usize,
}

impl Report<'_> {
    /// Adds the next argument of the message.
    ///
    /// # Panics
    ///
    /// In debug builds, if the message cannot take another argument.
    pub fn argument(mut self, argument: Argument) -> Self {
        debug_assert!(self.arguments < ARGUMENTS_MAX, "a message takes few arguments");
        let index = self.arguments;
        if let Some(place) = self.last().and_then(|last| last.arguments.get_mut(index)) {
            *place = argument;
        }
        self.arguments += 1;
        self
    }

    /// Adds a name of the file as the next argument.
    pub fn name(self, name: NameId) -> Self {
        self.argument(Argument::Name(name))
    }

    /// Adds a count as the next argument.
    pub fn number(self, number: u32) -> Self {
        self.argument(Argument::Number(number))
    }

    /// Adds a fixed word as the next argument.
    pub fn word(self, word: &'static str) -> Self {
        self.argument(Argument::Word(word))
    }

    /// Adds a piece of the file's text as the next argument.
    pub fn text(self, range: TextRange) -> Self {
        self.argument(Argument::Text(range))
    }

    /// Adds a place that explains the finding.
    pub fn related(mut self, range: TextRange, note: &'static str) -> Self {
        if self.is_kept {
            self.sink.related.push(Related { range, note });
            let end = u32::try_from(self.sink.related.len()).unwrap_or(u32::MAX);
            if let Some(diagnostic) = self.last() {
                diagnostic.related_end = end;
            }
        }
        self
    }

    fn last(&mut self) -> Option<&mut Diagnostic> {
        if self.is_kept { self.sink.items.last_mut() } else { None }
    }
}
