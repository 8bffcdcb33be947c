//! The Table API, as far as wrap-ups need it.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::ClosureKind;
use interaction_wrap_up::domain::code::CodeRef;
use interaction_wrap_up::domain::configuration::Rules;
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::{Interaction, InteractionState};
use interaction_wrap_up::domain::segment::ConfigurationRef;
use interaction_wrap_up::domain::servicenow::decision::state_name;
use interaction_wrap_up::domain::servicenow::{date, table};
use interaction_wrap_up::domain::time::Millis;
use serde_json::{Value, json};

use super::records::{self, Found, Row, sys_id};
use super::wrap_up::{self, New, Said};
use super::{Given, No, Shared, no_record};
use crate::auth::Caller;
use crate::params::Params;
use crate::problem::Problem;
use crate::state::State;
use crate::store::audit::Entry;
use crate::store::now::Beside;
use crate::{auth, clock};

/// A query as far as it is understood here: what columns must be, or must not be.
struct Query(Vec<(String, bool, String)>);

impl Query {
    fn read(query: &str) -> Result<Self, Problem> {
        let tests = query
            .split('^')
            .filter(|test| !(test.is_empty() || *test == "EQ" || test.starts_with("ORDERBY")));
        let test = |test: &str| {
            let unlike = test.split_once("!=").map(|(column, value)| (column, false, value));
            let like = || test.split_once('=').map(|(column, value)| (column, true, value));
            let (column, is, value) = unlike.or_else(like).ok_or_else(|| {
                Problem::field("sysparm_query", "must be tests of columns")
                    .with(StatusCode::BAD_REQUEST)
            })?;
            Ok((column.to_owned(), is, value.to_owned()))
        };
        Ok(Self(tests.map(test).collect::<Result<_, Problem>>()?))
    }

    /// What a column must be; empty for anything.
    fn value(&self, column: &str) -> &str {
        let found = self.0.iter().find(|(name, is, _)| *is && name == column);
        found.map_or("", |(_, _, value)| value)
    }

    fn holds(&self, row: &Row) -> bool {
        self.0.iter().all(|(column, is, value)| (row.get(column) == value) == *is)
    }
}

fn no_table() -> Problem {
    Problem::field("table", "is not a table here").with(StatusCode::BAD_REQUEST)
}

fn segment_row(caller: &Caller, found: &Found) -> Row {
    let is_own = found.kept.segment.agent == *caller.agent() || caller.has(Role::Supervisor);
    found.row(is_own)
}

async fn rows(state: &State, caller: &Caller, name: &str, query: &Query) -> Result<Vec<Row>, No> {
    Ok(match name {
        table::CODE => {
            state.store.read_catalog().await?.codes.iter().map(records::code_row).collect()
        }
        table::CONFIGURATION => {
            let catalog = state.store.read_catalog().await?;
            catalog.configurations.iter().filter_map(records::configuration_row).collect()
        }
        table::SEGMENT => {
            let (agent, interaction) = (query.value("agent"), query.value("interaction"));
            let found = Found::list(state, agent, interaction).await?;
            found.iter().map(|found| segment_row(caller, found)).collect()
        }
        _ => return Err(no_table().into()),
    })
}

/// `GET table/{table}`: the latest segments first, codes and configurations as they come.
pub async fn list(
    super::Extract(state): Shared,
    caller: Caller,
    Path(name): Path<String>,
    mut params: Params,
) -> Result<Json<Value>, No> {
    let query = Query::read(&params.text("sysparm_query").unwrap_or_default())?;
    let columns = params.text("sysparm_fields").unwrap_or_default();
    let limit: Option<usize> = params.parsed("sysparm_limit", "a whole number")?;
    let rows = rows(&state, &caller, &name, &query).await?.into_iter();
    let rows = rows.filter(|row| query.holds(row)).take(limit.unwrap_or(10_000));
    let rows: Vec<_> = rows.map(|row| row.with(&columns)).collect();
    Ok(Json(json!({ "result": rows })))
}

async fn conversation(state: &State, id: &str) -> Result<Interaction, No> {
    let id = InteractionId::new(id).map_err(|_| no_record())?;
    Ok(state.store.interaction(&id).await?.ok_or_else(no_record)?)
}

/// `GET table/{table}/{sys_id}`
pub async fn read(
    super::Extract(state): Shared,
    caller: Caller,
    Path((name, id)): Path<(String, String)>,
    mut params: Params,
) -> Result<Json<Value>, No> {
    let columns = params.text("sysparm_fields").unwrap_or_default();
    let row = match &*name {
        table::INTERACTION => records::interaction_row(&conversation(&state, &id).await?),
        table::SEGMENT => {
            let found = wrap_up::by_id(&state, &id).await?.ok_or_else(no_record)?;
            segment_row(&caller, &found)
        }
        _ => {
            let rows = rows(&state, &caller, &name, &Query(Vec::new())).await?;
            rows.into_iter().find(|row| row.get("sys_id") == id).ok_or_else(no_record)?
        }
    };
    Ok(Json(json!({ "result": row.with(&columns) })))
}

/// Has `record` concluded with what others say of it.
async fn report(state: &State, caller: &Caller, record: Interaction) -> Result<Response, No> {
    let mut conversation = state.store.conversation(&record.id).await?;
    let now = clock::now();
    // Whoever writes last is right; there are no revisions.
    let revision = now.0.unsigned_abs();
    conversation.report(caller.agent(), revision, now, &record).await?;
    let detail = json!({ "by": "servicenow", "state": record.state });
    let agent = Some(caller.agent());
    let entry = Entry { agent, action: "interaction", detail, ..Entry::default() };
    conversation.note(now, entry).await?;
    conversation.finish(state.grace).await?;
    let row = records::interaction_row(&record).with("");
    Ok(Json(json!({ "result": row })).into_response())
}

/// `record` in the state of that name.
fn in_state(mut record: Interaction, name: &str, caller: &Caller) -> Result<Interaction, Problem> {
    use InteractionState as State;
    let all = [
        State::New,
        State::WorkInProgress,
        State::OnHold,
        State::WrapUp,
        State::ClosedComplete,
        State::ClosedAbandoned,
    ];
    let found = all.into_iter().find(|state| state_name(*state) == name);
    let rule = "must be a state of interactions";
    record.state = found.ok_or_else(|| Problem::field("state", rule))?;
    record.connected =
        if record.state.is_live() { vec![caller.agent().clone()] } else { Vec::new() };
    if record.state == State::WrapUp {
        record.ended_at = Some(clock::now());
    }
    Ok(record)
}

/// `POST table/{table}`: conversations and segments.
pub async fn insert(
    super::Extract(state): Shared,
    caller: Caller,
    Path(name): Path<String>,
    given: Given,
) -> Result<Response, No> {
    match &*name {
        table::INTERACTION => {
            let id = InteractionId::new(auth::random_name()).map_err(|_| no_record())?;
            let channel = Channel::from(given.text("type"));
            let mut record = Interaction::new(id, channel, clock::now());
            record.assigned_to = Some(caller.agent().clone());
            let wanted = given.text("state");
            let wanted = if wanted.is_empty() { "new" } else { &wanted };
            let record = in_state(record, wanted, &caller)?;
            let mut response = report(&state, &caller, record).await?;
            *response.status_mut() = StatusCode::CREATED;
            Ok(response)
        }
        table::SEGMENT => {
            let catalog = state.store.read_catalog().await?;
            let id = given.text("wrap_up_configuration");
            let known = catalog.configurations.iter().find(|each| sys_id(each.id.as_str()) == id);
            let mut rules =
                known.and_then(|it| it.rules(&catalog.codes).ok()).unwrap_or_else(Rules::fallback);
            rules.correction = Millis::from_seconds(24 * 60 * 60);
            let configuration =
                known.map(|it| ConfigurationRef { id: it.id.clone(), name: it.name.clone() });
            let beside = Beside {
                external: given.truth("external"),
                external_segment_id: given.text("external_segment_id"),
                ..Beside::default()
            };
            let opened_at = date::read(&given.text("opened_on")).unwrap_or_else(clock::now);
            let (agent, interaction) = (given.text("agent"), given.text("interaction"));
            let new = New { agent, interaction, configuration, rules, opened_at, beside };
            let found = wrap_up::insert(&state, &caller, new).await.map_err(plain)?;
            let row = segment_row(&caller, &found).with("");
            Ok((StatusCode::CREATED, Json(json!({ "result": row }))).into_response())
        }
        _ => Err(no_table().into()),
    }
}

/// The Table API says no with a status.
fn plain(no: No) -> No {
    match no {
        No::Said(_, message) => {
            No::Problem(Problem::field("", message).with(StatusCode::FORBIDDEN))
        }
        No::Problem(problem) => No::Problem(problem),
    }
}

/// `PATCH table/{table}/{sys_id}`: conversations and segments.
pub async fn change(
    super::Extract(state): Shared,
    caller: Caller,
    Path((name, id)): Path<(String, String)>,
    given: Given,
) -> Result<Response, No> {
    match &*name {
        table::INTERACTION => {
            let record = conversation(&state, &id).await?;
            let agent = caller.agent();
            let is_on = record.has(agent) || record.assigned_to.as_ref() == Some(agent);
            if !is_on && Found::list(&state, agent.as_str(), &id).await?.is_empty() {
                let rule = "must be an interaction of the agent who has signed in";
                return Err(Problem::forbidden("sys_id", rule).into());
            }
            let record = in_state(record, &given.text("state"), &caller)?;
            report(&state, &caller, record).await
        }
        table::SEGMENT => {
            let mut found = wrap_up::by_id(&state, &id).await?.ok_or_else(no_record)?;
            caller.speaks_for_or("sys_id", &found.kept.segment.agent, Role::Admin)?;
            if !given.0["awaiting_confirmation"].is_null() {
                found.beside.awaiting_confirmation = given.truth("awaiting_confirmation");
            }
            let code = given.text("wrap_up_code");
            let codes = found.kept.segment.rules.codes.as_ref();
            let allowed = codes.map_or(&[][..], |codes| &codes.allowed);
            let code: Option<CodeRef> =
                allowed.iter().find(|each| sys_id(each.id.as_str()) == code).cloned();
            let kind = if given.truth("timed_out") {
                ClosureKind::TimedOut
            } else {
                ClosureKind::Submitted
            };
            let confirmed_on = date::read(&given.text("confirmed_on"));
            let said = Said { code, notes: given.text("notes"), kind, confirmed_on };
            let found = wrap_up::write(&state, &caller, found, said).await.map_err(plain)?;
            let row = segment_row(&caller, &found).with("");
            Ok(Json(json!({ "result": row })).into_response())
        }
        _ => Err(no_table().into()),
    }
}
