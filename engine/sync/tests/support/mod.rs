//! Values that notice when they are dropped twice, never, or read too late.

#![allow(dead_code, reason = "each test uses a part")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts how often values are made and dropped.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    made: AtomicU64,
    dropped: AtomicU64,
}

impl Ledger {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    pub(crate) fn alive(&self) -> u64 {
        self.made() - self.dropped()
    }
}

/// A value that is counted in a [`Ledger`].
#[derive(Debug)]
pub(crate) struct Entry {
    number: u64,
    check: Box<u64>,
    ledger: Arc<Ledger>,
}

impl Entry {
    pub(crate) fn new(number: u64, ledger: &Arc<Ledger>) -> Self {
        ledger.made.fetch_add(1, Ordering::Relaxed);
        Self { number, check: Box::new(!number), ledger: Arc::clone(ledger) }
    }

    /// The number of the value, which is checked to be intact.
    #[track_caller]
    pub(crate) fn verified(&self) -> u64 {
        assert_eq!(*self.check, !self.number, "the value is intact");
        self.number
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        assert_eq!(*self.check, !self.number, "the value is dropped once");
        *self.check = 0;
        self.ledger.dropped.fetch_add(1, Ordering::Relaxed);
    }
}
