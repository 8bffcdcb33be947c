//! Everything that can be asked of a conversation.

use std::sync::Arc;

use crate::domain::catalog::Catalog;
use crate::domain::closure::{Closure, VersionReason};
use crate::domain::draft::{Draft, Edit, Entry};
use crate::domain::gate::Actor;
use crate::domain::id::{AgentId, ClosureKey, CodeId, SegmentId};
use crate::domain::interaction::{EndedBy, Interaction};
use crate::domain::segment::{Closed, CommitFailure, Segment};
use crate::domain::time::{Now, Timestamp};

/// What makes an agent turn away from an open wrap-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interruption {
    /// The agent's presence changes.
    StatusChange,
    /// The agent places a call.
    OutboundCall,
    /// The agent signs out.
    Logout,
}

/// In which way a segment is to be closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// Submit & close.
    Submit(Actor),
    /// End Wrap Up.
    End(Actor),
    /// A supervisor's decision.
    Force(Actor),
    /// The deadline has passed. Too early, it does nothing.
    Deadline,
    /// The sweep came by. Too early, it does nothing.
    Sweep,
    /// No page of it has been there since that instant. Within the grace, it does
    /// nothing: it may have been a reload.
    Gone {
        /// When the last page went away.
        since: Timestamp,
    },
}

/// A command. Ids and keys come with it; the domain makes up neither.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Command {
    /// The agent is connected with the customer; a first one starts the conversation.
    Connect {
        /// Who.
        agent: AgentId,
    },
    /// The customer is put on hold.
    Hold,
    /// The customer is taken back from hold.
    Resume,
    /// The interaction is assigned to somebody else.
    Assign {
        /// To whom; `None` for nobody.
        to: Option<AgentId>,
    },
    /// The conversation ends.
    EndConversation {
        /// Who ended it.
        by: EndedBy,
        /// What administrators have set up, as last known; `None` where nothing is.
        catalog: Option<Arc<Catalog>>,
        /// Names for the segments to open, at least one for each connected agent.
        segments: Vec<SegmentId>,
    },
    /// An agent leaves while the conversation goes on: a transfer, or a conference.
    Leave {
        /// Who leaves.
        agent: AgentId,
        /// Who takes over, connected and assigned at once; `None` when leaving a conference.
        to: Option<AgentId>,
        /// As for [`Command::EndConversation`].
        catalog: Option<Arc<Catalog>>,
        /// The name for the segment to open.
        segment: SegmentId,
    },
    /// The customer is back during the wrap-up.
    CustomerReturns {
        /// Who talks with them.
        agent: AgentId,
    },
    /// The agent opens the dialog while the conversation runs.
    OpenEarly {
        /// Who.
        by: Actor,
        /// As for [`Command::EndConversation`].
        catalog: Option<Arc<Catalog>>,
    },
    /// The agent types in the early dialog.
    EditEarly {
        /// Who.
        by: Actor,
        /// What changed.
        edit: Edit,
    },
    /// The agent doesn't want a text that stands aside in the early dialog; as
    /// [`Command::DismissAside`].
    DismissEarlyAside {
        /// Who.
        by: Actor,
        /// The text, as the agent saw it.
        text: String,
    },
    /// The agent asks for a wrap-up, for configurations that start only then.
    RequestWrapUp {
        /// Who.
        agent: AgentId,
        /// Whether it is wanted; `false` takes an earlier wish back.
        wanted: bool,
    },
    /// The agent types.
    Edit {
        /// Where.
        segment: SegmentId,
        /// Who.
        by: Actor,
        /// What changed.
        edit: Edit,
    },
    /// The agent doesn't want a text that stands aside. Where exactly these words
    /// no longer do, it does nothing: nobody dismisses what they have not seen.
    DismissAside {
        /// Where.
        segment: SegmentId,
        /// Who.
        by: Actor,
        /// The text, as the agent saw it.
        text: String,
    },
    /// An AI suggests a code.
    Suggest {
        /// For which segment.
        segment: SegmentId,
        /// The code; one that isn't allowed is ignored.
        code: CodeId,
    },
    /// An AI suggests notes.
    SuggestNotes {
        /// For which segment.
        segment: SegmentId,
        /// The notes, at most [`MAX_NOTES`](crate::domain::draft::MAX_NOTES) long.
        notes: String,
    },
    /// The agent sees what is suggested. It counts once a suggestion.
    SuggestionShown {
        /// For which segment.
        segment: SegmentId,
        /// Who.
        by: Actor,
    },
    /// A suggestion was asked for in vain.
    SuggestionFailed {
        /// For which segment.
        segment: SegmentId,
        /// Why, for the journal.
        reason: String,
    },
    /// The agent asks for more time.
    Extend {
        /// Where.
        segment: SegmentId,
        /// Who.
        by: Actor,
        /// Which extension this is, counted from 1: the same one asked for in
        /// two tabs counts once.
        number: u32,
    },
    /// The time of a segment is about to end. Too early, it does nothing.
    Warn {
        /// Which.
        segment: SegmentId,
    },
    /// A supervisor gives an unfinished segment into another agent's hands, with
    /// what was entered and the time that is left.
    HandOver {
        /// Which.
        segment: SegmentId,
        /// Who gives it.
        by: Actor,
        /// Who gets it.
        to: AgentId,
    },
    /// The system of record has what was closed or corrected.
    Delivered {
        /// Which.
        segment: SegmentId,
    },
    /// A parked segment is taken up again.
    ResumeSegment {
        /// Which.
        segment: SegmentId,
        /// Who.
        by: Actor,
    },
    /// A segment is to be closed.
    Close {
        /// Which.
        segment: SegmentId,
        /// In which way, and by whom.
        reason: CloseReason,
        /// The key of the closure, should one come of it.
        key: ClosureKey,
    },
    /// The agent closes the interaction's tab in the workspace. While talking, this skips
    /// the wrap-up, unless something was entered early: then it is closed with that.
    CloseTab {
        /// Who.
        by: Actor,
        /// As for [`Command::EndConversation`].
        catalog: Option<Arc<Catalog>>,
        /// The name for the segment, should one open for what was entered early.
        segment: SegmentId,
        /// The key of the closure, should one come of it.
        key: ClosureKey,
    },
    /// The agent turns to something else.
    Interrupt {
        /// Who.
        agent: AgentId,
        /// To what.
        by: Interruption,
        /// The key of the closure, should one come of it.
        key: ClosureKey,
    },
    /// A closed segment is corrected.
    Correct {
        /// Which.
        segment: SegmentId,
        /// Who.
        by: Actor,
        /// What it should say.
        draft: Draft,
        /// A correction, or the undo right after a submit.
        reason: VersionReason,
        /// The key of the version.
        key: ClosureKey,
    },
    /// A closure that another page accepted earlier arrives after the segment closed.
    Late {
        /// Of which segment.
        segment: SegmentId,
        /// The closure.
        closure: Box<Closure>,
    },
    /// A page that went away had this typed and not stored.
    TakeOver {
        /// Where.
        segment: SegmentId,
        /// The draft as it was there.
        draft: Draft,
    },
    /// A page that went away had this typed early and not stored.
    TakeOverEarly {
        /// Who typed it.
        agent: AgentId,
        /// The draft as it was there.
        draft: Draft,
    },
    /// The system of record says how it has closed the segment: by itself, or by
    /// another page's closure.
    Learn {
        /// Which.
        segment: SegmentId,
        /// How, with all versions it has.
        closed: Box<Closed>,
    },
    /// The store has committed a closure or a version.
    Committed {
        /// Of which segment.
        segment: SegmentId,
        /// Its key.
        key: ClosureKey,
    },
    /// The store could not commit a closure or a version.
    NotCommitted {
        /// Of which segment.
        segment: SegmentId,
        /// Its key.
        key: ClosureKey,
        /// Whether another try makes sense.
        failure: CommitFailure,
    },
    /// The agent wants a closure that failed to be tried again. It stands as of the
    /// instant it was accepted; what was typed since is taken in.
    Retry {
        /// Of which segment.
        segment: SegmentId,
        /// The key, should it say something else than it did.
        key: ClosureKey,
    },
    /// The time has come to try a closure again that failed for the moment. It does
    /// nothing when something was typed since: then its agent decides.
    Redeliver {
        /// Of which segment.
        segment: SegmentId,
    },
    /// A backend said what its time is. This changes what the page takes the time
    /// to be only where it helps to tell sleep from a hand on the clock; see
    /// [`Clock::heard`](crate::domain::clock::Clock::heard).
    Heard {
        /// The backend's time.
        time: Timestamp,
        /// The page's clocks when it was asked.
        sent: Now,
    },
    /// The store knows a newer state (another tab was faster). What this page
    /// has accepted meanwhile is kept upon it; commands whose outcome was not
    /// stored are to be given again.
    Adopt {
        /// The conversation as stored.
        interaction: Box<Interaction>,
        /// Its segments as stored.
        segments: Vec<Segment>,
        /// Where this page has typed what isn't stored; see [`Command::types_in`].
        typed: Vec<SegmentId>,
    },
}

impl Command {
    /// The segment whose notes it changes; `None` for all other commands.
    pub const fn types_in(&self) -> Option<&SegmentId> {
        match self {
            Self::Edit {
                edit: Edit { entry: Entry::Code(_) | Entry::Extra { .. }, .. }, ..
            } => None,
            Self::Edit { segment, .. } => Some(segment),
            _ => None,
        }
    }
}
