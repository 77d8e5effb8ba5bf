//! Diagnostics for people: a message and an excerpt of the source.

use std::fmt::Write;
use std::iter;

use annotate_snippets::{Group, Level, Origin, Renderer};
use rholang_engine::diagnostic::Severity;
use rholang_engine::text::PositionEncoding;

use super::excerpt::{Place, PlaceKind, excerpts};
use super::{FileReport, Finding};

/// How diagnostics are shown to people.
#[derive(Clone, Copy, Debug)]
pub struct HumanOptions {
    /// Whether escape sequences for colours are written.
    pub color: bool,
    /// Whether hints are shown.
    pub hints: bool,
}

/// How many findings in one file are shown. Nobody reads more at once, and a file that is not text
/// of the language at all has thousands.
const FINDINGS_PER_FILE_MAX: usize = 50;

/// The findings in a file, each followed by an empty line; of many, the first ones.
pub fn render(file: &FileReport<'_>, options: HumanOptions) -> String {
    let mut output = String::new();
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let is_shown = |finding: &&Finding| finding.code.severity > Severity::Hint || options.hints;
    let mut shown = file.findings.iter().filter(is_shown);
    for finding in shown.by_ref().take(FINDINGS_PER_FILE_MAX) {
        render_finding(file, finding, &renderer, &mut output);
    }
    let rest = shown.count();
    if rest > 0 {
        // Writing to a string cannot fail.
        let _ = writeln!(output, "{rest} more in {}; --format json prints all\n", file.label);
    }
    output
}

fn render_finding(
    file: &FileReport<'_>,
    finding: &Finding,
    renderer: &Renderer,
    output: &mut String,
) {
    let primary = Place { range: finding.range, kind: PlaceKind::Primary, label: None };
    let related = finding.related.iter().map(|related| Place {
        range: related.range,
        kind: PlaceKind::Related,
        label: Some(related.note),
    });
    let places: Vec<Place> = iter::once(primary).chain(related).collect();
    let title =
        level(finding.code.severity).primary_title(finding.message.as_str()).id(finding.code.name);
    let excerpts = excerpts(file.text, file.lines, &places);
    let mut groups = Vec::new();
    let mut group = title.elements(iter::empty::<Origin<'_>>());
    for excerpt in &excerpts {
        if file.text.is_empty() {
            // Of a file that is empty or was not read, there is nothing to show but the name.
            group = group.element(Origin::path(file.label));
        } else if excerpt.is_cut {
            groups.push(group.element(origin(file, excerpt.offset)));
            group = Group::with_level(Level::NOTE).element(excerpt.snippet());
        } else {
            group = group.element(excerpt.snippet().path(file.label));
        }
    }
    groups.push(group);
    output.push_str(&renderer.render(&groups));
    output.push_str("\n\n");
}

/// Where a cut line comes from, counted from 1 and columns in characters as the renderer does, which
/// cannot know how much of the line is missing.
fn origin<'a>(file: &FileReport<'a>, offset: u32) -> Origin<'a> {
    let position = file.lines.position(file.text, offset, PositionEncoding::Utf32);
    Origin::path(file.label)
        .line(position.line as usize + 1)
        .char_column(position.character as usize + 1)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}
