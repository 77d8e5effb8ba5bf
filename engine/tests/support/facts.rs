//! What an analysis says, written so that the numbers of names make no difference.

use std::fmt::Write;

use rholang_engine::ir::{Ir, NameId};
use rholang_engine::languages::metta::kind::NodeKind as M;
use rholang_engine::languages::rholang::kind::{ChannelKind, NodeKind as R};
use rholang_engine::{Analysis, LanguageId};

/// Whether the data of nodes of a kind is a name.
fn is_named(language: LanguageId, kind: u8) -> bool {
    match language {
        LanguageId::Rholang => {
            matches!(R::from_code(kind), R::Quote | R::MethodName | R::String | R::Uri)
        }
        LanguageId::Metta => matches!(M::from_code(kind), M::Symbol),
    }
}

/// All rows and findings of an analysis, with names in place of their numbers.
pub(crate) fn written(analysis: &Analysis, text: &str) -> String {
    let ir = analysis.facts.ir();
    let mut out = String::new();
    write_rows(ir, analysis.language, &mut out);
    for found in &analysis.diagnostics {
        let message = found.message(ir.names, text);
        let related = analysis.diagnostics.related(found);
        writeln!(out, "{} {:?} {message} {related:?}", found.code.name, found.range)
            .expect("a string takes everything");
    }
    out
}

fn write_rows(ir: Ir<'_>, language: LanguageId, out: &mut String) {
    let name = |name: NameId| if name.is_none() { "-" } else { ir.names.text(name) };
    let mut line = |row: String| {
        out.push_str(&row);
        out.push('\n');
    };
    for id in ir.nodes.ids() {
        let mut row = ir.nodes.row(id);
        let named = NameId::new(row.data).some().filter(|_| is_named(language, row.kind));
        if named.is_some() {
            row.data = 0;
        }
        line(format!("{id:?} {row:?} {}", named.map_or("", name)));
    }
    for id in ir.scopes.ids() {
        line(format!("{id:?} {:?}", ir.scopes.row(id)));
    }
    for id in ir.binders.ids() {
        let mut row = ir.binders.row(id);
        let spelling = name(row.name);
        row.name = NameId::NONE;
        line(format!("{id:?} {row:?} {spelling}"));
    }
    for id in ir.references.ids() {
        let mut row = ir.references.row(id);
        let spelling = name(row.name);
        row.name = NameId::NONE;
        line(format!("{id:?} {row:?} {spelling}"));
    }
    for id in ir.endpoints.ids() {
        let mut row = ir.endpoints.row(id);
        let (head, mut channel) = (name(row.head), "");
        let is_binder = ChannelKind::from_code(row.channel_kind) == ChannelKind::Binder;
        if !is_binder {
            channel = name(NameId::new(row.channel));
            row.channel = 0;
        }
        row.head = NameId::NONE;
        line(format!("{id:?} {row:?} {head} {channel}"));
    }
    for id in ir.definitions.ids() {
        let mut row = ir.definitions.row(id);
        let spelling = name(row.name);
        row.name = NameId::NONE;
        line(format!("{id:?} {row:?} {spelling}"));
    }
    for id in ir.comments.ids() {
        line(format!("{id:?} {:?}", ir.comments.row(id)));
    }
}
