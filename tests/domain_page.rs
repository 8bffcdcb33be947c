//! What one page holds and does next: when it writes, how it meets other tabs,
//! and what it makes of answers.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::store::Store;
use fixtures::{DURATION, START, agent, ann, bob, catalog, key, seconds, segment, timed, typing};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::delivery::failure::{BackendError, Trouble};
use interaction_wrap_up::domain::delivery::outbox::{Change, TYPING_PAUSE};
use interaction_wrap_up::domain::delivery::parcel::{Parcel, Verdict};
use interaction_wrap_up::domain::delivery::step::{Revision, Step};
use interaction_wrap_up::domain::field::Fields;
use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction, InteractionState};
use interaction_wrap_up::domain::page::{Act, Notification, Page};
use interaction_wrap_up::domain::segment::{Closed, CommitFailure, Segment};
use interaction_wrap_up::domain::stage::Stage;
use interaction_wrap_up::domain::time::{Millis, Now};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Effect};

fn call() -> InteractionId {
    InteractionId::new("call").unwrap()
}

/// A tab, and the steps it has handed to the store.
struct Tab {
    page: Page,
    now: Now,
    name: &'static str,
    keys: u32,
    steps: Vec<Step>,
    loads: usize,
    told: Vec<Notification>,
}

impl Tab {
    fn new(name: &'static str, page: Page) -> Self {
        let now = Now { wall: START, monotonic: Millis(5_000) };
        Self { page, now, name, keys: 0, steps: Vec::new(), loads: 0, told: Vec::new() }
    }

    /// A tab of ann's in which her wrap-up `s1` has opened, all of it stored.
    fn wrapping_up(store: &mut Store) -> Self {
        let mut tab = Self::new("one", Page::reporting_as(ann().agent));
        let interaction = Interaction::new(call(), Channel::Phone, START);
        let acts = tab.page.add(interaction, tab.now);
        tab.note(acts);
        tab.tell(Command::Connect { agent: ann().agent });
        let (by, catalog) = (EndedBy::Customer, Some(catalog(timed())));
        tab.tell(Command::EndConversation { by, catalog, segments: vec![segment("s1")] });
        tab.write(store);
        tab
    }

    /// A further tab over the same store.
    fn second(store: &Store) -> Self {
        let mut tab = Self::new("two", Page::reporting_as(ann().agent));
        for stored in store.conversations.values() {
            let acts = tab.page.take_in(stored.clone(), tab.now);
            tab.note(acts);
        }
        tab
    }

    fn note(&mut self, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Write(_, step) => self.steps.push(*step),
                Act::Load(_) => self.loads += 1,
                Act::Tell(notification) => self.told.push(notification),
            }
        }
    }

    fn tell(&mut self, command: Command) {
        let acts = self.page.command(&call(), command, self.now);
        self.note(acts);
    }

    fn edit(&mut self, notes: &str) {
        let edit = typing(notes);
        self.tell(Command::Edit { segment: segment("s1"), by: ann(), edit });
    }

    fn submit(&mut self) {
        self.keys += 1;
        let key = key(&format!("{} {}", self.name, self.keys));
        let (segment, reason) = (segment("s1"), CloseReason::Submit(ann()));
        self.tell(Command::Close { segment, reason, key });
    }

    fn wait(&mut self, milliseconds: u64) {
        self.now.wall = self.now.wall + Millis(milliseconds);
        self.now.monotonic = self.now.monotonic + Millis(milliseconds);
    }

    fn wake(&mut self) {
        let (name, keys) = (self.name, &mut self.keys);
        let mut new_key = || {
            *keys += 1;
            key(&format!("{name} {keys}"))
        };
        let acts = self.page.wake(self.now, &mut new_key);
        self.note(acts);
    }

    fn answer(&mut self, answer: Result<Revision, BackendError>) {
        let acts = self.page.stored(&call(), answer, self.now);
        self.note(acts);
    }

    /// The store takes everything this tab hands over, and lets it read on conflicts.
    fn write(&mut self, store: &mut Store) {
        while !self.steps.is_empty() || self.loads > 0 {
            if self.loads > 0 {
                self.load(store);
            } else {
                let step = self.steps.remove(0);
                self.answer(store.commit(&step));
            }
        }
    }

    fn load(&mut self, store: &Store) {
        self.loads -= 1;
        let stored = store.conversations.get(&call()).cloned();
        let acts = self.page.loaded(&call(), Ok(stored), self.now);
        self.note(acts);
    }

    fn segment(&self) -> &Segment {
        self.page.conversation(&call()).unwrap().segment(&segment("s1")).unwrap()
    }

    fn pauses(&self) -> Vec<u64> {
        self.page.alarms(self.now).pauses.into_iter().map(|pause| pause.0).collect()
    }

    /// How often somebody was told that the segment has closed.
    fn closed_told(&self) -> usize {
        let closed = |each: &&Notification| {
            let Notification::Effect(_, effect) = each else { return false };
            matches!(effect, Effect::Closed(_) | Effect::ClosedElsewhere(_))
        };
        self.told.iter().filter(closed).count()
    }

    fn answered(&mut self, parcel: &str, store: &Store, verdict: &Verdict) {
        let parcel = &store.outbox[parcel];
        let mut acts = self.page.answered(parcel, verdict, self.now);
        acts.extend(self.page.delivered(parcel, verdict, self.now));
        self.note(acts);
    }
}

fn not_now(after: Option<Millis>) -> BackendError {
    BackendError::TryAgain { trouble: Trouble::Full, after }
}

fn parcels(store: &Store) -> Vec<&str> {
    store.outbox.keys().map(String::as_str).collect()
}

/// The reports that a step makes.
fn puts(step: &Step) -> Vec<&str> {
    let mut ids = Vec::new();
    for change in &step.outbox {
        if let Change::Put(parcel) = change {
            ids.push(parcel.id.as_str());
        }
    }
    ids
}

#[test]
fn a_conversation_is_written_at_once_and_told_elsewhere() {
    let mut store = Store::default();
    let tab = Tab::wrapping_up(&mut store);
    assert_eq!(parcels(&store), ["interaction:call", "opened:s1"]);
    assert_eq!(tab.page.revision(&call()), Some(store.conversations[&call()].revision));
    assert!(!tab.page.has_unwritten());
}

#[test]
fn a_page_whose_store_is_all_there_is_tells_nobody() {
    let mut tab = Tab::new("one", Page::new());
    let acts = tab.page.add(Interaction::new(call(), Channel::Phone, START), tab.now);
    tab.note(acts);
    assert_eq!(tab.steps[0].outbox, []);
}

#[test]
fn commands_given_while_a_step_is_written_go_with_the_next_one() {
    let mut tab = Tab::new("one", Page::reporting_as(ann().agent));
    let acts = tab.page.add(Interaction::new(call(), Channel::Phone, START), tab.now);
    tab.note(acts);
    tab.tell(Command::Connect { agent: ann().agent });
    tab.tell(Command::Connect { agent: bob().agent });
    assert_eq!(tab.steps.len(), 1, "one at a time");
    let first = tab.steps.remove(0);
    tab.answer(Store::default().commit(&first));
    assert_eq!(tab.steps.len(), 1);
    assert_eq!((tab.steps[0].base, tab.steps[0].strict), (Some(Revision(1)), true));
    assert_eq!(tab.steps[0].interaction.connected, [agent("ann"), agent("bob")]);
}

#[test]
fn what_is_typed_waits_for_further_keys() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("h");
    tab.wait(200);
    tab.edit("he");
    tab.wake();
    assert!(tab.steps.is_empty() && tab.page.has_unwritten());
    assert!(tab.pauses().contains(&50), "{:?}: further keys put nothing off", tab.pauses());
    tab.wait(50);
    tab.wake();
    assert_eq!(tab.steps.len(), 1);
    assert!(!tab.steps[0].strict);
    assert_eq!(tab.steps[0].segments[0].draft.notes, "he");
    assert!(tab.page.has_unwritten(), "until the store has it");
    tab.write(&mut store);
    assert!(!tab.page.has_unwritten());
    assert!(parcels(&store).contains(&"changed:s1"));
}

#[test]
fn a_page_that_goes_away_writes_what_waits() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("typed");
    let acts = tab.page.write_all(tab.now);
    tab.note(acts);
    assert_eq!(tab.steps.len(), 1);
    let acts = tab.page.write_all(tab.now);
    assert!(acts.is_empty(), "once: {acts:?}");
}

#[test]
fn what_is_typed_goes_with_the_closure() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("typed");
    tab.submit();
    assert_eq!(tab.steps.len(), 1);
    assert!(tab.steps[0].strict);
    assert_eq!(puts(&tab.steps[0]), ["closed:one 1", "interaction:call"]);
}

#[test]
fn a_closure_is_told_saved_only_once_the_store_has_it() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.submit();
    assert_eq!((tab.segment().stage(), tab.closed_told()), (Stage::Saving, 0));
    assert!(!tab.steps[0].segments[0].is_unfinished(), "the store never sees the middle");
    tab.write(&mut store);
    assert_eq!((tab.segment().stage(), tab.closed_told()), (Stage::Closed, 1));
}

#[test]
fn a_store_that_fails_is_tried_again_later_each_time() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.submit();
    for pause in [1_000, 2_000, 4_000] {
        tab.steps.clear();
        tab.answer(Err(not_now(None)));
        assert_eq!(tab.segment().stage(), Stage::Failed);
        assert_eq!(tab.page.trouble(&call()), Some(&not_now(None)));
        assert_eq!(tab.pauses(), [pause], "and the deadline no longer ends it");
        tab.wait(pause);
        tab.wake();
        assert_eq!(tab.segment().stage(), Stage::Saving);
    }
    assert_eq!(tab.steps.len(), 1);
    assert!(tab.steps[0].strict);
    tab.write(&mut store);
    assert_eq!((tab.page.trouble(&call()), tab.closed_told()), (None, 1));
    assert!(parcels(&store).contains(&"closed:one 1"), "under the key it was accepted with");
}

#[test]
fn a_store_may_ask_for_a_pause() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    tab.submit();
    tab.answer(Err(not_now(Some(seconds(7)))));
    assert_eq!(tab.pauses(), [7_000]);
}

#[test]
fn a_closure_that_failed_waits_for_its_agent_once_something_was_typed() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("typed");
    tab.submit();
    tab.steps.clear();
    tab.answer(Err(not_now(None)));
    tab.edit("typed more");
    tab.wait(1_000);
    tab.wake();
    tab.write(&mut store);
    assert_eq!((tab.segment().stage(), tab.closed_told()), (Stage::Failed, 0));
    assert_eq!(store.conversations[&call()].segments[0].draft.notes, "typed more");
    tab.tell(Command::Retry { segment: segment("s1"), key: key("again") });
    tab.write(&mut store);
    assert_eq!(tab.segment().closed().unwrap().closure.notes, "typed more");
}

#[test]
fn what_is_refused_for_good_is_not_tried_again() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    tab.edit("typed");
    tab.submit();
    tab.steps.clear();
    tab.answer(Err(BackendError::Refused { reason: "too old".to_owned() }));
    let failure = tab.segment().pending.as_ref().and_then(|pending| pending.failure.clone());
    assert_eq!(failure, Some(CommitFailure::Refused));
    assert_eq!(tab.segment().draft.notes, "typed", "with its text in reach");
    assert!(tab.steps.is_empty() && tab.pauses().is_empty());
}

#[test]
fn after_a_conflict_what_this_page_has_not_saved_is_put_upon_the_stores_state() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    let mut two = Tab::second(&store);
    two.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    two.write(&mut store);
    one.edit("typed");
    one.submit();
    let step = one.steps.remove(0);
    one.answer(store.commit(&step));
    assert_eq!((one.loads, one.closed_told()), (1, 0));
    one.write(&mut store);
    assert_eq!(one.closed_told(), 1);
    let stored = &store.conversations[&call()];
    assert_eq!(stored.segments[0].extensions, 1);
    assert_eq!(stored.segments[0].closed().unwrap().closure.notes, "typed");
}

#[test]
fn the_second_closure_of_a_segment_is_offered_and_not_told_saved() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    let mut two = Tab::second(&store);
    one.edit("ones");
    two.edit("twos");
    one.submit();
    two.submit();
    one.write(&mut store);
    two.write(&mut store);
    let offered = two.told.iter().any(|told| {
        let Notification::Effect(_, Effect::Superseded { closure, .. }) = told else {
            return false;
        };
        closure.notes == "twos"
    });
    assert!(offered);
    assert_eq!(two.segment().closed().unwrap().closure.notes, "ones");
    assert!(!parcels(&store).contains(&"closed:two 1"));
}

#[test]
fn a_tab_reads_what_another_one_has_written() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    let mut two = Tab::second(&store);
    let known = two.page.revision(&call()).unwrap();
    assert!(two.page.written_elsewhere(&call(), known).is_empty(), "no news");
    one.submit();
    one.write(&mut store);
    let acts = two.page.written_elsewhere(&call(), Revision(known.0 + 1));
    two.note(acts);
    assert_eq!(two.loads, 1);
    two.write(&mut store);
    assert_eq!((two.segment().stage(), two.closed_told()), (Stage::Closed, 1));
    let mut empty = Tab::new("three", Page::reporting_as(ann().agent));
    let acts = empty.page.written_elsewhere(&call(), known);
    empty.note(acts);
    empty.write(&mut store);
    assert_eq!(empty.segment().stage(), Stage::Closed, "a conversation it had not heard of");
}

/// A read that was asked for before a step was handed over says nothing about it.
#[test]
fn a_read_that_comes_while_a_step_is_under_way_changes_nothing() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    let known = one.page.revision(&call()).unwrap();
    let acts = one.page.written_elsewhere(&call(), Revision(known.0 + 1));
    one.note(acts);
    one.edit("typed");
    one.wait(250);
    one.wake();
    assert_eq!((one.loads, one.steps.len()), (1, 1));
    let acts = one.page.loaded(&call(), Err(not_now(None)), one.now);
    one.note(acts);
    assert_eq!(one.page.trouble(&call()), None, "the step has not failed");
    one.submit();
    one.wait(1_000);
    one.wake();
    assert_eq!(one.steps.len(), 1, "one step at a time");
    let first = one.steps.remove(0);
    one.answer(store.commit(&first));
    assert_eq!(one.closed_told(), 0, "the answer is to what was typed");
    one.loads = 0;
    one.write(&mut store);
    assert_eq!(one.closed_told(), 1);
    assert!(!store.conversations[&call()].segments[0].is_unfinished());
}

#[test]
fn a_conversation_that_is_gone_after_a_conflict_is_a_refusal() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    tab.submit();
    tab.answer(Err(BackendError::Conflict));
    let acts = tab.page.loaded(&call(), Ok(None), tab.now);
    tab.note(acts);
    assert_eq!(tab.segment().stage(), Stage::Failed);
}

#[test]
fn a_page_is_woken_for_its_deadline_and_closes_then() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    assert_eq!(tab.pauses(), [(DURATION - 20) * 1000], "the warning");
    tab.wait((DURATION - 20) * 1000);
    tab.wake();
    assert!(tab.segment().open().unwrap().warned);
    assert_eq!(tab.pauses(), [20_000, 250], "which is written down with the next pause");
    tab.wait(250);
    tab.wake();
    tab.write(&mut store);
    tab.wait(19_749);
    tab.wake();
    assert!(tab.steps.is_empty());
    assert_eq!(tab.pauses(), [1]);
    tab.wait(1);
    tab.wake();
    tab.write(&mut store);
    assert_eq!(tab.segment().closed().unwrap().closure.kind, ClosureKind::TimedOut);
    assert!(tab.pauses().is_empty());
    let state = store.conversations[&call()].interaction.state;
    assert_eq!(state, InteractionState::ClosedComplete);
}

#[test]
fn the_second_that_is_shown_wakes_the_page_too() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    tab.wait(300);
    assert_eq!(tab.page.alarms(tab.now).second, Some(Millis(700)));
}

#[test]
fn a_second_that_began_while_another_was_told_is_not_missed() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    tab.wait(1000);
    tab.wake();
    // Telling took so long that the next second has begun meanwhile.
    tab.wait(1030);
    assert_eq!(tab.page.alarms(tab.now).second, Some(Millis(0)));
    tab.wake();
    assert_eq!(tab.page.alarms(tab.now).second, Some(Millis(970)));
}

#[test]
fn seconds_that_roundings_keep_apart_are_shown_together() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    // By the roundings of both clocks the first conversation's is now a millisecond ahead.
    tab.now.monotonic = tab.now.monotonic + Millis(1);
    tab.wake();
    let other = InteractionId::new("other").unwrap();
    let acts = tab.page.add(Interaction::new(other.clone(), Channel::Phone, START), tab.now);
    tab.note(acts);
    for command in [
        Command::Connect { agent: ann().agent },
        Command::EndConversation {
            by: EndedBy::Customer,
            catalog: Some(catalog(timed())),
            segments: vec![segment("s2")],
        },
    ] {
        let acts = tab.page.command(&other, command, tab.now);
        tab.note(acts);
    }
    let apart = tab.page.time(&call(), tab.now).since(tab.page.time(&other, tab.now));
    assert_eq!(apart, Millis(1));
    tab.wait(400);
    assert_eq!(tab.page.alarms(tab.now).second, Some(Millis(600)));
}

#[test]
fn the_time_is_that_of_the_clock_and_not_of_an_older_copy() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    let copy = tab.page.conversation(&call()).unwrap().clone();
    // One clock's millisecond is over before the other's.
    tab.now.wall = tab.now.wall + Millis(1);
    tab.wake();
    tab.now.wall = tab.now.wall + Millis(999);
    tab.now.monotonic = tab.now.monotonic + Millis(1_000);
    assert_eq!(copy.clock.peek(tab.now), START + Millis(1_000));
    assert_eq!(tab.page.time(&call(), tab.now), START + Millis(1_001));
}

fn theirs(kind: ClosureKind, notes: &str, versions: Vec<Version>) -> Box<Closed> {
    let (by, at, code) = (None, START, None);
    let (notes, duration) = (notes.to_owned(), Millis(0));
    let key = key("theirs");
    let closure = Closure {
        key,
        kind,
        by,
        at,
        code,
        notes,
        extra: Fields::new(),
        duration,
        required_missing: false,
    };
    Box::new(Closed { closure, versions, kept_back: String::new() })
}

/// `closure`, as the late version that the system of record made of it.
fn late(closure: &Closure) -> Version {
    let Closure { key, by, at, code, notes, extra, .. } = closure.clone();
    Version { key, reason: VersionReason::Late, by, at, code, notes, extra }
}

#[test]
fn what_the_system_of_record_closed_by_itself_is_learned_and_not_told_back() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("typed");
    tab.submit();
    tab.write(&mut store);
    let closure = tab.segment().closed().unwrap().closure.clone();
    let closed = theirs(ClosureKind::TimedOut, "", vec![late(&closure)]);
    tab.answered("closed:one 1", &store, &Verdict::TakenLate(closed));
    store.outbox.clear();
    tab.write(&mut store);
    let closed = tab.segment().closed().unwrap();
    assert_eq!((closed.closure.kind, closed.notes()), (ClosureKind::TimedOut, "typed"));
    assert_eq!(parcels(&store), ["interaction:call"]);
}

#[test]
fn what_is_heard_of_a_conversation_of_another_tab_is_learned_before_it_counts_as_written() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    one.edit("typed");
    one.submit();
    one.write(&mut store);
    let closure = one.segment().closed().unwrap().closure.clone();
    // Delivers what is in the outbox, and has not heard of the conversation.
    let mut two = Tab::new("two", Page::reporting_as(ann().agent));
    let closed = theirs(ClosureKind::TimedOut, "", vec![late(&closure)]);
    two.answered("closed:one 1", &store, &Verdict::TakenLate(closed));
    assert!(!two.page.is_at_rest(&call()));
    // What cannot be read now is asked for once more.
    let acts = two.page.loaded(&call(), Err(not_now(None)), two.now);
    two.note(acts);
    assert!(two.page.is_at_rest(&call()) && !two.page.is_written(&call()));
    two.loads = 0;
    let closed = theirs(ClosureKind::TimedOut, "", vec![late(&closure)]);
    two.answered("closed:one 1", &store, &Verdict::TakenLate(closed));
    two.write(&mut store);
    assert!(two.page.is_written(&call()));
    let kept = store.conversations[&call()].segments[0].closed().unwrap();
    assert_eq!((kept.closure.kind, kept.notes()), (ClosureKind::TimedOut, "typed"));
    // Of one that is nowhere any more there is nothing to learn.
    let mut three = Tab::new("three", Page::reporting_as(ann().agent));
    let closed = theirs(ClosureKind::TimedOut, "", vec![late(&closure)]);
    three.answered("closed:one 1", &store, &Verdict::TakenLate(closed));
    three.load(&Store::default());
    assert!(three.page.is_written(&call()));
}

#[test]
fn what_was_learned_over_an_own_closure_outlives_a_conflict() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    let mut two = Tab::second(&store);
    // Accepted here and not stored, while the other tab's is.
    two.submit();
    two.steps.clear();
    two.answer(Err(not_now(None)));
    one.edit("typed");
    one.submit();
    one.write(&mut store);
    let closed = theirs(ClosureKind::Forced, "", vec![]);
    two.answered("closed:one 1", &store, &Verdict::Overruled(closed));
    let acts = two.page.write_all(two.now);
    two.note(acts);
    two.write(&mut store);
    let kept = store.conversations[&call()].segments[0].closed().unwrap();
    assert_eq!(kept.closure.kind, ClosureKind::Forced);
}

#[test]
fn what_was_typed_and_overruled_stays_in_the_outbox() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("typed");
    let acts = tab.page.write_all(tab.now);
    tab.note(acts);
    tab.write(&mut store);
    let closed = theirs(ClosureKind::TabClosed, "other words", Vec::new());
    tab.answered("changed:s1", &store, &Verdict::Overruled(closed));
    tab.write(&mut store);
    assert_eq!(tab.segment().closed().unwrap().closure.kind, ClosureKind::TabClosed);
    assert_eq!(parcels(&store), ["changed:s1", "interaction:call", "opened:s1"]);
}

#[test]
fn what_a_full_store_did_not_take_is_not_said_to_be_saved_beside_what_was_learned() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("typed");
    tab.submit();
    tab.steps.clear();
    tab.answer(Err(not_now(None)));
    let closed = theirs(ClosureKind::TimedOut, "", Vec::new());
    tab.answered("opened:s1", &store, &Verdict::Overruled(closed));
    for pause in [1_000, 2_000] {
        assert_eq!(tab.segment().closed().unwrap().notes(), "", "what is saved there");
        assert!(tab.page.would_lose());
        tab.steps.clear();
        tab.answer(Err(not_now(None)));
        tab.wait(pause);
        tab.wake();
    }
    tab.wait(10_000);
    tab.wake();
    tab.write(&mut store);
    assert_eq!(tab.segment().closed().unwrap().notes(), "typed", "once it is stored");
    assert!(parcels(&store).contains(&"corrected:one 1"));
    assert!(!tab.page.would_lose());
}

#[test]
fn a_closure_on_its_way_to_the_store_is_told_under_its_key_once() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.edit("typed");
    tab.submit();
    let closed = theirs(ClosureKind::TimedOut, "", Vec::new());
    tab.answered("opened:s1", &store, &Verdict::Overruled(closed));
    tab.write(&mut store);
    let keys = store.outbox.values().filter_map(Parcel::key);
    assert_eq!(keys.collect::<Vec<_>>(), [&key("one 1")]);
    assert_eq!(tab.segment().closed().unwrap().notes(), "typed");
}

/// The one tab never heard that the store had taken its closure, and meets the
/// record again after the other one has learned how the segment was closed.
#[test]
fn a_closure_whose_writing_was_not_heard_of_is_told_under_its_key_once() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    let mut two = Tab::second(&store);
    one.edit("typed");
    one.submit();
    let step = one.steps.remove(0);
    store.commit(&step).unwrap();
    one.answer(Err(not_now(None)));
    let closed = theirs(ClosureKind::TimedOut, "", Vec::new());
    two.answered("opened:s1", &store, &Verdict::Overruled(closed));
    two.write(&mut store);
    let notes = |tab: &Tab| tab.segment().closed().unwrap().notes().to_owned();
    assert_eq!(notes(&two), "typed", "it is on its way, and becomes a version");
    one.wait(1_000);
    one.wake();
    one.write(&mut store);
    let finals: Vec<_> = store.outbox.values().filter(|it| it.report.is_final()).collect();
    assert_eq!(finals.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["closed:one 1"]);
    assert_eq!(notes(&one), "typed");
}

#[test]
fn what_is_learned_is_not_told_back_after_a_conflict_either() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    let mut two = Tab::second(&store);
    two.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    two.write(&mut store);
    let closed = theirs(ClosureKind::TimedOut, "", Vec::new());
    one.answered("opened:s1", &store, &Verdict::Overruled(closed));
    one.write(&mut store);
    assert!(!store.conversations[&call()].segments[0].is_unfinished());
    let finals = store.outbox.values().filter(|parcel| parcel.report.is_final());
    assert_eq!(finals.count(), 0);
}

#[test]
fn a_page_tells_only_its_own_agents_segments() {
    let mut store = Store::default();
    let mut tab = Tab::new("one", Page::reporting_as(ann().agent));
    let acts = tab.page.add(Interaction::new(call(), Channel::Phone, START), tab.now);
    tab.note(acts);
    for who in ["ann", "bob"] {
        tab.tell(Command::Connect { agent: agent(who) });
    }
    let (by, catalog) = (EndedBy::Customer, Some(catalog(timed())));
    let segments = vec![segment("anns"), segment("bobs")];
    tab.tell(Command::EndConversation { by, catalog, segments });
    let close = |by: Actor| {
        let (segment, key) = (segment("none"), key(by.agent.as_str()));
        Command::CloseTab { by, catalog: None, segment, key }
    };
    tab.tell(close(bob()));
    tab.tell(close(ann()));
    tab.write(&mut store);
    assert_eq!(parcels(&store), ["closed:ann", "interaction:call", "opened:anns"]);
    assert!(store.outbox.values().all(|parcel| parcel.agent == ann().agent));
}

/// The page's own idea of the time may run ahead of a wall clock that was set back.
#[test]
fn pauses_go_by_the_wall_clock_that_tabs_share() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    tab.now.wall = tab.now.wall - seconds(300);
    tab.edit("typed");
    let acts = tab.page.write_all(tab.now);
    tab.note(acts);
    tab.write(&mut store);
    let pause = store.outbox["changed:s1"].pause.unwrap();
    assert_eq!(pause.until, tab.now.wall + TYPING_PAUSE);
}

#[test]
fn a_cleared_page_holds_nothing_and_takes_no_answers() {
    let mut tab = Tab::wrapping_up(&mut Store::default());
    tab.submit();
    tab.page.clear();
    assert_eq!(tab.page.ids().count(), 0);
    tab.steps.clear();
    tab.answer(Ok(Revision(9)));
    assert!(tab.steps.is_empty() && tab.page.conversation(&call()).is_none());
}

#[test]
fn what_a_page_had_typed_as_it_went_is_taken_over() {
    let mut store = Store::default();
    let mut one = Tab::wrapping_up(&mut store);
    one.edit("the last keys");
    let typed = one.page.typed_in(&fixtures::page_id("page"));
    assert_eq!(typed.len(), 1);
    let mut two = Tab::second(&store);
    let acts = two.page.take_over(typed.clone(), two.now);
    two.note(acts);
    assert_eq!(two.segment().draft.notes, "the last keys");
    two.wait(250);
    two.wake();
    two.write(&mut store);
    let stored = &store.conversations[&call()].segments[0];
    assert_eq!(stored.draft.notes, "the last keys");
    let mut three = Tab::second(&store);
    assert!(three.page.typed_in(&fixtures::page_id("page")).is_empty(), "all is written");
    let acts = three.page.take_over(typed, three.now);
    three.note(acts);
    assert!(!three.page.has_unwritten(), "it is no news");
}

#[test]
fn the_sweep_closes_what_is_left_over_and_reports_it() {
    let mut store = Store::default();
    let mut tab = Tab::wrapping_up(&mut store);
    assert!(tab.page.may_leave_over());
    let due = tab.segment().deadline().unwrap() + Millis(60_000);
    tab.wait(DURATION * 1000 + 59_000);
    assert_eq!(tab.page.leftovers(tab.now), [], "within the grace");
    tab.wait(1_000);
    let mut new_key = || key("swept");
    let (left, _) = tab.page.sweep(tab.now, &mut new_key);
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].due, left[0].agent.clone()), (due, tab.segment().agent.clone()));
    let pending = tab.segment().pending.clone().unwrap().closure;
    assert_eq!((pending.kind, pending.by), (ClosureKind::Swept, None));
    let (again, _) = tab.page.sweep(tab.now, &mut new_key);
    assert_eq!(again, [], "what is being saved is left over no more");
}
