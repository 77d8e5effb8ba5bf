//! References and highlights in Rholang. `$0` is the place that is asked about; `«r:x»` is read, `w`
//! written, `d` declared, `f` defined.

mod support;

use support::marked::{check, highlights, references};

/// Asks at the place of `$0`, and again at each place that is expected: all must give the same.
fn all(texts: &[&str]) {
    for text in texts {
        check("main.rho", text, references);
        let bare = text.replace("$0", "");
        for (start, _) in bare.match_indices(':').filter(|(at, _)| is_label(&bare, *at)) {
            let moved = format!("{}$0{}", &bare[..=start], &bare[start + 1..]);
            check("main.rho", &moved, references);
        }
    }
}

/// Whether the `:` at an offset ends a label.
fn is_label(text: &str, colon: usize) -> bool {
    text[..colon].char_indices().rev().nth(1).is_some_and(|(_, opening)| opening == '«')
}

#[test]
fn variables_by_binder() {
    all(&[
        "new «d:x$0» in { «r:x»!(1) | for (y <- «w:x») { «r:x»!(*y) } | contract «f:x»(a) = { Nil } | @1!(*«r:x») }",
        "new x in { x!(1) | new «d:x» in { «r:$0x»!(1) } | x!(3) }",
        "new «d:x» in { «r:$0x»!(1) | new x in { x!(1) } | «r:x»!(3) }",
        "for (@«d:x», y <- @1) { @2!(«r:$0x») | match 1 { x => @2!(x) =«r:x» => Nil [=«r:x», x] => Nil } }",
        "for (x <- @1) { x!(1) } | for («d:$0x» <- @1) { «r:x»!(1) }",
        "contract @1(@«d:k», r) = { @2!(«r:$0k») | contract @3(@k) = { @2!(k) } }",
        "new «d:c» in { for (x <- «w:c»?! & y <- «r:c»!?(1) & z <<- «w:c») { «r:$0c»!?(2). } | for (x <= «w:c») { Nil } }",
        "new «d:c» in { bundle+{*«r:$0c»} | @*«r:c»!(1) | for (x <- @*«w:c») { Nil } }",
        "let @«d:x» <- 1; @y <- «r:x» in { @1!(«r:$0x» + y) }",
        "let «d:x» = 1 in { @1!(«r:$0x») }",
        "match 1 { [«d:h» ...t] where «r:h» > 1 => @1!(«r:$0h») [h] => @1!(h) }",
        "for (@[a ...«d:t»] <- @1) { @1!(«r:$0t») }",
        "new A in { agent A { constructor(«d:x») { @1!(*«r:x») } | method m() { @2!(*«r:$0x») } | default() { Nil } } }",
        "new A in { agent A { method m() { @2!(*«r:$0x») } | constructor(«d:x») { @1!(*«r:x») } | default() { Nil } } }",
        "new A in { agent A { constructor() { «r:$0this»!(1) } | method m() { «r:this»!(2) } | default() { Nil } } }",
        "new «d:A» in { agent «f:$0A» { constructor() { Nil } | default() { Nil } } | «r:A»!?(). }",
        "if (1 matches [«d:$0x»]) { Nil }",
        "for (@{«d:$0x» /\\ Int} <- @1) { @1!(«r:x») }",
        "match 1 { {«d:$0x» \\/ x} => Nil }",
    ]);
}

#[test]
fn unbound_names_by_spelling_in_their_document() {
    all(&[
        "//- a.rho\n«r:$0foo»!(1) | contract «f:foo»(x) = { Nil } | new foo in { foo!(1) }\n//- b.rho\nfoo!(1)\n",
        "for (x <- «w:$0foo») { Nil } | «r:foo»!(1)",
    ]);
}

#[test]
fn locals_never_touch_other_files_or_channels() {
    all(&[
        "//- a.rho\nnew «d:api» in { «r:$0api»!(1) | @\"api\"!(1) | @1!(`api`) | @2!(\"api\") }\n//- b.rho\ncontract @\"api\"(x) = { Nil } | new api in { contract api(x) = { Nil } }\n",
    ]);
}

#[test]
fn quoted_channels_across_files() {
    all(&[
        "//- a.rho\n@\"«r:$0api»\"!(\"api\") | for (x <- @\"«w:api»\") { @2!(*@\"«r:api»\") }\n//- b.rho\ncontract @\"«f:api»\"(@\"api\", x) = { @\"api2\"!(1) }\n//- c.rho\nnew api in { api!(1) }\n",
        "@\"«r:$0a b\\\"c»\"!(1) | @\"«r:a b\\\"c»\"!(2) | @\"a b\"!(3)",
        "@{\"«r:$0a»\"}!(1) | @(\"«r:a»\")!(1)",
        "@\"«r:$0é→😀»\"!(1) | for (x <- @\"«w:é→😀»\") { Nil }",
        "for (@{@\"«r:$0a»\"!(x)} <- @1) { @\"«r:a»\"!(x) }",
        "agent @\"«f:$0a»\" { constructor() { Nil } | default() { Nil } } | @\"«r:a»\"!?().",
    ]);
    // A tag of a message is no channel.
    for text in [
        "contract @1(@\"$0get\") = { Nil } | @\"get\"!(1)",
        "for (@\"$0get\" <- @1) { @\"get\"!(1) }",
        "new A in { agent A { constructor(@\"$0get\") { Nil } | default() { Nil } } }",
    ] {
        check("main.rho", text, references);
    }
}

#[test]
fn channels_in_every_construct() {
    all(&[
        "//- a.rho\ncontract @\"«f:$0a»\"(x) = { Nil }\n//- b.rho\nNil | Nil | let y = 1 in { @\"«r:a»\"!(y) } | if (true) { @\"«r:a»\"!(1) } else { @\"«r:a»\"!(2) } | match 1 { 1 => @\"«r:a»\"!(3) } | select { x <- @\"«w:a»\" => @\"«r:a»\"!(4) } | bundle+{ @\"«r:a»\"!(5) } | @1!([*@\"«r:a»\"].nth(0), {\"a\": *@\"«r:a»\"}, {@\"«r:a»\"!?(1).}) | for (x <- @\"«r:a»\"!?(1); y <- @\"«w:a»\"?!) { @\"«r:a»\"!m(1). } | contract @2(@=*x) = { @\"«r:a»\"!!(1) }\n",
        "new «d:c» in { Nil | Nil | let y = *«r:c» in { «r:c»!(y) } | if (true) { «r:c»!(1) } else { «r:c»!(2) } | match *«r:c» { =*«r:c» => «r:$0c»!(3) } | select { x <- «w:c» => «r:c»!(4) } | @1!([*«r:c»].nth(0), {\"c\": *«r:c»}, {«r:c»!?(1).}) }",
    ]);
}

#[test]
fn uris_across_files() {
    all(&[
        "//- a.rho\nnew c(`«d:$0rho:id:x»`) in { @1!(`«r:rho:id:x»`, \"rho:id:x\") }\n//- b.rho\n@1!(`«r:rho:id:x»`, `rho:id:y`)\n",
    ]);
}

#[test]
fn methods_across_files() {
    all(&[
        "//- a.rho\nnew A in { agent A { constructor() { Nil } | method «f:$0get»(k) { Nil } | method put() { Nil } | default() { Nil } } | for (o <- A!?()) { o!«r:get»(1). | @1!([1].get(2)) } }\n//- b.rho\nfor (o <- @1) { for (x <- o!«r:get»(1)) { o!«r:get»(2); Nil } | get!(1) }\n",
    ]);
}

#[test]
fn highlights_stay_in_the_file() {
    for text in [
        "//- a.rho\n@\"«r:$0api»\"!(1) | for (x <- @\"«w:api»\") { Nil }\n//- b.rho\ncontract @\"api\"(x) = { Nil }\n",
        "new «d:x» in { «r:$0x»!(1) | for (y <- «w:x») { Nil } | contract «f:x»(a) = { Nil } }",
        "for (@«d:x» <- @1) { @2!(«r:x», «r:$0x») }",
        "new $0 x in { x!(1) }",
    ] {
        check("main.rho", text, highlights);
    }
}
