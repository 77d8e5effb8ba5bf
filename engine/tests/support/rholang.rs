//! Rholang fixtures in which marks say what the analysis has to find.
//!
//! Marks make an expectation readable without counting columns, and a fixture that fails is
//! printed with the marks that the analysis deserves.

use std::fmt::Write;

use rholang_engine::LanguageId;
use rholang_engine::diagnostic::Severity;
use rholang_engine::ir::{BinderId, Ir};
use rholang_engine::languages::rholang::kind::{
    BINDER_FLAG, BinderKind, ChannelKind, EndpointRole, NodeKind, PROCESS_FLAG,
};

use super::analyze;

/// Checks texts in which `⟦..⟧` marks the range of each diagnostic, against the codes of the
/// diagnostics in order, separated by spaces.
pub(crate) fn check_diagnostics(cases: &[(&str, &str)]) {
    check(cases, |source, codes| {
        let text = source.replace(['⟦', '⟧'], "");
        let actual = mark_diagnostics(&text, |_| true);
        (format!("{source}\n  {codes}"), actual)
    });
}

/// Like [`check_diagnostics`], and says nothing about diagnostics with other codes.
pub(crate) fn check_one_code(code: &str, cases: &[&str]) {
    let cases: Vec<(&str, &str)> = cases.iter().map(|&case| (case, code)).collect();
    check(&cases, |source, code| {
        let text = source.replace(['⟦', '⟧'], "");
        let actual = mark_diagnostics(&text, |name| name == code);
        let count = source.matches('⟦').count();
        (format!("{source}\n  {}", vec![code; count].join(" ")), actual)
    });
}

/// Checks texts in which `#` and a label follow each variable, against the codes of the errors.
///
/// | label | the variable |
/// |---|---|
/// | `#1n` | binds a name; binders are numbered in order of the text |
/// | `#1p` | binds a process |
/// | `#1` | refers to binder 1 |
/// | `#0` | refers to nothing |
/// | `#ln`, `#lp` | binds inside its pattern only |
/// | `#i` | refers to a name that an agent brings along |
pub(crate) fn check_names(cases: &[(&str, &str)]) {
    check(cases, |source, codes| {
        let mut text = String::new();
        let mut pieces = source.split('#');
        text.push_str(pieces.next().unwrap_or(""));
        for piece in pieces {
            let label = piece.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(piece.len());
            text.push_str(&piece[label..]);
        }
        (format!("{source}\n  {codes}"), mark_names(&text))
    });
}

/// Checks texts against the outlines of their nodes, written `Kind(child, child)`; a node without
/// children is the text that it covers.
pub(crate) fn check_outlines(cases: &[(&str, &str)]) {
    check(cases, |source, expected| (format!("{source}\n  {expected}"), outline(source)));
}

/// Checks texts against their endpoints, written `Role channel/arity`, with `+` after the arity if
/// more parts may follow.
pub(crate) fn check_endpoints(cases: &[(&str, &str)]) {
    check(cases, |source, expected| (format!("{source}\n  {expected}"), endpoints(source)));
}

/// Compares what each case has to be with what it is, and fails with all differences at once.
fn check(cases: &[(&str, &str)], compare: impl Fn(&str, &str) -> (String, String)) {
    let mut differences = String::new();
    for &(source, expectation) in cases {
        let (expected, actual) = compare(source, expectation);
        if expected.trim_end() != actual.trim_end() {
            write!(differences, "\nexpected: {expected}\n  actual: {actual}\n").unwrap();
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

fn mark_diagnostics(text: &str, is_relevant: impl Fn(&str) -> bool) -> String {
    let analysis = analyze(LanguageId::Rholang, text);
    let found = || analysis.diagnostics.iter().filter(|found| is_relevant(found.code.name));
    // At one offset, ranges end before others begin, and the widest begins first.
    let mut marks: Vec<(u32, u32, char)> = Vec::new();
    for diagnostic in found() {
        let (start, end) = (diagnostic.range.start, diagnostic.range.end);
        if start == end {
            marks.push((start, 1, '⟦'));
            marks.push((start, 1, '⟧'));
        } else {
            marks.push((start, u32::MAX - end, '⟦'));
            marks.push((end, 0, '⟧'));
        }
    }
    marks.sort_by_key(|&(offset, rank, _)| (offset, rank));
    let mut output = String::new();
    let mut done = 0;
    for (offset, _, mark) in marks {
        output.push_str(&text[done..offset as usize]);
        output.push(mark);
        done = offset as usize;
    }
    let codes: Vec<&str> = found().map(|found| found.code.name).collect();
    format!("{output}{}\n  {}", &text[done..], codes.join(" "))
}

fn mark_names(text: &str) -> String {
    let analysis = analyze(LanguageId::Rholang, text);
    let ir = analysis.facts.ir();
    let mut numbered: Vec<BinderId> =
        ir.binders.ids().filter(|&binder| is_numbered(ir, binder)).collect();
    numbered.sort_by_key(|&binder| ir.binders.node(binder));
    let number = |binder: BinderId| match numbered.iter().position(|&known| known == binder) {
        Some(index) => (index + 1).to_string(),
        None if binder.is_none() => "0".to_owned(),
        None if binder_kind(ir, binder) == BinderKind::Implicit => "i".to_owned(),
        None => "l".to_owned(),
    };
    let mut output = String::new();
    let mut done = 0;
    for node in ir.nodes.ids() {
        if !NodeKind::from_code(ir.nodes.kind(node)).is_variable() {
            continue;
        }
        let end = ir.nodes.end(node) as usize;
        output.push_str(&text[done..end]);
        done = end;
        let data = ir.nodes.data(node);
        if data & BINDER_FLAG != 0 {
            let binder = BinderId::new(data & !BINDER_FLAG);
            let is_process = ir.binders.kind(binder) & PROCESS_FLAG != 0;
            write!(output, "#{}{}", number(binder), if is_process { 'p' } else { 'n' }).unwrap();
        } else {
            let binder = ir.references.binder[data as usize];
            write!(output, "#{}", number(binder)).unwrap();
        }
    }
    let errors: Vec<&str> = analysis
        .diagnostics
        .iter()
        .filter(|found| found.code.severity == Severity::Error)
        .map(|found| found.code.name)
        .collect();
    format!("{output}{}\n  {}", &text[done..], errors.join(" "))
}

fn binder_kind(ir: Ir<'_>, binder: BinderId) -> BinderKind {
    BinderKind::of(ir.binders.kind(binder))
}

fn is_numbered(ir: Ir<'_>, binder: BinderId) -> bool {
    !matches!(binder_kind(ir, binder), BinderKind::Implicit | BinderKind::PatternLocal)
}

fn outline(text: &str) -> String {
    let analysis = analyze(LanguageId::Rholang, text);
    let ir = analysis.facts.ir();
    let kinds = LanguageId::Rholang.language().kind_names();
    let mut output = String::new();
    let mut open = Vec::new();
    for node in ir.nodes.ids().skip(1) {
        while open.pop_if(|end| *end <= node).is_some() {
            output.push(')');
        }
        if !output.is_empty() && !output.ends_with('(') {
            output.push_str(", ");
        }
        if ir.nodes.subtree_end(node) == node.next() {
            output.push_str(ir.range(node).of(text));
        } else {
            output.push_str(kinds.nodes[usize::from(ir.nodes.kind(node))]);
            output.push('(');
            open.push(ir.nodes.subtree_end(node));
        }
    }
    output.extend(open.iter().map(|_| ')'));
    let has_errors = analysis.diagnostics.iter().any(|found| found.code.is_syntax());
    let errors = if has_errors { " with syntax errors" } else { "" };
    format!("{text}\n  {output}{errors}")
}

fn endpoints(text: &str) -> String {
    let analysis = analyze(LanguageId::Rholang, text);
    let ir = analysis.facts.ir();
    let mut output = Vec::new();
    for endpoint in ir.endpoints.ids() {
        let row = ir.endpoints.row(endpoint);
        let channel = match ChannelKind::from_code(row.channel_kind) {
            ChannelKind::Computed => "?".to_owned(),
            ChannelKind::Binder => {
                ir.names.text(ir.binders.name(BinderId::new(row.channel))).to_owned()
            }
            ChannelKind::Quoted => {
                format!("\"{}\"", ir.names.text(rholang_engine::ir::NameId::new(row.channel)))
            }
            ChannelKind::Term => {
                let name = ir.names.text(rholang_engine::ir::NameId::new(row.channel));
                format!("@{}", name.trim_start_matches('"'))
            }
            ChannelKind::Uri => {
                format!("`{}`", ir.names.text(rholang_engine::ir::NameId::new(row.channel)))
            }
        };
        let more = if row.has_remainder != 0 { "+" } else { "" };
        let head = match row.head.some() {
            Some(head) => format!(" head {}", ir.names.text(head)),
            None => String::new(),
        };
        let role = EndpointRole::from_code(row.role);
        output.push(format!("{role:?} {channel}/{}{more}{head}", row.arity));
    }
    format!("{text}\n  {}", output.join(", "))
}
