//! Rendering of analyses as text, for tests.
//!
//! Places are printed as `line:column`, both 1-based, columns in characters.

#![allow(dead_code, reason = "each test binary uses a part of the helpers")]

use std::fmt::Write;

use rholang_engine::ir::{BinderId, Ir, NodeId};
use rholang_engine::text::{LineIndex, PositionEncoding, TextRange};
use rholang_engine::{Analysis, Analyzer, LanguageId};

/// Analyses a text from scratch.
pub(crate) fn analyze(language: LanguageId, text: &str) -> Analysis {
    Analyzer::new().analyze(language, text)
}

/// Turns byte offsets into `line:column`.
pub(crate) struct Places<'a> {
    text: &'a str,
    lines: LineIndex,
}

impl<'a> Places<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, lines: LineIndex::new(text) }
    }

    pub(crate) fn place(&self, offset: u32) -> String {
        let position = self.lines.position(self.text, offset, PositionEncoding::Utf32);
        format!("{}:{}", position.line + 1, position.character + 1)
    }

    pub(crate) fn range(&self, range: TextRange) -> String {
        format!("{}-{}", self.place(range.start), self.place(range.end))
    }
}

/// One line for each diagnostic, `place severity code: message`, and below it an indented line for
/// each related place.
pub(crate) fn render_diagnostics(language: LanguageId, text: &str) -> String {
    let analysis = analyze(language, text);
    let places = Places::new(text);
    let names = analysis.facts.ir().names;
    let mut output = String::new();
    for diagnostic in &analysis.diagnostics {
        let code = diagnostic.code;
        let (range, message) = (places.range(diagnostic.range), diagnostic.message(names, text));
        writeln!(output, "{range} {} {}: {message}", code.severity.as_str(), code.name).unwrap();
        for related in analysis.diagnostics.related(diagnostic) {
            writeln!(output, "    {} {}", places.range(related.range), related.note).unwrap();
        }
    }
    output
}

/// One line for each binder, `name place kind in place-place: uses`, where the range is that of the
/// nodes that see the binder, and one line for each free name.
pub(crate) fn render_scopes(language: LanguageId, text: &str) -> String {
    let analysis = analyze(language, text);
    let ir = analysis.facts.ir();
    let places = Places::new(text);
    let kinds = language.language().kind_names();
    let place_of = |node: NodeId| places.place(ir.nodes.start(node));
    let mut output = String::new();
    for binder in ir.binders.ids() {
        let row = ir.binders.row(binder);
        // The high bits of a kind code hold the sort and whether the binder is matched.
        let sort = if row.kind & 0x80 != 0 { "process" } else { "name" };
        let kind = kinds.binders[usize::from(row.kind & 0x3f)];
        let sort = if language == LanguageId::Rholang { format!("{sort} ") } else { String::new() };
        let (name, place) = (ir.names.text(row.name), place_of(row.node));
        let seen = visible_range(ir, binder);
        let uses =
            ir.references.ids().filter(|&reference| ir.references.binder(reference) == binder);
        let uses: Vec<String> =
            uses.map(|reference| place_of(ir.references.node(reference))).collect();
        let uses = if uses.is_empty() { "unused".to_owned() } else { uses.join(" ") };
        writeln!(output, "{name} {place} {sort}{kind} seen {}: {uses}", places.range(seen))
            .unwrap();
    }
    for reference in ir.references.ids() {
        if ir.references.binder(reference).is_none() {
            let row = ir.references.row(reference);
            writeln!(output, "free {} {}", ir.names.text(row.name), place_of(row.node)).unwrap();
        }
    }
    output
}

/// From the first node that sees a binder to the end of the last one.
fn visible_range(ir: Ir<'_>, binder: BinderId) -> TextRange {
    let scope = ir.binders.scope(binder);
    let (first, end) = (ir.scopes.first_node(scope), ir.scopes.node_end(scope));
    if first >= end {
        return TextRange::default();
    }
    let last_end = (first.raw()..end.raw()).map(|raw| ir.nodes.end(NodeId::new(raw))).max();
    TextRange::new(ir.nodes.start(first), last_end.unwrap_or_default())
}

/// The nodes as an indented outline: `Kind place-place`.
pub(crate) fn render_nodes(language: LanguageId, text: &str) -> String {
    let analysis = analyze(language, text);
    let ir = analysis.facts.ir();
    let places = Places::new(text);
    let kinds = language.language().kind_names();
    let mut output = String::new();
    for node in ir.nodes.ids() {
        let depth = ir.nodes.ancestors(node).count();
        let kind = kinds.nodes[usize::from(ir.nodes.kind(node))];
        writeln!(output, "{}{kind} {}", "  ".repeat(depth), places.range(ir.range(node))).unwrap();
    }
    output
}

pub(crate) mod marked;
pub(crate) mod rholang;
pub(crate) mod words;
pub(crate) mod workspace;
