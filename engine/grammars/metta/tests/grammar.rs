//! Checks the queries, the names that users of the crate rely on, and the depth that the parser stands.

use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator as _, Tree};
use tree_sitter_metta::{
    FOLDS_QUERY, HIGHLIGHTS_QUERY, INDENTS_QUERY, LANGUAGE, LOCALS_QUERY, NODE_TYPES, TAGS_QUERY,
};

fn language() -> Language {
    LANGUAGE.into()
}

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&language()).expect("the language loads");
    parser.parse(text, None).expect("parsing was not cancelled")
}

/// The captures of `query` as pairs of name and text.
fn captures(query: &str, text: &str) -> Vec<(String, String)> {
    let query = Query::new(&language(), query).expect("the query compiles");
    let tree = parse(text);
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.captures(&query, tree.root_node(), text.as_bytes());
    let mut found = Vec::new();
    while let Some((item, index)) = matches.next() {
        let capture = item.captures()[*index];
        let name = query.capture_names()[capture.index as usize];
        found.push((name.to_owned(), text[capture.node.byte_range()].to_owned()));
    }
    found
}

#[track_caller]
fn assert_captures(query: &str, text: &str, expected: &[(&str, &str)]) {
    let found = captures(query, text);
    for (name, part) in expected {
        assert!(
            found.iter().any(|(n, p)| n == name && p == part),
            "{name} {part:?} is not among {found:?}"
        );
    }
}

#[test]
fn every_query_compiles() {
    for query in [HIGHLIGHTS_QUERY, FOLDS_QUERY, INDENTS_QUERY, LOCALS_QUERY, TAGS_QUERY] {
        Query::new(&language(), query).expect("the query compiles");
    }
}

#[test]
fn highlights() {
    assert_captures(
        HIGHLIGHTS_QUERY,
        "(: Shape Type) ; kinds\n(= (area $s) (* 2 1.5 \"a\" True &self))\n!(area (Round))",
        &[
            ("operator", ":"),
            ("type", "Shape"),
            ("type.builtin", "Type"),
            ("comment", "; kinds"),
            ("function", "area"),
            ("variable.parameter", "$s"),
            ("operator", "*"),
            ("number", "2"),
            ("number.float", "1.5"),
            ("string", "\"a\""),
            ("boolean", "True"),
            ("variable.builtin", "&self"),
            ("keyword.operator", "!"),
            ("function.call", "area"),
            ("punctuation.bracket", "("),
        ],
    );
}

#[test]
fn tags() {
    assert_captures(
        TAGS_QUERY,
        "(: Shape Type)\n(: area (-> Shape Number))\n(= (area $s) 1)\n!(import! &self json)",
        &[
            ("definition.type", "(: Shape Type)"),
            ("definition.interface", "(: area (-> Shape Number))"),
            ("definition.function", "(= (area $s) 1)"),
            ("reference.module", "(import! &self json)"),
            ("name", "json"),
        ],
    );
}

#[test]
fn locals() {
    let text = "(= (f $x) (let* (($y $x)) (let $z 1 (chain 2 $w ($x $y $z $w)))))";
    let found = captures(LOCALS_QUERY, text);
    let definitions = found.iter().filter(|(name, _)| name == "local.definition");
    let names: Vec<_> = definitions.map(|(_, text)| text.as_str()).collect();
    assert_eq!(names, ["$x", "$y", "$z", "$w"]);
    assert!(found.iter().any(|(name, part)| name == "local.scope" && part == text));
}

#[test]
fn folds_and_indents() {
    assert_captures(FOLDS_QUERY, "; a\n; b\n(c\n d)", &[("fold", "; a"), ("fold", "(c\n d)")]);
    assert_captures(INDENTS_QUERY, "(c\n d)", &[("indent", "(c\n d)"), ("outdent", ")")]);
}

#[test]
fn node_kinds_are_stable() {
    let language = language();
    for kind in [
        "source_file",
        "evaluation",
        "expression",
        "symbol",
        "variable",
        "string_literal",
        "integer_literal",
        "float_literal",
        "boolean_literal",
        "comment",
    ] {
        assert_ne!(language.id_for_node_kind(kind, true), 0, "{kind}");
        assert!(NODE_TYPES.contains(&format!("\"{kind}\"")), "{kind}");
    }
    for token in ["(", ")", "!"] {
        assert_ne!(language.id_for_node_kind(token, false), 0, "{token}");
    }
    assert!(language.field_id_for_name("operand").is_some());
    assert_eq!(language.abi_version(), 15);
}

#[test]
fn the_forms_are_direct_children() {
    let tree = parse("!(a $b \"c\" (d))");
    let evaluation = tree.root_node().named_child(0).expect("an evaluation");
    assert_eq!(evaluation.kind(), "evaluation");
    let expression = evaluation.child_by_field_name("operand").expect("an operand");
    let mut cursor = expression.walk();
    let kinds: Vec<_> = expression.children(&mut cursor).map(|child| child.kind()).collect();
    assert_eq!(kinds, ["(", "symbol", "variable", "string_literal", "expression", ")"]);
}

#[test]
fn deep_nesting() {
    const DEPTH: usize = 100_000;
    let opened = "(".repeat(DEPTH);
    let closed = ")".repeat(DEPTH);
    assert!(parse(&opened).root_node().has_error());
    assert!(parse(&closed).root_node().has_error());
    assert!(parse(&"(a ".repeat(DEPTH)).root_node().has_error());
    assert!(!parse(&(opened + &closed)).root_node().has_error());
}
