//! Changing what is set up: all that is asked for at once or nothing of it, and only as it
//! was when the change was decided.

use std::collections::BTreeSet;

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use interaction_wrap_up::domain::admin::audit::{Change, NotChanged};
use interaction_wrap_up::domain::admin::codes::{self, CodeRule};
use interaction_wrap_up::domain::admin::lint::{self, KnownFields};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::ConfigurationId;
use interaction_wrap_up::domain::time::Timestamp;
use ring::digest;
use serde::Serialize;

use crate::asked;
use crate::auth::{Caller, hex};
use crate::clock;
use crate::problem::Problem;
use crate::state::State;
use crate::store::StoreError;
use crate::store::catalog::{Changing, Named};

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
        _ => Err(Problem::changed_since("If-Match")),
    }
}

/// Begins to change what is set up, as an administrator.
pub async fn begin(state: &State, caller: &Caller) -> Result<Changing, Problem> {
    caller.needs_one_of(&[Role::Admin])?;
    Ok(state.store.change_catalog().await?)
}

/// Why changes are not made. Each is named by its place among them.
#[derive(Debug)]
pub enum NotMade {
    /// That one cannot be made as things are now.
    Now(usize, NotChanged),
    /// What that one leads to breaks a rule: the field's name, and the rule.
    Faulty(usize, &'static str, String),
    /// Something else is in the way.
    Otherwise(Problem),
}

impl From<StoreError> for NotMade {
    fn from(error: StoreError) -> Self {
        Self::Otherwise(error.into())
    }
}

/// Makes one change, under a name of the server's own.
pub async fn make_one(changing: Changing, caller: &Caller, change: Change) -> Result<(), Problem> {
    let made = make(changing, caller, &[Named::of(change)]).await;
    made.map(|_| ()).map_err(|not_made| match not_made {
        NotMade::Now(_, NotChanged::ChangedSince) => Problem::changed_since("If-Match"),
        NotMade::Now(_, NotChanged::InUse(in_use)) => Problem::conflict(in_use.to_string()),
        NotMade::Faulty(_, field, rule) => Problem::field(field, rule),
        NotMade::Otherwise(problem) => problem,
    })
}

/// Makes `changes` in their order, all or none, each with its line in the trail, and
/// gives the instant. What they lead to is judged once all are made.
pub async fn make(
    mut changing: Changing,
    caller: &Caller,
    changes: &[Named],
) -> Result<Timestamp, NotMade> {
    let is_removal = |named: &Named| match &named.change {
        Change::Code(replaced) => replaced.after.is_none(),
        Change::Configuration(_) => false,
    };
    let removes = changes.iter().any(is_removal);
    let recorded = if removes { changing.recorded().await? } else { BTreeSet::new() };
    let before = changing.catalog.clone();
    for (place, named) in changes.iter().enumerate() {
        let applied = named.change.apply(&mut changing.catalog, |id| recorded.contains(id));
        applied.map_err(|error| NotMade::Now(place, error))?;
    }
    judge(&before, &changing.catalog, changes)?;
    let at = clock::now();
    for named in changes {
        changing.note(at, caller.agent(), named).await?;
    }
    changing.finish().await?;
    Ok(at)
}

/// Refuses what is wrong `after` the changes and was not `before`: with codes, and with
/// configurations that were changed and are active.
fn judge(before: &Catalog, after: &Catalog, changes: &[Named]) -> Result<(), NotMade> {
    let code_of = |named: &Named| match &named.change {
        Change::Code(replaced) => replaced.after.as_ref().map(|code| code.id.clone()),
        Change::Configuration(_) => None,
    };
    if changes.iter().any(|named| code_of(named).is_some()) {
        let known = codes::check(&before.codes);
        let error = codes::check(&after.codes).into_iter().find(|error| !known.contains(error));
        if let Some(error) = error {
            let is_about = |named: &Named| {
                code_of(named).is_some_and(|id| {
                    id == error.code || matches!(&error.rule, CodeRule::LabelTaken(by) if *by == id)
                })
            };
            // Where the code itself was not changed, one that was is to blame.
            let place = changes.iter().rposition(is_about);
            let place = place.or(changes.iter().position(|named| code_of(named).is_some()));
            let rule = error.rule.to_string();
            return Err(NotMade::Faulty(place.unwrap_or_default(), error.field, rule));
        }
    }
    let place_of = |id: &ConfigurationId| {
        changes.iter().rposition(|named| match &named.change {
            Change::Configuration(replaced) => {
                replaced.after.as_ref().is_some_and(|each| each.active && each.id == *id)
            }
            Change::Code(_) => false,
        })
    };
    if !after.configurations.iter().any(|each| place_of(&each.id).is_some()) {
        return Ok(());
    }
    let faults = lint::lint(after, &KnownFields::new()).into_iter().filter(|it| it.rule.is_error());
    let mut faults = faults.filter_map(|it| Some((place_of(&it.configuration)?, it)));
    match faults.next() {
        Some((place, it)) => Err(NotMade::Faulty(place, it.field, it.rule.to_string())),
        None => Ok(()),
    }
}
