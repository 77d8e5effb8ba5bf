//! The clocks of the measurements.

use core::time::Duration;

/// What the times of [`now`] are, for the reader of a table.
pub const NAME: &str = if cfg!(unix) { "CPU time of the thread" } else { "wall time" };

/// The time that this thread has run for. Unlike wall time, it does not grow while another program
/// has the processor.
#[cfg(unix)]
pub fn now() -> Duration {
    read(rustix::time::ClockId::ThreadCPUTime)
}

/// The time that all threads of this process together have run for.
#[cfg(unix)]
pub fn process() -> Duration {
    read(rustix::time::ClockId::ProcessCPUTime)
}

#[cfg(unix)]
fn read(clock: rustix::time::ClockId) -> Duration {
    let time = rustix::time::clock_gettime(clock);
    // The clocks start at zero with the thread or process, so nothing is negative or large.
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The time since the first call.
#[cfg(not(unix))]
pub fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// The time since the first call of [`now`].
#[cfg(not(unix))]
pub fn process() -> Duration {
    now()
}

/// The time that something takes.
pub fn time(work: impl FnOnce()) -> Duration {
    let start = now();
    work();
    now() - start
}

/// The middle one of some times, of which there is at least one.
pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
