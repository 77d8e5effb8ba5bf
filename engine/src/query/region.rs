//! Why a string is a program.

use super::At;
use super::hover::Hover;
use crate::analysis::Region;
use crate::region::Rule;
use crate::symbol::HoverBlock;
use crate::text::Text;
use crate::workspace::Snapshot;

/// What there is to say about the string at a place, its quotes included, if it is a program.
pub(super) fn hover(snapshot: &Snapshot, at: At) -> Option<Hover> {
    let revision = snapshot.file(at.file)?;
    let region = revision.regions().around(at.offset)?;
    let text = sentence(region, revision.text());
    let range = region.map().host_extent();
    Some(Hover { range, blocks: vec![HoverBlock::Prose(text)] })
}

fn sentence(region: &Region, host: &Text) -> String {
    let reason = region.embedded().reason;
    let variant = region.document().variant();
    let rules = variant.language.language();
    let name = rules.name();
    let dialect = rules.dialects().get(usize::from(variant.dialect)).copied().unwrap_or("");
    let dialect = if dialect.is_empty() { String::new() } else { format!(" ({dialect})") };
    let place = reason.place.of(host.content());
    let line = host.lines().line(reason.place.start) + 1;
    let because = match reason.rule {
        Rule::Directive => format!("the comment `{place}` says so"),
        Rule::FirstLine => format!("its first line, `{place}`, says so"),
        Rule::Channel => format!("it is sent to `{place}`, which takes programs"),
        Rule::Flow => format!("it reaches `{place}` in line {line}, which takes programs"),
        Rule::OtherFile => {
            format!("it reaches `{place}` in line {line}, which another file takes programs from")
        }
    };
    format!("This string is a program in `{name}`{dialect}: {because}.")
}
