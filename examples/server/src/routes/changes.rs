//! Codes and configurations, several changes at once, and the trail of all of them.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State as Extract;
use interaction_wrap_up::domain::admin::audit::{AuditEntry, Change, NotChanged, Replaced};
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::MAX_ID_BYTES;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::administration::{self as admin, NotMade};
use crate::asked::Body;
use crate::auth::Caller;
use crate::body::check_name;
use crate::params::Params;
use crate::problem::Problem;
use crate::state::State;
use crate::store::catalog::Named;

/// The most that changes take, in bytes: an import is one request.
const LARGEST: usize = 16 * 1024 * 1024;

/// So many changes are made at once at most.
const MOST: usize = 10_000;

/// What is to be changed.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    entries: Vec<WantedEntry>,
}

/// An entry of the trail to be. Who and when is for the server to say.
#[derive(Debug, Deserialize)]
struct WantedEntry {
    id: String,
    change: Change,
    takes_back: Option<String>,
}

/// `POST changes`: all of them or none, once by the names of their entries, for
/// administrators.
pub async fn make(
    Extract(state): Extract<State>,
    caller: Caller,
    Body(Wanted { entries }): Body<Wanted, LARGEST>,
) -> Result<Json<Value>, Problem> {
    caller.needs_one_of(&[Role::Admin])?;
    check(&entries)?;
    let named = |entry: WantedEntry| {
        let WantedEntry { id, change, takes_back } = entry;
        Named { entry: id, change, takes_back }
    };
    let changes: Vec<_> = entries.into_iter().map(named).collect();
    let answer = |at: &mut dyn FnMut(usize) -> Value| {
        let one = |(place, named): (usize, &Named)| json!({ "id": named.entry, "by": caller.agent(), "at": at(place) });
        Json(json!({ "entries": changes.iter().enumerate().map(one).collect::<Vec<_>>() }))
    };
    let mut changing = admin::begin(&state, &caller).await?;
    let mut before = Vec::new();
    for (place, named) in changes.iter().enumerate() {
        let Some((said, at)) = changing.made(&named.entry).await? else { continue };
        if said != named.said(caller.agent())? {
            return Err(came_before(place, "came before with another content"));
        }
        before.push(at);
    }
    if before.len() == changes.len() {
        return Ok(answer(&mut |place| json!(before[place])));
    }
    if !before.is_empty() {
        return Err(Problem::field("entries", "came before in part, and without the others"));
    }
    let made = admin::make(changing, &caller, &changes).await;
    let at = made.map_err(|not_made| refused(&changes, not_made))?;
    Ok(answer(&mut |_| json!(at)))
}

/// `GET changes`: the trail of codes and configurations, the newest first, for
/// administrators.
pub async fn read(
    Extract(state): Extract<State>,
    caller: Caller,
    mut params: Params,
) -> Result<Json<Value>, Problem> {
    caller.needs_one_of(&[Role::Admin])?;
    let before = params.parsed("cursor", "the next of an earlier answer")?.unwrap_or(i64::MAX);
    let limit = params.limit()?;
    params.nothing_else()?;
    let mut changes = state.store.changes(before, limit + 1).await?;
    let has_more = changes.len() > limit as usize;
    changes.truncate(limit as usize);
    let next = changes.last().filter(|_| has_more).map(|(place, _)| place.to_string());
    let entries: Vec<AuditEntry> = changes.into_iter().map(|(_, entry)| entry).collect();
    Ok(Json(json!({ "entries": entries, "next": next })))
}

fn came_before(place: usize, rule: &str) -> Problem {
    Problem::field(format!("entries[{place}].id"), rule)
}

/// Names that can be kept, and changes that change something.
fn check(entries: &[WantedEntry]) -> Result<(), Problem> {
    if entries.is_empty() || entries.len() > MOST {
        return Err(Problem::field("entries", format!("must be from 1 to {MOST}")));
    }
    let mut names = BTreeSet::new();
    for (place, entry) in entries.iter().enumerate() {
        let field = |name: &str| format!("entries[{place}].{name}");
        check_entry_name(&field("id"), &entry.id)?;
        if !names.insert(&entry.id) {
            return Err(Problem::field(field("id"), "must be unlike any other's"));
        }
        if let Some(name) = &entry.takes_back {
            check_entry_name(&field("takes_back"), name)?;
        }
        match &entry.change {
            Change::Code(replaced) => {
                check_replaced(&field("change.code"), replaced, |code| code.id.as_str())?;
            }
            Change::Configuration(replaced) => {
                check_replaced(&field("change.configuration"), replaced, |it| it.id.as_str())?;
            }
        }
    }
    Ok(())
}

fn check_entry_name(field: &str, name: &str) -> Result<(), Problem> {
    if name.is_empty() || name.len() > MAX_ID_BYTES {
        return Err(Problem::field(field, format!("must have 1 to {MAX_ID_BYTES} bytes")));
    }
    check_name(field, name)
}

fn check_replaced<T>(
    field: &str,
    replaced: &Replaced<T>,
    id: impl Fn(&T) -> &str,
) -> Result<(), Problem> {
    let ids = (replaced.before.as_ref().map(&id), replaced.after.as_ref().map(&id));
    match ids {
        (None, None) => Err(Problem::field(field, "must have a record before or after")),
        (Some(before), Some(after)) if before != after => {
            Err(Problem::field(format!("{field}.after.id"), "must be the id it has before"))
        }
        (Some(id), _) | (None, Some(id)) => check_name(&format!("{field}.after.id"), id),
    }
}

/// A refusal with the path of the change it is about.
fn refused(changes: &[Named], not_made: NotMade) -> Problem {
    let field = |place: usize, more: &str| {
        let kind = match changes.get(place).map(|named| &named.change) {
            Some(Change::Configuration(_)) => "configuration",
            _ => "code",
        };
        format!("entries[{place}].change.{kind}.{more}")
    };
    match not_made {
        NotMade::Now(place, NotChanged::ChangedSince) => {
            Problem::changed_since(field(place, "before"))
        }
        NotMade::Now(place, NotChanged::InUse(in_use)) => {
            Problem::in_use(field(place, "before"), in_use.to_string())
        }
        NotMade::Faulty(place, name, rule) => {
            Problem::field(field(place, &format!("after.{name}")), rule)
        }
        NotMade::Otherwise(problem) => problem,
    }
}
