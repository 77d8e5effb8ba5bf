//! Parts of a text that can be hidden.

use crate::text::TextRange;

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FoldKind {
    /// A construct.
    Code,
    /// Comments.
    Comment,
    /// Imports that follow each other.
    Imports,
    /// What stands between `#region` and `#endregion`.
    Region,
}

/// A part of a text over several lines.
///
/// The first line of the range stays to be seen, the others are hidden.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fold {
    /// From the first character of the part to the last one that is hidden.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}
