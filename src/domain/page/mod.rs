//! Everything one page holds, and what it does next: conversations, what of them
//! is not written yet, when to write it, and what an answer means.
//!
//! Like [`wrap_up`](super::wrap_up) it does nothing itself. What happens comes in
//! as a method call with the time; what is to be done comes out as [`Act`]s. So
//! the same code runs in a browser and, by the thousand, in a simulation.

mod elsewhere;
mod finished;
mod other_tabs;
mod storing;
mod sweeping;
mod writing;

pub use self::finished::KEPT_FINISHED;
pub use self::sweeping::{Leftover, SWEEP_EVERY};
use self::writing::{Wanted, Writing};
use super::attention::Pressing;
use super::delivery::failure::BackendError;
use super::delivery::parcel::Parcel;
use super::delivery::step::{Revision, Step, Stored};
use super::id::{AgentId, ClosureKey, InteractionId, SegmentId};
use super::interaction::Interaction;
use super::segment::Closed;
use super::sorted::{SortedMap, sort_by_key};
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
    /// The domain wants somebody to know: closed, superseded, faulty, refused; and
    /// whatever was written into the journal, in the page where it happened.
    Effect(InteractionId, Effect),
    /// Time went on: the second that is shown may be another one.
    Second(Now),
    /// Saving a conversation began to fail (or fails for another reason), or works again.
    Saving(InteractionId),
    /// A step of the conversation is in the store, as this writing of it.
    Stored(InteractionId, Revision),
    /// The outbox is not as it was.
    Outbox,
    /// This page has delivered a report, which its system of record took.
    Delivered(Box<Parcel>),
    /// This page was told that a report will not be taken. It stays in the outbox.
    Rejected(Box<Parcel>),
    /// What administrators have set up was read again.
    SetUp,
}

/// When a page has to be woken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alarms {
    /// How long until each deadline and each try to write.
    pub pauses: Vec<Millis>,
    /// How long until the next second that is shown; `None` where none is. Nothing, if
    /// one has begun since the last one was told of.
    pub second: Option<Millis>,
}

/// Clocks read in whole milliseconds come apart by their roundings. Seconds that
/// begin so close together are shown together, with the last of them.
const TOGETHER: Millis = Millis(2);

/// A conversation in the page.
#[derive(Debug, Clone)]
struct Entry {
    conversation: Conversation,
    writing: Writing,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Page {
    entries: SortedMap<InteractionId, Entry>,
    /// As whom a system of record elsewhere is told of changes, where there is one.
    reports_as: Option<AgentId>,
    /// When a second was told of last.
    told: Option<Now>,
    /// What was heard of conversations that are being read.
    lessons: Vec<Lesson>,
    /// Those whose end was written while the page was there, the oldest first.
    finished: Vec<InteractionId>,
}

/// How the system of record has closed a segment that this page doesn't have yet.
#[derive(Debug, Clone)]
struct Lesson {
    about: InteractionId,
    segment: SegmentId,
    closed: Box<Closed>,
    /// The conversation could not be read; whoever delivers asks again.
    unread: bool,
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

    /// The conversations of which `agent` has something to finish, the most urgent first.
    pub fn by_urgency(&self, agent: &AgentId) -> Vec<InteractionId> {
        let conversations = self.entries.values().map(|entry| &entry.conversation);
        let mut waiting: Vec<_> = conversations
            .filter_map(|it| Some((it.unfinished_of(agent)?.urgency(), it.interaction.id.clone())))
            .collect();
        sort_by_key(&mut waiting, Clone::clone);
        waiting.into_iter().map(|(_, id)| id).collect()
    }

    /// The most urgent of `agent`'s countdowns that are shown.
    pub fn pressing(&self, agent: &AgentId, now: Now) -> Option<Pressing> {
        let conversations = self.entries.values().map(|entry| &entry.conversation);
        let shown =
            conversations.filter_map(|it| it.unfinished_of(agent)?.pressing(it.clock.peek(now)));
        Pressing::most_urgent(shown)
    }

    /// The time at `now` by a conversation's clock as it now stands; the wall clock's
    /// where there is no such conversation. A copy of the conversation may lag by a
    /// millisecond, and show a second that is over.
    pub fn time(&self, id: &InteractionId, now: Now) -> Timestamp {
        self.entries.get(id).map_or(now.wall, |entry| entry.conversation.clock.peek(now))
    }

    /// Whether everything of a conversation is in the store, as far as can be said.
    pub fn is_written(&self, id: &InteractionId) -> bool {
        let unlearned = self.lessons.iter().any(|lesson| lesson.about == *id);
        !unlearned && self.handed_over(id)
    }

    /// Whether the store has what this page has.
    fn handed_over(&self, id: &InteractionId) -> bool {
        self.entries.get(id).is_none_or(|entry| entry.writing.is_written())
    }

    /// Whether everything of a conversation is in the store, or cannot be for now.
    pub fn is_at_rest(&self, id: &InteractionId) -> bool {
        let reading = self.lessons.iter().any(|lesson| lesson.about == *id && !lesson.unread);
        !reading && (self.trouble(id).is_some() || self.handed_over(id))
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

    /// Whether an agent who leaves the page is asked first: exactly as long as that
    /// would lose something. Where the browser keeps nothing (`kept` is false), that is
    /// also what waits in the `outbox`.
    pub fn asks_before_leaving(&self, kept: bool, outbox: &[Parcel]) -> bool {
        self.would_lose() || (!kept && !outbox.is_empty())
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
        self.lessons.clear();
        self.finished.clear();
        let entries = core::mem::take(&mut self.entries);
        entries.keys().map(|id| Act::Tell(Notification::Changed(id.clone()))).collect()
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
        for (id, entry) in self.entries.iter_mut() {
            let at = entry.conversation.clock.observe(now);
            for segment in &entry.conversation.segments {
                if segment.alarm().is_some_and(|alarm| at >= alarm) {
                    due.push((id.clone(), segment.id.clone(), segment.is_past_deadline(at)));
                }
            }
        }
        for (id, segment, over) in due {
            let command = if over {
                Command::Close { segment, reason: CloseReason::Deadline, key: new_key() }
            } else {
                Command::Warn { segment }
            };
            self.dispatch(&mut acts, &id, command, now, true);
        }
        self.write_due(&mut acts, now, false);
        self.told = Some(now);
        acts.push(Act::Tell(Notification::Second(now)));
        acts
    }

    /// When the page has to be woken next.
    pub fn alarms(&self, now: Now) -> Alarms {
        let told = self.told.unwrap_or(now);
        let (mut pauses, mut seconds) = (Vec::new(), Vec::new());
        for Entry { conversation, writing } in self.entries.values() {
            let at = conversation.clock.peek(now);
            pauses.extend(conversation.alarm().map(|alarm| alarm.since(at)));
            pauses.extend(writing.due.map(|due| due.saturating_sub(now.monotonic)));
            if conversation.counts(at) {
                // Not the next one from now on: telling took time, too.
                let shown = conversation.clock.peek(told).whole_second();
                seconds.push((shown + Millis(1000)).since(at));
            }
        }
        let first = seconds.iter().copied().min();
        let together = |first| seconds.into_iter().filter(|each| *each <= first + TOGETHER).max();
        Alarms { pauses, second: first.and_then(together) }
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
                Effect::Save { .. } | Effect::Commit { .. } => {}
                told => acts.push(Act::Tell(Notification::Effect(id.clone(), told))),
            }
        }
    }
}
