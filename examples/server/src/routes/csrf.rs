//! What changes need that a cookie signs in.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::auth::Caller;
use crate::problem::Problem;
use crate::state::State;

/// `GET csrf`: what to send as `X-CSRF-Token` for as long as the cookie is the same.
pub async fn read(
    Extract(state): Extract<State>,
    _: Caller,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let token = state.cookies.token(&headers);
    let token = token.ok_or_else(|| Problem::not_found("a cookie did not sign this in"))?;
    Ok(Json(json!({ "token": state.cookies.csrf(token) })))
}
