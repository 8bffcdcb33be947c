//! What changed, told to open pages as it happens.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Extract;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::auth::Caller;
use crate::changes::Change;
use crate::state::State;

/// How long one answer lasts: whoever asks again signs in again.
const LONGEST: Duration = Duration::from_mins(15);

/// So often something is said, so that nobody on the way takes it for dead.
const ALIVE: Duration = Duration::from_secs(15);

/// `GET events`: server-sent events. Each `changed` names what changed, `catalog` that it
/// was codes or configurations; `all` is the first, and comes where more happened than
/// could be told: whatever is shown may be old.
pub async fn events(Extract(state): Extract<State>, caller: Caller) -> impl IntoResponse {
    let changes = state.changes.listen();
    let (stopping, ends) = (state.stopping(), Instant::now() + LONGEST);
    let said = stream::once(async { Ok::<_, Infallible>(all()) });
    let more = stream::unfold((changes, stopping), move |(mut changes, mut stopping)| {
        let caller = caller.clone();
        async move {
            loop {
                let received = tokio::select! {
                    _ = stopping.changed() => return None,
                    () = tokio::time::sleep_until(ends) => return None,
                    received = changes.recv() => received,
                };
                let event = match received {
                    Ok(change) if change.concerns(&caller.0) => changed(&change),
                    Ok(_) => continue,
                    Err(RecvError::Lagged(_)) => all(),
                    Err(RecvError::Closed) => return None,
                };
                return Some((Ok(event), (changes, stopping)));
            }
        }
    });
    let stream = stream::StreamExt::chain(said, more);
    // A proxy that gathers answers before it passes them on would pass on nothing.
    ([("X-Accel-Buffering", "no")], Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE)))
}

fn all() -> Event {
    Event::default().event("all").data("{}")
}

fn changed(change: &Change) -> Event {
    let name = if change.is_of_the_catalog() { "catalog" } else { "changed" };
    Event::default().event(name).data(change.told().to_string())
}
