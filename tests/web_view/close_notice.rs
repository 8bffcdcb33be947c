use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::wrap_up::CloseReason;
use interaction_wrap_up::view::{CloseNotice, Notice};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlTextAreaElement;

use crate::page::{Page, settle};
use crate::samples::{Sample, actor};

struct Shown {
    page: Page,
    notice: RwSignal<Option<Notice>>,
    dismissed: StoredValue<u32>,
}

async fn show(sample: Option<Sample>) -> Shown {
    let notice = RwSignal::new(sample.and_then(|sample| Notice::of(&sample.segment())));
    let dismissed = StoredValue::new(0);
    let dismiss = move |()| dismissed.update_value(|times| *times += 1);
    let view = move || view! { class="wrapup", <CloseNotice notice dismiss /> };
    Shown { page: Page::with(view).await, notice, dismissed }
}

fn keeping(configuration: &mut Configuration) {
    configuration.expiry_policy = ExpiryPolicy::FillBlanks;
}

fn timed_out(sample: Sample) -> Sample {
    sample.pass(60).close(CloseReason::Deadline).commit()
}

#[wasm_bindgen_test]
async fn it_says_how_it_ended_and_what_was_saved() {
    let without_codes = |each: &mut Configuration| each.enable_codes = false;
    let end = |sample: Sample| sample.close(CloseReason::End(actor())).commit();
    let force = |sample: Sample| sample.close(CloseReason::Force(actor())).commit();
    for (sample, text) in [
        (
            Sample::new().choose("refund").note("n").submit().commit(),
            "Wrap-up of CHAT-20417 submitted. Saved “Refund granted” with your notes.",
        ),
        (end(Sample::new()), "Wrap-up of CHAT-20417 ended. Saved “Other” without notes."),
        (
            end(Sample::with(without_codes)),
            "Wrap-up of CHAT-20417 ended. Saved without code and notes.",
        ),
        (
            Sample::new().note("n").close_tab().commit(),
            "You closed the tab of CHAT-20417. This ended its wrap-up. Saved “Other” with your \
             notes.",
        ),
        (
            timed_out(Sample::with(keeping).note("n")),
            "Time was up. The wrap-up of CHAT-20417 closed by itself. Saved “Other” with your \
             notes.",
        ),
        (
            force(Sample::new().note("n")),
            "A supervisor closed the wrap-up of CHAT-20417. Saved your notes without a code.",
        ),
    ] {
        let shown = show(Some(sample)).await;
        assert_eq!(shown.page.text(".wrapup-notice-text").trim(), text);
        assert!(shown.page.find("textarea").is_none());
    }
}

#[wasm_bindgen_test]
async fn a_missing_required_code_is_said() {
    let closed = Sample::with(|each| each.mode = Mode::Mandatory).close_tab().commit();
    let text = show(Some(closed)).await.page.text(".wrapup-notice-text");
    assert!(text.ends_with("A wrap-up code is required here and none was chosen."), "{text}");
}

#[wasm_bindgen_test]
async fn notes_that_were_too_long_are_there_to_be_copied() {
    let notes = "x".repeat(4_000) + " and the rest";
    let shown = show(Some(timed_out(Sample::with(keeping).note(&notes)))).await;
    let label = "This part of your notes was too long to be saved. Copy it if you need it.";
    let rest: HtmlTextAreaElement = shown.page.field(label);
    assert_eq!(rest.value(), " and the rest");
    assert!(rest.read_only());
    assert!(shown.page.find_button("Copy text").is_some());
}

#[wasm_bindgen_test]
async fn notes_that_were_discarded_are_there_to_be_copied() {
    let shown = show(Some(timed_out(Sample::new().note("lost?")))).await;
    let label = "Your notes were not saved. Copy them if you need them.";
    let notes: HtmlTextAreaElement = shown.page.field(label);
    assert_eq!(notes.value(), "lost?");
}

#[wasm_bindgen_test]
async fn it_comes_and_goes_in_a_live_region_without_taking_the_focus() {
    let shown = show(None).await;
    let region = shown.page.get("[role=status]");
    assert_eq!(region.inner_text(), "");
    let before = document().active_element();
    shown.notice.set(Notice::of(&Sample::new().submit().commit().segment()));
    settle().await;
    assert!(region.inner_text().contains("submitted"));
    assert_eq!(document().active_element(), before);
    shown.page.button("Dismiss").click();
    assert_eq!(shown.dismissed.get_value(), 1);
    shown.notice.set(None);
    settle().await;
    assert_eq!(region.inner_text(), "");
}
