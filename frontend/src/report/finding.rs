//! What is wrong with a file and with the programs inside it.

use rholang_engine::diagnostic::{Code, Diagnostics, Related};
use rholang_engine::ir::Names;
use rholang_engine::text::TextRange;
use rholang_engine::{Analysis, Regions};

/// One finding in a file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong.
    pub code: &'static Code,
    /// The text that is wrong.
    pub range: TextRange,
    /// The message in English.
    pub message: String,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

/// The findings in a file and in the programs inside it, in order of the text. Nothing is said about
/// what the file computes.
pub fn findings(text: &str, analysis: &Analysis, regions: &Regions) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names = analysis.facts.ir().names;
    for diagnostics in [&analysis.diagnostics, regions.diagnostics()] {
        add(diagnostics, names, text, Some, &mut findings);
    }
    for region in regions.iter() {
        let inside = region.document().analysis();
        let text = region.document().text().content();
        let in_file = |range| region.map().host_range(range);
        add(&inside.diagnostics, inside.facts.ir().names, text, in_file, &mut findings);
    }
    findings.sort_by_key(|finding| finding.range);
    findings
}

/// Adds the findings of a text whose ranges `in_file` turns into ranges of the file.
fn add(
    diagnostics: &Diagnostics,
    names: Names<'_>,
    text: &str,
    in_file: impl Fn(TextRange) -> Option<TextRange>,
    findings: &mut Vec<Finding>,
) {
    for diagnostic in diagnostics {
        let Some(range) = in_file(diagnostic.range) else {
            continue;
        };
        let related = diagnostics.related(diagnostic).iter().filter_map(|related| {
            in_file(related.range).map(|range| Related { range, ..*related })
        });
        findings.push(Finding {
            code: diagnostic.code,
            range,
            message: diagnostic.message(names, text),
            related: related.collect(),
        });
    }
}
