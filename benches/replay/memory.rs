//! What a process takes, where the platform tells it in files.

use std::fs;
use std::time::Duration;

/// Memory and processor time of a process.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usage {
    /// The memory at the moment, in bytes.
    pub(super) resident: u64,
    /// The most memory so far, in bytes.
    pub(super) peak: u64,
    /// Processor time so far.
    pub(super) processor: Duration,
}

/// Clock ticks in a second, as Linux counts processor time.
const TICKS_PER_SECOND: u64 = 100;

/// The usage of a process; zeros where the platform does not tell.
pub(super) fn usage(process: u32) -> Usage {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kibibytes = |name: &str| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok()).unwrap_or(0)
    };
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program may hold anything, but it ends with the last bracket.
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or("").split_ascii_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse().ok()).unwrap_or(0);
    let (user, system): (u64, u64) = (ticks(11), ticks(12));
    Usage {
        resident: kibibytes("VmRSS:") * 1024,
        peak: kibibytes("VmHWM:") * 1024,
        processor: Duration::from_millis((user + system) * 1000 / TICKS_PER_SECOND),
    }
}
