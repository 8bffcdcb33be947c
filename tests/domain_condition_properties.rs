//! The condition matcher against another evaluator of the same meaning, written
//! without looking at it: it turns a condition into a sum of products and a test
//! into a set of allowed outcomes.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::collections::BTreeMap;

use fixtures::{agent, timed};
use interaction_wrap_up::domain::admin::explain::{Verdict, explain};
use interaction_wrap_up::domain::admin::lint::{LintRule, lint};
use interaction_wrap_up::domain::catalog::{Catalog, Selection};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::condition::{Condition, FieldTest, Test};
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::field::{FieldValue, Fields, Number};
use interaction_wrap_up::domain::id::{ConfigurationId, InteractionId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::time::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

const NAMES: [&str; 4] = ["queue", "topic", "priority", "tags"];

fn any_text() -> impl Strategy<Value = String> {
    select(vec!["", "a", "ab", "abc", "b", "B", "ü", "1"]).prop_map(str::to_owned)
}

fn any_number() -> impl Strategy<Value = Number> {
    select(vec![-1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 1e300]).prop_map(|it| Number::new(it).unwrap())
}

fn any_value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        3 => any_text().prop_map(FieldValue::Text),
        2 => any_number().prop_map(FieldValue::Number),
        1 => any::<bool>().prop_map(FieldValue::Boolean),
        1 => prop::collection::vec(any_text(), 0..3).prop_map(FieldValue::List),
    ]
}

fn any_fields() -> impl Strategy<Value = Fields> {
    let field = (select(&NAMES[..]), any_value());
    prop::collection::vec(field, 0..5).prop_map(|fields| {
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    })
}

fn any_test() -> impl Strategy<Value = Test> {
    prop_oneof![
        any_value().prop_map(Test::Equals),
        any_value().prop_map(Test::NotEquals),
        prop::collection::vec(any_value(), 0..4).prop_map(Test::In),
        any_text().prop_map(Test::StartsWith),
        any_text().prop_map(Test::Contains),
        Just(Test::IsEmpty),
        any_number().prop_map(Test::Greater),
        any_number().prop_map(Test::Less),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let leaf = (select(&NAMES[..]), any_test())
        .prop_map(|(field, test)| Condition::Field(FieldTest { field: field.to_owned(), test }));
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(|it| Condition::Not(Box::new(it))),
        ]
    })
}

/// A literal: a test and whether it is to hold.
type Literal<'a> = (&'a FieldTest, bool);

/// The condition (or its opposite) as alternatives, each a list of literals that all
/// are to be so.
fn alternatives(condition: &Condition, wanted: bool) -> Vec<Vec<Literal<'_>>> {
    match (condition, wanted) {
        (Condition::Field(test), _) => vec![vec![(test, wanted)]],
        (Condition::Not(inner), _) => alternatives(inner, !wanted),
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            let mut products = vec![Vec::new()];
            for part in parts {
                let mut longer = Vec::new();
                for product in &products {
                    for more in alternatives(part, wanted) {
                        longer.push([product.clone(), more].concat());
                    }
                }
                products = longer;
            }
            products
        }
        (Condition::Any(parts), true) | (Condition::All(parts), false) => {
            parts.iter().flat_map(|part| alternatives(part, wanted)).collect()
        }
    }
}

/// How many products [`alternatives`] makes; beyond reason it isn't asked.
fn size(condition: &Condition, wanted: bool) -> usize {
    match (condition, wanted) {
        (Condition::Field(_), _) => 1,
        (Condition::Not(inner), _) => size(inner, !wanted),
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            parts.iter().fold(1, |all, part| all.saturating_mul(size(part, wanted)))
        }
        (Condition::Any(parts), true) | (Condition::All(parts), false) => {
            parts.iter().map(|part| size(part, wanted)).sum()
        }
    }
}

/// A value in words that can be compared, so that its type is part of it.
fn words(value: &FieldValue) -> (u8, String) {
    match value {
        FieldValue::Text(text) => (0, text.clone()),
        FieldValue::Number(number) => (1, format!("{:e}", number.get())),
        FieldValue::Boolean(on) => (2, on.to_string()),
        FieldValue::List(texts) => (3, format!("{texts:?}")),
    }
}

fn is_so(FieldTest { field, test }: &FieldTest, fields: &Fields) -> bool {
    let held: Vec<&FieldValue> = fields.get(field).into_iter().collect();
    let same = |wanted: &FieldValue| held.iter().any(|value| words(value) == words(wanted));
    let text = held.iter().find_map(|it| match it {
        FieldValue::Text(text) => Some(text.as_bytes()),
        _ => None,
    });
    let texts = held.iter().find_map(|it| match it {
        FieldValue::List(texts) => Some(texts),
        _ => None,
    });
    let number = held.iter().find_map(|it| match it {
        FieldValue::Number(number) => Some(number.get()),
        _ => None,
    });
    match test {
        Test::Equals(wanted) => same(wanted),
        Test::NotEquals(unwanted) => !same(unwanted),
        Test::In(wanted) => wanted.iter().filter(|each| same(each)).count() > 0,
        Test::StartsWith(start) => {
            let length = start.len();
            text.is_some_and(|text| text.len() >= length && &text[..length] == start.as_bytes())
        }
        Test::Contains(part) => {
            let part = part.as_bytes();
            let within = |text: &[u8]| {
                (0..=text.len())
                    .any(|at| text[at..].len() >= part.len() && &text[at..at + part.len()] == part)
            };
            text.is_some_and(within)
                || texts.is_some_and(|texts| texts.iter().any(|it| it.as_bytes() == part))
        }
        Test::IsEmpty => {
            held.is_empty()
                || text.is_some_and(<[u8]>::is_empty)
                || texts.is_some_and(Vec::is_empty)
        }
        Test::Greater(bound) => number.is_some_and(|number| number > bound.get()),
        Test::Less(bound) => number.is_some_and(|number| number < bound.get()),
    }
}

fn naively(condition: &Condition, fields: &Fields) -> bool {
    let holds = |product: &Vec<Literal<'_>>| {
        product.iter().filter(|(test, wanted)| is_so(test, fields) != *wanted).count() == 0
    };
    alternatives(condition, true).iter().any(holds)
}

fn interaction(fields: Fields) -> Interaction {
    let id = InteractionId::new("call").unwrap();
    let mut interaction = Interaction::new(id, Channel::Chat, Timestamp(0));
    interaction.fields = fields;
    interaction
}

fn any_catalog() -> impl Strategy<Value = Catalog> {
    let one = (any_condition(), 0..3_u32, any::<bool>(), 0..3_u8, select(vec![40_u8, 100]));
    prop::collection::vec(one, 0..5).prop_map(|list| {
        let mut configurations = Vec::new();
        for (number, (condition, order, active, channel, share_percent)) in
            list.into_iter().enumerate()
        {
            let id = ConfigurationId::new(format!("c{number}")).unwrap();
            let channels = match channel {
                0 => vec![],
                1 => vec![Channel::Chat],
                _ => vec![Channel::Phone],
            };
            configurations.push(Configuration {
                id,
                condition,
                order,
                active,
                channels,
                share_percent,
                ..timed()
            });
        }
        Catalog { configurations, codes: fixtures::codes() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 2_000, ..ProptestConfig::default()
    })]

    #[test]
    fn a_condition_holds_as_a_naive_reading_has_it(
        condition in any_condition(),
        fields in any_fields(),
    ) {
        prop_assume!(size(&condition, true) < 5_000);
        prop_assert_eq!(condition.holds(&fields), naively(&condition, &fields));
    }

    #[test]
    fn what_is_explained_is_what_is_selected(catalog in any_catalog(), fields in any_fields()) {
        let (interaction, agent) = (interaction(fields), agent("ann"));
        let explained = explain(&catalog, &interaction, &agent, Timestamp(0));
        prop_assert_eq!(explained.len(), catalog.configurations.len());
        let wins: Vec<_> = explained.iter().filter(|each| each.verdict == Verdict::Wins).collect();
        match catalog.select(&interaction, &agent, Timestamp(0)) {
            Selection::Matched(winner, _) => {
                prop_assert_eq!(wins.len(), 1);
                prop_assert_eq!(wins[0].configuration, winner);
            }
            _ => prop_assert!(wins.is_empty()),
        }
    }

    #[test]
    fn what_is_said_to_be_never_reached_never_is(catalog in any_catalog(), fields in any_fields()) {
        let interaction = interaction(fields);
        let Selection::Matched(winner, _) =
            catalog.select(&interaction, &agent("ann"), Timestamp(0))
        else {
            return Ok(());
        };
        for finding in lint(&catalog, &BTreeMap::new()) {
            if let LintRule::NeverReached(_) = finding.rule {
                prop_assert_ne!(&finding.configuration, &winner.id);
            }
        }
    }
}
