//! The channels and values that `new` binds to a URI.

mod table;

pub use table::SYSTEM_CHANNELS;

use super::{Parameter, nearest};

/// A channel or value that ``new x(`uri`) in { .. }`` binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemChannel {
    /// What stands between the backticks.
    pub uri: &'static str,
    /// The parts of a message, in order. For channels without a fixed number of parts, the parts of
    /// the usual message, or none.
    pub parameters: &'static [Parameter],
    /// What a message to it does, or what the value is.
    pub summary: &'static str,
    /// Where it exists.
    pub availability: Availability,
    /// Whether the URI stands for a value instead of a channel that someone listens on.
    pub is_value: bool,
}

impl SystemChannel {
    /// How many parts a message must have. A message with another number of parts is not an error:
    /// no one ever receives it. `None` if it is not known or more than one number is right.
    #[expect(clippy::cast_possible_truncation, reason = "no message has that many parts")]
    pub const fn arity(&self) -> Option<u32> {
        let is_fixed = !self.is_value
            && !self.parameters.is_empty()
            && !matches!(self.availability, Availability::Metta);
        if is_fixed { Some(self.parameters.len() as u32) } else { None }
    }
}

/// Where a name exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// In the current node.
    Node,
    /// In the older rchain node only.
    Legacy {
        /// What the current node has instead.
        replacement: Option<&'static str>,
    },
    /// In the node's test runner only.
    Test,
    /// In nodes that a MeTTa compiler is built into. They do not agree on the parts of a message.
    Metta,
    /// In the current node, but only while the genesis block is made.
    Bootstrap,
}

/// The channel or value of a URI.
pub fn system_channel(uri: &str) -> Option<&'static SystemChannel> {
    let found = SYSTEM_CHANNELS.binary_search_by(|channel| channel.uri.cmp(uri));
    found.ok().map(|index| &SYSTEM_CHANNELS[index])
}

/// The channel or value whose URI looks most like this one: at most two characters inserted,
/// deleted or replaced. A URI of the table finds itself.
pub fn nearest_system_channel(uri: &str) -> Option<&'static SystemChannel> {
    nearest(uri, SYSTEM_CHANNELS, |channel| channel.uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_and_well_formed() {
        assert!(SYSTEM_CHANNELS.is_sorted_by(|left, right| left.uri < right.uri));
        for channel in SYSTEM_CHANNELS {
            let uri = channel.uri;
            assert!(uri.is_ascii() && uri.contains(':'), "{uri}");
            assert!(channel.summary.ends_with('.'), "{uri}");
            assert!(!channel.is_value || channel.parameters.is_empty(), "{uri}");
            let replies = channel.parameters.iter().filter(|part| part.is_return).count();
            assert!(replies <= 1, "{uri}");
            for part in channel.parameters {
                assert!(!part.name.is_empty() && part.summary.ends_with('.'), "{uri}");
            }
            if let Availability::Legacy { replacement: Some(replacement) } = channel.availability {
                let found = system_channel(replacement).unwrap();
                assert_eq!(found.availability, Availability::Node, "{uri}");
                assert_eq!(found.arity(), channel.arity(), "{uri}");
            }
        }
    }

    #[test]
    fn reply_channel_is_last_except_in_the_versioned_registry() {
        for channel in SYSTEM_CHANNELS {
            let place = channel.parameters.iter().position(|part| part.is_return);
            let Some(place) = place else { continue };
            let is_last = place + 1 == channel.parameters.len();
            assert_eq!(is_last, channel.uri != "rho:registry:1.0.0", "{}", channel.uri);
        }
    }

    #[test]
    fn every_uri_finds_its_row() {
        for channel in SYSTEM_CHANNELS {
            assert_eq!(system_channel(channel.uri), Some(channel));
            assert_eq!(nearest_system_channel(channel.uri), Some(channel));
        }
        for uri in ["", "rho:", "rho:io", "rho:io:stdouT", "rho:io:stdout ", "zzz"] {
            assert_eq!(system_channel(uri), None, "{uri}");
        }
    }

    #[test]
    fn arities() {
        let one = "rho:io:stdout rho:io:stderr rho:io:devNull rho:execution:abort rho:block:data \
                   rho:deploy:data rho:casper:invalidBlocks rho:ollama:models \
                   rho:test:testSuiteCompleted sys:test:authToken:make";
        let two = "rho:io:stdoutAck rho:io:stderrAck rho:io:stdlog rho:registry:1.0.0 \
                   rho:crypto:sha256Hash rho:crypto:keccak256Hash rho:crypto:blake2b256Hash \
                   rho:internal:registry_lookup rho:registry:lookup rho:registry:insertArbitrary \
                   rho:test:casper:invalidBlocks:set rho:ai:gpt4 rho:ai:dalle3 rho:ai:textToAudio \
                   rho:chroma:collection:meta";
        let three = "rho:io:grpcTell rho:vault:address rho:rev:address sys:authToken:ops \
                     rho:system:deployerId:ops rho:rchain:deployerId:ops rho:registry:ops \
                     rho:registry:ops:1.0.0 rho:ollama:chat rho:ollama:generate \
                     rho:chroma:collection:entries:new rho:chroma:collection:entries:query \
                     rho:chroma:collection:entries:delete rho:test:deployerId:make \
                     rho:test:crypto:secp256k1Sign rho:test:block:data:set";
        let four = "rho:crypto:secp256k1Verify rho:crypto:ed25519Verify \
                    rho:registry:insertSigned:secp256k1 rho:chroma:collection:new";
        let five = "rho:test:assertAck";
        let open = "rho:registry:v1:internal rho:system:bitmaskMergeableTag rho:system:deployerId \
                    rho:system:deployId rho:rchain:deployerId rho:rchain:deployId \
                    rho:metta:compile rho:metta:compile:sync rho:metta:compile:batch \
                    rho:metta:eval rho:metta:run rho:metta:repl rho:metta:typecheck \
                    rho:metta:get_outputs";
        let mut count = 0;
        for (arity, uris) in [one, two, three, four, five].into_iter().enumerate() {
            for uri in uris.split(' ') {
                let found = system_channel(uri).unwrap().arity();
                assert_eq!(found.map(|found| found as usize), Some(arity + 1), "{uri}");
                count += 1;
            }
        }
        for uri in open.split(' ') {
            assert_eq!(system_channel(uri).unwrap().arity(), None, "{uri}");
            count += 1;
        }
        assert_eq!(count, SYSTEM_CHANNELS.len());
    }

    #[test]
    fn suggestions() {
        let nearest = |uri| nearest_system_channel(uri).map(|channel| channel.uri);
        assert_eq!(nearest("rho:io:stdut"), Some("rho:io:stdout"));
        assert_eq!(nearest("rho:io:stdou"), Some("rho:io:stdout"));
        assert_eq!(nearest("rho:io:stdoutack"), Some("rho:io:stdoutAck"));
        assert_eq!(nearest("rho:vault:adress"), Some("rho:vault:address"));
        assert_eq!(nearest("rho:registry:lookpu"), Some("rho:registry:lookup"));
        assert_eq!(nearest("rho:lang:listOps"), None);
        assert_eq!(nearest("io:stdout"), None);
        assert_eq!(nearest(""), None);
        assert_eq!(nearest(&"é".repeat(1_000_000)), None);
    }
}
