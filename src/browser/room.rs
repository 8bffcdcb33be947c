//! Room for what opens over the page.

use web_sys::HtmlElement;

/// How many pixels there are from the top of `popup` to the end of what it lies in.
pub fn below(popup: &HtmlElement) -> i32 {
    popup.offset_parent().map_or(0, |around| around.client_height() - popup.offset_top())
}

/// Brings the beginning of `popup` into sight where it is scrolled out of it.
pub fn show_begin(popup: &HtmlElement) {
    let Some(around) = popup.closest(".wrapup-dialog-body").ok().flatten() else { return };
    if popup.get_bounding_client_rect().y() < around.get_bounding_client_rect().y() {
        popup.scroll_into_view_with_bool(true);
    }
}

/// Brings the end of `popup` into sight where what it lies in has to be scrolled for it.
pub fn show_end(popup: &HtmlElement) {
    let scrolls = |around: web_sys::Element| around.scroll_height() > around.client_height();
    if popup.offset_parent().is_some_and(scrolls) {
        popup.scroll_into_view_with_bool(false);
    }
}
