//! What a service makes of what pages tell it.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, ann, bob, catalog, key, supervisor, timed, untimed};
use interaction_wrap_up::domain::closure::{Closure, ClosureKind};
use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::delivery::parcel::{About, Progress};
use interaction_wrap_up::domain::delivery::presence::LeftBehind;
use interaction_wrap_up::domain::delivery::step::Revision;
use interaction_wrap_up::domain::field::FieldValue;
use interaction_wrap_up::domain::gate::{Actor, GateRefusal, Role};
use interaction_wrap_up::domain::interaction::{Interaction, InteractionState};
use interaction_wrap_up::domain::segment::{GONE_GRACE, Segment};
use interaction_wrap_up::domain::service::Ahead;
use interaction_wrap_up::domain::service::conclusion::{Told, conclude};
use interaction_wrap_up::domain::service::erasure::erase_words_of;
use interaction_wrap_up::domain::service::kept::{
    Counted, Kept, NotTaken, PAGE_TIME, assumed_rules,
};
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use rstest::rstest;

fn opened(configuration: Configuration) -> (Segment, Kept) {
    let page = Page::wrapping_up(configuration);
    let segment = page.segment("s1").clone();
    (segment.clone(), Kept::opened(segment, Ahead(0)))
}

fn typed(segment: &Segment, notes: &str) -> Progress {
    let mut progress = Progress::of(segment);
    notes.clone_into(&mut progress.draft.notes);
    progress
}

fn left(segment: &Segment, notes: &str) -> LeftBehind {
    LeftBehind { progress: typed(segment, notes), revision: Revision(2), shortened: false }
}

/// When closures were made.
const AT: Timestamp = Timestamp(1_800_000_000_000);

fn closure(kind: ClosureKind, name: &str) -> Closure {
    let by = (!kind.by_system()).then(|| ann().agent);
    Closure {
        key: key(name),
        kind,
        by,
        at: AT,
        code: None,
        notes: name.to_owned(),
        extra: std::iter::empty().collect(),
        duration: Millis(5_000),
        required_missing: false,
    }
}

fn kind_after(kept: &mut Kept, at: Timestamp) -> Option<ClosureKind> {
    kept.close_what_is_due(at, GONE_GRACE, key("service"));
    Some(kept.segment.closed()?.closure.kind)
}

#[test]
fn a_deadline_is_as_far_from_now_as_it_is_for_its_page() {
    let (segment, _) = opened(timed());
    let deadline = segment.deadline().unwrap();
    for ahead in [Ahead(0), Ahead(8 * 3_600_000), Ahead(-8 * 3_600_000)] {
        let mut kept = Kept::opened(segment.clone(), ahead);
        let due = ahead.here(deadline) + PAGE_TIME;
        assert_eq!(kept.due(GONE_GRACE).unwrap().at, due);
        assert_eq!(kind_after(&mut kept, due - Millis(1)), None);
        assert_eq!(kind_after(&mut kept, due), Some(ClosureKind::TimedOut));
        assert_eq!(kept.segment.closed().unwrap().closure.at, deadline);
        assert!(kept.by_service);
    }
}

#[test]
fn the_grace_begins_when_the_farewell_is_heard_and_ends_at_the_deadline() {
    let (segment, kept) = opened(timed());
    let opened_at = segment.opened_at;
    let went = opened_at + Millis(1_000);
    for (heard, due) in [
        (went + Millis(4_000), went + Millis(4_000) + GONE_GRACE),
        (opened_at + Millis(50_000), segment.deadline().unwrap()),
    ] {
        let mut kept = kept.clone();
        kept.goodbye(went, left(&segment, "typed"), &ann(), heard).unwrap();
        assert_eq!(kept.due(GONE_GRACE).unwrap().at, due);
        assert_eq!(kind_after(&mut kept, due), Some(ClosureKind::TabClosed));
        let closure = &kept.segment.closed().unwrap().closure;
        assert_eq!((closure.at, closure.notes.as_str()), (went, "typed"));
    }
}

#[rstest]
#[case::a_later_word_of_being_there(2, Some(ClosureKind::TimedOut))]
#[case::an_earlier_one(0, Some(ClosureKind::TabClosed))]
#[case::of_the_same_instant_the_farewell_counts(1, Some(ClosureKind::TabClosed))]
fn the_latest_word_of_presence_counts(#[case] at: i64, #[case] kind: Option<ClosureKind>) {
    for back_first in [true, false] {
        let (segment, mut kept) = opened(timed());
        let instant = |at: i64| segment.opened_at + Millis(u64::try_from(at).unwrap());
        if back_first {
            kept.back(instant(at), Ahead(0));
        }
        kept.goodbye(instant(1), left(&segment, "typed"), &ann(), instant(1)).unwrap();
        if !back_first {
            kept.back(instant(at), Ahead(0));
        }
        let due = kept.due(GONE_GRACE).unwrap().at;
        assert_eq!(kind_after(&mut kept, due), kind);
    }
}

#[test]
fn a_forced_one_lasts_its_time_whoever_goes() {
    let (segment, mut kept) = opened(Configuration { mode: Mode::Forced, ..timed() });
    let at = segment.opened_at;
    kept.goodbye(at, left(&segment, "typed"), &ann(), at).unwrap();
    let due = kept.due(GONE_GRACE).unwrap().at;
    assert_eq!(due, segment.deadline().unwrap() + PAGE_TIME);
}

#[test]
fn without_a_deadline_only_the_sweep_comes() {
    let (segment, mut kept) = opened(untimed());
    let due = kept.due(GONE_GRACE).unwrap().at;
    assert_eq!(Some(due), segment.sweep_due());
    assert_eq!(kind_after(&mut kept, due), Some(ClosureKind::Swept));
    assert_eq!(kept.due(GONE_GRACE), None);
}

#[test]
fn every_kind_yields_to_exactly_those_it_should() {
    for first in ClosureKind::ALL {
        for late in ClosureKind::ALL {
            let (_, mut kept) = opened(timed());
            let by = Actor { agent: ann().agent, roles: all_roles() };
            assert_eq!(kept.close(closure(first, "first"), &by), Ok(Counted::Closed));
            assert_eq!(kept.close(closure(first, "first"), &by), Ok(Counted::Before));
            let expected =
                if first.yields_to(late) { Counted::Version } else { Counted::Overruled };
            assert_eq!(kept.close(closure(late, "late"), &by), Ok(expected), "{first:?} {late:?}");
            let closed = kept.segment.closed().unwrap();
            assert_eq!(closed.closure.notes, "first");
            assert_eq!(closed.versions.len(), usize::from(expected == Counted::Version));
        }
    }
}

fn all_roles() -> interaction_wrap_up::domain::gate::Roles {
    [Role::InteractionAdmin, Role::Supervisor, Role::Admin].into()
}

#[test]
fn the_gate_is_the_same_as_in_a_page() {
    let (segment, kept) = opened(timed());
    let without = Actor { agent: ann().agent, roles: [].into() };
    let refused = |kind, by: &Actor| kept.clone().close(closure(kind, "words"), by).unwrap_err();
    let missing = |role| NotTaken::Gate(GateRefusal::RoleMissing(role));
    assert_eq!(refused(ClosureKind::Submitted, &without), missing(Role::InteractionAdmin));
    assert_eq!(refused(ClosureKind::Ended, &without), missing(Role::InteractionAdmin));
    assert_eq!(refused(ClosureKind::Forced, &ann()), missing(Role::Supervisor));
    let another = NotTaken::Gate(GateRefusal::NotAssigned(ann().agent));
    assert_eq!(refused(ClosureKind::Submitted, &bob()), another);
    assert_eq!(refused(ClosureKind::Forced, &supervisor()), NotTaken::By);
    let wordless = Closure { notes: String::new(), ..closure(ClosureKind::Ended, "key") };
    assert_eq!(kept.clone().close(wordless, &without), Ok(Counted::Closed));
    let draft = (2, typed(&segment, "words"));
    let change = kept.clone().change(draft, &without, Ahead(0), None);
    assert_eq!(change, Err(missing(Role::InteractionAdmin)));
}

#[test]
fn what_was_never_opened_here_runs_by_its_configuration() {
    let (segment, _) = opened(timed());
    let about = About::of(&segment);
    assert_eq!(assumed_rules(&about, &catalog(timed())), segment.rules);
    let unknown = About { configuration: None, ..about.clone() };
    let rules = assumed_rules(&unknown, &catalog(timed()));
    assert_eq!(rules.duration, None);
    let mut kept = Kept::mentioned(&about, rules, Ahead(0));
    kept.change((3, typed(&segment, "quick")), &ann(), Ahead(0), None).unwrap();
    kept.open(segment.clone(), Ahead(0));
    assert_eq!(kept.segment.rules, segment.rules);
    assert_eq!(kept.segment.draft.notes, "quick");
}

fn told(agent: &Actor, at: i64, state: InteractionState, connected: &[&Actor]) -> Told {
    let (segment, _) = opened(timed());
    let mut record = Interaction::new(
        segment.interaction.clone(),
        interaction_wrap_up::domain::channel::Channel::Chat,
        Timestamp(0),
    );
    record.state = state;
    record.connected = connected.iter().map(|each| each.agent.clone()).collect();
    Told { agent: agent.agent.clone(), changed: Timestamp(at), record }
}

#[test]
fn a_conversation_is_over_once_nobody_is_on_it_and_the_last_wrap_up_has_closed() {
    use InteractionState::{ClosedComplete, WorkInProgress, WrapUp};
    assert_eq!(conclude(None, Vec::new(), &[]), None);
    let (_, open) = opened(timed());
    let mut closed = open.clone();
    closed.close(closure(ClosureKind::TimedOut, "key"), &ann()).unwrap();
    let state = |told: Vec<Told>, segments: &[Kept]| conclude(None, told, segments).unwrap();
    // Whether Bob is on it, his own page says, however old its word.
    let bob_is_on = told(&bob(), 1, WorkInProgress, &[&bob()]);
    let ann_says = told(&ann(), 2, ClosedComplete, &[]);
    let on = state(vec![bob_is_on.clone(), ann_says.clone()], std::slice::from_ref(&closed));
    assert_eq!((on.state, on.connected), (WorkInProgress, vec![bob().agent]));
    let bob_left = told(&bob(), 3, WrapUp, &[]);
    let unfinished = state(vec![ann_says.clone(), bob_left.clone()], &[closed.clone(), open]);
    assert_eq!(unfinished.state, WrapUp);
    let over = state(vec![ann_says, bob_left], &[closed]);
    assert_eq!((over.state, over.system_wrap_up), (ClosedComplete, true));
    assert_eq!(over.closed_at, Some(AT));
    // It never opens again.
    assert_eq!(conclude(Some(&over), vec![bob_is_on], &[]), Some(over));
}

#[test]
fn words_are_erased_of_what_is_closed_and_what_was_counted_stays() {
    let (segment, mut kept) = opened(timed());
    let secret = "Her number is 0 12.";
    let words = |kept: &Kept| format!("{kept:?}").matches(secret).count();
    kept.change((2, typed(&segment, secret)), &ann(), Ahead(0), None).unwrap();
    assert!(!kept.erase_words(), "the page would bring them again");
    assert_eq!(words(&kept), 1);

    let mut submitted = closure(ClosureKind::TimedOut, "one");
    secret.clone_into(&mut submitted.notes);
    submitted.extra =
        [("callback".to_owned(), FieldValue::Text(secret.to_owned()))].into_iter().collect();
    kept.close(submitted.clone(), &ann()).unwrap();
    let late = Closure {
        kind: ClosureKind::Submitted,
        key: key("two"),
        by: Some(ann().agent),
        ..submitted
    };
    kept.close(late.clone(), &ann()).unwrap();
    secret.clone_into(&mut kept.segment.suggested_notes);
    assert!(kept.has_words());
    let before = kept.clone();
    assert!(kept.erase_words());
    assert!(!kept.has_words());
    assert_eq!(words(&kept), 0, "{kept:?}");
    assert!(!kept.erase_words());

    let (before, after) = (before.segment.closed().unwrap(), kept.segment.closed().unwrap());
    assert_eq!(after.closure.key, before.closure.key);
    assert_eq!(after.closure.at, before.closure.at);
    assert_eq!(after.versions.len(), before.versions.len());
    // The same closure again still counts once.
    assert_eq!(kept.close(late, &ann()).unwrap(), Counted::Before);
    assert_eq!(words(&kept), 0);

    let mut record = told(&ann(), 0, InteractionState::ClosedComplete, &[]).record;
    record.fields =
        [("phone".to_owned(), FieldValue::Text(secret.to_owned()))].into_iter().collect();
    assert!(erase_words_of(&mut record));
    assert!(!format!("{record:?}").contains(secret));
    assert!(!erase_words_of(&mut record));
}
