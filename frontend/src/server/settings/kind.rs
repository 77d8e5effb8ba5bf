//! What values settings take: checking them, and saying what is expected.

use rholang_engine::languages::{LanguageId, Variant};
use serde_json::{Map, Value, json};

use super::{BUDGET_MAX, Budget, SECTION, SEVERITIES, dialect_name, dialect_names, known_code};

/// What values a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number up to and including this one.
    Number(u64),
    /// An object from codes of diagnostics to severities.
    Severities,
    /// An object from sorts of work to milliseconds.
    Budgets,
    /// The name of a dialect of MeTTa.
    Dialect,
    /// An object from names of channels to whether MeTTa is sent to them.
    Channels,
}

impl Kind {
    /// The value without what makes no sense; none if nothing is left.
    pub(super) fn cleaned(
        self,
        value: &Value,
        name: &str,
        problems: &mut Vec<String>,
    ) -> Option<Value> {
        match self {
            Self::Boolean if value.is_boolean() => Some(value.clone()),
            Self::Number(max) if value.as_u64().is_some_and(|number| number <= max) => {
                Some(value.clone())
            }
            Self::Word(words) => {
                let word = value.as_str()?.to_ascii_lowercase();
                if words.contains(&&*word) {
                    return Some(Value::String(word));
                }
                problems.push(self.complaint(value, name));
                None
            }
            Self::Dialect => {
                let variant = value
                    .as_str()
                    .and_then(|name| Variant::from(LanguageId::Metta).with_dialect(name));
                if variant.is_none() {
                    problems.push(self.complaint(value, name));
                }
                variant.map(|variant| Value::String(dialect_name(variant)))
            }
            Self::Severities | Self::Budgets | Self::Channels => {
                self.cleaned_object(value, name, problems)
            }
            Self::Boolean | Self::Number(_) => {
                problems.push(self.complaint(value, name));
                None
            }
        }
    }

    fn cleaned_object(
        self,
        value: &Value,
        name: &str,
        problems: &mut Vec<String>,
    ) -> Option<Value> {
        let Some(entries) = value.as_object() else {
            problems.push(self.complaint(value, name));
            return None;
        };
        let mut cleaned = Map::new();
        for (entry, value) in entries {
            let kind = match self {
                Self::Severities if known_code(entry).is_none() => {
                    problems.push(format!("{SECTION}.{name}: there is no code `{entry}`"));
                    continue;
                }
                Self::Severities => Self::Word(SEVERITIES),
                Self::Channels => Self::Boolean,
                _ if Budget::ALL.iter().all(|budget| budget.name() != entry) => {
                    problems.push(format!("{SECTION}.{name}: there is no entry `{entry}`"));
                    continue;
                }
                _ => Self::Number(BUDGET_MAX),
            };
            if let Some(value) = kind.cleaned(value, &format!("{name}.{entry}"), problems) {
                cleaned.insert(entry.clone(), value);
            }
        }
        Some(Value::Object(cleaned))
    }

    fn complaint(self, value: &Value, name: &str) -> String {
        format!("{SECTION}.{name} is {value}, expected {}", self.expectation())
    }

    pub(super) fn expectation(self) -> String {
        match self {
            Self::Boolean => "true or false".to_owned(),
            Self::Number(max) => format!("a whole number up to {max}"),
            Self::Word(words) => format!("one of `{}`", words.join("`, `")),
            Self::Severities => {
                format!("an object from codes to one of `{}`", SEVERITIES.join("`, `"))
            }
            Self::Budgets => "an object from sorts of work to milliseconds".to_owned(),
            Self::Dialect => format!("one of `{}`", dialect_names().join("`, `")),
            Self::Channels => "an object from names of channels to true or false".to_owned(),
        }
    }

    /// The JSON schema of the values.
    pub(super) fn schema(self) -> Value {
        match self {
            Self::Boolean => json!({ "type": "boolean" }),
            Self::Number(max) => json!({ "type": "integer", "minimum": 0, "maximum": max }),
            Self::Word(words) => json!({ "type": "string", "enum": words }),
            Self::Severities => json!({
                "type": "object",
                "additionalProperties": Self::Word(SEVERITIES).schema(),
            }),
            Self::Dialect => json!({ "type": "string", "enum": dialect_names() }),
            Self::Channels => json!({
                "type": "object",
                "additionalProperties": Self::Boolean.schema(),
            }),
            Self::Budgets => {
                let entry =
                    |budget: Budget| (budget.name().to_owned(), Self::Number(BUDGET_MAX).schema());
                let properties: Map<String, Value> = Budget::ALL.into_iter().map(entry).collect();
                json!({
                    "type": "object",
                    "properties": properties,
                    "additionalProperties": false,
                })
            }
        }
    }
}
