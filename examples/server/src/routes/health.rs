//! For whoever watches the server. Not for the outside.

use axum::extract::State as Extract;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;
use crate::state::State;

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: its database answers too, and it is not about to stop.
pub async fn ready(Extract(state): Extract<State>) -> Response {
    if state.is_stopping() {
        return Problem::unavailable().into_response();
    }
    match state.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(error) => Problem::from(error).with(StatusCode::SERVICE_UNAVAILABLE).into_response(),
    }
}

/// `GET /metrics`, for Prometheus.
pub async fn metrics(Extract(state): Extract<State>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, state.metrics.text()).into_response()
}
