//! Sockets and pipes.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{Client, TIMEOUT};

fn spawn(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_rholang-language-server"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Tries until it works, as clients do.
fn retry<T>(mut attempt: impl FnMut() -> io::Result<T>) -> T {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        match attempt() {
            Ok(value) => return value,
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn session_over_tcp(server: Child, stream: TcpStream) {
    let input = Box::new(stream.try_clone().unwrap());
    session(Client::with_streams(server, Some(input), Box::new(stream)));
}

fn session(mut client: Client) {
    let result = client.initialize(json!({ "capabilities": {} }));
    assert_eq!(result["serverInfo"]["name"], "rholang-language-server");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_server_connects_to_a_port() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    for arguments in [
        &[&*format!("--socket={port}")][..],
        &["--port", &port],
        &["--socket", "--port", &port],
        &["--socket", &port],
    ] {
        let server = spawn(arguments);
        session_over_tcp(server, listener.accept().unwrap().0);
    }
}

#[test]
fn the_server_listens_on_a_port_if_told() {
    // Whoever asks for a free port and closes it may lose it to somebody else; then try another.
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let server = spawn(&[&format!("--socket={port}"), "--listen"]);
    session_over_tcp(server, retry(|| TcpStream::connect(("127.0.0.1", port))));
}

#[test]
fn the_server_connects_to_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    let listener = UnixListener::bind(&path).unwrap();
    let server = spawn(&[&format!("--pipe={}", path.display())]);
    let stream = listener.accept().unwrap().0;
    let input = Box::new(stream.try_clone().unwrap());
    session(Client::with_streams(server, Some(input), Box::new(stream)));
}

#[test]
fn the_server_listens_at_a_pipe_if_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    let server = spawn(&["--pipe", path.to_str().unwrap(), "--listen"]);
    let stream = retry(|| UnixStream::connect(&path));
    let input = Box::new(stream.try_clone().unwrap());
    session(Client::with_streams(server, Some(input), Box::new(stream)));
    assert!(!path.exists(), "the socket is left behind");
}

#[test]
fn the_server_ends_with_the_connection() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut server = spawn(&[&format!("--socket={port}")]);
    drop(listener.accept().unwrap());
    let deadline = Instant::now() + Duration::from_secs(2);
    while server.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "the server stays without a connection");
        std::thread::sleep(Duration::from_millis(5));
    }
}
