//! Every way in which a segment closes, and what follows for the interaction.

use super::{CloseReason, Conversation, DialogAccess, Effect, Interruption, Refusal, Step};
use crate::domain::catalog::Catalog;
use crate::domain::clock::Clock;
use crate::domain::closure::{Closure, ClosureKind, Version};
use crate::domain::configuration::{Mode, OnInterruption};
use crate::domain::draft::Aside;
use crate::domain::draft::Draft;
use crate::domain::gate::{self, Actor, Role};
use crate::domain::id::{AgentId, ClosureKey, PageId, SegmentId};
use crate::domain::interaction::{Interaction, InteractionState};
use crate::domain::journal::JournalEvent;
use crate::domain::policy::{Content, Saving};
use crate::domain::segment::{Closed, CommitFailure, Pending, Segment, SegmentState};
use crate::domain::time::{Millis, Timestamp};

/// What of a closure is fixed once it is accepted, whatever is typed afterwards.
struct Standing {
    kind: ClosureKind,
    by: Option<AgentId>,
    at: Timestamp,
    duration: Millis,
}

/// What a closure of that kind takes of the segment as it is.
fn content(segment: &Segment, kind: ClosureKind, clock: &Clock) -> Content {
    let due = segment.deadline().or_else(|| segment.sweep_due());
    let after_gap = due.is_some_and(|due| clock.leapt_over(due));
    segment.content(Saving::of(kind, after_gap))
}

impl Conversation {
    /// Turns what was accepted of a segment into what counts: its closure, and the
    /// versions of it.
    pub(super) fn settle(&mut self, index: usize) {
        self.settle_closure(index);
        let Segment { state, pending_versions, .. } = &mut self.segments[index];
        if let SegmentState::Closed(closed) = state {
            closed.versions.append(pending_versions);
        }
    }

    /// The end of a segment, and of the interaction when nothing else is left of it.
    fn settle_closure(&mut self, index: usize) {
        let segment = &mut self.segments[index];
        let Some(Pending { closure, kept_back, .. }) = segment.pending.take() else {
            return;
        };
        let (kind, at) = (closure.kind, closure.at);
        segment.state = SegmentState::Closed(Closed { closure, versions: Vec::new(), kept_back });
        let over = self.interaction.state == InteractionState::WrapUp
            && self.interaction.connected.is_empty()
            && !self.segments.iter().any(Segment::is_unfinished);
        if over {
            self.interaction.state = InteractionState::ClosedComplete;
            self.interaction.closed_at = Some(at);
            self.interaction.system_wrap_up = kind.by_system();
        }
    }
}

impl Step<'_> {
    pub(super) fn close(
        &mut self,
        id: &SegmentId,
        reason: CloseReason,
        key: ClosureKey,
    ) -> Result<(), Refusal> {
        match reason {
            CloseReason::Submit(by) => self.submit(id, &by, key),
            CloseReason::End(by) => self.end(id, &by, key),
            CloseReason::Force(by) => self.force(id, &by, key),
            CloseReason::Deadline => self.deadline(id, key),
            CloseReason::Sweep => self.sweep(id, key),
            CloseReason::Gone { since } => self.gone(id, since, key),
        }
    }

    fn submit(&mut self, id: &SegmentId, by: &Actor, key: ClosureKey) -> Result<(), Refusal> {
        let index = self.workable(id)?;
        let segment = &self.conversation.segments[index];
        self.conversation.may_enter(segment, by)?;
        segment.rules.codes.as_ref().ok_or(Refusal::NoDialog)?;
        self.must_be_complete(index)?;
        let forced = self.conversation.segments[index].rules.mode == Mode::Forced;
        if forced {
            if let SegmentState::Open(open) = &mut self.conversation.segments[index].state {
                open.recorded = Some(key);
            }
            self.journal(Some(index), Some(&by.agent), JournalEvent::Recorded);
            self.save();
        } else {
            self.accept(index, ClosureKind::Submitted, Some(&by.agent), key);
        }
        Ok(())
    }

    fn end(&mut self, id: &SegmentId, by: &Actor, key: ClosureKey) -> Result<(), Refusal> {
        let index = self.workable(id)?;
        let segment = &self.conversation.segments[index];
        gate::may_end(segment, by)?;
        let has_dialog = self.conversation.dialog_for(segment, by) == DialogAccess::Shown;
        if let Some(obstacle) = segment.obstacle_to_end(has_dialog) {
            return Err(obstacle.into());
        }
        self.accept(index, ClosureKind::Ended, Some(&by.agent), key);
        Ok(())
    }

    /// What a person closes must be complete; nothing is cut or left out silently.
    fn must_be_complete(&self, index: usize) -> Result<(), Refusal> {
        match self.conversation.segments[index].obstacle_to_submit() {
            None => Ok(()),
            Some(obstacle) => Err(obstacle.into()),
        }
    }

    fn force(&mut self, id: &SegmentId, by: &Actor, key: ClosureKey) -> Result<(), Refusal> {
        gate::needs(by, Role::Supervisor)?;
        let index = match self.workable(id) {
            Ok(index) => index,
            Err(Refusal::Parked) => self.find(id)?,
            Err(refusal) => return Err(refusal),
        };
        self.accept(index, ClosureKind::Forced, Some(&by.agent), key);
        Ok(())
    }

    /// Writes down that its agent was warned, once a period.
    pub(super) fn warn(&mut self, id: &SegmentId) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let at = self.at;
        let segment = &mut self.conversation.segments[index];
        let due = segment.warning_due().is_some_and(|due| at >= due);
        if let SegmentState::Open(open) = &mut segment.state
            && due
            && segment.pending.is_none()
        {
            open.warned = true;
            self.journal(Some(index), None, JournalEvent::Warned);
            self.effects.push(Effect::Save { strict: false });
        }
        Ok(())
    }

    /// Writes down that the system of record has it.
    pub(super) fn delivered(&mut self, id: &SegmentId) -> Result<(), Refusal> {
        let index = self.find(id)?;
        self.journal(Some(index), None, JournalEvent::Delivered);
        self.effects.push(Effect::Save { strict: false });
        Ok(())
    }

    fn deadline(&mut self, id: &SegmentId, key: ClosureKey) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let at = self.at;
        let segment = &mut self.conversation.segments[index];
        let lacking = segment.stays_open_without_code();
        let past = segment.is_past_deadline(at);
        let SegmentState::Open(open) = &mut segment.state else {
            return Ok(());
        };
        if !past || open.overdue {
            return Ok(());
        }
        if segment.pending.is_some() {
            // What was accepted in time counts; it is only tried again.
            return self.retry(id, key).or(Ok(()));
        }
        if lacking {
            open.overdue = true;
            self.journal(Some(index), None, JournalEvent::Overdue);
            self.save();
        } else {
            self.accept_by_clock(index, ClosureKind::TimedOut, key);
        }
        Ok(())
    }

    /// Where a submit was recorded, that is what counts.
    fn accept_by_clock(&mut self, index: usize, kind: ClosureKind, key: ClosureKey) {
        let segment = &self.conversation.segments[index];
        match segment.open().and_then(|open| open.recorded.clone()) {
            Some(recorded) => {
                let by = segment.agent.clone();
                self.accept(index, ClosureKind::Submitted, Some(&by), recorded);
            }
            None => self.accept(index, kind, None, key),
        }
    }

    fn sweep(&mut self, id: &SegmentId, key: ClosureKey) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let segment = &self.conversation.segments[index];
        if segment.sweep_due().is_none_or(|due| self.at < due) {
            return Ok(());
        }
        if segment.pending.is_some() {
            return self.retry(id, key).or(Ok(()));
        }
        self.accept_by_clock(index, ClosureKind::Swept, key);
        Ok(())
    }

    /// It ended when its page went away, with what was entered until then.
    fn gone(&mut self, id: &SegmentId, since: Timestamp, key: ClosureKey) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let segment = &self.conversation.segments[index];
        if segment.gone_due(since).is_none_or(|due| self.at < due) {
            return Ok(());
        }
        let by = segment.agent.clone();
        // Opened since, by another agent's page: then it ends as it began.
        let since = since.max(segment.opened_at);
        self.accept_at(index, ClosureKind::TabClosed, Some(&by), key, since);
        Ok(())
    }

    pub(super) fn close_tab(
        &mut self,
        by: &Actor,
        catalog: Option<&Catalog>,
        name: SegmentId,
        key: ClosureKey,
    ) -> Result<(), Refusal> {
        let agent = &by.agent;
        if self.conversation.interaction.has(agent) {
            self.open_for_entries(agent, catalog, name)?;
            self.drop_out(agent);
            // An earlier one that was parked when the customer came back goes too.
            if let Some(index) = self.parked_of(agent) {
                self.accept(index, ClosureKind::TabClosed, Some(agent), key);
                return Ok(());
            }
        }
        let mine = |each: &Segment| each.is_in_hand_of(agent) && each.open().is_some();
        let Some(index) = self.conversation.segments.iter().position(mine) else {
            return Ok(()); // none, or closing already with what was entered
        };
        let segment = &self.conversation.segments[index];
        let past = segment.is_past_deadline(self.at);
        let overdue = segment.open().is_some_and(|open| open.overdue);
        if past && !overdue {
            let id = segment.id.clone();
            return self.deadline(&id, key);
        }
        if segment.rules.mode == Mode::Forced {
            self.save();
            return Ok(());
        }
        self.accept(index, ClosureKind::TabClosed, Some(agent), key);
        Ok(())
    }

    /// Closing the tab while talking ends it for `agent`, with no further wrap-up.
    fn drop_out(&mut self, agent: &AgentId) {
        let at = self.at;
        let interaction = &mut self.conversation.interaction;
        interaction.connected.retain(|each| each != agent);
        interaction.preparations.retain(|each| each.agent != *agent);
        let last = interaction.connected.is_empty();
        if last {
            interaction.ended_at = Some(at);
        } else if interaction.assigned_to.as_ref() == Some(agent) {
            interaction.assigned_to = interaction.connected.first().cloned();
        }
        let unfinished = |each: &Segment| each.is_unfinished();
        match (last, self.conversation.segments.iter().any(unfinished)) {
            (false, _) => self.save(),
            (true, true) => self.become_state(InteractionState::WrapUp),
            (true, false) => {
                self.conversation.interaction.closed_at = Some(at);
                self.become_state(InteractionState::ClosedComplete);
            }
        }
    }

    pub(super) fn interrupt(
        &mut self,
        agent: &AgentId,
        by: Interruption,
        key: ClosureKey,
    ) -> Result<(), Refusal> {
        let mine = |each: &Segment| each.is_in_hand_of(agent) && each.open().is_some();
        let Some(index) = self.conversation.segments.iter().position(mine) else {
            return Ok(());
        };
        let segment = &self.conversation.segments[index];
        let rules = segment.rules.on_interruption;
        let overdue = segment.open().is_some_and(|open| open.overdue);
        if segment.is_past_deadline(self.at) && !overdue {
            let id = segment.id.clone();
            return self.deadline(&id, key);
        }
        match match by {
            Interruption::StatusChange => rules.status_change,
            Interruption::OutboundCall => rules.outbound_call,
            Interruption::Logout => rules.logout,
        } {
            OnInterruption::GoOn => {}
            OnInterruption::Park => {
                self.park(index);
                self.save();
            }
            OnInterruption::Close => {
                self.accept(index, ClosureKind::Interrupted, Some(agent), key);
            }
        }
        Ok(())
    }

    /// Accepts a closure: from here on it counts.
    fn accept(&mut self, index: usize, kind: ClosureKind, by: Option<&AgentId>, key: ClosureKey) {
        self.accept_at(index, kind, by, key, self.at);
    }

    /// [`Self::accept`], of what a person did at the instant `done`.
    fn accept_at(
        &mut self,
        index: usize,
        kind: ClosureKind,
        by: Option<&AgentId>,
        key: ClosureKey,
        done: Timestamp,
    ) {
        // What the clock ends has ended when its time was up, however late a page
        // comes to notice.
        let segment = &self.conversation.segments[index];
        let recorded = segment.open().is_some_and(|open| open.recorded.is_some());
        let deadline = segment.deadline().unwrap_or(self.at);
        let (at, until) = match kind {
            ClosureKind::TimedOut => (deadline, deadline),
            ClosureKind::Submitted if recorded => (deadline, deadline),
            ClosureKind::Swept => {
                (self.at, segment.deadline().or(segment.sweep_due()).unwrap_or(self.at))
            }
            _ => (done, done),
        };
        let duration = segment.worked(until);
        self.journal(Some(index), by, JournalEvent::Accepted(kind));
        self.stand(index, Standing { kind, by: by.cloned(), at, duration }, key);
        self.journal_outcome();
    }

    fn journal_outcome(&mut self) {
        let state = self.outcome();
        if state != self.conversation.interaction.state {
            self.journal(None, None, JournalEvent::State(state));
        }
    }

    /// What a closure left out and what it could not take.
    fn journal_content(&mut self, index: usize) {
        let Some(Pending { closure, kept_back, .. }) = &self.conversation.segments[index].pending
        else {
            return;
        };
        let (required_missing, excess) =
            (closure.required_missing, kept_back.chars().count() as u64);
        if required_missing {
            self.journal(Some(index), None, JournalEvent::RequiredMissing);
        }
        if excess > 0 {
            self.journal(Some(index), None, JournalEvent::KeptBack(excess));
        }
    }

    /// The interaction's state once all closures under way are committed.
    fn outcome(&self) -> InteractionState {
        let under_way = |each: &&Segment| {
            each.pending.as_ref().is_some_and(|pending| pending.failure.is_none())
        };
        let closing = self.conversation.segments.iter().filter(under_way);
        let settled =
            closing.fold(self.conversation.clone(), |state, each| state.settled(&each.id));
        settled.interaction.state
    }

    /// Makes the closure out of the draft as it is. One that failed before is
    /// replaced; it keeps its own key when it still says the same.
    fn stand(&mut self, index: usize, standing: Standing, key: ClosureKey) {
        let segment = &mut self.conversation.segments[index];
        let content = content(segment, standing.kind, &self.conversation.clock);
        let Standing { kind, by, at, duration } = standing;
        let Content { code, notes, kept_back, extra, left_out, required_missing } = content;
        let mut closure =
            Closure { key, kind, by, at, code, notes, extra, duration, required_missing };
        let failed = segment.pending.take().map(|failed| failed.closure);
        let failed = failed.filter(|failed| failed.same_content(&closure));
        let says_something_new = failed.is_none();
        closure = failed.unwrap_or(closure);
        let (id, key) = (segment.id.clone(), closure.key.clone());
        segment.pending = Some(Pending { closure, kept_back, failure: None });
        if says_something_new {
            self.journal_content(index);
            for name in left_out {
                self.journal(Some(index), None, JournalEvent::ExtraLeftOut(name));
            }
        }
        self.effects.push(Effect::Commit { segment: id, key });
    }

    /// The segment whose accepted closure has that key.
    fn accepted(&self, id: &SegmentId, key: &ClosureKey) -> Option<usize> {
        let index = self.find(id).ok()?;
        let pending = self.conversation.segments[index].pending.as_ref()?;
        (pending.closure.key == *key).then_some(index)
    }

    /// An answer about a closure that stands no longer is ignored.
    pub(super) fn committed(&mut self, id: &SegmentId, key: &ClosureKey) {
        if let Some(index) = self.accepted(id, key) {
            self.conversation.settle_closure(index);
            self.effects.push(Effect::Closed(id.clone()));
        } else if let Ok(index) = self.find(id) {
            let Segment { state, pending_versions, .. } = &mut self.conversation.segments[index];
            let SegmentState::Closed(closed) = state else { return };
            closed.versions.extend(pending_versions.extract_if(.., |each| each.key == *key));
        }
    }

    pub(super) fn not_committed(
        &mut self,
        id: &SegmentId,
        key: &ClosureKey,
        failure: CommitFailure,
    ) {
        let Some(index) = self.accepted(id, key) else { return };
        if failure == CommitFailure::Refused {
            self.journal(Some(index), None, JournalEvent::Refused);
        }
        if let Some(pending) = &mut self.conversation.segments[index].pending {
            pending.failure = Some(failure);
        }
    }

    pub(super) fn retry(&mut self, id: &SegmentId, key: ClosureKey) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let segment = &self.conversation.segments[index];
        let pending = segment.pending.as_ref().ok_or(Refusal::NothingToRetry)?;
        if pending.failure.is_none() {
            return Err(Refusal::Busy);
        }
        let Closure { kind, by, at, duration, .. } = pending.closure.clone();
        self.stand(index, Standing { kind, by, at, duration }, key);
        Ok(())
    }

    pub(super) fn redeliver(&mut self, id: &SegmentId) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let segment = &mut self.conversation.segments[index];
        let commit = |each: &Version| Effect::Commit { segment: id.clone(), key: each.key.clone() };
        self.effects.extend(segment.pending_versions.iter().map(commit));
        let Some(pending) = &segment.pending else { return Ok(()) };
        let Closure { kind, code, notes, extra, key, .. } = &pending.closure;
        let now = content(segment, *kind, &self.conversation.clock);
        let unchanged = now.code == *code && now.notes == *notes && now.extra == *extra;
        if unchanged && pending.failure == Some(CommitFailure::TryAgain) {
            self.effects.push(Effect::Commit { segment: id.clone(), key: key.clone() });
            if let Some(pending) = &mut segment.pending {
                pending.failure = None;
            }
        }
        Ok(())
    }

    /// What the system of record says stands. Versions it doesn't have yet stay,
    /// and what this page has accepted otherwise becomes one or is offered.
    pub(super) fn learn(&mut self, id: &SegmentId, mut closed: Closed) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let kind = closed.closure.kind;
        let segment = &mut self.conversation.segments[index];
        if let SegmentState::Closed(mine) = &segment.state {
            let is_new = |key: &ClosureKey| closed.versions.iter().all(|each| each.key != *key);
            // The closure stored here is on its way there, and becomes a version too.
            let yields = kind.yields_to(mine.closure.kind);
            let same = closed.closure.key == mine.closure.key
                || closed.closure.same_content(&mine.closure);
            let late = (yields && !same).then(|| Version::late(mine.closure.clone()));
            let unknown = late.iter().chain(&mine.versions).filter(|each| is_new(&each.key));
            let unknown: Vec<_> = unknown.cloned().collect();
            closed.versions.extend(unknown);
            let is_there = |key: &ClosureKey| closed.versions.iter().any(|each| each.key == *key);
            segment.pending_versions.retain(|each| !is_there(&each.key));
            if closed.kept_back.is_empty() {
                closed.kept_back.clone_from(&mine.kept_back);
            }
            if *mine == closed {
                return Ok(());
            }
            let interaction = &mut self.conversation.interaction;
            if interaction.closed_at == Some(mine.closure.at) {
                interaction.system_wrap_up = kind.by_system();
            }
            segment.state = SegmentState::Closed(closed);
            self.journal(Some(index), None, JournalEvent::Learned(kind));
        } else {
            let Closed { closure, versions, kept_back } = closed;
            let same = |mine: &Pending| mine.closure.key == closure.key;
            let mine = segment.pending.take().filter(|mine| !same(mine));
            segment.pending = Some(Pending { closure, kept_back, failure: None });
            self.journal(Some(index), None, JournalEvent::Learned(kind));
            self.journal_outcome();
            self.conversation.settle_closure(index);
            if let SegmentState::Closed(closed) = &mut self.conversation.segments[index].state {
                closed.versions = versions;
            }
            self.effects.push(Effect::ClosedElsewhere(id.clone()));
            if let Some(Pending { closure, .. }) = mine {
                // That it does not count is told; what was learned stands all the same.
                let _ = self.late(id, closure);
            }
        }
        self.save();
        Ok(())
    }

    /// Takes over what the store knows, and puts upon it what only this page
    /// has accepted. What is typed and not saved comes again as commands, unless
    /// it has closed: then it is kept aside. A text of this page that was saved is
    /// older than the store's.
    pub(super) fn adopt(
        &mut self,
        interaction: Interaction,
        mut segments: Vec<Segment>,
        typed: &[SegmentId],
    ) {
        let mut late = Vec::new();
        let mut extended = Vec::new();
        let mut learned = Vec::new();
        for mine in core::mem::take(&mut self.conversation.segments) {
            let typed = typed.contains(&mine.id);
            let Some(stored) = segments.iter_mut().find(|each| each.id == mine.id) else {
                // The other page opened this agent's wrap-up under another name.
                let mut theirs = segments.iter_mut().rev();
                let instead = theirs.find(|each| each.agent == mine.agent).filter(|_| typed);
                if let Some(stored) = instead {
                    self.keep_late(stored, mine.draft.notes, mine.draft.notes_stamp.page);
                }
                continue;
            };
            if let (true, SegmentState::Closed(closed)) = (stored.is_unfinished(), &mine.state) {
                // Learned here, and not stored yet: it stands, with what was typed before.
                learned.push((mine.id, closed.clone(), mine.pending_versions));
                if typed {
                    mine.draft.replace(&mut stored.draft);
                }
            } else if stored.is_unfinished() {
                let before = stored.extensions;
                self.adopt_unfinished(stored, mine, typed);
                if stored.extensions > before {
                    extended.push((stored.id.clone(), stored.extensions));
                }
            } else {
                late.extend(self.adopt_closed(stored, mine, typed));
            }
        }
        self.conversation.interaction = interaction;
        self.conversation.segments = segments;
        self.journal_again(&extended);
        for (id, closed, versions) in learned {
            if self.learn(&id, closed).is_ok()
                && let Ok(index) = self.find(&id)
            {
                for version in versions {
                    self.add_version(index, version);
                }
            }
        }
        for (id, closure) in late {
            if let Err(refusal) = self.late(&id, closure) {
                self.effects.push(Effect::Refused(refusal));
            }
        }
    }

    /// What was journalled of it went with the step that another tab overtook.
    fn journal_again(&mut self, extended: &[(SegmentId, u32)]) {
        for index in 0..self.conversation.segments.len() {
            let segment = &self.conversation.segments[index];
            let agent = segment.agent.clone();
            let accepted = segment.pending.as_ref().map(|pending| pending.closure.clone());
            if let Some((_, number)) = extended.iter().find(|(id, _)| *id == segment.id) {
                self.journal(Some(index), Some(&agent), JournalEvent::Extended(*number));
            }
            if let Some(Closure { kind, by, .. }) = accepted {
                self.journal(Some(index), by.as_ref(), JournalEvent::Accepted(kind));
                self.journal_content(index);
            }
        }
        self.journal_outcome();
    }

    /// Gives back what this page had accepted and the record has not.
    fn adopt_closed(
        &mut self,
        stored: &mut Segment,
        mine: Segment,
        typed: bool,
    ) -> Option<(SegmentId, Closure)> {
        let Segment { id, pending, pending_versions, draft, state, .. } = mine;
        let (notes, page) = (draft.notes, draft.notes_stamp.page);
        if let SegmentState::Closed(mine) = state {
            self.adopt_late(stored, mine, pending_versions, draft.aside);
            if typed {
                self.keep_late(stored, notes, page);
            }
            return None;
        }
        let SegmentState::Closed(closed) = &mut stored.state else { return None };
        let is_stored = |it: &Pending| it.closure.key == closed.closure.key;
        let is_own = pending.as_ref().is_some_and(is_stored);
        let told = if is_own { Effect::Closed } else { Effect::ClosedElsewhere };
        self.effects.push(told(id.clone()));
        let Some(Pending { closure, kept_back, .. }) = pending.filter(|_| !is_own) else {
            if typed {
                self.keep_late(stored, notes, page);
            }
            return None;
        };
        let becomes_version = closed.closure.kind.yields_to(closure.kind);
        let rest = if closed.kept_back.is_empty() {
            closed.kept_back.clone_from(&kept_back);
            if !kept_back.is_empty() {
                self.save();
            }
            String::new()
        } else {
            kept_back.clone()
        };
        if becomes_version {
            self.keep_late(stored, rest, page.clone());
        } else {
            self.keep_late(stored, closure.notes.clone() + &rest, page.clone());
        }
        // Typed after the closure had failed, or discarded by the clock.
        if typed && notes != closure.notes.clone() + &kept_back {
            self.keep_late(stored, notes, page);
        }
        Some((id, closure))
    }

    /// What came late to a closed segment here, and another page's step has overtaken.
    fn adopt_late(
        &mut self,
        stored: &mut Segment,
        mine: Closed,
        mut pending: Vec<Version>,
        aside: Vec<Aside>,
    ) {
        for Aside { notes, page, .. } in aside {
            self.keep_late(stored, notes, page);
        }
        let SegmentState::Closed(closed) = &mut stored.state else { return };
        if closed.kept_back.is_empty() && !mine.kept_back.is_empty() {
            closed.kept_back = mine.kept_back;
            self.save();
        }
        pending.retain(|mine| closed.versions.iter().all(|each| each.key != mine.key));
        let segment = &stored.id;
        let commit =
            |each: &Version| Effect::Commit { segment: segment.clone(), key: each.key.clone() };
        self.effects.extend(pending.iter().map(commit));
        stored.pending_versions = pending;
    }

    /// What a page that went had typed. It stands as if it had been stored then; what
    /// comes after the end is kept for its author.
    pub(super) fn take_over(&mut self, id: &SegmentId, typed: Draft) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let segment = &mut self.conversation.segments[index];
        let (saved, under_way) = (segment.closed().is_some(), segment.pending.is_some());
        if saved || under_way {
            let Draft { notes, notes_stamp, .. } = typed;
            let mut late = segment.clone();
            self.keep_late(&mut late, notes, notes_stamp.page);
            self.conversation.segments[index] = late;
        } else if segment.draft.take_over(typed) {
            self.effects.push(Effect::Save { strict: false });
        }
        Ok(())
    }

    /// Keeps a text that came too late for its segment aside, for its author,
    /// unless the segment has it.
    fn keep_late(&mut self, stored: &mut Segment, text: String, page: Option<PageId>) {
        let saved = stored.closed().is_some_and(|it| it.notes().starts_with(&text));
        if !saved && stored.draft.keep_aside(text, page) {
            self.save();
        }
    }

    fn adopt_unfinished(&mut self, stored: &mut Segment, mine: Segment, typed: bool) {
        if let (SegmentState::Open(stored_open), SegmentState::Open(open)) =
            (&mut stored.state, mine.state)
        {
            if mine.extensions > stored.extensions {
                stored.extensions = mine.extensions;
                stored_open.timing = open.timing;
                self.save();
            }
            if stored_open.recorded.is_none() && open.recorded.is_some() {
                stored_open.recorded = open.recorded;
                self.save();
            }
        }
        if let Some(pending) = mine.pending.filter(|pending| stored.is_due(&pending.closure)) {
            let (segment, key) = (mine.id, pending.closure.key.clone());
            mine.draft.replace(&mut stored.draft); // what the next try would be made of
            // What was refused for good is not tried again unasked.
            let failure = pending.failure.filter(|it| *it == CommitFailure::Refused);
            if failure.is_none() {
                self.effects.push(Effect::Commit { segment, key });
            }
            stored.pending = Some(Pending { failure, ..pending });
        } else if typed && !stored.is_workable(self.at) {
            // Typed in time, and too late to be given again.
            mine.draft.replace(&mut stored.draft);
            self.save();
        }
    }
}
