//! `rholang/regions`: the programs inside a document.
//!
//! Each has the URI of a document that shows it as its own reader would see it:
//! `rholang-embedded:/KEY/NAME.EXTENSION?URI`, where `URI` is that of the document around it. The key
//! stays the same while the program, or the text around it, is edited. The document can be read with
//! `workspace/textDocumentContent` and not be written.

use lsp_types::{Range, TextDocumentIdentifier, Uri};
use rholang_engine::analysis::Region;
use serde::{Deserialize, Serialize};

use super::{Context, Failure};

/// The scheme of documents that show a program inside another document.
pub const EMBEDDED_SCHEME: &str = "rholang-embedded";

/// Which document to look into.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegionsParams {
    /// The document.
    pub text_document: TextDocumentIdentifier,
}

/// A program inside a document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EmbeddedRegion {
    /// The URI of the document that shows the program.
    pub uri: String,
    /// The language of the program.
    pub language_id: &'static str,
    /// From the first literal of the program to the last one, without the outer quotes.
    pub range: Range,
    /// What makes the literals a program.
    pub rule: &'static str,
}

/// Answers the request, in order of the text.
///
/// # Errors
///
/// If the document is not known.
pub fn run(context: &Context, params: RegionsParams) -> Result<Vec<EmbeddedRegion>, Failure> {
    let convert = &context.convert;
    let known = convert.file(&params.text_document).and_then(|file| {
        let revision = convert.snapshot.file(file)?;
        Some((file, revision))
    });
    let Some((file, revision)) = known else {
        return Err(Failure::Refused("this document is not known".to_owned()));
    };
    let regions = revision.regions().iter().map(|region| EmbeddedRegion {
        uri: uri_of(region, &params.text_document.uri.0),
        language_id: region.document().variant().language.language().name(),
        range: convert.range(file, region.map().host_extent()),
        rule: region.embedded().reason.rule.name(),
    });
    Ok(regions.collect())
}

fn uri_of(region: &Region, host: &str) -> String {
    let language = region.document().variant().language.language();
    let extension = language.extensions().first().copied().unwrap_or("txt");
    let name = host.rsplit('/').next().unwrap_or(host);
    format!("{EMBEDDED_SCHEME}:/{}/{name}.{extension}?{host}", region.key())
}

/// The text of the document with such a URI, whose part after the scheme is given.
pub fn content(context: &Context, rest: &str) -> Option<String> {
    let (path, host) = rest.split_once('?')?;
    let key = path.trim_start_matches('/').split('/').next()?.parse().ok()?;
    let convert = &context.convert;
    let file = convert.file(&TextDocumentIdentifier { uri: Uri::from(host) })?;
    let region = convert.snapshot.file(file)?.regions().find(key)?;
    Some(region.document().text().content().to_owned())
}
