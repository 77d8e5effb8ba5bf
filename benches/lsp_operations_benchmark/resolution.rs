//! What a name stands for: an array read in the engine, beside what others would do.
//!
//! All three ways answer the same question for each reference of a program: given the number of the
//! reference, its spelling and its place, which binder is it? The cache and the hash maps have
//! numbers as keys, so they are not slowed down by strings.

use std::collections::HashMap;
use std::hint::black_box;
use std::num::NonZeroUsize;

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use lru::LruCache;
use rholang_benches::loaded::Loaded;
use rholang_benches::program;
use rholang_engine::ir::{Ir, ScopeId};
use rholang_engine::query::{CancelToken, definition};
use rholang_engine::{Analyzer, At, LanguageId};

use crate::texts::{COMPLEX, SEED};

/// What a way to resolve is asked about.
struct Question {
    /// The number of the spelling.
    name: u32,
    /// The offset of the reference.
    offset: u32,
    /// The innermost scope around the reference.
    scope: Option<ScopeId>,
}

/// A scope as a map from spellings to binders, with the scope around it.
struct ScopeMap {
    binders: HashMap<u32, u32>,
    parent: Option<ScopeId>,
}

/// `symbol_resolution`: the names of a program, and the query that an editor makes at each of them.
pub(crate) fn resolution(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("symbol_resolution");
    let cases = [
        ("complex metta", LanguageId::Metta, COMPLEX.to_owned()),
        ("10 KB rholang", LanguageId::Rholang, program(LanguageId::Rholang, 10_000, SEED)),
    ];
    for (name, language, text) in cases {
        let analysis = Analyzer::new().analyze(language, &text);
        let ir = analysis.facts.ir();
        group.throughput(Throughput::Elements(ir.references.len() as u64));
        compare(&mut group, name, ir);
        query(&mut group, name, language, text.clone(), ir);
    }
    group.finish();
}

fn compare(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, ir: Ir<'_>) {
    let questions = questions(ir);
    let expected: u64 = ir.references.binder.iter().map(|binder| u64::from(binder.raw())).sum();
    group.bench_function(format!("{name}, array read"), |bencher| {
        bencher.iter(|| {
            let binders = black_box(ir.references.binder).iter();
            let sum: u64 = binders.map(|binder| u64::from(black_box(*binder).raw())).sum();
            assert_eq!(sum, expected);
        });
    });

    let size = NonZeroUsize::new(questions.len()).expect("programs use names");
    let mut cache = LruCache::new(size);
    for (question, binder) in questions.iter().zip(ir.references.binder) {
        cache.put((question.name, question.offset), binder.raw());
    }
    group.bench_function(format!("{name}, full LRU cache"), |bencher| {
        bencher.iter(|| {
            let asked = questions.iter().map(|asked| (asked.name, asked.offset));
            let known = asked.map(|key| *cache.get(&key).expect("the cache holds all answers"));
            assert_eq!(known.map(|binder| u64::from(black_box(binder))).sum::<u64>(), expected);
        });
    });

    let scopes = scope_maps(ir);
    group.bench_function(format!("{name}, chain of hash maps"), |bencher| {
        bencher.iter(|| {
            let found = questions.iter().filter_map(|asked| look_up(&scopes, asked));
            black_box(found.map(u64::from).sum::<u64>())
        });
    });
}

/// The whole query, from an offset to the places to go to.
fn query(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    language: LanguageId,
    text: String,
    ir: Ir<'_>,
) {
    let mut loaded = Loaded::empty(1);
    let file = loaded.commit("program", language, text);
    let snapshot = loaded.engine.snapshot();
    let token = CancelToken::new();
    group.bench_function(format!("{name}, definition queries"), |bencher| {
        bencher.iter(|| {
            let offsets = ir.references.node.iter().map(|&node| ir.nodes.start(node));
            let links = offsets.map(|offset| {
                definition(&snapshot, At { file, offset }, &token).expect("nobody cancels").len()
            });
            let links: usize = links.sum();
            assert!(links > 0, "generated programs bind their names");
            links
        });
    });
}

fn questions(ir: Ir<'_>) -> Vec<Question> {
    let rows = ir.references.name.iter().zip(ir.references.node);
    rows.map(|(name, &node)| {
        let mut scopes = ir.scopes.first_node.iter().zip(ir.scopes.node_end);
        // Scopes nest and stand in order, so the last one around a node is the innermost.
        let inner = scopes.rposition(|(&first, &end)| first <= node && node < end);
        let scope = inner.map(ScopeId::from_index);
        Question { name: name.raw(), offset: ir.nodes.start(node), scope }
    })
    .collect()
}

fn scope_maps(ir: Ir<'_>) -> Vec<ScopeMap> {
    let mut scopes: Vec<ScopeMap> = (ir.scopes.parent.iter())
        .map(|parent| ScopeMap { binders: HashMap::new(), parent: parent.some() })
        .collect();
    for (index, (name, scope)) in ir.binders.name.iter().zip(ir.binders.scope).enumerate() {
        let number = u32::try_from(index).expect("programs are small");
        scopes[scope.index()].binders.entry(name.raw()).or_insert(number);
    }
    scopes
}

fn look_up(scopes: &[ScopeMap], asked: &Question) -> Option<u32> {
    let mut next = asked.scope;
    while let Some(scope) = next {
        let map = &scopes[scope.index()];
        if let Some(&binder) = map.binders.get(&asked.name) {
            return Some(binder);
        }
        next = map.parent;
    }
    None
}
