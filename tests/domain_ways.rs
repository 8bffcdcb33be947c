//! Every way of wrapping up: what is required, what interrupts, who takes over, what
//! may be changed afterwards, and what the journal says of it.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::sync::Arc;

use fixtures::{
    Page, agent, ann, bob, catalog, code, codes, journal, key, person, refusal, segment,
    supervisor, timed, timed_in, untimed,
};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::closure::{ClosureKind, VersionReason};
use interaction_wrap_up::domain::configuration::{
    Configuration, InterruptionRules, Mode, OnInterruption,
};
use interaction_wrap_up::domain::draft::{Draft, Entry, ExtraEntry, Stamp};
use interaction_wrap_up::domain::extra::{ExtraFault, ExtraField, ExtraKind, is_date};
use interaction_wrap_up::domain::field::{FieldValue, Number};
use interaction_wrap_up::domain::gate::{GateRefusal, Role};
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::Forecast;
use interaction_wrap_up::domain::stage::Obstacle;
use interaction_wrap_up::domain::wrap_up::{
    CloseReason, Command, Interruption, Refusal, UNDO_DONE, UNDO_OFFERED,
};
use rstest::rstest;

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

fn number(value: f64) -> FieldValue {
    FieldValue::Number(Number::new(value).unwrap())
}

fn list(texts: &[&str]) -> FieldValue {
    FieldValue::List(texts.iter().map(|&text| text.to_owned()).collect())
}

fn field(name: &str, kind: ExtraKind, required: bool) -> ExtraField {
    ExtraField { name: name.into(), label: name.to_uppercase(), kind, required }
}

fn options() -> Vec<String> {
    vec!["delay".into(), "fault".into()]
}

/// A required choice, a number and a day.
fn with_extra(configuration: Configuration) -> Configuration {
    let extra_fields = vec![
        field("reason", ExtraKind::Choice(options()), true),
        field("sum", ExtraKind::Number, false),
        field("day", ExtraKind::Date, false),
    ];
    Configuration { extra_fields, ..configuration }
}

fn enter(name: &str, value: Option<FieldValue>) -> Entry {
    Entry::Extra { name: name.to_owned(), value }
}

// What is required.

#[rstest]
#[case::a_code(Configuration { code_required: true, ..timed() }, Obstacle::CodeRequired)]
#[case::a_code_in_mandatory_mode(timed_in(Mode::Mandatory), Obstacle::CodeRequired)]
#[case::notes(Configuration { notes_required: true, ..timed() }, Obstacle::NotesRequired)]
#[case::an_extra_field(with_extra(timed()), Obstacle::ExtraRequired(0))]
fn what_is_required_is_asked_for_before_submit_and_end(
    #[case] configuration: Configuration,
    #[case] obstacle: Obstacle,
) {
    let mut page = Page::wrapping_up(configuration);
    assert_eq!(page.segment("s1").obstacle_to_submit(), Some(obstacle));
    for reason in [CloseReason::Submit(ann()), CloseReason::End(ann())] {
        let command = page.closing(reason);
        assert_eq!(page.refuses(command), obstacle.into());
    }
    page.choose("billing");
    page.write("typed");
    let refused = refusal(&page.edit(enter("reason", Some(text("delay"))))).cloned();
    assert_eq!(refused.is_some(), obstacle != Obstacle::ExtraRequired(0));
    assert_eq!(page.segment("s1").obstacle_to_submit(), None);
    page.submit();
    page.commit();
    assert!(!page.closure().required_missing);
}

#[rstest]
#[case::a_code(Configuration { code_required: true, ..timed() })]
#[case::a_code_in_mandatory_mode(timed_in(Mode::Mandatory))]
#[case::notes(Configuration { notes_required: true, ..timed() })]
#[case::an_extra_field(with_extra(timed()))]
fn who_cannot_enter_what_is_required_can_still_end_it(#[case] configuration: Configuration) {
    let mut page = Page::wrapping_up(configuration);
    let effects = page.close(CloseReason::End(person("ann", &[])));
    assert!(journal(&effects).contains(&&JournalEvent::RequiredMissing));
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::Ended);
    assert!(page.closure().required_missing);
    assert_eq!(page.closure().code, Some(fixtures::code_ref("resolved")), "the default");
}

#[rstest]
#[case::a_code(Configuration { code_required: true, ..timed() })]
#[case::notes(Configuration { notes_required: true, ..timed() })]
#[case::an_extra_field(with_extra(timed()))]
fn the_time_ends_it_all_the_same_and_the_record_says_so(#[case] configuration: Configuration) {
    let mut page = Page::wrapping_up(configuration);
    page.wait_seconds(60);
    let effects = page.close(CloseReason::Deadline);
    assert!(journal(&effects).contains(&&JournalEvent::RequiredMissing));
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::TimedOut);
    assert!(page.closure().required_missing);
}

#[test]
fn some_codes_are_submitted_with_notes_only() {
    let mut codes = codes();
    codes[1].notes_required = true;
    let configurations = vec![timed()];
    let mut page = Page::talking(&["ann"]);
    page.end(Some(Arc::new(Catalog { configurations, codes })), &["s1"]);
    page.choose("resolved");
    assert_eq!(page.segment("s1").obstacle_to_submit(), None);
    page.choose("billing");
    assert_eq!(page.segment("s1").obstacle_to_submit(), Some(Obstacle::NotesRequired));
    page.write(" \n ");
    assert_eq!(page.segment("s1").obstacle_to_submit(), Some(Obstacle::NotesRequired));
    page.write("why");
    assert_eq!(page.segment("s1").obstacle_to_submit(), None);
}

// Extra fields.

#[rstest]
#[case::text(ExtraKind::Text, text("x"), None)]
#[case::long_text(ExtraKind::Text, text(&"ü".repeat(1_000)), None)]
#[case::longer_text(ExtraKind::Text, text(&"ü".repeat(1_001)), Some(ExtraFault::TooLong))]
#[case::no_text(ExtraKind::Text, number(1.0), Some(ExtraFault::WrongType))]
#[case::a_number(ExtraKind::Number, number(-2.5), None)]
#[case::no_number(ExtraKind::Number, text("2.5"), Some(ExtraFault::WrongType))]
#[case::an_option(ExtraKind::Choice(options()), text("fault"), None)]
#[case::no_option(ExtraKind::Choice(options()), text("Fault"), Some(ExtraFault::NotAnOption))]
#[case::options(ExtraKind::Choices(options()), list(&["fault", "delay"]), None)]
#[case::no_options(
    ExtraKind::Choices(options()), list(&["fault", "x"]), Some(ExtraFault::NotAnOption)
)]
#[case::one_where_several_may_be(
    ExtraKind::Choices(options()),
    text("fault"),
    Some(ExtraFault::WrongType)
)]
#[case::a_day(ExtraKind::Date, text("2024-02-29"), None)]
#[case::no_day(ExtraKind::Date, text("2023-02-29"), Some(ExtraFault::NotADate))]
#[case::a_blank_is_right(ExtraKind::Number, text(" "), None)]
fn a_value_fits_its_field_or_not(
    #[case] kind: ExtraKind,
    #[case] value: FieldValue,
    #[case] fault: Option<ExtraFault>,
) {
    assert_eq!(field("f", kind.clone(), true).fault(&value), fault);
    let extra_fields = vec![field("f", kind, false)];
    let mut page = Page::wrapping_up(Configuration { extra_fields, ..timed() });
    assert_eq!(refusal(&page.edit(enter("f", Some(value.clone())))), None, "it is kept");
    let blank = value == text(" ");
    let obstacle = fault.map(|_| Obstacle::ExtraFaulty(0));
    assert_eq!(page.segment("s1").obstacle_to_submit(), obstacle);
    // Where nobody can be asked, the rest is saved and the journal says what is not.
    let effects = page.close(CloseReason::Force(supervisor()));
    let left_out = JournalEvent::ExtraLeftOut("f".into());
    assert_eq!(journal(&effects).contains(&&left_out), fault.is_some());
    page.commit();
    let saved = page.closure().extra.get("f");
    assert_eq!(saved, Some(&value).filter(|_| fault.is_none() && !blank));
    assert_eq!(page.segment("s1").draft.extra("f"), Some(&value), "the draft has it still");
}

#[rstest]
#[case("2026-12-31", true)]
#[case("2000-02-29", true)]
#[case("1900-02-29", false)]
#[case("2026-04-31", false)]
#[case("2026-13-01", false)]
#[case("2026-00-10", false)]
#[case("2026-1-01", false)]
#[case("2026-01-00", false)]
#[case("+026-01-01", false)]
#[case("2026-01-01-", false)]
#[case("", false)]
fn a_day_is_one_of_the_calendar(#[case] text: &str, #[case] is: bool) {
    assert_eq!(is_date(text), is);
}

#[test]
fn a_field_that_is_not_there_takes_nothing() {
    let mut page = Page::wrapping_up(with_extra(timed()));
    let edit = page.edit(enter("nothing", Some(text("x"))));
    assert_eq!(refusal(&edit), Some(&Refusal::UnknownField));
}

#[rstest]
#[case::discarded(ExpiryPolicy::DefaultAndDiscard, false)]
#[case::kept_with_blanks_filled(ExpiryPolicy::FillBlanks, true)]
#[case::kept(ExpiryPolicy::KeepEntered, true)]
fn at_the_deadline_extra_fields_go_the_way_of_notes(
    #[case] expiry_policy: ExpiryPolicy,
    #[case] kept: bool,
) {
    let mut page = Page::wrapping_up(Configuration { expiry_policy, ..with_extra(timed()) });
    page.edit(enter("sum", Some(number(12.5))));
    page.edit(enter("reason", Some(text("delay"))));
    page.edit(enter("day", Some(text("2026-01-31"))));
    page.edit(enter("day", None));
    let Forecast::Saves { extra_discarded, .. } = page.segment("s1").forecast() else {
        panic!("it closes");
    };
    assert_eq!(extra_discarded, !kept);
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
    page.commit();
    let saved: Vec<_> = page.closure().extra.keys().map(String::as_str).collect();
    assert_eq!(saved, if kept { vec!["reason", "sum"] } else { vec![] });
}

#[test]
fn two_pages_fill_different_fields_and_the_text_of_one_is_kept_aside() {
    let entry = |name: &str, value, page: &str, revision| ExtraEntry {
        name: name.into(),
        value: Some(value),
        stamp: Stamp { revision, page: Some(fixtures::page_id(page)), suggested: false },
    };
    let mut page = Page::wrapping_up(Configuration {
        extra_fields: vec![
            field("name", ExtraKind::Text, false),
            field("sum", ExtraKind::Number, false),
        ],
        ..timed()
    });
    page.edit(enter("name", Some(text("first"))));
    // Another page has typed since, and not seen this.
    page.id = fixtures::page_id("other");
    page.edit_upon(Stamp::default(), enter("name", Some(text("second"))));
    let draft = &page.segment("s1").draft;
    assert_eq!(draft.extra("name"), Some(&text("second")));
    assert_eq!(draft.aside[0].notes, "first");
    // What a page that went had entered last comes upon it.
    let extra = vec![entry("sum", number(3.0), "gone", 1), entry("name", text("old"), "gone", 1)];
    let typed = Draft { extra, ..Draft::default() };
    page.tell(Command::TakeOver { segment: segment("s1"), draft: typed });
    let draft = &page.segment("s1").draft;
    assert_eq!(draft.extra("sum"), Some(&number(3.0)));
    assert_eq!(draft.extra("name"), Some(&text("second")), "an older one does not count");
}

#[test]
fn an_early_dialog_takes_extra_fields_along() {
    let configuration = Configuration { early_dialog: true, ..with_extra(timed()) };
    let mut page = Page::talking(&["ann"]);
    page.tell(Command::OpenEarly { by: ann(), catalog: Some(catalog(configuration.clone())) });
    let entry = enter("reason", Some(text("fault")));
    let edit = interaction_wrap_up::domain::draft::Edit {
        entry,
        page: page.id.clone(),
        base: Stamp::default(),
    };
    assert_eq!(refusal(&page.tell(Command::EditEarly { by: ann(), edit })), None);
    page.end(Some(catalog(configuration)), &["s1"]);
    assert_eq!(page.segment("s1").draft.extra("reason"), Some(&text("fault")));
    assert_eq!(page.segment("s1").obstacle_to_submit(), None);
}

// Each agent by a configuration of their own.

#[test]
fn in_a_conference_each_agent_gets_what_is_for_them() {
    // A share that is for one of the two, found by trying ids.
    let share = (0..100).find_map(|number| {
        let id = interaction_wrap_up::domain::id::ConfigurationId::new(format!("trial {number}"));
        let trial = Configuration { id: id.unwrap(), order: 1, share_percent: 50, ..untimed() };
        let for_ann = trial.place_of(&agent("ann")) < 50;
        let for_bob = trial.place_of(&agent("bob")) < 50;
        (for_ann && !for_bob).then_some(trial)
    });
    let configurations = vec![share.unwrap(), timed()];
    let catalog = Arc::new(Catalog { configurations, codes: codes() });
    let mut page = Page::talking(&["ann", "bob"]);
    page.end(Some(catalog), &["s1", "s2"]);
    assert_eq!(page.segment("s1").rules.duration, None);
    assert!(page.segment("s2").rules.duration.is_some());
    assert_eq!(page.segment("s2").agent, agent("bob"));
}

#[test]
fn a_faulty_configuration_is_told_once_for_all_agents() {
    let mut page = Page::talking(&["ann", "bob"]);
    let faulty = Configuration { default_code: None, ..timed() };
    let effects = page.end(Some(catalog(faulty)), &["s1", "s2"]);
    let told = effects.iter().filter(|effect| {
        matches!(effect, interaction_wrap_up::domain::wrap_up::Effect::Faulty { .. })
    });
    assert_eq!(told.count(), 1);
    assert_eq!(page.conversation.segments.len(), 2);
}

// The warning.

#[rstest]
#[case::as_configured(60, 30, 30)]
#[case::the_whole_of_a_short_one(15, 30, 15)]
fn an_agent_is_warned_once_a_period(
    #[case] duration_seconds: u64,
    #[case] warning_seconds: u64,
    #[case] before: u64,
) {
    let configuration = Configuration { duration_seconds, warning_seconds, ..timed() };
    let mut page = Page::wrapping_up(configuration);
    let warn = Command::Warn { segment: segment("s1") };
    if before < duration_seconds {
        assert_eq!(page.tell(warn.clone()), [], "too early");
        page.wait_seconds(duration_seconds - before);
    }
    assert_eq!(page.conversation.alarm(), Some(page.at()));
    assert_eq!(journal(&page.tell(warn.clone())), [&JournalEvent::Warned]);
    assert_eq!(page.tell(warn.clone()), [], "once");
    assert_eq!(page.conversation.alarm(), page.segment("s1").deadline());
    page.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    let again = page.conversation.alarm();
    assert!(again < page.segment("s1").deadline(), "a further period, a further warning");
}

// Interruptions.

#[rstest]
#[case::status_change(Interruption::StatusChange)]
#[case::outbound_call(Interruption::OutboundCall)]
#[case::logout(Interruption::Logout)]
fn each_interruption_does_what_is_configured_for_it(#[case] by: Interruption) {
    let rules = |what| {
        let mut rules = InterruptionRules::default();
        match by {
            Interruption::StatusChange => rules.status_change = what,
            Interruption::OutboundCall => rules.outbound_call = what,
            Interruption::Logout => rules.logout = what,
        }
        rules
    };
    let others = [Interruption::StatusChange, Interruption::OutboundCall, Interruption::Logout]
        .into_iter()
        .filter(|other| *other != by);
    let interrupt = |by| Command::Interrupt { agent: agent("ann"), by, key: key("cut") };
    let typed = |what| Page::typed(Configuration { on_interruption: rules(what), ..timed() });

    let mut page = typed(OnInterruption::GoOn);
    assert_eq!(page.tell(interrupt(by)), []);

    let mut page = typed(OnInterruption::Park);
    for other in others {
        assert_eq!(page.tell(interrupt(other)), [], "that one goes on");
    }
    page.wait_seconds(20);
    assert_eq!(journal(&page.tell(interrupt(by))), [&JournalEvent::Parked]);
    assert!(page.holds("ann"));
    page.wait_seconds(500);
    page.tell(Command::ResumeSegment { segment: segment("s1"), by: ann() });
    let left = page.segment("s1").deadline().unwrap().since(page.at());
    assert_eq!(left.seconds_rounded_up(), 40);
    assert_eq!(page.segment("s1").draft.notes, "typed");

    let mut page = typed(OnInterruption::Close);
    page.tell(interrupt(by));
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::Interrupted);
    assert_eq!(page.closure().notes, "typed");
}

// Another agent takes over.

#[test]
fn a_supervisor_hands_a_wrap_up_to_another_agent() {
    let mut page = Page::typed(timed_in(Mode::Forced));
    page.submit();
    page.wait_seconds(10);
    let hand = |by, to: &str| Command::HandOver { segment: segment("s1"), by, to: agent(to) };
    let missing = GateRefusal::RoleMissing(Role::Supervisor);
    assert_eq!(page.refuses(hand(bob(), "bob")), Refusal::Gate(missing));
    let already = Refusal::HasItAlready(agent("ann"));
    assert_eq!(page.refuses(hand(supervisor(), "ann")), already);

    let deadline = page.segment("s1").deadline();
    let effects = page.tell(hand(supervisor(), "bob"));
    let handed = JournalEvent::HandedOver { from: agent("ann"), to: agent("bob") };
    assert_eq!(journal(&effects), [&handed]);
    assert!(!page.holds("ann") && page.holds("bob"));
    assert_eq!(page.segment("s1").draft.notes, "typed");
    assert_eq!(page.segment("s1").deadline(), deadline);
    assert_eq!(page.segment("s1").open().unwrap().recorded, None, "bob decides anew");
    let not_hers = Refusal::Gate(GateRefusal::NotAssigned(agent("bob")));
    let command = page.closing(CloseReason::Submit(ann()));
    assert_eq!(page.refuses(command), not_hers);
    page.close(CloseReason::Submit(bob()));
    page.wait_seconds(50);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(
        (page.closure().kind, page.closure().by.clone()),
        (ClosureKind::Submitted, Some(agent("bob")))
    );
}

#[test]
fn a_parked_one_can_be_handed_over_and_a_closed_one_cannot() {
    let status_change = OnInterruption::Park;
    let on_interruption = InterruptionRules { status_change, ..InterruptionRules::default() };
    let mut page = Page::typed(Configuration { on_interruption, ..timed() });
    let (who, by) = (agent("ann"), Interruption::StatusChange);
    page.tell(Command::Interrupt { agent: who, by, key: key("cut") });
    let hand = Command::HandOver { segment: segment("s1"), by: supervisor(), to: agent("bob") };
    page.tell(hand.clone());
    assert_eq!(
        refusal(&page.tell(Command::ResumeSegment { segment: segment("s1"), by: bob() })),
        None
    );
    page.close(CloseReason::Submit(bob()));
    assert_eq!(page.refuses(hand.clone()), Refusal::Busy);
    page.commit();
    let closed = Refusal::AlreadyClosed { kind: ClosureKind::Submitted, by: Some(agent("bob")) };
    assert_eq!(page.refuses(hand), closed);
}

// Afterwards.

fn undo(by: interaction_wrap_up::domain::gate::Actor, notes: &str) -> Command {
    let draft = Draft::of(Some(code("spam")), notes);
    let (segment, reason) = (segment("s1"), VersionReason::Undo);
    Command::Correct { segment, by, draft, reason, key: key(notes) }
}

#[test]
fn a_submit_is_taken_back_right_after_it_by_who_made_it() {
    let mut page = Page::typed(Configuration { correction_seconds: 0, ..timed() });
    page.submit();
    page.commit();
    let admin = person("root", &[Role::Admin]);
    let offered = |page: &Page, by| page.segment("s1").is_undo_offered(&by, page.at());
    assert!(offered(&page, ann()));
    assert!(!offered(&page, bob()) && !offered(&page, admin.clone()));
    page.wait(UNDO_OFFERED.0);
    assert!(!offered(&page, ann()), "offered for seconds");
    assert_eq!(page.refuses(undo(admin, "x")), Refusal::NothingToUndo);
    // Begun in time, it may take a while to write.
    page.wait(UNDO_DONE.0 - UNDO_OFFERED.0);
    let state = page.state();
    page.tell(undo(ann(), "better"));
    page.commit();
    let segment = page.segment("s1");
    let closed = segment.closed().unwrap();
    assert_eq!((closed.notes(), closed.closure.notes.as_str()), ("better", "typed"));
    assert_eq!(page.state(), state, "it reopens nothing");
    page.wait(1);
    assert_eq!(page.refuses(undo(ann(), "later")), Refusal::NothingToUndo);
}

#[test]
fn what_was_not_submitted_is_not_undone() {
    let mut page = Page::typed(timed());
    page.close(CloseReason::End(ann()));
    page.commit();
    assert!(!page.segment("s1").is_undo_offered(&ann(), page.at()));
    assert_eq!(page.refuses(undo(ann(), "x")), Refusal::NothingToUndo);
}

#[test]
fn corrections_have_their_time() {
    let mut page = Page::typed(Configuration { correction_seconds: 100, ..timed() });
    page.submit();
    page.commit();
    page.wait_seconds(40);
    let left = |by| page.segment("s1").correction_left(&by, page.at());
    assert_eq!(left(ann()), fixtures::seconds(60));
    assert_eq!(left(person("root", &[Role::Admin])), fixtures::seconds(60));
    assert_eq!(left(bob()).0, 0);
}

// What is remembered.

#[test]
fn the_journal_has_choices_the_beginning_of_typing_and_suggestions() {
    let mut page = Page::wrapping_up(with_extra(timed()));
    let suggested = Command::Suggest { segment: segment("s1"), code: code("spam") };
    assert_eq!(journal(&page.tell(suggested)), [&JournalEvent::Suggested]);
    let chosen = |name| JournalEvent::CodeChosen(Some(code(name)));
    let mut choose = |name: &str| {
        let effects = page.edit(Entry::Code(Some(code(name))));
        journal(&effects).into_iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(choose("spam"), [chosen("spam"), JournalEvent::SuggestionAccepted]);
    assert_eq!(choose("spam"), []);
    assert_eq!(choose("billing"), [chosen("billing"), JournalEvent::SuggestionReplaced]);
    assert_eq!(choose("resolved"), [chosen("resolved")]);

    let write = |page: &mut Page, notes: &str| {
        let effects = page.edit(Entry::Notes(notes.to_owned()));
        journal(&effects).len()
    };
    let one = [write(&mut page, "a"), write(&mut page, "ab"), write(&mut page, "abc")];
    page.id = fixtures::page_id("another");
    let other = [write(&mut page, "abcd"), write(&mut page, "abcde")];
    assert_eq!((one, other), ([1, 0, 0], [1, 0]), "once for each page that takes its turn");
    let effects = page.edit(enter("sum", Some(number(1.0))));
    assert_eq!(journal(&effects), [&JournalEvent::ExtraEdited("sum".into())]);
    let effects = page.tell(Command::Delivered { segment: segment("s1") });
    assert_eq!(journal(&effects), [&JournalEvent::Delivered]);
}
