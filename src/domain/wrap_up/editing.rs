//! Commands about an open segment that leave it open, and corrections.

use super::{Effect, Refusal, Step};
use crate::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use crate::domain::draft::{Draft, Edit, Entry};
use crate::domain::gate::{self, Actor, Role};
use crate::domain::id::{AgentId, ClosureKey, PageId, SegmentId};
use crate::domain::journal::JournalEvent;
use crate::domain::policy::{self, Content, Saving};
use crate::domain::segment::{OpenedBy, Pending, Segment, SegmentState, Timing};
use crate::domain::stage::Obstacle;
use crate::domain::time::{Millis, Timestamp};

/// For so long after a submit its author is offered to take it back.
pub const UNDO_OFFERED: Millis = Millis::from_seconds(10);

/// For so long after a submit what its author makes of it instead is taken.
pub const UNDO_DONE: Millis = Millis::from_seconds(5 * 60);

impl Segment {
    /// What a correction to `draft` by `by` would save at `at`.
    ///
    /// # Errors
    /// The [`Refusal`] that [`super::Command::Correct`] would meet.
    pub fn correction(
        &self,
        by: &Actor,
        draft: &Draft,
        reason: VersionReason,
        at: Timestamp,
    ) -> Result<Content, Refusal> {
        gate::may_correct(self, by)?;
        let content = policy::content(&self.rules, draft, None, Saving::AsEntered);
        let closed = self.closed().ok_or(Refusal::NotClosed)?;
        if reason == VersionReason::Undo {
            let is_own = self.agent == by.agent && closed.closure.kind == ClosureKind::Submitted;
            if !is_own || at.since(closed.closure.at) > UNDO_DONE {
                return Err(Refusal::NothingToUndo);
            }
        } else if at.since(closed.closure.at) > self.rules.correction {
            return Err(Refusal::CorrectionTooLate);
        }
        if draft.code.is_some() && content.code.is_none() {
            return Err(Refusal::CodeNotAllowed);
        }
        match Obstacle::of(&self.rules, draft) {
            None => Ok(content),
            Some(obstacle) => Err(obstacle.into()),
        }
    }

    /// Whether `by` is offered at `at` to take the submit back that closed it.
    pub fn is_undo_offered(&self, by: &Actor, at: Timestamp) -> bool {
        let Some(closed) = self.closed() else { return false };
        let changed = !closed.versions.is_empty() || !self.pending_versions.is_empty();
        let fresh = at.since(closed.closure.at) < UNDO_OFFERED && !changed;
        fresh && self.correction(by, &self.draft, VersionReason::Undo, at).is_ok()
    }

    /// For how long at `at` a correction by `by` is still taken; zero where none is.
    pub fn correction_left(&self, by: &Actor, at: Timestamp) -> Millis {
        let closed_at = self.closed().map(|closed| closed.closure.at);
        let allowed = closed_at.filter(|_| gate::may_correct(self, by).is_ok());
        allowed.map_or(Millis::ZERO, |from| (from + self.rules.correction).since(at))
    }
}

impl Step<'_> {
    /// The open segment that an agent may still work on.
    pub(super) fn workable(&self, id: &SegmentId) -> Result<usize, Refusal> {
        let index = self.find(id)?;
        let segment = &self.conversation.segments[index];
        let under_way = |pending: &Pending| pending.failure.is_none();
        match &segment.state {
            SegmentState::Closed(closed) => Err(Refusal::AlreadyClosed {
                kind: closed.closure.kind,
                by: closed.closure.by.clone(),
            }),
            _ if segment.pending.as_ref().is_some_and(under_way) => Err(Refusal::Busy),
            SegmentState::Parked(_) => Err(Refusal::Parked),
            SegmentState::Open(open) if segment.is_past_deadline(self.at) && !open.overdue => {
                Err(Refusal::PastDeadline)
            }
            SegmentState::Open(_) => Ok(index),
        }
    }

    pub(super) fn edit(&mut self, id: &SegmentId, by: &Actor, edit: Edit) -> Result<(), Refusal> {
        let index = self.enterable(id, by)?;
        if !edit.entry.can_be_kept() {
            return Err(Refusal::TextTooLong);
        }
        let segment = &mut self.conversation.segments[index];
        let codes = segment.rules.codes.as_ref().ok_or(Refusal::NoDialog)?;
        if let Entry::Code(Some(code)) = &edit.entry {
            codes.find(code).ok_or(Refusal::CodeNotAllowed)?;
        }
        if let Entry::Extra { name, .. } = &edit.entry {
            let mut fields = segment.rules.extra.iter();
            fields.find(|field| field.name == *name).ok_or(Refusal::UnknownField)?;
        }
        let takes = matches!(edit.entry, Entry::Taken { .. } | Entry::Suggested { .. });
        let events = remark(segment, &edit);
        segment.draft.apply(edit);
        for event in events {
            self.journal(Some(index), Some(&by.agent), event);
        }
        self.effects.push(Effect::Save { strict: takes });
        Ok(())
    }

    /// The open segment whose fields `by` may still enter something into.
    fn enterable(&self, id: &SegmentId, by: &Actor) -> Result<usize, Refusal> {
        let index = self.workable(id)?;
        self.conversation.may_enter(&self.conversation.segments[index], by)?;
        Ok(index)
    }

    pub(super) fn dismiss_aside(
        &mut self,
        id: &SegmentId,
        by: &Actor,
        text: &str,
    ) -> Result<(), Refusal> {
        let index = self.enterable(id, by)?;
        if self.conversation.segments[index].draft.dismiss_aside(text) {
            self.journal(Some(index), Some(&by.agent), JournalEvent::AsideDismissed);
            self.save();
        }
        Ok(())
    }

    pub(super) fn extend(
        &mut self,
        id: &SegmentId,
        by: &Actor,
        number: u32,
    ) -> Result<(), Refusal> {
        let index = self.workable(id)?;
        let at = self.at;
        let segment = &mut self.conversation.segments[index];
        gate::may_end(segment, by)?;
        if segment.pending.is_some() {
            return Err(Refusal::Busy);
        }
        let SegmentState::Open(open) = &mut segment.state else {
            return Err(Refusal::Parked);
        };
        let timing = open.timing.as_mut().ok_or(Refusal::NoDeadline)?;
        if open.overdue {
            return Err(Refusal::PastDeadline);
        }
        if number <= segment.extensions {
            return Ok(()); // another tab asked for the same one
        }
        if segment.extensions >= segment.rules.extensions.max {
            return Err(Refusal::NoExtensionLeft(segment.rules.extensions.max));
        }
        if number != segment.extensions + 1 {
            return Err(Refusal::ExtensionOutOfTurn { expected: segment.extensions + 1 });
        }
        let deadline = timing.deadline + segment.rules.extensions.length;
        *timing = Timing { deadline, whole: deadline.since(at) };
        open.warned = false;
        segment.extensions = number;
        self.journal(Some(index), Some(&by.agent), JournalEvent::Extended(number));
        self.save();
        Ok(())
    }

    /// Both agents' capacity follows the segment.
    pub(super) fn hand_over(
        &mut self,
        id: &SegmentId,
        by: &Actor,
        to: AgentId,
    ) -> Result<(), Refusal> {
        gate::needs(by, Role::Supervisor)?;
        let index = match self.workable(id) {
            Ok(index) => index,
            Err(Refusal::Parked) => self.find(id)?,
            Err(refusal) => return Err(refusal),
        };
        let conversation = &mut *self.conversation;
        if conversation.holds_capacity(&to) {
            return Err(Refusal::HasItAlready(to));
        }
        if conversation.segments[index].pending.is_some() {
            return Err(Refusal::Busy);
        }
        let segment = &mut conversation.segments[index];
        let from = core::mem::replace(&mut segment.agent, to.clone());
        // Whoever gets it decides anew what it says.
        match &mut segment.state {
            SegmentState::Open(open) => open.recorded = None,
            SegmentState::Parked(parked) => parked.recorded = None,
            SegmentState::Closed(_) => {}
        }
        let assigned = &mut conversation.interaction.assigned_to;
        if assigned.as_ref() == Some(&from) && segment.opened_by == OpenedBy::ConversationEnd {
            *assigned = Some(to.clone());
        }
        self.journal(Some(index), Some(&by.agent), JournalEvent::HandedOver { from, to });
        self.save();
        Ok(())
    }

    pub(super) fn resume_segment(&mut self, id: &SegmentId, by: &Actor) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let segment = &self.conversation.segments[index];
        gate::may_end(segment, by)?;
        if !matches!(segment.state, SegmentState::Parked(_)) {
            return Err(Refusal::NotParked);
        }
        if segment.pending.is_some() {
            return Err(Refusal::Busy);
        }
        if self.conversation.interaction.has(&by.agent) {
            return Err(Refusal::StillTalking);
        }
        self.unpark(index);
        self.save();
        Ok(())
    }

    pub(super) fn correct(
        &mut self,
        id: &SegmentId,
        by: &Actor,
        draft: &Draft,
        reason: VersionReason,
        key: ClosureKey,
    ) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let at = self.at;
        let segment = &self.conversation.segments[index];
        let Content { code, notes, extra, .. } = segment.correction(by, draft, reason, at)?;
        let by = Some(by.agent.clone());
        self.add_version(index, Version { key, reason, by, at, code, notes, extra });
        Ok(())
    }

    /// A text that a page accepted before the segment was closed without it.
    pub(super) fn late(&mut self, id: &SegmentId, closure: Closure) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let SegmentState::Closed(closed) = &self.conversation.segments[index].state else {
            return Err(Refusal::NotClosed);
        };
        if closed.closure.key == closure.key || closed.closure.same_content(&closure) {
            return Ok(());
        }
        if !closed.closure.kind.yields_to(closure.kind) {
            let Closure { kind, by, .. } = closed.closure.clone();
            let segment = id.clone();
            self.effects.push(Effect::Superseded { segment, closure: Box::new(closure) });
            return Err(Refusal::AlreadyClosed { kind, by });
        }
        self.add_version(index, Version::late(closure));
        Ok(())
    }

    pub(super) fn add_version(&mut self, index: usize, version: Version) {
        let segment = &mut self.conversation.segments[index];
        let SegmentState::Closed(closed) = &segment.state else {
            return;
        };
        let mut known = closed.versions.iter().chain(&segment.pending_versions);
        if known.any(|each| each.key == version.key) {
            return; // the same one, sent again
        }
        let Version { key, reason, by, .. } = version.clone();
        let id = segment.id.clone();
        segment.pending_versions.push(version);
        self.journal(Some(index), by.as_ref(), JournalEvent::Version(reason));
        self.effects.push(Effect::Commit { segment: id, key });
    }
}

/// What the journal says of `edit`: every choice, and of typing its beginning.
fn remark(segment: &Segment, edit: &Edit) -> Vec<JournalEvent> {
    let Segment { draft, suggestion, .. } = segment;
    let begins = |page: Option<&PageId>| page != Some(&edit.page);
    match &edit.entry {
        Entry::Code(code) if *code == draft.code => Vec::new(),
        Entry::Code(code) => {
            let mut events = vec![JournalEvent::CodeChosen(code.clone())];
            if suggestion.is_some() && suggestion == code {
                events.push(JournalEvent::SuggestionAccepted);
            } else if suggestion.is_some() && *suggestion == draft.code {
                events.push(JournalEvent::SuggestionReplaced);
            }
            events
        }
        Entry::Notes(_) => {
            let begins = begins(draft.notes_stamp.page.as_ref());
            let edited = draft.notes_stamp.suggested.then_some(JournalEvent::SuggestedNotesEdited);
            begins.then_some(JournalEvent::NotesEdited).into_iter().chain(edited).collect()
        }
        Entry::Extra { name, .. } if begins(draft.extra_stamp(name).page.as_ref()) => {
            vec![JournalEvent::ExtraEdited(name.clone())]
        }
        Entry::Taken { .. } => vec![JournalEvent::AsideTaken],
        Entry::Suggested { .. } => vec![JournalEvent::SuggestedNotesTaken],
        Entry::Extra { .. } => Vec::new(),
    }
}
