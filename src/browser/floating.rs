//! What floats over the page, and is moved there.

use web_sys::{Element, HtmlElement, PointerEvent};

/// How many pixels the window leaves free around `area`, across and down, but for a `margin`
/// on each side; `None` where it doesn't float, or fills the window from side to side.
pub fn room(area: &HtmlElement, margin: i32) -> Option<(i32, i32)> {
    let within = area.closest(".wrapup-dock, [data-docked]").ok()?.is_some();
    let page = area.owner_document()?.document_element()?;
    let free = |whole: i32, own: i32| whole - own - 2 * margin;
    let across = free(page.client_width(), area.offset_width());
    let down = free(page.client_height(), area.offset_height());
    (!within && across >= 0).then_some((across, down))
}

/// Whether text runs from right to left in `area`.
pub fn is_mirrored(area: &Element) -> bool {
    area.matches(":dir(rtl)").unwrap_or_default()
}

/// Where a pointer went down on `handle` itself, and not on something in it that does
/// something else; its events go there from now on. `None` for other buttons than the first.
pub fn grab(event: &PointerEvent, handle: &Element) -> Option<(i32, i32)> {
    use wasm_bindgen::JsCast;
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let other = target.closest("button, a, input, select, textarea, [tabindex]").ok()?;
    if event.button() != 0 || !event.is_primary() || other.is_some() {
        return None;
    }
    // Refused only for a pointer that is gone already.
    let _ = handle.set_pointer_capture(event.pointer_id());
    Some((event.client_x(), event.client_y()))
}
