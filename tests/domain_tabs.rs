//! Two tabs of one agent over one stored record: the store's word counts, and
//! what only this page has is put upon it.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{
    Page, ann, code, journal, key, page_id, refusal, segment, supervisor, timed, timed_in,
};
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, VersionReason};
use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::draft::{Draft, Entry, Stamp};
use interaction_wrap_up::domain::id::SegmentId;
use interaction_wrap_up::domain::interaction::InteractionState;
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::{Closed, CommitFailure};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Conversation, Effect, Refusal};

/// Another tab over the same record, with keys of its own.
fn second_tab(page: &Page) -> Page {
    let stored = stored(page);
    let mut tab = Page::new();
    tab.now = page.now;
    tab.id = page_id("second");
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

/// `page` hears what `other` has stored; all it typed is stored too.
fn adopt(page: &mut Page, other: &Page) -> Vec<Effect> {
    adopt_typing(page, other, Vec::new())
}

/// `page`, which has typed what isn't stored, hears what `other` has stored.
fn adopt_typing(page: &mut Page, other: &Page, typed: Vec<SegmentId>) -> Vec<Effect> {
    let stored = stored(other);
    let interaction = Box::new(stored.interaction);
    page.tell(Command::Adopt { interaction, segments: stored.segments, typed })
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
    assert_eq!(effects, [Effect::ClosedElsewhere(segment("s1"))]);
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
    let effects = one.tell(Command::Adopt { interaction, segments, typed: Vec::new() });
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
    assert!(effects.contains(&Effect::ClosedElsewhere(segment("s1"))), "and it is over here too");
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
    assert!(effects.contains(&Effect::ClosedElsewhere(segment("s1"))));
    assert_eq!(two.closure().kind, ClosureKind::TimedOut);
    assert_eq!(two.segment("s1").closed().unwrap().notes(), "", "not before it is stored");
    two.commit();
    let closed = two.segment("s1").closed().unwrap();
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
    two.commit();
    let closed = two.segment("s1").closed().unwrap();
    assert_eq!(closed.notes().len(), 4_000);
    assert_eq!(closed.kept_back, "the rest");
}

/// Ann's submit fails, she types on, and the system of record says that it had closed it.
fn learned_over_a_failed_submit(page: &mut Page) {
    page.submit();
    page.fail(&CommitFailure::TryAgain);
    page.write("typed, and more");
    let mut closure = page.segment("s1").pending.as_ref().unwrap().closure.clone();
    closure = Closure { key: key("theirs"), kind: ClosureKind::TimedOut, by: None, ..closure };
    closure.notes.clear();
    let closed = Closed { closure, versions: Vec::new(), kept_back: String::new() };
    page.tell(Command::Learn { segment: segment("s1"), closed: Box::new(closed) });
}

#[test]
fn what_was_typed_after_a_failed_submit_outlives_what_is_learned_and_another_tabs_step() {
    let (mut one, two) = two_tabs(timed());
    learned_over_a_failed_submit(&mut one);
    // The store is behind: it has the wrap-up open.
    adopt_typing(&mut one, &two, vec![segment("s1")]);
    let segment = one.segment("s1");
    assert_eq!(segment.closed().unwrap().closure.key, key("theirs"));
    assert_eq!(segment.draft.notes, "typed, and more");
    assert_eq!(segment.pending_versions[0].notes, "typed", "what was submitted becomes a version");
    assert_eq!(one.state(), InteractionState::ClosedComplete);
    // What is given again finds it so, and changes nothing.
    let before = one.conversation.clone();
    one.edit(Entry::Notes("typed".to_owned()));
    one.submit();
    assert_eq!(one.conversation.segments, before.segments);
}

#[test]
fn what_was_typed_after_a_failed_submit_outlives_another_tabs_closing() {
    let (mut one, mut two) = two_tabs(timed());
    learned_over_a_failed_submit(&mut one);
    two.close(CloseReason::Force(supervisor()));
    two.commit();
    adopt_typing(&mut one, &two, vec![segment("s1")]);
    let texts: Vec<_> = one.segment("s1").unsaved_asides().collect();
    assert_eq!(texts, ["typed, and more"]);
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
    page.tell(Command::CloseTab { by, catalog: None, segment: segment("none"), key });
    let stored = page.conversation.settled(&segment("s2"));
    assert!(stored.segment(&segment("s1")).unwrap().is_unfinished());
    assert!(!stored.segment(&segment("s2")).unwrap().is_unfinished());
    assert_eq!(stored.interaction.state, InteractionState::WrapUp);
}

// Typing in two tabs.

/// The words that stand aside in `s1`.
fn aside(page: &Page) -> Vec<&str> {
    page.segment("s1").draft.aside.iter().map(|each| each.notes.as_str()).collect()
}

fn notes(page: &Page) -> &str {
    &page.segment("s1").draft.notes
}

/// Types in a field that still shows what it did at `base`.
fn type_upon(page: &mut Page, base: &Stamp, text: &str) {
    page.edit_upon(base.clone(), Entry::Notes(text.to_owned()));
}

fn stamp(page: &Page) -> Stamp {
    page.segment("s1").draft.notes_stamp.clone()
}

#[test]
fn a_text_that_was_seen_is_replaced_and_one_that_was_not_stands_aside() {
    let (one, mut two) = two_tabs(timed());
    two.write("seen and changed");
    assert_eq!((notes(&two), aside(&two)), ("seen and changed", vec![]));
    type_upon(&mut two, &stamp(&one), "typing on here");
    assert_eq!(aside(&two), [] as [&str; 0], "a page knows what it typed itself");

    let (one, mut two) = two_tabs(timed());
    type_upon(&mut two, &Stamp::default(), "hello");
    type_upon(&mut two, &Stamp::default(), "hello there");
    assert_eq!((notes(&two), aside(&two)), ("hello there", vec!["typed"]));
    assert_eq!(notes(&one), "typed");
}

#[test]
fn blank_texts_and_beginnings_of_others_do_not_stand_aside() {
    for unseen in ["", " \n", "typ", "typed"] {
        let mut page = Page::wrapping_up(timed());
        page.write(unseen);
        page.id = page_id("second");
        type_upon(&mut page, &Stamp::default(), "typed and more");
        assert_eq!(aside(&page), [] as [&str; 0], "{unseen:?}");
    }
}

#[test]
fn two_focused_fields_keep_both_texts_however_long_they_take_turns() {
    let (mut one, mut two) = two_tabs(timed());
    let (base_one, base_two) = (stamp(&one), stamp(&two));
    for length in 1..=5 {
        type_upon(&mut one, &base_one, &"one ".repeat(length));
        adopt(&mut two, &one);
        type_upon(&mut two, &base_two, &"two ".repeat(length));
        adopt(&mut one, &two);
    }
    let (first, second) = ("one ".repeat(5), "two ".repeat(5));
    assert_eq!((notes(&one), aside(&one)), (second.as_str(), vec![first.as_str()]));
    assert_eq!(one.segment("s1").draft, two.segment("s1").draft);
}

#[test]
fn what_stands_aside_is_taken_into_the_notes_or_dismissed_and_that_is_journalled() {
    let (_, mut two) = two_tabs(timed());
    type_upon(&mut two, &Stamp::default(), "hello");
    let mut dismissing = second_tab(&two);
    let effects = two.edit(Entry::taking("typed".to_owned(), notes(&two)));
    assert_eq!(journal(&effects), [&JournalEvent::AsideTaken]);
    assert!(effects.contains(&Effect::Save { strict: true }));
    assert_eq!((notes(&two), aside(&two)), ("hello\n\ntyped", vec![]));

    let (segment, by, text) = (segment("s1"), ann(), "typed".to_owned());
    let dismiss = Command::DismissAside { segment, by, text };
    assert_eq!(journal(&dismissing.tell(dismiss)), [&JournalEvent::AsideDismissed]);
    assert_eq!((notes(&dismissing), aside(&dismissing)), ("hello", vec![]));
}

#[test]
fn nobody_dismisses_words_they_have_not_seen() {
    let (mut one, mut two) = two_tabs(timed());
    type_upon(&mut two, &Stamp::default(), "hello");
    let seen = aside(&two)[0].to_owned();
    let base = stamp(&one);
    type_upon(&mut one, &base, "typed on");
    adopt(&mut two, &one);
    type_upon(&mut two, &Stamp::default(), "hello");
    let dismiss = Command::DismissAside { segment: segment("s1"), by: ann(), text: seen };
    assert_eq!(two.tell(dismiss), []);
    assert_eq!(aside(&two), ["typed on"]);
}

#[test]
fn many_pages_leave_a_handful_of_texts_and_no_word_is_missing() {
    let mut page = Page::wrapping_up(timed());
    let words: Vec<_> = (0..9).map(|number| format!("{number} words")).collect();
    for word in &words {
        page.id = page_id(word);
        type_upon(&mut page, &Stamp::default(), word);
    }
    assert_eq!(notes(&page), words[8]);
    assert_eq!(aside(&page).len(), 4);
    assert_eq!(aside(&page).join("\n\n"), words[..8].join("\n\n"));
}

#[test]
fn what_stands_aside_stays_with_the_closed_segment() {
    let (_, mut two) = two_tabs(timed());
    type_upon(&mut two, &Stamp::default(), "hello");
    assert_eq!(
        two.segment("s1").unsaved_asides().count(),
        0,
        "it is offered as long as it is open"
    );
    two.submit();
    two.commit();
    assert_eq!(two.closure().notes, "hello");
    assert_eq!(two.segment("s1").unsaved_asides().collect::<Vec<_>>(), ["typed"]);
    let (draft, key) = (Draft::of(None, "hello, typed"), two.next_key());
    let reason = VersionReason::Correction;
    two.tell(Command::Correct { segment: segment("s1"), by: ann(), draft, reason, key });
    two.commit();
    assert_eq!(two.segment("s1").unsaved_asides().count(), 0, "the notes have it now");
}

#[test]
fn what_was_typed_when_the_other_tab_closed_is_kept() {
    let (mut one, mut two) = two_tabs(timed());
    two.write("half a sent");
    one.submit();
    one.commit();
    let effects = adopt_typing(&mut two, &one, vec![segment("s1")]);
    let save = Effect::Save { strict: true };
    assert_eq!(effects, [Effect::ClosedElsewhere(segment("s1")), save]);
    assert_eq!(two.segment("s1").unsaved_asides().collect::<Vec<_>>(), ["half a sent"]);
    let mut third = second_tab(&one);
    adopt(&mut third, &two);
    assert_eq!(aside(&third), ["half a sent"], "and stored");
}

#[test]
fn a_submit_that_came_second_is_kept_with_the_segment() {
    let (mut one, mut two) = two_tabs(timed());
    two.write("other words");
    one.submit();
    two.submit();
    one.commit();
    let effects = adopt_typing(&mut two, &one, vec![segment("s1")]);
    assert!(effects.contains(&Effect::Save { strict: true }));
    assert_eq!(aside(&two), ["other words"], "once");
}

#[test]
fn a_submit_upon_text_that_was_not_seen_keeps_that_text() {
    let (mut one, mut two) = two_tabs(timed());
    two.submit();
    one.write("written meanwhile");
    adopt(&mut two, &one);
    two.commit();
    assert_eq!(two.closure().notes, "typed");
    assert_eq!(two.segment("s1").unsaved_asides().collect::<Vec<_>>(), ["written meanwhile"]);
}

#[test]
fn a_closure_refused_for_good_waits_for_its_agent_whatever_other_tabs_store() {
    let (mut one, mut two) = two_tabs(timed());
    two.submit();
    two.fail(&CommitFailure::Refused);
    one.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    let effects = adopt(&mut two, &one);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Commit { .. })), "{effects:?}");
    assert_eq!(two.pending().len(), 1);
}

#[test]
fn what_was_typed_when_the_other_tab_parked_it_is_there_when_it_is_taken_up_again() {
    let (mut one, mut two) = two_tabs(timed());
    two.write("half a sent");
    one.tell(Command::CustomerReturns { agent: ann().agent });
    let effects = adopt_typing(&mut two, &one, vec![segment("s1")]);
    assert_eq!(effects, [Effect::Save { strict: true }]);
    assert_eq!(notes(&two), "half a sent");
}

#[test]
fn a_wrap_up_that_both_tabs_opened_keeps_what_was_typed_into_the_lost_one() {
    let mut one = Page::talking(&["ann"]);
    let mut two = second_tab(&one);
    one.end(Some(fixtures::catalog(timed())), &["s1"]);
    two.end(Some(fixtures::catalog(timed())), &["mine"]);
    let mine = segment("mine");
    let edit = fixtures::typing("early words");
    two.tell(Command::Edit { segment: mine.clone(), by: ann(), edit });
    adopt_typing(&mut two, &one, vec![mine]);
    assert_eq!(aside(&two), ["early words"]);
}
