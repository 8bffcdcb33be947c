//! What the deadline saves: every expiry policy, with and without an AI's code
//! in the default's place, lived through or leapt over by the clock.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, code, code_ref, refusal, segment, timed, timed_in};
use interaction_wrap_up::domain::closure::ClosureKind;
use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Refusal};
use rstest::rstest;

use ExpiryPolicy::{DefaultAndDiscard, FillBlanks, KeepEntered};

/// What the agent entered.
#[derive(Clone, Copy)]
enum Entered {
    NotesOnly,
    Both,
}
use Entered::{Both, NotesOnly};

/// How the AI is set up: off, on, or on without having answered in time.
#[derive(Clone, Copy, PartialEq)]
enum Ai {
    Off,
    On,
    Silent,
}

/// How the deadline came.
#[derive(Clone, Copy)]
enum Clock {
    Ran,
    Leapt,
}
use Clock::{Leapt, Ran};

const DEFAULT: Option<&str> = Some("resolved");
const CHOSEN: Option<&str> = Some("billing");
const AIS: Option<&str> = Some("spam");

#[rstest]
#[case(DefaultAndDiscard, Ai::Off, Ran, NotesOnly, DEFAULT, "")]
#[case(DefaultAndDiscard, Ai::Off, Ran, Both, DEFAULT, "")]
#[case(DefaultAndDiscard, Ai::On, Ran, NotesOnly, AIS, "")]
#[case(DefaultAndDiscard, Ai::On, Ran, Both, AIS, "")]
#[case(DefaultAndDiscard, Ai::Silent, Ran, Both, DEFAULT, "")]
#[case(DefaultAndDiscard, Ai::Off, Leapt, NotesOnly, DEFAULT, "typed")]
#[case(DefaultAndDiscard, Ai::Off, Leapt, Both, CHOSEN, "typed")]
#[case(DefaultAndDiscard, Ai::On, Leapt, NotesOnly, AIS, "typed")]
#[case(DefaultAndDiscard, Ai::On, Leapt, Both, CHOSEN, "typed")]
#[case(DefaultAndDiscard, Ai::Silent, Leapt, NotesOnly, DEFAULT, "typed")]
#[case(FillBlanks, Ai::Off, Ran, NotesOnly, DEFAULT, "typed")]
#[case(FillBlanks, Ai::Off, Ran, Both, CHOSEN, "typed")]
#[case(FillBlanks, Ai::On, Ran, NotesOnly, AIS, "typed")]
#[case(FillBlanks, Ai::On, Ran, Both, CHOSEN, "typed")]
#[case(FillBlanks, Ai::Silent, Ran, NotesOnly, DEFAULT, "typed")]
#[case(FillBlanks, Ai::On, Leapt, NotesOnly, AIS, "typed")]
#[case(FillBlanks, Ai::Off, Leapt, Both, CHOSEN, "typed")]
#[case(KeepEntered, Ai::Off, Ran, NotesOnly, None, "typed")]
#[case(KeepEntered, Ai::Off, Ran, Both, CHOSEN, "typed")]
#[case(KeepEntered, Ai::On, Ran, NotesOnly, None, "typed")]
#[case(KeepEntered, Ai::On, Leapt, NotesOnly, None, "typed")]
#[case(KeepEntered, Ai::Off, Leapt, Both, CHOSEN, "typed")]
fn the_deadline_saves(
    #[case] policy: ExpiryPolicy,
    #[case] ai: Ai,
    #[case] clock: Clock,
    #[case] entered: Entered,
    #[case] saved_code: Option<&str>,
    #[case] saved_notes: &str,
    #[values(CloseReason::Deadline, CloseReason::Sweep)] reason: CloseReason,
) {
    let mut page = page(policy, ai, entered);
    match clock {
        Ran => page.wait_seconds(120),
        Leapt => page.sleep_seconds(120),
    }
    page.close(reason.clone());
    page.commit();
    let kind = match reason {
        CloseReason::Sweep => ClosureKind::Swept,
        _ => ClosureKind::TimedOut,
    };
    let closure = page.closure();
    assert_eq!(closure.kind, kind);
    assert_eq!(closure.code, saved_code.map(code_ref));
    assert_eq!(closure.notes, saved_notes);
}

fn page(expiry_policy: ExpiryPolicy, ai: Ai, entered: Entered) -> Page {
    let use_ai_as_default = ai != Ai::Off;
    let mut page = Page::wrapping_up(Configuration { expiry_policy, use_ai_as_default, ..timed() });
    page.write("typed");
    if matches!(entered, Both) {
        page.choose("billing");
    }
    if ai != Ai::Silent {
        page.tell(Command::Suggest { segment: segment("s1"), code: code("spam") });
        assert_eq!(page.segment("s1").suggestion, Some(code("spam")));
    }
    page
}

#[rstest]
#[case::one_that_is_not_allowed("old", 0, Refusal::CodeNotAllowed)]
#[case::one_that_comes_too_late("spam", 60, Refusal::PastDeadline)]
fn an_ais_code_counts_only_when_allowed_and_in_time(
    #[case] suggested: &str,
    #[case] after: u64,
    #[case] why: Refusal,
) {
    let mut page = Page::wrapping_up(Configuration { use_ai_as_default: true, ..timed() });
    page.wait_seconds(after);
    let suggestion = Command::Suggest { segment: segment("s1"), code: code(suggested) };
    assert_eq!(refusal(&page.tell(suggestion)), Some(&why));
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.closure().code, Some(code_ref("resolved")));
}

#[test]
fn a_persons_closure_takes_the_default_and_not_the_ais_code() {
    let mut page = page(DefaultAndDiscard, Ai::On, NotesOnly);
    page.submit();
    page.commit();
    assert_eq!(page.closure().code, Some(code_ref("resolved")));
}

#[test]
fn an_ais_code_is_no_answer_to_a_required_one() {
    let mut page =
        Page::wrapping_up(Configuration { use_ai_as_default: true, ..timed_in(Mode::Mandatory) });
    page.tell(Command::Suggest { segment: segment("s1"), code: code("spam") });
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
    assert!(page.segment("s1").open().unwrap().overdue);
}

#[test]
fn the_sweep_of_one_without_a_deadline_discards_nothing_after_a_leap() {
    let mut page = Page::typed(fixtures::untimed());
    page.sleep_seconds(900);
    page.close(CloseReason::Sweep);
    page.commit();
    assert_eq!(page.closure().notes, "typed");
}
