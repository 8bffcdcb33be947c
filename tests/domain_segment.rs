//! The lifecycle of a segment: a case for every row of its table.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{
    Page, ann, bob, catalog, code, code_ref, journal, key, person, refusal, seconds, segment,
    supervisor, timed, timed_in, typing, untimed,
};
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, VersionReason};
use interaction_wrap_up::domain::configuration::{
    Configuration, InterruptionRules, Mode, OnInterruption, SweepAfter,
};
use interaction_wrap_up::domain::draft::Draft;
use interaction_wrap_up::domain::field::Fields;
use interaction_wrap_up::domain::gate::{GateRefusal, Role};
use interaction_wrap_up::domain::interaction::InteractionState;
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::{CommitFailure, SegmentState};
use interaction_wrap_up::domain::time::Millis;
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Effect, Interruption, Refusal};
use rstest::rstest;

fn with(expiry_policy: ExpiryPolicy) -> Configuration {
    Configuration { expiry_policy, ..timed() }
}

fn on_interruption(what: OnInterruption) -> Configuration {
    let on_interruption =
        InterruptionRules { status_change: what, outbound_call: what, logout: what };
    Configuration { on_interruption, ..timed() }
}

/// The notes "typed" and no code.
fn without_code(configuration: Configuration) -> Page {
    let mut page = Page::wrapping_up(configuration);
    page.write("typed");
    page
}

fn parked() -> Page {
    let mut page = Page::typed(on_interruption(OnInterruption::Park));
    page.wait_seconds(15);
    interrupt(&mut page, Interruption::OutboundCall);
    page
}

fn interrupt(page: &mut Page, by: Interruption) -> Vec<Effect> {
    let key = page.next_key();
    page.tell(Command::Interrupt { agent: ann().agent, by, key })
}

fn at_the_deadline(page: &mut Page) {
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
}

fn at_the_sweep(page: &mut Page) {
    page.wait_seconds(120);
    page.close(CloseReason::Sweep);
}

#[rstest]
#[case::submit_saves_the_chosen_code_and_notes(
    || Page::typed(timed()),
    |page: &mut Page| { page.submit(); },
    ClosureKind::Submitted, Some("ann"), Some("billing"), "typed"
)]
#[case::submit_without_a_choice_saves_the_default(
    || without_code(timed()),
    |page: &mut Page| { page.submit(); },
    ClosureKind::Submitted, Some("ann"), Some("resolved"), "typed"
)]
#[case::end_wrap_up_saves_what_was_entered(
    || Page::typed(timed()),
    |page: &mut Page| { page.close(CloseReason::End(ann())); },
    ClosureKind::Ended, Some("ann"), Some("billing"), "typed"
)]
#[case::end_wrap_up_fills_a_blank_code(
    || without_code(timed()),
    |page: &mut Page| { page.close(CloseReason::End(ann())); },
    ClosureKind::Ended, Some("ann"), Some("resolved"), "typed"
)]
#[case::end_wrap_up_leaves_a_blank_code_where_there_is_no_default(
    || without_code(Configuration { default_code: None, ..untimed() }),
    |page: &mut Page| { page.close(CloseReason::End(ann())); },
    ClosureKind::Ended, Some("ann"), None, "typed"
)]
#[case::closing_the_tab_saves_what_was_entered(
    || Page::typed(timed()),
    |page: &mut Page| { page.close_tab(ann()); },
    ClosureKind::TabClosed, Some("ann"), Some("billing"), "typed"
)]
#[case::closing_the_tab_fills_a_blank_code(
    || without_code(timed()),
    |page: &mut Page| { page.close_tab(ann()); },
    ClosureKind::TabClosed, Some("ann"), Some("resolved"), "typed"
)]
#[case::the_deadline_saves_the_default_and_discards(
    || Page::typed(timed()), at_the_deadline,
    ClosureKind::TimedOut, None, Some("resolved"), ""
)]
#[case::the_deadline_fills_blanks(
    || without_code(with(ExpiryPolicy::FillBlanks)), at_the_deadline,
    ClosureKind::TimedOut, None, Some("resolved"), "typed"
)]
#[case::the_deadline_filling_blanks_keeps_a_choice(
    || Page::typed(with(ExpiryPolicy::FillBlanks)), at_the_deadline,
    ClosureKind::TimedOut, None, Some("billing"), "typed"
)]
#[case::the_deadline_keeps_what_was_entered(
    || Page::typed(with(ExpiryPolicy::KeepEntered)), at_the_deadline,
    ClosureKind::TimedOut, None, Some("billing"), "typed"
)]
#[case::the_deadline_keeping_what_was_entered_leaves_a_blank_code_blank(
    || without_code(with(ExpiryPolicy::KeepEntered)), at_the_deadline,
    ClosureKind::TimedOut, None, None, "typed"
)]
#[case::an_interruption_closes_where_configured_with_what_was_entered(
    || Page::typed(on_interruption(OnInterruption::Close)),
    |page: &mut Page| { interrupt(page, Interruption::StatusChange); },
    ClosureKind::Interrupted, Some("ann"), Some("billing"), "typed"
)]
#[case::an_interruption_leaves_a_blank_code_blank(
    || without_code(on_interruption(OnInterruption::Close)),
    |page: &mut Page| { interrupt(page, Interruption::Logout); },
    ClosureKind::Interrupted, Some("ann"), None, "typed"
)]
#[case::a_supervisor_forces_an_open_one(
    || Page::typed(timed()),
    |page: &mut Page| { page.close(CloseReason::Force(supervisor())); },
    ClosureKind::Forced, Some("sue"), Some("billing"), "typed"
)]
#[case::a_supervisor_forces_a_parked_one(
    parked,
    |page: &mut Page| { page.close(CloseReason::Force(supervisor())); },
    ClosureKind::Forced, Some("sue"), Some("billing"), "typed"
)]
#[case::the_sweep_follows_the_expiry_policy(
    || Page::typed(timed()), at_the_sweep,
    ClosureKind::Swept, None, Some("resolved"), ""
)]
#[case::the_sweep_fills_blanks(
    || without_code(with(ExpiryPolicy::FillBlanks)), at_the_sweep,
    ClosureKind::Swept, None, Some("resolved"), "typed"
)]
#[case::the_sweep_keeps_what_was_entered(
    || without_code(with(ExpiryPolicy::KeepEntered)), at_the_sweep,
    ClosureKind::Swept, None, None, "typed"
)]
fn row_of_the_segments_lifecycle_that_closes(
    #[case] arrange: fn() -> Page,
    #[case] happens: fn(&mut Page),
    #[case] kind: ClosureKind,
    #[case] by: Option<&str>,
    #[case] saved_code: Option<&str>,
    #[case] saved_notes: &str,
) {
    let mut page = arrange();
    happens(&mut page);
    let accepted = page.at();
    assert!(page.segment("s1").is_unfinished(), "accepted, and not yet committed");
    page.wait_seconds(2);
    let effects = page.commit();
    assert!(effects.contains(&Effect::Closed(segment("s1"))), "agent and host are told");

    let closure = page.closure();
    assert_eq!(closure.kind, kind);
    assert_eq!(closure.by, by.map(fixtures::agent));
    assert_eq!(closure.at, accepted);
    assert_eq!(closure.code, saved_code.map(code_ref));
    assert_eq!(closure.notes, saved_notes);
    assert_eq!(page.state(), InteractionState::ClosedComplete);
}

#[rstest]
#[case::an_outbound_call(Interruption::OutboundCall)]
#[case::a_status_change(Interruption::StatusChange)]
#[case::a_logout(Interruption::Logout)]
fn an_interruption_goes_on_by_default(#[case] by: Interruption) {
    let mut page = Page::typed(timed());
    let before = page.segment("s1").clone();
    assert_eq!(interrupt(&mut page, by), []);
    assert_eq!(page.segment("s1"), &before);
}

#[rstest]
#[case::an_outbound_call(Interruption::OutboundCall)]
#[case::a_status_change(Interruption::StatusChange)]
#[case::a_logout(Interruption::Logout)]
fn each_interruption_has_its_own_rule(#[case] by: Interruption) {
    let mut rules = InterruptionRules::default();
    *match by {
        Interruption::OutboundCall => &mut rules.outbound_call,
        Interruption::StatusChange => &mut rules.status_change,
        Interruption::Logout => &mut rules.logout,
    } = OnInterruption::Park;
    let every = [Interruption::OutboundCall, Interruption::StatusChange, Interruption::Logout];
    for tried in every {
        let mut page = Page::typed(Configuration { on_interruption: rules, ..timed() });
        interrupt(&mut page, tried);
        let is_parked = matches!(page.segment("s1").state, SegmentState::Parked(_));
        assert_eq!(is_parked, tried == by, "{tried:?}");
    }
}

#[test]
fn a_parked_one_resumes_with_draft_and_the_time_that_was_left() {
    let mut page = parked();
    assert_eq!(page.conversation.alarm(), None, "no time runs while parked");
    page.wait_seconds(3_600);
    assert_eq!(page.close(CloseReason::Deadline), [], "and none has passed");
    assert_eq!(page.close(CloseReason::Sweep), [], "nor is it swept");

    page.tell(Command::ResumeSegment { segment: segment("s1"), by: ann() });
    let resumed = page.segment("s1");
    assert_eq!(resumed.deadline(), Some(page.at() + seconds(45)));
    assert_eq!(resumed.open().unwrap().timing.unwrap().whole, seconds(60));
    let draft = &resumed.draft;
    assert_eq!((&draft.code, draft.notes.as_str()), (&Some(code("billing")), "typed"));
    page.wait_seconds(5);
    page.submit();
    page.commit();
    assert_eq!(page.closure().duration, seconds(20), "the hour was no work");
}

#[test]
fn one_without_a_deadline_resumes_without_one() {
    let configuration = Configuration { enforce_duration: false, ..parking() };
    let mut page = Page::wrapping_up(configuration);
    interrupt(&mut page, Interruption::Logout);
    page.tell(Command::ResumeSegment { segment: segment("s1"), by: ann() });
    assert!(page.segment("s1").open().is_some());
    assert_eq!(page.segment("s1").deadline(), None);
}

fn parking() -> Configuration {
    on_interruption(OnInterruption::Park)
}

#[test]
fn only_its_agent_resumes_a_parked_one_and_not_while_talking() {
    let mut page = parked();
    let resume = |by| Command::ResumeSegment { segment: segment("s1"), by };
    let others = GateRefusal::NotAssigned(ann().agent);
    assert_eq!(page.refuses(resume(bob())), Refusal::Gate(others));
    page.tell(Command::CustomerReturns { agent: ann().agent });
    assert_eq!(page.refuses(resume(ann())), Refusal::StillTalking);

    let mut page = Page::typed(timed());
    assert_eq!(page.refuses(resume(ann())), Refusal::NotParked);
}

#[test]
fn a_recorded_submit_survives_parking() {
    let mut page = Page::typed(Configuration { mode: Mode::Forced, ..parking() });
    page.submit();
    interrupt(&mut page, Interruption::OutboundCall);
    page.tell(Command::ResumeSegment { segment: segment("s1"), by: ann() });
    at_the_deadline(&mut page);
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::Submitted);
    assert_eq!(page.closure().notes, "typed");
}

#[test]
fn a_recorded_submit_survives_the_customers_return() {
    let mut page = Page::typed(timed_in(Mode::Forced));
    page.submit();
    page.tell(Command::CustomerReturns { agent: ann().agent });
    page.end(Some(catalog(timed_in(Mode::Forced))), &["s2"]);
    at_the_deadline(&mut page);
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::Submitted);
    assert_eq!(page.closure().notes, "typed");
}

#[rstest]
#[case::the_deadline(CloseReason::Deadline, 60_000)]
#[case::the_sweep_of_one_with_a_deadline(CloseReason::Sweep, 120_000)]
fn the_clock_closes_not_a_millisecond_early(#[case] reason: CloseReason, #[case] due: u64) {
    let mut page = Page::typed(timed());
    page.wait(due - 1);
    assert_eq!(page.close(reason.clone()), []);
    assert_eq!(page.pending(), []);
    page.wait(1);
    page.close(reason);
    assert_eq!(page.pending().len(), 1);
}

#[rstest]
#[case::a_quarter_of_an_hour_by_default(SweepAfter::default(), Some(900_000))]
#[case::as_configured(SweepAfter::Seconds(30), Some(30_000))]
#[case::never(SweepAfter::Never, None)]
fn the_sweep_of_one_without_a_deadline_waits_for_the_configured_maximum(
    #[case] sweep_after: SweepAfter,
    #[case] due: Option<u64>,
) {
    let mut page = Page::typed(Configuration { sweep_after, ..untimed() });
    assert_eq!(page.segment("s1").sweep_due(), due.map(|due| page.at() + Millis(due)));
    page.wait(due.map_or(u64::from(u32::MAX), |due| due - 1));
    assert_eq!(page.close(CloseReason::Sweep), []);
    page.wait(1);
    page.close(CloseReason::Sweep);
    assert_eq!(page.pending().len(), usize::from(due.is_some()));
}

#[test]
fn forcing_needs_a_supervisor() {
    let mut page = Page::typed(timed());
    let force = page.closing(CloseReason::Force(ann()));
    let role = GateRefusal::RoleMissing(Role::Supervisor);
    assert_eq!(page.refuses(force), Refusal::Gate(role));
}

#[test]
fn forcing_a_parked_one_twice_keeps_the_first_decision() {
    let mut page = parked();
    page.close(CloseReason::Force(supervisor()));
    let first = page.pending();
    page.wait_seconds(1);
    let again = page.closing(CloseReason::Force(person("max", &[Role::Supervisor])));
    assert_eq!(page.refuses(again), Refusal::Busy);
    assert_eq!(page.pending(), first);
}

#[test]
fn forcing_one_whose_tab_is_just_being_closed_does_not_replace_that_closure() {
    let mut page = Page::typed(timed());
    page.tell(Command::CustomerReturns { agent: ann().agent });
    page.close_tab(ann());
    let accepted = page.pending();
    let force = page.closing(CloseReason::Force(supervisor()));
    assert_eq!(page.refuses(force), Refusal::Busy);
    assert_eq!(page.pending(), accepted);
}

// Closed.

fn closed_by(kind: ClosureKind) -> Page {
    let mut page = Page::typed(with(ExpiryPolicy::FillBlanks));
    match kind {
        ClosureKind::Submitted => drop(page.submit()),
        ClosureKind::Ended => drop(page.close(CloseReason::End(ann()))),
        ClosureKind::TabClosed => drop(page.close_tab(ann())),
        ClosureKind::TimedOut => at_the_deadline(&mut page),
        ClosureKind::Forced => drop(page.close(CloseReason::Force(supervisor()))),
        ClosureKind::Swept => at_the_sweep(&mut page),
        ClosureKind::Interrupted => {
            page = Page::typed(on_interruption(OnInterruption::Close));
            interrupt(&mut page, Interruption::Logout);
        }
    }
    page.commit();
    assert_eq!(page.closure().kind, kind);
    page
}

fn correction(page: &mut Page, by: interaction_wrap_up::domain::gate::Actor) -> Command {
    let draft = Draft::of(Some(code("spam")), "better");
    let (reason, key) = (VersionReason::Correction, page.next_key());
    Command::Correct { segment: segment("s1"), by, draft, reason, key }
}

#[rstest]
#[case::its_author(ann())]
#[case::an_administrator(person("root", &[Role::Admin]))]
fn a_correction_is_a_new_version_beside_the_closure(
    #[case] by: interaction_wrap_up::domain::gate::Actor,
) {
    let mut page = closed_by(ClosureKind::Submitted);
    let closure = page.closure().clone();
    page.wait_seconds(24 * 60 * 60);
    let command = correction(&mut page, by.clone());
    let effects = page.tell(command.clone());
    assert_eq!(journal(&effects), [&JournalEvent::Version(VersionReason::Correction)]);
    assert_eq!(page.segment("s1").closed().unwrap().versions, [], "not before it is stored");
    page.commit();
    let closed = page.segment("s1").closed().unwrap();
    assert_eq!(closed.closure, closure, "what was saved first stays");
    assert_eq!((closed.code(), closed.notes()), (Some(&code_ref("spam")), "better"));
    assert_eq!(closed.versions[0].by, Some(by.agent));

    page.tell(command);
    let closed = page.segment("s1").closed().unwrap();
    assert_eq!(closed.versions.len(), 1, "the same one sent again counts once");
}

#[test]
fn a_correction_comes_in_time_from_the_right_person_and_keeps_the_rules() {
    let mut page = closed_by(ClosureKind::Submitted);
    let command = correction(&mut page, bob());
    assert_eq!(page.refuses(command), Refusal::Gate(GateRefusal::RoleMissing(Role::Admin)));

    let with = |draft: Draft| Command::Correct {
        segment: segment("s1"),
        by: ann(),
        draft,
        reason: VersionReason::Correction,
        key: key("correction"),
    };
    let unknown = Draft::of(Some(code("old")), "");
    assert_eq!(page.refuses(with(unknown)), Refusal::CodeNotAllowed);
    let long = Draft::of(None, "x".repeat(4_001));
    assert_eq!(page.refuses(with(long)), Refusal::NotesTooLong { excess: 1 });

    page.wait_seconds(24 * 60 * 60);
    page.wait(1);
    let command = correction(&mut page, ann());
    assert_eq!(page.refuses(command), Refusal::CorrectionTooLate);

    let mut page = Page::typed(timed());
    let command = correction(&mut page, ann());
    assert_eq!(page.refuses(command), Refusal::NotClosed);
}

#[test]
fn a_correction_is_no_way_around_the_gate() {
    let mut page = Page::wrapping_up(timed());
    let roleless = person("ann", &[]);
    page.close(CloseReason::End(roleless.clone()));
    page.commit();
    let command = correction(&mut page, roleless);
    let role = GateRefusal::RoleMissing(Role::InteractionAdmin);
    assert_eq!(page.refuses(command), Refusal::Gate(role));
}

fn late(notes: &str) -> Closure {
    Closure {
        key: key("late"),
        kind: ClosureKind::Submitted,
        by: Some(ann().agent),
        at: fixtures::START,
        code: Some(code_ref("spam")),
        notes: notes.into(),
        duration: seconds(9),
        extra: Fields::new(),
        required_missing: false,
    }
}

#[rstest]
#[case(ClosureKind::TimedOut)]
#[case(ClosureKind::Swept)]
#[case(ClosureKind::TabClosed)]
fn a_closure_accepted_before_and_arriving_late_is_current_at_once(#[case] kind: ClosureKind) {
    let mut page = closed_by(kind);
    let closure = page.closure().clone();
    let arrives = Command::Late { segment: segment("s1"), closure: Box::new(late("in time")) };
    let effects = page.tell(arrives.clone());
    assert_eq!(journal(&effects), [&JournalEvent::Version(VersionReason::Late)]);
    page.commit();
    let closed = page.segment("s1").closed().unwrap();
    assert_eq!((closed.code(), closed.notes()), (Some(&code_ref("spam")), "in time"));
    assert_eq!(closed.closure, closure);
    page.tell(arrives);
    assert_eq!(page.segment("s1").closed().unwrap().versions.len(), 1, "once");
}

#[rstest]
#[case(ClosureKind::Submitted)]
#[case(ClosureKind::Ended)]
#[case(ClosureKind::Interrupted)]
#[case(ClosureKind::Forced)]
fn a_closure_arriving_after_a_persons_decision_is_offered_as_a_correction(
    #[case] kind: ClosureKind,
) {
    let mut page = closed_by(kind);
    let before = page.segment("s1").clone();
    let closure = Box::new(late("other words"));
    let effects = page.tell(Command::Late { segment: segment("s1"), closure: closure.clone() });
    assert!(effects.contains(&Effect::Superseded { segment: segment("s1"), closure }));
    assert_eq!(page.segment("s1"), &before);
    assert!(matches!(refusal(&effects), Some(Refusal::AlreadyClosed { .. })));
}

#[test]
fn a_closure_of_the_clock_arriving_late_never_stands_above_a_persons_words() {
    let mut page = closed_by(ClosureKind::TabClosed);
    let mut by_the_clock = late("");
    by_the_clock.kind = ClosureKind::TimedOut;
    by_the_clock.by = None;
    let closure = Box::new(by_the_clock);
    page.tell(Command::Late { segment: segment("s1"), closure });
    assert_eq!(page.segment("s1").closed().unwrap().notes(), "typed");
}

#[test]
fn the_same_words_under_another_key_are_no_new_version() {
    let mut page = closed_by(ClosureKind::TimedOut);
    let closure = Box::new(Closure { key: key("other-tab"), ..page.closure().clone() });
    let effects = page.tell(Command::Late { segment: segment("s1"), closure });
    assert_eq!(effects, []);
    assert_eq!(page.segment("s1").closed().unwrap().versions, []);
}

#[rstest]
#[case(ClosureKind::Submitted)]
#[case(ClosureKind::Ended)]
#[case(ClosureKind::TabClosed)]
#[case(ClosureKind::TimedOut)]
#[case(ClosureKind::Interrupted)]
#[case(ClosureKind::Forced)]
#[case(ClosureKind::Swept)]
fn nothing_else_changes_a_closed_one(#[case] kind: ClosureKind) {
    let mut page = closed_by(kind);
    let before = page.segment("s1").clone();
    let others = [
        page.closing(CloseReason::Submit(ann())),
        page.closing(CloseReason::End(ann())),
        page.closing(CloseReason::Force(supervisor())),
        page.closing(CloseReason::Deadline),
        page.closing(CloseReason::Sweep),
        page.closing_tab(ann()),
        Command::Interrupt { agent: ann().agent, by: Interruption::Logout, key: key("out") },
        Command::Extend { segment: segment("s1"), by: ann(), number: 1 },
        Command::Edit { segment: segment("s1"), by: ann(), edit: typing("more") },
        Command::Suggest { segment: segment("s1"), code: code("spam") },
        Command::ResumeSegment { segment: segment("s1"), by: ann() },
        Command::Retry { segment: segment("s1"), key: key("retry") },
        Command::Committed {
            segment: segment("s1"),
            key: before.closed().unwrap().closure.key.clone(),
        },
        Command::NotCommitted {
            segment: segment("s1"),
            key: before.closed().unwrap().closure.key.clone(),
            failure: CommitFailure::Refused,
        },
    ];
    page.wait_seconds(1_000);
    for command in others {
        page.tell(command.clone());
        assert_eq!(page.segment("s1"), &before, "{command:?}");
    }
    assert_eq!(page.state(), InteractionState::ClosedComplete);
}

// The two steps of a closure.

#[test]
fn while_a_closure_is_being_saved_nothing_else_is_accepted() {
    let mut page = Page::typed(timed());
    page.submit();
    let accepted = page.pending();
    let edit = typing("more");
    let others = [
        Command::Edit { segment: segment("s1"), by: ann(), edit },
        Command::Extend { segment: segment("s1"), by: ann(), number: 1 },
        page.closing(CloseReason::Submit(ann())),
        page.closing(CloseReason::End(ann())),
        page.closing(CloseReason::Force(supervisor())),
        Command::Retry { segment: segment("s1"), key: key("retry") },
    ];
    for command in others {
        assert_eq!(page.refuses(command), Refusal::Busy);
    }
    page.close_tab(ann());
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
    assert_eq!(page.pending(), accepted);
}

#[test]
fn the_store_sees_only_the_outcome() {
    let mut page = Page::typed(timed());
    page.submit();
    let settled = page.conversation.settled(&segment("s1"));
    assert_eq!(settled.interaction.state, InteractionState::ClosedComplete);
    assert_eq!(settled.segments[0].pending, None);
    page.commit();
    assert_eq!(settled.interaction, page.conversation.interaction);
    assert_eq!(settled.segments, page.conversation.segments);
}

#[test]
fn what_is_typed_after_a_failure_is_taken_in_by_the_next_try_under_a_new_key() {
    let mut page = Page::typed(timed());
    page.submit();
    let (accepted, first) = (page.at(), page.pending());
    page.fail(&CommitFailure::TryAgain);
    page.wait_seconds(5);
    page.write("typed, and more");
    let retry = Command::Retry { segment: segment("s1"), key: key("second") };
    let effects = page.tell(retry);
    let (segment_id, second) = (segment("s1"), key("second"));
    assert!(effects.contains(&Effect::Commit { segment: segment_id, key: second }));

    page.tell(Command::Committed { segment: segment("s1"), key: first[0].1.clone() });
    assert!(page.segment("s1").is_unfinished(), "the first one stands no longer");
    page.commit();
    assert_eq!(page.closure().notes, "typed, and more");
    assert_eq!(page.closure().at, accepted);
    assert_eq!(page.closure().duration, Millis::ZERO);
}

#[test]
fn the_deadline_tries_a_failed_closure_again_and_does_not_make_it_another() {
    let mut page = Page::typed(timed());
    page.submit();
    let (accepted, first) = (page.at(), page.pending());
    page.fail(&CommitFailure::TryAgain);
    at_the_deadline(&mut page);
    assert_eq!(page.pending(), first, "it says the same, so it keeps its key");
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::Submitted);
    assert_eq!(page.closure().notes, "typed");
    assert_eq!(page.closure().at, accepted);
}

#[test]
fn a_refusal_for_good_is_journalled_and_the_text_stays_in_reach() {
    let mut page = Page::typed(timed());
    page.submit();
    let effects = page.fail(&CommitFailure::Refused);
    assert_eq!(journal(&effects), [&JournalEvent::Refused]);
    assert_eq!(page.segment("s1").draft.notes, "typed");
    page.write("still in reach");
    assert!(page.holds("ann"));
}

#[test]
fn nothing_is_tried_again_that_did_not_fail() {
    let mut page = Page::typed(timed());
    let retry = Command::Retry { segment: segment("s1"), key: key("retry") };
    assert_eq!(page.refuses(retry), Refusal::NothingToRetry);
}

// Two segments of one agent.

#[test]
fn closing_the_tab_closes_the_open_segment_beside_one_that_is_still_being_saved() {
    let mut page = Page::typed(timed());
    page.submit();
    page.fail(&CommitFailure::TryAgain);
    page.tell(Command::CustomerReturns { agent: ann().agent });
    page.end(Some(catalog(timed())), &["s2"]);
    page.close_tab(ann());
    let accepted: Vec<_> = page.pending().into_iter().map(|(segment, _)| segment).collect();
    assert_eq!(accepted, [segment("s1"), segment("s2")]);
}

#[test]
fn an_end_opens_a_new_segment_for_an_agent_whose_parked_one_was_already_closed() {
    let mut page = Page::typed(timed());
    page.tell(Command::CustomerReturns { agent: ann().agent });
    page.close(CloseReason::Force(supervisor()));
    page.end(Some(catalog(timed())), &["s2"]);
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::Forced);
    assert!(page.segment("s2").open().is_some());
}

#[test]
fn closing_the_tab_while_talking_closes_an_open_segment_of_an_earlier_turn_too() {
    let mut page = Page::talking(&["ann", "bob"]);
    page.leave("ann", None, Some(catalog(timed())), "s1");
    page.write("typed");
    page.tell(Command::Connect { agent: ann().agent });
    page.close_tab(ann());
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::TabClosed);
    assert_eq!(page.closure().notes, "typed");
    assert!(!page.holds("ann"));
}
