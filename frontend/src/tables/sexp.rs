//! Tables as S-expressions, one row a line.

use std::fmt;
use std::io::{self, Write};

use rholang_engine::ir::{Ir, Names, NodeId};
use rholang_engine::languages::KindNames;

use super::FileTables;
use super::data::{Data, binder_kind, channel, channel_kind_name, kind_name, node_data};

/// Deeper nodes are indented like those at this depth: the indentation of 100,000 nested lists
/// would take gigabytes.
const DEPTH_SHOWN_MAX: usize = 40;
/// How many characters of a leaf's text are shown.
const LEAF_CHARACTERS_MAX: usize = 40;

/// Writes all tables. Every row begins with its number.
///
/// # Errors
///
/// Those of `output`.
pub fn write(file: &FileTables<'_>, output: &mut impl Write) -> io::Result<()> {
    let ir = file.analysis.facts.ir();
    let language = file.analysis.language.language();
    let kinds = language.kind_names();
    write!(output, "(file {:?}\n  (language {})", file.label, language.name())?;
    write!(output, "\n  (bytes {})", file.text.len())?;
    write_nodes(file, &ir, &kinds, output)?;
    write_names(ir.names, output)?;
    write_binding(file, &ir, &kinds, output)?;
    write_rest(&ir, &kinds, output)?;
    writeln!(output, ")")
}

/// Writes the nodes as a tree. The table is in pre-order, so the walk is a loop over its rows; a
/// stack holds where the open subtrees end.
fn write_nodes(
    file: &FileTables<'_>,
    ir: &Ir<'_>,
    kinds: &KindNames,
    output: &mut impl Write,
) -> io::Result<()> {
    write!(output, "\n  (nodes")?;
    let nodes = ir.nodes;
    let mut open: Vec<NodeId> = Vec::new();
    for node in nodes.ids() {
        while open.last().is_some_and(|&end| end <= node) {
            open.pop();
            write!(output, ")")?;
        }
        let row = nodes.row(node);
        let indentation = 4 + 2 * open.len().min(DEPTH_SHOWN_MAX);
        let kind = kind_name(kinds.nodes, row.kind);
        write!(output, "\n{:indentation$}({} {kind} {}..{}", "", node.raw(), row.start, row.end)?;
        if let Some(data) = node_data(file.analysis.language, row.kind, row.data) {
            write!(output, " {}", Shown { data, ir })?;
        }
        if row.subtree_end == node.next() {
            write_leaf(nodes.range(node).of(file.text), output)?;
        }
        open.push(row.subtree_end);
    }
    for _ in 0..=open.len() {
        write!(output, ")")?;
    }
    Ok(())
}

fn write_leaf(text: &str, output: &mut impl Write) -> io::Result<()> {
    match text.char_indices().nth(LEAF_CHARACTERS_MAX) {
        Some((end, _)) => write!(output, " {:?}...", &text[..end]),
        None if text.is_empty() => Ok(()),
        None => write!(output, " {text:?}"),
    }
}

fn write_names(names: Names<'_>, output: &mut impl Write) -> io::Result<()> {
    write!(output, "\n  (names")?;
    for name in names.ids() {
        write!(output, "\n    ({} {:?})", name.raw(), names.text(name))?;
    }
    write!(output, ")")
}

fn write_binding(
    file: &FileTables<'_>,
    ir: &Ir<'_>,
    kinds: &KindNames,
    output: &mut impl Write,
) -> io::Result<()> {
    write!(output, "\n  (scopes")?;
    for scope in ir.scopes.ids() {
        let row = ir.scopes.row(scope);
        let kind = kind_name(kinds.scopes, row.kind);
        let (nodes, binders) = (row.first_node.raw()..row.node_end.raw(), row.first_binder.raw());
        write!(output, "\n    ({} {kind} (parent {})", scope.raw(), Row(row.parent.raw()))?;
        write!(output, " (nodes {nodes:?}) (binders {binders}..{}))", row.binder_end.raw())?;
    }
    write!(output, ")\n  (binders")?;
    for binder in ir.binders.ids() {
        let row = ir.binders.row(binder);
        let (kind, sort) = binder_kind(file.analysis.language, row.kind, kinds.binders);
        write!(output, "\n    ({} {:?} {kind}", binder.raw(), ir.names.text(row.name))?;
        write!(output, "{}{}", if sort.is_some() { " " } else { "" }, sort.unwrap_or(""))?;
        write!(output, " (node {}) (scope {}))", Row(row.node.raw()), Row(row.scope.raw()))?;
    }
    write!(output, ")\n  (references")?;
    for reference in ir.references.ids() {
        let row = ir.references.row(reference);
        write!(output, "\n    ({} {:?}", reference.raw(), ir.names.text(row.name))?;
        write!(output, " (node {}) (binder {}))", Row(row.node.raw()), Row(row.binder.raw()))?;
    }
    write!(output, ")")
}

fn write_rest(ir: &Ir<'_>, kinds: &KindNames, output: &mut impl Write) -> io::Result<()> {
    write!(output, "\n  (endpoints")?;
    for endpoint in ir.endpoints.ids() {
        let row = ir.endpoints.row(endpoint);
        let role = kind_name(kinds.endpoint_roles, row.role);
        let channel_kind = channel_kind_name(row.channel_kind);
        write!(output, "\n    ({} {role} (node {})", endpoint.raw(), Row(row.node.raw()))?;
        write!(output, " (channel {channel_kind}")?;
        if let Some(data) = channel(row.channel_kind, row.channel) {
            write!(output, " {}", Shown { data, ir })?;
        }
        write!(output, ") (arity {})", row.arity)?;
        write!(output, "{}", if row.has_remainder == 0 { "" } else { " (remainder)" })?;
        if row.head.is_some() {
            write!(output, " (head {:?})", ir.names.text(row.head))?;
        }
        write!(output, ")")?;
    }
    write!(output, ")\n  (definitions")?;
    for definition in ir.definitions.ids() {
        let row = ir.definitions.row(definition);
        let kind = kind_name(kinds.definitions, row.kind);
        write!(output, "\n    ({} {kind} {:?}", definition.raw(), ir.names.text(row.name))?;
        write!(output, " (node {}) (name-node {})", Row(row.node.raw()), Row(row.name_node.raw()))?;
        write!(output, " (arity {}))", Row(row.arity))?;
    }
    write!(output, ")\n  (comments")?;
    for comment in ir.comments.ids() {
        let row = ir.comments.row(comment);
        write!(output, "\n    ({} {}..{})", comment.raw(), row.start, row.end)?;
    }
    write!(output, ")")
}

/// A number that may be missing.
struct Row(u32);

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            u32::MAX => formatter.write_str("none"),
            number => number.fmt(formatter),
        }
    }
}

/// Data with the spelling that it leads to.
struct Shown<'a> {
    data: Data,
    ir: &'a Ir<'a>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.data {
            Data::Name(name) => write!(formatter, "(name {name})"),
            Data::Binder(binder) => write!(formatter, "(binder {binder})"),
            Data::Reference(reference) => {
                let binder = self.ir.references.binder.get(reference as usize);
                let binder = Row(binder.map_or(u32::MAX, |binder| binder.raw()));
                write!(formatter, "(reference {reference} (binder {binder}))")
            }
            Data::Patterns(count) => write!(formatter, "(patterns {count})"),
            Data::Forms(count) => write!(formatter, "(forms {count})"),
            Data::Unknown(data) => write!(formatter, "(data {data})"),
        }
    }
}
