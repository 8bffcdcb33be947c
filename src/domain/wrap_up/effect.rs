//! What is to be done after a command, and why one was refused.

use thiserror::Error;

use crate::domain::closure::{Closure, ClosureKind};
use crate::domain::configuration::ConfigurationError;
use crate::domain::draft::MAX_KEPT;
use crate::domain::gate::GateRefusal;
use crate::domain::id::{AgentId, ClosureKey, ConfigurationId, SegmentId};
use crate::domain::interaction::InteractionState;
use crate::domain::journal::JournalEntry;
use crate::domain::stage::Obstacle;

/// Something for the runtime to carry out, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Store the conversation as it now stands, with segments whose closure is
    /// accepted as the open ones they are. Several may be stored as one.
    Save {
        /// Whether it must survive a crash of the machine; drafts need not.
        strict: bool,
    },
    /// Store [`super::Conversation::settled`] for this segment and answer with
    /// [`super::Command::Committed`] or [`super::Command::NotCommitted`].
    Commit {
        /// The segment with the accepted closure or version.
        segment: SegmentId,
        /// Its key.
        key: ClosureKey,
    },
    /// Write this down, with the next thing stored.
    Journal(JournalEntry),
    /// A segment has closed: tell the agent and the host.
    Closed(SegmentId),
    /// A segment has closed by what another page or the backend did: tell them
    /// by whom and how.
    ClosedElsewhere(SegmentId),
    /// A segment was closed elsewhere with other words. What this page had
    /// accepted is kept aside, and offered as a correction.
    Superseded {
        /// The segment.
        segment: SegmentId,
        /// What did not count.
        closure: Box<Closure>,
    },
    /// A configuration matched and is faulty: tell whoever can mend it.
    Faulty {
        /// Which.
        configuration: ConfigurationId,
        /// Field and rule of each fault.
        faults: Vec<ConfigurationError>,
    },
    /// The command was not carried out.
    Refused(Refusal),
}

impl Effect {
    /// Whether it tells of an end, here or elsewhere: whoever opens the page later
    /// still has to hear of it.
    pub const fn is_end(&self) -> bool {
        matches!(self, Self::Closed(_) | Self::ClosedElsewhere(_) | Self::Superseded { .. })
    }
}

/// Why a command was not carried out. The state is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum Refusal {
    /// Not this person.
    #[error(transparent)]
    Gate(#[from] GateRefusal),
    /// Not in this state of the interaction.
    #[error("the interaction's state does not allow this: {0:?}")]
    WrongState(InteractionState),
    /// That agent is not on the conversation.
    #[error("{0} is not on the conversation")]
    NotConnected(AgentId),
    /// Nobody would be left to talk with the customer: end the conversation instead.
    #[error("the last agent cannot leave a conversation; end it instead")]
    LastAgent,
    /// A segment must open and the command brought no name for it.
    #[error("a name for a new segment is missing")]
    SegmentNameMissing,
    /// A segment must open and the name is taken.
    #[error("the segment {0} exists already")]
    SegmentNameTaken(SegmentId),
    /// No such segment here.
    #[error("there is no such segment in this conversation")]
    UnknownSegment,
    /// The segment is parked.
    #[error("the wrap-up is parked")]
    Parked,
    /// The segment is not parked.
    #[error("the wrap-up is not parked")]
    NotParked,
    /// A parked segment waits until its agent's conversation is over.
    #[error("the conversation is still going on")]
    StillTalking,
    /// It is closed, and by whom.
    #[error("the wrap-up is closed already")]
    AlreadyClosed {
        /// In which way.
        kind: ClosureKind,
        /// By whom; `None` for the system.
        by: Option<AgentId>,
    },
    /// It isn't closed yet.
    #[error("the wrap-up is not closed")]
    NotClosed,
    /// A closure is under way.
    #[error("a closure is being saved")]
    Busy,
    /// The deadline has passed.
    #[error("the time is up")]
    PastDeadline,
    /// No codes, no dialog.
    #[error("the configuration has no codes")]
    NoDialog,
    /// The dialog may not be opened during the conversation.
    #[error("the configuration does not allow this during the conversation")]
    NotEarly,
    /// The configuration asks for no such suggestion.
    #[error("the configuration does not ask for this suggestion")]
    NotSuggested,
    /// That code isn't offered.
    #[error("this code is not allowed here")]
    CodeNotAllowed,
    /// A code is required.
    #[error("a wrap-up code is required")]
    CodeRequired,
    /// Notes are required.
    #[error("notes are required")]
    NotesRequired,
    /// There is no such extra field.
    #[error("there is no field of that name here")]
    UnknownField,
    /// The extra field of this place in the rules is required.
    #[error("the field in place {0} is required")]
    ExtraRequired(usize),
    /// What the extra field of this place in the rules holds cannot be saved.
    #[error("the field in place {0} holds what cannot be saved")]
    ExtraFaulty(usize),
    /// That agent is on this conversation, or has a wrap-up of it to finish.
    #[error("{0} has this conversation already")]
    HasItAlready(AgentId),
    /// The notes are too long to be saved.
    #[error("the notes are {excess} characters too long")]
    NotesTooLong {
        /// By how many characters.
        excess: usize,
    },
    /// The text is longer than any that is kept.
    #[error("the notes are longer than {MAX_KEPT} characters, which is the most that is kept")]
    TextTooLong,
    /// It lasts the full time.
    #[error("this wrap-up lasts the full time")]
    FullTime,
    /// There is no deadline to move.
    #[error("this wrap-up has no deadline")]
    NoDeadline,
    /// It has been extended as often as allowed.
    #[error("it was extended {0} times, which is the most allowed")]
    NoExtensionLeft(u32),
    /// Extensions are numbered; this number comes too early.
    #[error("the next extension has the number {expected}")]
    ExtensionOutOfTurn {
        /// The number that is due.
        expected: u32,
    },
    /// The time for corrections is over.
    #[error("the time for corrections is over")]
    CorrectionTooLate,
    /// Only a submit can be taken back, by who made it, and only right after.
    #[error("this cannot be taken back any more")]
    NothingToUndo,
    /// Nothing failed, so there is nothing to try again.
    #[error("there is nothing to try again")]
    NothingToRetry,
}

impl From<Obstacle> for Refusal {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::FullTime => Self::FullTime,
            Obstacle::CodeRequired => Self::CodeRequired,
            Obstacle::NotesRequired => Self::NotesRequired,
            Obstacle::NotesTooLong { excess } => Self::NotesTooLong { excess },
            Obstacle::ExtraRequired(at) => Self::ExtraRequired(at),
            Obstacle::ExtraFaulty(at) => Self::ExtraFaulty(at),
        }
    }
}
