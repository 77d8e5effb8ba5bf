//! Totals.

use std::fmt::{self, Write};
use std::time::Duration;

use indicatif::HumanBytes;
use rholang_engine::diagnostic::Severity;
use serde::Serialize;

use super::Finding;

/// How many diagnostics there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Remarks worth knowing.
    pub infos: usize,
    /// Faint remarks.
    pub hints: usize,
}

impl Counts {
    /// Counts the findings in a file.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            *counts.of_severity_mut(finding.code.severity) += 1;
        }
        counts
    }

    /// Whether there is a diagnostic at least as bad as `severity`.
    pub fn has(&self, severity: Severity) -> bool {
        let by_severity = [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
            (Severity::Information, self.infos),
            (Severity::Hint, self.hints),
        ];
        by_severity.iter().any(|&(counted, count)| counted >= severity && count > 0)
    }

    fn of_severity_mut(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Information => &mut self.infos,
            Severity::Hint => &mut self.hints,
        }
    }
}

/// What a whole run found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// The number of files that were looked at; those that cannot be read do not count.
    pub files: usize,
    /// The size of these files in bytes.
    pub bytes: usize,
    /// The diagnostics.
    pub counts: Counts,
}

/// The last line of JSON output.
#[derive(Serialize)]
struct SummaryLine {
    summary: SummaryFields,
}

#[derive(Serialize)]
struct SummaryFields {
    files: usize,
    errors: usize,
    warnings: usize,
    bytes: usize,
    seconds: f64,
}

impl Summary {
    /// Adds a file of `bytes` bytes.
    pub fn add(&mut self, bytes: usize, counts: Counts) {
        self.files += 1;
        self.bytes += bytes;
        self.counts.errors += counts.errors;
        self.counts.warnings += counts.warnings;
        self.counts.infos += counts.infos;
        self.counts.hints += counts.hints;
    }

    /// The summary as a line for people, without a line end.
    pub fn human(&self, elapsed: Duration, shows_hints: bool) -> String {
        let Counts { errors, warnings, infos, hints } = self.counts;
        let mut line = format!(
            "checked {} ({}) in {:.2} s: {}, {}",
            Counted(self.files, "file", "files"),
            HumanBytes(self.bytes as u64),
            elapsed.as_secs_f64(),
            Counted(errors, "error", "errors"),
            Counted(warnings, "warning", "warnings"),
        );
        // Writing to a string cannot fail.
        if infos > 0 {
            let _ = write!(line, ", {infos} info");
        }
        if hints > 0 {
            let _ = write!(line, ", {}", Counted(hints, "hint", "hints"));
            if !shows_hints {
                line.push_str(" (shown with --hints)");
            }
        }
        line
    }

    /// The summary as a line of JSON, without a line end.
    ///
    /// # Errors
    ///
    /// None that can occur: the fields are numbers.
    pub fn json(&self, elapsed: Duration) -> serde_json::Result<String> {
        let microseconds = elapsed.as_micros();
        serde_json::to_string(&SummaryLine {
            summary: SummaryFields {
                files: self.files,
                errors: self.counts.errors,
                warnings: self.counts.warnings,
                bytes: self.bytes,
                // Digits beyond microseconds are noise.
                seconds: Duration::from_micros(u64::try_from(microseconds).unwrap_or(u64::MAX))
                    .as_secs_f64(),
            },
        })
    }
}

/// A number with its noun.
struct Counted(usize, &'static str, &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, singular, plural) = self;
        write!(formatter, "{count} {}", if *count == 1 { singular } else { plural })
    }
}
