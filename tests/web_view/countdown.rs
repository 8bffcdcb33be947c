use std::cell::Cell;
use std::rc::Rc;

use interaction_wrap_up::domain::band::Bands;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use interaction_wrap_up::domain::wrap_up::CloseReason;
use interaction_wrap_up::view::CountdownView;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::page::{Page, accessible_name, member, settle};
use crate::samples::{START, Sample};

struct Shown {
    page: Page,
    segment: RwSignal<Segment>,
    at: RwSignal<Timestamp>,
}

async fn show(sample: &Sample) -> Shown {
    let segment = RwSignal::new(sample.segment());
    let at = RwSignal::new(sample.at());
    let countdown = Memo::new(move |_| segment.with(|segment| segment.countdown(at.get())));
    let page = Page::with(move || view! { class="wrapup", <CountdownView countdown at /> }).await;
    Shown { page, segment, at }
}

impl Shown {
    async fn at(&self, after: Millis) {
        self.at.set(START + after);
        settle().await;
    }

    fn face(&self) -> (String, String) {
        let band = self.page.get("[role=timer]").get_attribute("data-band").unwrap();
        (self.page.text("[part=countdown-time]"), band)
    }

    fn property(&self, name: &str) -> String {
        self.page.get("[part=bar-fill]").style().get_property_value(name).unwrap()
    }

    fn animation(&self) -> JsValue {
        let fill: Element = self.page.get("[part=bar-fill]").unchecked_into();
        member(&call(&fill, "getAnimations"), "0")
    }

    /// Makes the browser believe that the bar has been running for so long.
    fn run_for(&self, milliseconds: f64) {
        let timeline = member(&document(), "timeline");
        let now = member(&timeline, "currentTime").as_f64().unwrap();
        let start = JsValue::from_f64(now - milliseconds);
        js_sys::Reflect::set(&self.animation(), &"startTime".into(), &start).unwrap();
    }

    /// How much of the bar's run the browser has played.
    fn played(&self) -> f64 {
        let timing = call(&member(&self.animation(), "effect"), "getComputedTiming");
        member(&timing, "progress").as_f64().unwrap()
    }
}

fn call(of: &JsValue, method: &str) -> JsValue {
    member(of, method).unchecked_into::<js_sys::Function>().call0(of).unwrap()
}

fn face(time: &str, band: &str) -> (String, String) {
    (time.to_owned(), band.to_owned())
}

#[wasm_bindgen_test]
async fn the_band_changes_on_the_second_that_is_shown() {
    let shown = show(&Sample::new()).await;
    assert_eq!(shown.face(), face("1:00", "green"));
    for (after, time, band, word) in [
        (29_000, "0:31", "green", "Plenty of time"),
        (29_999, "0:31", "green", "Plenty of time"),
        (30_000, "0:30", "yellow", "Time to finish up"),
        (44_999, "0:16", "yellow", "Time to finish up"),
        (45_000, "0:15", "red", "Ending soon"),
        (59_999, "0:01", "red", "Ending soon"),
        (60_000, "0:00", "red", "Ending soon"),
    ] {
        shown.at(Millis(after)).await;
        assert_eq!(shown.face(), face(time, band), "after {after} ms");
        assert_eq!(shown.page.text("[part=countdown-word]"), word);
        let timer = shown.page.get("[role=timer]");
        assert!(timer.class_list().contains(&format!("band-{band}")));
        assert_eq!(timer.class_name().matches("band-").count(), 1);
    }
}

#[wasm_bindgen_test]
async fn a_scheme_of_four_has_an_orange_band() {
    let shown = show(&Sample::with(|each| each.bands = Bands::four())).await;
    shown.at(Millis(45_000)).await;
    assert_eq!(shown.face(), face("0:15", "orange"));
    assert_eq!(shown.page.text("[part=countdown-word]"), "Little time left");
}

#[wasm_bindgen_test]
async fn texts_that_stay_the_same_are_not_written() {
    let shown = show(&Sample::new()).await;
    let text = |part: &str| shown.page.get(part).first_child().unwrap();
    let (time, word) = (text("[part=countdown-time]"), text("[part=countdown-word]"));
    let timer = shown.page.get("[role=timer]");
    let observer = Writes::of(&timer);
    shown.at(Millis(200)).await;
    assert_eq!(observer.count(), 0, "nothing that is shown has changed");
    shown.at(Millis(1_200)).await;
    assert_eq!(observer.count(), 1, "only the time");
    assert!(text("[part=countdown-time]").is_same_node(Some(&time)));
    assert!(text("[part=countdown-word]").is_same_node(Some(&word)));
}

/// Counts everything that is written below an element.
struct Writes {
    observer: web_sys::MutationObserver,
    seen: Rc<Cell<u32>>,
    _heed: Closure<dyn FnMut(js_sys::Array)>,
}

impl Writes {
    fn of(element: &Element) -> Self {
        let seen = Rc::new(Cell::new(0));
        let count = Rc::clone(&seen);
        let heed = move |records: js_sys::Array| count.set(count.get() + records.length());
        let heed = Closure::<dyn FnMut(js_sys::Array)>::new(heed);
        let observer = web_sys::MutationObserver::new(heed.as_ref().unchecked_ref()).unwrap();
        let options = web_sys::MutationObserverInit::new();
        options.set_child_list(true);
        options.set_character_data(true);
        options.set_attributes(true);
        options.set_subtree(true);
        observer.observe_with_options(element, &options).unwrap();
        Self { observer, seen, _heed: heed }
    }

    /// Since the last time it was asked.
    fn count(&self) -> u32 {
        self.seen.take() + self.observer.take_records().length()
    }
}

#[wasm_bindgen_test]
async fn the_bar_runs_by_itself_from_where_it_stands() {
    let shown = show(&Sample::new().pass(15)).await;
    assert_eq!(shown.property("--wrapup-whole"), "60000ms");
    assert_eq!(shown.property("--wrapup-elapsed"), "-15000ms");
    assert!((shown.played() - 0.25).abs() < 0.05, "{}", shown.played());
    shown.at(Millis(16_000)).await;
    assert_eq!(shown.property("--wrapup-elapsed"), "-15000ms", "it goes on by itself");
}

#[wasm_bindgen_test]
async fn the_bar_starts_anew_with_an_extension() {
    let sample = Sample::new().pass(15);
    let shown = show(&sample).await;
    shown.run_for(20_000.0);
    assert!(shown.played() > 0.5, "it has run on");
    shown.segment.set(sample.extend().segment());
    settle().await;
    assert_eq!(shown.property("--wrapup-whole"), "105000ms");
    assert_eq!(shown.property("--wrapup-elapsed"), "-0ms");
    assert!(shown.played() < 0.05, "{}", shown.played());
}

#[wasm_bindgen_test]
async fn the_bar_starts_anew_where_time_was_leapt_over() {
    let shown = show(&Sample::new()).await;
    shown.run_for(10_000.0);
    shown.at(Millis(42_000)).await;
    assert_eq!(shown.property("--wrapup-elapsed"), "-42000ms");
    assert!((shown.played() - 0.7).abs() < 0.05, "{}", shown.played());
}

#[wasm_bindgen_test]
async fn the_bar_is_set_right_whenever_the_page_wakes() {
    let shown = show(&Sample::new().pass(15)).await;
    // Played on by itself, it has fallen behind or run ahead of the time shown.
    for played in [0.0, 40_000.0] {
        for (event, target) in [
            ("visibilitychange", document().into()),
            ("focus", window().into()),
            ("pageshow", window().into()),
            ("resume", document().into()),
        ] {
            let target: web_sys::EventTarget = target;
            shown.run_for(played);
            target.dispatch_event(&web_sys::Event::new(event).unwrap()).unwrap();
            settle().await;
            assert_eq!(shown.property("--wrapup-elapsed"), "-15000ms");
            assert!((shown.played() - 0.25).abs() < 0.05, "{event}: {}", shown.played());
        }
    }
}

#[wasm_bindgen_test]
async fn however_often_it_begins_anew_before_it_is_drawn_it_stands_where_it_should() {
    let shown = show(&Sample::new()).await;
    for second in [10, 20, 30, 42] {
        shown.at(Millis::from_seconds(second)).await;
    }
    assert!((shown.played() - 0.7).abs() < 0.05, "{}", shown.played());
}

#[wasm_bindgen_test]
async fn from_second_to_second_the_bar_is_let_run() {
    let shown = show(&Sample::new()).await;
    let bar = shown.page.get("[part=bar]");
    let observer = Writes::of(&bar);
    for second in 1..=20 {
        shown.at(Millis::from_seconds(second)).await;
    }
    assert_eq!(observer.count(), 0);
}

#[wasm_bindgen_test]
async fn without_a_deadline_the_time_spent_counts_up_and_has_no_bar() {
    let unlimited = |each: &mut Configuration| each.enforce_duration = false;
    let shown = show(&Sample::with(unlimited).pass(95)).await;
    assert_eq!(shown.face(), face("1:35", "spent"));
    assert_eq!(accessible_name(&shown.page.get("[role=timer]")), "Time spent");
    assert!(shown.page.get("[part=bar]").class_list().contains("is-idle"));
}

#[wasm_bindgen_test]
async fn an_overdue_one_says_for_how_long() {
    use interaction_wrap_up::domain::configuration::Mode;
    let late = Sample::with(|each| each.mode = Mode::Mandatory).pass(60);
    let shown = show(&late.close(CloseReason::Deadline).pass(7)).await;
    assert_eq!(shown.face(), face("0:07", "overdue"));
    assert_eq!(accessible_name(&shown.page.get("[role=timer]")), "Overdue by");
}

#[wasm_bindgen_test]
async fn a_parked_one_says_what_was_left() {
    use interaction_wrap_up::domain::configuration::OnInterruption;
    let park = |each: &mut Configuration| {
        each.on_interruption.status_change = OnInterruption::Park;
    };
    let shown = show(&Sample::with(park).pass(20).interrupt().pass(300)).await;
    assert_eq!(shown.face(), face("0:40", "parked"));
    assert_eq!(shown.page.text("[part=countdown-word]"), "Paused");
}

#[wasm_bindgen_test]
async fn nothing_is_shown_where_agents_are_not_to_see_the_time() {
    let shown = show(&Sample::with(|each| each.show_timer = false)).await;
    assert!(shown.page.find("[role=timer]").is_none());
}

#[wasm_bindgen_test]
async fn beyond_an_hour_there_are_hours() {
    let shown = show(&Sample::with(|each| each.duration_seconds = 3_661)).await;
    assert_eq!(shown.face(), face("1:01:01", "green"));
}
