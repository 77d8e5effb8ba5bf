//! Messages: the bodies of frames as values.
//!
//! # Ids
//!
//! Clients choose the ids of requests, and a response carries the id exactly as it came. The id type
//! of `lsp-server` holds integers of 32 bits and strings. Everything else that may be an id (larger
//! integers, fractions) travels as a string that begins with [`FOREIGN_ID`], followed by the id's
//! JSON text, and is written as that text again. Strings that begin with the same character travel
//! the same way, so no two ids become one.

use std::borrow::Cow;
use std::io::{self, Write};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// The first character of ids that stand for JSON text.
const FOREIGN_ID: char = '\0';

/// Something that is no message, and what to answer.
#[derive(Debug)]
pub struct Malformed {
    /// The id to answer, if it could be made out. JSON-RPC wants `null` otherwise.
    pub id: Option<RequestId>,
    /// What sort of error it is.
    pub code: ErrorCode,
    /// What is wrong, for people.
    pub message: String,
    /// Whether there is somebody to answer: a response that makes no sense is only worth a line in
    /// the log.
    pub wants_answer: bool,
}

impl Malformed {
    /// An error whose request is unknown.
    pub fn anonymous(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { id: None, code, message: message.into(), wants_answer: true }
    }
}

/// A body before its parts are understood. Raw values are not parsed, so what is wrong inside of
/// them does not hide the id.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Envelope<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    result: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// Tells a value of `null` from no value.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Reads the body of a message.
///
/// # Errors
///
/// If it is no JSON, or JSON that is no message.
pub fn decode(body: &[u8]) -> Result<Message, Malformed> {
    let text = str::from_utf8(body).map_err(|error| {
        let message = format!("the message is not UTF-8: {error}");
        Malformed::anonymous(ErrorCode::ParseError, message)
    })?;
    if text.trim_start().starts_with('[') {
        let message = "batches of messages are not supported; send them one by one";
        return Err(Malformed::anonymous(ErrorCode::InvalidRequest, message));
    }
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|error| {
        let code = if error.is_data() { ErrorCode::InvalidRequest } else { ErrorCode::ParseError };
        Malformed::anonymous(code, format!("the message makes no sense: {error}"))
    })?;
    match envelope.method {
        Some(method) => call(method.into_owned(), envelope.id, envelope.params),
        None => response(&envelope),
    }
}

/// A request or a notification.
fn call(
    method: String,
    id: Option<&RawValue>,
    params: Option<&RawValue>,
) -> Result<Message, Malformed> {
    let id = match id {
        None => None,
        Some(id) => Some(request_id(id).ok_or_else(|| {
            let message = format!("an id is a number or a string, not {}", id.get());
            Malformed::anonymous(ErrorCode::InvalidRequest, message)
        })?),
    };
    let params: Value = params
        .map_or(Ok(Value::Null), |raw| serde_json::from_str(raw.get()))
        .map_err(|error| Malformed {
            wants_answer: id.is_some(),
            id: id.clone(),
            code: ErrorCode::InvalidParams,
            message: format!("the parameters of {method} make no sense: {error}"),
        })?;
    Ok(match id {
        Some(id) => Message::Request(Request { id, method, params }),
        None => Message::Notification(Notification { method, params }),
    })
}

fn response(envelope: &Envelope<'_>) -> Result<Message, Malformed> {
    let Some(id) = envelope.id else {
        let message = "the message has neither a method nor an id";
        return Err(Malformed::anonymous(ErrorCode::InvalidRequest, message));
    };
    let unanswered = |message: String| Malformed {
        id: None,
        code: ErrorCode::InvalidRequest,
        message,
        wants_answer: false,
    };
    let Some(request_id) = request_id(id) else {
        // Clients answer so if they could not read a message of ours.
        let error = envelope.error.map_or("", RawValue::get);
        return Err(unanswered(format!("a response to an unknown request: {error}")));
    };
    let response_result = match (envelope.error, envelope.result) {
        (Some(error), _) => match serde_json::from_str::<ResponseError>(error.get()) {
            Ok(error) => Err(error),
            Err(error) => return Err(unanswered(format!("an error that makes no sense: {error}"))),
        },
        (None, Some(result)) => match serde_json::from_str(result.get()) {
            Ok(result) => Ok(result),
            Err(error) => return Err(unanswered(format!("a result that makes no sense: {error}"))),
        },
        (None, None) => Ok(Value::Null),
    };
    Ok(Message::Response(Response { id: request_id, response_result }))
}

/// The id that stands in a message; `None` if it cannot be one.
fn request_id(raw: &RawValue) -> Option<RequestId> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'"' => {
            let id: String = serde_json::from_str(text).ok()?;
            let is_plain = !id.starts_with(FOREIGN_ID);
            Some(RequestId::from(if is_plain { id } else { format!("{FOREIGN_ID}{text}") }))
        }
        b'-' | b'0'..=b'9' => match text.parse::<i32>() {
            // `-0` is a number that would come back as `0`.
            Ok(id) if id.to_string() == text => Some(RequestId::from(id)),
            _ => Some(RequestId::from(format!("{FOREIGN_ID}{text}"))),
        },
        _ => None,
    }
}

/// The id in the parameters of `$/cancelRequest`; none if it cannot be one. Ids beyond 64 bits are
/// not found again.
pub fn id_of_value(value: &Value) -> Option<RequestId> {
    request_id(&RawValue::from_string(value.to_string()).ok()?)
}

/// A message for the client.
#[derive(Debug)]
pub enum Outgoing {
    /// The answer to a request; the id is `None` if the request could not be made out.
    Response {
        /// The id of the request.
        id: Option<RequestId>,
        /// The result, which was turned into JSON where it was computed, or why there is none.
        result: Result<Box<RawValue>, ResponseError>,
    },
    /// A request of ours.
    Request(Request),
    /// A notification.
    Notification {
        /// The method.
        method: &'static str,
        /// The parameters as JSON.
        params: Box<RawValue>,
    },
}

impl Outgoing {
    /// About how many bytes the message takes.
    pub fn byte_len(&self) -> usize {
        /// What the message has besides its payload; requests of ours are small.
        const ENVELOPE_BYTES: usize = 128;
        ENVELOPE_BYTES
            + match self {
                Self::Response { result: Ok(result), .. } => result.get().len(),
                Self::Response { result: Err(error), .. } => error.message.len(),
                Self::Request(_) => 0,
                Self::Notification { params, .. } => params.get().len(),
            }
    }
}

/// A value as JSON text.
///
/// # Panics
///
/// Never for the types of the protocol, whose maps have strings as keys.
pub fn raw(value: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).unwrap_or_default()
}

/// Writes a message with its header.
///
/// # Errors
///
/// Those of the stream.
pub fn encode(message: &Outgoing, output: &mut impl Write) -> io::Result<()> {
    // What stands around the payload is built first, so that the payload, which may be large, is
    // not copied to learn the length of the whole.
    let mut head = Vec::with_capacity(96);
    let mut payload: &str = "";
    head.extend_from_slice(br#"{"jsonrpc":"2.0","#);
    match message {
        Outgoing::Response { id, result } => {
            head.extend_from_slice(br#""id":"#);
            push_id(&mut head, id.as_ref())?;
            match result {
                Ok(result) => {
                    head.extend_from_slice(br#","result":"#);
                    payload = result.get();
                }
                Err(error) => {
                    head.extend_from_slice(br#","error":"#);
                    serde_json::to_writer(&mut head, error)?;
                }
            }
        }
        Outgoing::Request(request) => {
            head.extend_from_slice(br#""id":"#);
            push_id(&mut head, Some(&request.id))?;
            head.extend_from_slice(br#","method":"#);
            serde_json::to_writer(&mut head, &request.method)?;
            if !request.params.is_null() {
                head.extend_from_slice(br#","params":"#);
                serde_json::to_writer(&mut head, &request.params)?;
            }
        }
        Outgoing::Notification { method, params } => {
            head.extend_from_slice(br#""method":"#);
            serde_json::to_writer(&mut head, method)?;
            head.extend_from_slice(br#","params":"#);
            payload = params.get();
        }
    }
    let length = head.len() + payload.len() + 1;
    write!(output, "Content-Length: {length}\r\n\r\n")?;
    output.write_all(&head)?;
    output.write_all(payload.as_bytes())?;
    output.write_all(b"}")
}

fn push_id(output: &mut Vec<u8>, id: Option<&RequestId>) -> io::Result<()> {
    let start = output.len();
    serde_json::to_writer(&mut *output, &id)?;
    // Only strings hold the mark, and only as their first character, which JSON escapes.
    if output[start..].starts_with(br#""\u0000"#) {
        let text: String = serde_json::from_slice(&output[start..])?;
        output.truncate(start);
        output.extend_from_slice(text.trim_start_matches(FOREIGN_ID).as_bytes());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn answer(id: Option<RequestId>) -> String {
        let mut output = Vec::new();
        encode(&Outgoing::Response { id, result: Ok(raw(&())) }, &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        let (header, body) = output.split_once("\r\n\r\n").unwrap();
        assert_eq!(header, format!("Content-Length: {}", body.len()));
        body.to_owned()
    }

    #[test]
    fn ids_come_back_as_they_came() {
        for id in [
            "1",
            "0",
            "-1",
            "-0",
            "2147483647",
            "-2147483648",
            "2147483648",
            "4294967296",
            "9007199254740993",
            "123456789012345678901234567890",
            "1.5",
            "1e3",
            r#""""#,
            r#""1""#,
            r#""a b""#,
            r#""é🦀""#,
            r#""\u0000""#,
            r#""\u00001""#,
            r#""\u0000\u0000\"x\"""#,
        ] {
            let body = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"m"}}"#);
            let Ok(Message::Request(request)) = decode(body.as_bytes()) else {
                panic!("{body} is a request");
            };
            let expected = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":null}}"#);
            assert_eq!(answer(Some(request.id)), expected);
        }
        assert_eq!(answer(None), r#"{"jsonrpc":"2.0","id":null,"result":null}"#);
    }

    #[test]
    fn different_ids_stay_different() {
        let ids = ["1", "\"1\"", "4294967296", "\"4294967296\"", "\"\\u00004294967296\"", "1.0"];
        let ids = ids.map(|id| request_id(&RawValue::from_string(id.into()).unwrap()).unwrap());
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{id}");
        }
    }

    fn check(body: &str, expected: Expect) {
        let found = match decode(body.as_bytes()) {
            Ok(Message::Request(request)) => {
                format!("request {} {} {}", request.id, request.method, request.params)
            }
            Ok(Message::Notification(found)) => {
                format!("notification {} {}", found.method, found.params)
            }
            Ok(Message::Response(response)) => match response.response_result {
                Ok(result) => format!("response {} {result}", response.id),
                Err(error) => format!("response {} error {}", response.id, error.message),
            },
            Err(found) => {
                let id = found.id.map_or("null".to_owned(), |id| id.to_string());
                let answer = if found.wants_answer { "" } else { "no answer, " };
                format!("{answer}id {id}, {}: {}", found.code as i32, found.message)
            }
        };
        expected.assert_eq(&found);
    }

    #[test]
    fn messages_that_make_sense() {
        check(r#"{"id":1,"method":"m"}"#, expect!["request 1 m null"]);
        check(
            r#"{"id":"1","method":"m","params":{"a":[1]}}"#,
            expect![[r#"request "1" m {"a":[1]}"#]],
        );
        check(r#" {"method":"a\/b","params":null,"more":1}"#, expect!["notification a/b null"]);
        check(r#"{"jsonrpc":"2.0","id":7,"result":null}"#, expect!["response 7 null"]);
        check(r#"{"id":7}"#, expect!["response 7 null"]);
        check(
            r#"{"id":7,"error":{"code":-1,"message":"no"},"result":null}"#,
            expect!["response 7 error no"],
        );
    }

    #[test]
    fn messages_that_make_none() {
        check(
            "",
            expect![
                "id null, -32700: the message makes no sense: EOF while parsing a value at line 1 column 0"
            ],
        );
        check(
            "{",
            expect![
                "id null, -32700: the message makes no sense: EOF while parsing an object at line 1 column 1"
            ],
        );
        check(
            "nonsense",
            expect![
                "id null, -32700: the message makes no sense: expected ident at line 1 column 2"
            ],
        );
        check(
            "7",
            expect![
                "id null, -32600: the message makes no sense: invalid type: integer `7`, expected an object at line 1 column 1"
            ],
        );
        check("{}", expect!["id null, -32600: the message has neither a method nor an id"]);
        check(
            "[]",
            expect!["id null, -32600: batches of messages are not supported; send them one by one"],
        );
        check(
            r#" [{"id":1,"method":"m"}]"#,
            expect!["id null, -32600: batches of messages are not supported; send them one by one"],
        );
        check(
            r#"{"id":null,"method":"m"}"#,
            expect!["id null, -32600: an id is a number or a string, not null"],
        );
        check(
            r#"{"id":{},"method":"m"}"#,
            expect!["id null, -32600: an id is a number or a string, not {}"],
        );
        check(
            r#"{"id":1,"method":7}"#,
            expect![
                "id null, -32600: the message makes no sense: invalid type: integer `7`, expected a string at line 1 column 18"
            ],
        );
        check(
            r#"{"id":null,"error":{"code":-32700,"message":"bad"}}"#,
            expect![[
                r#"no answer, id null, -32600: a response to an unknown request: {"code":-32700,"message":"bad"}"#
            ]],
        );
        check(
            r#"{"id":1,"error":7}"#,
            expect![
                "no answer, id null, -32600: an error that makes no sense: invalid type: integer `7`, expected struct ResponseError at line 1 column 1"
            ],
        );
        let deep =
            format!(r#"{{"id":5,"method":"m","params":{}1{}}}"#, "[".repeat(500), "]".repeat(500));
        check(
            &deep,
            expect![
                "id 5, -32602: the parameters of m make no sense: recursion limit exceeded at line 1 column 128"
            ],
        );
    }

    #[test]
    fn a_body_that_is_no_utf_8_is_refused() {
        let error = decode(b"{\"method\":\"\xff\"}").unwrap_err();
        assert_eq!(error.code as i32, ErrorCode::ParseError as i32);
    }
}
