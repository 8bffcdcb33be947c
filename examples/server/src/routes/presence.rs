//! Pages that go, and are back.

use axum::Json;
use axum::extract::State as Extract;
use interaction_wrap_up::domain::delivery::parcel::Report;
use interaction_wrap_up::domain::delivery::presence::{Farewell, LeftBehind};
use interaction_wrap_up::domain::gate::{Actor, Role, Roles};
use interaction_wrap_up::domain::id::{AgentId, SegmentId};
use interaction_wrap_up::domain::service::Ahead;
use interaction_wrap_up::domain::time::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::asked::{Asked, Body};
use crate::auth::{Caller, MaybeCaller};
use crate::body;
use crate::finishing::{self, Finished};
use crate::problem::Problem;
use crate::routes::segments::{check_draft, check_suggested};
use crate::state::State;
use crate::store::audit::Entry;
use crate::told;

/// A browser sends no more than this as a page goes.
const LARGEST: usize = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PageState {
    Gone,
    Back,
}

/// What speaks for one segment.
#[derive(Debug, Deserialize)]
struct Token {
    segment: SegmentId,
    token: String,
}

/// What a page says: `farewell` and `tokens` as it goes, `at` and `segments` as it is back.
#[derive(Debug, Deserialize)]
pub struct Presence {
    state: PageState,
    farewell: Option<Farewell>,
    tokens: Option<Vec<Token>>,
    at: Option<Timestamp>,
    segments: Option<Vec<SegmentId>>,
}

/// `POST presence`.
pub async fn presence(
    Extract(state): Extract<State>,
    MaybeCaller(caller): MaybeCaller,
    asked: Asked,
    Body(presence): Body<Presence, LARGEST>,
) -> Result<Json<Value>, Problem> {
    let needed = |field| Problem::field(field, "is needed");
    match presence.state {
        PageState::Gone => {
            let farewell = presence.farewell.ok_or_else(|| needed("farewell"))?;
            let agent = farewell.agent.clone().ok_or_else(|| needed("farewell.agent"))?;
            let tokens = presence.tokens.unwrap_or_default();
            let actor = speaker(&state, caller, &farewell, &agent, &tokens, &asked)?;
            goodbye(&state, &actor, farewell, &asked).await
        }
        PageState::Back => {
            let caller = caller.ok_or_else(Problem::not_signed_in)?;
            let at = presence.at.ok_or_else(|| needed("at"))?;
            let segments = presence.segments.ok_or_else(|| needed("segments"))?;
            back(&state, &caller, at, segments, &asked).await
        }
    }
}

/// As whom a farewell is taken: as who has signed in, or as whom its tokens name, if
/// they cover all of it.
fn speaker(
    state: &State,
    caller: Option<Caller>,
    farewell: &Farewell,
    agent: &AgentId,
    tokens: &[Token],
    asked: &Asked,
) -> Result<Actor, Problem> {
    if let Some(caller) = caller.as_ref().filter(|caller| caller.agent() == agent) {
        return Ok(caller.0.clone());
    }
    let roles_for = |segment: &SegmentId| {
        let found = tokens.iter().find(|each| each.segment == *segment)?;
        state.tokens.check(&found.token, segment, agent, asked.now)
    };
    let finals = farewell.finals.iter().filter_map(Report::segment);
    let named: Vec<_> = farewell.ids().chain(finals).map(roles_for).collect();
    let all: Option<Vec<Roles>> = named.into_iter().collect();
    match (all.filter(|all| !all.is_empty()), caller) {
        (Some(all), _) => {
            let known = [Role::InteractionAdmin, Role::Supervisor, Role::Admin];
            let in_all = |role: &Role| all.iter().all(|roles| roles.contains(*role));
            let roles = known.into_iter().filter(in_all).collect();
            Ok(Actor { agent: agent.clone(), roles })
        }
        (None, Some(caller)) => {
            caller.speaks_for("farewell.agent", agent)?;
            Ok(caller.0)
        }
        (None, None) => Err(Problem::not_signed_in()),
    }
}

fn finished((place, report): (usize, Report)) -> Result<Finished, Problem> {
    match report {
        Report::Closed { about, closure } => {
            Ok(Finished { about: *about, closure: Some(*closure), version: None })
        }
        Report::Corrected { about, version } => {
            Ok(Finished { about: *about, closure: None, version: Some(*version) })
        }
        _ => {
            let field = format!("farewell.finals[{place}]");
            Err(Problem::field(field, "must be closed or corrected"))
        }
    }
}

/// Takes all of a farewell that can be taken; the first refusal is the answer.
async fn goodbye(
    state: &State,
    actor: &Actor,
    farewell: Farewell,
    asked: &Asked,
) -> Result<Json<Value>, Problem> {
    let Farewell { at, finals, segments, .. } = farewell;
    // A farewell says when it was said, and not what the clock shows.
    let asked = &Asked { page_time: asked.page_time.or(Some(at)), ..*asked };
    let finals: Vec<_> = finals.into_iter().enumerate().map(finished).collect::<Result<_, _>>()?;
    let mut refusal = None;
    for finished in &finals {
        refusal = refusal.or(finishing::finish(state, actor, asked, finished).await.err());
    }
    for left in segments {
        refusal = refusal.or(leave(state, actor, left, at, asked).await.err());
    }
    match refusal {
        Some(problem) => Err(problem),
        None => Ok(Json(json!({}))),
    }
}

async fn leave(
    state: &State,
    actor: &Actor,
    left: LeftBehind,
    at: Timestamp,
    asked: &Asked,
) -> Result<(), Problem> {
    const PATH: &str = "record.";
    let about = left.progress.about.clone();
    Caller(actor.clone()).speaks_for("farewell.segments", &about.agent)?;
    body::check_name("farewell.segments", about.interaction.as_str())?;
    body::check_name("farewell.segments", about.segment.as_str())?;
    check_draft("farewell.segments", &left.progress.draft)?;
    check_suggested("farewell.segments", &left.progress.suggested_notes)?;
    let mut conversation = state.store.conversation(&about.interaction).await?;
    let kept = finishing::kept(&mut conversation, &about, asked).await?;
    let mut kept = kept.map_err(|refusal| finishing::refused(PATH, &refusal))?;
    kept.goodbye(at, left, actor, asked.now)
        .map_err(|refusal| finishing::refused(PATH, &refusal))?;
    if conversation.put(kept) {
        let entry = Entry {
            agent: Some(&actor.agent),
            action: "gone",
            segment: Some(&about.segment),
            detail: json!({ "at": at }),
            interaction: None,
        };
        conversation.note(asked.now, entry).await?;
        conversation.finish(state.grace).await?;
    }
    Ok(())
}

async fn back(
    state: &State,
    caller: &Caller,
    at: Timestamp,
    segments: Vec<SegmentId>,
    asked: &Asked,
) -> Result<Json<Value>, Problem> {
    let ahead = Ahead::of(asked.now, asked.page_time.unwrap_or(at));
    let mut known = Vec::new();
    for id in segments {
        body::check_name("segments", id.as_str())?;
        let Some(interaction) = state.store.conversation_of(&id).await? else { continue };
        let mut conversation = state.store.conversation(&interaction).await?;
        let Some(mut kept) = conversation.segment(&id).cloned() else { continue };
        if kept.segment.agent != *caller.agent() {
            continue;
        }
        if kept.segment.is_unfinished() {
            kept.back(at, ahead);
        }
        if conversation.put(kept.clone()) {
            let detail = json!({ "at": at });
            let agent = Some(caller.agent());
            let entry =
                Entry { agent, action: "back", segment: Some(&id), detail, interaction: None };
            conversation.note(asked.now, entry).await?;
            conversation.finish(state.grace).await?;
        }
        known.push(told::segment(state, &kept, &caller.0, asked.now));
    }
    Ok(Json(json!({ "segments": known })))
}
