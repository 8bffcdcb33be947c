//! Animations of the style sheet.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Lets the animation of `element` begin anew. A running one keeps its start
/// whatever becomes of its delay, and one that is taken away and given back
/// before the browser looks has never been gone: so the browser is made to look
/// in between, at the style alone and not at the layout.
pub fn restart(element: &impl JsCast) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    let style = element.style();
    // These fail only for read-only style declarations, which this is not.
    drop(style.set_property("animation-name", "none"));
    let window = web_sys::window();
    let computed = window.and_then(|window| window.get_computed_style(element).ok().flatten());
    drop(computed.map(|computed| computed.get_property_value("animation-name")));
    drop(style.remove_property("animation-name"));
}
