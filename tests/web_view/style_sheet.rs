use interaction_wrap_up::browser::style_sheet;
use leptos::prelude::document;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn it_is_adopted_once() {
    style_sheet::install(&document());
    let adopted = document().adopted_style_sheets().length();
    style_sheet::install(&document());
    assert_eq!(document().adopted_style_sheets().length(), adopted);
    assert_eq!(document().query_selector_all("style").unwrap().length(), 0);
}
