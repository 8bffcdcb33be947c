//! What remains of an agent's in a browser, and how long it stays there.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{
    Page, START, agent, ann, bob, catalog, key, seconds, segment, timed, typing, untimed,
};
use interaction_wrap_up::domain::closure::VersionReason;
use interaction_wrap_up::domain::delivery::outbox::{self, Change, Records};
use interaction_wrap_up::domain::delivery::parcel::{Parcel, Rejection};
use interaction_wrap_up::domain::delivery::remains::{Holdings, Remains, Unfinished, Unsent};
use interaction_wrap_up::domain::delivery::retention::{self, Idle, Lapsed, Retention};
use interaction_wrap_up::domain::delivery::step::{Revision, Stored, Typed};
use interaction_wrap_up::domain::draft::Draft;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::segment::CommitFailure;
use interaction_wrap_up::domain::time::Millis;
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Conversation};
use rstest::rstest;

const HOUR: Millis = Millis::from_seconds(3_600);
const DAY: Millis = Millis(24 * HOUR.0);

fn call() -> InteractionId {
    InteractionId::new("call").unwrap()
}

fn records(conversation: &Conversation) -> Records<'_> {
    Records { interaction: &conversation.interaction, segments: &conversation.segments }
}

/// Everything about a conversation that a system of record has not confirmed.
fn parcels(conversation: &Conversation) -> Vec<Parcel> {
    let told = outbox::changes(None, records(conversation), &ann().agent, &[], Revision(7), START);
    let put = |change| match change {
        Change::Put(parcel) => Some(*parcel),
        Change::Remove(_) => None,
    };
    told.into_iter().filter_map(put).collect()
}

/// A store with that conversation in it, confirmed.
fn held(conversation: &Conversation) -> Holdings {
    let Conversation { interaction, segments, .. } = conversation.clone();
    let stored = Stored { interaction, segments, revision: Revision(7) };
    Holdings { conversations: vec![stored], ..Holdings::default() }
}

fn submitted() -> Page {
    let mut page = Page::typed(timed());
    page.submit();
    page.commit();
    page
}

fn remains(conversation: &Conversation, outbox: &[Parcel]) -> Remains {
    Remains::of([records(conversation)].into_iter(), outbox, &[], Some(&ann().agent))
}

fn unsent(correction: bool, rejected: bool, key_of: &str) -> Unsent {
    Unsent { interaction: call(), key: key(key_of), since: START, correction, rejected }
}

// What remains.

#[test]
fn of_what_is_confirmed_nothing_remains() {
    let remains = remains(&submitted().conversation, &[]);
    assert_eq!(remains, Remains::default());
    assert!(remains.is_empty() && remains.is_sent() && !remains.would_be_missed());
}

#[test]
fn what_is_finished_and_not_confirmed_is_named_by_its_key() {
    let mut page = submitted();
    let draft = Draft::of(None, "better".to_owned());
    let (by, reason, key) = (ann(), VersionReason::Correction, page.next_key());
    page.tell(Command::Correct { segment: segment("s1"), by, draft, reason, key });
    assert_eq!(remains(&page.conversation, &[]).unsent, [unsent(true, false, "key-2")]);
    page.commit();
    let mut outbox = parcels(&page.conversation);
    outbox.iter_mut().filter(|each| each.report.is_final()).last().unwrap().rejected =
        Some(Rejection::Refused("no".to_owned()));
    let remains = remains(&page.conversation, &outbox);
    let expected = [unsent(false, false, "key-1"), unsent(true, true, "key-2")];
    assert_eq!(remains.unsent, expected);
    assert!(!remains.is_sent() && remains.would_be_missed());
}

#[test]
fn what_is_only_news_is_said_once_and_would_not_be_missed() {
    let outbox = parcels(&Page::wrapping_up(timed()).conversation);
    assert_eq!(outbox.len(), 2);
    let remains = remains(&submitted().conversation, &outbox);
    assert_eq!(remains.news, [call()]);
    assert!(!remains.is_empty() && !remains.is_sent() && !remains.would_be_missed());
}

#[rstest]
#[case::untouched(false)]
#[case::typed(true)]
fn a_wrap_up_that_is_open_is_named_with_whether_it_holds_words(#[case] typed: bool) {
    let page = if typed { Page::typed(timed()) } else { Page::wrapping_up(timed()) };
    let remains = remains(&page.conversation, &[]);
    assert_eq!(remains.unfinished, [Unfinished { interaction: call(), typed }]);
    assert_eq!((remains.drafts().count() == 1, remains.would_be_missed()), (typed, typed));
    assert!(remains.is_sent(), "nothing of it can be sent");
}

#[test]
fn a_closure_that_the_store_does_not_take_remains_too() {
    let mut page = Page::typed(timed());
    page.submit();
    page.fail(&CommitFailure::TryAgain);
    let at = page.at();
    let expected = Unsent { since: at, ..unsent(false, false, "key-1") };
    assert_eq!(remains(&page.conversation, &[]).unsent, [expected]);
    assert_eq!(remains(&page.conversation, &[]).unfinished, []);
}

#[test]
fn what_the_clock_discarded_is_kept_for_its_author() {
    let mut page = Page::typed(timed());
    page.wait_seconds(70);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.segment("s1").unsaved_notes(), "typed");
    assert_eq!(remains(&page.conversation, &[]).kept, [call()]);
    assert!(remains(&page.conversation, &[]).would_be_missed());
}

#[test]
fn what_a_page_that_went_had_typed_counts() {
    let typed = |page: &Page| Typed {
        id: "page:s1".to_owned(),
        interaction: call(),
        segment: Some(page.segment("s1").id.clone()),
        early: None,
        draft: Draft::of(None, "left".to_owned()),
    };
    let of = |page: &Page| {
        let typed = [typed(page)];
        Remains::of([records(&page.conversation)].into_iter(), &[], &typed, Some(&ann().agent))
    };
    assert!(of(&Page::wrapping_up(timed())).unfinished[0].typed);
    assert_eq!(of(&submitted()).kept, [call()]);
}

#[test]
fn what_is_prepared_during_the_conversation_is_unfinished() {
    let mut configuration = untimed();
    configuration.early_dialog = true;
    let mut page = Page::talking(&["ann"]);
    let catalog = Some(catalog(configuration));
    page.tell(Command::OpenEarly { by: ann(), catalog });
    assert!(remains(&page.conversation, &[]).is_empty());
    page.tell(Command::EditEarly { by: ann(), edit: typing("early") });
    let expected = [Unfinished { interaction: call(), typed: true }];
    assert_eq!(remains(&page.conversation, &[]).unfinished, expected);
}

#[test]
fn another_agents_is_not_ones_own() {
    let page = Page::typed(timed());
    let outbox = parcels(&submitted().conversation);
    let of_bob =
        Remains::of([records(&page.conversation)].into_iter(), &outbox, &[], Some(&bob().agent));
    assert!(of_bob.is_empty());
    let of_all = Remains::of([records(&page.conversation)].into_iter(), &outbox, &[], None);
    assert_eq!((of_all.unsent.len(), of_all.unfinished.len()), (1, 1));
}

// How long what is confirmed stays.

fn removable(held: &Holdings, after: Millis) -> usize {
    let rule = Retention { confirmed: Some(Millis(2 * DAY.0)), abandoned: None };
    rule.removable(held, Some(&ann().agent), START + after).len()
}

const LONG: Millis = Millis(1_000 * DAY.0);

#[test]
fn what_is_finished_and_confirmed_goes_after_its_time_as_it_was_looked_at() {
    let held = held(&submitted().conversation);
    assert_eq!(removable(&held, Millis(2 * DAY.0 - 1)), 0);
    assert_eq!(removable(&held, Millis(2 * DAY.0)), 1);
    let rule = Retention::default();
    let gone = rule.removable(&held, Some(&ann().agent), START + LONG);
    assert_eq!(gone, [(call(), Revision(7))]);
}

#[test]
fn its_time_begins_with_the_last_thing_that_happened_to_it() {
    let mut page = submitted();
    page.wait(HOUR.0);
    let draft = Draft::of(None, "better".to_owned());
    let (by, reason, key) = (ann(), VersionReason::Correction, page.next_key());
    page.tell(Command::Correct { segment: segment("s1"), by, draft, reason, key });
    page.commit();
    let held = held(&page.conversation);
    assert_eq!(removable(&held, Millis(2 * DAY.0)), 0);
    assert_eq!(removable(&held, Millis(2 * DAY.0) + HOUR), 1);
}

#[test]
fn what_its_author_may_still_correct_stays() {
    let mut configuration = timed();
    configuration.correction_seconds = 5 * 24 * 3_600;
    let mut page = Page::typed(configuration);
    page.submit();
    page.commit();
    let held = held(&page.conversation);
    assert_eq!(removable(&held, Millis(4 * DAY.0)), 0);
    assert_eq!(removable(&held, Millis(5 * DAY.0)), 1);
}

#[rstest]
#[case::a_new_one(Page::new())]
#[case::on_which_the_agent_is(Page::talking(&["ann", "bob"]))]
#[case::with_an_open_wrap_up(Page::typed(timed()))]
fn what_is_not_finished_stays_whatever_its_age(#[case] page: Page) {
    assert_eq!(removable(&held(&page.conversation), LONG), 0);
}

#[test]
fn what_goes_on_with_other_agents_only_is_finished_here() {
    let mut page = Page::talking(&["ann"]);
    page.leave("ann", Some("bob"), Some(catalog(untimed())), "s1");
    assert_eq!(removable(&held(&page.conversation), LONG), 0);
    page.submit();
    page.commit();
    assert!(page.conversation.interaction.has(&agent("bob")));
    assert_eq!(removable(&held(&page.conversation), LONG), 1);
    // In a store of everybody's, it is not over.
    let rule = Retention::default();
    assert_eq!(rule.removable(&held(&page.conversation), None, START + LONG), []);
}

#[test]
fn what_is_not_confirmed_stays_whatever_its_age() {
    let page = submitted();
    for parcel in parcels(&page.conversation) {
        let mut held = held(&page.conversation);
        held.outbox = vec![Parcel { rejected: Some(Rejection::Refused(String::new())), ..parcel }];
        assert_eq!(removable(&held, LONG), 0);
    }
    let mut held = held(&page.conversation);
    held.typed = vec![Typed {
        id: "page:s1".to_owned(),
        interaction: call(),
        segment: Some(segment("s1")),
        early: None,
        draft: Draft::default(),
    }];
    assert_eq!(removable(&held, LONG), 0);
}

#[test]
fn a_store_that_is_the_system_of_record_keeps_everything() {
    let held = held(&submitted().conversation);
    assert_eq!(Retention::FOR_EVER.removable(&held, None, START + LONG), []);
    assert!(!Retention::FOR_EVER.is_abandoned(Idle { looked_at: START, length: LONG }));
}

#[test]
fn an_instant_that_lies_ahead_of_the_clock_makes_nothing_old() {
    let held = held(&submitted().conversation);
    let rule = Retention::default();
    assert_eq!(rule.removable(&held, None, START - LONG), []);
}

// What nobody comes back to.

/// The looks of others at a store, at those days after its agent left.
fn looked(days: &[u64]) -> Idle {
    days.iter()
        .fold(Idle::none(START), |idle, day| idle.looked(START + Millis(day * DAY.0)).unwrap())
}

#[test]
fn a_store_goes_when_its_agent_has_not_come_back_for_as_long_as_the_limit() {
    let rule = Retention::default();
    assert!(!rule.is_abandoned(looked(&[5, 10, 15, 20, 25, 29])));
    assert!(rule.is_abandoned(looked(&[5, 10, 15, 20, 25, 30])));
}

#[test]
fn a_clock_that_was_set_wrong_once_makes_no_store_old() {
    let rule = Retention::default();
    let idle = looked(&[1, 3_650]);
    assert_eq!(idle.length, Millis(8 * DAY.0));
    assert!(!rule.is_abandoned(idle));
    // Set right again, it goes on from there.
    let back = idle.looked(START + Millis(2 * DAY.0)).unwrap();
    assert_eq!((back.length, back.looked_at), (idle.length, START + Millis(2 * DAY.0)));
}

#[test]
fn two_looks_shortly_after_each_other_are_one() {
    let idle = Idle::none(START);
    assert_eq!(idle.looked(START + Millis(HOUR.0 - 1)), None);
    assert_eq!(idle.looked(START + HOUR).unwrap().length, HOUR);
}

#[test]
fn what_goes_unsent_is_written_down_without_its_words() {
    let page = submitted();
    let mut held = held(&page.conversation);
    held.outbox = parcels(&page.conversation);
    let lapsed = Lapsed::of(&held, &ann().agent, None, START + LONG).unwrap();
    assert_eq!(lapsed.at, START + LONG);
    assert_eq!(lapsed.lost.unsent, [unsent(false, false, "key-1")]);
    assert!(!format!("{lapsed:?}").contains("typed\""), "its words go");
}

#[test]
fn what_went_before_is_told_until_its_agent_was_told() {
    let empty = Holdings::default();
    assert_eq!(Lapsed::of(&empty, &ann().agent, None, START), None);
    let lost = Remains { unsent: vec![unsent(false, false, "key-1")], ..Remains::default() };
    let before = Lapsed { at: START, lost };
    let now = Lapsed::of(&empty, &ann().agent, Some(before.clone()), START + DAY);
    assert_eq!(now, Some(before));
}

#[test]
fn what_has_waited_for_a_day_is_mentioned_with_its_age() {
    let outbox = parcels(&submitted().conversation);
    assert_eq!(retention::waits_since(outbox.iter(), START + Millis(DAY.0 - 1)), None);
    assert_eq!(retention::waits_since(outbox.iter(), START + DAY), Some(START));
    let news: Vec<_> = outbox.into_iter().filter(|each| !each.report.is_final()).collect();
    assert_eq!(retention::waits_since(news.iter(), START + LONG), None);
}

#[test]
fn limits_are_what_the_documentation_says() {
    let Retention { confirmed, abandoned } = Retention::default();
    assert_eq!((confirmed, abandoned), (Some(seconds(259_200)), Some(seconds(2_592_000))));
}
