//! Files that are templates of programs.

use memchr::memmem;

use crate::diagnostic::DiagnosticSink;
use crate::ir::Ir;
use crate::languages::rholang::code;
use crate::text::TextRange;

/// Whether the file is a template for a text engine. Then nothing else is said about it: what the
/// engine will put in is unknown.
pub(super) fn check(text: &str, ir: Ir<'_>, sink: &mut DiagnosticSink) -> bool {
    let Some(range) = statement(text).or_else(|| expression(text, ir)) else {
        return false;
    };
    sink.clear();
    sink.report(&code::TEMPLATE_FILE, range);
    true
}

/// The first `{% .. %}` outside strings and comments. White space after the sign is required,
/// because `{%NAME}` is a block around a placeholder.
fn statement(text: &str) -> Option<TextRange> {
    memmem::find_iter(text.as_bytes(), "{%").find_map(|start| {
        let rest = text.get(start + 2..)?;
        let is_statement = rest.starts_with([' ', '-', '\t', '\n']);
        let end = rest.find("%}")?;
        is_statement.then(|| TextRange::from_offsets(start..start + 2 + end + 2))
    })
}

/// The first `{{ name }}` whose name is not bound in the file.
fn expression(text: &str, ir: Ir<'_>) -> Option<TextRange> {
    memmem::find_iter(text.as_bytes(), "{{").find_map(|start| {
        let rest = text.get(start + 2..)?;
        let end = rest.find("}}")?;
        let name = rest.get(..end)?.trim();
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte))
            && !name.as_bytes()[0].is_ascii_digit();
        let is_bound = || {
            let spelling = name.split('.').next().and_then(|name| ir.names.find(name));
            spelling.is_some_and(|spelling| ir.binders.name.contains(&spelling))
        };
        let is_expression = is_name && name != "Nil" && !is_bound();
        is_expression.then(|| TextRange::from_offsets(start..start + 2 + end + 2))
    })
}
