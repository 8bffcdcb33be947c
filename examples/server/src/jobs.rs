//! What the server does by itself: closing what no page closes, and housekeeping. Any
//! number of servers may do it over one database; each closes what it has taken.

use std::time::Duration;

use interaction_wrap_up::domain::id::ClosureKey;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::state::State;
use crate::store::audit::Entry;
use crate::store::{StoreError, Stored};
use crate::{auth, clock, told};

/// How often it looks for what is due.
const CLOSES_EVERY: Duration = Duration::from_secs(1);

/// So many conversations are looked at at one go, before anything else has its turn.
const AT_ONE_GO: usize = 200;

/// How often it cleans up.
const CLEANS_EVERY: Duration = Duration::from_mins(1);

/// For how long room is made in the trail.
const ROOM: Millis = days(62);

/// Works until the server stops.
pub async fn run(state: State, mut stopping: watch::Receiver<bool>) {
    let mut closing = interval(CLOSES_EVERY);
    closing.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut cleaning = interval(CLEANS_EVERY);
    cleaning.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut signing = interval(state.config.keys_every);
    signing.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            _ = closing.tick() => {
                if let Err(error) = close_what_is_due(&state).await {
                    tracing::error!(%error, "what is due could not be closed; it is tried again");
                }
            }
            _ = cleaning.tick() => clean(&state).await,
            _ = signing.tick() => {
                let state = state.clone();
                // What comes of it is in the log; whatever is due need not wait for it.
                drop(tokio::task::spawn_blocking(move || state.sign_in.refresh()));
            }
        }
    }
}

async fn close_what_is_due(state: &State) -> Stored<()> {
    for _ in 0..AT_ONE_GO {
        let now = clock::now();
        if !state.store.has_due(now).await? || !close_next(state, now).await? {
            break;
        }
    }
    Ok(())
}

/// Closes what is due of one conversation. False where another server has it.
async fn close_next(state: &State, now: Timestamp) -> Stored<bool> {
    let Some(mut conversation) = state.store.due(now).await? else { return Ok(false) };
    let due: Vec<_> = conversation.segments().cloned().collect();
    let mut closed = 0;
    for mut kept in due {
        let key = ClosureKey::new(format!("server-{}", auth::random_name()));
        let key = key.map_err(|error| StoreError::Record(serde::de::Error::custom(error)))?;
        if !kept.close_what_is_due(now, state.grace, key) {
            continue;
        }
        let id = kept.segment.id.clone();
        let closure = kept.segment.closed().map(|closed| closed.closure.clone());
        conversation.put(kept);
        let action = if closure.is_some() { "closed" } else { "overdue" };
        closed += usize::from(closure.is_some());
        let detail = closure.map(|closure| json!({ "key": closure.key, "kind": closure.kind }));
        let detail = detail.unwrap_or_default();
        let entry = Entry { action, segment: Some(&id), detail, ..Entry::default() };
        conversation.note(now, entry).await?;
    }
    conversation.finish(state.grace).await?;
    for _ in 0..closed {
        state.metrics.count("closed", "server");
    }
    Ok(true)
}

const fn days(days: u32) -> Millis {
    Millis::from_seconds(days as u64 * 24 * 60 * 60)
}

async fn clean(state: &State) {
    let now = clock::now();
    if let Err(error) = state.store.make_room(now, now + ROOM).await {
        tracing::warn!(%error, "no room could be made for the trail of the next months");
    }
    if let Some(kept) = state.config.retention_days {
        match erase_words(state, now, now - days(kept)).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "old words were taken out"),
            Err(error) => tracing::warn!(%error, "old words could not be taken out"),
        }
    }
    match state.store.forget_keys(now - days(state.config.keys_days)).await {
        Ok(0) => {}
        Ok(forgotten) => tracing::info!(forgotten, "old keys were forgotten"),
        Err(error) => tracing::warn!(%error, "old keys could not be forgotten"),
    }
}

/// Takes the words out of what closed before that instant; gives the number of wrap-ups.
async fn erase_words(state: &State, now: Timestamp, before: Timestamp) -> Stored<u64> {
    let mut erased = 0;
    for _ in 0..AT_ONE_GO {
        let Some(id) = state.store.worded_before(before).await? else { break };
        let mut conversation = state.store.conversation(&id).await?;
        let standing = |kept: &_| told::standing(kept).to_string();
        erased += conversation.erase_words(now, None, standing).await?;
        conversation.finish(state.grace).await?;
    }
    Ok(erased)
}
