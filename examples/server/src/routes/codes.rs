//! Codes, one by one.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use interaction_wrap_up::domain::admin::audit::Change;
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::code::WrapUpCode;
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::CodeId;
use serde_json::{Value, json};

use crate::administration as admin;
use crate::asked::{Body, Id};
use crate::auth::Caller;
use crate::body::check_name;
use crate::problem::Problem;
use crate::state::State;

fn find(catalog: &Catalog, id: &CodeId) -> Option<WrapUpCode> {
    catalog.codes.iter().find(|code| code.id == *id).cloned()
}

fn unknown() -> Problem {
    Problem::not_found("there is no such code")
}

/// `GET recorded_codes`: those that any record names, which therefore stay, for
/// administrators.
pub async fn recorded(
    Extract(state): Extract<State>,
    caller: Caller,
) -> Result<Json<Value>, Problem> {
    caller.needs_one_of(&[Role::Admin])?;
    Ok(Json(json!({ "codes": state.store.recorded_codes().await? })))
}

/// `GET codes/{id}`
pub async fn read(
    Extract(state): Extract<State>,
    _: Caller,
    Id(id): Id<CodeId>,
) -> Result<Response, Problem> {
    let code = find(&state.store.read_catalog().await?, &id).ok_or_else(unknown)?;
    Ok(admin::answer(StatusCode::OK, &code))
}

/// `PUT codes/{id}`: a new one, or another form of one.
pub async fn put(
    Extract(state): Extract<State>,
    caller: Caller,
    Id(id): Id<CodeId>,
    headers: HeaderMap,
    Body(code): Body<WrapUpCode, { 256 * 1024 }>,
) -> Result<Response, Problem> {
    check_name("id", code.id.as_str())?;
    if code.id != id {
        return Err(Problem::field("id", "must be the id of the address"));
    }
    let changing = admin::begin(&state, &caller).await?;
    let before = find(&changing.catalog, &id);
    admin::check_match(&headers, before.as_ref())?;
    let status = if before.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    admin::make_one(changing, &caller, Change::of_code(before, Some(code.clone()))).await?;
    Ok(admin::answer(status, &code))
}

/// `DELETE codes/{id}`: only one that nothing names. Others are made inactive.
pub async fn remove(
    Extract(state): Extract<State>,
    caller: Caller,
    Id(id): Id<CodeId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let changing = admin::begin(&state, &caller).await?;
    let before = find(&changing.catalog, &id).ok_or_else(unknown)?;
    admin::check_match(&headers, Some(&before))?;
    admin::make_one(changing, &caller, Change::of_code(Some(before), None)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
