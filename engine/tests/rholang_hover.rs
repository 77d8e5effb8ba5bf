//! Hovers in Rholang. `$0` is the place that is asked about.

mod support;

use std::fmt::Write;

use expect_test::{Expect, expect};
use support::workspace::Fixture;

fn hover(text: &str, expected: Expect) {
    expected.assert_eq(&Fixture::rholang(text).hover());
}

/// The hovers of several texts, one a line.
fn hovers(texts: &[&str], expected: Expect) {
    let mut output = String::new();
    for text in texts {
        let shown = Fixture::rholang(text).hover();
        let shown = shown.trim_end().replace("main.rho:1:", "").replace('\n', " ⏎ ");
        writeln!(output, "{shown}").unwrap();
    }
    expected.assert_eq(&output);
}

#[test]
fn contract_at_a_call() {
    hover(
        r#"new api in {
  // Reads or writes a value.
  //
  // Works with **all** keys.
  // @param cmd what to do,
  //   in one word
  // @param ret - the reply
  // @return the value
  // @example
  // api!("get", *r) |
  //   Nil
  // @throws never
  contract api(@"get", @cmd, ret) = { ret!(cmd) } |
  // Not this one.
  contract api(@"set", ret) = { Nil } |
  a$0pi!("get", 1, 2)
}"#,
        expect![[r#"
            main.rho:16:3-16:6 api
            ```rholang
            new api
            ```
            Name, made by `new`. Sent once, received by 2.
            ```rholang
            contract api(@"get", @cmd, ret)
            ```
            Reads or writes a value.

            Works with **all** keys.
            **Parameters**

            - `cmd`: what to do, in one word
            - `ret`: the reply
            **Returns** the value
            **Throws** never
            **Example**

            ```rholang
            api!("get", *r) |
              Nil
            ```
        "#]],
    );
}

#[test]
fn comments_of_all_styles() {
    hover(
        "/** Makes a cell.\n * Second line.\n *\n * - item\n */\nnew $0cell in { Nil }",
        expect![[r#"
            main.rho:6:5-6:9 cell
            ```rholang
            new cell
            ```
            Name, made by `new`. Never sent, never received.
            Makes a cell.
            Second line.

            - item
        "#]],
    );
    hover(
        "/// One.\n/// Two.\nnew $0cell in { Nil }",
        expect![[r#"
        main.rho:3:5-3:9 cell
        ```rholang
        new cell
        ```
        Name, made by `new`. Never sent, never received.
        One.
        Two.
    "#]],
    );
    hover(
        "// ======\n// Title\n// ------\nnew $0cell in { Nil }",
        expect![[r#"
        main.rho:4:5-4:9 cell
        ```rholang
        new cell
        ```
        Name, made by `new`. Never sent, never received.
        Title
    "#]],
    );
    hover(
        "/* One\n   two */\nnew $0cell in { Nil }",
        expect![[r#"
        main.rho:3:5-3:9 cell
        ```rholang
        new cell
        ```
        Name, made by `new`. Never sent, never received.
        One
        two
    "#]],
    );
}

#[test]
fn comments_of_parts_and_in_lines() {
    hover(
        "new\n  // The first.\n  a,\n  // The second.\n  $0b\nin { Nil }",
        expect![[r#"
        main.rho:5:3-5:4 b
        ```rholang
        new b
        ```
        Name, made by `new`. Never sent, never received.
        The second.
    "#]],
    );
    hover(
        "new c in { Nil |\n /** Beside. */ contract $0c(x) = { Nil } }",
        expect![[r#"
        main.rho:2:26-2:27 c
        ```rholang
        new c
        ```
        Name, made by `new`. Never sent, received by 1.
        ```rholang
        contract c(x)
        ```
        Beside.
    "#]],
    );
    hover(
        "// É → 😀\r\nnew $0cell in { Nil }",
        expect![[r#"
        main.rho:2:5-2:9 cell
        ```rholang
        new cell
        ```
        Name, made by `new`. Never sent, never received.
        É → 😀
    "#]],
    );
}

#[test]
fn comments_that_do_not_count() {
    for text in [
        "// Far away.\n\nnew $0cell in { Nil }",
        "Nil | // Beside something else.\nnew $0cell in { Nil }",
        "// rholang-ls: allow(unused-binder)\nnew $0cell in { Nil }",
        "// ========\nnew $0cell in { Nil }",
        "new $0cell in { // Later.\n Nil }",
        "// Of the new.\nnew a in { contract $0cell(x) = { Nil } }",
    ] {
        let shown = Fixture::rholang(text).hover();
        assert!(
            !shown.contains("Far") && !shown.contains("Beside") && !shown.contains("Later"),
            "{shown}"
        );
        assert!(!shown.contains("rholang-ls") && !shown.contains("==="), "{shown}");
        assert!(!shown.contains("Of the"), "{shown}");
    }
}

#[test]
fn names_and_processes() {
    hovers(
        &[
            "new $0x in { Nil }",
            "new $0x in { x!(1) | x!(2) | x!!(3) | for (y <- x) { Nil } | contract x(y) = { Nil } }",
            "new x in { $0x!(1) | @1!(*x) | @2!(*x) }",
            "new a, $0x(`rho:id:u`) in { Nil }",
            "for (@$0x <- @1) { @2!(x) | @3!(x) }",
            "for ($0x <- @1) { x!(1) }",
            "contract @1(@key, $0ret) = { ret!(key) }",
            "contract @\"get\"(@{\"k\": $0v}, ...@r) = { Nil }",
            "match 1 { [h ...$0t] => Nil }",
            "let @$0x <- 1 in { Nil }",
            "let $0x = 1 in { Nil }",
            "if (1 matches [$0x]) { Nil }",
            "new A in { agent A { constructor(@$0x) { Nil } | method m(y) { Nil } | default() { Nil } } }",
            "new A in { agent A { constructor(@x) { Nil } | method m($0y) { Nil } | default() { Nil } } }",
            "new A in { agent A { constructor() { $0this!(1) } | default() { Nil } } }",
            "new A in { agent A { constructor() { $0private!(1) } | default() { Nil } } }",
            "new A in { agent A { constructor() { Nil } | method m() { $0return!(1) } | default() { Nil } } }",
            "new A in { agent A { constructor() { Nil } | default() { @1!($0args) } } }",
            "new $0A in { agent A { constructor(x, @y) { Nil } | default() { Nil } } | A!?(1, 2). }",
            "$0foo!(1) | foo!(2)",
            "contract foo(@a, b) = { Nil } | $0foo!(1, 2)",
            "@\"$0a\"!(1) | for (x <- @\"a\") { Nil }",
            "@{\"$0a\"}!(1)",
        ],
        expect![[r#"
            5-1:6 x ⏎ ```rholang ⏎ new x ⏎ ``` ⏎ Name, made by `new`. Never sent, never received.
            5-1:6 x ⏎ ```rholang ⏎ new x ⏎ ``` ⏎ Name, made by `new`. Sent 3 times, received by 2. ⏎ ```rholang ⏎ contract x(y) ⏎ ```
            12-1:13 x ⏎ ```rholang ⏎ new x ⏎ ``` ⏎ Name, made by `new`. Sent once, never received, mentioned twice.
            8-1:9 x ⏎ ```rholang ⏎ new x(`rho:id:u`) ⏎ ``` ⏎ Name, bound to `rho:id:u` by `new`. Never sent, never received. ⏎ ```rholang ⏎ `rho:id:u` ⏎ ``` ⏎ Identifier of something in the registry: `rho:registry:lookup` finds it.
            7-1:8 x ⏎ ```rholang ⏎ for (@x <- @1) { @2!(x) | @3!(x) } ⏎ ``` ⏎ Process, bound by a receive. Used twice.
            6-1:7 x ⏎ ```rholang ⏎ for (x <- @1) { x!(1) } ⏎ ``` ⏎ Name, bound by a receive. Sent once, never received.
            19-1:22 ret ⏎ ```rholang ⏎ contract @1(@key, ret) ⏎ ``` ⏎ Name, formal of a contract. Sent once, never received.
            24-1:25 v ⏎ ```rholang ⏎ contract @"get"(@{"k": v}, ...@r) ⏎ ``` ⏎ Process, formal of a contract. Never used.
            17-1:18 t ⏎ ```rholang ⏎ match 1 { [h ...t] => Nil } ⏎ ``` ⏎ Process, bound by a case of `match`. Never used.
            6-1:7 x ⏎ ```rholang ⏎ let @x <- 1 in { Nil } ⏎ ``` ⏎ Process, bound by `let`. Never used.
            5-1:6 x ⏎ ```rholang ⏎ let x = 1 in { Nil } ⏎ ``` ⏎ Process, bound by `let`. Never used.
            16-1:17 x ⏎ ```rholang ⏎ if (1 matches [x]) { Nil } ⏎ ``` ⏎ Process, bound in its pattern only. Never used.
            35-1:36 x ⏎ ```rholang ⏎ constructor(@x) ⏎ ``` ⏎ Process, formal of a constructor. Never used.
            57-1:58 y ⏎ ```rholang ⏎ method m(y) ⏎ ``` ⏎ Process, formal of a method. Never used.
            38-1:42 this ⏎ ```rholang ⏎ agent A ⏎ ``` ⏎ Name, the channel of the agent's own methods. Sent once, never received.
            38-1:45 private ⏎ ```rholang ⏎ agent A ⏎ ``` ⏎ Name, the channel of the agent's private methods. Sent once, never received.
            59-1:65 return ⏎ ```rholang ⏎ method m() ⏎ ``` ⏎ Name, the channel for the reply of the method. Sent once, never received.
            62-1:66 args ⏎ ```rholang ⏎ default() ⏎ ``` ⏎ Process, the list of all parts of the message. Used once.
            5-1:6 A ⏎ ```rholang ⏎ new A ⏎ ``` ⏎ Name, made by `new`. Sent once, received by 1. ⏎ ```rholang ⏎ agent A ⏎ ```
            1-1:4 foo ⏎ Nothing binds `foo` here. Sent twice, never received.
            33-1:36 foo ⏎ Nothing binds `foo` here. Sent once, received by 1. ⏎ ```rholang ⏎ contract foo(@a, b) ⏎ ```
            3-1:4 a ⏎ ```rholang ⏎ @"a" ⏎ ``` ⏎ Channel of all programs. Sent once, received by 1. ⏎ ```rholang ⏎ for (x <- @"a") ⏎ ```
            4-1:5 a ⏎ ```rholang ⏎ @"a" ⏎ ``` ⏎ Channel of all programs. Sent once, never received.
        "#]],
    );
}

#[test]
fn parameters_have_their_own_text() {
    hover(
        "// Reads.\n// @param key what to read\n// @param @ret where to reply\ncontract @\"get\"(@k$0ey, ret) = { ret!(key) }",
        expect![[r#"
            main.rho:4:18-4:21 key
            ```rholang
            contract @"get"(@key, ret)
            ```
            Process, formal of a contract. Used once.
            what to read
        "#]],
    );
}

#[test]
fn across_files() {
    hover(
        "//- a.rho\n@\"a$0pi\"!(1) | @\"api\"!(2, 3)\n//- b.rho\n// One part.\ncontract @\"api\"(x) = { Nil }\n//- c.rho\n// Two parts.\ncontract @\"api\"(x, y) = { Nil }\n",
        expect![[r#"
            a.rho:1:3-1:6 api
            ```rholang
            @"api"
            ```
            Channel of all programs. Sent twice, received by 2.
            ```rholang
            contract @"api"(x)
            ```
            One part.
        "#]],
    );
    hover(
        "//- a.rho\nfor (o <- @1) { o!$0get(1). }\n//- b.rho\nnew A in {\n  agent A { constructor() { Nil } |\n    // Gets it.\n    method get(k) { Nil } | default() { Nil } } }\n",
        expect![[r#"
            a.rho:1:19-1:22 get
            Method of an agent. Called once, declared by 1 agent.
            ```rholang
            method get(k)
            ```
            Gets it.
        "#]],
    );
}

#[test]
fn system_channels_and_the_registry() {
    hovers(
        &[
            "new out(`rho:io:stdoutAck`) in { $0out!(1, 2) }",
            "new out(`rho:io:std$0out`) in { Nil }",
            "new d(`rho:system:depl$0oyerId`) in { Nil }",
            "new d(`rho:rev:addr$0ess`) in { Nil }",
            "new d(`rho:test:assert$0Ack`) in { Nil }",
            "new d(`rho:metta:comp$0ile`) in { Nil }",
            "@1!(`rho:lang:st$0ack`)",
            "@1!(`rho:vault:sys$0tem`)",
            "@1!(`rho:rchain:rev$0Vault`)",
            "@1!(`rho:lang:no$0thing`)",
            "@1!(`rho:id:a$0bc`)",
            "@1!(`rho:serve:1.0.0:a$0bc:d:1.0.0`)",
            "@1!(`rho:registry:1.$0*`)",
            "@1!(`some$0thing`)",
        ],
        expect![[r#"
            34-1:37 out ⏎ ```rholang ⏎ new out(`rho:io:stdoutAck`) ⏎ ``` ⏎ Name, bound to `rho:io:stdoutAck` by `new`. Sent once, never received. ⏎ ```rholang ⏎ `rho:io:stdoutAck`!(value: Any, ack: Name) ⏎ ``` ⏎ Prints a value to the node's standard output and says when it is done. ⏎  ⏎ - `value`: What to print. ⏎ - `ack`: Gets Nil after the printing.
            10-1:23 rho:io:stdout ⏎ ```rholang ⏎ `rho:io:stdout`!(value: Any) ⏎ ``` ⏎ Prints a value to the node's standard output. ⏎  ⏎ - `value`: What to print.
            8-1:29 rho:system:deployerId ⏎ ```rholang ⏎ `rho:system:deployerId` ⏎ ``` ⏎ The deployer's identity.
            8-1:23 rho:rev:address ⏎ ```rholang ⏎ `rho:rev:address`!(command: String, argument: ByteArray | DeployerId | Name | String, return: Name) ⏎ ``` ⏎ Makes and checks the addresses of vaults. ⏎  ⏎ - `command`: `"fromPublicKey"`, `"fromDeployerId"`, `"fromUnforgeable"` or `"validate"`. ⏎ - `argument`: The public key, deployer ID, unforgeable name or address. ⏎ - `return`: Gets the address as a String, or Nil if the argument has the wrong type. For `"validate"`: Nil if the address is valid, and otherwise the reason as a String. ⏎ Only older nodes have it; it is now called `rho:vault:address`.
            8-1:26 rho:test:assertAck ⏎ ```rholang ⏎ `rho:test:assertAck`!(testName: String, attempt: Int, assertion: Bool | Tuple, clue: String, ack: Name) ⏎ ``` ⏎ Reports the outcome of an assertion to the test runner. ⏎  ⏎ - `testName`: The test. ⏎ - `attempt`: Which run of the test it is. ⏎ - `assertion`: A condition, or a comparison as a triple. ⏎ - `clue`: What the assertion is about. ⏎ - `ack`: Gets whether the assertion holds, as a Bool. ⏎ Only the test runner has it.
            8-1:25 rho:metta:compile ⏎ ```rholang ⏎ `rho:metta:compile`!(source: String, return: Name) ⏎ ``` ⏎ Compiles a MeTTa program. Programs send the source first or the reply channel first, by the node that they are for. ⏎  ⏎ - `source`: The program's text. ⏎ - `return`: Gets the compiled state. ⏎ Only nodes with a MeTTa compiler have it; they do not agree on the parts of a message.
            6-1:20 rho:lang:stack ⏎ ```rholang ⏎ `rho:lang:stack` ⏎ ``` ⏎ Keeps values of which the last one comes out first. `rho:registry:lookup` finds it. ⏎  ⏎ Messages begin with `"init"`, `"isEmpty"`, `"pop"`, `"push"`, `"size"`, `"toList"`.
            6-1:22 rho:vault:system ⏎ ```rholang ⏎ `rho:vault:system` ⏎ ``` ⏎ Holds the network's tokens in vaults, by address. `rho:registry:lookup` finds it. ⏎  ⏎ Messages begin with `"deployerAuthKey"`, `"findOrCreate"`, `"unforgeableAuthKey"`. ⏎  ⏎ What it makes takes messages that begin with `"balance"`, `"setLog"`, `"transfer"`.
            6-1:25 rho:rchain:revVault ⏎ ```rholang ⏎ `rho:rchain:revVault` ⏎ ``` ⏎ Holds the network's tokens in vaults, by address. `rho:registry:lookup` finds it. ⏎  ⏎ Messages begin with `"deployerAuthKey"`, `"findOrCreate"`, `"unforgeableAuthKey"`. ⏎  ⏎ What it makes takes messages that begin with `"balance"`, `"setLog"`, `"transfer"`. ⏎ Only older nodes have it; it is now called `rho:vault:system`.
            6-1:22 rho:lang:nothing ⏎ ```rholang ⏎ `rho:lang:nothing` ⏎ ``` ⏎ Name of the registry that no network starts with.
            6-1:16 rho:id:abc ⏎ ```rholang ⏎ `rho:id:abc` ⏎ ``` ⏎ Identifier of something in the registry: `rho:registry:lookup` finds it.
            6-1:33 rho:serve:1.0.0:abc:d:1.0.0 ⏎ ```rholang ⏎ `rho:serve:1.0.0:abc:d:1.0.0` ⏎ ``` ⏎ Contract with a version: `rho:internal:registry_lookup` finds it.
            6-1:22 rho:registry:1.* ⏎ ```rholang ⏎ `rho:registry:1.*` ⏎ ``` ⏎ The registry of contracts with versions.
            6-1:15 something ⏎ ```rholang ⏎ `something` ⏎ ``` ⏎ URI that is not known here.
        "#]],
    );
}

#[test]
fn methods_of_values() {
    hovers(
        &[
            "@1!([1].$0nth(0))",
            "@1!([1].length$0())",
            "@1!({}.get$0OrElse(1, 2))",
            "@1!(\"1\".to$0Int())",
            "@1!(1.no$0thing())",
        ],
        expect![[r#"
            9-1:12 nth ⏎ ```rholang ⏎ .nth(index: Int): Any ⏎ ``` ⏎ One element. Of a byte array, the byte as an Int. An index out of range is an error. ⏎  ⏎ - `index`: Which element, counted from 0. ⏎ Method of: list, tuple, byte array.
            9-1:15 length ⏎ ```rholang ⏎ .length(): Int ⏎ ``` ⏎ How many elements or bytes there are. Of a string, the bytes of its UTF-8 form count. ⏎ Method of: string, byte array, list.
            8-1:17 getOrElse ⏎ ```rholang ⏎ .getOrElse(key: Any, default: Any): Any ⏎ ``` ⏎ The value of a key, or the other value if there is none. ⏎  ⏎ - `key`: The key. ⏎ - `default`: The value if the key is missing. ⏎ Method of: map.
            9-1:14 toInt ⏎ ```rholang ⏎ .toInt(): Int ⏎ ``` ⏎ The number as an integer of 64 bits. ⏎ Method of: int, bigint, string. Only older nodes have it.
            7-1:14 nothing ⏎ No value has a method `nothing`.
        "#]],
    );
}

#[test]
fn numbers() {
    let texts = [
        "1",
        "-1",
        "007",
        "1i8",
        "1i16",
        "1i32",
        "-1i64",
        "1i128",
        "1i7",
        "1u8",
        "1u32",
        "1u64",
        "1u256",
        "1n",
        "BigInt(1)",
        "1r",
        "1.5",
        "1e5",
        "1f32",
        "1.5f64",
        "1p2",
        "1.50p1",
    ];
    let texts = texts.map(|number| format!("@9!($0{number})"));
    hovers(
        &texts.each_ref().map(String::as_str),
        expect![[r#"
        5-1:6 1 ⏎ Int: a signed integer of 64 bits, from -9223372036854775808 to 9223372036854775807.
        5-1:7 -1 ⏎ Int: a signed integer of 64 bits, from -9223372036854775808 to 9223372036854775807.
        5-1:8 007 ⏎ Int: a signed integer of 64 bits, from -9223372036854775808 to 9223372036854775807.
        5-1:8 1i8 ⏎ Int: written as a signed integer of 8 bits, from -128 to 127.
        5-1:9 1i16 ⏎ Int: written as a signed integer of 16 bits, from -32768 to 32767.
        5-1:9 1i32 ⏎ Int: written as a signed integer of 32 bits, from -2147483648 to 2147483647.
        5-1:10 -1i64 ⏎ Int: written as a signed integer of 64 bits, from -9223372036854775808 to 9223372036854775807.
        5-1:10 1i128 ⏎ BigInt: written as a signed integer of 128 bits, from -2^127 to 2^127 - 1.
        5-1:8 1i7 ⏎ Written as a signed integer, with a width that is no power of two from 8 on.
        5-1:8 1u8 ⏎ Int: written as an unsigned integer of 8 bits, from 0 to 255.
        5-1:9 1u32 ⏎ Int: written as an unsigned integer of 32 bits, from 0 to 4294967295.
        5-1:9 1u64 ⏎ Int: written as an unsigned integer of 64 bits, from 0 to 18446744073709551615.
        5-1:10 1u256 ⏎ BigInt: written as an unsigned integer of 256 bits, from 0 to 2^256 - 1.
        5-1:7 1n ⏎ BigInt: an integer of any size.
        5-1:14 BigInt(1) ⏎ BigInt: an integer of any size.
        5-1:7 1r ⏎ BigRat: a fraction of two integers of any size.
        5-1:8 1.5 ⏎ Float: a floating-point number of 64 bits.
        5-1:8 1e5 ⏎ Float: a floating-point number of 64 bits.
        5-1:9 1f32 ⏎ Float: a floating-point number of 32 bits. The node computes with 64 bits.
        5-1:11 1.5f64 ⏎ Float: a floating-point number of 64 bits.
        5-1:8 1p2 ⏎ FixedPoint: a decimal number with 2 digits after the point.
        5-1:11 1.50p1 ⏎ FixedPoint: a decimal number with 1 digit after the point.
    "#]],
    );
}

#[test]
fn words() {
    hovers(
        &[
            "$0new x in { Nil }",
            "new x i$0n { Nil }",
            "new x in$0 { Nil }",
            "con$0tract @1(x) = { Nil }",
            "f$0or (x <- @1) { Nil }",
            "ma$0tch 1 { 1 => Nil }",
            "i$0f (true) { Nil } else { Nil }",
            "if (true) { Nil } e$0lse { Nil }",
            "if (tr$0ue) { Nil }",
            "if ($0false) { Nil }",
            "l$0et x = 1 in { Nil }",
            "if (true a$0nd true) { Nil }",
            "if (true $0or true) { Nil }",
            "if (n$0ot true) { Nil }",
            "if (1 mat$0ches 1) { Nil }",
            "sele$0ct { x <- @1 => Nil }",
            "bund$0le+{Nil}",
            "bundle$0-{Nil}",
            "bundle$0+{Nil}",
            "bundle$00{Nil}",
            "bund$0le{Nil}",
            "Ni$0l",
            "@1!(S$0et(1))",
            "for (@{x /\\ I$0nt} <- @1) { Nil }",
            "for (@{x /\\ ByteArr$0ay} <- @1) { Nil }",
            "for (x <- @1 wh$0ere true) { Nil }",
            "new A in { ag$0ent A { constructor() { Nil } | default() { Nil } } }",
            "new A in { agent A { constr$0uctor() { Nil } | default() { Nil } } }",
            "new A in { agent A { constructor() { Nil } | meth$0od m() { Nil } | def$0ault() { Nil } } }".replacen("$0", "", 1).as_str(),
            "new method in { $0method!(1) }",
        ],
        expect![[r#"
            1-1:4 new ⏎ ```rholang ⏎ new ⏎ ``` ⏎ `new x in { P }` makes a name that nobody else knows.
            7-1:9 in ⏎ ```rholang ⏎ in ⏎ ``` ⏎ What follows sees the names that were declared.
            7-1:9 in ⏎ ```rholang ⏎ in ⏎ ``` ⏎ What follows sees the names that were declared.
            1-1:9 contract ⏎ ```rholang ⏎ contract ⏎ ``` ⏎ `contract c(x) = { P }` runs `P` for each message on `c`; it goes on receiving.
            1-1:4 for ⏎ ```rholang ⏎ for ⏎ ``` ⏎ `for (x <- c) { P }` waits for a message on `c` and runs `P` with it. `<-` takes the message, `<<-` leaves it, `<=` goes on receiving.
            1-1:6 match ⏎ ```rholang ⏎ match ⏎ ``` ⏎ `match E { p => P }` runs the process of the first case whose pattern fits the value.
            1-1:3 if ⏎ ```rholang ⏎ if ⏎ ``` ⏎ `if (C) P else Q` runs `P` if `C` is `true` and `Q` if it is `false`.
            19-1:23 else ⏎ ```rholang ⏎ else ⏎ ``` ⏎ What runs if the condition is `false`.
            5-1:9 true ⏎ ```rholang ⏎ true ⏎ ``` ⏎ The truth value of what is so.
            5-1:10 false ⏎ ```rholang ⏎ false ⏎ ``` ⏎ The truth value of what is not so.
            1-1:4 let ⏎ ```rholang ⏎ let ⏎ ``` ⏎ `let x = e in { P }` names a value in `P`.
            10-1:13 and ⏎ ```rholang ⏎ and ⏎ ``` ⏎ Whether both operands are `true`.
            10-1:12 or ⏎ ```rholang ⏎ or ⏎ ``` ⏎ Whether one of the operands is `true`.
            5-1:8 not ⏎ ```rholang ⏎ not ⏎ ``` ⏎ The opposite of a truth value.
            7-1:14 matches ⏎ ```rholang ⏎ matches ⏎ ``` ⏎ Whether the value on the left fits the pattern on the right.
            1-1:7 select ⏎ ```rholang ⏎ select ⏎ ``` ⏎ `select { .. }` takes one of several receives. No current node runs it.
            1-1:8 bundle+ ⏎ ```rholang ⏎ bundle+ ⏎ ``` ⏎ `bundle+ { P }` is `P` with the right to send only.
            1-1:8 bundle- ⏎ ```rholang ⏎ bundle- ⏎ ``` ⏎ `bundle- { P }` is `P` with the right to receive only.
            1-1:8 bundle+ ⏎ ```rholang ⏎ bundle+ ⏎ ``` ⏎ `bundle+ { P }` is `P` with the right to send only.
            1-1:8 bundle0 ⏎ ```rholang ⏎ bundle0 ⏎ ``` ⏎ `bundle0 { P }` is `P` without the right to send or to receive.
            1-1:7 bundle ⏎ ```rholang ⏎ bundle ⏎ ``` ⏎ `bundle { P }` is `P` with the right to send and to receive.
            1-1:4 Nil ⏎ ```rholang ⏎ Nil ⏎ ``` ⏎ The process that does nothing; also the value for no value.
            5-1:8 Set ⏎ ```rholang ⏎ Set ⏎ ``` ⏎ A set: `Set(a, b)` holds each element once, in no order.
            13-1:16 Int ⏎ ```rholang ⏎ Int ⏎ ``` ⏎ Matches integers of 64 bits.
            13-1:22 ByteArray ⏎ ```rholang ⏎ ByteArray ⏎ ``` ⏎ Matches sequences of bytes.
            14-1:19 where ⏎ ```rholang ⏎ where ⏎ ``` ⏎ The message or value must also meet the condition after `where`.
            12-1:17 agent ⏎ ```rholang ⏎ agent ⏎ ``` ⏎ `agent A { .. }` answers each message on `A` with an object that has methods.
            22-1:33 constructor ⏎ ```rholang ⏎ constructor ⏎ ``` ⏎ Runs once for each message on the agent's channel, before any method.
            67-1:74 default ⏎ ```rholang ⏎ default ⏎ ``` ⏎ Takes the messages that no method takes; `args` is the whole message.
            17-1:23 method ⏎ ```rholang ⏎ new method ⏎ ``` ⏎ Name, made by `new`. Sent once, never received.
        "#]],
    );
}

#[test]
fn signs() {
    hovers(
        &[
            "for (x $0<- @1) { Nil }",
            "for (x <$0<- @1) { Nil }",
            "for (x $0<= @1) { Nil }",
            "if (1 <$0= 2) { Nil }",
            "let x $0<- 1 in { Nil }",
            "@1$0!(2)",
            "@1!$0!(2)",
            "@1!$0?(2).",
            "for (x <- @1$0?!) { Nil }",
            "Nil $0| Nil",
            "$0@1!(2)",
            "new x in { @1!($0*x) }",
        ],
        expect![[r#"
            8-1:10 <- ⏎ ```rholang ⏎ <- ⏎ ``` ⏎ Receives one message and takes it from the channel.
            8-1:11 <<- ⏎ ```rholang ⏎ <<- ⏎ ``` ⏎ Receives a message and leaves it on the channel.
            8-1:10 <= ⏎ ```rholang ⏎ <= ⏎ ``` ⏎ Receives each message on the channel, again and again.
            7-1:9 <= ⏎ ```rholang ⏎ <= ⏎ ``` ⏎ Whether the left operand is at most the right one.
            7-1:9 <- ⏎ ```rholang ⏎ <- ⏎ ``` ⏎ Names a value.
            3-1:4 ! ⏎ ```rholang ⏎ ! ⏎ ``` ⏎ Sends a message on the channel.
            3-1:5 !! ⏎ ```rholang ⏎ !! ⏎ ``` ⏎ Sends a message that stays: each receive gets it.
            3-1:5 !? ⏎ ```rholang ⏎ !? ⏎ ``` ⏎ Sends a message with a new channel for the reply before it, and waits for it.
            13-1:15 ?! ⏎ ```rholang ⏎ ?! ⏎ ``` ⏎ Receives a message and replies to its last part.
            5-1:6 | ⏎ ```rholang ⏎ | ⏎ ``` ⏎ Both processes run at the same time.
            1-1:3 @1 ⏎ ```rholang ⏎ @1 ⏎ ``` ⏎ Channel of all programs. Sent once, never received.
            16-1:17 * ⏎ ```rholang ⏎ * ⏎ ``` ⏎ The process whose name this is.
        "#]],
    );
}

#[test]
fn operators_and_patterns() {
    hovers(
        &[
            "@1!(1$0*2)",
            "@1!(1 $0+ 2)",
            "@1!(1 $0- 2)",
            "@1!(3 - $0-x)",
            "@1!(1 $0/ 2)",
            "@1!(1 $0% 2)",
            "@1!(\"a\" $0++ \"b\")",
            "@1!(Set(1) -$0- Set(2))",
            "@1!(\"${a}\" %$0% {\"a\": 1})",
            "if (1 =$0= 2) { Nil }",
            "if (1 $0!= 2) { Nil }",
            "if (1 $0< 2) { Nil }",
            "if (1 >$0= 2) { Nil }",
            "match 1 { 1 $0=> Nil }",
            "match 1 { {1 $0\\/ 2} => Nil }",
            "match 1 { {1 $0/\\ 2} => Nil }",
            "match 1 { {$0~2} => Nil }",
            "match 1 { $0_ => Nil }",
            "for (@x <- @1) { match 1 { $0=x => Nil } }",
            "for (x <- @1) { match 1 { =$0*x => Nil } }",
            "contract @1(x) $0= { Nil }",
            "let x $0= 1 in { Nil }",
            "for (@[a .$0..r] <- @1) { Nil }",
            "for (x <- @1 $0& y <- @2) { Nil }",
        ],
        expect![[r#"
            6-1:7 * ⏎ ```rholang ⏎ * ⏎ ``` ⏎ The product of two numbers.
            7-1:8 + ⏎ ```rholang ⏎ + ⏎ ``` ⏎ The sum of two numbers, or a set with one more element.
            7-1:8 - ⏎ ```rholang ⏎ - ⏎ ``` ⏎ The difference of two numbers, or a set or map without an element or key.
            9-1:10 - ⏎ ```rholang ⏎ - ⏎ ``` ⏎ The number with the opposite sign.
            7-1:8 / ⏎ ```rholang ⏎ / ⏎ ``` ⏎ The quotient of two numbers.
            7-1:8 % ⏎ ```rholang ⏎ % ⏎ ``` ⏎ The rest of a division.
            9-1:11 ++ ⏎ ```rholang ⏎ ++ ⏎ ``` ⏎ Joins two strings, byte arrays, lists, maps or sets.
            12-1:14 -- ⏎ ```rholang ⏎ -- ⏎ ``` ⏎ The elements of the left set that the right one lacks.
            12-1:14 %% ⏎ ```rholang ⏎ %% ⏎ ``` ⏎ Fills the holes `${key}` of a string with the values of a map.
            7-1:9 == ⏎ ```rholang ⏎ == ⏎ ``` ⏎ Whether both operands are equal.
            7-1:9 != ⏎ ```rholang ⏎ != ⏎ ``` ⏎ Whether the operands differ.
            7-1:8 < ⏎ ```rholang ⏎ < ⏎ ``` ⏎ Whether the left operand is less than the right one.
            7-1:9 >= ⏎ ```rholang ⏎ >= ⏎ ``` ⏎ Whether the left operand is at least the right one.
            13-1:15 => ⏎ ```rholang ⏎ => ⏎ ``` ⏎ What follows runs if the pattern fits.
            14-1:16 \/ ⏎ ```rholang ⏎ \/ ⏎ ``` ⏎ Fits what one of the patterns fits; it binds no variable.
            14-1:16 /\ ⏎ ```rholang ⏎ /\ ⏎ ``` ⏎ Fits what both patterns fit.
            12-1:13 ~ ⏎ ```rholang ⏎ ~ ⏎ ``` ⏎ Fits what the pattern does not fit; it binds no variable.
            11-1:12 _ ⏎ ```rholang ⏎ _ ⏎ ``` ⏎ Fits anything and binds nothing.
            28-1:29 = ⏎ ```rholang ⏎ = ⏎ ``` ⏎ Fits only the value that the variable has already.
            27-1:29 =* ⏎ ```rholang ⏎ =* ⏎ ``` ⏎ Fits only the name that the variable has already.
            16-1:17 = ⏎ ```rholang ⏎ = ⏎ ``` ⏎ What follows runs for each message.
            7-1:8 = ⏎ ```rholang ⏎ = ⏎ ``` ⏎ Names a value.
            10-1:13 ... ⏎ ```rholang ⏎ ... ⏎ ``` ⏎ The rest of a collection or message.
            14-1:15 & ⏎ ```rholang ⏎ & ⏎ ``` ⏎ Waits for a message on each of the channels.
        "#]],
    );
}

#[test]
fn nothing_is_said() {
    for text in [
        "$0",
        "Nil $0  | Nil",
        "// new $0x\nNil",
        "/* x $0 */ Nil",
        "@1!(\"ne$0w\")",
        "@1!(\"$0\")",
        "@1!(1, $0 2)",
        "@1!(1)$0",
        "new x in { $0 }",
        "contract @1(@\"g$0et\") = { Nil }",
    ] {
        assert_eq!(Fixture::rholang(text).hover(), "nothing\n", "{text}");
    }
}
