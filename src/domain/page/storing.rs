//! What of a page is written when, and what the store's answers mean.

use super::writing::{Known, Sent, Wanted, Writing};
use super::{Act, Entry, Notification, Page};
use crate::domain::delivery::back_off;
use crate::domain::delivery::failure::BackendError;
use crate::domain::delivery::outbox::{self, Records};
use crate::domain::delivery::step::{Revision, Step, Stored};
use crate::domain::id::{InteractionId, SegmentId};
use crate::domain::segment::CommitFailure;
use crate::domain::time::Now;
use crate::domain::wrap_up::{Command, Conversation};

impl Page {
    /// Writes whatever waits to be written, drafts included: the page may go
    /// away, or what was in the way is gone.
    pub fn write_all(&mut self, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        self.write_due(&mut acts, now, true);
        acts
    }

    pub(super) fn write_due(&mut self, acts: &mut Vec<Act>, now: Now, all: bool) {
        let is_due = |writing: &Writing| {
            let waits = writing.due.is_some_and(|due| due <= now.monotonic);
            waits || (all && writing.wanted != Wanted::No)
        };
        let due = self.entries.iter().filter(|(_, entry)| is_due(&entry.writing));
        let due: Vec<_> = due.map(|(id, _)| id.clone()).collect();
        for id in due {
            let Some(entry) = self.entries.get_mut(&id) else { continue };
            entry.writing.due = None;
            entry.writing.wanted = Wanted::Now;
            let segments = entry.conversation.segments.iter();
            let pending =
                segments.filter(|each| each.pending.is_some() || !each.pending_versions.is_empty());
            let pending: Vec<_> = pending.map(|each| each.id.clone()).collect();
            for segment in pending {
                self.dispatch(acts, &id, Command::Redeliver { segment }, now, false);
            }
            self.write(acts, &id, now);
        }
    }

    /// The store has answered a step.
    pub fn stored(
        &mut self,
        id: &InteractionId,
        answer: Result<Revision, BackendError>,
        now: Now,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        match answer {
            Ok(revision) => {
                self.written(&mut acts, id, revision, now);
                self.learn_the_rest(&mut acts, id, now);
            }
            Err(BackendError::Conflict) => {
                if let Some(sent) = self.sent(id) {
                    sent.overtaken = true;
                }
                acts.push(Act::Load(id.clone()));
            }
            Err(error) => self.failed(&mut acts, id, error, now),
        }
        self.write(&mut acts, id, now);
        self.finish(&mut acts, id);
        acts
    }

    pub(super) fn written(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        revision: Revision,
        now: Now,
    ) {
        let Some(entry) = self.entries.get_mut(id) else { return };
        let Some(Sent { known, commits, .. }) = entry.writing.sent.take() else { return };
        entry.writing.base = Some(revision);
        entry.writing.failures = 0;
        entry.writing.known = known;
        self.set_trouble(acts, id, None);
        acts.push(Act::Tell(Notification::Stored(id.clone(), revision)));
        for (segment, key) in commits {
            self.dispatch(acts, id, Command::Committed { segment, key }, now, false);
        }
    }

    /// Keeps what could not be written, to be tried again where that makes sense.
    pub(super) fn failed(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        error: BackendError,
        now: Now,
    ) {
        let Some(entry) = self.entries.get_mut(id) else { return };
        let writing = &mut entry.writing;
        let Some(sent) = writing.sent.take() else { return };
        writing.failures += 1;
        let mut failure = CommitFailure::Refused;
        if let BackendError::TryAgain { after, .. } = &error {
            failure = CommitFailure::TryAgain;
            writing.must_save(false);
            writing.strict |= sent.strict;
            let pause = after.unwrap_or_else(|| back_off::pause_after(writing.failures));
            writing.due = Some(now.monotonic + pause);
        }
        let commits = writing.take_back(sent);
        self.set_trouble(acts, id, Some(error));
        for (segment, key) in commits {
            let failure = failure.clone();
            self.dispatch(acts, id, Command::NotCommitted { segment, key, failure }, now, false);
        }
    }

    pub(super) fn sent(&mut self, id: &InteractionId) -> Option<&mut Sent> {
        self.entries.get_mut(id)?.writing.sent.as_mut()
    }

    /// Writes a conversation if it needs to be, unless that is under way or waits.
    pub(super) fn write(&mut self, acts: &mut Vec<Act>, id: &InteractionId, now: Now) {
        let Some(Entry { conversation, writing }) = self.entries.get_mut(id) else { return };
        if !writing.is_time(now) {
            return;
        }
        let commits = core::mem::take(&mut writing.commits);
        let settle = |state: Conversation, (segment, _): &(SegmentId, _)| state.settled(segment);
        let Conversation { interaction, segments, .. } =
            commits.iter().fold(conversation.clone(), settle);
        let after = Records { interaction: &interaction, segments: &segments };
        let outbox = self.reports_as.as_ref().map_or_else(Vec::new, |agent| {
            let known = writing.known.as_ref();
            let before = known.map(|known| Records {
                interaction: &known.interaction,
                segments: &known.segments,
            });
            let revision = Revision::after(writing.base);
            outbox::changes(before, after, agent, &writing.learned, revision, now.wall)
        });
        let strict = core::mem::take(&mut writing.strict);
        let journal = core::mem::take(&mut writing.journal);
        let commands = core::mem::take(&mut writing.commands);
        writing.wanted = Wanted::No;
        let known = || Known { interaction: interaction.clone(), segments: segments.clone() };
        let known = self.reports_as.is_some().then(known);
        let overtaken = false;
        let taken = journal.clone();
        writing.sent = Some(Sent { known, journal: taken, strict, commits, commands, overtaken });
        let step = Step { base: writing.base, interaction, segments, journal, outbox, strict };
        acts.push(Act::Write(id.clone(), Box::new(step)));
    }

    pub(super) fn known(&self, stored: &Stored) -> Option<Known> {
        let Stored { interaction, segments, .. } = stored;
        let known = || Known { interaction: interaction.clone(), segments: segments.clone() };
        self.reports_as.is_some().then(known)
    }

    pub(super) fn set_trouble(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        trouble: Option<BackendError>,
    ) {
        let Some(entry) = self.entries.get_mut(id) else { return };
        if entry.writing.trouble != trouble {
            entry.writing.trouble = trouble;
            acts.push(Act::Tell(Notification::Saving(id.clone())));
        }
    }
}
