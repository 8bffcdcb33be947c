//! The page's console: for whoever builds the page, never for its agent.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    fn console_warn(text: &str);
}

/// Writes a warning.
pub fn warn(text: &str) {
    console_warn(&["interaction-wrap-up: ", text].concat());
}
