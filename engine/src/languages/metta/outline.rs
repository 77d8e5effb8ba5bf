//! Outlines.
//!
//! Forms that follow each other and say something about the same name make one item. What is
//! evaluated between them belongs to no item and does not separate them.

use core::ops::Range;

use super::form::Form;
use super::kind::{DefinitionKind, NodeKind};
use super::{lookup, shape, share};
use crate::ir::{DefinitionId, NameId, NodeId, definitions};
use crate::symbol::{Document, ListedItem, OutlineItem, SymbolKind};
use crate::text::TextRange;

/// How many bytes of a form are shown in a name or detail.
const SHOWN_BYTES_MAX: usize = 80;

/// The longest run of facts that are listed one by one.
const LISTED_FACTS_MAX: usize = 50;

/// Adds the items of a document's outline.
pub(super) fn outline(document: Document<'_>, items: &mut Vec<OutlineItem>) {
    let ir = document.ir;
    let mut outline = Outline { document, items, run: Vec::new() };
    let Some(root) = ir.nodes.root() else {
        return;
    };
    let mut definition = 0;
    for top in ir.nodes.children(root) {
        let nodes = ir.definitions.node;
        let rest = nodes.get(definition..).unwrap_or(&[]);
        let end = definition + rest.iter().take_while(|&&node| node == top).count();
        outline.add_form(top, definition..end);
        definition = end;
    }
    outline.finish_run();
}

/// Adds the items of a document's outline that have one of some names.
pub(super) fn listed(document: Document<'_>, names: &[NameId], items: &mut Vec<ListedItem>) {
    use DefinitionKind as D;
    let ir = document.ir;
    // The place of the row after the last item, and how its rows are made into one.
    let mut next = 0;
    while let Some(at) = ir.definitions.name.get(next..).and_then(|rest| {
        rest.iter().position(|name| names.binary_search(name).is_ok()).map(|place| next + place)
    }) {
        let rows =
            (at..ir.definitions.len()).map(|row| ir.definitions.row(DefinitionId::from_index(row)));
        let sort = |row: &definitions::Row| match D::from_code(row.kind) {
            D::ModuleToken | D::Import | D::MorkRule => None,
            D::Token => Some(SymbolKind::Token),
            _ if !share::defines(ir, row) => None,
            D::Fact => Some(SymbolKind::Fact),
            _ => Some(SymbolKind::Function),
        };
        let name = ir.definitions.name[at];
        let mut rows = rows.peekable();
        let first = rows.peek().and_then(sort);
        let is_run = |row: &definitions::Row| row.name == name && sort(row) == first;
        let run: Vec<definitions::Row> = match first {
            Some(SymbolKind::Fact | SymbolKind::Function) => rows.take_while(is_run).collect(),
            _ => rows.take(1).collect(),
        };
        next = at + run.len().max(1);
        let item = match first {
            Some(SymbolKind::Function) => group(&run),
            Some(kind) => run.first().map(|row| (kind, row)),
            None => None,
        };
        if let Some((kind, row)) = item {
            let selection = ir.nodes.range(row.name_node);
            items.push(ListedItem { name, kind, selection, container: None });
        }
    }
}

/// What a group of rows of one name is, and the row that names it.
fn group(run: &[definitions::Row]) -> Option<(SymbolKind, &definitions::Row)> {
    use DefinitionKind as D;
    let kind_of = |row: &definitions::Row| D::from_code(row.kind);
    let has = |kinds: &[D]| run.iter().any(|row| kinds.contains(&kind_of(row)));
    let kind = if has(&[D::Clause, D::CurriedClause, D::FunctionType]) {
        SymbolKind::Function
    } else if has(&[D::Type, D::TypeConstructor, D::Subtype]) {
        SymbolKind::Type
    } else {
        SymbolKind::Constant
    };
    let is_doc = |row: &&definitions::Row| kind_of(row) == D::Documentation;
    Some((kind, run.iter().find(|row| !is_doc(row)).or(run.first())?))
}

struct Outline<'a, 'i> {
    document: Document<'a>,
    items: &'i mut Vec<OutlineItem>,
    /// Rows of one name and of one sort, facts or others, that follow each other.
    run: Vec<definitions::Row>,
}

impl Outline<'_, '_> {
    /// Adds a top-level form with its rows.
    fn add_form(&mut self, top: NodeId, rows: Range<usize>) {
        let ir = self.document.ir;
        let has_rows = !rows.is_empty();
        for row in rows {
            let row = ir.definitions.row(DefinitionId::from_index(row));
            match DefinitionKind::from_code(row.kind) {
                DefinitionKind::ModuleToken => {}
                DefinitionKind::Import => self.add_alone(&row, SymbolKind::Module),
                DefinitionKind::Token => self.add_alone(&row, SymbolKind::Token),
                DefinitionKind::MorkRule => self.add_alone(&row, SymbolKind::Rule),
                _ if share::defines(ir, &row) => self.add_to_run(row),
                _ => {}
            }
        }
        let is_rule = || lookup::form_of_head(ir, top) == Form::Rule;
        if !has_rows && shape::kind(ir.nodes, top) == NodeKind::Expression && is_rule() {
            self.finish_run();
            self.add_nameless_rule(top);
        }
    }

    fn add_to_run(&mut self, row: definitions::Row) {
        let is_fact = |row: &definitions::Row| row.kind == DefinitionKind::Fact.code();
        let continues =
            |last: &definitions::Row| last.name == row.name && is_fact(last) == is_fact(&row);
        if !self.run.last().is_some_and(continues) {
            self.finish_run();
        }
        self.run.push(row);
    }

    fn finish_run(&mut self) {
        let run = core::mem::take(&mut self.run);
        let Some(first) = run.first() else {
            return;
        };
        if first.kind == DefinitionKind::Fact.code() {
            self.add_facts(&run);
        } else {
            self.add_group(&run);
        }
    }

    /// A function, type or constant with all that is said about it.
    fn add_group(&mut self, run: &[definitions::Row]) {
        use DefinitionKind as D;
        let kind_of = |row: &definitions::Row| D::from_code(row.kind);
        let Some((kind, named)) = group(run) else {
            return;
        };
        let declared = run.iter().find(|row| {
            matches!(kind_of(row), D::Typed | D::FunctionType | D::Type | D::TypeConstructor)
        });
        let ir = self.document.ir;
        let declared = declared.and_then(|row| shape::argument(ir.nodes, row.node, 1));
        let detail = match (declared, kind) {
            (Some(declared), _) => self.shown(declared),
            (None, SymbolKind::Constant) => {
                let value = shape::argument(ir.nodes, named.node, 1);
                value.map_or(String::new(), |value| self.shown(value))
            }
            (None, _) => String::new(),
        };
        let parent = self.add(kind, ir.names.text(named.name).to_owned(), detail, run, named, None);
        for row in run {
            if kind == SymbolKind::Function
                && matches!(kind_of(row), D::Clause | D::CurriedClause | D::Constant)
                && let Some(left) = shape::argument(ir.nodes, row.node, 0)
            {
                let name = self.shown(left);
                let row = core::slice::from_ref(row);
                self.add(SymbolKind::Clause, name, String::new(), row, &row[0], Some(parent));
            }
        }
    }

    /// Facts of one name.
    fn add_facts(&mut self, run: &[definitions::Row]) {
        let Some(first) = run.first() else {
            return;
        };
        let name = self.document.ir.names.text(first.name).to_owned();
        if run.len() == 1 {
            let detail = self.arguments(first.node, first.name_node);
            self.add(SymbolKind::Fact, name, detail, run, first, None);
            return;
        }
        let detail = format!("{} facts", run.len());
        let parent = self.add(SymbolKind::Fact, name, detail, run, first, None);
        if run.len() <= LISTED_FACTS_MAX {
            for row in run {
                let name = self.shown(row.node);
                let row = core::slice::from_ref(row);
                self.add(SymbolKind::Fact, name, String::new(), row, &row[0], Some(parent));
            }
        }
    }

    /// A form that makes an item of its own.
    fn add_alone(&mut self, row: &definitions::Row, kind: SymbolKind) {
        self.finish_run();
        let ir = self.document.ir;
        let (form, _) = shape::top_level_form(ir.nodes, row.node);
        let argument = |index| form.and_then(|form| shape::argument(ir.nodes, form, index));
        let detail = match kind {
            SymbolKind::Token => argument(1).map_or(String::new(), |value| self.shown(value)),
            SymbolKind::Module => {
                let form = form.map_or(Form::None, |form| lookup::form_of_head(ir, form));
                let destination = argument(0).filter(|_| form == Form::Import);
                destination.map_or(String::new(), |destination| self.shown(destination))
            }
            _ => form.map_or(String::new(), |form| self.arguments(form, row.name_node)),
        };
        let name = ir.names.text(row.name).to_owned();
        self.add(kind, name, detail, core::slice::from_ref(row), row, None);
    }

    /// A rule whose left side begins with no symbol.
    fn add_nameless_rule(&mut self, rule: NodeId) {
        let ir = self.document.ir;
        let Some(left) = shape::argument(ir.nodes, rule, 0) else {
            return;
        };
        self.items.push(OutlineItem {
            name: self.shown(left),
            detail: String::new(),
            kind: SymbolKind::Rule,
            range: ir.range(rule),
            selection: ir.range(left),
            parent: None,
        });
    }

    /// Adds an item that covers the forms of some rows; returns its place.
    fn add(
        &mut self,
        kind: SymbolKind,
        name: String,
        detail: String,
        rows: &[definitions::Row],
        named: &definitions::Row,
        parent: Option<u32>,
    ) -> u32 {
        let nodes = self.document.ir.nodes;
        let start = rows.first().map_or(0, |row| nodes.start(row.node));
        let end = rows.last().map_or(start, |row| nodes.end(row.node));
        let range = TextRange::new(start, end);
        let selection = nodes.range(named.name_node);
        self.items.push(OutlineItem { name, detail, kind, range, selection, parent });
        u32::try_from(self.items.len() - 1).unwrap_or(u32::MAX)
    }

    /// What follows the name of a fact or rule.
    fn arguments(&self, form: NodeId, name: NodeId) -> String {
        let nodes = self.document.ir.nodes;
        let after = TextRange::new(nodes.end(name), nodes.end(form)).of(self.document.text);
        one_line(after.strip_suffix(')').unwrap_or(after))
    }

    fn shown(&self, node: NodeId) -> String {
        one_line(self.document.ir.range(node).of(self.document.text))
    }
}

/// A text with its white space collapsed, cut where it gets too long.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            if line.len() >= SHOWN_BYTES_MAX {
                line.push('…');
                return line;
            }
            line.push(character);
        }
    }
    line
}
