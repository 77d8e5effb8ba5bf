//! What `--version` prints.

use std::fmt::Write;
use std::sync::LazyLock;

use rholang_engine::LanguageId;

/// The version of this program, with the commit it was built from where that is known.
pub(super) fn short() -> &'static str {
    static SHORT: LazyLock<String> = LazyLock::new(|| {
        let version = env!("CARGO_PKG_VERSION");
        match option_env!("RHOLANG_LANGUAGE_SERVER_COMMIT") {
            Some(commit) => format!("{version} ({commit})"),
            None => version.to_owned(),
        }
    });
    &SHORT
}

/// The same with the versions of the interface between tree-sitter and each grammar.
pub(super) fn long() -> &'static str {
    static LONG: LazyLock<String> = LazyLock::new(|| {
        let mut long = short().to_owned();
        for id in LanguageId::ALL {
            let language = id.language();
            // Writing to a string cannot fail.
            let _ = write!(
                long,
                "\n{} grammar: tree-sitter ABI {}",
                language.name(),
                language.grammar().abi_version()
            );
        }
        long
    });
    &LONG
}
