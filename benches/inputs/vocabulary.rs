//! The words that generated programs are made of.

/// Things that a contract or a space can be about.
pub(crate) const SUBJECTS: [&str; 24] = [
    "vault",
    "ledger",
    "auction",
    "escrow",
    "registry",
    "oracle",
    "treasury",
    "ballot",
    "market",
    "inbox",
    "counter",
    "directory",
    "pool",
    "bridge",
    "faucet",
    "wallet",
    "archive",
    "queue",
    "lottery",
    "library",
    "garden",
    "station",
    "factory",
    "harbour",
];

/// Things that a value can be.
pub(crate) const VALUES: [&str; 30] = [
    "amount",
    "account",
    "balance",
    "sender",
    "receiver",
    "price",
    "owner",
    "limit",
    "entry",
    "total",
    "state",
    "key",
    "request",
    "result",
    "item",
    "count",
    "deadline",
    "bid",
    "nonce",
    "payload",
    "voter",
    "weight",
    "level",
    "origin",
    "target",
    "reason",
    "signature",
    "height",
    "share",
    "label",
];

/// What one can ask of a contract, or of a space.
pub(crate) const ACTIONS: [&str; 24] = [
    "deposit",
    "withdraw",
    "transfer",
    "balance",
    "open",
    "close",
    "lookup",
    "register",
    "insert",
    "remove",
    "update",
    "vote",
    "settle",
    "refund",
    "publish",
    "subscribe",
    "approve",
    "revoke",
    "audit",
    "freeze",
    "release",
    "quote",
    "split",
    "merge",
];

/// Pieces of text.
pub(crate) const PHRASES: [&str; 14] = [
    "not found",
    "insufficient funds",
    "already registered",
    "ok",
    "the auction is closed",
    "alice",
    "bob",
    "carol",
    "1.0",
    "unknown account",
    "pending",
    "settled",
    "denied",
    "refunded",
];

/// Sentences of comments.
pub(crate) const SENTENCES: [&str; 16] = [
    "Takes the current state off the channel and puts the new one back.",
    "The answer is Nil if nothing is stored under this key.",
    "Only the owner may ask for this.",
    "Refused requests leave the state as it was.",
    "Everyone who holds the name may listen.",
    "The first element is the oldest one.",
    "Runs once for each request.",
    "See the tests for the order of the arguments.",
    "Amounts are counted in the smallest unit.",
    "Adds the entry unless there is one already.",
    "The caller waits for the acknowledgement.",
    "A missing entry counts as zero.",
    "This must stay in step with the other contract.",
    "Values below the limit are dropped without a reply.",
    "Both sides see the same balance, so nothing is lost.",
    "TODO: decide what happens when the deadline has passed.",
];

/// People and places, as facts mention them.
pub(crate) const INDIVIDUALS: [&str; 20] = [
    "Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi", "Ivan", "Judy", "London",
    "Paris", "Rome", "Oslo", "Apple", "Melon", "Cherry", "Sam", "Tom", "Ann",
];

/// Relations between individuals.
pub(crate) const RELATIONS: [&str; 16] = [
    "parent", "likes", "owns", "near", "knows", "sells", "visits", "follows", "grows", "repairs",
    "teaches", "paints", "carries", "feeds", "guards", "builds",
];

/// Types.
pub(crate) const TYPES: [&str; 12] = [
    "Person", "Place", "Fruit", "Item", "Account", "Shape", "Color", "Tree", "Event", "Plan",
    "Route", "Machine",
];
