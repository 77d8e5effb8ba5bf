//! The clock of the measurements.

use core::time::Duration;

/// What the times are, for the reader of a table.
pub(crate) const NAME: &str = if cfg!(unix) { "CPU time of the thread" } else { "wall time" };

/// The time that this thread has run for. Unlike wall time, it does not grow while another program
/// has the processor.
#[cfg(unix)]
pub(crate) fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    // The clock starts at zero with the thread, so nothing is negative or large.
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The time since the first call.
#[cfg(not(unix))]
pub(crate) fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// The time that something takes.
pub(crate) fn time(work: impl FnOnce()) -> Duration {
    let start = now();
    work();
    now() - start
}

/// The middle one of some times, of which there is at least one.
pub(crate) fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
