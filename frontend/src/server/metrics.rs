//! What the server measures about itself.
//!
//! All of it belongs to the main loop, so recording takes no lock. The latency of a request is the
//! time from when its last byte was there until its response goes into the outbox: waiting for facts
//! and for a worker counts.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

/// How exact latencies are kept: two digits.
const SIGNIFICANT_DIGITS: u8 = 2;

/// What happened to requests of one method.
struct MethodMetrics {
    /// Microseconds.
    latency: Histogram<u32>,
    errors: u64,
    cancelled: u64,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With a result.
    Answered,
    /// With an error.
    Failed,
    /// The client did not want it any more.
    Cancelled,
}

/// What happened since the server started.
pub(super) struct Metrics {
    started: Instant,
    methods: FxHashMap<&'static str, MethodMetrics>,
    messages: u64,
    malformed: u64,
    turn: Histogram<u32>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            methods: FxHashMap::default(),
            messages: 0,
            malformed: 0,
            turn: histogram(),
        }
    }
}

fn histogram() -> Histogram<u32> {
    Histogram::new(SIGNIFICANT_DIGITS).expect("the number of digits is one that the crate takes")
}

/// The longest latency that is told from longer ones, in microseconds: an hour. It bounds the memory
/// of a histogram.
const LATENCY_MAX: u64 = 3_600_000_000;

fn record(histogram: &mut Histogram<u32>, latency: Duration) {
    let microseconds = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
    // Fails only for values that the histogram cannot grow to.
    let _ = histogram.record(microseconds.clamp(1, LATENCY_MAX));
}

impl Metrics {
    /// Counts a message.
    pub(super) fn count_message(&mut self, is_malformed: bool) {
        self.messages += 1;
        self.malformed += u64::from(is_malformed);
    }

    /// Counts a request or something else with a name and a latency.
    pub(super) fn record(&mut self, name: &'static str, latency: Duration, outcome: Outcome) {
        let method = self.methods.entry(name).or_insert_with(|| MethodMetrics {
            latency: histogram(),
            errors: 0,
            cancelled: 0,
        });
        match outcome {
            Outcome::Answered => record(&mut method.latency, latency),
            Outcome::Failed => method.errors += 1,
            Outcome::Cancelled => method.cancelled += 1,
        }
    }

    /// Counts a turn of the main loop, without its waiting.
    pub(super) fn record_turn(&mut self, duration: Duration) {
        record(&mut self.turn, duration);
    }

    /// How long the server runs.
    pub(super) fn uptime(&self) -> Duration {
        self.started.elapsed()
    }

    /// Everything as JSON.
    pub(super) fn to_json(&self) -> Value {
        let seconds = self.uptime().as_secs_f64();
        let mut names: Vec<&&str> = self.methods.keys().collect();
        names.sort_unstable();
        let methods: Map<String, Value> = names
            .into_iter()
            .map(|name| ((*name).to_owned(), self.methods[name].to_json(seconds)))
            .collect();
        json!({
            "uptimeMilliseconds": u64::try_from(self.uptime().as_millis()).unwrap_or(u64::MAX),
            "messages": self.messages,
            "malformedMessages": self.malformed,
            "mainLoopTurn": latencies(&self.turn),
            "methods": methods,
        })
    }
}

impl MethodMetrics {
    fn to_json(&self, seconds: f64) -> Value {
        let mut value = latencies(&self.latency);
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let throughput = self.latency.len() as f64 / seconds;
        value["perSecond"] = json!((throughput * 1000.0).round() / 1000.0);
        value["errors"] = json!(self.errors);
        value["cancelled"] = json!(self.cancelled);
        value
    }
}

fn latencies(histogram: &Histogram<u32>) -> Value {
    json!({
        "count": histogram.len(),
        "p50Microseconds": histogram.value_at_quantile(0.50),
        "p95Microseconds": histogram.value_at_quantile(0.95),
        "p99Microseconds": histogram.value_at_quantile(0.99),
        "maxMicroseconds": histogram.max(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_of_all_sizes_are_told() {
        let mut metrics = Metrics::default();
        for latency in [0, 1, 250, 1_000, 50_000, 3_000_000, u64::MAX] {
            metrics.record("a", Duration::from_micros(latency), Outcome::Answered);
        }
        let latencies = &metrics.to_json()["methods"]["a"];
        assert_eq!(latencies["count"], 7);
        let at = |name: &str| latencies[name].as_u64().unwrap();
        assert!((1_000..1_010).contains(&at("p50Microseconds")), "{latencies}");
        assert!(at("maxMicroseconds") >= LATENCY_MAX, "{latencies}");
    }
}
