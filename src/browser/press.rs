//! A key that went down, as the domain looks at it.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::listener::{At, Listener};
use crate::domain::shortcut::Press;

/// The key that an input method takes for itself, in browsers that don't say so otherwise.
const IN_COMPOSITION: u32 = 229;

/// What can be typed into. What a page has made itself may well be.
fn is_field(element: &Element) -> bool {
    let name = element.local_name();
    matches!(name.as_str(), "input" | "textarea" | "select")
        || name.contains('-')
        || element.closest("[contenteditable]").ok().flatten().is_some()
}

/// See the module.
pub fn of(event: &KeyboardEvent) -> Press {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    Press {
        key: event.key(),
        code: event.code(),
        ctrl: event.ctrl_key(),
        alt: event.alt_key(),
        shift: event.shift_key(),
        meta: event.meta_key(),
        alt_graph: event.get_modifier_state("AltGraph"),
        composing: event.is_composing() || event.key_code() == IN_COMPOSITION,
        in_field: target.is_some_and(|target| is_field(&target)),
    }
}

/// Calls `callback` with every key that goes down in the page and that nothing in it has
/// taken, for as long as the listener is kept.
pub fn anywhere(callback: impl Fn(&KeyboardEvent) + 'static) -> Listener {
    let down = move |event: web_sys::Event| {
        if let (false, Some(event)) = (event.default_prevented(), event.dyn_ref()) {
            callback(event);
        }
    };
    Listener::new(&[(At::Window, "keydown")], Box::new(down))
}
