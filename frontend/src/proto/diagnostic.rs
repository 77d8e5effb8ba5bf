//! Findings.

use lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, Message, Uri,
};
use rholang_engine::FileId;
use rholang_engine::diagnostic::{Severity, Tag};
use rholang_engine::query::{FileDiagnostic, diagnostics};

use super::Convert;

/// Who the client says that diagnostics come from.
const SOURCE: &str = "rholang";

/// The scheme of the explanations of codes, which are documents that the server provides.
pub const EXPLANATION_SCHEME: &str = "rholang-explain";

/// What diagnostics may carry, and how severe they are.
pub struct DiagnosticOptions<'a> {
    /// Whether they may name other places.
    pub related_information: bool,
    /// Whether they may link to an explanation.
    pub code_description: bool,
    /// Whether they may be tagged.
    pub tags: bool,
    /// The severity of a finding; none for a code that is turned off.
    pub severity: &'a dyn Fn(&FileDiagnostic) -> Option<Severity>,
}

/// The findings in a file that are not turned off: errors of syntax first, then in order of the text.
pub fn to_lsp_diagnostics(
    convert: &Convert,
    file: FileId,
    options: &DiagnosticOptions<'_>,
) -> Vec<Diagnostic> {
    let mut found = diagnostics(&convert.snapshot, file);
    found.sort_by_key(|diagnostic| !diagnostic.code.is_syntax());
    let diagnostic = |diagnostic: FileDiagnostic| {
        let severity = (options.severity)(&diagnostic)?;
        let code = diagnostic.code;
        let related = diagnostic.related.iter().map(|related| DiagnosticRelatedInformation {
            location: convert.location(related.file, related.range),
            message: related.note.to_owned(),
        });
        let related: Vec<_> =
            if options.related_information { related.collect() } else { Vec::new() };
        let tag = code.tag.filter(|_| options.tags);
        Some(Diagnostic {
            range: convert.range(file, diagnostic.range),
            severity: Some(to_lsp_severity(severity)),
            code: Some(Code::String(code.name.to_owned())),
            code_description: options.code_description.then(|| CodeDescription {
                href: Uri::from(format!("{EXPLANATION_SCHEME}:{}", code.name)),
            }),
            source: Some(SOURCE.to_owned()),
            message: Message::String(diagnostic.message),
            tags: tag.map(|tag| vec![to_lsp_tag(tag)]),
            related_information: (!related.is_empty()).then_some(related),
            data: None,
        })
    };
    found.into_iter().filter_map(diagnostic).collect()
}

const fn to_lsp_severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Information => DiagnosticSeverity::Information,
        Severity::Hint => DiagnosticSeverity::Hint,
    }
}

const fn to_lsp_tag(tag: Tag) -> DiagnosticTag {
    match tag {
        Tag::Unnecessary => DiagnosticTag::Unnecessary,
        Tag::Deprecated => DiagnosticTag::Deprecated,
    }
}
