//! What holds for the tables of any text at all.

use rholang_engine::ir::{BinderId, Ir};
use rholang_engine::text::TextRange;
use rholang_engine::{Analysis, Analyzer, LanguageId};

/// Whether a range lies in the text, between characters.
fn is_valid(text: &str, range: TextRange) -> bool {
    let (start, end) = (range.start as usize, range.end as usize);
    start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)
}

/// Checks all tables and findings of an analysis.
pub(crate) fn assert_sound(language: LanguageId, text: &str, analysis: &Analysis) {
    let ir = analysis.facts.ir();
    assert_sound_findings(text, analysis);
    assert_sound_nodes(text, ir);
    assert_sound_names(ir);
    let mut comment_end = 0;
    for comment in ir.comments.ids() {
        let range = TextRange::new(ir.comments.start(comment), ir.comments.end(comment));
        assert!(is_valid(text, range) && range.start >= comment_end);
        comment_end = range.end;
    }
    let tree = Analyzer::new().parse(language, text, None, &mut || false).unwrap();
    let is_template = analysis.diagnostics.iter().any(|found| found.code.name == "template-file");
    if tree.has_errors() && !is_template {
        let explains = analysis.diagnostics.iter().any(|found| found.code.is_syntax());
        assert!(explains, "a text that does not parse passes for a sound one");
    }
}

fn assert_sound_findings(text: &str, analysis: &Analysis) {
    let names = analysis.facts.ir().names;
    for diagnostic in &analysis.diagnostics {
        let name = diagnostic.code.name;
        assert!(is_valid(text, diagnostic.range), "{name} at {:?}", diagnostic.range);
        assert!(!diagnostic.message(names, text).is_empty());
        for related in analysis.diagnostics.related(diagnostic) {
            assert!(is_valid(text, related.range), "related to {name} at {:?}", related.range);
        }
    }
}

/// Nodes are in pre-order, nest, and do not overlap.
fn assert_sound_nodes(text: &str, ir: Ir<'_>) {
    let mut open = Vec::new();
    let mut last_start = 0;
    for node in ir.nodes.ids() {
        let range = ir.range(node);
        assert!(is_valid(text, range), "node {node:?} at {range:?}");
        assert!(range.start >= last_start, "node {node:?} starts before the one before it");
        last_start = range.start;
        let end = ir.nodes.subtree_end(node);
        assert!(end > node && end.index() <= ir.nodes.len(), "subtree of {node:?}");
        while open.pop_if(|outer| ir.nodes.subtree_end(*outer) <= node).is_some() {}
        let parent = open.last().copied();
        assert_eq!(ir.nodes.parent(node).some(), parent, "parent of {node:?}");
        if let Some(parent) = parent {
            let outer = ir.range(parent);
            assert!(outer.start <= range.start && range.end <= outer.end, "{node:?} in {parent:?}");
            assert!(end <= ir.nodes.subtree_end(parent), "{node:?} in {parent:?}");
        }
        open.push(node);
    }
    for (earlier, later) in ir.nodes.ids().flat_map(|node| {
        let children = ir.nodes.children(node);
        children.clone().zip(children.skip(1))
    }) {
        assert!(
            ir.nodes.end(earlier) <= ir.nodes.start(later),
            "{earlier:?} and {later:?} overlap"
        );
    }
}

/// Rows refer to rows that exist and agree with them.
fn assert_sound_names(ir: Ir<'_>) {
    for scope in ir.scopes.ids() {
        let row = ir.scopes.row(scope);
        assert!(row.first_node <= row.node_end && row.node_end.index() <= ir.nodes.len());
        assert!(row.first_binder <= row.binder_end && row.binder_end.index() <= ir.binders.len());
        assert!(row.parent.is_none() || row.parent < scope);
        for raw in row.first_binder.raw()..row.binder_end.raw() {
            let binder = BinderId::new(raw);
            assert_eq!(ir.binders.scope(binder), scope);
        }
    }
    for binder in ir.binders.ids() {
        let row = ir.binders.row(binder);
        assert!(row.name.index() < ir.names.len() && row.node.index() < ir.nodes.len());
        assert!(row.scope.index() < ir.scopes.len());
    }
    for reference in ir.references.ids() {
        let row = ir.references.row(reference);
        assert!(row.name.index() < ir.names.len() && row.node.index() < ir.nodes.len());
        if let Some(binder) = row.binder.some() {
            assert_eq!(ir.binders.name(binder), row.name);
            // Names that an agent brings along do not stand in the text.
            let scope = ir.binders.scope(binder);
            assert!(ir.scopes.first_node(scope) <= row.node, "reference before its scope");
            assert!(row.node < ir.scopes.node_end(scope), "reference after its scope");
        }
    }
    for endpoint in ir.endpoints.ids() {
        assert!(ir.endpoints.node(endpoint).index() < ir.nodes.len());
    }
    for definition in ir.definitions.ids() {
        let row = ir.definitions.row(definition);
        assert!(row.node.index() < ir.nodes.len() && row.name_node.index() < ir.nodes.len());
        assert!(row.name.index() < ir.names.len());
    }
}
