//! What is told of a segment.

use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::service::kept::Kept;
use interaction_wrap_up::domain::time::Timestamp;
use serde_json::{Value, json};

use crate::state::State;

/// How it stands, the same for everybody.
pub fn standing(kept: &Kept) -> Value {
    let segment = &kept.segment;
    let closed = segment.closed();
    json!({
        "segment": segment.id,
        "closure": closed.map(|closed| &closed.closure),
        "versions": closed.map_or(&[][..], |closed| &closed.versions),
    })
}

/// The same, with what speaks for it when the page of `actor` goes.
pub fn segment(state: &State, kept: &Kept, actor: &Actor, now: Timestamp) -> Value {
    let mut told = standing(kept);
    if kept.segment.agent == actor.agent
        && let Value::Object(fields) = &mut told
    {
        let token = state.tokens.make(&kept.segment.id, actor, now);
        fields.insert("token".to_owned(), token.into());
    }
    told
}
