//! The wire form of every record, there and back, and what a torn one is
//! refused for.
#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used)]

mod fixtures;

use core::fmt::Debug;

use fixtures::{
    Page, ann, catalog, code, code_ref, journal, key, seconds, segment, supervisor, timed,
    timed_in, untimed,
};
use interaction_wrap_up::domain::band::Bands;
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::condition::{Condition, FieldTest, Test};
use interaction_wrap_up::domain::configuration::{Configuration, Mode, Rules, SweepAfter};
use interaction_wrap_up::domain::draft::{Draft, Entry, Stamp};
use interaction_wrap_up::domain::field::{FieldValue, Fields, Number};
use interaction_wrap_up::domain::id::{AgentId, InteractionId};
use interaction_wrap_up::domain::interaction::InteractionState;
use interaction_wrap_up::domain::journal::{JournalEntry, JournalEvent};
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::segment_record::{SegmentRecord, TornSegment};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Effect};
use rstest::rstest;
use serde_json::{Value, json};

fn there_and_back<T>(it: &T) -> Value
where
    T: Debug + PartialEq + serde::Serialize + serde::de::DeserializeOwned,
{
    let json = serde_json::to_string(it).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), it, "{json}");
    serde_json::from_str(&json).unwrap()
}

fn open() -> Page {
    Page::typed(timed())
}

fn open_without_a_deadline() -> Page {
    Page::typed(untimed())
}

fn open_without_a_configuration() -> Page {
    let mut page = Page::talking(&["ann"]);
    page.end(None, &["s1"]);
    page
}

fn recorded() -> Page {
    let mut page = Page::typed(timed_in(Mode::Forced));
    page.submit();
    page
}

fn overdue() -> Page {
    let mut page = Page::wrapping_up(timed_in(Mode::Mandatory));
    page.wait_seconds(60);
    page.close(CloseReason::Deadline);
    page
}

fn parked() -> Page {
    let mut page = recorded();
    page.wait_seconds(10);
    page.tell(Command::CustomerReturns { agent: ann().agent });
    page
}

fn parked_without_a_deadline() -> Page {
    let mut page = open_without_a_deadline();
    page.tell(Command::CustomerReturns { agent: ann().agent });
    page
}

fn closed() -> Page {
    let mut page = open();
    page.submit();
    page.commit();
    page
}

fn corrected() -> Page {
    let mut page = closed();
    let draft = Draft::of(None, "better \u{1F44B}\u{1F3FD} \"quoted\"\n");
    let (reason, key) = (VersionReason::Undo, key("undo"));
    page.tell(Command::Correct { segment: segment("s1"), by: ann(), draft, reason, key });
    page.commit();
    page
}

fn kept_back() -> Page {
    let mut page = open();
    page.write(&"ü".repeat(4_100));
    page.close(CloseReason::Force(supervisor()));
    page.commit();
    page
}

#[rstest]
#[case::open(open, "open")]
#[case::open_without_a_deadline(open_without_a_deadline, "open")]
#[case::open_without_a_configuration(open_without_a_configuration, "open")]
#[case::recorded(recorded, "open")]
#[case::overdue(overdue, "open")]
#[case::parked(parked, "parked")]
#[case::parked_without_a_deadline(parked_without_a_deadline, "parked")]
#[case::closed(closed, "closed")]
#[case::corrected(corrected, "closed")]
#[case::kept_back(kept_back, "closed")]
fn a_segment_goes_there_and_back(#[case] arrange: fn() -> Page, #[case] state: &str) {
    let page = arrange();
    let json = there_and_back(page.segment("s1"));
    assert_eq!(json["state"], state);
    there_and_back(&SegmentRecord::from(page.segment("s1").clone()));
    there_and_back(&page.conversation.interaction);
}

#[test]
fn an_accepted_closure_is_not_in_the_record_before_it_is_committed() {
    let mut page = open();
    page.submit();
    let json = serde_json::to_value(page.segment("s1")).unwrap();
    assert_eq!((json["state"].as_str(), &json["closure"]), (Some("open"), &Value::Null));
    let stored: Segment = serde_json::from_value(json).unwrap();
    assert_eq!(stored.pending, None);
    let settled = page.conversation.settled(&segment("s1"));
    there_and_back(&settled.segments[0]);
}

#[rstest]
#[case::new(Page::new, "new")]
#[case::work_in_progress(|| Page::talking(&["ann", "bob"]), "work_in_progress")]
#[case::on_hold(|| { let mut it = Page::talking(&["ann"]); it.tell(Command::Hold); it }, "on_hold")]
#[case::wrap_up(open, "wrap_up")]
#[case::closed_complete(closed, "closed_complete")]
#[case::closed_abandoned(|| { let mut it = Page::new(); it.end(None, &[]); it }, "closed_abandoned")]
fn an_interaction_goes_there_and_back(#[case] arrange: fn() -> Page, #[case] state: &str) {
    let json = there_and_back(&arrange().conversation.interaction);
    assert_eq!(json["state"], state);
}

#[test]
fn an_interaction_keeps_fields_and_preparations() {
    let mut page = Page::talking(&["ann"]);
    let configuration = Configuration { early_dialog: true, ..timed() };
    page.tell(Command::OpenEarly { by: ann(), catalog: Some(catalog(configuration)) });
    page.tell(Command::RequestWrapUp { agent: ann().agent, wanted: true });
    let fields = [
        ("queue", FieldValue::Text("sales".into())),
        ("priority", FieldValue::Number(Number::new(1.5).unwrap())),
        ("vip", FieldValue::Boolean(true)),
    ];
    page.conversation.interaction.fields =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let json = there_and_back(&page.conversation.interaction);
    assert_eq!(json["fields"]["priority"], json!({ "number": 1.5 }));
    assert_eq!(json["preparations"][0]["requested"], true);
}

#[test]
fn every_configuration_goes_there_and_back() {
    let field = |test| Condition::Field(FieldTest { field: "queue".into(), test });
    let text = || FieldValue::Text("sales".into());
    let number = Number::new(-2.25).unwrap();
    let tests = vec![
        Test::Equals(text()),
        Test::NotEquals(FieldValue::Boolean(false)),
        Test::In(vec![text(), FieldValue::Number(number)]),
        Test::StartsWith("sa".into()),
        Test::Contains("le".into()),
        Test::IsEmpty,
        Test::Greater(number),
        Test::Less(number),
    ];
    let every_test = Condition::All(tests.into_iter().map(field).collect());
    let condition = Condition::Any(vec![Condition::Not(Box::new(every_test)), Condition::always()]);
    let names = ["chat", "messaging", "phone", "email", "video", "walk_in", "fax"];
    let channels: Vec<_> = names.map(|name| Channel::from(name.to_owned())).into();
    let configuration = Configuration {
        condition,
        channels,
        mode: Mode::AgentRequested,
        bands: Bands::four(),
        extension_seconds: Some(15),
        sweep_after: SweepAfter::Never,
        ..timed()
    };
    let json = there_and_back(&configuration);
    assert_eq!(json["channels"], json!(names));
    assert_eq!(json["mode"], "agent_requested");
    assert_eq!(json["sweep_after"], "never");
    let configurations = vec![configuration, untimed()];
    there_and_back(&Catalog { configurations, codes: fixtures::codes() });
    there_and_back(&timed().rules(&fixtures::codes()).unwrap());
    there_and_back(&Rules::fallback());
}

#[test]
fn numbers_that_json_does_not_know_are_no_numbers() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(Number::new(value).is_err(), "{value} could be written and never be read again");
    }
}

#[test]
fn every_closure_and_version_goes_there_and_back() {
    use ClosureKind::{Ended, Forced, Interrupted, Submitted, Swept, TabClosed, TimedOut};
    let kinds = [
        (Submitted, "submitted"),
        (Ended, "ended"),
        (TabClosed, "tab_closed"),
        (TimedOut, "timed_out"),
        (Interrupted, "interrupted"),
        (Forced, "forced"),
        (Swept, "swept"),
    ];
    for (kind, name) in kinds {
        let closure = Closure {
            key: key("k"),
            kind,
            by: (!kind.by_system()).then(|| ann().agent),
            at: fixtures::START,
            code: Some(code_ref("spam")),
            notes: "notes".into(),
            extra: Fields::from([(
                "sum".to_owned(),
                FieldValue::Number(Number::new(2.5).unwrap()),
            )]),
            duration: seconds(3),
            required_missing: true,
        };
        assert_eq!(there_and_back(&closure)["kind"], name);
    }
    for reason in [VersionReason::Correction, VersionReason::Undo, VersionReason::Late] {
        let (by, code, notes) = (None, None, String::new());
        let extra = Fields::from([("day".to_owned(), FieldValue::Text("2026-03-31".into()))]);
        there_and_back(&Version {
            key: key("v"),
            reason,
            by,
            at: fixtures::START,
            code,
            notes,
            extra,
        });
    }
}

#[test]
fn every_journal_entry_goes_there_and_back() {
    let events = [
        JournalEvent::State(InteractionState::WrapUp),
        JournalEvent::Opened,
        JournalEvent::ConfigurationUnknown,
        JournalEvent::ConfigurationFaulty("default_code is needed".into()),
        JournalEvent::Requested,
        JournalEvent::RequestWithdrawn,
        JournalEvent::OpenedEarly,
        JournalEvent::Suggested,
        JournalEvent::NotesSuggested,
        JournalEvent::SuggestionShown,
        JournalEvent::SuggestedNotesTaken,
        JournalEvent::SuggestedNotesEdited,
        JournalEvent::SuggestionFailed("no answer came".into()),
        JournalEvent::Extended(3),
        JournalEvent::Recorded,
        JournalEvent::Overdue,
        JournalEvent::AsideTaken,
        JournalEvent::AsideDismissed,
        JournalEvent::Parked,
        JournalEvent::Resumed,
        JournalEvent::Accepted(ClosureKind::TimedOut),
        JournalEvent::RequiredMissing,
        JournalEvent::KeptBack(7),
        JournalEvent::Refused,
        JournalEvent::Version(VersionReason::Late),
    ];
    let page = open();
    for event in events {
        let call = InteractionId::new("call").unwrap();
        let mut entry = JournalEntry::new(call, event, page.at(), page.now);
        there_and_back(&entry);
        entry.segment = Some(segment("s1"));
        entry.by = Some(ann().agent);
        there_and_back(&entry);
    }
}

#[test]
fn a_journal_entry_names_segment_person_and_both_clocks() {
    let mut page = open();
    page.wait_seconds(3);
    page.now.wall = page.now.wall - seconds(100);
    let effects = page.submit();
    let over = JournalEvent::State(InteractionState::ClosedComplete);
    assert_eq!(journal(&effects), [&JournalEvent::Accepted(ClosureKind::Submitted), &over]);
    let Effect::Journal(entry) = &effects[0] else { panic!("journalled before the commit") };
    assert_eq!((&entry.segment, &entry.by), (&Some(segment("s1")), &Some(ann().agent)));
    assert_eq!((entry.wall, entry.monotonic), (page.now.wall, page.now.monotonic));
    assert_eq!(entry.at, fixtures::START + seconds(3));
}

// Torn records.

/// The record of `page` with one change.
fn torn(page: &Page, change: fn(&mut SegmentRecord)) -> Result<Segment, TornSegment> {
    let mut record = SegmentRecord::from(page.segment("s1").clone());
    change(&mut record);
    let json = serde_json::to_string(&record).unwrap();
    let built = Segment::try_from(record);
    if let Err(TornSegment { field, rule }) = built {
        let message = serde_json::from_str::<Segment>(&json).unwrap_err().to_string();
        assert!(message.contains(&format!("{field} {rule}")), "{message}");
    }
    built
}

#[rstest]
#[case::open_since_never(open, |it: &mut SegmentRecord| it.since = None, "since")]
#[case::parked_since_never(parked, |it: &mut SegmentRecord| it.since = None, "since")]
#[case::a_deadline_without_its_whole(open, |it: &mut SegmentRecord| it.whole = None, "whole")]
#[case::time_left_without_its_whole(parked, |it: &mut SegmentRecord| it.whole = None, "whole")]
#[case::closed_in_no_way(closed, |it: &mut SegmentRecord| it.closure = None, "closure")]
fn a_torn_segment_names_field_and_rule(
    #[case] arrange: fn() -> Page,
    #[case] change: fn(&mut SegmentRecord),
    #[case] field: &str,
) {
    let fault = torn(&arrange(), change).unwrap_err();
    assert_eq!(fault.field, field);
    assert!(fault.rule.starts_with("is needed"));
}

#[test]
fn a_closed_segment_needs_no_beginning() {
    assert!(torn(&closed(), |it| it.since = None).is_ok());
}

/// The JSON of an open segment with one value replaced.
fn changed(pointer: &str, value: Value) -> String {
    let mut json = serde_json::to_value(open().segment("s1")).unwrap();
    *json.pointer_mut(pointer).unwrap() = value;
    serde_json::from_value::<Segment>(json).unwrap_err().to_string()
}

#[rstest]
#[case::bands_out_of_order("/rules/bands", json!([]), "rules.bands must be in order")]
#[case::an_empty_id("/id", json!(""), "an id must not be empty")]
#[case::an_endless_id("/agent", json!("x".repeat(256)), "an id must be at most 255 bytes")]
#[case::an_unknown_state("/state", json!("asleep"), "unknown variant `asleep`")]
#[case::a_text_for_a_time("/opened_at", json!("yesterday"), "invalid type: string \"yesterday\"")]
#[case::a_negative_length("/worked_before", json!(-1), "invalid value: integer `-1`")]
fn a_torn_value_is_refused(#[case] pointer: &str, #[case] value: Value, #[case] why: &str) {
    let message = changed(pointer, value);
    assert!(message.contains(why), "{message}");
}

#[rstest]
#[case("id")]
#[case("agent")]
#[case("state")]
#[case("rules")]
#[case("draft")]
fn a_missing_field_is_named(#[case] field: &str) {
    let mut json = serde_json::to_value(open().segment("s1")).unwrap();
    json.as_object_mut().unwrap().remove(field).unwrap();
    let message = serde_json::from_value::<Segment>(json).unwrap_err().to_string();
    assert!(message.contains(&format!("missing field `{field}`")), "{message}");
}

#[test]
fn ids_are_checked_wherever_they_are_read() {
    assert!(serde_json::from_str::<AgentId>("\"\"").is_err());
    assert!(serde_json::from_str::<Draft>(r#"{"code":"","notes":""}"#).is_err());
    let draft: Draft = serde_json::from_str(r#"{"code":"spam","notes":""}"#).unwrap();
    assert_eq!(draft.code, Some(code("spam")));
}

/// Ann's wrap-up with a code and notes suggested, the notes taken in.
fn suggested() -> Page {
    let configuration = Configuration { enable_ai_notes: true, ..timed() };
    let mut page = Page::wrapping_up(configuration);
    let (segment, notes) = (|| segment("s1"), "Suggested.".to_owned());
    page.tell(Command::Suggest { segment: segment(), code: code("billing") });
    page.tell(Command::SuggestNotes { segment: segment(), notes });
    page.tell(Command::SuggestionShown { segment: segment(), by: ann() });
    page.edit(Entry::inserting("Suggested.", ""));
    page
}

#[test]
fn what_is_suggested_goes_there_and_back() {
    let json = there_and_back(suggested().segment("s1"));
    assert_eq!(
        (&json["suggestion"], &json["suggested_notes"]),
        (&json!("billing"), &json!("Suggested."))
    );
    assert_eq!(json["suggestion_shown"], true);
    assert_eq!(json["draft"]["notes_stamp"]["suggested"], true);
}

#[test]
fn a_record_from_before_notes_were_suggested_is_read() {
    let mut json = serde_json::to_value(suggested().segment("s1")).unwrap();
    let mut without = |at: &str, name: &str| {
        let object = json.pointer_mut(at).and_then(Value::as_object_mut).unwrap();
        object.remove(name).unwrap();
    };
    without("", "suggested_notes");
    without("", "suggestion_shown");
    without("/rules", "ai_on_request");
    without("/draft/notes_stamp", "suggested");
    let read: Segment = serde_json::from_value(json).unwrap();
    assert_eq!(read.suggested_notes, "");
    assert!(!read.suggestion_shown && !read.has_suggested_notes() && !read.rules.ai_on_request);
    let mut json = serde_json::to_value(timed()).unwrap();
    json.as_object_mut().unwrap().remove("ai_on_request").unwrap();
    assert!(!serde_json::from_value::<Configuration>(json).unwrap().ai_on_request);
}

#[test]
fn a_record_from_before_pages_were_told_apart_is_read() {
    let mut page = open();
    let mut json = serde_json::to_value(page.segment("s1")).unwrap();
    let draft = json["draft"].as_object_mut().unwrap();
    for field in ["code_stamp", "notes_stamp", "aside"] {
        assert!(draft.remove(field).is_some(), "{field}");
    }
    let stored: Segment = serde_json::from_value(json).unwrap();
    assert_eq!(stored.draft, Draft::of(Some(code("billing")), "typed"));
    page.conversation.segments = vec![stored];
    page.edit_upon(Stamp { revision: 7, ..Stamp::default() }, Entry::Notes("anew".into()));
    there_and_back(page.segment("s1"));
    assert_eq!(page.segment("s1").draft.aside[0].notes, "typed");
}
