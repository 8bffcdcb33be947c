//! Where the keyboard goes.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

#[cfg(feature = "admin")]
fn element(id: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Gives the focus to the element of that id, as soon as what was just decided is on
/// the page; nothing where there is none.
#[cfg(feature = "admin")]
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
#[cfg(feature = "admin")]
pub fn show(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view_with_bool(false);
    }
}

/// What has the focus within `area`.
pub fn within(area: &HtmlElement) -> Option<HtmlElement> {
    area.query_selector(":focus").ok()??.dyn_into().ok()
}

/// What has the focus in the page.
pub fn active() -> Option<HtmlElement> {
    web_sys::window()?.document()?.active_element()?.dyn_into().ok()
}

/// Gives the focus to `element`, where it is still to be had.
pub fn give(element: &HtmlElement) {
    // It cannot fail for an element.
    let _ = element.focus();
}

/// Gives the focus to the first of `choices` that `area` has on view.
pub fn enter(area: &HtmlElement, choices: &[&str]) {
    let seen = |choice: &&str| {
        let found = area.query_selector(choice).ok()??.dyn_into::<HtmlElement>().ok()?;
        (found.offset_width() > 0).then_some(found)
    };
    if let Some(found) = choices.iter().find_map(seen) {
        give(&found);
    }
}

/// What `selector` finds first in the document, or the shadow root, that `root` is.
fn find(root: &web_sys::Node, selector: &str) -> Option<HtmlElement> {
    let found = match root.dyn_ref::<web_sys::Document>() {
        Some(document) => document.query_selector(selector),
        None => root.dyn_ref::<web_sys::DocumentFragment>()?.query_selector(selector),
    };
    found.ok()??.dyn_into().ok()
}

/// The first element that `selector` means where `area` is: in its document, or in its
/// shadow root.
pub fn first_beside(area: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    find(&area.get_root_node(), selector)
}

/// Gives the focus to the first of `choices` in what has that `value` of an attribute where
/// `area` is, as soon as what was just decided is on the page.
pub fn enter_beside(
    area: &HtmlElement,
    attribute: &str,
    value: &str,
    choices: &'static [&'static str],
) {
    let root = area.get_root_node();
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    let selector = ["[", attribute, "=\"", &value, "\"]"].concat();
    let enter = Closure::once_into_js(move || {
        if let Some(found) = find(&root, &selector) {
            enter(&found, choices);
        }
    });
    if let Some(window) = web_sys::window() {
        // A window always takes it.
        let _ = window.request_animation_frame(enter.unchecked_ref());
    }
}
