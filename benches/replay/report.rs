//! What a session has measured, in words and numbers.

use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};

/// Times of many events, by name, in the order in which the names came up.
#[derive(Debug, Default)]
pub(super) struct Samples {
    names: Vec<String>,
    times: Vec<Vec<Duration>>,
}

/// How times are distributed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Distribution {
    pub(super) count: usize,
    pub(super) median: Duration,
    pub(super) p95: Duration,
    pub(super) p99: Duration,
    pub(super) max: Duration,
}

impl Samples {
    /// Adds the time of one event.
    pub(super) fn add(&mut self, name: impl Into<String>, time: Duration) {
        let name = name.into();
        let place = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.times.push(Vec::new());
            self.names.len() - 1
        });
        if let Some(times) = self.times.get_mut(place) {
            times.push(time);
        }
    }

    /// The distribution of each name.
    pub(super) fn distributions(&self) -> Vec<(&str, Distribution)> {
        let of = |times: &Vec<Duration>| {
            let mut times = times.clone();
            times.sort_unstable();
            let quantile = |percent: usize| {
                let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
                times.get(place).copied().unwrap_or_default()
            };
            Distribution {
                count: times.len(),
                median: quantile(50),
                p95: quantile(95),
                p99: quantile(99),
                max: quantile(100),
            }
        };
        self.names.iter().map(String::as_str).zip(self.times.iter().map(of)).collect()
    }
}

/// The memory of the server during many edits.
#[derive(Debug)]
pub(super) struct Soak {
    pub(super) samples: Vec<SoakSample>,
    /// How long all edits took.
    pub(super) took: Duration,
}

/// The memory of the server after some edits.
#[derive(Clone, Copy, Debug)]
pub(super) struct SoakSample {
    pub(super) edits: usize,
    /// Bytes in memory.
    pub(super) resident: u64,
    /// How many versions of the workspace are alive.
    pub(super) live_versions: u64,
}

/// What a session has measured.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) files: usize,
    pub(super) source_bytes: u64,
    /// How many messages the client sent.
    pub(super) messages: u64,
    /// From the start of the process until all files were indexed.
    pub(super) indexed: Duration,
    /// Bytes in memory after indexing.
    pub(super) resident_after_index: u64,
    /// The most bytes in memory until then.
    pub(super) peak_after_index: u64,
    /// The most bytes in memory.
    pub(super) peak: u64,
    /// Processor time of the whole session.
    pub(super) processor: Duration,
    /// Processor time during a second without messages.
    pub(super) idle_processor: Duration,
    pub(super) samples: Samples,
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[expect(clippy::cast_precision_loss, reason = "figures for people need few digits")]
pub(super) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// The figures of a session as a table.
pub(super) fn table(outcome: &Outcome) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} files, {:.1} MiB: indexed after {:.0} ms, {:.1} MiB in memory then, at most {:.1} MiB until \
         then and {:.1} MiB in all, {} messages, {:.0} ms of processor time, {:.0} ms in an idle second",
        outcome.files,
        mebibytes(outcome.source_bytes),
        milliseconds(outcome.indexed),
        mebibytes(outcome.resident_after_index),
        mebibytes(outcome.peak_after_index),
        mebibytes(outcome.peak),
        outcome.messages,
        milliseconds(outcome.processor),
        milliseconds(outcome.idle_processor),
    );
    let distributions = outcome.samples.distributions();
    let width = distributions.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let _ = writeln!(
        text,
        "  {:<width$} {:>7} {:>9} {:>9} {:>9} {:>9}",
        "milliseconds", "count", "p50", "p95", "p99", "max"
    );
    for (name, times) in distributions {
        let _ = writeln!(
            text,
            "  {name:<width$} {:>7} {:>9.3} {:>9.3} {:>9.3} {:>9.3}",
            times.count,
            milliseconds(times.median),
            milliseconds(times.p95),
            milliseconds(times.p99),
            milliseconds(times.max),
        );
    }
    text.push('\n');
    text
}

/// The figures of a soak as lines.
pub(super) fn soak(soak: &Soak) -> String {
    let mut text = String::new();
    for sample in &soak.samples {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:>9} edits: {:>7.1} MiB in memory, {} live versions",
            sample.edits,
            mebibytes(sample.resident),
            sample.live_versions,
        );
    }
    let seconds = soak.took.as_secs_f64();
    let _ = writeln!(text, "all edits took {seconds:.1} s");
    text
}

/// The figures of all sessions as JSON; times in milliseconds, sizes in bytes.
pub(super) fn json(outcomes: &[Outcome]) -> Value {
    let of = |outcome: &Outcome| {
        let times: serde_json::Map<String, Value> = outcome
            .samples
            .distributions()
            .into_iter()
            .map(|(name, times)| {
                let value = json!({
                    "count": times.count,
                    "p50": milliseconds(times.median),
                    "p95": milliseconds(times.p95),
                    "p99": milliseconds(times.p99),
                    "max": milliseconds(times.max),
                });
                (name.to_owned(), value)
            })
            .collect();
        json!({
            "files": outcome.files,
            "sourceBytes": outcome.source_bytes,
            "indexed": milliseconds(outcome.indexed),
            "residentBytesAfterIndex": outcome.resident_after_index,
            "peakBytesAfterIndex": outcome.peak_after_index,
            "messages": outcome.messages,
            "peakBytes": outcome.peak,
            "processor": milliseconds(outcome.processor),
            "idleProcessor": milliseconds(outcome.idle_processor),
            "milliseconds": times,
        })
    };
    Value::Array(outcomes.iter().map(of).collect())
}
