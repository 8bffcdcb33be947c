//! What a page writes and reads of a conversation at once.

use super::outbox::Change;
use crate::domain::draft::Draft;
use crate::domain::id::{AgentId, InteractionId, SegmentId};
use crate::domain::interaction::Interaction;
use crate::domain::journal::JournalEntry;
use crate::domain::segment::Segment;

/// How often a conversation's record was written. A commit names the revision it
/// builds on, so that two tabs never overwrite each other unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Revision(pub u64);

impl Revision {
    /// The revision that a step upon `base` makes.
    #[must_use]
    pub const fn after(base: Option<Self>) -> Self {
        match base {
            Some(Self(number)) => Self(number + 1),
            None => Self(1),
        }
    }
}

/// A conversation as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The conversation's record.
    pub interaction: Interaction,
    /// Its segments, in the order they opened.
    pub segments: Vec<Segment>,
    /// Which writing of it this is.
    pub revision: Revision,
}

/// One step to be written whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The revision it builds on; `None` for a conversation the store hasn't seen.
    pub base: Option<Revision>,
    /// The conversation's record after the step.
    pub interaction: Interaction,
    /// All its segments after the step. One with a closure is closed for good:
    /// the same closure key again means the same step again.
    pub segments: Vec<Segment>,
    /// What happened, in order.
    pub journal: Vec<JournalEntry>,
    /// What of it a system of record elsewhere must be told.
    pub outbox: Vec<Change>,
    /// Whether the answer may only come once a crash of the machine cannot undo
    /// the step. Always for closures; drafts may wait.
    pub strict: bool,
}

/// What was typed in a page that went away before it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Typed {
    /// The page, and in it the segment or the conversation: its place in the store.
    pub id: String,
    /// The conversation.
    pub interaction: InteractionId,
    /// The segment; `None` for what was typed before one opened.
    pub segment: Option<SegmentId>,
    /// Who typed it before a segment opened.
    #[cfg_attr(feature = "serde", serde(default))]
    pub early: Option<AgentId>,
    /// Its draft in that page.
    pub draft: Draft,
}
