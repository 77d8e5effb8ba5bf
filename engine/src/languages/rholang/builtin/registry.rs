//! URIs that the registry resolves, and the contracts that every network starts with.

use super::{Availability, SystemChannel, system_channel};

/// What a URI stands for.
///
/// A URI that the registry resolves cannot be bound by `new`: the deploy ends with an error. It is
/// an argument of `rho:registry:lookup` or, if it has a version, of `rho:internal:registry_lookup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UriFamily {
    /// A channel or value that `new` binds.
    SystemChannel(&'static SystemChannel),
    /// `rho:id:..`: something that was put into the registry.
    RegistryIdentifier,
    /// A short name for a contract that every network starts with. It can have the form of one
    /// without being one of [`REGISTRY_SHORTHANDS`].
    RegistryShorthand,
    /// `rho:lib:..` or `rho:serve:..`: a contract with a version.
    VersionedContract,
    /// `rho:registry:<version>`: the registry of contracts with versions.
    VersionedRegistry,
    /// None of these.
    Unknown,
}

impl UriFamily {
    /// Whether the registry resolves the URI, and `new` does not.
    pub const fn is_in_registry(self) -> bool {
        !matches!(self, Self::SystemChannel(_) | Self::Unknown)
    }
}

/// The kind of a URI, by the tables and by its form.
pub fn uri_family(uri: &str) -> UriFamily {
    if let Some(channel) = system_channel(uri) {
        return UriFamily::SystemChannel(channel);
    }
    if registry_shorthand(uri).is_some() {
        return UriFamily::RegistryShorthand;
    }
    let Some((namespace, rest)) = uri.strip_prefix("rho:").and_then(|path| path.split_once(':'))
    else {
        return UriFamily::Unknown;
    };
    match namespace {
        "id" => UriFamily::RegistryIdentifier,
        // `system` and `rchain` are not here: most of their names are system channels, and a name
        // that is not in the tables says nothing about which of the two was meant.
        "lang" | "vault" => UriFamily::RegistryShorthand,
        "lib" | "serve" => UriFamily::VersionedContract,
        "registry" if is_version_pattern(rest) => UriFamily::VersionedRegistry,
        _ => UriFamily::Unknown,
    }
}

/// Whether a text is `1.2.3`, `1.2.3-beta`, `1.2.*`, `1.*` or `*`.
fn is_version_pattern(text: &str) -> bool {
    let (version, has_label) = match text.split_once('-') {
        Some((_, "")) => return false,
        Some((version, _)) => (version, true),
        None => (text, false),
    };
    let mut count = 0;
    let mut has_star = false;
    for part in version.split('.') {
        count += 1;
        let is_star = part == "*";
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if has_star || !(is_star || is_number) {
            return false;
        }
        has_star = is_star;
    }
    if has_star { count <= 3 && !has_label } else { count == 3 }
}

/// A contract that every network starts with, under the name by which the registry finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryShorthand {
    /// What stands between the backticks.
    pub name: &'static str,
    /// What the contract is for.
    pub summary: &'static str,
    /// Where it exists.
    pub availability: Availability,
    /// The contract's methods: what the first part of a message to it can be.
    pub methods: &'static [&'static str],
    /// The methods of what the contract makes, such as a vault or a purse.
    pub object_methods: &'static [&'static str],
}

/// The contract of a name.
pub fn registry_shorthand(name: &str) -> Option<&'static RegistryShorthand> {
    REGISTRY_SHORTHANDS.iter().find(|shorthand| shorthand.name == name)
}

/// A contract of the older node, which has another name today.
const fn legacy(name: &'static str, current: RegistryShorthand) -> RegistryShorthand {
    let availability = Availability::Legacy { replacement: Some(current.name) };
    RegistryShorthand { name, availability, ..current }
}

const AUTH_KEY: RegistryShorthand = RegistryShorthand {
    name: "rho:system:authKey",
    summary: "Makes keys that prove who sends a message.",
    availability: Availability::Node,
    methods: &["check", "make"],
    object_methods: &["challenge"],
};

const MAKE_MINT: RegistryShorthand = RegistryShorthand {
    name: "rho:system:makeMint",
    summary: "Makes mints. A mint makes purses, between which its tokens move.",
    availability: Availability::Node,
    methods: &[],
    object_methods: &["decr", "deposit", "getBalance", "makePurse", "setLog", "split", "sprout"],
};

const PROOF_OF_STAKE: RegistryShorthand = RegistryShorthand {
    name: "rho:system:pos",
    summary: "Keeps the bonds and rewards of validators.",
    availability: Availability::Node,
    methods: &[
        "bond",
        "chargeDeploy",
        "closeBlock",
        "commitRandomImage",
        "getActiveValidators",
        "getBonds",
        "getCoopVault",
        "getCurrentEpochRewards",
        "getEpochLength",
        "getFaultToleranceThresholdPpm",
        "getInitialPosVault",
        "getPendingWithdrawer",
        "getQuarantineLength",
        "getRewards",
        "getWithdrawers",
        "posVaultTransfer",
        "refundDeploy",
        "revealRandom",
        "slash",
        "withdraw",
    ],
    object_methods: &[],
};

const MULTI_SIGNATURE_VAULT: RegistryShorthand = RegistryShorthand {
    name: "rho:vault:multiSig",
    summary: "Makes vaults that several people hold together.",
    availability: Availability::Node,
    methods: &["create", "deployerAuthKey", "makeSealerUnsealer"],
    object_methods: &["balance", "confirm", "transfer"],
};

const SYSTEM_VAULT: RegistryShorthand = RegistryShorthand {
    name: "rho:vault:system",
    summary: "Holds the network's tokens in vaults, by address.",
    availability: Availability::Node,
    methods: &["deployerAuthKey", "findOrCreate", "unforgeableAuthKey"],
    object_methods: &["balance", "setLog", "transfer"],
};

/// The contracts that every network starts with, sorted by name. They take the channel for the
/// reply as the last part of a message.
pub const REGISTRY_SHORTHANDS: &[RegistryShorthand] = &[
    RegistryShorthand {
        name: "rho:lang:either",
        summary: "Works with pairs that hold a result or an error.",
        availability: Availability::Node,
        methods: &[
            "compose",
            "composeClean",
            "flatMap",
            "flatMap <-",
            "flatMapClean",
            "flatMapClean <-",
            "fromBoolean",
            "fromBoolean <-",
            "fromNillable",
            "fromNillable <-",
            "fromNillableError",
            "fromNillableError <-",
            "fromSingletonList",
            "fromSingletonList <-",
            "map",
            "map <-",
            "map2",
            "map2 <-",
            "map2Clean",
            "map2Clean <-",
            "mapClean",
            "mapClean <-",
            "mapLeft",
            "mapLeft <-",
            "mapLeftClean",
            "mapLeftClean <-",
            "productR",
            "productR <-",
        ],
        object_methods: &[],
    },
    RegistryShorthand {
        name: "rho:lang:listOps",
        summary: "Works with lists.",
        availability: Availability::Node,
        methods: &[
            "append",
            "exists",
            "existsClean",
            "filter",
            "filterClean",
            "fold",
            "foldClean",
            "forall",
            "forallClean",
            "foreach",
            "foreachClean",
            "head",
            "indexOf",
            "map",
            "mapClean",
            "parMap",
            "parMapClean",
            "partialFold",
            "partialFoldClean",
            "prepend",
            "range",
            "reverse",
            "sum",
            "unorderedParMap",
            "unorderedParMapClean",
            "zip",
        ],
        object_methods: &[],
    },
    RegistryShorthand {
        name: "rho:lang:nonNegativeNumber",
        summary: "Makes counters that never go below zero.",
        availability: Availability::Node,
        methods: &[],
        object_methods: &["add", "sub", "value"],
    },
    RegistryShorthand {
        name: "rho:lang:stack",
        summary: "Keeps values of which the last one comes out first.",
        availability: Availability::Node,
        methods: &["init", "isEmpty", "pop", "push", "size", "toList"],
        object_methods: &[],
    },
    RegistryShorthand {
        name: "rho:lang:treeHashMap",
        summary: "Keeps a large map in many channels, so that different keys can change at the \
                  same time.",
        availability: Availability::Node,
        methods: &[
            "contains",
            "delete",
            "depth",
            "fastUnsafeGet",
            "get",
            "getOrElse",
            "init",
            "set",
            "toMap",
            "update",
        ],
        object_methods: &[],
    },
    legacy("rho:rchain:authKey", AUTH_KEY),
    legacy("rho:rchain:makeMint", MAKE_MINT),
    legacy("rho:rchain:multiSigRevVault", MULTI_SIGNATURE_VAULT),
    legacy("rho:rchain:pos", PROOF_OF_STAKE),
    legacy("rho:rchain:revVault", SYSTEM_VAULT),
    AUTH_KEY,
    MAKE_MINT,
    PROOF_OF_STAKE,
    RegistryShorthand {
        name: "rho:system:tokenMetadata",
        summary: "Tells the name, symbol and decimals of the network's token.",
        availability: Availability::Node,
        methods: &["all", "decimals", "name", "symbol"],
        object_methods: &[],
    },
    MULTI_SIGNATURE_VAULT,
    SYSTEM_VAULT,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_and_well_formed() {
        assert!(REGISTRY_SHORTHANDS.is_sorted_by(|left, right| left.name < right.name));
        for shorthand in REGISTRY_SHORTHANDS {
            let name = shorthand.name;
            assert!(shorthand.summary.ends_with('.'), "{name}");
            assert_eq!(system_channel(name), None, "{name}");
            assert_eq!(registry_shorthand(name), Some(shorthand));
            assert_eq!(uri_family(name), UriFamily::RegistryShorthand);
            assert!(!shorthand.methods.is_empty() || !shorthand.object_methods.is_empty());
            for methods in [shorthand.methods, shorthand.object_methods] {
                assert!(methods.is_sorted_by(|left, right| left < right), "{name}");
            }
            if let Availability::Legacy { replacement: Some(replacement) } = shorthand.availability
            {
                let found = registry_shorthand(replacement).unwrap();
                assert_eq!(found.availability, Availability::Node, "{name}");
            }
        }
    }

    #[test]
    fn families() {
        let families = [
            ("rho:id:6fzorimqngeedepkrizgiqms6zjt76zjeciktt1eifequy4osz35ks", "RegistryIdentifier"),
            ("rho:id:", "RegistryIdentifier"),
            ("rho:lang:listOps", "RegistryShorthand"),
            ("rho:lang:somethingElse", "RegistryShorthand"),
            ("rho:vault:somethingElse", "RegistryShorthand"),
            ("rho:system:pos", "RegistryShorthand"),
            ("rho:rchain:revVault", "RegistryShorthand"),
            ("rho:lib:1.0.0:04ab:project:2.*", "VersionedContract"),
            ("rho:serve:1.0.0:04ab:project:2.*", "VersionedContract"),
            ("rho:registry:2.0.0", "VersionedRegistry"),
            ("rho:registry:1.*", "VersionedRegistry"),
            ("rho:registry:lookpu", "Unknown"),
            ("rho:system:somethingElse", "Unknown"),
            ("rho:rchain:somethingElse", "Unknown"),
            ("rho:io:stdut", "Unknown"),
            ("rho:id", "Unknown"),
            ("rho:", "Unknown"),
            ("id:x", "Unknown"),
            ("http://example.com", "Unknown"),
            ("", "Unknown"),
        ];
        for (uri, expected) in families {
            let family = uri_family(uri);
            assert_eq!(format!("{family:?}"), expected, "{uri}");
            assert_eq!(family.is_in_registry(), expected != "Unknown", "{uri}");
        }
        let channel = system_channel("rho:vault:address").unwrap();
        assert_eq!(uri_family("rho:vault:address"), UriFamily::SystemChannel(channel));
        assert!(!uri_family("rho:registry:1.0.0").is_in_registry());
    }

    #[test]
    fn version_patterns() {
        for text in ["1.2.3", "10.20.30", "1.2.3-beta", "1.2.3-a.b-c", "1.2.*", "1.*", "*"] {
            assert!(is_version_pattern(text), "{text}");
        }
        let others = [
            "", "1", "1.2", "1.2.3.4", "1.2.3-", "1.*.3", "*.*", "1.2.3.*", "1.*-beta", "-beta",
            "1..3", "1.2.x", "lookup", "1.2.3 ", "**",
        ];
        for text in others {
            assert!(!is_version_pattern(text), "{text}");
        }
    }
}
