//! Values that administrators type: what is shown of one is read as the same.

#![allow(clippy::unwrap_used)]

use interaction_wrap_up::domain::admin::lint::FieldType;
use interaction_wrap_up::domain::admin::typed_value::{join, read, split, typed};
use interaction_wrap_up::domain::field::{FieldValue, Number};
use proptest::prelude::*;

fn split_by_commas(line: &str) -> Option<Vec<String>> {
    split(line, ',')
}

#[test]
fn values_stand_between_commas() {
    for (line, values) in [
        ("", vec![]),
        ("  ", vec![]),
        ("billing", vec!["billing"]),
        ("billing, order", vec!["billing", "order"]),
        (" billing ,, order , ", vec!["billing", "order"]),
        (r#""Berlin, Mitte", Paris"#, vec!["Berlin, Mitte", "Paris"]),
        (r#"12" screen, "the ""best"" one""#, vec![r#"12" screen"#, r#"the "best" one"#]),
        (r#""", " x ""#, vec!["", " x "]),
    ] {
        assert_eq!(split_by_commas(line).unwrap(), values, "{line}");
    }
}

#[test]
fn a_quotation_mark_that_does_not_close_is_not_read() {
    for line in ["\"", "a, \"b", "\"a\" b", "\"a\"\"", "\"a\"b\""] {
        assert_eq!(split_by_commas(line), None, "{line}");
    }
    assert_eq!(read("\"a; b", FieldType::List), None);
    assert_eq!(read("high", FieldType::Number), None);
    assert_eq!(read("yes", FieldType::Boolean), None);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a, \";]{0,6}", any::<String>()]
}

fn any_value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        any_text().prop_map(FieldValue::Text),
        (-1e9..1e9_f64).prop_map(|it| FieldValue::Number(Number::new(it).unwrap())),
        any::<bool>().prop_map(FieldValue::Boolean),
        prop::collection::vec(any_text(), 0..4).prop_map(FieldValue::List),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_read_as_the_same(value in any_value()) {
        prop_assert_eq!(read(&typed(&value), FieldType::of(&value)), Some(value));
    }

    #[test]
    fn and_so_are_several_in_a_line(values in prop::collection::vec(any_value(), 0..4)) {
        let texts: Vec<_> = values.iter().map(typed).collect();
        let line = join(texts.iter().map(String::as_str), ',');
        prop_assert_eq!(split(&line, ','), Some(texts));
    }
}
