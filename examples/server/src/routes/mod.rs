//! What can be asked, one file a subject.

mod catalog;
mod changes;
mod codes;
mod configurations;
mod csrf;
mod demo;
mod events;
mod health;
mod interactions;
mod lists;
mod presence;
mod segments;
mod time;

pub use demo::set_up as demo_catalog;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post, put};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::auth::cookie::CSRF;
use crate::problem::Problem;
use crate::state::State;
use crate::{around, now};

/// Where the contract's addresses begin.
pub const BASE: &str = "/api";

/// Every address below [`BASE`] with its methods, as the OpenAPI document has them.
pub const TABLE: &[(&str, &[&str])] = &[
    ("/catalog", &["get"]),
    ("/interactions", &["get"]),
    ("/interactions/{id}", &["get", "put"]),
    ("/interactions/{id}/words", &["delete"]),
    ("/segments/{id}", &["get", "put"]),
    ("/segments/{id}/draft", &["put"]),
    ("/segments/{id}/closure", &["post"]),
    ("/segments/{id}/versions", &["post"]),
    ("/presence", &["post"]),
    ("/csrf", &["get"]),
    ("/events", &["get"]),
    ("/time", &["get"]),
    ("/segments", &["get"]),
    ("/numbers", &["get"]),
    ("/audit", &["get"]),
    ("/changes", &["get", "post"]),
    ("/recorded_codes", &["get"]),
    ("/codes/{id}", &["get", "put", "delete"]),
    ("/configurations/{id}", &["get", "put", "delete"]),
];

/// All of it.
pub fn router(state: State) -> Router {
    let api = Router::new()
        .route("/catalog", get(catalog::read))
        .route("/interactions", get(lists::interactions))
        .route("/interactions/{id}", get(interactions::read).put(interactions::report))
        .route("/interactions/{id}/words", delete(interactions::erase))
        .route("/segments/{id}", get(segments::read).put(segments::open))
        .route("/segments/{id}/draft", put(segments::change))
        .route("/segments/{id}/closure", post(segments::close))
        .route("/segments/{id}/versions", post(segments::correct))
        .route("/presence", post(presence::presence))
        .route("/csrf", get(csrf::read))
        .route("/events", get(events::events))
        .route("/time", get(time::read))
        .route("/segments", get(lists::segments))
        .route("/numbers", get(lists::numbers))
        .route("/audit", get(lists::audit))
        .route("/changes", get(changes::read).post(changes::make))
        .route("/recorded_codes", get(codes::recorded))
        .route("/codes/{id}", get(codes::read).put(codes::put).delete(codes::remove))
        .route(
            "/configurations/{id}",
            get(configurations::read).put(configurations::put).delete(configurations::remove),
        )
        .method_not_allowed_fallback(async || Problem::wrong_method())
        .fallback(async || Problem::not_found("there is nothing at this address"))
        .layer(from_fn_with_state(state.clone(), around::sign_in))
        .layer(from_fn(around::in_time))
        .layer(cors(&state));
    let health = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics));
    let now = now::router(&state).layer(cors(&state));
    let router = Router::new().nest(BASE, api).nest("/api/now", now).merge(health);
    let router = demo::add(router, &state);
    router.layer(from_fn_with_state(state.clone(), around::observe)).with_state(state)
}

/// Which other origins' pages may ask.
fn cors(state: &State) -> CorsLayer {
    let origins =
        state.config.origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    let name = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::PUT, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            name("idempotency-key"),
            name("page-time"),
            name("x-usertoken"),
            name(CSRF),
        ])
        .allow_credentials(state.cookies.are_taken())
        .expose_headers([header::RETRY_AFTER, header::DATE, header::ETAG, name("x-request-id")])
        .max_age(std::time::Duration::from_hours(2))
}
