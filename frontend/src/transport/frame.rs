//! Frames: the header and body that each message is wrapped in.
//!
//! A header is lines of the form `Name: value`, ended by an empty line; `Content-Length` tells the
//! size of the body in bytes. Reading is tolerant where that is safe: lines may end in `\n` alone,
//! names may be in any case, spaces around names and values do not count, and a length is found even
//! at the end of a line of rubbish. So after damage the next good message is understood.
//!
//! Memory is bounded by what arrived, not by what a header claims: the buffer of a body grows with
//! the bytes that are there, and a body above [`MESSAGE_BYTES_MAX`] is skipped through a small
//! buffer.

use std::io::{self, BufRead, Read};

use memchr::memchr;

/// The largest body that is read, in bytes. The engine takes texts of up to 32 MiB, which grow when
/// they are escaped as JSON strings.
pub const MESSAGE_BYTES_MAX: u64 = 128 << 20;

/// The longest header line that is understood, in bytes. What a line has beyond that is ignored.
pub const HEADER_LINE_BYTES_MAX: usize = 4 << 10;

/// How many bytes of buffer are kept from one message to the next.
const BODY_RETAINED_BYTES_MAX: usize = 1 << 20;

/// How many bytes are reserved for a body before any of it has arrived.
const BODY_RESERVED_BYTES_MAX: u64 = 64 << 10;

/// What stands next in the input.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// The body of a message.
    Body(&'a [u8]),
    /// A body of this many bytes, more than [`MESSAGE_BYTES_MAX`]. It was skipped.
    TooLarge(u64),
    /// A header that does not tell the length of the body, so nothing is known about what follows.
    NoLength,
}

/// Reads frames from a stream.
pub struct FrameReader<R> {
    input: R,
    line: Vec<u8>,
    body: Vec<u8>,
}

impl<R: BufRead> FrameReader<R> {
    /// A reader that begins where the stream is.
    pub fn new(input: R) -> Self {
        Self { input, line: Vec::new(), body: Vec::new() }
    }

    /// The next frame; `None` at the end of the stream. A frame that the end cuts off is no frame.
    ///
    /// # Errors
    ///
    /// Those of the stream.
    pub fn next_frame(&mut self) -> io::Result<Option<Frame<'_>>> {
        let length = match self.read_header()? {
            Header::End => return Ok(None),
            Header::NoLength => return Ok(Some(Frame::NoLength)),
            Header::Length(length) => length,
        };
        if length > MESSAGE_BYTES_MAX {
            let skipped = io::copy(&mut self.input.by_ref().take(length), &mut io::sink())?;
            return Ok((skipped == length).then_some(Frame::TooLarge(length)));
        }
        self.body.clear();
        self.body.shrink_to(BODY_RETAINED_BYTES_MAX);
        let reserved = length.min(BODY_RESERVED_BYTES_MAX);
        self.body.reserve(usize::try_from(reserved).unwrap_or(0));
        let read = self.input.by_ref().take(length).read_to_end(&mut self.body)?;
        Ok((read as u64 == length).then_some(Frame::Body(&self.body)))
    }

    fn read_header(&mut self) -> io::Result<Header> {
        let mut length = None;
        let mut is_first = true;
        loop {
            if !self.read_line()? {
                return Ok(Header::End);
            }
            let line = self.line.trim_ascii();
            if line.is_empty() {
                // Empty lines before a header are what careless clients leave after a body.
                if is_first {
                    continue;
                }
                return Ok(length.map_or(Header::NoLength, Header::Length));
            }
            is_first = false;
            length = content_length(line).or(length);
        }
    }

    /// Reads a line without its end into `self.line`; says whether there was one.
    fn read_line(&mut self) -> io::Result<bool> {
        self.line.clear();
        let mut has_read = false;
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                return Ok(has_read);
            }
            has_read = true;
            let end = memchr(b'\n', available);
            let piece = &available[..end.unwrap_or(available.len())];
            // The end of a line is kept rather than its start: after damage, that is where the next
            // header begins.
            self.line.extend_from_slice(piece);
            if self.line.len() > HEADER_LINE_BYTES_MAX {
                self.line.drain(..self.line.len() - HEADER_LINE_BYTES_MAX);
            }
            let consumed = end.map_or(available.len(), |end| end + 1);
            self.input.consume(consumed);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

/// What a header says.
enum Header {
    Length(u64),
    NoLength,
    End,
}

/// The length that a line tells, at its start or after rubbish.
fn content_length(line: &[u8]) -> Option<u64> {
    const NAME: &[u8] = b"content-length";
    let start = line.windows(NAME.len()).rposition(|part| part.eq_ignore_ascii_case(NAME))?;
    let value = line[start + NAME.len()..].trim_ascii_start().strip_prefix(b":")?;
    let value = str::from_utf8(value).ok()?.trim();
    value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(input: &[u8]) -> Vec<String> {
        // A small buffer makes every line and body cross its end.
        let mut reader = FrameReader::new(io::BufReader::with_capacity(3, input));
        let mut found = Vec::new();
        while let Some(frame) = reader.next_frame().unwrap() {
            found.push(match frame {
                Frame::Body(body) => String::from_utf8_lossy(body).into_owned(),
                Frame::TooLarge(length) => format!("<{length} bytes>"),
                Frame::NoLength => "<no length>".to_owned(),
            });
        }
        found
    }

    #[test]
    fn headers_are_read_as_clients_write_them() {
        for header in [
            "Content-Length: 2\r\n\r\n",
            "Content-Length: 2\n\n",
            "content-length:2\r\n\r\n",
            "  CONTENT-LENGTH :  2  \r\n\r\n",
            "\r\n\r\nContent-Length: 2\r\n\r\n",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
            "Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n",
            "X-Unknown\r\nContent-Length: 2\r\n\r\n",
            "rest of a body}Content-Length: 2\r\n\r\n",
            "Content-Length: 9\r\nContent-Length: 2\r\n\r\n",
        ] {
            let input = format!("{header}{{}}{header}[]");
            assert_eq!(frames(input.as_bytes()), ["{}", "[]"], "{header:?}");
        }
    }

    #[test]
    fn a_header_without_length_costs_one_message() {
        let input = b"Content-Type: x\r\n\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(frames(input), ["<no length>", "{}"]);
        for length in ["-1", "two", "", "1e3", "99999999999999999999999"] {
            let input = format!("Content-Length: {length}\r\n\r\nContent-Length: 2\r\n\r\n{{}}");
            assert_eq!(frames(input.as_bytes()), ["<no length>", "{}"], "{length}");
        }
    }

    #[test]
    fn a_frame_that_is_cut_off_is_no_frame() {
        let whole = b"Content-Length: 2\r\n\r\n{}";
        for length in 0..whole.len() {
            assert!(frames(&whole[..length]).is_empty(), "{length} bytes");
        }
    }

    #[test]
    fn a_long_line_is_ignored_up_to_its_end() {
        let mut input = vec![b'x'; 3 * HEADER_LINE_BYTES_MAX];
        input.extend_from_slice(b"Content-Length: 2\r\n\r\n{}");
        assert_eq!(frames(&input), ["{}"]);
    }

    #[test]
    fn a_body_that_is_too_large_is_skipped() {
        let length = MESSAGE_BYTES_MAX + 1;
        let header = format!("Content-Length: {length}\r\n\r\n");
        let body = io::repeat(b' ').take(length);
        let input = header.as_bytes().chain(body).chain(&b"Content-Length: 2\r\n\r\n{}"[..]);
        let mut reader = FrameReader::new(io::BufReader::with_capacity(1 << 20, input));
        assert_eq!(reader.next_frame().unwrap(), Some(Frame::TooLarge(length)));
        assert_eq!(reader.next_frame().unwrap(), Some(Frame::Body(b"{}")));
        assert!(reader.body.capacity() < 1 << 20);
    }

    #[test]
    fn a_claimed_length_allocates_nothing() {
        let input = format!("Content-Length: {MESSAGE_BYTES_MAX}\r\n\r\nfew");
        let mut reader = FrameReader::new(input.as_bytes());
        assert_eq!(reader.next_frame().unwrap(), None);
        assert!(reader.body.capacity() <= 128 << 10);
    }
}
