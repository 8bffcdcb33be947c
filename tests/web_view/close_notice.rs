use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::draft::{Draft, Entry};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::wrap_up::CloseReason;
use interaction_wrap_up::view::{AgentNames, CloseNotice, Notice};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlTextAreaElement;

use crate::page::{Page, settle};
use crate::samples::{Sample, actor, code};

struct Shown {
    page: Page,
    notice: RwSignal<Option<Notice>>,
    dismissed: StoredValue<u32>,
    corrections: StoredValue<Vec<Draft>>,
}

async fn show(sample: Option<Sample>) -> Shown {
    show_notice(sample.and_then(|sample| Notice::of(&sample.segment()))).await
}

async fn show_notice(notice: Option<Notice>) -> Shown {
    let notice = RwSignal::new(notice);
    let corrections = StoredValue::new(Vec::new());
    let correct = move |draft| corrections.update_value(|all: &mut Vec<_>| all.push(draft));
    let dismissed = StoredValue::new(0);
    let dismiss = move |()| dismissed.update_value(|times| *times += 1);
    let names = AgentNames::new(|_| "Amira Haddad".to_owned());
    let view = move || view! { class="wrapup", <CloseNotice notice dismiss correct names /> };
    Shown { page: Page::with(view).await, notice, dismissed, corrections }
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
    assert!(text.ends_with("Something that is required here was not entered."), "{text}");
}

#[wasm_bindgen_test]
async fn notes_that_were_too_long_are_there_to_be_copied() {
    let notes = "x".repeat(4_000) + " and the rest";
    let shown = show(Some(timed_out(Sample::with(keeping).note(&notes)))).await;
    let label = "This part of your notes was too long to be saved. Copy it if you need it.";
    let rest: HtmlTextAreaElement = shown.page.described(label);
    assert_eq!(rest.value(), " and the rest");
    assert!(rest.read_only());
    assert!(shown.page.find_button("Copy text").is_some());
}

#[wasm_bindgen_test]
async fn notes_that_were_discarded_are_there_to_be_copied() {
    let shown = show(Some(timed_out(Sample::new().note("lost?")))).await;
    let label = "Your notes were not saved. Copy them if you need them.";
    let notes: HtmlTextAreaElement = shown.page.described(label);
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

/// Submitted with a text of another page aside.
fn submitted_beside_a_text() -> Sample {
    let there = Entry::Notes("saved".to_owned());
    Sample::new().note("typed as well").edit_in("other", there).choose("refund").submit().commit()
}

#[wasm_bindgen_test]
async fn those_in_another_window_are_told_who_ended_it_and_how() {
    let closed = submitted_beside_a_text();
    let shown = show_notice(Notice::of_elsewhere(&closed.segment())).await;
    let text = shown.page.text(".wrapup-notice-text");
    assert!(
        text.starts_with("Amira Haddad submitted the wrap-up of CHAT-20417 in another window."),
        "{text}"
    );
    let ended = Sample::new().close(CloseReason::End(actor())).commit().segment();
    let text = show_notice(Notice::of_elsewhere(&ended)).await.page.text(".wrapup-notice-text");
    assert!(text.contains("ended the wrap-up"), "{text}");
}

#[wasm_bindgen_test]
async fn a_text_of_another_window_can_be_copied_or_saved_as_a_correction() {
    let shown = show(Some(submitted_beside_a_text())).await;
    let label = "This was typed as well, and not saved. Copy it if you need it.";
    let text: HtmlTextAreaElement = shown.page.described(label);
    assert_eq!(text.value(), "typed as well");
    assert!(shown.page.find_button("Copy text").is_some());
    shown.page.button("Save as correction").click();
    let correction = Draft::of(Some(code("refund")), "typed as well");
    assert_eq!(shown.corrections.get_value(), [correction]);
}

#[wasm_bindgen_test]
async fn whoever_came_second_is_told_and_keeps_what_they_submitted() {
    let first = submitted_beside_a_text();
    let second = Sample::new().choose("billing").note("came second").submit();
    let lost = second.segment().pending.unwrap().closure;
    let shown = show_notice(Notice::of_superseded(&first.segment(), &lost)).await;
    let text = shown.page.text(".wrapup-notice-text");
    assert!(text.contains("Amira Haddad submitted"), "{text}");
    assert!(text.contains("what you entered here did not count"), "{text}");
    let texts: Vec<_> = shown.page.all("textarea").into_iter().collect();
    let values = texts.iter().map(|each| each.clone().unchecked_into::<HtmlTextAreaElement>());
    assert_eq!(
        values.map(|each| each.value()).collect::<Vec<_>>(),
        ["came second", "typed as well"]
    );
    shown.page.button("Save as correction").click();
    let correction = Draft::of(Some(code("billing")), "came second");
    assert_eq!(shown.corrections.get_value(), [correction]);
}
