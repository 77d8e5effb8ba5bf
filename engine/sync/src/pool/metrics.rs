//! What a pool counts about itself, without getting in its own way.
//!
//! Each worker has counters on cache lines of its own, which only that worker writes: a load and a
//! store, both relaxed, instead of a read-modify-write. Readers sum them up; the sums are not a
//! picture of one moment, which nobody needs of them. Time is read only where a worker goes to
//! sleep or was woken, never for each task, so `busy` is time awake: it includes the bounded search
//! before sleeping, a few microseconds for each sleep.
//!
//! # Why the histogram is our own
//!
//! The histogram of `hdrhistogram` needs `&mut` to record, so sharing one takes either a lock, or
//! its `sync` module of channels and a phase in which recorders are joined; and it grows at run
//! time. Ours has the same idea, buckets of constant relative width, in a fixed array of 512 bytes
//! which the worker owns and everybody may read at any time. What it says exceeds the
//! truth by at most a quarter.
//!
//! All atomics here are those of the standard library even in loom builds: no protocol rests on
//! them.

use core::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use core::time::Duration;
use std::{sync::LazyLock, time::Instant};

use super::lane::Lane;

/// Nanoseconds since some moment in the life of the process.
pub fn now_nanos() -> u64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    u64::try_from(START.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// Measures the time from the decision to wake a worker until the worker runs.
pub struct WakeClock {
    started: AtomicU64,
}

impl WakeClock {
    pub const fn new() -> Self {
        Self { started: AtomicU64::new(0) }
    }

    /// Called by who is about to wake the worker. If two try at once either time is right.
    pub fn start(&self) {
        self.started.store(now_nanos(), Relaxed);
    }

    /// Called by the worker.
    pub fn elapsed_nanos(&self) -> u64 {
        now_nanos().saturating_sub(self.started.load(Relaxed))
    }
}

/// A number that one thread writes and all may read.
#[derive(Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Adds to the number. Only its owner calls this, so no addition is lost.
    #[inline]
    pub fn add(&self, amount: u64) {
        self.0.store(self.0.load(Relaxed).wrapping_add(amount), Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// Values below this have a bucket each; above, each power of two has this many buckets.
const BUCKETS_PER_OCTAVE: usize = 4;
/// Latencies are recorded in units of 2^7 ns = 128 ns.
const UNIT_SHIFT: u32 = 7;
/// Four linear buckets and 31 octaves of four reach 2^7 * 2^33 ns, about 18 minutes; longer
/// latencies go into the last bucket.
const BUCKETS: usize = 128;

/// How often latencies of which size occurred. Written by one thread, read by all.
pub struct LatencyRecorder {
    buckets: [AtomicU32; BUCKETS],
}

impl LatencyRecorder {
    pub const fn new() -> Self {
        Self { buckets: [const { AtomicU32::new(0) }; BUCKETS] }
    }

    /// Counts one latency. Only the owner calls this.
    pub fn record(&self, nanos: u64) {
        let bucket = &self.buckets[bucket_of(nanos)];
        bucket.store(bucket.load(Relaxed).saturating_add(1), Relaxed);
    }

    fn add_to(&self, histogram: &mut LatencyHistogram) {
        for (sum, bucket) in histogram.buckets.iter_mut().zip(&self.buckets) {
            *sum += u64::from(bucket.load(Relaxed));
        }
    }
}

fn bucket_of(nanos: u64) -> usize {
    let units = nanos >> UNIT_SHIFT;
    let small = BUCKETS_PER_OCTAVE as u64;
    let bucket = if units < small {
        units
    } else {
        // The highest bit counts octaves, the two bits below it are the bucket within.
        let octave = u64::from(units.ilog2()) - 1;
        octave * small + ((units >> (octave - 1)) - small)
    };
    usize::try_from(bucket).map_or(BUCKETS - 1, |bucket| bucket.min(BUCKETS - 1))
}

/// The largest latency that falls into a bucket, in nanoseconds.
fn upper_bound_of(bucket: usize) -> u64 {
    let next = bucket as u64 + 1;
    let small = BUCKETS_PER_OCTAVE as u64;
    let units = if next <= small { next } else { (small + next % small) << (next / small - 1) };
    (units << UNIT_SHIFT) - 1
}

/// How often latencies of which size occurred.
#[derive(Clone, Debug)]
pub struct LatencyHistogram {
    buckets: Vec<u64>,
}

impl LatencyHistogram {
    /// How many latencies were recorded.
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// A bound that the given share of latencies does not exceed: `quantile(0.99)` is the 99th
    /// percentile, rounded up to the end of its bucket. `None` if nothing was recorded.
    pub fn quantile(&self, share: f64) -> Option<Duration> {
        let count = self.count();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "the share is clamped to 0..=1, and counts are far below 2^52"
        )]
        let rank = ((count as f64 * share.clamp(0.0, 1.0)).ceil() as u64).max(1);
        let mut seen = 0;
        let bucket = self.buckets.iter().position(|&in_bucket| {
            seen += in_bucket;
            seen >= rank
        })?;
        Some(Duration::from_nanos(upper_bound_of(bucket)))
    }
}

/// The counters of one worker, written by it alone.
pub struct WorkerCounters {
    pub tasks: [Counter; Lane::COUNT],
    pub parts: Counter,
    pub steals: Counter,
    pub parks: Counter,
    pub panics: Counter,
    pub asleep_nanos: Counter,
    /// When the worker went to sleep, or 0 while it is awake.
    pub asleep_since: AtomicU64,
    pub wake_latency: LatencyRecorder,
}

impl WorkerCounters {
    pub fn new() -> Self {
        Self {
            tasks: Default::default(),
            parts: Counter::default(),
            steals: Counter::default(),
            parks: Counter::default(),
            panics: Counter::default(),
            asleep_nanos: Counter::default(),
            asleep_since: AtomicU64::new(0),
            wake_latency: LatencyRecorder::new(),
        }
    }

    /// Notes that the worker goes to sleep.
    pub fn begin_sleep(&self) {
        self.parks.add(1);
        self.asleep_since.store(now_nanos().max(1), Relaxed);
    }

    /// Notes that the worker woke up.
    pub fn end_sleep(&self) {
        let since = self.asleep_since.swap(0, Relaxed);
        self.asleep_nanos.add(now_nanos().saturating_sub(since));
    }

    /// What the counters say about a pool that was started at `started`.
    pub fn read(&self, started: u64) -> WorkerMetrics {
        let now = now_nanos();
        let since = self.asleep_since.load(Relaxed);
        let asleep_now = if since == 0 { 0 } else { now.saturating_sub(since) };
        let lifetime = now.saturating_sub(started);
        let asleep = (self.asleep_nanos.get() + asleep_now).min(lifetime);
        WorkerMetrics {
            tasks: [0, 1, 2].map(|lane: usize| self.tasks[lane].get()),
            parts: self.parts.get(),
            steals: self.steals.get(),
            parks: self.parks.get(),
            panics: self.panics.get(),
            busy: Duration::from_nanos(lifetime - asleep),
            lifetime: Duration::from_nanos(lifetime),
        }
    }
}

/// What one worker did so far.
#[derive(Clone, Debug)]
pub struct WorkerMetrics {
    /// Tasks begun, by lane. Tasks that a waiting worker ran at once are not among them.
    pub tasks: [u64; Lane::COUNT],
    /// Parts of tasks (`join`, `scope`, ranges) taken out of a queue. Parts of a `join` that its
    /// own worker took back are not counted.
    pub parts: u64,
    /// Parts taken from the queue of another worker.
    pub steals: u64,
    /// How often the worker slept.
    pub parks: u64,
    /// How many tasks and parts that the worker ran for others panicked.
    pub panics: u64,
    /// How long it was awake.
    pub busy: Duration,
    /// How long the pool has existed.
    pub lifetime: Duration,
}

impl WorkerMetrics {
    /// The share of its life that the worker was awake, from 0 to 1.
    pub fn utilisation(&self) -> f64 {
        self.busy.as_secs_f64() / self.lifetime.as_secs_f64().max(f64::MIN_POSITIVE)
    }
}

/// What a pool did so far.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// What each worker did.
    pub workers: Vec<WorkerMetrics>,
    /// Tasks that wait in the queue of each lane now.
    pub queued: [usize; Lane::COUNT],
    /// Parts that wait in all queues now.
    pub parts_queued: usize,
    /// How many workers sleep now.
    pub sleeping: usize,
    /// How long it took from the decision to wake a worker until it ran.
    pub wake_latency: LatencyHistogram,
}

impl Metrics {
    /// The wake-up latencies of all workers together.
    pub fn sum_of_latencies<'a>(
        workers: impl Iterator<Item = &'a WorkerCounters>,
    ) -> LatencyHistogram {
        let mut histogram = LatencyHistogram { buckets: vec![0; BUCKETS] };
        for worker in workers {
            worker.wake_latency.add_to(&mut histogram);
        }
        histogram
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn buckets_follow_each_other_and_are_narrow() {
        let mut previous = 0;
        for exponent in 0..320 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a test value"
            )]
            let nanos = 1.1_f64.powi(exponent) as u64;
            let bucket = bucket_of(nanos);
            assert!(bucket >= previous);
            previous = bucket;
            if bucket < BUCKETS - 1 {
                let bound = upper_bound_of(bucket);
                assert!(nanos <= bound, "{nanos} is in bucket {bucket}, which ends at {bound}");
                assert!(bound - nanos <= nanos / 4 + 128, "{nanos} is far from {bound}");
                assert_eq!(bucket_of(bound), bucket);
                assert_eq!(bucket_of(bound + 1), bucket + 1);
            }
        }
    }

    #[test]
    fn quantiles_are_bounds() {
        let counters = WorkerCounters::new();
        for micros in 1..=100 {
            counters.wake_latency.record(micros * 1000);
        }
        let histogram = Metrics::sum_of_latencies([&counters].into_iter());
        assert_eq!(histogram.count(), 100);
        let median = histogram.quantile(0.5).unwrap();
        assert!((50..63).contains(&median.as_micros()), "{median:?}");
        assert!(histogram.quantile(1.0).unwrap() >= Duration::from_micros(100));
        assert_eq!(Metrics::sum_of_latencies([].into_iter()).quantile(0.5), None);
    }
}
