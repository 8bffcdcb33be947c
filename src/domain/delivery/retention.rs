//! How long what a browser's store holds may stay there. On a shared computer
//! nobody's data lies for ever; and nothing that an agent finished and nobody has
//! confirmed goes while its agent still comes by.
//!
//! | what | goes |
//! |--|--|
//! | a conversation that is finished here, with its journal and kept texts, all of it confirmed | [`Retention::confirmed`] after the last thing that happened to it, in the store of every agent |
//! | the same while its author may still correct it | not before that time is over |
//! | what is open, unsent or refused, in the store of an agent who comes by | never by age; its agent is told that it waits |
//! | all of a store whose agent has not been there for [`Retention::abandoned`] | then; what of it was not sent is written down without its words, and its agent is told when they come back |
//! | that note | once its agent was told, or after twelve times as long |

use super::outbox::Records;
use super::parcel::Parcel;
use super::remains::{Holdings, Remains};
use super::step::{Revision, Stored};
use crate::domain::id::{AgentId, InteractionId};
use crate::domain::interaction::InteractionState;
use crate::domain::segment::Segment;
use crate::domain::time::{Millis, Timestamp};

/// A day.
const DAY: Millis = Millis::from_seconds(24 * 60 * 60);

/// Between two looks at another agent's store, it grows older by this much at
/// most: a clock that was set wrong once must not make it old.
const LONGEST_LOOK: Millis = Millis(7 * DAY.0);

/// A store is not looked at again within this time.
const SHORTEST_LOOK: Millis = Millis::from_seconds(60 * 60);

/// Something unsent is mentioned with its age from here on.
const OLD: Millis = DAY;

/// The limits; see the module. `None` stands for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Retention {
    /// How long what is finished and confirmed stays.
    pub confirmed: Option<Millis>,
    /// How long a store stays to which its agent does not come back.
    pub abandoned: Option<Millis>,
}

impl Default for Retention {
    /// Three days for what is confirmed, thirty for what was abandoned.
    fn default() -> Self {
        Self { confirmed: Some(Millis(3 * DAY.0)), abandoned: Some(Millis(30 * DAY.0)) }
    }
}

impl Retention {
    /// Nothing goes by age: for a store that is itself the system of record.
    pub const FOR_EVER: Self = Self { confirmed: None, abandoned: None };

    /// The conversations of a store of `agent`'s (of anybody's, if `None`) that may
    /// go at `at`, each as of the revision that was looked at.
    pub fn removable(
        &self,
        held: &Holdings,
        agent: Option<&AgentId>,
        at: Timestamp,
    ) -> Vec<(InteractionId, Revision)> {
        let Some(confirmed) = self.confirmed else { return Vec::new() };
        let is_over = |stored: &&Stored| {
            let Stored { interaction, segments, .. } = stored;
            let records = Records { interaction, segments };
            let correction = mine(segments, agent).map(|each| each.rules.correction).max();
            let stays = correction.map_or(confirmed, |correction| correction.max(confirmed));
            is_finished(records, agent)
                && is_confirmed(held, &interaction.id)
                && at.since(last_change(records)) >= stays
        };
        let over = held.conversations.iter().filter(is_over);
        over.map(|stored| (stored.interaction.id.clone(), stored.revision)).collect()
    }

    /// Whether a store that has not been used for `idle` goes.
    pub fn is_abandoned(&self, idle: Idle) -> bool {
        self.abandoned.is_some_and(|limit| idle.length >= limit)
    }

    /// Whether the note of what went with it goes as well: after twelve times as long.
    pub fn is_forgotten(&self, idle: Idle) -> bool {
        self.abandoned.is_some_and(|limit| idle.length.0 / 12 >= limit.0)
    }
}

fn mine<'a>(
    segments: &'a [Segment],
    agent: Option<&'a AgentId>,
) -> impl Iterator<Item = &'a Segment> {
    segments.iter().filter(move |each| agent.is_none_or(|agent| each.agent == *agent))
}

/// Whether nothing is left to do about a conversation in this browser. Other agents
/// may still be on it: what becomes of it with them is not told here.
fn is_finished(records: Records<'_>, agent: Option<&AgentId>) -> bool {
    let Records { interaction, segments } = records;
    let on_it = agent.map_or(!interaction.connected.is_empty(), |agent| interaction.has(agent));
    interaction.state != InteractionState::New
        && !on_it
        && !mine(segments, agent).any(Segment::is_unfinished)
}

/// Whether nothing of a conversation waits for anything.
pub fn is_confirmed(held: &Holdings, interaction: &InteractionId) -> bool {
    held.outbox.iter().all(|each| each.report.interaction() != interaction)
        && held.typed.iter().all(|each| each.interaction != *interaction)
}

/// When something last happened to a conversation.
fn last_change(records: Records<'_>) -> Timestamp {
    let Records { interaction, segments } = records;
    let own = [Some(interaction.opened_at), interaction.ended_at, interaction.closed_at];
    let closed = segments.iter().filter_map(Segment::closed);
    let saved = closed.flat_map(|closed| {
        let versions = closed.versions.iter().map(|version| version.at);
        versions.chain([closed.closure.at])
    });
    own.into_iter().flatten().chain(saved).max().unwrap_or(interaction.opened_at)
}

/// For how long a store has not been used by its agent, as far as others have seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Idle {
    /// When it was last looked at, by the wall clock.
    pub looked_at: Timestamp,
    /// For how long nobody had used it then.
    pub length: Millis,
}

impl Idle {
    /// It is in use.
    pub const fn none(at: Timestamp) -> Self {
        Self { looked_at: at, length: Millis::ZERO }
    }

    /// Somebody else looks at it at `at`; `None` where that was done only just now.
    #[must_use]
    pub fn looked(self, at: Timestamp) -> Option<Self> {
        let Self { looked_at, length } = self;
        // A clock that was set back has nothing to say, and is believed from here on.
        let passed = at.since(looked_at).min(LONGEST_LOOK);
        let again = passed >= SHORTEST_LOOK || at < looked_at;
        again.then_some(Self { looked_at: at, length: length + passed })
    }
}

/// What went with a store that was abandoned, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lapsed {
    /// When it went.
    pub at: Timestamp,
    /// What was in it and perhaps nowhere else.
    pub lost: Remains,
}

impl Lapsed {
    /// What goes with the store of `agent` at `at`; `before` went at an earlier time
    /// and was not told yet. `None` where nobody has to be told anything.
    pub fn of(
        held: &Holdings,
        agent: &AgentId,
        before: Option<Self>,
        at: Timestamp,
    ) -> Option<Self> {
        let lost = Remains::in_store(held, agent);
        if lost.would_be_missed() { Some(Self { at, lost }) } else { before }
    }
}

/// Since when the oldest of what is finished has waited for longer than it should:
/// its agent is told. `None` while nothing has.
pub fn waits_since<'a>(
    parcels: impl Iterator<Item = &'a Parcel>,
    at: Timestamp,
) -> Option<Timestamp> {
    let finals = parcels.filter(|each| each.report.is_final());
    finals.map(|each| each.made_at).min().filter(|since| at.since(*since) >= OLD)
}
