//! One name for every primitive that the lock-free code stands on.
//!
//! The lock-free modules import atomics, cells, threads and shared pointers from here and from
//! nowhere else. An ordinary build gets the standard library. A build with `--cfg loom` gets the
//! types of [loom], which run a test under every interleaving of its threads and under every
//! value that the C11 memory model lets a load return, so that the models in `tests/loom_*.rs`
//! execute the very code that ships.
//!
//! # What a loom build covers
//!
//! - `--cfg loom` replaces the primitives of this crate.
//! - `--cfg crossbeam_loom` makes `crossbeam-epoch` use loom as well (its published versions support
//!   that), so the models of snapshots run with both: pinning, advancing the epoch and freeing are
//!   then explored together with our code. With `--cfg loom` alone `crossbeam-epoch` works, but its
//!   synchronisation is invisible to loom.
//! - `crossbeam-deque` knows nothing of loom. A model must not rely on the order that its atomics
//!   give.
//!
//! # Rules for code that shall run under loom
//!
//! - Atomics have no constant constructor, so a lock-free structure is built at run time.
//! - A loop that waits for another thread calls [`hint::spin_loop`] or [`thread::yield_now`] in its
//!   body; otherwise the model does not end.
//! - Data that is not atomic but shared lies in a [`cell::UnsafeCell`], whose `with` and `with_mut`
//!   tell loom about each access; loom then reports a data race as a failed test.
//! - Loom weakens `SeqCst` accesses to `AcqRel`; only [`sync::atomic::fence`] with `SeqCst` gives a
//!   total order. Code that needs one therefore says so with a fence.
//! - Constants that decide how much is done (segments, batches, rounds) shrink under
//!   `cfg(any(loom, miri))`.
//!
//! [loom]: https://docs.rs/loom

// Each engineer of the crate uses a part of the facade.
#![allow(unused_imports, dead_code, reason = "the facade is the same for all modules")]

#[cfg(not(loom))]
pub(crate) mod sync {
    pub(crate) use std::sync::Arc;

    pub(crate) mod atomic {
        pub(crate) use core::sync::atomic::{
            AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
        };
    }
}

#[cfg(not(loom))]
pub(crate) mod thread {
    pub(crate) use std::thread::{
        Builder, JoinHandle, Thread, current, park, park_timeout, spawn, yield_now,
    };
}

#[cfg(not(loom))]
pub(crate) mod hint {
    pub(crate) use core::hint::spin_loop;
}

#[cfg(not(loom))]
pub(crate) use std::thread_local;

#[cfg(not(loom))]
pub(crate) mod cell {
    /// [`core::cell::UnsafeCell`] with the interface of loom's cell, which sees each access as a
    /// closure with a beginning and an end.
    #[derive(Debug)]
    #[repr(transparent)]
    pub(crate) struct UnsafeCell<T: ?Sized>(core::cell::UnsafeCell<T>);

    impl<T> UnsafeCell<T> {
        #[inline]
        pub(crate) const fn new(value: T) -> Self {
            Self(core::cell::UnsafeCell::new(value))
        }

        #[inline]
        pub(crate) fn into_inner(self) -> T {
            self.0.into_inner()
        }
    }

    impl<T: ?Sized> UnsafeCell<T> {
        /// Hands out a pointer for reading.
        #[inline]
        pub(crate) fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
            read(self.0.get())
        }

        /// Hands out a pointer for writing.
        #[inline]
        pub(crate) fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
            write(self.0.get())
        }
    }
}

#[cfg(loom)]
pub(crate) mod sync {
    pub(crate) use loom::sync::Arc;

    pub(crate) mod atomic {
        pub(crate) use loom::sync::atomic::{
            AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
        };
    }
}

#[cfg(loom)]
pub(crate) mod thread {
    pub(crate) use loom::thread::{Builder, JoinHandle, Thread, current, park, spawn, yield_now};

    /// Loom has no time: a park with a limit may return at once, which is one of its legal
    /// outcomes, and lets another thread run first.
    pub(crate) fn park_timeout(_limit: core::time::Duration) {
        loom::thread::yield_now();
    }
}

#[cfg(loom)]
pub(crate) mod hint {
    pub(crate) use loom::hint::spin_loop;
}

#[cfg(loom)]
pub(crate) use loom::thread_local;

#[cfg(loom)]
pub(crate) mod cell {
    pub(crate) use loom::cell::UnsafeCell;
}
