//! Places to go to.

use lsp_types::{Location, LocationLink};
use rholang_engine::query::Link;

use super::Convert;

/// Links that say which word was asked about.
pub fn to_lsp_links(
    convert: &Convert,
    links: &[Link],
    origin: rholang_engine::FileId,
) -> Vec<LocationLink> {
    let link = |link: &Link| LocationLink {
        origin_selection_range: Some(convert.range(origin, link.origin)),
        target_uri: convert.uri(link.file),
        target_range: convert.range(link.file, link.range),
        target_selection_range: convert.range(link.file, link.name),
    };
    links.iter().map(link).collect()
}

/// The names to go to, for clients that know no links.
pub fn to_lsp_locations(convert: &Convert, links: &[Link]) -> Vec<Location> {
    links.iter().map(|link| convert.location(link.file, link.name)).collect()
}
