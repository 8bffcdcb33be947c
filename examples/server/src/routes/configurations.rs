//! Configurations, one by one.

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use interaction_wrap_up::domain::admin::audit::Change;
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::id::ConfigurationId;

use crate::administration as admin;
use crate::asked::{Body, Id};
use crate::auth::Caller;
use crate::problem::Problem;
use crate::state::State;

fn find(catalog: &Catalog, id: &ConfigurationId) -> Option<Configuration> {
    catalog.configurations.iter().find(|each| each.id == *id).cloned()
}

fn unknown() -> Problem {
    Problem::not_found("there is no such configuration")
}

/// `GET configurations/{id}`
pub async fn read(
    Extract(state): Extract<State>,
    _: Caller,
    Id(id): Id<ConfigurationId>,
) -> Result<Response, Problem> {
    let found = find(&state.store.read_catalog().await?, &id).ok_or_else(unknown)?;
    Ok(admin::answer(StatusCode::OK, &found))
}

/// `PUT configurations/{id}`: a new one, or another form of one. An active one must be
/// without faults.
pub async fn put(
    Extract(state): Extract<State>,
    caller: Caller,
    Id(id): Id<ConfigurationId>,
    headers: HeaderMap,
    Body(configuration): Body<Configuration, { 1024 * 1024 }>,
) -> Result<Response, Problem> {
    if configuration.id != id {
        return Err(Problem::field("id", "must be the id of the address"));
    }
    let changing = admin::begin(&state, &caller).await?;
    let before = find(&changing.catalog, &id);
    admin::check_match(&headers, before.as_ref())?;
    let status = if before.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    let change = Change::of_configuration(before, Some(configuration.clone()));
    admin::make_one(changing, &caller, change).await?;
    Ok(admin::answer(status, &configuration))
}

/// `DELETE configurations/{id}`: wrap-ups that run by it keep their rules.
pub async fn remove(
    Extract(state): Extract<State>,
    caller: Caller,
    Id(id): Id<ConfigurationId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let changing = admin::begin(&state, &caller).await?;
    let before = find(&changing.catalog, &id).ok_or_else(unknown)?;
    admin::check_match(&headers, Some(&before))?;
    admin::make_one(changing, &caller, Change::of_configuration(Some(before), None)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
