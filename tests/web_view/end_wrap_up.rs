use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::wrap_up::CloseReason;
use interaction_wrap_up::view::{EndWrapUp, SaveFailure};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, description, press, settle};
use crate::samples::{Sample, actor};

struct Shown {
    page: Page,
    segment: RwSignal<Segment>,
    failure: RwSignal<Option<SaveFailure>>,
    acts: StoredValue<Vec<&'static str>>,
}

async fn show(sample: &Sample, has_dialog: bool) -> Shown {
    let (segment, at) = (RwSignal::new(sample.segment()), Signal::stored(sample.at()));
    let (failure, acts) = (RwSignal::new(None), StoredValue::new(Vec::new()));
    let has_dialog = Signal::stored(has_dialog);
    let note = move |name| move |()| acts.update_value(|acts| acts.push(name));
    let (act, retry, extend) = (note("end"), note("retry"), note("extend"));
    let view = move || {
        view! { class="wrapup",
            <EndWrapUp segment at act has_dialog failure retry extend />
        }
    };
    Shown { page: Page::with(view).await, segment, failure, acts }
}

fn without_codes(configuration: &mut Configuration) {
    configuration.enable_codes = false;
}

fn is_shut(button: &web_sys::Element) -> bool {
    button.get_attribute("aria-disabled").as_deref() == Some("true")
}

#[wasm_bindgen_test]
async fn two_clicks_end_it_once() {
    let shown = show(&Sample::new(), true).await;
    assert_eq!(shown.page.text("[part=countdown-time]"), "1:00");
    let button = shown.page.button("End Wrap Up");
    button.click();
    button.click();
    assert_eq!(shown.acts.get_value(), ["end"]);
}

#[wasm_bindgen_test]
async fn beside_the_dialog_it_repeats_nothing_of_it() {
    let shown = show(&Sample::new().submit().fail(), true).await;
    shown.failure.set(Some(SaveFailure::Quota));
    settle().await;
    assert!(shown.page.find("[role=alert]").is_none());
    assert!(shown.page.find("[part=forecast]").is_none());
    assert!(shown.page.find("[part=extend]").is_none());
    assert!(shown.page.find(".wrapup-unseen[aria-atomic]").is_none());
}

#[wasm_bindgen_test]
async fn in_forced_mode_it_is_shut_and_says_why() {
    let shown = show(&Sample::with(|each| each.mode = Mode::Forced), true).await;
    let button = shown.page.button("End Wrap Up");
    assert!(is_shut(&button));
    assert_eq!(description(&button), "This wrap-up lasts the full time and closes by itself.");
    button.click();
    assert_eq!(shown.acts.get_value(), [""; 0]);
}

#[wasm_bindgen_test]
async fn without_the_required_code_it_is_shut() {
    let shown = show(&Sample::with(|each| each.mode = Mode::Mandatory), true).await;
    assert!(is_shut(&shown.page.button("End Wrap Up")));
    shown.segment.set(Sample::with(|each| each.mode = Mode::Mandatory).choose("other").segment());
    settle().await;
    assert!(!is_shut(&shown.page.button("End Wrap Up")));
}

#[wasm_bindgen_test]
async fn alone_it_says_and_offers_what_the_dialog_would() {
    let sample = Sample::with(without_codes).pass(5);
    let shown = show(&sample, false).await;
    assert_eq!(shown.page.text("[part=forecast]"), "At 0:00 it closes by itself.");
    assert!(shown.page.find(".wrapup-unseen[role=status]").is_some());
    shown.page.button("+1 min: extend by 1 minute").click();

    let ending = sample.close(CloseReason::End(actor()));
    shown.segment.set(ending.segment());
    settle().await;
    assert!(is_shut(&shown.page.button("Saving…")));

    shown.failure.set(Some(SaveFailure::Blocked));
    shown.segment.set(ending.fail().segment());
    settle().await;
    assert!(shown.page.text("[role=alert]").contains("Another tab"));
    assert!(!shown.page.text("[role=alert]").contains("typed"), "nothing was typed");
    shown.page.button("Try again").click();
    assert_eq!(shown.acts.get_value(), ["extend", "retry"]);
}

#[wasm_bindgen_test]
async fn alone_it_warns_and_the_key_works_there_too() {
    let shown = show(&Sample::with(without_codes).pass(41), false).await;
    assert!(shown.page.text("[part=warning]").starts_with("The last 20 seconds"));
    press(&shown.page.button("End Wrap Up"), "F8");
    assert_eq!(shown.acts.get_value(), ["extend"]);
}

#[wasm_bindgen_test]
async fn no_countdown_where_agents_are_not_to_see_the_time() {
    let shown = show(&Sample::with(|each| each.show_timer = false), true).await;
    assert!(shown.page.find("[role=timer]").is_none());
}
