//! Reads and publishes of the engine's snapshots beside what people would use instead.
//!
//! `cargo bench -p rholang-benches --bench snapshot` prints two sets of tables and then criterion's
//! statistics of the single operations. With `-- --tables` it prints the tables alone, with
//! `--quick` it measures less.

mod publish;
mod reads;

use criterion::Criterion;
use rholang_benches::table::{Effort, tables_only};

/// What is published: as large as a few pointers to the facts of a file.
type Value = [u64; 4];

/// The tag of the ids of files.
enum File {}

/// An id of a file that is far from that of the call before.
const fn scattered(number: u32, files: u32) -> u32 {
    number.wrapping_mul(7_919) % files
}

fn main() {
    let effort = Effort::from_arguments();
    reads::print_tables(effort);
    publish::print_table(effort);
    if !tables_only() {
        let mut criterion = Criterion::default().configure_from_args();
        reads::statistics(&mut criterion);
        publish::statistics(&mut criterion);
        criterion.final_summary();
    }
}
