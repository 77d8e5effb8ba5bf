//! Ends of communications, how many parts their messages have, and what is said about messages that
//! nobody receives: sections 2.4 and 5.1 of the fact sheet `rholang.md`.

mod support;

use support::rholang::{check_diagnostics, check_endpoints, check_one_code};

#[test]
fn parts_of_messages() {
    check_endpoints(&[
        ("new c in { c!(1, 2) }", "Send c/2"),
        ("new c in { c!() }", "Send c/0"),
        ("new c in { c!!(1) }", "PersistentSend c/1"),
        // The reply channel comes first.
        ("new c in { c!?(1). }", "SyncSend c/2"),
        ("new c in { c!?(); Nil }", "SyncSend c/1"),
        ("new c in { c!?(1, 2); c!(3) }", "SyncSend c/3, Send c/1"),
        // Then the name of the method.
        ("new c in { c!m(1). }", "MethodSend c/3"),
        ("new c in { c!m(); Nil }", "MethodSend c/2"),
        ("new c in { for (_ <- c) { Nil } }", "Receive c/1"),
        ("new c in { for (_, _ <= c) { Nil } }", "RepeatedReceive c/2"),
        ("new c in { for (_ <<- c) { Nil } }", "Peek c/1"),
        ("new c in { for (_, ...@_ <- c) { Nil } }", "Receive c/1+"),
        ("new c in { for (...@_ <- c) { Nil } }", "Receive c/0+"),
        ("new c in { contract c(_, _) = { Nil } }", "Contract c/2"),
        ("new c in { contract c(_ ...@_) = { Nil } }", "Contract c/1+"),
        ("new c in { contract c() = { Nil } }", "Contract c/0"),
        (
            "new c in { for (_ <- c & _, _ <- @\"d\"; _ <- c) { Nil } }",
            "Receive c/1, Receive \"d\"/2, Receive c/1",
        ),
    ]);
}

#[test]
fn complex_sources() {
    check_endpoints(&[
        // `for (x <- c?!)` receives a reply channel as well.
        ("new c in { for (_ <- c?!) { Nil } }", "Receive c/2"),
        ("new c in { for (_, _ <- c?!) { Nil } }", "Receive c/3"),
        // `for (x <- c!?(a))` sends; what comes back arrives on a fresh channel.
        ("new c in { for (_ <- c!?(1)) { Nil } }", "SyncSend c/2"),
        ("new c in { for (_ <- c!?()) { Nil } }", "SyncSend c/1"),
        ("new c in { for (_ <- c!m(1)) { Nil } }", "MethodSend c/3"),
        ("new c in { for (_ <- c!m()) { Nil } }", "MethodSend c/2"),
    ]);
}

#[test]
fn agents() {
    check_endpoints(&[
        // The constructor's message begins with a reply channel.
        ("new A in { agent A { constructor() { Nil } | default() { Nil } } }", "Agent A/1"),
        ("new A in { agent A { constructor(_, _) { Nil } | default() { Nil } } }", "Agent A/3"),
        ("new A in { agent A { constructor(_ ...@_) { Nil } | default() { Nil } } }", "Agent A/2+"),
    ]);
}

#[test]
fn channels() {
    check_endpoints(&[
        ("@\"c\"!(1) | contract @\"c\"(_) = { Nil }", "Send \"c\"/1, Contract \"c\"/1"),
        ("@{\"c\"}!(1) | @(\"c\")!(1)", "Send \"c\"/1, Send \"c\"/1"),
        ("@1!(1) | @{ 1 }!(2)", "Send @1/1, Send @1/1"),
        ("@[\"c\"]!(1)", "Send @[\"c\"]/1"),
        ("new c in { @( *c,/**/1,)!(1) }", "Send @(#0, 1,)/1"),
        (
            "@Set(2, 1)!(1) | @{\"b\": 1, \"a\": {}}!(1)",
            "Send @Set(1, 2)/1, Send @{\"a\": {}, \"b\": 1}/1",
        ),
        ("@(1 + 1)!(1) | @{@1!(2)}!(3) | @[x]!(1)", "Send ?/1, Send ?/1, Send @1/1, Send ?/1"),
        ("new c in { @*c!(1) | @{*c}!(2) | @*@*c!(3) }", "Send c/1, Send c/1, Send c/1"),
        (
            "new out(`rho:io:stdout`) in { out!(1) | @*out!(2) }",
            "Send `rho:io:stdout`/1, Send `rho:io:stdout`/1",
        ),
        ("new c in { for (c <- @\"d\") { c!(1) } }", "Receive \"d\"/1, Send c/1"),
        ("c!(1)", "Send ?/1"),
        // Code in a pattern is a pattern.
        ("new d in { for (@{c!(1)} <- d) { c!(2) } }", "Receive d/1, Send c/1"),
        ("new d in { match 1 { for (_ <- c) { Nil } => c!(2) } }", "Send c/1"),
    ]);
}

#[test]
fn heads_of_messages() {
    check_endpoints(&[
        ("new c in { c!(\"get\", 1) }", "Send c/2 head get"),
        ("new c in { c!(1, \"get\") }", "Send c/2"),
        ("new c in { contract c(@\"get\", _) = { Nil } }", "Contract c/2 head get"),
        ("new c in { for (@\"get\", _ <- c) { Nil } }", "Receive c/2 head get"),
        ("new c in { c!(\"a\" ++ \"b\") }", "Send c/1"),
    ]);
}

#[test]
fn messages_that_nobody_receives() {
    check_one_code(
        "arity-mismatch",
        &[
            "new c in { ⟦c!(1, 2)⟧ | for (_ <- c) { Nil } }",
            "new c in { ⟦c!()⟧ | contract c(_) = { Nil } }",
            "new c in { ⟦c!!(1)⟧ | contract c(_, _) = { Nil } }",
            "new c in { c!(1) | ⟦c!(1, 2)⟧ | for (_ <- c) { Nil } }",
            "new c in { ⟦c!(1)⟧ | for (_, _ ...@_ <- c) { Nil } }",
            "new c in { ⟦c!(1)⟧ | for (_ <- @1; _, _ <- c) { Nil } }",
            // A reply channel, and the name of a method, are parts as well.
            "new c in { ⟦c!?(1).⟧ | contract c(_) = { Nil } }",
            "new c in { ⟦c!m(1).⟧ | contract c(_, _) = { Nil } }",
            "new c in { for (_ <- ⟦c!?(1)⟧) { Nil } | contract c(_) = { Nil } }",
            "new c in { ⟦c!(1)⟧ | for (_ <- c?!) { Nil } }",
            "new A in { ⟦A!(1)⟧ | agent A { constructor(_) { Nil } | default() { Nil } } }",
            "new A in { ⟦A!?(); Nil⟧ | agent A { constructor(_) { Nil } | default() { Nil } } }",
        ],
    );
    check_one_code(
        "arity-mismatch",
        &[
            "new c in { c!(1) | for (_ <- c) { Nil } }",
            "new c in { c!(1, 2, 3) | for (_, _ ...@_ <- c) { Nil } }",
            "new c in { c!() | for (...@_ <- c) { Nil } }",
            "new c in { c!(1, 2) | for (_ <- c) { Nil } | for (_, _ <- c) { Nil } }",
            "new c in { c!?(1). | contract c(_, _) = { Nil } }",
            "new c in { c!m(1). | contract c(_, @\"m\", _) = { Nil } }",
            "new c in { for (_ <- c!?(1)) { Nil } | contract c(_, _) = { Nil } }",
            "new c in { c!(1, 2) | for (_ <- c?!) { Nil } }",
            "new A in { A!?(1). | agent A { constructor(_) { Nil } | default() { Nil } } }",
            // Nobody receives in this file, or the channel gets out of it.
            "new c in { c!(1, 2) }",
            "new c in { c!(1, 2) | for (_ <- c) { Nil } | @1!(*c) }",
            "new c in { c!(1, 2) | for (_ <- c) { Nil } | @1!(bundle+{*c}) }",
            "new c in { c!(1, 2, *c) | for (_ <- c) { Nil } }",
            "new c in { c!(1, 2) | for (_ <- c) { Nil } | for (@{=*c} <- @1) { Nil } }",
            "for (c <- @1) { c!(1, 2) | for (_ <- c) { Nil } }",
            "@\"c\"!(1, 2) | for (_ <- @\"c\") { Nil }",
            // Same spelling, other channel.
            "new c in { c!(1) | for (_ <- c) { Nil } | new c in { c!(1, 2) | for (_, _ <- c) { Nil } } }",
            // Other messages may be in the part that does not parse.
            "new c in { c!(1, 2) | for (_ <- c) { Nil } | ] }",
        ],
    );
}

#[test]
fn receives_that_nobody_sends_to() {
    check_diagnostics(&[
        (
            "new c in { c!(1, 2) | for (_, _ <- c) { Nil } | for (⟦_ <- c⟧) { Nil } }",
            "arity-never-sent",
        ),
        (
            "new c in { c!(1) | contract c(_) = { Nil } | contract ⟦c⟧(_, _) = { Nil } }",
            "arity-never-sent",
        ),
        (
            "new c in { c!(1) | for (_ <- c) { Nil } | for (⟦_, _ ...@_ <- c⟧) { Nil } }",
            "arity-never-sent",
        ),
        ("new c in { c!(1, 2, 3) | for (_, _ ...@_ <- c) { Nil } }", ""),
        ("new c in { for (_, _ <- c) { Nil } }", ""),
        ("new c in { c!(1) | for (_ <- c) { Nil } | for (_, _ <- c) { Nil } | @1!(*c) }", ""),
    ]);
}

#[test]
fn system_channels_that_the_node_does_not_have() {
    check_diagnostics(&[
        ("new _x(⟦`rho:io:stdoot`⟧) in { Nil }", "unknown-system-channel"),
        ("new _x(⟦`rho:nothing:like:it`⟧) in { Nil }", "unknown-system-channel"),
        ("new _x(⟦`anything`⟧) in { Nil }", "unknown-system-channel"),
        // Found through `rho:registry:lookup`, not by `new`.
        ("new _x(⟦`rho:lang:listOps`⟧) in { Nil }", "unknown-system-channel"),
        ("new _x(⟦`rho:id:abc`⟧) in { Nil }", "unknown-system-channel"),
        ("new _x(⟦`rho:serve:1.0.0:abc:p:1.0.0`⟧) in { Nil }", "unknown-system-channel"),
        // The name before it was renamed.
        ("new _x(⟦`rho:rev:address`⟧) in { Nil }", "unknown-system-channel"),
        ("new _x(⟦`rho:rchain:deployerId:ops`⟧) in { Nil }", "unknown-system-channel"),
        (
            "new _x(⟦`rho:io:stdoot`⟧), _y(⟦`rho:io:stdaut`⟧) in { Nil }",
            "unknown-system-channel unknown-system-channel",
        ),
    ]);
    for uri in [
        "rho:io:stdout",
        "rho:io:stdoutAck",
        "rho:io:stderr",
        "rho:io:stderrAck",
        "rho:io:devNull",
        "rho:io:grpcTell",
        "rho:execution:abort",
        "rho:crypto:sha256Hash",
        "rho:crypto:keccak256Hash",
        "rho:crypto:blake2b256Hash",
        "rho:crypto:secp256k1Verify",
        "rho:crypto:ed25519Verify",
        "rho:block:data",
        "rho:deploy:data",
        "rho:casper:invalidBlocks",
        "rho:vault:address",
        "rho:system:deployerId:ops",
        "rho:registry:ops",
        "rho:registry:ops:1.0.0",
        "sys:authToken:ops",
        "rho:internal:registry_lookup",
        "rho:ai:gpt4",
        "rho:ai:dalle3",
        "rho:ai:textToAudio",
        "rho:ollama:chat",
        "rho:ollama:generate",
        "rho:ollama:models",
        "rho:chroma:collection:new",
        "rho:chroma:collection:meta",
        "rho:chroma:collection:entries:new",
        "rho:chroma:collection:entries:query",
        "rho:chroma:collection:entries:delete",
        "rho:registry:lookup",
        "rho:registry:insertArbitrary",
        "rho:registry:insertSigned:secp256k1",
        "rho:registry:1.0.0",
        "rho:system:deployerId",
        "rho:system:deployId",
        "rho:rchain:deployerId",
        "rho:rchain:deployId",
    ] {
        check_diagnostics(&[(&format!("new _x(`{uri}`) in {{ Nil }}"), "")]);
    }
}

#[test]
fn messages_to_system_channels() {
    // Section 5.1: the number of message parts.
    for (uri, arity) in [
        ("rho:io:stdout", 1),
        ("rho:io:stdoutAck", 2),
        ("rho:io:stderr", 1),
        ("rho:io:stderrAck", 2),
        ("rho:io:devNull", 1),
        ("rho:io:grpcTell", 3),
        ("rho:execution:abort", 1),
        ("rho:crypto:sha256Hash", 2),
        ("rho:crypto:keccak256Hash", 2),
        ("rho:crypto:blake2b256Hash", 2),
        ("rho:crypto:secp256k1Verify", 4),
        ("rho:crypto:ed25519Verify", 4),
        ("rho:block:data", 1),
        ("rho:deploy:data", 1),
        ("rho:casper:invalidBlocks", 1),
        ("rho:vault:address", 3),
        ("rho:system:deployerId:ops", 3),
        ("rho:registry:ops", 3),
        ("rho:registry:ops:1.0.0", 3),
        ("sys:authToken:ops", 3),
        ("rho:internal:registry_lookup", 2),
        ("rho:ai:gpt4", 2),
        ("rho:ai:dalle3", 2),
        ("rho:ai:textToAudio", 2),
        ("rho:ollama:chat", 3),
        ("rho:ollama:generate", 3),
        ("rho:ollama:models", 1),
        ("rho:chroma:collection:new", 4),
        ("rho:chroma:collection:meta", 2),
        ("rho:chroma:collection:entries:new", 3),
        ("rho:chroma:collection:entries:query", 3),
        ("rho:chroma:collection:entries:delete", 3),
        ("rho:registry:lookup", 2),
        ("rho:registry:insertArbitrary", 2),
        ("rho:registry:insertSigned:secp256k1", 4),
        ("rho:registry:1.0.0", 2),
    ] {
        for given in 0..6 {
            let parts = vec!["1"; given].join(", ");
            let (open, close, code) =
                if given == arity { ("", "", "") } else { ("⟦", "⟧", "system-channel-arity") };
            let source = format!("new c(`{uri}`) in {{ {open}c!({parts}){close} }}");
            check_diagnostics(&[(&source, code)]);
        }
    }
    check_diagnostics(&[
        ("new out(`rho:io:stdout`) in { ⟦out!!(1, 2)⟧ }", "system-channel-arity"),
        ("new out(`rho:io:stdout`) in { ⟦out!?(1).⟧ }", "system-channel-arity"),
    ]);
    check_diagnostics(&[
        // The reply channel comes first, so the number of parts is right even if their order is not.
        ("new out(`rho:io:stdoutAck`) in { out!?(1). }", ""),
        ("new out(`rho:io:stdoutAck`) in { ⟦@*out!(1)⟧ }", "system-channel-arity"),
        ("new r(`rho:registry:1.0.0`) in { for (_ <- r!?(1)) { Nil } }", ""),
        (
            "new r(`rho:registry:1.0.0`) in { for (_ <- ⟦r!?(1, 2)⟧) { Nil } }",
            "system-channel-arity",
        ),
        (
            "new out(`rho:io:stdout`) in { new ⟦out⟧ in { out!(1, 2) } | out!(1) }",
            "shadowed-binder",
        ),
        ("new x(`rho:system:deployerId`) in { x!(1, 2) }", ""),
    ]);
}
