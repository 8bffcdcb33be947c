//! What a step tells a system of record, what is sent next, and what an answer
//! means for a parcel.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, START, agent, ann, bob, code_ref, key, seconds, segment, timed};
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::delivery::back_off;
use interaction_wrap_up::domain::delivery::failure::{BackendError, TornRecord, Trouble};
use interaction_wrap_up::domain::delivery::outbox::{
    self, Change, Next, Records, Settled, Standing, TYPING_PAUSE,
};
use interaction_wrap_up::domain::delivery::parcel::{
    About, Parcel, Pause, Progress, Receipt, Rejection, Report, Verdict, WaitsFor,
};
use interaction_wrap_up::domain::delivery::step::Revision;
use interaction_wrap_up::domain::field::Fields;
use interaction_wrap_up::domain::id::{ClosureKey, InteractionId};
use interaction_wrap_up::domain::record::{RecordError, Rule};
use interaction_wrap_up::domain::segment::Closed;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use interaction_wrap_up::domain::wrap_up::{Command, Conversation};
use rstest::rstest;

fn records(conversation: &Conversation) -> Records<'_> {
    Records { interaction: &conversation.interaction, segments: &conversation.segments }
}

fn changes_knowing(
    before: Option<&Conversation>,
    after: &Conversation,
    learned: &[ClosureKey],
) -> Vec<Change> {
    let (before, after) = (before.map(records), records(after));
    outbox::changes(before, after, &ann().agent, learned, Revision(7), START)
}

fn changes(before: Option<&Conversation>, after: &Conversation) -> Vec<Change> {
    changes_knowing(before, after, &[])
}

/// Each change in two words.
fn words(changes: &[Change]) -> Vec<String> {
    let word = |change: &Change| match change {
        Change::Put(parcel) => format!("put {}", parcel.id),
        Change::Remove(id) => format!("remove {id}"),
    };
    changes.iter().map(word).collect()
}

fn put(change: &Change) -> &Parcel {
    match change {
        Change::Put(parcel) => parcel,
        Change::Remove(id) => panic!("{id} is removed"),
    }
}

/// Ann's wrap-up, and the same once she has typed.
fn opened_and_typed() -> (Conversation, Conversation) {
    let mut page = Page::wrapping_up(timed());
    let opened = page.conversation.clone();
    page.write("typed");
    (opened, page.conversation)
}

/// Ann's wrap-up as she left it, and the same submitted under `key-1`.
fn typed_and_submitted() -> (Conversation, Conversation) {
    let mut page = Page::typed(timed());
    let typed = page.conversation.clone();
    page.submit();
    page.commit();
    (typed, page.conversation)
}

#[test]
fn a_conversation_that_begins_is_told() {
    let talking = Page::talking(&["ann"]).conversation;
    assert_eq!(words(&changes(None, &talking)), ["put interaction:call"]);
    assert_eq!(words(&changes(Some(&talking), &talking)), [""; 0], "once");
}

#[test]
fn a_segment_that_opens_is_told_before_the_conversation_it_belongs_to() {
    let (talking, opened) = (Page::talking(&["ann"]).conversation, opened_and_typed().0);
    let told = changes(Some(&talking), &opened);
    assert_eq!(words(&told), ["put opened:s1", "put interaction:call"]);
    assert_eq!(told.iter().map(|each| put(each).place).collect::<Vec<_>>(), [0, 1]);
    let Report::Opened(told) = &put(&told[0]).report else { panic!("{told:?}") };
    assert_eq!(**told, opened.segments[0]);
}

#[test]
fn an_opening_is_told_without_the_closure_that_is_under_way() {
    let mut page = Page::typed(timed());
    page.submit();
    let told = changes(Some(&Page::talking(&["ann"]).conversation), &page.conversation);
    let Report::Opened(told) = &put(&told[0]).report else { panic!("{told:?}") };
    assert_eq!(told.pending, None);
}

#[test]
fn typing_is_told_after_a_pause_for_further_keys() {
    let (opened, typed) = opened_and_typed();
    let told = changes(Some(&opened), &typed);
    assert_eq!(words(&told), ["put changed:s1"]);
    let pause = Pause { until: START + TYPING_PAUSE, waits_for: WaitsFor::Typing };
    assert_eq!(put(&told[0]).pause, Some(pause));
    assert_eq!(put(&told[0]).report.text(), "typed");
    assert_eq!(put(&told[0]).key(), None);
}

#[test]
fn a_closure_takes_the_place_of_what_was_typed() {
    let (typed, submitted) = typed_and_submitted();
    let told = changes(Some(&typed), &submitted);
    let expected = ["remove changed:s1", "put closed:key-1", "put interaction:call"];
    assert_eq!(words(&told), expected);
    let closed = put(&told[1]);
    assert_eq!((closed.key(), closed.pause), (Some(&key("key-1")), None));
    assert_eq!((closed.revision, closed.made_at), (Revision(7), START));
    assert_eq!(closed.report.text(), "typed");
}

#[test]
fn a_segment_that_opens_and_closes_in_one_step_is_told_in_that_order() {
    let talking = Page::talking(&["ann"]).conversation;
    let told = changes(Some(&talking), &typed_and_submitted().1);
    let expected =
        ["put opened:s1", "remove changed:s1", "put closed:key-1", "put interaction:call"];
    assert_eq!(words(&told), expected);
}

#[test]
fn another_agents_segment_is_told_by_that_agents_page() {
    let talking = Page::talking(&["ann", "bob"]).conversation;
    let mut page = Page::talking(&["ann", "bob"]);
    page.end(Some(fixtures::catalog(timed())), &["anns", "bobs"]);
    let opened = page.conversation.clone();
    let told = changes(Some(&talking), &opened);
    assert_eq!(words(&told), ["put opened:anns", "put interaction:call"]);
    page.close_tab(bob());
    page.commit();
    assert_eq!(words(&changes(Some(&opened), &page.conversation)), [""; 0]);
    let (before, after) = (Some(records(&opened)), records(&page.conversation));
    let told = outbox::changes(before, after, &bob().agent, &[], Revision(7), START);
    assert_eq!(words(&told), ["remove changed:bobs", "put closed:key-1"]);
    assert!(told.iter().skip(1).all(|each| put(each).agent == bob().agent));
}

fn version(name: &str, notes: &str) -> Version {
    let (reason, by, at) = (VersionReason::Correction, Some(ann().agent), START);
    Version {
        key: key(name),
        reason,
        by,
        at,
        code: None,
        notes: notes.to_owned(),
        extra: Fields::new(),
    }
}

/// The conversation with its segment closed by the system of record instead.
fn learned(conversation: &Conversation, versions: &[Version]) -> Conversation {
    let mut conversation = conversation.clone();
    let now = Page::new().now;
    let closed = Closed {
        closure: closure("theirs", ClosureKind::TimedOut, ""),
        versions: versions.to_vec(),
        kept_back: String::new(),
    };
    conversation.apply(Command::Learn { segment: segment("s1"), closed: Box::new(closed) }, now);
    conversation
}

fn closure(name: &str, kind: ClosureKind, notes: &str) -> Closure {
    let by = (!kind.by_system()).then(|| ann().agent);
    let (at, code) = (START, Some(code_ref("billing")));
    let (notes, duration) = (notes.to_owned(), Millis(0));
    Closure {
        key: key(name),
        kind,
        by,
        at,
        code,
        notes,
        extra: Fields::new(),
        duration,
        required_missing: false,
    }
}

#[test]
fn a_correction_is_told_once() {
    let (_, submitted) = typed_and_submitted();
    let mut page = Page::new();
    page.conversation = submitted.clone();
    let draft = page.segment("s1").draft.clone();
    let (by, reason) = (ann(), VersionReason::Correction);
    page.tell(Command::Correct { segment: segment("s1"), by, draft, reason, key: key("v") });
    page.commit();
    assert_eq!(words(&changes(Some(&submitted), &page.conversation)), ["put corrected:v"]);
    assert_eq!(words(&changes(Some(&page.conversation), &page.conversation)), [""; 0]);
}

#[test]
fn what_was_learned_from_there_is_not_told_back() {
    let (typed, _) = typed_and_submitted();
    let after = learned(&typed, &[version("theirs too", "other words")]);
    let told = changes_knowing(Some(&typed), &after, &[key("theirs"), key("theirs too")]);
    assert_eq!(words(&told), ["put interaction:call"], "and what was typed still goes out");
}

#[test]
fn a_closure_that_has_become_a_version_is_not_told_once_more_as_one() {
    let (_, submitted) = typed_and_submitted();
    let after = learned(&submitted, &[version("key-1", "typed")]);
    let told = changes_knowing(Some(&submitted), &after, &[key("theirs")]);
    assert_eq!(words(&told), ["put interaction:call"]);
}

/// A parcel of ann's about `conversation`, made with the `revision`th writing.
fn parcel(conversation: &str, revision: u64) -> Parcel {
    let mut interaction = Page::new().conversation.interaction;
    interaction.id = InteractionId::new(conversation).unwrap();
    Parcel {
        id: format!("{conversation} {revision}"),
        agent: ann().agent,
        report: Report::Interaction(Box::new(interaction)),
        revision: Revision(revision),
        place: 0,
        made_at: START + seconds(revision),
        failures: 0,
        pause: None,
        rejected: None,
    }
}

fn waiting(parcel: Parcel, until: u64, waits_for: WaitsFor) -> Parcel {
    Parcel { pause: Some(Pause { until: START + seconds(until), waits_for }), ..parcel }
}

fn rejected(parcel: Parcel) -> Parcel {
    Parcel { rejected: Some(Rejection::Refused("no".to_owned())), ..parcel }
}

const BACK: WaitsFor = WaitsFor::End(Trouble::Unreachable);
const FAILED: WaitsFor = WaitsFor::End(Trouble::Failed);
const TYPING: WaitsFor = WaitsFor::Typing;

/// What is next 100 s after the start, in words.
fn next(parcels: &[Parcel]) -> String {
    match outbox::next(parcels, &ann().agent, START + seconds(100)) {
        Next::Deliver(parcel) => parcel.id.clone(),
        Next::Wait(until) => format!("wait {}", until.since(START).0 / 1000),
        Next::Nothing => "nothing".to_owned(),
    }
}

#[rstest]
#[case::nothing_is_left(vec![], "nothing")]
#[case::in_the_order_of_writing(vec![parcel("a", 2), parcel("a", 1)], "a 1")]
#[case::and_of_places(vec![Parcel { place: 1, id: "later".into(), ..parcel("a", 1) }, parcel("a", 1)], "a 1")]
#[case::the_conversation_that_waits_longest(vec![parcel("b", 2), parcel("a", 1)], "a 1")]
#[case::never_another_agents(
    vec![Parcel { agent: agent("bob"), ..parcel("a", 1) }, parcel("b", 2)],
    "b 2"
)]
#[case::nor_does_it_hold_anything_up(
    vec![Parcel { agent: agent("bob"), ..waiting(parcel("a", 1), 150, BACK) }, parcel("a", 2)],
    "a 2"
)]
#[case::one_that_failed_holds_up_its_conversation(
    vec![waiting(parcel("a", 1), 130, FAILED), parcel("a", 2)],
    "wait 130"
)]
#[case::and_no_other(
    vec![waiting(parcel("a", 1), 130, FAILED), parcel("a", 2), parcel("b", 3)],
    "b 3"
)]
#[case::what_concerns_all_holds_up_all(
    vec![waiting(parcel("a", 1), 130, BACK), parcel("b", 3)],
    "wait 130"
)]
#[case::until_the_last_of_it_is_over(
    vec![waiting(parcel("a", 1), 130, BACK), waiting(parcel("b", 3), 140, WaitsFor::SignIn)],
    "wait 140"
)]
#[case::a_pause_that_is_over(vec![waiting(parcel("a", 1), 100, BACK)], "a 1")]
#[case::a_pause_too_far_ahead_is_a_clocks_error(vec![waiting(parcel("a", 1), 701, BACK)], "a 1")]
#[case::the_longest_a_backend_may_ask_for(vec![waiting(parcel("a", 1), 700, BACK)], "wait 700")]
#[case::typing_holds_up_nothing(
    vec![waiting(parcel("a", 1), 102, TYPING), parcel("a", 2)],
    "a 2"
)]
#[case::typing_alone_waits(vec![waiting(parcel("a", 1), 102, TYPING)], "wait 102")]
#[case::typing_that_waited_takes_its_turn(
    vec![waiting(parcel("a", 1), 100, TYPING), parcel("a", 2)],
    "a 1"
)]
#[case::what_was_refused_stays(vec![rejected(parcel("a", 1))], "nothing")]
#[case::and_holds_up_nothing(vec![rejected(parcel("a", 1)), parcel("a", 2)], "a 2")]
fn the_next_parcel(#[case] parcels: Vec<Parcel>, #[case] expected: &str) {
    assert_eq!(next(&parcels), expected);
}

#[test]
fn a_closure_waits_for_the_opening_of_its_segment_but_not_for_a_refused_one() {
    let talking = Page::talking(&["ann"]).conversation;
    let told = changes(Some(&talking), &typed_and_submitted().1);
    let parcels = told.iter().filter(|each| matches!(each, Change::Put(_)));
    let mut parcels: Vec<_> = parcels.map(|each| put(each).clone()).collect();
    assert_eq!(next(&parcels), "opened:s1");
    parcels[0] = waiting(parcels[0].clone(), 130, FAILED);
    assert_eq!(next(&parcels), "wait 130");
    parcels[0] = rejected(parcels[0].clone());
    assert_eq!(next(&parcels), "closed:key-1");
}

#[rstest]
#[case::further_keys(Some((102, TYPING)), Some((104, TYPING)), Some((102, TYPING)))]
#[case::what_is_in_the_way(Some((130, BACK)), Some((104, TYPING)), Some((130, BACK)))]
#[case::a_pause_that_was_over(Some((101, TYPING)), Some((104, TYPING)), Some((104, TYPING)))]
#[case::a_pause_too_far_ahead(Some((1000, BACK)), Some((104, TYPING)), Some((104, TYPING)))]
#[case::none(None, Some((104, TYPING)), Some((104, TYPING)))]
#[case::what_never_waits(Some((101, BACK)), None, None)]
fn a_later_report_takes_over_the_pause_of_an_earlier_one(
    #[case] earlier: Option<(u64, WaitsFor)>,
    #[case] later: Option<(u64, WaitsFor)>,
    #[case] expected: Option<(u64, WaitsFor)>,
) {
    let pause = |(until, waits_for)| Pause { until: START + seconds(until), waits_for };
    let earlier = Parcel { pause: earlier.map(pause), failures: 3, ..parcel("a", 1) };
    let later = Parcel { made_at: START + seconds(101), pause: later.map(pause), ..parcel("a", 2) };
    let replaced = later.clone().replacing(&rejected(earlier));
    assert_eq!(replaced, Parcel { pause: expected.map(pause), failures: 3, ..later });
}

#[test]
fn a_parcel_tried_at_once_keeps_its_failures_and_nothing_in_its_way() {
    let failed = Parcel { failures: 4, ..waiting(rejected(parcel("a", 1)), 130, BACK) };
    let tried = failed.at_once();
    assert_eq!(tried, Parcel { failures: 4, ..parcel("a", 1) });
}

/// A parcel with a closure of ann's that says `notes`.
fn closing(kind: ClosureKind, notes: &str) -> Parcel {
    let about = About::of(&opened_and_typed().0.segments[0]);
    let closure = closure("mine", kind, notes);
    let report = Report::Closed { about: Box::new(about), closure: Box::new(closure) };
    Parcel { report, failures: 2, ..parcel("call", 5) }
}

fn changing() -> Parcel {
    let progress = Progress::of(&opened_and_typed().1.segments[0]);
    Parcel { report: Report::Changed(Box::new(progress)), ..parcel("call", 5) }
}

fn settle(parcel: &Parcel, answer: &Result<Receipt, BackendError>) -> Settled {
    outbox::settle(parcel.clone(), answer, START, 0)
}

#[allow(clippy::unnecessary_wraps)] // as an adapter gives it
fn receipt(verdict: Verdict) -> Result<Receipt, BackendError> {
    Ok(Receipt { verdict, time: None })
}

fn theirs(kind: ClosureKind, notes: &str, versions: &[Version]) -> Box<Closed> {
    let closure = closure("theirs", kind, notes);
    Box::new(Closed { closure, versions: versions.to_vec(), kept_back: String::new() })
}

fn stays(settled: Settled) -> Parcel {
    match settled {
        Settled::Stays(parcel) => *parcel,
        Settled::Gone => panic!("it is gone"),
    }
}

#[test]
fn what_was_taken_goes() {
    let mine = closing(ClosureKind::Submitted, "words");
    assert_eq!(settle(&mine, &receipt(Verdict::Taken)), Settled::Gone);
    let late = Verdict::TakenLate(theirs(ClosureKind::TimedOut, "", &[]));
    assert_eq!(settle(&mine, &receipt(late)), Settled::Gone);
}

#[rstest]
#[case::other_words("other words", &[], true)]
#[case::the_same_words("words", &[], false)]
#[case::words_that_a_version_has("", &["words"], false)]
#[case::words_that_a_version_replaced("words", &["newer"], false)]
#[case::words_that_no_version_has("", &["other"], true)]
fn an_overruled_closure_stays_while_it_has_words_of_its_own(
    #[case] closed: &str,
    #[case] versions: &[&str],
    #[case] expected: bool,
) {
    let versions: Vec<_> = versions
        .iter()
        .map(|notes| Version { code: Some(code_ref("billing")), ..version("v", notes) })
        .collect();
    let mine = closing(ClosureKind::Submitted, "words");
    let closed = theirs(ClosureKind::Ended, closed, &versions);
    let settled = settle(&mine, &receipt(Verdict::Overruled(closed)));
    if expected {
        let (kind, by) = (ClosureKind::Ended, Some(ann().agent));
        let rejected = Some(Rejection::Overruled { kind, by });
        assert_eq!(stays(settled), Parcel { rejected, pause: None, ..mine });
    } else {
        assert_eq!(settled, Settled::Gone);
    }
}

#[test]
fn an_overruled_code_stays_only_where_a_person_chose_it() {
    let mut closed = theirs(ClosureKind::Ended, "", &[]);
    closed.closure.code = Some(code_ref("spam"));
    let overruled = receipt(Verdict::Overruled(closed));
    let submitted = closing(ClosureKind::Submitted, "");
    assert!(stays(settle(&submitted, &overruled)).rejected.is_some());
    assert_eq!(settle(&closing(ClosureKind::TimedOut, ""), &overruled), Settled::Gone);
}

#[test]
fn what_was_typed_and_overruled_stays_in_reach() {
    let overruled = |notes| receipt(Verdict::Overruled(theirs(ClosureKind::Ended, notes, &[])));
    assert!(stays(settle(&changing(), &overruled("other"))).rejected.is_some());
    assert_eq!(settle(&changing(), &overruled("typed")), Settled::Gone);
}

#[rstest]
#[case::unreachable(Trouble::Unreachable, None, back_off::pause_after(3))]
#[case::asked(Trouble::Busy, Some(seconds(90)), seconds(90))]
#[case::asked_too_much(Trouble::Busy, Some(seconds(9000)), back_off::LONGEST_ASKED)]
fn what_failed_for_the_moment_waits(
    #[case] trouble: Trouble,
    #[case] after: Option<Millis>,
    #[case] expected: Millis,
) {
    let mine = closing(ClosureKind::Submitted, "words");
    let settled = settle(&mine, &Err(BackendError::TryAgain { trouble, after }));
    let pause = Some(Pause { until: START + expected, waits_for: WaitsFor::End(trouble) });
    assert_eq!(stays(settled), Parcel { failures: 3, pause, ..mine });
}

#[test]
fn a_conflict_without_a_winner_is_a_failure_like_others() {
    let settled = stays(settle(&changing(), &Err(BackendError::Conflict)));
    assert_eq!(settled.pause.map(|pause| pause.waits_for), Some(FAILED));
}

#[test]
fn who_is_not_signed_in_is_waited_for() {
    let settled = stays(settle(&changing(), &Err(BackendError::NotSignedIn)));
    let pause = Pause { until: START + seconds(60), waits_for: WaitsFor::SignIn };
    assert_eq!(settled.pause, Some(pause));
}

#[test]
fn what_is_refused_for_good_stays_with_its_agent() {
    let torn = TornRecord {
        kind: "segment",
        id: "s1".to_owned(),
        error: RecordError::new(Rule::Needed, "nothing").under("state"),
    };
    let refused = BackendError::Refused { reason: "too old".to_owned() };
    let mine = closing(ClosureKind::Submitted, "words");
    let reason = torn.to_string();
    for (error, words) in [(refused, "too old".to_owned()), (BackendError::Torn(torn), reason)] {
        let rejected = Some(Rejection::Refused(words));
        let settled = settle(&mine, &Err(error.clone()));
        assert_eq!(stays(settled), Parcel { rejected, ..mine.clone() });
        assert_eq!(settle(&changing(), &Err(error)), Settled::Gone, "the closure brings it again");
    }
}

#[test]
fn the_first_pause_is_a_second_and_the_longest_half_a_minute() {
    let pauses: Vec<_> = (0..9).map(|failures| back_off::pause_after(failures).0 / 1000).collect();
    assert_eq!(pauses, [1, 1, 2, 4, 8, 16, 30, 30, 30]);
    for chance in [0, 1, 512, 1023, 1024, u32::MAX] {
        let pause = back_off::pause_with_jitter(3, chance);
        assert!((2000..=4000).contains(&pause.0), "{pause:?}");
    }
}

#[test]
fn who_listens_begins_again_unless_nobody_will_tell() {
    let mut failures = 0;
    let mut pause = |over| back_off::pause_before_listening(&over, &mut failures, 0);
    let away = || Err(BackendError::TryAgain { trouble: Trouble::Unreachable, after: None });
    assert_eq!([pause(away()), pause(away())], [Some(seconds(1)), Some(seconds(2))]);
    assert_eq!(pause(Ok(())), Some(seconds(1)), "what ended well is as good as one failure");
    assert_eq!(pause(away()), Some(seconds(2)));
    assert_eq!(pause(Err(BackendError::NotSignedIn)), Some(seconds(60)));
    assert_eq!(pause(Err(BackendError::Refused { reason: String::new() })), None);
}

#[rstest]
#[case::empty(vec![], Standing::Sent)]
#[case::about_to_go(vec![parcel("a", 1), parcel("a", 2)], Standing::SavedHere(2))]
#[case::typing(vec![waiting(parcel("a", 1), 102, TYPING)], Standing::SavedHere(1))]
#[case::in_trouble(
    vec![parcel("a", 2), Parcel { failures: 1, ..waiting(parcel("a", 1), 130, BACK) }],
    Standing::Waiting(2, BACK)
)]
#[case::refused(
    vec![rejected(parcel("a", 2)), Parcel { failures: 1, ..waiting(parcel("a", 1), 130, BACK) }],
    Standing::Rejected(1)
)]
fn how_records_stand(#[case] parcels: Vec<Parcel>, #[case] expected: Standing) {
    assert_eq!(outbox::standing(parcels.iter()), expected);
}

#[test]
fn pauses_compare_with_the_clock_at_the_moment_of_asking() {
    let parcels = [waiting(parcel("a", 1), 130, BACK)];
    let next = |at: Timestamp| outbox::next(&parcels, &ann().agent, at);
    assert_eq!(next(START + seconds(129)), Next::Wait(START + seconds(130)));
    assert_eq!(next(START + seconds(130)), Next::Deliver(&parcels[0]));
}

#[rstest]
#[case::unreachable(BACK, true)]
#[case::no_answer(WaitsFor::End(Trouble::NoAnswer), true)]
#[case::busy(WaitsFor::End(Trouble::Busy), false)]
#[case::signed_out(WaitsFor::SignIn, false)]
#[case::typing(TYPING, false)]
fn the_network_s_return_frees_what_waited_for_it(#[case] waits_for: WaitsFor, #[case] freed: bool) {
    assert_eq!(waiting(parcel("call", 1), 30, waits_for).waits_for_network(), freed);
    assert!(!parcel("call", 1).waits_for_network(), "it waits for nothing");
}
