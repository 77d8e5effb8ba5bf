//! The description of a kind of problem.

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A faint remark, shown in place only.
    Hint,
    /// Worth knowing.
    Information,
    /// Legal, but likely not what is meant, or sure to fail when it runs.
    Warning,
    /// The program is rejected.
    Error,
}

impl Severity {
    /// The word for the severity in output: `error`, `warning`, `info` or `hint`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How an editor may draw the text that a diagnostic covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Text that could be removed; usually faded.
    Unnecessary,
    /// Text that works today and will not for ever; usually struck through.
    Deprecated,
}

/// A kind of problem: everything there is to say about it except where it occurs.
#[derive(Debug)]
pub struct Code {
    /// Stable name in kebab-case; names of syntax errors begin with `syntax-`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How editors may draw it.
    pub tag: Option<Tag>,
    /// Whether the problem is that something does *not* occur in the file. A file that does not
    /// parse may well contain it in a part that was not understood, so such findings are withheld
    /// until the file parses.
    pub claims_absence: bool,
    /// Whether a syntax error leaves the tree as it is: the text around it is understood.
    pub is_harmless: bool,
    /// Whether the problem takes the ground from all other findings, so that it is the only one.
    pub is_alone: bool,
    /// What is wrong and what to do about it; `{0}`, `{1}` and `{2}` stand for arguments.
    pub message: &'static str,
    /// The rule behind it, in Markdown.
    pub explanation: &'static str,
    /// A shortest program that has the problem.
    pub example: &'static str,
}

impl Code {
    /// Whether the problem is one of syntax.
    pub fn is_syntax(&self) -> bool {
        self.name.starts_with("syntax-")
    }

    /// Whether the problem is a syntax error that leaves the tree around it a guess.
    pub fn is_damage(&self) -> bool {
        self.is_syntax() && !self.is_harmless
    }
}

/// Declares codes as statics and the table of all of them in a module.
///
/// The attributes `absence`, `harmless`, `alone` and `tag` before a code set the fields of [`Code`] after which
/// they are called.
macro_rules! codes {
    (
        $(
            $(#[absence($absence:tt)])?
            $(#[harmless($harmless:tt)])?
            $(#[alone($alone:tt)])?
            $(#[tag($tag:ident)])?
            $severity:ident $ident:ident = $name:literal {
                message: $message:literal,
                explanation: $explanation:literal,
                example: $example:literal $(,)?
            }
        )+
    ) => {
        $(
            #[doc = $message]
            #[allow(unused_assignments, unused_mut, reason = "most codes use the defaults")]
            pub static $ident: $crate::diagnostic::Code = {
                let mut claims_absence = false;
                $( claims_absence = $absence; )?
                let mut is_harmless = false;
                $( is_harmless = $harmless; )?
                let mut is_alone = false;
                $( is_alone = $alone; )?
                let mut tag = None;
                $( tag = Some($crate::diagnostic::Tag::$tag); )?
                $crate::diagnostic::Code {
                    name: $name,
                    severity: $crate::diagnostic::Severity::$severity,
                    tag,
                    claims_absence,
                    is_harmless,
                    is_alone,
                    message: $message,
                    explanation: $explanation,
                    example: $example,
                }
            };
        )+

        /// Every code of this module, in order of declaration.
        pub static CODES: &[&$crate::diagnostic::Code] = &[ $( &$ident ),+ ];
    };
}

pub(crate) use codes;
