//! The direct parsers against tree-sitter: one table from two producers.
//!
//! A direct parser accepts no text that has syntax errors, writes the rows that `lower` writes from
//! the syntax tree, and declines few texts without syntax errors, which are listed here.

#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/producers.rs"]
mod producers;
#[path = "support/random_rholang.rs"]
mod random_rholang;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use mutation::{Random, mutate};
use producers::{Outcome, compare};
use proptest::prelude::*;
use rholang_engine::{Analyzer, LanguageId};

/// All files below a folder of the repository, in order of their paths.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut pending = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("the folder is readable");
            pending.extend(entries.map(|entry| entry.expect("the entry is readable").path()));
        } else {
            files.push(path);
        }
    }
    files.sort_unstable();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the file is readable")
}

/// The example programs of the documentation.
fn documented_programs(language: LanguageId) -> Vec<String> {
    let extensions = language.language().extensions();
    let is_program = |path: &&PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| extensions.contains(&extension))
    };
    let programs: Vec<String> =
        files("../docs/examples").iter().filter(is_program).map(|path| read(path)).collect();
    assert!(!programs.is_empty());
    programs
}

/// The examples of the language's diagnostics.
fn code_examples(language: LanguageId) -> Vec<String> {
    language.language().codes().iter().map(|code| code.example.to_owned()).collect()
}

/// The sources in the tests of the grammar: what stands between a title framed by lines of `=` and a
/// line of `---`.
fn grammar_tests(language: LanguageId) -> Vec<String> {
    let folder = format!("grammars/{}/test/corpus", language.language().name());
    let mut sources = Vec::new();
    for path in files(&folder) {
        let text = read(&path);
        let mut source = None;
        let mut is_title = false;
        for line in text.lines() {
            if line.starts_with("===") {
                is_title = !is_title;
                source = (!is_title).then(String::new);
            } else if line.starts_with("---") {
                sources.extend(source.take());
            } else if let Some(source) = &mut source {
                source.push_str(line);
                source.push('\n');
            }
        }
    }
    assert!(sources.len() > 20, "{} tests of the grammar", sources.len());
    sources
}

/// The string literals in the engine's tests, most of which are programs or pieces of them.
fn test_literals() -> Vec<String> {
    let mut literals = Vec::new();
    for path in files("tests") {
        let text = read(&path);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            // A quote in single quotes is a character.
            if character == '\'' && characters.peek() == Some(&'"') {
                characters.next();
            }
            if character != '"' {
                continue;
            }
            let mut literal = String::new();
            while let Some(character) = characters.next().filter(|&character| character != '"') {
                literal.push(match character {
                    '\\' => match characters.next() {
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some(other) => other,
                        None => '\\',
                    },
                    other => other,
                });
            }
            literals.push(literal);
        }
    }
    assert!(literals.len() > 1_000, "{} literals", literals.len());
    literals
}

fn texts(language: LanguageId) -> Vec<String> {
    let mut texts = documented_programs(language);
    texts.extend(code_examples(language));
    texts.extend(grammar_tests(language));
    texts.extend(test_literals());
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Compares the producers on all texts of the repository. `declines` lists what the direct parser
/// declines although it has no syntax errors.
fn check_texts(language: LanguageId, accepted_min: usize, declines: &Expect) {
    let mut analyzer = Analyzer::new();
    let mut accepted = 0;
    let mut declined = String::new();
    for text in texts(language) {
        match compare(&mut analyzer, language, &text) {
            Ok(Outcome::Accepted) => accepted += 1,
            Ok(Outcome::Broken) => {}
            Ok(Outcome::Declined) => declined.push_str(&format!("{text:?}\n")),
            Err(difference) => panic!("{difference}\n{text}"),
        }
    }
    assert!(accepted >= accepted_min, "only {accepted} texts were accepted");
    declines.assert_eq(&declined);
}

#[test]
fn metta_texts_of_the_repository() {
    check_texts(LanguageId::Metta, 1_000, &expect![[r#""#]]);
}

#[test]
fn rholang_texts_of_the_repository() {
    check_texts(
        LanguageId::Rholang,
        800,
        &expect![[r#"
            "(λ)"
            "[a, A1, x', 'key1', _a, __, _', é, naïve, λx]\n\n"
            "a!(\"⟦flow|(f)⟧\") | select { @x <- a => compile!(x) }"
            "contract @\"a\"(\n  // First.\n  @x,\n  y /* the\n  other */,\n  @[é, \"→\"]\n) = { Nil } |\ncontract @\"b\"(@\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", x, y) = { Nil }"
            "let @a <- 1 & b <- 2 in { if (a matches Int /\\ z) { @a!!(*b) } else { @{a | Nil}!?(bundle+{*b}); select { c <- b => @1!(*c) } } }"
            "match v { 0 => a -1 1 => b - 1 2 => a -1 -2 => c }\n\n"
            "match x { -1 => a - 1 -2 => b }"
            "new api, out(`rho:io:stdout`), é in { contract api(@\"get\", @{\"k\": v ...r}, ret) = { ret!(v) | out!(*ret) } | api!(\"get\", {\"k\": 1}, *out) | for (@x, y <- @\"a→😀\"; @z <= y & @{w /\\ Int} <<- @*api where w > 1) { @\"a→😀\"!(x, *y) | @z!(w) } }"
            "new größe, 'x in { größe!(\"→ ✓\") | 'x!(\"\\n\\\"\") }"
            "select { x <- @\"c\" => x!(1) }"
            "select { x <- @1 & y <- @2 => x!(*y) z <- @3 => z!(1) }"
            "select { x <- a & y <- b => c z <- d; w <- e where f => g }\n\n"
            "select { x <- a => b!(1) @y <- c?! => d }\n\n"
            "select { x <- c => a y <- d where g => b }"
            "select { x <- r => Nil } | c!(S)"
            "é"
            "ж-1"
        "#]],
    );
}

/// What damaged MeTTa is made of besides its own tokens.
const METTA_PIECES: [&str; 26] = [
    "(",
    ")",
    "\"",
    "\\",
    ";",
    "$",
    "$x",
    "!",
    "! ",
    "\n",
    " ",
    "1",
    "1.5",
    "+1e5",
    "-",
    "True",
    "\u{a0}",
    "é",
    "\u{2000}",
    "\u{2026}",
    "\u{3000}",
    ";c\n",
    "\"a\\\"b\"",
    "()",
    "&self",
    "=",
];

/// What damaged Rholang is made of besides its own tokens.
const RHOLANG_PIECES: [&str; 80] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{|",
    "|}",
    "//c\n",
    "/*c*/",
    "'",
    "_",
    "x",
    "@",
    "*",
    "~",
    "/\\",
    "\\/",
    "=",
    "=*",
    "=>",
    "<-",
    "<=",
    "<<-",
    "...",
    "!",
    "!!",
    "!?",
    "?!",
    ";",
    "&",
    "&&",
    "||",
    "|",
    ",",
    " new ",
    " in ",
    " for (",
    " match ",
    " contract ",
    " agent ",
    " let ",
    " where ",
    "1",
    "-",
    "--",
    "+",
    "++",
    "%",
    "%%",
    "%X",
    "$$x$$",
    " or ",
    " not ",
    " matches ",
    " if (",
    " else ",
    "==",
    "!=",
    ">=",
    ".",
    ":",
    "Nil",
    " Set(",
    "BigInt",
    " bundle+{",
    "bundle0",
    "1.5",
    ".5",
    "2n",
    "`u`",
    "\"s\"",
    "true",
    "()",
    " private ",
    "!?(x).",
    ".foo()",
    "x!(1)",
    "*x",
    "{}",
];

fn check_mutants(language: LanguageId, pieces: &[&str], seed: u64) -> Result<(), TestCaseError> {
    thread_local! {
        static TEXTS: [Vec<String>; 2] = LanguageId::ALL.map(texts);
    }
    TEXTS.with(|texts| {
        let texts = &texts[usize::from(language as u8)];
        let mut random = Random::new(seed);
        let text = mutate(&texts[random.below(texts.len())], pieces, &mut random);
        let outcome = compare(&mut Analyzer::new(), language, &text);
        prop_assert!(outcome.is_ok(), "{outcome:?}\n{text}");
        Ok(())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_metta(seed in any::<u64>()) {
        check_mutants(LanguageId::Metta, &METTA_PIECES, seed)?;
    }

    #[test]
    fn damaged_rholang(seed in any::<u64>()) {
        check_mutants(LanguageId::Rholang, &RHOLANG_PIECES, seed)?;
    }

    #[test]
    fn random_rholang_programs(seed in any::<u64>(), budget in 0_usize..25) {
        let text = random_rholang::program(&mut Random::new(seed), budget);
        let outcome = compare(&mut Analyzer::new(), LanguageId::Rholang, &text);
        prop_assert!(outcome.is_ok(), "{outcome:?}\n{text}");
    }

    #[test]
    fn random_metta(text in "[()\"$;!\\\\ \n=a1x.e+\u{a0}é\u{2026}\0]{0,60}") {
        let outcome = compare(&mut Analyzer::new(), LanguageId::Metta, &text);
        prop_assert!(outcome.is_ok(), "{:?}", outcome);
    }
}

/// Analyses texts on a thread with a small stack: 2 MiB, as workers may have.
fn analyze_on_a_small_stack(language: LanguageId, texts: Vec<(String, bool)>) {
    let work = move || {
        let mut analyzer = Analyzer::new();
        for (text, is_sound) in &texts {
            let analysis = analyzer.analyze_directly(language, text);
            let head: String = text.chars().take(30).collect();
            assert_eq!(analysis.is_some(), *is_sound, "{head}");
        }
    };
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(work);
    thread.expect("the thread starts").join().expect("no text overflows the stack");
}

const DEPTH: usize = 100_000;

fn nested(open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(DEPTH), close.repeat(DEPTH))
}

#[test]
fn deep_metta() {
    analyze_on_a_small_stack(
        LanguageId::Metta,
        vec![
            (nested("(", "", ")"), true),
            (nested("(a $x ", "! ", "1)"), true),
            ("!".repeat(DEPTH), true),
            ("! ".repeat(DEPTH), true),
            ("(".repeat(DEPTH), false),
            (format!("{})", nested("(", "", ")")), false),
        ],
    );
}

/// Reads long texts. The limit is far above the time that linear work takes, and far below that of
/// quadratic work.
fn check_linear_time(language: LanguageId, make: &[&dyn Fn(usize) -> String]) {
    const COUNT: usize = 200_000;
    const LIMIT: Duration = Duration::from_secs(10);
    let mut analyzer = Analyzer::new();
    for make in make {
        let text = make(COUNT);
        let start = Instant::now();
        analyzer.analyze_directly(language, &text);
        let head: String = text.chars().take(40).collect();
        assert!(start.elapsed() < LIMIT, "{head}");
    }
}

#[test]
fn deep_rholang() {
    let is_sound = true;
    let mut texts: Vec<(String, bool)> = [
        nested("{", "Nil", "}"),
        nested("(", "1", ")"),
        nested("[", "", "]"),
        nested("{1:", "2", "}"),
        nested("{|", "", "|}"),
        nested("Set(", "", ")"),
        nested("x!(", "", ")"),
        nested("x.m(", "", ")"),
        nested("@{", "x", "}!(1)"),
        nested("for(@{x!(1)} <- y){", "", "}"),
        nested("contract f(x) = {", "", "}"),
        nested("bundle+{", "", "}"),
        nested("match x { _ => ", "Nil", "}"),
        nested("if (", "true", ") Nil else Nil"),
        nested("for (x <- @{", "x", "}) {}"),
        nested("not ", "true", ""),
        nested("- ", "x", ""),
        nested("~", "x", ""),
        nested("x matches ", "x", ""),
        nested("1 + ", "1", ""),
        nested("a | ", "1", ""),
        nested("a /\\ ", "1", ""),
        nested("a \\/ b /\\ ", "1", ""),
        nested("1 or 1 and 1 == 1 < 1 + 1 * not ", "1", ""),
        nested("new x in ", "Nil", ""),
        nested("if (true) ", "Nil", " else Nil"),
        nested("if (true) Nil else ", "Nil", ""),
        nested("let x <- 1 in ", "Nil", ""),
        nested("let x <- ", "1", " in Nil"),
        nested("x!?(1); ", "Nil", ""),
        nested("x!m(1); ", "Nil", ""),
        nested("x", "", ".m()").replacen(&"x".repeat(DEPTH), "x", 1),
        "*@".repeat(DEPTH) + "x",
        nested("agent A { default() {", "Nil", "}}"),
    ]
    .map(|text| (text, is_sound))
    .into();
    texts.extend(
        ["{", "(", "[", "x!(", "not ", "*@", "new x in ", "match ", "if (", "a | ", "for(@{"]
            .map(|open| (open.repeat(DEPTH), !is_sound)),
    );
    analyze_on_a_small_stack(LanguageId::Rholang, texts);
}

#[test]
fn rholang_in_linear_time() {
    check_linear_time(
        LanguageId::Rholang,
        &[
            &|count| "{".repeat(count),
            &|count| format!("{}1", "1 + ".repeat(count)),
            &|count| format!("{}1", "x!(1) | ".repeat(count)),
            &|count| format!("{}1", "- ".repeat(count)),
            &|count| format!("{}1", "1 matches ".repeat(count)),
            &|count| format!("[{}]", "1, ".repeat(count)),
            &|count| format!("match x {{ {} }}", "1 => n - 1 ".repeat(count)),
            &|count| format!("match x {{ 1 => {} 1 }}", "n - ".repeat(count)),
            &|count| format!("{}{}", "match x { 1 => n - ".repeat(count), "}".repeat(count)),
            &|count| "/* c */".repeat(count),
            &|count| "//".repeat(count),
            &|count| "/*".repeat(count),
            &|count| "\"a\\".repeat(count),
            &|count| "$$a".repeat(count),
            &|count| "1.".repeat(count),
            &|count| "if (x) y!(1) else ".repeat(count),
        ],
    );
}

#[test]
fn metta_in_linear_time() {
    check_linear_time(
        LanguageId::Metta,
        &[
            &|count| "(".repeat(count),
            &|count| format!("{}{}", "(".repeat(count), ")".repeat(count)),
            &|count| "\"a\\".repeat(count),
            &|count| ";\n".repeat(count),
            &|count| format!("({})", "\u{2026}".repeat(count)),
            &|count| (0..count).map(|number| format!("a{number} ")).collect(),
        ],
    );
}
