//! The browser runs our WebAssembly, and Leptos renders into its page.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn leptos_renders_into_the_page() {
    mount_to_body(|| view! { <p id="smoke">"rendered"</p> });
    let rendered = document().get_element_by_id("smoke").and_then(|element| element.text_content());
    assert_eq!(rendered.as_deref(), Some("rendered"));
}
