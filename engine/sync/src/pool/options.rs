//! How many workers, and on which cores.

use core::{fmt, num::NonZero};
use std::{env, sync::Arc, thread};

use super::sleep::WORKERS_MAX;

/// The name of the environment variable that sets the number of workers.
pub const THREADS_VARIABLE: &str = "RHOLANG_THREADS";
/// The name of the environment variable that says whether workers are pinned.
pub const PIN_VARIABLE: &str = "RHOLANG_PIN";

/// The size of a worker's stack in bytes, as for the main thread of a Linux process.
///
/// Parts of tasks run on top of waiting ones, so a worker's stack gets deeper than that of a thread
/// with one job. The memory is only reserved; pages that were never touched cost nothing.
pub const STACK_BYTES: usize = 8 << 20;

/// Which workers are bound to a core.
///
/// Measured on the machine of the prototypes, pinning gained no throughput and made waking up
/// slower if another thread was busy on the core, so it is done where it cannot do that harm only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Pin {
    /// All workers if there are more cores than workers, so that the threads that are no workers
    /// (the one that reads requests among them) have a core to themselves; otherwise none, so
    /// that the worker that serves a request may go to whichever core is free.
    #[default]
    Auto,
    /// All workers, several on one core if there are not enough cores.
    All,
    /// No worker.
    None,
}

/// What a pool has to report that is no error.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PoolEvent {
    /// Pinning was asked for, but the platform does not tell which cores may be used. No worker is
    /// pinned.
    CoresUnknown,
    /// The platform refused to bind a worker to a core. The worker runs unbound.
    PinRefused {
        /// The number of the worker.
        worker: usize,
        /// The number of the core as the platform counts.
        core: usize,
    },
    /// The system did not start as many threads as were asked for. The pool works with fewer.
    FewerWorkers {
        /// How many were asked for.
        wanted: usize,
        /// How many there are.
        started: usize,
    },
}

impl fmt::Display for PoolEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CoresUnknown => {
                formatter.write_str("workers are not pinned: the platform does not list its cores")
            }
            Self::PinRefused { worker, core } => {
                write!(formatter, "worker {worker} is not pinned: the platform refused core {core}")
            }
            Self::FewerWorkers { wanted, started } => {
                write!(formatter, "the system started {started} of {wanted} workers")
            }
        }
    }
}

/// Who is told of a [`PoolEvent`], on whatever thread it happens.
pub type PoolLog = Arc<dyn Fn(PoolEvent) + Send + Sync>;

/// How a pool shall be.
#[derive(Clone, Default)]
pub struct PoolOptions {
    threads: usize,
    pin: Pin,
    log: Option<PoolLog>,
}

impl PoolOptions {
    /// As many workers as there are cores that the process may use, pinned as [`Pin::Auto`] says.
    pub fn new() -> Self {
        Self::default()
    }

    /// The options that the environment asks for: `RHOLANG_THREADS`, a number, and `RHOLANG_PIN`,
    /// one of `auto`, `all` and `none`. Variables that are not set or empty change nothing.
    ///
    /// # Errors
    ///
    /// If a variable has another value.
    pub fn from_environment() -> Result<Self, EnvironmentError> {
        Self::from_variables(|name| {
            env::var_os(name).map(|value| value.to_string_lossy().into_owned())
        })
    }

    fn from_variables(get: impl Fn(&str) -> Option<String>) -> Result<Self, EnvironmentError> {
        let get =
            |name| get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let mut options = Self::new();
        if let Some(value) = get(THREADS_VARIABLE) {
            options.threads = value.parse().map_err(|_| EnvironmentError {
                variable: THREADS_VARIABLE,
                value,
                expected: "a number",
            })?;
        }
        if let Some(value) = get(PIN_VARIABLE) {
            options.pin = value.parse().map_err(|UnknownPin| EnvironmentError {
                variable: PIN_VARIABLE,
                value,
                expected: "auto, all or none",
            })?;
        }
        Ok(options)
    }

    /// Sets the number of workers. 0 is one for each core that the process may use. There are at
    /// most [`WORKERS_MAX`].
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Sets which workers are bound to a core.
    #[must_use]
    pub fn pin(mut self, pin: Pin) -> Self {
        self.pin = pin;
        self
    }

    /// Sets who is told of events, such as that pinning was refused.
    #[must_use]
    pub fn log(mut self, log: impl Fn(PoolEvent) + Send + Sync + 'static) -> Self {
        self.log = Some(Arc::new(log));
        self
    }

    /// The number of workers that the options ask for.
    pub fn worker_count(&self) -> usize {
        let wanted = match self.threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        };
        wanted.clamp(1, WORKERS_MAX)
    }

    pub(super) fn report(&self, event: PoolEvent) {
        if let Some(log) = &self.log {
            log(event);
        }
    }

    /// The core for each of `workers` workers, or nothing if none is pinned.
    pub(super) fn cores(&self, workers: usize) -> Vec<core_affinity::CoreId> {
        if self.pin == Pin::None {
            return Vec::new();
        }
        // On Linux these are the cores that the process may use, cpusets included.
        match core_affinity::get_core_ids() {
            Some(cores) if !cores.is_empty() => assign(self.pin, workers, cores),
            _ => {
                self.report(PoolEvent::CoresUnknown);
                Vec::new()
            }
        }
    }
}

/// Gives a core to each worker, the last cores first: the first core is the one that the system
/// itself uses most, for interrupts among others.
fn assign<Core: Copy>(pin: Pin, workers: usize, cores: Vec<Core>) -> Vec<Core> {
    if pin == Pin::None || pin == Pin::Auto && cores.len() <= workers {
        return Vec::new();
    }
    cores.into_iter().rev().cycle().take(workers).collect()
}

impl fmt::Debug for PoolOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PoolOptions({} threads, pin {:?})", self.threads, self.pin)
    }
}

/// The text is none of `auto`, `all` and `none`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownPin;

impl fmt::Display for UnknownPin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected auto, all or none")
    }
}

impl std::error::Error for UnknownPin {}

impl core::str::FromStr for Pin {
    type Err = UnknownPin;

    fn from_str(text: &str) -> Result<Self, UnknownPin> {
        match text {
            "auto" => Ok(Self::Auto),
            "all" => Ok(Self::All),
            "none" => Ok(Self::None),
            _ => Err(UnknownPin),
        }
    }
}

/// A variable of the environment has a value that makes no sense.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnvironmentError {
    variable: &'static str,
    value: String,
    expected: &'static str,
}

impl fmt::Display for EnvironmentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variable, value, expected } = self;
        write!(formatter, "{variable} is {value:?}, expected {expected}")
    }
}

impl std::error::Error for EnvironmentError {}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn automatic_pinning_leaves_a_core_free_or_pins_nobody() {
        assert_eq!(assign(Pin::Auto, 2, vec![0, 1, 2, 3]), [3, 2]);
        assert!(assign(Pin::Auto, 2, vec![0, 1]).is_empty());
        assert!(assign(Pin::Auto, 4, vec![0, 1]).is_empty());
        assert_eq!(assign(Pin::All, 3, vec![4, 7]), [7, 4, 7]);
        assert!(assign(Pin::None, 1, vec![0, 1]).is_empty());
    }

    #[test]
    fn the_environment_sets_threads_and_pinning() {
        let with = |threads: &str, pin: &str| {
            PoolOptions::from_variables(|name| {
                Some(if name == THREADS_VARIABLE { threads } else { pin }.to_owned())
            })
        };
        let options = with(" 3", "none").unwrap();
        assert_eq!((options.worker_count(), options.pin), (3, Pin::None));
        let options = with("0", "").unwrap();
        assert!(options.worker_count() >= 1);
        assert_eq!(options.pin, Pin::Auto);
        assert_eq!(with("99999", "all").unwrap().worker_count(), WORKERS_MAX);
        assert_eq!(
            with("many", "").unwrap_err().to_string(),
            "RHOLANG_THREADS is \"many\", expected a number"
        );
        assert_eq!(
            with("", "some").unwrap_err().to_string(),
            "RHOLANG_PIN is \"some\", expected auto, all or none"
        );
    }
}
