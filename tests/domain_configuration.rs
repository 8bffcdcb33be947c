//! Configurations: which one an interaction gets, and what is wrong with one.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{agent, code, codes, timed, timed_in, untimed};
use interaction_wrap_up::domain::band::Bands;
use interaction_wrap_up::domain::catalog::{Catalog, Mismatch, Selection};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::condition::{Condition, FieldTest, Test};
use interaction_wrap_up::domain::configuration::{
    Configuration, ConfigurationError, ConfigurationRule, Mode, Rules, SweepAfter,
};
use interaction_wrap_up::domain::extra::{ExtraField, ExtraKind, ExtraRule};
use interaction_wrap_up::domain::field::{FieldValue, Number};
use interaction_wrap_up::domain::id::{AgentId, ConfigurationId, IdError, InteractionId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use rstest::rstest;

// Checked rules.

#[rstest]
#[case::no_duration(
    Configuration { duration_seconds: 0, ..timed() },
    "duration_seconds", ConfigurationRule::DurationOutOfRange(0)
)]
#[case::more_than_a_day(
    Configuration { duration_seconds: 86_401, ..timed() },
    "duration_seconds", ConfigurationRule::DurationOutOfRange(86_401)
)]
#[case::an_empty_extension(
    Configuration { extension_seconds: Some(0), ..timed() },
    "extension_seconds", ConfigurationRule::ExtensionOutOfRange(0)
)]
#[case::an_extension_of_more_than_a_day(
    Configuration { extension_seconds: Some(86_401), ..timed() },
    "extension_seconds", ConfigurationRule::ExtensionOutOfRange(86_401)
)]
#[case::no_codes_to_choose_from(
    Configuration { allowed_codes: vec![], default_code: None, ..untimed() },
    "allowed_codes", ConfigurationRule::NoAllowedCodes
)]
#[case::a_code_that_does_not_exist(
    Configuration { allowed_codes: vec![code("resolved"), code("mystery")], ..timed() },
    "allowed_codes", ConfigurationRule::UnknownCode(code("mystery"))
)]
#[case::inactive_codes_alone(
    Configuration { allowed_codes: vec![code("old")], default_code: None, ..untimed() },
    "allowed_codes", ConfigurationRule::NoActiveCode
)]
#[case::a_default_that_cannot_be_chosen(
    Configuration { allowed_codes: vec![code("billing")], ..timed() },
    "default_code", ConfigurationRule::DefaultNotAllowed(code("resolved"))
)]
#[case::an_inactive_default(
    Configuration {
        allowed_codes: vec![code("billing"), code("old")],
        default_code: Some(code("old")),
        ..timed()
    },
    "default_code", ConfigurationRule::DefaultInactive(code("old"))
)]
#[case::nothing_to_save_at_the_deadline(
    Configuration { default_code: None, ..timed() },
    "default_code", ConfigurationRule::DefaultMissing
)]
#[case::a_warning_that_comes_too_late(
    Configuration { warning_seconds: 19, ..timed() },
    "warning_seconds", ConfigurationRule::WarningOutOfRange(19)
)]
#[case::a_warning_of_more_than_a_day(
    Configuration { warning_seconds: 86_401, ..timed() },
    "warning_seconds", ConfigurationRule::WarningOutOfRange(86_401)
)]
#[case::an_extra_field_without_a_label(
    Configuration { extra_fields: vec![extra("sum", " ", ExtraKind::Number)], ..timed() },
    "extra_fields", ConfigurationRule::Extra(ExtraRule::Nameless)
)]
#[case::two_extra_fields_of_one_name(
    Configuration {
        extra_fields: vec![extra("a", "A", ExtraKind::Text), extra("a", "B", ExtraKind::Date)],
        ..timed()
    },
    "extra_fields", ConfigurationRule::Extra(ExtraRule::NameTwice("a".into()))
)]
#[case::a_choice_of_nothing(
    Configuration { extra_fields: vec![extra("a", "A", ExtraKind::Choice(vec![]))], ..timed() },
    "extra_fields", ConfigurationRule::Extra(ExtraRule::Options("a".into()))
)]
#[case::a_choice_between_the_same(
    Configuration {
        extra_fields: vec![extra("a", "A", ExtraKind::Choices(vec!["x".into(), "x".into()]))],
        ..timed()
    },
    "extra_fields", ConfigurationRule::Extra(ExtraRule::Options("a".into()))
)]
#[case::many_extra_fields(
    Configuration {
        extra_fields: (0..21).map(|it| extra(&it.to_string(), "A", ExtraKind::Text)).collect(),
        ..timed()
    },
    "extra_fields", ConfigurationRule::Extra(ExtraRule::TooMany)
)]
#[case::forced_without_a_time(
    Configuration { mode: Mode::Forced, ..untimed() },
    "mode", ConfigurationRule::ForcedWithoutDuration
)]
#[case::mandatory_without_codes(
    Configuration { enable_codes: false, ..timed_in(Mode::Mandatory) },
    "mode", ConfigurationRule::MandatoryWithoutCodes
)]
fn a_faulty_configuration_names_field_and_rule(
    #[case] configuration: Configuration,
    #[case] field: &'static str,
    #[case] rule: ConfigurationRule,
) {
    let faults = configuration.rules(&codes()).unwrap_err();
    assert_eq!(faults, [ConfigurationError { field, rule: rule.clone() }]);
    assert_eq!(faults[0].to_string(), format!("{field} {rule}"));
}

#[cfg(feature = "serde")]
use interaction_wrap_up::domain::band::BandsError;

#[cfg(feature = "serde")]
#[rstest]
#[case::no_beginning("[]", BandsError::MustBeginAt100)]
#[case::out_of_order(
    r#"[{"percent":100,"band":"green"},{"percent":100,"band":"red"}]"#,
    BandsError::OutOfOrder
)]
#[case::less_urgent(
    r#"[{"percent":100,"band":"red"},{"percent":50,"band":"green"}]"#,
    BandsError::NotMoreUrgent
)]
fn bands_that_came_from_a_store_are_checked(#[case] json: &str, #[case] why: BandsError) {
    let bands: Bands = serde_json::from_str(json).unwrap();
    let faults = Configuration { bands, ..timed() }.rules(&codes()).unwrap_err();
    assert_eq!(
        faults,
        [ConfigurationError { field: "bands", rule: ConfigurationRule::Bands(why) }]
    );
}

#[rstest]
#[case::the_shortest_duration(Configuration { duration_seconds: 1, ..timed() })]
#[case::the_longest_duration(Configuration { duration_seconds: 86_400, ..timed() })]
#[case::a_duration_that_is_not_enforced_is_not_read(Configuration { duration_seconds: 0, ..untimed() })]
#[case::the_shortest_extension(Configuration { extension_seconds: Some(1), ..timed() })]
#[case::the_longest_extension(Configuration { extension_seconds: Some(86_400), ..timed() })]
#[case::an_inactive_code_beside_active_ones(
    Configuration { allowed_codes: vec![code("old"), code("resolved")], ..timed() }
)]
#[case::no_default_where_nothing_ends_by_itself(Configuration { default_code: None, ..untimed() })]
#[case::no_codes_at_all(
    Configuration { enable_codes: false, allowed_codes: vec![], default_code: None, ..timed() }
)]
#[case::forced_with_a_time(timed_in(Mode::Forced))]
#[case::mandatory_with_codes(Configuration { mode: Mode::Mandatory, ..untimed() })]
#[case::four_bands(Configuration { bands: Bands::four(), ..timed() })]
fn a_sound_configuration_gives_rules(#[case] configuration: Configuration) {
    assert!(configuration.rules(&codes()).is_ok());
}

#[test]
fn every_fault_is_named_at_once() {
    let faults = Configuration {
        mode: Mode::Forced,
        enforce_duration: false,
        extension_seconds: Some(0),
        allowed_codes: vec![code("mystery")],
        ..timed()
    }
    .rules(&codes())
    .unwrap_err();
    let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        ["mode", "extension_seconds", "allowed_codes", "allowed_codes", "default_code"]
    );
}

#[test]
fn the_rules_say_what_the_configuration_said() {
    let configuration = Configuration {
        extension_seconds: Some(15),
        max_extensions: 3,
        expiry_policy: ExpiryPolicy::FillBlanks,
        sweep_after: SweepAfter::Never,
        correction_seconds: 7,
        ..timed()
    };
    let rules = configuration.rules(&codes()).unwrap();
    assert_eq!(rules.duration, Some(Millis(60_000)));
    assert_eq!((rules.extensions.length, rules.extensions.max), (Millis(15_000), 3));
    assert_eq!(rules.expiry, ExpiryPolicy::FillBlanks);
    assert_eq!(rules.sweep_after, None);
    assert_eq!(rules.correction, Millis(7_000));
    let offered: Vec<_> = rules.codes.unwrap().allowed.into_iter().map(|code| code.label).collect();
    assert_eq!(offered, ["RESOLVED", "BILLING", "SPAM"], "in the order they are shown");
}

#[test]
fn inactive_codes_are_not_offered() {
    let allowed_codes = vec![code("old"), code("resolved")];
    let rules = Configuration { allowed_codes, ..timed() }.rules(&codes()).unwrap();
    let codes = rules.codes.unwrap();
    assert_eq!(codes.find(&code("old")), None);
    assert_eq!(codes.allowed.len(), 1);
}

#[test]
fn a_new_configuration_has_the_forms_defaults() {
    let new = Configuration::new(ConfigurationId::new("new").unwrap(), "New");
    assert!(new.active && !new.enforce_duration && !new.enable_codes && !new.show_timer);
    assert_eq!((new.order, new.duration_seconds, new.max_extensions), (100, 60, 10));
    assert_eq!(new.expiry_policy, ExpiryPolicy::DefaultAndDiscard);
    assert_eq!(new.sweep_after, SweepAfter::Seconds(900));
    assert!(new.rules(&[]).is_ok());
}

#[test]
fn the_fallback_lets_every_conversation_be_closed() {
    let rules = Rules::fallback();
    assert_eq!((rules.duration, rules.codes, rules.mode), (None, None, Mode::Standard));
    assert_eq!(rules.sweep_after, Some(Millis(900_000)));
}

fn extra(name: &str, label: &str, kind: ExtraKind) -> ExtraField {
    ExtraField { name: name.into(), label: label.into(), kind, required: false }
}

// Matching.

fn interaction(channel: Channel, fields: &[(&str, FieldValue)]) -> Interaction {
    let id = InteractionId::new("call").unwrap();
    let mut interaction = Interaction::new(id, channel, Timestamp(0));
    interaction.fields = fields.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect();
    interaction
}

fn named(id: &str, order: u32) -> Configuration {
    Configuration { id: ConfigurationId::new(id).unwrap(), order, ..timed() }
}

fn winner(configurations: Vec<Configuration>, interaction: &Interaction) -> Option<String> {
    let catalog = Catalog { configurations, codes: codes() };
    match catalog.select(interaction, &agent("ann"), Timestamp(0)) {
        Selection::None => None,
        Selection::Matched(it, _) | Selection::Faulty(it, _) => Some(it.id.to_string()),
    }
}

#[rstest]
#[case::the_lowest_order(vec![named("a", 20), named("b", 10)], Some("b"))]
#[case::of_equal_order_the_first_id(vec![named("b", 10), named("a", 10)], Some("a"))]
#[case::an_active_one(
    vec![Configuration { active: false, ..named("a", 1) }, named("b", 10)], Some("b")
)]
#[case::one_for_the_channel(
    vec![Configuration { channels: vec![Channel::Chat], ..named("a", 1) }, named("b", 10)],
    Some("b")
)]
#[case::one_whose_condition_holds(
    vec![Configuration { condition: Condition::Any(vec![]), ..named("a", 1) }, named("b", 10)],
    Some("b")
)]
#[case::a_faulty_one_rather_than_the_next(
    vec![Configuration { default_code: None, ..named("a", 1) }, named("b", 10)], Some("a")
)]
#[case::none_where_none_matches(
    vec![Configuration { channels: vec![Channel::Chat], ..named("a", 1) }], None
)]
#[case::none_where_there_is_none(vec![], None)]
fn the_configuration_that_wins_is(
    #[case] configurations: Vec<Configuration>,
    #[case] wins: Option<&str>,
) {
    let call = interaction(Channel::Phone, &[]);
    assert_eq!(winner(configurations, &call).as_deref(), wins);
}

#[rstest]
#[case::any_known_one(&[], "chat", true)]
#[case::any_unknown_one(&[], "fax", true)]
#[case::a_known_one_that_it_names(&["phone", "chat"], "chat", true)]
#[case::a_known_one_that_it_does_not_name(&["phone"], "chat", false)]
#[case::an_unknown_one_that_it_names(&["fax"], "fax", true)]
#[case::an_unknown_one_that_it_does_not_name(&["phone"], "fax", false)]
#[case::another_spelling(&["Phone"], "phone", false)]
fn a_configuration_is_for_the_channel(
    #[case] names: &[&str],
    #[case] channel: &str,
    #[case] matches: bool,
) {
    let channel_of = |name: &str| Channel::from(name.to_owned());
    let channels = names.iter().map(|name| channel_of(name)).collect();
    let configuration = Configuration { channels, ..timed() };
    let interaction = interaction(channel_of(channel), &[]);
    let mismatch = configuration.mismatch(&interaction, &agent("ann"), Timestamp(0));
    assert_eq!(mismatch, (!matches).then_some(Mismatch::Channel));
}

#[rstest]
#[case::always(None, None, None)]
#[case::from_now_on(Some(50), None, None)]
#[case::from_later_on(Some(51), None, Some(Mismatch::NotYet(Timestamp(51))))]
#[case::for_a_moment_yet(None, Some(51), None)]
#[case::no_longer(None, Some(50), Some(Mismatch::NoLonger(Timestamp(50))))]
#[case::in_between(Some(10), Some(90), None)]
fn a_configuration_is_for_a_time(
    #[case] from: Option<i64>,
    #[case] until: Option<i64>,
    #[case] mismatch: Option<Mismatch>,
) {
    let effective_from = from.map(Timestamp);
    let effective_until = until.map(Timestamp);
    let configuration = Configuration { effective_from, effective_until, ..timed() };
    let call = interaction(Channel::Phone, &[]);
    assert_eq!(configuration.mismatch(&call, &agent("ann"), Timestamp(50)), mismatch);
}

#[test]
fn a_share_of_the_agents_is_always_the_same_and_grows() {
    let call = interaction(Channel::Phone, &[]);
    let chosen = |id: &str, percent| {
        let share = Configuration { share_percent: percent, ..named(id, 1) };
        let mut agents = (0..10_000).map(|number| format!("agent {number}"));
        let mut chosen = Vec::new();
        for name in agents.by_ref() {
            if share.mismatch(&call, &agent(&name), Timestamp(0)).is_none() {
                chosen.push(name);
            }
        }
        chosen
    };
    assert_eq!(chosen("a", 0).len(), 0);
    assert_eq!(chosen("a", 100).len(), 10_000);
    let (tenth, fifth) = (chosen("a", 10), chosen("a", 20));
    assert!((900..1_100).contains(&tenth.len()), "{}", tenth.len());
    assert!((1_850..2_150).contains(&fifth.len()), "{}", fifth.len());
    assert!(tenth.iter().all(|each| fifth.contains(each)), "who has it keeps it");
    let other = chosen("b", 10);
    let both = other.iter().filter(|each| tenth.contains(each)).count();
    assert!(both < 200, "{both}: another configuration is tried by others");
    // The same in every browser and version: agents must not change sides.
    let place = |name: &str| named("a", 1).place_of(&agent(name));
    assert_eq!([place("ann"), place("bob"), place("cy")], [PLACES[0], PLACES[1], PLACES[2]]);
}

/// Where three agents stand, fixed for good.
const PLACES: [u8; 3] = [36, 50, 0];

#[test]
fn every_known_channel_keeps_its_name() {
    for name in ["chat", "messaging", "phone", "email", "video", "walk_in", "fax", ""] {
        let channel = Channel::from(name.to_owned());
        assert_eq!(channel.name(), name);
        assert_eq!(matches!(channel, Channel::Other(_)), ["fax", ""].contains(&name));
        assert_eq!(String::from(channel), name);
    }
}

#[test]
fn the_faults_of_active_configurations_are_listed() {
    let broken = Configuration { default_code: None, ..named("faulty", 1) };
    let asleep = Configuration { active: false, ..broken.clone() };
    let configurations = vec![named("sound", 1), broken.clone(), asleep];
    let catalog = Catalog { configurations, codes: codes() };
    let faults = catalog.faults();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].0, &broken);
    assert_eq!(faults[0].1[0].rule, ConfigurationRule::DefaultMissing);
}

// Conditions.

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

fn number(value: f64) -> FieldValue {
    FieldValue::Number(Number::new(value).unwrap())
}

fn bound(value: f64) -> Number {
    Number::new(value).unwrap()
}

#[rstest]
#[case::equal_text("queue", Test::Equals(text("sales")), true)]
#[case::other_text("queue", Test::Equals(text("Sales")), false)]
#[case::equal_number("priority", Test::Equals(number(2.0)), true)]
#[case::equal_boolean("vip", Test::Equals(FieldValue::Boolean(true)), true)]
#[case::text_is_no_number("queue", Test::Equals(number(2.0)), false)]
#[case::a_missing_field_equals_nothing("nowhere", Test::Equals(text("")), false)]
#[case::not_equal("queue", Test::NotEquals(text("support")), true)]
#[case::not_unequal("queue", Test::NotEquals(text("sales")), false)]
#[case::a_missing_field_is_unequal("nowhere", Test::NotEquals(text("sales")), true)]
#[case::another_type_is_unequal("queue", Test::NotEquals(number(2.0)), true)]
#[case::one_of("queue", Test::In(vec![text("support"), text("sales")]), true)]
#[case::none_of("queue", Test::In(vec![text("support")]), false)]
#[case::one_of_nothing("queue", Test::In(vec![]), false)]
#[case::a_missing_field_is_none_of("nowhere", Test::In(vec![text("")]), false)]
#[case::starts_so("queue", Test::StartsWith("sa".into()), true)]
#[case::starts_otherwise("queue", Test::StartsWith("al".into()), false)]
#[case::a_number_starts_with_nothing("priority", Test::StartsWith("2".into()), false)]
#[case::contains("queue", Test::Contains("ale".into()), true)]
#[case::does_not_contain("queue", Test::Contains("ALE".into()), false)]
#[case::empty_text("note", Test::IsEmpty, true)]
#[case::no_empty_text("queue", Test::IsEmpty, false)]
#[case::a_missing_field_is_empty("nowhere", Test::IsEmpty, true)]
#[case::a_number_is_not_empty("priority", Test::IsEmpty, false)]
#[case::greater("priority", Test::Greater(bound(1.5)), true)]
#[case::not_greater_than_itself("priority", Test::Greater(bound(2.0)), false)]
#[case::text_is_not_greater("queue", Test::Greater(bound(0.0)), false)]
#[case::less("priority", Test::Less(bound(2.5)), true)]
#[case::not_less_than_itself("priority", Test::Less(bound(2.0)), false)]
#[case::a_list_with_it("tags", Test::Contains("vip".into()), true)]
#[case::a_list_with_a_part_of_it("tags", Test::Contains("vi".into()), false)]
#[case::an_empty_list("none", Test::IsEmpty, true)]
#[case::a_list_is_not_empty("tags", Test::IsEmpty, false)]
#[case::a_missing_field_is_not_less("nowhere", Test::Less(bound(1.0)), false)]
fn a_test_of_a_field(#[case] field: &str, #[case] test: Test, #[case] holds: bool) {
    let call = interaction(
        Channel::Phone,
        &[
            ("queue", text("sales")),
            ("note", text("")),
            ("priority", number(2.0)),
            ("vip", FieldValue::Boolean(true)),
            ("tags", FieldValue::List(vec!["new".into(), "vip".into()])),
            ("none", FieldValue::List(vec![])),
        ],
    );
    let condition = Condition::Field(FieldTest { field: field.to_owned(), test });
    assert_eq!(condition.holds(&call.fields), holds);
    assert_eq!(Condition::Not(Box::new(condition)).holds(&call.fields), !holds);
}

#[rstest]
#[case::all_of_nothing(Condition::All(vec![]), true)]
#[case::any_of_nothing(Condition::Any(vec![]), false)]
#[case::all_with_one_that_fails(Condition::All(vec![yes(), no()]), false)]
#[case::all_that_hold(Condition::All(vec![yes(), yes()]), true)]
#[case::any_with_one_that_holds(Condition::Any(vec![no(), yes()]), true)]
#[case::any_that_fail(Condition::Any(vec![no(), no()]), false)]
#[case::nested(Condition::All(vec![Condition::Any(vec![no(), yes()]), Condition::Not(Box::new(no()))]), true)]
fn conditions_combine(#[case] condition: Condition, #[case] holds: bool) {
    assert_eq!(condition.holds(&interaction(Channel::Phone, &[]).fields), holds);
}

fn yes() -> Condition {
    Condition::always()
}

fn no() -> Condition {
    Condition::Any(vec![])
}

// Values.

#[test]
fn numbers_are_never_nan_and_zero_has_one_sign() {
    assert!(Number::new(f64::NAN).is_err());
    assert_eq!(bound(-0.0), bound(0.0));
    assert!(bound(-1.0) < bound(f64::MIN_POSITIVE));
    assert!((bound(1.5).get() - 1.5).abs() < f64::EPSILON);
}

#[test]
fn ids_have_from_1_to_255_bytes() {
    assert_eq!(AgentId::new(""), Err(IdError::Empty));
    assert!(AgentId::new("x".repeat(255)).is_ok());
    assert_eq!(AgentId::new("x".repeat(256)), Err(IdError::TooLong(256)));
    assert_eq!(AgentId::new("ü".repeat(128)), Err(IdError::TooLong(256)), "bytes, not letters");
    assert_eq!(AgentId::new("ann").unwrap().to_string(), "ann");
}
