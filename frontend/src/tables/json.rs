//! Tables as one JSON object: each table is an array of rows, and a row is known by its place.

use std::io::Write;

use rholang_engine::ir::{Ir, NameId};
use rholang_engine::languages::KindNames;
use serde::{Serialize, Serializer};

use super::FileTables;
use super::data::{Data, binder_kind, channel, channel_kind_name, kind_name, node_data};

/// Writes all tables and a line end. Offsets are in bytes; a number that is missing is `null`.
///
/// # Errors
///
/// Those of `output`.
pub fn write(file: &FileTables<'_>, output: &mut impl Write) -> serde_json::Result<()> {
    let ir = file.analysis.facts.ir();
    let kinds = file.analysis.language.language().kind_names();
    serde_json::to_writer(&mut *output, &tables(file, &ir, &kinds))?;
    output.write_all(b"\n").map_err(serde_json::Error::io)
}

/// An array whose elements are made while it is written.
struct Rows<Make>(Make);

impl<Make, Items> Serialize for Rows<Make>
where
    Make: Fn() -> Items,
    Items: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct Tables<'a, Nodes, Names, Scopes, Binders, References, Endpoints, Definitions, Comments> {
    path: &'a str,
    language: &'static str,
    bytes: usize,
    nodes: Nodes,
    names: Names,
    scopes: Scopes,
    binders: Binders,
    references: References,
    endpoints: Endpoints,
    definitions: Definitions,
    comments: Comments,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    kind: &'static str,
    start: u32,
    end: u32,
    parent: Option<u32>,
    subtree_end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Scope {
    kind: &'static str,
    parent: Option<u32>,
    first_node: u32,
    node_end: u32,
    first_binder: u32,
    binder_end: u32,
}

#[derive(Serialize)]
struct Binder<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort: Option<&'static str>,
    name: &'a str,
    node: Option<u32>,
    scope: Option<u32>,
}

#[derive(Serialize)]
struct Reference<'a> {
    name: &'a str,
    node: Option<u32>,
    binder: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint<'a> {
    role: &'static str,
    node: Option<u32>,
    channel_kind: &'static str,
    channel: Option<Data>,
    arity: u32,
    has_remainder: bool,
    head: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Definition<'a> {
    kind: &'static str,
    name: &'a str,
    node: Option<u32>,
    name_node: Option<u32>,
    arity: Option<u32>,
}

#[derive(Serialize)]
struct Comment {
    start: u32,
    end: u32,
}

fn tables<'a>(
    file: &FileTables<'a>,
    ir: &'a Ir<'a>,
    kinds: &'a KindNames,
) -> impl Serialize + use<'a> {
    let language = file.analysis.language;
    Tables {
        path: file.label,
        language: language.language().name(),
        bytes: file.text.len(),
        nodes: Rows(move || {
            ir.nodes.ids().map(move |id| {
                let row = ir.nodes.row(id);
                Node {
                    kind: kind_name(kinds.nodes, row.kind),
                    start: row.start,
                    end: row.end,
                    parent: number(row.parent.raw()),
                    subtree_end: row.subtree_end.raw(),
                    data: node_data(language, row.kind, row.data),
                }
            })
        }),
        names: Rows(move || ir.names.ids().map(|id| ir.names.text(id))),
        scopes: scopes(ir, kinds),
        binders: Rows(move || {
            ir.binders.ids().map(move |id| {
                let row = ir.binders.row(id);
                let (kind, sort) = binder_kind(language, row.kind, kinds.binders);
                let (node, scope) = (number(row.node.raw()), number(row.scope.raw()));
                Binder { kind, sort, name: ir.names.text(row.name), node, scope }
            })
        }),
        references: Rows(move || {
            ir.references.ids().map(|id| {
                let row = ir.references.row(id);
                let (node, binder) = (number(row.node.raw()), number(row.binder.raw()));
                Reference { name: ir.names.text(row.name), node, binder }
            })
        }),
        endpoints: endpoints(ir, kinds),
        definitions: definitions(ir, kinds),
        comments: Rows(move || {
            ir.comments
                .ids()
                .map(|id| Comment { start: ir.comments.start(id), end: ir.comments.end(id) })
        }),
    }
}

fn scopes<'a>(ir: &'a Ir<'a>, kinds: &'a KindNames) -> impl Serialize + use<'a> {
    Rows(move || {
        ir.scopes.ids().map(|id| {
            let row = ir.scopes.row(id);
            Scope {
                kind: kind_name(kinds.scopes, row.kind),
                parent: number(row.parent.raw()),
                first_node: row.first_node.raw(),
                node_end: row.node_end.raw(),
                first_binder: row.first_binder.raw(),
                binder_end: row.binder_end.raw(),
            }
        })
    })
}

fn endpoints<'a>(ir: &'a Ir<'a>, kinds: &'a KindNames) -> impl Serialize + use<'a> {
    let head = |name: NameId| name.some().map(|name| ir.names.text(name));
    Rows(move || {
        ir.endpoints.ids().map(move |id| {
            let row = ir.endpoints.row(id);
            Endpoint {
                role: kind_name(kinds.endpoint_roles, row.role),
                node: number(row.node.raw()),
                channel_kind: channel_kind_name(row.channel_kind),
                channel: channel(row.channel_kind, row.channel),
                arity: row.arity,
                has_remainder: row.has_remainder != 0,
                head: head(row.head),
            }
        })
    })
}

fn definitions<'a>(ir: &'a Ir<'a>, kinds: &'a KindNames) -> impl Serialize + use<'a> {
    Rows(move || {
        ir.definitions.ids().map(|id| {
            let row = ir.definitions.row(id);
            Definition {
                kind: kind_name(kinds.definitions, row.kind),
                name: ir.names.text(row.name),
                node: number(row.node.raw()),
                name_node: number(row.name_node.raw()),
                arity: number(row.arity),
            }
        })
    })
}

/// A number that is missing if it is `u32::MAX`, as everywhere in the tables.
fn number(raw: u32) -> Option<u32> {
    (raw != u32::MAX).then_some(raw)
}
