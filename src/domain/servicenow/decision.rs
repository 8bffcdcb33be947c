//! What follows from how things stand there for what a page has to tell. Whatever is
//! written is looked at first: an answer may have been lost, and a page that was killed
//! cannot say whether it had asked.

use super::standing::Standing;
use crate::domain::closure::{Closure, ClosureKind, Version};
use crate::domain::code::CodeRef;
use crate::domain::delivery::parcel::{About, Progress};
use crate::domain::draft::split_notes;
use crate::domain::id::{AgentId, ClosureKey};
use crate::domain::interaction::{Interaction, InteractionState};
use crate::domain::segment::Closed;
use crate::domain::segment_record::StateName;
use crate::domain::service::Ahead;
use crate::domain::time::Timestamp;

/// What becomes of open wrap-ups whose page goes away. ServiceNow cannot wait for a while
/// whether it comes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Leaving {
    /// They go on until their deadlines.
    #[default]
    GoOn,
    /// They end at once, as with a tab that was closed; a page that is only loaded again
    /// finds them so.
    End,
}

impl Leaving {
    /// How a segment closed that is found closed, by nobody knows whom.
    pub const fn otherwise(self) -> ClosureKind {
        match self {
            Self::GoOn => ClosureKind::Ended,
            Self::End => ClosureKind::TabClosed,
        }
    }
}

/// By whose clock and by which setting things there are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// How far ServiceNow's clock is ahead of the page's.
    pub ahead: Ahead,
    /// See [`Leaving`].
    pub leaving: Leaving,
}

/// What is to be done about an opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Nothing: the segment is there.
    There,
    /// Make it.
    Make,
    /// It was closed there meanwhile.
    Closed(Box<Closed>),
}

/// What is to be done about a closure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// Nothing: it had arrived before.
    Counted,
    /// Make the segment, and then write it.
    Make,
    /// Write it.
    Write {
        /// Whether an agent confirms what was saved for the time being.
        confirm: bool,
    },
    /// The segment was closed in this way, by nobody who pressed a button: what was
    /// accepted in a page is put in its place.
    Late(Box<Closed>),
    /// The segment was closed in this way, which stands.
    Overruled(Box<Closed>),
}

/// What is to be done about a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correcting {
    /// Nothing: it had arrived before.
    Counted,
    /// Write it.
    Write,
    /// There is nothing closed to correct.
    NotClosed,
}

/// What to do about the opening of the segment that `about` names, which is `found` there.
pub fn opening(about: &About, found: Option<&Standing>, reading: Reading) -> Opening {
    let Some(found) = found.filter(|found| found.is_of(about, reading.ahead)) else {
        return Opening::Make;
    };
    let closed = found.as_closed(about, reading.ahead, reading.leaving.otherwise());
    closed.map_or(Opening::There, |closed| Opening::Closed(Box::new(closed)))
}

/// Whether what is `found` closes otherwise, and whether the time did it is not said:
/// its row in the table says so.
pub fn asks_who_closed(found: &Standing, code_and_notes_hold: bool) -> bool {
    found.closed && !found.awaiting && !code_and_notes_hold && found.timed_out.is_none()
}

/// What to do about `closure` of the segment that `about` names, which is `found` there.
pub fn closing(
    about: &About,
    closure: &Closure,
    found: Option<&Standing>,
    reading: Reading,
) -> Closing {
    let Some(found) = found.filter(|found| found.is_of(about, reading.ahead)) else {
        return Closing::Make;
    };
    let confirm = found.awaiting && !closure.kind.by_system();
    let closed = found.as_closed(about, reading.ahead, reading.leaving.otherwise());
    match closed.map(Box::new) {
        None => Closing::Write { confirm },
        Some(_) if confirm => Closing::Write { confirm },
        Some(_) if found.holds(closure.code.as_ref(), &closure.notes) => Closing::Counted,
        Some(closed) if closed.closure.kind.yields_to(closure.kind) => Closing::Late(closed),
        Some(closed) => Closing::Overruled(closed),
    }
}

/// What to do about `version` of the segment that is `found` there.
pub fn correcting(version: &Version, found: Option<&Standing>) -> Correcting {
    match found.filter(|found| found.closed) {
        None => Correcting::NotClosed,
        Some(found) if found.holds(version.code.as_ref(), &version.notes) => Correcting::Counted,
        Some(_) => Correcting::Write,
    }
}

/// A wrap-up that ends with its page, which went at `at`, with what was entered: `code`
/// by its label. `None` where its page had accepted a submit for the deadline, or where
/// it is laid aside.
pub fn ended(progress: &Progress, code: Option<CodeRef>, at: Timestamp) -> Option<Closure> {
    let is_open = progress.state == StateName::Open && progress.recorded.is_none();
    let (notes, _) = split_notes(&progress.draft.notes);
    let about = &progress.about;
    is_open.then(|| {
        Some(Closure {
            key: ClosureKey::new(["gone-", about.segment.as_str()].concat()).ok()?,
            kind: ClosureKind::TabClosed,
            by: Some(about.agent.clone()),
            at,
            code,
            notes: notes.to_owned(),
            extra: core::iter::empty().collect(),
            duration: at.since(about.opened_at),
            required_missing: false,
        })
    })?
}

/// Whether the page of `agent` knows how the conversation goes on: who has left it, while
/// others are on it, knows only how it was.
pub fn knows(record: &Interaction, agent: &AgentId) -> bool {
    record.connected.is_empty() || record.has(agent)
}

/// Whether the state of `record` is written over what is `there`. What is closed never
/// opens again; and who finishes while other agents' wrap-ups are open leaves it to the
/// last of them to close the conversation.
pub fn writes_state(record: &Interaction, there: &str, others_open: bool) -> bool {
    let complete = record.state == InteractionState::ClosedComplete;
    !there.starts_with("closed_") && there != state_name(record.state) && !(complete && others_open)
}

/// The name of a state, there as here.
pub const fn state_name(state: InteractionState) -> &'static str {
    match state {
        InteractionState::New => "new",
        InteractionState::WorkInProgress => "work_in_progress",
        InteractionState::OnHold => "on_hold",
        InteractionState::WrapUp => "wrap_up",
        InteractionState::ClosedComplete => "closed_complete",
        InteractionState::ClosedAbandoned => "closed_abandoned",
    }
}
