//! What ServiceNow's records and answers mean, quirks included.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, ann, key, timed};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::code::CodeRef;
use interaction_wrap_up::domain::condition::Condition;
use interaction_wrap_up::domain::delivery::parcel::About;
use interaction_wrap_up::domain::field::{FieldValue, Fields, Number};
use interaction_wrap_up::domain::id::{AgentId, CodeId, ConfigurationId, InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::{Interaction, InteractionState};
use interaction_wrap_up::domain::segment::{ConfigurationRef, OpenedBy};
use interaction_wrap_up::domain::service::Ahead;
use interaction_wrap_up::domain::servicenow::answer::{self, Failure};
use interaction_wrap_up::domain::servicenow::condition::{self, Matches};
use interaction_wrap_up::domain::servicenow::decision::{
    self, Closing, Correcting, Leaving, Opening, Reading,
};
use interaction_wrap_up::domain::servicenow::json::Json;
use interaction_wrap_up::domain::servicenow::standing::Standing;
use interaction_wrap_up::domain::servicenow::{catalog, date, sys_id, written};
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use rstest::rstest;
use serde_json::Value;

/// A `sys_id` of tests.
fn id(digit: char) -> String {
    digit.to_string().repeat(32)
}

/// JSON as an instance writes it.
fn json(text: &str) -> Json {
    fn of(value: Value) -> Json {
        match value {
            Value::Null => Json::Null,
            Value::Bool(truth) => Json::Bool(truth),
            Value::Number(number) => Json::Number(number.as_f64().unwrap()),
            Value::String(text) => Json::Text(text),
            Value::Array(list) => Json::List(list.into_iter().map(of).collect()),
            Value::Object(fields) => {
                Json::Object(fields.into_iter().map(|(name, value)| (name, of(value))).collect())
            }
        }
    }
    let text = text.replace('\'', "\"");
    of(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

/// The same, as text to compare with.
fn text(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(truth) => truth.to_string(),
        Json::Number(number) => number.to_string(),
        Json::Text(text) => format!("'{text}'"),
        Json::List(list) => {
            let list: Vec<_> = list.iter().map(text).collect();
            format!("[{}]", list.join(", "))
        }
        Json::Object(fields) => {
            let fields: Vec<_> =
                fields.iter().map(|(name, it)| format!("{name}: {}", text(it))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

#[rstest]
#[case(0, "1970-01-01 00:00:00")]
#[case(951_827_696_000, "2000-02-29 12:34:56")]
#[case(1_795_370_900_000, "2026-11-22 18:08:20")]
#[case(4_107_542_399_000, "2100-02-28 23:59:59")]
#[case(-1_000, "1969-12-31 23:59:59")]
#[case(253_402_300_799_000, "9999-12-31 23:59:59")]
#[case(-62_167_219_200_000, "0000-01-01 00:00:00")]
fn dates_are_written_and_read(#[case] millis: i64, #[case] written: &str) {
    assert_eq!(date::written(Timestamp(millis)), written);
    assert_eq!(date::written(Timestamp(millis + 999)), written);
    assert_eq!(date::read(written), Some(Timestamp(millis)));
}

#[test]
fn every_day_of_eight_centuries_comes_back() {
    for day in (-146_097..146_097).map(|day| Timestamp(day * 86_400_000)) {
        assert_eq!(date::read(&date::written(day)), Some(day));
    }
}

#[rstest]
#[case("")]
#[case("2026-03-31")]
#[case("2026-02-29 10:00:00")]
#[case("2026-13-01 10:00:00")]
#[case("2026-01-01 24:00:00")]
#[case("2026-1-1 10:00:00")]
#[case("2026-01-01 10:00")]
#[case("2026-01-01 10:00:00:00")]
#[case("03/31/2026 10:00:00")]
#[case("+026-01-01 10:00:00")]
fn what_is_no_date_is_none(#[case] text: &str) {
    assert_eq!(date::read(text), None);
}

#[rstest]
#[case("{'at': '2026-11-22 18:08:20'}", Some(1_795_370_900_000))]
#[case("{'at': '1795370900123'}", Some(1_795_370_900_123))]
#[case("{'at': 1795370900123}", Some(1_795_370_900_123))]
#[case("{'at': ''}", None)]
#[case("{'at': null}", None)]
#[case("{}", None)]
fn instants_come_in_two_forms(#[case] record: &str, #[case] at: Option<i64>) {
    assert_eq!(json(record).instant("at").unwrap(), at.map(Timestamp));
}

#[rstest]
#[case("'true'", Some(true))]
#[case("'false'", Some(false))]
#[case("true", Some(true))]
#[case("'1'", Some(true))]
#[case("'0'", Some(false))]
#[case("''", None)]
#[case("null", None)]
#[case("{'display_value': 'Yes', 'value': 'true'}", Some(true))]
fn truths_come_as_text(#[case] value: &str, #[case] truth: Option<bool>) {
    assert_eq!(json(&format!("{{'is': {value}}}")).truth("is").unwrap(), truth);
}

#[rstest]
#[case("'aa'", Some("aa"))]
#[case("{'link': 'https://x/aa', 'value': 'aa'}", Some("aa"))]
#[case("{'sys_id': 'aa', 'code': 'Resolved'}", Some("aa"))]
#[case("''", None)]
fn references_come_in_three_forms(#[case] value: &str, #[case] sys_id: Option<&str>) {
    let found = json(&format!("{{'of': {value}}}")).reference("of").unwrap();
    assert_eq!(found.as_deref(), sys_id);
}

#[rstest]
#[case("60", 60)]
#[case("'60'", 60)]
#[case("'1970-01-01 00:02:00'", 120)]
fn lengths_of_time_come_in_seconds_or_as_dates(#[case] value: &str, #[case] seconds: u32) {
    let found = json(&format!("{{'duration': {value}}}")).whole("duration", 86_400).unwrap();
    assert_eq!(found, Some(seconds));
}

#[test]
fn what_is_malformed_is_named_by_field_and_rule() {
    let record = json("{'is': 'maybe', 'at': 'soon', 'much': '-1', 'name': ['a'], 'more': 90000}");
    let said = |error: interaction_wrap_up::domain::record::RecordError| error.to_string();
    assert_eq!(said(record.truth("is").unwrap_err()), "is must be true or false, not \"maybe\"");
    assert_eq!(
        said(record.instant("at").unwrap_err()),
        "at must be YYYY-MM-DD HH:MM:SS or milliseconds, not \"soon\""
    );
    assert_eq!(
        said(record.whole("much", 9).unwrap_err()),
        "much must be a whole number from 0 to 9, not \"-1\""
    );
    assert!(record.whole("more", 86_400).is_err());
    assert_eq!(said(record.text("name").unwrap_err()), "name must be text, not a list");
    assert_eq!(said(record.needed("nothing").unwrap_err()), "nothing is needed");
    assert_eq!(
        said(sys_id("agent", "ada^ORactive=true").unwrap_err()),
        "agent must be a sys_id of 32 hexadecimal digits, not \"ada^ORactive=true\""
    );
}

#[rstest]
// Wrapped and not.
#[case(200, "{'result': {'success': true, 'message': ''}}", "ok")]
#[case(200, "{'success': 'true', 'sys_id': 'a'}", "ok")]
// A failure, whatever the status says.
#[case(200, "{'success': false, 'message': 'Code is not allowed'}", "said Code is not allowed")]
#[case(200, "{'result': {'success': 'false', 'message': 'No'}}", "said No")]
#[case(400, "{'success': false, 'message': 'No agent'}", "said No agent")]
#[case(
    500,
    "{'error': {'message': 'Broken', 'detail': 'line 1'}, 'status': 'failure'}",
    "said Broken: line 1"
)]
// Of the platform, for want of the interface.
#[case(
    400,
    "{'error': {'message': 'Requested URI does not represent any resource', 'detail': null}, 'status': 'failure'}",
    "no api"
)]
#[case(404, "'not found'", "no api")]
#[case(
    404,
    "{'error': {'message': 'No Record found'}, 'status': 'failure'}",
    "said No Record found"
)]
// Somebody else's.
#[case(200, "{}", "torn success is needed")]
#[case(200, "[]", "torn success is needed")]
#[case(
    200,
    "{'result': {'success': 'perhaps'}}",
    "torn success must be true or false, not \"perhaps\""
)]
fn answers_are_unwrapped(#[case] status: u16, #[case] body: &str, #[case] expected: &str) {
    let body = json(body);
    let found = match answer::wrap_up(status, &body) {
        Ok(_) => "ok".to_owned(),
        Err(Failure::NoApi) => "no api".to_owned(),
        Err(Failure::Said(words)) => format!("said {words}"),
        Err(Failure::Torn(error)) => format!("torn {error}"),
    };
    assert_eq!(found, expected);
}

#[test]
fn both_spellings_of_the_map_are_read() {
    for name in ["result_map", "resultMap"] {
        let body = format!(
            "{{'result': {{'success': true, '{name}': {{'wrap_up_code': {{'code': 'Resolved', 'sys_id': '{}'}}}}}}}}",
            id('a')
        );
        let body = json(&body);
        let content = answer::wrap_up(200, &body).unwrap();
        let code = catalog::code(answer::result_map(content).get("wrap_up_code")).unwrap();
        assert_eq!((code.label.as_str(), code.active), ("Resolved", true));
    }
}

#[test]
fn the_table_api_gives_records_lists_or_nothing() {
    let said = |status, body: &str| answer::table(status, &json(body)).cloned();
    assert_eq!(said(200, "{'result': []}"), Ok(Json::List(Vec::new())));
    assert_eq!(said(201, "{'result': {'a': '1'}}").unwrap().text("a").unwrap().unwrap(), "1");
    let none = "{'error': {'message': 'No Record found', 'detail': 'x'}, 'status': 'failure'}";
    assert_eq!(said(404, none), Ok(Json::Null));
    assert!(matches!(said(200, "{}"), Err(Failure::Torn(_))));
    let refused =
        "{'error': {'message': 'Insufficient rights', 'detail': null}, 'status': 'failure'}";
    assert_eq!(said(403, refused), Err(Failure::Said("Insufficient rights".to_owned())));
}

fn fields(list: &[(&str, FieldValue)]) -> Fields {
    list.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn word(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

fn number(number: f64) -> FieldValue {
    FieldValue::Number(Number::new(number).unwrap())
}

#[rstest]
#[case("", true)]
#[case("topic=delivery^EQ", true)]
#[case("topic=delivery^ORDERBYDESCnumber", true)]
#[case("topic=Delivery", false)]
#[case("topic=billing^ORtopic=delivery^priority=2", true)]
#[case("topic=billing^priority=2", false)]
#[case("topic=billing^NQpriority=2", true)]
#[case("priority=2^vip=true", true)]
#[case("priority>1^priority<3", true)]
#[case("priority>=2^priority<=2", true)]
#[case("priority>=3", false)]
#[case("priority!=2", false)]
#[case("topicINbilling,delivery", true)]
#[case("topicNOT INbilling,delivery", false)]
#[case("topicSTARTSWITHdeli", true)]
#[case("topicLIKEliver", true)]
#[case("topicNOT LIKEliver", false)]
#[case("topicISNOTEMPTY^queueISEMPTY", true)]
#[case("queue=^topic!=", true)]
fn queries_are_conditions(#[case] query: &str, #[case] holds: bool) {
    let fields = fields(&[
        ("topic", word("delivery")),
        ("priority", number(2.0)),
        ("vip", FieldValue::Boolean(true)),
    ]);
    assert_eq!(condition::read(query).unwrap().condition.holds(&fields), holds);
    let texts = self::fields(&[
        ("topic", word("delivery")),
        ("priority", word("2")),
        ("vip", word("true")),
    ]);
    let compares = query.contains('>') || query.contains('<');
    assert!(compares || condition::read(query).unwrap().condition.holds(&texts) == holds);
}

#[test]
fn the_type_of_a_conversation_is_its_channel() {
    let found = condition::read("type=chat^topic=a").unwrap();
    assert_eq!(found.channels, [Channel::Chat]);
    let found = condition::read("typeINphone,walkin,fax").unwrap();
    let fax = Channel::Other("fax".to_owned());
    assert_eq!(found.channels, [Channel::Phone, Channel::WalkIn, fax]);
    // One of several alternatives says nothing of the channel alone.
    assert!(condition::read("type=chat^ORtopic=a").unwrap().channels.is_empty());
    assert!(condition::read("type=chat^NQtopic=a").unwrap().channels.is_empty());
}

#[rstest]
#[case("topicENDSWITHy", "topicENDSWITHy")]
#[case("opened_at>javascript:gs.beginningOfToday()", "opened_at>javascript:gs.beginningOfToday")]
#[case("opened_at>2026-01-01", "opened_at>2026-01-01")]
#[case("=5", "=5")]
fn what_a_condition_cannot_say_is_refused(#[case] query: &str, #[case] part: &str) {
    let error = condition::read(query).unwrap_err().to_string();
    assert!(error.contains(part), "{error}");
}

#[rstest]
#[case("topic=a^ORtopic=b^priority>3")]
#[case("topic!=a^queueISEMPTY^topicSTARTSWITHb^topicLIKEc")]
#[case("typeINchat,phone^topicISNOTEMPTY")]
#[case("")]
fn what_is_written_reads_the_same(#[case] query: &str) {
    let read = condition::read(query).unwrap();
    let again = condition::read(&condition::written(&read).unwrap()).unwrap();
    let cases = [
        fields(&[("topic", word("a")), ("priority", number(4.0))]),
        fields(&[("topic", word("bc")), ("queue", word("q"))]),
        fields(&[("topic", word("b"))]),
        fields(&[]),
    ];
    assert_eq!(read.channels, again.channels);
    for fields in cases {
        assert_eq!(read.condition.holds(&fields), again.condition.holds(&fields));
    }
}

#[test]
fn what_a_query_cannot_say_is_not_written() {
    let condition = Condition::Not(Box::new(Condition::Any(Vec::new())));
    assert_eq!(condition::written(&Matches { channels: Vec::new(), condition }), None);
}

#[test]
fn a_configuration_is_read_by_the_names_of_its_form_and_of_the_api() {
    let of_form = format!(
        "{{'sys_id': '{c}', 'name': 'Chat', 'active': 'true', 'order': '50', 'conditions': 'type=chat',
           'enforce_wrap_up_duration': 'true', 'duration_in_seconds': '90', 'show_duration_to_agent': 'true',
           'enable_wrap_up_codes': 'true', 'allowed_wrap_up_codes': '{a},{b}', 'default_wrap_up_code': '{a}',
           'use_third_party_ai': 'true', 'enable_ai_code': 'true', 'use_ai_code_as_default': 'true'}}",
        a = id('a'), b = id('b'), c = id('c'),
    );
    let of_api =
        format!(
        "{{'sys_id': '{c}', 'name': 'Chat', 'active': true, 'order': 50, 'conditions': 'type=chat',
           'enforce_duration': true, 'duration': '1970-01-01 00:01:30', 'show_timer': true,
           'enable_codes': true, 'allowed_codes': [{{'sys_id': '{a}'}}, {{'sys_id': '{b}'}}],
           'default_code': {{'sys_id': '{a}', 'code': 'A'}},
           'use_third_party_ai': true, 'enable_ai_code': true, 'use_ai_as_default': true}}",
        a = id('a'), b = id('b'), c = id('c'),
    );
    let one = catalog::configuration(&json(&of_form)).unwrap();
    assert_eq!(one, catalog::configuration(&json(&of_api)).unwrap());
    assert_eq!((one.order, one.duration_seconds, one.enforce_duration), (50, 90, true));
    assert_eq!(one.channels, [Channel::Chat]);
    assert_eq!(one.allowed_codes.len(), 2);
    assert_eq!(one.default_code.as_ref().map(CodeId::as_str), Some(&*id('a')));
    assert!(one.use_third_party_ai && one.use_ai_as_default && one.show_timer);
}

#[test]
fn a_row_that_cannot_be_read_keeps_nobody_from_the_others() {
    let good = format!("{{'sys_id': '{}', 'name': 'Good'}}", id('a'));
    let bad = format!("{{'sys_id': '{}', 'conditions': 'a^SAMEASb'}}", id('b'));
    let (found, wrong) =
        catalog::rows(&json(&format!("[{good}, {bad}, {{}}]")), catalog::configuration).unwrap();
    assert_eq!(found.iter().map(|each| each.name.as_str()).collect::<Vec<_>>(), ["Good"]);
    let wrong: Vec<_> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(
        wrong,
        [
            "[1].conditions must use operators that are known here, not \"a\"",
            "[2].sys_id is needed"
        ]
    );
}

/// When the wrap-up opened, by the page's clock.
const OPENED: Timestamp = Timestamp(1_795_370_900_000);

/// A wrap-up by a configuration of the instance's, or by one of the page's own.
fn about(configuration: &str) -> About {
    About {
        segment: SegmentId::new("s1").unwrap(),
        interaction: InteractionId::new(id('1')).unwrap(),
        agent: AgentId::new(id('2')).unwrap(),
        configuration: Some(ConfigurationRef {
            id: ConfigurationId::new(configuration).unwrap(),
            name: "Chat".to_owned(),
        }),
        opened_by: OpenedBy::ConversationEnd,
        opened_at: OPENED,
        extensions: 0,
    }
}

fn refund() -> CodeRef {
    CodeRef { id: CodeId::new(id('b')).unwrap(), label: "Refund issued".to_owned() }
}

fn closure(kind: ClosureKind) -> Closure {
    Closure {
        key: key("k"),
        kind,
        by: (!kind.by_system()).then(|| AgentId::new(id('2')).unwrap()),
        at: Timestamp(OPENED.0 + 30_000),
        code: Some(refund()),
        notes: "Refunded.\nTwice.".to_owned(),
        extra: core::iter::empty().collect(),
        duration: Millis(30_000),
        required_missing: false,
    }
}

fn answered(more: &str) -> Standing {
    let body = format!(
        "{{'success': true, 'message': '', 'sys_id': '{}', 'segment': {{'sys_id': '{}', 'opened_on': '2026-11-22 18:08:20', {more}}}}}",
        id('5'),
        id('5')
    );
    Standing::of_answer(&json(&body)).unwrap().unwrap()
}

fn closed_with(notes: &str, more: &str) -> Standing {
    let comma = if more.is_empty() { "" } else { ", " };
    answered(&format!(
        "'state': 'closed', 'submitted_on': '2026-11-22 18:08:50', 'notes': '{notes}',
         'code': {{'sys_id': '{}', 'code': 'Refund issued'}}{comma}{more}",
        id('b')
    ))
}

fn reading() -> Reading {
    Reading::default()
}

#[test]
fn a_segment_reads_alike_from_the_api_and_from_its_row() {
    let api = closed_with(
        "x",
        "'external': false, 'timed_out': true, 'ai_code_defined_at': '1795370900123'",
    );
    let row = format!(
        "{{'sys_id': '{}', 'state': 'closed', 'opened_on': '2026-11-22 18:08:20', 'submitted_on': '2026-11-22 18:08:50',
           'notes': 'x', 'wrap_up_code': '{}', 'external': 'false', 'timed_out': 'true', 'external_segment_id': ''}}",
        id('5'), id('b')
    );
    let row = Standing::of_row(&json(&row)).unwrap();
    assert_eq!(api.ai.code_at, Some(Timestamp(1_795_370_900_123)));
    assert_eq!(Standing { ai: row.ai.clone(), code: row.code.clone(), ..api.clone() }, row);
    assert!(api.holds(Some(&refund()), "x") && row.holds(Some(&refund()), "x"));
}

#[rstest]
#[case("'state': 'ended'", "segment.state must be one of open, closed, not \"ended\"")]
#[case("'opened_on': ''", "segment.state is needed")]
#[case(
    "'state': 'open', 'submitted_on': 'now'",
    "segment.submitted_on must be YYYY-MM-DD HH:MM:SS or milliseconds, not \"now\""
)]
#[case(
    "'state': 'open', 'sys_id': 'x'",
    "segment.sys_id must be a sys_id of 32 hexadecimal digits, not \"x\""
)]
#[case("'state': 'open', 'external': 'yes'", "segment.external must be true or false, not \"yes\"")]
#[case(
    "'state': 'open', 'code': {'sys_id': ['x']}",
    "segment.code.sys_id must be text, not a list"
)]
fn a_malformed_segment_is_named_by_field_and_rule(#[case] more: &str, #[case] error: &str) {
    let body = format!("{{'sys_id': '{}', 'segment': {{{more}}}}}", id('5'));
    assert_eq!(Standing::of_answer(&json(&body)).unwrap_err().to_string(), error);
}

#[test]
fn an_answer_of_no_segment_is_none() {
    assert_eq!(Standing::of_answer(&json("{'success': true}")).unwrap(), None);
    assert_eq!(Standing::of_answer(&json("{'segment': ''}")).unwrap(), None);
}

#[test]
fn a_closure_that_had_arrived_is_not_written_again() {
    let about = about(&id('c'));
    let there = |standing: &Standing, closure: &Closure| {
        decision::closing(&about, closure, Some(standing), reading())
    };
    let submitted = closure(ClosureKind::Submitted);
    assert_eq!(decision::closing(&about, &submitted, None, reading()), Closing::Make);
    assert_eq!(there(&answered("'state': 'open'"), &submitted), Closing::Write { confirm: false });
    // Ends of lines and the last ones are the text field's.
    assert_eq!(there(&closed_with("Refunded.\\r\\nTwice.\\n", ""), &submitted), Closing::Counted);
    let no_code = Closure { code: None, ..submitted.clone() };
    assert_eq!(there(&closed_with("Refunded.\\nTwice.", ""), &no_code), Closing::Counted);
    let otherwise = closed_with("Something else.", "");
    let Closing::Overruled(closed) = there(&otherwise, &submitted) else { panic!("it stands") };
    assert_eq!(closed.closure.kind, ClosureKind::Ended);
    assert_eq!(closed.closure.at, Timestamp(OPENED.0 + 30_000));
    assert_eq!(closed.closure.notes, "Something else.");
    assert_eq!(closed.closure.by, Some(about.agent.clone()));
}

#[test]
fn what_only_the_time_had_closed_yields() {
    let about = about(&id('c'));
    let submitted = closure(ClosureKind::Submitted);
    let by_time = closed_with("", "'timed_out': 'true'");
    let found = decision::closing(&about, &submitted, Some(&by_time), reading());
    let Closing::Late(closed) = found else { panic!("{found:?}") };
    assert_eq!((closed.closure.kind, closed.closure.by), (ClosureKind::TimedOut, None));
    // Whether the time did it, an answer need not say; the row does.
    assert!(decision::asks_who_closed(&closed_with("", ""), false));
    assert!(!decision::asks_who_closed(&by_time, false));
    assert!(!decision::asks_who_closed(&closed_with("", ""), true));
    assert!(!decision::asks_who_closed(&answered("'state': 'open'"), false));
}

#[test]
fn what_a_page_that_went_has_ended_yields_to_a_person() {
    let about = about(&id('c'));
    let reading = Reading { leaving: Leaving::End, ..Reading::default() };
    let found = closed_with("half a sen", "");
    let late = decision::closing(&about, &closure(ClosureKind::Submitted), Some(&found), reading);
    assert!(matches!(late, Closing::Late(_)));
    let clock = decision::closing(&about, &closure(ClosureKind::TimedOut), Some(&found), reading);
    let Closing::Overruled(closed) = clock else { panic!("{clock:?}") };
    assert_eq!(closed.closure.kind, ClosureKind::TabClosed);
}

#[test]
fn what_awaits_confirmation_is_confirmed_by_a_person() {
    let about = about(&id('c'));
    let found = closed_with("by a machine", "'awaiting_confirmation': 'true'");
    let closing = |kind| decision::closing(&about, &closure(kind), Some(&found), reading());
    assert_eq!(closing(ClosureKind::Submitted), Closing::Write { confirm: true });
    assert!(matches!(closing(ClosureKind::TimedOut), Closing::Overruled(_)));
    let sent = written::closing(Some(&refund()), "n", Some((OPENED, Ahead(60_000))));
    assert_eq!(
        text(&sent),
        "{wrap_up_code: 'Refund issued', notes: 'n', confirmed_on: '2026-11-22 18:09:20'}"
    );
    let open = answered("'state': 'open', 'awaiting_confirmation': true");
    let found = decision::closing(&about, &closure(ClosureKind::Submitted), Some(&open), reading());
    assert_eq!(found, Closing::Write { confirm: true });
}

#[test]
fn an_earlier_wrap_up_of_the_same_conversation_is_another_one() {
    let about = about(&id('c'));
    let earlier = answered("'state': 'closed', 'submitted_on': '2026-11-22 18:00:00'");
    assert_eq!(decision::opening(&about, Some(&earlier), reading()), Opening::Make);
    // The instance's clock is ten minutes behind: it is this one after all.
    let behind = Reading { ahead: Ahead(-600_000), ..reading() };
    assert!(matches!(decision::opening(&about, Some(&earlier), behind), Opening::Closed(_)));
    let open = answered("'state': 'open'");
    assert_eq!(decision::opening(&about, Some(&open), reading()), Opening::There);
    assert_eq!(decision::opening(&about, None, reading()), Opening::Make);
    let of_another = answered("'state': 'open', 'external': true, 'external_segment_id': 's0'");
    assert_eq!(decision::opening(&about, Some(&of_another), reading()), Opening::Make);
    let of_this = answered("'state': 'open', 'external': true, 'external_segment_id': 's1'");
    assert_eq!(decision::opening(&about, Some(&of_this), reading()), Opening::There);
}

#[test]
fn a_correction_is_written_over_what_is_closed() {
    let version = Version {
        key: key("v"),
        reason: VersionReason::Correction,
        by: Some(ann().agent),
        at: OPENED,
        code: Some(refund()),
        notes: "corrected".to_owned(),
        extra: core::iter::empty().collect(),
    };
    assert_eq!(decision::correcting(&version, None), Correcting::NotClosed);
    let open = answered("'state': 'open'");
    assert_eq!(decision::correcting(&version, Some(&open)), Correcting::NotClosed);
    assert_eq!(decision::correcting(&version, Some(&closed_with("x", ""))), Correcting::Write);
    let same = closed_with("corrected", "");
    assert_eq!(decision::correcting(&version, Some(&same)), Correcting::Counted);
}

#[test]
fn a_segment_of_the_instance_is_made_by_its_configuration() {
    let sent = text(&written::opening(&about(&id('c')), None, Ahead(0)));
    assert_eq!(
        sent,
        format!(
            "{{agent_sys_id: '{}', interaction_sys_id: '{}', external: false, opened_on: '2026-11-22 18:08:20', wrap_up_configuration_sys_id: '{}'}}",
            id('2'),
            id('1'),
            id('c')
        )
    );
}

#[test]
fn a_segment_of_the_page_s_own_rules_is_external_and_brings_them() {
    let page = Page::wrapping_up(timed());
    let rules = &page.segment("s1").rules;
    let sent = written::opening(&about("chat"), Some(rules), Ahead(0));
    assert_eq!(sent.text("external_segment_id").unwrap().unwrap(), "s1");
    assert_eq!(sent.truth("external").unwrap(), Some(true));
    let configuration = sent.get("configuration");
    assert_eq!(configuration.text("duration").unwrap().unwrap(), "60");
    assert_eq!(configuration.truth("enable_codes").unwrap(), Some(true));
    let first = &configuration.get("allowed_codes").elements().unwrap()[0];
    let label = first.text("code").unwrap();
    assert_eq!(label, first.get("translation").text("code").unwrap());
    // What is not limited says so with nothing.
    let sent = written::opening(&about("chat"), None, Ahead(0));
    assert_eq!(sent.get("configuration").get("duration"), &Json::Text(String::new()));
}

#[test]
fn rows_are_text_alone() {
    let rows = [
        written::opening_row(&about("chat"), Ahead(0)),
        written::closing_row(&closure(ClosureKind::TimedOut), Some("x"), true, Ahead(0)),
        written::correcting_row(None, "n"),
    ];
    for row in &rows {
        let Json::Object(fields) = row else { panic!("{row:?}") };
        assert!(fields.iter().all(|(_, value)| matches!(value, Json::Text(_))), "{row:?}");
    }
    assert_eq!(rows[1].text("timed_out").unwrap().unwrap(), "true");
    assert_eq!(rows[1].text("awaiting_confirmation").unwrap().unwrap(), "false");
}

#[test]
fn a_conversation_that_is_closed_never_opens_and_the_last_one_closes_it() {
    let agent = AgentId::new(id('2')).unwrap();
    let other = AgentId::new(id('3')).unwrap();
    let channel = Channel::Chat;
    let mut record = Interaction::new(InteractionId::new(id('1')).unwrap(), channel, OPENED);
    record.state = InteractionState::WorkInProgress;
    record.connected = vec![other];
    assert!(!decision::knows(&record, &agent), "who has left knows only how it was");
    record.connected.push(agent.clone());
    assert!(decision::knows(&record, &agent));
    assert!(decision::writes_state(&record, "new", false));
    assert!(!decision::writes_state(&record, "work_in_progress", false));
    assert!(!decision::writes_state(&record, "closed_complete", false));
    record.connected.clear();
    record.state = InteractionState::ClosedComplete;
    record.closed_at = Some(OPENED);
    record.system_wrap_up = true;
    assert!(decision::writes_state(&record, "wrap_up", false));
    assert!(!decision::writes_state(&record, "wrap_up", true));
    assert_eq!(
        text(&written::interaction_row(&record, Ahead(0))),
        "{state: 'closed_complete', closed_at: '2026-11-22 18:08:20', system_wrap_up: 'true'}"
    );
}
