//! What is typed after a slash: where it names a snippet, and where it is only text.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use interaction_wrap_up::domain::draft::MAX_NOTES;
use interaction_wrap_up::domain::snippet::{self, Asked, MAX_LISTED, Snippet, SnippetRule};
use proptest::prelude::*;
use rstest::rstest;

fn snippet(name: &str, text: &str) -> Snippet {
    Snippet { name: name.to_owned(), text: text.to_owned() }
}

fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap()
}

/// What is asked with the caret at the bar.
fn asked(marked: &str) -> Option<Asked> {
    let (before, after) = marked.split_once('|').unwrap();
    Asked::at(&[before, after].concat(), utf16(before))
}

#[rstest]
#[case::at_the_beginning("/ref|", "ref", 0)]
#[case::after_a_blank("Called. /ref|", "ref", 8)]
#[case::on_a_line_of_its_own("Called.\n/ref| and so on", "ref", 8)]
#[case::the_slash_alone("/|", "", 0)]
#[case::before_a_full_stop("/ref|.", "ref", 0)]
#[case::after_wide_signs("👍🏽 /r|", "r", 5)]
#[case::in_another_script("/عودة|", "عودة", 0)]
#[case::with_vowel_signs("/वापसी|", "वापसी", 0)]
fn a_name_begins_with_a_slash_that_begins_a_word(
    #[case] marked: &str,
    #[case] name: &str,
    #[case] begin: u32,
) {
    let found = asked(marked).unwrap();
    assert_eq!((found.name.as_str(), found.begin), (name, begin));
    assert_eq!(found.end - found.begin, utf16(name) + 1);
}

#[rstest]
#[case::and_or("and/or|")]
#[case::a_date("24/12|")]
#[case::an_address("https://example.org|")]
#[case::two_slashes("//ref|")]
#[case::over("/ref |")]
#[case::in_the_middle("/re|f")]
#[case::before_it("|/ref")]
#[case::too_long("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|")]
#[case::nothing("|")]
fn elsewhere_a_slash_is_a_slash(#[case] marked: &str) {
    assert_eq!(asked(marked), None);
}

#[test]
fn the_nearest_comes_first_and_an_agents_own_before_the_administrators() {
    let own = [snippet("Refund", "Mine"), snippet("x y", "No name")];
    let set_up = [
        snippet("prefund", "Within"),
        snippet("refund-late", "Longer"),
        snippet("call", "About a refund"),
        snippet("refund", "Theirs"),
        snippet("bye", "Good-bye"),
        snippet("empty", " "),
    ];
    let texts = |typed: &str| {
        let asked = asked(&["/", typed, "|"].concat()).unwrap();
        asked.among(&own, &set_up).into_iter().map(|each| each.text).collect::<Vec<_>>()
    };
    assert_eq!(texts("refund"), ["Mine", "Longer", "Within", "About a refund"]);
    assert_eq!(texts("REF"), ["Mine", "Longer", "Within", "About a refund"]);
    assert_eq!(texts("zzz"), Vec::<String>::new());
    assert_eq!(texts(""), ["Mine", "Within", "Longer", "About a refund", "Good-bye"]);
}

#[test]
fn no_more_are_listed_than_can_be_looked_through() {
    let many: Vec<_> = (0..50).map(|each| snippet(&format!("a{each}"), "A")).collect();
    assert_eq!(asked("/a|").unwrap().among(&[], &many).len(), MAX_LISTED);
}

#[rstest]
#[case::no_name("", "A", SnippetRule::NotAName(String::new()))]
#[case::a_blank("a b", "A", SnippetRule::NotAName("a b".into()))]
#[case::a_slash("a/b", "A", SnippetRule::NotAName("a/b".into()))]
#[case::no_text("a", " \n", SnippetRule::Text("a".into()))]
fn what_cannot_be_typed_or_put_in_is_named(
    #[case] name: &str,
    #[case] text: &str,
    #[case] rule: SnippetRule,
) {
    assert_eq!(snippet::rule(&[snippet("ok", "OK"), snippet(name, text)]), Some(rule));
}

#[test]
fn names_differ_whatever_their_case_and_there_are_not_too_many() {
    let twice = [snippet("a", "A"), snippet("A", "B")];
    assert_eq!(snippet::rule(&twice), Some(SnippetRule::NameTwice("A".into())));
    let many: Vec<_> = (0..101).map(|each| snippet(&format!("a{each}"), "A")).collect();
    assert_eq!(snippet::rule(&many), Some(SnippetRule::TooMany));
    assert_eq!(snippet::rule(&many[..100]), None);
    let long = [snippet("a", &"x".repeat(MAX_NOTES + 1))];
    assert_eq!(snippet::rule(&long), Some(SnippetRule::Text("a".into())));
}

#[test]
fn one_takes_the_place_of_what_has_its_name() {
    let kept = [snippet("bye", "Goodbye."), snippet("Hi", "Hello.")];
    let all = snippet::with(&kept, " /hi ", "Good day.").unwrap();
    assert_eq!(all, [snippet("bye", "Goodbye."), snippet("hi", "Good day.")]);
    assert_eq!(snippet::without(&all, "BYE"), [snippet("hi", "Good day.")]);
    assert_eq!(snippet::without(&all, "other"), all);
    assert_eq!(snippet::with(&kept, "/", "A"), Err(SnippetRule::NotAName(String::new())));
    assert_eq!(snippet::with(&kept, "hi", " "), Err(SnippetRule::Text("hi".into())));
}

proptest! {
    /// Whatever stands there, and wherever the caret is: what is asked for is that text.
    #[test]
    fn what_is_asked_stands_there(notes in "[a/ \n👍é]{0,20}", caret in 0..25_u32) {
        if let Some(asked) = Asked::at(&notes, caret) {
            let units: Vec<_> = notes.encode_utf16().collect();
            let range = usize::try_from(asked.begin).unwrap()..usize::try_from(asked.end).unwrap();
            let there = String::from_utf16(units.get(range).unwrap()).unwrap();
            prop_assert_eq!(there, ["/", &asked.name].concat());
        }
    }
}
