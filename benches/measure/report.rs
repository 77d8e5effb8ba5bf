//! The table for one language.

use std::io::{self, Write};

use rholang_engine::Analyzer;

use crate::corpus::Corpus;
use crate::stage::{Stage, Worker};
use rholang_benches::clock;

/// What all files of a corpus have together.
#[derive(Default)]
struct Totals {
    nodes: usize,
    tree_nodes: usize,
    diagnostics: usize,
    diagnostics_bytes: usize,
    facts_bytes: usize,
    /// Bytes of each table with its name.
    tables: [(&'static str, usize); 8],
}

pub(crate) fn print(corpus: &Corpus, passes: u32, out: &mut impl Write) -> io::Result<()> {
    let mut worker = Worker::new(corpus);
    let totals = totals(corpus, &worker);
    let bytes = corpus.bytes();
    writeln!(out, "{}", corpus.language.language().name())?;
    writeln!(out, "  {:<24}{:>12}", "files", corpus.files.len())?;
    writeln!(out, "  {:<24}{bytes:>12}", "bytes")?;
    for (name, nodes) in
        [("nodes of syntax trees", totals.tree_nodes), ("nodes of facts", totals.nodes)]
    {
        writeln!(out, "  {name:<24}{nodes:>12}{:>10.2} bytes a node", per(bytes, nodes))?;
    }
    writeln!(out, "  {:<24}{:>12}{:>10}{:>10}", "memory", "bytes", "a byte", "a node")?;
    let mut memory = |name: &str, table: usize| {
        let (by_byte, by_node) = (per(table, bytes), per(table, totals.nodes));
        writeln!(out, "  {name:<24}{table:>12}{by_byte:>10.2}{by_node:>10.2}")
    };
    for (name, table) in totals.tables {
        memory(&format!("  {name}"), table)?;
    }
    memory("  all facts", totals.facts_bytes)?;
    memory(&format!("  {} diagnostics", totals.diagnostics), totals.diagnostics_bytes)?;
    let clock = clock::NAME;
    writeln!(out, "  speed (median of {passes} passes, {clock}, freeing included)")?;
    speeds(&mut worker, bytes, passes, out)
}

fn totals(corpus: &Corpus, worker: &Worker<'_>) -> Totals {
    let mut totals = Totals::default();
    let mut analyzer = Analyzer::new();
    for (text, tree) in corpus.files.iter().zip(worker.trees()) {
        let analysis = analyzer.facts(corpus.language, text, tree);
        totals.tree_nodes += tree.tree().root_node().descendant_count();
        totals.nodes += analysis.facts.ir().nodes.len();
        totals.diagnostics += analysis.diagnostics.len();
        totals.diagnostics_bytes += analysis.diagnostics.byte_len();
        totals.facts_bytes += analysis.facts.byte_len();
        let bytes = analysis.facts.table_bytes();
        let tables = [
            ("names", bytes.names),
            ("nodes", bytes.nodes),
            ("scopes", bytes.scopes),
            ("binders", bytes.binders),
            ("references", bytes.references),
            ("endpoints", bytes.endpoints),
            ("definitions", bytes.definitions),
            ("comments", bytes.comments),
        ];
        for (total, (name, bytes)) in totals.tables.iter_mut().zip(tables) {
            *total = (name, total.1 + bytes);
        }
    }
    totals
}

/// The stages take turns, so that a busy moment of the machine does not hit one of them alone.
fn speeds(
    worker: &mut Worker<'_>,
    bytes: usize,
    passes: u32,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut stages = [
        (Stage::Parse, "  syntax tree", Vec::new()),
        (Stage::Facts, "  facts from syntax tree", Vec::new()),
        (Stage::All, "  analysis", Vec::new()),
    ];
    for _ in 0..passes {
        for (stage, _, times) in &mut stages {
            times.push(clock::time(|| worker.pass(*stage)));
        }
    }
    for (_, name, times) in &mut stages {
        let seconds = clock::median(times).as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "corpora are below 2^52 bytes")]
        let megabytes = bytes as f64 / 1e6;
        writeln!(out, "  {name:<24}{:>12.1} MB/s", megabytes / seconds)?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^52")]
fn per(amount: usize, whole: usize) -> f64 {
    amount as f64 / whole.max(1) as f64
}
