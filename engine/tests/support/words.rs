//! Questions about every word of a text at once.
//!
//! The answer has a line for each word, `line:column word`, and after the arrow the lines and columns of
//! the places to go to, best first, with the name of the file if it is another one.

use std::fmt::Write;

use rholang_engine::query::{CancelToken, Cancelled, Link};
use rholang_engine::text::{PositionEncoding, TextRange};
use rholang_engine::{At, FileId, Snapshot};

use super::workspace::Fixture;

/// A query for places to go to.
pub(crate) type Query = fn(&Snapshot, At, &CancelToken) -> Result<Vec<Link>, Cancelled>;

/// The answers of a query for every word of the first file.
pub(crate) fn table(fixture: &Fixture, query: Query) -> String {
    let file = FileId::new(0);
    let revision = fixture.snapshot.file(file).expect("the file is there");
    let (text, ir) = (revision.text(), revision.document().ir);
    let place = |offset: u32| {
        let position = text.lines().position(text.content(), offset, PositionEncoding::Utf32);
        format!("{}:{}", position.line + 1, position.character + 1)
    };
    let mut output = String::new();
    let mut seen: Vec<TextRange> = Vec::new();
    for node in ir.nodes.ids().skip(1) {
        let is_leaf = ir.nodes.subtree_end(node) == node.next();
        let at = At { file, offset: ir.nodes.start(node) };
        let links = query(&fixture.snapshot, at, &CancelToken::new()).expect("nobody cancels");
        let is_word = is_leaf && !ir.range(node).is_empty();
        if !is_word || links.is_empty() || seen.contains(&ir.range(node)) {
            continue;
        }
        seen.push(ir.range(node));
        let word = ir.range(node).of(text.content());
        write!(output, "{} {word} ->", place(at.offset)).unwrap();
        for link in links {
            assert!(link.range.covers(link.name));
            let label = fixture.snapshot.label(link.file);
            let label = if link.file == file { String::new() } else { format!("{label}:") };
            let other = fixture.snapshot.file(link.file).unwrap().text();
            let lines = other.lines();
            let name = lines.position(other.content(), link.name.start, PositionEncoding::Utf32);
            write!(output, " {label}{}:{}", name.line + 1, name.character + 1).unwrap();
        }
        output.push('\n');
    }
    output
}
