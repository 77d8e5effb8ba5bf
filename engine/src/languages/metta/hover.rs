//! What is shown about a word.

use core::fmt::Write as _;

use super::builtin::{self, Builtin, Dialects};
use super::kind::{BinderKind, DefinitionKind, NodeKind};
use super::lookup::{self, Sighting};
use super::{documentation, occurrence, shape, share};
use crate::ir::{Ir, NameId, NodeId, definitions};
use crate::symbol::{Document, HoverBlock, HoverCard, Space, Symbol, Tally, Target};
use crate::text::TextRange;

/// How many clauses or facts of a name are shown.
const FORMS_SHOWN_MAX: usize = 6;

/// How many bytes of a form are shown.
const FORM_BYTES_MAX: usize = 800;

/// How many names of a module are listed.
const MODULE_NAMES_MAX: usize = 20;

/// MeTTa has no channels.
pub(super) fn tally(_document: Document<'_>, _symbol: Symbol) -> Tally {
    Tally::default()
}

/// What there is to say about the word at an offset.
pub(super) fn card(document: Document<'_>, offset: u32, _tally: Tally) -> Option<HoverCard> {
    let ir = document.ir;
    let node = occurrence::word_at(ir, offset)?;
    let range = ir.range(node);
    if let Some(found) = occurrence::at(document, offset) {
        let blocks = match found.symbol {
            Symbol::Binder(binder) => variable(document, node, &lookup::sightings(ir, binder)),
            Symbol::Shared(Space::Module, name) => module(ir.names.text(name)),
            Symbol::Shared(_, name) | Symbol::Unbound(name) => symbol(ir, name),
        };
        return Some(HoverCard { range: found.range, blocks });
    }
    let kind = literal(shape::kind(ir.nodes, node))?;
    Some(HoverCard { range, blocks: vec![prose(kind)] })
}

fn prose(text: impl Into<String>) -> HoverBlock {
    HoverBlock::Prose(text.into())
}

fn code(text: impl Into<String>) -> HoverBlock {
    HoverBlock::Code { language: "metta", text: text.into() }
}

fn literal(kind: NodeKind) -> Option<&'static str> {
    Some(match kind {
        NodeKind::String => "literal of type `String`",
        NodeKind::Integer => "integer of 64 bits, of type `Number`",
        NodeKind::Float => "floating-point number of 64 bits, of type `Number`",
        NodeKind::Boolean => "truth value, of type `Bool`",
        _ => return None,
    })
}

/// What the language says about a symbol. What the document says, `describe` adds.
fn symbol(ir: Ir<'_>, name: NameId) -> Vec<HoverBlock> {
    let spelling = ir.names.text(name);
    if let Some(builtin) = builtin::lookup(spelling) {
        return builtin_blocks(builtin);
    }
    if lookup::definitions_of(ir, name).next().is_some() {
        return Vec::new();
    }
    vec![prose(format!("symbol `{spelling}`, which nothing in this file defines"))]
}

fn builtin_blocks(builtin: &Builtin) -> Vec<HoverBlock> {
    let name = builtin.name;
    let types = builtin.signatures.iter().map(|signature| format!("(: {name} {signature})"));
    let types: Vec<String> = types.collect();
    let mut blocks = Vec::new();
    if !types.is_empty() {
        blocks.push(code(types.join("\n")));
    }
    blocks.push(prose(format!("built-in: {}", builtin.summary)));
    if let Some(module) = builtin.origin.module() {
        blocks.push(prose(format!("From the module `{module}`: `!(import! &self {module})`")));
    }
    match builtin.dialects {
        Dialects::Both => {}
        Dialects::Hyperon => blocks.push(prose("Only in hyperon.")),
        Dialects::Mettatron => blocks.push(prose("Only in MeTTaTron.")),
        Dialects::Differs { note, .. } => blocks.push(prose(note)),
    }
    blocks
}

/// What is known of a module by its name.
fn module(name: &str) -> Vec<HoverBlock> {
    let last = share::last_component(name);
    let mut names = builtin::all()
        .iter()
        .filter(|builtin| builtin.origin.module() == Some(last))
        .map(|builtin| format!("`{}`", builtin.name));
    let listed: Vec<String> = names.by_ref().take(MODULE_NAMES_MAX).collect();
    if listed.is_empty() {
        return vec![prose(format!("module `{name}`"))];
    }
    let more = match names.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    vec![prose(format!("module `{name}`, built in: {}{more}", listed.join(", ")))]
}

/// Where a variable gets its value, its type if a declaration tells, and how often it occurs.
fn variable(document: Document<'_>, node: NodeId, sightings: &[Sighting]) -> Vec<HoverBlock> {
    let ir = document.ir;
    let spelling = ir.range(node).of(document.text);
    let binding = lookup::binding_at(sightings, node).and_then(|found| found.binding.as_ref());
    let kind = match binding {
        Some(binding) => binding.kind,
        None => ir
            .binder_of(node)
            .map_or(BinderKind::Free, |binder| BinderKind::from_code(ir.binders.kind(binder))),
    };
    let head = binding.and_then(|binding| shape::head(ir.nodes, binding.expression));
    let head = head.map_or("", |head| ir.range(head).of(document.text));
    let role = match kind {
        BinderKind::Free => "free variable: it takes any value that fits".to_owned(),
        BinderKind::Type => "type variable".to_owned(),
        BinderKind::Clause => match clause_name(document, binding.map(|it| it.expression)) {
            Some(name) => format!("parameter of `{name}`"),
            None => "variable of a rule's left side".to_owned(),
        },
        BinderKind::Arm => format!("bound by an arm of `{head}`"),
        BinderKind::Parameter => format!("parameter of `{head}`"),
        _ => format!("bound by `{head}`"),
    };
    let count = match sightings.len() {
        1 => "occurs once in its form".to_owned(),
        count => format!("occurs {count} times in its form"),
    };
    let mut blocks = Vec::new();
    if let Some(declared) = declared_type(document, sightings) {
        blocks.push(code(format!("(: {spelling} {declared})")));
    }
    blocks.push(prose(format!("{role}; {count}")));
    blocks
}

/// The name of the function whose clause a rule is.
fn clause_name(document: Document<'_>, rule: Option<NodeId>) -> Option<&str> {
    let ir = document.ir;
    let row = lookup::definitions_at(ir, lookup::top_level(ir.nodes, rule?)).next()?;
    (Some(row.node) == rule).then(|| ir.names.text(row.name))
}

/// The type of a variable that is a whole parameter of a clause whose function has one type of this
/// length.
fn declared_type<'a>(document: Document<'a>, sightings: &[Sighting]) -> Option<&'a str> {
    let ir = document.ir;
    let rule = sightings.iter().find_map(|sighting| {
        let binding = sighting.binding.as_ref()?;
        (binding.kind == BinderKind::Clause).then_some(binding.expression)
    })?;
    let row =
        lookup::definitions_at(ir, rule).find(|row| row.kind == DefinitionKind::Clause.code())?;
    let pattern = shape::argument(ir.nodes, rule, 0)?;
    let is_variable = |argument: NodeId| sightings.iter().any(|found| found.node == argument);
    let place = shape::arguments(ir.nodes, pattern).position(is_variable)?;
    let mut declarations = lookup::definitions_of(ir, row.name).filter(|declaration| {
        declaration.kind == DefinitionKind::FunctionType.code() && declaration.arity == row.arity
    });
    let (declaration, None) = (declarations.next()?, declarations.next()) else {
        return None;
    };
    let arrow = shape::argument(ir.nodes, declaration.node, 1)?;
    let parameter = shape::argument(ir.nodes, arrow, place)?;
    Some(ir.range(parameter).of(document.text))
}

/// Adds what a document says about a place that defines a symbol.
pub(super) fn describe(document: Document<'_>, target: Target, blocks: &mut Vec<HoverBlock>) {
    let ir = document.ir;
    if ir.nodes.root() == Some(target.node) {
        describe_file(document, blocks);
        return;
    }
    let named = |row: &definitions::Row| ir.range(row.name_node) == target.name;
    let Some(row) = lookup::definitions_at(ir, target.node).find(named) else {
        return;
    };
    let rows: Vec<definitions::Row> = lookup::definitions_of(ir, row.name).collect();
    blocks.push(prose(summary(ir.names.text(row.name), &rows)));
    use DefinitionKind as D;
    let is_clause = |row: &definitions::Row| {
        matches!(D::from_code(row.kind), D::Clause | D::CurriedClause | D::Constant)
    };
    let same = |found: &&definitions::Row| match D::from_code(row.kind) {
        D::Documentation => false,
        D::Fact => found.kind == row.kind,
        _ if is_clause(&row) => is_clause(found),
        _ => found.name_node == row.name_node,
    };
    let documented = rows.iter().filter(|row| row.kind == D::Documentation.code());
    let documentation = documented.filter_map(|row| documentation::doc_form(document, row));
    // A type comes before the explanation, clauses after it.
    if is_clause(&row) {
        blocks.extend(documentation.map(prose));
        add_group(document, rows.iter().filter(same), blocks);
    } else {
        add_group(document, rows.iter().filter(same), blocks);
        blocks.extend(documentation.map(prose));
    }
}

/// What a name is, by all rows that define it in a file.
fn summary(name: &str, rows: &[definitions::Row]) -> String {
    use DefinitionKind as D;
    let count =
        |kinds: &[D]| rows.iter().filter(|row| kinds.contains(&D::from_code(row.kind))).count();
    let plural = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    let clauses = count(&[D::Clause, D::CurriedClause]);
    let facts = count(&[D::Fact]);
    let has = |kinds: &[D]| count(kinds) > 0;
    if clauses > 0 {
        format!("function `{name}`, {}", plural(clauses, "clause"))
    } else if has(&[D::Token, D::ModuleToken]) {
        format!("token `{name}`")
    } else if has(&[D::Type, D::TypeConstructor]) {
        format!("type `{name}`")
    } else if has(&[D::FunctionType]) {
        format!("function or constructor `{name}`, without clauses in its file")
    } else if has(&[D::Constant, D::Typed]) {
        format!("constant `{name}`")
    } else if has(&[D::Subtype]) {
        format!("type `{name}`")
    } else if facts > 0 {
        format!("relation `{name}`, {}", plural(facts, "fact"))
    } else {
        format!("symbol `{name}`")
    }
}

/// Adds the comments above the first form of a group, and the forms.
fn add_group<'r>(
    document: Document<'_>,
    rows: impl Iterator<Item = &'r definitions::Row>,
    blocks: &mut Vec<HoverBlock>,
) {
    let nodes = document.ir.nodes;
    let mut text = String::new();
    let mut hidden = 0_usize;
    for (index, row) in rows.enumerate() {
        if index == 0 {
            let comments = documentation::comments_above(document, nodes.start(row.node));
            blocks.extend(comments.map(prose));
        }
        if index >= FORMS_SHOWN_MAX {
            hidden += 1;
            continue;
        }
        if index > 0 {
            text.push('\n');
        }
        text.push_str(shortened(nodes.range(row.node), document.text));
    }
    if text.is_empty() {
        return;
    }
    if hidden > 0 {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n; and {hidden} more");
    }
    blocks.push(code(text));
}

/// The text of a form, up to the last whole line that fits.
fn shortened(range: TextRange, text: &str) -> &str {
    let form = range.of(text);
    if form.len() <= FORM_BYTES_MAX {
        return form;
    }
    let mut end = FORM_BYTES_MAX;
    while !form.is_char_boundary(end) {
        end -= 1;
    }
    let head = form.get(..end).unwrap_or("");
    head.rfind('\n').and_then(|line_end| head.get(..line_end)).unwrap_or(head)
}

/// What a file says at its top, and how much it defines.
fn describe_file(document: Document<'_>, blocks: &mut Vec<HoverBlock>) {
    let ir = document.ir;
    let first = ir.nodes.children(NodeId::new(0)).next();
    let offset = first.map_or(document.text.len(), |first| ir.nodes.start(first) as usize);
    let mut end = u32::try_from(offset).unwrap_or(u32::MAX);
    // A blank line may follow the comments at the top.
    if let Some(&last) = ir.comments.end.iter().take_while(|&&comment| comment <= end).last() {
        let gap = TextRange::new(last, end).of(document.text);
        let second_line = gap.find('\n').map_or(gap.len(), |newline| newline + 1);
        end = last.saturating_add(u32::try_from(second_line).unwrap_or(0));
    }
    blocks.extend(documentation::comments_above(document, end).map(prose));
    let mut defined: Vec<NameId> = ir
        .definitions
        .ids()
        .map(|definition| ir.definitions.row(definition))
        .filter(|row| share::defines(ir, row))
        .map(|row| row.name)
        .collect();
    defined.sort_unstable();
    defined.dedup();
    blocks.push(prose(match defined.len() {
        1 => "The file defines 1 name.".to_owned(),
        count => format!("The file defines {count} names."),
    }));
}
