//! Parsing after an edit gives the tree of parsing from scratch.
//!
//! Random edits are applied one after the other, each to the text and to the tree. Whenever the
//! text is free of syntax errors the two trees, and the facts built from them, must be equal. For
//! broken text tree-sitter promises less: its recovery may depend on the parts of the old tree that
//! it reuses. There both must find errors, and the next sound text must be equal again.

use proptest::prelude::*;
use rholang_engine::syntax::{SyntaxParser, SyntaxTree, TextEdit};
use rholang_engine::text::TextRange;
use rholang_engine::{Analyzer, LanguageId};

const RHOLANG: &str = r#"// A cell with a lock.
new cell, lock(`rho:io:stdout`), return in {
  contract cell(@"get", ret, ...@rest) = {
    for (@value <<- lock; @_ <- cell & x, y <= lock where value > 1) {
      match [value, rest] {
        [1, {"k": v ...tail}] => { ret!(v + -2 * 3, tail.get("k")) }
        _ /\ ~Nil => Nil
      }
    }
  } |
  let @a <- 1; b = "te\"xt" in { @{a | *return}!!(b ++ "é🦀", {| a, b |}, (a,)) } |
  if (true or not false) { cell!?(*return); Nil } else { for (r <- cell!?("get")) { r!(1.5, 2n) } }
}
"#;

const METTA: &str = r#"; Kinship.
(: parent (-> Symbol Symbol))
(parent Tom Bob)
(= (fact $n) (if (== $n 0) 1 (* $n (fact (- $n 1)))))
!(let* (($x 1) ($y "te\"xt é🦀")) (match &self (parent $x $y) ($y $x)))
! (fact 5) ; five
(= (case-of $z) (case $z ((1 one) ($_ many))))
"#;

/// An edit as fractions of the text at hand, so that it fits any text.
#[derive(Clone, Debug)]
struct RandomEdit {
    start: f64,
    length: usize,
    text: String,
}

fn random_edits(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<RandomEdit>> {
    let edit = (0.0..1.0, prop_oneof![Just(0), Just(1), 0..12_usize], prop::sample::select(pieces))
        .prop_map(|(start, length, text)| RandomEdit { start, length, text: text.to_owned() });
    prop::collection::vec(edit, 1..12)
}

const RHOLANG_PIECES: &[&str] = &[
    "",
    "",
    "x",
    " ",
    "\n  ",
    " | Nil",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "\n",
    "// c\n",
    "/*",
    "*/",
    "é🦀",
    "for (",
    "!(1)",
    "new y in ",
    "1",
    " - 1",
    "@",
    "*",
    "[",
    "]",
    ",",
    ";",
    " => ",
    "{|",
    "|}",
    "`",
];
const METTA_PIECES: &[&str] = &[
    "", "", "x", " ", "\n  ", "(", ")", "!", "! ", "\"", "\n", "; c\n", "$v", "é🦀", "(f $x)", " ",
    "1.5", "\\",
];

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the value is a place in a short text"
)]
fn apply(text: &mut String, edit: &RandomEdit, tree: &mut SyntaxTree) {
    let start = (edit.start * text.len() as f64) as usize;
    let start = (0..=start).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let end = (start + edit.length).min(text.len());
    let end = (start..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let edit = TextEdit { range: TextRange::from_offsets(start..end), text: &edit.text };
    tree.edit(text, &edit);
    edit.apply(text);
}

fn check(language: LanguageId, source: &str, edits: &[RandomEdit]) {
    let grammar = language.language().grammar();
    let mut parser = SyntaxParser::new();
    let mut parse = |text: &str, old: Option<&SyntaxTree>| {
        parser.parse(&grammar, text, old, &mut || false).expect("the parse is not stopped")
    };
    let mut text = source.to_owned();
    let mut tree = parse(&text, None);
    assert!(!tree.has_errors(), "the sample parses");
    for edit in edits {
        apply(&mut text, edit, &mut tree);
        tree = parse(&text, Some(&tree));
        let scratch = parse(&text, None);
        assert_eq!(tree.has_errors(), scratch.has_errors(), "one parse finds errors in:\n{text}");
        if scratch.has_errors() {
            continue;
        }
        let outline = |tree: &SyntaxTree| tree.tree().root_node().to_sexp();
        assert_eq!(outline(&tree), outline(&scratch), "the trees differ for:\n{text}");
        let mut analyzer = Analyzer::new();
        let incremental = analyzer.facts(language, &text, &tree);
        let whole = analyzer.facts(language, &text, &scratch);
        let tables = |analysis: &rholang_engine::Analysis| format!("{:?}", analysis.facts.ir());
        assert_eq!(tables(&incremental), tables(&whole), "the facts differ for:\n{text}");
        let findings = |analysis: &rholang_engine::Analysis| format!("{:?}", analysis.diagnostics);
        assert_eq!(findings(&incremental), findings(&whole), "the findings differ for:\n{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn rholang_after_edits_is_rholang_from_scratch(edits in random_edits(RHOLANG_PIECES)) {
        check(LanguageId::Rholang, RHOLANG, &edits);
    }

    #[test]
    fn metta_after_edits_is_metta_from_scratch(edits in random_edits(METTA_PIECES)) {
        check(LanguageId::Metta, METTA, &edits);
    }
}

#[test]
fn an_edit_of_several_lines_keeps_points_right() {
    let grammar = LanguageId::Rholang.language().grammar();
    let mut parser = SyntaxParser::new();
    let mut text = "new x in {\n  x!(1) |\n  x!(2)\n}\n".to_owned();
    let mut tree = parser.parse(&grammar, &text, None, &mut || false).expect("parses");
    let edit = TextEdit { range: TextRange::new(13, 23), text: "x!(\n    1\n  ) |\n  " };
    tree.edit(&text, &edit);
    edit.apply(&mut text);
    let tree = parser.parse(&grammar, &text, Some(&tree), &mut || false).expect("parses");
    let end = tree.tree().root_node().end_position();
    assert_eq!((end.row, end.column), (text.lines().count(), 0));
}
