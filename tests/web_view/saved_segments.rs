use interaction_wrap_up::domain::id::SegmentId;
use interaction_wrap_up::domain::wrap_up::CloseReason;
use interaction_wrap_up::view::SavedSegments;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, accessible_name, settle};
use crate::samples::Sample;

#[wasm_bindgen_test]
async fn it_lists_what_was_saved_and_how_it_ended() {
    let submitted = Sample::new().choose("refund").note("two\nlines").pass(41).submit().commit();
    let timed_out = Sample::new().pass(60).close(CloseReason::Deadline).commit();
    let open = Sample::new();
    let segments = RwSignal::new(vec![open.segment()]);
    let page = Page::with(move || view! { class="wrapup", <SavedSegments segments /> }).await;
    assert_eq!(accessible_name(&page.get("section")), "Saved segments");
    assert!(page.text("section").contains("Nothing has been saved yet."));

    let mut timed_out = timed_out.segment();
    timed_out.id = SegmentId::new("another").unwrap();
    segments.set(vec![submitted.segment(), timed_out, open.segment()]);
    settle().await;
    assert!(!page.text("section").contains("Nothing has been saved yet."));
    let entries = page.all("li");
    let texts: Vec<_> = entries.iter().map(|each| each.text_content().unwrap()).collect();
    assert_eq!(texts.len(), 2);
    for part in
        ["Refund granted", "Submitted", "CHAT-20417", "two\nlines", "amira.haddad", "41 seconds"]
    {
        assert!(texts[0].contains(part), "{part} in {}", texts[0]);
    }
    assert!(!texts[0].contains("By the system"));
    for part in ["Other", "Timed out", "By the system", "No notes", "1 minute", "2026"] {
        assert!(texts[1].contains(part), "{part} in {}", texts[1]);
    }
}
