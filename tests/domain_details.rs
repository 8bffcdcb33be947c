//! The details that would otherwise be decided twice, one group of tests each.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{
    Page, ann, bob, catalog, code, code_ref, journal, key, person, refusal, seconds, segment,
    supervisor, timed, timed_in, typing, untimed,
};
use interaction_wrap_up::domain::band::{Band, Bands, BandsError, Threshold};
use interaction_wrap_up::domain::closure::{ClosureKind, VersionReason};
use interaction_wrap_up::domain::configuration::{Configuration, Mode, Rules};
use interaction_wrap_up::domain::countdown::Countdown;
use interaction_wrap_up::domain::draft::{Draft, MAX_NOTES, split_notes};
use interaction_wrap_up::domain::gate::{Actor, GateRefusal, Role};
use interaction_wrap_up::domain::interaction::InteractionState;
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::{CommitFailure, Forecast};
use interaction_wrap_up::domain::time::Millis;
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, DialogAccess, Effect, Refusal};
use rstest::rstest;

fn extend(page: &mut Page, number: u32) -> Vec<Effect> {
    page.tell(Command::Extend { segment: segment("s1"), by: ann(), number })
}

fn time_out(page: &mut Page) {
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
}

// Gate.

mod gate {
    use super::*;

    fn dialog(page: &Page, actor: &Actor) -> DialogAccess {
        page.conversation.dialog_for(page.segment("s1"), actor)
    }

    #[test]
    fn the_dialog_is_for_the_assigned_agent_with_the_role() {
        let page = Page::wrapping_up(timed());
        assert_eq!(dialog(&page, &ann()), DialogAccess::Shown);
        let role = GateRefusal::RoleMissing(Role::InteractionAdmin);
        assert_eq!(dialog(&page, &person("ann", &[])), DialogAccess::Refused(role));
        let others = GateRefusal::NotAssigned(ann().agent);
        assert_eq!(dialog(&page, &bob()), DialogAccess::Refused(others));
    }

    #[test]
    fn without_codes_there_is_no_dialog_for_anybody() {
        let page = Page::wrapping_up(Configuration { enable_codes: false, ..timed() });
        assert_eq!(dialog(&page, &ann()), DialogAccess::NoCodes);
    }

    #[test]
    fn an_interaction_assigned_to_an_outsider_shuts_the_gate() {
        let mut page = Page::wrapping_up(timed());
        page.tell(Command::Assign { to: Some(bob().agent) });
        let others = GateRefusal::NotAssigned(bob().agent);
        assert_eq!(dialog(&page, &ann()), DialogAccess::Refused(others));
        let effects = page.close(CloseReason::End(ann()));
        assert_eq!(refusal(&effects), None, "ending it remains possible");
    }

    #[test]
    fn those_who_left_need_only_their_own_segment() {
        let mut page = Page::talking(&["ann"]);
        page.leave("ann", Some("bob"), Some(catalog(timed())), "s1");
        assert_eq!(page.conversation.interaction.assigned_to, Some(bob().agent));
        assert_eq!(dialog(&page, &ann()), DialogAccess::Shown);
        let others = GateRefusal::NotAssigned(ann().agent);
        assert_eq!(dialog(&page, &bob()), DialogAccess::Refused(others));
    }

    #[test]
    fn everybody_of_a_conference_may_enter_theirs() {
        let mut page = Page::talking(&["bob", "ann"]);
        page.end(Some(catalog(timed())), &["s2", "s1"]);
        assert_eq!(page.conversation.interaction.assigned_to, Some(bob().agent));
        assert_eq!(dialog(&page, &ann()), DialogAccess::Shown);
    }

    #[rstest]
    #[case::typing(Command::Edit { segment: segment("s1"), by: roleless(), edit: typing("x") })]
    #[case::submitting(Command::Close {
        segment: segment("s1"), reason: CloseReason::Submit(roleless()), key: key("k")
    })]
    fn without_the_role_nothing_is_entered(#[case] command: Command) {
        let mut page = Page::wrapping_up(timed());
        assert_eq!(page.state(), InteractionState::WrapUp, "it goes to wrap-up all the same");
        let role = GateRefusal::RoleMissing(Role::InteractionAdmin);
        assert_eq!(page.refuses(command), Refusal::Gate(role));
    }

    fn roleless() -> Actor {
        person("ann", &[])
    }

    #[rstest]
    #[case::end_wrap_up(
        |page: &mut Page| { page.close(CloseReason::End(roleless())); }, ClosureKind::Ended
    )]
    #[case::closing_the_tab(
        |page: &mut Page| { page.close_tab(roleless()); }, ClosureKind::TabClosed
    )]
    fn without_the_role_the_agent_can_still_finish(
        #[case] finish: fn(&mut Page),
        #[case] kind: ClosureKind,
    ) {
        let mut page = Page::wrapping_up(timed());
        finish(&mut page);
        page.commit();
        assert_eq!(page.closure().kind, kind);
        assert_eq!(page.closure().code, Some(code_ref("resolved")));
    }

    #[rstest]
    #[case::typing(Command::Edit { segment: segment("s1"), by: bob(), edit: typing("x") })]
    #[case::ending(Command::Close {
        segment: segment("s1"), reason: CloseReason::End(bob()), key: key("k")
    })]
    #[case::extending(Command::Extend { segment: segment("s1"), by: bob(), number: 1 })]
    fn nobody_else_may_touch_a_segment(#[case] command: Command) {
        let mut page = Page::wrapping_up(timed());
        let others = GateRefusal::NotAssigned(ann().agent);
        assert_eq!(page.refuses(command), Refusal::Gate(others));
    }

    #[test]
    fn closing_the_tab_of_somebody_else_closes_nothing_of_anns() {
        let mut page = Page::typed(timed());
        assert_eq!(page.close_tab(bob()), []);
        assert_eq!(page.pending(), []);
    }

    #[test]
    fn roles_are_known_by_their_names_in_records() {
        for role in [Role::InteractionAdmin, Role::Supervisor, Role::Admin] {
            assert_eq!(Role::named(role.name()), Some(role));
        }
        assert_eq!(Role::named("interaction_admin"), Some(Role::InteractionAdmin));
        assert_eq!(Role::named("janitor"), None);
    }
}

// Bands.

mod bands {
    use super::*;

    fn shown(page: &Page) -> (u64, Band) {
        match page.segment("s1").countdown(page.at()) {
            Some(Countdown::Left { seconds, band, .. }) => (seconds, band),
            other => panic!("not counting down: {other:?}"),
        }
    }

    #[rstest]
    #[case(0, 60, Band::Green)]
    #[case(1, 60, Band::Green)] // rounded up: 59.999 s are shown as 60
    #[case(999, 60, Band::Green)]
    #[case(1_000, 59, Band::Green)]
    #[case(29_999, 31, Band::Green)]
    #[case(30_000, 30, Band::Yellow)] // at 50 %
    #[case(44_999, 16, Band::Yellow)]
    #[case(45_000, 15, Band::Red)] // at 25 %
    #[case(59_999, 1, Band::Red)]
    #[case(60_000, 0, Band::Red)]
    #[case(90_000, 0, Band::Red)]
    fn change_on_the_second_that_is_shown(
        #[case] spent: u64,
        #[case] seconds: u64,
        #[case] band: Band,
    ) {
        let mut page = Page::wrapping_up(timed());
        page.wait(spent);
        assert_eq!(shown(&page), (seconds, band));
    }

    #[test]
    fn an_extension_begins_a_new_whole() {
        let mut page = Page::wrapping_up(timed());
        page.wait_seconds(50);
        assert_eq!(shown(&page), (10, Band::Red));
        assert_eq!(refusal(&extend(&mut page, 1)), None);
        assert_eq!(page.segment("s1").open().unwrap().timing.unwrap().whole, seconds(70));
        for (spent, expected) in
            [(0, (70, Band::Green)), (34, (36, Band::Green)), (1, (35, Band::Yellow))]
        {
            page.wait_seconds(spent);
            assert_eq!(shown(&page), expected);
        }
        page.wait_seconds(17);
        assert_eq!(shown(&page), (18, Band::Yellow)); // 25 % of 70 are 17.5
        page.wait_seconds(1);
        assert_eq!(shown(&page), (17, Band::Red));
    }

    #[test]
    fn a_period_of_no_whole_seconds_begins_in_the_schemes_first_band() {
        let first = Threshold { percent: 100, band: Band::Yellow };
        let bands = Bands::new(vec![first, Threshold { percent: 50, band: Band::Red }]).unwrap();
        assert_eq!(bands.at(6, Millis(5_500)), Band::Yellow);
    }

    #[test]
    fn the_preset_of_four_is_red_only_at_the_end() {
        use Band::{Green, Orange, Red, Yellow};
        let whole = seconds(60);
        let four = Bands::four();
        let bands: Vec<_> = [60, 31, 30, 15, 1, 0].map(|left| four.at(left, whole)).into();
        assert_eq!(bands, [Green, Green, Yellow, Orange, Orange, Red]);
    }

    #[rstest]
    #[case::none_at_all(&[], BandsError::MustBeginAt100)]
    #[case::a_gap_at_the_beginning(&[(99, Band::Green)], BandsError::MustBeginAt100)]
    #[case::out_of_order(
        &[(100, Band::Green), (50, Band::Yellow), (50, Band::Red)], BandsError::OutOfOrder
    )]
    #[case::calmer_towards_the_end(
        &[(100, Band::Yellow), (50, Band::Green)], BandsError::NotMoreUrgent
    )]
    fn faulty_schemes_are_refused(#[case] scheme: &[(u8, Band)], #[case] why: BandsError) {
        let threshold = |&(percent, band)| Threshold { percent, band };
        assert_eq!(Bands::new(scheme.iter().map(threshold).collect()), Err(why));
    }

    #[test]
    fn without_an_enforced_duration_the_time_spent_counts_up_without_bands() {
        let mut page = Page::wrapping_up(Configuration { show_timer: true, ..untimed() });
        let spent = |page: &Page| page.segment("s1").countdown(page.at());
        assert_eq!(spent(&page), Some(Countdown::Spent { seconds: 0 }));
        page.wait(1_999);
        assert_eq!(spent(&page), Some(Countdown::Spent { seconds: 1 }));
        page.wait_seconds(3_600);
        assert_eq!(spent(&page), Some(Countdown::Spent { seconds: 3_601 }));
        assert_eq!(page.conversation.alarm(), None);
    }

    #[test]
    fn a_hidden_timer_shows_nothing_and_still_ends_the_wrap_up() {
        let page = Page::wrapping_up(Configuration { show_timer: false, ..timed() });
        assert_eq!(page.segment("s1").countdown(page.at()), None);
        assert_eq!(page.conversation.alarm(), Some(page.at() + seconds(40)), "the warning");
        assert_eq!(page.segment("s1").deadline(), Some(page.at() + seconds(60)));
    }

    #[test]
    fn a_parked_one_shows_the_time_left_and_a_closed_one_nothing() {
        let mut page = Page::typed(timed());
        page.wait(100);
        page.tell(Command::CustomerReturns { agent: ann().agent });
        let shown = page.segment("s1").countdown(page.at());
        assert_eq!(shown, Some(Countdown::Parked { seconds: Some(60) }));
        page.close(CloseReason::Force(supervisor()));
        page.commit();
        assert_eq!(page.segment("s1").countdown(page.at()), None);
    }
}

// Extensions.

mod extensions {
    use super::*;

    #[test]
    fn move_the_deadline_by_their_length_and_count_once() {
        let mut page = Page::wrapping_up(Configuration { extension_seconds: Some(15), ..timed() });
        let opened = page.at();
        let effects = extend(&mut page, 1);
        assert_eq!(journal(&effects), [&JournalEvent::Extended(1)]);
        assert_eq!(page.segment("s1").deadline(), Some(opened + seconds(75)));
        assert_eq!(extend(&mut page, 1), [], "another tab asked for the same one");
        assert_eq!(page.segment("s1").deadline(), Some(opened + seconds(75)));
    }

    #[test]
    fn come_in_turn_and_only_as_often_as_allowed() {
        let mut page = Page::wrapping_up(Configuration { max_extensions: 2, ..timed() });
        let next = |number| Command::Extend { segment: segment("s1"), by: ann(), number };
        assert_eq!(page.refuses(next(2)), Refusal::ExtensionOutOfTurn { expected: 1 });
        assert_eq!(page.segment("s1").extensions_left(), 2);
        extend(&mut page, 1);
        extend(&mut page, 2);
        assert_eq!(page.segment("s1").extensions_left(), 0);
        assert_eq!(page.refuses(next(3)), Refusal::NoExtensionLeft(2));
        assert_eq!(page.segment("s1").deadline(), Some(page.at() + seconds(180)));
    }

    #[test]
    fn are_ten_by_default_and_as_long_as_the_duration() {
        let rules = Page::wrapping_up(timed()).segment("s1").rules.clone();
        assert_eq!((rules.extensions.max, rules.extensions.length), (10, seconds(60)));
    }

    #[test]
    fn are_each_in_the_journal_with_number_and_agent_and_in_the_duration() {
        let mut page = Page::wrapping_up(timed());
        for (number, wait) in [(1, 10), (2, 70)] {
            page.wait_seconds(wait);
            let effects = extend(&mut page, number);
            let entry = effects.iter().find_map(|effect| match effect {
                Effect::Journal(entry) => Some(entry.clone()),
                _ => None,
            });
            let entry = entry.unwrap();
            assert_eq!(entry.event, JournalEvent::Extended(number));
            assert_eq!((entry.by, entry.segment), (Some(ann().agent), Some(segment("s1"))));
            assert_eq!((entry.at, entry.wall), (page.at(), page.now.wall));
        }
        page.wait_seconds(100);
        page.close(CloseReason::Deadline);
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::TimedOut);
        assert_eq!(page.closure().duration, seconds(60 + 60 + 60));
    }

    #[test]
    fn count_in_the_duration_only_as_far_as_they_are_used() {
        let mut page = Page::wrapping_up(timed());
        page.wait_seconds(50);
        extend(&mut page, 1);
        page.wait_seconds(25);
        page.submit();
        page.commit();
        assert_eq!(page.closure().duration, seconds(75));
    }

    #[test]
    fn come_too_late_at_the_deadline_and_need_one() {
        let mut page = Page::wrapping_up(timed());
        page.wait_seconds(60);
        let first = || Command::Extend { segment: segment("s1"), by: ann(), number: 1 };
        assert_eq!(page.refuses(first()), Refusal::PastDeadline);
        let mut page = Page::wrapping_up(untimed());
        assert_eq!(page.refuses(first()), Refusal::NoDeadline);
        assert_eq!(page.segment("s1").extensions_left(), 0);
    }
}

// Forced mode.

mod forced {
    use super::*;

    #[test]
    fn submit_is_recorded_and_counts_at_the_end() {
        let mut page = Page::typed(timed_in(Mode::Forced));
        page.wait_seconds(10);
        let effects = page.submit();
        assert_eq!(journal(&effects), [&JournalEvent::Recorded]);
        assert_eq!(page.pending(), [], "nothing closes yet");
        page.wait(49_999);
        assert_eq!(page.close(CloseReason::Deadline), []);
        page.wait(1);
        page.close(CloseReason::Deadline);
        page.commit();
        let closure = page.closure();
        assert_eq!(closure.kind, ClosureKind::Submitted);
        assert_eq!(closure.by, Some(ann().agent));
        assert_eq!(
            (closure.code.clone(), closure.notes.as_str()),
            (Some(code_ref("billing")), "typed")
        );
        assert_eq!(closure.duration, seconds(60));
        assert!(!page.conversation.interaction.system_wrap_up);
    }

    #[test]
    fn without_a_submit_it_times_out_by_the_policy() {
        let mut page = Page::typed(timed_in(Mode::Forced));
        time_out(&mut page);
        page.commit();
        assert_eq!(
            (page.closure().kind, page.closure().notes.as_str()),
            (ClosureKind::TimedOut, "")
        );
    }

    #[test]
    fn end_wrap_up_is_refused_and_says_why() {
        let mut page = Page::typed(timed_in(Mode::Forced));
        let end = page.closing(CloseReason::End(ann()));
        let why = page.refuses(end);
        assert_eq!(why, Refusal::FullTime);
        assert_eq!(why.to_string(), "this wrap-up lasts the full time");
    }

    #[test]
    fn closing_the_tab_keeps_the_text_and_the_time_runs_on() {
        let mut page = Page::typed(timed_in(Mode::Forced));
        let before = page.segment("s1").clone();
        assert_eq!(page.close_tab(ann()), [Effect::Save { strict: true }]);
        assert_eq!(page.segment("s1"), &before);
        assert!(page.holds("ann"));
    }

    #[test]
    fn a_recorded_submit_counts_even_if_only_the_sweep_comes_by() {
        let mut page = Page::typed(timed_in(Mode::Forced));
        page.submit();
        page.wait_seconds(120);
        page.close(CloseReason::Sweep);
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::Submitted);
        assert_eq!(page.closure().notes, "typed");
    }
}

// Mandatory.

mod mandatory {
    use super::*;

    fn overdue() -> Page {
        let mut page = Page::wrapping_up(timed_in(Mode::Mandatory));
        page.write("typed");
        time_out(&mut page);
        page
    }

    #[test]
    fn without_a_code_it_cannot_be_submitted_or_ended() {
        let mut page = Page::wrapping_up(timed_in(Mode::Mandatory));
        let submit = page.closing(CloseReason::Submit(ann()));
        assert_eq!(page.refuses(submit), Refusal::CodeRequired);
        let end = page.closing(CloseReason::End(ann()));
        assert_eq!(page.refuses(end), Refusal::CodeRequired);
        page.choose("spam");
        page.submit();
        page.commit();
        assert_eq!(page.closure().code, Some(code_ref("spam")));
    }

    #[test]
    fn without_a_code_the_deadline_leaves_it_open_as_overdue() {
        let mut page = Page::wrapping_up(timed_in(Mode::Mandatory));
        page.wait_seconds(60);
        let effects = page.close(CloseReason::Deadline);
        assert_eq!(journal(&effects), [&JournalEvent::Overdue]);
        assert!(page.holds("ann"));
        assert_eq!(page.conversation.alarm(), None, "it rings once");
        assert_eq!(page.close(CloseReason::Deadline), []);
        page.wait(5_500);
        let shown = page.segment("s1").countdown(page.at());
        assert_eq!(shown, Some(Countdown::Overdue { seconds: 5 }));
    }

    #[test]
    fn an_overdue_one_can_still_be_completed() {
        let mut page = overdue();
        page.choose("spam");
        page.submit();
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::Submitted);
        assert_eq!(
            (page.closure().code.clone(), page.closure().notes.as_str()),
            (Some(code_ref("spam")), "typed")
        );
        assert!(!page.closure().required_missing);
    }

    #[test]
    fn an_overdue_one_has_no_more_extensions() {
        let mut page = overdue();
        let first = Command::Extend { segment: segment("s1"), by: ann(), number: 1 };
        assert_eq!(page.refuses(first), Refusal::PastDeadline);
    }

    #[test]
    fn the_sweep_ends_an_overdue_one() {
        let mut page = overdue();
        page.wait_seconds(60);
        let effects = page.close(CloseReason::Sweep);
        assert!(journal(&effects).contains(&&JournalEvent::RequiredMissing));
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::Swept);
        assert!(page.closure().required_missing);
    }

    #[rstest]
    #[case::in_time(|| { let mut page = Page::wrapping_up(timed_in(Mode::Mandatory)); page.write("typed"); page })]
    #[case::overdue(overdue)]
    fn closing_the_tab_saves_the_default_and_journals_what_is_missing(
        #[case] arrange: fn() -> Page,
    ) {
        let mut page = arrange();
        let effects = page.close_tab(ann());
        assert!(journal(&effects).contains(&&JournalEvent::RequiredMissing));
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::TabClosed);
        assert_eq!(page.closure().code, Some(code_ref("resolved")));
        assert_eq!(page.closure().notes, "typed");
        assert!(page.closure().required_missing);
    }

    #[test]
    fn with_a_code_the_deadline_ends_it() {
        let mut page = Page::typed(timed_in(Mode::Mandatory));
        time_out(&mut page);
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::TimedOut);
    }
}

// A submit in time.

mod submit_in_time {
    use super::*;

    #[test]
    fn counts_though_the_answer_comes_after_the_deadline() {
        let mut page = Page::typed(timed());
        page.wait(59_999);
        page.submit();
        let accepted = page.at();
        page.wait_seconds(10);
        page.close(CloseReason::Deadline);
        page.close(CloseReason::Sweep);
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::Submitted);
        assert_eq!(page.closure().notes, "typed");
        assert_eq!(page.closure().at, accepted);
    }

    #[rstest]
    #[case::to_be_tried_again(CommitFailure::TryAgain)]
    #[case::refused(CommitFailure::Refused)]
    fn counts_though_the_commit_fails(#[case] failure: CommitFailure) {
        let mut page = Page::typed(timed());
        page.wait(59_999);
        page.submit();
        let accepted = page.at();
        page.wait_seconds(10);
        page.fail(&failure);
        page.close(CloseReason::Deadline);
        page.wait_seconds(600);
        page.fail(&failure);
        page.close(CloseReason::Sweep);
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::Submitted);
        assert_eq!(page.closure().notes, "typed");
        assert_eq!(page.closure().at, accepted);
        assert!(!page.conversation.interaction.system_wrap_up);
    }

    #[test]
    fn is_not_one_at_the_deadline_itself() {
        let mut page = Page::typed(timed());
        page.wait_seconds(60);
        let submit = page.closing(CloseReason::Submit(ann()));
        assert_eq!(page.refuses(submit), Refusal::PastDeadline);
        let edit = typing("too late");
        let edit = Command::Edit { segment: segment("s1"), by: ann(), edit };
        assert_eq!(page.refuses(edit), Refusal::PastDeadline);
    }
}

// Undo.

#[test]
fn an_undo_saves_a_version_and_never_reopens_the_interaction() {
    let mut page = Page::typed(timed());
    page.submit();
    page.commit();
    page.wait_seconds(4);
    let interaction = page.conversation.interaction.clone();
    assert_eq!(interaction.state, InteractionState::ClosedComplete);
    let draft = Draft::of(Some(code("spam")), "typed again");
    let (reason, key) = (VersionReason::Undo, key("undo"));
    let effects =
        page.tell(Command::Correct { segment: segment("s1"), by: ann(), draft, reason, key });
    assert_eq!(journal(&effects), [&JournalEvent::Version(VersionReason::Undo)]);
    page.commit();
    assert_eq!(page.conversation.interaction, interaction);
    assert_eq!(page.segment("s1").closed().unwrap().notes(), "typed again");
    assert_eq!(page.closure().notes, "typed");
    assert!(!page.holds("ann"));
}

// Offline.

mod offline {
    use super::*;

    #[test]
    fn with_a_configuration_known_from_before_that_one_counts() {
        let page = Page::wrapping_up(timed());
        assert!(page.segment("s1").configuration.is_some());
    }

    #[test]
    fn with_none_known_there_are_no_codes_and_no_limit_and_the_journal_says_so() {
        let mut page = Page::talking(&["ann"]);
        let effects = page.end(None, &["s1"]);
        assert!(journal(&effects).contains(&&JournalEvent::ConfigurationUnknown));
        assert_eq!(page.state(), InteractionState::WrapUp);
        let open = page.segment("s1");
        assert_eq!(open.configuration, None);
        assert_eq!(open.rules, Rules::fallback());
        assert_eq!((open.rules.codes.as_ref(), open.deadline()), (None, None));
        page.close(CloseReason::End(ann()));
        page.commit();
        assert_eq!(page.state(), InteractionState::ClosedComplete);
    }

    #[test]
    fn a_faulty_one_gives_the_same_and_tells_who_can_mend_it() {
        let mut page = Page::talking(&["ann"]);
        let faulty = Configuration { default_code: None, ..timed() };
        let effects = page.end(Some(catalog(faulty.clone())), &["s1"]);
        let fault = "default_code is needed when codes are enabled and a duration is enforced";
        let remark = JournalEvent::ConfigurationFaulty(fault.to_owned());
        assert!(journal(&effects).contains(&&remark));
        let told = |effect: &Effect| matches!(effect, Effect::Faulty { configuration, .. } if *configuration == faulty.id);
        assert!(effects.iter().any(told));
        assert_eq!(page.segment("s1").rules, Rules::fallback());
    }
}

// Notes.

mod notes {
    use super::*;

    /// A waving hand of two scalar values in eight bytes.
    const WAVE: &str = "👋🏽";

    #[rstest]
    #[case::four_thousand_letters("x".repeat(4_000), 0)]
    #[case::one_more("x".repeat(4_001), 1)]
    #[case::many_bytes_and_yet_not_too_long("ü".repeat(4_000), 0)]
    #[case::two_scalar_values_count_as_two(WAVE.repeat(2_000), 0)]
    #[case::even_if_they_look_like_one(WAVE.repeat(2_001), 2)]
    fn are_counted_in_scalar_values(#[case] notes: String, #[case] excess: usize) {
        let mut page = Page::wrapping_up(timed());
        page.write(&notes);
        assert_eq!(page.segment("s1").draft.excess(), excess);
        assert_eq!(page.segment("s1").draft.notes, notes, "never cut while typing");
        let effects = page.submit();
        if excess == 0 {
            page.commit();
            assert_eq!(page.closure().notes, notes);
        } else {
            assert_eq!(refusal(&effects), Some(&Refusal::NotesTooLong { excess }));
            let said = format!("the notes are {excess} characters too long");
            assert_eq!(refusal(&effects).unwrap().to_string(), said);
        }
    }

    #[test]
    fn too_long_block_end_wrap_up_too() {
        let mut page = Page::wrapping_up(timed());
        page.write(&"x".repeat(4_321));
        let end = page.closing(CloseReason::End(ann()));
        assert_eq!(page.refuses(end), Refusal::NotesTooLong { excess: 321 });
    }

    #[rstest]
    #[case::the_deadline(time_out, ClosureKind::TimedOut)]
    #[case::closing_the_tab(|page: &mut Page| { page.close_tab(ann()); }, ClosureKind::TabClosed)]
    #[case::force(
        |page: &mut Page| { page.close(CloseReason::Force(supervisor())); }, ClosureKind::Forced
    )]
    fn too_long_are_saved_in_part_and_the_rest_is_kept(
        #[case] closes: fn(&mut Page),
        #[case] kind: ClosureKind,
    ) {
        let policy = ExpiryPolicy::KeepEntered;
        let mut page = Page::wrapping_up(Configuration { expiry_policy: policy, ..timed() });
        let notes = format!("{}the rest", WAVE.repeat(2_000));
        page.write(&notes);
        closes(&mut page);
        page.commit();
        let closed = page.segment("s1").closed().unwrap();
        assert_eq!(closed.closure.kind, kind);
        assert_eq!(closed.closure.notes.chars().count(), MAX_NOTES);
        assert_eq!(closed.kept_back, "the rest");
        assert_eq!(format!("{}{}", closed.closure.notes, closed.kept_back), notes);
    }

    #[test]
    fn kept_back_are_journalled_with_their_length() {
        let mut page = Page::wrapping_up(timed());
        page.write(&"x".repeat(4_007));
        let effects = page.close_tab(ann());
        assert!(journal(&effects).contains(&&JournalEvent::KeptBack(7)));
    }

    #[test]
    fn that_grew_too_long_after_a_failure_are_journalled_by_the_next_try() {
        let mut page = Page::typed(timed());
        page.submit();
        page.fail(&CommitFailure::TryAgain);
        page.write(&"x".repeat(4_007));
        let effects = page.tell(Command::Retry { segment: segment("s1"), key: key("again") });
        assert!(journal(&effects).contains(&&JournalEvent::KeptBack(7)));
        page.commit();
        assert_eq!(page.segment("s1").closed().unwrap().kept_back.len(), 7);
    }

    #[rstest]
    #[case("", "", "")]
    #[case("short", "short", "")]
    fn that_fit_are_not_split(#[case] notes: &str, #[case] saved: &str, #[case] rest: &str) {
        assert_eq!(split_notes(notes), (saved, rest));
    }
}

// The forecast.

mod forecast {
    use super::*;

    #[test]
    fn says_that_the_default_policy_discards_notes_and_choice() {
        let page = Page::typed(timed());
        let Forecast::Saves { content, notes_discarded, choice_discarded, .. } =
            page.segment("s1").forecast()
        else {
            panic!("it saves something")
        };
        assert!(notes_discarded && choice_discarded);
        assert_eq!((content.code, content.notes.as_str()), (Some(code_ref("resolved")), ""));
    }

    #[test]
    fn says_that_nothing_is_discarded_where_nothing_is() {
        let policy = ExpiryPolicy::FillBlanks;
        let page = Page::typed(Configuration { expiry_policy: policy, ..timed() });
        let forecast = page.segment("s1").forecast();
        let kept = matches!(
            forecast,
            Forecast::Saves { notes_discarded: false, choice_discarded: false, .. }
        );
        assert!(kept, "{forecast:?}");
    }

    #[test]
    fn says_that_a_recorded_submit_counts() {
        let mut page = Page::typed(timed_in(Mode::Forced));
        page.submit();
        let forecast = page.segment("s1").forecast();
        assert!(matches!(forecast, Forecast::Saves { notes_discarded: false, .. }));
    }

    #[test]
    fn says_that_a_failed_submit_counts() {
        let mut page = Page::typed(timed());
        page.submit();
        page.fail(&CommitFailure::TryAgain);
        let forecast = page.segment("s1").forecast();
        assert!(matches!(forecast, Forecast::Saves { notes_discarded: false, .. }), "{forecast:?}");
        time_out(&mut page);
        page.commit();
        assert_eq!(page.closure().notes, "typed");
    }

    #[test]
    fn says_that_a_missing_required_code_keeps_it_open() {
        let page = Page::wrapping_up(timed_in(Mode::Mandatory));
        assert_eq!(page.segment("s1").forecast(), Forecast::StaysOpen);
    }

    #[test]
    fn has_nothing_to_say_without_a_deadline() {
        assert_eq!(Page::typed(untimed()).segment("s1").forecast(), Forecast::NoDeadline);
    }
}

// What closing a tab would do, asked first.

mod asking_first {
    use super::*;

    #[rstest]
    #[case::as_entered(Page::typed(timed()), Some("billing"), "typed")]
    #[case::a_blank_code_filled(Page::wrapping_up(timed()), Some("resolved"), "")]
    fn it_tells_what_would_be_saved(
        #[case] mut page: Page,
        #[case] code: Option<&str>,
        #[case] notes: &str,
    ) {
        let before = page.conversation.clone();
        let told = page.conversation.if_tab_closed(&ann(), None, page.now);
        assert_eq!(page.conversation, before, "nothing has happened");
        assert!(!told.skips_wrap_up && !told.runs_on);
        let (id, closure) = &told.saves[0];
        assert_eq!((id, closure.kind), (&segment("s1"), ClosureKind::TabClosed));
        assert_eq!(closure.code, code.map(code_ref));
        assert_eq!(closure.notes, notes);
        page.close_tab(ann());
        page.commit();
        assert!(page.closure().same_content(closure), "and that is what happens");
    }

    #[test]
    fn while_talking_the_wrap_up_would_be_skipped() {
        let page = Page::talking(&["ann"]);
        let told = page.conversation.if_tab_closed(&ann(), None, page.now);
        assert!(told.skips_wrap_up && told.saves.is_empty() && !told.runs_on);
    }

    #[test]
    fn a_forced_one_would_run_on() {
        let page = Page::typed(timed_in(Mode::Forced));
        let told = page.conversation.if_tab_closed(&ann(), None, page.now);
        assert!(told.runs_on && told.saves.is_empty());
    }
}

// What is too large to be kept.

mod too_large {
    use super::*;
    use interaction_wrap_up::domain::draft::{Entry, MAX_KEPT};
    use interaction_wrap_up::domain::field::FieldValue;
    use interaction_wrap_up::domain::interaction::MAX_FIELDS_BYTES;

    #[test]
    fn a_text_is_kept_up_to_its_limit_in_characters_and_what_was_kept_stays() {
        let mut page = Page::wrapping_up(timed());
        let longest = "字".repeat(MAX_KEPT);
        page.write(&longest);
        let effects = page.edit(Entry::Notes(longest.clone() + "!"));
        assert_eq!(refusal(&effects), Some(&Refusal::TextTooLong));
        assert_eq!(page.segment("s1").draft.notes, longest);
    }

    #[rstest]
    #[case::as_much_as_there_may_be(MAX_FIELDS_BYTES - 4, None)]
    #[case::a_byte_more(
        MAX_FIELDS_BYTES - 3,
        Some("fields must take at most 65536 bytes, not 65537")
    )]
    fn fields_keep_within_their_room(#[case] bytes: usize, #[case] said: Option<&str>) {
        let mut interaction = Page::new().conversation.interaction;
        interaction.fields.insert("note".to_owned(), FieldValue::Text("x".repeat(bytes)));
        let error = interaction.check().err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), said);
    }
}
