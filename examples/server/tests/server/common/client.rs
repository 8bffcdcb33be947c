//! HTTP as small as it can be: one connection a request.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::openapi::{self, Exchange};

/// A request.
#[derive(Clone)]
pub(crate) struct Ask {
    address: SocketAddr,
    line: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: BTreeMap<String, String>,
    pub(crate) text: String,
}

impl Ask {
    pub(crate) fn new(address: SocketAddr, method: &str, path: &str) -> Self {
        let line = format!("{method} {path} HTTP/1.1");
        let headers = vec![
            ("Host".to_owned(), address.to_string()),
            ("Connection".to_owned(), "close".to_owned()),
        ];
        Self { address, line, headers, body: None }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.text("application/json", &body.to_string())
    }

    pub(crate) fn text(mut self, kind: &str, body: &str) -> Self {
        self.body = Some(body.as_bytes().to_vec());
        self.header("Content-Type", kind)
    }

    /// Sends what no page would say: it is not held against the document.
    pub(crate) fn send_anything(&self) -> Answer {
        self.exchange().unwrap()
    }

    fn exchange(&self) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        stream.write_all(&self.bytes())?;
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw)?;
        parse(&raw).ok_or_else(|| io::Error::other("half an answer"))
    }

    /// Sends it. An error is a connection that was refused or broke.
    pub(crate) fn try_send(&self) -> io::Result<Answer> {
        let answer = self.exchange()?;
        let mut line = self.line.split(' ');
        let (method, path) = (line.next().unwrap_or_default(), line.next().unwrap_or_default());
        openapi::check(&Exchange {
            method,
            path,
            sent: self.body.as_deref(),
            status: answer.status,
            kind: answer.header("content-type"),
            text: &answer.text,
        });
        Ok(answer)
    }

    pub(crate) fn send(&self) -> Answer {
        self.try_send().unwrap()
    }

    /// What goes over the wire.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let body = self.body.clone().unwrap_or_default();
        let mut head = self.line.clone() + "\r\n";
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        [head.into_bytes(), body].concat()
    }
}

fn parse(raw: &[u8]) -> Option<Answer> {
    let text = String::from_utf8(raw.to_vec()).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let whole = headers.get("content-length").is_none_or(|length| length.parse() == Ok(body.len()));
    whole.then(|| Answer { status, headers, text: body.to_owned() })
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(&name.to_lowercase()).map_or("", String::as_str)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The same, of an answer with that status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// Asserts that it is a problem document about that field.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, field: &str) {
        let problem = self.expect(status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
        assert_eq!(problem["field"], field, "{problem}");
        assert!(problem["rule"].as_str().is_some_and(|rule| !rule.is_empty()), "{problem}");
    }
}
