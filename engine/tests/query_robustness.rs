//! Queries about texts that nobody writes.

mod support;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rholang_engine::query::{self, CancelToken};
use rholang_engine::text::TextRange;
use rholang_engine::{At, FileId};

use support::workspace::Fixture;

const METTA: &str = r#"; Lists
!(import! &self lib)
!(import! kb "lib.metta")
!(bind! &s (new-space))
(@doc len (@desc "Length") (@params ((@param "ö"))) (@return "n"))
(: len (-> (List $t) Number))
(= (len Nil) 0)
(= (len (Cons $h $t)) (+ 1 (len $t)))
(= ((curry $f) $x) (let* (($y $x) (($a . $b) ($f $y))) ($a $b)))
(= ($f x) (case $f ((1 one) ($other (unify $other $x (foo) bar)))))
(parent Töm "Böb" 1.5 True)
!(match &self (, (parent $x $y) (parent $y $z)) (chain $x $v ($v &kb)))
!(map-atom (1 2) $i (len (Cons $i Nil)))
"#;

const LIBRARY: &str = "\n//- lib.metta\n(: Nil (List $t))\n(= (foo) (len Nil))\n(len 1)\n";

const RHOLANG: &str = r#"// A cell.
new cell, out(`rho:io:stdout`), compile(`rho:metta:compile`), @{"röt"} in {
  compile!(*out, "(= (f $x) ; ö
    (g \"$x\" $x))" ++ *cell ++ "!(f \\"
" ++ "(h (f 1))") |
  contract cell(@"get", ret /* where */) = { ret!(1) } |
  contract cell(@"set", @value, ...@rest) = { @"shared"!(value, [1, {"a": *out}]) } |
  for (@x, _ <- @"shared"; y <= cell & @{z /\ Int} <<- out where x > 1) {
    match (x, *y) { (1, [a ...b]) => out!(a ++ b) "ß" => Nil _ => { z!?(1); Nil } }
  } |
  let @a <- 1; b = 2 in { bundle+{*cell}!(a.nth(b)) } |
  agent cell { constructor(q) { Nil } | method m(r) { return!(r) } | default() { Nil } }
}
"#;

const RHOLANG_LIBRARY: &str = "\n//- lib.rho\nfor (@v <- @\"shared\") { @\"shared\"!(v) }\n";

/// Asks everything at one place.
fn ask(fixture: &Fixture, at: At) -> Result<(), TestCaseError> {
    let (snapshot, cancel) = (&fixture.snapshot, &CancelToken::new());
    let is_sound = |file: FileId, range: TextRange| {
        let text = snapshot.file(file).expect("the file is there").text().content();
        text.get(range.as_usize()).is_some()
    };
    for find in [query::definition, query::declaration, query::implementation] {
        for link in find(snapshot, at, cancel).expect("nobody cancels") {
            prop_assert!(is_sound(link.file, link.name) && link.range.covers(link.name));
            prop_assert!(is_sound(at.file, link.origin) && is_sound(link.file, link.range));
        }
    }
    let references = query::references(snapshot, at, true, cancel).expect("nobody cancels");
    let highlights = query::highlights(snapshot, at);
    let here: Vec<TextRange> =
        references.iter().filter(|found| found.file == at.file).map(|found| found.range).collect();
    let highlighted: HashSet<TextRange> = highlights.iter().map(|&(range, _)| range).collect();
    for found in &references {
        prop_assert!(is_sound(found.file, found.range));
    }
    // What is highlighted is what is referred to in the same file.
    prop_assert!(here.iter().all(|range| highlighted.contains(range)), "{:?}", at);
    if let Ok(target) = query::prepare_rename(snapshot, at) {
        prop_assert!(is_sound(at.file, target.range));
        for name in ["fresh", "", "len", "a b", "$y", "\u{e9}"] {
            for edits in query::rename(snapshot, at, name, cancel).unwrap_or_default() {
                let mut end = 0;
                for (range, _) in edits.edits {
                    prop_assert!(is_sound(edits.file, range) && end <= range.start);
                    end = range.end;
                }
            }
        }
    }
    let selection = query::selection_ranges(snapshot, at);
    for (index, range) in selection.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| selection[before]);
        prop_assert!(is_sound(at.file, *range) && !range.is_empty());
        prop_assert!(before.is_none_or(|before| range.covers(before) && before != *range));
    }
    if let Some(hover) = query::hover(snapshot, at, cancel).expect("nobody cancels") {
        prop_assert!(is_sound(at.file, hover.range) && !hover.blocks.is_empty());
    }
    Ok(())
}

/// Asks everything at every place of a text, and what there is to ask about the whole.
fn ask_everything(main: &str, text: &str, others: &str) -> Result<(), TestCaseError> {
    // The marks of fixtures stay out of it.
    let fixture = Fixture::new(main, &(text.replace("$0", "") + others));
    let file = FileId::new(0);
    let length = fixture.snapshot.file(file).expect("the file is there").text().content().len();
    for offset in 0..=length + 1 {
        ask(&fixture, At { file, offset: u32::try_from(offset).expect("the text is small") })?;
    }
    check_whole(&fixture, file)?;
    let items = query::document_symbols(&fixture.snapshot, file);
    for (index, item) in items.iter().enumerate() {
        prop_assert!(item.range.covers(item.selection), "{item:?}");
        if let Some(parent) = item.parent {
            prop_assert!((parent as usize) < index);
        }
    }
    let found = query::workspace_symbols(&fixture.snapshot, "", 100, &CancelToken::new());
    prop_assert!(found.is_ok());
    Ok(())
}

/// Colours and folds of a file, and of parts of it.
fn check_whole(fixture: &Fixture, file: FileId) -> Result<(), TestCaseError> {
    let text = fixture.snapshot.file(file).expect("the file is there").text();
    let tokens = query::semantic_tokens(&fixture.snapshot, file, None);
    for token in &tokens {
        prop_assert!(!token.range.of(text.content()).is_empty(), "{token:?}");
    }
    for pair in tokens.windows(2) {
        prop_assert!(pair[0].range.end <= pair[1].range.start, "{pair:?}");
    }
    // A part has the tokens of the whole that overlap it.
    let length = u32::try_from(text.content().len()).expect("the text is small");
    for start in (0..length).step_by(7) {
        let part = TextRange::new(start, length.min(start + start % 40));
        let is_in = |range: TextRange| range.start < part.end && part.start < range.end;
        let wanted: Vec<_> = tokens.iter().filter(|token| is_in(token.range)).copied().collect();
        let found = query::semantic_tokens(&fixture.snapshot, file, Some(part));
        prop_assert_eq!(&found, &wanted, "{:?}", part);
    }
    let folds = query::folding_ranges(&fixture.snapshot, file);
    let lines = |range: TextRange| (text.lines().line(range.start), text.lines().line(range.end));
    for fold in &folds {
        let (first, last) = lines(fold.range);
        prop_assert!(first < last && text.content().get(fold.range.as_usize()).is_some());
    }
    for pair in folds.windows(2) {
        prop_assert!(lines(pair[0].range).0 < lines(pair[1].range).0);
    }
    Ok(())
}

/// A text with some characters removed and some added.
fn damaged(text: &'static str) -> impl Strategy<Value = String> {
    let count = text.chars().count();
    let edit = (0..count, 0..12_usize, "[()\"$;!{}`@|*=<>. \nafé]{0,3}");
    prop::collection::vec(edit, 1..4).prop_map(move |edits| {
        let mut characters: Vec<char> = text.chars().collect();
        for (start, removed, added) in edits {
            let start = start.min(characters.len());
            let end = (start + removed).min(characters.len());
            characters.splice(start..end, added.chars());
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn damaged_metta(text in damaged(METTA)) {
        ask_everything("main.metta", &text, LIBRARY)?;
    }

    #[test]
    fn damaged_rholang(text in damaged(RHOLANG)) {
        ask_everything("main.rho", &text, RHOLANG_LIBRARY)?;
    }
}

#[test]
fn sound_texts() {
    ask_everything("main.metta", METTA, LIBRARY).expect("the answers are sound");
    ask_everything("main.rho", RHOLANG, RHOLANG_LIBRARY).expect("the answers are sound");
}

/// A query looks at each row a bounded number of times. The limit is far above the time that linear
/// work takes, and far below that of quadratic work.
#[test]
fn hostile_metta_takes_linear_time() {
    const COUNT: usize = 30_000;
    const LIMIT: Duration = Duration::from_secs(5);
    let nested = |open: &str| format!("!{}$x$0{}", open.repeat(COUNT), ")".repeat(COUNT));
    let texts = [
        nested("("),
        nested("(let $x 1 "),
        nested("(f "),
        format!("{}$0", "(".repeat(COUNT)),
        format!("(f$0 {}", "(f ".repeat(COUNT)),
        format!("{}!(f$0 (g 1))", "(= (f (g $x)) 1)\n".repeat(COUNT)),
        format!("{}!(f$0 (g 1))", "(: f (-> A B))\n".repeat(COUNT)),
        format!("{}(f$0 1)", "(f 1)\n".repeat(COUNT)),
        format!("!(let* ({}) $x$0)", "($x 1)".repeat(COUNT)),
        format!("!(case 1 ({}($x $x$0)))", "($x 1)".repeat(COUNT)),
        format!("{}!(f$0)", "; comment\n".repeat(COUNT)),
        format!("{}(= (f) 1)\n!(f$0)", "; comment\n".repeat(COUNT)),
        format!("{}!(import! &self m$0)", "!(import! &self m)\n".repeat(COUNT)),
        format!("{}!(f$0)", "!(import! f m)\n".repeat(COUNT)),
    ];
    for text in &texts {
        let fixture = Fixture::metta(text);
        let start = Instant::now();
        ask(&fixture, fixture.at()).expect("the answers are sound");
        ask_whole(&fixture);
        let head: String = text.chars().take(40).collect();
        assert!(start.elapsed() < LIMIT, "{head}");
    }
}

#[test]
fn hostile_rholang_has_colours_and_folds_in_linear_time() {
    const COUNT: usize = 30_000;
    const LIMIT: Duration = Duration::from_secs(5);
    let nested =
        |open: &str, close: &str| format!("{}Nil{}", open.repeat(COUNT), close.repeat(COUNT));
    let texts = [
        nested("[\n", "]"),
        nested("new x in {\n", "}\n"),
        nested("{|", "|}"),
        "{\n".repeat(COUNT),
        "}\n".repeat(COUNT),
        "\"".repeat(COUNT + 1),
        "// comment\n".repeat(COUNT),
        "/* comment */".repeat(COUNT),
        "Nil |\n".repeat(COUNT),
        "! ".repeat(COUNT),
        "bundle+ ".repeat(COUNT),
    ];
    for text in &texts {
        let fixture = Fixture::rholang(text);
        let start = Instant::now();
        ask_whole(&fixture);
        let head: String = text.chars().take(40).collect();
        assert!(start.elapsed() < LIMIT, "{head}");
    }
}

/// Asks what there is to ask about a whole file, and a part in the middle of it.
fn ask_whole(fixture: &Fixture) {
    let (snapshot, file) = (&fixture.snapshot, fixture.file());
    query::document_symbols(snapshot, file);
    query::folding_ranges(snapshot, file);
    query::semantic_tokens(snapshot, file, None);
    let length = snapshot.file(file).expect("the file is there").text().content().len();
    let middle = u32::try_from(length / 2).expect("the text is small");
    let part = TextRange::new(middle, middle + 100);
    for _ in 0..100 {
        query::semantic_tokens(snapshot, file, Some(part));
    }
    query::selection_ranges(snapshot, At { file, offset: middle });
}
