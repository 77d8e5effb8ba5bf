//! All codes of diagnostics, for reference.

use std::fmt::Write;

use rholang_engine::LanguageId;
use rholang_engine::diagnostic::{CODES, Code};

/// The codes of one language, or those that any language may report.
#[derive(Clone, Copy, Debug)]
pub struct CodeGroup {
    /// The language; none for the codes of all languages.
    pub language: Option<LanguageId>,
    /// The codes in the order in which the engine declares them.
    pub codes: &'static [&'static Code],
}

impl CodeGroup {
    /// What the group is called in headings.
    pub fn title(&self) -> &'static str {
        match self.language {
            None => "Any language",
            Some(LanguageId::Rholang) => "Rholang",
            Some(LanguageId::Metta) => "MeTTa",
        }
    }
}

/// Every code: first those of each language, then the common ones.
pub fn code_groups() -> Vec<CodeGroup> {
    let languages = LanguageId::ALL.into_iter();
    let of_languages =
        languages.map(|id| CodeGroup { language: Some(id), codes: id.language().codes() });
    of_languages.chain([CodeGroup { language: None, codes: CODES }]).collect()
}

/// How many names are suggested in place of one that does not exist.
const SUGGESTIONS_MAX: usize = 5;

/// The names of codes that someone who wrote `wanted` may have meant, the likeliest first.
pub fn similar_names(wanted: &str) -> Vec<&'static str> {
    // Names may differ in a third of their letters, and in more if one holds the other.
    let tolerance = (wanted.chars().count() / 3).max(1);
    let mut candidates: Vec<(usize, &'static str)> = code_groups()
        .iter()
        .flat_map(|group| group.codes)
        .map(|code| (edit_distance(wanted, code.name), code.name))
        .filter(|&(distance, name)| {
            let is_part = wanted.len() >= 3 && (name.contains(wanted) || wanted.contains(name));
            distance <= tolerance || is_part
        })
        .collect();
    candidates.sort_unstable();
    candidates.dedup();
    candidates.truncate(SUGGESTIONS_MAX);
    candidates.into_iter().map(|(_, name)| name).collect()
}

/// The number of letters that must be added, dropped or replaced to make one word the other.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    // The row holds the distances of the part of `left` so far to each beginning of `right`.
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (consumed, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = consumed + 1;
        for (index, &other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[index + 1];
            row[index + 1] = replaced.min(diagonal + 1).min(row[index] + 1);
        }
    }
    row[right.len()]
}

/// The width of explanations in columns.
const WIDTH: usize = 80;

/// The explanation of every code with this name, as plain text; languages may share a name.
pub fn explanation(name: &str) -> Option<String> {
    let mut text = String::new();
    for group in code_groups() {
        for code in group.codes.iter().filter(|code| code.name == name) {
            if !text.is_empty() {
                text.push('\n');
            }
            let severity = code.severity.as_str();
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{severity}[{name}]: {} ({})\n",
                general_message(code),
                group.title()
            );
            push_wrapped(&mut text, code.explanation);
            if !code.example.is_empty() {
                text.push_str("\nExample:\n\n");
                for line in code.example.lines() {
                    let _ = writeln!(text, "{}", format!("    {line}").trim_end());
                }
            }
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The message of a code with a mark in place of each argument.
pub fn general_message(code: &Code) -> String {
    code.message.replace("{0}", "…").replace("{1}", "…").replace("{2}", "…")
}

/// Appends a text with lines broken at [`WIDTH`].
fn push_wrapped(output: &mut String, text: &str) {
    for line in text.lines() {
        let mut column = 0;
        for word in line.split_whitespace() {
            let width = word.chars().count();
            if column > 0 && column + 1 + width > WIDTH {
                output.push('\n');
                column = 0;
            } else if column > 0 {
                output.push(' ');
                column += 1;
            }
            output.push_str(word);
            column += width;
        }
        output.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, distance) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("unused-binder", "unusd-binder", 1),
            ("é", "e", 1),
        ] {
            assert_eq!(edit_distance(left, right), distance, "{left} {right}");
            assert_eq!(edit_distance(right, left), distance, "{right} {left}");
        }
    }

    #[test]
    fn every_code_is_most_like_itself() {
        for group in code_groups() {
            for code in group.codes {
                assert_eq!(similar_names(code.name).first(), Some(&code.name));
            }
        }
    }
}
