//! Diagnostics as JSON: one object a line.

use rholang_engine::text::{PositionEncoding, TextRange};
use serde::Serialize;

use super::FileReport;
use crate::proto::to_lsp_range;

/// The unit of columns in JSON: the default of the Language Server Protocol.
pub const ENCODING: PositionEncoding = PositionEncoding::Utf16;

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    start: lsp_types::Position,
    end: lsp_types::Position,
    related: Vec<RelatedPlace<'a>>,
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    path: &'a str,
    start: lsp_types::Position,
    end: lsp_types::Position,
    message: &'static str,
}

/// A line for each finding in a file, hints included.
///
/// # Errors
///
/// None that can occur: the objects hold strings and numbers.
pub fn render(file: &FileReport<'_>) -> serde_json::Result<Vec<u8>> {
    let mut output = Vec::new();
    let positions = |range: TextRange| to_lsp_range(file.text, file.lines, range, ENCODING);
    for finding in file.findings {
        let range = positions(finding.range);
        let related = finding.related.iter().map(|related| {
            let range = positions(related.range);
            let (start, end) = (range.start, range.end);
            RelatedPlace { path: file.label, start, end, message: related.note }
        });
        let line = Line {
            path: file.label,
            severity: finding.code.severity.as_str(),
            code: finding.code.name,
            message: &finding.message,
            start: range.start,
            end: range.end,
            related: related.collect(),
        };
        serde_json::to_writer(&mut output, &line)?;
        output.push(b'\n');
    }
    Ok(output)
}
