//! Typed row numbers.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

/// The number of a row in the table that `Tag` stands for: a `u32` that cannot be mixed up with
/// the row number of another table.
///
/// Row numbers start at 0. The largest `u32` is reserved for [`Id::NONE`], "no row", so that an
/// optional id takes four bytes in a column.
#[repr(transparent)]
pub struct Id<Tag> {
    raw: u32,
    tag: PhantomData<fn() -> Tag>,
}

impl<Tag> Id<Tag> {
    /// The id that names no row.
    pub const NONE: Self = Self::new(u32::MAX);

    /// The id of row `raw`; `u32::MAX` is [`Id::NONE`].
    #[inline]
    pub const fn new(raw: u32) -> Self {
        Self { raw, tag: PhantomData }
    }

    /// The id of row `index`.
    ///
    /// # Panics
    ///
    /// If `index` does not fit below `u32::MAX`. Tables are bounded by the size of a source file,
    /// which the engine limits well below that.
    #[inline]
    pub const fn from_index(index: usize) -> Self {
        assert!(index < u32::MAX as usize, "a table has more rows than an id can number");
        #[expect(clippy::cast_possible_truncation, reason = "the assertion above bounds the value")]
        Self::new(index as u32)
    }

    /// The row number as an index into a column.
    #[inline]
    pub const fn index(self) -> usize {
        self.raw as usize
    }

    /// The row number as it is stored.
    #[inline]
    pub const fn raw(self) -> u32 {
        self.raw
    }

    /// Whether this is [`Id::NONE`].
    #[inline]
    pub const fn is_none(self) -> bool {
        self.raw == u32::MAX
    }

    /// Whether this names a row.
    #[inline]
    pub const fn is_some(self) -> bool {
        !self.is_none()
    }

    /// This id, or `None` if it is [`Id::NONE`].
    #[inline]
    pub const fn some(self) -> Option<Self> {
        if self.is_none() { None } else { Some(self) }
    }

    /// The id of the row after this one.
    #[inline]
    #[must_use]
    pub const fn next(self) -> Self {
        Self::new(self.raw + 1)
    }
}

// The implementations are written out because a derive would demand the same traits of `Tag`.

impl<Tag> Clone for Id<Tag> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Tag> Copy for Id<Tag> {}

impl<Tag> PartialEq for Id<Tag> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<Tag> Eq for Id<Tag> {}

impl<Tag> PartialOrd for Id<Tag> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<Tag> Ord for Id<Tag> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.raw.cmp(&other.raw)
    }
}

impl<Tag> Hash for Id<Tag> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.raw);
    }
}

impl<Tag> Default for Id<Tag> {
    /// [`Id::NONE`].
    #[inline]
    fn default() -> Self {
        Self::NONE
    }
}

impl<Tag> fmt::Debug for Id<Tag> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.some() {
            Some(id) => write!(formatter, "#{}", id.raw),
            None => formatter.write_str("#none"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    enum Row {}

    #[test]
    fn an_optional_id_takes_four_bytes() {
        assert_eq!(size_of::<Id<Row>>(), 4);
        assert_eq!(Id::<Row>::NONE.some(), None);
        assert_eq!(Id::<Row>::new(7).some(), Some(Id::from_index(7)));
        assert_eq!(format!("{:?} {:?}", Id::<Row>::new(7), Id::<Row>::NONE), "#7 #none");
    }

    #[test]
    #[should_panic(expected = "more rows than an id can number")]
    fn the_reserved_number_is_not_a_row() {
        let _ = Id::<Row>::from_index(u32::MAX as usize);
    }
}
