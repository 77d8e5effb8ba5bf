//! What `definition`, `declaration` and `implementation` have in common.

use lsp_types::{Location, LocationLink, TextDocumentPositionParams};
use rholang_engine::query::Link;
use rholang_engine::{At, Snapshot};
use rholang_engine_sync::pool::{CancelToken, Cancelled};
use serde::Serialize;

use super::{Context, Failure};
use crate::proto::{to_lsp_links, to_lsp_locations};

/// Places to go to.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Targets {
    /// With the word that was asked about.
    Links(Vec<LocationLink>),
    /// For clients that know no links.
    Locations(Vec<Location>),
}

/// A query that finds places to go to.
type Query = fn(&Snapshot, At, &CancelToken) -> Result<Vec<Link>, Cancelled>;

/// Answers a request with the places that a query finds; nothing if there is none.
///
/// # Errors
///
/// If the request was cancelled.
pub fn navigate(
    context: &Context,
    place: &TextDocumentPositionParams,
    wants_links: bool,
    query: Query,
) -> Result<Option<Targets>, Failure> {
    let convert = &context.convert;
    let Some(at) = convert.at(place) else {
        return Ok(None);
    };
    let links = query(&convert.snapshot, at, &context.cancel)?;
    Ok(match &links[..] {
        [] => None,
        links if wants_links => Some(Targets::Links(to_lsp_links(convert, links, at.file))),
        links => Some(Targets::Locations(to_lsp_locations(convert, links))),
    })
}
