//! Wrap-ups, numbers and the trail, page by page.

use axum::Json;
use axum::extract::State as Extract;
use interaction_wrap_up::domain::admin::numbers::{self, By};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::record::MAX_SAFE_INTEGER;
use serde_json::{Value, json};

use crate::auth::Caller;
use crate::params::Params;
use crate::problem::Problem;
use crate::state::State;
use crate::store::lists::{Listed, Wanted};

/// Numbers are counted of so many wrap-ups at most.
const MOST_COUNTED: u32 = 100_000;

const INSTANT: &str = "milliseconds since 1970, as a whole number";

/// The time that is asked for.
fn range(params: &mut Params) -> Result<(i64, i64), Problem> {
    let mut instant = |name: &str| {
        let at: Option<i64> = params.parsed(name, INSTANT)?;
        let is_safe = at.is_none_or(|at| at.unsigned_abs() <= MAX_SAFE_INTEGER.unsigned_abs());
        if is_safe { Ok(at) } else { Err(Problem::field(name, format!("must be {INSTANT}"))) }
    };
    Ok((instant("from")?.unwrap_or(i64::MIN), instant("until")?.unwrap_or(i64::MAX)))
}

/// A place in the list, as a text that nobody needs to understand.
fn cursor(Listed { opened_at, kept }: &Listed) -> String {
    format!("{opened_at}.{}", kept.segment.id)
}

fn place(cursor: &str) -> Result<(i64, String), Problem> {
    let parts = cursor.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned())));
    parts.ok_or_else(|| Problem::field("cursor", "must be the next of an earlier answer"))
}

/// `GET segments`: the latest first. Agents see their own, supervisors and
/// administrators all.
pub async fn segments(
    Extract(state): Extract<State>,
    caller: Caller,
    mut params: Params,
) -> Result<Json<Value>, Problem> {
    let sees_all = caller.has(Role::Supervisor) || caller.has(Role::Admin);
    let own = caller.agent().to_string();
    let agent = params.text("agent").unwrap_or(if sees_all { String::new() } else { own.clone() });
    if !sees_all && agent != own {
        return Err(Problem::forbidden("agent", "must be the agent who has signed in"));
    }
    let states = [("open", "open"), ("parked", "parked"), ("closed", "closed")];
    let wanted_state = params.one_of("state", &states)?.unwrap_or_default().to_owned();
    let (from, until) = range(&mut params)?;
    let interaction = params.text("interaction").unwrap_or_default();
    let after = params.text("cursor").map(|cursor| place(&cursor)).transpose()?;
    let limit = params.limit()?;
    params.nothing_else()?;
    let wanted =
        Wanted { agent, state: wanted_state, interaction, from, until, after, most: limit + 1 };
    let mut listed = state.store.segments(&wanted).await?;
    let has_more = listed.len() > limit as usize;
    listed.truncate(limit as usize);
    let next = listed.last().filter(|_| has_more).map(cursor);
    let segments: Vec<_> = listed.into_iter().map(|each| each.kept.segment).collect();
    Ok(Json(json!({ "segments": segments, "next": next })))
}

/// `GET interactions`: the conversations that were made known last, for supervisors and
/// administrators. What agents prepare in them is theirs.
pub async fn interactions(
    Extract(state): Extract<State>,
    caller: Caller,
    mut params: Params,
) -> Result<Json<Value>, Problem> {
    caller.needs_one_of(&[Role::Supervisor, Role::Admin])?;
    let limit = params.limit()?;
    params.nothing_else()?;
    let mut interactions = state.store.interactions(limit).await?;
    for each in &mut interactions {
        each.preparations.clear();
    }
    Ok(Json(json!({ "interactions": interactions })))
}

/// `GET numbers`: what wrapping up costs, for supervisors and administrators.
pub async fn numbers(
    Extract(state): Extract<State>,
    caller: Caller,
    mut params: Params,
) -> Result<Json<Value>, Problem> {
    caller.needs_one_of(&[Role::Supervisor, Role::Admin])?;
    let known = [
        ("all", By::All),
        ("day", By::Day),
        ("channel", By::Channel),
        ("agent", By::Agent),
        ("code", By::Code),
    ];
    let by = params.one_of("by", &known)?.unwrap_or(By::All);
    let range = range(&mut params)?;
    let agent = params.text("agent").unwrap_or_default();
    let offset = params.parsed("offset_minutes", "a whole number of minutes")?.unwrap_or(0);
    if !(-14 * 60..=14 * 60).contains(&offset) {
        return Err(Problem::field("offset_minutes", "must be from -840 to 840"));
    }
    params.nothing_else()?;
    let closed = state.store.closed(range, &agent, MOST_COUNTED + 1).await?;
    if closed.len() > MOST_COUNTED as usize {
        let rule = format!("must not begin before {MOST_COUNTED} wrap-ups or more");
        return Err(Problem::field("from", rule));
    }
    let pairs: Vec<_> = closed
        .into_iter()
        .map(|(interaction, kept)| {
            let unknown = || {
                let id = kept.segment.interaction.clone();
                Interaction::new(id, Channel::Other(String::new()), kept.segment.opened_at)
            };
            (interaction.unwrap_or_else(unknown), kept.segment)
        })
        .collect();
    let pairs =
        pairs.iter().map(|(interaction, segment)| (interaction, std::slice::from_ref(segment)));
    let samples = numbers::samples(pairs, offset);
    let rows: Vec<_> = numbers::rows(&samples, by)
        .into_iter()
        .map(|row| {
            json!({
                "name": row.name, "count": row.count, "median": row.median, "p90": row.p90,
                "submitted": row.submitted, "timed_out": row.timed_out, "swept": row.swept,
                "otherwise": row.otherwise, "extensions": row.extensions,
                "suggested": row.suggested, "accepted": row.accepted,
            })
        })
        .collect();
    Ok(Json(json!({ "rows": rows })))
}

/// `GET audit`: every write, the newest first, for administrators.
pub async fn audit(
    Extract(state): Extract<State>,
    caller: Caller,
    mut params: Params,
) -> Result<Json<Value>, Problem> {
    caller.needs_one_of(&[Role::Admin])?;
    let what = "the next of an earlier answer";
    let before = params.parsed("cursor", what)?.unwrap_or(i64::MAX);
    let action = params.text("action");
    let limit = params.limit()?;
    params.nothing_else()?;
    let mut lines = state.store.audit(before, action.as_deref(), limit + 1).await?;
    let has_more = lines.len() > limit as usize;
    lines.truncate(limit as usize);
    let next = lines.last().filter(|_| has_more).map(|line| line.id.to_string());
    Ok(Json(json!({ "entries": lines, "next": next })))
}
