//! What a page says of many open wrap-ups when there is little room for it.

mod fixtures;

use fixtures::{Page, agent, segment, timed};
use interaction_wrap_up::domain::delivery::parcel::Progress;
use interaction_wrap_up::domain::delivery::presence::{FAREWELL_BYTES, Farewell, LeftBehind};
use interaction_wrap_up::domain::delivery::step::Revision;
use interaction_wrap_up::domain::time::{Millis, Timestamp};

/// Ten wrap-ups with all the notes they can have, three bytes each character.
fn ten_of_the_longest() -> Vec<LeftBehind> {
    let page = Page::wrapping_up(timed());
    let left = |number: u64| {
        let mut progress = Progress::of(page.segment("s1"));
        progress.about.segment = segment(&format!("s{number}"));
        progress.deadline = progress.deadline.map(|deadline| deadline + Millis(number));
        progress.draft.notes = "\u{5b57}".repeat(4_000);
        LeftBehind { progress, revision: Revision(number), shortened: false }
    };
    (0..10).rev().map(left).collect()
}

// A page that left out whole wrap-ups kept the service from ever missing them.
#[test]
fn every_wrap_up_is_named_before_any_text_is_told() {
    let at = Timestamp(0);
    let left = ten_of_the_longest();
    let farewell = Farewell::of(Some(agent("ann")), at, &[], left, FAREWELL_BYTES);
    let named: Vec<_> = farewell.ids().map(ToString::to_string).collect();
    assert_eq!(named, ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"]);
    let shortened: Vec<_> = farewell.segments.iter().map(|each| each.shortened).collect();
    // The texts that are told are of those that end first.
    assert_eq!(shortened, [false, false, false, true, true, true, true, true, true, true]);
    assert!(
        farewell.segments.iter().all(|each| each.shortened == each.progress.draft.notes.is_empty())
    );
}
