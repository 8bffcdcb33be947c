//! What a page and a system of record elsewhere tell each other, besides parcels.

use super::{Act, Entry, Lesson, Page};
use crate::domain::delivery::parcel::{Parcel, Progress, Report, Verdict};
use crate::domain::delivery::presence::{LeftBehind, Presence};
use crate::domain::delivery::step::Revision;
use crate::domain::id::{AgentId, ClosureKey, InteractionId, SegmentId};
use crate::domain::segment::Closed;
use crate::domain::time::{Now, Timestamp};
use crate::domain::wrap_up::{CloseReason, Command};

impl Page {
    /// The system of record has answered a parcel. Where it says otherwise than the
    /// records here, it is right. What comes of that is stored before the parcel is
    /// settled: nobody asks again afterwards.
    pub fn answered(&mut self, parcel: &Parcel, verdict: &Verdict, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        if let (Some(segment), Verdict::TakenLate(closed) | Verdict::Overruled(closed)) =
            (parcel.report.segment(), verdict)
        {
            let id = parcel.report.interaction();
            self.learn(&mut acts, id, segment.clone(), closed.clone(), now);
        }
        acts
    }

    /// A parcel that the system of record has answered so is settled.
    pub fn delivered(&mut self, parcel: &Parcel, verdict: &Verdict, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        let is_end = matches!(parcel.report, Report::Closed { .. } | Report::Corrected { .. });
        let counts = is_end && !matches!(verdict, Verdict::Overruled(_));
        if let Some(segment) = parcel.report.segment().filter(|_| counts).cloned() {
            let command = Command::Delivered { segment };
            self.dispatch(&mut acts, parcel.report.interaction(), command, now, true);
        }
        acts
    }

    /// Takes over how the system of record has closed a segment; it needs not be
    /// told that. What only another page has seen so far is read first.
    pub(super) fn learn(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        segment: SegmentId,
        closed: Box<Closed>,
        now: Now,
    ) {
        let knows = |entry: &&mut Entry| entry.conversation.segment(&segment).is_some();
        let Some(entry) = self.entries.get_mut(id).filter(knows) else {
            self.lessons.retain(|each| each.segment != segment);
            self.lessons.push(Lesson { about: id.clone(), segment, closed, unread: false });
            return acts.push(Act::Load(id.clone()));
        };
        entry.writing.learn(&closed);
        self.dispatch(acts, id, Command::Learn { segment, closed }, now, true);
    }

    /// Takes over what was heard of a conversation while it was being read.
    pub(super) fn learn_the_rest(&mut self, acts: &mut Vec<Act>, id: &InteractionId, now: Now) {
        for lesson in core::mem::take(&mut self.lessons) {
            let knows = |entry: &Entry| entry.conversation.segment(&lesson.segment).is_some();
            if lesson.about != *id {
                self.lessons.push(lesson);
            } else if self.entries.get(id).is_some_and(knows) {
                self.learn(acts, id, lesson.segment, lesson.closed, now);
            }
        }
    }

    /// A conversation could not be read, nor what was heard of it be taken over.
    pub(super) fn learn_later(&mut self, id: &InteractionId) {
        for lesson in self.lessons.iter_mut().filter(|lesson| lesson.about == *id) {
            lesson.unread = true;
        }
    }

    /// The open segments that `agent` (or anybody, if `None`) would leave behind,
    /// were the page to go away now.
    pub fn left_behind(&self, agent: Option<&AgentId>) -> Vec<LeftBehind> {
        let mut left = Vec::new();
        for Entry { conversation, writing } in self.entries.values() {
            let open = conversation.segments.iter().filter(|each| each.open().is_some());
            let mine = open.filter(|each| agent.is_none_or(|agent| each.agent == *agent));
            left.extend(mine.filter(|each| each.pending.is_none()).map(|segment| LeftBehind {
                progress: Progress::of(segment),
                revision: writing.base.unwrap_or(Revision(0)),
                shortened: false,
            }));
        }
        left
    }

    /// What is known of segments to which this page has come back.
    pub fn back(
        &mut self,
        known: Vec<(SegmentId, Presence)>,
        now: Now,
        new_key: &mut dyn FnMut() -> ClosureKey,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        for (segment, presence) in known {
            let holds = |entry: &Entry| entry.conversation.segment(&segment).is_some();
            let found = self.entries.iter().find(|(_, entry)| holds(entry));
            let Some(id) = found.map(|(id, _)| id.clone()) else { continue };
            match presence {
                Presence::Open => {}
                Presence::Closed(closed) => self.learn(&mut acts, &id, segment, closed, now),
                Presence::GoneSince(since) => {
                    let reason = CloseReason::Gone { since };
                    let command = Command::Close { segment, reason, key: new_key() };
                    self.dispatch(&mut acts, &id, command, now, true);
                }
            }
        }
        acts
    }

    /// Whether the wall clock leapt and the system of record is to be asked for the
    /// time, which tells sleep from a hand on the clock.
    pub fn asks_time(&self) -> bool {
        let mut conversations = self.entries.values().map(|entry| &entry.conversation);
        conversations.any(|each| each.clock.asks_since().is_some())
    }

    /// The system of record said its `time` in answer to what was `sent` then.
    pub fn heard(&mut self, time: Timestamp, sent: Now, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        let ids: Vec<_> = self.entries.keys().cloned().collect();
        for id in ids {
            self.dispatch(&mut acts, &id, Command::Heard { time, sent }, now, false);
        }
        acts
    }
}
