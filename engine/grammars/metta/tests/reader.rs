//! Compares the tokens of the grammar with an independent reader written from the description of hyperon's reader.

use std::ops::Range;

use proptest::prelude::*;
use tree_sitter::{Node, Parser, Tree};

/// A token: its node kind and its bytes.
type Token<'a> = (&'a str, Range<usize>);

/// What the reader found.
struct Reading {
    tokens: Vec<Token<'static>>,
    /// The places of closing brackets that close nothing.
    stray: Vec<usize>,
    /// How many expressions are still open at the end.
    open: usize,
    unclosed_string: bool,
}

impl Reading {
    fn is_complete(&self) -> bool {
        self.stray.is_empty() && self.open == 0 && !self.unclosed_string
    }
}

/// Reads `text` as hyperon's reader does, but goes on after a stray bracket.
fn read(text: &str) -> Reading {
    let mut reading =
        Reading { tokens: Vec::new(), stray: Vec::new(), open: 0, unclosed_string: false };
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let rest = &text[start..];
        let until = |ends: &dyn Fn(char) -> bool| rest.find(ends).unwrap_or(rest.len());
        let ends_variable = |c: char| c.is_whitespace() || c == '(' || c == ')';
        let (kind, length) = match first {
            ';' => ("comment", until(&|c| c == '\n')),
            '$' => ("variable", until(&ends_variable)),
            '(' => ("(", 1),
            ')' => (")", 1),
            '"' => match string_length(rest) {
                Some(length) => ("string_literal", length),
                None => {
                    reading.unclosed_string = true;
                    break;
                }
            },
            space if space.is_whitespace() => ("", space.len_utf8()),
            _ => {
                let length = until(&|c| ends_variable(c) || c == ';');
                (word_kind(&rest[..length], reading.open == 0), length)
            }
        };
        match kind {
            "(" => reading.open += 1,
            ")" if reading.open == 0 => reading.stray.push(start),
            ")" => reading.open -= 1,
            _ => {}
        }
        if !kind.is_empty() {
            reading.tokens.push((kind, start..start + length));
        }
        start += length;
    }
    reading
}

/// The length of the string that starts `text`, or nothing when no quote closes it.
fn string_length(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    while let Some((offset, c)) = chars.next() {
        match c {
            '"' => return Some(offset + 1),
            '\\' => drop(chars.next()?),
            _ => {}
        }
    }
    None
}

fn word_kind(word: &str, at_top_level: bool) -> &'static str {
    let unsigned = word.strip_prefix(['-', '+']).unwrap_or(word);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_decimal =
        |text: &str| text.split_once('.').is_some_and(|(a, b)| is_number(a) && is_number(b));
    let is_scientific = || {
        unsigned.split_once(['e', 'E']).is_some_and(|(mantissa, exponent)| {
            let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            (is_number(mantissa) || is_decimal(mantissa)) && is_number(exponent)
        })
    };
    match word {
        "!" if at_top_level => "!",
        "True" | "False" => "boolean_literal",
        _ if is_number(unsigned) => "integer_literal",
        _ if is_decimal(unsigned) || is_scientific() => "float_literal",
        _ => "symbol",
    }
}

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_metta::LANGUAGE.into()).expect("the language loads");
    parser.parse(text, None).expect("parsing was not cancelled")
}

/// The leaves of `tree` that cover text.
fn leaves(tree: &Tree) -> Vec<Token<'_>> {
    let mut leaves = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node: Node<'_> = cursor.node();
        if cursor.goto_first_child() {
            continue;
        }
        if !node.byte_range().is_empty() {
            leaves.push((node.kind(), node.byte_range()));
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return leaves;
            }
        }
    }
}

/// Checks that the grammar sees the tokens that the reader sees.
fn check(text: &str) {
    let reading = read(text);
    let tree = parse(text);
    assert_eq!(tree.root_node().has_error(), !reading.is_complete(), "error state of {text:?}");
    if reading.is_complete() {
        // A file without any token is a leaf of the tree itself.
        let found = leaves(&tree).into_iter().filter(|(kind, _)| *kind != "source_file");
        assert_eq!(found.collect::<Vec<_>>(), reading.tokens, "tokens of {text:?}");
    } else if !reading.unclosed_string {
        // After damage the depth is a guess, so an exclamation mark may be taken for either kind.
        let found: Vec<_> = leaves(&tree).into_iter().map(|(_, span)| span).collect();
        let expected: Vec<_> = reading.tokens.into_iter().map(|(_, span)| span).collect();
        assert_eq!(found, expected, "token spans of {text:?}");
    }
}

/// Makes the structure of `text` complete and keeps its tokens as far as possible.
fn completed(mut text: String) -> String {
    for place in read(&text).stray {
        text.replace_range(place..place + 1, " ");
    }
    if read(&text).unclosed_string {
        // The letter takes the place of an escaped character when the text ends in a backslash.
        text.push_str("x\"");
    }
    let open = read(&text).open;
    // The line feed ends a comment.
    text + "\n" + &")".repeat(open)
}

/// Pieces that meet every boundary of the reader, among them every white space character.
const PIECES: &[&str] = &[
    "(",
    ")",
    "(",
    ")",
    "(",
    ")",
    ";",
    "\"",
    "\"",
    "$",
    "!",
    "!",
    " ",
    " ",
    "\n",
    "\\",
    "\r",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{a0}",
    "\u{1680}",
    "\u{2000}",
    "\u{2003}",
    "\u{200a}",
    "\u{2028}",
    "\u{2029}",
    "\u{202f}",
    "\u{205f}",
    "\u{3000}",
    "\u{200b}",
    "\u{feff}",
    "\u{1c}",
    "\u{1f}",
    "\u{1}",
    "\u{7f}",
    "\u{10ffff}",
    "0",
    "1",
    "9",
    ".",
    "e",
    "E",
    "+",
    "-",
    "True",
    "False",
    "T",
    "a",
    "=",
    "#",
    "@",
    "&",
    "'",
    "`",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "/",
    "%",
    "?",
    "λ",
    "→",
    "😀",
    "٣",
    "n;c",
    "$x;y",
    "a$b",
    "ab\"c",
    "!f",
    "!=",
    "1.5",
    "-7",
    "1e5",
];

fn any_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..60).prop_map(|pieces| {
        // tree-sitter skips a byte order mark at the very start of its input.
        pieces.concat().trim_start_matches('\u{feff}').to_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4096) })]

    #[test]
    fn tokens_of_any_text(text in any_text()) {
        check(&text);
    }

    #[test]
    fn tokens_of_complete_text(text in any_text()) {
        let text = completed(text);
        prop_assert!(read(&text).is_complete());
        check(&text);
    }
}

#[test]
fn every_character_has_its_class() {
    // The null character is left out: tree-sitter cannot tell it from the end of its input.
    for block in ('\u{1}'..=char::MAX).collect::<Vec<_>>().chunks(1 << 14) {
        let mut text = String::new();
        for &character in block.iter().filter(|c| !"()\"".contains(**c)) {
            text.extend(['x', character, 'y', ' ', character, '\n', '$', character, '\n']);
        }
        let tree = parse(&text);
        assert!(!tree.root_node().has_error());
        assert!(leaves(&tree) == read(&text).tokens, "a class differs from {:?} on", block[0]);
    }
}

#[test]
fn own_samples() {
    for text in [
        "",
        "!",
        "! ",
        "(",
        ")",
        "\"",
        "$",
        ";",
        "ab\"c d\"",
        "\"a\"b",
        "\"a\"\"b\"",
        "\"a\\\"b\"",
        "\"a\\",
        "$x;note",
        "$a#b",
        "n;c",
        "! (f)",
        "!\n;c\n(f)",
        "(! (f))",
        "!\"a b\"",
        "!$x",
        "a(b)c",
        "1000$ a$b $\"",
        "2. .5 3d 5th 555-1234 -1+1j 1p +5 -5 1e5 1.5e-3",
        "(= (f $x) (g $x)\n(h)",
        "(a))\n(b)",
    ] {
        check(text);
    }
}

#[test]
fn a_byte_order_mark_is_skipped_at_the_start_only() {
    assert_eq!(leaves(&parse("\u{feff}!(f)"))[0], ("!", 3..4));
    assert_eq!(leaves(&parse("a\u{feff}b")), [("symbol", 0..5)]);
}
