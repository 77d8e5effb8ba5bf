//! The map between a virtual text and its host, against a list of characters.
//!
//! Random hosts are written piece by piece, and for each character of the virtual text it is noted
//! where in the host it comes from. The map has to tell the same.

#![expect(clippy::cast_possible_truncation, reason = "the texts are short")]

use proptest::prelude::*;
use rholang_engine::region::{HOLE, Part, SourceMap, decode, encode};
use rholang_engine::text::TextRange;

/// A character of a literal.
#[derive(Clone, Debug)]
enum Item {
    /// It stands for itself.
    Plain(char),
    /// An escape and what it stands for.
    Escape(&'static str, char),
}

#[derive(Clone, Debug)]
enum Piece {
    Literal(Vec<Item>),
    Hole(&'static str),
}

/// A character of the virtual text: what it is, and the host range it comes from.
#[derive(Clone, Copy, Debug)]
struct Source {
    character: char,
    host: TextRange,
    is_hole: bool,
}

struct Host {
    text: String,
    parts: Vec<Part>,
    sources: Vec<Source>,
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let escape = prop::sample::select(vec![
        ("\\n", '\n'),
        ("\\t", '\t'),
        ("\\r", '\r'),
        ("\\\"", '"'),
        ("\\\\", '\\'),
        ("\\65", 'A'),
        ("\\0", '\0'),
        ("\\233", 'é'),
        ("\\129408", '🦀'),
    ])
    .prop_map(|(written, meant)| Item::Escape(written, meant));
    let plain = prop::sample::select(vec!['a', '(', ')', ' ', '\n', '\r', ';', 'é', '→', '🦀'])
        .prop_map(Item::Plain);
    prop::collection::vec(prop_oneof![3 => plain, 1 => escape], 0..8)
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let hole = prop::sample::select(vec!["x", "f(1, é)", "(a ++ b)", "🦀"]).prop_map(Piece::Hole);
    let literal = items().prop_map(Piece::Literal);
    prop::collection::vec(prop_oneof![2 => literal, 1 => hole], 1..6)
}

fn host_of(pieces: &[Piece], glue: &str) -> Host {
    let mut host = Host { text: "send!(*é, ".to_owned(), parts: Vec::new(), sources: Vec::new() };
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            host.text.push_str(glue);
        }
        match piece {
            Piece::Hole(written) => {
                let start = host.text.len();
                host.text.push_str(written);
                let range = TextRange::from_offsets(start..host.text.len());
                host.parts.push(Part::Hole(range));
                host.sources.push(Source { character: HOLE, host: range, is_hole: true });
            }
            Piece::Literal(items) => {
                host.text.push('"');
                let content = host.text.len();
                for item in items {
                    let start = host.text.len();
                    let character = match item {
                        Item::Plain(character) => {
                            host.text.push(*character);
                            *character
                        }
                        Item::Escape(written, character) => {
                            host.text.push_str(written);
                            *character
                        }
                    };
                    let range = TextRange::from_offsets(start..host.text.len());
                    host.sources.push(Source { character, host: range, is_hole: false });
                }
                let range = TextRange::from_offsets(content..host.text.len());
                host.parts.push(Part::Literal(range));
                host.text.push('"');
            }
        }
    }
    host.text.push(')');
    host
}

/// The virtual range of each character.
fn virtual_ranges(sources: &[Source]) -> Vec<TextRange> {
    let mut end = 0;
    let next = |source: &Source| {
        let start = end;
        end += source.character.len_utf8();
        TextRange::from_offsets(start..end)
    };
    sources.iter().map(next).collect()
}

fn check_characters(host: &Host, map: &SourceMap, ranges: &[TextRange]) {
    for (source, &range) in host.sources.iter().zip(ranges) {
        if source.is_hole {
            assert_eq!(map.to_host(range.start), None);
            assert_eq!(map.host_range(range), None);
            assert_eq!(map.to_virtual(source.host.end - 1), None);
            assert_eq!(map.host_span(range), Some(source.host));
            continue;
        }
        assert_eq!(map.to_host(range.start), Some(source.host.start));
        assert_eq!(map.to_virtual(source.host.start), Some(range.start));
        assert_eq!(map.host_range(range), Some(source.host));
        assert_eq!(map.editable_range(range), Some(source.host));
        // A place inside an escape belongs to what the escape stands for.
        if source.host.len() > range.len() {
            for inside in source.host.start + 1..source.host.end {
                assert_eq!(map.to_virtual(inside), Some(range.start));
            }
        }
    }
}

fn check_ranges(host: &Host, map: &SourceMap, ranges: &[TextRange]) {
    for first in 0..ranges.len() {
        for last in first..ranges.len() {
            let range = TextRange::new(ranges[first].start, ranges[last].end);
            let sources = &host.sources[first..=last];
            let span = TextRange::new(sources[0].host.start, sources[last - first].host.end);
            let has_hole = sources.iter().any(|source| source.is_hole);
            assert_eq!(map.touches_hole(range), has_hole);
            assert_eq!(map.host_range(range), (!has_hole).then_some(span));
            assert_eq!(map.host_span(range), Some(span));
            let is_joined = sources.windows(2).all(|pair| pair[0].host.end == pair[1].host.start);
            let editable = (!has_hole && is_joined).then_some(span);
            assert_eq!(map.editable_range(range), editable);
        }
    }
}

/// Places between literals belong to no character; the end of a literal is the end of its last one.
fn check_gaps(host: &Host, map: &SourceMap) {
    let literals: Vec<TextRange> = host
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Literal(range) => Some(*range),
            Part::Hole(_) => None,
        })
        .collect();
    for offset in 0..host.text.len() as u32 {
        let in_literal = literals.iter().any(|range| range.start <= offset && offset <= range.end);
        assert_eq!(map.to_virtual(offset).is_some(), in_literal, "{offset} of {}", host.text);
    }
    for range in literals {
        let (start, end) = (map.to_virtual(range.start), map.to_virtual(range.end));
        let (start, end) = (start.expect("begins"), end.expect("ends"));
        assert!(start <= end);
        assert_eq!(map.host_range(TextRange::new(start, end)).map(TextRange::len), {
            if start == end { Some(0) } else { Some(range.len()) }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn each_character_maps_to_its_source_and_back(
        pieces in pieces(),
        glue in prop::sample::select(vec![" ++ ", "++", " ++ // c\n  ", "\n/* \"é\" */ ++\n"]),
    ) {
        let host = host_of(&pieces, glue);
        let (text, map) = decode(&host.text, &host.parts);
        let expected: String = host.sources.iter().map(|source| source.character).collect();
        prop_assert_eq!(&text, &expected);
        prop_assert_eq!(map.virtual_len() as usize, text.len());
        let ranges = virtual_ranges(&host.sources);
        check_characters(&host, &map, &ranges);
        check_ranges(&host, &map, &ranges);
        check_gaps(&host, &map);
        let extent = map.host_extent();
        prop_assert_eq!(extent.start, host.parts[0].range().start);
        prop_assert_eq!(extent.end, host.parts[host.parts.len() - 1].range().end);
    }

    #[test]
    fn foreign_offsets_have_no_answer(pieces in pieces(), offset in any::<u32>()) {
        let host = host_of(&pieces, " ++ ");
        let (text, map) = decode(&host.text, &host.parts);
        if offset as usize > text.len() {
            prop_assert_eq!(map.to_host(offset), None);
            prop_assert_eq!(map.host_range(TextRange::new(0, offset)), None);
            prop_assert_eq!(map.host_span(TextRange::new(0, offset)), None);
        }
        if offset as usize >= host.text.len() {
            prop_assert_eq!(map.to_virtual(offset), None);
        }
    }

    /// Replacing a range of the virtual text and replacing its host range come to the same.
    #[test]
    fn replacements_reach_the_virtual_text(
        pieces in pieces(),
        replacement in "[ab\"\\\\\\né🦀]{0,6}",
        (first, last) in (0..100_usize, 0..100_usize),
    ) {
        let host = host_of(&pieces, " ++ ");
        let (text, map) = decode(&host.text, &host.parts);
        let ranges = virtual_ranges(&host.sources);
        if ranges.is_empty() {
            return Ok(());
        }
        let (first, last) = (first % ranges.len(), last % ranges.len());
        let range = TextRange::new(ranges[first.min(last)].start, ranges[first.max(last)].end);
        let Some(edited) = map.editable_range(range) else { return Ok(()) };
        let mut new_host = host.text.clone();
        let written = encode(&replacement);
        new_host.replace_range(edited.as_usize(), &written);
        let moved = |offset: u32| {
            let grown = offset as usize + written.len();
            if offset >= edited.end { grown - edited.len() as usize } else { offset as usize }
        };
        let parts: Vec<Part> = host.parts.iter().map(|part| {
            let range = part.range();
            let range = TextRange::from_offsets(moved(range.start)..moved(range.end));
            match part {
                Part::Literal(_) => Part::Literal(range),
                Part::Hole(_) => Part::Hole(range),
            }
        }).collect();
        let mut new_text = text;
        new_text.replace_range(range.as_usize(), &replacement);
        prop_assert_eq!(decode(&new_host, &parts).0, new_text);
    }
}

#[test]
fn pieces_of_one_literal() {
    // `${..}` is a hole inside a literal.
    let host = "\"ab${k}cd\"";
    let parts = [
        Part::Literal(TextRange::new(1, 3)),
        Part::Hole(TextRange::new(3, 7)),
        Part::Literal(TextRange::new(7, 9)),
    ];
    let (text, map) = decode(host, &parts);
    assert_eq!(text, "ab\u{E000}cd");
    let back: Vec<Option<u32>> = (0..=10).map(|offset| map.to_virtual(offset)).collect();
    let place = Some;
    assert_eq!(
        back,
        [None, place(0), place(1), place(2), None, None, None, place(5), place(6), place(7), None]
    );
    assert_eq!(map.host_range(TextRange::new(0, 2)), Some(TextRange::new(1, 3)));
    assert_eq!(map.host_range(TextRange::new(0, 3)), None);
    assert_eq!(map.host_range(TextRange::new(2, 2)), Some(TextRange::new(3, 3)));
    assert_eq!(map.host_range(TextRange::new(5, 5)), Some(TextRange::new(7, 7)));
    assert_eq!(map.host_range(TextRange::new(7, 7)), Some(TextRange::new(9, 9)));
    assert_eq!(map.host_range(TextRange::new(3, 3)), None);
}

#[test]
fn an_empty_literal_is_a_place() {
    let (text, map) = decode("f(\"\")", &[Part::Literal(TextRange::new(3, 3))]);
    assert_eq!(text, "");
    assert_eq!(map.to_virtual(3), Some(0));
    assert_eq!(map.to_host(0), Some(3));
    assert_eq!(map.host_range(TextRange::new(0, 0)), Some(TextRange::new(3, 3)));
    assert_eq!(map.to_virtual(2), None);
    assert_eq!(map.to_virtual(4), None);
}

/// A list of a hundred thousand parts is built and searched in no time; the limit is far above what
/// linear work takes, and far below that of quadratic work.
#[test]
fn large_maps_take_linear_time() {
    let start = std::time::Instant::now();
    let host = "\"\\n\"".repeat(100_000);
    let parts: Vec<Part> = (0..100_000)
        .map(|part| part * 4)
        .flat_map(|start| {
            [
                Part::Literal(TextRange::new(start + 1, start + 3)),
                Part::Hole(TextRange::new(start + 3, start + 4)),
            ]
        })
        .collect();
    let (text, map) = decode(&host, &parts);
    for (offset, character) in text.char_indices() {
        let offset = offset as u32;
        assert_eq!(map.to_host(offset).is_none(), character == HOLE);
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(5));
}
