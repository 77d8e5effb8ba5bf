//! Asking work to stop.

use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

/// A request to stop that work checks at its checkpoints.
///
/// Clones share one flag, which goes from "go on" to "stop" once and never back. A check is one
/// load of a line that all readers share, so it may stand in a loop.
///
/// # Orderings
///
/// All accesses are `Relaxed`: the flag carries no data. Work that sees it late does a little more
/// than it had to; what work did before it stopped is handed over by the latch or completion that
/// somebody waits on, not by the flag.
#[derive(Clone, Default)]
pub struct CancelToken {
    // The flag is no part of any protocol that loom should explore, so it is always the standard
    // one.
    cancelled: Arc<AtomicBool>,
}

impl CancelToken {
    /// A token that asks for nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks all work that checks this token or a clone of it to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether work shall stop.
    #[inline]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// A checkpoint: `token.check()?`.
    ///
    /// # Errors
    ///
    /// If work shall stop.
    #[inline]
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CancelToken({})", self.is_cancelled())
    }
}

/// Work stopped because its [`CancelToken`] asked for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the work was cancelled")
    }
}

impl std::error::Error for Cancelled {}
