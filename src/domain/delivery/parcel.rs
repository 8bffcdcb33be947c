//! What a system of record is told, once.

use super::failure::{BackendError, Trouble};
use super::step::Revision;
use crate::domain::closure::{Closure, ClosureKind, Version};
use crate::domain::draft::Draft;
use crate::domain::id::{AgentId, ClosureKey, CodeId, InteractionId, SegmentId};
use crate::domain::interaction::Interaction;
use crate::domain::segment::{Closed, ConfigurationRef, OpenedBy, Segment};
use crate::domain::segment_record::{SegmentRecord, StateName};
use crate::domain::time::{Millis, Timestamp};

/// Which segment something is about, with enough to make the record should the
/// system of record not know it yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)] // each field is documented where Segment has it
pub struct About {
    pub segment: SegmentId,
    pub interaction: InteractionId,
    pub agent: AgentId,
    pub configuration: Option<ConfigurationRef>,
    pub opened_by: OpenedBy,
    pub opened_at: Timestamp,
    pub extensions: u32,
}

impl About {
    /// What is to be said about `segment`.
    pub fn of(segment: &Segment) -> Self {
        Self {
            segment: segment.id.clone(),
            interaction: segment.interaction.clone(),
            agent: segment.agent.clone(),
            configuration: segment.configuration.clone(),
            opened_by: segment.opened_by,
            opened_at: segment.opened_at,
            extensions: segment.extensions,
        }
    }
}

/// How far an unfinished segment has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)] // each field is documented where SegmentRecord has it
pub struct Progress {
    pub about: About,
    pub state: StateName,
    pub since: Option<Timestamp>,
    pub deadline: Option<Timestamp>,
    pub left: Option<Millis>,
    pub whole: Option<Millis>,
    pub worked_before: Millis,
    pub suggestion: Option<CodeId>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub suggested_notes: String,
    #[cfg_attr(feature = "serde", serde(default))]
    pub suggestion_shown: bool,
    pub recorded: Option<ClosureKey>,
    pub overdue: bool,
    pub draft: Draft,
}

impl Progress {
    /// How far `segment` has come.
    pub fn of(segment: &Segment) -> Self {
        let about = About::of(segment);
        let record = SegmentRecord::from(segment.clone());
        Self {
            about,
            state: record.state,
            since: record.since,
            deadline: record.deadline,
            left: record.left,
            whole: record.whole,
            worked_before: record.worked_before,
            suggestion: record.suggestion,
            suggested_notes: record.suggested_notes,
            suggestion_shown: record.suggestion_shown,
            recorded: record.recorded,
            overdue: record.overdue,
            draft: record.draft,
        }
    }
}

/// One thing to be told.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Report {
    /// A conversation's record, as it now is.
    Interaction(Box<Interaction>),
    /// A segment opened: all of it, with the rules it runs by.
    Opened(Box<Segment>),
    /// An unfinished segment changed: draft, extension, parking. The latest counts.
    Changed(Box<Progress>),
    /// A segment closed.
    Closed {
        /// Which.
        about: Box<About>,
        /// How, and what was saved.
        closure: Box<Closure>,
    },
    /// A closed segment has a further version.
    Corrected {
        /// Which.
        about: Box<About>,
        /// What it now says.
        version: Box<Version>,
    },
}

impl Report {
    /// The segment it is about.
    pub fn segment(&self) -> Option<&SegmentId> {
        match self {
            Self::Interaction(_) => None,
            Self::Opened(segment) => Some(&segment.id),
            Self::Changed(progress) => Some(&progress.about.segment),
            Self::Closed { about, .. } | Self::Corrected { about, .. } => Some(&about.segment),
        }
    }

    /// The conversation it is about.
    pub fn interaction(&self) -> &InteractionId {
        match self {
            Self::Interaction(interaction) => &interaction.id,
            Self::Opened(segment) => &segment.interaction,
            Self::Changed(progress) => &progress.about.interaction,
            Self::Closed { about, .. } | Self::Corrected { about, .. } => &about.interaction,
        }
    }

    /// The agent's words in it, for the case that nobody takes them.
    pub fn text(&self) -> &str {
        match self {
            Self::Interaction(_) | Self::Opened(_) => "",
            Self::Changed(progress) => &progress.draft.notes,
            Self::Closed { closure, .. } => &closure.notes,
            Self::Corrected { version, .. } => &version.notes,
        }
    }

    /// The key under which the backend counts it once, however often it comes.
    /// Only what is final has one; of the rest the latest revision counts.
    pub const fn key(&self) -> Option<&ClosureKey> {
        match self {
            Self::Closed { closure, .. } => Some(&closure.key),
            Self::Corrected { version, .. } => Some(&version.key),
            _ => None,
        }
    }

    /// Whether it is something an agent has finished, and not only news on the way.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::Corrected { .. })
    }
}

/// What a parcel waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum WaitsFor {
    /// More keys: not every one of them is worth a request.
    Typing,
    /// The agent to sign in again.
    SignIn,
    /// The trouble to pass.
    End(Trouble),
}

impl WaitsFor {
    /// What has to come to an end before something that failed so is worth another try.
    pub const fn of(error: &BackendError) -> Self {
        match error {
            BackendError::NotSignedIn => Self::SignIn,
            BackendError::TryAgain { trouble, .. } => Self::End(*trouble),
            _ => Self::End(Trouble::Failed),
        }
    }

    /// Whether every other parcel would wait for the same.
    pub const fn concerns_all(self) -> bool {
        match self {
            Self::Typing => false,
            Self::SignIn => true,
            Self::End(trouble) => trouble.concerns_all(),
        }
    }
}

/// Why a parcel is not tried for the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pause {
    /// Until when, by the wall clock that all tabs of a browser share.
    pub until: Timestamp,
    /// What for.
    pub waits_for: WaitsFor,
}

/// Why a parcel will not be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Rejection {
    /// The backend refused it, in its words.
    Refused(String),
    /// The segment had been closed otherwise.
    Overruled {
        /// In which way.
        kind: ClosureKind,
        /// By whom; `None` for the system.
        by: Option<AgentId>,
    },
}

impl Rejection {
    /// What a backend said that will never take it.
    pub fn of(error: &BackendError) -> Self {
        Self::Refused(match error {
            BackendError::Refused { reason } => reason.clone(),
            BackendError::Torn(torn) => torn.to_string(),
            other => other.to_string(),
        })
    }
}

/// A report on its way. It is in the store before the agent is told "saved", and
/// leaves it only once the system of record has confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Parcel {
    /// Its place in the outbox. A later report of the same id takes the place of
    /// an earlier one: only the latest state of an unfinished segment is news.
    pub id: String,
    /// As whom it is delivered, and as nobody else.
    pub agent: AgentId,
    /// What is told.
    pub report: Report,
    /// The writing of the conversation it came with, and its place within that:
    /// the order in which things happened.
    pub revision: Revision,
    /// See [`Self::revision`].
    pub place: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// How often it was tried in vain.
    pub failures: u32,
    /// Not to be tried for the moment.
    pub pause: Option<Pause>,
    /// It will not be taken; it stays until its agent decides.
    pub rejected: Option<Rejection>,
}

impl Parcel {
    /// See [`Report::key`].
    pub const fn key(&self) -> Option<&ClosureKey> {
        self.report.key()
    }
}

/// What the system of record did with a parcel it has answered for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It has it.
    Taken,
    /// It had closed the segment before by itself; what was sent became a version.
    TakenLate(Box<Closed>),
    /// The segment was closed otherwise. What was sent does not count.
    Overruled(Box<Closed>),
}

impl Verdict {
    /// What it did with `report`, of which it says that the segment is `closed` in this
    /// way; `None` where that is no answer to it: what is final cannot be taken and the
    /// segment still be open.
    pub fn of(report: &Report, closed: Option<Closed>) -> Option<Self> {
        let Some(closed) = closed else { return (!report.is_final()).then_some(Self::Taken) };
        let has = |key: &ClosureKey| closed.versions.iter().any(|each| each.key == *key);
        let (is_theirs, is_version) = match report {
            Report::Interaction(_) => (true, false),
            Report::Opened(_) | Report::Changed(_) => (false, false),
            Report::Closed { closure, .. } => {
                (closed.closure.key == closure.key, has(&closure.key))
            }
            Report::Corrected { version, .. } => (has(&version.key), false),
        };
        Some(match (is_theirs, is_version) {
            (true, _) => Self::Taken,
            (false, true) => Self::TakenLate(Box::new(closed)),
            (false, false) => Self::Overruled(Box::new(closed)),
        })
    }
}

/// An answer of the system of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What it did.
    pub verdict: Verdict,
    /// What its clock says, where it tells.
    pub time: Option<Timestamp>,
}
