//! How long requests take inside the engine, at many places: medians and the slow ends.
//!
//! `cargo bench -p rholang-benches --bench request_latencies` prints two tables; with `-- --quick` it
//! measures less, and a word after `--` picks the rows that hold it, or a table: `files`, `names`.
//! Requests run on the interactive lane of a pool with two workers, as in the server;
//! the time is from the beginning of the query to its result.
//!
//! Each place is asked several times. The columns `p50`, `p99` and `max` are of all single times; `p99
//! of medians` is of the median of each place, which tells what a place costs apart from what else
//! the machine did. `processor` is the time of all threads together, as a mean.

use std::time::Instant;

use rholang_benches::loaded::Loaded;
use rholang_benches::table::{Effort, Table, median, quantile};
use rholang_benches::{clock, names_file, workspace_hub, workspace_language, workspace_path};
use rholang_engine::query::{
    self, CancelToken, definition, highlights, hover, references, rename, workspace_symbols,
};
use rholang_engine::{At, LanguageId, Snapshot};
use rholang_engine_sync::pool::{Lane, Pool};

/// The size of the workspace of files in files, and about how many bytes each has.
const FILES: usize = 10_000;
const FILE_BYTES: usize = 1_000;
/// The size of the workspace of names: together 1,000,000.
const NAMES_FILES: usize = 20_000;
const NAMES_PER_FILE: usize = 50;
/// The workers of the pool.
const WORKERS: usize = 2;
/// How many places are asked about.
const PLACES: usize = 2_500;
/// The most symbols that an editor is shown.
const SYMBOLS: usize = 512;
const SEED: u64 = 7;

/// The columns of both tables.
const COLUMNS: [&str; 6] = ["places", "p50", "p99", "max", "p99 of medians", "processor"];

/// What is searched for: many letters, few, one, none; what all names have, and none.
const QUERIES: [&str; 12] = [
    "withdraw-vault-amount-17",
    "witvau17",
    "settle",
    "vault",
    "tva",
    "noi",
    "1",
    "w",
    "x",
    "-",
    "",
    "nothing-has-this-name",
];

fn main() {
    let effort = Effort::from_arguments();
    // Cargo passes `--bench` to benchmarks; tests of all targets pass nothing and only start it.
    if std::env::args().any(|argument| argument == "--bench") {
        let filter = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
        let filter = filter.as_deref().unwrap_or("");
        if filter != "names" {
            files(effort, filter);
        }
        if filter != "files" {
            names(effort, filter);
        }
    }
}

/// Whether a row was asked for.
fn is_wanted(name: &str, filter: &str) -> bool {
    name.contains(filter) || matches!(filter, "names" | "files")
}

/// Asks about all places `rounds` times; returns the row of the table in `unit` seconds.
fn row<Place: Sync>(
    pool: &Pool,
    places: &[Place],
    rounds: usize,
    unit: f64,
    ask: impl Fn(&Place) + Sync,
) -> Vec<Option<f64>> {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); places.len()];
    let before = clock::process();
    // Round after round, so that a disturbance does not meet all times of a place.
    for _ in 0..rounds {
        for (place, times) in places.iter().zip(&mut times) {
            times.push(pool.run(Lane::Interactive, || {
                let start = Instant::now();
                ask(place);
                start.elapsed().as_secs_f64() / unit
            }));
        }
    }
    let processor = (clock::process() - before).as_secs_f64() / unit;
    let all: Vec<f64> = times.iter().flatten().copied().collect();
    let medians: Vec<f64> = times.into_iter().filter_map(median).collect();
    #[expect(clippy::cast_precision_loss, reason = "there are few places")]
    let (count, asked) = (places.len() as f64, all.len() as f64);
    vec![
        Some(count),
        quantile(all.clone(), 0.5),
        quantile(all.clone(), 0.99),
        quantile(all, 1.0),
        quantile(medians, 0.99),
        Some(processor / asked),
    ]
}

/// Requests at places all over a workspace of many files.
fn files(effort: Effort, filter: &str) {
    let rounds = effort.rounds();
    let Loaded { engine, pool: _small } = Loaded::generated(FILES, FILE_BYTES, SEED);
    let pool = Loaded::empty(WORKERS).pool;
    let snapshot = &engine.snapshot();
    let token = &CancelToken::new();
    let words = words(snapshot);
    let hubs = hubs(snapshot);
    let mut table = Table::plain(
        format!("Microseconds in the engine, {FILES} files of {FILE_BYTES} bytes"),
        &COLUMNS,
    );
    let mut add = |name: &str, places: &[At], ask: &(dyn Fn(&At) + Sync)| {
        if is_wanted(name, filter) {
            table.row(name, row(&pool, places, rounds, 1e-6, ask));
        }
    };
    add("definition", &words, &|at| drop(definition(snapshot, *at, token)));
    add("hover", &words, &|at| drop(hover(snapshot, *at, token)));
    add("highlights", &words, &|at| drop(highlights(snapshot, *at)));
    add("references", &words, &|at| drop(references(snapshot, *at, true, token)));
    add("definition of a hub", &hubs, &|at| drop(definition(snapshot, *at, token)));
    add("hover on a hub", &hubs, &|at| drop(hover(snapshot, *at, token)));
    add("references in about 100 files", &hubs, &|at| {
        let found = references(snapshot, *at, true, token).expect("nobody cancels");
        assert!(found.len() >= 80, "{}", found.len());
    });
    add("rename in about 100 files", &hubs, &|at| {
        let edits = rename(snapshot, *at, "another-hub", token).expect("the name will do");
        assert!(edits.len() >= 80, "{}", edits.len());
    });
    table.print();
}

/// A word of each few files, in turn from the beginning to the end of the files.
fn words(snapshot: &Snapshot) -> Vec<At> {
    let files = (0..FILES).step_by(FILES / PLACES);
    let word = |index: usize| {
        let file = snapshot.find(&workspace_path(index)).expect("the file is there");
        let words = query::semantic_tokens(snapshot, file, None);
        let word = words.get(index * 31 % words.len().max(1)).expect("the file has words");
        At { file, offset: word.range.start }
    };
    files.map(word).collect()
}

/// Places in Rholang files where a channel is mentioned that about 100 files use.
fn hubs(snapshot: &Snapshot) -> Vec<At> {
    let files = (0..FILES).filter(|&index| workspace_language(index) == LanguageId::Rholang);
    let place = |index: usize| {
        let file = snapshot.find(&workspace_path(index)).expect("the file is there");
        let text = snapshot.file(file).expect("the file is there").text().content();
        let hub = format!("@\"hub-{}\"", workspace_hub(index, FILES));
        let offset = text.find(&hub).expect("the file uses a hub") + 3;
        At { file, offset: u32::try_from(offset).expect("files are small") }
    };
    files.step_by(3).take(PLACES).map(place).collect()
}

/// Searches among very many names.
fn names(effort: Effort, filter: &str) {
    let mut loaded = Loaded::empty(WORKERS);
    let files: Vec<_> = (0..NAMES_FILES).map(|index| names_file(index, NAMES_PER_FILE)).collect();
    loaded.index(&files);
    drop(files);
    let snapshot = &loaded.engine.snapshot();
    let token = &CancelToken::new();
    let count = NAMES_FILES * NAMES_PER_FILE;
    assert!(snapshot.key_count() >= count, "{}", snapshot.key_count());
    let mut table = Table::plain(
        format!("Milliseconds of `workspace_symbols` among {count} names, {WORKERS} workers"),
        &COLUMNS,
    );
    for text in QUERIES {
        for limit in [100, SYMBOLS] {
            let ask = |limit: &usize| {
                let found = workspace_symbols(snapshot, text, *limit, token);
                let found = found.expect("nobody cancels");
                assert_eq!(found.is_empty(), text.starts_with("nothing"), "{text}");
            };
            let rounds = effort.rounds() * 20;
            let name = format!("`{text}`, at most {limit}");
            if is_wanted(&name, filter) {
                table.row(name, row(&loaded.pool, &[limit], rounds, 1e-3, ask));
            }
        }
    }
    table.print();
}
