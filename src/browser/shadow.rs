//! A shadow root as the place of a view.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// `root` as what views are mounted to. It is no HTML element, but has all that
/// mounting asks of one: children can be put into it.
pub fn as_parent(root: JsValue) -> HtmlElement {
    root.unchecked_into()
}
