//! A set of codes: what it must keep to, and what may be taken out of it.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{code, codes, timed};
use interaction_wrap_up::domain::admin::code_tree::{Sight, visible};
use interaction_wrap_up::domain::admin::codes::{
    CodeError, CodeRule, InUse, check, check_one, name_from, path, put, remove, tree,
};
use interaction_wrap_up::domain::code::{Translation, WrapUpCode};
use rstest::rstest;

fn named(id: &str) -> WrapUpCode {
    WrapUpCode::new(code(id), id)
}

fn below(parent: &str, id: &str) -> WrapUpCode {
    WrapUpCode { parent: Some(code(parent)), ..named(id) }
}

fn in_language(language: &str, label: &str) -> Translation {
    Translation { language: language.into(), label: label.into(), description: String::new() }
}

#[rstest]
#[case::no_label(WrapUpCode { label: " \t".into(), ..named("a") }, "label", CodeRule::Empty)]
#[case::a_long_label(
    WrapUpCode { label: "ü".repeat(257), ..named("a") }, "label", CodeRule::TooLong(256)
)]
#[case::a_long_description(
    WrapUpCode { description: "x".repeat(4_001), ..named("a") },
    "description", CodeRule::TooLong(4_000)
)]
#[case::a_parent_that_does_not_exist(
    below("nobody", "a"),
    "parent",
    CodeRule::UnknownParent(code("nobody"))
)]
#[case::its_own_parent(below("a", "a"), "parent", CodeRule::Cycle)]
#[case::no_language(
    WrapUpCode { translations: vec![in_language("german!", "x")], ..named("a") },
    "translations", CodeRule::NotALanguage("german!".into())
)]
#[case::a_language_twice(
    WrapUpCode {
        translations: vec![in_language("pt-BR", "x"), in_language("pt-br", "y")],
        ..named("a")
    },
    "translations", CodeRule::LanguageTwice("pt-br".into())
)]
#[case::an_empty_translation(
    WrapUpCode { translations: vec![in_language("de", "")], ..named("a") },
    "translations", CodeRule::Empty
)]
#[case::an_empty_synonym(
    WrapUpCode { synonyms: vec![String::new()], ..named("a") }, "synonyms", CodeRule::Empty
)]
#[case::many_synonyms(
    WrapUpCode { synonyms: vec!["x".into(); 51], ..named("a") },
    "synonyms", CodeRule::TooMany(50)
)]
#[case::two_keys(
    WrapUpCode { shortcut: Some("F8".into()), ..named("a") }, "shortcut", CodeRule::NotAKey
)]
#[case::no_letter(
    WrapUpCode { shortcut: Some("+".into()), ..named("a") }, "shortcut", CodeRule::NotAKey
)]
fn a_faulty_code_names_field_and_rule(
    #[case] faulty: WrapUpCode,
    #[case] field: &'static str,
    #[case] rule: CodeRule,
) {
    let error = CodeError { code: code("a"), field, rule };
    assert_eq!(check(std::slice::from_ref(&faulty)), std::slice::from_ref(&error));
    let mut codes = codes();
    assert_eq!(put(&mut codes, faulty), Err(vec![error]));
    assert_eq!(codes, fixtures::codes(), "nothing was taken");
}

#[test]
fn a_code_with_all_there_is_keeps_the_rules() {
    let full = WrapUpCode {
        label: "ü".repeat(256),
        description: "x".repeat(4_000),
        translations: vec![in_language("de", "Gelöst"), in_language("zh-Hant-TW", "已解決")],
        synonyms: vec!["done".into(); 50],
        shortcut: Some("é".into()),
        notes_required: true,
        ..below("resolved", "full")
    };
    let mut codes = codes();
    put(&mut codes, full.clone()).unwrap();
    assert_eq!(codes.last(), Some(&full));
}

#[test]
fn five_levels_are_the_most() {
    let mut codes = vec![named("1"), below("1", "2"), below("2", "3"), below("3", "4")];
    put(&mut codes, below("4", "5")).unwrap();
    let sixth = CodeError { code: code("6"), field: "parent", rule: CodeRule::TooDeep };
    assert_eq!(put(&mut codes, below("5", "6")), Err(vec![sixth]));
    // Moved down, it takes along what hangs below it.
    put(&mut codes, named("0")).unwrap();
    let fifth = CodeError { code: code("5"), field: "parent", rule: CodeRule::TooDeep };
    assert_eq!(put(&mut codes, below("0", "1")), Err(vec![fifth]));
    assert_eq!(path(&codes, &code("5")), ["1", "2", "3", "4", "5"]);
}

#[test]
fn a_cycle_names_the_codes_in_it_and_no_others() {
    let codes = [below("b", "a"), below("c", "b"), below("a", "c"), below("a", "hangs-on")];
    let faulty: Vec<_> = check(&codes).into_iter().map(|error| (error.code, error.rule)).collect();
    let cycle = |id| (code(id), CodeRule::Cycle);
    assert_eq!(faulty, [cycle("a"), cycle("b"), cycle("c")]);
    assert_eq!(tree(&codes).len(), 4, "none gets lost");
    assert!(!path(&codes, &code("a")).is_empty());
}

#[test]
fn labels_are_told_apart_on_each_level() {
    let mut codes = vec![named("billing"), named("technical")];
    let other = |parent: &str, id: &str| WrapUpCode { label: "Other".into(), ..below(parent, id) };
    put(&mut codes, other("billing", "a")).unwrap();
    put(&mut codes, other("technical", "b")).unwrap();
    let again = WrapUpCode { label: " oTHER ".into(), ..below("billing", "c") };
    let taken = CodeRule::LabelTaken(code("a"));
    let error = CodeError { code: code("c"), field: "label", rule: taken };
    assert_eq!(put(&mut codes, again), Err(vec![error]));
    assert_eq!(
        check(&[named("x"), WrapUpCode { label: "y".into(), ..named("x") }]),
        [CodeError { code: code("x"), field: "id", rule: CodeRule::IdTaken }]
    );
}

#[test]
fn what_was_wrong_before_does_not_stop_a_change() {
    let mut codes = vec![below("nobody", "lost"), named("a")];
    put(&mut codes, WrapUpCode { active: false, ..named("a") }).unwrap();
    assert!(!codes[1].active);
}

#[test]
fn a_code_in_use_stays() {
    let mut codes = codes();
    put(&mut codes, below("spam", "robots")).unwrap();
    put(&mut codes, named("free")).unwrap();
    let configuration = timed();
    let configurations = std::slice::from_ref(&configuration);
    let by_configuration = InUse::ByConfiguration(configuration.id.clone());
    for (id, recorded, why) in [
        ("free", true, InUse::ByRecords),
        ("resolved", false, by_configuration),
        ("nobody", false, InUse::Unknown),
    ] {
        assert_eq!(remove(&mut codes, configurations, &code(id), recorded), Err(why));
    }
    let by_code = InUse::ByCode(code("robots"));
    assert_eq!(remove(&mut codes, &[], &code("spam"), false), Err(by_code));
    assert_eq!(codes.len(), 6);
    remove(&mut codes, configurations, &code("free"), false).unwrap();
    remove(&mut codes, configurations, &code("robots"), false).unwrap();
    assert_eq!(codes, fixtures::codes());
}

#[test]
fn the_tree_has_each_code_before_those_below_it() {
    let codes = [
        below("b", "b2"),
        named("b"),
        below("b", "B1"),
        named("a"),
        below("b2", "b21"),
        below("nobody", "lost"),
    ];
    let tree = tree(&codes);
    let rows: Vec<_> =
        tree.iter().map(|row| (row.code.id.as_str(), row.level, row.below)).collect();
    assert_eq!(
        rows,
        [("a", 0, 0), ("b", 0, 2), ("B1", 1, 0), ("b2", 1, 1), ("b21", 2, 0), ("lost", 0, 0)]
    );
}

#[test]
fn five_thousand_codes_are_checked_and_sorted_whole() {
    let mut codes = vec![named("top")];
    codes.extend((0..5_000).map(|number| below("top", &format!("code {number}"))));
    assert_eq!(check(&codes), []);
    assert_eq!(tree(&codes).len(), 5_001);
}

/// Place among siblings, siblings, and whether it is open, of each code in sight.
fn seen(codes: &[WrapUpCode], sight: &Sight) -> Vec<(String, usize, usize, Option<bool>)> {
    let rows = tree(codes);
    let seen = visible(&rows, sight).into_iter();
    seen.map(|it| (rows[it.at].code.id.to_string(), it.place, it.siblings, it.open)).collect()
}

#[test]
fn what_is_closed_hides_what_hangs_below_it() {
    let codes = [named("a"), below("a", "b"), below("b", "c"), below("a", "d"), named("e")];
    let row = |id: &str, place, siblings, open| (id.to_owned(), place, siblings, open);
    let mut sight = Sight::default();
    let top = [row("a", 1, 2, Some(false)), row("e", 2, 2, None)];
    assert_eq!(seen(&codes, &sight), top);
    sight.open.insert(code("a"));
    let below_a = [
        row("a", 1, 2, Some(true)),
        row("b", 1, 2, Some(false)),
        row("d", 2, 2, None),
        row("e", 2, 2, None),
    ];
    assert_eq!(seen(&codes, &sight), below_a);
    sight.open = [code("b")].into();
    assert_eq!(seen(&codes, &sight), top, "open below what is closed");
}

#[test]
fn what_is_looked_for_is_found_with_all_that_is_above_it() {
    let synonym = WrapUpCode { synonyms: vec!["Money Back".into()], ..below("b", "c") };
    let inactive = WrapUpCode { active: false, ..below("a", "d") };
    let codes = [named("a"), below("a", "b"), synonym, inactive, named("e")];
    let ids =
        |sight: &Sight| -> Vec<_> { seen(&codes, sight).into_iter().map(|it| it.0).collect() };
    let wanted = |wanted: &str| Sight { wanted: wanted.into(), ..Sight::default() };
    assert_eq!(ids(&wanted("back MONEY")), ["a", "b", "c"]);
    assert_eq!(ids(&wanted("nothing")), Vec::<String>::new());
    let active = Sight { active_only: true, open: [code("a")].into(), ..Sight::default() };
    assert_eq!(ids(&active), ["a", "b", "e"]);
}

#[test]
fn one_code_is_checked_among_the_others() {
    let codes = [named("a"), below("a", "b")];
    let rules = |it: &WrapUpCode, new| -> Vec<_> {
        check_one(&codes, it, new).into_iter().map(|error| (error.field, error.rule)).collect()
    };
    assert_eq!(rules(&codes[1], false), []);
    assert_eq!(rules(&named("a"), true)[0], ("id", CodeRule::IdTaken));
    let same = WrapUpCode { label: " A ".into(), ..named("c") };
    assert_eq!(rules(&same, true), [("label", CodeRule::LabelTaken(code("a")))]);
    assert_eq!(rules(&below("b", "a"), false), [("parent", CodeRule::Cycle)]);
}

#[rstest]
#[case("Refund issued!", "refund-issued")]
#[case("  Über -- Größe ", "über-größe")]
#[case("Taken", "taken-2")]
#[case("!?", "")]
fn a_new_record_is_named_after_its_label(#[case] label: &str, #[case] name: &str) {
    assert_eq!(name_from(label, |name| name == "taken"), name);
}
