//! Connections: where the bytes come from and go to.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

/// The two directions of a session.
pub struct Connection {
    /// What the client writes.
    pub input: Box<dyn Read + Send>,
    /// What the client reads.
    pub output: Box<dyn Write + Send>,
}

/// How client and server meet.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Endpoint {
    /// The standard streams of this process.
    #[default]
    Stdio,
    /// A TCP port on this machine.
    Port {
        /// Its number.
        port: u16,
        /// Whether to wait for the client there; otherwise the client waits for us, as the
        /// protocol recommends.
        listens: bool,
    },
    /// A socket in the file system.
    Pipe {
        /// Where it is.
        path: PathBuf,
        /// Whether to wait for the client there.
        listens: bool,
    },
}

/// Meets the client. One that is listened for may take any time to come.
///
/// # Errors
///
/// If there is nobody, or nowhere to wait.
pub fn connect(endpoint: &Endpoint) -> io::Result<Connection> {
    match endpoint {
        Endpoint::Stdio => stdio(),
        Endpoint::Port { port, listens } => {
            let address = (Ipv4Addr::LOCALHOST, *port);
            let stream = if *listens {
                TcpListener::bind(address)?.accept()?.0
            } else {
                TcpStream::connect(address)?
            };
            // Messages are written whole, so waiting to fill packets only delays them.
            stream.set_nodelay(true)?;
            let output = stream.try_clone()?;
            Ok(Connection { input: Box::new(stream), output: Box::new(output) })
        }
        Endpoint::Pipe { path, listens } => pipe(path, *listens),
    }
}

/// The standard streams without the buffers of the standard library, which end at each line.
#[cfg(unix)]
fn stdio() -> io::Result<Connection> {
    use std::os::fd::AsFd;
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    Ok(Connection { input: Box::new(input), output: Box::new(output) })
}

#[cfg(windows)]
fn stdio() -> io::Result<Connection> {
    use std::os::windows::io::AsHandle;
    let input = File::from(io::stdin().as_handle().try_clone_to_owned()?);
    let output = File::from(io::stdout().as_handle().try_clone_to_owned()?);
    Ok(Connection { input: Box::new(input), output: Box::new(output) })
}

#[cfg(unix)]
fn pipe(path: &Path, listens: bool) -> io::Result<Connection> {
    use std::os::unix::net::{UnixListener, UnixStream};
    let stream = if listens {
        let listener = UnixListener::bind(path)?;
        let stream = listener.accept()?.0;
        // Nobody else is to find a socket at which nobody listens. If it cannot be removed, the
        // session works all the same.
        let _ = std::fs::remove_file(path);
        stream
    } else {
        UnixStream::connect(path)?
    };
    let output = stream.try_clone()?;
    Ok(Connection { input: Box::new(stream), output: Box::new(output) })
}

/// A named pipe is a file whose two directions block each other, so it needs two handles.
#[cfg(windows)]
fn pipe(_path: &Path, _listens: bool) -> io::Result<Connection> {
    let message = "named pipes are not supported on Windows; use --stdio or --socket";
    Err(io::Error::new(io::ErrorKind::Unsupported, message))
}
