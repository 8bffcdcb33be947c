//! Conversations, as their agents' pages tell of them.

use axum::Json;
use axum::extract::State as Extract;
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::service::kept::Kept;
use interaction_wrap_up::domain::time::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::asked::{Asked, Body, Id};
use crate::auth::Caller;
use crate::problem::Problem;
use crate::state::State;
use crate::store::audit::Entry;
use crate::told;

/// A conversation as one agent's page has it.
#[derive(Debug, Deserialize)]
pub struct Reported {
    revision: u64,
    changed_at: Timestamp,
    record: Interaction,
}

/// `GET interactions/{id}`: what it has come to, for those who take part, supervisors
/// and administrators.
pub async fn read(
    Extract(state): Extract<State>,
    caller: Caller,
    Id(id): Id<InteractionId>,
) -> Result<Json<Interaction>, Problem> {
    let unknown = || Problem::not_found("there is no such interaction");
    let record = state.store.interaction(&id).await?.ok_or_else(unknown)?;
    let Interaction { assigned_to, connected, .. } = &record;
    let agent = caller.agent();
    if assigned_to.as_ref() != Some(agent) && !connected.contains(agent) {
        caller.needs_one_of(&[Role::Supervisor, Role::Admin])?;
    }
    Ok(Json(record))
}

/// `PUT interactions/{id}`: by agent, the highest revision counts.
pub async fn report(
    Extract(state): Extract<State>,
    caller: Caller,
    asked: Asked,
    Id(id): Id<InteractionId>,
    Body(Reported { revision, changed_at, record }): Body<Reported, { 1024 * 1024 }>,
) -> Result<Json<Value>, Problem> {
    if record.id != id {
        return Err(Problem::field("record.id", "must be the id of the address"));
    }
    record.check().map_err(|error| {
        Problem::field(format!("record.{}", error.field), error.rule.to_string())
    })?;
    let agent = caller.agent();
    let mut conversation = state.store.conversation(&id).await?;
    let Interaction { assigned_to, connected, .. } = &record;
    let takes_part = assigned_to.as_ref().is_none_or(|assigned| assigned == agent)
        || connected.contains(agent)
        || conversation.segments().any(|each| each.segment.agent == *agent)
        || conversation.was_told_by(agent).await?;
    if !takes_part {
        let rule = "names others than the agent who has signed in";
        return Err(Problem::forbidden("record.assigned_to", rule));
    }
    let changed_at = asked.ahead(None).here(changed_at);
    if conversation.report(agent, revision, changed_at, &record).await? {
        let detail = json!({ "revision": revision, "state": record.state });
        let entry = Entry { agent: Some(agent), action: "interaction", detail, ..Entry::default() };
        conversation.note(asked.now, entry).await?;
        conversation.finish(state.grace).await?;
    }
    Ok(Json(json!({ "interaction": id })))
}

/// `DELETE interactions/{id}/words`: takes out what was written about it, for
/// administrators. Who did what and when stays.
pub async fn erase(
    Extract(state): Extract<State>,
    caller: Caller,
    asked: Asked,
    Id(id): Id<InteractionId>,
) -> Result<Json<Value>, Problem> {
    caller.needs_one_of(&[Role::Admin])?;
    let mut conversation = state.store.conversation(&id).await?;
    if !conversation.is_known() {
        return Err(Problem::not_found("there is no such interaction"));
    }
    if !conversation.is_over() {
        let detail = "the interaction is still being worked on: its page would tell of it again";
        return Err(Problem::conflict(detail));
    }
    let standing = |kept: &Kept| told::standing(kept).to_string();
    let segments = conversation.erase_words(asked.now, Some(caller.agent()), standing).await?;
    conversation.finish(state.grace).await?;
    Ok(Json(json!({ "interaction": id, "segments": segments })))
}
