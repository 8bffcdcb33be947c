//! Several wrap-ups at once: which comes first, and which comes next.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{START, ann, bob, catalog, segment, timed};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction};
use interaction_wrap_up::domain::page::Page;
use interaction_wrap_up::domain::stack::{next_after, settled};
use interaction_wrap_up::domain::time::{Millis, Now};
use interaction_wrap_up::domain::wrap_up::Command;

#[test]
fn what_can_wait_least_comes_first() {
    let mut page = Page::new();
    let now = Now { wall: START, monotonic: Millis(5_000) };
    let minutes = |count: u64| Configuration { duration_seconds: 60 * count, ..timed() };
    let endless = Configuration { enforce_duration: false, ..timed() };
    let all =
        [("endless", endless), ("two", minutes(2)), ("one", minutes(1)), ("three", minutes(3))];
    for (name, configuration) in all {
        let id = InteractionId::new(name).unwrap();
        page.add(Interaction::new(id.clone(), Channel::Phone, START), now);
        page.command(&id, Command::Connect { agent: ann().agent }, now);
        let (by, catalog) = (EndedBy::Customer, Some(catalog(configuration)));
        let end = Command::EndConversation { by, catalog, segments: vec![segment(name)] };
        page.command(&id, end, now);
    }
    let order = |page: &Page| {
        let ids = page.by_urgency(&ann().agent);
        ids.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(order(&page), ["one", "two", "three", "endless"]);
    assert!(page.by_urgency(&bob().agent).is_empty());
    // More time makes it wait longer.
    let one = InteractionId::new("one").unwrap();
    for number in 1..=2 {
        let extend = Command::Extend { segment: segment("one"), by: ann(), number };
        page.command(&one, extend, now);
    }
    let two = order(&page).iter().position(|each| each == "two");
    assert_eq!(two, Some(0));
}

#[test]
fn round_and_round() {
    let order = ["a", "b", "c"];
    assert_eq!(next_after(&order, &"a"), Some(&"b"));
    assert_eq!(next_after(&order, &"c"), Some(&"a"));
    // From what has nothing to finish: to the most urgent.
    assert_eq!(next_after(&order, &"x"), Some(&"a"));
    assert_eq!(next_after(&["a"], &"a"), None);
    assert_eq!(next_after(&[], &"a"), None);
}

#[test]
fn nothing_moves_while_none_comes_or_goes() {
    let before = vec![1, 2, 3];
    assert_eq!(settled(Some(&before), vec![3, 1, 2]), [1, 2, 3]);
    assert_eq!(settled(Some(&before), vec![3, 1]), [3, 1]);
    assert_eq!(settled(Some(&before), vec![4, 1, 2, 3]), [4, 1, 2, 3]);
    assert_eq!(settled(None, vec![2, 1]), [2, 1]);
}
