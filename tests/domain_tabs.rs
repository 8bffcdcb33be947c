//! Two tabs of one agent over one stored record: the store's word counts, and
//! what only this page has is put upon it.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, ann, code, journal, refusal, segment, supervisor, timed, timed_in};
use interaction_wrap_up::domain::closure::{ClosureKind, VersionReason};
use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::interaction::InteractionState;
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::CommitFailure;
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Conversation, Effect, Refusal};

/// Another tab over the same record, with keys of its own.
fn second_tab(page: &Page) -> Page {
    let stored = stored(page);
    let mut tab = Page::new();
    tab.now = page.now;
    tab.conversation = Conversation::new(stored.interaction, stored.segments, page.now);
    for _ in 0..100 {
        tab.next_key();
    }
    tab
}

/// What the store has once every closure of `page` is committed.
fn stored(page: &Page) -> Conversation {
    let closing = page.pending();
    closing.iter().fold(page.conversation.clone(), |stored, (id, _)| stored.settled(id))
}

/// `page` hears what `other` has stored.
fn adopt(page: &mut Page, other: &Page) -> Vec<Effect> {
    let stored = stored(other);
    let interaction = Box::new(stored.interaction);
    page.tell(Command::Adopt { interaction, segments: stored.segments })
}

fn two_tabs(configuration: Configuration) -> (Page, Page) {
    let page = Page::typed(configuration);
    let other = second_tab(&page);
    (page, other)
}

fn wait(tabs: [&mut Page; 2], seconds: u64) {
    for tab in tabs {
        tab.wait_seconds(seconds);
    }
}

#[test]
fn a_tab_hears_that_the_other_one_closed() {
    let (mut one, mut two) = two_tabs(timed());
    one.submit();
    one.commit();
    let effects = adopt(&mut two, &one);
    assert_eq!(effects, [Effect::Closed(segment("s1"))]);
    assert_eq!(two.closure(), one.closure());
    assert_eq!(two.state(), InteractionState::ClosedComplete);
    assert_eq!(adopt(&mut two, &one), [], "once");
}

#[test]
fn a_commit_whose_answer_was_lost_is_found_in_the_store() {
    let (mut one, _) = two_tabs(timed());
    one.submit();
    let stored = stored(&one);
    one.fail(&CommitFailure::TryAgain);
    let (interaction, segments) = (Box::new(stored.interaction), stored.segments);
    let effects = one.tell(Command::Adopt { interaction, segments });
    assert_eq!(effects, [Effect::Closed(segment("s1"))]);
    assert_eq!(one.segment("s1").closed().unwrap().versions, []);
}

#[test]
fn the_second_of_two_submits_is_offered_as_a_correction() {
    let (mut one, mut two) = two_tabs(timed());
    two.write("other words");
    one.submit();
    two.submit();
    one.commit();
    let effects = adopt(&mut two, &one);
    let offered = effects.iter().any(|effect| {
        matches!(effect, Effect::Superseded { closure, .. } if closure.notes == "other words")
    });
    assert!(offered, "{effects:?}");
    assert!(effects.contains(&Effect::Closed(segment("s1"))), "and it is over here too");
    let (kind, by) = (ClosureKind::Submitted, Some(ann().agent));
    assert_eq!(refusal(&effects), Some(&Refusal::AlreadyClosed { kind, by }));
    assert_eq!(two.closure().notes, "typed");
    assert_eq!(two.pending(), []);
}

#[test]
fn a_submit_in_time_is_a_late_version_of_a_segment_that_timed_out_elsewhere() {
    let (mut one, mut two) = two_tabs(timed());
    wait([&mut one, &mut two], 59);
    two.submit();
    wait([&mut one, &mut two], 1);
    one.close(CloseReason::Deadline);
    one.commit();
    let effects = adopt(&mut two, &one);
    assert!(journal(&effects).contains(&&JournalEvent::Version(VersionReason::Late)));
    assert!(effects.contains(&Effect::Closed(segment("s1"))));
    let closed = two.segment("s1").closed().unwrap();
    assert_eq!(closed.closure.kind, ClosureKind::TimedOut);
    assert_eq!(closed.notes(), "typed");
}

#[test]
fn a_submit_accepted_here_stands_upon_a_record_that_is_still_open() {
    let (mut one, two) = two_tabs(timed());
    one.submit();
    let accepted = one.pending();
    let effects = adopt(&mut one, &two);
    let (segment, key) = accepted[0].clone();
    assert!(effects.contains(&Effect::Commit { segment, key }));
    assert_eq!(one.pending(), accepted);
    // Its entries went with the step that the other tab overtook.
    let accepted = JournalEvent::Accepted(ClosureKind::Submitted);
    let closed = JournalEvent::State(InteractionState::ClosedComplete);
    assert_eq!(journal(&effects), [&accepted, &closed]);
}

#[test]
fn an_extension_that_only_this_tab_has_is_journalled_again() {
    let (mut one, two) = two_tabs(timed());
    one.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    let effects = adopt(&mut one, &two);
    assert_eq!(journal(&effects), [&JournalEvent::Extended(1)]);
    let stored = second_tab(&one);
    let effects = adopt(&mut one, &stored);
    assert_eq!(journal(&effects), [] as [&JournalEvent; 0], "once it is stored, no more");
}

#[test]
fn the_clock_does_not_close_what_the_other_tab_has_extended() {
    let (mut one, mut two) = two_tabs(timed());
    wait([&mut one, &mut two], 59);
    two.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    wait([&mut one, &mut two], 1);
    one.close(CloseReason::Deadline);
    assert_eq!(one.pending().len(), 1);
    adopt(&mut one, &two);
    assert_eq!(one.pending(), []);
    assert_eq!(one.conversation.alarm(), two.conversation.alarm());
    wait([&mut one, &mut two], 60);
    one.close(CloseReason::Deadline);
    assert_eq!(one.pending().len(), 1);
}

#[test]
fn the_clock_does_not_close_what_was_parked_elsewhere() {
    let (mut one, mut two) = two_tabs(timed());
    wait([&mut one, &mut two], 59);
    two.tell(Command::CustomerReturns { agent: ann().agent });
    wait([&mut one, &mut two], 1);
    one.close(CloseReason::Deadline);
    adopt(&mut one, &two);
    assert_eq!(one.pending(), []);
    assert!(one.segment("s1").is_unfinished());
}

#[test]
fn a_forced_wrap_up_extended_elsewhere_lasts_the_full_time_and_keeps_the_submit() {
    let (mut one, mut two) = two_tabs(timed_in(Mode::Forced));
    two.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    one.submit();
    one.wait_seconds(60);
    one.close(CloseReason::Deadline);
    assert_eq!(one.pending().len(), 1);
    adopt(&mut one, &two);
    assert_eq!(one.pending(), []);
    one.wait_seconds(60);
    one.close(CloseReason::Deadline);
    one.commit();
    assert_eq!(one.closure().kind, ClosureKind::Submitted);
    assert_eq!(one.closure().notes, "typed");
}

#[test]
fn a_recorded_submit_is_not_forgotten_over_a_record_that_does_not_know_it() {
    let (mut one, two) = two_tabs(timed_in(Mode::Forced));
    one.submit();
    let effects = adopt(&mut one, &two);
    assert!(one.segment("s1").open().unwrap().recorded.is_some());
    assert!(effects.contains(&Effect::Save { strict: true }));
}

#[test]
fn an_extension_made_here_is_not_taken_back_by_a_record_that_does_not_know_it() {
    let (mut one, two) = two_tabs(timed());
    one.wait_seconds(50);
    one.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    let alarm = one.conversation.alarm();
    let effects = adopt(&mut one, &two);
    assert_eq!(one.conversation.alarm(), alarm);
    assert!(effects.contains(&Effect::Save { strict: true }));
}

#[test]
fn the_same_extension_in_two_tabs_counts_once() {
    let (mut one, mut two) = two_tabs(timed());
    let extend = Command::Extend { segment: segment("s1"), by: ann(), number: 1 };
    one.tell(extend.clone());
    two.tell(extend);
    let deadline = one.segment("s1").deadline();
    adopt(&mut one, &two);
    assert_eq!(one.segment("s1").deadline(), deadline);
    assert_eq!(one.segment("s1").extensions, 1);
}

#[test]
fn two_tabs_that_time_out_together_leave_one_closure_and_no_version() {
    let policy = ExpiryPolicy::FillBlanks;
    let (mut one, mut two) = two_tabs(Configuration { expiry_policy: policy, ..timed() });
    wait([&mut one, &mut two], 60);
    one.close(CloseReason::Deadline);
    two.close(CloseReason::Deadline);
    one.commit();
    adopt(&mut two, &one);
    assert_eq!(two.conversation.segments, one.conversation.segments);
    assert_eq!(two.segment("s1").closed().unwrap().versions, []);
}

#[test]
fn text_too_long_for_a_version_stays_in_reach() {
    let (mut one, mut two) = two_tabs(timed());
    two.write(&format!("{}the rest", "x".repeat(4_000)));
    one.close_tab(ann());
    one.commit();
    two.close_tab(ann());
    adopt(&mut two, &one);
    let closed = two.segment("s1").closed().unwrap();
    assert_eq!(closed.notes().len(), 4_000);
    assert_eq!(closed.kept_back, "the rest");
}

#[test]
fn a_supervisors_decision_elsewhere_ends_it_here() {
    let (mut one, mut two) = two_tabs(timed());
    two.close(CloseReason::Force(supervisor()));
    two.commit();
    adopt(&mut one, &two);
    assert_eq!(one.closure().kind, ClosureKind::Forced);
    assert_eq!(one.conversation.alarm(), None);
    let correct =
        Command::Late { segment: segment("s1"), closure: Box::new(one.closure().clone()) };
    assert_eq!(one.tell(correct), [], "its own closure is no news");
}

#[test]
fn an_older_text_of_this_tab_never_writes_over_a_newer_one() {
    let mut one = Page::wrapping_up(timed());
    one.write("hello");
    let mut two = second_tab(&one);
    two.write("hello world");
    let effects = adopt(&mut one, &two);
    assert_eq!(one.segment("s1").draft.notes, "hello world");
    assert_eq!(effects, [], "and there is nothing to save");
}

#[test]
fn what_was_typed_here_and_not_saved_is_given_again_upon_the_stores_state() {
    let mut one = Page::wrapping_up(timed());
    let mut two = second_tab(&one);
    one.choose("spam");
    two.write("written there");
    adopt(&mut one, &two);
    one.choose("spam");
    let draft = &one.segment("s1").draft;
    assert_eq!((&draft.code, draft.notes.as_str()), (&Some(code("spam")), "written there"));
}

#[test]
fn the_text_of_a_closure_accepted_here_is_there_for_its_next_try() {
    let (mut one, mut two) = two_tabs(timed());
    one.write("submitted");
    one.submit();
    two.write("written there");
    adopt(&mut one, &two);
    one.fail(&CommitFailure::TryAgain);
    let (segment, key) = (segment("s1"), one.next_key());
    one.tell(Command::Retry { segment, key });
    one.commit();
    assert_eq!(one.closure().notes, "submitted");
}

#[test]
fn a_commit_stores_no_other_closure_that_may_yet_say_something_else() {
    let mut page = Page::talking(&["ann", "bob"]);
    page.end(Some(fixtures::catalog(timed())), &["s1", "s2"]);
    page.submit();
    let (by, key) = (fixtures::bob(), page.next_key());
    page.tell(Command::CloseTab { by, key });
    let stored = page.conversation.settled(&segment("s2"));
    assert!(stored.segment(&segment("s1")).unwrap().is_unfinished());
    assert!(!stored.segment(&segment("s2")).unwrap().is_unfinished());
    assert_eq!(stored.interaction.state, InteractionState::WrapUp);
}
