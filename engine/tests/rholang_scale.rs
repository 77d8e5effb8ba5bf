//! Queries about long and deep Rholang programs: no depth of the text is a depth of calls, and no
//! answer takes time that grows with the square of the text.

mod support;

use std::fmt::Write;
use std::time::{Duration, Instant};

use rholang_engine::query::{self, CancelToken};
use rholang_engine::{At, Engine, LanguageId};
use rholang_engine_sync::pool::{Pool, PoolOptions};

/// How long all queries at one place may take. Alone on a machine they take less than two seconds
/// at these sizes; other work on it may take most of the time. Quadratic time is minutes.
const TIME_MAX: Duration = Duration::from_secs(30);

/// A stack that no recursion over the text fits.
const STACK_BYTES: usize = 256 * 1024;

/// Asks everything at the places of `$0`, on a small stack.
fn ask(marked: &str) {
    let places: Vec<usize> =
        marked.match_indices("$0").enumerate().map(|(index, (at, _))| at - 2 * index).collect();
    let text = marked.replace("$0", "");
    let asked = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        let pool = Pool::new(PoolOptions::new().threads(1)).expect("a thread can be started");
        let mut engine = Engine::new(pool.handle());
        let indexer = engine.indexer();
        let file = engine.file("main.rho");
        let analyzed = indexer.analyze(file, LanguageId::Rholang, text, indexer.stamp());
        engine.commit([analyzed]);
        let (snapshot, cancel) = (engine.snapshot(), CancelToken::new());
        for offset in places {
            let at = At { file, offset: u32::try_from(offset).unwrap() };
            let started = Instant::now();
            for go in [query::definition, query::declaration, query::implementation] {
                go(&snapshot, at, &cancel).unwrap();
            }
            let found = query::references(&snapshot, at, true, &cancel).unwrap();
            assert_eq!(query::highlights(&snapshot, at).len(), found.len());
            let renamed = query::rename(&snapshot, at, "fresh_name", &cancel);
            assert!(renamed.is_ok() || found.is_empty());
            query::hover(&snapshot, at, &cancel).unwrap();
            query::document_symbols(&snapshot, file);
            query::workspace_symbols(&snapshot, "c", 10, &cancel).unwrap();
            let taken = started.elapsed();
            assert!(taken < TIME_MAX, "{taken:?} at {offset}");
        }
    });
    asked.expect("a thread can be started").join().expect("the queries end");
}

/// Pieces made by a number, one after the other.
fn many(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        write!(text, "{}", piece(number)).unwrap();
        text
    })
}

#[test]
fn contracts_in_contracts() {
    let count = 100_000;
    let open = "contract @\"c\"(x) = { ".repeat(count);
    ask(&format!("{open}@\"$0c\"!(1, *$0x){}", " }".repeat(count)));
    let open = many(count, |_| "new c in { contract c(x) = { ".to_owned());
    ask(&format!("{open}$0c!(1, *$0x){}", " } }".repeat(count)));
}

#[test]
fn data_in_data() {
    let count = 100_000;
    let (open, close) = ("[".repeat(count), "]".repeat(count));
    ask(&format!(
        "new c in {{ contract c(@{open}x{close}) = {{ @1!($0x) }} | $0c!({open}1{close}) }}"
    ));
    let (open, close) = ("{\"k\": ".repeat(count), "}".repeat(count));
    ask(&format!(
        "new c in {{ contract c(@{open}x{close}) = {{ @1!($0x) }} | $0c!({open}\"$0k\"{close}) }}"
    ));
    let (open, close) = ("@{*".repeat(count), "}".repeat(count));
    ask(&format!("new c in {{ {open}$0c{close}!(1) | for (x <- {open}$0c{close}) {{ Nil }} }}"));
    let open = "~".repeat(count);
    ask(&format!("new c in {{ contract c(@{{{open}1}}) = {{ Nil }} | $0c!(2) }}"));
}

#[test]
fn many_receivers_and_senders() {
    let count = 30_000;
    let contracts = many(count, |number| format!("contract c(@\"t{number}\", @x) = {{ Nil }} | "));
    let sends = many(count, |number| format!("c!(\"t{number}\", {number}) | "));
    ask(&format!(
        "new $0c in {{ {contracts}{sends}$0c!(\"$0t7\", 1) | contract $0c(@x) = {{ Nil }} }}"
    ));
    let receives = many(count, |_| "for (x <- @\"c\") { Nil } | ".to_owned());
    ask(&format!("{receives}@\"$0c\"!(1) | for ($0x <- @\"$0c\") {{ Nil }}"));
}

#[test]
fn large_messages_to_many_receivers() {
    let entries = many(5_000, |number| format!("\"k{number}\": {number}, "));
    let elements = many(5_000, |number| format!("{number}, "));
    let contracts = many(2_000, |number| {
        format!("contract c(@{{\"k{number}\": x ...r}}, @Set({number} ...s)) = {{ Nil }} | ")
    });
    ask(&format!("new c in {{ {contracts}$0c!({{{entries}\"k\": 0}}, Set({elements}0)) }}"));
}

#[test]
fn many_variables_at_once() {
    let count = 50_000;
    let names = many(count, |number| format!("x{number}, "));
    let uses = many(count, |number| format!("x{number}!(1) | "));
    ask(&format!("new {names}$0last in {{ {uses}$0last!(1) }}"));
    ask(&format!("for ({names}$0last <- @1) {{ {uses}$0last!(1) }}"));
    ask(&format!("contract @1({names}$0last) = {{ {uses}$0last!(1) }}"));
    let binds = many(count, |number| format!("x{number} <- {number}; "));
    ask(&format!("let {binds}$0last <- 1 in {{ $0last!(1) }}"));
    let binds = many(count, |number| format!("x{number} <- {number} & "));
    ask(&format!("let {binds}$0last <- 1 in {{ $0last!(1) }}"));
    let same = "x!(*x) | ".repeat(count);
    ask(&format!("new x in {{ {same}$0x!(1) }}"));
}

#[test]
fn many_comments() {
    let comments = "// A line.\n".repeat(50_000);
    ask(&format!("new a in {{\n{comments}contract $0a(x) = {{ Nil }} }}"));
    ask(&format!("// {}\nnew $0a in {{ Nil }}", "word ".repeat(100_000)));
}

#[test]
fn methods_of_many_agents() {
    let agents = many(5_000, |_| {
        "agent A { constructor() { Nil } | method m(x) { Nil } | default() { Nil } } | ".to_owned()
    });
    let calls = "for (o <- A!?()) { o!m(1). } | ".repeat(5_000);
    ask(&format!("new A in {{ {agents}{calls}for (o <- $0A!?()) {{ $0o!$0m(1). }} }}"));
}
