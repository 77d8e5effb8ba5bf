//! What the measurements share: generated programs, clocks and printed tables.

pub mod clock;
mod inputs;
pub mod table;

pub use inputs::{
    BYTES_MIN, WorkspaceFile, metta, program, rholang, workspace_file, workspace_hub,
    workspace_language, workspace_path,
};
