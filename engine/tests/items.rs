//! The analysis of an edited item gives what the analysis of the whole text gives.
//!
//! Random edits are applied one after the other. Each text is analysed by what is known of the text
//! before it and from nothing, and the two must say the same: all rows, and all findings.

#[path = "support/facts.rs"]
mod facts;
#[path = "support/soundness.rs"]
mod soundness;

use expect_test::expect;
use proptest::prelude::*;
use rholang_engine::languages::Variant;
use rholang_engine::region::HOLE;
use rholang_engine::{Analysis, Analyzer, LanguageId};

const RHOLANG: &str = r#"// A cell with a lock.
new cell, lock(`rho:io:stdout`), return, unused in {
  contract cell(@"get", ret, ...@rest) = {
    // What it does.
    for (@value <<- lock; @_ <- cell & x, y <= lock where value > 1) {
      match [value, rest] {
        [1, {"k": v ...tail}] => { ret!(v + -2 * 3, tail.get("k")) | x!(y) }
        _ /\ ~Nil => Nil
        1 => { new z in { z!(1) | for (_ <- z) { Nil } } }
      }
    }
  } |
  contract @"other"(x) = { x!(*x) | cell!("get", *return, 1) | new cell in { cell!(1) } } |
  let @a <- 1; b = { new q in { q!(2) } } in { @{a | *return}!!(b ++ "é🦀", {| a, b |}, (a,)) } |
  if (true or not false) { cell!?(*return); { Nil | Nil } } else { for (r <- cell!?("get")) { r!(1.5, 2n) } } |
  new a, b in { a!(1, 2) | for (x, y <- a) { b!(*x) } | for (z <= b) { z!() } } |
  agent A { constructor(n) { n!(1) } | method m(k) { return!(k) } | default(@m) { Nil } } |
  /* between */ lock!("done") // last
}
"#;

const METTA: &str = r#"; Kinship.
(: parent (-> Symbol Symbol))
(parent Tom Bob)
(= (fact $n) (if (== $n 0) 1 (* $n (fact (- $n 1)))))
!(import! &kin kin)
(: Person Type)
(= (twice $f $x) ($f ($f $x))) (= (twice $x) $x)
!(let* (($x 1) ($y "te\"xt é🦀")) (match &self (parent $x $y) ($y $x)))
! (fact 5) ; five
(= (case-of $z) (case $z ((1 one) ($_ many))))
!(facd 3)
(@doc fact (@desc "Multiplies"))
"#;

/// Parts that say something about each other: channels with several ends, names that are used or not.
const RHOLANG_NAMES: &str = r#"new a, b, c, out(`rho:io:stdout`), log(`rho:io:stdlog`) in {
  a!(1) | for (x <- a) { b!(*x, 2) | out!("x") } |
  contract b(@y) = { c!(y) | out!("x", "y") } |
  for (@y, @z <- b) { c!(y + z) | a!(z, y) } | c!() | {{ a }} |
  { new a, e in { a!(1, 2) | for (x, y, z <- a) { x!(*y) | e!(1) } | c!(*a) } } |
  for (_ <- c) { Nil } | {{ b | { c } }} |
  let u = 1; w = 2 in { a!(u) | { new a in { a!(w) } } } |
  contract c(x, ...@more) = { match more { [m] => { x!(m) } [m, ...n] => { x!(n) } } }
}
"#;

/// Forms that say something about each other: types, clauses, documentation, spaces.
const METTA_NAMES: &str = r#"(: size (-> Atom Number))
(= (size $x) (let $y $x 1))
(= (size $x $y) 2)
!(size (+ 1 "a") 2)
!(+ (size 1) "b")
(: Size Type) (: one Size)
(: small (-> number Bool)) (: large (-> Size string))
(@doc size (@desc "d") (@params ((@param "a") (@param "b"))))
(@doc only (@desc "nothing else"))
!(bind! &base (new-space))
!(add-atom &base (only one))
!(match &other ($x) $x)
(= (query $v) (match &other ($v) (size $v)))
!(prinltn! (size 1)) !(prinltn! (twice 1 2))
(println! "x") // (println! "y") &other
(= (size $a) (let $b $a 1))
(= (twice $f) ($f (: small Number)))
(= (twice $g) ($g (: small Number)))
(= one 1) (= one 1) (= ((curried $x) $y) (size $x)) (= ((curried $p) $q) (size $p))
!(filter-atom (1 2) $v (size $v))
!(twice (size 1 2 3))
"#;

/// An edit as fractions of the text at hand, so that it fits any text.
#[derive(Clone, Debug)]
struct RandomEdit {
    start: f64,
    length: usize,
    text: &'static str,
}

/// The length of an edit that replaces the word at its place.
const WORD: usize = usize::MAX;

/// Edits of pieces, and of words.
fn mixed_edits(
    pieces: &'static [&'static str],
    words: &'static [&'static str],
) -> impl Strategy<Value = Vec<RandomEdit>> {
    let of_words = (0.0..1.0, prop::sample::select(words)).prop_map(|(start, text)| RandomEdit {
        start,
        length: WORD,
        text,
    });
    let of_pieces =
        (0.0..1.0, prop_oneof![2 => Just(0), 1 => 0..12_usize], prop::sample::select(pieces))
            .prop_map(|(start, length, text)| RandomEdit { start, length, text });
    prop::collection::vec(prop_oneof![3 => of_words, 1 => of_pieces], 1..20)
}

const RHOLANG_WORDS: &[&str] = &[
    "a",
    "b",
    "c",
    "d",
    "x",
    "y",
    "z",
    "_",
    "out",
    "log",
    "1",
    "u",
    "more",
    "é",
    "'q",
    "rho:io:stdout",
];
const METTA_WORDS: &[&str] = &[
    "size",
    "Size",
    "only",
    "small",
    "one",
    "twice",
    "query",
    "&base",
    "&other",
    "&self",
    "Atom",
    "Number",
    "number",
    "String",
    "Variable",
    "%Undefined%",
    "->",
    ":",
    ":<",
    "=",
    "@doc",
    "bind!",
    "import!",
    "println!",
    "prinltn!",
    "println",
    "+",
    "if",
    "let",
    "match",
    "1",
    "\"s\"",
    "$x",
    "$y",
    "$_",
    "!",
    "//",
    "a.b",
    "Type",
    "Error",
    "superpose",
    "é",
    "curried",
];

fn random_edits(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<RandomEdit>> {
    let length = prop_oneof![3 => Just(0), 2 => Just(1), 1 => 0..12_usize];
    let edit = (0.0..1.0, length, prop::sample::select(pieces))
        .prop_map(|(start, length, text)| RandomEdit { start, length, text });
    prop::collection::vec(edit, 1..20)
}

const RHOLANG_PIECES: &[&str] = &[
    "",
    "",
    "x",
    "y",
    " ",
    "\n  ",
    " | Nil",
    "| x!(1)",
    "Nil | ",
    "{",
    "}",
    "{}",
    "\"",
    "// c\n",
    "/*",
    "/* c */",
    "//",
    "é",
    "!(1)",
    "new y in ",
    "new a in { a!(1) } | ",
    "1",
    " - 1",
    "@",
    "*",
    ", 2",
    "#!",
    "{%",
    "for (y <- x) { y!(1) } | ",
    "contract z(@a, b) = { b!(a) } | ",
    "|",
    "/",
    "`rho:io:stderr`",
    "bundle+ { x } | ",
    " ret",
    "{{ a }} | ",
    "{{ b | x }} | ",
    "{% if %}",
    "agent B { constructor() { Nil } } | ",
    "let u = 1; w = 2 in { x!(u) } | ",
    "_",
    "~",
    "match x { 1 => { y!(2) } } | ",
];
const METTA_PIECES: &[&str] = &[
    "",
    "",
    "x",
    " ",
    "\n  ",
    "(",
    ")",
    "()",
    "!",
    "! ",
    "\"",
    "\"s\"",
    "\n",
    "; c\n",
    ";",
    "$v",
    "é🦀",
    "(f $x)",
    "1.5",
    "\\",
    " $n",
    "fact",
    "(= (g $x) $y)",
    "(: g (-> Number Number))",
    "Type",
    "!(bind! t 1)",
    "#",
    "!(bind! &other 1)\n",
    "!(match &other $x (prinltn! $x))\n",
    "(: size Number)",
    "(: twice (-> Variable Atom))\n",
    "(= (size $x) 1)",
    "(@doc twice (@desc \"d\"))\n",
    "(= one 1)",
];

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the value is a place in a short text"
)]
fn edited(text: &str, edit: &RandomEdit) -> String {
    let boundary = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = boundary((edit.start * text.len() as f64) as usize);
    if edit.length == WORD {
        let is_end = |c: char| c.is_whitespace() || "(){}!*@,;|`".contains(c);
        let start = text[..start].rfind(is_end).map_or(0, |last| boundary(last) + 1);
        let start = (start..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let end = text[start..].find(is_end).map_or(text.len(), |length| start + length);
        return format!("{}{}{}", &text[..start], edit.text, &text[end..]);
    }
    let end = boundary((start + edit.length).min(text.len())).max(start);
    format!("{}{}{}", &text[..start], edit.text, &text[end..])
}

/// Applies edits, and takes back those that break the text, so that there is always an analysis to
/// follow. Returns how often an item alone was analysed.
fn check(language: impl Into<Variant>, source: &str, edits: &[RandomEdit]) -> usize {
    let language = language.into();
    let mut analyzer = Analyzer::new();
    let mut text = source.to_owned();
    let mut analysis = analyzer.analyze(language, &text);
    let mut items = 0;
    for edit in edits {
        let new = edited(&text, edit);
        let whole = analyzer.analyze(language, &new);
        let item = analyzer.analyze_item(language, &new, (&text, &analysis));
        if let Some(item) = item {
            let written = |analysis: &Analysis| facts::written(analysis, &new);
            let (item_rows, whole_rows) = (written(&item), written(&whole));
            if item_rows != whole_rows {
                let lines = item_rows.lines().zip(whole_rows.lines());
                let differing = lines.into_iter().find(|(item, whole)| item != whole);
                panic!("after {edit:?} of\n{text}\nto\n{new}\n{differing:#?}");
            }
            items += 1;
            (text, analysis) = (new, item);
        } else if whole.is_sound() {
            (text, analysis) = (new, whole);
        } else if let Some(item) = analyzer.analyze_broken_item(language, &new, (&text, &analysis))
        {
            assert!(!item.is_sound(), "no error after {edit:?} of\n{text}\nto\n{new}");
            soundness::assert_sound(language.language, &new, &item);
        }
    }
    items
}

/// Whether a text is read to its end. Whether a broken one is a template depends on where the error ends.
fn is_whole(analysis: &Analysis) -> bool {
    analysis.is_sound() && !analysis.diagnostics.iter().any(|found| found.code.is_alone)
}

/// Breaks a text with several edits, each on top of the others, and mends it.
fn check_broken(language: LanguageId, source: &str, edits: &[RandomEdit]) {
    let mut analyzer = Analyzer::new();
    let analysis = analyzer.analyze(language, source);
    let before = Some((source, &analysis));
    let mut text = source.to_owned();
    for edit in edits {
        text = edited(&text, edit);
        let (after, _) = analyzer.analyze_after(language, &text, before, None);
        let whole = analyzer.analyze(language, &text);
        assert_eq!(is_whole(&after), is_whole(&whole), "after {edit:?}:\n{text}");
        soundness::assert_sound(language, &text, &after);
        if is_whole(&whole) {
            assert_eq!(facts::written(&after, &text), facts::written(&whole, &text), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn rholang_items_are_those_of_the_whole(edits in random_edits(RHOLANG_PIECES)) {
        check(LanguageId::Rholang, RHOLANG, &edits);
    }

    #[test]
    fn findings_about_several_rholang_items_are_those_of_the_whole(
        edits in mixed_edits(RHOLANG_PIECES, RHOLANG_WORDS)
    ) {
        check(LanguageId::Rholang, RHOLANG_NAMES, &edits);
    }

    #[test]
    fn findings_about_several_metta_items_are_those_of_the_whole(
        edits in mixed_edits(METTA_PIECES, METTA_WORDS)
    ) {
        check(LanguageId::Metta, METTA_NAMES, &edits);
    }

    #[test]
    fn findings_in_embedded_metta_are_those_of_the_whole(
        edits in mixed_edits(METTA_PIECES, METTA_WORDS),
        hole in prop::option::of(0..METTA_NAMES.len())
    ) {
        let mut source = METTA_NAMES.to_owned();
        if let Some(hole) = hole.filter(|&hole| source.is_char_boundary(hole)) {
            source.insert(hole, HOLE);
        }
        check(Variant::embedded(LanguageId::Metta), &source, &edits);
    }

    #[test]
    fn broken_rholang_is_broken(edits in random_edits(RHOLANG_PIECES)) {
        check_broken(LanguageId::Rholang, RHOLANG, &edits);
    }

    #[test]
    fn broken_metta_is_broken(edits in random_edits(METTA_PIECES)) {
        check_broken(LanguageId::Metta, METTA, &edits);
    }

    #[test]
    fn metta_items_are_those_of_the_whole(edits in random_edits(METTA_PIECES)) {
        check(LanguageId::Metta, METTA, &edits);
    }
}

/// Whether an item is enough when something is inserted at the `¦` of a program.
#[track_caller]
fn is_item_of(language: LanguageId, marked: &str, insertion: &str) -> bool {
    let (before, after) = marked.split_once('¦').expect("the place is marked");
    let text = format!("{before}{after}");
    let new = format!("{before}{insertion}{after}");
    let mut analyzer = Analyzer::new();
    let analysis = analyzer.analyze(language, &text);
    analyzer.analyze_item(language, &new, (&text, &analysis)).is_some()
}

#[test]
fn what_is_an_item_of_rholang() {
    let rest =
        "| x!(4) | contract long(a, b, c, d) = { a!(*b, *c, *d) | a!(\"longer than others\") } }";
    let is_item = |marked: &str, insertion: &str| {
        is_item_of(LanguageId::Rholang, &format!("{marked} {rest}"), insertion)
    };
    // What stands between braces, however it changes.
    assert!(is_item("new x in { for (_ <- x) { x!(1¦) }", "2"));
    assert!(is_item("new x in { for (_ <- x) { ¦x!(1) }", "x!(2) | "));
    assert!(is_item("new x in { for (_ <- x) { x!(1) /* c */¦ }", " | x!(2)"));
    // One of several, with its head.
    assert!(is_item("new x in { contract x(a¦) = { Nil }", ", b"));
    assert!(is_item("new x in { x!(1¦)", ", 2"));
    // Several in the place of one, and one more between two.
    assert!(is_item("new x in { x!(1)¦", " | x!(2)"));
    assert!(is_item("new x in { x!(1) | ¦ x!(3)", "x!(2) | "));
    assert!(!is_item("new x in { x!(1) | ¦ x!(3)", "{ x!(2) |"));
    // Braces around one of several belong to it.
    assert!(is_item("new x in { x!(1) | ¦{ x!(3) }", "x!(2) | "));
    assert!(!is_item("new x in { x!(1) | { ¦ } x!(3) }", "}"));
    assert!(!is_item("new x in { x!(1) | ¦{{ x!(2) | { x!(3) } }}", "}"));
    // What stands before a body.
    assert!(is_item("new x¦ in { x!(1)", ", y"));
    assert!(is_item("new x in {{ contract x(¦) = {{ Nil }} }", "a"));
    assert!(!is_item("new x¦ in { x!(1)", " in { Nil } |"));
    assert!(!is_item("¦new x in { x!(1)", "contract"));
    // What is outside.
    assert!(!is_item("match 1 ¦{ x => { x!(1)", "+ 2 "));
    // What the rest is read as.
    assert!(!is_item("new x in { x!(1) ¦", "/* "));
    assert!(!is_item("new x in { for (_ <- x) { x!(1)¦ }", " //"));
    assert!(!is_item("new x in { for (_ <- x) { x!(1)¦ }", "{"));
    // Comments that say what is not to be reported.
    assert!(!is_item("new x in { /* ¦ */ for (_ <- x) { x!(1) }", "rholang-ls: allow(x)"));
}

#[test]
fn what_is_an_item_of_metta() {
    let rest = "\n(short)\n(= (long $a $b $c) (and as (long as (the $others $a $b $c))))";
    let is_item = |marked: &str, insertion: &str| {
        is_item_of(LanguageId::Metta, &format!("{marked} {rest}"), insertion)
    };
    assert!(is_item("(= (f $x) $x¦)", "y"));
    assert!(is_item("(= (f $x) ¦$x)", "(g) "));
    assert!(is_item("!(f¦ 1)", "g"));
    assert!(is_item("!(f 1)¦", "(g)"));
    assert!(is_item("(f 1)\n¦\n(g 1)", "word ; and a comment"));
    assert!(!is_item("(f 1¦)", "("));
    assert!(!is_item("(f 1¦)", ";"));
    assert!(is_item("(f 1) name¦", "s"));
    // Words at the beginning and at the end, and comments.
    assert!(is_item("name¦", "s"));
    assert!(is_item("¦; c\n", "; b"));
    assert!(is_item("¦", "(f 1) name "));
    assert!(!is_item("¦", "\""));
    let at_end = |insertion: &str| {
        let before = format!("{rest}\n(f 1)\n{rest}\n(g 2) name¦");
        is_item_of(LanguageId::Metta, &before, insertion)
    };
    assert!(at_end("s"));
    assert!(at_end(" ; comment"));
    assert!(at_end(" (h 3)"));
    assert!(!at_end(" (h 3"));
}

#[test]
fn most_edits_of_an_item_are_items() {
    let edits: Vec<RandomEdit> = (0..200)
        .map(|place| RandomEdit { start: f64::from(place) / 200.0, length: 0, text: " " })
        .collect();
    assert!(check(LanguageId::Rholang, RHOLANG, &edits) > 100);
    assert!(check(LanguageId::Metta, METTA, &edits) > 100);
}

#[test]
fn errors_stay_in_their_item() {
    let rest = " | contract long(a, b) = { a!(*b) | b!(\"as long as the others\", *a) } }";
    let findings = |before: &str, insertion: &str, after: &str| {
        let after = format!("{after}{rest}");
        let (text, new) = (format!("{before}{after}"), format!("{before}{insertion}{after}"));
        let mut analyzer = Analyzer::new();
        let analysis = analyzer.analyze(LanguageId::Rholang, &text);
        let after =
            analyzer.analyze_after(LanguageId::Rholang, &new, Some((&text, &analysis)), None);
        let found = after
            .0
            .diagnostics
            .iter()
            .map(|found| format!("{} {:?}", found.code.name, found.range.of(&new)));
        found.collect::<Vec<String>>().join("; ")
    };
    let before = "new x, long in { for (_ <- x) { x!(1)";
    expect![[r#"syntax-unclosed-delimiter "(""#]].assert_eq(&findings(before, " | (", " }"));
    expect![[r#"syntax-unclosed-delimiter "{""#]].assert_eq(&findings(before, " | { x!(2)", " }"));
    expect![[r#"syntax-unexpected-closer "}""#]].assert_eq(&findings(before, " }", " }"));
    expect![[r#"syntax-unclosed-string "\"""#]].assert_eq(&findings(before, " | \"", " }"));
    expect![[r#"syntax-unclosed-delimiter "(""#]].assert_eq(&findings(before, " | for (", " }"));
    // Neither do errors of a head lose what stands behind it.
    let before = "new x, long";
    let after = " in { for (_ <- x) { x!(1) }";
    expect![[r#"syntax-unexpected "1""#]].assert_eq(&findings(before, ", 1", after));
    expect![[r#"syntax-unexpected "y""#]].assert_eq(&findings(before, " y", after));
    expect![[r#"syntax-unclosed-delimiter "(""#]].assert_eq(&findings(before, "(", after));
    let before = "new x, long in { for (_ <- x) { x!(1)";
    // A comment that has no end is no syntax error of the item.
    expect![[r#"syntax-unclosed-comment "/*"; syntax-missing """#]]
        .assert_eq(&findings(before, " /*", " }"));
}
