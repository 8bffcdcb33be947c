//! What the built-in provider picks, and what of an answer is taken at all.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, code, timed};
use interaction_wrap_up::assist::extractive::{Line, best_code, summary};
use interaction_wrap_up::assist::{OfferedCode, Question, Suggested};
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::draft::MAX_NOTES;
use proptest::prelude::*;

fn lines<'a>(talk: &[&'a str]) -> Vec<Line<'a>> {
    let line = |(place, text): (usize, &&'a str)| Line { by_agent: place % 2 == 1, text };
    talk.iter().enumerate().map(line).collect()
}

fn offered(codes: &[(&str, &str)]) -> Vec<OfferedCode> {
    let each = |(id, description): &(&str, &str)| OfferedCode {
        id: code(id),
        label: (*id).to_owned(),
        description: (*description).to_owned(),
    };
    codes.iter().map(each).collect()
}

const TALK: [&str; 4] = [
    "Why was I charged twice this month? Hello.",
    "I see two payments on your invoice of March. One moment please.",
    "I only have one subscription, so one payment is wrong.",
    "The second payment is returned to your card. Have a nice day!",
];

#[test]
fn sentences_are_picked_whole_and_in_order() {
    let picked = summary(&lines(&TALK), 3);
    let talk = TALK.join(" ");
    let mut from = 0;
    for sentence in picked.split_inclusive(['.', '?', '!']) {
        let at = talk[from..].find(sentence.trim()).unwrap();
        from += at;
    }
    assert!(picked.starts_with("Why was I charged twice this month?"), "{picked}");
    assert!(picked.contains("payment") && !picked.contains("nice day"), "{picked}");
    assert_eq!(summary(&lines(&["", "..."]), 3), "");
    assert_eq!(summary(&[], 3), "");
}

#[test]
fn the_code_is_the_one_whose_description_has_most_words_in_common() {
    let codes = offered(&[
        ("technical", "A fault of the product or the site."),
        ("billing", "About an invoice or a payment."),
        ("cancelled", "The customer ended a subscription."),
    ]);
    assert_eq!(best_code(&lines(&TALK), &codes), Some(code("billing")));
    assert_eq!(best_code(&lines(&["Nothing of the kind."]), &codes), None);
    assert_eq!(best_code(&lines(&TALK), &[]), None);
}

fn question(configuration: Configuration) -> Option<Question> {
    let page = Page::wrapping_up(configuration);
    let interaction = page.conversation.interaction.clone();
    Question::of(interaction, page.segment("s1"), &fixtures::codes(), "en")
}

#[test]
fn a_question_offers_what_the_rules_want() {
    assert!(question(timed()).is_none());
    let both = Configuration { enable_ai_code: true, enable_ai_notes: true, ..timed() };
    let asked = question(both.clone()).unwrap();
    let labels: Vec<_> = asked.codes.iter().map(|code| code.label.as_str()).collect();
    assert_eq!((labels.as_slice(), asked.notes), (&["RESOLVED", "BILLING", "SPAM"][..], true));
    let notes = question(Configuration { enable_ai_code: false, ..both }).unwrap();
    assert!(notes.codes.is_empty() && notes.notes);
}

#[test]
fn an_answer_that_breaks_a_rule_names_field_and_rule() {
    let both = Configuration { enable_ai_code: true, enable_ai_notes: true, ..timed() };
    let asked = question(both.clone()).unwrap();
    let answer = |id: &str, notes: String| Suggested { code: Some(code(id)), notes: Some(notes) };
    let taken = asked.check(answer("spam", "Notes.".into())).unwrap();
    assert_eq!(taken, answer("spam", "Notes.".into()));
    let wrong = asked.check(answer("old", "Notes.".into())).unwrap_err();
    assert_eq!(wrong.field, "code");
    assert!(wrong.to_string().contains("must be one of the codes on offer"), "{wrong}");
    let wrong = asked.check(answer("spam", "x".repeat(MAX_NOTES + 1))).unwrap_err();
    assert_eq!(wrong.field, "notes");
    assert!(wrong.to_string().contains("4000"), "{wrong}");

    // What nobody asked for is left out, and blank notes are none.
    let only_code = question(Configuration { enable_ai_notes: false, ..both.clone() }).unwrap();
    let taken = only_code.check(answer("spam", "Notes.".into())).unwrap();
    assert_eq!(taken, Suggested { code: Some(code("spam")), notes: None });
    let only_notes = question(Configuration { enable_ai_code: false, ..both }).unwrap();
    let taken = only_notes.check(answer("nothing", " \n".into())).unwrap();
    assert_eq!(taken, Suggested::default());
}

proptest! {
    #[test]
    fn any_talk_gives_a_part_of_itself(talk in prop::collection::vec("\\PC{0,40}", 0..6), most in 0..4_usize) {
        let talk: Vec<_> = talk.iter().map(String::as_str).collect();
        let picked = summary(&lines(&talk), most);
        let length: usize = talk.iter().map(|text| text.len() + 1).sum();
        prop_assert!(picked.len() <= length);
        let codes = offered(&[("spam", "\u{1F44B} words that occur")]);
        best_code(&lines(&talk), &codes);
    }
}
