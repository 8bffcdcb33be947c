//! The clipboard.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Copies `text` and calls `copied` once that is done. Where a page may not
/// (no secure context, no permission), nothing happens.
pub fn write(text: &str, copied: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let clipboard = window.navigator().clipboard();
    if AsRef::<JsValue>::as_ref(&clipboard).is_undefined() {
        return;
    }
    let written = JsFuture::from(clipboard.write_text(text));
    spawn_local(async move {
        if written.await.is_ok() {
            copied();
        }
    });
}
