//! What Rholang brings along: system channels, the registry's names, methods of values.

use core::fmt::Write;

use super::code;
use crate::languages::rholang::builtin::{
    Availability, Method, MethodAvailability, Parameter, RegistryShorthand, SystemChannel,
    UriFamily, registry_shorthand, uri_family,
};
use crate::symbol::HoverBlock;

/// Adds what is known of a URI.
pub(super) fn uri_blocks(uri: &str, blocks: &mut Vec<HoverBlock>) {
    let text = match uri_family(uri) {
        UriFamily::SystemChannel(channel) => return system_channel_blocks(channel, blocks),
        UriFamily::RegistryShorthand => match registry_shorthand(uri) {
            Some(shorthand) => return shorthand_blocks(shorthand, blocks),
            None => "Name of the registry that no network starts with.",
        },
        UriFamily::RegistryIdentifier => {
            "Identifier of something in the registry: `rho:registry:lookup` finds it."
        }
        UriFamily::VersionedContract => {
            "Contract with a version: `rho:internal:registry_lookup` finds it."
        }
        UriFamily::VersionedRegistry => "The registry of contracts with versions.",
        UriFamily::Unknown => "URI that is not known here.",
    };
    blocks.push(code(format!("`{uri}`")));
    blocks.push(HoverBlock::Prose(text.to_owned()));
}

fn system_channel_blocks(channel: &SystemChannel, blocks: &mut Vec<HoverBlock>) {
    let signature = if channel.is_value || channel.parameters.is_empty() {
        format!("`{}`", channel.uri)
    } else {
        format!("`{}`!({})", channel.uri, signature(channel.parameters))
    };
    blocks.push(code(signature));
    let mut text = channel.summary.to_owned();
    text.push_str(&parameters(channel.parameters));
    blocks.push(HoverBlock::Prose(text));
    if let Some(note) = availability(channel.availability) {
        blocks.push(HoverBlock::Prose(note));
    }
}

fn shorthand_blocks(shorthand: &RegistryShorthand, blocks: &mut Vec<HoverBlock>) {
    blocks.push(code(format!("`{}`", shorthand.name)));
    let mut text = format!("{} `rho:registry:lookup` finds it.", shorthand.summary);
    let groups = [
        ("Messages begin with", shorthand.methods),
        ("What it makes takes messages that begin with", shorthand.object_methods),
    ];
    for (title, methods) in groups {
        if !methods.is_empty() {
            let names: Vec<String> = methods.iter().map(|name| format!("`\"{name}\"`")).collect();
            let _ = write!(text, "\n\n{title} {}.", names.join(", "));
        }
    }
    blocks.push(HoverBlock::Prose(text));
    if let Some(note) = availability(shorthand.availability) {
        blocks.push(HoverBlock::Prose(note));
    }
}

/// Where something exists, if not in every current node.
fn availability(availability: Availability) -> Option<String> {
    Some(match availability {
        Availability::Node => return None,
        Availability::Legacy { replacement: Some(name) } => {
            format!("Only older nodes have it; it is now called `{name}`.")
        }
        Availability::Legacy { replacement: None } => "Only older nodes have it.".to_owned(),
        Availability::Test => "Only the test runner has it.".to_owned(),
        Availability::Metta => {
            "Only nodes with a MeTTa compiler have it; they do not agree on the parts of a message."
                .to_owned()
        }
        Availability::Bootstrap => "It exists only while the genesis block is made.".to_owned(),
    })
}

/// The names and types of parameters.
fn signature(parameters: &[Parameter]) -> String {
    let parameters = parameters.iter().map(|part| format!("{}: {}", part.name, part.type_name));
    parameters.collect::<Vec<_>>().join(", ")
}

/// A list of parameters with their summaries, after an empty line.
fn parameters(parameters: &[Parameter]) -> String {
    let mut text = String::new();
    for (index, part) in parameters.iter().enumerate() {
        let separator = if index == 0 { "\n\n" } else { "\n" };
        let _ = write!(text, "{separator}- `{}`: {}", part.name, part.summary);
    }
    text
}

/// Adds what is known of a method of values.
pub(super) fn method_blocks(method: &Method, blocks: &mut Vec<HoverBlock>) {
    let arguments = signature(method.parameters);
    blocks.push(code(format!(".{}({arguments}): {}", method.name, method.result)));
    let mut text = method.summary.to_owned();
    text.push_str(&parameters(method.parameters));
    blocks.push(HoverBlock::Prose(text));
    let receivers: Vec<&str> = method.receivers.iter().map(|receiver| receiver.as_str()).collect();
    let mut text = format!("Method of: {}.", receivers.join(", "));
    if method.availability == MethodAvailability::LegacyOnly {
        text.push_str(" Only older nodes have it.");
    }
    blocks.push(HoverBlock::Prose(text));
}
