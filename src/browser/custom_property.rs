//! Values a page computes for its style sheet. Set through the object model: a
//! strict content security policy refuses the attribute `style`.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Sets the custom property `name` of `element`.
pub fn set(element: &impl JsCast, name: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // It fails only for read-only style declarations, which this is not.
        drop(element.style().set_property(name, value));
    }
}
