//! The table of system channels.

use super::super::{Parameter, reply, value};
use super::{Availability, SystemChannel};

/// A channel with a listener.
const fn channel(
    uri: &'static str,
    availability: Availability,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SystemChannel {
    SystemChannel { uri, parameters, summary, availability, is_value: false }
}

/// A channel of the current node.
const fn node(
    uri: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SystemChannel {
    channel(uri, Availability::Node, summary, parameters)
}

/// A channel of the test runner.
const fn test(
    uri: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SystemChannel {
    channel(uri, Availability::Test, summary, parameters)
}

/// A channel of a MeTTa compiler.
const fn metta(
    uri: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SystemChannel {
    channel(uri, Availability::Metta, summary, parameters)
}

/// A channel of the older node.
const fn legacy(
    uri: &'static str,
    replacement: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SystemChannel {
    let availability = Availability::Legacy { replacement: Some(replacement) };
    channel(uri, availability, summary, parameters)
}

/// A value.
const fn constant(
    uri: &'static str,
    availability: Availability,
    summary: &'static str,
) -> SystemChannel {
    SystemChannel { uri, parameters: &[], summary, availability, is_value: true }
}

const HASH_PARAMETERS: &[Parameter] = &[
    value("bytes", "ByteArray", "What to hash."),
    reply("return", "Gets the hash as a ByteArray."),
];

const VERIFY_PARAMETERS: &[Parameter] = &[
    value("data", "ByteArray", "What was signed."),
    value("signature", "ByteArray", "The signature."),
    value("publicKey", "ByteArray", "The signer's public key."),
    reply("return", "Gets whether the signature is right, as a Bool."),
];

const ADDRESS_PARAMETERS: &[Parameter] = &[
    value(
        "command",
        "String",
        "`\"fromPublicKey\"`, `\"fromDeployerId\"`, `\"fromUnforgeable\"` or `\"validate\"`.",
    ),
    value(
        "argument",
        "ByteArray | DeployerId | Name | String",
        "The public key, deployer ID, unforgeable name or address.",
    ),
    reply(
        "return",
        "Gets the address as a String, or Nil if the argument has the wrong type. For \
         `\"validate\"`: Nil if the address is valid, and otherwise the reason as a String.",
    ),
];

const DEPLOYER_PARAMETERS: &[Parameter] = &[
    value("command", "String", "`\"pubKeyBytes\"`."),
    value("deployerId", "DeployerId", "The deployer ID."),
    reply("return", "Gets the public key as a ByteArray, or Nil if it is no deployer ID."),
];

const PROMPT_PARAMETER: Parameter = value("prompt", "String", "The prompt.");

const MODEL_PARAMETERS: &[Parameter] = &[
    value("model", "String", "The name of the model."),
    PROMPT_PARAMETER,
    reply("return", "Gets the answer as a String."),
];

const COLLECTION_PARAMETER: Parameter = value("collection", "String", "The collection's name.");

const METTA_SOURCE_PARAMETER: Parameter = value("source", "String", "The program's text.");

const METTA_STATE_REPLY: Parameter = reply("return", "Gets the compiled state.");

/// Every URI that `new` can bind, sorted.
pub static SYSTEM_CHANNELS: &[SystemChannel] = &[
    node(
        "rho:ai:dalle3",
        "Makes a picture from a description. Repeating the call gives another one.",
        &[PROMPT_PARAMETER, reply("return", "Gets the picture's URL as a String.")],
    ),
    node(
        "rho:ai:gpt4",
        "Asks a language model. Repeating the call gives another answer.",
        &[PROMPT_PARAMETER, reply("return", "Gets the answer as a String.")],
    ),
    node(
        "rho:ai:textToAudio",
        "Speaks a text. Repeating the call gives another recording.",
        &[
            value("text", "String", "What to say."),
            reply("return", "Gets the recording as a ByteArray."),
        ],
    ),
    node(
        "rho:block:data",
        "Tells about the block that the deploy is in.",
        &[reply(
            "return",
            "Gets three parts: the block's number (Int), its time (Int) and the sender's public \
             key (ByteArray). The older node leaves out the time.",
        )],
    ),
    node(
        "rho:casper:invalidBlocks",
        "Tells which blocks are known to be invalid.",
        &[reply("return", "Gets a Map of the invalid blocks.")],
    ),
    node(
        "rho:chroma:collection:entries:delete",
        "Deletes documents from a collection of the vector database.",
        &[
            COLLECTION_PARAMETER,
            value("documentIds", "List", "The documents' identifiers, as Strings."),
            reply("return", "Gets the collection's name when it is done."),
        ],
    ),
    node(
        "rho:chroma:collection:entries:new",
        "Adds documents to a collection of the vector database, or replaces them.",
        &[
            COLLECTION_PARAMETER,
            value("entries", "Map", "From each document's identifier to its text and metadata."),
            reply("return", "Gets the collection's name when it is done."),
        ],
    ),
    node(
        "rho:chroma:collection:entries:query",
        "Searches a collection of the vector database.",
        &[
            COLLECTION_PARAMETER,
            value("texts", "List", "What to search for, as Strings."),
            reply("return", "Gets a List of results."),
        ],
    ),
    node(
        "rho:chroma:collection:meta",
        "Tells the metadata of a collection of the vector database.",
        &[COLLECTION_PARAMETER, reply("return", "Gets the metadata, or Nil if there is none.")],
    ),
    node(
        "rho:chroma:collection:new",
        "Makes a collection in the vector database.",
        &[
            COLLECTION_PARAMETER,
            value(
                "ignoreOrUpdateIfExists",
                "Bool",
                "Whether a collection of that name is left alone or, if there is metadata, gets \
                 it. If false, such a collection is an error.",
            ),
            value("metadata", "Map | Nil", "The collection's metadata."),
            reply("return", "Gets Nil when it is done."),
        ],
    ),
    node("rho:crypto:blake2b256Hash", "Hashes bytes with BLAKE2b-256.", HASH_PARAMETERS),
    node("rho:crypto:ed25519Verify", "Checks an Ed25519 signature.", VERIFY_PARAMETERS),
    node("rho:crypto:keccak256Hash", "Hashes bytes with Keccak-256.", HASH_PARAMETERS),
    node("rho:crypto:secp256k1Verify", "Checks a secp256k1 signature.", VERIFY_PARAMETERS),
    node("rho:crypto:sha256Hash", "Hashes bytes with SHA-256.", HASH_PARAMETERS),
    node(
        "rho:deploy:data",
        "Tells about the deploy.",
        &[reply(
            "return",
            "Gets three parts: the deploy's time (Int), the deployer ID and the deploy ID.",
        )],
    ),
    node(
        "rho:execution:abort",
        "Ends the deploy with an error.",
        &[value("reason", "Any", "What the error says; can be Nil.")],
    ),
    node(
        "rho:internal:registry_lookup",
        "Finds what any URN stands for: a system channel, or a versioned contract. An unknown URN \
         ends the deploy with an error.",
        &[value("urn", "String | Uri", "What to find."), reply("return", "Gets the value.")],
    ),
    node("rho:io:devNull", "Discards a value.", &[value("value", "Any", "What to discard.")]),
    node(
        "rho:io:grpcTell",
        "Sends a notification to a gRPC server and does not wait for an answer.",
        &[
            value("host", "String", "The server's host."),
            value("port", "Int", "The server's port, not negative."),
            value("payload", "String", "What to send. Only a String is accepted."),
        ],
    ),
    node(
        "rho:io:stderr",
        "Prints a value to the node's standard error.",
        &[value("value", "Any", "What to print.")],
    ),
    node(
        "rho:io:stderrAck",
        "Prints a value to the node's standard error and says when it is done.",
        &[value("value", "Any", "What to print."), reply("ack", "Gets Nil after the printing.")],
    ),
    test(
        "rho:io:stdlog",
        "Writes a value to the test runner's log.",
        &[
            value("level", "String", "How severe the message is."),
            value("message", "Any", "What to write."),
        ],
    ),
    node(
        "rho:io:stdout",
        "Prints a value to the node's standard output.",
        &[value("value", "Any", "What to print.")],
    ),
    node(
        "rho:io:stdoutAck",
        "Prints a value to the node's standard output and says when it is done.",
        &[value("value", "Any", "What to print."), reply("ack", "Gets Nil after the printing.")],
    ),
    metta(
        "rho:metta:compile",
        "Compiles a MeTTa program. Programs send the source first or the reply channel first, by \
         the node that they are for.",
        &[METTA_SOURCE_PARAMETER, METTA_STATE_REPLY],
    ),
    metta("rho:metta:compile:batch", "Compiles several MeTTa programs. Announced only.", &[]),
    metta(
        "rho:metta:compile:sync",
        "Compiles a MeTTa program, for calls with `!?`.",
        &[METTA_SOURCE_PARAMETER, METTA_STATE_REPLY],
    ),
    metta("rho:metta:eval", "Evaluates a MeTTa program. Announced only.", &[]),
    metta("rho:metta:get_outputs", "Takes the results out of a state. Announced only.", &[]),
    metta("rho:metta:repl", "Evaluates MeTTa line by line. Announced only.", &[]),
    metta(
        "rho:metta:run",
        "Runs a compiled program in a state. Announced only: the method `run` does it.",
        &[],
    ),
    metta("rho:metta:typecheck", "Checks the types of a MeTTa program. Announced only.", &[]),
    node(
        "rho:ollama:chat",
        "Asks a model of an Ollama server, as a message of a conversation.",
        MODEL_PARAMETERS,
    ),
    node(
        "rho:ollama:generate",
        "Lets a model of an Ollama server continue a text.",
        MODEL_PARAMETERS,
    ),
    node(
        "rho:ollama:models",
        "Tells which models an Ollama server has.",
        &[reply("return", "Gets a List of the models' names.")],
    ),
    constant(
        "rho:rchain:deployId",
        Availability::Node,
        "The deploy's identity. Another name for `rho:system:deployId`.",
    ),
    constant(
        "rho:rchain:deployerId",
        Availability::Node,
        "The deployer's identity. Another name for `rho:system:deployerId`.",
    ),
    legacy(
        "rho:rchain:deployerId:ops",
        "rho:system:deployerId:ops",
        "Tells the public key of a deployer ID.",
        DEPLOYER_PARAMETERS,
    ),
    node(
        "rho:registry:1.0.0",
        "Gives access to the versioned registry. The reply channel comes first, so that a call is \
         written `registry!?(*notify)`.",
        &[
            reply("return", "Gets the registry as a write-only bundle."),
            value("notify", "Name", "A channel for news about deprecated versions; not used yet."),
        ],
    ),
    node(
        "rho:registry:insertArbitrary",
        "Puts a value into the registry under a new URI.",
        &[value("data", "Any", "The value."), reply("return", "Gets the new `rho:id:..` Uri.")],
    ),
    node(
        "rho:registry:insertSigned:secp256k1",
        "Puts a value into the registry under the URI of a public key.",
        &[
            value("publicKey", "ByteArray", "The key that the URI is made from."),
            value(
                "value",
                "Tuple",
                "The pair of a version number (Int) and the data. The number must be greater than \
                 the one in the registry.",
            ),
            value(
                "signature",
                "ByteArray",
                "The signature of the deploy's time, the deployer's public key and the version \
                 number.",
            ),
            reply("return", "Gets the `rho:id:..` Uri, or Nil if the value is refused."),
        ],
    ),
    node(
        "rho:registry:lookup",
        "Finds a value in the registry.",
        &[
            value("uri", "Uri", "A `rho:id:..` Uri, or a shorthand such as `rho:lang:listOps`."),
            reply(
                "return",
                "Gets the value; for signed values, the pair of version number and value. Gets \
                 Nil if there is none.",
            ),
        ],
    ),
    node(
        "rho:registry:ops",
        "Makes a registry URI.",
        &[
            value("command", "String", "`\"buildUri\"`."),
            value("bytes", "ByteArray", "What the URI is made from."),
            reply("return", "Gets the `rho:id:..` Uri."),
        ],
    ),
    node(
        "rho:registry:ops:1.0.0",
        "Makes registry URIs and compares versions.",
        &[
            value(
                "command",
                "String",
                "`\"buildUri\"`, `\"parseVersionedUri\"`, `\"matchesVersion\"` or \
                 `\"selectBestVersion\"`.",
            ),
            value(
                "argument",
                "ByteArray | String | Tuple",
                "Bytes; a URN; the pair of a version pattern and a version; the pair of a version \
                 pattern and a List of versions.",
            ),
            reply(
                "return",
                "Gets the Uri; the URN's five parts as a Tuple; a Bool; the version as a String or \
                 Nil.",
            ),
        ],
    ),
    channel(
        "rho:registry:v1:internal",
        Availability::Bootstrap,
        "The versioned registry itself. `rho:registry:1.0.0` gives access to it.",
        &[],
    ),
    legacy(
        "rho:rev:address",
        "rho:vault:address",
        "Makes and checks the addresses of vaults.",
        ADDRESS_PARAMETERS,
    ),
    constant(
        "rho:system:bitmaskMergeableTag",
        Availability::Bootstrap,
        "The tag of channels whose values are merged bit by bit.",
    ),
    constant("rho:system:deployId", Availability::Node, "The deploy's identity."),
    constant("rho:system:deployerId", Availability::Node, "The deployer's identity."),
    node(
        "rho:system:deployerId:ops",
        "Tells the public key of a deployer ID.",
        DEPLOYER_PARAMETERS,
    ),
    test(
        "rho:test:assertAck",
        "Reports the outcome of an assertion to the test runner.",
        &[
            value("testName", "String", "The test."),
            value("attempt", "Int", "Which run of the test it is."),
            value("assertion", "Bool | Tuple", "A condition, or a comparison as a triple."),
            value("clue", "String", "What the assertion is about."),
            reply("ack", "Gets whether the assertion holds, as a Bool."),
        ],
    ),
    test(
        "rho:test:block:data:set",
        "Changes what `rho:block:data` tells.",
        &[
            value("key", "String", "`\"sender\"` or `\"blockNumber\"`."),
            value("value", "ByteArray | Int", "The public key or the number."),
            reply("ack", "Gets Nil when it is done."),
        ],
    ),
    test(
        "rho:test:casper:invalidBlocks:set",
        "Changes what `rho:casper:invalidBlocks` tells.",
        &[
            value("invalidBlocks", "Map", "The invalid blocks."),
            reply("ack", "Gets Nil when it is done."),
        ],
    ),
    test(
        "rho:test:crypto:secp256k1Sign",
        "Signs a hash with a secp256k1 key.",
        &[
            value("hash", "ByteArray", "What to sign."),
            value("privateKey", "ByteArray", "The key, 32 bytes."),
            reply("return", "Gets the signature as a ByteArray in DER form."),
        ],
    ),
    test(
        "rho:test:deployerId:make",
        "Makes a deployer ID.",
        &[
            value("command", "String", "`\"deployerId\"`."),
            value("publicKey", "ByteArray", "The deployer's public key."),
            reply("return", "Gets the deployer ID."),
        ],
    ),
    test(
        "rho:test:testSuiteCompleted",
        "Tells the test runner that all tests are done.",
        &[value("isFinished", "Bool", "Whether the suite has finished.")],
    ),
    node("rho:vault:address", "Makes and checks the addresses of vaults.", ADDRESS_PARAMETERS),
    node(
        "sys:authToken:ops",
        "Checks the token that the node gives to its own contracts.",
        &[
            value("command", "String", "`\"check\"`."),
            value("token", "Any", "What to check."),
            reply("return", "Gets whether it is the node's token, as a Bool."),
        ],
    ),
    test(
        "sys:test:authToken:make",
        "Makes a token as the node gives to its own contracts.",
        &[reply("return", "Gets the token.")],
    ),
];
