//! The demonstration: a page with the widget, one with the administration, and tokens for
//! whoever asks. Only with `--demo`, which listens on this machine alone.

use axum::Json;
use axum::Router;
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use interaction_wrap_up::domain::admin::audit;
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::code::WrapUpCode;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::{AgentId, CodeId, ConfigurationId};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::services::ServeDir;

use crate::asked::Body;
use crate::clock;
use crate::problem::Problem;
use crate::state::State;
use crate::store::Stored;
use crate::store::catalog::Named;

/// What the widget needs of a page, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// How long a token of the demonstration is good, in seconds.
const LIFE: i64 = 60 * 60;

/// Adds it to `router`, where it was asked for.
pub fn add(router: Router<State>, state: &State) -> Router<State> {
    if !state.config.demo {
        return router;
    }
    let page = |kind: &'static str, text: &'static str| {
        get(async move || ([(header::CONTENT_TYPE, kind)], text))
    };
    let pages = Router::new()
        .route("/", page("text/html; charset=utf-8", include_str!("../../demo/index.html")))
        .route(
            "/page.js",
            page("text/javascript; charset=utf-8", include_str!("../../demo/page.js")),
        )
        .route("/admin", page("text/html; charset=utf-8", include_str!("../../demo/admin.html")))
        .route(
            "/admin.js",
            page("text/javascript; charset=utf-8", include_str!("../../demo/admin.js")),
        )
        .route("/page.css", page("text/css; charset=utf-8", include_str!("../../demo/page.css")));
    let pages = match &state.config.site {
        Some(site) => pages.nest_service("/package", ServeDir::new(site)),
        None => pages,
    };
    let pages = pages.layer(from_fn(with_policy));
    router.merge(pages).route("/demo/token", post(token))
}

async fn with_policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // Asked for anew each time; "no-store" would keep pages out of the back/forward cache.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[derive(Debug, Deserialize)]
struct Wanted {
    agent: String,
    roles: Option<Vec<String>>,
}

/// `POST /demo/token`: whoever asks is whoever they say.
async fn token(
    Extract(state): Extract<State>,
    Body(Wanted { agent, roles }): Body<Wanted, 4096>,
) -> Result<Response, Problem> {
    let roles = roles.unwrap_or_else(|| vec![Role::InteractionAdmin.name().to_owned()]);
    if let Some(unknown) = roles.iter().position(|role| Role::named(role).is_none()) {
        return Err(Problem::field(format!("roles[{unknown}]"), "must be a role"));
    }
    let roles: Vec<_> = roles.iter().map(String::as_str).collect();
    let until = clock::now().0 / 1000 + LIFE;
    let token = state.sign_in.demo_token(&agent, &roles, until).ok_or_else(Problem::internal)?;
    let body: Json<Value> = Json(json!({ "token": token, "seconds": LIFE }));
    Ok(body.into_response())
}

/// Something to choose from, where nothing is set up yet.
pub async fn set_up(state: &State) -> Stored<()> {
    let mut changing = state.store.change_catalog().await?;
    if !changing.catalog.codes.is_empty() || !changing.catalog.configurations.is_empty() {
        return Ok(());
    }
    let codes =
        [("resolved", "Resolved"), ("follow-up", "Follow-up needed"), ("refund", "Refund issued")];
    let codes = codes
        .into_iter()
        .filter_map(|(id, label)| Some(WrapUpCode::new(CodeId::new(id).ok()?, label)));
    let codes: Vec<_> = codes.collect();
    let ids: Vec<_> = codes.iter().map(|code| code.id.clone()).collect();
    let configurations = ConfigurationId::new("chat").ok().map(|id| Configuration {
        channels: vec![Channel::Chat],
        enforce_duration: true,
        duration_seconds: 120,
        show_timer: true,
        expiry_policy: ExpiryPolicy::FillBlanks,
        enable_codes: true,
        default_code: ids.first().cloned(),
        allowed_codes: ids,
        ..Configuration::new(id, "Chat")
    });
    let after = Catalog { codes, configurations: configurations.into_iter().collect() };
    if let Ok(by) = AgentId::new("demonstration") {
        let at = clock::now();
        for change in audit::changes(&changing.catalog, &after) {
            changing.note(at, &by, &Named::of(change)).await?;
        }
    }
    changing.catalog = after;
    changing.finish().await?;
    Ok(())
}
