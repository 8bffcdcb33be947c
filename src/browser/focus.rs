//! Where the keyboard goes.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

fn element(id: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Gives the focus to the element of that id, as soon as what was just decided is on
/// the page; nothing where there is none.
pub fn move_to(id: String) {
    let focus = Closure::once_into_js(move || {
        if let Some(element) = element(&id) {
            // It cannot fail for an element of the page.
            let _ = element.focus();
        }
    });
    if let Some(window) = web_sys::window() {
        // A window always takes it.
        let _ = window.request_animation_frame(focus.unchecked_ref());
    }
}

/// Scrolls the element of that id into sight.
pub fn show(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view_with_bool(false);
    }
}
