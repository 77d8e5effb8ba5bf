//! Texts that nobody writes: hostile ones, and random ones against a reader of the tokens.

mod support;

use std::time::{Duration, Instant};

use proptest::prelude::*;
use rholang_engine::LanguageId;

use support::analyze;

/// Every pass keeps its own stacks and looks at each node a bounded number of times. The limit is
/// far above the time that linear work takes, and far below that of quadratic work.
#[test]
fn hostile_texts_take_linear_time() {
    const COUNT: usize = 100_000;
    const LIMIT: Duration = Duration::from_secs(10);
    let nested = |open: &str| format!("!{}1{}", open.repeat(COUNT), ")".repeat(COUNT));
    let numbered = |form: &dyn Fn(usize) -> String| (0..COUNT).map(form).collect::<String>();
    let texts = [
        nested("("),
        nested("(let $x 1 "),
        nested("(f "),
        nested("(assertEqual 1 "),
        nested("(= "),
        "(".repeat(COUNT),
        ")".repeat(COUNT),
        "(a\n".repeat(COUNT),
        "\"".repeat(COUNT + 1),
        "\"a\n".repeat(COUNT + 1),
        "(= (f $x) 1)\n".repeat(COUNT),
        numbered(&|number| format!("(= (f $x{number} {number}) 1)\n")),
        numbered(&|number| format!("$x{number} ")),
        format!("({})", numbered(&|number| format!("$x{number} "))),
        format!("!(f {})", "$x ".repeat(COUNT)),
        numbered(&|number| format!("!(f{number} 1)\n")),
        format!("!(let* ({}) 1)", "($x 1)".repeat(COUNT)),
        format!("!(case 1 ({}))", "($x 1)".repeat(COUNT)),
        "(: f (-> A B))\n!(f 1 2)\n".repeat(COUNT),
        "; comment\n".repeat(COUNT),
        format!("(a {})", "; comment\n".repeat(COUNT)),
        format!("(a {}", "; comment\n".repeat(COUNT)),
    ];
    for text in &texts {
        let start = Instant::now();
        analyze(LanguageId::Metta, text);
        let head: String = text.chars().take(40).collect();
        assert!(start.elapsed() < LIMIT, "{head}");
    }
}

/// Whether hyperon's reader takes a text for a sequence of forms (`metta.md` 1.1), but for escapes,
/// numbers and `#`.
fn is_readable(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut characters = text.chars().peekable();
    while let Some(first) = characters.next() {
        let ends = |c: char| c.is_whitespace() || c == '(' || c == ')';
        match first {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            ';' => while characters.next_if(|&c| c != '\n').is_some() {},
            '"' => loop {
                match characters.next() {
                    None => return false,
                    Some('"') => break,
                    Some('\\') => {
                        characters.next();
                    }
                    Some(_) => {}
                }
            },
            '$' => while characters.next_if(|&c| !ends(c)).is_some() {},
            c if c.is_whitespace() => {}
            _ => while characters.next_if(|&c| !ends(c) && c != ';').is_some() {},
        }
    }
    depth == 0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn structure_errors_are_those_of_the_reader(text in "[()\"$;!\\\\ \n=a1x\u{a0}é]{0,60}") {
        let analysis = analyze(LanguageId::Metta, &text);
        let is_structural = |name: &str| {
            name.starts_with("syntax-unclosed") || name.starts_with("syntax-unexpected")
        };
        let found = analysis.diagnostics.iter().any(|found| is_structural(found.code.name));
        prop_assert_eq!(found, !is_readable(&text));
    }

    #[test]
    fn nodes_nest_and_lie_in_order(text in "([()\"$;! \n]|\\(= |\\(let |let\\* |case |\\$x|\\(f ){0,60}") {
        let analysis = analyze(LanguageId::Metta, &text);
        let ir = analysis.facts.ir();
        for node in ir.nodes.ids() {
            let range = ir.range(node);
            prop_assert!(text.get(range.as_usize()).is_some());
            if let Some(parent) = ir.nodes.parent(node).some() {
                prop_assert!(ir.range(parent).covers(range), "{:?} in {:?}", range, ir.range(parent));
            }
        }
        for pair in ir.nodes.start.windows(2) {
            prop_assert!(pair[0] <= pair[1]);
        }
        let places = ir.binders.len() + ir.references.len();
        let variable = 6_u8;
        prop_assert_eq!(LanguageId::Metta.language().kind_names().nodes[6], "Variable");
        prop_assert_eq!(ir.nodes.kind.iter().filter(|&&kind| kind == variable).count(), places);
    }
}
