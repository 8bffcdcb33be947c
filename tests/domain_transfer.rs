//! Codes and configurations as files: there and back, and every problem by its place.
#![cfg(feature = "admin")]
#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{code, codes, timed};
use interaction_wrap_up::domain::admin::audit::Change;
use interaction_wrap_up::domain::admin::codes::CodeRule;
use interaction_wrap_up::domain::admin::difference::{differences, merged};
use interaction_wrap_up::domain::admin::lint::{FieldType, KnownFields, LintRule};
use interaction_wrap_up::domain::admin::numbers::Row;
use interaction_wrap_up::domain::admin::transfer::{
    FileRule, Problem, codes_from_csv, codes_to_csv, from_json, numbers_to_csv, to_json,
};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::code::{Translation, WrapUpCode};
use interaction_wrap_up::domain::condition::{Condition, FieldTest, Test};
use interaction_wrap_up::domain::configuration::{Configuration, ConfigurationRule};
use interaction_wrap_up::domain::extra::{ExtraField, ExtraKind};
use interaction_wrap_up::domain::field::{FieldValue, Number};
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use proptest::prelude::*;
use rstest::rstest;

/// A catalog with every field of both records in use.
fn full() -> Catalog {
    let mut codes = codes();
    codes[1] = WrapUpCode {
        description: "An invoice,\n\"or\" a payment; both".into(),
        external: true,
        parent: Some(code("resolved")),
        translations: vec![Translation {
            language: "de".into(),
            label: "Rechnung".into(),
            description: "Ä".into(),
        }],
        synonyms: vec!["in|voice".into(), "back\\slash".into(), "=1+1".into()],
        shortcut: Some("b".into()),
        notes_required: true,
        ..codes[1].clone()
    };
    let tests = vec![
        Test::Equals(FieldValue::Boolean(true)),
        Test::In(vec![FieldValue::List(vec!["a".into()])]),
        Test::Greater(Number::new(1.5).unwrap()),
        Test::IsEmpty,
        Test::StartsWith("x".into()),
    ];
    let tests = tests
        .into_iter()
        .map(|test| Condition::Field(FieldTest { field: "f".into(), test }))
        .collect();
    let configuration = Configuration {
        channels: vec![Channel::Chat, Channel::Other("fax".into())],
        condition: Condition::Not(Box::new(Condition::Any(tests))),
        effective_from: Some(Timestamp(5)),
        share_percent: 7,
        extra_fields: vec![ExtraField {
            name: "reason".into(),
            label: "Reason".into(),
            kind: ExtraKind::Choices(vec!["a".into()]),
            required: true,
        }],
        ..timed()
    };
    Catalog { configurations: vec![configuration], codes }
}

/// What is wrong, by line, column and field.
fn places(problems: &[Problem]) -> Vec<(u64, u64, &str)> {
    problems.iter().map(|it| (it.place.line, it.place.column, it.place.field.as_str())).collect()
}

// JSON.

#[test]
fn a_catalog_moves_to_another_system_whole() {
    let json = to_json(&full());
    let mut there = Catalog::default();
    for change in from_json(json.as_bytes(), &there, &KnownFields::new()).unwrap() {
        change.apply(&mut there, |_| false).unwrap();
    }
    assert_eq!(there, full());
    let again = from_json(json.as_bytes(), &there, &KnownFields::new()).unwrap();
    assert_eq!(again, [], "what is there already is no change");
}

#[test]
fn a_record_takes_the_place_of_the_one_of_its_id_and_others_stay() {
    let mut newer = full();
    newer.codes.truncate(1);
    newer.codes[0].label = "Solved".into();
    newer.configurations.clear();
    let changes = from_json(to_json(&newer).as_bytes(), &full(), &KnownFields::new()).unwrap();
    let (before, after) = (full().codes[0].clone(), newer.codes[0].clone());
    assert_eq!(changes, [Change::of_code(Some(before), Some(after))]);
}

#[rstest]
#[case::nothing("", FileRule::Empty, (0, 0, ""))]
#[case::blanks("\u{feff} \n", FileRule::Empty, (0, 0, ""))]
#[case::no_schema(r#"{"codes": []}"#, FileRule::NoSchema, (0, 0, ""))]
#[case::a_newer_schema(
    "{\"schema\": 2,\n \"whatever\": [1]}", FileRule::NewerSchema { found: 2 }, (0, 0, "schema")
)]
fn a_document_that_is_none_is_refused(
    #[case] json: &str,
    #[case] rule: FileRule,
    #[case] place: (u64, u64, &str),
) {
    let problems = from_json(json.as_bytes(), &full(), &KnownFields::new()).unwrap_err();
    assert_eq!(places(&problems), [place]);
    assert_eq!(problems[0].rule, rule);
}

#[rstest]
#[case::torn("{\"schema\": 1,\n \"codes\": [", 2, "EOF")]
#[case::another_word("{\"schema\": 1,\n \"code\": []}", 2, "unknown field `code`")]
fn what_is_no_json_names_line_and_reason(#[case] json: &str, #[case] line: u64, #[case] why: &str) {
    let problems = from_json(json.as_bytes(), &full(), &KnownFields::new()).unwrap_err();
    assert_eq!(problems[0].place.line, line);
    let FileRule::Malformed(reason) = &problems[0].rule else { panic!("{problems:?}") };
    assert!(reason.contains(why) && !reason.contains("line"), "{reason}");
}

#[test]
fn every_record_that_cannot_be_read_is_named_with_its_place() {
    let json = to_json(&full())
        .replace("\"active\": false", "\"active\": \"no\"")
        .replace("\"is_empty\"", "\"is_emty\"")
        .replace("\"shortcut\": \"b\"", "\"shortcut\": \"b\", \"shortkey\": \"c\"");
    let lines: Vec<_> = json.lines().collect();
    let problems = from_json(json.as_bytes(), &Catalog::default(), &KnownFields::new());
    let problems = problems.unwrap_err();
    assert_eq!(problems.len(), 3, "{problems:?}");
    let line_of = |problem: &Problem| lines[usize::try_from(problem.place.line).unwrap() - 1];
    let unknown = &problems[0];
    assert_eq!((unknown.place.field.as_str(), &unknown.rule), ("shortkey", &FileRule::Unknown));
    assert!(line_of(&problems[1]).contains("\"active\": \"no\""), "{problems:?}");
    assert!(line_of(&problems[2]).contains("is_emty"), "{problems:?}");
    let FileRule::Type(why) = &problems[2].rule else { panic!("{problems:?}") };
    assert!(why.contains("unknown variant `is_emty`"), "{why}");
}

#[test]
fn what_records_say_is_checked_as_when_they_are_saved() {
    let mut faulty = full();
    faulty.codes[0].parent = Some(code("billing"));
    faulty.configurations[0].default_code = Some(code("nobody"));
    faulty.configurations[0].condition =
        Condition::Field(FieldTest { field: "topic".into(), test: Test::Contains("x".into()) });
    let known = KnownFields::from([("topic".into(), FieldType::Number)]);
    let problems = from_json(to_json(&faulty).as_bytes(), &Catalog::default(), &known).unwrap_err();
    let found: Vec<_> =
        problems.iter().map(|it| (it.place.field.as_str(), it.rule.clone())).collect();
    let wrong = LintRule::WrongType {
        field: "topic".into(),
        compared: FieldType::Text,
        held: FieldType::Number,
    };
    let default = ConfigurationRule::DefaultNotAllowed(code("nobody"));
    assert_eq!(
        found,
        [
            ("parent", FileRule::Code(CodeRule::Cycle)),
            ("parent", FileRule::Code(CodeRule::Cycle)),
            ("condition", FileRule::Configuration(wrong)),
            ("default_code", FileRule::Configuration(LintRule::Fault(default))),
        ]
    );
    assert!(problems.iter().all(|it| it.place.line > 1), "{problems:?}");
}

#[test]
fn one_id_twice_is_refused() {
    let mut twice = full();
    twice.codes.push(twice.codes[0].clone());
    let problems = from_json(to_json(&twice).as_bytes(), &Catalog::default(), &KnownFields::new())
        .unwrap_err();
    assert_eq!((problems.len(), &problems[0].rule), (1, &FileRule::Twice));
    assert_eq!(problems[0].place.field, "id");
}

// CSV.

#[test]
fn codes_go_through_a_table_and_back() {
    let csv = codes_to_csv(&full().codes);
    assert!(csv.starts_with('\u{feff}'), "spreadsheets take it for UTF-8");
    let changes = codes_from_csv(csv.as_bytes(), &Catalog::default()).unwrap();
    let mut there = Catalog::default();
    for change in changes {
        change.apply(&mut there, |_| false).unwrap();
    }
    assert_eq!(there.codes, full().codes);
    assert_eq!(codes_from_csv(csv.as_bytes(), &full()), Ok(vec![]));
}

#[rstest]
#[case::a_formula("=1+1", "'=1+1")]
#[case::a_sum("+1", "'+1")]
#[case::a_difference("-1", "'-1")]
#[case::a_name("@A1", "'@A1")]
#[case::a_tab("\t=1", "\"'\t=1\"")]
#[case::one_that_was_escaped("'=1", "''=1")]
#[case::a_quotation("'tis", "'tis")]
#[case::plain_text("Resolved", "Resolved")]
fn formulas_do_nothing_in_a_spreadsheet(#[case] label: &str, #[case] cell: &str) {
    let it = WrapUpCode::new(code("a"), label);
    let csv = codes_to_csv(std::slice::from_ref(&it));
    assert!(csv.contains(&format!("\r\na,{cell},")), "{csv}");
    let changes = codes_from_csv(csv.as_bytes(), &Catalog::default()).unwrap();
    assert_eq!(changes, [Change::of_code(None, Some(it))]);
}

#[test]
fn columns_that_are_not_there_change_nothing() {
    let csv = "label;ID\nBilled;billing\r\n";
    let changes = codes_from_csv(csv.as_bytes(), &full()).unwrap();
    let before = full().codes[1].clone();
    let after = WrapUpCode { label: "Billed".into(), ..before.clone() };
    assert_eq!(changes, [Change::of_code(Some(before), Some(after))], "semicolons are fine too");
}

#[rstest]
#[case::nothing(b"".to_vec(), FileRule::Empty, (0, 0, ""))]
#[case::latin_1(b"id,label\na,ok\nb,Gel\xf6st\n".to_vec(), FileRule::Encoding, (3, 6, ""))]
#[case::utf_16(b"\xff\xfei\0d\0".to_vec(), FileRule::Encoding, (1, 1, ""))]
#[case::utf_16_without_a_mark(b"i\0d\0\n\0".to_vec(), FileRule::Encoding, (1, 0, ""))]
#[case::no_label(
    b"id,description\na,b\n".to_vec(), FileRule::ColumnMissing("label"), (1, 0, "label")
)]
#[case::an_unknown_column(
    b"id,label,colour\na,b,red\n".to_vec(), FileRule::Unknown, (1, 3, "colour")
)]
#[case::no_language(b"id,label,label:?\na,b,c\n".to_vec(), FileRule::Unknown, (1, 3, "label:?"))]
#[case::a_column_twice(b"id,label,id\na,b,a\n".to_vec(), FileRule::Twice, (1, 3, "id"))]
#[case::a_short_line(
    b"id,label\na,b\nc\n".to_vec(), FileRule::Cells { expected: 2, found: 1 }, (3, 0, "")
)]
#[case::no_boolean(
    b"id,label,active\na,b,maybe\n".to_vec(),
    FileRule::Type("must be true or false".into()), (2, 3, "active")
)]
#[case::no_id(
    b"id,label\n,b\n".to_vec(), FileRule::Type("an id must not be empty".into()), (2, 1, "id")
)]
#[case::an_id_twice(b"id,label\na,b\na,c\n".to_vec(), FileRule::Twice, (3, 1, "id"))]
#[case::a_label_twice(
    b"id,label\na,Other\nb,other\n".to_vec(),
    FileRule::Code(CodeRule::LabelTaken(code("a"))), (3, 2, "label")
)]
#[case::an_empty_label(
    b"id,label\na,\n".to_vec(), FileRule::Code(CodeRule::Empty), (2, 2, "label")
)]
#[case::an_unknown_parent(
    b"parent,id,label\nx,a,A\n".to_vec(),
    FileRule::Code(CodeRule::UnknownParent(code("x"))), (2, 1, "parent")
)]
#[case::itself(
    b"id,label,parent\na,A,a\n".to_vec(), FileRule::Code(CodeRule::Cycle), (2, 3, "parent")
)]
fn a_problem_of_a_table_is_named_by_line_and_column(
    #[case] csv: Vec<u8>,
    #[case] rule: FileRule,
    #[case] place: (u64, u64, &str),
) {
    let problems = codes_from_csv(&csv, &Catalog::default()).unwrap_err();
    assert_eq!(places(&problems), [place], "{problems:?}");
    assert_eq!(problems[0].rule, rule);
}

#[test]
fn of_five_thousand_lines_each_faulty_one_is_named_and_none_is_taken() {
    let mut csv = String::from("id,label,active,parent\n");
    let mut wrong = Vec::new();
    for number in 0..5_000_u64 {
        let line = number + 2;
        let row = match number % 250 {
            249 if number % 500 == 249 => {
                wrong.push((line, 3, "active"));
                format!("c{number},Label {number},perhaps,\n")
            }
            249 => {
                wrong.push((line, 4, "parent"));
                format!("c{number},Label {number},true,nobody\n")
            }
            _ => format!("c{number},Label {number},true,\n"),
        };
        csv += &row;
    }
    let problems = codes_from_csv(csv.as_bytes(), &full()).unwrap_err();
    assert_eq!(wrong.len(), 20);
    assert_eq!(places(&problems), wrong);
    let sound = csv.replace("perhaps", "true").replace("nobody", "");
    assert_eq!(codes_from_csv(sound.as_bytes(), &full()).unwrap().len(), 5_000);
}

#[test]
fn numbers_become_a_table() {
    let row = Row {
        name: "=cmd".into(),
        count: 3,
        median: Millis(61_005),
        p90: Millis(90_000),
        submitted: 2,
        ..Row::default()
    };
    let csv = numbers_to_csv(&[row]);
    let lines: Vec<_> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].starts_with("name,count,median_seconds,p90_seconds,"));
    assert_eq!(lines[1], "'=cmd,3,61.005,90.000,2,0,0,0,0,0,0");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_code_goes_through_a_table(
        label in "\\PC{1,20}",
        description in "(\\PC|[\n\"',;=|\\\\]){0,30}",
        synonyms in prop::collection::vec("(\\PC|[|\\\\'=]){1,8}", 0..4),
    ) {
        prop_assume!(!label.trim().is_empty() && !label.contains('\0'));
        prop_assume!(synonyms.iter().all(|it| !it.trim().is_empty()));
        let it = WrapUpCode { description, synonyms, ..WrapUpCode::new(code("a"), label) };
        let csv = codes_to_csv(std::slice::from_ref(&it));
        let changes = codes_from_csv(csv.as_bytes(), &Catalog::default());
        prop_assert_eq!(changes, Ok(vec![Change::of_code(None, Some(it))]));
    }

    #[test]
    fn no_file_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = codes_from_csv(&bytes, &full());
        let _ = from_json(&bytes, &full(), &KnownFields::new());
    }
}

#[test]
fn records_differ_in_the_fields_that_were_changed() {
    let before = WrapUpCode::new(code("a"), "A");
    let after = WrapUpCode { label: "B".into(), synonyms: vec!["b".into()], ..before.clone() };
    let named: Vec<_> =
        differences(Some(&before), Some(&after)).into_iter().map(|it| it.field).collect();
    assert_eq!(named, ["label", "synonyms"]);
    assert!(differences(Some(&before), Some(&before)).is_empty());
    let new = differences(None, Some(&after));
    assert!(new.iter().all(|each| each.before.is_null()));
    assert!(new.iter().any(|each| each.field == "id"));
}

#[test]
fn two_changes_of_one_record_are_put_together() {
    let base = WrapUpCode::new(code("a"), "A");
    let theirs = WrapUpCode { label: "Theirs".into(), active: false, ..base.clone() };
    let mine = WrapUpCode { label: "Mine".into(), shortcut: Some("m".into()), ..base.clone() };
    let both = WrapUpCode { shortcut: Some("m".into()), ..theirs.clone() };
    assert_eq!(merged(&base, &theirs, &mine), both);
    assert_eq!(merged(&base, &base, &mine), mine);
}

#[rstest]
#[case::one_character("\n")]
#[case::two_characters("\r\n")]
fn a_problem_is_in_the_line_that_an_editor_shows(#[case] end: &str) {
    let lines = ["id,label,shortcut", "a,A,", "b,\"B{end}B\",", "", "c,C,cc"];
    let table = lines.join(end).replace("{end}", end);
    let problems = codes_from_csv(table.as_bytes(), &Catalog::default()).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].place.line, problems[0].place.column), (6, 3));
}
