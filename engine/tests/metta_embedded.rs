//! What holds for MeTTa inside other programs: holes, and the words of MeTTaTron.
//!
//! In these texts `□` stands for a hole, `⟦..⟧` marks the range of each diagnostic, and the codes
//! follow in order.

use std::fmt::Write;

use rholang_engine::ir::{Ir, NodeId};
use rholang_engine::languages::metta::kind::NodeKind;
use rholang_engine::region::HOLE;
use rholang_engine::{Analysis, Analyzer, LanguageId, Variant};

fn analyze(dialect: &str, text: &str) -> Analysis {
    let variant = Variant::from(LanguageId::Metta).with_dialect(dialect).expect("is a dialect");
    Analyzer::new().analyze(variant, text)
}

/// The text with marks around each diagnostic, and the codes.
fn mark(dialect: &str, text: &str) -> String {
    let analysis = analyze(dialect, text);
    let mut marks: Vec<(u32, u32, char)> = Vec::new();
    for found in &analysis.diagnostics {
        marks.push((found.range.start, u32::MAX - found.range.end, '⟦'));
        marks.push((found.range.end, 0, '⟧'));
    }
    marks.sort_by_key(|&(offset, rank, _)| (offset, rank));
    let mut output = String::new();
    let mut done = 0;
    for (offset, _, sign) in marks {
        output.push_str(&text[done..offset as usize]);
        output.push(sign);
        done = offset as usize;
    }
    output.push_str(&text[done..]);
    let codes: Vec<&str> = analysis.diagnostics.iter().map(|found| found.code.name).collect();
    format!("{}\n  {}", output.replace(HOLE, "□"), codes.join(" "))
}

fn check(dialect: &str, cases: &[(&str, &str)]) {
    let mut differences = String::new();
    for (source, codes) in cases {
        let text = source.replace(['⟦', '⟧'], "").replace('□', &HOLE.to_string());
        let (expected, actual) = (format!("{source}\n  {codes}"), mark(dialect, &text));
        if expected.trim_end() != actual.trim_end() {
            write!(differences, "\nexpected: {expected}\n  actual: {actual}\n").unwrap();
        }
    }
    assert!(differences.is_empty(), "{dialect}: {differences}");
}

#[test]
fn nothing_is_said_about_holes() {
    let texts = [
        "□",
        "!□",
        "! □",
        "(□)",
        "(= □)",
        "(= □ 1)",
        "(= (f □) 1)\n(= (f $x $y) (+ $x $y))",
        "(= (f $x) □)",
        "(= (f □) 1)\n(= (f □) 1)",
        "(= (□ $x) 1)",
        "(: f □)",
        "(: f (-> □))\n(= (f $x) $x)\n!(f 1 2)",
        "(: f (-> Number □))\n(= (f $x) $x)\n!(f \"a\")",
        "(: □ (-> Number Number))",
        "(:< □ T)",
        "(@doc □ (@desc \"d\"))",
        "(@doc f □)",
        "(@doc f (@desc \"d\") (@params (□)))\n(: f (-> A B))",
        "(@doc f (@desc \"d\"))\n□",
        "!(+ □)",
        "!(+ 1 □)",
        "!(+ 1 2 3 □)",
        "!(let □)",
        "!(let $x □)",
        "!(let $x 1 □)",
        "!(let* □)",
        "!(let* (□) 1)",
        "!(let* (($x □)) $x)",
        "!(let* ((□)) 1)",
        "!(case 1 □)",
        "!(case 1 (□))",
        "!(case 1 ((1 □)))",
        "!(if □)",
        "!(match □)",
        "!(match &self □)",
        "!(match &self (p $x) □)",
        "!(map-atom (1 2) □)",
        "!(map-atom (1 2) $x □)",
        "!(foldl-atom □ 0 x y z)",
        "!(bind! □ (new-space))",
        "!(import! &self □)",
        "!(add-atom &facts□ 1)",
        "!(add-atom &facts 1)\n□",
        "(a□b)",
        "(□a □b)",
        "($x□ $y)",
        "(1□ 2)",
        "(-□)",
        "(f \"a□b\")",
        "(f \"a\\□b\")",
        "(f \"\\u{□}\")",
        "(f \"\\x□\")",
        "(f \"\\x4□\")",
        "(f □□)",
        "(f □ □)",
        "; □",
        "(f□)",
        "!(f □\n)",
        "!(car-atm □)",
        "!(car-atm (1 2))\n□",
        "(let $x □ (foo $x $x))",
        "(chain □ $x $x)",
        "(unify □ $a $b $c)",
    ];
    let cases: Vec<(&str, &str)> = texts.iter().map(|&text| (text, "")).collect();
    check("hyperon", &cases);
    check("mettatron", &cases.iter().copied().filter(|case| is_pure(case.0)).collect::<Vec<_>>());
}

/// Whether a text has no word that MeTTaTron reads differently.
fn is_pure(text: &str) -> bool {
    !text.contains(['@', '!', '&']) && !text.contains(":<")
}

#[test]
fn the_rest_of_a_text_with_holes_is_checked() {
    check(
        "hyperon",
        &[
            ("⟦(⟧f □", "syntax-unclosed-bracket"),
            ("(f □)⟦)⟧", "syntax-unexpected-bracket"),
            ("(f □ ⟦99999999999999999999⟧)", "syntax-integer-overflow"),
            ("(f □ \"⟦\\q⟧\")", "syntax-invalid-escape"),
            ("(= (f $x) (+ $x □))\n!(⟦+⟧ 1)", "call-arity"),
            ("!(+ 1 (⟦let⟧ $x 1))\n□", "form-shape"),
            ("(f □)\n(= (g $x) $x)\n⟦(= (g $y) $y)⟧", "duplicate-clause"),
        ],
    );
}

#[test]
fn absence_is_only_claimed_without_holes() {
    for (with, without) in [
        ("(= (f ⟦$x⟧) 1)", "(= (f $x) 1)\n□"),
        ("(: f (-> ⟦number⟧ Number))", "(: f (-> number Number))\n□"),
        ("!(add-atom ⟦&facts⟧ 1)", "!(add-atom &facts 1)\n□"),
        ("!(⟦car-atm⟧ (1 2))", "!(car-atm (1 2))\n□"),
        ("(@doc ⟦f⟧ (@desc \"d\"))", "(@doc f (@desc \"d\"))\n□"),
    ] {
        let code = mark("hyperon", &with.replace(['⟦', '⟧'], ""));
        assert_eq!(code.lines().next(), Some(with), "{code}");
        check("hyperon", &[(without, "")]);
    }
}

#[test]
fn words_with_holes_are_holes() {
    for (text, kinds) in [
        ("(f □ a)", "Expression Symbol Hole Symbol"),
        ("(a□ □b a□b □□)", "Expression Hole Hole Hole Hole"),
        ("($x□ 1□ True□ 1.5□)", "Expression Hole Hole Hole Hole"),
        ("(□(a)□)", "Expression Hole Expression Symbol Hole"),
        ("\"□\" □", "String Hole"),
        ("!□ ! □", "Hole Evaluation Hole"),
        ("; □\n(a)", "Expression Symbol"),
        ("(a □", "Expression Symbol Hole Missing"),
        (") □ (b\n(c □)", "Error Hole Expression Symbol Missing Expression Symbol Hole"),
        ("a\u{e001} \u{e000}\u{e001}", "Symbol Hole"),
    ] {
        let analysis = analyze("hyperon", &text.replace('□', &HOLE.to_string()));
        let ir = analysis.facts.ir();
        let found: Vec<&str> = ir
            .nodes
            .ids()
            .skip(1)
            .map(|node| NodeKind::NAMES[usize::from(ir.nodes.kind(node))])
            .collect();
        assert_eq!(found.join(" "), kinds, "{text}");
        check_forms(ir);
    }
}

/// A hole counts as one form and has no data.
fn check_forms(ir: Ir<'_>) {
    for node in ir.nodes.ids() {
        match NodeKind::from_code(ir.nodes.kind(node)) {
            NodeKind::Hole => assert_eq!(ir.nodes.data(node), u32::MAX),
            NodeKind::Expression => {
                let forms = ir
                    .nodes
                    .children(node)
                    .filter(|&child: &NodeId| NodeKind::from_code(ir.nodes.kind(child)).is_form());
                assert_eq!(ir.nodes.data(node) as usize, forms.count());
            }
            _ => {}
        }
    }
}

#[test]
fn definitions_with_holes_are_found_by_name() {
    let text = "(= (f □) 1)\n(fact □)\n(: g (-> A □))\n(= (h $x) □)\n(= □ 1)\n(□ a)";
    let analysis = analyze("mettatron", &text.replace('□', &HOLE.to_string()));
    let ir = analysis.facts.ir();
    let found: Vec<(&str, u32)> = ir
        .definitions
        .ids()
        .map(|definition| {
            (ir.names.text(ir.definitions.name(definition)), ir.definitions.arity(definition))
        })
        .collect();
    assert_eq!(found, [("f", u32::MAX), ("fact", u32::MAX), ("g", u32::MAX), ("h", 1)]);
}

#[test]
fn words_that_mettatron_reads_differently() {
    check(
        "mettatron",
        &[
            ("!(⟦println!⟧ \"x\")", "dialect-token"),
            ("(= (⟦even?⟧ ⟦$x⟧) 1)", "dialect-token unused-variable"),
            ("(f ⟦>=⟧ ⟦@doc⟧ ⟦%⟧ ⟦λ⟧ ⟦a.b⟧ ⟦1e5⟧ ⟦+5⟧ ⟦x?⟧)", &["dialect-token"; 8].join(" ")),
            ("(f ⟦$x.y⟧ $x-y $x;y\n)", "dialect-token"),
            ("!(match &self (p $x) $x)", ""),
            ("!(match & self (p $x) $x)", ""),
            ("!f", ""),
            ("(: f (-> Number %Undefined%))", ""),
            ("(, a b)", ""),
            ("(f \"λ println! // x\") ; λ println! // x", ""),
            ("⟦// twice as much, isn't it.⟧\n(= (double $x) (* 2 $x))", "slash-comment"),
            ("(f) ⟦// println! (a)⟧  \n(g)", "slash-comment"),
            ("(f ⟦//comment⟧\n)", "slash-comment"),
            ("(/ 4 2)", ""),
            ("(f a//b)", ""),
            ("; rholang-ls: allow(dialect-token)\n!(println! 1)", ""),
        ],
    );
    let texts = ["(f >= @doc % λ a.b 1e5 +5 x? println! $x.y)", "// x\n(f)", "(f //comment\n)"];
    check("hyperon", &texts.map(|text| (text, "")));
}
