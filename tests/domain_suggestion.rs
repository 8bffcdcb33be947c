//! What an AI suggests: kept beside what the agent enters, taken in by their press
//! alone, and told in the journal.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixtures;

use fixtures::{Page, ann, bob, code, journal, refusal, segment, timed, untimed};
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::draft::{Draft, Entry, MAX_NOTES};
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::suggestion::Wanted;
use interaction_wrap_up::domain::wrap_up::{Command, Effect, Refusal};
use proptest::prelude::*;
use rstest::rstest;

const TEXT: &str = "Charged twice. The second charge goes back.";

fn with_ai() -> Configuration {
    Configuration { enable_ai_code: true, enable_ai_notes: true, ..timed() }
}

fn suggest_notes(page: &mut Page, notes: &str) -> Vec<Effect> {
    let notes = notes.to_owned();
    page.tell(Command::SuggestNotes { segment: segment("s1"), notes })
}

fn suggested() -> Page {
    let mut page = Page::wrapping_up(with_ai());
    page.tell(Command::Suggest { segment: segment("s1"), code: code("billing") });
    suggest_notes(&mut page, TEXT);
    page
}

fn insert(page: &mut Page) -> Vec<Effect> {
    let mine = page.segment("s1");
    let entry = Entry::inserting(&mine.suggested_notes, &mine.draft.notes);
    page.edit(entry)
}

fn shown(page: &mut Page) -> Vec<Effect> {
    page.tell(Command::SuggestionShown { segment: segment("s1"), by: ann() })
}

#[rstest]
#[case::both(true, true, Some(Wanted { code: true, notes: true }))]
#[case::a_code(true, false, Some(Wanted { code: true, notes: false }))]
#[case::notes(false, true, Some(Wanted { code: false, notes: true }))]
#[case::nothing(false, false, None)]
fn a_configuration_says_what_is_asked_for(
    #[case] enable_ai_code: bool,
    #[case] enable_ai_notes: bool,
    #[case] wanted: Option<Wanted>,
) {
    let configuration = Configuration { enable_ai_code, enable_ai_notes, ..timed() };
    let mut page = Page::wrapping_up(configuration.clone());
    assert_eq!(page.segment("s1").rules.suggestions(), wanted);
    assert_eq!(page.segment("s1").asks_by_itself(), wanted.is_some());
    page.tell(Command::Suggest { segment: segment("s1"), code: code("spam") });
    assert!(!page.segment("s1").asks_by_itself(), "what is there is not asked for again");

    let page = Page::wrapping_up(Configuration { ai_on_request: true, ..configuration.clone() });
    assert!(!page.segment("s1").asks_by_itself(), "the agent asks");
    let without_dialog = Configuration { enable_codes: false, ..configuration };
    assert_eq!(Page::wrapping_up(without_dialog).segment("s1").rules.suggestions(), None);
}

#[test]
fn a_suggestion_changes_nothing_that_is_entered() {
    let mut page = Page::typed(with_ai());
    let before = page.segment("s1").draft.clone();
    page.tell(Command::Suggest { segment: segment("s1"), code: code("spam") });
    suggest_notes(&mut page, TEXT);
    assert_eq!(page.segment("s1").draft, before);
    page.submit();
    page.commit();
    let closed = page.segment("s1").closed().unwrap();
    assert_eq!((closed.notes(), closed.code().unwrap().id.as_str()), ("typed", "billing"));
}

#[test]
fn notes_are_appended_to_what_is_typed_and_marked_until_they_are_edited() {
    let mut page = suggested();
    page.write("Typed first.");
    assert!(page.segment("s1").can_insert("Typed first."));
    assert_eq!(journal(&insert(&mut page)), [&JournalEvent::SuggestedNotesTaken]);
    let whole = format!("Typed first.\n\n{TEXT}");
    assert_eq!(page.segment("s1").draft.notes, whole);
    assert!(page.segment("s1").has_suggested_notes());
    assert!(!page.segment("s1").can_insert(&whole), "they are there");

    let effects = page.edit(Entry::Notes(whole + " Agreed."));
    assert_eq!(journal(&effects), [&JournalEvent::SuggestedNotesEdited]);
    assert!(!page.segment("s1").has_suggested_notes());
    let effects = page.edit(Entry::Notes("All gone".into()));
    assert!(journal(&effects).is_empty(), "what is edited is edited once");
}

#[test]
fn notes_that_were_deleted_or_changed_can_be_restored() {
    let mut page = suggested();
    insert(&mut page);
    assert_eq!(page.segment("s1").draft.notes, TEXT, "into a blank field as they are");
    page.write("");
    assert!(page.segment("s1").can_insert(""));
    insert(&mut page);
    assert_eq!(page.segment("s1").draft.notes, TEXT);
    let changed = TEXT.replace("twice", "once");
    page.write(&changed);
    assert!(page.segment("s1").can_insert(&changed));
    insert(&mut page);
    assert_eq!(page.segment("s1").draft.notes, format!("{changed}\n\n{TEXT}"));
}

#[test]
fn it_is_shown_once_and_anew_when_it_changes() {
    let mut page = Page::wrapping_up(with_ai());
    assert!(journal(&shown(&mut page)).is_empty(), "there is nothing to show yet");
    suggest_notes(&mut page, TEXT);
    assert_eq!(journal(&shown(&mut page)), [&JournalEvent::SuggestionShown]);
    assert!(journal(&shown(&mut page)).is_empty());
    suggest_notes(&mut page, "Otherwise.");
    let other = page.tell(Command::SuggestionShown { segment: segment("s1"), by: bob() });
    assert!(journal(&other).is_empty(), "it is its agent who has to see it");
    assert_eq!(journal(&shown(&mut page)), [&JournalEvent::SuggestionShown]);
}

#[test]
fn a_failure_is_told_and_changes_nothing_else() {
    let mut page = Page::typed(with_ai());
    let before = page.segment("s1").clone();
    let reason = "no answer came".to_owned();
    let failed = Command::SuggestionFailed { segment: segment("s1"), reason: reason.clone() };
    assert_eq!(journal(&page.tell(failed)), [&JournalEvent::SuggestionFailed(reason)]);
    assert_eq!(*page.segment("s1"), before);
}

#[rstest]
#[case::too_long("x".repeat(MAX_NOTES + 3), Refusal::NotesTooLong { excess: 3 })]
#[case::blank(" \n".into(), Refusal::NotesRequired)]
fn notes_that_cannot_be_saved_are_refused(#[case] notes: String, #[case] why: Refusal) {
    let mut page = suggested();
    let refused = page.refuses(Command::SuggestNotes { segment: segment("s1"), notes });
    assert_eq!(refused, why);
    assert_eq!(page.segment("s1").suggested_notes, TEXT, "what was there stays");
}

#[test]
fn notes_that_nobody_asked_for_are_refused() {
    let mut page = Page::wrapping_up(untimed());
    let effects = suggest_notes(&mut page, TEXT);
    assert_eq!(refusal(&effects), Some(&Refusal::NotSuggested));
}

#[test]
fn what_comes_after_the_end_is_refused() {
    let mut page = Page::wrapping_up(with_ai());
    page.wait_seconds(60);
    assert_eq!(refusal(&suggest_notes(&mut page, TEXT)), Some(&Refusal::PastDeadline));
    assert!(!page.segment("s1").has_suggestion());
}

#[test]
fn another_tab_has_it_too_and_keeps_what_it_typed() {
    let stored = suggested().conversation;
    let mut other = Page::wrapping_up(with_ai());
    other.id = fixtures::page_id("other");
    other.write("Typed there.");
    let typed = vec![segment("s1")];
    let interaction = Box::new(stored.interaction.clone());
    let segments = stored.segments.clone();
    other.tell(Command::Adopt { interaction, segments, typed });
    other.write("Typed there.");
    let mine = other.segment("s1");
    assert_eq!((mine.suggested_notes.as_str(), mine.draft.notes.as_str()), (TEXT, "Typed there."));
    assert!(!mine.asks_by_itself());
}

proptest! {
    /// Inserting only ever adds: what was there stands before it, unless it was the
    /// beginning of what is inserted.
    #[test]
    fn inserting_loses_no_character(typed in "[a-c \n]{0,12}", text in "[a-c]{1,6}") {
        let Entry::Suggested { notes } = Entry::inserting(&text, &typed) else { unreachable!() };
        prop_assert!(notes.starts_with(&typed));
        prop_assert!(notes.contains(&text));
        let mut segment = suggested().segment("s1").clone();
        segment.suggested_notes = text;
        segment.draft = Draft::of(None, notes.clone());
        prop_assert!(!segment.can_insert(&notes), "it is offered once");
    }
}
