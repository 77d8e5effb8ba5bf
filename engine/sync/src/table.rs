//! The macro that declares a table: a structure of arrays with typed row ids.

/// Declares a table as a module of five types that share one list of columns.
///
/// For `table! { pub mod nodes[NodeId] { kind: u8, start: u32 } }` the module `nodes` holds
///
/// - `Row`: one row as a plain struct,
/// - `Builder<'s>`: the growing table, its columns are vectors in a [`Scratch`](crate::Scratch),
/// - `View<'a>`: a `Copy` bundle of shared slices, one per column, with a reader per column that
///   takes an id (`view.kind(id)`); it looks the same over a builder and over a frozen block,
/// - `ViewMut<'a>`: the same slices, mutable; rows can be changed but not added,
/// - `Columns`: where the frozen table's columns lie in a [`Block`](crate::Block).
///
/// Column types must be [`Plain`](crate::Plain). All slices of a view have the same length, the
/// number of rows; readers panic on an id beyond it.
///
/// ```
/// use rholang_engine_sync::{BlockLayout, Scratch};
///
/// mod plane {
///     use rholang_engine_sync::{Id, table};
///
///     pub enum Point {}
///     table! {
///         /// Points of the plane.
///         pub mod points[Id<Point>] {
///             /// Horizontal place.
///             x: u32,
///             /// Vertical place.
///             y: u32,
///         }
///     }
/// }
/// use plane::points;
///
/// let scratch = Scratch::new();
/// let mut builder = points::Builder::with_capacity(4, &scratch);
/// let id = builder.push(points::Row { x: 3, y: 5 });
/// assert_eq!(builder.view().y(id), 5);
///
/// let mut layout = BlockLayout::new();
/// let columns = points::Columns::reserve(builder.len(), &mut layout);
/// let mut block = layout.allocate();
/// columns.write(builder.view(), &mut block);
/// assert_eq!(columns.view(&block).row(id).x, 3);
/// ```
#[macro_export]
macro_rules! table {
    (
        $(#[$table_meta:meta])*
        pub mod $module:ident[$id:ty] {
            $( $(#[$meta:meta])* $column:ident: $type:ty, )+
        }
    ) => {
        $(#[$table_meta])*
        pub mod $module {
            #[allow(unused_imports, reason = "a table may use only primitive column types")]
            use super::*;

            /// One row of the table.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct Row {
                $( $(#[$meta])* pub $column: $type, )+
            }

            /// The number of bytes that one row takes, summed over its columns.
            pub const ROW_BYTES: usize = 0 $( + size_of::<$type>() )+;

            /// The growing table.
            #[derive(Debug)]
            pub struct Builder<'s> {
                $( $column: $crate::ScratchVec<'s, $type>, )+
            }

            impl<'s> Builder<'s> {
                /// An empty table with room for `rows` rows in `scratch`.
                pub fn with_capacity(rows: usize, scratch: &'s $crate::Scratch) -> Self {
                    Self { $( $column: scratch.vec(rows), )+ }
                }

                /// Appends a row and returns its id.
                // Otherwise the row is passed through memory, which costs as much as the push itself.
                #[inline(always)]
                pub fn push(&mut self, row: Row) -> $id {
                    let id = <$id>::from_index(self.len());
                    $( self.$column.push(row.$column); )+
                    id
                }

                /// Cuts the table down to a number of rows, or fills it up with copies of one.
                #[allow(dead_code, reason = "part of the face of every table")]
                pub fn resize(&mut self, rows: usize, row: Row) {
                    $( self.$column.resize(rows, row.$column); )+
                }

                /// Appends a range of the rows of another table.
                ///
                /// # Panics
                ///
                /// If the other table does not have these rows.
                #[allow(dead_code, reason = "part of the face of every table")]
                pub fn extend(&mut self, rows: View<'_>, range: ::core::ops::Range<usize>) {
                    $( self.$column.extend_from_slice_copy(&rows.$column[range.clone()]); )+
                }

                /// The number of rows.
                #[inline]
                #[allow(unreachable_code, reason = "only the first column is asked")]
                pub fn len(&self) -> usize {
                    $( return self.$column.len(); )+
                }

                /// Whether the table has no rows.
                #[allow(dead_code, reason = "part of the face of every table")]
                pub fn is_empty(&self) -> bool {
                    self.len() == 0
                }

                /// The columns as shared slices.
                #[inline]
                pub fn view(&self) -> View<'_> {
                    View { $( $column: &self.$column, )+ }
                }

                /// The columns as mutable slices.
                #[inline]
                #[allow(dead_code, reason = "not every table is changed in place")]
                pub fn view_mut(&mut self) -> ViewMut<'_> {
                    ViewMut { $( $column: &mut self.$column, )+ }
                }
            }

            /// The table's columns as shared slices of equal length.
            #[derive(Clone, Copy, Debug)]
            pub struct View<'a> {
                $( $(#[$meta])* pub $column: &'a [$type], )+
            }

            #[allow(dead_code, reason = "part of the face of every table")]
            impl<'a> View<'a> {
                $(
                    $(#[$meta])*
                    #[inline]
                    pub fn $column(&self, id: $id) -> $type {
                        self.$column[id.index()]
                    }
                )+

                /// The row of `id`.
                #[inline]
                pub fn row(&self, id: $id) -> Row {
                    Row { $( $column: self.$column(id), )+ }
                }

                /// The number of rows.
                #[inline]
                #[allow(unreachable_code, reason = "only the first column is asked")]
                pub fn len(&self) -> usize {
                    $( return self.$column.len(); )+
                }

                /// Whether the table has no rows.
                pub fn is_empty(&self) -> bool {
                    self.len() == 0
                }

                /// The ids of all rows, in order.
                #[inline]
                pub fn ids(&self) -> impl ExactSizeIterator<Item = $id> + DoubleEndedIterator + use<> {
                    (0..self.len()).map(<$id>::from_index)
                }
            }

            /// The table's columns as mutable slices of equal length.
            #[derive(Debug)]
            #[allow(dead_code, reason = "not every table is changed in place")]
            pub struct ViewMut<'a> {
                $( $(#[$meta])* pub $column: &'a mut [$type], )+
            }

            /// The places of the table's columns in a block.
            #[derive(Clone, Copy, Debug)]
            pub struct Columns {
                $( $column: $crate::Column<$type>, )+
            }

            impl Columns {
                /// Reserves room for `rows` rows.
                pub fn reserve(rows: usize, layout: &mut $crate::BlockLayout) -> Self {
                    Self { $( $column: layout.reserve(rows), )+ }
                }

                /// Copies the rows of `view` into the block.
                ///
                /// # Panics
                ///
                /// If `view` does not have as many rows as were reserved.
                pub fn write(&self, view: View<'_>, block: &mut $crate::Block) {
                    $( block.column_mut(self.$column).copy_from_slice(view.$column); )+
                }

                /// The number of rows that were reserved.
                #[allow(unreachable_code, reason = "only the first column is asked")]
                #[allow(dead_code, reason = "part of the face of every table")]
                pub fn len(&self) -> usize {
                    $( return self.$column.len(); )+
                }

                /// Whether no rows were reserved.
                #[allow(dead_code, reason = "part of the face of every table")]
                pub fn is_empty(&self) -> bool {
                    self.len() == 0
                }

                /// The table as it lies in the block.
                #[inline]
                pub fn view<'a>(&self, block: &'a $crate::Block) -> View<'a> {
                    View { $( $column: block.column(self.$column), )+ }
                }
            }
        }
    };
}
