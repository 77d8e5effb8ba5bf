//! Which pieces of a source are shown around the places of a diagnostic.
//!
//! The renderer looks at every byte of the text it is given, for every diagnostic. So it is given
//! only the lines that are shown, and of very long lines only the part around the place: the cost
//! of showing a diagnostic does not depend on the size of its file.

use annotate_snippets::{Annotation, AnnotationKind, Snippet};
use rholang_engine::text::{LineIndex, TextRange};

/// Places with at most so many lines between them share an excerpt.
const LINES_BETWEEN_MAX: u32 = 40;
/// Of a place with more lines only the first line is marked.
const LINES_PER_PLACE_MAX: u32 = 60;
/// Longer lines are cut.
const LINE_BYTES_MAX: usize = 4096;
/// How many bytes of a cut line are kept before and after the start of the place.
const CUT_BYTES_BEFORE: usize = 60;
const CUT_BYTES_AFTER: usize = 120;

/// What a place is to its diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// What is wrong.
    Primary,
    /// What explains it.
    Related,
}

/// A place to be marked.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The bytes to mark.
    pub range: TextRange,
    /// How to mark them.
    pub kind: PlaceKind,
    /// What to write beside the mark.
    pub label: Option<&'static str>,
}

/// A few lines of source with marks.
#[derive(Debug)]
pub struct Excerpt {
    /// The byte offset of the first mark in the whole text.
    pub offset: u32,
    /// Whether the excerpt is a part of a line, so that columns in it are not those of the line.
    pub is_cut: bool,
    /// The number of the first line, 0-based.
    first_line: u32,
    last_line: u32,
    source: String,
    marks: Vec<Mark>,
}

#[derive(Debug)]
struct Mark {
    span: std::ops::Range<usize>,
    kind: PlaceKind,
    label: Option<&'static str>,
}

impl Excerpt {
    /// The excerpt for the renderer.
    pub fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        Snippet::source(self.source.as_str()).line_start(self.first_line as usize + 1).annotations(
            self.marks.iter().map(|mark| {
                let kind = match mark.kind {
                    PlaceKind::Primary => AnnotationKind::Primary,
                    PlaceKind::Related => AnnotationKind::Context,
                };
                kind.span(mark.span.clone()).label(mark.label)
            }),
        )
    }
}

/// A place with its lines.
struct Located {
    place: Place,
    first_line: u32,
    last_line: u32,
    is_cut: bool,
}

/// The excerpts that show `places`; the one with the first place comes first, the others follow in
/// order of the text.
pub fn excerpts(text: &str, lines: &LineIndex, places: &[Place]) -> Vec<Excerpt> {
    let mut located: Vec<Located> =
        places.iter().map(|&place| locate(text, lines, place)).collect();
    located.sort_by_key(|located| (located.first_line, located.place.range));
    let mut groups: Vec<Vec<Located>> = Vec::new();
    for next in located {
        match groups.last_mut() {
            Some(group) if joins(group, &next) => group.push(next),
            _ => groups.push(vec![next]),
        }
    }
    groups.sort_by_key(|group| !group.iter().any(|it| it.place.kind == PlaceKind::Primary));
    groups.into_iter().map(|group| excerpt(text, lines, &group)).collect()
}

fn locate(text: &str, lines: &LineIndex, place: Place) -> Located {
    let mut range = place.range;
    let first_line = lines.line(range.start);
    let mut last_line = lines.line(range.end.saturating_sub(1).max(range.start));
    if last_line - first_line >= LINES_PER_PLACE_MAX {
        last_line = first_line;
        range.end = lines.line_range(text, first_line).end.max(range.start);
    }
    let is_long = |line| lines.line_range(text, line).len() as usize > LINE_BYTES_MAX;
    let is_cut = (first_line..=last_line).any(is_long);
    if is_cut {
        last_line = first_line;
    }
    Located { place: Place { range, ..place }, first_line, last_line, is_cut }
}

fn joins(group: &[Located], next: &Located) -> bool {
    let end = group.iter().map(|located| located.last_line).max().unwrap_or(0);
    let is_near = next.first_line <= end.saturating_add(LINES_BETWEEN_MAX);
    is_near && !next.is_cut && !group.iter().any(|located| located.is_cut)
}

fn excerpt(text: &str, lines: &LineIndex, group: &[Located]) -> Excerpt {
    let first_line = group.iter().map(|located| located.first_line).min().unwrap_or(0);
    let last_line = group.iter().map(|located| located.last_line).max().unwrap_or(0);
    let mut primary_first: Vec<&Place> = group.iter().map(|located| &located.place).collect();
    primary_first.sort_by_key(|place| place.kind != PlaceKind::Primary);
    let offset = primary_first.first().map_or(0, |place| place.range.start);
    let is_cut = group.iter().any(|located| located.is_cut);
    let (source, marks) = (String::new(), Vec::new());
    let mut excerpt = Excerpt { offset, is_cut, first_line, last_line, source, marks };
    match group {
        // A place in a cut line has an excerpt to itself.
        [only] if is_cut => excerpt.fill_with_cut_line(text, lines, &only.place),
        _ => excerpt.fill_with_lines(text, lines, &primary_first),
    }
    excerpt
}

impl Excerpt {
    /// Copies whole lines. They are joined by `\n` whatever ends them in the text, because the
    /// renderer would take a lone `\r` for a character.
    fn fill_with_lines(&mut self, text: &str, lines: &LineIndex, places: &[&Place]) {
        let mut starts = Vec::new();
        for line in self.first_line..=self.last_line {
            let range = lines.line_range(text, line);
            starts.push((range, self.source.len()));
            // Only a line between two places can be long here, and it is folded away.
            if range.len() as usize <= LINE_BYTES_MAX {
                self.source.push_str(range.of(text));
            }
            self.source.push('\n');
        }
        let place_in_source = |offset: u32| {
            let index = (lines.line(offset).saturating_sub(self.first_line)) as usize;
            let &(range, start) = starts.get(index).or(starts.last())?;
            Some(start + (offset.min(range.end).saturating_sub(range.start)) as usize)
        };
        for place in places {
            let start = place_in_source(place.range.start).unwrap_or(0);
            let end = place_in_source(place.range.end).unwrap_or(start).max(start);
            self.marks.push(Mark { span: start..end, kind: place.kind, label: place.label });
        }
    }

    /// Copies a part of one line and marks what the part shows of a place.
    fn fill_with_cut_line(&mut self, text: &str, lines: &LineIndex, place: &Place) {
        let line = lines.line_range(text, self.first_line).as_usize();
        let start = (place.range.start as usize).clamp(line.start, line.end);
        let end = (place.range.end as usize).clamp(start, line.end);
        let from = char_boundary(text, start.saturating_sub(CUT_BYTES_BEFORE)).max(line.start);
        let to = char_boundary(text, start + CUT_BYTES_AFTER).min(line.end);
        self.source.push_str(if from > line.start { "…" } else { "" });
        let shift = self.source.len();
        self.source.push_str(text.get(from..to).unwrap_or(""));
        let marked = start - from + shift..end.min(to) - from + shift;
        self.source.push_str(if to < line.end { "…" } else { "" });
        self.marks.push(Mark { span: marked, kind: place.kind, label: place.label });
    }
}

/// The last boundary between characters at or before `offset`.
fn char_boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&candidate| text.is_char_boundary(candidate)).unwrap_or(0)
}
