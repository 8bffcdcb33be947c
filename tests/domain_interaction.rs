//! The lifecycle of an interaction: a case for every row of its table.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{
    Page, ann, bob, catalog, choosing, code, no_configuration, person, refusal, segment, timed,
    timed_in, typing, untimed,
};
use interaction_wrap_up::domain::closure::{Closure, ClosureKind};
use interaction_wrap_up::domain::configuration::{Configuration, Mode, Rules};
use interaction_wrap_up::domain::draft::{Draft, Stamp};
use interaction_wrap_up::domain::gate::{GateRefusal, Role};
use interaction_wrap_up::domain::interaction::{EndedBy, InteractionState};
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::segment::{OpenedBy, Segment, SegmentState};
use interaction_wrap_up::domain::wrap_up::{AtHand, CloseReason, Command, Outlook, Refusal};
use rstest::rstest;

fn unfinished(page: &Page) -> usize {
    page.conversation.segments.iter().filter(|each| each.is_unfinished()).count()
}

fn unconnected_wrap_up() -> Configuration {
    let mut configuration = timed();
    configuration.wrap_up_unconnected = true;
    configuration
}

/// Assigned to Ann, who has not answered.
fn ringing() -> Page {
    let mut page = Page::new();
    page.tell(Command::Assign { to: Some(ann().agent) });
    page
}

fn on_hold() -> Page {
    let mut page = Page::talking(&["ann"]);
    page.tell(Command::Hold);
    page
}

fn end_by(page: &mut Page, by: EndedBy) {
    let segments = vec![segment("s1"), segment("s2")];
    page.tell(Command::EndConversation { by, catalog: Some(catalog(timed())), segments });
}

#[rstest]
#[case::a_new_one_whose_agent_is_connected_is_in_progress(
    Page::new,
    |page: &mut Page| { page.tell(Command::Connect { agent: ann().agent }); },
    InteractionState::WorkInProgress,
    0
)]
#[case::a_new_one_that_ends_is_abandoned_without_a_wrap_up(
    ringing,
    |page: &mut Page| { page.end(Some(catalog(timed())), &["s1"]); },
    InteractionState::ClosedAbandoned,
    0
)]
#[case::a_new_one_that_ends_gets_a_wrap_up_where_the_configuration_asks_for_it(
    ringing,
    |page: &mut Page| { page.end(Some(catalog(unconnected_wrap_up())), &["s1"]); },
    InteractionState::WrapUp,
    1
)]
#[case::a_new_one_assigned_to_nobody_is_abandoned_even_then(
    Page::new,
    |page: &mut Page| { page.end(Some(catalog(unconnected_wrap_up())), &["s1"]); },
    InteractionState::ClosedAbandoned,
    0
)]
#[case::one_in_progress_can_be_put_on_hold(
    || Page::talking(&["ann"]),
    |page: &mut Page| { page.tell(Command::Hold); },
    InteractionState::OnHold,
    0
)]
#[case::one_on_hold_can_be_resumed(
    on_hold,
    |page: &mut Page| { page.tell(Command::Resume); },
    InteractionState::WorkInProgress,
    0
)]
#[case::the_customer_ends_it(
    || Page::talking(&["ann"]),
    |page: &mut Page| end_by(page, EndedBy::Customer),
    InteractionState::WrapUp,
    1
)]
#[case::the_agent_ends_it(
    || Page::talking(&["ann"]),
    |page: &mut Page| end_by(page, EndedBy::Agent(ann().agent)),
    InteractionState::WrapUp,
    1
)]
#[case::it_ends_on_hold(
    on_hold,
    |page: &mut Page| end_by(page, EndedBy::Customer),
    InteractionState::WrapUp,
    1
)]
#[case::every_agent_still_connected_gets_a_segment(
    || Page::talking(&["ann", "bob"]),
    |page: &mut Page| end_by(page, EndedBy::Customer),
    InteractionState::WrapUp,
    2
)]
#[case::it_ends_and_no_configuration_matches(
    || Page::talking(&["ann"]),
    |page: &mut Page| { page.end(Some(no_configuration()), &["s1"]); },
    InteractionState::ClosedComplete,
    0
)]
#[case::it_ends_on_hold_and_no_configuration_matches(
    on_hold,
    |page: &mut Page| { page.end(Some(no_configuration()), &["s1"]); },
    InteractionState::ClosedComplete,
    0
)]
#[case::the_last_agent_closes_the_tab(
    || Page::talking(&["ann"]),
    |page: &mut Page| { page.close_tab(ann()); },
    InteractionState::ClosedComplete,
    0
)]
#[case::the_last_agent_closes_the_tab_on_hold(
    on_hold,
    |page: &mut Page| { page.close_tab(ann()); },
    InteractionState::ClosedComplete,
    0
)]
#[case::one_of_two_agents_closes_the_tab(
    || Page::talking(&["ann", "bob"]),
    |page: &mut Page| { page.close_tab(ann()); },
    InteractionState::WorkInProgress,
    0
)]
#[case::an_agent_leaves_by_transfer(
    || Page::talking(&["ann"]),
    |page: &mut Page| { page.leave("ann", Some("bob"), Some(catalog(timed())), "s1"); },
    InteractionState::WorkInProgress,
    1
)]
#[case::an_agent_leaves_by_transfer_on_hold(
    on_hold,
    |page: &mut Page| { page.leave("ann", Some("bob"), Some(catalog(timed())), "s1"); },
    InteractionState::OnHold,
    1
)]
#[case::an_agent_leaves_a_conference(
    || Page::talking(&["ann", "bob"]),
    |page: &mut Page| { page.leave("ann", None, Some(catalog(timed())), "s1"); },
    InteractionState::WorkInProgress,
    1
)]
#[case::an_agent_leaves_and_no_configuration_matches(
    || Page::talking(&["ann"]),
    |page: &mut Page| { page.leave("ann", Some("bob"), Some(no_configuration()), "s1"); },
    InteractionState::WorkInProgress,
    0
)]
#[case::the_dialog_is_opened_early(
    || Page::talking(&["ann"]),
    |page: &mut Page| {
        let mut configuration = timed();
        configuration.early_dialog = true;
        page.tell(Command::OpenEarly { by: ann(), catalog: Some(catalog(configuration)) });
        page.tell(Command::EditEarly { by: ann(), edit: typing("early") });
        let preparation = page.conversation.interaction.preparation(&ann().agent).unwrap();
        assert_eq!(preparation.draft.as_ref().unwrap().notes, "early");
        assert_eq!(page.conversation.alarm(), None, "no timer runs");
    },
    InteractionState::WorkInProgress,
    0
)]
#[case::the_last_open_segment_closes(
    || Page::wrapping_up(timed()),
    |page: &mut Page| { page.submit(); page.commit(); },
    InteractionState::ClosedComplete,
    0
)]
#[case::a_segment_closes_and_another_is_open(
    || {
        let mut page = Page::talking(&["ann", "bob"]);
        page.end(Some(catalog(timed())), &["s1", "s2"]);
        page
    },
    |page: &mut Page| { page.submit(); page.commit(); },
    InteractionState::WrapUp,
    1
)]
#[case::the_customer_is_back(
    || Page::wrapping_up(timed()),
    |page: &mut Page| {
        page.tell(Command::CustomerReturns { agent: ann().agent });
        assert!(matches!(page.segment("s1").state, SegmentState::Parked(_)));
    },
    InteractionState::WorkInProgress,
    1
)]
fn row_of_the_interactions_lifecycle(
    #[case] arrange: fn() -> Page,
    #[case] happens: fn(&mut Page),
    #[case] becomes: InteractionState,
    #[case] segments: usize,
) {
    let mut page = arrange();
    happens(&mut page);
    assert_eq!(page.state(), becomes);
    assert_eq!(unfinished(&page), segments);
    assert_eq!(page.conversation.interaction.closed_at.is_some(), becomes.is_closed());
}

#[rstest]
#[case::submitted(|page: &mut Page| { page.submit(); }, ClosureKind::Submitted, false)]
#[case::ended(|page: &mut Page| { page.close(CloseReason::End(ann())); }, ClosureKind::Ended, false)]
#[case::tab_closed(|page: &mut Page| { page.close_tab(ann()); }, ClosureKind::TabClosed, false)]
#[case::forced(
    |page: &mut Page| { page.close(CloseReason::Force(fixtures::supervisor())); },
    ClosureKind::Forced,
    false
)]
#[case::timed_out(
    |page: &mut Page| { page.wait_seconds(60); page.close(CloseReason::Deadline); },
    ClosureKind::TimedOut,
    true
)]
#[case::swept(
    |page: &mut Page| { page.wait_seconds(120); page.close(CloseReason::Sweep); },
    ClosureKind::Swept,
    true
)]
fn system_wrap_up_says_whether_the_last_closure_was_the_systems(
    #[case] close: fn(&mut Page),
    #[case] kind: ClosureKind,
    #[case] by_system: bool,
) {
    let mut page = Page::wrapping_up(timed());
    close(&mut page);
    page.commit();
    assert_eq!(page.closure().kind, kind);
    assert_eq!(page.state(), InteractionState::ClosedComplete);
    assert_eq!(page.conversation.interaction.system_wrap_up, by_system);
}

#[test]
fn system_wrap_up_is_about_the_last_closure_and_not_an_earlier_one() {
    let mut page = Page::talking(&["ann", "bob"]);
    page.end(Some(catalog(timed())), &["s1", "s2"]);
    let (by, number) = (bob(), 1);
    page.tell(Command::Extend { segment: segment("s2"), by, number });
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::TimedOut);
    assert_eq!(page.state(), InteractionState::WrapUp);

    let (reason, key) = (CloseReason::Submit(bob()), page.next_key());
    page.tell(Command::Close { segment: segment("s2"), reason, key });
    page.commit();
    assert_eq!(page.state(), InteractionState::ClosedComplete);
    assert!(!page.conversation.interaction.system_wrap_up);
}

#[test]
fn a_conference_closes_with_the_last_segment_and_at_its_instant() {
    let mut page = Page::talking(&["ann", "bob"]);
    page.end(Some(catalog(untimed())), &["s1", "s2"]);
    page.submit();
    page.commit();
    page.wait_seconds(7);
    let (reason, key) = (CloseReason::End(bob()), page.next_key());
    page.tell(Command::Close { segment: segment("s2"), reason, key });
    let accepted = page.at();
    page.wait_seconds(3);
    page.commit();
    assert_eq!(page.conversation.interaction.closed_at, Some(accepted));
}

#[test]
fn a_transfer_opens_a_segment_for_the_one_who_leaves_by_the_rules_of_that_moment() {
    let mut page = Page::talking(&["ann"]);
    page.leave("ann", Some("bob"), Some(catalog(timed())), "s1");
    let left = page.segment("s1");
    assert_eq!((&left.agent, left.opened_by), (&ann().agent, OpenedBy::Leaving));
    assert_eq!(left.configuration.as_ref().unwrap().name, "Untimed");
    assert_eq!(left.rules.duration.unwrap().0, 60_000);
    let interaction = &page.conversation.interaction;
    assert_eq!(interaction.connected, [bob().agent]);
    assert_eq!(interaction.assigned_to, Some(bob().agent));

    page.end(Some(catalog(untimed())), &["s2"]);
    assert_eq!(page.segment("s2").agent, bob().agent);
    assert_eq!(page.segment("s2").rules.duration, None);
    assert_eq!(
        page.segment("s1").rules.duration.unwrap().0,
        60_000,
        "a running one stays as it is"
    );
}

#[test]
fn leaving_a_conference_hands_the_assignment_to_somebody_still_on_it() {
    let mut page = Page::talking(&["ann", "bob"]);
    page.leave("ann", None, Some(catalog(timed())), "s1");
    assert_eq!(page.conversation.interaction.assigned_to, Some(bob().agent));
}

#[test]
fn the_last_agent_cannot_leave() {
    let mut page = Page::talking(&["ann"]);
    let (agent, segment) = (ann().agent, segment("s1"));
    let leave = Command::Leave { agent, to: None, catalog: None, segment };
    assert_eq!(page.refuses(leave), Refusal::LastAgent);
}

#[test]
fn what_was_typed_early_is_the_segments_draft() {
    let mut configuration = timed();
    configuration.early_dialog = true;
    let catalog = catalog(configuration);
    let mut page = Page::talking(&["ann", "bob"]);
    page.tell(Command::OpenEarly { by: ann(), catalog: Some(catalog.clone()) });
    page.tell(Command::EditEarly { by: ann(), edit: typing("early") });
    page.tell(Command::EditEarly { by: ann(), edit: choosing("spam") });
    page.end(Some(catalog), &["s1", "s2"]);
    let draft = &page.segment("s1").draft;
    assert_eq!((&draft.code, draft.notes.as_str()), (&Some(code("spam")), "early"));
    assert_eq!(page.segment("s2").draft, Draft::default(), "it was Ann's alone");
    assert_eq!(page.conversation.interaction.preparations, []);
}

#[test]
fn the_dialog_opens_early_only_where_configured_and_for_those_who_may() {
    let mut page = Page::talking(&["ann"]);
    let early =
        |by, configuration| Command::OpenEarly { by, catalog: Some(catalog(configuration)) };
    assert_eq!(page.refuses(early(ann(), timed())), Refusal::NotEarly);
    let mut configuration = timed();
    configuration.early_dialog = true;
    let outsider = early(bob(), configuration.clone());
    assert_eq!(page.refuses(outsider), Refusal::NotConnected(bob().agent));
    let roleless = early(person("ann", &[]), configuration.clone());
    let role = GateRefusal::RoleMissing(Role::InteractionAdmin);
    assert_eq!(page.refuses(roleless), Refusal::Gate(role));
    configuration.enable_codes = false;
    assert_eq!(page.refuses(early(ann(), configuration)), Refusal::NoDialog);
    let edit = typing("too soon");
    let typing = page.tell(Command::EditEarly { by: ann(), edit });
    assert_eq!(refusal(&typing), Some(&Refusal::NotEarly));
}

#[test]
fn the_customers_return_parks_draft_and_time_left_and_the_next_end_takes_it_up_again() {
    let mut page = Page::typed(timed());
    page.wait_seconds(20);
    page.tell(Command::CustomerReturns { agent: ann().agent });
    assert_eq!(page.conversation.alarm(), None);
    page.wait_seconds(1_000);
    let effects = page.end(Some(catalog(timed())), &["s2"]);
    assert!(fixtures::journal(&effects).contains(&&JournalEvent::Resumed));

    assert_eq!(page.conversation.segments.len(), 1, "no second one is opened");
    let taken_up = page.segment("s1");
    assert_eq!(taken_up.draft.notes, "typed");
    assert_eq!(taken_up.deadline(), Some(page.at() + fixtures::seconds(40)));
    assert_eq!(taken_up.worked(page.at()), fixtures::seconds(20));
    assert_eq!(page.state(), InteractionState::WrapUp);
}

#[test]
fn another_agent_may_take_the_returning_customer() {
    let mut page = Page::wrapping_up(timed());
    page.tell(Command::CustomerReturns { agent: bob().agent });
    assert_eq!(page.conversation.interaction.assigned_to, Some(bob().agent));
    page.end(Some(catalog(timed())), &["s2"]);
    assert_eq!(page.segment("s2").agent, bob().agent);
    assert!(matches!(page.segment("s1").state, SegmentState::Parked(_)), "Ann's waits for her");
    assert_eq!(page.state(), InteractionState::WrapUp);
}

#[test]
fn a_parked_segment_keeps_the_interaction_in_wrap_up() {
    let mut page = Page::wrapping_up(timed());
    page.tell(Command::CustomerReturns { agent: bob().agent });
    page.end(Some(no_configuration()), &[]);
    assert_eq!(page.state(), InteractionState::WrapUp, "Ann has not finished");
    page.tell(Command::ResumeSegment { segment: segment("s1"), by: ann() });
    page.submit();
    page.commit();
    assert_eq!(page.state(), InteractionState::ClosedComplete);
}

#[rstest]
#[case::by_closing_the_tab(|page: &mut Page| { page.close_tab(bob()); })]
#[case::without_a_matching_configuration(|page: &mut Page| { page.end(Some(no_configuration()), &[]); })]
fn a_conversation_that_ends_while_a_transferred_segment_is_open_closes_with_that_one(
    #[case] ends: fn(&mut Page),
) {
    let mut page = Page::talking(&["ann"]);
    page.leave("ann", Some("bob"), Some(catalog(timed())), "s1");
    ends(&mut page);
    assert_eq!(page.state(), InteractionState::WrapUp);
    assert!(!page.holds("bob") && page.holds("ann"));
    page.submit();
    page.commit();
    assert_eq!(page.state(), InteractionState::ClosedComplete);
    assert!(!page.conversation.segments.iter().any(Segment::is_unfinished));
}

#[test]
fn closing_the_tab_while_talking_closes_the_agents_parked_segment_with_what_was_entered() {
    let mut page = Page::typed(timed());
    page.tell(Command::CustomerReturns { agent: ann().agent });
    page.close_tab(ann());
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::TabClosed);
    assert_eq!(page.closure().notes, "typed");
    assert_eq!(page.state(), InteractionState::ClosedComplete);
}

#[test]
fn capacity_is_held_exactly_until_closed_complete_for_a_single_agent() {
    let mut page = Page::new();
    assert!(!page.holds("ann"));
    page.tell(Command::Connect { agent: ann().agent });
    assert!(page.holds("ann"));
    page.tell(Command::Hold);
    assert!(page.holds("ann"));
    page.end(Some(catalog(timed())), &["s1"]);
    assert!(page.holds("ann"));
    page.tell(Command::CustomerReturns { agent: bob().agent });
    assert!(page.holds("ann") && page.holds("bob"));
    page.end(Some(no_configuration()), &[]);
    assert!(page.holds("ann") && !page.holds("bob"));
    page.tell(Command::ResumeSegment { segment: segment("s1"), by: ann() });
    page.submit();
    assert!(page.holds("ann"), "accepted is not closed");
    page.commit();
    assert!(!page.holds("ann"));
}

#[test]
fn an_agent_requested_wrap_up_opens_only_for_those_who_asked() {
    let mut page = Page::talking(&["ann", "bob"]);
    let effects = page.tell(Command::RequestWrapUp { agent: bob().agent, wanted: true });
    assert!(fixtures::journal(&effects).contains(&&JournalEvent::Requested));
    page.end(Some(catalog(timed_in(Mode::AgentRequested))), &["s1"]);
    assert_eq!(page.conversation.segments.len(), 1);
    assert_eq!(page.segment("s1").agent, bob().agent);

    let mut page = Page::talking(&["ann"]);
    page.end(Some(catalog(timed_in(Mode::AgentRequested))), &["s1"]);
    assert_eq!(page.state(), InteractionState::ClosedComplete, "nobody asked");
}

#[test]
fn a_wish_for_a_wrap_up_can_be_taken_back() {
    let mut page = Page::talking(&["ann"]);
    let wish = |wanted| Command::RequestWrapUp { agent: ann().agent, wanted };
    assert!(page.tell(wish(false)).is_empty(), "there was none");
    page.tell(wish(true));
    let effects = page.tell(wish(false));
    assert!(fixtures::journal(&effects).contains(&&JournalEvent::RequestWithdrawn));
    page.end(Some(catalog(timed_in(Mode::AgentRequested))), &["s1"]);
    assert_eq!(page.state(), InteractionState::ClosedComplete);
}

fn accepted(page: &Page) -> &Closure {
    &page.segment("s1").pending.as_ref().unwrap().closure
}

/// A page in which Ann typed before the conversation ended.
fn typed_early(configuration: Configuration) -> Page {
    let mut page = Page::talking(&["ann"]);
    let early = Configuration { early_dialog: true, ..configuration };
    page.tell(Command::OpenEarly { by: ann(), catalog: Some(catalog(early)) });
    page.tell(Command::EditEarly { by: ann(), edit: typing("early") });
    page
}

#[test]
fn whoever_typed_early_has_asked() {
    let mut page = typed_early(timed_in(Mode::AgentRequested));
    page.tell(Command::RequestWrapUp { agent: ann().agent, wanted: false });
    page.end(Some(catalog(timed_in(Mode::AgentRequested))), &["s1"]);
    assert_eq!(page.segment("s1").draft.notes, "early");
}

#[test]
fn what_was_typed_early_is_not_lost_where_no_configuration_matches_any_more() {
    let mut page = typed_early(timed());
    let effects = page.end(Some(no_configuration()), &["s1"]);
    assert!(fixtures::journal(&effects).contains(&&JournalEvent::ConfigurationUnknown));
    page.close(CloseReason::End(ann()));
    assert_eq!(accepted(&page).notes, "early");
}

#[rstest]
#[case::as_entered(timed(), "resolved", false)]
#[case::forced_runs_on(timed_in(Mode::Forced), "", true)]
fn closing_the_tab_while_talking_saves_what_was_typed_early(
    #[case] configuration: Configuration,
    #[case] saved: &str,
    #[case] runs_on: bool,
) {
    let mut page = typed_early(configuration.clone());
    let known = Some(catalog(configuration));
    let told = page.conversation.if_tab_closed(&ann(), known.clone(), page.now);
    assert!(!told.skips_wrap_up);
    assert_eq!((told.saves.len(), told.runs_on), (usize::from(!runs_on), runs_on));
    let (by, segment, key) = (ann(), segment("s1"), page.next_key());
    page.tell(Command::CloseTab { by, catalog: known, segment, key });
    assert_eq!(page.state(), InteractionState::WrapUp);
    assert_eq!(page.segment("s1").draft.notes, "early");
    if !runs_on {
        let closure = accepted(&page);
        assert_eq!((closure.kind, closure.notes.as_str()), (ClosureKind::TabClosed, "early"));
        assert_eq!(closure.code.as_ref().map(|code| code.id.as_str()), Some(saved));
        page.commit();
        assert_eq!(page.state(), InteractionState::ClosedComplete);
    }
}

#[test]
fn an_early_dialog_that_was_opened_and_left_empty_is_no_wrap_up() {
    let mut page = Page::talking(&["ann"]);
    let early = Configuration { early_dialog: true, ..timed() };
    page.tell(Command::OpenEarly { by: ann(), catalog: Some(catalog(early.clone())) });
    let (by, segment, key) = (ann(), segment("s1"), page.next_key());
    page.tell(Command::CloseTab { by, catalog: Some(catalog(early)), segment, key });
    assert_eq!(page.conversation.segments, []);
    assert_eq!(page.state(), InteractionState::ClosedComplete);
}

#[test]
fn the_early_dialog_is_what_its_agent_has_before_them_until_their_segment_opens() {
    let early = Configuration { early_dialog: true, enable_ai_notes: true, ..timed() };
    let known = catalog(early);
    let mut page = Page::talking(&["ann", "bob"]);
    assert_eq!(page.conversation.at_hand(&ann()), None);
    let interaction = &page.conversation.interaction;
    let outlook = Outlook::of(interaction, &ann().agent, &known, page.at()).unwrap();
    assert_eq!(outlook.may_open_early(&ann()), Ok(()));
    assert_eq!(page.conversation.prepared(&ann(), &outlook), None);

    page.tell(Command::OpenEarly { by: ann(), catalog: Some(known.clone()) });
    page.tell(Command::EditEarly { by: ann(), edit: typing("early") });
    assert_eq!(page.conversation.at_hand(&ann()), Some(AtHand::Prepared));
    assert_eq!(page.conversation.at_hand(&bob()), None);
    assert_eq!(page.conversation.at_hand(&person("ann", &[])), None, "the gate is for it too");
    let prepared = page.conversation.prepared(&ann(), &outlook).unwrap();
    assert_eq!((prepared.draft.notes.as_str(), prepared.deadline()), ("early", None));

    page.end(Some(known), &["s1", "s2"]);
    assert_eq!(page.conversation.at_hand(&ann()), Some(AtHand::Segment(segment("s1"))));
    let Rules { codes, extra, ai_notes, .. } = &page.segment("s1").rules;
    assert_eq!((codes, extra), (&prepared.rules.codes, &prepared.rules.extra));
    assert!(*ai_notes && !prepared.rules.ai_notes, "nobody suggests anything before the end");
}

#[test]
fn what_a_page_that_went_had_typed_early_is_taken_over() {
    let typed = |notes: &str| {
        let page = Some(fixtures::page_id("gone"));
        let stamp = Stamp { page, revision: 9, ..Stamp::default() };
        Draft { notes_stamp: stamp, ..Draft::of(None, notes) }
    };
    let take = |notes: &str| Command::TakeOverEarly { agent: ann().agent, draft: typed(notes) };
    let mut page = typed_early(timed());
    page.tell(take("early, and more"));
    let draft = |page: &Page| page.conversation.interaction.preparations[0].draft.clone().unwrap();
    assert_eq!(draft(&page).notes, "early, and more");
    // The conversation ended before it could be: then it is the segment's.
    let mut page = typed_early(timed());
    page.end(Some(catalog(timed())), &["s1"]);
    page.tell(take("early, and more"));
    assert_eq!(page.segment("s1").draft.notes, "early, and more");
    // It even closed: kept for its author.
    let mut page = typed_early(timed());
    page.end(Some(catalog(timed())), &["s1"]);
    page.submit();
    page.commit();
    page.tell(take("early, and more"));
    assert_eq!(page.segment("s1").unsaved_asides().collect::<Vec<_>>(), ["early, and more"]);
    let mut page = Page::talking(&["ann"]);
    assert_eq!(page.refuses(take("of nobody")), Refusal::NotEarly);
}

#[test]
fn nothing_is_prepared_beside_a_parked_wrap_up() {
    let early = Configuration { early_dialog: true, ..timed() };
    let mut page = Page::typed(early.clone());
    page.tell(Command::CustomerReturns { agent: ann().agent });
    let open = Command::OpenEarly { by: ann(), catalog: Some(catalog(early)) };
    assert_eq!(page.refuses(open), Refusal::Parked);
    assert!(!page.conversation.may_prepare(&ann().agent));
}

#[rstest]
#[case::too_few(&["s1"], Refusal::SegmentNameMissing)]
#[case::twice_the_same(&["s1", "s1"], Refusal::SegmentNameTaken(segment("s1")))]
fn an_end_without_good_names_for_its_segments_changes_nothing(
    #[case] names: &[&str],
    #[case] why: Refusal,
) {
    let mut page = Page::talking(&["ann", "bob"]);
    let segments = names.iter().map(|name| segment(name)).collect();
    let catalog = Some(catalog(timed()));
    let end = Command::EndConversation { by: EndedBy::Customer, catalog, segments };
    assert_eq!(page.refuses(end), why);
}

#[rstest]
#[case::hold_before_it_began(Page::new, Command::Hold)]
#[case::resume_before_it_began(Page::new, Command::Resume)]
#[case::hold_in_wrap_up(|| Page::wrapping_up(timed()), Command::Hold)]
#[case::connect_in_wrap_up(
    || Page::wrapping_up(timed()),
    Command::Connect { agent: bob().agent }
)]
#[case::end_in_wrap_up(
    || Page::wrapping_up(timed()),
    Command::EndConversation { by: EndedBy::Customer, catalog: None, segments: vec![] }
)]
#[case::customer_back_while_talking(
    || Page::talking(&["ann"]),
    Command::CustomerReturns { agent: ann().agent }
)]
#[case::customer_back_once_closed(
    || { let mut page = Page::talking(&["ann"]); page.close_tab(ann()); page },
    Command::CustomerReturns { agent: ann().agent }
)]
#[case::assign_once_closed(
    || { let mut page = Page::talking(&["ann"]); page.close_tab(ann()); page },
    Command::Assign { to: None }
)]
#[case::request_before_it_began(Page::new, Command::RequestWrapUp { agent: ann().agent, wanted: true })]
fn a_command_out_of_place_is_refused_and_changes_nothing(
    #[case] arrange: fn() -> Page,
    #[case] command: Command,
) {
    let mut page = arrange();
    let state = page.state();
    assert_eq!(page.refuses(command), Refusal::WrongState(state));
}

#[test]
fn only_an_agent_on_the_conversation_can_end_it() {
    let mut page = Page::talking(&["ann"]);
    let by = EndedBy::Agent(bob().agent);
    let end = Command::EndConversation { by, catalog: None, segments: vec![segment("s1")] };
    assert_eq!(page.refuses(end), Refusal::NotConnected(bob().agent));
}
