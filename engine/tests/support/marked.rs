//! Workspaces whose expected answers are marked in their texts.
//!
//! `«label:text»` marks a range with a label: the place of an answer in the order of answers, or the
//! role of an occurrence. A test removes the marks, asks, marks the answers, and compares the texts.

use rholang_engine::query::{self, CancelToken, Link};
use rholang_engine::symbol::Role;
use rholang_engine::text::TextRange;
use rholang_engine::{At, FileId, Snapshot};

use super::workspace::Fixture;

/// A range in a file with its label.
pub(crate) type Mark = (FileId, TextRange, String);

/// The text without its marks.
fn unmarked(text: &str) -> String {
    let mut output = String::new();
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once('«') {
        let (_, after) = marked.split_once(':').expect("a mark has a label");
        let (inside, after) = after.split_once('»').expect("a mark ends");
        output.push_str(before);
        output.push_str(inside);
        rest = after;
    }
    output + rest
}

/// Asks a query about the place of `$0` and compares the answers with the marks.
pub(crate) fn check(main: &str, text: &str, ask: impl Fn(&Snapshot, At) -> Vec<Mark>) {
    let plain = unmarked(text);
    let fixture = Fixture::new(main, &plain);
    let marks = ask(&fixture.snapshot, fixture.at());
    let mut found = String::new();
    for (file, revision) in fixture.snapshot.files() {
        if plain.starts_with("//- ") {
            found += &format!("//- {}\n", fixture.snapshot.label(file));
        }
        let mut content = revision.text().content().to_owned();
        let mut marks: Vec<&Mark> = marks.iter().filter(|mark| mark.0 == file).collect();
        marks.sort_by_key(|mark| core::cmp::Reverse(mark.1));
        for (_, range, label) in marks {
            let inside = range.of(&content).to_owned();
            content.replace_range(range.as_usize(), &format!("«{label}:{inside}»"));
        }
        found += &content;
    }
    let expected = text.replace("$0", "");
    assert_eq!(found, expected, "\nfound:\n{found}\nexpected:\n{text}");
}

fn numbered(links: Vec<Link>) -> Vec<Mark> {
    let label = |(index, link): (usize, Link)| (link.file, link.name, (index + 1).to_string());
    links.into_iter().enumerate().map(label).collect()
}

/// The answers of `definition`, numbered.
pub(crate) fn definition(snapshot: &Snapshot, at: At) -> Vec<Mark> {
    numbered(query::definition(snapshot, at, &CancelToken::new()).expect("nobody cancels"))
}

/// The answers of `declaration`, numbered.
pub(crate) fn declaration(snapshot: &Snapshot, at: At) -> Vec<Mark> {
    numbered(query::declaration(snapshot, at, &CancelToken::new()).expect("nobody cancels"))
}

/// The answers of `implementation`, numbered.
pub(crate) fn implementation(snapshot: &Snapshot, at: At) -> Vec<Mark> {
    numbered(query::implementation(snapshot, at, &CancelToken::new()).expect("nobody cancels"))
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Read => "r",
        Role::Write => "w",
        Role::Declaration => "d",
        Role::Definition => "f",
    }
}

/// The answers of `references`: `r`ead, `w`ritten, `d`eclared or de`f`ined.
pub(crate) fn references(snapshot: &Snapshot, at: At) -> Vec<Mark> {
    let found = query::references(snapshot, at, true, &CancelToken::new()).expect("nobody cancels");
    found.into_iter().map(|found| (found.file, found.range, role(found.role).to_owned())).collect()
}

/// The answers of `highlights`, likewise.
pub(crate) fn highlights(snapshot: &Snapshot, at: At) -> Vec<Mark> {
    let found = query::highlights(snapshot, at);
    found.into_iter().map(|(range, found)| (at.file, range, role(found).to_owned())).collect()
}
