//! The state machine: one conversation with all its segments.
//!
//! [`transition`] takes a state, a command and the time, and gives the next
//! state and what is to be done about it. It is total: a command that makes no
//! sense leaves the state as it is and says why in [`Effect::Refused`].
//!
//! A closure takes two steps. It is *accepted* at once, with its content and
//! instant fixed ([`Pending`](super::segment::Pending)); it is *closed* when the
//! runtime reports [`Command::Committed`]. What is stored in between is
//! [`Conversation::settled`], so that the store never sees the middle.

mod closing;
mod command;
mod conversation;
mod editing;
mod effect;
mod preparing;
mod suggesting;

pub use command::{CloseReason, Command, Interruption};
pub use editing::{UNDO_DONE, UNDO_OFFERED};
pub use effect::{Effect, Refusal};
pub use preparing::{AtHand, Outlook};

use std::sync::Arc;

use super::catalog::Catalog;
use super::clock::Clock;
use super::closure::Closure;
use super::countdown::Countdown;
use super::gate::{self, Actor};
use super::id::{AgentId, ClosureKey, SegmentId};
use super::interaction::Interaction;
use super::journal::{JournalEntry, JournalEvent};
use super::segment::Segment;
use super::time::{Now, Timestamp};

/// A conversation as one page knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Conversation {
    /// The conversation's record.
    pub interaction: Interaction,
    /// Its segments, in the order they opened.
    pub segments: Vec<Segment>,
    /// This page's idea of the time; not stored.
    pub clock: Clock,
}

/// Whether somebody is shown a segment's dialog.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DialogAccess {
    /// They are.
    Shown,
    /// There is none: the configuration has no codes. End Wrap Up is all it needs.
    NoCodes,
    /// The gate keeps them out.
    Refused(gate::GateRefusal),
}

/// What closing the conversation's tab would do; told before it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabClosing {
    /// The closures it would make, each with what would be saved.
    pub saves: Vec<(SegmentId, Closure)>,
    /// Whether the agent is still talking, so that their wrap-up would be skipped.
    pub skips_wrap_up: bool,
    /// Whether a wrap-up of theirs would stay open: its time runs on.
    pub runs_on: bool,
}

/// The next state after `command`, and what is to be done.
pub fn transition(
    mut state: Conversation,
    command: Command,
    now: Now,
) -> (Conversation, Vec<Effect>) {
    let effects = state.apply(command, now);
    (state, effects)
}

impl Conversation {
    /// A conversation known from its records.
    pub const fn new(interaction: Interaction, segments: Vec<Segment>, now: Now) -> Self {
        Self { interaction, segments, clock: Clock::starting(now) }
    }

    /// [`transition`] in place.
    pub fn apply(&mut self, command: Command, now: Now) -> Vec<Effect> {
        let at = self.clock.observe(now);
        let mut step = Step { conversation: self, now, at, effects: Vec::new() };
        if let Err(refusal) = step.carry_out(command) {
            step.effects.push(Effect::Refused(refusal));
        }
        step.effects
    }

    /// The segment of that id.
    pub fn segment(&self, id: &SegmentId) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.id == *id)
    }

    /// The segment `agent` still has to finish, the latest first.
    pub fn unfinished_of(&self, agent: &AgentId) -> Option<&Segment> {
        self.segments.iter().rev().find(|each| each.agent == *agent && each.is_unfinished())
    }

    /// The unfinished segment that concerns `agent`: their own, or else the one
    /// they are told belongs to somebody else.
    pub fn segment_for(&self, agent: &AgentId) -> Option<&Segment> {
        let any = || self.segments.iter().rev().find(|each| each.is_unfinished());
        self.unfinished_of(agent).or_else(any)
    }

    /// Whether the conversation takes up `agent`'s capacity: while on it, and
    /// while a segment of it is open or parked.
    pub fn holds_capacity(&self, agent: &AgentId) -> bool {
        self.interaction.has(agent) || self.unfinished_of(agent).is_some()
    }

    /// Whether anybody is still on it or has a segment of it to finish.
    pub fn holds_anybody(&self) -> bool {
        !self.interaction.connected.is_empty() || self.segments.iter().any(Segment::is_unfinished)
    }

    /// What would become of it, did `by` close its tab now. Found out by doing it
    /// to a copy, so that it cannot differ from what then happens.
    pub fn if_tab_closed(&self, by: &Actor, catalog: Option<Arc<Catalog>>, now: Now) -> TabClosing {
        let mut copy = self.clone();
        let (by, agent) = (by.clone(), &by.agent);
        let (segment, key) = (SegmentId::preview(), ClosureKey::preview());
        copy.apply(Command::CloseTab { by, catalog, segment, key }, now);
        let before = |each: &Segment| self.segment(&each.id).is_some_and(|it| it.pending.is_some());
        let accepted = copy.segments.iter().filter(|each| !before(each));
        let closure = |each: &Segment| Some((each.id.clone(), each.pending.clone()?.closure));
        TabClosing {
            saves: accepted.filter_map(closure).collect(),
            skips_wrap_up: self.interaction.has(agent)
                && copy.segments.len() == self.segments.len(),
            runs_on: copy.segments.iter().any(|each| each.is_in_hand_of(agent)),
        }
    }

    /// The next instant at which the page has to act by itself.
    pub fn alarm(&self) -> Option<Timestamp> {
        let alarms = self.segments.iter().filter_map(Segment::alarm);
        alarms.chain(self.clock.gives_up_at()).min()
    }

    /// Whether something of it is shown at `at` that changes with time.
    pub fn counts(&self, at: Timestamp) -> bool {
        let shown = self.segments.iter().filter_map(|segment| segment.countdown(at));
        shown.into_iter().any(|shown| !matches!(shown, Countdown::Parked { .. }))
    }

    /// Whether `actor` may enter code and notes for this segment.
    ///
    /// # Errors
    /// The gate's [`gate::GateRefusal`].
    pub fn may_enter(&self, segment: &Segment, actor: &Actor) -> Result<(), gate::GateRefusal> {
        gate::may_enter(&self.interaction, &self.segments, segment, actor)
    }

    /// Whether `actor` is shown the dialog of this segment.
    pub fn dialog_for(&self, segment: &Segment, actor: &Actor) -> DialogAccess {
        if segment.rules.codes.is_none() {
            return DialogAccess::NoCodes;
        }
        match self.may_enter(segment, actor) {
            Ok(()) => DialogAccess::Shown,
            Err(refusal) => DialogAccess::Refused(refusal),
        }
    }

    /// The state as it will be once the accepted closure of `segment` is
    /// committed: what belongs into the store then. Closures of other segments
    /// wait for their own commits; they might yet fail and say something else.
    #[must_use]
    pub fn settled(&self, segment: &SegmentId) -> Self {
        let mut settled = self.clone();
        if let Some(index) = settled.segments.iter().position(|each| each.id == *segment) {
            settled.settle(index);
        }
        settled
    }
}

/// One command being carried out.
struct Step<'a> {
    conversation: &'a mut Conversation,
    now: Now,
    at: Timestamp,
    effects: Vec<Effect>,
}

impl Step<'_> {
    fn carry_out(&mut self, command: Command) -> Result<(), Refusal> {
        match command {
            Command::Connect { agent } => self.connect(agent),
            Command::Hold => self.hold(),
            Command::Resume => self.resume_talking(),
            Command::Assign { to } => self.assign(to),
            Command::EndConversation { by, catalog, segments } => {
                self.end_conversation(&by, catalog.as_deref(), segments)
            }
            Command::Leave { agent, to, catalog, segment } => {
                self.leave(&agent, to, catalog.as_deref(), segment)
            }
            Command::CustomerReturns { agent } => self.customer_returns(agent),
            Command::OpenEarly { by, catalog } => self.open_early(&by, catalog.as_deref()),
            Command::EditEarly { by, edit } => self.edit_early(&by, edit),
            Command::DismissEarlyAside { by, text } => self.dismiss_early_aside(&by, &text),
            Command::RequestWrapUp { agent, wanted } => self.request_wrap_up(&agent, wanted),
            Command::Edit { segment, by, edit } => self.edit(&segment, &by, edit),
            Command::DismissAside { segment, by, text } => self.dismiss_aside(&segment, &by, &text),
            Command::Suggest { segment, code } => self.suggest(&segment, code),
            Command::SuggestNotes { segment, notes } => self.suggest_notes(&segment, &notes),
            Command::SuggestionShown { segment, by } => self.suggestion_shown(&segment, &by),
            Command::SuggestionFailed { segment, reason } => {
                self.suggestion_failed(&segment, reason)
            }
            Command::Extend { segment, by, number } => self.extend(&segment, &by, number),
            Command::Warn { segment } => self.warn(&segment),
            Command::HandOver { segment, by, to } => self.hand_over(&segment, &by, to),
            Command::Delivered { segment } => self.delivered(&segment),
            Command::ResumeSegment { segment, by } => self.resume_segment(&segment, &by),
            Command::Close { segment, reason, key } => self.close(&segment, reason, key),
            Command::CloseTab { by, catalog, segment, key } => {
                self.close_tab(&by, catalog.as_deref(), segment, key)
            }
            Command::Interrupt { agent, by, key } => self.interrupt(&agent, by, key),
            Command::Correct { segment, by, draft, reason, key } => {
                self.correct(&segment, &by, &draft, reason, key)
            }
            Command::Late { segment, closure } => self.late(&segment, *closure),
            Command::TakeOver { segment, draft } => self.take_over(&segment, draft),
            Command::TakeOverEarly { agent, draft } => self.take_over_early(&agent, draft),
            Command::Learn { segment, closed } => self.learn(&segment, *closed),
            Command::Committed { segment, key } => {
                self.committed(&segment, &key);
                Ok(())
            }
            Command::NotCommitted { segment, key, failure } => {
                self.not_committed(&segment, &key, failure);
                Ok(())
            }
            Command::Retry { segment, key } => self.retry(&segment, key),
            Command::Redeliver { segment } => self.redeliver(&segment),
            Command::Heard { time, sent } => {
                self.conversation.clock.heard(time, sent, self.now);
                Ok(())
            }
            Command::Adopt { interaction, segments, typed } => {
                self.adopt(*interaction, segments, &typed);
                Ok(())
            }
        }
    }

    fn find(&self, id: &SegmentId) -> Result<usize, Refusal> {
        let segments = &self.conversation.segments;
        segments.iter().position(|each| each.id == *id).ok_or(Refusal::UnknownSegment)
    }

    fn save(&mut self) {
        self.effects.push(Effect::Save { strict: true });
    }

    fn journal(&mut self, index: Option<usize>, by: Option<&AgentId>, event: JournalEvent) {
        let interaction = self.conversation.interaction.id.clone();
        let mut entry = JournalEntry::new(interaction, event, self.at, self.now);
        entry.segment = index.map(|index| self.conversation.segments[index].id.clone());
        entry.by = by.cloned();
        self.effects.push(Effect::Journal(entry));
    }
}
