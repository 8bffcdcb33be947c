//! Everything one page holds, and what it does next: conversations, what of them
//! is not written yet, when to write it, and what an answer means.
//!
//! Like [`wrap_up`](super::wrap_up) it does nothing itself. What happens comes in
//! as a method call with the time; what is to be done comes out as [`Act`]s. So
//! the same code runs in a browser and, by the thousand, in a simulation.

mod writing;

use std::collections::BTreeMap;

use self::writing::{Known, Sent, Wanted, Writing};
use super::delivery::back_off;
use super::delivery::failure::BackendError;
use super::delivery::outbox::{self, Records};
use super::delivery::parcel::{Parcel, Progress, Receipt, Verdict};
use super::delivery::presence::{LeftBehind, Presence};
use super::delivery::step::{Revision, Step, Stored, Typed};
use super::id::{AgentId, ClosureKey, InteractionId, PageId, SegmentId};
use super::interaction::Interaction;
use super::segment::{Closed, CommitFailure};
use super::time::{Millis, Now, Timestamp};
use super::wrap_up::{CloseReason, Command, Conversation, Effect};

/// Something for the runtime to carry out, in order.
#[derive(Debug, Clone)]
pub enum Act {
    /// Write this step and bring the answer to [`Page::stored`].
    Write(InteractionId, Box<Step>),
    /// Read this conversation and bring it to [`Page::loaded`].
    Load(InteractionId),
    /// Tell whoever watches.
    Tell(Notification),
}

/// What observers are told.
#[derive(Debug, Clone)]
pub enum Notification {
    /// A conversation is new, changed, or gone.
    Changed(InteractionId),
    /// The domain wants somebody to know: closed, superseded, faulty, refused.
    Effect(InteractionId, Effect),
    /// Time went on: the second that is shown may be another one.
    Second(Now),
    /// Saving a conversation began to fail (or fails for another reason), or works again.
    Saving(InteractionId),
    /// A step of the conversation is in the store, as this writing of it.
    Stored(InteractionId, Revision),
    /// The outbox is not as it was.
    Outbox,
}

/// When a page has to be woken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alarms {
    /// How long until each deadline and each try to write.
    pub pauses: Vec<Millis>,
    /// How long until the next second that is shown; `None` where none is.
    pub second: Option<Millis>,
}

/// A conversation in the page.
#[derive(Debug, Clone)]
struct Entry {
    conversation: Conversation,
    writing: Writing,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Page {
    entries: BTreeMap<InteractionId, Entry>,
    /// As whom a system of record elsewhere is told of changes, where there is one.
    reports_as: Option<AgentId>,
}

impl Page {
    /// A page without conversations, whose store is all there is.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page of `agent`, whose steps bring parcels for a system of record elsewhere.
    pub fn reporting_as(agent: AgentId) -> Self {
        Self { reports_as: Some(agent), ..Self::default() }
    }

    /// Every conversation's id, in order.
    pub fn ids(&self) -> impl Iterator<Item = &InteractionId> {
        self.entries.keys()
    }

    /// A conversation as it now stands.
    pub fn conversation(&self, id: &InteractionId) -> Option<&Conversation> {
        self.entries.get(id).map(|entry| &entry.conversation)
    }

    /// Why a conversation's last step is not saved; `None` while all is well.
    pub fn trouble(&self, id: &InteractionId) -> Option<&BackendError> {
        self.entries.get(id)?.writing.trouble.as_ref()
    }

    /// Whether anything of the page is not in the store yet.
    pub fn has_unwritten(&self) -> bool {
        let unwritten =
            |each: &Entry| each.writing.sent.is_some() || each.writing.wanted != Wanted::No;
        self.entries.values().any(unwritten)
    }

    /// Whether the page would lose something, were it to go away now: an accepted
    /// closure that is being written, or anything that could not be.
    pub fn would_lose(&self) -> bool {
        let at_risk = |each: &Entry| {
            let writing = &each.writing;
            let in_trouble = writing.trouble.is_some() && writing.wanted != Wanted::No;
            in_trouble || writing.sent.as_ref().is_some_and(|sent| !sent.commits.is_empty())
        };
        self.entries.values().any(at_risk)
    }

    /// Takes in a conversation that has just begun, and has it written.
    pub fn add(&mut self, interaction: Interaction, now: Now) -> Vec<Act> {
        let id = interaction.id.clone();
        let conversation = Conversation::new(interaction, Vec::new(), now);
        let mut writing = Writing::default();
        writing.must_save(true);
        self.entries.insert(id.clone(), Entry { conversation, writing });
        let mut acts = vec![Act::Tell(Notification::Changed(id.clone()))];
        self.write(&mut acts, &id, now);
        acts
    }

    /// Takes in a conversation from the store.
    pub fn take_in(&mut self, stored: Stored, now: Now) -> Vec<Act> {
        let known = self.known(&stored);
        let Stored { interaction, segments, revision } = stored;
        let id = interaction.id.clone();
        let conversation = Conversation::new(interaction, segments, now);
        let writing = Writing::based_on(revision, known);
        self.entries.insert(id.clone(), Entry { conversation, writing });
        vec![Act::Tell(Notification::Changed(id))]
    }

    /// Forgets all conversations; their records are left alone.
    pub fn clear(&mut self) -> Vec<Act> {
        let entries = core::mem::take(&mut self.entries);
        entries.into_keys().map(|id| Act::Tell(Notification::Changed(id))).collect()
    }

    /// Gives a conversation a command. Should another tab turn out to have been
    /// faster, it is given again to the newer state.
    pub fn command(&mut self, id: &InteractionId, command: Command, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        self.dispatch(&mut acts, id, command, now, true);
        acts
    }

    /// Looks at the clock: ends what is due and writes what has waited long
    /// enough. `new_key` makes keys for closures.
    pub fn wake(&mut self, now: Now, new_key: &mut dyn FnMut() -> ClosureKey) -> Vec<Act> {
        let mut acts = Vec::new();
        let mut due = Vec::new();
        for (id, entry) in &mut self.entries {
            let at = entry.conversation.clock.observe(now);
            for segment in &entry.conversation.segments {
                if segment.alarm().is_some_and(|alarm| at >= alarm) {
                    due.push((id.clone(), segment.id.clone()));
                }
            }
        }
        for (id, segment) in due {
            let (reason, key) = (CloseReason::Deadline, new_key());
            let command = Command::Close { segment, reason, key };
            self.dispatch(&mut acts, &id, command, now, true);
        }
        self.write_due(&mut acts, now, false);
        acts.push(Act::Tell(Notification::Second(now)));
        acts
    }

    /// Writes whatever waits to be written, drafts included: the page may go
    /// away, or what was in the way is gone.
    pub fn write_all(&mut self, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        self.write_due(&mut acts, now, true);
        acts
    }

    fn write_due(&mut self, acts: &mut Vec<Act>, now: Now, all: bool) {
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
            Ok(revision) => self.written(&mut acts, id, revision, now),
            Err(BackendError::Conflict) => {
                if let Some(sent) = self.sent(id) {
                    sent.overtaken = true;
                }
                acts.push(Act::Load(id.clone()));
            }
            Err(error) => self.failed(&mut acts, id, error, now),
        }
        self.write(&mut acts, id, now);
        acts
    }

    fn written(&mut self, acts: &mut Vec<Act>, id: &InteractionId, revision: Revision, now: Now) {
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
    fn failed(&mut self, acts: &mut Vec<Act>, id: &InteractionId, error: BackendError, now: Now) {
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

    fn sent(&mut self, id: &InteractionId) -> Option<&mut Sent> {
        self.entries.get_mut(id)?.writing.sent.as_mut()
    }

    /// A conversation was read again: after a conflict, or since another tab
    /// has written it. While a step is under way the answer to that says more.
    pub fn loaded(
        &mut self,
        id: &InteractionId,
        answer: Result<Option<Stored>, BackendError>,
        now: Now,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        let after_conflict = self.sent(id).map(|sent| sent.overtaken);
        if after_conflict == Some(false) {
            return acts;
        }
        let after_conflict = after_conflict.is_some();
        match answer {
            Ok(Some(stored)) => self.adopt(&mut acts, id, stored, now),
            Ok(None) if after_conflict => {
                let gone = BackendError::Refused { reason: String::new() };
                self.failed(&mut acts, id, gone, now);
            }
            Err(error) if after_conflict => self.failed(&mut acts, id, error, now),
            Ok(None) | Err(_) => {}
        }
        self.write(&mut acts, id, now);
        acts
    }

    /// Gives the conversation the state another tab has stored, and upon it
    /// everything this page has not saved yet.
    fn adopt(&mut self, acts: &mut Vec<Act>, id: &InteractionId, stored: Stored, now: Now) {
        let known = self.known(&stored);
        let Some(entry) = self.entries.get_mut(id) else {
            return acts.extend(self.take_in(stored, now));
        };
        let is_news = entry.writing.base.is_none_or(|base| base < stored.revision);
        if !is_news && entry.writing.sent.is_none() {
            return;
        }
        let Stored { interaction, segments, revision } = stored;
        let unsaved = entry.writing.rebase(revision, known);
        let typed = unsaved.iter().filter_map(Command::types_in).cloned().collect();
        let interaction = Box::new(interaction);
        // Written as one step, once all of it is done again.
        self.apply(acts, id, Command::Adopt { interaction, segments, typed }, now, false);
        for command in unsaved {
            self.apply(acts, id, command.clone(), now, false);
            // Refused now, it may yet be carried out upon the next newer state.
            if let Some(entry) = self.entries.get_mut(id) {
                entry.writing.remember(command);
            }
        }
        self.write(acts, id, now);
    }

    /// Another tab says that it has written the conversation as `revision`. What
    /// this page is just writing will meet it as a conflict.
    pub fn written_elsewhere(&self, id: &InteractionId, revision: Revision) -> Vec<Act> {
        let is_news = self.entries.get(id).is_none_or(|entry| {
            entry.writing.sent.is_none() && entry.writing.base.is_none_or(|base| base < revision)
        });
        is_news.then(|| Act::Load(id.clone())).into_iter().collect()
    }

    /// Everything in the store, read again: others may have written unheard.
    pub fn looked_again(&mut self, stock: Vec<Stored>, torn: &[String], now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        let is_there = |id: &InteractionId| {
            stock.iter().any(|each| each.interaction.id == *id)
                || torn.iter().any(|torn| torn == id.as_str())
        };
        let gone =
            self.entries.iter().filter(|(id, entry)| entry.writing.is_written() && !is_there(id));
        let gone: Vec<_> = gone.map(|(id, _)| id.clone()).collect();
        for id in gone {
            self.entries.remove(&id);
            acts.push(Act::Tell(Notification::Changed(id)));
        }
        for stored in stock {
            let id = stored.interaction.id.clone();
            let under_way = self.entries.get(&id).is_some_and(|entry| entry.writing.sent.is_some());
            if !under_way {
                self.adopt(&mut acts, &id, stored, now);
            }
        }
        acts
    }

    /// The revision of a conversation in the store, as last known.
    pub fn revision(&self, id: &InteractionId) -> Option<Revision> {
        self.entries.get(id)?.writing.base
    }

    /// Whether all that was done with a conversation is written or being written.
    pub fn is_handed_on(&self, id: &InteractionId) -> bool {
        self.entries.get(id).is_none_or(|entry| entry.writing.wanted == Wanted::No)
    }

    /// The revision that is being written of each conversation of which one is.
    pub fn under_way(&self) -> Vec<(InteractionId, Revision)> {
        let sent = self.entries.iter().filter(|(_, entry)| entry.writing.sent.is_some());
        sent.map(|(id, entry)| (id.clone(), Revision::after(entry.writing.base))).collect()
    }

    /// The system of record has answered a parcel. Where it says otherwise than
    /// the records here, it is right.
    pub fn answered(&mut self, parcel: &Parcel, receipt: Receipt, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        if let (Verdict::TakenLate(closed) | Verdict::Overruled(closed), Some(segment)) =
            (receipt.verdict, parcel.report.segment())
        {
            self.learn(&mut acts, parcel.report.interaction(), segment.clone(), closed, now);
        }
        acts
    }

    /// Takes over how the system of record has closed a segment; it needs not be
    /// told that.
    fn learn(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        segment: SegmentId,
        closed: Box<Closed>,
        now: Now,
    ) {
        if let Some(entry) = self.entries.get_mut(id) {
            entry.writing.learn(&closed);
        }
        self.dispatch(acts, id, Command::Learn { segment, closed }, now, true);
    }

    /// What was typed in this page, of that name, and is not known to be written.
    pub fn typed_in(&self, page: &PageId) -> Vec<Typed> {
        let mut typed = Vec::new();
        let unwritten = self.entries.iter().filter(|(_, entry)| !entry.writing.is_written());
        for (id, entry) in unwritten {
            let segments = entry.conversation.segments.iter();
            let here = segments.filter(|each| each.is_unfinished() && each.draft.is_of(page));
            typed.extend(here.map(|segment| Typed {
                id: [page.as_str(), ":", segment.id.as_str()].concat(),
                interaction: id.clone(),
                segment: segment.id.clone(),
                draft: segment.draft.clone(),
            }));
        }
        typed
    }

    /// Takes over what was typed in pages that went.
    pub fn take_over(&mut self, typed: Vec<Typed>, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        for Typed { interaction, segment, draft, .. } in typed {
            let command = Command::TakeOver { segment, draft };
            self.dispatch(&mut acts, &interaction, command, now, true);
        }
        acts
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

    /// When the page has to be woken next.
    pub fn alarms(&self, now: Now) -> Alarms {
        let mut alarms = Alarms::default();
        for Entry { conversation, writing } in self.entries.values() {
            let at = conversation.clock.peek(now);
            alarms.pauses.extend(conversation.alarm().map(|alarm| alarm.since(at)));
            alarms.pauses.extend(writing.due.map(|due| due.saturating_sub(now.monotonic)));
            if conversation.counts(at) {
                let rest = (at.whole_second() + Millis(1000)).since(at);
                let second = alarms.second.map_or(rest, |second| second.min(rest));
                alarms.second = Some(second);
            }
        }
        alarms
    }

    /// Runs a command through the domain, lists what comes of it, and writes it.
    fn dispatch(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        command: Command,
        now: Now,
        remembered: bool,
    ) {
        self.apply(acts, id, command, now, remembered);
        self.write(acts, id, now);
    }

    fn apply(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        command: Command,
        now: Now,
        remembered: bool,
    ) {
        let Some(entry) = self.entries.get_mut(id) else { return };
        let copy = remembered.then(|| command.clone());
        let effects = entry.conversation.apply(command, now);
        entry.writing.note(copy, &effects);
        acts.push(Act::Tell(Notification::Changed(id.clone())));
        for effect in effects {
            match effect {
                Effect::Save { .. } | Effect::Commit { .. } | Effect::Journal(_) => {}
                told => acts.push(Act::Tell(Notification::Effect(id.clone(), told))),
            }
        }
    }

    /// Writes a conversation if it needs to be, unless that is under way or waits.
    fn write(&mut self, acts: &mut Vec<Act>, id: &InteractionId, now: Now) {
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

    fn known(&self, stored: &Stored) -> Option<Known> {
        let Stored { interaction, segments, .. } = stored;
        let known = || Known { interaction: interaction.clone(), segments: segments.clone() };
        self.reports_as.is_some().then(known)
    }

    fn set_trouble(
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
