//! `workspace/textDocumentContent`: documents that the server provides.
//!
//! | URI | what it shows |
//! |---|---|
//! | `rholang-explain:CODE` | what a code of a diagnostic means |
//! | `rholang-tables:URI` | what the engine makes of a document |
//! | `rholang-embedded:/KEY/NAME?URI` | a program inside a document, see [`regions`] |

use lsp_types::{
    TextDocumentContentParams, TextDocumentContentResult, TextDocumentIdentifier, Uri,
};

use super::{Context, Failure, regions, syntax_tree};
use crate::codes::explanation;
use crate::proto::EXPLANATION_SCHEME;

/// The scheme of documents that show the engine's tables.
pub const TABLES_SCHEME: &str = "rholang-tables";

/// All schemes.
pub const SCHEMES: [&str; 3] = [EXPLANATION_SCHEME, TABLES_SCHEME, regions::EMBEDDED_SCHEME];

/// Answers the request.
///
/// # Errors
///
/// If there is no such document.
pub fn run(
    context: &Context,
    params: TextDocumentContentParams,
) -> Result<TextDocumentContentResult, Failure> {
    let uri = params.uri.0;
    let text = match uri.split_once(':') {
        Some((EXPLANATION_SCHEME, code)) => explanation(code.trim_start_matches('/')),
        Some((TABLES_SCHEME, uri)) => {
            syntax_tree::tables(context, &TextDocumentIdentifier { uri: Uri::from(uri) })
        }
        Some((regions::EMBEDDED_SCHEME, rest)) => regions::content(context, rest),
        _ => None,
    };
    let text = text.ok_or_else(|| Failure::Refused(format!("there is no document `{uri}`")))?;
    Ok(TextDocumentContentResult { text })
}
