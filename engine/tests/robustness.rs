//! Analysis of any text at all: no panic, no invalid table, no stack overflow.

#[path = "support/soundness.rs"]
mod soundness;
mod support;

use std::thread;

use proptest::prelude::*;
use rholang_engine::{Analysis, LanguageId};
use soundness::assert_sound;

/// Programs that use every construct, to be damaged.
const RHOLANG: [&str; 12] = [
    "new out(`rho:io:stdout`), c in { out!(\"hello\") | for (@x, y <- c) { out!(x) | y!(*c) } }",
    "new f in { contract f(@n, ret) = { if (n > 0) { f!(n - 1, *ret) } else { ret!(Nil) } } | f!(3, *f) }",
    "match [1, {\"k\": 2}, (3,)] { [h ...t] where h > 0 => @1!(h, t) {\"k\": v ...r} => @2!(v, r) _ => Nil }",
    "for (x <- @1 & @{y!(z)} <- @2; @[=w, v] <- x where v > 1) { @3!(v) } | let w = 1 in { @w!(2) }",
    "let x <- 1; @[y, z] <- [2, 3] in { x!(y + z * 2 - -1) } | let a = 1 & b = 2 in { @a!(b) }",
    "select { x <- @1 & y <- @2 => x!(*y) z <- @3 => z!(1) }",
    "for (x <- @1!?(2, 3)) { x!?(1); x!m(2). } | for (y <- @2?!) { y!!(1) } | for (z <- @3!m(1)) { z!?(2). }",
    "@1!(\"${a}\" %% {\"a\": 1} ++ \"b\", 1.5e3, 2n, 3i32, Set(1, 2), {| 1, 2 |}, `uri`, true and not false)",
    "match x { ~Int \\/ (a /\\ String) => bundle+{Nil} =y => bundle0{*z} =*u => bundle{Nil} @q!(_) => bundle-{Nil} }",
    "// rholang-ls: allow(unused-binder)\nnew x in { /* comment */ Nil // more\n}",
    "new größe, 'x in { größe!(\"→ ✓\") | 'x!(\"\\n\\\"\") }",
    "{% if x %}\n{{ name }} | $$a$$ | %NAME\n{% endif %}",
];

const METTA: [&str; 8] = [
    "(= (fact $n) (if (== $n 0) 1 (* $n (fact (- $n 1)))))\n!(fact 5)",
    "(: area (-> Number Number Number))\n(= (area $x $y) (* $x $y))\n!(assertEqual (area 2 3) 6)",
    "!(bind! &kb (new-space))\n!(add-atom &kb (parent Tom \"Bob\"))\n!(match &kb (parent $x $y) ($y $x))",
    "(@doc f (@desc \"does\") (@params ((@param \"x\"))) (@return \"y\"))\n(= (f $x) $x)",
    "!(let* (($a 1) ($b (+ $a 1))) (case $b ((1 one) ($_ other))))",
    "; comment (with brackets\n(say \"a ; b \\\" c \\x41 \\u{1F600}\") ; end",
    "!(map-atom (1 2 3) $x (+ $x 1.5e-3))\n!(filter-atom (1 2 3) $v (eval (> $v 1)))",
    "(größe → ✓ 'a `b ,c {d} [e] $f;g #h)",
];

/// Pieces of which damaged programs are made.
const PIECES: [&str; 60] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{|",
    "|}",
    "{{",
    "}}",
    "{%",
    "%}",
    "\"",
    "`",
    "//",
    "/*",
    "*/",
    "\\",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\0",
    "é",
    "→",
    "😀",
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
    "|",
    ",",
    "new ",
    " in ",
    "for (",
    "match ",
    "contract ",
    "agent A ",
    "let ",
    " where ",
    "1",
    "-",
    "$$",
];

fn analyze_and_check(language: LanguageId, text: &str) {
    let analysis = support::analyze(language, text);
    assert_sound(language, text, &analysis);
}

fn samples(language: LanguageId) -> &'static [&'static str] {
    match language {
        LanguageId::Rholang => &RHOLANG,
        LanguageId::Metta => &METTA,
    }
}

/// Splits a text into words, signs and white space, so that damage hits whole tokens.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut was_word = false;
    for character in text.chars() {
        let is_word = character.is_alphanumeric() || character == '_';
        match tokens.last_mut() {
            Some(last) if is_word && was_word => last.push(character),
            _ => tokens.push(character.to_string()),
        }
        was_word = is_word;
    }
    tokens
}

/// A change to the tokens of a program: what to do, where, and with what.
type Damage = (u8, prop::sample::Index, prop::sample::Index);

fn damaged(text: &str, damages: &[Damage]) -> String {
    let mut tokens = tokens(text);
    for (action, place, other) in damages {
        if tokens.is_empty() {
            tokens.push("x".to_owned());
        }
        let index = place.index(tokens.len());
        match action % 5 {
            0 => drop(tokens.remove(index)),
            1 => tokens.insert(index, PIECES[other.index(PIECES.len())].to_owned()),
            2 => tokens.insert(index, tokens[index].clone()),
            3 => {
                let other = other.index(tokens.len());
                tokens.swap(index, other);
            }
            _ => tokens.truncate(index + 1),
        }
    }
    tokens.concat()
}

#[test]
fn samples_are_sound() {
    for language in LanguageId::ALL {
        for text in samples(language) {
            analyze_and_check(language, text);
        }
    }
}

#[test]
fn every_prefix_of_a_sample_is_sound() {
    for language in LanguageId::ALL {
        for text in samples(language) {
            for (offset, _) in text.char_indices() {
                analyze_and_check(language, &text[..offset]);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_characters(text in "\\PC{0,80}") {
        for language in LanguageId::ALL {
            analyze_and_check(language, &text);
        }
    }

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let text = String::from_utf8_lossy(&bytes);
        for language in LanguageId::ALL {
            analyze_and_check(language, &text);
        }
    }

    #[test]
    fn random_pieces(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let text = pieces.concat();
        for language in LanguageId::ALL {
            analyze_and_check(language, &text);
        }
    }

    #[test]
    fn damaged_metta(sample in prop::sample::select(&METTA[..]), damages in prop::collection::vec(any::<Damage>(), 1..6)) {
        analyze_and_check(LanguageId::Metta, &damaged(sample, &damages));
    }
}

/// Texts that are long and not deep, with names in an order that is bad for look-ups.
#[test]
fn wide_texts() {
    let numbers = || 0..30_000_u32;
    let list = |item: &dyn Fn(u32) -> String| numbers().map(item).collect::<Vec<_>>().join(", ");
    let rholang = [
        format!("match 1 {{ [{}] => Nil }}", list(&|n| format!("~x{n}, x{n}"))),
        format!("match 1 {{ [{}] => Nil }}", list(&|n| format!("x{n} \\/ y{n}, x{n}"))),
        format!("new {} in {{ Nil }}", list(&|n| format!("x{n}"))),
        format!("new {} in {{ Nil }}", list(&|_| "x".to_owned())),
        format!("@1!({})", list(&|_| "bundle+{~1}".to_owned())),
        format!("new c in {{ @1!({}) }}", list(&|_| "{c!(1) | for (_ <- c) { Nil }}".to_owned())),
        format!("for ({}) {{ Nil }}", list(&|n| format!("x{n} <- @{n}")).replace(", ", " & ")),
        format!("for ({}) {{ Nil }}", list(&|_| "_ <- @1".to_owned()).replace(", ", " & ")),
        format!("for ({}) {{ Nil }}", list(&|n| format!("x <- @{n}")).replace(", ", "; ")),
        format!("let {} in {{ Nil }}", list(&|n| format!("x{n} = {n}")).replace(", ", " & ")),
        list(&|_| "// rholang-ls: allow(unused-binder)\nnew x in { Nil }".to_owned())
            .replace(", ", " |\n"),
        list(&|_| "{{ x }} \"".to_owned()),
        list(&|_| "new x in { x!(".to_owned()),
        list(&|_| "x!(1) y".to_owned()),
        list(&|_| ") } ]".to_owned()),
    ];
    for text in rholang {
        check_time(LanguageId::Rholang, text);
    }
    let metta = [
        list(&|n| format!("(= (f{n} $x) $y{n})")).replace(", ", "\n"),
        list(&|_| "(= (f $x) $y)".to_owned()).replace(", ", "\n"),
        format!("(= (f {}) 1)", list(&|n| format!("$x{n}")).replace(", ", " ")),
        list(&|_| "(f \"a".to_owned()).replace(", ", "\n"),
        list(&|_| "))".to_owned()).replace(", ", "\n"),
    ];
    for text in metta {
        check_time(LanguageId::Metta, text);
    }
}

fn check_time(language: LanguageId, text: String) {
    let beginning: String = text.chars().take(60).collect();
    let started = std::time::Instant::now();
    analyze_on_small_stack(language, text);
    let elapsed = started.elapsed();
    assert!(elapsed.as_secs() < 30, "{beginning:?} took {elapsed:?}");
}

/// The depth of the texts below.
const DEPTH: usize = 100_000;

/// Analyses a text on a thread with a small stack.
fn analyze_on_small_stack(language: LanguageId, text: String) -> Analysis {
    thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || support::analyze(language, &text))
        .unwrap()
        .join()
        .unwrap()
}

/// Analyses `DEPTH` openers, a core and as many closers, and the same without the closers.
fn check_depth(language: LanguageId, opener: &str, core: &str, closer: &str) {
    let open = opener.repeat(DEPTH) + core;
    let closed = open.clone() + &closer.repeat(DEPTH);
    for text in [closed, open] {
        let started = std::time::Instant::now();
        analyze_on_small_stack(language, text);
        let elapsed = started.elapsed();
        assert!(elapsed.as_secs() < 30, "{opener:?} took {elapsed:?}");
    }
}

macro_rules! depth_tests {
    ($($name:ident: $language:ident $opener:literal $core:literal $closer:literal;)*) => {
        $(
            #[test]
            fn $name() {
                check_depth(LanguageId::$language, $opener, $core, $closer);
            }
        )*
    };
}

depth_tests! {
    deep_parentheses: Rholang "(" "1" ")";
    deep_braces: Rholang "{" "Nil" "}";
    deep_lists: Rholang "[" "1" "]";
    deep_pathmaps: Rholang "{|" "1" "|}";
    deep_sets: Rholang "Set(" "1" ")";
    deep_receives: Rholang "for(x <- y){" "Nil" "}";
    deep_new: Rholang "new x in {" "Nil" "}";
    deep_new_without_braces: Rholang "new x in " "Nil" "";
    deep_match: Rholang "match 1 { x => " "Nil" "}";
    deep_patterns: Rholang "match 1 { {for (@{" "Nil" "} <- @1) { Nil }} => Nil }";
    deep_contracts: Rholang "contract f(x) = {" "Nil" "}";
    deep_let: Rholang "let x = 1 in {" "x" "}";
    deep_quotes: Rholang "@{" "Nil" "}";
    deep_quotes_and_evals: Rholang "*@" "Nil" "";
    deep_negations: Rholang "~" "x" "";
    deep_minus: Rholang "-" "x" "";
    deep_not: Rholang "not " "x" "";
    deep_par: Rholang "a | " "a" "";
    deep_sums: Rholang "a + " "a" "";
    deep_disjunctions: Rholang "a \\/ " "a" "";
    deep_matches: Rholang "a matches " "a" "";
    deep_sends: Rholang "c!(" "1" ")";
    deep_methods: Rholang "x.f(" "1" ")";
    deep_bundles: Rholang "bundle+{" "Nil" "}";
    deep_if: Rholang "if (c) {" "Nil" "}";
    deep_else: Rholang "if (c) a else " "Nil" "";
    deep_agents: Rholang "agent A { constructor(x) { Nil } | default() {" "Nil" "} }";
    deep_expressions: Metta "(" "a" ")";
    deep_evaluations: Metta "!(f " "a" ")";
    deep_definitions: Metta "(= (f $x) " "$x" ")";
    deep_binders: Metta "(let $x 1 " "$x" ")";
}

const AGENT: &str = "new A in { agent A { constructor(x, @y) { x!(y) } | method m(a ...@r) { return!(a, r) } | private method n() { this!(1) } | default(...@d) { private!(args) } | private default() { Nil } } }";

#[test]
fn every_prefix_of_an_agent_is_sound() {
    for (offset, _) in AGENT.char_indices() {
        analyze_and_check(LanguageId::Rholang, &AGENT[..offset]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_rholang(sample in prop::sample::select(&RHOLANG[..]), damages in prop::collection::vec(any::<Damage>(), 1..6)) {
        analyze_and_check(LanguageId::Rholang, &damaged(sample, &damages));
    }

    #[test]
    fn damaged_agents(damages in prop::collection::vec(any::<Damage>(), 1..6)) {
        analyze_and_check(LanguageId::Rholang, &damaged(AGENT, &damages));
    }
}

#[test]
fn many_unclosed_comments_take_linear_time() {
    let started = std::time::Instant::now();
    analyze_on_small_stack(LanguageId::Rholang, "/* a ".repeat(30_000));
    let elapsed = started.elapsed();
    assert!(elapsed.as_secs() < 5, "{elapsed:?}");
}

/// Doubling a text must not quadruple the time.
#[test]
fn many_declarations_take_linear_time() {
    let started = std::time::Instant::now();
    let names: Vec<String> = (0..150_000).map(|n| format!("x{n}")).collect();
    analyze_on_small_stack(LanguageId::Rholang, format!("new {} in {{ Nil }}", names.join(", ")));
    let elapsed = started.elapsed();
    assert!(elapsed.as_secs() < 10, "{elapsed:?}");
}

#[test]
fn many_negated_binders_take_linear_time() {
    let started = std::time::Instant::now();
    let parts: Vec<String> = (0..100_000).map(|n| format!("~x{n}, x{n}")).collect();
    let text = format!("match 1 {{ [{}] => Nil }}", parts.join(", "));
    analyze_on_small_stack(LanguageId::Rholang, text);
    let elapsed = started.elapsed();
    assert!(elapsed.as_secs() < 10, "{elapsed:?}");
}

#[test]
fn a_tuple_by_parentheses_after_an_error_starts_before_its_children() {
    analyze_and_check(LanguageId::Rholang, "{(%i|d}");
}
