//! What the measurements share: generated programs, engines with workspaces, clocks and printed tables.

pub mod clock;
mod inputs;
pub mod loaded;
pub mod table;

pub use inputs::{
    BYTES_MIN, EmbeddingProgram, WorkspaceFile, embedding, metta, names_file, program, rholang,
    workspace_file, workspace_hub, workspace_language, workspace_path,
};
