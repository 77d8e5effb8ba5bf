//! Settings: what users can change, in one table.
//!
//! The table [`KEYS`] is the only list of settings: it reads them, documents them
//! (`docs/configuration.md` is generated from it) and gives their defaults. Settings arrive in three
//! ways, all of which mean the section `rholang`: in `initializationOptions`, in
//! `workspace/didChangeConfiguration`, and as the answer to `workspace/configuration`. The first are
//! what the others start from: each later arrival replaces all earlier ones but the first.

mod documentation;
mod kind;

use std::collections::BTreeMap;

use rholang_engine::diagnostic::{Code, Severity};
use rholang_engine::languages::{LanguageId, Variant};
use rholang_engine::region::{EmbeddedLanguage, EmbeddedSettings};
use rholang_engine::workspace;
use rholang_engine_sync::pool::{Pin, WORKERS_MAX};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use tracing::level_filters::LevelFilter;

use crate::codes::code_groups;
use crate::input::TEXT_BYTES_MAX;

pub use documentation::{markdown, schema};
pub use kind::Kind;

/// The section of all settings.
pub const SECTION: &str = "rholang";

/// The most files that indexing can be told to look at.
pub const INDEXED_FILES_MAX: u64 = 1_000_000;

/// What users can change.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The mildest level that is logged.
    pub log_level: LevelFilter,
    /// The number of workers; 0 is one for each core.
    pub threads: usize,
    /// Which workers are bound to a core.
    pub pin: Pin,
    /// Whether there are diagnostics.
    pub diagnostics: bool,
    /// Codes whose severity was changed; `None` turns them off.
    pub severities: FxHashMap<&'static str, Option<Severity>>,
    /// The dialect of MeTTa files.
    pub metta_dialect: String,
    /// Whether MeTTa is looked for in strings of Rholang.
    pub embedded_metta: bool,
    /// The dialect of MeTTa in strings of Rholang.
    pub embedded_metta_dialect: String,
    /// Channels to which MeTTa is sent, or is not although it usually is.
    pub embedded_metta_channels: BTreeMap<String, bool>,
    /// Whether the files of workspace folders are indexed.
    pub indexing: bool,
    /// How many files are indexed at most.
    pub indexed_files_max: usize,
    /// The largest file that is indexed, in bytes.
    pub indexed_file_bytes_max: u64,
    /// After how many milliseconds work of each sort is called slow.
    pub budgets: [u32; Budget::COUNT],
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            log_level: LevelFilter::INFO,
            threads: 0,
            pin: Pin::Auto,
            diagnostics: true,
            severities: FxHashMap::default(),
            metta_dialect: dialect_name(LanguageId::Metta.into()),
            embedded_metta: true,
            embedded_metta_dialect: dialect_name(Variant::embedded(LanguageId::Metta)),
            embedded_metta_channels: BTreeMap::new(),
            indexing: true,
            indexed_files_max: 100_000,
            indexed_file_bytes_max: 4 << 20,
            budgets: Budget::ALL.map(Budget::default_milliseconds),
        }
    }
}

/// Sorts of work with a common limit above which the log calls them slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Budget {
    /// Going to a definition, declaration or implementation.
    Goto,
    /// Finding references.
    References,
    /// Renaming.
    Rename,
    /// From a change of a document until its facts are there.
    DidChange,
    /// From the opening of a document until its facts are there.
    DidOpen,
    /// What is asked about one word.
    Resolution,
    /// What is asked about a whole document.
    Document,
    /// What is asked about the whole workspace.
    Workspace,
}

impl Budget {
    /// The number of sorts.
    pub const COUNT: usize = 8;

    /// All sorts.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Goto,
        Self::References,
        Self::Rename,
        Self::DidChange,
        Self::DidOpen,
        Self::Resolution,
        Self::Document,
        Self::Workspace,
    ];

    /// The place in tables with one entry for each sort.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Goto => "goto",
            Self::References => "references",
            Self::Rename => "rename",
            Self::DidChange => "didChange",
            Self::DidOpen => "didOpen",
            Self::Resolution => "resolution",
            Self::Document => "document",
            Self::Workspace => "workspace",
        }
    }

    const fn default_milliseconds(self) -> u32 {
        match self {
            Self::Goto | Self::DidChange => 50,
            Self::References | Self::Document => 100,
            Self::Rename => 200,
            Self::DidOpen | Self::Workspace => 500,
            Self::Resolution => 10,
        }
    }
}

/// When a change of a setting has an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// At once.
    AtOnce,
    /// When the server starts; only `initializationOptions` can set it.
    AtStart,
    /// When the workspace is indexed the next time.
    AtNextIndexing,
}

/// A setting.
pub struct Key {
    /// The name without the section, with dots between its parts.
    pub name: &'static str,
    /// What it does, in Markdown.
    pub description: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// When it has an effect.
    pub effect: Effect,
    /// Puts a value of the right kind into the settings.
    set: fn(&mut Settings, &Value),
    /// The value as it stands in settings.
    get: fn(&Settings) -> Value,
}

const LOG_LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];
const PINS: &[&str] = &["auto", "all", "none"];
const SEVERITIES: &[&str] = &["off", "hint", "information", "warning", "error"];

/// The longest budget in milliseconds: an hour.
const BUDGET_MAX: u64 = 3_600_000;

/// All settings.
pub static KEYS: &[Key] = &[
    Key {
        name: "server.logLevel",
        description: "The mildest messages that are logged. What documents say is logged at \
            `trace` only. Replaces the level of `--log-level`.",
        kind: Kind::Word(LOG_LEVELS),
        effect: Effect::AtOnce,
        set: |settings, value| settings.log_level = parse_or(value, settings.log_level),
        get: |settings| json!(settings.log_level.to_string()),
    },
    Key {
        name: "server.threads",
        description: "The number of worker threads; 0 is one for each core. The environment \
            variable `RHOLANG_THREADS` sets the default.",
        kind: Kind::Number(WORKERS_MAX as u64),
        effect: Effect::AtStart,
        set: |settings, value| settings.threads = number(value),
        get: |settings| json!(settings.threads),
    },
    Key {
        name: "server.pin",
        description: "Which worker threads are bound to a core: all, none, or (`auto`) all if \
            there are more cores than workers. The environment variable `RHOLANG_PIN` sets the \
            default.",
        kind: Kind::Word(PINS),
        effect: Effect::AtStart,
        set: |settings, value| settings.pin = parse_or(value, settings.pin),
        get: |settings| json!(pin_name(settings.pin)),
    },
    Key {
        name: "server.slowMilliseconds",
        description: "How many milliseconds work may take before the log calls it slow. `goto` is \
            for definitions, declarations and implementations; `didChange` and `didOpen` are the \
            time until the facts of the text are there; `resolution` is for what is asked about one \
            word, `document` and `workspace` for what is asked about the whole of them.",
        kind: Kind::Budgets,
        effect: Effect::AtOnce,
        set: |settings, value| {
            for budget in Budget::ALL {
                if let Some(milliseconds) = value.get(budget.name()) {
                    settings.budgets[budget.index()] = number(milliseconds);
                }
            }
        },
        get: |settings| {
            let entry = |budget: Budget| {
                (budget.name().to_owned(), json!(settings.budgets[budget.index()]))
            };
            Value::Object(Budget::ALL.into_iter().map(entry).collect())
        },
    },
    Key {
        name: "diagnostics.enable",
        description: "Whether there are diagnostics.",
        kind: Kind::Boolean,
        effect: Effect::AtOnce,
        set: |settings, value| settings.diagnostics = value == &Value::Bool(true),
        get: |settings| json!(settings.diagnostics),
    },
    Key {
        name: "diagnostics.severity",
        description: "The severity of diagnostics by their codes, such as \
            `{\"unused-binder\": \"off\"}`. The codes are those of `docs/diagnostics.md`.",
        kind: Kind::Severities,
        effect: Effect::AtOnce,
        set: |settings, value| {
            let entries = value.as_object().into_iter().flatten();
            settings.severities = entries
                .filter_map(|(name, value)| Some((known_code(name)?.name, severity(value)?)))
                .collect();
        },
        get: |settings| {
            let entry = |(name, severity): (&&str, &Option<Severity>)| {
                ((*name).to_owned(), json!(severity_name(*severity)))
            };
            Value::Object(settings.severities.iter().map(entry).collect())
        },
    },
    Key {
        name: "metta.dialect",
        description: "The implementation of MeTTa whose rules apply to files.",
        kind: Kind::Dialect,
        effect: Effect::AtOnce,
        set: |settings, value| settings.metta_dialect = word(value),
        get: |settings| json!(settings.metta_dialect),
    },
    Key {
        name: "embedded.metta.enable",
        description: "Whether strings in Rholang that hold MeTTa are analysed.",
        kind: Kind::Boolean,
        effect: Effect::AtOnce,
        set: |settings, value| settings.embedded_metta = value == &Value::Bool(true),
        get: |settings| json!(settings.embedded_metta),
    },
    Key {
        name: "embedded.metta.dialect",
        description: "The implementation of MeTTa whose rules apply to strings in Rholang.",
        kind: Kind::Dialect,
        effect: Effect::AtOnce,
        set: |settings, value| settings.embedded_metta_dialect = word(value),
        get: |settings| json!(settings.embedded_metta_dialect),
    },
    Key {
        name: "embedded.metta.channels",
        description: "Channels to which MeTTa is sent, by URI or by the content of a quoted string, \
            such as `{\"rho:example:metta\": true}`. `false` takes out a channel of the node that is \
            known to take MeTTa.",
        kind: Kind::Channels,
        effect: Effect::AtOnce,
        set: |settings, value| {
            let entries = value.as_object().into_iter().flatten();
            settings.embedded_metta_channels =
                entries.map(|(name, value)| (name.clone(), value == &Value::Bool(true))).collect();
        },
        get: |settings| json!(settings.embedded_metta_channels),
    },
    Key {
        name: "indexing.enable",
        description: "Whether the files of workspace folders are read. Without, only open documents \
            are known.",
        kind: Kind::Boolean,
        effect: Effect::AtNextIndexing,
        set: |settings, value| settings.indexing = value == &Value::Bool(true),
        get: |settings| json!(settings.indexing),
    },
    Key {
        name: "indexing.maxFiles",
        description: "The most files that are read. If a workspace has more, a warning says so.",
        kind: Kind::Number(INDEXED_FILES_MAX),
        effect: Effect::AtNextIndexing,
        set: |settings, value| settings.indexed_files_max = number(value),
        get: |settings| json!(settings.indexed_files_max),
    },
    Key {
        name: "indexing.maxFileBytes",
        description: "The largest file that is read, in bytes. Documents that are open are read up \
            to 32 MiB whatever this says.",
        kind: Kind::Number(TEXT_BYTES_MAX as u64),
        effect: Effect::AtNextIndexing,
        set: |settings, value| settings.indexed_file_bytes_max = number(value),
        get: |settings| json!(settings.indexed_file_bytes_max),
    },
];

impl Settings {
    /// The settings of a section, with the defaults of `base`, and what is wrong with it, one sentence
    /// each. Names may be nested objects or contain dots. A value that makes no sense counts as not
    /// given.
    pub fn read(section: &Value, base: &Self) -> (Self, Vec<String>) {
        let mut settings = base.clone();
        let mut problems = Vec::new();
        for key in KEYS {
            let Some(value) = lookup(section, key.name) else {
                continue;
            };
            let value = key.kind.cleaned(value, key.name, &mut problems);
            if let Some(value) = value {
                (key.set)(&mut settings, &value);
            }
        }
        (settings, problems)
    }

    /// All settings as the section that gives them.
    pub fn to_json(&self) -> Value {
        let entries = KEYS.iter().map(|key| (key.name.to_owned(), (key.get)(self)));
        Value::Object(entries.collect())
    }

    /// What of the settings the engine has to know.
    pub fn for_engine(&self) -> workspace::Settings {
        let mut settings = workspace::Settings::default();
        let defaults = Self::default();
        let metta = Variant::from(LanguageId::Metta);
        if self.metta_dialect != defaults.metta_dialect
            && let Some(variant) = metta.with_dialect(&self.metta_dialect)
        {
            settings.set_dialect(variant);
        }
        if !self.embedded_metta {
            settings.embedded = EmbeddedSettings::default();
            return settings;
        }
        let name = LanguageId::Metta.language().name();
        let known = settings.embedded.find_language(name);
        let known = known.and_then(|tag| settings.embedded.language(tag)).cloned();
        let dialect = Some(self.embedded_metta_dialect.clone())
            .filter(|dialect| *dialect != defaults.embedded_metta_dialect);
        let language = EmbeddedLanguage { dialect, ..known.unwrap_or_default() };
        if let Some(tag) = settings.embedded.add_language(language) {
            for (channel, &is_taken) in &self.embedded_metta_channels {
                if is_taken {
                    settings.embedded.add_channel(channel, tag);
                } else {
                    settings.embedded.remove_channel(channel);
                }
            }
        }
        settings
    }

    /// The severity of a diagnostic; none if it is turned off.
    pub fn severity(&self, code: &'static Code) -> Option<Severity> {
        if !self.diagnostics {
            return None;
        }
        self.severities.get(code.name).copied().unwrap_or(Some(code.severity))
    }
}

/// The value of a name: `a.b` is the member `a.b`, or `b` of the member `a`. `null` is no value.
fn lookup<'a>(section: &'a Value, name: &str) -> Option<&'a Value> {
    let whole = section.get(name);
    let nested = || {
        let (first, rest) = name.split_once('.')?;
        lookup(section.get(first)?, rest)
    };
    whole.or_else(nested).filter(|value| !value.is_null())
}

/// The number of a value whose kind was checked.
fn number<N: TryFrom<u64> + Default>(value: &Value) -> N {
    value.as_u64().and_then(|number| N::try_from(number).ok()).unwrap_or_default()
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The name of a dialect in settings.
fn dialect_name(variant: Variant) -> String {
    let dialects = variant.language.language().dialects();
    let name = dialects.get(usize::from(variant.dialect)).copied().unwrap_or_default();
    name.to_ascii_lowercase()
}

fn dialect_names() -> Vec<String> {
    let dialects = LanguageId::Metta.language().dialects();
    dialects.iter().map(|name| name.to_ascii_lowercase()).collect()
}

fn parse_or<T: std::str::FromStr>(value: &Value, otherwise: T) -> T {
    value.as_str().and_then(|word| word.parse().ok()).unwrap_or(otherwise)
}

const fn pin_name(pin: Pin) -> &'static str {
    match pin {
        Pin::Auto => "auto",
        Pin::All => "all",
        Pin::None => "none",
    }
}

fn severity(value: &Value) -> Option<Option<Severity>> {
    Some(match value.as_str()? {
        "off" => None,
        "hint" => Some(Severity::Hint),
        "information" => Some(Severity::Information),
        "warning" => Some(Severity::Warning),
        "error" => Some(Severity::Error),
        _ => return None,
    })
}

const fn severity_name(severity: Option<Severity>) -> &'static str {
    match severity {
        None => "off",
        Some(Severity::Hint) => "hint",
        Some(Severity::Information) => "information",
        Some(Severity::Warning) => "warning",
        Some(Severity::Error) => "error",
    }
}

fn known_code(name: &str) -> Option<&'static Code> {
    code_groups().iter().flat_map(|group| group.codes).find(|code| code.name == name).copied()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use expect_test::{Expect, expect};

    #[test]
    fn defaults_are_those_of_the_engine() {
        assert_eq!(Settings::default().for_engine(), workspace::Settings::default());
    }

    #[test]
    fn defaults_read_as_themselves() {
        let defaults = Settings::default();
        assert_eq!(Settings::read(&defaults.to_json(), &defaults), (defaults.clone(), Vec::new()));
        assert_eq!(Settings::read(&Value::Null, &defaults), (defaults.clone(), Vec::new()));
    }

    /// The settings that differ from the defaults, and the problems.
    fn check(section: Value, expected: Expect) {
        let defaults = Settings::default();
        let (settings, problems) = Settings::read(&section, &defaults);
        let mut found = String::new();
        for key in KEYS {
            let value = (key.get)(&settings);
            if value != (key.get)(&defaults) {
                let _ = writeln!(found, "{} = {value}", key.name);
            }
        }
        for problem in problems {
            let _ = writeln!(found, "problem: {problem}");
        }
        expected.assert_eq(&found);
    }

    #[test]
    fn values_that_make_sense() {
        check(
            json!({
                "server": { "logLevel": "Debug", "threads": 3, "pin": "none" },
                "diagnostics.enable": false,
                "diagnostics": { "severity": { "unused-binder": "off", "unbound-variable": "hint" } },
                "indexing": { "maxFiles": 7, "enable": false },
                "server.slowMilliseconds": { "goto": 1, "workspace": 2 },
                "validatorBackend": "rust",
                "metta": { "dialect": "MeTTaTron" },
                "embedded": { "metta": { "channels": { "rho:x": true, "rho:metta:run": false } } },
            }),
            expect![[r#"
                server.logLevel = "debug"
                server.threads = 3
                server.pin = "none"
                server.slowMilliseconds = {"didChange":50,"didOpen":500,"document":100,"goto":1,"references":100,"rename":200,"resolution":10,"workspace":2}
                diagnostics.enable = false
                diagnostics.severity = {"unbound-variable":"hint","unused-binder":"off"}
                metta.dialect = "mettatron"
                embedded.metta.channels = {"rho:metta:run":false,"rho:x":true}
                indexing.enable = false
                indexing.maxFiles = 7
            "#]],
        );
    }

    #[test]
    fn values_that_make_none_count_as_not_given() {
        check(
            json!({
                "server": { "logLevel": "loud", "threads": -1, "slowMilliseconds": { "go": 1, "goto": "x" } },
                "diagnostics": { "enable": "yes", "severity": { "no-such-code": "off", "unused-binder": "fatal" } },
                "metta": { "dialect": "klingon" },
                "embedded": { "metta": { "channels": { "rho:x": 1 } } },
                "indexing": { "maxFiles": 1e30, "maxFileBytes": 1.5, "enable": null },
            }),
            expect![[r#"
                problem: rholang.server.logLevel is "loud", expected one of `off`, `error`, `warn`, `info`, `debug`, `trace`
                problem: rholang.server.threads is -1, expected a whole number up to 64
                problem: rholang.server.slowMilliseconds: there is no entry `go`
                problem: rholang.server.slowMilliseconds.goto is "x", expected a whole number up to 3600000
                problem: rholang.diagnostics.enable is "yes", expected true or false
                problem: rholang.diagnostics.severity: there is no code `no-such-code`
                problem: rholang.diagnostics.severity.unused-binder is "fatal", expected one of `off`, `hint`, `information`, `warning`, `error`
                problem: rholang.metta.dialect is "klingon", expected one of `hyperon`, `mettatron`
                problem: rholang.embedded.metta.channels.rho:x is 1, expected true or false
                problem: rholang.indexing.maxFiles is 1e+30, expected a whole number up to 1000000
                problem: rholang.indexing.maxFileBytes is 1.5, expected a whole number up to 33554432
            "#]],
        );
        check(
            json!({ "server": 7, "diagnostics": [1], "indexing": { "enable": {} } }),
            expect![[r#"
            problem: rholang.indexing.enable is {}, expected true or false
        "#]],
        );
    }
}
