//! What the numbers in the tables mean. The kind of a row decides, and each language has its own
//! kinds.

use rholang_engine::LanguageId;
use rholang_engine::languages::metta::kind as metta;
use rholang_engine::languages::rholang::kind::{self as rholang, ChannelKind, PROCESS_FLAG};
use serde::Serialize;

/// A number with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Data {
    /// A row of the name table.
    Name(u32),
    /// A row of the binder table.
    Binder(u32),
    /// A row of the reference table.
    Reference(u32),
    /// How many of the children are patterns.
    Patterns(u32),
    /// How many forms are children.
    Forms(u32),
    /// A number that has no meaning for its kind.
    Unknown(u32),
}

/// The meaning of the data of a node; nothing if the node has none.
pub(super) fn node_data(language: LanguageId, kind: u8, data: u32) -> Option<Data> {
    if data == u32::MAX {
        return None;
    }
    Some(match language {
        LanguageId::Rholang => rholang_node_data(rholang::NodeKind::from_code(kind), data),
        LanguageId::Metta => metta_node_data(metta::NodeKind::from_code(kind), data),
    })
}

fn rholang_node_data(kind: rholang::NodeKind, data: u32) -> Data {
    use rholang::NodeKind as Kind;
    match kind {
        Kind::NameVariable | Kind::ProcessVariable => occurrence(data, rholang::BINDER_FLAG),
        Kind::MethodName | Kind::Uri | Kind::String | Kind::Quote => Data::Name(data),
        Kind::LetBind | Kind::LetAssign => Data::Patterns(data),
        _ => Data::Unknown(data),
    }
}

fn metta_node_data(kind: metta::NodeKind, data: u32) -> Data {
    use metta::NodeKind as Kind;
    match kind {
        Kind::Variable => occurrence(data, metta::BINDER_FLAG),
        Kind::Symbol => Data::Name(data),
        Kind::Expression => Data::Forms(data),
        _ => Data::Unknown(data),
    }
}

/// What a variable is: a binder if the flag is set, else a reference.
fn occurrence(data: u32, binder_flag: u32) -> Data {
    match data & binder_flag {
        0 => Data::Reference(data),
        _ => Data::Binder(data & !binder_flag),
    }
}

/// The channel of an endpoint; nothing if it is computed.
pub(super) fn channel(channel_kind: u8, channel: u32) -> Option<Data> {
    match ChannelKind::from_code(channel_kind) {
        ChannelKind::Computed => None,
        ChannelKind::Binder => Some(Data::Binder(channel)),
        ChannelKind::Quoted | ChannelKind::Uri | ChannelKind::Term => Some(Data::Name(channel)),
    }
}

/// The name of the way in which an endpoint identifies its channel.
pub(super) fn channel_kind_name(channel_kind: u8) -> &'static str {
    kind_name(ChannelKind::NAMES, channel_kind)
}

/// The name of a binder's kind. A process variable has the same kind as a name that is bound in the
/// same way; a flag tells the two apart.
pub(super) fn binder_kind(
    language: LanguageId,
    kind: u8,
    names: &'static [&'static str],
) -> (&'static str, Option<&'static str>) {
    match language {
        LanguageId::Rholang => {
            let sort = if kind & PROCESS_FLAG == 0 { "name" } else { "process" };
            (kind_name(names, rholang::BinderKind::of(kind).code()), Some(sort))
        }
        LanguageId::Metta => (kind_name(names, kind), None),
    }
}

/// The name of a kind code.
pub(super) fn kind_name(names: &'static [&'static str], kind: u8) -> &'static str {
    names.get(usize::from(kind)).copied().unwrap_or("?")
}
