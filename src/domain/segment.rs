//! One agent's wrap-up of one conversation.

use super::closure::{Closure, ClosureKind, Version};
use super::code::CodeRef;
use super::configuration::{Mode, Rules};
use super::draft::Draft;
use super::field::Fields;
use super::id::{AgentId, ClosureKey, CodeId, ConfigurationId, InteractionId, SegmentId};
use super::policy::{self, Content, Lacking, Saving};
use super::stage::Stage;
use super::time::{Millis, Timestamp};

/// A backend or another page may still be closing it: how long after a deadline
/// nothing else than its own page closes a segment.
pub const SWEEP_GRACE: Millis = Millis(60_000);

/// How long a segment waits for a page that went away to come back. It may have
/// been a closed tab, and only a reload; the page cannot know which.
pub const GONE_GRACE: Millis = Millis::from_seconds(30);

/// What opened a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum OpenedBy {
    /// The conversation ended.
    ConversationEnd,
    /// Its agent left while the conversation went on.
    Leaving,
}

/// The configuration a segment runs by, as it was called when it opened.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ConfigurationRef {
    /// Its lasting name.
    pub id: ConfigurationId,
    /// Its name at that time.
    pub name: String,
}

/// When a wrap-up ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timing {
    /// The instant.
    pub deadline: Timestamp,
    /// The time that was left when the current period began (opening, last
    /// extension): what bands take for 100 %.
    pub whole: Millis,
}

impl Timing {
    /// A period of `length` from `at` on. It ends on a whole second, up to one
    /// second early, so that all countdowns of a page change at the same moment
    /// and one timer and one layout a second serve them all.
    pub fn starting(at: Timestamp, length: Millis) -> Self {
        Self { deadline: (at + length).whole_second(), whole: length }
    }
}

/// A segment its agent is working on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Open {
    /// Since when, without interruption.
    pub since: Timestamp,
    /// When it ends by itself, if it does.
    pub timing: Option<Timing>,
    /// A submit in forced mode that will count at 0:00.
    pub recorded: Option<ClosureKey>,
    /// The deadline passed and a required code kept it open.
    pub overdue: bool,
    /// Its agent was warned that the current period ends.
    pub warned: bool,
}

impl Open {
    /// Open from `since` on.
    pub const fn new(since: Timestamp, timing: Option<Timing>) -> Self {
        Self { since, timing, recorded: None, overdue: false, warned: false }
    }
}

/// A segment laid aside.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parked {
    /// Since when.
    pub since: Timestamp,
    /// The time that was left, and the whole it belongs to.
    pub left: Option<(Millis, Millis)>,
    /// See [`Open::recorded`]: it counts at 0:00 after all.
    pub recorded: Option<ClosureKey>,
}

/// A finished segment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Closed {
    /// How it ended; never changed afterwards.
    pub closure: Closure,
    /// Corrections, oldest first; the last one is current.
    pub versions: Vec<Version>,
    /// Typed text that was too long to be saved, kept for its author.
    pub kept_back: String,
}

impl Closed {
    /// The code that counts now.
    pub fn code(&self) -> Option<&CodeRef> {
        self.versions.last().map_or(self.closure.code.as_ref(), |version| version.code.as_ref())
    }

    /// The notes that count now.
    pub fn notes(&self) -> &str {
        self.versions.last().map_or(&self.closure.notes, |version| &version.notes)
    }

    /// The extra fields that count now.
    pub fn extra(&self) -> &Fields {
        self.versions.last().map_or(&self.closure.extra, |version| &version.extra)
    }

    /// What counts now as a draft, for a correction to begin with.
    pub fn as_draft(&self) -> Draft {
        let mut draft = Draft::of(self.code().map(|code| code.id.clone()), self.notes());
        for (name, value) in self.extra().iter() {
            draft.show_extra(name, Some(value.clone()));
        }
        draft
    }
}

/// Where a segment stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SegmentState {
    /// Being worked on.
    Open(Open),
    /// Laid aside, with draft and time left.
    Parked(Parked),
    /// Finished.
    Closed(Closed),
}

/// Why an accepted closure could not be committed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CommitFailure {
    /// It may work when tried again.
    TryAgain,
    /// It never will.
    Refused,
}

/// A closure that was accepted and is not yet known to be committed. It stands,
/// whatever the clock says afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pending {
    /// The closure.
    pub closure: Closure,
    /// The text beyond what can be saved.
    pub kept_back: String,
    /// Why the last try failed; `None` while one is under way.
    pub failure: Option<CommitFailure>,
}

/// The record of one agent's wrap-up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "super::segment_record::SegmentRecord",
        into = "super::segment_record::SegmentRecord"
    )
)]
pub struct Segment {
    /// Its lasting name.
    pub id: SegmentId,
    /// The conversation.
    pub interaction: InteractionId,
    /// Whose it is.
    pub agent: AgentId,
    /// The configuration; `None` where none was known or it was faulty.
    pub configuration: Option<ConfigurationRef>,
    /// What it runs by, for its whole life.
    pub rules: Rules,
    /// What opened it.
    pub opened_by: OpenedBy,
    /// When it first opened.
    pub opened_at: Timestamp,
    /// Time worked on it before it was last parked.
    pub worked_before: Millis,
    /// How often it was extended.
    pub extensions: u32,
    /// The code an AI suggested.
    pub suggestion: Option<CodeId>,
    /// The notes an AI suggested; empty for none.
    pub suggested_notes: String,
    /// Whether its agent was shown what is suggested.
    pub suggestion_shown: bool,
    /// What is typed.
    pub draft: Draft,
    /// Where it stands.
    pub state: SegmentState,
    /// A closure under way. Never stored: what is stored is its outcome.
    pub pending: Option<Pending>,
    /// Versions under way likewise, in order: accepted, and not yet known to be
    /// committed. Until then the segment doesn't say what they say.
    pub pending_versions: Vec<Version>,
}

/// What will become of an open segment at 0:00.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Forecast {
    /// Nothing: it has no deadline.
    NoDeadline,
    /// It stays open, since a required code is missing.
    StaysOpen,
    /// It closes and saves this.
    Saves {
        /// What is saved.
        content: Content,
        /// Notes have been typed that will not be saved.
        notes_discarded: bool,
        /// A code has been chosen and another one will be saved.
        choice_discarded: bool,
        /// Something entered in extra fields will not be saved.
        extra_discarded: bool,
    },
}

impl Segment {
    /// A segment that opens at `at`, with nothing entered and no time that ends it.
    pub fn opening(
        id: SegmentId,
        interaction: InteractionId,
        agent: AgentId,
        rules: Rules,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            interaction,
            agent,
            configuration: None,
            rules,
            opened_by: OpenedBy::ConversationEnd,
            opened_at: at,
            worked_before: Millis::ZERO,
            extensions: 0,
            suggestion: None,
            suggested_notes: String::new(),
            suggestion_shown: false,
            draft: Draft::default(),
            state: SegmentState::Open(Open::new(at, None)),
            pending: None,
            pending_versions: Vec::new(),
        }
    }

    /// The working state, unless parked or closed.
    pub const fn open(&self) -> Option<&Open> {
        match &self.state {
            SegmentState::Open(open) => Some(open),
            _ => None,
        }
    }

    /// How it ended, once it has.
    pub const fn closed(&self) -> Option<&Closed> {
        match &self.state {
            SegmentState::Closed(closed) => Some(closed),
            _ => None,
        }
    }

    /// Whose choice of a code it was closed with, by themselves; `None` where nobody chose,
    /// or somebody else closed it.
    pub fn code_chosen(&self) -> Option<(&AgentId, &CodeId)> {
        let closure = &self.closed()?.closure;
        let code = self.draft.code.as_ref()?;
        let counts = closure.code.as_ref().is_some_and(|saved| saved.id == *code);
        (counts && closure.by.as_ref() == Some(&self.agent)).then_some((&self.agent, code))
    }

    /// Whether its agent still has something to finish: open or parked.
    pub const fn is_unfinished(&self) -> bool {
        !matches!(self.state, SegmentState::Closed(_))
    }

    /// Whether it is `agent`'s to finish, and nothing has been accepted yet that
    /// finishes it.
    pub fn is_in_hand_of(&self, agent: &AgentId) -> bool {
        self.agent == *agent && self.is_unfinished() && self.pending.is_none()
    }

    /// The deadline, while open.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.open()?.timing.map(|timing| timing.deadline)
    }

    /// How much it can wait, less first: what could not be saved, what has a deadline, by
    /// that, what has none, by its age, and what is laid aside.
    pub fn urgency(&self) -> (u8, Timestamp) {
        match (self.stage(), self.deadline()) {
            (Stage::Failed, _) => (0, self.opened_at),
            (Stage::Parked | Stage::Closed, _) => (3, self.opened_at),
            (_, Some(deadline)) => (1, deadline),
            (_, None) => (2, self.opened_at),
        }
    }

    /// When its page has to act on it next by itself.
    pub fn alarm(&self) -> Option<Timestamp> {
        let open = self.open()?;
        (!open.overdue && self.pending.is_none()).then_some(())?;
        let deadline = open.timing.map(|timing| timing.deadline)?;
        Some(self.warning_due().map_or(deadline, |warning| warning.min(deadline)))
    }

    /// Whether the deadline has passed.
    pub fn is_past_deadline(&self, at: Timestamp) -> bool {
        self.deadline().is_some_and(|deadline| at >= deadline)
    }

    /// From when on the sweep may close it; `None` for never.
    pub fn sweep_due(&self) -> Option<Timestamp> {
        let open = self.open()?;
        match open.timing {
            Some(timing) => Some(timing.deadline + SWEEP_GRACE),
            None => self.rules.sweep_after.map(|after| self.opened_at + after),
        }
    }

    /// From when on it counts as closed with its tab, if no page of it has been
    /// there after `since`; `None` where that does not close it: a forced one lasts
    /// its full time, and what was due before had ended already.
    pub fn gone_due(&self, since: Timestamp) -> Option<Timestamp> {
        self.gone_due_within(since, GONE_GRACE)
    }

    /// [`Self::gone_due`], where a page that went away is waited for as long as `grace`.
    pub fn gone_due_within(&self, since: Timestamp, grace: Millis) -> Option<Timestamp> {
        let open = self.open()?;
        if self.rules.mode == Mode::Forced || self.pending.is_some() {
            return None;
        }
        let grace = since + grace;
        match open.timing.map(|timing| timing.deadline) {
            Some(deadline) if !open.overdue => (deadline > since).then(|| deadline.min(grace)),
            _ => Some(grace),
        }
    }

    /// Whether this closure, accepted by another copy of the segment, may close
    /// this one: what the clock closes waits until the time has come here too.
    pub fn is_due(&self, closure: &Closure) -> bool {
        match closure.kind {
            ClosureKind::TimedOut => self.is_past_deadline(closure.at),
            ClosureKind::Submitted if self.rules.mode == Mode::Forced => {
                self.is_past_deadline(closure.at)
            }
            ClosureKind::Swept => self.sweep_due().is_some_and(|due| closure.at >= due),
            _ => true,
        }
    }

    /// How long its agent has worked on it.
    pub fn worked(&self, at: Timestamp) -> Millis {
        match &self.state {
            SegmentState::Open(open) => self.worked_before + at.since(open.since),
            SegmentState::Parked(_) => self.worked_before,
            SegmentState::Closed(closed) => closed.closure.duration,
        }
    }

    /// How many more extensions there may be; zero where nothing can be extended.
    pub fn extensions_left(&self) -> u32 {
        if self.deadline().is_none() {
            return 0;
        }
        self.rules.extensions.max.saturating_sub(self.extensions)
    }

    /// What is saved when it ends in the way of `saving`.
    pub fn content(&self, saving: Saving) -> Content {
        policy::content(&self.rules, &self.draft, self.suggestion.as_ref(), saving)
    }

    /// Whether a code is missing without which the time does not end it.
    pub fn stays_open_without_code(&self) -> bool {
        let lacking = policy::lacking(&self.rules, &self.draft);
        self.rules.mode == Mode::Mandatory && lacking == Some(Lacking::Code)
    }

    /// What 0:00 will bring; said to the agent before it happens.
    pub fn forecast(&self) -> Forecast {
        let Some(open) = self.open().filter(|open| open.timing.is_some()) else {
            return Forecast::NoDeadline;
        };
        if self.pending.is_none() && self.stays_open_without_code() {
            return Forecast::StaysOpen;
        }
        let kind = match &self.pending {
            Some(pending) => pending.closure.kind,
            None if open.recorded.is_some() => ClosureKind::Submitted,
            None => ClosureKind::TimedOut,
        };
        let content = self.content(Saving::of(kind, false));
        let entered = self.content(Saving::AsEntered);
        Forecast::Saves {
            notes_discarded: content.notes.is_empty() && !self.draft.notes.is_empty(),
            choice_discarded: entered.code.is_some() && entered.code != content.code,
            extra_discarded: entered.extra != content.extra || !content.left_out.is_empty(),
            content,
        }
    }
}
