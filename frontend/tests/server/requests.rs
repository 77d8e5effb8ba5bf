//! That each request reaches the engine and comes back in the client's terms. What the answers are
//! in all cases is tested in the engine.

use expect_test::expect;
use serde_json::{Value, json};

use crate::feature::{
    check, declaration, definition, document_symbols, highlights, hover, implementation,
    prepare_rename, references, rename, semantic_tokens, show_edit, show_places, show_tokens,
    workspace_symbols,
};
use crate::session::{Encoding, Options, Session};

/// A contract that is called, and one of another name.
const CALL: &str = "\
new api, other in {
  contract api(@\"get\", ret) = { ret!(1) } |
  contract other(x) = { Nil } |
  $0api!(\"get\", *other)
}
";

/// A channel that two files share.
const SHARED: &str = "\
//- /a.rho open
contract @\"shared\"(x) = { Nil }
//- /b.rho
@\"$0shared\"!(1)
//- /c.rho
new shared in { shared!(\"shared\") }
";

// ---- places ----

#[test]
fn definitions() {
    check(&definition(CALL), expect!["main.rho 1:11 `api`"]);
    check(&definition(SHARED), expect!["a.rho 0:11 `shared`"]);
    check(&definition("new x in { $0Nil }"), expect!["nothing"]);
}

#[test]
fn declarations() {
    check(&declaration(CALL), expect!["main.rho 0:4 `api`"]);
}

#[test]
fn implementations() {
    check(
        &implementation("new x in { for (y <- $0x) { Nil } | x!(1) }"),
        expect!["main.rho 0:34 `x`"],
    );
}

#[test]
fn links_say_which_word_was_asked_about() {
    for method in ["definition", "declaration"] {
        let options =
            Options::default().with(&format!("textDocument/{method}/linkSupport"), json!(true));
        let mut session = Session::with(CALL, options);
        let params = session.cursor();
        let answer = session.client.request(&format!("textDocument/{method}"), params);
        let link = &answer[0];
        let uri = session.fixture.uri("/main.rho");
        assert_eq!(link["targetUri"], uri);
        assert_eq!(session.show_range(&uri, &link["originSelectionRange"]), "3:2 `api`");
        assert!(session.show_range(&uri, &link["targetSelectionRange"]).ends_with("`api`"));
        let whole = session.show_range(&uri, &link["targetRange"]);
        assert!(whole.contains("api"), "{whole}");
    }
}

#[test]
fn references_with_and_without_declarations() {
    check(
        &references(CALL, true),
        expect![[r#"
        main.rho 0:4 `api`
        main.rho 1:11 `api`
        main.rho 3:2 `api`"#]],
    );
    check(&references(CALL, false), expect!["main.rho 3:2 `api`"]);
    check(
        &references(SHARED, true),
        expect![[r#"
        b.rho 0:2 `shared`
        a.rho 0:11 `shared`"#]],
    );
}

#[test]
fn highlights_read_and_write() {
    check(
        &highlights(CALL),
        expect![[r#"
        write 0:4 `api`
        write 1:11 `api`
        read 3:2 `api`"#]],
    );
    check(
        &highlights("new x in { for (@$0y <- x) { x!(y + y) } }"),
        expect![[r#"
        write 0:17 `y`
        read 0:30 `y`
        read 0:34 `y`"#]],
    );
}

// ---- renames ----

#[test]
fn renames_of_local_names() {
    check(
        &rename(CALL, "service"),
        expect![[r#"
        //- /main.rho version 1
        new service, other in {
          contract service(@"get", ret) = { ret!(1) } |
          contract other(x) = { Nil } |
          service!("get", *other)
        }
    "#]],
    );
    check(
        &rename("new x in { for (@$0y <- x) { x!(y) } }", "value"),
        expect![[r#"
        //- /main.rho version 1
        new x in { for (@value <- x) { x!(value) } }
    "#]],
    );
}

#[test]
fn renames_across_files_name_versions() {
    check(
        &rename(SHARED, "common"),
        expect![[r#"
        //- /b.rho version 1
        @"common"!(1)
        //- /a.rho version 1
        contract @"common"(x) = { Nil }
    "#]],
    );
}

#[test]
fn renames_that_are_refused_say_why() {
    for name in ["", "new", "1a", "a b", "other"] {
        let answer = rename(CALL, name);
        assert!(answer.starts_with("refused: "), "{name}: {answer}");
    }
    check(&prepare_rename(CALL), expect![[r#"3:2 `api` placeholder "api""#]]);
    check(&prepare_rename("$0Nil"), expect!["nothing"]);
}

#[test]
fn clients_that_know_no_versions_get_plain_changes() {
    let options = Options::default().with("workspace/workspaceEdit/documentChanges", json!(false));
    let mut session = Session::with(SHARED, options);
    let mut params = session.cursor();
    params["newName"] = json!("common");
    let edit = session.client.request("textDocument/rename", params);
    assert!(edit.get("documentChanges").is_none());
    let files: Vec<&str> =
        edit["changes"].as_object().unwrap().keys().map(|uri| session.fixture.name(uri)).collect();
    assert_eq!(files, ["a.rho", "b.rho"]);
}

#[test]
fn the_version_of_an_edit_is_the_one_that_it_is_for() {
    let mut session = Session::new(SHARED);
    session.set("/b.rho", 7, "Nil | @\"shared\"!(1)");
    let mut params = session.document("/b.rho");
    params["position"] = json!({ "line": 0, "character": 9 });
    params["newName"] = json!("common");
    let edit = session.client.request("textDocument/rename", params);
    let changes = edit["documentChanges"].as_array().unwrap();
    let of_b = session.fixture.uri("/b.rho");
    let change = changes.iter().find(|change| change["textDocument"]["uri"] == of_b).unwrap();
    assert_eq!(change["textDocument"]["version"], 7);
    assert_eq!(change["edits"][0]["range"]["start"]["character"], 8);
}

// ---- texts ----

#[test]
fn hovers() {
    check(
        &hover(CALL),
        expect![[r#"
        3:2 `api`
        ```rholang
        new api
        ```

        Name, made by `new`. Sent once, received by 1.

        ```rholang
        contract api(@"get", ret)
        ```"#]],
    );
    check(
        &hover("/// Says `hello`.\ncontract @\"greet\"(x) = { Nil } | @\"$0greet\"!(1)"),
        expect![[r#"
            1:35 `greet`
            ```rholang
            @"greet"
            ```

            Channel of all programs. Sent once, received by 1.

            ```rholang
            contract @"greet"(x)
            ```

            Says `hello`."#]],
    );
    check(&hover("Nil  $0  | Nil"), expect!["nothing"]);
}

#[test]
fn hovers_are_plain_for_clients_without_markdown() {
    let options = Options::default().with("textDocument/hover/contentFormat", json!(["plaintext"]));
    let mut session = Session::with(CALL, options);
    let params = session.cursor();
    let answer = session.client.request("textDocument/hover", params);
    assert_eq!(answer["contents"]["kind"], "plaintext");
    assert!(!answer["contents"]["value"].as_str().unwrap().contains("```"));
}

// ---- symbols ----

#[test]
fn outlines() {
    check(
        &document_symbols(CALL),
        expect![[r#"
        variable api @ 0:4 `api`
        variable other @ 0:9 `other`
        function api ("get", ret) @ 1:11 `api`
        function other (x) @ 2:11 `other`
    "#]],
    );
}

#[test]
fn outlines_are_flat_for_clients_without_trees() {
    let options = Options::default()
        .with("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport", json!(false));
    let mut session = Session::with(CALL, options);
    let params = session.document("/main.rho");
    let answer = session.client.request("textDocument/documentSymbol", params);
    for symbol in answer.as_array().unwrap() {
        assert_eq!(symbol["location"]["uri"], session.fixture.uri("/main.rho"));
        assert!(symbol.get("children").is_none());
    }
}

#[test]
fn searches() {
    check(
        &workspace_symbols(&format!("//- /main.rho open\n{}", CALL.replace("$0", "")), "ap"),
        expect![[r#"
            function api @ main.rho 1:11 `api`
        "#]],
    );
    check(
        &workspace_symbols(SHARED, ""),
        expect![[r#"
        function shared @ a.rho 0:11 `shared`
    "#]],
    );
    check(&workspace_symbols(SHARED, "no such name"), expect![]);
}

/// Deep programs have deep outlines, and no answer may be so deep that reading it fails.
#[test]
fn answers_are_not_deeper_than_clients_can_read() {
    let depth = 3_000;
    let open: String = (0..depth).map(|level| format!("contract @\"c{level}\"() = {{ ")).collect();
    let mut session = Session::new("//- /other.rho\nNil\n");
    session.open("/deep.rho", &format!("{open}Nil{}", " }".repeat(depth)));
    let params = session.document("/deep.rho");
    let symbols = session.client.request("textDocument/documentSymbol", params);
    assert!(!symbols.as_array().unwrap().is_empty());
    let mut params = session.document("/deep.rho");
    let middle = json!({ "line": 0, "character": open.len() + 1 });
    params["positions"] = json!([middle]);
    let selection = session.client.request("textDocument/selectionRange", params);
    let steps = std::iter::successors(selection.get(0), |step| step.get("parent")).count();
    assert_eq!(steps, 100);
}

// ---- colours, folds, selections ----

#[test]
fn tokens() {
    check(
        &semantic_tokens(CALL),
        expect![[r#"
        0:0 `new` keyword
        0:4 `api` function declaration
        0:9 `other` function declaration
        0:15 `in` keyword
        1:2 `contract` keyword
        1:11 `api` function definition
        1:15 `@` operator
        1:16 `"get"` string
        1:23 `ret` parameter declaration
        1:28 `=` operator
        1:32 `ret` parameter
        1:35 `!` operator
        1:37 `1` number
        1:42 `|` operator
        2:2 `contract` keyword
        2:11 `other` function definition
        2:17 `x` parameter declaration
        2:20 `=` operator
        2:24 `Nil` keyword
        2:30 `|` operator
        3:2 `api` function
        3:5 `!` operator
        3:7 `"get"` string
        3:14 `*` operator
        3:15 `other` function
    "#]],
    );
    // Tokens over several lines are cut.
    check(
        &semantic_tokens("/* one\r\n\n three 🦀 */ Nil // é"),
        expect![[r#"
        0:0 `/* one` comment
        2:0 ` three 🦀 */` comment
        2:13 `Nil` keyword
        2:17 `// é` comment
    "#]],
    );
}

#[test]
fn tokens_are_the_same_in_all_units() {
    let text = "new x in { x!(\"🦀é\") | /* ひ\n🦀 */ x!(1) }";
    let mut shown = Vec::new();
    for encoding in Encoding::ALL {
        let mut session = Session::with("//- /o.rho\nNil\n", Options::default().encoding(encoding));
        session.open("/a.rho", text);
        let params = session.document("/a.rho");
        let answer = session.client.request("textDocument/semanticTokens/full", params);
        let tokens = show_tokens(&session, text, &answer["data"]);
        // Columns differ.
        let words = tokens.lines().map(|line| line.split_once(' ').unwrap().1.to_owned());
        shown.push(words.collect::<Vec<_>>());
    }
    assert!(shown[0].len() > 5);
    assert!(shown.iter().all(|words| *words == shown[0]), "{shown:#?}");
}

/// Asks for what has changed since a result.
fn delta(session: &mut Session, previous: &Value) -> Value {
    let mut params = session.document("/a.rho");
    params["previousResultId"] = previous.clone();
    session.client.request("textDocument/semanticTokens/full/delta", params)
}

#[test]
fn changed_tokens_are_told_as_edits() {
    let mut session = Session::new("//- /a.rho open\nnew x in { x!(1) }\n");
    let params = session.document("/a.rho");
    let first = session.client.request("textDocument/semanticTokens/full", params.clone());
    let unchanged = delta(&mut session, &first["resultId"]);
    assert_eq!(unchanged, json!({ "resultId": first["resultId"], "edits": [] }));
    let mut known = first;
    for (version, text) in [
        (2, "new x, y in { x!(1) }\n"),
        (3, "Nil | new x, y in { x!(1) | y!(2) }\n"),
        (4, ""),
        (5, "contract @\"c\"(a) = { a!(1) }\n"),
    ] {
        session.set("/a.rho", version, text);
        let answer = delta(&mut session, &known["resultId"]);
        let mut numbers = known["data"].as_array().unwrap().clone();
        for edit in answer["edits"].as_array().unwrap() {
            let start = usize::try_from(edit["start"].as_u64().unwrap()).unwrap();
            let count = usize::try_from(edit["deleteCount"].as_u64().unwrap()).unwrap();
            let data = edit["data"].as_array().cloned().unwrap_or_default();
            numbers.splice(start..start + count, data);
        }
        known = session.client.request("textDocument/semanticTokens/full", params.clone());
        assert_eq!(known["data"], Value::Array(numbers), "{text}");
        assert_eq!(known["resultId"], answer["resultId"]);
    }
    // A client that has something else gets everything.
    assert!(delta(&mut session, &json!("x"))["data"].is_array());
}

#[test]
fn tokens_of_a_part() {
    let mut session =
        Session::new("//- /a.rho open\nnew a in { Nil } |\nnew b in { Nil } |\nnew c in { Nil }\n");
    let mut params = session.document("/a.rho");
    let (start, end) = (json!({ "line": 1, "character": 0 }), json!({ "line": 2, "character": 0 }));
    params["range"] = json!({ "start": start, "end": end });
    let answer = session.client.request("textDocument/semanticTokens/range", params);
    let text = session.fixture.files[0].text.clone();
    let shown = show_tokens(&session, &text, &answer["data"]);
    assert!(shown.lines().all(|line| line.starts_with("1:")), "{shown}");
    assert!(shown.contains("`b`"));
    assert!(answer.get("resultId").is_none());
}

#[test]
fn folds() {
    let mut session = Session::new("//- /a.rho open\n// one\n// two\nnew x in {\n  x!(1)\n}\n");
    let params = session.document("/a.rho");
    let answer = session.client.request("textDocument/foldingRange", params);
    let shown: Vec<String> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| format!("{}-{} {}", fold["startLine"], fold["endLine"], fold["kind"]))
        .collect();
    check(
        &shown.join("\n"),
        expect![[r#"
        0-1 "comment"
        2-3 null"#]],
    );
}

#[test]
fn selections_grow() {
    let mut session = Session::new("new x in { x!(1 + $02) }");
    let cursor = session.cursor();
    let mut params = session.document("/main.rho");
    let outside = json!({ "line": 99, "character": 99 });
    params["positions"] = json!([cursor["position"], outside]);
    let answer = session.client.request("textDocument/selectionRange", params);
    assert_eq!(answer.as_array().unwrap().len(), 2);
    let uri = session.fixture.uri("/main.rho");
    let steps = std::iter::successors(answer.get(0), |step| step.get("parent"));
    let shown: Vec<String> = steps.map(|step| session.show_range(&uri, &step["range"])).collect();
    check(
        &shown.join("\n"),
        expect![[r#"
        0:18 `2`
        0:14 `1 + 2`
        0:11 `x!(1 + 2)`
        0:0 `new x in { x!(1 + 2) }`"#]],
    );
}

// ---- the client's terms ----

/// The same question in all units has the same answer.
#[test]
fn answers_are_in_the_units_of_the_client() {
    let fixture = "//- /a.rho\nNil | \"🦀é\" | contract @\"shared\"(x) = { Nil }\n\
        //- /b.rho\n\"ひ🦀\" | @\"$0shared\"!(1)\n";
    let mut answers = Vec::new();
    for encoding in Encoding::ALL {
        let mut session = Session::with(fixture, Options::default().encoding(encoding));
        let params = session.cursor();
        let places = session.client.request("textDocument/definition", params.clone());
        // Columns differ, so only the file and the text of the place are compared.
        let texts: Vec<String> = show_places(&session, &places)
            .lines()
            .map(|line| line.split(' ').filter(|word| !word.contains(':')).collect())
            .collect();
        let mut params = params;
        params["newName"] = json!("other");
        let edit = session.client.request("textDocument/rename", params);
        answers.push((texts, show_edit(&session, &edit)));
    }
    assert!(!answers[0].0.is_empty());
    assert!(answers[0].1.contains("other"));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

#[test]
fn requests_about_unknown_documents_find_nothing() {
    let mut session = Session::new("//- /a.rho\nNil\n");
    let mut params = session.document("/nowhere.rho");
    params["position"] = json!({ "line": 0, "character": 0 });
    params["context"] = json!({ "includeDeclaration": true });
    params["newName"] = json!("x");
    for method in [
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/declaration",
        "textDocument/implementation",
        "textDocument/references",
        "textDocument/documentHighlight",
        "textDocument/documentSymbol",
        "textDocument/prepareRename",
        "textDocument/foldingRange",
        "textDocument/semanticTokens/full",
    ] {
        assert_eq!(session.client.request(method, params.clone()), Value::Null, "{method}");
    }
    let error = session.client.try_request("textDocument/rename", params).unwrap_err();
    assert_eq!(error.code, -32803);
}

#[test]
fn files_that_are_not_open_are_answered_about() {
    let mut session = Session::new("//- /a.rho\nnew x in { x!(1) }\n");
    let mut params = session.document("/a.rho");
    params["position"] = json!({ "line": 0, "character": 11 });
    let answer = session.client.request("textDocument/declaration", params);
    assert_eq!(show_places(&session, &answer), "a.rho 0:4 `x`");
}
