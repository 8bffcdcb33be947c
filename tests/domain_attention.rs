//! What an agent who looks elsewhere notices: which countdown, and what becomes of the
//! page's title.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{DURATION, START, ann, bob, catalog, key, seconds, segment, timed};
use interaction_wrap_up::domain::attention::{Heading, Mark, Ways};
use interaction_wrap_up::domain::band::{Band, Bands};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction};
use interaction_wrap_up::domain::page::Page;
use interaction_wrap_up::domain::time::{Millis, Now};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command};
use rstest::rstest;

const BEGIN: Now = Now { wall: START, monotonic: Millis(5_000) };

fn after(passed: u64) -> Now {
    let passed = seconds(passed);
    Now { wall: BEGIN.wall + passed, monotonic: BEGIN.monotonic + passed }
}

/// A page in which ann has a wrap-up of each of these.
fn page(all: &[(&str, Configuration)]) -> Page {
    let mut page = Page::new();
    for (name, configuration) in all {
        let id = InteractionId::new(*name).unwrap();
        page.add(Interaction::new(id.clone(), Channel::Phone, START), BEGIN);
        page.command(&id, Command::Connect { agent: ann().agent }, BEGIN);
        let (by, catalog) = (EndedBy::Customer, Some(catalog(configuration.clone())));
        let end = Command::EndConversation { by, catalog, segments: vec![segment(name)] };
        page.command(&id, end, BEGIN);
    }
    page
}

fn of(seconds: u64) -> Configuration {
    Configuration { duration_seconds: seconds, show_timer: true, ..timed() }
}

/// Whose countdown is shown.
fn pressing(page: &Page, now: Now) -> Option<String> {
    page.pressing(&ann().agent, now).map(|pressing| pressing.segment.to_string())
}

#[test]
fn the_most_urgent_of_those_that_are_shown_and_run() {
    let hidden = Configuration { show_timer: false, ..of(30) };
    let endless = Configuration { enforce_duration: false, ..of(20) };
    let all = [("hidden", hidden), ("endless", endless), ("long", of(120)), ("short", of(60))];
    let mut page = page(&all);
    assert_eq!(pressing(&page, BEGIN).as_deref(), Some("short"));
    assert_eq!(page.pressing(&bob().agent, BEGIN), None);

    let short = InteractionId::new("short").unwrap();
    for number in 1..=2 {
        let extend = Command::Extend { segment: segment("short"), by: ann(), number };
        page.command(&short, extend, after(1));
    }
    assert_eq!(pressing(&page, after(1)).as_deref(), Some("long"));
    // What was submitted is no longer urgent, saved or not.
    let long = InteractionId::new("long").unwrap();
    let reason = CloseReason::Submit(ann());
    let submit = Command::Close { segment: segment("long"), reason, key: key("k") };
    page.command(&long, submit, after(2));
    assert_eq!(pressing(&page, after(2)).as_deref(), Some("short"));
    let reason = CloseReason::Submit(ann());
    let submit = Command::Close { segment: segment("short"), reason, key: key("l") };
    page.command(&short, submit, after(3));
    assert_eq!(pressing(&page, after(3)), None);
}

#[test]
fn it_says_the_time_left_or_until_when() {
    let page = page(&[("call", of(DURATION))]);
    let at = |passed| page.pressing(&ann().agent, after(passed)).unwrap();
    assert_eq!(at(1).mark(true), Mark::Left(DURATION - 1));
    let deadline = START + seconds(DURATION);
    assert_eq!(at(1).mark(false), Mark::Until { deadline, is_ending: false });
    assert_eq!(at(DURATION - 20).mark(false), Mark::Until { deadline, is_ending: true });
    assert_eq!(at(1).changes, [seconds(29), seconds(44)]);
    assert_eq!(at(30).changes, [seconds(15)]);
    assert_eq!((at(29).band, at(30).band), (Band::Green, Band::Yellow));
    assert_eq!((at(44).band, at(45).band), (Band::Yellow, Band::Red));
    assert!(at(45).changes.is_empty());
}

#[rstest]
#[case(Millis(60_000))]
#[case(Millis(7_300))]
#[case(Millis(999))]
fn a_band_begins_on_the_second_that_is_shown(#[case] whole: Millis) {
    for bands in [Bands::default(), Bands::four()] {
        let beginnings = bands.beginnings(whole);
        for (step, begins) in bands.thresholds()[1..].iter().zip(beginnings) {
            let begins = begins.seconds_rounded_up();
            assert!(bands.at(begins, whole) >= step.band);
            assert!(bands.at(begins + 1, whole) < step.band);
        }
    }
}

#[test]
fn ways_go_by_their_names() {
    assert_eq!(Ways::named(Ways::NAMES), (Ways::ALL, vec![]));
    let (ways, unknown) = Ways::named(["title", "Icon", "ttile"]);
    assert_eq!(ways, Ways { title: true, ..Ways::default() });
    assert_eq!(unknown, ["Icon", "ttile"]);
    assert_eq!(Ways::named([]), (Ways::default(), vec![]));
}

/// A page's title, written by the page and by the wrap-up.
struct Title {
    heading: Heading,
    text: String,
}

impl Title {
    fn new(text: &str) -> Self {
        Self { heading: Heading::default(), text: text.to_owned() }
    }

    fn put(&mut self, mark: Option<&str>) -> &str {
        if let Some(text) = self.heading.put(&self.text, mark) {
            assert_ne!(text, self.text, "nothing is written for nothing");
            self.text = text;
        }
        &self.text
    }
}

#[test]
fn the_time_stands_in_front_and_goes() {
    let mut title = Title::new("  Orders\n");
    assert_eq!(title.put(Some("0:42")), "0:42 ·   Orders\n");
    assert_eq!(title.put(Some("0:41")), "0:41 ·   Orders\n");
    assert_eq!(title.put(None), "  Orders\n", "to the letter");
    assert_eq!(title.put(None), "  Orders\n");

    let mut title = Title::new("");
    assert_eq!(title.put(Some("0:42")), "0:42");
    assert_eq!(title.put(Some("0:41")), "0:41");
    assert_eq!(title.put(None), "");
}

#[test]
fn what_the_page_writes_meanwhile_is_its_title() {
    let mut title = Title::new("Orders");
    title.put(Some("0:42"));
    title.text = "Returns".to_owned();
    assert_eq!(title.put(Some("0:41")), "0:41 · Returns");
    title.text = "Invoices".to_owned();
    assert_eq!(title.put(None), "Invoices");
    // Also one that has a time of its own.
    title.put(Some("0:40"));
    title.text = "10:40 · Meeting".to_owned();
    assert_eq!(title.put(Some("0:39")), "0:39 · 10:40 · Meeting");
    assert_eq!(title.put(None), "10:40 · Meeting");
}

#[test]
fn a_page_that_builds_upon_what_it_reads_gets_no_time_twice() {
    let mut title = Title::new("Orders");
    title.put(Some("0:42"));
    title.text = ["(3) ", &title.text].concat();
    assert_eq!(title.put(Some("0:41")), "0:41 · (3) Orders");
    // One that blinks: what it read is written back later.
    let read = title.text.clone();
    title.text = "A new message!".to_owned();
    assert_eq!(title.put(Some("0:40")), "0:40 · A new message!");
    title.text = read;
    assert_eq!(title.put(Some("0:39")), "0:39 · (3) Orders");
    assert_eq!(title.put(None), "(3) Orders");
    // And even once nothing counts any more.
    title.text = "0:39 · Orders".to_owned();
    assert_eq!(title.put(Some("1:00")), "1:00 · Orders");
}
