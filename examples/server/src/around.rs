//! What happens around every request: it gets a name, is signed in, counted and timed.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State as Extract};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::auth::{self, Signed};
use crate::problem::Problem;
use crate::state::State;

/// How long an answer may take.
const LONGEST: Duration = Duration::from_secs(20);

/// The longest name that a proxy may have given a request.
const LONGEST_NAME: usize = 64;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Whose connection a request came over.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Finds out once who asks, and whether they ask too often.
pub async fn sign_in(Extract(state): Extract<State>, mut request: Request, next: Next) -> Response {
    let signed = auth::caller_of(request.method(), request.headers(), &state);
    let taken = if let Ok(Some(caller)) = &signed {
        state.rates.take(caller.agent().as_str())
    } else {
        let peer = request.extensions().get::<Peer>();
        state.address_rates.take(&peer.map_or_else(String::new, |peer| peer.0.to_string()))
    };
    if let Err(seconds) = taken {
        return Problem::too_many(seconds).into_response();
    }
    request.extensions_mut().insert(Signed(signed));
    next.run(request).await
}

/// Gives up on what takes too long. What was begun goes to its end nevertheless, as it does
/// when whoever asked hangs up: dropped half way, it could leave a connection in the middle
/// of a transaction for whoever gets it next. It is answered the same when it comes again.
pub async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::spawn(next.run(request).in_current_span());
    match tokio::time::timeout(LONGEST, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            tracing::error!(%error, "a request was not answered");
            Problem::internal().into_response()
        }
        Err(_) => Problem::unavailable().into_response(),
    }
}

/// Names, counts and logs a request, and adds what every answer carries.
pub async fn observe(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_plain = |name: &&str| {
        name.len() <= LONGEST_NAME
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let name = given.filter(is_plain).map_or_else(auth::random_name, str::to_owned);
    // Not the address itself: it holds ids.
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "other".to_owned(), |route| route.as_str().to_owned());
    let method = request.method().to_string();
    let span = tracing::info_span!("request", id = %name, %method, %route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    state.metrics.request(&method, &route, status, took);
    span.in_scope(|| tracing::info!(status, ms = took.as_millis(), "answered"));
    let headers = response.headers_mut();
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(REQUEST_ID, name);
    }
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in always {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
