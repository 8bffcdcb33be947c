//! What happened to a conversation and its segments, in order.

use super::closure::{ClosureKind, VersionReason};
use super::id::{AgentId, CodeId, InteractionId, SegmentId};
use super::interaction::InteractionState;
use super::time::{Millis, Now, Timestamp};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum JournalEvent {
    /// The interaction reached this state.
    State(InteractionState),
    /// A segment opened.
    Opened,
    /// No configuration was known when the conversation ended, or none matched any
    /// more what its agent had prepared.
    ConfigurationUnknown,
    /// The configuration that matched is faulty: field and rule, one a line.
    ConfigurationFaulty(String),
    /// The agent asked for a wrap-up during the conversation.
    Requested,
    /// The agent no longer wanted the wrap-up asked for.
    RequestWithdrawn,
    /// The dialog was opened during the conversation.
    OpenedEarly,
    /// Another code was chosen, or none.
    CodeChosen(Option<CodeId>),
    /// A page began to change the notes: once for each page that takes its turn.
    NotesEdited,
    /// A page began to change this extra field.
    ExtraEdited(String),
    /// A code was suggested.
    Suggested,
    /// Notes were suggested.
    NotesSuggested,
    /// The agent was shown what is suggested.
    SuggestionShown,
    /// The suggested code was chosen.
    SuggestionAccepted,
    /// Another code was chosen in place of the suggested one.
    SuggestionReplaced,
    /// The suggested notes were taken in.
    SuggestedNotesTaken,
    /// Notes with suggested ones in them, untouched until then, were changed.
    SuggestedNotesEdited,
    /// A suggestion was asked for in vain; why.
    SuggestionFailed(String),
    /// The agent was warned that the time is about to end.
    Warned,
    /// The deadline was moved, for the n-th time.
    Extended(u32),
    /// A submit was recorded, to count at 0:00.
    Recorded,
    /// The deadline passed without the required code.
    Overdue,
    /// A text that another page had replaced was taken into the notes.
    AsideTaken,
    /// A text that another page had replaced was dismissed.
    AsideDismissed,
    /// Laid aside.
    Parked,
    /// Taken up again.
    Resumed,
    /// A closure was accepted.
    Accepted(ClosureKind),
    /// It closed without a required code.
    RequiredMissing,
    /// Notes were longer than can be saved; this many characters stay with the agent.
    KeptBack(u64),
    /// What was entered in this extra field could not be saved.
    ExtraLeftOut(String),
    /// A supervisor gave it into another agent's hands.
    HandedOver {
        /// Whose it was.
        from: AgentId,
        /// Whose it is.
        to: AgentId,
    },
    /// The system of record has a closure or version.
    Delivered,
    /// The backend refused a closure for good.
    Refused,
    /// The system of record had closed it in this way.
    Learned(ClosureKind),
    /// A further version was made.
    Version(VersionReason),
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct JournalEntry {
    /// The conversation.
    pub interaction: InteractionId,
    /// The segment, where it is about one.
    pub segment: Option<SegmentId>,
    /// Who did it; `None` where the clock or the customer did.
    pub by: Option<AgentId>,
    /// What happened.
    pub event: JournalEvent,
    /// When, by the conclusion from both clocks.
    pub at: Timestamp,
    /// What the wall clock said.
    pub wall: Timestamp,
    /// What the monotonic clock said.
    pub monotonic: Millis,
}

impl JournalEntry {
    /// An entry about a conversation as a whole.
    pub const fn new(
        interaction: InteractionId,
        event: JournalEvent,
        at: Timestamp,
        now: Now,
    ) -> Self {
        let Now { wall, monotonic } = now;
        Self { interaction, segment: None, by: None, event, at, wall, monotonic }
    }
}
