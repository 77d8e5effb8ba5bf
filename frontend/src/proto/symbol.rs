//! Outlines, occurrences and kinds of symbols.

use lsp_types::{
    BaseSymbolInformation, DocumentHighlight, DocumentHighlightKind, DocumentSymbol, Location,
    SymbolInformation, SymbolKind, WorkspaceSymbol, WorkspaceSymbolLocation,
};
use rholang_engine::FileId;
use rholang_engine::query;
use rholang_engine::symbol::{self, OutlineItem, Role};
use rholang_engine::text::TextRange;

use super::Convert;

/// An occurrence in the file at hand.
pub fn to_lsp_highlight(
    convert: &Convert,
    file: FileId,
    range: TextRange,
    role: Role,
) -> DocumentHighlight {
    let kind = match role {
        Role::Read => DocumentHighlightKind::Read,
        Role::Write | Role::Declaration | Role::Definition => DocumentHighlightKind::Write,
    };
    DocumentHighlight { range: convert.range(file, range), kind: Some(kind) }
}

/// The icon of a symbol.
const fn to_lsp_kind(kind: symbol::SymbolKind) -> SymbolKind {
    match kind {
        symbol::SymbolKind::Contract | symbol::SymbolKind::Function => SymbolKind::Function,
        symbol::SymbolKind::Agent => SymbolKind::Class,
        symbol::SymbolKind::Method | symbol::SymbolKind::Clause => SymbolKind::Method,
        symbol::SymbolKind::Channel => SymbolKind::Variable,
        symbol::SymbolKind::SystemChannel | symbol::SymbolKind::Constant => SymbolKind::Constant,
        symbol::SymbolKind::Type => SymbolKind::Struct,
        symbol::SymbolKind::Fact => SymbolKind::Property,
        symbol::SymbolKind::Token => SymbolKind::Object,
        symbol::SymbolKind::Module => SymbolKind::Module,
        symbol::SymbolKind::Rule => SymbolKind::Event,
        symbol::SymbolKind::Region => SymbolKind::Namespace,
    }
}

/// How deep a tree of symbols is. Some clients read JSON only up to a depth of 128, of which each level
/// of symbols takes two. What lies deeper is shown on the deepest level.
const SYMBOL_DEPTH_MAX: usize = 50;

/// For each item the one in whose children it is shown.
fn shown_parents(items: &[OutlineItem]) -> Vec<Option<usize>> {
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(items.len());
    let mut depths: Vec<usize> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let parent = item.parent.map(|parent| parent as usize).filter(|&parent| parent < index);
        let parent = match parent {
            Some(parent) if depths[parent] + 1 >= SYMBOL_DEPTH_MAX => parents[parent],
            parent => parent,
        };
        depths.push(parent.map_or(0, |parent| depths[parent] + 1));
        parents.push(parent);
    }
    parents
}

/// An outline as a tree.
pub fn to_lsp_document_symbols(
    convert: &Convert,
    file: FileId,
    items: &[OutlineItem],
) -> Vec<DocumentSymbol> {
    // Items come before the items in them, so from the end each item is complete when it is moved
    // into the one around it.
    let mut symbols: Vec<Option<DocumentSymbol>> =
        items.iter().map(|item| Some(to_lsp_document_symbol(convert, file, item))).collect();
    let parents = shown_parents(items);
    let mut roots = Vec::new();
    for index in (0..items.len()).rev() {
        let Some(mut symbol) = symbols[index].take() else { continue };
        if let Some(children) = &mut symbol.children {
            children.reverse();
        }
        match parents[index].and_then(|parent| symbols[parent].as_mut()) {
            Some(parent) => parent.children.get_or_insert_default().push(symbol),
            None => roots.push(symbol),
        }
    }
    roots.reverse();
    roots
}

fn to_lsp_document_symbol(convert: &Convert, file: FileId, item: &OutlineItem) -> DocumentSymbol {
    #[expect(deprecated, reason = "the field has to be given a value")]
    DocumentSymbol {
        name: shown_name(&item.name),
        detail: (!item.detail.is_empty()).then(|| item.detail.clone()),
        kind: to_lsp_kind(item.kind),
        tags: None,
        deprecated: None,
        range: convert.range(file, item.range),
        selection_range: convert.range(file, item.selection),
        children: None,
    }
}

/// Clients refuse symbols whose name is empty.
fn shown_name(name: &str) -> String {
    if name.trim().is_empty() { "(unnamed)".to_owned() } else { name.to_owned() }
}

/// An outline as a list, for clients that know no trees.
pub fn to_lsp_flat_symbols(
    convert: &Convert,
    file: FileId,
    items: &[OutlineItem],
) -> Vec<SymbolInformation> {
    let symbol = |item: &OutlineItem| {
        let container = item.parent.and_then(|parent| items.get(parent as usize));
        #[expect(deprecated, reason = "the field has to be given a value")]
        SymbolInformation {
            deprecated: None,
            location: convert.location(file, item.range),
            base_symbol_information: BaseSymbolInformation {
                name: shown_name(&item.name),
                kind: to_lsp_kind(item.kind),
                tags: None,
                container_name: container.map(|container| shown_name(&container.name)),
            },
        }
    };
    items.iter().map(symbol).collect()
}

/// A symbol that a search found.
pub fn to_lsp_workspace_symbol(
    convert: &Convert,
    symbol: &query::WorkspaceSymbol,
) -> WorkspaceSymbol {
    let location: Location = convert.location(symbol.file, symbol.range);
    WorkspaceSymbol {
        location: WorkspaceSymbolLocation::Location(location),
        data: None,
        base_symbol_information: BaseSymbolInformation {
            name: shown_name(&symbol.name),
            kind: to_lsp_kind(symbol.kind),
            tags: None,
            container_name: symbol.container.clone(),
        },
    }
}
