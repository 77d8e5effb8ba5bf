//! What an edit of one item can have changed.
//!
//! The findings of all other forms are kept, so what each depends on is to be known:
//!
//! - *Findings about a form*, which are all but those below, depend on the nodes and the text of the
//!   form, on what the names in it mean ([`Meanings`]), and on whether the file imports anything. A name
//!   keeps its meaning if what the item says about it stays the same. If that changes, all forms that
//!   mention the name are checked anew.
//! - *Possible typos and unbound spaces* are one finding for all calls of a name, so they depend on all
//!   forms that mention the name. If such a form can have changed, by itself or by what its names mean,
//!   all forms that mention the name are checked anew. Few names are near a built-in, or stand for a
//!   space that nothing binds: only those can have such a finding.
//! - *Clauses of different arity* are one finding for all clauses of a name. They depend on the clauses
//!   and on whether the name has a type, so on what defines the name.
//! - *Documentation of nothing* depends on how often a name occurs and is documented.
//! - *Duplicate clauses* depend on all rules that are equal, so only those that are like one in the
//!   item can have changed, before or after the edit.
//! - *Words of the other dialect* depend on what stands before them on their line.
//!
//! If the item imports anything, or held the last hole of the file, which withholds findings everywhere,
//! the whole file is checked anew.

use core::ops::Range;

use rustc_hash::FxHashMap;

use super::meaning::Meanings;
use super::selection::{CALLS, CLAUSES, DOCUMENTATION, MEANING, Selection};
use super::{Plan, call, clause, documentation, has_holes, name};
use crate::diagnostic::{Diagnostic, DiagnosticSink};
use crate::ir::{Ir, NameId, NodeId, rows_of};
use crate::languages::Change;
use crate::languages::metta::form::SPEAKING_FORMS;
use crate::languages::metta::kind::{DefinitionKind, Dialect, NodeKind};
use crate::languages::metta::{code, shape};
use crate::text::TextRange;

/// What the item says about the name has changed.
const CHANGED: u8 = 16;
/// The name stands for one of the forms that say something wherever they stand.
const SPEAKING: u8 = 32;
/// The occurrences of the name are counted.
const COUNTED: u8 = 64;

/// How many names there is room for at first: more than most forms have.
const NAMES_PER_FORM: usize = 28;

/// What is wanted of each name.
struct Wanted {
    flags: Vec<u8>,
    /// The names whose meaning is wanted.
    names: Vec<NameId>,
}

impl Wanted {
    fn add(&mut self, name: NameId, what: u8) {
        let Some(flags) = self.flags.get_mut(name.index()) else { return };
        if what & MEANING != 0 && *flags & MEANING == 0 {
            self.names.push(name);
        }
        *flags |= what;
    }

    fn has(&self, name: NameId, what: u8) -> bool {
        self.flags.get(name.index()).is_some_and(|flags| flags & what != 0)
    }

    /// Adds the meanings of all symbols in a form.
    fn add_form(&mut self, ir: Ir<'_>, form: NodeId) {
        for node in (form.raw()..ir.nodes.subtree_end(form).raw()).map(NodeId::new) {
            if let Some(name) = shape::symbol(ir.nodes, node) {
                self.add(name, MEANING);
            }
        }
    }
}

impl Plan {
    /// What is to be checked after an edit; nothing if that is everything.
    pub(super) fn after(change: &Change<'_>, dialect: Dialect) -> Option<Self> {
        let ir = change.after.ir;
        let mut wanted = wanted_by_item(change)?;
        let mut meanings = Meanings::empty(ir);
        let mut forms = forms_with_changed_names(change, &mut wanted, &mut meanings);
        for &form in &forms {
            wanted.add_form(ir, form);
        }
        let has_calls = want_calls(ir, dialect, &meanings, &mut wanted);
        let has_documentation = want_documentation(ir, &mut wanted);
        if has_calls || has_documentation {
            forms = forms_with_calls(ir, forms, &wanted, &mut meanings);
            for &form in &forms {
                wanted.add_form(ir, form);
            }
        }
        let Wanted { names, .. } = &wanted;
        meanings.add_names(ir, dialect, names, |name| wanted.has(name, MEANING));
        let is_edited = |name| wanted.has(name, CLAUSES);
        let rules = clause::rules_like_edited(change, &meanings, is_edited);
        let words = nodes_on_lines(change);
        let selection = Selection::of(ir, &forms, wanted.flags);
        Some(Self { selection, meanings, rules, words })
    }

    /// Keeps the findings that the edit cannot have changed.
    pub(super) fn keep(&self, change: &Change<'_>, sink: &mut DiagnosticSink) {
        let ir = change.after.ir;
        let lines = self.words.start.index()..self.words.end.index();
        let line_starts = ir.nodes.start.get(lines).unwrap_or(&[]);
        let starts: Vec<u32> = self.rules.iter().map(|&rule| ir.nodes.start(rule)).collect();
        let is_kept = |found: &Diagnostic| {
            let is = |codes: &[&crate::diagnostic::Code]| {
                codes.iter().any(|&known| core::ptr::eq(known, found.code))
            };
            let wants =
                |what: u8| found.name().is_some_and(|name| self.selection.wants(name, what));
            // What is meant as a comment can go on behind the item.
            let item = change.item.range;
            if item.start <= found.range.start && found.range.start < item.end {
                return false;
            }
            let start = change.moved(found.range).start;
            if is(&[&code::POSSIBLE_TYPO, &code::UNBOUND_SPACE]) {
                !wants(CALLS | CHANGED)
            } else if is(&[&code::CLAUSE_ARITY]) {
                !wants(CLAUSES)
            } else if is(&[&code::ORPHAN_DOC]) {
                !wants(DOCUMENTATION)
            } else if is(&[&code::DUPLICATE_CLAUSE]) {
                starts.binary_search(&start).is_err()
            } else if is(&[&code::DIALECT_TOKEN, &code::SLASH_COMMENT]) {
                line_starts.binary_search(&start).is_err()
            } else {
                !self.selection.covers(ir, start)
            }
        };
        sink.keep(change.findings, is_kept, |range| change.moved(range));
    }
}

/// What the item's names are wanted for. Nothing if the item concerns the whole file.
fn wanted_by_item(change: &Change<'_>) -> Option<Wanted> {
    let (before, ir) = (change.before.ir, change.after.ir);
    let old = Meanings::said_in(before, &change.item.nodes);
    let new = Meanings::said_in(ir, &change.nodes);
    let holes =
        before.nodes.kind.get(change.item.nodes.start.index()..change.item.nodes.end.index());
    let has_hole = holes.is_some_and(|kinds| kinds.contains(&NodeKind::Hole.code()));
    if old.has_imports || new.has_imports || has_hole && !has_holes(ir) {
        return None;
    }
    let names = Vec::with_capacity(NAMES_PER_FORM);
    let mut wanted = Wanted { flags: vec![0; ir.names.len()], names };
    // How many more occurrences there are than before.
    let mut more: FxHashMap<NameId, i64> = FxHashMap::default();
    more.reserve(NAMES_PER_FORM);
    let items = [(before, &change.item.nodes, -1), (ir, &change.nodes, 1)];
    for (ir, nodes, sign) in items {
        for node in (nodes.start.raw()..nodes.end.raw()).map(NodeId::new) {
            if let Some(name) = shape::symbol(ir.nodes, node) {
                *more.entry(name).or_default() += sign;
            }
        }
    }
    for (&name, &more) in &more {
        let has_changed = !old.agrees(&new, name);
        let changed = if has_changed { CHANGED | CLAUSES } else { 0 };
        let documentation = if more == 0 { 0 } else { DOCUMENTATION };
        wanted.add(name, MEANING | changed | documentation);
    }
    for (ir, nodes, _) in items {
        for row in rows_of(ir.definitions.node, nodes) {
            let is_documentation =
                ir.definitions.kind.get(row) == Some(&DefinitionKind::Documentation.code());
            let documentation = if is_documentation { DOCUMENTATION } else { 0 };
            if let Some(&name) = ir.definitions.name.get(row) {
                wanted.add(name, MEANING | CLAUSES | documentation);
            }
        }
    }
    Some(wanted)
}

/// The item, and the forms that mention a name of which the item says something else now. Adds what
/// forms that stand anywhere say.
fn forms_with_changed_names(
    change: &Change<'_>,
    wanted: &mut Wanted,
    meanings: &mut Meanings,
) -> Vec<NodeId> {
    let ir = change.after.ir;
    let words = SPEAKING_FORMS.map(|(word, _)| word);
    for name in ir.names.find_all(words).into_iter().flatten() {
        wanted.add(name, SPEAKING);
    }
    let mut forms = Forms { ir, found: Vec::new() };
    let mut is_item_added = false;
    let mut add_item = |forms: &mut Forms<'_>| {
        if !core::mem::replace(&mut is_item_added, true) {
            forms.add_all(&change.nodes);
        }
    };
    for_each_mention(ir, &wanted.flags, CHANGED | SPEAKING, |node, name| {
        if node >= change.nodes.start {
            add_item(&mut forms);
        }
        if wanted.has(name, CHANGED) {
            forms.add(node);
        }
        let parent = ir.nodes.parent(node);
        if wanted.has(name, SPEAKING) && shape::head(ir.nodes, parent) == Some(node) {
            meanings.add_head(ir, parent, name);
        }
    });
    add_item(&mut forms);
    forms.found
}

/// Marks names whose calls are compared, and says whether there are any.
fn want_calls(ir: Ir<'_>, dialect: Dialect, meanings: &Meanings, wanted: &mut Wanted) -> bool {
    if meanings.has_imports || dialect != Dialect::Hyperon {
        return false;
    }
    let is_compared = |&name: &NameId| {
        let spelling = ir.names.text(name);
        call::is_handle(spelling.as_bytes()) && !meanings.is_bound(name)
            || name::meant_builtin(spelling).is_some()
    };
    let compared: Vec<NameId> = wanted.names.iter().copied().filter(is_compared).collect();
    for &name in &compared {
        wanted.add(name, CALLS | COUNTED);
    }
    !compared.is_empty()
}

/// Marks names with documentation whose occurrences are counted, and says whether there are any.
fn want_documentation(ir: Ir<'_>, wanted: &mut Wanted) -> bool {
    let mut has_any = false;
    for row in documentation::documentation(ir) {
        if wanted.has(row.name, DOCUMENTATION) {
            wanted.add(row.name, COUNTED);
            has_any = true;
        }
    }
    has_any
}

/// Adds to some forms those that mention a name whose calls are compared, and counts the names whose
/// occurrences matter.
fn forms_with_calls(
    ir: Ir<'_>,
    some: Vec<NodeId>,
    wanted: &Wanted,
    meanings: &mut Meanings,
) -> Vec<NodeId> {
    let mut forms = Forms { ir, found: Vec::new() };
    for_each_mention(ir, &wanted.flags, COUNTED, |node, name| {
        meanings.add_occurrence(name);
        if wanted.has(name, CALLS) {
            forms.add(node);
        }
    });
    let mut all = some;
    all.append(&mut forms.found);
    all.sort_unstable();
    all.dedup();
    all
}

/// Forms at the top level in order, each once.
struct Forms<'a> {
    ir: Ir<'a>,
    found: Vec<NodeId>,
}

impl Forms<'_> {
    /// Adds the form around a node, which does not come before what was added last.
    fn add(&mut self, node: NodeId) {
        let nodes = self.ir.nodes;
        if self.found.last().is_some_and(|&last| node < nodes.subtree_end(last)) {
            return;
        }
        let around = core::iter::once(node).chain(nodes.ancestors(node));
        self.found.extend(around.take_while(|&node| node != NodeId::new(0)).last());
    }

    /// Adds forms side by side.
    fn add_all(&mut self, forms: &Range<NodeId>) {
        self.ir.nodes.siblings(forms.clone()).for_each(|form| self.add(form));
    }
}

/// Calls `visit` with each symbol whose name has one of some flags.
fn for_each_mention(ir: Ir<'_>, flags: &[u8], what: u8, mut visit: impl FnMut(NodeId, NameId)) {
    let symbol = NodeKind::Symbol.code();
    for (place, (&kind, &data)) in ir.nodes.kind.iter().zip(ir.nodes.data).enumerate() {
        if kind == symbol && flags.get(data as usize).is_some_and(|flags| flags & what != 0) {
            visit(NodeId::from_index(place), NameId::new(data));
        }
    }
}

/// The nodes that begin on the lines on which the item stands.
fn nodes_on_lines(change: &Change<'_>) -> Range<NodeId> {
    let (text, TextRange { start, end }) = (change.after.text, change.range());
    let (before, after) = (text.get(..start as usize), text.get(end as usize..));
    let line_start = before.and_then(|before| memchr::memrchr(b'\n', before.as_bytes()));
    let line_start = line_start.map_or(0, |last| last + 1);
    let rest = after.and_then(|after| memchr::memchr(b'\n', after.as_bytes()));
    let line_end = rest.map_or(text.len(), |rest| end as usize + rest);
    let starts = change.after.ir.nodes.start;
    let place = |offset: usize| starts.partition_point(|&start| (start as usize) < offset);
    NodeId::from_index(place(line_start))..NodeId::from_index(place(line_end))
}
