//! What the server tells about itself: `rholang/metrics`, `rholang/memory`, `rholang/status`, and the
//! metrics file.

use std::fs;

use rholang_engine::Snapshot;
use rholang_engine::workspace::EngineMetrics;
use rholang_engine_sync::pool::Lane;
use serde_json::{Value, json};

use super::Server;

/// The second step of a request: what looks at every file of the workspace, for a worker.
pub(super) type Finish = Box<dyn FnOnce() -> Value + Send>;

/// How many of the largest files `rholang/memory` lists.
const LARGEST_FILES_MAX: usize = 20;

/// `rholang/metrics`: latencies, queues, workers.
pub(super) fn metrics(server: &Server) -> Finish {
    let mut value = server.metrics.to_json();
    let (outbox, unanswered) = server.client.queue_lengths();
    value["queues"] = json!({
        "requestsInFlight": server.in_flight.len(),
        "requestsWaitingForFacts": server.waiting.len(),
        "messagesToSend": outbox,
        "unansweredByClient": unanswered,
        "events": server.events.1.len(),
        "messagesReceived": server.reader.len(),
    });
    value["pool"] = pool(server);
    let engine_metrics = server.engine.metrics_later();
    Box::new(move || {
        value["engine"] = engine(&engine_metrics());
        value["residentBytes"] = json!(resident_bytes());
        value
    })
}

fn pool(server: &Server) -> Value {
    let metrics = server.pool.metrics();
    let workers: Vec<Value> = metrics
        .workers
        .iter()
        .map(|worker| {
            json!({
                "tasks": {
                    "interactive": worker.tasks[Lane::Interactive.index()],
                    "normal": worker.tasks[Lane::Normal.index()],
                    "background": worker.tasks[Lane::Background.index()],
                },
                "utilisation": worker.utilisation(),
                "panics": worker.panics,
            })
        })
        .collect();
    json!({
        "workers": workers,
        "queued": {
            "interactive": metrics.queued[Lane::Interactive.index()],
            "normal": metrics.queued[Lane::Normal.index()],
            "background": metrics.queued[Lane::Background.index()],
        },
    })
}

fn engine(metrics: &EngineMetrics) -> Value {
    json!({
        "files": metrics.files,
        "openDocuments": metrics.open_documents,
        "sourceBytes": metrics.source_bytes,
        "textBytes": metrics.text_bytes,
        "factBytes": metrics.fact_bytes,
        "diagnosticBytes": metrics.diagnostic_bytes,
        "regions": metrics.regions,
        "regionBytes": metrics.region_bytes,
        "exportBytes": metrics.export_bytes,
        "postingBytes": metrics.posting_bytes,
        "openBytes": metrics.open_bytes,
        "labelBytes": metrics.labels.node_bytes + metrics.labels.index_bytes,
        "nameBytes": metrics.names.node_bytes + metrics.names.index_bytes,
        "tableBytes": metrics.table.entry_bytes + metrics.table.node_bytes,
        "publishedVersions": metrics.versions.published,
        "liveVersions": metrics.versions.live(),
        "deadValues": metrics.dead_values,
    })
}

/// `rholang/memory`: what takes how many bytes.
pub(super) fn memory(server: &Server) -> Finish {
    let (snapshot, engine_metrics) = (server.engine.snapshot(), server.engine.metrics_later());
    Box::new(move || {
        json!({
            "residentBytes": resident_bytes(),
            "engine": engine(&engine_metrics()),
            "largestFiles": largest_files(&snapshot),
        })
    })
}

fn largest_files(snapshot: &Snapshot) -> Vec<Value> {
    let mut files: Vec<(usize, usize, &str)> = snapshot
        .files()
        .map(|(file, revision)| {
            let text = revision.text().byte_len();
            let facts =
                revision.analysis().facts.byte_len() + revision.analysis().diagnostics.byte_len();
            (text, facts, snapshot.label(file))
        })
        .collect();
    files.sort_unstable_by_key(|&(text, facts, _)| std::cmp::Reverse(text + facts));
    files.truncate(LARGEST_FILES_MAX);
    let entries = files.into_iter();
    entries
        .map(|(text, facts, label)| json!({ "uri": label, "textBytes": text, "factBytes": facts }))
        .collect()
}

/// `rholang/status`: what state the server is in.
pub(super) fn status(server: &Server) -> Value {
    let folders: Vec<&str> = server.folders.iter().map(|folder| &*folder.uri).collect();
    let last = server.indexing.last().map(|last| {
        json!({
            "files": last.files,
            "milliseconds": u64::try_from(last.duration.as_millis()).unwrap_or(u64::MAX),
            "isComplete": last.is_complete,
        })
    });
    let mut documents: Vec<Value> = server
        .documents
        .iter()
        .map(|(file, document)| {
            json!({
                "uri": document.uri,
                "version": server.engine.open_version(file),
                "isAnalysed": server.engine.is_current(file),
            })
        })
        .collect();
    documents.sort_by(|left, right| left["uri"].as_str().cmp(&right["uri"].as_str()));
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "processId": std::process::id(),
        "client": server.client_name,
        "positionEncoding": format!("{:?}", server.encoding),
        "workers": server.pool.workers(),
        "folders": folders,
        "openDocuments": documents,
        "indexing": {
            "isRunning": server.indexing.is_running(),
            "files": server.indexing.len(),
            "lastScan": last,
        },
        "settings": server.settings.to_json(),
    })
}

/// The memory of the process in bytes, where the platform tells it in a file.
fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

impl Server {
    /// Writes the metrics file, if one is wanted, without waiting for it.
    pub(super) fn write_metrics_file(&mut self) {
        let Some(path) = self.metrics_file.clone() else {
            return;
        };
        let finish = metrics(self);
        let write = move || {
            let text = format!("{:#}\n", finish());
            if let Err(error) = fs::write(&path, text) {
                tracing::warn!("{} cannot be written: {error}", path.display());
            }
        };
        if self.exit.is_some() {
            write();
        } else {
            drop(self.pool.spawn(Lane::Background, write));
        }
    }
}
