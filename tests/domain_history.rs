//! Finding a wrap-up among those that are finished.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, ann, key, timed};
use interaction_wrap_up::domain::closure::{ClosureKind, VersionReason};
use interaction_wrap_up::domain::draft::Draft;
use interaction_wrap_up::domain::history::Search;
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command};
use rstest::rstest;

fn submitted() -> Page {
    let mut page = Page::wrapping_up(timed());
    page.write("Refunded the second CHARGE.");
    page.submit();
    page.commit();
    page
}

fn finds(search: &Search, segment: &Segment) -> bool {
    search.finds(segment, "")
}

#[rstest]
#[case::nothing_said("", true)]
#[case::a_word("refunded", true)]
#[case::in_any_case("charge", true)]
#[case::every_word("second refunded", true)]
#[case::over_several_texts("ann charge", true)]
#[case::a_part_of_a_word("fund", true)]
#[case::one_word_too_many("refunded twice", false)]
fn words_are_all_somewhere(#[case] words: &str, #[case] found: bool) {
    let page = submitted();
    let search = Search { words: words.to_owned(), ..Search::default() };
    assert_eq!(finds(&search, page.segment("s1")), found);
}

#[test]
fn what_is_not_finished_is_not_found() {
    let page = Page::typed(timed());
    assert!(!finds(&Search::default(), page.segment("s1")));
}

#[test]
fn it_ended_as_asked() {
    let mut page = Page::typed(timed());
    page.close(CloseReason::End(ann()));
    page.commit();
    let ended = |kind| Search { ended: Some(kind), ..Search::default() };
    assert!(finds(&ended(ClosureKind::Ended), page.segment("s1")));
    assert!(!finds(&ended(ClosureKind::Submitted), page.segment("s1")));
}

#[test]
fn a_correction_is_found_by_what_it_says_and_begins_with_what_counts() {
    let mut page = submitted();
    let corrected = Search { corrected: true, ..Search::default() };
    assert!(!finds(&corrected, page.segment("s1")));
    let draft = Draft::of(None, "Called back instead.");
    let segment = page.segment("s1").id.clone();
    let reason = VersionReason::Correction;
    page.tell(Command::Correct {
        segment: segment.clone(),
        by: ann(),
        draft,
        reason,
        key: key("v"),
    });
    page.tell(Command::Committed { segment, key: key("v") });
    let segment = page.segment("s1");
    assert!(finds(&corrected, segment));
    let words = |words: &str| Search { words: words.to_owned(), ..Search::default() };
    assert!(finds(&words("called"), segment));
    assert!(!finds(&words("refunded"), segment));
    let begins_with = segment.closed().unwrap().as_draft();
    assert_eq!((begins_with.code, begins_with.notes.as_str()), (None, "Called back instead."));
}
