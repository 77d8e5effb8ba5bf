//! Diagnostics as JSON: one object a line.

use rholang_engine::text::{PositionEncoding, TextRange};
use serde::Serialize;

use super::FileReport;
use crate::proto::to_lsp_range;

/// The unit of columns in JSON: the default of the Language Server Protocol.
pub const ENCODING: PositionEncoding = PositionEncoding::Utf16;

#[derive(Serialize)]
struct Finding<'a> {
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
    for diagnostic in file.diagnostics {
        let message = diagnostic.message(file.names, file.text);
        let range = positions(diagnostic.range);
        let related = file.diagnostics.related(diagnostic).iter().map(|related| {
            let range = positions(related.range);
            let (start, end) = (range.start, range.end);
            RelatedPlace { path: file.label, start, end, message: related.note }
        });
        let finding = Finding {
            path: file.label,
            severity: diagnostic.code.severity.as_str(),
            code: diagnostic.code.name,
            message: &message,
            start: range.start,
            end: range.end,
            related: related.collect(),
        };
        serde_json::to_writer(&mut output, &finding)?;
        output.push(b'\n');
    }
    Ok(output)
}
