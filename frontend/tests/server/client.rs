//! A client of the language server that trusts nothing and waits for nothing longer than
//! [`TIMEOUT`].

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use serde_json::{Value, json};

/// How long anything may take before a test fails.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(60);

/// How long a test waits to see that something does *not* come.
pub(crate) const SILENCE: Duration = Duration::from_millis(150);

/// An error in place of a result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ResponseError {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) data: Value,
}

/// A server and the streams to it.
pub(crate) struct Client {
    child: Child,
    input: Option<Box<dyn Write + Send>>,
    messages: Receiver<Value>,
    /// What the server writes on standard error.
    log: Receiver<String>,
    next_id: i64,
    /// Notifications and requests of the server that nobody has looked at.
    pub(crate) unread: VecDeque<Value>,
    /// Responses that nobody has looked at, by the JSON text of their ids.
    responses: BTreeMap<String, VecDeque<Value>>,
    /// What the server is answered when it asks for settings.
    pub(crate) settings: Value,
    /// Methods of requests that are not answered.
    pub(crate) unanswered: Vec<&'static str>,
}

impl Client {
    /// Starts a server with flags.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rholang-language-server"));
        command.args(arguments);
        Self::spawn(command)
    }

    /// Starts a server.
    pub(crate) fn spawn(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env_remove("RHOLANG_PIN").env("RHOLANG_THREADS", "2");
        let mut child = command.spawn().expect("the binary starts");
        let input = child.stdin.take().map(|input| Box::new(input) as Box<dyn Write + Send>);
        let output = child.stdout.take().expect("the output is a pipe");
        Self::with_streams(child, input, Box::new(output))
    }

    /// Talks to a server through other streams than the standard ones.
    pub(crate) fn with_streams(
        mut child: Child,
        input: Option<Box<dyn Write + Send>>,
        output: Box<dyn Read + Send>,
    ) -> Self {
        let (sender, messages) = crossbeam_channel::unbounded();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (log_sender, log) = crossbeam_channel::unbounded();
        if let Some(error) = child.stderr.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(error).lines().map_while(Result::ok) {
                    if log_sender.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        Self {
            child,
            input,
            messages,
            log,
            next_id: 0,
            unread: VecDeque::new(),
            responses: BTreeMap::new(),
            settings: Value::Null,
            unanswered: Vec::new(),
        }
    }

    // ---- sending ----

    /// Sends bytes as they are.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        // The server may have ended, which is what some tests are about.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    /// Sends a body with the header that belongs to it.
    pub(crate) fn send_body(&mut self, body: &str) {
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        self.send_body(&message.to_string());
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id, without waiting for the answer.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> Value {
        self.next_id += 1;
        let id = json!(self.next_id);
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Sends a request and waits for what comes back.
    pub(crate) fn try_request(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Value, ResponseError> {
        let id = self.begin(method, params);
        self.response(&id)
    }

    /// Sends a request and waits for its result.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let result = self.try_request(method, params);
        result.unwrap_or_else(|error| panic!("{method} failed: {error:?}"))
    }

    // ---- receiving ----

    /// Waits for the response to an id.
    pub(crate) fn response(&mut self, id: &Value) -> Result<Value, ResponseError> {
        let message = self.response_message(&id.to_string());
        match message.get("error") {
            Some(error) => Err(ResponseError {
                code: error["code"].as_i64().expect("an error has a code"),
                message: error["message"].as_str().expect("an error has a message").to_owned(),
                data: error["data"].clone(),
            }),
            None => Ok(message.get("result").expect("a response has a result").clone()),
        }
    }

    /// Waits for the response to an id that is given as JSON text.
    pub(crate) fn response_message(&mut self, id: &str) -> Value {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            if let Some(message) = self.responses.get_mut(id).and_then(VecDeque::pop_front) {
                return message;
            }
            assert!(self.receive(deadline), "no response to {id}; log:\n{}", self.log());
        }
    }

    /// How many responses to an id came and were not looked at, after a moment of silence.
    pub(crate) fn responses_left(&mut self, id: &Value) -> usize {
        self.wait_in_silence();
        self.responses.get(&id.to_string()).map_or(0, VecDeque::len)
    }

    /// How many responses came and were not looked at.
    pub(crate) fn all_responses_left(&self) -> usize {
        self.responses.values().map(VecDeque::len).sum()
    }

    /// Waits for a notification or a request of the server.
    pub(crate) fn wait_for(&mut self, method: &str) -> Value {
        self.wait_until(method, |_| true)
    }

    /// Waits for a notification or a request of the server with certain parameters; returns them.
    pub(crate) fn wait_until(
        &mut self,
        method: &str,
        mut fits: impl FnMut(&Value) -> bool,
    ) -> Value {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let place = self
                .unread
                .iter()
                .position(|message| message["method"] == method && fits(&message["params"]));
            if let Some(message) = place.and_then(|place| self.unread.remove(place)) {
                return message["params"].clone();
            }
            let unread: Vec<_> = self.unread.iter().map(|message| &message["method"]).collect();
            let unread = format!("{unread:?}");
            assert!(self.receive(deadline), "no {method}; {unread}; log:\n{}", self.log());
        }
    }

    /// Waits a moment and takes what comes.
    pub(crate) fn wait_in_silence(&mut self) {
        let deadline = Instant::now() + SILENCE;
        while self.receive(deadline) {}
    }

    /// Takes one message if one comes before a moment.
    fn receive(&mut self, deadline: Instant) -> bool {
        let Ok(message) = self.messages.recv_deadline(deadline) else {
            return false;
        };
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        match (message.get("method").is_some(), message.get("id")) {
            (false, Some(id)) => {
                self.responses.entry(id.to_string()).or_default().push_back(message);
            }
            (true, Some(_)) => {
                self.answer(&message);
                self.unread.push_back(message);
            }
            (true, None) => self.unread.push_back(message),
            (false, None) => panic!("{message} is no message"),
        }
        true
    }

    /// Answers a request of the server.
    fn answer(&mut self, request: &Value) {
        let method = request["method"].as_str().expect("a method is a text");
        if self.unanswered.contains(&method) {
            return;
        }
        let result = match method {
            "workspace/configuration" => {
                let items = request["params"]["items"].as_array().expect("items are a list");
                items.iter().map(|_| self.settings.clone()).collect()
            }
            _ => Value::Null,
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
    }

    /// What the server has logged so far.
    pub(crate) fn log(&self) -> String {
        self.log.try_iter().collect::<Vec<_>>().join("\n")
    }

    /// Waits for a line of the log that holds a text.
    pub(crate) fn wait_for_log(&self, text: &str) -> String {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let line = self.log.recv_deadline(deadline);
            let line = line.unwrap_or_else(|_| panic!("the log has no line with `{text}`"));
            if line.contains(text) {
                return line;
            }
        }
    }

    // ---- beginning and end ----

    /// Begins a session.
    pub(crate) fn initialize(&mut self, params: Value) -> Value {
        let result = self.request("initialize", params);
        self.notify("initialized", json!({}));
        result
    }

    /// Ends a session as the protocol says; returns the exit code.
    pub(crate) fn shut_down(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.wait_for_exit(TIMEOUT).code()
    }

    /// Closes the input of the server.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits until the process has ended.
    pub(crate) fn wait_for_exit(&mut self, timeout: Duration) -> ExitStatus {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(status) = self.child.try_wait().expect("the process can be waited for") {
                return status;
            }
            assert!(Instant::now() < deadline, "the server does not end; log:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The id of the process.
    pub(crate) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the process runs.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("the process can be waited for").is_none()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a message; nothing at the end of the stream.
fn read_message(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length.expect("a header tells the length")];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("a body is JSON"))
}
