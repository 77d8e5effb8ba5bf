//! A client of the Language Server Protocol that waits for each answer.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Result;

/// How long the client waits for an answer, in seconds.
const ANSWER_SECONDS_MAX: u64 = 300;

/// A server and the connection to it.
pub(super) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    /// What came, and when its last byte was read: what the client does with it is not counted.
    messages: Receiver<(Value, Instant)>,
    next_id: u64,
    sent: u64,
    /// The latest version for which diagnostics came, and when, by document.
    published: Vec<(String, i64, Instant)>,
}

impl Client {
    /// Starts the server in a folder, under a command if there is one, and with a number of workers
    /// if it is not to choose that itself.
    pub(super) fn start(
        server: &Path,
        under: &[String],
        workers: Option<usize>,
        folder: &Path,
    ) -> Result<Self> {
        let server = server.canonicalize().map_err(|error| {
            format!("{}: {error}; build it with `cargo build --release`", server.display())
        })?;
        let mut command = match under {
            [] => Command::new(server),
            [program, arguments @ ..] => {
                let mut command = Command::new(program);
                command.args(arguments).arg(server);
                command
            }
        };
        if let Some(workers) = workers {
            command.env("RHOLANG_THREADS", workers.to_string());
        }
        let mut child = command
            .arg("--stdio")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or("the server has no output")?;
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::with_capacity(1 << 16, output);
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, input, messages, next_id: 1, sent: 0, published: Vec::new() })
    }

    /// The number of the server's process.
    pub(super) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// How many messages the client has sent.
    pub(super) fn sent(&self) -> u64 {
        self.sent
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        self.sent += 1;
        let body = serde_json::to_vec(message)?;
        let input = self.input.as_mut().ok_or("the connection is closed")?;
        write!(input, "Content-Length: {}\r\n\r\n", body.len())?;
        input.write_all(&body)?;
        input.flush()?;
        Ok(())
    }

    /// Sends a notification.
    pub(super) fn notify(&mut self, method: &str, params: &Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Sends a request and waits for the answer; returns it with the time that it took.
    pub(super) fn request(&mut self, method: &str, params: &Value) -> Result<(Value, Duration)> {
        let id = self.next_id;
        self.next_id += 1;
        let start = Instant::now();
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        loop {
            let (message, when) = self.receive()?;
            if message["id"] == id && message.get("method").is_none() {
                let took = when.saturating_duration_since(start);
                if let Some(error) = message.get("error") {
                    return Err(format!("{method}: {error}").into());
                }
                return Ok((message["result"].clone(), took));
            }
        }
    }

    /// Waits for the diagnostics of a version of a document; returns when they came.
    pub(super) fn wait_for_diagnostics(&mut self, uri: &str, version: i64) -> Result<Instant> {
        loop {
            let known = self.published.iter().find(|(known, ..)| known == uri);
            if let Some(&(_, found, when)) = known
                && found >= version
            {
                return Ok(when);
            }
            self.receive()?;
        }
    }

    /// The next message. Requests of the server are answered, diagnostics noted.
    fn receive(&mut self) -> Result<(Value, Instant)> {
        let (message, now) =
            match self.messages.recv_timeout(Duration::from_secs(ANSWER_SECONDS_MAX)) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => return Err("the server does not answer".into()),
                Err(RecvTimeoutError::Disconnected) => return Err("the server has ended".into()),
            };
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let uri = params["uri"].as_str().unwrap_or_default();
            let version = params["version"].as_i64().unwrap_or(-1);
            self.published.retain(|(known, ..)| known != uri);
            self.published.push((uri.to_owned(), version, now));
        } else if message.get("method").is_some() && message.get("id").is_some() {
            let result = match message["method"].as_str() {
                Some("workspace/configuration") => {
                    let count = message["params"]["items"].as_array().map_or(0, Vec::len);
                    Value::Array(vec![Value::Null; count])
                }
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }))?;
        }
        Ok((message, now))
    }

    /// Ends the session; returns how long the process took to end.
    pub(super) fn stop(mut self) -> Result<Duration> {
        self.request("shutdown", &Value::Null)?;
        let start = Instant::now();
        self.notify("exit", &Value::Null)?;
        self.input = None;
        self.child.wait()?;
        Ok(start.elapsed())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A session that failed half-way must not leave a server behind; one that ended is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads one message, and notes when that was; nothing at the end of the stream or if it is not the
/// protocol's.
fn read_message(input: &mut impl BufRead) -> Option<(Value, Instant)> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let mut body = vec![0; length?];
    input.read_exact(&mut body).ok()?;
    let now = Instant::now();
    Some((serde_json::from_slice(&body).ok()?, now))
}
