//! What administrators are told: why a configuration wins, what looks wrong about one,
//! who changed what, and what wrapping up cost.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{
    Page, START, agent, ann, code, codes, segment, supervisor, timed, timed_in, untimed,
};
use interaction_wrap_up::domain::admin::audit::{
    AuditEntry, Change, NotChanged, changes, groups, take_all_back, take_back,
};
use interaction_wrap_up::domain::admin::codes::InUse;
use interaction_wrap_up::domain::admin::explain::{Decisive, Verdict, explain};
use interaction_wrap_up::domain::admin::lint::{
    FieldType, Finding, KnownFields, LintRule, known_fields, lint,
};
use interaction_wrap_up::domain::admin::numbers::{By, Sample, day, rows, samples};
use interaction_wrap_up::domain::admin::order::{last, moved};
use interaction_wrap_up::domain::band::Bands;
use interaction_wrap_up::domain::catalog::{Catalog, Mismatch};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::ClosureKind;
use interaction_wrap_up::domain::code::WrapUpCode;
use interaction_wrap_up::domain::condition::{Condition, FieldTest, Test};
use interaction_wrap_up::domain::configuration::{
    Configuration, ConfigurationRule, Mode, SweepAfter,
};
use interaction_wrap_up::domain::extra::{ExtraField, ExtraKind};
use interaction_wrap_up::domain::field::{FieldValue, Number};
use interaction_wrap_up::domain::id::{ConfigurationId, InteractionId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command};
use rstest::rstest;

fn id(name: &str) -> ConfigurationId {
    ConfigurationId::new(name).unwrap()
}

fn named(name: &str, order: u32) -> Configuration {
    Configuration { id: id(name), order, ..timed() }
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

fn test(field: &str, test: Test) -> Condition {
    Condition::Field(FieldTest { field: field.to_owned(), test })
}

fn topic(is: &str) -> Condition {
    test("topic", Test::Equals(text(is)))
}

fn call() -> Interaction {
    let id = InteractionId::new("call").unwrap();
    let mut call = Interaction::new(id, Channel::Phone, Timestamp(0));
    call.fields.insert("topic".into(), text("billing"));
    call.fields.insert("priority".into(), FieldValue::Number(Number::new(2.0).unwrap()));
    call
}

// Explain.

#[test]
fn each_configuration_has_its_one_reason() {
    let from = Timestamp(10);
    let place = named("share", 5).place_of(&agent("ann"));
    let catalog = Catalog {
        configurations: vec![
            named("later", 9),
            Configuration { active: false, ..named("inactive", 1) },
            Configuration { effective_from: Some(from), ..named("not yet", 2) },
            Configuration { effective_until: Some(Timestamp(0)), ..named("no longer", 3) },
            Configuration { channels: vec![Channel::Chat], ..named("channel", 4) },
            Configuration { share_percent: place, ..named("share", 5) },
            Configuration { condition: topic("delivery"), ..named("condition", 6) },
            named("winner", 7),
        ],
        codes: codes(),
    };
    let explained = explain(&catalog, &call(), &agent("ann"), Timestamp(0));
    let verdicts: Vec<_> = explained
        .iter()
        .map(|each| (each.configuration.id.as_str(), each.verdict.clone()))
        .collect();
    let Condition::Field(fails) = &catalog.configurations[6].condition else { panic!() };
    let no = |mismatch| Verdict::Mismatch(mismatch, None);
    assert_eq!(
        verdicts,
        [
            ("inactive", no(Mismatch::Inactive)),
            ("not yet", no(Mismatch::NotYet(from))),
            ("no longer", no(Mismatch::NoLonger(Timestamp(0)))),
            ("channel", no(Mismatch::Channel)),
            ("share", no(Mismatch::Share { place, percent: place })),
            ("condition", Verdict::Mismatch(Mismatch::Condition, Some(Decisive::Fails(fails)))),
            ("winner", Verdict::Wins),
            ("later", Verdict::Later(id("winner"))),
        ]
    );
}

#[test]
fn a_faulty_winner_is_named_with_its_faults() {
    let first = Configuration { default_code: None, ..named("faulty", 1) };
    let catalog = Catalog { configurations: vec![named("next", 2), first], codes: codes() };
    let explained = explain(&catalog, &call(), &agent("ann"), Timestamp(0));
    let Verdict::WinsFaulty(faults) = &explained[0].verdict else { panic!("{explained:?}") };
    assert_eq!(faults[0].rule, ConfigurationRule::DefaultMissing);
    assert_eq!(explained[1].verdict, Verdict::Later(id("faulty")));
}

#[test]
fn of_a_nested_condition_the_part_that_decides_is_named() {
    let Condition::Field(wanted) = topic("delivery") else { panic!() };
    let Condition::Field(present) = topic("billing") else { panic!() };
    let urgent = || test("priority", Test::Greater(Number::new(1.0).unwrap()));
    let any = vec![topic("delivery"), topic("refund")];
    let not = Condition::Not(Box::new(Condition::All(vec![urgent(), topic("billing")])));
    for (condition, decisive) in [
        (Condition::All(vec![urgent(), topic("delivery")]), Decisive::Fails(&wanted)),
        (Condition::Any(any.clone()), Decisive::NoneOf(&any)),
        (Condition::Not(Box::new(topic("billing"))), Decisive::Holds(&present)),
        (Condition::All(vec![not.clone()]), decisive_of_not(&urgent_test())),
        (Condition::Any(vec![topic("delivery")]), Decisive::Fails(&wanted)),
    ] {
        let configurations = vec![Configuration { condition, ..timed() }];
        let catalog = Catalog { configurations, codes: codes() };
        let explained = explain(&catalog, &call(), &agent("ann"), Timestamp(0));
        let expected = Verdict::Mismatch(Mismatch::Condition, Some(decisive));
        assert_eq!(explained[0].verdict, expected);
    }
}

fn urgent_test() -> FieldTest {
    let test = Test::Greater(Number::new(1.0).unwrap());
    FieldTest { field: "priority".to_owned(), test }
}

/// All of it holds where it must not: its first part is named.
const fn decisive_of_not(test: &FieldTest) -> Decisive<'_> {
    Decisive::Holds(test)
}

// Lint.

fn findings(configurations: Vec<Configuration>, known: &KnownFields) -> Vec<Finding> {
    lint(&Catalog { configurations, codes: codes() }, known)
}

fn extra() -> Vec<ExtraField> {
    let (name, label) = ("sum".to_owned(), "Sum".to_owned());
    vec![ExtraField { name, label, kind: ExtraKind::Number, required: false }]
}

/// Each rule with what breaks it and the nearest that does not.
#[rstest]
#[case::a_default_that_is_not_allowed(
    Configuration { allowed_codes: vec![code("billing")], ..timed() },
    Configuration { allowed_codes: vec![code("billing"), code("resolved")], ..timed() },
    "default_code", LintRule::Fault(ConfigurationRule::DefaultNotAllowed(code("resolved")))
)]
#[case::an_inactive_default(
    Configuration {
        allowed_codes: vec![code("billing"), code("old")], default_code: Some(code("old")), ..timed()
    },
    Configuration {
        allowed_codes: vec![code("billing"), code("old")],
        default_code: Some(code("billing")),
        ..timed()
    },
    "default_code", LintRule::Fault(ConfigurationRule::DefaultInactive(code("old")))
)]
#[case::a_duration_over_the_maximum(
    Configuration { duration_seconds: 86_401, ..timed() },
    Configuration { duration_seconds: 86_400, ..timed() },
    "duration_seconds", LintRule::Fault(ConfigurationRule::DurationOutOfRange(86_401))
)]
#[case::a_deadline_and_codes_without_a_default(
    Configuration { default_code: None, ..timed() },
    Configuration { default_code: None, ..untimed() },
    "default_code", LintRule::Fault(ConfigurationRule::DefaultMissing)
)]
#[case::a_sweep_before_the_duration_is_over(
    Configuration { duration_seconds: 901, ..untimed() },
    Configuration { duration_seconds: 900, ..untimed() },
    "duration_seconds", LintRule::SweptBeforeDuration { duration: 901, sweep: 900 }
)]
#[case::mandatory_without_an_allowed_code(
    Configuration { allowed_codes: vec![], default_code: None, mode: Mode::Mandatory, ..untimed() },
    Configuration { mode: Mode::Mandatory, ..untimed() },
    "allowed_codes", LintRule::Fault(ConfigurationRule::NoAllowedCodes)
)]
#[case::an_end_before_the_beginning(
    Configuration {
        effective_from: Some(Timestamp(5)), effective_until: Some(Timestamp(5)), ..timed()
    },
    Configuration {
        effective_from: Some(Timestamp(5)), effective_until: Some(Timestamp(6)), ..timed()
    },
    "effective_until", LintRule::NeverEffective
)]
#[case::a_share_of_nobody(
    Configuration { share_percent: 0, ..timed() },
    Configuration { share_percent: 1, ..timed() },
    "share_percent", LintRule::Nobody
)]
#[case::a_share_of_more_than_everybody(
    Configuration { share_percent: 101, ..timed() },
    Configuration { share_percent: 100, ..timed() },
    "share_percent", LintRule::MoreThanEverybody
)]
#[case::required_notes_without_a_dialog(
    Configuration { notes_required: true, enable_codes: false, ..timed() },
    Configuration { notes_required: true, ..timed() },
    "notes_required", LintRule::NoDialog
)]
#[case::extra_fields_without_a_dialog(
    Configuration { extra_fields: extra(), enable_codes: false, ..timed() },
    Configuration { extra_fields: extra(), ..timed() },
    "extra_fields", LintRule::NoDialog
)]
#[case::no_name(
    Configuration { name: " ".into(), ..timed() }, timed(), "name", LintRule::Nameless
)]
#[case::an_unknown_field(
    Configuration { condition: test("topik", Test::IsEmpty), ..timed() },
    Configuration { condition: test("topic", Test::IsEmpty), ..timed() },
    "condition", LintRule::UnknownField("topik".into())
)]
#[case::a_comparison_with_what_it_never_holds(
    Configuration { condition: Condition::Not(Box::new(test("topic", Test::Less(two())))), ..timed() },
    Configuration { condition: test("priority", Test::Less(two())), ..timed() },
    "condition",
    LintRule::WrongType {
        field: "topic".into(), compared: FieldType::Number, held: FieldType::Text
    }
)]
#[case::one_of_what_it_never_holds(
    Configuration {
        condition: test("topic", Test::In(vec![text("a"), FieldValue::Boolean(true)])), ..timed()
    },
    Configuration { condition: test("topic", Test::In(vec![text("a")])), ..timed() },
    "condition",
    LintRule::WrongType {
        field: "topic".into(), compared: FieldType::Boolean, held: FieldType::Text
    }
)]
fn a_rule_finds_what_breaks_it_and_nothing_else(
    #[case] failing: Configuration,
    #[case] passing: Configuration,
    #[case] field: &'static str,
    #[case] rule: LintRule,
) {
    let known = known_fields([&call()].into_iter());
    let finding = Finding { configuration: failing.id.clone(), field, rule };
    assert!(findings(vec![failing], &known).contains(&finding));
    assert_eq!(findings(vec![passing], &known), []);
}

fn two() -> Number {
    Number::new(2.0).unwrap()
}

#[test]
fn thresholds_out_of_order_are_found() {
    use interaction_wrap_up::domain::band::{Band, BandsError, Threshold};
    let at = |percent, band| Threshold { percent, band };
    assert_eq!(
        Bands::new(vec![at(100, Band::Green), at(100, Band::Red)]),
        Err(BandsError::OutOfOrder)
    );
    assert_eq!(
        findings(vec![Configuration { bands: Bands::four(), ..timed() }], &KnownFields::new()),
        []
    );
}

#[rstest]
#[case::everything(named("a", 1), named("b", 2), true)]
#[case::the_same_condition(
    Configuration { condition: topic("x"), ..named("a", 1) },
    Configuration { condition: topic("x"), ..named("b", 2) },
    true
)]
#[case::a_part_of_the_second(
    Configuration { condition: topic("x"), ..named("a", 1) },
    Configuration {
        condition: Condition::All(vec![test("vip", Test::IsEmpty), topic("x")]), ..named("b", 2)
    },
    true
)]
#[case::one_of_several(
    Configuration { condition: Condition::Any(vec![topic("x"), topic("y")]), ..named("a", 1) },
    Configuration { condition: topic("y"), ..named("b", 2) },
    true
)]
#[case::another_condition(
    Configuration { condition: topic("x"), ..named("a", 1) },
    Configuration { condition: topic("y"), ..named("b", 2) },
    false
)]
#[case::fewer_channels(
    Configuration { channels: vec![Channel::Chat], ..named("a", 1) }, named("b", 2), false
)]
#[case::the_same_channels(
    Configuration { channels: vec![Channel::Chat, Channel::Phone], ..named("a", 1) },
    Configuration { channels: vec![Channel::Phone], ..named("b", 2) },
    true
)]
#[case::a_share(Configuration { share_percent: 99, ..named("a", 1) }, named("b", 2), false)]
#[case::a_while(
    Configuration { effective_until: Some(Timestamp(9)), ..named("a", 1) }, named("b", 2), false
)]
#[case::the_same_while(
    Configuration { effective_until: Some(Timestamp(9)), ..named("a", 1) },
    Configuration { effective_until: Some(Timestamp(8)), ..named("b", 2) },
    true
)]
#[case::an_inactive_one(Configuration { active: false, ..named("a", 1) }, named("b", 2), false)]
#[case::an_inactive_second(named("a", 1), Configuration { active: false, ..named("b", 2) }, false)]
fn two_that_can_never_both_be_reached_are_found(
    #[case] first: Configuration,
    #[case] second: Configuration,
    #[case] found: bool,
) {
    let finding =
        Finding { configuration: id("b"), field: "order", rule: LintRule::NeverReached(id("a")) };
    let expected = if found { vec![finding] } else { vec![] };
    assert_eq!(findings(vec![second, first], &KnownFields::new()), expected);
}

#[test]
fn equal_orders_are_said() {
    let chat = Configuration { channels: vec![Channel::Chat], ..named("a", 1) };
    let phone = Configuration { channels: vec![Channel::Phone], ..named("b", 1) };
    let rule = LintRule::SameOrder(id("a"));
    assert!(!rule.is_error());
    let finding = Finding { configuration: id("b"), field: "order", rule };
    assert_eq!(findings(vec![chat, phone], &KnownFields::new()), [finding]);
}

#[test]
fn codes_that_an_agent_could_not_tell_apart_are_found() {
    let (mut a, mut b) =
        (WrapUpCode::new(code("a"), "Other"), WrapUpCode::new(code("b"), "other "));
    a.parent = Some(code("billing"));
    a.shortcut = Some("O".into());
    b.shortcut = Some("o".into());
    let codes = [codes(), vec![a, b]].concat();
    let allowed_codes = vec![code("a"), code("b"), code("resolved")];
    let configurations = vec![Configuration { allowed_codes, ..timed() }];
    let rules: Vec<_> = lint(&Catalog { configurations, codes }, &KnownFields::new())
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    let pair = || (code("a"), code("b"));
    assert_eq!(
        rules,
        [LintRule::SameLabel(pair().0, pair().1), LintRule::SameShortcut(pair().0, pair().1)]
    );
}

#[test]
fn without_known_fields_none_is_unknown() {
    let condition = test("topik", Test::IsEmpty);
    assert_eq!(findings(vec![Configuration { condition, ..timed() }], &KnownFields::new()), []);
}

#[test]
fn a_sweep_that_never_comes_is_no_danger() {
    let sweep_after = SweepAfter::Never;
    let it = Configuration { duration_seconds: 5_000, sweep_after, ..untimed() };
    assert_eq!(findings(vec![it], &KnownFields::new()), []);
}

// Audit.

fn catalog() -> Catalog {
    Catalog { configurations: vec![timed()], codes: codes() }
}

fn entry(change: Change) -> AuditEntry {
    AuditEntry { id: "1".into(), at: START, by: agent("root"), change, takes_back: None }
}

#[test]
fn every_change_can_be_taken_back() {
    let mut after = catalog();
    after.codes[0].label = "Solved".into();
    after.codes.push(WrapUpCode::new(code("new"), "New"));
    after.configurations[0].duration_seconds = 5;
    after.configurations.push(named("second", 2));
    let made = changes(&catalog(), &after);
    assert_eq!(made.len(), 4, "unchanged records make no change");

    let mut it = catalog();
    for change in &made {
        change.apply(&mut it, |_| false).unwrap();
    }
    assert_eq!(it, after);
    for change in made.into_iter().rev() {
        take_back(&entry(change)).apply(&mut it, |_| false).unwrap();
    }
    assert_eq!(it, catalog());
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let mut it = catalog();
    let renamed = WrapUpCode { label: "Solved".into(), ..it.codes[0].clone() };
    let change = Change::of_code(Some(it.codes[0].clone()), Some(renamed));
    change.apply(&mut it, |_| false).unwrap();
    it.codes[0].active = false;
    let before = it.clone();
    let refused = take_back(&entry(change)).apply(&mut it, |_| false);
    assert_eq!(refused, Err(NotChanged::ChangedSince));
    assert_eq!(it, before);
}

#[test]
fn a_new_code_that_is_in_use_is_not_taken_back() {
    let mut it = catalog();
    let change = Change::of_code(None, Some(WrapUpCode::new(code("new"), "New")));
    change.apply(&mut it, |_| false).unwrap();
    let back = take_back(&entry(change));
    assert_eq!(back.apply(&mut it, |_| true), Err(NotChanged::InUse(InUse::ByRecords)));
    it.configurations[0].allowed_codes.push(code("new"));
    let named = InUse::ByConfiguration(it.configurations[0].id.clone());
    assert_eq!(back.apply(&mut it, |_| false), Err(NotChanged::InUse(named)));
}

// Numbers.

fn sample(seconds: u64, kind: ClosureKind) -> Sample {
    Sample {
        day: "2026-01-01".into(),
        channel: "chat".into(),
        agent: "ann".into(),
        code: "Resolved".into(),
        kind,
        duration: Millis(seconds * 1000),
        extensions: 0,
        suggestion: None,
    }
}

#[rstest]
#[case::nothing(&[], 0, 0)]
#[case::one(&[7], 7_000, 7_000)]
#[case::two(&[1, 2], 1_500, 2_000)]
#[case::three_unsorted(&[9, 1, 4], 4_000, 9_000)]
#[case::ten(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5_500, 9_000)]
#[case::eleven(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6_000, 10_000)]
fn median_and_p90(#[case] seconds: &[u64], #[case] median: u64, #[case] p90: u64) {
    let samples: Vec<_> = seconds.iter().map(|it| sample(*it, ClosureKind::Submitted)).collect();
    let rows = rows(&samples, By::All);
    let found = rows.first().map_or((0, 0), |row| (row.median.0, row.p90.0));
    assert_eq!(found, (median, p90));
}

#[test]
fn shares_extensions_and_suggestions_are_counted() {
    let kinds = [
        ClosureKind::Submitted,
        ClosureKind::Submitted,
        ClosureKind::TimedOut,
        ClosureKind::Swept,
        ClosureKind::TabClosed,
        ClosureKind::Forced,
    ];
    let mut samples: Vec<_> = kinds.into_iter().map(|kind| sample(1, kind)).collect();
    samples[0].extensions = 2;
    samples[0].suggestion = Some(true);
    samples[1].suggestion = Some(false);
    samples[5].agent = "bob".into();
    samples[5].day = "2026-01-02".into();
    let all = &rows(&samples, By::All)[0];
    assert_eq!((all.submitted, all.timed_out, all.swept, all.otherwise), (2, 1, 1, 2));
    assert_eq!((all.extensions, all.suggested, all.accepted), (2, 2, 1));
    assert_eq!((all.percent(all.submitted), all.percent(all.swept)), (33, 17));
    let agents = rows(&samples, By::Agent);
    let names: Vec<_> = agents.iter().map(|row| (row.name.as_str(), row.count)).collect();
    assert_eq!(names, [("ann", 5), ("bob", 1)], "the most frequent first");
    let days: Vec<_> = rows(&samples, By::Day).into_iter().map(|row| row.name).collect();
    assert_eq!(days, ["2026-01-01", "2026-01-02"]);
    assert_eq!(rows(&[], By::All), []);
}

#[test]
fn closed_wrap_ups_become_samples_true_to_their_time() {
    let mut page = Page::typed(timed());
    page.tell(Command::Suggest { segment: segment("s1"), code: code("billing") });
    page.tell(Command::Extend { segment: segment("s1"), by: ann(), number: 1 });
    page.wait_seconds(25);
    page.close_tab(ann());
    page.commit();
    let mut forced = Page::typed(timed_in(Mode::Mandatory));
    forced.wait_seconds(10);
    forced.close(CloseReason::Force(supervisor()));
    let open = Page::wrapping_up(timed());
    let pages = [&page, &forced, &open];
    let all = pages.map(|page| (&page.conversation.interaction, &page.conversation.segments[..]));
    let samples = samples(all.into_iter(), 0);
    assert_eq!(samples.len(), 1, "what is not closed is not counted");
    assert_eq!((samples[0].duration, samples[0].extensions), (fixtures::seconds(25), 1));
    assert_eq!((samples[0].suggestion, samples[0].code.as_str()), (Some(true), "BILLING"));
    assert_eq!((samples[0].day.as_str(), samples[0].channel.as_str()), ("2023-11-14", "phone"));
}

#[rstest]
#[case(0, 0, "1970-01-01")]
#[case(86_399_999, 0, "1970-01-01")]
#[case(86_400_000, 0, "1970-01-02")]
#[case(951_782_400_000, 0, "2000-02-29")]
#[case(951_868_800_000, 0, "2000-03-01")]
#[case(1_709_164_800_000, 0, "2024-02-29")]
#[case(1_704_063_600_000, 60, "2024-01-01")]
#[case(1_704_063_600_000, 0, "2023-12-31")]
#[case(1_704_067_200_000, -1, "2023-12-31")]
#[case(4_107_542_400_000, 0, "2100-03-01")]
#[case(253_402_300_799_999, 0, "9999-12-31")]
fn a_day_is_that_of_the_calendar(#[case] at: i64, #[case] offset: i32, #[case] is: &str) {
    assert_eq!(day(Timestamp(at), offset), is);
}

// The order.

/// Orders after moving, by name, and how many records that changes.
fn after_moving(orders: &[(&str, u32)], name: &str, to: usize) -> (Vec<String>, usize) {
    let configurations: Vec<_> = orders.iter().map(|(name, order)| named(name, *order)).collect();
    let changes = moved(&configurations, &id(name), to);
    let mut catalog = Catalog { configurations, codes: codes() };
    for change in &changes {
        change.apply(&mut catalog, |_| false).unwrap();
    }
    let ordered = interaction_wrap_up::domain::admin::explain::in_order(&catalog.configurations);
    (ordered.iter().map(|each| each.id.to_string()).collect(), changes.len())
}

#[rstest]
#[case::between(&[("a", 10), ("b", 20), ("c", 30)], "c", 1, &["a", "c", "b"], 1)]
#[case::to_the_top(&[("a", 10), ("b", 20)], "b", 0, &["b", "a"], 1)]
#[case::to_the_end(&[("a", 10), ("b", 20)], "a", 9, &["b", "a"], 1)]
#[case::where_it_is(&[("a", 10), ("b", 20)], "a", 0, &["a", "b"], 0)]
#[case::without_room(&[("a", 1), ("b", 2), ("c", 3)], "c", 1, &["a", "c", "b"], 3)]
#[case::above_zero(&[("a", 0), ("b", 20)], "b", 0, &["b", "a"], 2)]
#[case::among_equals(&[("a", 5), ("b", 5), ("c", 5)], "a", 1, &["b", "a", "c"], 3)]
#[case::after_the_highest(&[("a", 5), ("b", u32::MAX)], "a", 1, &["b", "a"], 2)]
fn a_configuration_is_moved_by_as_few_changes_as_will_do(
    #[case] orders: &[(&str, u32)],
    #[case] name: &str,
    #[case] to: usize,
    #[case] order: &[&str],
    #[case] changes: usize,
) {
    let (found, count) = after_moving(orders, name, to);
    assert_eq!(found, order);
    assert_eq!(count, changes);
}

#[test]
fn a_new_configuration_comes_last() {
    assert_eq!(last(&[]), 10);
    assert_eq!(last(&[named("a", 7), named("b", 3)]), 17);
}

#[test]
fn what_was_changed_at_once_is_a_group_and_goes_back_last_first() {
    let entry = |name: &str, at: i64, takes_back: Option<&str>| AuditEntry {
        id: name.to_owned(),
        at: Timestamp(at),
        by: agent("ann"),
        change: Change::of_code(None, Some(WrapUpCode::new(code(name), name))),
        takes_back: takes_back.map(str::to_owned),
    };
    let trail = [
        entry("1", 1, None),
        entry("2", 1, None),
        entry("3", 2, None),
        entry("4", 3, Some("2")),
        entry("5", 3, Some("1")),
    ];
    let groups = groups(&trail);
    let names = |at: usize| -> Vec<_> { groups[at].entries.iter().map(|it| &*it.id).collect() };
    assert_eq!((names(0), names(1), names(2)), (vec!["4", "5"], vec!["3"], vec!["1", "2"]));
    assert!(groups[0].takes_back() && !groups[0].taken_back);
    assert!(groups[2].taken_back && !groups[1].taken_back);
    let back: Vec<_> = take_all_back(&groups[2].entries).into_iter().map(|(_, of)| of).collect();
    assert_eq!(back, ["2", "1"]);
}
