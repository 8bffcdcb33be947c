//! How long the browser keeps what it stores for the page.

use core::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Navigator;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Navigator)]
    type NavigatorWithStorage;

    /// Not there in an insecure page, which web-sys does not foresee.
    #[wasm_bindgen(method, getter)]
    fn storage(this: &NavigatorWithStorage) -> Option<StorageManager>;

    type StorageManager;

    #[wasm_bindgen(catch, method)]
    fn persist(this: &StorageManager) -> Result<Promise, JsValue>;
}

thread_local! {
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Asks the browser not to delete records when it needs room. Once a page,
/// however often it is called. The answer is not waited for: nothing here
/// depends on it. Some browsers ask their user.
pub fn ask_to_persist() {
    let Some(window) = web_sys::window() else { return };
    if ASKED.replace(true) {
        return;
    }
    let navigator: NavigatorWithStorage = JsValue::from(window.navigator()).unchecked_into();
    if let Some(Ok(answer)) = navigator.storage().map(|storage| storage.persist()) {
        spawn_local(async move {
            // Awaited so that a refusal is not reported as nobody's.
            let _ = JsFuture::from(answer).await;
        });
    }
}
