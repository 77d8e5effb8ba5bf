//! Between the engine and the Language Server Protocol: the only module that turns types of one into
//! types of the other.
//!
//! | file | what it turns |
//! |---|---|
//! | `uri` | URIs into labels of files and back, and into paths |
//! | `position` | lines and columns into offsets and back |
//! | `convert` | places in a version of the workspace |
//! | `link` | places to go to |
//! | `diagnostic` | findings |
//! | `hover` | hover texts |
//! | `range` | ranges to fold and to select |
//! | `symbol` | outlines, occurrences, kinds |
//! | `token` | words for colours |
//! | `edit` | renames |

mod convert;
mod diagnostic;
mod edit;
mod hover;
mod link;
mod position;
mod range;
mod symbol;
mod token;
mod uri;

pub use convert::{Convert, Spellings};
pub use diagnostic::{DiagnosticOptions, EXPLANATION_SCHEME, to_lsp_diagnostics};
pub use edit::to_lsp_workspace_edit;
pub use hover::to_lsp_hover;
pub use link::{to_lsp_links, to_lsp_locations};
pub use position::{from_lsp_position, from_lsp_range, to_lsp_position, to_lsp_range};
pub use range::{SELECTION_STEPS_MAX, to_lsp_folding_range, to_lsp_selection_range};
pub use symbol::{
    to_lsp_document_symbols, to_lsp_flat_symbols, to_lsp_highlight, to_lsp_workspace_symbol,
};
pub use token::{NUMBERS_PER_TOKEN, to_lsp_tokens, token_legend};
pub use uri::{is_within, label_and_folders, label_of_path, label_of_uri, path_of_label};
