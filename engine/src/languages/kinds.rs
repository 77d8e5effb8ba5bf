//! Kind codes as Rust enums.

/// Declares an enum whose variants are the codes 0, 1, 2, ... of a table's kind column.
///
/// The enum gets `ALL`, `NAMES` (the variants' names, indexed by code), `code()` and `from_code()`.
/// The first variant stands for codes that the table should not hold; the first two node kinds of
/// every language are `Error` and `Missing`.
macro_rules! kinds {
    (
        $(#[$meta:meta])*
        pub enum $Kind:ident {
            $(#[$first_meta:meta])* $first:ident,
            $( $(#[$variant_meta:meta])* $variant:ident, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $Kind {
            $(#[$first_meta])* $first,
            $( $(#[$variant_meta])* $variant, )*
        }

        impl $Kind {
            /// Every kind, indexed by code.
            pub const ALL: &'static [Self] = &[Self::$first, $( Self::$variant, )*];

            /// The name of every kind, indexed by code.
            pub const NAMES: &'static [&'static str] =
                &[stringify!($first), $( stringify!($variant), )*];

            /// The code of the kind in a table.
            #[inline]
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// The kind of a code; the first kind for a code that no kind has.
            #[inline]
            pub const fn from_code(code: u8) -> Self {
                if (code as usize) < Self::ALL.len() {
                    Self::ALL[code as usize]
                } else {
                    Self::$first
                }
            }
        }
    };
}

pub(crate) use kinds;
