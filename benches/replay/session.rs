//! The session: what the editor does.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rholang_benches::{program, rholang, workspace_hub, workspace_path};
use rholang_engine::LanguageId;
use serde_json::{Value, json};

use super::Result;
use super::client::Client;
use super::memory::usage;
use super::report::{Outcome, Samples, Soak, SoakSample};

/// The documents that are edited: what they are called, their size in bytes, and for how many rounds
/// a request is made in one.
const DOCUMENTS: [(&str, usize, usize); 4] =
    [("1 KB", 1_000, 1), ("10 KB", 10_000, 1), ("100 KB", 100_000, 4), ("1 MB", 1_000_000, 10)];

/// How many edits a burst has, and how many milliseconds lie between two.
const BURST_EDITS: usize = 40;
const BURST_PAUSE_MS: u64 = 4;

/// How long the server is left alone before its idle processor time is measured.
const IDLE: Duration = Duration::from_millis(1_000);

/// What to play.
pub(super) struct Plan<'a> {
    pub(super) server: &'a Path,
    /// The command that the server runs under, if there is one.
    pub(super) under: &'a [String],
    pub(super) root: &'a Path,
    /// How many files the workspace has.
    pub(super) files: usize,
    /// How often each request is made.
    pub(super) rounds: usize,
    pub(super) seed: u64,
}

/// Plays the session.
pub(super) fn play(plan: &Plan<'_>) -> Result<Outcome> {
    let start = Instant::now();
    let mut client = Client::start(plan.server, plan.under, None, plan.root)?;
    let mut samples = Samples::default();
    initialize(&mut client, plan.root)?;
    samples.add("start and initialize", start.elapsed());
    wait_for_index(&mut client)?;
    let indexed = start.elapsed();
    let cold = usage(client.process_id());

    for (name, bytes, share) in DOCUMENTS {
        let rounds = (plan.rounds / share).max(1);
        for language in LanguageId::ALL {
            let text = program(language, bytes, plan.seed);
            let label = format!("{name} {}", language.language().name());
            let mut document = Document::new(plan, &label, language, text)?;
            edit(&mut client, &mut samples, &mut document, &label, rounds)?;
            if bytes == 10_000 {
                ask(&mut client, &mut samples, &mut document, rounds)?;
                burst(&mut client, &mut samples, &mut document)?;
            }
            document.close(&mut client)?;
        }
    }
    workspace_requests(&mut client, &mut samples, plan)?;

    let before = usage(client.process_id());
    thread::sleep(IDLE);
    let after = usage(client.process_id());
    let source_bytes = folder_bytes(plan.root)?;
    let messages = client.sent();
    samples.add("shutdown and exit", client.stop()?);
    Ok(Outcome {
        files: plan.files,
        source_bytes,
        messages,
        indexed,
        resident_after_index: cold.resident,
        peak_after_index: cold.peak,
        peak: after.peak,
        processor: after.processor,
        idle_processor: after.processor.saturating_sub(before.processor),
        samples,
    })
}

/// How often the memory is looked at during a soak.
const SOAK_SAMPLES: usize = 20;

/// Makes `edits` edits of a document of 10 KB, sound and broken ones, with a request after each
/// hundredth, and waits for the diagnostics of each tenth.
pub(super) fn soak(plan: &Plan<'_>, edits: usize) -> Result<Soak> {
    let mut client = Client::start(plan.server, plan.under, None, plan.root)?;
    initialize(&mut client, plan.root)?;
    wait_for_index(&mut client)?;
    let text = program(LanguageId::Rholang, 10_000, plan.seed);
    let mut document = Document::new(plan, "soak", LanguageId::Rholang, text)?;
    document.open(&mut client)?;
    let places = document.places(100);
    let mut samples = vec![soak_sample(&mut client, 0)?];
    let start = Instant::now();
    let step = (edits / SOAK_SAMPLES).max(1);
    for edit in 1..=edits {
        let (line, column) = places[(edit / 2) % places.len().max(1)];
        let letter = if edit % 20 < 10 { "x" } else { "(" };
        let (removed, text) = if edit % 2 == 1 { (0, letter) } else { (1, "") };
        document.change(&mut client, (line, column), removed, text)?;
        if edit % 10 == 0 {
            client.wait_for_diagnostics(&document.uri, document.version)?;
        }
        if edit % 100 == 0 {
            let at = json!({
                "textDocument": { "uri": document.uri },
                "position": { "line": line, "character": column },
                "context": { "includeDeclaration": true },
            });
            client.request("textDocument/references", &at)?;
        }
        if edit % step == 0 {
            samples.push(soak_sample(&mut client, edit)?);
        }
    }
    let took = start.elapsed();
    client.stop()?;
    Ok(Soak { samples, took })
}

fn soak_sample(client: &mut Client, edits: usize) -> Result<SoakSample> {
    let (metrics, _) = client.request("rholang/metrics", &Value::Null)?;
    let live_versions = metrics["engine"]["liveVersions"].as_u64().unwrap_or_default();
    let resident = usage(client.process_id()).resident;
    Ok(SoakSample { edits, resident, live_versions })
}

/// Starts a session.
pub(super) fn initialize(client: &mut Client, root: &Path) -> Result<()> {
    let uri = uri_of(root);
    let params = json!({
        "processId": std::process::id(),
        "rootUri": uri,
        "workspaceFolders": [{ "uri": uri, "name": "workspace" }],
        "capabilities": {
            "general": { "positionEncodings": ["utf-16"] },
            "textDocument": {
                "publishDiagnostics": { "versionSupport": true, "relatedInformation": true },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "hover": { "contentFormat": ["markdown"] },
            },
        },
    });
    client.request("initialize", &params)?;
    client.notify("initialized", &json!({}))
}

/// Waits until all files are indexed.
pub(super) fn wait_for_index(client: &mut Client) -> Result<()> {
    loop {
        let (status, _) = client.request("rholang/status", &Value::Null)?;
        let indexing = &status["indexing"];
        if indexing["isRunning"] == false && !indexing["lastScan"].is_null() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// A document in the editor.
struct Document {
    uri: String,
    language: LanguageId,
    lines: Vec<String>,
    version: i64,
}

impl Document {
    fn new(plan: &Plan<'_>, label: &str, language: LanguageId, text: String) -> Result<Self> {
        let extension = match language {
            LanguageId::Rholang => "rho",
            LanguageId::Metta => "metta",
        };
        let name = format!("{}.{extension}", label.replace(' ', "-"));
        let path = plan.root.join(name);
        fs::write(&path, &text)?;
        let lines = text.split('\n').map(str::to_owned).collect();
        Ok(Self { uri: uri_of(&path), language, lines, version: 1 })
    }

    fn open(&self, client: &mut Client) -> Result<()> {
        client.notify(
            "textDocument/didOpen",
            &json!({ "textDocument": {
                "uri": self.uri,
                "languageId": self.language.language().name(),
                "version": self.version,
                "text": self.lines.join("\n"),
            } }),
        )
    }

    fn close(&self, client: &mut Client) -> Result<()> {
        client.notify("textDocument/didClose", &json!({ "textDocument": { "uri": self.uri } }))
    }

    /// Replaces nothing, or one character, by a text.
    fn change(
        &mut self,
        client: &mut Client,
        (line, column): (usize, usize),
        removed: usize,
        text: &str,
    ) -> Result<()> {
        self.version += 1;
        client.notify(
            "textDocument/didChange",
            &json!({
                "textDocument": { "uri": self.uri, "version": self.version },
                "contentChanges": [{
                    "range": {
                        "start": { "line": line, "character": column },
                        "end": { "line": line, "character": column + removed },
                    },
                    "text": text,
                }],
            }),
        )
    }

    /// Places in words, spread over the document: line and column of a letter after a letter.
    fn places(&self, count: usize) -> Vec<(usize, usize)> {
        let word = |line: &str| {
            let code = line.split("//").next().unwrap_or("").split(';').next().unwrap_or("");
            code.as_bytes().windows(2).position(|pair| pair.iter().all(u8::is_ascii_lowercase))
        };
        let lines = self.lines.iter().enumerate();
        let all: Vec<(usize, usize)> =
            lines.filter_map(|(number, line)| Some((number, word(line)? + 1))).collect();
        let step = (all.len() / count.max(1)).max(1);
        all.into_iter().step_by(step).take(count).collect()
    }
}

/// Opens the document, then types letters into words, each followed by the wait for its diagnostics,
/// and takes them away again.
fn edit(
    client: &mut Client,
    samples: &mut Samples,
    document: &mut Document,
    label: &str,
    rounds: usize,
) -> Result<()> {
    let start = Instant::now();
    document.open(client)?;
    let published = client.wait_for_diagnostics(&document.uri, document.version)?;
    samples.add(format!("open to diagnostics, {label}"), published - start);
    for place in document.places(rounds).into_iter().cycle().take(rounds) {
        for (removed, text) in [(0, "x"), (1, "")] {
            let start = Instant::now();
            document.change(client, place, removed, text)?;
            let published = client.wait_for_diagnostics(&document.uri, document.version)?;
            samples.add(format!("change to diagnostics, {label}"), published - start);
        }
    }
    // A bracket that nothing closes, and its end.
    for place in document.places(8) {
        for (removed, text) in [(0, "("), (1, "")] {
            let start = Instant::now();
            document.change(client, place, removed, text)?;
            let published = client.wait_for_diagnostics(&document.uri, document.version)?;
            samples.add(format!("broken bracket, {label}"), published - start);
        }
    }
    Ok(())
}

/// Makes each request at places all over the document; every other one right after an edit.
fn ask(
    client: &mut Client,
    samples: &mut Samples,
    document: &mut Document,
    rounds: usize,
) -> Result<()> {
    const METHODS: [&str; 9] = [
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/declaration",
        "textDocument/implementation",
        "textDocument/documentHighlight",
        "textDocument/references",
        "textDocument/prepareRename",
        "textDocument/documentSymbol",
        "textDocument/diagnostic",
    ];
    for (round, (line, column)) in
        document.places(rounds).into_iter().cycle().take(rounds).enumerate()
    {
        for method in METHODS {
            let mut params = json!({
                "textDocument": { "uri": document.uri },
                "position": { "line": line, "character": column },
                "context": { "includeDeclaration": true },
            });
            if method == "textDocument/diagnostic" || method == "textDocument/documentSymbol" {
                params = json!({ "textDocument": { "uri": document.uri } });
            }
            // A refusal, as of a rename of a fixed name, is an answer as well.
            let start = Instant::now();
            let took = client.request(method, &params).map_or(start.elapsed(), |(_, took)| took);
            samples.add(method, took);
        }
        if round % 8 == 0 {
            document.change(client, (line, column), 0, "x")?;
            let params = json!({
                "textDocument": { "uri": document.uri },
                "position": { "line": line, "character": column },
            });
            let (_, took) = client.request("textDocument/definition", &params)?;
            samples.add("change, then definition", took);
            document.change(client, (line, column), 1, "")?;
            client.wait_for_diagnostics(&document.uri, document.version)?;
        }
    }
    Ok(())
}

/// Types without waiting; measures how long the diagnostics of the last edit take.
fn burst(client: &mut Client, samples: &mut Samples, document: &mut Document) -> Result<()> {
    let place = document.places(1).first().copied().unwrap_or_default();
    let mut start = Instant::now();
    for number in 0..BURST_EDITS {
        let (removed, text) = if number % 2 == 0 { (0, "x") } else { (1, "") };
        start = Instant::now();
        document.change(client, place, removed, text)?;
        thread::sleep(Duration::from_millis(BURST_PAUSE_MS));
    }
    let published = client.wait_for_diagnostics(&document.uri, document.version)?;
    samples.add("last edit of a burst to diagnostics", published.saturating_duration_since(start));
    Ok(())
}

/// Requests that concern many files: a channel that about a hundred files use, and names.
fn workspace_requests(client: &mut Client, samples: &mut Samples, plan: &Plan<'_>) -> Result<()> {
    let path = plan.root.join(workspace_path(0));
    let text = fs::read_to_string(&path)?;
    let hub = format!("hub-{}", workspace_hub(0, plan.files));
    let (line, column) = text
        .lines()
        .enumerate()
        .find_map(|(number, line)| Some((number, line.find(&hub)? + 1)))
        .ok_or("the first file uses no hub")?;
    let at = json!({
        "textDocument": { "uri": uri_of(&path) },
        "position": { "line": line, "character": column },
        "context": { "includeDeclaration": true },
        "newName": "renamed-hub",
    });
    let queries = ["service-1", "srv", "hub", "twice", "x"];
    for round in 0..plan.rounds.min(50) {
        for (name, method) in [
            ("references in about 100 files", "textDocument/references"),
            ("rename in about 100 files", "textDocument/rename"),
            ("definition in another file", "textDocument/definition"),
            ("hover on a shared channel", "textDocument/hover"),
        ] {
            let (_, took) = client.request(method, &at)?;
            samples.add(name, took);
        }
        let query = queries[round % queries.len()];
        let (_, took) = client.request("workspace/symbol", &json!({ "query": query }))?;
        samples.add("workspace/symbol", took);
    }
    // Typing in a file among many others, beside its neighbours.
    let text = rholang(1_000, plan.seed);
    let mut document = Document::new(plan, "neighbour", LanguageId::Rholang, text)?;
    edit(client, samples, &mut document, "among all files", plan.rounds)?;
    document.close(client)
}

fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The bytes of the files below a folder.
fn folder_bytes(root: &Path) -> Result<u64> {
    let mut pending = vec![root.to_owned()];
    let mut bytes = 0;
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            } else {
                bytes += entry.metadata()?.len();
            }
        }
    }
    Ok(bytes)
}
