//! Between the engine and the Language Server Protocol: the only module in which types of both meet.

mod position;

pub use position::{from_lsp_position, from_lsp_range, to_lsp_position, to_lsp_range};
