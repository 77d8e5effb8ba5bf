//! The names that MeTTa defines: their types, their dialects and where they come from.
//!
//! The types are those that hyperon declares, or the type of the value for a name that stands for
//! one, as `PI` does. MeTTaTron declares none; for the names that only it has, the signature states
//! the arguments that its evaluator takes.

mod table;

use table::BUILTINS;

/// A name that a dialect of MeTTa defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// The name as programs write it.
    pub name: &'static str,
    /// Which dialects define the name.
    pub dialects: Dialects,
    /// The declared types as MeTTa text, such as `(-> Number Number Number)`.
    ///
    /// There is none when nothing declares a type, and several when the name is overloaded. A type
    /// that is no function type belongs to a constant, or to an operation that checks its arguments
    /// itself.
    pub signatures: &'static [&'static str],
    /// What the name does, in one sentence.
    pub summary: &'static str,
    /// What provides the name.
    pub origin: Origin,
}

/// The dialects that define a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialects {
    /// Only hyperon, the reference implementation.
    Hyperon,
    /// Only MeTTaTron, the implementation behind `rho:metta`.
    Mettatron,
    /// Both, with the same meaning.
    Both,
    /// Both, with a difference that a program notices.
    Differs {
        /// How many arguments MeTTaTron takes, if not as many as the signatures say.
        mettatron_arity: Option<usize>,
        /// The difference in one sentence.
        note: &'static str,
    },
}

/// What provides a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The standard library or the runner: always there.
    Core,
    /// The module `json`.
    Json,
    /// The module `fileio`.
    FileIo,
    /// The module `random`.
    Random,
    /// The module `catalog`.
    Catalog,
    /// The module `das`.
    Das,
    /// The module `skel`.
    Skel,
    /// Hyperon when Python hosts it.
    Python,
    /// The evaluator of MeTTaTron.
    Mettatron,
}

impl Dialects {
    /// Whether hyperon defines the name.
    pub const fn has_hyperon(self) -> bool {
        !matches!(self, Self::Mettatron)
    }

    /// Whether MeTTaTron defines the name.
    pub const fn has_mettatron(self) -> bool {
        !matches!(self, Self::Hyperon)
    }
}

impl Origin {
    /// The module that a program has to import into `&self` to get the name.
    pub const fn module(self) -> Option<&'static str> {
        match self {
            Self::Core | Self::Python | Self::Mettatron => None,
            Self::Json => Some("json"),
            Self::FileIo => Some("fileio"),
            Self::Random => Some("random"),
            Self::Catalog => Some("catalog"),
            Self::Das => Some("das"),
            Self::Skel => Some("skel"),
        }
    }
}

impl Builtin {
    /// How many arguments the name takes, once for each function type among the signatures.
    ///
    /// Nothing comes out when no function type is declared: the count is then unknown. MeTTaTron
    /// may take another number, see [`Dialects::Differs`].
    pub fn arities(&self) -> impl Iterator<Item = usize> + use<> {
        self.signatures
            .iter()
            .filter(|signature| result_type(signature).is_some())
            .map(|signature| parameter_types(signature).count())
    }
}

/// The built-in called `name`.
pub fn lookup(name: &str) -> Option<&'static Builtin> {
    place_of(name).map(|place| &BUILTINS[place])
}

/// The place of the built-in called `name` among [`all`].
pub fn place_of(name: &str) -> Option<usize> {
    BUILTINS.binary_search_by(|builtin| builtin.name.cmp(name)).ok()
}

/// All built-ins in the order of the bytes of their names.
pub fn all() -> &'static [Builtin] {
    BUILTINS
}

/// The types of the parameters of a function type, in order; none for any other type.
pub fn parameter_types(signature: &str) -> impl Iterator<Item = &str> {
    let mut parts = function_parts(signature).peekable();
    // The last part is the result.
    std::iter::from_fn(move || {
        let part = parts.next()?;
        parts.peek().is_some().then_some(part)
    })
}

/// The type that a function type gives; nothing for any other type, such as the unit type `(->)`.
pub fn result_type(signature: &str) -> Option<&str> {
    function_parts(signature).last()
}

/// The parts of a function type after its arrow.
fn function_parts(signature: &str) -> impl Iterator<Item = &str> {
    let inside = signature.strip_prefix("(->").and_then(|rest| rest.strip_suffix(')'));
    let mut rest = inside.unwrap_or("");
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (part, after) = rest.split_at(part_length(rest));
        rest = after;
        Some(part)
    })
}

/// The length of the first form of `text`, which starts with one.
fn part_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth <= 1 => return place + depth,
            b')' => depth -= 1,
            b' ' if depth == 0 => return place,
            _ => {}
        }
    }
    text.len()
}

/// A name that both dialects define, with a difference other than the number of arguments.
const fn differs(note: &'static str) -> Dialects {
    Dialects::Differs { mettatron_arity: None, note }
}

/// A name that takes another number of arguments in MeTTaTron.
const fn differs_in_arity(mettatron_arity: usize, note: &'static str) -> Dialects {
    Dialects::Differs { mettatron_arity: Some(mettatron_arity), note }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arities(name: &str) -> Vec<usize> {
        lookup(name).expect("the name is in the table").arities().collect()
    }

    #[test]
    fn names_are_ordered_and_unique() {
        for pair in BUILTINS.windows(2) {
            assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
        }
    }

    #[test]
    fn names_are_single_words() {
        for builtin in BUILTINS {
            let is_word_char = |c: char| !c.is_whitespace() && !"();".contains(c);
            assert!(builtin.name.chars().all(is_word_char), "{}", builtin.name);
            assert!(!builtin.name.starts_with(['"', '$']), "{}", builtin.name);
        }
    }

    #[test]
    fn every_name_is_found() {
        for builtin in BUILTINS {
            assert_eq!(lookup(builtin.name), Some(builtin));
        }
        assert_eq!(lookup("no-such-name"), None);
        assert_eq!(lookup(""), None);
    }

    #[test]
    fn signatures_are_balanced_forms() {
        for builtin in BUILTINS {
            for signature in builtin.signatures {
                assert!(!signature.is_empty(), "{}", builtin.name);
                assert_eq!(part_length(signature), signature.len(), "{}", builtin.name);
                let opened = signature.matches('(').count();
                assert_eq!(opened, signature.matches(')').count(), "{}", builtin.name);
                assert!(!signature.contains("( ") && !signature.contains("  "), "{signature}");
            }
        }
    }

    #[test]
    fn signatures_use_whole_type_names() {
        for builtin in BUILTINS {
            for signature in builtin.signatures {
                for word in signature.split([' ', '(', ')']).filter(|word| !word.is_empty()) {
                    assert!(!["U", "Ex", "Sp", "N", "B", "S", "V"].contains(&word), "{signature}");
                }
            }
        }
    }

    #[test]
    fn summaries_and_notes_are_sentences() {
        for builtin in BUILTINS {
            let note = match builtin.dialects {
                Dialects::Differs { note, .. } => note,
                _ => builtin.summary,
            };
            for text in [builtin.summary, note] {
                assert!(text.ends_with('.') && text.len() <= 100, "{}: {text}", builtin.name);
            }
        }
    }

    #[test]
    fn origin_and_dialect_agree() {
        for builtin in BUILTINS {
            let only_mettatron = builtin.dialects == Dialects::Mettatron;
            assert_eq!(only_mettatron, builtin.origin == Origin::Mettatron, "{}", builtin.name);
        }
        assert_eq!(lookup("json-encode").and_then(|builtin| builtin.origin.module()), Some("json"));
        assert_eq!(lookup("if").and_then(|builtin| builtin.origin.module()), None);
    }

    #[test]
    fn arities_follow_the_signatures() {
        assert_eq!(arities("if"), [3]);
        assert_eq!(arities("context-space"), [0]);
        assert_eq!(arities("@doc"), [2, 4]);
        assert_eq!(arities("help!"), [1, 0]);
        assert_eq!(arities("change-state!"), [2]);
        assert_eq!(arities("pragma!"), []);
        assert_eq!(arities("PI"), []);
        assert_eq!(arities(":"), []);
    }

    #[test]
    fn match_takes_another_number_in_mettatron() {
        let builtin = lookup("match").expect("the name is in the table");
        assert_eq!(arities("match"), [3]);
        assert!(matches!(builtin.dialects, Dialects::Differs { mettatron_arity: Some(4), .. }));
        assert!(builtin.dialects.has_hyperon() && builtin.dialects.has_mettatron());
    }

    #[test]
    fn parts_of_types() {
        let parameters = |signature| parameter_types(signature).collect::<Vec<_>>();
        assert_eq!(parameters("(-> A (B (C d)) E)"), ["A", "(B (C d))"]);
        assert_eq!(parameters("(-> (->))"), [""; 0]);
        assert_eq!(parameters("(->)"), [""; 0]);
        assert_eq!(parameters("Number"), [""; 0]);
        assert_eq!(result_type("(-> A (B (C d)) (E f))"), Some("(E f)"));
        assert_eq!(result_type("(-> (->))"), Some("(->)"));
        assert_eq!(result_type("(->)"), None);
        assert_eq!(result_type("Number"), None);
    }
}
