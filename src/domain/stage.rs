//! What an agent can do with a segment at one moment: read by views, so that
//! they hold no rule of their own.

use super::closure::VersionReason;
use super::configuration::{Mode, Rules};
use super::draft::Draft;
use super::extra::ExtraField;
use super::policy::{self, Lacking};
use super::segment::{Closed, Segment, SegmentState};
use super::time::Timestamp;

/// Where a segment stands, as its agent meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The agent is at it.
    Working,
    /// Submitted in forced mode; it counts at 0:00.
    Recorded,
    /// The deadline has passed and a required code keeps it open.
    Overdue,
    /// A closure is under way.
    Saving,
    /// A closure was accepted and could not be committed.
    Failed,
    /// Laid aside.
    Parked,
    /// Finished.
    Closed,
}

/// Why a person cannot close a segment as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// It lasts the full time.
    FullTime,
    /// A required code is missing.
    CodeRequired,
    /// Notes are required.
    NotesRequired,
    /// The notes have this many characters too many.
    NotesTooLong {
        /// By how many.
        excess: usize,
    },
    /// The extra field of this place in the rules is required and empty.
    ExtraRequired(usize),
    /// What the extra field of this place in the rules holds cannot be saved.
    ExtraFaulty(usize),
}

impl Obstacle {
    /// The first one that `draft` meets under `rules`, in the order of the fields.
    pub fn of(rules: &Rules, draft: &Draft) -> Option<Self> {
        let lacking = policy::lacking(rules, draft);
        let faulty = || {
            let is_faulty = |field: &ExtraField| {
                draft.extra(&field.name).is_some_and(|value| field.fault(value).is_some())
            };
            rules.extra.iter().position(is_faulty)
        };
        match (lacking, draft.excess()) {
            (Some(Lacking::Code), _) => Some(Self::CodeRequired),
            (_, excess @ 1..) => Some(Self::NotesTooLong { excess }),
            (Some(Lacking::Notes), _) => Some(Self::NotesRequired),
            (Some(Lacking::Extra(at)), _) => Some(Self::ExtraRequired(at)),
            (None, 0) => faulty().map(Self::ExtraFaulty),
        }
    }
}

impl Segment {
    /// Where it stands.
    pub const fn stage(&self) -> Stage {
        if let (Some(pending), false) = (&self.pending, self.closed().is_some()) {
            return if pending.failure.is_none() { Stage::Saving } else { Stage::Failed };
        }
        match &self.state {
            SegmentState::Closed(_) => Stage::Closed,
            SegmentState::Parked(_) => Stage::Parked,
            SegmentState::Open(open) if open.overdue => Stage::Overdue,
            SegmentState::Open(open) if open.recorded.is_some() => Stage::Recorded,
            SegmentState::Open(_) => Stage::Working,
        }
    }

    /// Whether its agent may still enter something: it is open, nothing is being
    /// saved, and its time isn't up (unless a missing code keeps it open).
    pub fn is_workable(&self, at: Timestamp) -> bool {
        let saving = self.stage() == Stage::Saving;
        let in_time = |overdue| overdue || !self.is_past_deadline(at);
        !saving && self.open().is_some_and(|open| in_time(open.overdue))
    }

    /// Whether its agent may ask for more time now.
    pub fn is_extendable(&self, at: Timestamp) -> bool {
        let stage = matches!(self.stage(), Stage::Working | Stage::Recorded);
        stage && self.is_workable(at) && self.extensions_left() > 0
    }

    /// What keeps Submit & close from being carried out. Nothing is cut or left
    /// out silently of what a person closes.
    pub fn obstacle_to_submit(&self) -> Option<Obstacle> {
        Obstacle::of(&self.rules, &self.draft)
    }

    /// What keeps End Wrap Up from being carried out. What is required is asked for
    /// only of those who have a dialog to enter it in: the others can always end it.
    pub fn obstacle_to_end(&self, has_dialog: bool) -> Option<Obstacle> {
        let full_time = (self.rules.mode == Mode::Forced).then_some(Obstacle::FullTime);
        full_time.or_else(|| self.obstacle_to_submit().filter(|_| has_dialog))
    }

    /// What the agent typed and no record holds: notes that the deadline
    /// discarded, that it was closed without elsewhere, or the part of them that
    /// was too long. Empty while unfinished, and once somebody has corrected it.
    pub fn unsaved_notes(&self) -> &str {
        let Some(closed) = self.closed() else { return "" };
        if !closed.kept_back.is_empty() {
            return &closed.kept_back;
        }
        let typed = &self.draft.notes;
        let mut versions = closed.versions.iter().chain(&self.pending_versions);
        let held = closed.closure.notes == *typed
            || versions.any(|each| each.notes == *typed || each.reason != VersionReason::Late);
        if held { "" } else { typed }
    }

    /// What was typed in other pages and stood aside when it closed, as far as
    /// the notes don't have it. Empty while unfinished.
    pub fn unsaved_asides(&self) -> impl Iterator<Item = &str> {
        let saved = self.closed().map(Closed::notes);
        let texts = self.draft.aside.iter().map(|each| each.notes.as_str());
        texts.filter(move |text| saved.is_some_and(|saved| !saved.contains(text)))
    }
}
