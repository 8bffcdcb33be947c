//! What changed, for pages that are open. It is read from the trail, so that a page of one
//! server hears of what came to another.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use interaction_wrap_up::domain::gate::{Actor, Role};
use serde_json::{Value, json};
use tokio::sync::{broadcast, watch};
use tokio::time::{MissedTickBehavior, interval};

use crate::state::State;
use crate::store::Stored;

/// How often the trail is looked at.
const LOOKS_EVERY: Duration = Duration::from_millis(500);

/// How long a place in the trail may be empty before nobody is waited for: a write that
/// has taken it is not over yet, or was undone.
const EMPTY: Duration = Duration::from_secs(30);

/// So many lines are read at one go.
const AT_ONE_GO: u32 = 2_000;

/// So many changes a page may be behind before it is told to look at everything.
const BEHIND: usize = 4_096;

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place in the trail.
    pub place: i64,
    /// What was done: an action of the trail.
    pub what: String,
    /// Who did it; `None` for the server itself.
    pub by: Option<String>,
    /// To which conversation.
    pub interaction: Option<String>,
    /// To which segment.
    pub segment: Option<String>,
    /// Whose that is.
    pub agent: Option<String>,
}

impl Change {
    /// Whether pages want to hear of it. That somebody types, comes and goes is of no
    /// interest to others, and neither is what did not count.
    fn is_heard_of(&self) -> bool {
        !["draft", "gone", "back", "repeated"].contains(&self.what.as_str())
    }

    /// Whether it is codes or configurations that changed.
    pub fn is_of_the_catalog(&self) -> bool {
        self.what == "catalog"
    }

    /// Whether `actor` is told: of their own, supervisors and administrators of all, and
    /// everybody of what is set up.
    pub fn concerns(&self, actor: &Actor) -> bool {
        let own = Some(actor.agent.as_str());
        let sees_all =
            [Role::Supervisor, Role::Admin].iter().any(|role| actor.roles.contains(*role));
        sees_all
            || self.what == "catalog"
            || self.agent.as_deref() == own
            || self.by.as_deref() == own
    }

    /// As it is told.
    pub fn told(&self) -> Value {
        let Self { what, by, interaction, segment, agent, .. } = self;
        json!({ "what": what, "by": by, "interaction": interaction, "segment": segment, "agent": agent })
    }
}

/// Tells all who listen.
pub struct Changes(broadcast::Sender<Arc<Change>>);

impl Default for Changes {
    fn default() -> Self {
        Self(broadcast::channel(BEHIND).0)
    }
}

impl Changes {
    /// From now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Change>> {
        self.0.subscribe()
    }
}

/// How far the trail was read. Writes at the same time take their places in one order and
/// may end in another, so that an empty place is looked at for a while.
#[derive(Debug)]
struct Read {
    /// Up to there all is known.
    settled: i64,
    /// What is known beyond it.
    seen: BTreeSet<i64>,
    /// Since when the place after `settled` is empty and others aren't.
    empty_since: Option<Instant>,
}

impl Read {
    const fn up_to(settled: i64) -> Self {
        Self { settled, seen: BTreeSet::new(), empty_since: None }
    }

    /// Whether that place was not read before.
    fn is_new(&mut self, place: i64) -> bool {
        place > self.settled && self.seen.insert(place)
    }

    /// Settles what can be.
    fn settle(&mut self, now: Instant) {
        let before = self.settled;
        while self.seen.remove(&(self.settled + 1)) {
            self.settled += 1;
        }
        let Some(next) = self.seen.first().copied() else {
            self.empty_since = None;
            return;
        };
        let since = self.empty_since.filter(|_| before == self.settled).unwrap_or(now);
        self.empty_since = Some(since);
        if now.duration_since(since) >= EMPTY {
            self.settled = next - 1;
            self.empty_since = None;
            self.settle(now);
        }
    }
}

/// Reads the trail beyond `place` and tells until the server stops.
pub async fn run(state: State, place: i64, mut stopping: watch::Receiver<bool>) {
    let mut looking = interval(LOOKS_EVERY);
    looking.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut read = Read::up_to(place);
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            _ = looking.tick() => {
                if let Err(error) = look(&state, &mut read).await {
                    tracing::warn!(%error, "what changed could not be read; it is tried again");
                }
            }
        }
    }
}

async fn look(state: &State, read: &mut Read) -> Stored<()> {
    let changes = &state.changes.0;
    if changes.receiver_count() == 0 {
        // Whoever begins to listen looks at everything first. So what was done before the
        // place was read need not be told to those who began after.
        let place = state.store.last_place().await?;
        if changes.receiver_count() == 0 {
            *read = Read::up_to(place);
        }
        return Ok(());
    }
    let found = state.store.changes_after(read.settled, AT_ONE_GO).await?;
    let mut last_of_the_catalog: Option<Arc<Change>> = None;
    for change in found {
        if !read.is_new(change.place) || !change.is_heard_of() {
            continue;
        }
        // Of what is set up many changes are made at once, and one word says it.
        let is_said = last_of_the_catalog.as_ref().is_some_and(|last| last.by == change.by);
        if change.is_of_the_catalog() && is_said {
            continue;
        }
        let change = Arc::new(change);
        last_of_the_catalog = change.is_of_the_catalog().then(|| change.clone());
        // Nobody listening any more is no failure.
        let _ = changes.send(change);
    }
    read.settle(Instant::now());
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_place_counts_once_in_whatever_order_writes_end() {
        let now = Instant::now();
        let mut read = Read::up_to(10);
        let mut new = |places: &[i64], at: Instant| {
            let new: Vec<_> = places.iter().copied().filter(|place| read.is_new(*place)).collect();
            read.settle(at);
            (new, read.settled)
        };
        assert_eq!(new(&[11, 13], now), (vec![11, 13], 11));
        assert_eq!(new(&[12, 13, 15], now + EMPTY / 2), (vec![12, 15], 13));
        // 14 was undone; 16 still is on its way.
        assert_eq!(new(&[15, 17], now + EMPTY), (vec![17], 13));
        assert_eq!(new(&[15, 17], now + EMPTY * 3 / 2), (vec![], 15));
        assert_eq!(new(&[16, 17], now + EMPTY * 2), (vec![16], 17));
        assert_eq!(new(&[17], now + EMPTY * 2), (vec![], 17));
    }
}
