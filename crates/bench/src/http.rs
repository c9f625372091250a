//! A keep-alive HTTP/1.1 client that costs next to nothing: it shares the machine with the server that it measures.

use std::fmt::Write as _;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Outcome;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    head: String,
    body: Vec<u8>,
}

impl Ask {
    pub fn get(path: &str) -> Self {
        Self { head: format!("GET {path} HTTP/1.1\r\nhost: bench\r\n"), body: Vec::new() }
    }

    pub fn post(path: &str, media_type: &str, body: Vec<u8>) -> Self {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n"
        );
        Self { head, body }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.head, "{name}: {value}\r\n");
        self
    }

    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// As the API knows people, and as the pages do.
    pub fn signed_in(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}")).with("cookie", &format!("redress={token}"))
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// # Errors
    /// Another status than the one that was expected, with the beginning of what was answered instead.
    pub fn expect(self, status: u16) -> Outcome<Self> {
        if self.status == status {
            return Ok(self);
        }
        let text: String = String::from_utf8_lossy(&self.body).chars().take(600).collect();
        Err(format!("{} was answered: {text}", self.status).into())
    }
}

/// One connection.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(64 * 1024) })
    }

    pub async fn send(&mut self, ask: &Ask) -> Outcome<Answer> {
        let mut message = Vec::with_capacity(ask.head.len() + 2 + ask.body.len().min(64 * 1024));
        message.extend_from_slice(ask.head.as_bytes());
        message.extend_from_slice(b"\r\n");
        if ask.body.len() < 64 * 1024 {
            message.extend_from_slice(&ask.body);
            self.stream.write_all(&message).await?;
        } else {
            self.stream.write_all(&message).await?;
            self.stream.write_all(&ask.body).await?;
        }
        self.receive().await
    }

    async fn receive(&mut self) -> Outcome<Answer> {
        self.read.clear();
        let head_end = loop {
            if let Some(at) = find(&self.read, b"\r\n\r\n") {
                break at;
            }
            self.more().await?;
        };
        let head = std::str::from_utf8(&self.read[..head_end])?.to_ascii_lowercase();
        let status = head.get(9..12).and_then(|status| status.parse().ok()).ok_or("no status")?;
        let header = |name: &str| {
            head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
        };
        let start = head_end + 4;
        if let Some(length) = header("content-length") {
            let length: usize = length.parse()?;
            while self.read.len() < start + length {
                self.more().await?;
            }
            return Ok(Answer { status, body: self.read[start..start + length].to_vec() });
        }
        if header("transfer-encoding") == Some("chunked") {
            let body = self.chunks(start).await?;
            return Ok(Answer { status, body });
        }
        Ok(Answer { status, body: Vec::new() })
    }

    async fn chunks(&mut self, mut at: usize) -> Outcome<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(end) = find(&self.read[at..], b"\r\n") {
                    break at + end;
                }
                self.more().await?;
            };
            let size = usize::from_str_radix(std::str::from_utf8(&self.read[at..line])?, 16)?;
            let start = line + 2;
            while self.read.len() < start + size + 2 {
                self.more().await?;
            }
            body.extend_from_slice(&self.read[start..start + size]);
            at = start + size + 2;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    async fn more(&mut self) -> Outcome<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 {
            return Err("the server hung up".into());
        }
        Ok(())
    }
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|part| part == what)
}

/// Text as it stands in an address (RFC 3986).
pub fn in_address(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
