//! The same records in the shape of ServiceNow's two interfaces, for the adapter's tests
//! and for trying it out: what of them it needs, quirks included. Answers are wrapped in
//! `result` or not, tables hold text alone, a refusal may come as a success, and nothing
//! is counted once by a key: who asks twice has written twice.
//!
//! ServiceNow is a trademark of its owner, with whom this project is not affiliated.

mod records;
mod tables;
mod wrap_up;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use serde_json::{Value, json};

use crate::around;
use crate::problem::Problem;
use crate::state::State;

/// The most that a body here takes, in bytes.
const LARGEST: usize = 512 * 1024;

/// What such an instance answers where it has nothing.
const NOTHING: &str = "Requested URI does not represent any resource";

/// The interfaces, below `/api/now`.
pub fn router(state: &State) -> Router<State> {
    let wrap_up = Router::new()
        .route("/code", post(wrap_up::make_codes))
        .route("/code/{id}", get(wrap_up::code))
        .route("/segment/create", post(wrap_up::create))
        .route("/segment/update", put(wrap_up::update))
        .route("/segment/update/ai", put(wrap_up::suggest))
        .route("/segment/agent/{agent}/interaction/{interaction}", get(wrap_up::of_agent))
        .route("/segment/{id}", get(wrap_up::read));
    let tables = Router::new()
        .route("/{table}", get(tables::list).post(tables::insert))
        .route("/{table}/{id}", get(tables::read).patch(tables::change));
    Router::new()
        .nest("/wrapup", wrap_up.clone())
        .nest("/v1/wrapup", wrap_up)
        .nest("/table", tables)
        .fallback(async || failure(StatusCode::BAD_REQUEST, NOTHING, None, None))
        .layer(from_fn_with_state(state.clone(), around::sign_in))
        .layer(from_fn(around::in_time))
        .layer(from_fn(shaped))
}

/// Takes `X-UserToken` for what signs in, and says in ServiceNow's way what goes wrong.
async fn shaped(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    let bearer = headers.get("X-UserToken").and_then(|token| token.to_str().ok());
    let bearer = bearer.and_then(|token| format!("Bearer {token}").parse().ok());
    if let (Some(bearer), false) = (bearer, headers.contains_key(header::AUTHORIZATION)) {
        headers.insert(header::AUTHORIZATION, bearer);
    }
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    if kind.is_none_or(|kind| kind != "application/problem+json") {
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, LARGEST).await.unwrap_or_default();
    let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    let retry = parts.headers.get(header::RETRY_AFTER).cloned();
    failure(parts.status, &text("title"), Some(&text("detail")), retry)
}

fn failure(
    status: StatusCode,
    message: &str,
    detail: Option<&str>,
    retry: Option<header::HeaderValue>,
) -> Response {
    let body = json!({ "error": { "message": message, "detail": detail }, "status": "failure" });
    let mut response = (status, axum::Json(body)).into_response();
    if let Some(retry) = retry {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, retry);
        headers.insert("X-RateLimit-Rule", header::HeaderValue::from_static("wrap-up"));
    }
    response
}

/// A body as it came. Members are looked for by those who know them.
#[derive(Debug)]
struct Given(Value);

impl axum::extract::FromRequest<State> for Given {
    type Rejection = Problem;

    async fn from_request(request: Request<Body>, _: &State) -> Result<Self, Problem> {
        let bytes = axum::body::to_bytes(request.into_body(), LARGEST);
        let bytes = bytes.await.map_err(|_| Problem::too_large(LARGEST))?;
        let value: Value = serde_json::from_slice(&bytes)
            .map_err(|error| Problem::malformed(format!("line {}", error.line())))?;
        if holds_null(&value) {
            return Err(Problem::field("", "must not hold the character U+0000"));
        }
        Ok(Self(value))
    }
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || holds_null(value))
        }
        _ => false,
    }
}

impl Given {
    /// Text, also out of what is written as a number or a truth; empty where there is none.
    fn text(&self, name: &str) -> String {
        text(&self.0[name])
    }

    /// A truth, also as text.
    fn truth(&self, name: &str) -> bool {
        truth(&self.0[name])
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn truth(value: &Value) -> bool {
    text(value) == "true"
}

/// A wrap-up's failure: as an answer of its own, and as a success.
#[derive(Debug)]
enum No {
    /// In these words, with this status.
    Said(StatusCode, String),
    /// By the platform.
    Problem(Problem),
}

impl No {
    /// A refusal that comes as a success.
    fn said(message: impl Into<String>) -> Self {
        Self::Said(StatusCode::OK, message.into())
    }

    /// Something that has to be there is not.
    fn missing(name: &str) -> Self {
        Self::Said(StatusCode::BAD_REQUEST, format!("{name} is missing or invalid"))
    }
}

impl<T: Into<Problem>> From<T> for No {
    fn from(error: T) -> Self {
        Self::Problem(error.into())
    }
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        match self {
            Self::Said(status, message) => {
                (status, axum::Json(json!({ "success": false, "message": message })))
                    .into_response()
            }
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

/// A record of that name, or what is said where there is none.
fn no_record() -> Problem {
    Problem::not_found("No Record found")
}

/// For what every handler takes.
type Shared = Extract<State>;
