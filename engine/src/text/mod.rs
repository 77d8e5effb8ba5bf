//! Text: byte ranges, lines, and the column units that editors speak.
//!
//! Everything inside the engine is a byte offset into UTF-8 text. This module is the only place
//! that turns offsets into lines and columns and back. It depends on nothing of the engine.

mod content;
mod line_index;
mod range;

pub use content::Text;
pub use line_index::{LineIndex, Position, PositionEncoding};
pub use range::TextRange;
pub(crate) use range::offset_of;
