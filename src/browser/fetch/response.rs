//! What is answered.

use js_sys::Date;
use web_sys::Headers;

use crate::browser::clock;
use crate::domain::time::{Millis, Timestamp};

/// An answer that came whole.
///
/// Of another origin's headers a page sees only those that the server names in
/// `Access-Control-Expose-Headers`: `Retry-After` and `Date` have to be, the
/// content type need not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status, such as 200.
    pub status: u16,
    /// The body, read as UTF-8.
    pub body: String,
    /// How long the server asks to wait before the next request.
    pub retry_after: Option<Millis>,
    /// The server's clock as it answered, to the second.
    pub server_time: Option<Timestamp>,
    /// The type of the body in small letters, without what follows a `;`, such
    /// as `application/json`.
    pub content_type: Option<String>,
}

impl Response {
    pub(super) fn new(answer: &web_sys::Response, body: String) -> Self {
        let headers = answer.headers();
        let server_time = header(&headers, "date").and_then(|date| instant(&date));
        let retry_after = header(&headers, "retry-after");
        Self {
            status: answer.status(),
            body,
            retry_after: retry_after.and_then(|wanted| pause(wanted.trim(), server_time)),
            server_time,
            content_type: header(&headers, "content-type").map(|full| media_type(&full)),
        }
    }
}

fn header(headers: &Headers, name: &str) -> Option<String> {
    headers.get(name).ok()?
}

fn media_type(full: &str) -> String {
    full.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date. A date is
/// counted from the server's own time, where that is known: clocks differ.
fn pause(wanted: &str, server_time: Option<Timestamp>) -> Option<Millis> {
    if !wanted.is_empty() && wanted.bytes().all(|byte| byte.is_ascii_digit()) {
        // What is too long for a number is long enough.
        return Some(Millis::from_seconds(wanted.parse().unwrap_or(u64::MAX)));
    }
    let until = instant(wanted)?;
    Some(until.since(server_time.unwrap_or_else(|| clock::now().wall)))
}

/// A date of HTTP (RFC 9110, section 5.6.7): any of its three forms begins with
/// the day of the week, and the one that doesn't name its zone means GMT too.
/// Browsers read much more as a date, "-5" for one.
fn instant(date: &str) -> Option<Timestamp> {
    let date = date.trim();
    if !date.starts_with(|char: char| char.is_ascii_alphabetic()) {
        return None;
    }
    let zone = if date.ends_with("GMT") { "" } else { " GMT" };
    let instant = Date::parse(&[date, zone].concat());
    #[allow(clippy::cast_possible_truncation)] // whole milliseconds, far within range
    instant.is_finite().then_some(Timestamp(instant as i64))
}
