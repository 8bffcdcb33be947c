//! Pages that go away and come back, and what the system of record says then.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{
    Page, agent, ann, journal, key, refusal, seconds, segment, timed, timed_in, untimed,
};
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::delivery::outbox::{self, Change, Records};
use interaction_wrap_up::domain::delivery::parcel::{Parcel, Progress, Report};
use interaction_wrap_up::domain::delivery::presence::{self, FAREWELL_BYTES, Farewell, LeftBehind};
use interaction_wrap_up::domain::delivery::step::Revision;
use interaction_wrap_up::domain::draft::MAX_NOTES;
use interaction_wrap_up::domain::field::Fields;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::InteractionState;
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::segment::{Closed, SegmentState, Timing};
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Conversation, Effect};
use rstest::rstest;

// No page of it is there any more.

/// Ann types, the page goes, and `seconds` later it comes back.
fn gone_for(configuration: Configuration, seconds: u64) -> (Page, Timestamp) {
    let mut page = Page::typed(configuration);
    page.wait_seconds(5);
    let since = page.at();
    page.wait_seconds(seconds);
    page.close(CloseReason::Gone { since });
    page.commit();
    (page, since)
}

#[rstest]
#[case::a_reload(timed(), 2)]
#[case::within_the_grace(timed(), 29)]
#[case::without_a_limit(untimed(), 29)]
#[case::forced_runs_on(timed_in(Mode::Forced), 40)]
fn it_goes_on(#[case] configuration: Configuration, #[case] seconds: u64) {
    let (page, _) = gone_for(configuration, seconds);
    assert!(page.segment("s1").open().is_some());
    assert_eq!(page.segment("s1").draft.notes, "typed");
}

#[rstest]
#[case::after_the_grace(timed(), 30)]
#[case::long_after(timed(), 7_000)]
#[case::without_a_limit(untimed(), 30)]
#[case::at_the_deadline_within_the_grace(Configuration { duration_seconds: 20, ..timed() }, 16)]
fn it_was_closed_with_its_tab(#[case] configuration: Configuration, #[case] seconds: u64) {
    let (page, since) = gone_for(configuration, seconds);
    let closure = page.closure();
    assert_eq!(closure.kind, ClosureKind::TabClosed);
    assert_eq!(closure.at, since);
    assert_eq!(closure.by, Some(agent("ann")));
    assert_eq!(closure.notes, "typed");
    assert_eq!(closure.duration, seconds_of(5));
    assert_eq!(page.state(), InteractionState::ClosedComplete);
    assert!(!page.conversation.interaction.system_wrap_up);
}

fn seconds_of(count: u64) -> Millis {
    seconds(count)
}

#[test]
fn what_was_due_while_a_page_was_there_is_the_deadlines() {
    let mut page = Page::typed(timed());
    page.wait_seconds(70);
    page.close(CloseReason::Gone { since: page.at() });
    assert!(page.segment("s1").pending.is_none());
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::TimedOut);
}

#[test]
fn an_accepted_closure_is_not_replaced_by_going() {
    let mut page = Page::typed(timed());
    let since = page.at();
    page.submit();
    page.wait_seconds(100);
    page.close(CloseReason::Gone { since });
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::Submitted);
}

#[rstest]
#[case::nobody(&[], None)]
#[case::one(&[Some(5)], Some(5))]
#[case::the_last(&[Some(5), Some(9), Some(7)], Some(9))]
#[case::one_crashed(&[Some(5), None], None)]
fn since_when_nobody_is_there(#[case] gone: &[Option<i64>], #[case] since: Option<i64>) {
    let gone = gone.iter().map(|at| at.map(Timestamp));
    assert_eq!(presence::gone_since(gone), since.map(Timestamp));
}

// The system of record says otherwise.

fn elsewhere(kind: ClosureKind, notes: &str) -> Closed {
    let by = (!kind.by_system()).then(|| agent("ben"));
    let (at, duration) = (fixtures::START, seconds(3));
    let closure = Closure {
        key: key("theirs"),
        kind,
        by,
        at,
        code: None,
        notes: notes.to_owned(),
        duration,
        extra: Fields::new(),
        required_missing: false,
    };
    Closed { closure, versions: Vec::new(), kept_back: String::new() }
}

fn learn(page: &mut Page, closed: Closed) -> Vec<Effect> {
    page.tell(Command::Learn { segment: segment("s1"), closed: Box::new(closed) })
}

#[test]
fn an_open_segment_is_closed_as_the_record_says() {
    let mut page = Page::typed(timed());
    let effects = learn(&mut page, elsewhere(ClosureKind::Forced, "theirs"));
    assert_eq!(page.closure().key, key("theirs"));
    assert_eq!(page.state(), InteractionState::ClosedComplete);
    assert!(effects.contains(&Effect::ClosedElsewhere(segment("s1"))));
    assert!(journal(&effects).contains(&&JournalEvent::Learned(ClosureKind::Forced)));
    assert!(effects.contains(&Effect::Save { strict: true }));
}

#[test]
fn a_submit_under_way_becomes_a_version_of_what_the_clock_closed() {
    let mut page = Page::typed(timed());
    page.submit();
    learn(&mut page, elsewhere(ClosureKind::TimedOut, ""));
    let closed = page.segment("s1").closed().unwrap();
    assert_eq!(closed.closure.kind, ClosureKind::TimedOut);
    assert_eq!(closed.versions, [], "not before it is stored");
    page.commit();
    let closed = page.segment("s1").closed().unwrap();
    assert_eq!(closed.versions[0].reason, VersionReason::Late);
    assert_eq!(closed.notes(), "typed");
}

#[test]
fn a_submit_under_way_is_offered_where_a_person_was_faster() {
    let mut page = Page::typed(timed());
    page.submit();
    let effects = learn(&mut page, elsewhere(ClosureKind::Submitted, "theirs"));
    assert_eq!(page.closure().notes, "theirs");
    let offered = |effect: &Effect| match effect {
        Effect::Superseded { closure, .. } => closure.notes == "typed",
        _ => false,
    };
    assert!(effects.iter().any(offered));
}

#[test]
fn a_closure_taken_late_is_kept_as_the_record_has_it() {
    let mut page = Page::typed(timed());
    page.submit();
    page.commit();
    let mine = page.closure().clone();
    let mut closed = elsewhere(ClosureKind::TimedOut, "");
    let Closure { key, by, at, code, notes, extra, .. } = mine;
    closed.versions.push(Version { key, reason: VersionReason::Late, by, at, code, notes, extra });
    learn(&mut page, closed);
    let segment = page.segment("s1").closed().unwrap();
    assert_eq!(segment.closure.kind, ClosureKind::TimedOut);
    assert_eq!(segment.versions.len(), 1);
    assert_eq!(segment.notes(), "typed");
    assert!(page.conversation.interaction.system_wrap_up);
}

#[test]
fn a_correction_that_is_still_on_its_way_stays() {
    let mut page = Page::typed(timed());
    page.submit();
    page.commit();
    let draft = interaction_wrap_up::domain::draft::Draft {
        notes: "corrected".to_owned(),
        ..page.segment("s1").draft.clone()
    };
    let key = page.next_key();
    let reason = VersionReason::Correction;
    let effects =
        page.tell(Command::Correct { segment: segment("s1"), by: ann(), draft, reason, key });
    assert_eq!(refusal(&effects), None);
    let closure = page.closure().clone();
    let closed = Closed { closure, versions: Vec::new(), kept_back: String::new() };
    let effects = learn(&mut page, closed);
    assert_eq!(effects, Vec::new(), "nothing was learnt");
    page.commit();
    assert_eq!(page.segment("s1").closed().unwrap().notes(), "corrected");
}

// What is said on going.

fn left_behind(name: &str, notes: &str, deadline: Option<i64>) -> LeftBehind {
    let mut page = Page::wrapping_up(timed());
    page.write(notes);
    let mut mine = page.segment("s1").clone();
    mine.id = segment(name);
    if let SegmentState::Open(open) = &mut mine.state {
        let whole = seconds(60);
        open.timing = deadline.map(|at| Timing { deadline: Timestamp(at), whole });
    }
    LeftBehind { progress: Progress::of(&mine), revision: Revision(3), shortened: false }
}

fn records(known: &Conversation) -> Records<'_> {
    Records { interaction: &known.interaction, segments: &known.segments }
}

fn final_parcel(notes: &str) -> Parcel {
    let mut page = Page::wrapping_up(timed());
    page.write(notes);
    let before = page.conversation.clone();
    page.submit();
    page.commit();
    let changes = outbox::changes(
        Some(records(&before)),
        records(&page.conversation),
        &agent("ann"),
        &[],
        Revision(4),
        page.at(),
    );
    let mut parcels = changes.into_iter().filter_map(|change| match change {
        Change::Put(parcel) if parcel.report.is_final() => Some(*parcel),
        _ => None,
    });
    parcels.next_back().unwrap()
}

fn farewell(outbox: &[Parcel], segments: Vec<LeftBehind>, room: usize) -> Farewell {
    Farewell::of(Some(agent("ann")), fixtures::START, outbox, segments, room)
}

// A page that left out whole wrap-ups would keep the service from ever missing them.
#[cfg(feature = "serde")]
#[rstest]
#[case::of_our_own(FAREWELL_BYTES, 10, 3)]
#[case::in_a_foreign_frame(presence::FAREWELL_BYTES_IN_FRAME, 3, 0)]
fn every_wrap_up_is_named_before_any_text_is_told(
    #[case] room: usize,
    #[case] named: usize,
    #[case] whole: usize,
) {
    let notes = "漢".repeat(MAX_NOTES);
    let name = |n: i64| format!("s-{n}");
    let segments = (0..10).map(|n| left_behind(&name(n), &notes, Some(100_000 - n))).collect();
    let farewell = farewell(&[], segments, room);
    let bytes = serde_json::to_vec(&farewell).unwrap().len();
    assert!(bytes <= room, "{bytes} bytes");
    let names: Vec<_> = farewell.ids().map(ToString::to_string).collect();
    let urgent: Vec<_> = (0..10).rev().map(name).take(named).collect();
    assert_eq!(names, urgent, "those that end first");
    let shortened: Vec<_> = farewell.segments.iter().map(|each| each.shortened).collect();
    let expected: Vec<_> = (0..named).map(|place| place >= whole).collect();
    assert_eq!(shortened, expected);
    let text_is_gone = |each: &LeftBehind| each.progress.draft.notes.is_empty();
    assert!(farewell.segments.iter().all(|each| each.shortened == text_is_gone(each)));
}

#[test]
fn what_is_final_goes_first() {
    let notes = "x".repeat(MAX_NOTES);
    let parcel = final_parcel(&notes);
    let segments = vec![left_behind("s-1", &notes, None)];
    let farewell = farewell(&[parcel], segments, 8_000);
    assert_eq!(farewell.finals.len(), 1);
    assert!(
        matches!(&farewell.finals[0], Report::Closed { closure, .. } if closure.notes == notes)
    );
    assert!(farewell.segments[0].shortened);
}

/// A closure of the conversation `name` and a correction of it, made so late.
fn closed_and_corrected(name: &str, notes: &str, made_at: [i64; 2]) -> [Parcel; 2] {
    let closure = final_parcel(notes);
    let Report::Closed { about, .. } = closure.report.clone() else { unreachable!() };
    let mut about = about;
    about.interaction = InteractionId::new(name).unwrap();
    let mut closed = closure.clone();
    if let Report::Closed { about: its, .. } = &mut closed.report {
        its.clone_from(&about);
    }
    let version = Version {
        key: key("v"),
        reason: VersionReason::Correction,
        by: Some(agent("ann")),
        at: Timestamp(made_at[1]),
        code: None,
        notes: "corrected".to_owned(),
        extra: Fields::new(),
    };
    let report = Report::Corrected { about, version: Box::new(version) };
    closed.made_at = Timestamp(made_at[0]);
    let revision = Revision::after(Some(closed.revision));
    let corrected = Parcel { report, revision, made_at: Timestamp(made_at[1]), ..closure };
    [closed, corrected]
}

fn is_closure(report: &Report) -> bool {
    matches!(report, Report::Closed { .. })
}

#[test]
fn a_correction_is_said_after_what_it_corrects_whatever_the_clock_said() {
    let [closed, corrected] = closed_and_corrected("c-1", "", [5_000, 1_000]);
    let farewell = farewell(&[corrected, closed], Vec::new(), FAREWELL_BYTES);
    let said: Vec<_> = farewell.finals.iter().map(is_closure).collect();
    assert_eq!(said, [true, false]);
}

#[test]
fn a_correction_is_left_out_with_what_it_corrects() {
    let long = closed_and_corrected("c-1", &"x".repeat(MAX_NOTES), [1_000, 2_000]);
    let [short, _] = closed_and_corrected("c-2", "", [3_000, 4_000]);
    let outbox: Vec<_> = long.into_iter().chain([short]).collect();
    let farewell = farewell(&outbox, Vec::new(), 4_000);
    let said: Vec<_> = farewell.finals.iter().map(|each| each.interaction().as_str()).collect();
    assert_eq!(said, ["c-2"]);
}

#[test]
fn what_another_agent_left_is_not_said() {
    let mut parcel = final_parcel("typed");
    parcel.agent = agent("bob");
    assert!(farewell(&[parcel], Vec::new(), FAREWELL_BYTES).is_empty());
}
