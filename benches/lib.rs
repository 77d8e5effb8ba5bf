//! What the measurements share: generated programs, engines with workspaces, clocks and printed tables.

/// What the C library is told where instructions are counted: to copy with vector instructions. By itself
/// it copies longer texts with `rep movsb` where the processor is said to be fast at that, and callgrind
/// counts an instruction for each byte of those. The second setting is a size in bytes that does not
/// depend on the caches of the machine.
pub const COUNTED_ENVIRONMENT: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.cpu.hwcaps=-ERMS,-FSRM:glibc.cpu.x86_non_temporal_threshold=0x4000000",
);

pub mod clock;
mod inputs;
pub mod loaded;
pub mod table;

pub use inputs::{
    BYTES_MIN, EmbeddingProgram, WorkspaceFile, embedding, metta, names_file, program, rholang,
    workspace_file, workspace_hub, workspace_language, workspace_path,
};
