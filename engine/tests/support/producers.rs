//! The two producers of nodes, side by side.

use rholang_engine::ir::Ir;
use rholang_engine::{Analysis, Analyzer, LanguageId};

/// What the direct parser does with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It accepts the text, which has no syntax errors.
    Accepted,
    /// It declines a text that has syntax errors.
    Broken,
    /// It declines a text that has no syntax errors.
    Declined,
}

/// Analyses a text with and without a syntax tree.
///
/// # Errors
///
/// If the direct parser accepts a text that has syntax errors, or the tables or findings differ.
pub(crate) fn compare(
    analyzer: &mut Analyzer,
    language: LanguageId,
    text: &str,
) -> Result<Outcome, String> {
    let tree =
        analyzer.parse(language, text, None, &mut || false).map_err(|error| error.to_string())?;
    let direct = analyzer.analyze_directly(language, text);
    match (direct, tree.has_errors()) {
        (Some(_), true) => Err("accepted, and has syntax errors".to_owned()),
        (None, true) => Ok(Outcome::Broken),
        (None, false) => Ok(Outcome::Declined),
        (Some(direct), false) => {
            let from_tree = analyzer.facts(language, text, &tree);
            difference(&direct, &from_tree).map_or(Ok(Outcome::Accepted), Err)
        }
    }
}

/// The first difference between two analyses of one text.
fn difference(direct: &Analysis, from_tree: &Analysis) -> Option<String> {
    let (left, right) = (direct.facts.ir(), from_tree.facts.ir());
    let names = |ir: Ir<'_>| ir.names.ids().map(|id| ir.names.text(id).to_owned()).collect();
    let (left_names, right_names): (Vec<String>, Vec<String>) = (names(left), names(right));
    let differing_name = left_names.iter().zip(&right_names).position(|(a, b)| a != b);
    if left_names != right_names {
        return Some(format!("names differ at {differing_name:?}"));
    }
    let findings = |analysis: &Analysis| format!("{:?}", analysis.diagnostics);
    macro_rules! rows {
        ($($table:ident),+) => {
            $(
                let (a, b) = (left.$table, right.$table);
                for (a, b) in a.ids().zip(b.ids()) {
                    if left.$table.row(a) != right.$table.row(b) {
                        let (a, b) = (left.$table.row(a), right.$table.row(b));
                        return Some(format!("{}: direct {a:?}, tree {b:?}", stringify!($table)));
                    }
                }
                if a.len() != b.len() {
                    let table = stringify!($table);
                    return Some(format!("{table}: {} rows and {}", a.len(), b.len()));
                }
            )+
        };
    }
    rows!(nodes, comments, scopes, binders, references, endpoints, definitions);
    (findings(direct) != findings(from_tree)).then(|| "diagnostics differ".to_owned())
}
