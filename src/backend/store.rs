//! What a page keeps its records in, together with its other tabs.

use super::Answer;
use crate::domain::delivery::failure::TornRecord;
use crate::domain::delivery::outbox::Settled;
use crate::domain::delivery::parcel::Parcel;
use crate::domain::delivery::step::{Revision, Step, Stored, Typed};
use crate::domain::id::InteractionId;
use crate::domain::journal::JournalEntry;

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

    /// Everything in the outbox.
    fn outbox(&self) -> Answer<'_, Vec<Parcel>>;

    /// Writes down what became of a parcel. Nothing, if a newer one has taken its
    /// place meanwhile.
    fn settle<'a>(&'a self, parcel: &'a Parcel, settled: &'a Settled) -> Answer<'a, ()>;
}
