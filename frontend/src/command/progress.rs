//! The progress bar.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Runs that end sooner show no bar.
const SHOWN_AFTER: Duration = Duration::from_millis(500);

/// A bar on standard error, shown on a terminal once the run has taken a while.
pub(super) struct Progress {
    total: usize,
    done: usize,
    started: Instant,
    is_terminal: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A bar for `total` files.
    pub(super) fn new(total: usize, started: Instant) -> Self {
        let is_terminal = io::stderr().is_terminal();
        Self { total, done: 0, started, is_terminal, bar: None }
    }

    /// Counts a file as done.
    pub(super) fn advance(&mut self) {
        self.done += 1;
        if self.bar.is_none() && self.is_terminal && self.started.elapsed() > SHOWN_AFTER {
            let bar = ProgressBar::new(self.total as u64);
            if let Ok(style) =
                ProgressStyle::with_template("{bar:40} {pos}/{len} files, {eta} left")
            {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
        }
    }

    /// Hides the bar while something else is written to the terminal.
    pub(super) fn suspend<Value>(&self, write: impl FnOnce() -> Value) -> Value {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Removes the bar.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
