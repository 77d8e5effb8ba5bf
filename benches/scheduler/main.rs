//! The engine's pool beside the schedulers that people would use instead.
//!
//! `cargo bench -p rholang-benches --bench scheduler` prints the tables and then criterion's
//! statistics of the small operations. With `-- --tables` it prints the tables alone, with `--quick`
//! it measures less. Each scheduler has two workers, unless a table says otherwise.
//!
//! | module | question |
//! |---|---|
//! | `contenders` | the schedulers |
//! | `tasks` | what do a million empty tasks, a tree of joins and one round trip cost? |
//! | `latency` | how long does a task wait for an idle pool, and for a busy one? |
//! | `files` | how do 5,000 files scale to two threads, and does pinning help? |

mod contenders;
mod files;
mod latency;
mod tasks;

use criterion::Criterion;
use rholang_benches::table::{Effort, tables_only};

fn main() {
    let effort = Effort::from_arguments();
    tasks::print_tables(effort);
    latency::print_tables(effort);
    files::print_tables(effort);
    if !tables_only() {
        let mut criterion = Criterion::default().configure_from_args();
        tasks::statistics(&mut criterion);
        criterion.final_summary();
    }
}
