//! What an agent is told once a wrap-up has closed.

use crate::domain::closure::{Closure, ClosureKind};
use crate::domain::code::CodeRef;
use crate::domain::id::{InteractionId, SegmentId};
use crate::domain::segment::Segment;

/// The outcome of one wrap-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which wrap-up.
    pub segment: SegmentId,
    /// Of which conversation.
    pub interaction: InteractionId,
    /// How it ended.
    pub kind: ClosureKind,
    /// The code that was saved.
    pub code: Option<CodeRef>,
    /// Whether notes were saved.
    pub notes_saved: bool,
    /// A required code was not given.
    pub required_missing: bool,
    /// Somebody was faster elsewhere, and what was entered here did not count.
    pub superseded: bool,
    /// What was typed and not saved, for the agent to copy; mostly empty.
    pub unsaved: String,
}

impl Notice {
    /// What is to be told of `segment`; `None` while it isn't closed.
    pub fn of(segment: &Segment) -> Option<Self> {
        let closed = segment.closed()?;
        Some(Self {
            segment: segment.id.clone(),
            interaction: segment.interaction.clone(),
            kind: closed.closure.kind,
            code: closed.code().cloned(),
            notes_saved: !closed.notes().is_empty(),
            required_missing: closed.closure.required_missing,
            superseded: false,
            unsaved: segment.unsaved_notes().to_owned(),
        })
    }

    /// What is to be told when `lost` came too late for `segment`, which had been
    /// closed with other words.
    pub fn of_superseded(segment: &Segment, lost: &Closure) -> Option<Self> {
        Some(Self { superseded: true, unsaved: lost.notes.clone(), ..Self::of(segment)? })
    }
}
