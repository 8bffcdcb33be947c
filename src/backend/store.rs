//! What a page keeps its records in, together with its other tabs.

use super::Answer;
use crate::domain::code_habits::CodeHabits;
use crate::domain::delivery::failure::TornRecord;
use crate::domain::delivery::outbox::Settled;
use crate::domain::delivery::parcel::Parcel;
use crate::domain::delivery::remains::Holdings;
use crate::domain::delivery::retention::{Lapsed, Retention};
use crate::domain::delivery::step::{Revision, Step, Stored, Typed};
use crate::domain::id::{AgentId, InteractionId};
use crate::domain::journal::JournalEntry;
use crate::domain::preferences::Preferences;
use crate::domain::time::Timestamp;

/// All conversations of a workspace, with those that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock {
    /// The readable ones.
    pub conversations: Vec<Stored>,
    /// What is wrong with the others. Their records are left as they are.
    pub torn: Vec<TornRecord>,
}

/// A store that all tabs of a browser share.
pub trait Store {
    /// A name for it that no other store of this browser has: tabs find each
    /// other by it.
    fn name(&self) -> &str;

    /// Every conversation of the workspace.
    fn stock(&self) -> Answer<'_, Stock>;

    /// One conversation; `None` where it is unknown.
    fn load<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Option<Stored>>;

    /// Writes one step with its changes to the outbox, whole or not at all, and
    /// answers once it is kept.
    ///
    /// [`BackendError::Conflict`](super::BackendError::Conflict) when the record
    /// has another revision than the step builds on.
    fn commit<'a>(&'a self, step: &'a Step) -> Answer<'a, Revision>;

    /// What happened to a conversation, in order.
    fn journal<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Vec<JournalEntry>>;

    /// Puts down what was typed and not written, as a page goes: begun at once,
    /// without reading anything first, and without an answer.
    fn keep_typed(&self, typed: &[Typed]);

    /// What pages that went have put down so, which is then no longer there.
    fn take_typed(&self) -> Answer<'_, Vec<Typed>>;

    /// Which codes `agent` uses often: nothing, where nothing is kept.
    fn code_habits(&self, agent: &AgentId) -> CodeHabits {
        let _ = agent;
        CodeHabits::default()
    }

    /// Keeps that, as far as the browser lets it: nothing else depends on it.
    fn keep_code_habits(&self, agent: &AgentId, habits: &CodeHabits) {
        let _ = (agent, habits);
    }

    /// What `agent` has set up for themselves: nothing, where nothing is kept.
    fn preferences(&self, agent: &AgentId) -> Preferences {
        let _ = agent;
        Preferences::default()
    }

    /// Keeps that, as far as the browser lets it.
    fn keep_preferences(&self, agent: &AgentId, preferences: &Preferences) {
        let _ = (agent, preferences);
    }

    /// Everything in the outbox.
    fn outbox(&self) -> Answer<'_, Vec<Parcel>>;

    /// Writes down what became of a parcel. Nothing, if a newer one has taken its
    /// place meanwhile.
    fn settle<'a>(&'a self, parcel: &'a Parcel, settled: &'a Settled) -> Answer<'a, ()>;

    /// Everything in it that can be read, as of one moment.
    fn holdings(&self) -> Answer<'_, Holdings>;

    /// Removes those conversations with their segments and journal: each only where
    /// it is still of that revision, and nothing of it waits to be told or taken
    /// over. Answers whether any of them went.
    fn remove<'a>(&'a self, conversations: &'a [(InteractionId, Revision)]) -> Answer<'a, bool>;

    /// Removes every conversation and all that waits to be told, and what is kept of
    /// agents themselves, for good.
    fn erase(&self) -> Answer<'_, ()>;

    /// Notes that it is in use by `agent`, and by which limits it is kept, for the
    /// time when this agent doesn't come back to this browser. Answers what went
    /// while they were away and they were not told of yet.
    fn check_in<'a>(
        &'a self,
        agent: &'a AgentId,
        retention: Retention,
        at: Timestamp,
    ) -> Answer<'a, Option<Lapsed>> {
        let _ = (agent, retention, at);
        Box::pin(core::future::ready(Ok(None)))
    }

    /// The agent was told what went while they were away.
    fn lapse_told(&self) -> Answer<'_, ()> {
        Box::pin(core::future::ready(Ok(())))
    }

    /// Looks after the stores that other agents have left in this browser, by the
    /// limits noted for each.
    fn tidy_others(&self, at: Timestamp) -> Answer<'_, ()> {
        let _ = at;
        Box::pin(core::future::ready(Ok(())))
    }
}

#[cfg(feature = "widget")]
/// What the name of each lock begins with that a page over the store of that name
/// holds for as long as it is there.
pub(crate) fn page_locks(store: &str) -> String {
    // The length keeps apart what the separator doesn't.
    ["interaction-wrap-up:page:", &store.len().to_string(), ":", store, ":"].concat()
}
