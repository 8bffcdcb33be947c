//! What is said to whoever asked for something that cannot be done: problem documents
//! of RFC 9457, which name the field at fault and the rule it breaks.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// How much of a reason is repeated, in characters: enough for whoever mends it, too
/// little to carry a customer's words about.
const LONGEST: usize = 300;

/// A problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(serialize_with = "number")]
    status: StatusCode,
    title: &'static str,
    detail: String,
    /// The field at fault, by its path in the body, or a header's or a parameter's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The rule it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// In how many seconds to ask again.
    #[serde(skip)]
    retry_after: Option<u32>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
fn number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: impl AsRef<str>) -> Self {
        let detail = cut(detail.as_ref());
        Self { status, title, detail, field: None, rule: None, retry_after: None }
    }

    /// `field` breaks `rule`.
    pub fn field(field: impl AsRef<str>, rule: impl AsRef<str>) -> Self {
        let (field, rule) = (cut(field.as_ref()), cut(rule.as_ref()));
        let detail =
            if field.is_empty() { format!("the body {rule}") } else { format!("{field} {rule}") };
        Self {
            field: Some(field),
            rule: Some(rule),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "This cannot be taken", detail)
        }
    }

    /// The same with another status.
    pub fn with(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The body is not JSON.
    pub fn malformed(detail: impl AsRef<str>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "The body is not JSON", detail)
    }

    /// Nobody has signed in, or what did has run out.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Not signed in", "sign in, and ask again")
    }

    /// A change that is signed in by a cookie alone.
    pub fn needs_csrf() -> Self {
        let rule = "must be what GET csrf gives, for a change that a cookie signs in";
        let problem = Self { title: "Not signed in", ..Self::field("X-CSRF-Token", rule) };
        problem.with(StatusCode::UNAUTHORIZED)
    }

    /// It is not theirs.
    pub fn forbidden(field: &str, rule: impl AsRef<str>) -> Self {
        Self { title: "Not allowed", ..Self::field(field, rule) }.with(StatusCode::FORBIDDEN)
    }

    /// There is no such thing.
    pub fn not_found(detail: impl AsRef<str>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found", detail)
    }

    /// It is there, and takes other methods.
    pub fn wrong_method() -> Self {
        let detail = "this address does not take that method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", detail)
    }

    /// It is too large.
    pub fn too_large(most: usize) -> Self {
        let detail = format!("a body here takes at most {most} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "Too large", detail)
    }

    /// It is not JSON by its own word.
    pub fn media_type() -> Self {
        let problem = Self::field("Content-Type", "must be application/json");
        problem.with(StatusCode::UNSUPPORTED_MEDIA_TYPE)
    }

    /// A key that came before with something else.
    pub fn key_reused() -> Self {
        let rule = "came before with another content";
        Self { title: "Key used before", ..Self::field("Idempotency-Key", rule) }
    }

    /// The record is not as it was when the change was decided, which `field` says.
    pub fn changed_since(field: impl AsRef<str>) -> Self {
        let rule = "is not the record's as it now is: read it again";
        let problem = Self { title: "Changed since", ..Self::field(field, rule) };
        problem.with(StatusCode::PRECONDITION_FAILED)
    }

    /// A change needs to say what it changes.
    pub fn needs_match() -> Self {
        let rule = "is needed: the record's ETag, or * for a new one";
        Self::field("If-Match", rule).with(StatusCode::PRECONDITION_REQUIRED)
    }

    /// Other records stand in the way.
    pub fn conflict(detail: impl AsRef<str>) -> Self {
        Self::new(StatusCode::CONFLICT, "In use", detail)
    }

    /// The same of a record in a list of them.
    pub fn in_use(field: impl AsRef<str>, reason: impl AsRef<str>) -> Self {
        let (field, rule) = (cut(field.as_ref()), cut(reason.as_ref()));
        Self { field: Some(field), rule: Some(rule), ..Self::conflict(reason) }
    }

    /// Too many requests of one agent or address.
    pub fn too_many(seconds: u32) -> Self {
        let problem =
            Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests", "ask again later");
        Self { retry_after: Some(seconds), ..problem }
    }

    /// For the moment nothing can be done.
    pub fn unavailable() -> Self {
        let detail = "the server is busy or cannot reach its database";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "Not now", detail);
        Self { retry_after: Some(2), ..problem }
    }

    /// An error of this server's. What it is stands in the log.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Failed",
            "the server failed; its log says why",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (self.status, [kind], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
