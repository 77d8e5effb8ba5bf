//! Hover texts.

use std::fmt::Write;

use lsp_types::{Contents, Hover, MarkupContent, MarkupKind};
use rholang_engine::FileId;
use rholang_engine::query;
use rholang_engine::symbol::HoverBlock;

use super::Convert;

/// A hover text, as Markdown or without its marks.
pub fn to_lsp_hover(
    convert: &Convert,
    file: FileId,
    hover: &query::Hover,
    is_markdown: bool,
) -> Hover {
    let mut value = String::new();
    for block in &hover.blocks {
        if !value.is_empty() {
            value.push_str("\n\n");
        }
        push_block(&mut value, block, is_markdown);
    }
    let kind = if is_markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Hover {
        contents: Contents::MarkupContent(MarkupContent { kind, value }),
        range: Some(convert.range(file, hover.range)),
    }
}

fn push_block(value: &mut String, block: &HoverBlock, is_markdown: bool) {
    match block {
        HoverBlock::Code { language, text } if is_markdown => {
            // The fence has to be longer than any in the text.
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            // Writing to a string cannot fail.
            let _ = write!(value, "{fence}{language}\n{text}\n{fence}");
        }
        HoverBlock::Code { text, .. } | HoverBlock::Prose(text) => value.push_str(text),
    }
}
