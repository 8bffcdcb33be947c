//! Changing what is set up: one record at a time, and only as it was when the change was
//! decided.

use std::collections::BTreeSet;

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use interaction_wrap_up::domain::admin::audit::{Change, NotChanged};
use interaction_wrap_up::domain::gate::Role;
use ring::digest;
use serde::Serialize;

use crate::asked;
use crate::auth::{Caller, hex};
use crate::clock;
use crate::problem::Problem;
use crate::state::State;
use crate::store::audit::Entry;
use crate::store::catalog::Changing;

/// The tag of a record as it is: the same as long as it says the same.
pub fn tag(record: &impl Serialize) -> String {
    let text = serde_json::to_string(record).unwrap_or_default();
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    format!("\"{}\"", hex(&hash.as_ref()[..12]))
}

/// A record as it is answered with.
pub fn answer<T: Serialize>(status: StatusCode, record: &T) -> Response {
    let tag =
        [(header::ETAG, tag(record)), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    (status, tag, Json(record)).into_response()
}

/// Whether `before` is what the change was decided upon: `If-Match` names it, or
/// `If-None-Match: *` says that there is none.
pub fn check_match(headers: &HeaderMap, before: Option<&impl Serialize>) -> Result<(), Problem> {
    match (asked::header(headers, "If-Match"), asked::header(headers, "If-None-Match"), before) {
        (None, None, _) => Err(Problem::needs_match()),
        (Some(wanted), _, Some(before)) if wanted == tag(before) => Ok(()),
        (None, Some("*"), None) => Ok(()),
        _ => Err(Problem::changed_since()),
    }
}

/// Begins to change what is set up, as an administrator.
pub async fn begin(state: &State, caller: &Caller) -> Result<Changing, Problem> {
    caller.needs_one_of(&[Role::Admin])?;
    Ok(state.store.change_catalog().await?)
}

/// Makes `change`, with its line in the trail.
pub async fn make(mut changing: Changing, caller: &Caller, change: Change) -> Result<(), Problem> {
    let is_removal = match &change {
        Change::Code(replaced) => replaced.after.is_none(),
        Change::Configuration(replaced) => replaced.after.is_none(),
    };
    let recorded = if is_removal { changing.recorded().await? } else { BTreeSet::default() };
    let applied = change.apply(&mut changing.catalog, |id| recorded.contains(id));
    applied.map_err(|error| match error {
        NotChanged::ChangedSince => Problem::changed_since(),
        NotChanged::InUse(in_use) => Problem::conflict(in_use.to_string()),
    })?;
    let detail = serde_json::to_value(&change).unwrap_or_default();
    let agent = Some(caller.agent());
    let entry = Entry { agent, action: "catalog", detail, ..Entry::default() };
    changing.note(clock::now(), entry).await?;
    changing.finish().await?;
    Ok(())
}
