//! Definitions.
//!
//! Only top-level forms define anything (`metta.md` 2.2): what is stored as it stands, and `bind!`
//! and the module forms where they are evaluated.

use core::ops::Range;

use super::form::{Form, FormTable};
use super::kind::{DefinitionKind, NodeKind};
use super::{shape, share};
use crate::ir::{IrBuilder, NameId, NodeId, Nodes, definitions};

/// Writes definitions of a part of a file, which consists of top-level forms.
pub(super) fn define(text: &str, ir: &mut IrBuilder<'_>, part: Range<NodeId>) {
    let forms = FormTable::new(ir.names.view());
    let words = Words::find(ir);
    // Node 0 is the program itself.
    let mut node = part.start.max(NodeId::new(1));
    while node < part.end {
        let nodes = ir.nodes.view();
        let next = nodes.subtree_end(node);
        if let (Some(form), is_evaluated) = shape::top_level_form(nodes, node)
            && let Some(row) = definition(text, ir, &forms, words, form, is_evaluated)
        {
            if row.kind == DefinitionKind::Import.code()
                && let Some(token) = module_token(ir, &forms, form)
            {
                ir.definitions.push(definitions::Row { node, ..token });
            }
            ir.definitions.push(definitions::Row { node, ..row });
        }
        node = next;
    }
}

/// The names `Type` and `->`, if the file uses them.
#[derive(Clone, Copy)]
struct Words {
    type_of_types: Option<NameId>,
    arrow: Option<NameId>,
}

impl Words {
    fn find(ir: &IrBuilder<'_>) -> Self {
        let names = ir.names.view();
        let [type_of_types, arrow] = names.find_all(["Type", "->"]);
        Self { type_of_types, arrow }
    }
}

/// What a top-level form defines.
fn definition(
    text: &str,
    ir: &mut IrBuilder<'_>,
    forms: &FormTable,
    words: Words,
    form: NodeId,
    is_evaluated: bool,
) -> Option<definitions::Row> {
    let nodes = ir.nodes.view();
    let head = shape::head(nodes, form)?;
    let name = shape::symbol(nodes, head)?;
    let first = shape::argument(nodes, form, 0);
    match (forms.of(ir.names.view(), name), is_evaluated) {
        (Form::Rule, false) => rule(nodes, form, first?),
        (Form::TypeDeclaration, false) => {
            let (kind, arity) = declared_kind(nodes, words, shape::argument(nodes, form, 1)?);
            row(nodes, form, kind, first?, arity)
        }
        (Form::Subtype, false) => row(nodes, form, DefinitionKind::Subtype, first?, u32::MAX),
        (Form::Documentation, false) => {
            row(nodes, form, DefinitionKind::Documentation, first?, u32::MAX)
        }
        (Form::Bind, true) => row(nodes, form, DefinitionKind::Token, first?, u32::MAX),
        (Form::Import, true) => {
            let module = shape::argument(nodes, form, 1)?;
            import(text, ir, form, module)
        }
        (Form::Include, true) => import(text, ir, form, first?),
        (_, true) => None,
        (form_kind, false) => {
            let is_mork = form_kind == Form::Mork;
            let kind = if is_mork { DefinitionKind::MorkRule } else { DefinitionKind::Fact };
            row(nodes, form, kind, head, shape::arity(nodes, form))
        }
    }
}

/// A definition under the name of a symbol.
fn row(
    nodes: Nodes<'_>,
    node: NodeId,
    kind: DefinitionKind,
    name_node: NodeId,
    arity: u32,
) -> Option<definitions::Row> {
    let name = shape::symbol(nodes, name_node)?;
    Some(definitions::Row { kind: kind.code(), name, node, name_node, arity })
}

/// `(= left right)`. A rule whose left side begins with no symbol has no name to be found by.
fn rule(nodes: Nodes<'_>, form: NodeId, left: NodeId) -> Option<definitions::Row> {
    let Some(mut head) = shape::head(nodes, left) else {
        return row(nodes, form, DefinitionKind::Constant, left, u32::MAX);
    };
    let mut kind = DefinitionKind::Clause;
    let mut call = left;
    while let Some(inner) = shape::head(nodes, head) {
        kind = DefinitionKind::CurriedClause;
        call = head;
        head = inner;
    }
    row(nodes, form, kind, head, shape::arity(nodes, call))
}

/// What a declaration with this type declares, and how many parameters it has.
fn declared_kind(nodes: Nodes<'_>, words: Words, declared: NodeId) -> (DefinitionKind, u32) {
    let is_type = |node: NodeId| {
        shape::symbol(nodes, node).is_some_and(|name| Some(name) == words.type_of_types)
    };
    if is_type(declared) {
        return (DefinitionKind::Type, u32::MAX);
    }
    let head = shape::head_symbol(nodes, declared);
    let parts = shape::arity(nodes, declared);
    if head.is_none() || head != words.arrow || parts == 0 {
        return (DefinitionKind::Typed, u32::MAX);
    }
    let is_constructor = shape::arguments(nodes, declared).last().is_some_and(is_type);
    let kind =
        if is_constructor { DefinitionKind::TypeConstructor } else { DefinitionKind::FunctionType };
    (kind, if parts == u32::MAX { parts } else { parts - 1 })
}

/// A module under its own name, which is a symbol or a string. The last part of the name gets a
/// number too: others look for importers by it.
fn import(
    text: &str,
    ir: &mut IrBuilder<'_>,
    form: NodeId,
    module: NodeId,
) -> Option<definitions::Row> {
    let nodes = ir.nodes.view();
    let name = match shape::kind(nodes, module) {
        NodeKind::Symbol => NameId::new(nodes.data(module)),
        NodeKind::String => {
            let quoted = nodes.range(module).of(text);
            ir.intern(quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or(""))
        }
        _ => return None,
    };
    let last = share::last_component(ir.names.view().text(name)).to_owned();
    ir.intern(&last);
    let kind = DefinitionKind::Import.code();
    Some(definitions::Row { kind, name, node: form, name_node: module, arity: u32::MAX })
}

/// The token that `(import! name module)` makes: `&name`. A `&` that is missing is added
/// (`metta.md` 2.6); `&self` is there already.
fn module_token(
    ir: &mut IrBuilder<'_>,
    forms: &FormTable,
    form: NodeId,
) -> Option<definitions::Row> {
    let nodes = ir.nodes.view();
    if forms.of(ir.names.view(), shape::head_symbol(nodes, form)?) != Form::Import {
        return None;
    }
    let name_node = shape::argument(nodes, form, 0)?;
    let written = shape::symbol(nodes, name_node)?;
    let names = ir.names.view();
    let name = match names.bytes(written) {
        b"&self" => return None,
        [b'&', ..] => written,
        _ => {
            let token = format!("&{}", names.text(written));
            ir.intern(&token)
        }
    };
    let kind = DefinitionKind::ModuleToken.code();
    Some(definitions::Row { kind, name, node: form, name_node, arity: u32::MAX })
}
