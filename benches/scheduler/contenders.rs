//! The schedulers that are compared.

use std::sync::Arc;
use std::time::Duration;

use rholang_engine_sync::pool::{Pin, Pool, PoolOptions};
use tokio::runtime::Runtime;

/// The number of workers where a table does not vary it.
pub(crate) const WORKERS: usize = 2;

/// The names of the schedulers in tables.
pub(crate) const OURS: &str = "ours";
pub(crate) const RAYON: &str = "rayon";
pub(crate) const TOKIO: &str = "tokio spawn_blocking";
pub(crate) const HYBRID: &str = "hybrid: spawn_blocking, rayon inside";
pub(crate) const THREADS: &str = "std threads";

/// The engine's pool.
pub(crate) fn ours(workers: usize, pin: Pin) -> Pool {
    Pool::new(PoolOptions::new().threads(workers).pin(pin)).expect("the system starts threads")
}

/// A pool of rayon.
pub(crate) fn rayon(workers: usize) -> Arc<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build();
    Arc::new(pool.expect("the system starts threads"))
}

/// A runtime of tokio whose threads for blocking work are as many as workers, and stay.
pub(crate) fn tokio(workers: usize) -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .max_blocking_threads(workers)
        .thread_keep_alive(Duration::from_secs(3_600))
        .build()
        .expect("the system starts threads")
}

/// Calls a function on a thread for blocking work and waits for its result.
pub(crate) fn block_on<R: Send + 'static>(
    runtime: &Runtime,
    function: impl FnOnce() -> R + Send + 'static,
) -> R {
    runtime.block_on(runtime.spawn_blocking(function)).expect("the function does not panic")
}

/// One of each that has workers of its own.
pub(crate) struct Contenders {
    pub(crate) ours: Pool,
    pub(crate) rayon: Arc<rayon::ThreadPool>,
    pub(crate) tokio: Runtime,
}

impl Contenders {
    pub(crate) fn new(workers: usize) -> Self {
        Self { ours: ours(workers, Pin::Auto), rayon: rayon(workers), tokio: tokio(workers) }
    }
}
